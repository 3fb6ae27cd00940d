"""Rows of a damaged database found page by page, each taken for what its keyed hash proves it to be.

Nothing is asked of the table of contents or of the inner pages of trees. A first walk over the pages takes every row
whose own hash suffices, and gathers what hashes of others cover: items of lists (they stand in tables that look all
the same, so that which is whose only shows in the hash of their record), parts of drafts, names of sections. Further
walks over the pages that are left try those records with what was gathered.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from legalaid_desktop.storage.database import Row, Value
from legalaid_desktop.storage.keyed_hash import NEWEST_FORM, SIZE
from legalaid_desktop.storage.lone_pages import LonePages, Watch
from legalaid_desktop.storage.row_shapes import (
    DRAFT,
    DRAFT_PARTS,
    RECEIPT,
    RECIPIENTS,
    SECTION_TABLE,
    Named,
    Shape,
    Shapes,
)

_ROWS_OF_PAGE = 10
"""As :mod:`services.salvage` counts what is done: rows of their usual size."""
_TRIES = (64, 20_000)
"""How many ways to give a record its lists are tried in each further walk: what the first finds shortens the next."""


@dataclass(frozen=True)
class Found:
    """A row that is proved; ``values`` in the order of the shape's columns."""

    shape: Shape
    values: Row

    @property
    def key(self) -> tuple[Value, ...]:
        return tuple(self.values[self.shape.columns.index(column)] for column in self.shape.key)


@dataclass(frozen=True)
class Unproved:
    """A record whose page is whole, but part of what its hash covers is not there."""

    table: str
    row: int
    owner: int | None


