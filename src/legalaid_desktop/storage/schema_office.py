"""Schema, version 1: evidence bytes, deadlines, drafts, the office's own records, journal, search."""

STATEMENTS = """
-- The one row that says which vault this is. The journal's length and last hash stand here too, so that a cut shows.
CREATE TABLE vault_state (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    vault_id TEXT NOT NULL, generation INTEGER NOT NULL, created_at TEXT NOT NULL, law_version TEXT,
    journal_length INTEGER NOT NULL, journal_mac BLOB NOT NULL
) STRICT;

CREATE TABLE office (
    row INTEGER PRIMARY KEY, position INTEGER NOT NULL,
    name TEXT, contact TEXT, code TEXT, region TEXT, languages_count INTEGER, mac BLOB NOT NULL
) STRICT;

CREATE TABLE office_language (
    owner INTEGER NOT NULL REFERENCES office(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE consultant (
    row INTEGER PRIMARY KEY, position INTEGER NOT NULL,
    id TEXT NOT NULL, name TEXT, role TEXT, public_key TEXT, mac BLOB NOT NULL
) STRICT;

-- The bytes of evidence in pieces of at most 1 MiB, each with its keyed hash.
CREATE TABLE evidence_file (
    row INTEGER PRIMARY KEY, evidence_row INTEGER NOT NULL REFERENCES evidence(row) ON DELETE CASCADE,
    sha256 TEXT NOT NULL, size INTEGER NOT NULL, chunks INTEGER NOT NULL, added_at TEXT NOT NULL, mac BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX evidence_file_by_evidence ON evidence_file(evidence_row);

CREATE TABLE evidence_chunk (
    row INTEGER PRIMARY KEY, file_row INTEGER NOT NULL REFERENCES evidence_file(row) ON DELETE CASCADE,
    n INTEGER NOT NULL, data BLOB NOT NULL CHECK (length(data) <= 1048576), mac BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX evidence_chunk_by_file ON evidence_chunk(file_row, n);

-- The chain of custody: taken in, handed out.
CREATE TABLE custody_entry (
    row INTEGER PRIMARY KEY, evidence_row INTEGER NOT NULL REFERENCES evidence(row) ON DELETE CASCADE,
    at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, mac BLOB NOT NULL
) STRICT;

CREATE INDEX custody_entry_by_evidence ON custody_entry(evidence_row);

-- What a note said before it was changed.
CREATE TABLE note_revision (
    row INTEGER PRIMARY KEY, note_row INTEGER NOT NULL REFERENCES note(row) ON DELETE CASCADE,
    n INTEGER NOT NULL, until_at TEXT NOT NULL, text TEXT NOT NULL, mac BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX note_revision_by_note ON note_revision(note_row, n);

-- Text being typed and not yet saved by the consultant, under the key of the screen that holds it.
CREATE TABLE unsaved_text (
    key TEXT PRIMARY KEY, kept_at TEXT NOT NULL, text TEXT NOT NULL, mac BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE proceeding (
    row INTEGER PRIMARY KEY, case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL, procedure TEXT, authority TEXT, number TEXT, opened_on TEXT, closed_on TEXT, note TEXT,
    decisions_count INTEGER, removed_at TEXT, mac BLOB NOT NULL
) STRICT;

CREATE INDEX proceeding_in_bin ON proceeding(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX proceeding_by_owner ON proceeding(case_row);

CREATE TABLE proceeding_decision (
    owner INTEGER NOT NULL REFERENCES proceeding(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;

-- Computed rows of deadlines, kept for lists; the computation itself is made anew whenever it is shown.
CREATE TABLE deadline (
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    id TEXT NOT NULL, decision TEXT, rule TEXT NOT NULL, reading TEXT NOT NULL, is_primary INTEGER NOT NULL,
    is_open INTEGER NOT NULL,
    last_day TEXT, safe_day TEXT, alarm_on TEXT, confidence TEXT NOT NULL, unchecked INTEGER NOT NULL,
    PRIMARY KEY (case_row, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX deadline_by_day ON deadline(last_day);

-- What a person said about a deadline: done, missed, or another day with a reason.
CREATE TABLE deadline_mark (
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    deadline_id TEXT NOT NULL, state TEXT NOT NULL, day TEXT, reason TEXT, at TEXT NOT NULL, mac BLOB NOT NULL,
    PRIMARY KEY (case_row, deadline_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE task (
    row INTEGER PRIMARY KEY, case_row INTEGER REFERENCES case_file(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    id TEXT NOT NULL, what TEXT NOT NULL, who TEXT, due_on TEXT, done_at TEXT, removed_at TEXT, mac BLOB NOT NULL
) STRICT;

CREATE INDEX task_in_bin ON task(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX task_by_owner ON task(case_row);

CREATE TABLE referral (
    row INTEGER PRIMARY KEY, case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL, to_whom TEXT NOT NULL, referred_on TEXT, about TEXT, result TEXT, removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX referral_in_bin ON referral(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX referral_by_owner ON referral(case_row);

CREATE TABLE outcome (
    row INTEGER PRIMARY KEY, case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL, kind TEXT NOT NULL, reached_on TEXT, note TEXT, removed_at TEXT, mac BLOB NOT NULL
) STRICT;

CREATE INDEX outcome_in_bin ON outcome(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX outcome_by_owner ON outcome(case_row);

-- A template with answers and hand-edited paragraphs, and the life of it.
CREATE TABLE draft (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL, case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    document TEXT NOT NULL, language TEXT NOT NULL, template TEXT NOT NULL, template_version TEXT NOT NULL,
    state TEXT NOT NULL, as_of TEXT, created_at TEXT NOT NULL, changed_at TEXT NOT NULL, removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX draft_in_bin ON draft(removed_at) WHERE removed_at IS NOT NULL;

CREATE UNIQUE INDEX draft_by_id ON draft(id);

CREATE INDEX draft_by_case ON draft(case_row);

-- One answer of the interview or one paragraph typed by hand; the value is a plain value in JSON.
CREATE TABLE draft_entry (
    draft_row INTEGER NOT NULL REFERENCES draft(row) ON DELETE CASCADE, kind TEXT NOT NULL, key TEXT NOT NULL,
    value TEXT NOT NULL, mac BLOB NOT NULL, PRIMARY KEY (draft_row, kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft_finding (
    draft_row INTEGER NOT NULL REFERENCES draft(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    id TEXT NOT NULL, severity TEXT NOT NULL, variant TEXT NOT NULL, params TEXT NOT NULL,
    has_place INTEGER NOT NULL, section TEXT, record TEXT, text TEXT, overridden TEXT, mac BLOB NOT NULL,
    PRIMARY KEY (draft_row, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft_override (
    draft_row INTEGER NOT NULL REFERENCES draft(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    check_id TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL, mac BLOB NOT NULL,
    PRIMARY KEY (draft_row, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft_export (
    draft_row INTEGER NOT NULL REFERENCES draft(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    format TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, pages INTEGER, at TEXT NOT NULL,
    mac BLOB NOT NULL, PRIMARY KEY (draft_row, position)
) STRICT, WITHOUT ROWID;

-- Who changed which fields of which record when; each row's hash runs over the one before. Never any content.
CREATE TABLE journal_entry (
    seq INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL, kind TEXT NOT NULL,
    case_id TEXT, record TEXT, fields TEXT NOT NULL, mac BLOB NOT NULL
) STRICT;

CREATE INDEX journal_by_case ON journal_entry(case_id);

CREATE INDEX journal_by_kind ON journal_entry(kind, seq);

CREATE TABLE backup_receipt (
    row INTEGER PRIMARY KEY, created_at TEXT NOT NULL, verified_at TEXT, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
    cases INTEGER NOT NULL, generation INTEGER NOT NULL, mac BLOB NOT NULL
) STRICT;

CREATE TABLE backup_recipient (
    owner INTEGER NOT NULL REFERENCES backup_receipt(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;

-- Secret keys that live inside the vault (the vault's own backup identity).
CREATE TABLE kept_secret (
    name TEXT PRIMARY KEY, data BLOB NOT NULL, public TEXT, created_at TEXT NOT NULL, mac BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- One row for each searchable record: its kind, its table's row. The words are in search_words under the same row.
CREATE TABLE search_item (
    row INTEGER PRIMARY KEY, case_row INTEGER REFERENCES case_file(row) ON DELETE CASCADE,
    kind TEXT NOT NULL, target INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX search_item_by_target ON search_item(kind, target);

CREATE INDEX search_item_by_case ON search_item(case_row);

-- Words already folded (ё, ў, й, і, case, apostrophes, scripts): no copy of the text is kept here.
CREATE VIRTUAL TABLE search_words USING fts5(
    words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0'
);
"""
