"""The salt of the database: SQLCipher keeps it in the first bytes of the file, and without it nothing can be read.

It is random and not secret. The header holds a copy (``vault/header.py``); and a salt with one wrong bit is found by
trying each.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from legalaid_desktop.errors import DatabaseDamaged, DestinationNotWritable, DiskFull
from legalaid_desktop.storage.beside import is_plain_file
from legalaid_desktop.storage.connection import SALT_BYTES, KeyBytes, SaltedKey, connect_to_read, translating
from legalaid_desktop.storage.log_check import log_of, reads_through_log
from legalaid_desktop.storage.log_pages import committed_pages
from legalaid_desktop.storage.lone_pages import PAGE, some_page_fits


def salt_of(path: Path) -> bytes:
    """Return the salt as it stands in the file; shorter for a file that is cut. Raises :class:`DatabaseDamaged`."""
    try:
        with path.open("rb") as file:
            return file.read(SALT_BYTES)
    except OSError as error:
        raise DatabaseDamaged(where=path.name, reason="unreadable") from error


def key_that_reads(path: Path, key: KeyBytes, known: bytes) -> KeyBytes:
    """Return the key with the salt under which the first page passes its check, that of the file or, where that is
    lost, that of the log beside it; ``key`` alone where none does.

    ``known`` is the copy of the salt in the header.
    """
    if not is_plain_file(path) or _first_page_reads(path, key):  # what is no file, the opening tells
        return key
    for salt in _salts(path, known):
        salted = SaltedKey(key, salt)
        if _first_page_reads(path, salted):
            return salted
    salted = SaltedKey(key, _salt_in_log(path))
    return salted if len(salted.salt) == SALT_BYTES and _reads_through_log(path, salted) else key


def _salt_in_log(path: Path) -> bytes:
    """The first page in a log carries the salt as the one in the file does."""
    if not is_plain_file(log_of(path)):
        return b""
    try:
        pages, _ = committed_pages(log_of(path), PAGE)
    except OSError:
        return b""
    return pages.get(1, b"")[:SALT_BYTES]


def _reads_through_log(path: Path, key: KeyBytes) -> bool:
    try:
        return reads_through_log(path, key)
    except (DiskFull, DestinationNotWritable):
        return False  # no room to look: then the file alone, and that is told


def likely_salts(path: Path, key: KeyBytes, known: bytes, scratch: Path) -> Iterator[bytes]:
    """Yield the salts to try on a file whose first page is lost: those that one of its next pages fits, or else the
    copy and what stands in the file. ``scratch`` is a new file, which is removed."""
    found = False
    own = salt_of(path)
    tried = dict.fromkeys(salt for salt in (own, *_salts(path, known)) if len(salt) == SALT_BYTES)
    for salt in tried:
        if some_page_fits(path, scratch, key, salt):
            found = True
            yield salt
            break
    if not found:
        yield from dict.fromkeys(salt for salt in (known, own) if len(salt) == SALT_BYTES)


def _salts(path: Path, known: bytes) -> Iterator[bytes]:
    if len(known) == SALT_BYTES:
        yield known
    own = salt_of(path)
    if len(own) == SALT_BYTES:
        number = int.from_bytes(own, "big")
        for bit in range(8 * SALT_BYTES):
            yield (number ^ 1 << bit).to_bytes(SALT_BYTES, "big")


def _first_page_reads(path: Path, key: KeyBytes) -> bool:
    try:
        with translating(path), contextlib.closing(connect_to_read(path, key, through_log=False)) as connection:
            connection.execute("PRAGMA user_version").fetchone()
    except DatabaseDamaged:
        return False
    return True
