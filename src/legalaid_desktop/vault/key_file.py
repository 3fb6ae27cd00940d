"""The key file: something to hold beside the passphrase, on a stick or a phone.

Only its BLAKE2b-256 goes on, into Argon2id as the secret parameter. The program makes files of 64 random bytes; any
file of 1 byte to 1 MiB may serve, as long as it never changes.
"""

from __future__ import annotations

import contextlib
import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from legalaid_desktop.errors import KeyFileUnusable, NotFound
from legalaid_desktop.host.files import new_file
from legalaid_desktop.vault.outside import must_lie_outside
from legalaid_desktop.vault.primitives import digest, random_secret
from legalaid_desktop.vault.secret import Secret

MADE_BYTES = 64
MOST_BYTES = 1024 * 1024


def make_key_file(path: Path) -> None:
    """Write 64 random bytes as the new file ``path``, mode 0600.

    Raises :class:`DestinationExists`, :class:`DestinationInVault`, :class:`DestinationNotWritable`, :class:`DiskFull`;
    nothing stays behind then.
    """
    must_lie_outside(path)
    with random_secret(MADE_BYTES) as content, new_file(path, mode=0o600) as file:
        file.write(content.view())


def read_key_file(path: Path) -> Secret:
    """Return the digest of a key file, 32 bytes; the caller wipes it.

    Raises :class:`NotFound` without the file, :class:`KeyFileUnusable` for one that is empty, larger than 1 MiB, not
    a plain file or not readable.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        # Not blocking: a pipe of that name would wait for a writer for ever. It is no plain file, and is refused.
        with io.FileIO(os.open(path, flags)) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise KeyFileUnusable(path=str(path))
            return _digest_of(file, path)
    except FileNotFoundError:
        raise NotFound(kind="file", what=str(path)) from None
    except (OSError, ValueError):  # ValueError: a name with a zero byte
        raise KeyFileUnusable(path=str(path)) from None


@contextlib.contextmanager
def key_file_digest(path: Path | None) -> Iterator[Secret | None]:
    """Give the digest of the key file that stands beside a passphrase, wiped afterwards; ``None`` where there is none.

    Raises as :func:`read_key_file` does.
    """
    if path is None:
        yield None
        return
    with read_key_file(path) as found:
        yield found


def read_new_key_file(path: Path, vault: Path) -> Secret:
    """Return the digest of a file that is to become a key file of the vault in the folder ``vault``; caller wipes it.

    What lies in that folder is refused: the vault's own files change with the very writing that would need them
    unchanged, and whatever else lies there is taken along with the laptop. Raises as :func:`read_key_file` does.
    """
    if _lies_in(path, vault):
        raise KeyFileUnusable(path=str(path), kind="in_vault")
    return read_key_file(path)


def _lies_in(path: Path, folder: Path) -> bool:
    """Also by another name: through links in the path, or as a second name of a file of the folder."""
    try:
        if path.resolve().is_relative_to(folder.resolve()):
            return True
        return any(path.samefile(own) for own in folder.iterdir() if own.is_file())
    except (OSError, ValueError):
        return False  # not there or not readable: reading it tells which


def _digest_of(file: io.FileIO, path: Path) -> Secret:
    buffer = bytearray(MOST_BYTES + 1)
    length = 0
    try:
        while length < len(buffer) and (count := file.readinto(memoryview(buffer)[length:])):
            length += count
        if not 1 <= length <= MOST_BYTES:
            raise KeyFileUnusable(path=str(path))
        with Secret(memoryview(buffer)[:length]) as content:
            return digest(content)
    finally:
        buffer[:] = bytes(len(buffer))
