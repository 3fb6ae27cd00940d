"""The encrypted database file ``data``: open, close, transaction. The only module that speaks to SQLCipher.

Every setting that ``vault.md`` asks for is set and read back at each open; a binding that is too old, or a setting
that did not take, is refused before a page of the vault is read. Errors of the database become the errors of
``errors.py`` here, and nowhere above.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sqlcipher3 import dbapi2 as sqlcipher

from legalaid_desktop.errors import (
    DatabaseDamaged,
    DestinationExists,
    DestinationNotWritable,
    DiskFull,
    UnsafeBinding,
    VaultInUse,
)
from legalaid_desktop.host.disk_kind import keeps_shared_locks

SQLCIPHER_AT_LEAST = (4, 19)
SQLITE_AT_LEAST = (3, 53)
"""Older libraries carry a known WAL fault and a hole in FTS5 (vault.md)."""

Value = str | int | float | bytes | None
Row = tuple[Any, ...]

_WAIT_MS = 0  # one writer: a held lock is another program, and waiting would only delay the message
_HEX = b"0123456789abcdef"

# Set at each open and read back: name, value to set, value that must be read.
_SETTINGS: tuple[tuple[str, str, object], ...] = (
    ("secure_delete", "1", 1),
    ("temp_store", "2", 2),
    ("foreign_keys", "1", 1),
    ("trusted_schema", "0", 0),
    ("cell_size_check", "1", 1),
    ("synchronous", "2", 2),
    ("recursive_triggers", "0", 0),
    ("mmap_size", "0", 0),
)

# What a statement may ask after the settings stand. FTS5 reads data_version by itself.
_PRAGMAS = {
    "data_version",
    "wal_checkpoint",
    "quick_check",
    "integrity_check",
    "foreign_key_check",
    "table_info",
    "table_list",
    "user_version",
}
_READ_ONLY_PRAGMAS = {
    "journal_mode",
    "locking_mode",
    "secure_delete",
    "temp_store",
    "foreign_keys",
    "trusted_schema",
    "cell_size_check",
    "synchronous",
    "cipher_log_level",
    "cipher_version",
    "max_page_count",
    "page_count",
}

_DAMAGED = {11, 24, 26}  # SQLITE_CORRUPT, SQLITE_FORMAT, SQLITE_NOTADB
_IN_USE = {5, 6, 15}  # SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL
_FULL = 13  # SQLITE_FULL
_IO = 10  # SQLITE_IOERR
_NOT_WRITABLE = {3, 8, 14}  # SQLITE_PERM, SQLITE_READONLY, SQLITE_CANTOPEN
_NO_MEMORY = 7
_WORDS_OF_BACKUP = {
    "database or disk is full": _FULL,
    "disk I/O error": _IO,
    "unable to open database file": 14,
    "attempt to write a readonly database": 8,
    "database disk image is malformed": 11,
    "file is not a database": 26,
    "database is locked": 5,
    "out of memory": _NO_MEMORY,
}
_READING_FAILED = {"SQLITE_IOERR_READ", "SQLITE_IOERR_SHORT_READ", "SQLITE_IOERR_CORRUPTFS", "SQLITE_IOERR_DATA"}


class KeyBytes(Protocol):
    """Thirty-two raw bytes that can be wiped (``vault.secret.Secret``)."""

    def view(self) -> bytearray: ...


@dataclass(frozen=True)
class IntegrityProblem:
    """``check`` is ``pages``, ``structure`` or ``references``; ``what`` is the library's own line, free of content."""

    check: str
    what: str


