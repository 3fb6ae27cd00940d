"""The encrypted database file ``data``: open, close, statements, transactions, health and copies."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legalaid_desktop.errors import DatabaseDamaged, DestinationNotWritable, DiskFull
from legalaid_desktop.host.disk_kind import keeps_shared_locks
from legalaid_desktop.host.files import destination_error
from legalaid_desktop.storage.beside import is_plain_file
from legalaid_desktop.storage.broken_references import Touched, broken_reference
from legalaid_desktop.storage.connection import (
    Error,
    KeyBytes,
    connect,
    connect_to_read,
    keep_references,
    refuse_unsafe_binding,
    settle,
    settle_to_read,
    translating,
)
from legalaid_desktop.storage.cut_log import cut_logs, forget_cut_logs, keep_cut_log
from legalaid_desktop.storage.log_check import log_is_there, log_of, log_state, name_of_log

__all__ = ["Database", "IntegrityProblem", "KeyBytes", "Row", "Value"]

Value = str | int | float | bytes | None
Row = tuple[Any, ...]
_JOURNAL_MAGIC_BYTES = 8
_SPARE = 1024**3
"""Bytes that a file may be longer than twice its database."""
_LONG_LOG = 4 * 1024 * 1024
"""Bytes of a write-ahead log after which it is brought into the file."""


@dataclass(frozen=True)
class IntegrityProblem:
    """``check`` is ``log``, ``pages``, ``structure`` or ``references``; ``what`` the library's words, no content."""

    check: str
    what: str


