"""Which table a row without a name belongs to: by its number of columns, and by the keyed hash that it carries.

The hash of a row covers the name of its table, so it holds for one table only. Rows of records with lists, of drafts
and of receipts are under hashes that also cover what lies in other tables: those are ``"later"``, until
``page_rescue.py`` has gathered it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from legalaid_desktop.storage.connection import connect_nowhere
from legalaid_desktop.storage.database import Value
from legalaid_desktop.storage.keyed_hash import SIZE, KeyedHash, same
from legalaid_desktop.storage.migrations import MIGRATIONS
from legalaid_desktop.storage.record_map import RecordTable
from legalaid_desktop.storage.reseal import record_tables

Named = Mapping[str, Value]
Answer = Literal["holds", "no", "later"]

SECTION_TABLE = "case_section"
DRAFT, DRAFT_PARTS = "draft", ("draft_entry", "draft_finding", "draft_override", "draft_export")
RECEIPT, RECIPIENTS = "backup_receipt", "backup_recipient"
JOURNAL = "journal_entry"
_JOURNAL_HASH = 32

_COVERED: Mapping[str, tuple[str, ...]] = {
    "evidence_file": ("evidence_row", "row", "sha256", "size", "chunks", "added_at"),
    "custody_entry": ("evidence_row", "at", "who", "what"),
    "note_revision": ("note_row", "n", "until_at", "text"),
    "unsaved_text": ("key", "kept_at", "text"),
    "deadline_mark": ("case_row", "deadline_id", "state", "day", "reason", "at"),
    "kept_secret": ("name", "data", "public", "created_at"),
    "expectation": ("case_row", "position", "path", "kind", "value"),
    **dict.fromkeys((*DRAFT_PARTS, "draft_version", "draft_seen", "office_template", "own_word"), ()),
    **dict.fromkeys(("law_pack", "law_key", "law_of_case", "library_document", "library_quote"), ()),
}
"""Tables of single rows and what their hashes cover after the name, in order; of parts and versions of drafts it is
all columns."""

_PIECES: Mapping[str, str] = {
    "evidence_chunk": "file_row",
    "library_chunk": "document_row",
    "library_page": "document_row",
}
"""Tables of bytes, and the column that says whose they are."""


@dataclass(frozen=True)
class Shape:
    """``columns`` in the order in which a row is stored; ``key`` names the row."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    numbered: bool
    record: RecordTable | None = None


