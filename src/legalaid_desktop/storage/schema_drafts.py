"""Schema, version 3: every kept version of a draft, and what of it was last looked through.

Nothing of versions 1 and 2 is changed: their rows and hashes stay as they are.
"""

STATEMENTS = """
-- A draft as it stood: body is its text, answers and own words (JSON, deflated, Base64); filed says when and how it
-- was filed. state is what became of this version; by_role a word for a role, never a name.
CREATE TABLE draft_version (
    row INTEGER PRIMARY KEY, draft_row INTEGER NOT NULL REFERENCES draft(row) ON DELETE CASCADE, n INTEGER NOT NULL,
    at TEXT NOT NULL, by_role TEXT NOT NULL, cause TEXT NOT NULL, state TEXT NOT NULL, template_version TEXT NOT NULL,
    as_of TEXT, filed TEXT, body TEXT NOT NULL, mac BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX draft_version_by_draft ON draft_version(draft_row, n);

-- The paragraphs as the program wrote them when a person last looked through what changed (same form as body).
CREATE TABLE draft_seen (
    draft_row INTEGER PRIMARY KEY REFERENCES draft(row) ON DELETE CASCADE, at TEXT NOT NULL, body TEXT NOT NULL,
    mac BLOB NOT NULL
) STRICT;
"""