class Database:
    """One open encrypted database, for one thread. ``path`` is the file; ``journal`` is ``wal`` or ``delete``."""

    def __init__(self, path: Path, key: KeyBytes, connection: Any, journal: str) -> None:
        self.path = path
        self.journal = journal
        self._key = key  # owned and wiped by whoever opened the vault
        self._connection = connection
        self._away = False
        """Closed for a full check, and the disk did not let us back: the next statement tries again."""
        self._checking: Any = None
        """The connection of a full check while it runs."""
        self._depth = 0
        self._set_up: list[Callable[[Any], None]] = []
        self._log_is_new = not log_is_there(path)
        self._has_marks = False
        self._through_log = False
        self.log_was_cut = False
        """Confirmed changes at the end of the log could not be read any more when it was opened."""
        self.log_left_out = False
        """A log that is not this database's own lies beside it and was not read."""

    # --- opening and closing

    @classmethod
    def create(cls, path: Path, key: KeyBytes) -> Database:
        """Make a new, empty database under ``key`` (32 raw bytes, not kept beyond the life of this object).

        Raises :class:`DestinationExists`, :class:`DestinationNotWritable`, :class:`DiskFull`, :class:`UnsafeBinding`.
        """
        _make_private(path)
        try:
            return cls._open(path, key, create=True)
        except BaseException:
            _remove_with_journals(path)
            raise

    @classmethod
    def open(cls, path: Path, key: KeyBytes) -> Database:
        """Open an existing database.

        Raises :class:`DatabaseDamaged` (missing, not decryptable, malformed, a log with an unreadable end
        that cannot be kept), :class:`VaultInUse`,
        :class:`DiskFull`, :class:`DestinationNotWritable` (no right to write) or :class:`UnsafeBinding`.
        """
        if not is_plain_file(path):
            raise DatabaseDamaged(where=path.name, reason="missing")
        if path.stat().st_size == 0:
            # SQLite takes an empty file for a new database: a vault cut to nothing would open as an empty one.
            raise DatabaseDamaged(where=path.name, reason="empty")
        refuse_unsafe_binding()
        state = log_state(path, key)
        if state in ("foreign", "stale"):
            # It must not come near the file: closing a connection that has seen it would write it in.
            raise DatabaseDamaged(where=name_of_log(path), reason=f"{state}_log")
        if state == "cut":
            keep_cut_log(path)  # the first checkpoint would cut it away
        db = cls._open(path, key, create=False)
        db.log_was_cut = state == "cut"
        return db

    @classmethod
    def open_to_read(cls, path: Path, key: KeyBytes) -> Database:
        """Open an existing database so that nothing can be written to it, nor to what lies beside it.

        The write-ahead log is read if it is this file's own, else the file alone. Raises :class:`DatabaseDamaged`,
        :class:`UnsafeBinding`.
        """
        if not is_plain_file(path):
            raise DatabaseDamaged(where=path.name, reason="missing")
        if path.stat().st_size == 0:
            raise DatabaseDamaged(where=path.name, reason="empty")
        refuse_unsafe_binding()
        try:
            state = log_state(path, key)
        except (DiskFull, DestinationNotWritable):
            state = "foreign"  # what cannot be read through without writing is left out, and this is told
        through_log = state in ("ours", "cut")
        db = cls(path, key, cls._reader(path, key, through_log=through_log), "none")
        db._through_log = through_log
        db.log_was_cut = state == "cut"
        db.log_left_out = state in ("foreign", "stale")
        return db

    @staticmethod
    def _reader(path: Path, key: KeyBytes, *, through_log: bool) -> Any:
        with translating(path):
            connection = connect_to_read(path, key, through_log=through_log)
            try:
                settle_to_read(connection)
            except BaseException:
                connection.close()
                raise
        return connection

    @classmethod
    def _open(cls, path: Path, key: KeyBytes, *, create: bool) -> Database:
        refuse_unsafe_binding()
        journal = "wal" if keeps_shared_locks(path.parent) else "delete"
        return cls(path, key, cls._settled(path, key, journal, create=create), journal)

    @staticmethod
    def _settled(path: Path, key: KeyBytes, journal: str, *, create: bool) -> Any:
        with translating(path):
            connection = connect(path, key, create=create)
            try:
                settle(connection, path, journal=journal)
            except BaseException:
                connection.close()
                raise
        return connection

    def close(self) -> None:
        """Bring the write-ahead log into the file, drop it, and close. Closing twice is no error.

        On a full or withdrawn disk the log stays beside the file: every confirmed record is in it and is read at the
        next opening, so that is no failure of what was done.
        """
        self._away = False
        if self._connection is None:
            return
        try:
            if self.journal == "wal" and not self._connection.in_transaction:
                with contextlib.suppress(DiskFull, DestinationNotWritable):
                    self._bring_log_in()
        finally:
            connection, self._connection = self._connection, None
            connection.close()
            if self.read_only:
                if self._through_log:  # else nobody here made an index: one that lies there is none of ours
                    with contextlib.suppress(OSError):
                        self.path.with_name(self.path.name + "-shm").unlink(missing_ok=True)
            elif self.journal == "delete":
                _remove_spent_journal(self.path)

    @property
    def read_only(self) -> bool:
        return self.journal == "none"

    @property
    def changes_unread(self) -> bool:
        """The end of a log could not be read, now or at an earlier opening, and nobody has said to go on without."""
        return (self.log_was_cut and self.read_only) or bool(cut_logs(self.path))

    def go_on_without_unread(self) -> None:
        """Remove what was kept of logs whose end cannot be read. Raises :class:`DestinationNotWritable`."""
        forget_cut_logs(self.path)

    def _bring_log_in(self) -> None:
        """Give the file a new mark and bring the log into it, so that no copy of the log fits it any more."""
        if self._marks() and log_is_there(self.path):
            with translating(self.path):
                self._live().execute("UPDATE log_mark SET n = n + 1, token = randomblob(16) WHERE only_row = 1")
        with translating(self.path):
            busy, left, done = self._live().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self._log_is_new = not busy and left == done and not log_is_there(self.path)

    def _begin_log(self) -> None:
        """Before the first change in a log: note in it which file it belongs to."""
        if self.journal == "wal" and self._log_is_new and self._marks():
            self._log_is_new = False
            with translating(self.path):
                self._live().execute(
                    "UPDATE log_mark SET n = n + 1, base = token, token = randomblob(16) WHERE only_row = 1"
                )

    def _marks(self) -> bool:
        if not self._has_marks:
            with translating(self.path):
                found = self._live().execute("SELECT 1 FROM sqlite_master WHERE name = 'log_mark'").fetchone()
            self._has_marks = found is not None
        return self._has_marks

    def on_connection(self, set_up: Callable[[Any], None]) -> None:
        """Call ``set_up`` with the connection now, and with each that takes its place."""
        with translating(self.path):
            set_up(self._live())
        self._set_up.append(set_up)

    def _renew(self) -> None:
        connection, self._connection = self._connection, None
        with contextlib.suppress(Error):
            connection.close()
        self._connect_again()

    def _connect_again(self) -> None:
        self._away = True
        if self.read_only:
            connection = self._reader(self.path, self._key, through_log=self._through_log)
        else:
            connection = self._settled(self.path, self._key, self.journal, create=False)
        try:
            with translating(self.path):
                for set_up in self._set_up:
                    set_up(connection)
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        self._away = False

    @property
    def is_open(self) -> bool:
        return self._connection is not None or self._away

    # --- statements

    def run(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run one changing statement and return the number of rows it touched."""
        if not self._depth:
            self._begin_log()
        with translating(self.path):
            return int(self._live().execute(sql, values).rowcount)

    def insert(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run one INSERT and return the row number it made."""
        if not self._depth:
            self._begin_log()
        with translating(self.path):
            return int(self._live().execute(sql, values).lastrowid)

    def many(self, sql: str, rows: Sequence[Sequence[Value]]) -> None:
        if not self._depth:
            self._begin_log()
        with translating(self.path):
            self._live().executemany(sql, rows)

    def script(self, statements: Sequence[str]) -> None:
        """Run statements one by one inside the transaction that stands (``executescript`` would commit it)."""
        with translating(self.path):
            for statement in statements:
                self._live().execute(statement)

    def row(self, sql: str, values: Sequence[Value] = ()) -> Row | None:
        with self._reading():
            found: Row | None = self._live().execute(sql, values).fetchone()
        return found

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        with self._reading():
            found: list[Row] = self._live().execute(sql, values).fetchall()
        return found

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        """SQLCipher answers nothing more on a connection that came upon a damaged page: then take another one."""
        try:
            with translating(self.path):
                yield
        except DatabaseDamaged:
            if not self.in_transaction and self._connection is not None:
                self._renew()
            raise

    def each(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Row]:
        """Yield rows without holding all of them; do not change the table meanwhile."""
        with self._reading():
            cursor = self._live().execute(sql, values)
        while True:
            with self._reading():
                batch = cursor.fetchmany(500)
            if not batch:
                return
            yield from batch

    def one(self, sql: str, values: Sequence[Value] = ()) -> Any:
        """Return the single value of a query that always has one row."""
        found = self.row(sql, values)
        if found is None:
            raise LookupError("a query that always has a row gave none")
        return found[0]

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. BEGIN IMMEDIATE; a transaction inside a transaction joins the outer one."""
        if self._depth:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
            return
        with translating(self.path):
            self._live().execute("BEGIN IMMEDIATE")
        self._depth = 1
        new_log = self._log_is_new
        try:
            self._begin_log()
            yield
            with translating(self.path):
                self._live().execute("COMMIT")
        except BaseException:
            # SQLite ends the transaction itself on a full disk; what is still open is taken back here.
            if self._connection is not None and self._connection.in_transaction:
                with contextlib.suppress(Error):
                    self._connection.execute("ROLLBACK")
            self._log_is_new = new_log
            raise
        finally:
            self._depth = 0
        self._keep_log_short()

    def _keep_log_short(self) -> None:
        """Bring a long log in. The change before it is confirmed already: a disk that is full now loses nothing."""
        if self.journal == "wal" and self._connection is not None:
            log = log_of(self.path)
            with contextlib.suppress(OSError):
                if log.stat().st_size < _LONG_LOG:
                    return
            with contextlib.suppress(DiskFull, DestinationNotWritable):
                self._bring_log_in()

    @contextlib.contextmanager
    def transaction_without_references(self, touched: Callable[[], Iterable[Touched]]) -> Iterator[None]:
        """A transaction in which foreign keys are not kept and nothing is deleted along: rows are put back one by one.

        Those of ``touched`` rows, asked for at the end, are checked before it is confirmed; raises
        :class:`DatabaseDamaged` (``references``) and takes all back.
        """
        with self.without_references(), self.transaction():
            yield
            broken = broken_reference(self, touched())
            if broken is not None:
                raise DatabaseDamaged(where=self.path.name, table=broken, reason="references")

    @contextlib.contextmanager
    def without_references(self) -> Iterator[None]:
        """Foreign keys are not kept inside the block; whoever uses it sees to them."""
        if self.in_transaction:
            raise RuntimeError("references cannot be let go inside a transaction")
        keep_references(self._live(), False)
        try:
            yield
        finally:
            if self._connection is not None:
                keep_references(self._connection, True)

    @property
    def in_transaction(self) -> bool:
        return self._depth > 0

    # --- health and copies

    def checkpoint(self) -> None:
        """Bring the write-ahead log into the file and cut it (at lock, after deletions, every five minutes)."""
        if self.journal == "wal" and not self.in_transaction:
            self._bring_log_in()

    def tables(self) -> tuple[str, ...]:
        """Names of the ordinary tables, without those that a full-text table keeps for itself."""
        found = self.rows(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
            "AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name"
        )
        return tuple(str(row[0]) for row in found)

    def counts(self) -> dict[str, int]:
        """Number of rows of each ordinary table: what a restored backup is compared by."""
        return {name: int(self.one(f'SELECT count(*) FROM "{name}"')) for name in self.tables()}  # noqa: S608

    def integrity_problems(self) -> tuple[IntegrityProblem, ...]:
        """Check every page and every reference on a connection of its own, then carry on.

        This object's own connection would answer from pages it has already read.
        """
        if self.in_transaction:
            raise RuntimeError("a full check cannot run inside a transaction")
        self.close()
        try:
            return self.problems_of(self.path, self._key, lend=self._lend)
        finally:
            self._connect_again()

    def _lend(self, connection: Any) -> None:
        self._checking = connection

    def interrupt(self) -> None:
        """Stop the statement that is running, from any thread; nothing happens where none runs.

        A lock does not wait for a long question. The statement fails, its transaction is taken back.
        """
        for connection in (self._connection, self._checking):
            if connection is not None:
                with contextlib.suppress(Error):  # closed a moment ago
                    connection.interrupt()

    @classmethod
    def problems_of(
        cls, path: Path, key: KeyBytes, *, lend: Callable[[Any], None] = lambda _: None
    ) -> tuple[IntegrityProblem, ...]:
        """The checks of :meth:`integrity_problems` for a database that nobody has open.

        A file so broken that a check cannot run gives a problem, too. ``lend`` is handed the connection, so that
        another thread can interrupt the check, and ``None`` at the end. Raises :class:`VaultInUse`.
        """
        refuse_unsafe_binding()
        found: list[IntegrityProblem] = []
        if not is_plain_file(path):
            return (IntegrityProblem("pages", "missing"),)
        state = log_state(path, key)
        if state in ("foreign", "stale", "cut"):
            found.append(IntegrityProblem("log", state))
        with translating(path):
            # A log that is not this file's own must not come near it: closing would write it in.
            alone = state in ("foreign", "stale")
            connection = connect_to_read(path, key, through_log=False) if alone else connect(path, key, create=False)
        lend(connection)
        try:
            if not alone:
                # Before the first page is read: else SQLite lays an index beside it, which a kill would leave there.
                with translating(path):
                    connection.execute("PRAGMA locking_mode=EXCLUSIVE").fetchone()
            if _much_longer(connection, path):
                # Every page of it would be read. Nobody wrote so many behind the last one of the database.
                return (*found, IntegrityProblem("pages", "longer"))
            for check, pragma in (
                ("pages", "cipher_integrity_check"),
                ("structure", "quick_check(100)"),
                ("references", "foreign_key_check"),
            ):
                try:
                    with translating(path):
                        lines = connection.execute(f"PRAGMA {pragma}").fetchall()
                except DatabaseDamaged as error:
                    found.append(IntegrityProblem(check, str(error.facts.get("reason", "damaged"))))
                    continue
                found += [
                    IntegrityProblem(check, " ".join(str(part) for part in line))
                    for line in lines
                    if tuple(line) != ("ok",)
                ]
        finally:
            lend(None)
            connection.close()
        return tuple(found)

    def backup_to(self, path: Path, key: KeyBytes, *, watch: Callable[[int, int], None] | None = None) -> None:
        """Write a whole copy of this database to the new file ``path`` under another ``key``.

        ``watch`` is told how many pages of how many are written; what it raises stops the work.
        The copy is closed, without a journal beside it. A failure leaves no file behind.
        Raises :class:`DestinationExists`, :class:`DiskFull`, :class:`DestinationNotWritable`, :class:`DatabaseDamaged`.
        """
        _make_private(path)
        finished = False
        try:
            with translating(path):
                target = connect(path, key, create=True)
                try:
                    # The first page must exist under the new key, or the copy would have nothing to be encrypted with.
                    target.execute("PRAGMA locking_mode=EXCLUSIVE").fetchone()
                    self._live().backup(
                        target,
                        pages=2000,
                        progress=None if watch is None else lambda _, left, total: watch(total - left, total),
                    )
                    target.execute("PRAGMA journal_mode=DELETE").fetchone()
                finally:
                    target.close()
            finished = True
        finally:
            if not finished:
                _remove_with_journals(path)

    def _live(self) -> Any:
        if self._connection is None and self._away:
            self._connect_again()
        if self._connection is None:
            raise RuntimeError("the database is closed")
        return self._connection


def _much_longer(connection: Any, path: Path) -> bool:
    """Whether the file is far longer than the database says that it is; a stopped change leaves some pages over."""
    try:
        pages, size = (int(connection.execute(f"PRAGMA {what}").fetchone()[0]) for what in ("page_count", "page_size"))
    except Error:
        return False  # the checks tell what is wrong with it
    return path.stat().st_size > 2 * pages * size + _SPARE


def _make_private(path: Path) -> None:
    """Make the empty file ``path`` for this user alone; SQLite gives its rights to every journal beside it.

    Raises :class:`DestinationExists`, :class:`DestinationNotWritable`, :class:`DiskFull`.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise destination_error(error, path) from error


def _remove_with_journals(path: Path) -> None:
    for name in (path.name, path.name + "-journal", path.name + "-wal", path.name + "-shm"):
        # A disk that does not let us: the failure that brought us here is the one to tell.
        with contextlib.suppress(OSError):
            path.with_name(name).unlink(missing_ok=True)


def _remove_spent_journal(path: Path) -> None:
    """Remove the journal of a killed program that SQLite found without its mark, hence not to be played back.

    One with the mark is needed by the next opening and stays.
    """
    journal = path.with_name(path.name + "-journal")
    with contextlib.suppress(OSError):  # not there; or a disk that does not let us, and it does no harm
        with journal.open("rb") as file:
            spent = not any(file.read(_JOURNAL_MAGIC_BYTES))
        if spent:
            journal.unlink()
