"""Pages of a damaged database, each read by itself, when its table of contents or the inner pages of a tree are lost.

A database of our own is made under the same key and the same salt and given two tables of the most general kind. The
pages of the damaged file are laid over all of its pages but the first, encrypted as they are: key, salt and page
number are the same, so SQLCipher's own check accepts each page that is whole. The tables are then pointed at one page
after the other, which reads a leaf of any tree as a small table; what is longer than a page follows by itself. Pages
of other kinds give an error, or rows that a leaf gives once more.
"""

from __future__ import annotations

import contextlib
import os
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.host.files import destination_error
from legalaid_desktop.storage.connection import Error, KeyBytes, SaltedKey, connect_scratch, translated, translating
from legalaid_desktop.storage.database import Row
from legalaid_desktop.storage.log_pages import committed_pages

PAGE = 4096
_BLOCK = 256 * PAGE
_AT_ONCE = 256 * 1024 * 1024
"""Bytes of one value that makes the file long; SQLite takes up to a thousand million."""
_COLUMNS = 120
_CELL, _LOCAL = 4, 479
"""Bytes that a row takes on its leaf at least: for itself, and of a content that is longer (SQLite's file format,
"payload fraction", with the 80 bytes that SQLCipher keeps of each page)."""
_SPECIAL = 2**30 // PAGE + 1
"""SQLite never uses the page at 1 GiB: it is of zeros in a whole file."""

_LONGEST = 1 << 28
"""Pages of a file of 1 TiB, far beyond what a laptop holds."""

Watch = Callable[[int], None]
"""Told how many more pages were gone through; what it raises stops the work."""


@dataclass(frozen=True)
class PageRows:
    """What one page gave. Rows of a table begin with their number; those of a tree without numbers (an index, or a
    table that is one) do not. Columns that a row does not have are ``None``. ``more``: an inner page, of which
    these are some."""

    numbered: bool
    rows: list[Row]
    more: bool = False


@dataclass(frozen=True)
class _Read:
    rows: list[Row]
    whole: bool
    more: bool


