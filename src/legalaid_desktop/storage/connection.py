"""A connection to an encrypted database file, keyed and settled. The only module that imports SQLCipher.

Every setting that ``vault.md`` asks for is set and read back at each open; a binding that is too old, or a setting
that did not take, is refused before a page of the vault is read. Errors of the database become the errors of
``errors.py`` here, and nowhere above.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sqlcipher3 import dbapi2 as sqlcipher

from legalaid_desktop.errors import (
    DatabaseDamaged,
    DestinationNotWritable,
    DiskFailed,
    DiskFull,
    UnsafeBinding,
    VaultInUse,
)
from legalaid_desktop.host.files import told_by_disk
from legalaid_desktop.storage.beside import odd_file

Error = sqlcipher.Error
"""What SQLCipher raises before it is translated."""

SQLCIPHER_AT_LEAST = (4, 19)
SQLITE_AT_LEAST = (3, 53)
"""Older libraries carry a known WAL fault and a hole in FTS5 (vault.md)."""


_WAIT_MS = 0  # one writer: a held lock is another program, and waiting would only delay the message
_HEX = b"0123456789abcdef"
SALT_BYTES = 16
"""SQLCipher keeps its salt in the first bytes of the file."""

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

_FOR_READING = {"temp_store", "trusted_schema", "cell_size_check", "mmap_size"}

# What a statement may ask after the settings stand. FTS5 reads data_version by itself.
_PRAGMAS = {
    "data_version",
    "wal_checkpoint",
    "quick_check",
    "integrity_check",
    "foreign_key_check",
    "foreign_key_list",
    "index_info",
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
class SaltedKey:
    """A key with the salt (16 bytes, not secret) under which a file is made, or is read where its own is damaged."""

    key: KeyBytes
    salt: bytes

    def view(self) -> bytearray:
        return self.key.view()


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
        if name in _READING_FAILED:
            return DatabaseDamaged(where=path.name, reason=name)
        return told_by_disk(path) or DiskFailed(path=str(path), reason=name)
    if primary in _NOT_WRITABLE:
        return told_by_disk(path) or DestinationNotWritable(path=str(path), reason=name)
    if primary == _NO_MEMORY:
        return MemoryError()
    return None


@contextlib.contextmanager
def translating(path: Path) -> Iterator[None]:
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
    """Return ``x'<64 hex digits>'``, SQLCipher's form of a raw key, built without a ``str`` or ``bytes`` copy.

    The digits of the salt of a :class:`SaltedKey` follow: SQLCipher then does not take it from the file.
    """
    view = key.view()
    salt = key.salt if isinstance(key, SaltedKey) else b""
    if len(view) != 32 or len(salt) not in (0, SALT_BYTES):
        raise ValueError("a database key has 32 bytes, a salt 16")
    text = bytearray(3 + 2 * (len(view) + len(salt)))
    text[0], text[1], text[-1] = ord("x"), ord("'"), ord("'")
    for part, begin in ((view, 2), (salt, 2 + 2 * len(view))):
        for index, byte in enumerate(part):
            text[begin + 2 * index] = _HEX[byte >> 4]
            text[begin + 1 + 2 * index] = _HEX[byte & 15]
    return text


def connect(path: Path, key: KeyBytes, *, create: bool) -> Any:
    """Return a keyed connection without settings; the key's hex form is wiped before the first page is read.

    Raises :class:`DatabaseDamaged` for a file, or one beside it, that SQLite must not be let near.
    """
    _refuse_odd_files(path, alone=False)
    return _keyed(path, key, f"mode={'rwc' if create else 'rw'}")


def connect_to_read(path: Path, key: KeyBytes, *, through_log: bool) -> Any:
    """Return a keyed connection that cannot write: to the file and its write-ahead log, or to the file alone.

    Closing it changes neither. Through the log SQLite lays ``-shm`` beside it, which the caller removes.
    """
    _refuse_odd_files(path, alone=not through_log)
    connection = _keyed(path, key, "mode=ro" if through_log else "mode=ro&immutable=1")
    try:
        connection.execute("PRAGMA query_only=1").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_odd_files(path: Path, *, alone: bool) -> None:
    odd = odd_file(path, alone=alone)
    if odd is not None:
        raise DatabaseDamaged(where=odd.name, reason="not_ours")


def connect_nowhere() -> Any:
    """Return a connection to an empty database in memory, for what has no secret in it."""
    return sqlcipher.connect(":memory:", isolation_level=None)


def connect_scratch(path: Path, key: SaltedKey) -> Any:
    """Return a keyed connection without settings to a file of our own making, under a salt that is given."""
    return _keyed(path, key, "mode=rwc")


def _keyed(path: Path, key: KeyBytes, how: str) -> Any:
    uri = f"{path.resolve().as_uri()}?{how}"
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


def settle_to_read(connection: Any) -> None:
    """Set what reading needs and read it back; raise :class:`UnsafeBinding` naming the first that did not take."""
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    for name, value, expected in _SETTINGS:
        if name in _FOR_READING:
            connection.execute(f"PRAGMA {name}={value}").fetchone()
            if _read(connection, name) != expected:
                raise UnsafeBinding(setting=name)
    if _read(connection, "query_only") != 1:
        raise UnsafeBinding(setting="query_only")
    if str(_read(connection, "cipher_log_level")).lower() != "none":
        raise UnsafeBinding(setting="cipher_log_level")
    connection.enable_load_extension(False)
    connection.set_authorizer(_authorize)


def keep_references(connection: Any, keep: bool) -> None:
    """Let foreign keys be kept or not. Raises :class:`UnsafeBinding` when that did not take."""
    connection.set_authorizer(None)
    try:
        connection.execute(f"PRAGMA foreign_keys={int(keep)}").fetchone()
        if _read(connection, "foreign_keys") != int(keep):
            raise UnsafeBinding(setting="foreign_keys")
    finally:
        connection.set_authorizer(_authorize)


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


def settle(connection: Any, path: Path, *, journal: str) -> None:
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
    # Logs are brought in by this program only, which marks them first (log_check.py).
    connection.execute("PRAGMA wal_autocheckpoint=0").fetchone()
    # A write lock taken and given back: whoever else has the file open is noticed now, not in mid-work.
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ROLLBACK")
    connection.enable_load_extension(False)
    connection.set_authorizer(_authorize)
