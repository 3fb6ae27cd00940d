"""Schema, version 4: appointed days of a case. What people say of clocks lies in ``deadline_mark`` since version 1."""

STATEMENTS = """
-- A hearing, an interview, a day fixed for surrender, removal or departure. at: a day, or a day with its time.
CREATE TABLE hearing (
    row INTEGER PRIMARY KEY, case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL, kind TEXT NOT NULL, at TEXT, authority TEXT, place TEXT, decision TEXT, note TEXT,
    removed_at TEXT, mac BLOB NOT NULL
) STRICT;

CREATE INDEX hearing_in_bin ON hearing(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX hearing_by_owner ON hearing(case_row);
"""
