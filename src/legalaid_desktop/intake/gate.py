"""Opening a file that somebody else made: a plain file of bounded size, and the very file that was looked at.

No pipe is waited for, no device is read, nothing is followed that a file names by itself. Everything is asked of the
open file and not of its path, so that nobody can swap it in between.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from legalaid_desktop.errors import FileNotUnderstood, FileRefused, NotFound
from legalaid_desktop.host.shown_text import printable
from legalaid_desktop.intake.limits import MIB, Inlet

_PIECE: Final = 1 * MIB
_BINARY: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_WAITING: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_NO_LINKS: Final = getattr(os, "O_NOFOLLOW", 0)
_FOLDER: Final = getattr(os, "O_DIRECTORY", 0)
_MISSING: Final = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG}
_ODD: Final = {errno.ELOOP, errno.ENXIO, errno.EISDIR, errno.ENODEV, errno.EOPNOTSUPP, errno.EMLINK}


def shown_name(path: Path) -> str:
    """The name of a file as one printable line: it goes into messages and may hold anything."""
    return printable(path.name)[:200]


@contextlib.contextmanager
def foreign_file(path: Path, inlet: Inlet, *, within: Path | None = None) -> Iterator[BinaryIO]:
    """Open ``path`` for reading in binary.

    A person's own choice may be a link to a file. With ``within``, the path was named by another file: then it must
    lie below that folder, and no part of it below the folder may be a link.

    Raises :class:`NotFound` (``kind`` file), :class:`FileRefused` (``not_a_file``, ``too_large``, ``outside``),
    :class:`FileNotUnderstood` for a file that the system does not let us read.
    """
    try:
        number = _open(path) if within is None else _open_below(within, path)
    except (OSError, ValueError) as error:
        raise _refusal(error, path, named=within is not None) from None
    try:
        found = os.fstat(number)
        if not stat.S_ISREG(found.st_mode):
            raise FileRefused(kind="not_a_file", what=shown_name(path))
        if found.st_size > inlet.most:
            raise FileRefused(kind="too_large", what=shown_name(path), limit=max(inlet.most // MIB, 1))
        file = os.fdopen(number, "rb")
    except BaseException:
        os.close(number)
        raise
    with file:
        yield file


def read_foreign(path: Path, inlet: Inlet, *, within: Path | None = None) -> bytes:
    """All bytes of a file, at most ``inlet.most``. Raises as :func:`foreign_file`, and ``changed`` when the file grew
    or shrank meanwhile."""
    return b"".join(pieces_of_foreign(path, inlet, within=within))


def read_given(path: Path, inlet: Inlet) -> bytes:
    """All bytes of a small file that is named on the command line: a plain file, a pipe that the shell opened
    (``<(…)``), ``/dev/null``, a terminal. A pipe that nobody writes to is empty and is not waited for.

    Raises as :func:`foreign_file`; the bound holds for all.
    """
    try:
        number = _open(path)
    except (OSError, ValueError) as error:
        raise _refusal(error, path, named=False) from None
    mode = os.fstat(number).st_mode
    plain = stat.S_ISREG(mode)
    if not (plain or stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)):
        os.close(number)
        raise FileRefused(kind="not_a_file", what=shown_name(path))
    gathered: list[bytes] = []
    room = inlet.most + 1
    with os.fdopen(number, "rb", buffering=0) as file:
        try:
            if not plain and sys.platform != "win32":
                os.set_blocking(number, True)
            while room > 0 and (piece := file.read(min(_PIECE, room))):
                gathered.append(piece)
                room -= len(piece)
        except OSError:
            raise FileNotUnderstood(what=shown_name(path)) from None
    if room <= 0:
        raise FileRefused(kind="too_large", what=shown_name(path), limit=max(inlet.most // MIB, 1))
    return b"".join(gathered)


def pieces_of_foreign(path: Path, inlet: Inlet, *, within: Path | None = None) -> Iterator[bytes]:
    """The bytes of a file in pieces of at most 1 MiB. Raises as :func:`read_foreign`."""
    with foreign_file(path, inlet, within=within) as file:
        promised = os.fstat(file.fileno()).st_size
        done = 0
        try:
            while piece := file.read(min(_PIECE, promised + 1 - done)):
                done += len(piece)
                if done > promised:
                    break
                yield piece
        except OSError:
            raise FileNotUnderstood(what=shown_name(path)) from None
        if done != promised:
            raise FileRefused(kind="changed", what=shown_name(path))


def _open(path: Path) -> int:
    return os.open(path, os.O_RDONLY | _BINARY | _NO_WAITING)


def _open_below(folder: Path, path: Path) -> int:
    """Open ``path`` step by step from ``folder``; a link or ``..`` on the way ends it with ``ELOOP``."""
    try:
        steps = path.relative_to(folder).parts
    except ValueError:
        raise OSError(errno.ELOOP, "outside") from None
    if not steps or any(step in ("..", "", ".") or "\0" in step for step in steps):
        raise OSError(errno.ELOOP, "outside")
    if sys.platform == "win32" or os.open not in os.supports_dir_fd:
        real = path.resolve(strict=True)
        if folder.resolve(strict=True) not in real.parents:
            raise OSError(errno.ELOOP, "outside")
        return _open(real)
    at = os.open(folder, os.O_RDONLY | _FOLDER | _BINARY)
    try:
        for step in steps[:-1]:
            below = os.open(step, os.O_RDONLY | _FOLDER | _NO_LINKS | _BINARY, dir_fd=at)
            os.close(at)
            at = below
        return os.open(steps[-1], os.O_RDONLY | _NO_LINKS | _BINARY | _NO_WAITING, dir_fd=at)
    finally:
        os.close(at)


def _refusal(error: OSError | ValueError, path: Path, *, named: bool) -> FileNotUnderstood | NotFound:
    """``named``: the path was named by another file."""
    number = error.errno if isinstance(error, OSError) else errno.ENOENT  # a NUL in the path is no file
    if named and number in (errno.ELOOP, errno.EMLINK, errno.ENOTDIR):
        return FileRefused(kind="outside", what=shown_name(path))
    if number in _ODD:
        return FileRefused(kind="not_a_file", what=shown_name(path))
    if number in _MISSING:
        return NotFound(kind="file", what=shown_name(path))
    return FileNotUnderstood(what=shown_name(path))
