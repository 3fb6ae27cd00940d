"""The mark by which a database and what SQLite lays beside it know each other (table ``log_mark``).

``token`` is drawn anew with each log and each checkpoint, where the older journal is used with each change and at
closing; ``base`` is the one before, ``n`` counts.
"""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.host.files import destination_error
from legalaid_desktop.storage.connection import (
    SALT_BYTES,
    Error,
    KeyBytes,
    SaltedKey,
    connect_scratch,
    connect_to_read,
    translated,
    translating,
)

_PAGE: Final = 4096
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - an encrypted page, in a folder of this user alone
FARTHEST: Final = 64 * 1024
"""A mark behind so many pages (256 MiB) is not read: the scratch file would be as long."""


@dataclass(frozen=True)
class Mark:
    n: int
    base: bytes
    token: bytes


def mark_alone(path: Path, key: KeyBytes) -> tuple[Mark | None, bool]:
    """As :func:`read_mark`, of the file alone, whatever lies beside it."""
    connection = connect_to_read(path, key, through_log=False)
    try:
        return read_mark(connection, path)
    finally:
        connection.close()


def read_mark(connection: Any, path: Path) -> tuple[Mark | None, bool]:
    """Return the mark (``None`` in a file of the first schema) and whether the schema can be read at all.

    Raises :class:`VaultInUse`, :class:`DiskFull`, :class:`DestinationNotWritable`.
    """
    try:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "log_mark" not in names:
            return None, True
        row = connection.execute("SELECT n, base, token FROM log_mark").fetchone()
    except Error as error:
        told = translated(error, path)
        if told is not None and not isinstance(told, DatabaseDamaged):
            raise told from None  # a full or failing disk says nothing of whose log it is
        return None, False
    return (None if row is None else Mark(*row)), True


def place_of_mark(connection: Any) -> tuple[int, str]:
    """Return the page of the mark, and the words that made its table."""
    number, made = connection.execute(
        "SELECT rootpage, sql FROM sqlite_master WHERE type = 'table' AND name = 'log_mark'"
    ).fetchone()
    return int(number), str(made)


def salted(path: Path, key: KeyBytes) -> SaltedKey:
    """The key with the salt that goes with it: its own, or the one in the file."""
    if isinstance(key, SaltedKey):
        return key
    with path.open("rb") as file:
        return SaltedKey(key, file.read(SALT_BYTES))


def mark_on_page(page: bytes, number: int, made: str, key: SaltedKey) -> Mark | None:
    """Read the mark on a page that belongs at ``number``; ``None`` where the page does not pass its check.

    SQLCipher itself reads it, in a scratch file that holds nothing else. ``made`` are the words that made the table.
    Raises :class:`DiskFull`, :class:`DestinationNotWritable` where no such file can be made.
    """
    try:
        folder = tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None)
    except OSError as error:
        raise destination_error(error, _MEMORY) from error
    with folder as place:
        scratch = Path(place) / "page"
        with translating(scratch), contextlib.closing(_settled(scratch, key)) as connection:
            connection.execute(made)
            connection.execute("CREATE TABLE filler (x)")
            while (short := number - int(connection.execute("PRAGMA page_count").fetchone()[0])) > 0:
                connection.execute("INSERT INTO filler VALUES (zeroblob(?))", (short * _PAGE,))
            connection.execute("PRAGMA writable_schema = 1").fetchone()
            connection.execute("UPDATE sqlite_master SET rootpage = ? WHERE name = 'log_mark'", (number,))
        try:
            with scratch.open("r+b") as file:
                file.seek((number - 1) * _PAGE)
                file.write(page)
        except OSError as error:
            raise destination_error(error, scratch) from error
        with translating(scratch), contextlib.closing(_settled(scratch, key)) as connection:
            return read_mark(connection, scratch)[0]


def _settled(scratch: Path, key: SaltedKey) -> Any:
    connection = connect_scratch(scratch, key)
    try:
        for setting in ("journal_mode = OFF", "synchronous = OFF", "temp_store = 2", "trusted_schema = 0"):
            connection.execute(f"PRAGMA {setting}").fetchone()
    except Error as error:
        connection.close()
        raise translated(error, scratch) or error from None
    return connection
