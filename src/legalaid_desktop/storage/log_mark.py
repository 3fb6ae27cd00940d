"""The mark by which a database and what SQLite lays beside it know each other (table ``log_mark``).

``token`` is drawn anew with each log and each checkpoint, where the older journal is used with each change and at
closing; ``base`` is the one before, ``n`` counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.connection import Error, KeyBytes, connect_to_read, translated


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
