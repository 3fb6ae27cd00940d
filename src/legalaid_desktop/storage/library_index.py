"""Full-text search over the pages of the library, with word forms.

The text is indexed once, by FTS5, as it stands. Forms are found in the vocabulary: ``library_term`` holds each word
that stands anywhere under the keys that it shares with its other forms (``grammar/word_keys.py``), so a question's
words are expanded to the forms that exist. Both are worked out from the pages and hold no page of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.grammar.word_keys import LONGEST_WORD, asked_keys, is_belarusian, is_known, word_keys
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.folded_text import folded
from legalaid_desktop.storage.library import LibraryStore, document_of, page_row

_WORD: Final = re.compile(r"[^\W_]+(?:['’ʼ‘`][^\W_]+)*")
_ASKED: Final = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”|([^\s"«»“”]+)')
_RANKED_UP_TO: Final = 2000
"""As in ``search_index.py``: beyond this a ranking takes long and tells nothing, and the newest come first."""
_MOST_WORDS: Final = 16
"""Of one question."""
_MOST_FORMS: Final = 160
"""Of one word."""
_MOST_KNOWN: Final = 400_000
"""Words whose keys are known to be there, kept while much is taken in."""
_LOOKALIKE: Final = str.maketrans("аеорсухкмнтви", "aeopcyxkmhtbi")
_LOOKALIKE_BACK: Final = str.maketrans("aeopcyxkmhtbi", "аеорсухкмнтви")
_LETTERS: Final = "абвгдежзиклмнопрстуфхцчшщъыьэюяabcdefghijklmnopqrstuvwxyz"
_NEAR_FROM: Final = 5
"""Letters; a shorter word has too many neighbours."""


@dataclass(frozen=True)
class AskedWord:
    """One word of a question: the forms that stand in some page; ``near``: it stands nowhere, and these are spelled
    nearly so; ``begins``: words that begin with it; ``phrase``: words that follow each other."""

    word: str
    forms: tuple[str, ...]
    near: bool = False
    begins: bool = False
    phrase: bool = False


@dataclass(frozen=True)
class PageHit:
    """A page that holds every word asked for; ``score``: how well (higher is better)."""

    row: int
    score: float

    @property
    def place(self) -> tuple[int, int]:
        return document_of(self.row)


class LibraryIndex:
    def __init__(self, db: Database, store: LibraryStore) -> None:
        self._db = db
        self._store = store
        self._known: dict[bool, set[str]] = {False: set(), True: set()}

    # --- keeping it up to date

    def put(self, document_row: int, n: int, text: str) -> None:
        """Index a page. Only inside a transaction; after one that failed call :meth:`forget`."""
        self._db.run(
            "INSERT INTO library_words (rowid, words) VALUES (?, ?)", (page_row(document_row, n), folded(text))
        )
        self._learn(set(_WORD.findall(text.lower())))

    def forget(self) -> None:
        """What was learned may not be there any more."""
        for known in self._known.values():
            known.clear()

    def build(self) -> None:
        """Index every document, those in the bin as well, into an index that is empty."""
        for document in (*self._store.all(), *self._store.all(removed=True)):
            for page in self._store.pages(document):
                self.put(document.row, page.n, page.text)

    def compact(self) -> None:
        """Merge the index, and drop words of the vocabulary that stand nowhere any more."""
        self._db.run("INSERT INTO library_words (library_words) VALUES ('optimize')")
        self.forget()
        gone = [
            str(term)
            for (term,) in self._db.rows("SELECT DISTINCT term FROM library_term")
            if self._db.row("SELECT 1 FROM library_words WHERE library_words MATCH ? LIMIT 1", (f'"{term}"',)) is None
        ]
        for term in gone:
            self._db.run("DELETE FROM library_term WHERE term = ?", (term,))

    def _learn(self, words: set[str]) -> None:
        belarusian = is_belarusian(words)
        known = self._known[belarusian]
        new = words - known
        if not new:
            return
        terms = {word: term for word in new if (term := folded(word)) and len(term) <= LONGEST_WORD}
        # A word of a Belarusian text needs its Belarusian key, too, even where a Russian text had it before.
        has = " AND key >= 'b' AND key < 'c'" if belarusian else ""
        missing = {
            str(term)
            for (term,) in self._db.rows(
                "SELECT value FROM json_each(?) AS asked WHERE NOT EXISTS "  # noqa: S608
                f"(SELECT 1 FROM library_term WHERE term = asked.value{has})",
                (json.dumps(sorted(set(terms.values()))),),
            )
        }
        found: set[tuple[str, str]] = set()
        for word, term in terms.items():
            if term in missing:
                for part in term.split():
                    # A word of no language that we know meets itself alone.
                    keys = word_keys(word, folded, belarusian=belarusian) or (f"={part}",)
                    found.update((key, part) for key in keys)
        if found:
            self._db.many("INSERT OR IGNORE INTO library_term (key, term) VALUES (?, ?)", sorted(found))
        if len(known) > _MOST_KNOWN:
            known.clear()
        known |= new

    # --- asking

    def asked(self, words: str) -> tuple[AskedWord, ...]:
        """Take a question apart; words in quotation marks must follow each other as they stand."""
        found: list[AskedWord] = []
        for match in _ASKED.finditer(words):
            phrase = match[1] or match[2] or match[3]
            if phrase is not None:
                if plain := folded(phrase):
                    found.append(AskedWord(phrase, (plain,), phrase=" " in plain))
                continue
            for word in _WORD.findall(match[4] or ""):
                if folded(word):
                    found.append(self._expanded(word, begins=match[4].endswith("*")))
        return tuple(dict.fromkeys(found))[:_MOST_WORDS]

    def _expanded(self, word: str, *, begins: bool) -> AskedWord:
        term = folded(word)
        if begins:
            return AskedWord(word, self._beginning(term) or (term,), begins=True)
        forms = {term: None, **dict.fromkeys(self._with_keys(asked_keys(word, folded)))}
        for other in (term.translate(_LOOKALIKE), term.translate(_LOOKALIKE_BACK)):
            forms.setdefault(other, None)  # КН123 typed on the other keyboard
        there = self._that_stand(forms)
        if there:
            return AskedWord(word, there[:_MOST_FORMS])
        if near := self._near(word, term):
            return AskedWord(word, near, near=True)
        # «депортац»: not a word, so hardly the whole of one.
        if len(term) >= _NEAR_FROM and not is_known(word) and (longer := self._beginning(term)):
            return AskedWord(word, longer, begins=True)
        return AskedWord(word, (term,))

    def _with_keys(self, keys: Iterable[str]) -> list[str]:
        found = self._db.rows(
            "SELECT DISTINCT term FROM library_term WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(keys)),),
        )
        return [str(line[0]) for line in found]

    def _that_stand(self, terms: Iterable[str]) -> tuple[str, ...]:
        found = self._db.rows(
            "SELECT value FROM json_each(?) AS asked WHERE EXISTS "
            "(SELECT 1 FROM library_term WHERE term = asked.value)",
            (json.dumps(list(terms)),),
        )
        return tuple(str(line[0]) for line in found)

    def _beginning(self, term: str) -> tuple[str, ...]:
        found = self._db.rows(
            "SELECT DISTINCT term FROM library_term WHERE term >= ? AND term < ? LIMIT ?",
            (term, term + "\U0010ffff", _MOST_FORMS),
        )
        return tuple(str(line[0]) for line in found)

    def _near(self, word: str, term: str) -> tuple[str, ...]:
        """Words one slip away, with all their forms."""
        if len(term) < _NEAR_FROM or not term.isalpha():
            return ()
        slips = _slips(term)
        # A slip in an inflected form that no page has: the slip is looked for in its key as well.
        by_key = {f"{key[0]}{slip}" for key in asked_keys(word, folded) for slip in _slips(key[1:])}
        found = self._with_keys(by_key)
        here = self._that_stand(sorted(slips))
        keys = {key for one in here for key in asked_keys(one, folded)}
        return tuple(dict.fromkeys((*here, *self._with_keys(keys), *found)))[:_MOST_FORMS]

    def find(
        self, asked: Sequence[AskedWord], *, limit: int, hidden: frozenset[int], only: frozenset[int] | None = None
    ) -> tuple[int, list[PageHit]]:
        """Return how many pages hold every word, and the best ``limit`` of them. Pages of ``hidden`` documents, and
        of others than ``only``, do not count."""
        if not asked or limit < 0:
            return 0, []
        query = " AND ".join(_clause(one) for one in asked)
        outside = ""
        values: list[str | int] = [query]
        if hidden:
            outside += " AND (rowid >> 17) NOT IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(sorted(hidden)))
        if only is not None:
            outside += " AND (rowid >> 17) IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(sorted(only)))
        where = f"FROM library_words WHERE library_words MATCH ?{outside}"
        total = int(self._db.one(f"SELECT count(*) {where}", values))
        ranked = total <= _RANKED_UP_TO
        score = "-bm25(library_words)" if ranked else "0.0"
        order = f"{score} DESC, rowid" if ranked else "rowid DESC"
        rows = self._db.rows(f"SELECT rowid, {score} {where} ORDER BY {order} LIMIT ?", [*values, limit])
        return total, [PageHit(int(row), round(float(points), 6)) for row, points in rows]

    # --- checking

    def differing(self) -> Iterator[DatabaseDamaged]:
        """Compare the index with the pages: yield each document whose pages are not in it as they should be. Words
        are compared by asking for the first and the last of some pages."""
        if not self._store.there():
            return
        for document in (*self._store.all(), *self._store.all(removed=True)):
            there = int(
                self._db.one(
                    "SELECT count(*) FROM library_words WHERE rowid BETWEEN ? AND ?",
                    (page_row(document.row, 1), page_row(document.row, document.pages)),
                )
            )
            step = max(1, document.pages // 16)
            try:
                whole = there == document.pages and all(
                    self._holds(page_row(document.row, n), self._store.page(document, n).text)
                    for n in range(1, document.pages + 1, step)
                )
            except DatabaseDamaged:
                continue  # told of by the store
            if not whole:
                yield DatabaseDamaged(where="data", table="library_words", row=document.row, reason="index")

    def _holds(self, row: int, text: str) -> bool:
        words = [word for word in _WORD.findall(text.lower()) if 0 < len(folded(word)) <= LONGEST_WORD]
        belarusian = is_belarusian(words)
        return all(self._has(row, word, belarusian) for word in {*words[:1], *words[-1:]})

    def _has(self, row: int, word: str, belarusian: bool) -> bool:
        term = folded(word)
        found = self._db.row(
            "SELECT 1 FROM library_words WHERE rowid = ? AND library_words MATCH ?", (row, f'"{term}"')
        )
        if found is None:
            return False
        known = {str(key) for part in term.split() for (key,) in self._db.rows(_KEYS_OF, (part,))}
        return known >= word_keys(word, folded, belarusian=belarusian) and bool(known)


_KEYS_OF: Final = "SELECT key FROM library_term WHERE term = ?"


def _clause(asked: AskedWord) -> str:
    return "(" + " OR ".join(f'"{form}"' for form in asked.forms) + ")"


def _slips(term: str) -> set[str]:
    """Every word that one missing, added, other or swapped letter makes of this one."""
    cuts = [(term[:at], term[at:]) for at in range(len(term) + 1)]
    return {
        *(before + after[1:] for before, after in cuts if after),
        *(before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1),
        *(before + letter + after[1:] for before, after in cuts if after for letter in _LETTERS),
        *(before + letter + after for before, after in cuts for letter in _LETTERS),
    } - {term}
