"""Schema, version 2: what undo needs, the journal's start and clock, and keys over what lists show.

Rows of version 1 are sealed anew in the same transaction (``reseal.py``): the keyed hash of a record now also covers
its row number and when it went to the bin.
"""

STATEMENTS = """
-- The journal may begin later than at 1 (retention). journal_counted is time that passed by its entries, in seconds,
-- jumps of the computer's date left out; journal_seal is the keyed hash of all the journal_ columns.
ALTER TABLE vault_state ADD COLUMN journal_start INTEGER NOT NULL DEFAULT 1;

ALTER TABLE vault_state ADD COLUMN journal_start_mac BLOB NOT NULL DEFAULT x'';

ALTER TABLE vault_state ADD COLUMN journal_counted INTEGER NOT NULL DEFAULT 0;

ALTER TABLE vault_state ADD COLUMN journal_last_at TEXT;

ALTER TABLE vault_state ADD COLUMN journal_keep TEXT NOT NULL DEFAULT 'days_90';

ALTER TABLE vault_state ADD COLUMN journal_seal BLOB NOT NULL DEFAULT x'';

-- The first entry of each counted day: what retention goes by.
CREATE TABLE journal_day (
    day INTEGER PRIMARY KEY, first_seq INTEGER NOT NULL, at TEXT NOT NULL, mac BLOB NOT NULL
) STRICT;

-- What the list shows of a case is under a keyed hash; days are its open last days and alarms, in JSON.
ALTER TABLE case_list_entry ADD COLUMN days TEXT NOT NULL DEFAULT '[]';

ALTER TABLE case_list_entry ADD COLUMN mac BLOB NOT NULL DEFAULT x'';

-- The keyed hash of which sections a case was given.
CREATE TABLE case_section_seal (
    case_row INTEGER PRIMARY KEY REFERENCES case_file(row) ON DELETE CASCADE, mac BLOB NOT NULL
) STRICT;

-- How long the journal was when a backup was made, and its last hash: what a later journal is compared with.
ALTER TABLE backup_receipt ADD COLUMN anchor TEXT;

-- One change of the last hour: its journal entries, from first_seq to last_seq, and when by the counted time.
CREATE TABLE undo_change (
    first_seq INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL, counted INTEGER NOT NULL, mac BLOB NOT NULL
) STRICT;

-- What a row was before the first change at this place of the journal; image NULL: there was no such row.
CREATE TABLE undo_image (
    position INTEGER NOT NULL, table_name TEXT NOT NULL, key TEXT NOT NULL, image TEXT, mac BLOB NOT NULL,
    PRIMARY KEY (position, table_name, key)
) STRICT;

-- A piece of evidence that was replaced, moved here from its own table until undo needs it no more.
CREATE TABLE undo_chunk (
    position INTEGER NOT NULL, row INTEGER NOT NULL, file_row INTEGER NOT NULL, n INTEGER NOT NULL,
    data BLOB NOT NULL, mac BLOB NOT NULL, PRIMARY KEY (position, row)
) STRICT;

-- Which write-ahead log belongs to this file: how often logs were begun, the mark the file had then, the mark now.
CREATE TABLE log_mark (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1), n INTEGER NOT NULL, base BLOB NOT NULL, token BLOB NOT NULL
) STRICT;

INSERT INTO log_mark (only_row, n, base, token) VALUES (1, 0, x'', x'');
"""
