"""The full check of a database: every page, the structure, every reference, on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.storage.beside import is_plain_file
from legalaid_desktop.storage.connection import (
    Error,
    KeyBytes,
    connect,
    connect_to_read,
    refuse_unsafe_binding,
    translating,
)
from legalaid_desktop.storage.log_check import log_state

_SPARE: Final = 1024**3
"""Bytes that a file may be longer than twice its database."""


@dataclass(frozen=True)
class IntegrityProblem:
    """``check`` is ``log``, ``pages``, ``structure`` or ``references``; ``what`` the library's words, no content."""

    check: str
    what: str


def problems_of(
    path: Path, key: KeyBytes, *, lend: Callable[[Any], None] = lambda _: None
) -> tuple[IntegrityProblem, ...]:
    """Check every page and every reference of a database that nobody has open.

    A file so broken that a check cannot run gives a problem, too. ``lend`` is handed the connection, so that another
    thread can interrupt the check, and ``None`` at the end. Raises :class:`VaultInUse`.
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


def _much_longer(connection: Any, path: Path) -> bool:
    """Whether the file is far longer than the database says that it is; a stopped change leaves some pages over."""
    try:
        pages, size = (int(connection.execute(f"PRAGMA {what}").fetchone()[0]) for what in ("page_count", "page_size"))
    except Error:
        return False  # the checks tell what is wrong with it
    return path.stat().st_size > 2 * pages * size + _SPARE
