"""Schema, version 1: the case and the persons in it.

Columns every record table has: ``row``; the row of its owner; ``position``, its place in the list; ``mac``, the keyed
hash of all of it; and, for what hangs on a case directly, ``removed_at``, when it went to the bin. ``…_count`` says
how many items a list field has, NULL that the field was not given. A partial date is eleven columns.
"""

STATEMENTS = """
-- One legal problem; an [[other_case]] has its main case in main_case.
CREATE TABLE case_file (
    row INTEGER PRIMARY KEY,
    main_case INTEGER REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    uid TEXT NOT NULL, ref_key TEXT NOT NULL, ref TEXT NOT NULL, region TEXT, place TEXT,
    topic TEXT, urgency TEXT, language TEXT, output_language TEXT, interpreter_used INTEGER,
    read_back INTEGER, user_role TEXT, meta_case_id TEXT, meta_title TEXT,
    meta_schema_version INTEGER, meta_fictional INTEGER, meta_as_of TEXT, stage TEXT, opened_on TEXT,
    restricted INTEGER, also_output_languages_count INTEGER, documents_count INTEGER,
    meta_features_count INTEGER, allowed_roles_count INTEGER,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX case_file_in_bin ON case_file(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX case_file_by_owner ON case_file(main_case);

CREATE TABLE case_also_output_language (
    owner INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_document (
    owner INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_feature (
    owner INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_allowed_role (
    owner INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;

-- A human being, whatever the cases; case_person says where and as whom the person stands in a case.
CREATE TABLE person (
    row INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    uid TEXT NOT NULL, sex TEXT, birth_precision TEXT, birth_on TEXT, birth_year INTEGER,
    birth_month INTEGER, birth_season TEXT, birth_from_on TEXT, birth_to_on TEXT, birth_time TEXT,
    birth_original TEXT, birth_conversion TEXT, birth_note TEXT, birth_place TEXT,
    death_precision TEXT, death_on TEXT, death_year INTEGER, death_month INTEGER, death_season TEXT,
    death_from_on TEXT, death_to_on TEXT, death_time TEXT, death_original TEXT, death_conversion TEXT,
    death_note TEXT, age_stated ANY, names_family TEXT, names_given TEXT, names_patronymic TEXT,
    names_father_name TEXT, names_mononym INTEGER, names_unnamed INTEGER, names_ru_nom TEXT,
    names_ru_gen TEXT, names_ru_dat TEXT, names_ru_acc TEXT, names_ru_ins TEXT, names_ru_prep TEXT,
    names_be_nom TEXT, names_be_gen TEXT, names_be_dat TEXT, names_be_acc TEXT, names_be_ins TEXT,
    names_be_prep TEXT, names_latin TEXT, names_original TEXT, names_original_lang TEXT,
    citizenship_status TEXT, former_residence TEXT, ethnicity TEXT, literacy TEXT,
    certificate_no TEXT, address_service TEXT, safe_address TEXT, whereabouts TEXT, last_place TEXT,
    last_contact TEXT, description TEXT, orphan INTEGER, legal_guardian INTEGER, in_custody INTEGER,
    in_danger INTEGER, fears_home_state INTEGER, consent_named INTEGER, note TEXT,
    names_aliases_count INTEGER, languages_count INTEGER, health_needs_count INTEGER,
    citizenships_count INTEGER, docs_count INTEGER,
    mac BLOB NOT NULL
) STRICT;

CREATE TABLE person_alias (
    owner INTEGER NOT NULL REFERENCES person(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_language (
    owner INTEGER NOT NULL REFERENCES person(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_health_need (
    owner INTEGER NOT NULL REFERENCES person(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (owner, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_citizenship (
    row INTEGER PRIMARY KEY,
    person_row INTEGER NOT NULL REFERENCES person(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    country TEXT, since_precision TEXT, since_on TEXT, since_year INTEGER, since_month INTEGER,
    since_season TEXT, since_from_on TEXT, since_to_on TEXT, since_time TEXT, since_original TEXT,
    since_conversion TEXT, since_note TEXT, proof TEXT, contested INTEGER,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX person_citizenship_by_owner ON person_citizenship(person_row);

CREATE TABLE person_paper (
    row INTEGER PRIMARY KEY,
    person_row INTEGER NOT NULL REFERENCES person(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT, country TEXT, "no" TEXT, issuer TEXT, issued_precision TEXT, issued_on TEXT,
    issued_year INTEGER, issued_month INTEGER, issued_season TEXT, issued_from_on TEXT,
    issued_to_on TEXT, issued_time TEXT, issued_original TEXT, issued_conversion TEXT,
    issued_note TEXT, expires_precision TEXT, expires_on TEXT, expires_year INTEGER,
    expires_month INTEGER, expires_season TEXT, expires_from_on TEXT, expires_to_on TEXT,
    expires_time TEXT, expires_original TEXT, expires_conversion TEXT, expires_note TEXT,
    held_by TEXT, reason TEXT, note TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX person_paper_by_owner ON person_paper(person_row);

CREATE TABLE case_person (
    row INTEGER PRIMARY KEY,
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    person_row INTEGER NOT NULL REFERENCES person(row), id TEXT NOT NULL, role TEXT, relation TEXT,
    feared_by_client INTEGER, included INTEGER,
    removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE INDEX case_person_in_bin ON case_person(removed_at) WHERE removed_at IS NOT NULL;

CREATE INDEX case_person_by_owner ON case_person(case_row);

CREATE UNIQUE INDEX case_file_by_uid ON case_file(uid);

CREATE UNIQUE INDEX case_file_by_ref ON case_file(ref_key) WHERE removed_at IS NULL;

CREATE UNIQUE INDEX person_by_uid ON person(uid);

CREATE INDEX case_person_by_person ON case_person(person_row);

-- Which tables of the case's file were given, also when they were given empty.
CREATE TABLE case_section (
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    section TEXT NOT NULL, PRIMARY KEY (case_row, section)
) STRICT, WITHOUT ROWID;

-- [expect] of a test file, value by value: path as in a JSON pointer, kind of value, value.
CREATE TABLE expectation (
    case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE, position INTEGER NOT NULL,
    path TEXT NOT NULL, kind TEXT NOT NULL, value ANY, mac BLOB NOT NULL, PRIMARY KEY (case_row, position)
) STRICT, WITHOUT ROWID;

-- What the list of cases shows; made anew at each change of the case.
CREATE TABLE case_list_entry (
    case_row INTEGER PRIMARY KEY REFERENCES case_file(row) ON DELETE CASCADE,
    client TEXT, words TEXT NOT NULL, changed_at TEXT NOT NULL
) STRICT;

CREATE INDEX case_list_by_change ON case_list_entry(changed_at);
"""
