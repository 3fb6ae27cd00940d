"""Schema, version 1: what happened and what proves it, one table for each table of a case file.

Columns every record table has: ``row``; the row of its owner; ``position``, its place in the list; ``mac``, the keyed
hash of all of it; and, for what hangs on a case directly, ``removed_at``, when it went to the bin. ``…_count`` says
how many items a list field has, NULL that the field was not given. A partial date is eleven columns.
"""

STATEMENTS = """
CREATE TABLE event (
    row INTEGER PRIMARY KEY,
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL, date_precision TEXT, date_on TEXT, date_year INTEGER, date_month INTEGER,
    date_season TEXT, date_from_on TEXT, date_to_on TEXT, date_time TEXT, date_original TEXT,
    date_conversion TEXT, date_note TEXT, place TEXT, text TEXT, visibility TEXT, certainty TEXT,
    how_known TEXT, evidence_count INTEGER,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX event_in_bin ON event(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX event_by_owner ON event(case_row);

CREATE TABLE event_evidence (
    owner INTEGER NOT NULL REFERENCES event(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE route (
    row INTEGER PRIMARY KEY,
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    country TEXT, from_on_precision TEXT, from_on_on TEXT, from_on_year INTEGER,
    from_on_month INTEGER, from_on_season TEXT, from_on_from_on TEXT, from_on_to_on TEXT,
    from_on_time TEXT, from_on_original TEXT, from_on_conversion TEXT, from_on_note TEXT,
    to_on_precision TEXT, to_on_on TEXT, to_on_year INTEGER, to_on_month INTEGER, to_on_season TEXT,
    to_on_from_on TEXT, to_on_to_on TEXT, to_on_time TEXT, to_on_original TEXT, to_on_conversion TEXT,
    to_on_note TEXT, status TEXT, asked_protection INTEGER, result TEXT,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX route_in_bin ON route(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX route_by_owner ON route(case_row);

CREATE TABLE entry (
    row INTEGER PRIMARY KEY,
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    date_precision TEXT, date_on TEXT, date_year INTEGER, date_month INTEGER, date_season TEXT,
    date_from_on TEXT, date_to_on TEXT, date_time TEXT, date_original TEXT, date_conversion TEXT,
    date_note TEXT, point TEXT, manner TEXT, document TEXT, lawful TEXT, visibility TEXT,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX entry_in_bin ON entry(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX entry_by_owner ON entry(case_row);

CREATE TABLE detention (
    row INTEGER PRIMARY KEY,
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT, person TEXT, kind TEXT, place TEXT, from_at TEXT, to_at TEXT, note TEXT,
    sanctions_count INTEGER,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX detention_in_bin ON detention(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX detention_by_owner ON detention(case_row);

CREATE TABLE detention_sanction (
    row INTEGER PRIMARY KEY,
    detention_row INTEGER NOT NULL REFERENCES detention(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    from_on TEXT, to_on TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX detention_sanction_by_owner ON detention_sanction(detention_row);

CREATE TABLE extradition (
    row INTEGER PRIMARY KEY,
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    state TEXT, requested_precision TEXT, requested_on TEXT, requested_year INTEGER,
    requested_month INTEGER, requested_season TEXT, requested_from_on TEXT, requested_to_on TEXT,
    requested_time TEXT, requested_original TEXT, requested_conversion TEXT, requested_note TEXT,
    offence TEXT, article_abroad TEXT, max_penalty TEXT, in_absentia INTEGER, wanted_notice TEXT,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX extradition_in_bin ON extradition(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX extradition_by_owner ON extradition(case_row);

CREATE TABLE assurance (
    row INTEGER PRIMARY KEY,
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    given_by TEXT, post TEXT, dated_precision TEXT, dated_on TEXT, dated_year INTEGER,
    dated_month INTEGER, dated_season TEXT, dated_from_on TEXT, dated_to_on TEXT, dated_time TEXT,
    dated_original TEXT, dated_conversion TEXT, dated_note TEXT, text_in_file INTEGER,
    monitoring TEXT, promises_count INTEGER,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX assurance_in_bin ON assurance(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX assurance_by_owner ON assurance(case_row);

CREATE TABLE assurance_promise (
    owner INTEGER NOT NULL REFERENCES assurance(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
    row INTEGER PRIMARY KEY,
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL, person TEXT, authority TEXT, authority_fill_district_gen TEXT,
    authority_fill_district_gen_be TEXT, authority_fill_city_gen TEXT, authority_fill_city_gen_be TEXT,
    kind TEXT, number TEXT, signed_by TEXT, dated TEXT, announced TEXT, announced_at TEXT,
    posted TEXT, received TEXT, received_at TEXT, received_how TEXT, procedure TEXT, ground TEXT,
    notice_court TEXT, notice_period TEXT, notice_last_day TEXT, language TEXT, translated INTEGER,
    copy_given INTEGER, reasons_given INTEGER, interpreter_provided INTEGER,
    authority_fill_given INTEGER, reasons_count INTEGER,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX decision_in_bin ON decision(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX decision_by_owner ON decision(case_row);

CREATE TABLE decision_reason (
    row INTEGER PRIMARY KEY,
    decision_row INTEGER NOT NULL REFERENCES decision(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    n INTEGER, says TEXT, answer TEXT, facts_count INTEGER, evidence_count INTEGER,
    coi_count INTEGER,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX decision_reason_by_owner ON decision_reason(decision_row);

CREATE TABLE decision_reason_fact (
    owner INTEGER NOT NULL REFERENCES decision_reason(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision_reason_evidence (
    owner INTEGER NOT NULL REFERENCES decision_reason(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision_reason_coi (
    owner INTEGER NOT NULL REFERENCES decision_reason(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    value ANY NOT NULL, PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence (
    row INTEGER PRIMARY KEY,
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL, title TEXT, kind TEXT, date_precision TEXT, date_on TEXT, date_year INTEGER,
    date_month INTEGER, date_season TEXT, date_from_on TEXT, date_to_on TEXT, date_time TEXT,
    date_original TEXT, date_conversion TEXT, date_note TEXT, pages INTEGER, language TEXT,
    translated INTEGER, visibility TEXT, exif TEXT, original_held_by TEXT, file TEXT,
    proves_count INTEGER, risk_flags_count INTEGER,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX evidence_in_bin ON evidence(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX evidence_by_owner ON evidence(case_row);

CREATE TABLE evidence_proves (
    owner INTEGER NOT NULL REFERENCES evidence(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence_risk_flag (
    owner INTEGER NOT NULL REFERENCES evidence(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE country_information (
    row INTEGER PRIMARY KEY,
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    title TEXT, publisher TEXT, date_precision TEXT, date_on TEXT, date_year INTEGER,
    date_month INTEGER, date_season TEXT, date_from_on TEXT, date_to_on TEXT, date_time TEXT,
    date_original TEXT, date_conversion TEXT, date_note TEXT, pinpoint TEXT, point TEXT,
    language TEXT, url TEXT, retrieved_precision TEXT, retrieved_on TEXT, retrieved_year INTEGER,
    retrieved_month INTEGER, retrieved_season TEXT, retrieved_from_on TEXT, retrieved_to_on TEXT,
    retrieved_time TEXT, retrieved_original TEXT, retrieved_conversion TEXT, retrieved_note TEXT,
    risk_flags_count INTEGER,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX country_information_in_bin ON country_information(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX country_information_by_owner ON country_information(case_row);

CREATE TABLE country_information_risk_flag (
    owner INTEGER NOT NULL REFERENCES country_information(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE consent (
    row INTEGER PRIMARY KEY,
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    scope TEXT, given INTEGER, date TEXT, withdrawn TEXT, expires TEXT, person TEXT,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX consent_in_bin ON consent(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX consent_by_owner ON consent(case_row);

CREATE TABLE note (
    row INTEGER PRIMARY KEY,
    case_row INTEGER REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL, text TEXT NOT NULL, visibility TEXT NOT NULL, uid TEXT, at TEXT, channel TEXT,
    duration_minutes INTEGER, language TEXT, confidential INTEGER NOT NULL,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX note_in_bin ON note(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX note_by_owner ON note(case_row);

CREATE TABLE narrative (
    row INTEGER PRIMARY KEY,
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    person TEXT, language TEXT, visibility TEXT, text TEXT,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX narrative_in_bin ON narrative(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX narrative_by_owner ON narrative(case_row);

CREATE TABLE missed_period (
    row INTEGER PRIMARY KEY,
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    decision TEXT, reason TEXT, from_on TEXT, to_on TEXT, evidence TEXT,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX missed_period_in_bin ON missed_period(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX missed_period_by_owner ON missed_period(case_row);

CREATE TABLE injury (
    row INTEGER PRIMARY KEY,
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    event TEXT, part TEXT, side TEXT, size TEXT, colour TEXT, "then" TEXT, now TEXT,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX injury_in_bin ON injury(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX injury_by_owner ON injury(case_row);

CREATE TABLE state_asked (
    row INTEGER PRIMARY KEY,
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    country TEXT, asked_precision TEXT, asked_on TEXT, asked_year INTEGER, asked_month INTEGER,
    asked_season TEXT, asked_from_on TEXT, asked_to_on TEXT, asked_time TEXT, asked_original TEXT,
    asked_conversion TEXT, asked_note TEXT, answer TEXT, evidence TEXT,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX state_asked_in_bin ON state_asked(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX state_asked_by_owner ON state_asked(case_row);

CREATE TABLE prior_status (
    row INTEGER PRIMARY KEY,
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    state TEXT, kind TEXT, since_precision TEXT, since_on TEXT, since_year INTEGER,
    since_month INTEGER, since_season TEXT, since_from_on TEXT, since_to_on TEXT, since_time TEXT,
    since_original TEXT, since_conversion TEXT, since_note TEXT, evidence TEXT,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX prior_status_in_bin ON prior_status(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX prior_status_by_owner ON prior_status(case_row);

CREATE TABLE interview_record (
    row INTEGER PRIMARY KEY,
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    date_precision TEXT, date_on TEXT, date_year INTEGER, date_month INTEGER, date_season TEXT,
    date_from_on TEXT, date_to_on TEXT, date_time TEXT, date_original TEXT, date_conversion TEXT,
    date_note TEXT, says TEXT,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX interview_record_in_bin ON interview_record(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX interview_record_by_owner ON interview_record(case_row);

CREATE TABLE earlier_offence (
    row INTEGER PRIMARY KEY,
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    date_precision TEXT, date_on TEXT, date_year INTEGER, date_month INTEGER, date_season TEXT,
    date_from_on TEXT, date_to_on TEXT, date_time TEXT, date_original TEXT, date_conversion TEXT,
    date_note TEXT, number TEXT, what TEXT, appealed INTEGER, copy_given INTEGER,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX earlier_offence_in_bin ON earlier_offence(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX earlier_offence_by_owner ON earlier_offence(case_row);

CREATE TABLE contradicting_age (
    row INTEGER PRIMARY KEY,
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    source TEXT, value ANY, note TEXT,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX contradicting_age_in_bin ON contradicting_age(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX contradicting_age_by_owner ON contradicting_age(case_row);
"""
