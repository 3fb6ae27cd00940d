"""Schema, version 3: the office's own editions of templates. They are kept in the vault and nowhere else."""

STATEMENTS = """
-- body is what the edition consists of (JSON, deflated, Base64): files of a text template, or the parts of a Word file.
-- At most one row of a paper is in use; none: the template that ships. Its numbers go on from the highest ever given,
-- which the rows themselves carry: the body of an edition that was removed is emptied, its number stays.
CREATE TABLE office_template (
    row INTEGER PRIMARY KEY, code TEXT NOT NULL, n INTEGER NOT NULL, kind TEXT NOT NULL, language TEXT,
    at TEXT NOT NULL, by_role TEXT NOT NULL, based_on INTEGER NOT NULL, in_use INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    body TEXT NOT NULL, mac BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX office_template_by_code ON office_template(code, n);
"""
