"""Salvage page by page: where the table of contents or the inner pages of a damaged database are lost.

Encrypted pages are copied as they are into the folder of the new vault while it is made, and removed before it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.damage import DamagedRow
from legalaid_desktop.storage.database import Database, Row, Value
from legalaid_desktop.storage.keyed_hash import NEWEST_FORM, KeyedHash
from legalaid_desktop.storage.lone_pages import LonePages, Watch, named_length
from legalaid_desktop.storage.migrations import NEWEST
from legalaid_desktop.storage.page_rescue import Found, PageRescue
from legalaid_desktop.storage.row_shapes import Shape, Shapes
from legalaid_desktop.vault.header import DATA
from legalaid_desktop.vault.secret import Secret

SCRATCH = "pages"
SCRATCH_HEAD = "first"
_ROWS_AT_ONCE = 500
_BYTES_AT_ONCE = 8 * 1024 * 1024

Told = Callable[[DamagedRow], None]


class PageSalvage:
    """The damaged database at ``path``, read page by page through a scratch file in ``folder``.

    ``salts`` are tried in turn; one fits when a page passes its check under it. Raises :class:`DatabaseDamaged` when
    none does, :class:`DiskFull`, :class:`DestinationNotWritable`.
    """

    def __init__(
        self,
        path: Path,
        folder: Path,
        key: Secret,
        salts: Iterable[bytes],
        hashes: KeyedHash,
        watch: Watch,
        *,
        log: Path | None = None,
    ) -> None:
        self._stack = ExitStack()
        self._path, self._folder, self._key, self._salt = path, folder, key, b""
        self.pages = self._fitting(path, folder, key, salts, watch, log)
        self._shapes = Shapes(hashes)
        self._rescue = PageRescue(self.pages, self._shapes, watch)
        self._columns: dict[str, frozenset[str]] = {}
        self._left_out = False
        """The record placed last was not taken, nor are the items of its lists, which follow it."""

    def _fitting(
        self, path: Path, folder: Path, key: Secret, salts: Iterable[bytes], watch: Watch, log: Path | None
    ) -> LonePages:
        for salt in salts:
            with ExitStack() as stack:
                pages = stack.enter_context(LonePages(path, folder / SCRATCH, key, salt, watch, log=log))
                if len(pages.damaged) < pages.count - 1:
                    self._stack, self._salt = stack.pop_all(), salt
                    return pages
        raise DatabaseDamaged(where=DATA, reason="no_page")

    def __enter__(self) -> PageSalvage:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def named_length(self) -> int | None:
        """How many pages the file had when it was whole, if its first page still tells."""
        return named_length(self._path, self._folder / SCRATCH_HEAD, self._key, self._salt)

    def version(self) -> int:
        """Return the schema that the records were written in. Raises :class:`DatabaseDamaged` without a record."""
        form = self._rescue.find_form()
        if form is None:
            raise DatabaseDamaged(where=DATA, reason="no_schema")
        return NEWEST if form == NEWEST_FORM else form

    def fill(self, db: Database, told: Told, found: Callable[[str, Value], None]) -> None:
        """Put every row that is proved into the new database. What is there already stays when it is proved itself;
        ``found`` is told of each row that had not been there, ``told`` of rows that were there in two versions, and
        of records whose parts are lost."""
        batch: list[Found] = []
        size = 0
        for one in self._rescue.rows():
            batch.append(one)
            size += sum(len(value) for value in one.values if isinstance(value, str | bytes))
            if len(batch) >= _ROWS_AT_ONCE or size >= _BYTES_AT_ONCE:
                self._write(db, batch, told, found)
                batch, size = [], 0
        self._write(db, batch, told, found)
        for row in self._rescue.unproved:
            if db.row(f'SELECT 1 FROM "{row.table}" WHERE row = ?', (row.row,)) is None:  # noqa: S608
                told(DamagedRow(row.table, row.row, row.owner, "lost_rows"))

    def _write(self, db: Database, batch: Sequence[Found], told: Told, found: Callable[[str, Value], None]) -> None:
        with db.transaction():
            for one in batch:
                self._place(db, one, told, found)

    def _place(self, db: Database, one: Found, told: Told, found: Callable[[str, Value], None]) -> None:
        shape = one.shape
        is_item = shape.name in self._shapes.list_tables
        if is_item and self._left_out:
            return
        known = self._stored(db, shape, one.key)
        self._left_out = not is_item and known not in (None, one.values) and self._rescue.proves(shape, known or ())
        if self._left_out:
            told(DamagedRow(shape.name, _number(one.key), None, "two_versions"))
        if self._left_out or known == one.values:
            return
        there = self._there(db, shape)
        columns = [name for name in shape.columns if name in there]
        picked = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        kept = [value for name, value in zip(shape.columns, one.values, strict=True) if name in there]
        how = "IGNORE" if known is None else "REPLACE"
        db.run(f'INSERT OR {how} INTO "{shape.name}" ({picked}) VALUES ({marks})', kept)  # noqa: S608
        if self._stored(db, shape, one.key) is None:  # another row has what only one may have
            self._left_out = not is_item
            told(DamagedRow(shape.name, _number(one.key), None, "two_versions"))
        elif not is_item:
            found(shape.name, one.key[0])

    def _stored(self, db: Database, shape: Shape, key: Sequence[Value]) -> Row | None:
        there = self._there(db, shape)
        picked = ", ".join(f'"{name}"' if name in there else "NULL" for name in shape.columns)
        where = " AND ".join(f'"{name}" IS ?' for name in shape.key)
        return db.row(f'SELECT {picked} FROM "{shape.name}" WHERE {where}', key)  # noqa: S608

    def _there(self, db: Database, shape: Shape) -> frozenset[str]:
        """Columns of a table in the new database, which may be of the older schema."""
        if shape.name not in self._columns:
            info = db.rows(f'PRAGMA table_info("{shape.name}")')
            self._columns[shape.name] = frozenset(str(line[1]) for line in info)
        return self._columns[shape.name]


def _number(key: Sequence[Value]) -> int | None:
    return key[0] if isinstance(key[0], int) else None


def ranges(pages: Iterable[int]) -> list[tuple[int, int]]:
    """Put page numbers together into runs, first and last."""
    runs: list[tuple[int, int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], page)
        else:
            runs.append((page, page))
    return runs