class PageRescue:
    """``shapes`` carry the hashes; their form is set to the vault's own by :meth:`find_form`."""

    def __init__(self, pages: LonePages, shapes: Shapes, watch: Watch) -> None:
        self._pages = pages
        self._shapes = shapes
        self._watch = watch
        self._items: dict[tuple[int, int], dict[Value, set[int]]] = {}
        self._list_of_page: dict[int, str] = {}
        self._parts: dict[str, dict[int, set[Row]]] = {name: {} for name in DRAFT_PARTS}
        self._sections: dict[int, set[str]] = {}
        self._seals: dict[int, list[bytes]] = {}
        self._waiting: set[int] = set()
        self.unproved: list[Unproved] = []

    def find_form(self) -> int | None:
        """Find which form of keyed hash the records carry and set it; ``None`` when no record can be read."""
        hashes = self._shapes.hashes
        for page in self._whole_pages():
            self._watch(0)
            for numbered, values in self._rows(page):
                for shape in self._shapes.possible(numbered, values):
                    if shape.record is None:
                        continue
                    for form in (NEWEST_FORM, 1):
                        hashes.form = form
                        if self._shapes.check(shape, self._named(shape, values)) == "holds":
                            return form
        hashes.form = NEWEST_FORM
        return None

    def rows(self) -> Iterator[Found]:
        """Yield every row that is proved, a record before the items of its lists; some more than once."""
        for page in self._whole_pages():
            self._watch(_ROWS_OF_PAGE)
            usual: Shape | None = None
            for numbered, values in self._rows(page):
                if not numbered and self._gathered(page, values):
                    continue
                if numbered:
                    self._seal(values)
                found = self._proved(numbered, values, usual, page)
                if found is not None:
                    usual = found.shape
                    if usual.name in self._parts:
                        self._part(found)
                    yield found
        for tries in _TRIES:
            yield from self._later(tries, last=tries == _TRIES[-1])
        yield from self._proved_sections()

    def proves(self, shape: Shape, values: Row) -> bool:
        """Whether a row that was read in another way is what was written."""
        named = dict(zip(shape.columns, values, strict=True))
        answer = self._shapes.check(shape, named)
        return bool(self._with_others(shape, named, _TRIES[-1])) if answer == "later" else answer == "holds"

    # --- the first walk

    def _whole_pages(self) -> Iterator[int]:
        return (page for page in range(2, self._pages.count + 1) if page not in self._pages.damaged)

    def _rows(self, page: int) -> Iterator[tuple[bool, Row]]:
        """Yield each row of a page; the number of a numbered one stands for its first column, which is empty."""
        found = self._pages.read(page)
        if found is not None and found.more and not found.numbered and self._is_of_use(found.rows):
            found = self._pages.read_below(page)
        if found is None:
            return
        for row in found.rows:
            if not found.numbered:
                yield False, row
            elif row[1] is None:
                yield True, (row[0], *row[2:])

    def _is_of_use(self, rows: Sequence[Row]) -> bool:
        """Whether an inner page belongs to a table that is taken over, not to an index of one."""
        for row in rows:
            if _is_item(row) or _is_section(row):
                return True
            for shape in self._shapes.possible(False, row):
                if self._shapes.check(shape, self._named(shape, row)) == "holds":
                    return True
        return False

    def _named(self, shape: Shape, values: Sequence[Value]) -> dict[str, Value]:
        return dict(zip(shape.columns, values, strict=False))

    def _proved(self, numbered: bool, values: Row, usual: Shape | None, page: int) -> Found | None:
        shapes = self._shapes.possible(numbered, values)
        later = False
        for shape in sorted(shapes, key=lambda one: one is not usual):
            answer = self._shapes.check(shape, self._named(shape, values))
            if answer == "holds":
                return Found(shape, values[: len(shape.columns)])
            later = later or answer == "later"
        if later:
            self._waiting.add(page)
        return None

    def _gathered(self, page: int, values: Row) -> bool:
        """Keep what may be an item of a list or the name of a section."""
        owner, second, third = values[:3]
        if _is_section(values):
            self._sections.setdefault(owner, set()).add(second)
            return True
        if _is_item(values):
            self._items.setdefault((owner, second), {}).setdefault(third, set()).add(page)
            return True
        return False

    def _seal(self, values: Row) -> None:
        """Keep what may be the seal of a case's sections: a number and a hash."""
        mac = values[1]
        if isinstance(mac, bytes) and len(mac) == SIZE and all(value is None for value in values[2:]):
            self._seals.setdefault(values[0], []).append(mac)

    def _part(self, found: Found) -> None:
        key = found.key
        if isinstance(key[0], int):
            self._parts[found.shape.name].setdefault(key[0], set()).add(key[1:])

    # --- what other rows prove

    def _later(self, tries: int, *, last: bool) -> Iterator[Found]:
        waiting, self._waiting = sorted(self._waiting), set()
        for page in waiting:
            self._watch(0)
            for numbered, values in self._rows(page):
                named = {shape.name: self._named(shape, values) for shape in self._shapes.possible(numbered, values)}
                answers = {name: self._shapes.check(self._shapes.all[name], row) for name, row in named.items()}
                if "holds" in answers.values():
                    continue  # taken in the first walk
                possible = [self._shapes.all[name] for name, answer in answers.items() if answer == "later"]
                proved = False
                for shape in possible:
                    found = self._with_others(shape, named[shape.name], tries)
                    if found:
                        proved = True
                        yield from found
                        break
                if possible and not proved:
                    self._waiting.add(page)
                    if last and len(possible) == 1:
                        self._tell(possible[0], named[possible[0].name])

    def _tell(self, shape: Shape, row: Named) -> None:
        owner = row.get("case_row") if shape.record is None or shape.record.owner is None else row[shape.record.owner]
        number = row["row"]
        if isinstance(number, int):
            self.unproved.append(Unproved(shape.name, number, owner if isinstance(owner, int) else None))

    def _with_others(self, shape: Shape, row: Named, tries: int) -> list[Found]:
        """Return a row and the items of its lists when both together are proved, else nothing."""
        number = row["row"]
        if not isinstance(number, int):
            return []
        record = Found(shape, tuple(row.get(column) for column in shape.columns))
        if shape.name == DRAFT:
            sizes = [len(self._parts[part].get(number, ())) for part in DRAFT_PARTS]
            return [record] if self._shapes.draft_holds(row, sizes) else []
        if shape.name == RECEIPT:
            lengths: tuple[tuple[str, int], ...] = ((RECIPIENTS, self._run_length(number)),)
        elif shape.record is not None:
            lengths = shape.record.list_lengths(row)
        else:
            return []
        choices = [self._sequences(table, number, length) for table, length in lengths]
        for lists in itertools.islice(itertools.product(*choices), tries):
            if shape.record is None:
                holds = any(
                    self._shapes.receipt_holds(row, lists[0][:length]) for length in range(len(lists[0]), -1, -1)
                )
            else:
                holds = shape.record.holds(self._shapes.hashes, row, lists)
            if holds:
                return [record, *self._taken(number, lengths, lists)]
        return []

    def _run_length(self, owner: int) -> int:
        """Return how many items that follow each other may belong to one row that does not say how many it has."""
        length = 0
        while (owner, length) in self._items:
            length += 1
        return length

    def _sequences(self, table: str, owner: int, length: int) -> list[tuple[Value, ...]]:
        """Return the ways to fill a list from what was found: first those from one page, then mixed ones."""
        if not length:
            return [()]
        places: list[dict[Value, set[int]]] = []
        for position in range(length):
            known = self._items.get((owner, position), {})
            places.append({value: mine for value, pages in known.items() if (mine := self._may_be(table, pages))})
        pages = sorted({page for place in places for pages in place.values() for page in pages})
        found: dict[tuple[Value, ...], None] = {}
        for page in sorted(pages, key=lambda one: self._list_of_page.get(one) != table):
            of_page = [[value for value, on in place.items() if page in on] for place in places]
            for line in itertools.islice(itertools.product(*of_page), _TRIES[0]):
                found[line] = None
        for line in itertools.islice(itertools.product(*places), _TRIES[0]):
            found[line] = None
        return list(found)

    def _may_be(self, table: str, pages: set[int]) -> set[int]:
        return {page for page in pages if self._list_of_page.get(page, table) == table}

    def _taken(
        self, owner: int, lengths: Sequence[tuple[str, int]], lists: Sequence[Sequence[Value]]
    ) -> Iterator[Found]:
        for (table, _), items in zip(lengths, lists, strict=True):
            for position, value in enumerate(items):
                pages = self._may_be(table, self._items[owner, position][value])
                if len(pages) == 1:
                    self._list_of_page.update(dict.fromkeys(pages, table))
                yield Found(self._shapes.all[table], (owner, position, value))

    def _proved_sections(self) -> Iterator[Found]:
        """Names of sections under the seal of their case; in the first schema they had none."""
        shape = self._shapes.all[SECTION_TABLE]
        for case_row, names in self._sections.items():
            seals = self._seals.get(case_row, ())
            if self._shapes.hashes.form == 1 or any(
                self._shapes.sections_hold(case_row, sorted(names), mac) for mac in seals
            ):
                for name in sorted(names):
                    yield Found(shape, (case_row, name))


def _is_section(values: Row) -> bool:
    owner, name, *rest = values
    return isinstance(owner, int) and isinstance(name, str) and all(value is None for value in rest)


def _is_item(values: Row) -> bool:
    owner, position, value, *rest = values
    if not (isinstance(owner, int) and isinstance(position, int) and isinstance(value, str | int)):
        return False
    return all(one is None for one in rest)