def translated(error: Exception, path: Path) -> Exception | None:
    """Return the expected failure that a database error amounts to, or ``None`` when it is our own bug."""
    code = getattr(error, "sqlite_errorcode", None)
    name = str(getattr(error, "sqlite_errorname", "unknown"))
    if code is None:
        # The binding sets no code on errors of its backup call; the words are SQLite's own and fixed.
        code = _WORDS_OF_BACKUP.get(str(error))
    if code is None:
        return None
    primary = int(code) & 0xFF
    if primary in _DAMAGED:
        return DatabaseDamaged(where=path.name, reason=name)
    if primary in _IN_USE:
        return VaultInUse()
    if primary == _FULL:
        return DiskFull(path=str(path))
    if primary == _IO:
        return (
            DatabaseDamaged(where=path.name, reason=name)
            if name in _READING_FAILED
            else DestinationNotWritable(path=str(path), reason=name)
        )
    if primary in _NOT_WRITABLE:
        return DestinationNotWritable(path=str(path), reason=name)
    if primary == _NO_MEMORY:
        return MemoryError()
    return None


@contextlib.contextmanager
def _translating(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlcipher.Error as error:
        mapped = translated(error, path)
        if mapped is None:
            raise
        raise mapped from None  # the library's own words may quote what was stored


def library_versions() -> tuple[str, str]:
    """Return the versions of SQLCipher and SQLite that this process loaded."""
    connection = sqlcipher.connect(":memory:")
    try:
        row = connection.execute("PRAGMA cipher_version").fetchone()
    finally:
        connection.close()
    return (str(row[0]) if row else "", str(sqlcipher.sqlite_version))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split()[0].split(".") if part.isdigit()) if version.split() else ()


def refuse_unsafe_binding(versions: tuple[str, str] | None = None) -> None:
    """Raise :class:`UnsafeBinding` when SQLCipher or SQLite is older than the known-good version."""
    cipher, sqlite = versions if versions is not None else library_versions()
    if _numbers(cipher)[:2] < SQLCIPHER_AT_LEAST or _numbers(sqlite)[:2] < SQLITE_AT_LEAST:
        raise UnsafeBinding(sqlcipher=cipher or "none", sqlite=sqlite)


def _wipe(buffer: bytearray) -> None:
    for index in range(len(buffer)):
        buffer[index] = 0


def _raw_key(key: KeyBytes) -> bytearray:
    """Return ``x'<64 hex digits>'``, SQLCipher's form of a raw key, built without a ``str`` or ``bytes`` copy."""
    view = key.view()
    if len(view) != 32:
        raise ValueError("a database key has 32 bytes")
    text = bytearray(67)
    text[0], text[1], text[66] = ord("x"), ord("'"), ord("'")
    for index, byte in enumerate(view):
        text[2 + 2 * index] = _HEX[byte >> 4]
        text[3 + 2 * index] = _HEX[byte & 15]
    return text


def _connect(path: Path, key: KeyBytes, *, create: bool) -> Any:
    """Return a keyed connection without settings; the key's hex form is wiped before the first page is read."""
    uri = f"{path.resolve().as_uri()}?mode={'rwc' if create else 'rw'}"
    connection = sqlcipher.connect(uri, uri=True, isolation_level=None, cached_statements=512, timeout=_WAIT_MS / 1000)
    try:
        # First of all: at its usual level SQLCipher writes to stderr what it could not decrypt.
        if connection.execute("PRAGMA cipher_log_level=NONE").fetchone() is None:
            raise UnsafeBinding(setting="cipher_log_level")
        text = _raw_key(key)
        try:
            connection.set_key(text)
        finally:
            _wipe(text)
    except BaseException:
        connection.close()
        raise
    return connection


def _authorize(action: int, first: str | None, second: str | None, _schema: str | None, _trigger: str | None) -> int:
    if action in (sqlcipher.SQLITE_ATTACH, sqlcipher.SQLITE_DETACH):
        return int(sqlcipher.SQLITE_DENY)
    if action == sqlcipher.SQLITE_PRAGMA:
        name = (first or "").lower()
        if name in _PRAGMAS or (name in _READ_ONLY_PRAGMAS and second is None):
            return int(sqlcipher.SQLITE_OK)
        return int(sqlcipher.SQLITE_DENY)
    if action == sqlcipher.SQLITE_FUNCTION and (second or "").lower() == "load_extension":
        return int(sqlcipher.SQLITE_DENY)
    return int(sqlcipher.SQLITE_OK)


def _read(connection: Any, pragma: str) -> object:
    row = connection.execute(f"PRAGMA {pragma}").fetchone()
    value = row[0] if row else None
    return int(value) if isinstance(value, str) and value.isdigit() else value


