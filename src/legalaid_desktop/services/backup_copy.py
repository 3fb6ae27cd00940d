"""One backup file, made and taken apart: the part that needs no open vault.

The database travels under a key made for this file alone, so that nothing in the clear touches a disk on the way in
or out, and no recipient learns the key of the vault.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from pyrage import x25519

from legalaid_desktop.errors import BackupDamaged, BackupTooNew, DatabaseDamaged, VaultTooNew
from legalaid_desktop.host.files import destination_error
from legalaid_desktop.host.litter import part_beside
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.migrations import NEWEST, version_of
from legalaid_desktop.storage.schema_text import own_schema_text, schema_text
from legalaid_desktop.vault.primitives import random_key
from legalaid_desktop.vault.sealed_file import Sealed, read_sealed
from legalaid_desktop.vault.secret import Secret

FORMAT = "legalaid-desktop backup"
VERSION = 1
_PIECE = 1024 * 1024
_RECIPIENT = re.compile("age1[0-9a-z]{58}")


Watch = Callable[[int], None]
"""Told how many bytes are done; what it raises stops the work."""


def nobody_watches(done: int) -> None:
    """The default: work that nobody looks at."""


class WatchedFile:
    """A file that tells how far it was read or written, at each further MiB."""

    def __init__(self, file: BinaryIO, watch: Watch) -> None:
        self._file = file
        self._watch = watch
        self._done = 0

    def read(self, size: int = -1, /) -> bytes:
        data = self._file.read(size)
        self._tell(len(data))
        return data

    def write(self, data: bytes, /) -> int:
        self._tell(len(data))
        return self._file.write(data)

    def _tell(self, more: int) -> None:
        before, self._done = self._done // _PIECE, self._done + more
        if self._done // _PIECE > before:
            self._watch(self._done)


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. ``counts`` are rows by table; ``database_bytes`` and ``database_sha256`` are of
    the encrypted database inside; ``own_recipient`` is the key of the vault itself, which can open it as well;
    ``anchor`` the journal's, ``None`` in backups from before there was one."""

    created_at: datetime
    vault_id: str
    generation: int
    schema: int
    cases: int
    counts: Mapping[str, int]
    database_bytes: int
    database_sha256: str
    recipients: tuple[str, ...]
    own_recipient: str
    anchor: str | None = None

    def to_json(self) -> bytes:
        return json.dumps(
            {
                "format": FORMAT,
                "version": VERSION,
                "created_at": self.created_at.isoformat(),
                "vault_id": self.vault_id,
                "generation": self.generation,
                "schema": self.schema,
                "cases": self.cases,
                "counts": dict(self.counts),
                "database": {"bytes": self.database_bytes, "sha256": self.database_sha256},
                "recipients": list(self.recipients),
                "own_recipient": self.own_recipient,
                # Readers before this field look up theirs by name and pass over it.
                **({} if self.anchor is None else {"anchor": self.anchor}),
            },
            ensure_ascii=True,
            separators=(",", ":"),
            sort_keys=True,
        ).encode("ascii")

    @classmethod
    def from_json(cls, data: bytes) -> Manifest:
        """Raises :class:`BackupDamaged` for what no version wrote, :class:`BackupTooNew`."""
        try:
            plain = json.loads(data)
            if plain["format"] != FORMAT:
                raise BackupDamaged()
            if _number(plain["version"]) > VERSION or _number(plain["schema"]) > NEWEST:
                raise BackupTooNew()
            created_at = datetime.fromisoformat(plain["created_at"])
            if created_at.tzinfo is None or _number(plain["schema"]) == 0:
                raise BackupDamaged()
            return cls(
                created_at=created_at,
                vault_id=_text(plain["vault_id"]),
                generation=_number(plain["generation"]),
                schema=_number(plain["schema"]),
                cases=_number(plain["cases"]),
                counts={_text(table): _number(rows) for table, rows in plain["counts"].items()},
                database_bytes=_number(plain["database"]["bytes"]),
                database_sha256=_text(plain["database"]["sha256"]),
                recipients=tuple(_recipient(recipient) for recipient in plain["recipients"]),
                own_recipient=_recipient(plain["own_recipient"]),
                anchor=_text(plain["anchor"]) if "anchor" in plain else None,
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            # Authenticated, yet not what this program writes: a faulty maker, or one that is not ours.
            raise BackupDamaged() from None


@dataclass(frozen=True)
class OpenedCopy:
    """A backup whose end was proved and whose database passed every check; it lies at ``database``."""

    manifest: Manifest
    database: Path
    database_key: Secret
    records_key: Secret


@contextlib.contextmanager
def part_file(folder: Path) -> Iterator[Path]:
    """Give a name in ``folder`` for a database in the making; it and what SQLite lays beside it go afterwards."""
    part = part_beside(folder / "any")
    try:
        yield part
    finally:
        for name in (part.name, f"{part.name}-journal", f"{part.name}-wal", f"{part.name}-shm"):
            # What a failing disk does not let us remove goes with the folder around it, now or at the next work there.
            with contextlib.suppress(OSError):
                part.with_name(name).unlink(missing_ok=True)


@contextlib.contextmanager
def opened_copy(
    source: BinaryIO, identities: Sequence[x25519.Identity], folder: Path, *, watch: Watch = nobody_watches
) -> Iterator[OpenedCopy]:
    """Restore the database of a backup into a file in ``folder`` and check all of it; the file goes afterwards.

    Checked are: the end of the stream, length and SHA-256, every page's MAC, the structure, references, the rows of
    each table. Raises :class:`BackupDamaged`, :class:`BackupTooNew`, :class:`WrongIdentity`, :class:`DiskFull`,
    :class:`DestinationNotWritable`.
    """
    with part_file(folder) as part:
        sealed = _restore(source, identities, part, watch)
        with sealed.database_key, sealed.records_key:
            manifest = Manifest.from_json(sealed.manifest)
            if (part.stat().st_size, digest_of(part)) != (manifest.database_bytes, manifest.database_sha256):
                raise BackupDamaged()
            _check(part, sealed.database_key, manifest)
            yield OpenedCopy(manifest, part, sealed.database_key, sealed.records_key)


def _restore(source: BinaryIO, identities: Sequence[x25519.Identity], part: Path, watch: Watch) -> Sealed:
    try:
        with new_part(part) as file:
            sealed = read_sealed(source, identities, WatchedFile(file, watch))
            file.flush()
            os.fsync(file.fileno())
            return sealed
    except OSError as error:
        raise destination_error(error, part) from error


def _check(part: Path, key: Secret, manifest: Manifest) -> None:
    if Database.problems_of(part, key):
        raise BackupDamaged()
    try:
        db = Database.open(part, key)
        try:
            with part_file(part.parent) as scratch, random_key() as scratch_key:
                if schema_text(db) != own_schema_text(manifest.schema, scratch, scratch_key):
                    raise BackupDamaged()
            if version_of(db) != manifest.schema or db.counts() != dict(manifest.counts):
                raise BackupDamaged()
        finally:
            db.close()
    except DatabaseDamaged:
        raise BackupDamaged() from None
    except VaultTooNew:
        raise BackupTooNew() from None


def new_part(part: Path) -> BinaryIO:
    """Open the new file ``part``, readable by this user only."""
    number = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    return os.fdopen(number, "wb")


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return digest_of_open(file)


def digest_of_open(file: BinaryIO) -> str:
    """Return the SHA-256 of an open file from its beginning."""
    state = hashlib.sha256()
    file.seek(0)
    while piece := file.read(_PIECE):
        state.update(piece)
    return state.hexdigest()


def scratch_folder(beside: Path, needed: int) -> Path:
    """Return a folder with ``needed`` bytes of room for a trial restore: that of the backup itself if it can be
    written to, else the one for temporary files. What lies there is encrypted under a key that is nowhere on disk."""
    places = [beside.parent, Path(tempfile.gettempdir())]
    usable = [place for place in places if os.access(place, os.W_OK)]
    for place in usable:
        if shutil.disk_usage(place).free > needed:
            return place
    return usable[0] if usable else places[0]


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError
    return value


def _recipient(value: Any) -> str:
    if not _RECIPIENT.fullmatch(_text(value)):
        raise ValueError
    return str(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