class LonePages:
    """``scratch`` is a new file for this object, which removes it at :meth:`close`; ``path`` is only read.

    ``log`` is the write-ahead log, if there is one that is this file's own: what it confirms goes before the file.
    ``count`` is the number of whole pages, ``damaged`` those that fail their own check, without the first. Raises
    :class:`DiskFull`, :class:`DestinationNotWritable`, :class:`DatabaseDamaged`.
    """

    def __init__(
        self, path: Path, scratch: Path, key: KeyBytes, salt: bytes, watch: Watch, *, log: Path | None = None
    ) -> None:
        self._scratch, self._key = scratch, SaltedKey(key, salt)
        self._connection: Any = None
        self._page = 0
        newer, length = _newer(log)
        self.count = length or path.stat().st_size // PAGE
        try:
            os.close(os.open(scratch, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except OSError as error:
            raise destination_error(error, scratch) from error
        try:
            self._make(watch)
            zeroed = set(self._lay_over(path, watch)) - set(newer)
            self._lay_newer(newer)
            self.damaged = frozenset(zeroed) | self._failing()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._disconnect()
        for name in (self._scratch.name, f"{self._scratch.name}-journal"):
            # What a failing disk does not let us remove goes with the folder it lies in.
            with contextlib.suppress(OSError):
                self._scratch.with_name(name).unlink(missing_ok=True)

    def __enter__(self) -> LonePages:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- making

    def _make(self, watch: Watch) -> None:
        """Make the file as long as the damaged one: SQLite asks no page beyond the end that the first page names."""
        columns = ", ".join(f"c{number}" for number in range(_COLUMNS))
        with translating(self._scratch):
            connection = self._connected()
            connection.execute(f"CREATE TABLE t ({columns})")
            connection.execute(f"CREATE TABLE w ({columns}, PRIMARY KEY (c0)) WITHOUT ROWID")
            connection.execute("CREATE TABLE filler (x)")
            while (short := self.count + 1 - int(connection.execute("PRAGMA page_count").fetchone()[0])) > 0:
                watch(0)
                connection.execute("INSERT INTO filler VALUES (zeroblob(?))", (min(short * PAGE, _AT_ONCE),))
            if connection.execute("PRAGMA page_size").fetchone()[0] not in (PAGE, str(PAGE)):
                raise DatabaseDamaged(where=self._scratch.name, reason="page_size")
        self._disconnect()

    def _lay_over(self, path: Path, watch: Watch) -> Iterator[int]:
        """Copy all pages but the first; yield those that are of zeros, which SQLCipher does not check."""
        zeros = bytes(PAGE)
        try:
            with path.open("rb") as source, self._scratch.open("r+b") as target:
                source.seek(PAGE)
                target.seek(PAGE)
                number = 2
                while block := source.read(min(_BLOCK, (self.count + 1 - number) * PAGE)):
                    whole = block[: len(block) // PAGE * PAGE]
                    target.write(whole)
                    for at in range(0, len(whole), PAGE):
                        if number != _SPECIAL and whole[at : at + PAGE] == zeros:
                            yield number
                        number += 1
                    watch(0)
        except OSError as error:
            raise destination_error(error, self._scratch) from error

    def _lay_newer(self, newer: Mapping[int, bytes]) -> None:
        try:
            with self._scratch.open("r+b") as target:
                for number, page in newer.items():
                    if 1 < number <= self.count:
                        target.seek((number - 1) * PAGE)
                        target.write(page)
        except OSError as error:
            raise destination_error(error, self._scratch) from error

    def _failing(self) -> frozenset[int]:
        with translating(self._scratch):
            lines = self._connected().execute("PRAGMA cipher_integrity_check").fetchall()
        self._disconnect()
        found = (re.search(r"page (\d+)", str(line[0])) for line in lines)
        return frozenset(int(match[1]) for match in found if match is not None and 1 < int(match[1]) <= self.count)

    # --- reading

    def read(self, page: int) -> PageRows | None:
        """Return the rows of a page, ``None`` where it is not a page of rows. An inner page gives some rows of the
        leaves below it; :meth:`read_below` gives all."""
        read = self._run(page, "SELECT rowid, * FROM t")
        if read.whole:
            return PageRows(True, read.rows)
        numbers = self._run(page, "SELECT rowid FROM t").rows
        if numbers:  # what one of its rows has beyond the page is damaged: one by one
            one = "SELECT rowid, * FROM t WHERE rowid = ?"
            return PageRows(True, [row for number in numbers for row in self._run(page, one, number).rows])
        return self._without_numbers(page, one_leaf=True)

    def read_below(self, page: int) -> PageRows | None:
        """Return all rows of a tree without numbers from this page downwards: its inner pages hold rows of their own,
        between those of the pages below. Where a page below is damaged, the rows from either end up to it."""
        return self._without_numbers(page, one_leaf=False)

    def _without_numbers(self, page: int, *, one_leaf: bool) -> PageRows | None:
        read = self._run(page, "SELECT * FROM w", one_leaf=one_leaf)
        rows = read.rows
        if not read.whole:
            known = set(rows)
            back = self._run(page, "SELECT * FROM w ORDER BY c0 DESC", one_leaf=one_leaf)
            rows = rows + [row for row in back.rows if row not in known]
        return PageRows(False, rows, read.more) if rows or read.whole else None

    def _run(self, page: int, sql: str, values: Row = (), *, one_leaf: bool = True) -> _Read:
        """Read up to a failure; of ``one_leaf`` no more rows than one can hold."""
        self._point_at(page)
        rows: list[Row] = []
        room = PAGE
        try:
            for row in self._connection.execute(sql, values):
                rows.append(row)
                room -= _CELL + min(_LOCAL, sum(len(value) for value in row if isinstance(value, str | bytes)))
                if one_leaf and room < 0:
                    return _Read(rows, True, True)
        except Error as error:
            _only_damage(error, self._scratch)
            return _Read(rows, False, False)
        except UnicodeDecodeError:  # bytes that were never written as text
            return _Read(rows, False, False)
        return _Read(rows, True, False)

    def _point_at(self, page: int) -> None:
        if self._connection is not None and self._page == page and self._alive():
            return
        if self._connection is not None:
            try:
                self._point(page)
            except Error:
                self._disconnect()  # SQLCipher answers nothing more after a damaged page
        if self._connection is None:
            with translating(self._scratch):
                self._connected()
                self._point(page)
        self._page = page

    def _alive(self) -> bool:
        try:
            self._connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 't'").fetchone()
        except Error:
            self._disconnect()
            return False
        return True

    def _point(self, page: int) -> None:
        self._connection.execute("UPDATE sqlite_master SET rootpage = ? WHERE name IN ('t', 'w')", (page,))
        self._connection.execute("PRAGMA writable_schema = RESET")
        self._connection.execute("PRAGMA writable_schema = 1")

    def _connected(self) -> Any:
        connection = connect_scratch(self._scratch, self._key)
        try:
            for setting in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "temp_store = 2"):
                connection.execute(f"PRAGMA {setting}").fetchone()
            for setting in ("secure_delete = 0", "cell_size_check = 1", "trusted_schema = 0", "writable_schema = 1"):
                connection.execute(f"PRAGMA {setting}").fetchone()
        except BaseException:
            connection.close()
            raise
        self._connection, self._page = connection, 0
        return connection

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(Error):
                connection.close()


def named_length(path: Path, scratch: Path, key: KeyBytes, salt: bytes) -> int | None:
    """How many pages the first page of ``path`` says that the file has; ``None`` where that page is damaged.

    SQLite refuses a file that is shorter than its first page says, before it looks at anything else: the least length
    that it takes is the one. A copy of the first page is made long, in holes that take no room. ``scratch`` is a new
    file; it is removed. Raises as :class:`LonePages`.
    """
    beside = [scratch.with_name(scratch.name + end) for end in ("", "-wal", "-journal")]
    salted = SaltedKey(key, salt)
    try:
        with path.open("rb") as source:
            first = source.read(PAGE)
        scratch.touch(0o600, exist_ok=False)
        scratch.write_bytes(first)

        def taken(length: int) -> bool:
            os.truncate(scratch, length * PAGE)
            return _is_long_enough(scratch, salted)

        return bisect_left(range(_LONGEST), True, key=taken) if taken(_LONGEST) else None
    except OSError as error:
        raise destination_error(error, scratch) from error
    finally:
        for name in beside:
            name.unlink(missing_ok=True)


def _only_damage(error: Exception, path: Path) -> None:
    """Let an error pass that tells of damage, which is what this file is here for; raise any other."""
    told = translated(error, path)
    if not isinstance(told, DatabaseDamaged):
        raise told or error from None


def _is_long_enough(scratch: Path, key: SaltedKey) -> bool:
    try:
        connection = connect_scratch(scratch, key)
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
            connection.execute("PRAGMA user_version").fetchone()  # needs no table of contents
        finally:
            connection.close()
    except Error as error:
        _only_damage(error, scratch)
        return False
    return True


def _newer(log: Path | None) -> tuple[dict[int, bytes], int]:
    if log is None:
        return {}, 0
    try:
        return committed_pages(log, PAGE)
    except OSError as error:
        raise DatabaseDamaged(where=log.name, reason="unreadable") from error


def some_page_fits(path: Path, scratch: Path, key: KeyBytes, salt: bytes, *, pages: int = 8) -> bool:
    """Whether a page near the beginning of ``path`` passes its check under a salt. ``scratch`` is a new file of a few
    pages; it is removed. Raises as :class:`LonePages`."""
    head = scratch.with_name(scratch.name + ".head")
    try:
        with path.open("rb") as source:
            head.touch(0o600, exist_ok=False)
            head.write_bytes(source.read((1 + pages) * PAGE))
    except OSError as error:
        raise destination_error(error, scratch) from error
    try:
        with LonePages(head, scratch, key, salt, lambda _: None) as lone:
            return lone.count - 1 > len(lone.damaged)
    finally:
        head.unlink(missing_ok=True)