def _settle(connection: Any, path: Path, *, journal: str) -> None:
    """Set and read back every setting; raise :class:`UnsafeBinding` naming the first that did not take."""
    # Exclusive before the first page is read: so WAL works on memory of this process and no -shm file appears.
    if str(connection.execute("PRAGMA locking_mode=EXCLUSIVE").fetchone()[0]).lower() != "exclusive":
        raise UnsafeBinding(setting="locking_mode")
    # A damaged first page shows here.
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    ciphers = {row[0] for row in connection.execute("PRAGMA cipher_settings").fetchall()}
    if "PRAGMA cipher_use_hmac = 1;" not in ciphers:
        raise UnsafeBinding(setting="cipher_use_hmac")
    for name, value, expected in _SETTINGS:
        connection.execute(f"PRAGMA {name}={value}").fetchone()
        if _read(connection, name) != expected:
            raise UnsafeBinding(setting=name)
    if str(_read(connection, "cipher_log_level")).lower() != "none":
        raise UnsafeBinding(setting="cipher_log_level")
    if str(connection.execute(f"PRAGMA journal_mode={journal}").fetchone()[0]).lower() != journal:
        raise UnsafeBinding(setting="journal_mode")
    # A write lock taken and given back: whoever else has the file open is noticed now, not in mid-work.
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ROLLBACK")
    connection.enable_load_extension(False)
    connection.set_authorizer(_authorize)


