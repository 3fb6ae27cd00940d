"""The container of a backup: an age file that holds a manifest, two keys and a database that is itself encrypted.

The plaintext inside age begins with 64 KiB of fixed layout:

======  ===========================================================================================
offset  content (numbers little-endian)
======  ===========================================================================================
0       magic, 8 bytes
8       length of the manifest, 4 bytes
12      key of the database that follows, 32 bytes; made for this file alone
44      records key of the vault, 32 bytes
76      manifest: JSON in UTF-8, then zeros
65536   the SQLCipher database, to the end
======  ===========================================================================================

The stream form of age hands out plaintext before the end is authenticated. So reading keeps the first 64 KiB in
memory, unparsed, and writes the rest (which is unreadable without a key that is still in memory only) to a file
that the caller throws away on failure. Nothing is interpreted before the end of the stream is proved.
"""

from __future__ import annotations

import contextlib
import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

import pyrage
from pyrage import x25519

from legalaid_desktop.errors import BackupDamaged, BackupTooNew, WrongIdentity
from legalaid_desktop.vault.age_keys import MOST_RECIPIENTS
from legalaid_desktop.vault.primitives import KEY_BYTES
from legalaid_desktop.vault.secret import Secret

MAGIC = b"LGLDBAK\x01"
FIXED_BYTES = 64 * 1024

_START = struct.Struct("<8sI32s32s")
_LONGEST_MANIFEST = FIXED_BYTES - _START.size

_FIRST_LINE = b"age-encryption.org/v1\n"
_LONGEST_HEADER = 16 * 1024
_MOST_STANZAS = MOST_RECIPIENTS + 4  # the vault's own identity, and the decoy stanzas that libraries add
_STANZA = re.compile(rb"-> ([\x21-\x7e]+(?: [\x21-\x7e]+)*)\n((?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n)")
_HEADER_END = re.compile(rb"--- [A-Za-z0-9+/]{43}\n")


@dataclass(frozen=True)
class Sealed:
    """What a container says of itself, once its end was proved. Whoever gets it wipes the keys."""

    manifest: bytes
    database_key: Secret
    records_key: Secret


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class Writable(Protocol):
    def write(self, data: bytes, /) -> int: ...


class _Remembering:
    """Keeps what a file under the library raised: the library passes it on as words, or as an error of its own."""

    def __init__(self) -> None:
        self.error: BaseException | None = None

    @contextlib.contextmanager
    def remembering(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            self.error = error
            raise


class _Source(_Remembering):
    """Reads the fixed part, then the database."""

    def __init__(self, fixed: Secret, database: Readable) -> None:
        super().__init__()
        self._fixed = fixed
        self._at = 0
        self._database = database

    def read(self, size: int = -1) -> bytes:
        if self._at < FIXED_BYTES:
            end = FIXED_BYTES if size < 0 else min(FIXED_BYTES, self._at + size)
            part = bytes(memoryview(self._fixed.view())[self._at : end])
            self._at = end
            return part
        with self.remembering():
            return self._database.read(size)


class _Sink(_Remembering):
    """Takes the fixed part into memory and passes the rest on."""

    def __init__(self, database: Writable) -> None:
        super().__init__()
        self.fixed = Secret(bytearray(FIXED_BYTES))
        self.length = 0
        self._database = database

    def write(self, data: bytes) -> int:
        kept = min(len(data), FIXED_BYTES - self.length) if self.length < FIXED_BYTES else 0
        if kept:
            self.fixed.view()[self.length : self.length + kept] = data[:kept]
        self.length += len(data)
        if kept < len(data):
            with self.remembering():
                self._database.write(data[kept:] if kept else data)
        return len(data)

    def flush(self) -> None:
        """Nothing to do: the caller flushes and syncs the file when all is there."""


class _Target(_Remembering):
    """Writes the container."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file

    def write(self, data: bytes) -> int:
        with self.remembering():
            return self._file.write(data)

    def flush(self) -> None:
        with self.remembering():
            self._file.flush()


def write_sealed(
    target: BinaryIO,
    recipients: Sequence[x25519.Recipient],
    *,
    manifest: bytes,
    database_key: Secret,
    records_key: Secret,
    database: Readable,
) -> None:
    """Seal manifest, keys and the open database file to the recipients. Raises what either file raises."""
    if len(manifest) > _LONGEST_MANIFEST:
        raise ValueError("the manifest is too long")
    with Secret(bytearray(FIXED_BYTES)) as fixed:
        buffer = fixed.view()
        buffer[: _START.size - 2 * KEY_BYTES] = struct.pack("<8sI", MAGIC, len(manifest))
        buffer[12:44] = database_key.view()
        buffer[44:76] = records_key.view()
        buffer[_START.size : _START.size + len(manifest)] = manifest
        source, sink = _Source(fixed, database), _Target(target)
        try:
            pyrage.encrypt_io(source, sink, list(recipients))
        except Exception:
            cause = sink.error or source.error
            if cause is not None:
                raise cause from None
            raise


def read_sealed(source: BinaryIO, identities: Sequence[x25519.Identity], database: Writable) -> Sealed:
    """Open a container: its database goes into the file ``database``, the rest is returned.

    Raises :class:`BackupDamaged` (no container, cut, altered), :class:`BackupTooNew`, :class:`WrongIdentity`, and
    what ``database`` raises when it is written to. What it then holds is to be thrown away.
    """
    guard_header(source)
    sink = _Sink(database)
    try:
        pyrage.decrypt_io(source, sink, list(identities))
    except BaseException as error:
        if sink.error is not None:
            raise sink.error from None
        if isinstance(error, pyrage.DecryptError) and str(error) == "No matching keys found":
            raise WrongIdentity() from None
        # A piece that does not authenticate comes as an OSError, as does a failing disk under the container. What
        # the library did not foresee comes as a "panic", outside of the usual exceptions.
        if isinstance(error, (pyrage.DecryptError, OSError)) or type(error).__name__ == "PanicException":
            raise BackupDamaged() from None
        raise
    with sink.fixed as fixed:
        return _parse_fixed(fixed, sink.length)


def guard_header(source: BinaryIO) -> None:
    """Refuse, before the library sees it, what is not a plain age file or asks for much work; rewind otherwise.

    At most 16 KiB of header and 24 stanzas. Raises :class:`BackupDamaged`.
    """
    try:
        source.seek(0)
        start = source.read(_LONGEST_HEADER)
        source.seek(0)
    except OSError:
        raise BackupDamaged() from None
    if not start.startswith(_FIRST_LINE):
        raise BackupDamaged()
    at = len(_FIRST_LINE)
    for _ in range(_MOST_STANZAS + 1):
        stanza = _STANZA.match(start, at)
        if stanza is None:
            break
        at = stanza.end()
    else:
        raise BackupDamaged()
    if at == len(_FIRST_LINE) or _HEADER_END.match(start, at) is None:
        raise BackupDamaged()


def _parse_fixed(fixed: Secret, length: int) -> Sealed:
    buffer = fixed.view()
    if length < FIXED_BYTES or buffer[:7] != MAGIC[:7]:
        raise BackupDamaged()
    if buffer[7] != MAGIC[7]:
        raise BackupTooNew()
    size = int.from_bytes(buffer[8:12], "little")
    if size > _LONGEST_MANIFEST:
        raise BackupDamaged()
    return Sealed(
        manifest=bytes(buffer[_START.size : _START.size + size]),
        database_key=Secret(buffer[12:44]),
        records_key=Secret(buffer[44:76]),
    )
