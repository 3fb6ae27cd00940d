"""Full-text search over every text of every case, inside the vault.

``search_words`` holds folded words only, no copy of a text; what a hit shows is read from the record itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.case_items import Placed
from legalaid_desktop.storage.case_records import CaseStore
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.folded_text import folded, folded_with_places

KIND_OF_SECTION = {
    "case": "case", "persons": "person", "events": "event", "routes": "route", "entries": "entry",
    "detentions": "detention", "extradition": "extradition", "assurances": "assurance", "decisions": "decision",
    "evidence": "evidence", "coi": "coi", "consents": "consent", "notes": "note", "narratives": "narrative",
    "missed": "missed", "injuries": "injury", "states_asked": "state_asked", "prior_statuses": "prior_status",
    "interview_records": "interview_record", "earlier_offences": "earlier_offence",
    "contradicting_ages": "contradicting_age",
}  # fmt: skip
SECTION_OF_KIND = {kind: section for section, kind in KIND_OF_SECTION.items()}

# Fields that hold the ids of other records of the case: no text that anyone would look for.
_REFERENCES = {"id", "uid", "person", "facts", "proves", "event", "decision"}
_REFERENCES_IN_FACTS = {"evidence"}
_RANKED_UP_TO = 2000
"""A ranking of very common words takes long and tells nothing; then the newest come first."""
_SNIPPET = 160


@dataclass(frozen=True)
class Found:
    """One hit: which record, where its words stand, and how well they fit (higher is better)."""

    kind: str
    placed: Placed
    case_row: int | None
    snippet: str
    score: float


def texts_of(record: Any) -> Iterator[str]:
    """Yield every text of a record, nested ones included, in the order of the fields."""
    for field in dataclasses.fields(record):
        if field.name in _REFERENCES or field.name in _REFERENCES_IN_FACTS:
            continue
        yield from _texts(getattr(record, field.name))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Enum) or value is None:
        return
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif dataclasses.is_dataclass(value):
        yield from texts_of(value)


class SearchIndex:
    def __init__(self, db: Database, cases: CaseStore) -> None:
        self._db = db
        self._cases = cases

    # --- keeping it up to date

    def put(self, section: str, target: int, record: Any, case_row: int | None) -> None:
        """Index a record anew."""
        kind = KIND_OF_SECTION[section]
        self.drop(section, target)
        row = self._db.insert(
            "INSERT INTO search_item (case_row, kind, target) VALUES (?, ?, ?)", (case_row, kind, target)
        )
        words = folded(" \n ".join(texts_of(record)))
        self._db.run("INSERT INTO search_words (rowid, words) VALUES (?, ?)", (row, words))

    def drop(self, section: str, target: int) -> None:
        found = self._db.row(
            "SELECT row FROM search_item WHERE kind = ? AND target = ?", (KIND_OF_SECTION[section], target)
        )
        if found is not None:
            self._db.run("DELETE FROM search_words WHERE rowid = ?", (found[0],))
            self._db.run("DELETE FROM search_item WHERE row = ?", (found[0],))

    def drop_case(self, case_row: int) -> None:
        self._db.run(
            "DELETE FROM search_words WHERE rowid IN (SELECT row FROM search_item WHERE case_row = ?)", (case_row,)
        )
        self._db.run("DELETE FROM search_item WHERE case_row = ?", (case_row,))

    def put_case(self, case_row: int) -> None:
        """Index a case and all its records anew."""
        self.drop_case(case_row)
        file, _ = self._cases.file(case_row)
        self.put("case", case_row, file, case_row)
        for section in self._cases.sections.of(case_row):
            if section in KIND_OF_SECTION:
                for placed in self._cases.items.placed(case_row, section):
                    self.put(section, placed.row, placed.record, case_row)

    def compact(self) -> None:
        """Merge the index, so that words of erased records are gone from it, not only marked as gone."""
        self._db.run("INSERT INTO search_words (search_words) VALUES ('optimize')")

    # --- asking

    def find(self, words: str, *, kind: str | None, limit: int) -> tuple[int, list[Found]]:
        """Return how many records hold all the words (each may begin a longer one), and the best of them."""
        tokens = list(dict.fromkeys(folded(words).split()))
        if not tokens or limit < 0:
            return 0, []
        query = " ".join(f'"{token}"*' if len(token) > 2 else f'"{token}"' for token in tokens)
        values: tuple[str, ...] = (query,) if kind is None else (query, kind)
        only = "" if kind is None else " AND i.kind = ?"
        join = f"FROM search_words JOIN search_item i ON i.row = search_words.rowid WHERE search_words MATCH ?{only}"
        if kind is None:
            total = int(self._db.one("SELECT count(*) FROM search_words WHERE search_words MATCH ?", values))
        else:
            total = int(self._db.one(f"SELECT count(*) {join}", values))
        ranked = total <= _RANKED_UP_TO
        score = "-bm25(search_words)" if ranked else "0.0"
        order = f"{score} DESC, i.row DESC" if ranked else "search_words.rowid DESC"  # the index's own order
        rows = self._db.rows(
            f"SELECT i.kind, i.target, i.case_row, {score} {join} ORDER BY {order} LIMIT ?",
            (*values, limit),
        )
        return total, self._shown(rows, tokens)

    def with_phrase(self, kind: str, phrase: str, *, outside: int) -> set[int]:
        """Return the rows of records of a kind, outside of one case, that hold these folded words in a row."""
        return {
            int(row[0])
            for row in self._db.rows(
                "SELECT i.target FROM search_words JOIN search_item i ON i.row = search_words.rowid "
                "WHERE search_words MATCH ? AND i.kind = ? AND i.case_row <> ?",
                (f'"{phrase}"', kind, outside),
            )
        }

    def _shown(self, rows: list[tuple[Any, ...]], tokens: list[str]) -> list[Found]:
        """Show hits from the records themselves, each checked; the index only says where to look. What it says of a
        record's case counts no more than what it says of its words."""
        by_section: dict[str, list[int]] = {}
        for kind, target, _, _ in rows:
            if kind in SECTION_OF_KIND:
                by_section.setdefault(SECTION_OF_KIND[kind], []).append(int(target))
        records: dict[tuple[str, int], Placed] = {}
        for section, targets in by_section.items():
            if section == "case":
                for target in targets:
                    try:
                        file, _ = self._cases.file(target)
                    except DatabaseDamaged as error:
                        self._cases.seen(error)
                        continue
                    records[section, target] = Placed(section, target, 0, file, target)
            else:
                for placed in self._cases.items.at_rows(section, targets):
                    records[section, placed.row] = placed
        found: list[Found] = []
        for kind, target, _, score in rows:
            record = records.get((SECTION_OF_KIND.get(kind, ""), int(target)))
            if record is None or record.removed or not _holds(record.record, tokens):
                continue
            piece = snippet(texts_of(record.record), tokens)
            found.append(Found(kind, record, record.case_row, piece, round(float(score), 6)))
        return found

    # --- checking

    def differing(self) -> Iterator[DatabaseDamaged]:
        """Compare the index with the records: yield each case, or note in none, whose words are not in it as they
        should be. Words themselves are compared by asking for the first and last of each text."""
        expected: dict[tuple[str, int], int | None] = {}
        texts: dict[tuple[str, int], Any] = {}
        for row in self._cases.all_rows():
            try:
                file, _ = self._cases.file(row)
            except DatabaseDamaged:
                continue
            expected["case", row], texts["case", row] = row, file
            for section in self._cases.sections.of(row):
                if section in KIND_OF_SECTION:
                    for placed in self._cases.items.placed(row, section):
                        key = (KIND_OF_SECTION[section], placed.row)
                        expected[key], texts[key] = row, placed.record
            yield from self._compared(row, expected, texts)
            expected.clear()
            texts.clear()
        for placed in self._cases.items.unfiled_notes():
            expected["note", placed.row], texts["note", placed.row] = None, placed.record
        yield from self._compared(None, expected, texts)

    def _compared(
        self, case_row: int | None, expected: dict[tuple[str, int], int | None], texts: dict[tuple[str, int], Any]
    ) -> Iterator[DatabaseDamaged]:
        items = {
            (str(kind), int(target)): int(row)
            for row, kind, target in self._db.rows(
                "SELECT row, kind, target FROM search_item WHERE case_row IS ?", (case_row,)
            )
        }
        whole = set(items) == set(expected)
        for key in set(items) & set(expected):
            words = folded(" \n ".join(texts_of(texts[key]))).split()
            for word in {*words[:1], *words[-1:]}:
                whole = whole and (
                    self._db.row(
                        "SELECT 1 FROM search_words WHERE rowid = ? AND search_words MATCH ?", (items[key], f'"{word}"')
                    )
                    is not None
                )
        if not whole:
            owner = {} if case_row is None else {"row": case_row, "owner": case_row}
            yield DatabaseDamaged(where="data", table="search_item", reason="index", **owner)


def _holds(record: Any, tokens: list[str]) -> bool:
    words = folded(" \n ".join(texts_of(record)))
    return all(token in words for token in tokens)


def snippet(texts: Iterator[str], tokens: list[str]) -> str:
    """Return the piece of text where most of the words stand, at most about 160 letters, on one line."""
    best: tuple[int, str, int] = (0, "", 0)
    for text in texts:
        plain, places = folded_with_places(text)
        starts = [_start_of_word(plain, token) for token in tokens]
        hits = [start for start in starts if start is not None]
        if len(hits) > best[0]:
            best = (len(hits), text, places[min(hits)])
    _, text, place = best
    start = max(0, place - _SNIPPET // 3)
    if start:
        space = text.find(" ", start, place)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + _SNIPPET)
    if end < len(text):
        space = text.rfind(" ", place, end)
        end = space if space > place else end
    piece = " ".join(text[start:end].split())
    return ("… " if start else "") + piece + (" …" if end < len(text) else "")


def _start_of_word(plain: str, token: str) -> int | None:
    at = plain.find(token)
    while at >= 0:
        if at == 0 or plain[at - 1] == " ":
            return at
        at = plain.find(token, at + 1)
    return None
