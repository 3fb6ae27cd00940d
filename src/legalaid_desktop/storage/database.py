"""The encrypted database file ``data``: open, close, statements, transactions, health and copies."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from legalaid_desktop.errors import DatabaseDamaged, DestinationNotWritable, DiskFull
from legalaid_desktop.host.disk_kind import keeps_shared_locks
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
from legalaid_desktop.storage.database_files import (
    make_private,
    remove_index,
    remove_spent_journal,
    remove_with_journals,
)
from legalaid_desktop.storage.log_check import log_state, name_of_log
from legalaid_desktop.storage.log_keeper import LogKeeper
from legalaid_desktop.storage.page_check import IntegrityProblem, problems_of
from legalaid_desktop.storage.whole_copy import write_copy

__all__ = ["Database", "IntegrityProblem", "KeyBytes", "Row", "Value"]

Value = str | int | float | bytes | None
Row = tuple[Any, ...]


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
        self._log = LogKeeper(path, journal, self._live)
        self._through_log = False
        self._tell: Callable[[int, int], None] | None = None
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
        make_private(path)
        try:
            return cls._open(path, key, create=True)
        except BaseException:
            remove_with_journals(path)
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
            raise DatabaseDamaged(where=name_of_log(path, key), reason=f"{state}_log")
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
        try:
            connection = cls._reader(path, key, through_log=through_log)
        except BaseException:
            if through_log:
                remove_index(path)
            raise
        db = cls(path, key, connection, "none")
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
            if not self._connection.in_transaction:
                self._log.end()
        finally:
            connection, self._connection = self._connection, None
            connection.close()
            if self.read_only:
                if self._through_log:  # else nobody here made an index: one that lies there is none of ours
                    remove_index(self.path)
            elif self.journal == "delete":
                remove_spent_journal(self.path)

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

    @contextlib.contextmanager
    def _single(self) -> Iterator[None]:
        """Around a change that is none of a transaction."""
        if self._depth == 0 and self.journal == "delete":
            with self.transaction():
                yield
            return
        if self._depth == 0:
            self._log.begin()
        yield

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
        with self._single(), translating(self.path):
            return int(self._live().execute(sql, values).rowcount)

    def insert(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run one INSERT and return the row number it made."""
        with self._single(), translating(self.path):
            return int(self._live().execute(sql, values).lastrowid)

    def many(self, sql: str, rows: Sequence[Sequence[Value]]) -> None:
        with self._single(), translating(self.path):
            self._live().executemany(sql, rows)

    def script(self, statements: Sequence[str]) -> None:
        """Run statements one by one inside the transaction that stands (``executescript`` would commit it)."""
        with translating(self.path):
            for statement in statements:
                self._live().execute(statement)

    def row(self, sql: str, values: Sequence[Value] = ()) -> Row | None:
        with self._reading():
            found: Row | None = self._live().execute(sql, values).fetchone()
        if self._tell is not None:
            self._tell(1, sum(len(value) for value in found or () if isinstance(value, bytes)))
        return found

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        with self._reading():
            found: list[Row] = self._live().execute(sql, values).fetchall()
        if self._tell is not None:
            self._tell(len(found), 0)
        return found

    @contextlib.contextmanager
    def told(self, tell: Callable[[int, int], None]) -> Iterator[None]:
        """Meanwhile ``tell`` hears after each question how many rows came, and how many bytes in a single one; what it
        raises comes out of the question."""
        self._tell = tell
        try:
            yield
        finally:
            self._tell = None

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
            if self._tell is not None:
                self._tell(len(batch), 0)
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
        new_log = self._log.is_new
        try:
            self._log.begin()
            yield
            with translating(self.path):
                self._live().execute("COMMIT")
        except BaseException:
            # SQLite ends the transaction itself on a full disk; what is still open is taken back here.
            if self._connection is not None and self._connection.in_transaction:
                with contextlib.suppress(Error):
                    self._connection.execute("ROLLBACK")
            self._log.is_new = new_log
            raise
        finally:
            self._depth = 0
        if self._connection is not None:
            self._log.keep_short()

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
            self._log.bring_in()

    def tables(self) -> tuple[str, ...]:
        """Names of the ordinary tables, without those that a full-text table keeps for itself."""
        found = self.rows(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
            "AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name"
        )
        return tuple(str(row[0]) for row in found)

    def has_table(self, name: str) -> bool:
        """Whether there is such a table; a database of an earlier schema may lack it."""
        return self.row("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)) is not None

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

    @staticmethod
    def problems_of(
        path: Path, key: KeyBytes, *, lend: Callable[[Any], None] = lambda _: None
    ) -> tuple[IntegrityProblem, ...]:
        """As :func:`~legalaid_desktop.storage.page_check.problems_of`."""
        return problems_of(path, key, lend=lend)

    def backup_to(self, path: Path, key: KeyBytes, *, watch: Callable[[int, int], None] | None = None) -> None:
        """Write a whole copy of this database to the new file ``path`` under another ``key``.

        ``watch`` is told how many pages of how many are written; what it raises stops the work.
        The copy is closed, without a journal beside it. A failure leaves no file behind.
        Raises :class:`DestinationExists`, :class:`DiskFull`, :class:`DestinationNotWritable`, :class:`DatabaseDamaged`.
        """
        write_copy(self._live(), path, key, watch)

    def _live(self) -> Any:
        if self._connection is None and self._away:
            self._connect_again()
        if self._connection is None:
            raise RuntimeError("the database is closed")
        return self._connection
