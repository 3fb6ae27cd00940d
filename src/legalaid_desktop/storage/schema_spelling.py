"""Schema, version 3: words that the spelling check takes for right because a person said so."""

STATEMENTS = """
-- One word as it was written; language is that of the dictionary that did not know it. The words of a client are among
-- them, so they lie here and nowhere else.
CREATE TABLE own_word (
    row INTEGER PRIMARY KEY, language TEXT NOT NULL, word TEXT NOT NULL, at TEXT NOT NULL, mac BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX own_word_by_word ON own_word(language, word);
"""
