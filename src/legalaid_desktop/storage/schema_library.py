"""Schema, version 4: the office's own collection of law texts, reports, precedents and manuals, and what was quoted."""

STATEMENTS = """
-- One document. published is a day, a month or a year (ISO, cut to what is known); risks are words of RiskKind, parted
-- by single spaces, '' for none; format is how the original was written; unit is what n of library_page counts; pages
-- is how many there are, blank how many of them have no text; chunks, size and sha256 are those of the original.
CREATE TABLE library_document (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT, kind TEXT NOT NULL,
    published TEXT, language TEXT, url TEXT, retrieved_on TEXT, risks TEXT NOT NULL, risk_reason TEXT, note TEXT,
    format TEXT NOT NULL, file_name TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL, chunks INTEGER NOT NULL,
    unit TEXT NOT NULL, pages INTEGER NOT NULL, blank INTEGER NOT NULL, added_at TEXT NOT NULL, removed_at TEXT,
    mac BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX library_document_by_id ON library_document(id);

CREATE INDEX library_document_by_hash ON library_document(sha256);

-- The bytes of the original in pieces of at most 1 MiB, each with its keyed hash. A document whose row undo took away
-- keeps its pieces and pages until undo can no more give it back: so nothing here refers to it by a foreign key.
CREATE TABLE library_chunk (
    row INTEGER PRIMARY KEY, document_row INTEGER NOT NULL,
    n INTEGER NOT NULL, data BLOB NOT NULL CHECK (length(data) <= 1048576), mac BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX library_chunk_by_document ON library_chunk(document_row, n);

-- The text of one page, deflated. row is document_row * 131072 + n, and is the row of library_words as well: a hit
-- tells its document and page without a look at this table.
CREATE TABLE library_page (
    row INTEGER PRIMARY KEY, document_row INTEGER NOT NULL,
    n INTEGER NOT NULL, data BLOB NOT NULL CHECK (length(data) <= 1048576), mac BLOB NOT NULL
) STRICT;

-- Words already folded, as in search_words: no copy of the text is kept here.
CREATE VIRTUAL TABLE library_words USING fts5(
    words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0'
);

-- The vocabulary: every word that stands anywhere, under the keys that its other forms have too.
CREATE TABLE library_term (key TEXT NOT NULL, term TEXT NOT NULL, PRIMARY KEY (key, term)) STRICT, WITHOUT ROWID;

CREATE INDEX library_term_by_term ON library_term(term);

-- What was quoted in a case: document is the id of a document, text as it stands on its page n.
CREATE TABLE library_quote (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL, case_row INTEGER NOT NULL REFERENCES case_file(row) ON DELETE CASCADE,
    document TEXT NOT NULL, n INTEGER NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL, mac BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX library_quote_by_id ON library_quote(id);

CREATE INDEX library_quote_by_case ON library_quote(case_row);
"""