class Shapes:
    """Every table that a rescue takes over, with the ways to tell its rows."""

    def __init__(self, hashes: KeyedHash) -> None:
        self.hashes = hashes
        records = {table.name: table for table in record_tables()}
        self.all: dict[str, Shape] = {
            shape.name: replace(shape, record=records.get(shape.name))
            for shape in _declared()
            if shape.name in _taken()
        }
        self.list_tables = frozenset(
            {RECIPIENTS, *(items for table in records.values() for items in table.list_tables)}
        )
        self._by_width: dict[tuple[bool, int], list[Shape]] = {}
        for shape in self.all.values():
            if shape.name not in self.list_tables and shape.name != SECTION_TABLE:
                self._by_width.setdefault((shape.numbered, len(shape.columns)), []).append(shape)
        # Its last column, which came with schema 2, may be empty, and then a row does not show that it has it.
        self._by_width.setdefault((True, len(self.all[RECEIPT].columns) - 1), []).append(self.all[RECEIPT])

    def possible(self, numbered: bool, values: Sequence[Value]) -> Sequence[Shape]:
        """Return the tables with as many columns as a row has, which ends with the last that is not empty."""
        width = len(values)
        while width and values[width - 1] is None:
            width -= 1
        return self._by_width.get((numbered, width), ())

    def check(self, shape: Shape, row: Named) -> Answer:
        """Say whether the keyed hash of a row holds for this table."""
        mac = row.get("mac")
        if not isinstance(mac, bytes) or len(mac) != (_JOURNAL_HASH if shape.name == JOURNAL else SIZE):
            return "no"
        if shape.record is not None:
            if any(length for _, length in shape.record.list_lengths(row)):
                return "later"
            lists: list[list[Value]] = [[] for _ in shape.record.list_tables]
            return "holds" if shape.record.holds(self.hashes, row, lists) else "no"
        if shape.name in (DRAFT, RECEIPT):
            return "later"
        if shape.name == JOURNAL:
            return "holds" if _can_be_an_entry(row) else "no"
        return "holds" if self._single_holds(shape, row) else "no"

    def _single_holds(self, shape: Shape, row: Named) -> bool:
        name = shape.name
        if name in _PIECES:
            data = row["data"]
            expected = (
                self.hashes.of_bytes([name, row[_PIECES[name]], row["n"]], data) if isinstance(data, bytes) else b""
            )
            return same(expected, row["mac"])
        covered = [row[column] for column in _COVERED[name] or shape.columns[:-1]]
        if name == "kept_secret" and isinstance(covered[1], bytes):
            covered[1] = covered[1].hex()
        return self.plainly(name, covered, row["mac"])

    def plainly(self, name: str, covered: Sequence[object], mac: object) -> bool:
        try:
            return same(self.hashes.of_values([name, *covered]), mac)
        except (TypeError, ValueError):  # a blob where text was written
            return False

    def draft_holds(self, row: Named, sizes: Sequence[int]) -> bool:
        values = [row[column] for column in self.all[DRAFT].columns if column not in ("row", "removed_at", "mac")]
        if self.hashes.form == 1:
            return self.plainly(DRAFT, values, row["mac"])
        return self.plainly(DRAFT, [row["row"], *values, *sizes, row["removed_at"]], row["mac"])

    def receipt_holds(self, row: Named, recipients: Sequence[Value]) -> bool:
        told = ("created_at", "verified_at", "sha256", "bytes", "cases", "generation")
        extra = [] if row.get("anchor") is None else [row["anchor"]]
        return self.plainly(RECEIPT, [*(row[column] for column in told), list(recipients), *extra], row["mac"])

    def sections_hold(self, case_row: int, names: Sequence[str], mac: object) -> bool:
        return same(self.hashes.of_values(["case_section", case_row, sorted(names)]), mac)


def _can_be_an_entry(row: Named) -> bool:
    """The hash of an entry covers the one before it: the chain is walked when all entries are there
    (``Journal.go_on_from_rescued``). No other table of this width has a hash of its length."""
    texts = [row[column] for column in ("at", "who", "action", "kind", "fields")]
    return all(isinstance(text, str) for text in texts)


def _taken() -> frozenset[str]:
    records = record_tables()
    return frozenset(
        {
            *(table.name for table in records),
            *(items for table in records for items in table.list_tables),
            *_COVERED,
            *(*_PIECES, DRAFT, RECEIPT, RECIPIENTS, JOURNAL, SECTION_TABLE),
        }
    )


def _declared() -> list[Shape]:
    """Return the tables of the newest schema: made in memory, without a row. Columns only ever came at the end."""
    connection = connect_nowhere()
    try:
        for migration in MIGRATIONS:
            for statement in migration.statements:
                connection.execute(statement)
        listed = connection.execute(
            "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        ).fetchall()
        return [_shape(str(name), bool(bare), connection.execute) for name, bare in listed]
    finally:
        connection.close()


def _shape(name: str, without_numbers: bool, ask: Callable[..., Any]) -> Shape:
    info = ask("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid", (name,)).fetchall()
    key = tuple(str(column) for column, place in sorted(info, key=lambda line: line[1]) if place)
    columns = tuple(str(column) for column, _ in info)
    if without_numbers:  # stored with the key first
        columns = (*key, *(column for column in columns if column not in key))
    return Shape(name, columns, key, not without_numbers)
