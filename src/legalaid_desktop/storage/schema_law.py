"""Schema, version 4: law packs that were taken in, who signs them, and by which law a closed case was counted."""

STATEMENTS = """
-- A version of the law. body is its files (JSON, deflated, Base64), mark a hash of them. key is that of the signer
-- (Ed25519, hexadecimal), '' for the pack that came with the program. state is 'used' (taken in and not replaced: one
-- row at most), 'replaced', 'undone', 'shipped' (what came with the program when the vault was last open: one row at
-- most), 'kept' (came with an earlier program, and a closed case is counted by it).
CREATE TABLE law_pack (
    row INTEGER PRIMARY KEY, pack TEXT NOT NULL, version TEXT NOT NULL, mark TEXT NOT NULL, key TEXT NOT NULL,
    state TEXT NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL, mac BLOB NOT NULL
) STRICT;

-- Keys whose packs are taken. The first one of a pack is pinned when it is first met; a later one only by words that a
-- person compared. state is 'trusted' (one row of a pack at most) or 'former'.
CREATE TABLE law_key (
    row INTEGER PRIMARY KEY, pack TEXT NOT NULL, key TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL,
    mac BLOB NOT NULL
) STRICT;

-- By which law_pack a case that is closed is counted. There is no row where the law did not change after it was closed.
CREATE TABLE law_of_case (
    row INTEGER PRIMARY KEY, case_id TEXT NOT NULL, law_row INTEGER NOT NULL, at TEXT NOT NULL, mac BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX law_of_case_by_case ON law_of_case(case_id);
"""
