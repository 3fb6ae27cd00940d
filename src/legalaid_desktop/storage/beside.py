"""What lies beside a database under the names that SQLite uses, looked at before SQLite opens it.

SQLite opens whatever has such a name: it waits for ever at a pipe, writes through a link into a file that is none of
the vault's, and plays back any rollback journal that looks like one, were it to cut the database to nothing. A folder
that lay in other hands may hold all of that.
"""

from __future__ import annotations

import stat
import struct
from pathlib import Path

_SUFFIXES = ("-wal", "-journal", "-shm")
_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_JOURNAL = struct.Struct(">8s5I")
"""Magic, number of records, nonce, pages of the database before, sector, page size (fileformat2.html, section 3)."""
_PAGE = 4096
"""Bytes of a page of SQLCipher."""


def is_plain_file(path: Path) -> bool:
    """A file itself: no link to one, no pipe, no folder."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def is_there(path: Path) -> bool:
    try:
        path.lstat()
    except OSError:
        return False
    return True


def odd_file(path: Path, *, alone: bool) -> Path | None:
    """Return the first file, of the database at ``path`` and those beside it, that SQLite must not be let near.

    ``alone``: SQLite is going to open the database without looking at what lies beside it. Only one to which the
    database's own name leads counts then.
    """
    if is_there(path) and not is_plain_file(path):
        return path
    if alone:
        return None
    for suffix in _SUFFIXES:
        beside = path.with_name(path.name + suffix)
        if is_there(beside) and not is_plain_file(beside):
            return beside
    journal = path.with_name(f"{path.name}-journal")
    return journal if is_plain_file(journal) and not _can_be_its_journal(journal, path) else None


def _can_be_its_journal(journal: Path, path: Path) -> bool:
    """Whether the head of a rollback journal tells of a change to this very file; one without the mark is spent.

    A database never shrinks in a change. It is not written to before the records of the journal are counted in its
    head, so that without a record it is as long as it was.
    """
    try:
        with journal.open("rb") as file:
            head = file.read(_JOURNAL.size)
        size = path.stat().st_size
    except OSError:
        return False
    if len(head) < _JOURNAL.size or not head.startswith(_JOURNAL_MAGIC):
        return True
    _, records, _, pages, _, page_size = _JOURNAL.unpack(head)
    if page_size != _PAGE or not 0 < pages * _PAGE <= max(size, _PAGE):
        return False
    return bool(records) or pages * _PAGE == size