class Database:
    """One open encrypted database, for one thread. ``path`` is the file; ``journal`` is ``wal`` or ``delete``."""

    def __init__(self, path: Path, key: KeyBytes, connection: Any, journal: str) -> None:
        self.path = path
        self.journal = journal
        self._key = key  # owned and wiped by whoever opened the vault
        self._connection = connection
        self._depth = 0

    # --- opening and closing

    @classmethod
    def create(cls, path: Path, key: KeyBytes) -> Database:
        """Make a new, empty database under ``key`` (32 raw bytes, not kept beyond the life of this object).

        Raises :class:`DestinationExists`, :class:`DestinationNotWritable`, :class:`DiskFull`, :class:`UnsafeBinding`.
        """
        if path.exists():
            raise DestinationExists(path=str(path))
        return cls._open(path, key, create=True)

    @classmethod
    def open(cls, path: Path, key: KeyBytes) -> Database:
        """Open an existing database.

        Raises :class:`DatabaseDamaged` (missing, not decryptable, malformed), :class:`VaultInUse`,
        :class:`DiskFull`, :class:`DestinationNotWritable` (no right to write) or :class:`UnsafeBinding`.
        """
        if not path.is_file():
            raise DatabaseDamaged(where=path.name, reason="missing")
        if path.stat().st_size == 0:
            # SQLite takes an empty file for a new database: a vault cut to nothing would open as an empty one.
            raise DatabaseDamaged(where=path.name, reason="empty")
        return cls._open(path, key, create=False)

    @classmethod
    def _open(cls, path: Path, key: KeyBytes, *, create: bool) -> Database:
        refuse_unsafe_binding()
        journal = "wal" if keeps_shared_locks(path.parent) else "delete"
        return cls(path, key, cls._settled(path, key, journal, create=create), journal)

    @staticmethod
    def _settled(path: Path, key: KeyBytes, journal: str, *, create: bool) -> Any:
        with _translating(path):
            connection = _connect(path, key, create=create)
            try:
                _settle(connection, path, journal=journal)
            except BaseException:
                connection.close()
                raise
        return connection

    def close(self) -> None:
        """Bring the write-ahead log into the file, drop it, and close. Closing twice is no error.

        On a full or withdrawn disk the log stays beside the file: every confirmed record is in it and is read at the
        next opening, so that is no failure of what was done.
        """
        if self._connection is None:
            return
        connection, self._connection = self._connection, None
        try:
            if self.journal == "wal" and not connection.in_transaction:
                with contextlib.suppress(DiskFull, DestinationNotWritable), _translating(self.path):
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.close()

    @property
    def is_open(self) -> bool:
        return self._connection is not None

    # --- statements

    def run(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run one changing statement and return the number of rows it touched."""
        with _translating(self.path):
            return int(self._live().execute(sql, values).rowcount)

    def insert(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run one INSERT and return the row number it made."""
        with _translating(self.path):
            return int(self._live().execute(sql, values).lastrowid)

    def many(self, sql: str, rows: Sequence[Sequence[Value]]) -> None:
        with _translating(self.path):
            self._live().executemany(sql, rows)

    def script(self, statements: Sequence[str]) -> None:
        """Run statements one by one inside the transaction that stands (``executescript`` would commit it)."""
        with _translating(self.path):
            for statement in statements:
                self._live().execute(statement)

    def row(self, sql: str, values: Sequence[Value] = ()) -> Row | None:
        with _translating(self.path):
            found: Row | None = self._live().execute(sql, values).fetchone()
        return found

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        with _translating(self.path):
            found: list[Row] = self._live().execute(sql, values).fetchall()
        return found

    def each(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Row]:
        """Yield rows without holding all of them; do not change the table meanwhile."""
        with _translating(self.path):
            cursor = self._live().execute(sql, values)
        while True:
            with _translating(self.path):
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
        with _translating(self.path):
            self._live().execute("BEGIN IMMEDIATE")
        self._depth = 1
        try:
            yield
            with _translating(self.path):
                self._live().execute("COMMIT")
        except BaseException:
            # SQLite ends the transaction itself on a full disk; what is still open is taken back here.
            if self._connection is not None and self._connection.in_transaction:
                with contextlib.suppress(sqlcipher.Error):
                    self._connection.execute("ROLLBACK")
            raise
        finally:
            self._depth = 0

    @property
    def in_transaction(self) -> bool:
        return self._depth > 0

    # --- health and copies

    def checkpoint(self) -> None:
        """Bring the write-ahead log into the file and cut it (at lock, after deletions, every five minutes)."""
        if self.journal == "wal" and not self.in_transaction:
            with _translating(self.path):
                self._live().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

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
            return self.problems_of(self.path, self._key)
        finally:
            self._connection = self._settled(self.path, self._key, self.journal, create=False)

    @classmethod
    def problems_of(cls, path: Path, key: KeyBytes) -> tuple[IntegrityProblem, ...]:
        """The checks of :meth:`integrity_problems` for a database that nobody has open.

        A file so broken that a check cannot run gives a problem, too. Raises :class:`VaultInUse`.
        """
        refuse_unsafe_binding()
        found: list[IntegrityProblem] = []
        if not path.is_file():
            return (IntegrityProblem("pages", "missing"),)
        with _translating(path):
            connection = _connect(path, key, create=False)
        try:
            for check, pragma in (
                ("pages", "cipher_integrity_check"),
                ("structure", "quick_check(100)"),
                ("references", "foreign_key_check"),
            ):
                try:
                    with _translating(path):
                        connection.execute("PRAGMA locking_mode=EXCLUSIVE").fetchone()
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
            connection.close()
        return tuple(found)

    def backup_to(self, path: Path, key: KeyBytes, *, watch: Callable[[int, int], None] | None = None) -> None:
        """Write a whole copy of this database to the new file ``path`` under another ``key``.

        ``watch`` is told how many pages of how many are written; what it raises stops the work.
        The copy is closed, without a journal beside it. A failure leaves no file behind.
        Raises :class:`DestinationExists`, :class:`DiskFull`, :class:`DestinationNotWritable`, :class:`DatabaseDamaged`.
        """
        if path.exists():
            raise DestinationExists(path=str(path))
        finished = False
        try:
            with _translating(path):
                target = _connect(path, key, create=True)
                try:
                    path.chmod(0o600)
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
                for name in (path.name, path.name + "-journal", path.name + "-wal", path.name + "-shm"):
                    path.with_name(name).unlink(missing_ok=True)

    def _live(self) -> Any:
        if self._connection is None:
            raise RuntimeError("the database is closed")
        return self._connection
