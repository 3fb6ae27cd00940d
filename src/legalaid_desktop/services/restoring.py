"""A backup opened again: checked without a vault, and restored into a new one (vault.md, "Backup")."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from pyrage import x25519

from legalaid_desktop.errors import (
    BackupDamaged,
    BackupTooNew,
    DatabaseDamaged,
    DestinationNotWritable,
    FileNotUnderstood,
    NotFound,
)
from legalaid_desktop.host.clock import Clock, SystemClock
from legalaid_desktop.host.scratch import scratch_beside, whole_folder
from legalaid_desktop.intake.gate import foreign_file
from legalaid_desktop.intake.limits import Inlet
from legalaid_desktop.services.backup_copy import (
    Manifest,
    OpenedCopy,
    digest_of_open,
    opened_copy,
    scratch_folder,
)
from legalaid_desktop.services.backup_reports import BackupReport, RestoredVault
from legalaid_desktop.services.last_backup import check_phrase
from legalaid_desktop.services.open_vault import OpenVault, seals_of
from legalaid_desktop.services.vault_health import content_problems, problem
from legalaid_desktop.storage.connection import SaltedKey
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.migrations import migrate
from legalaid_desktop.storage.vault_state import adopt
from legalaid_desktop.vault.age_keys import read_identities
from legalaid_desktop.vault.header import DATA
from legalaid_desktop.vault.key_file import key_file_digest
from legalaid_desktop.vault.outside import must_lie_outside
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import RecordsKey, VaultKeys, new_keys, write_new_head


def verify_backup(file: Path, identity: Path, *, lang: str = "ru") -> BackupReport:
    """Restore a backup on trial, without a vault, and check all of it, down to every record's keyed hash.

    Damage is reported, not raised. Raises :class:`NotFound` (no such file), :class:`WrongIdentity`,
    :class:`DiskFull` and :class:`DestinationNotWritable` (no room for the trial).
    """
    return verified(file, read_identities(identity), lang)


def verified(file: Path, identities: Sequence[x25519.Identity], lang: str) -> BackupReport:
    """As :func:`verify_backup`, by identities that are there."""
    with _open_backup(file) as source:
        size, sha256 = _measure(source)
        manifest: Manifest | None = None
        found: list[tuple[str, str]] = []
        phrase = ""
        try:
            with (
                scratch_beside(scratch_folder(file, size) / file.name) as scratch,
                opened_copy(source, identities, scratch) as copy,
            ):
                manifest = copy.manifest
                found += _content(copy)
                phrase = check_phrase(RecordsKey(copy.records_key), sha256, lang=lang)
        except (BackupDamaged, BackupTooNew) as error:
            found.append((error.code, file.name))
    problems = tuple(problem(code, where, lang) for code, where in found)
    return BackupReport(
        file=file,
        bytes=size,
        cases=manifest.cases if manifest else None,
        sha256=sha256,
        created_at=manifest.created_at if manifest else None,
        recipients=manifest.recipients if manifest else (),
        ok=not problems,
        problems=problems,
        check_phrase="" if problems else phrase,
    )


def restore_backup(
    file: Path,
    into: Path,
    identity: Path,
    passphrase: Secret,
    *,
    clock: Clock | None = None,
    fast_kdf: bool = False,
    key_file: Path | None = None,
) -> RestoredVault:
    """Make a new vault in ``into`` (empty or absent) from a backup, under a new key and the new ``passphrase``.

    With ``key_file`` the passphrase opens it only together with that file. Raises :class:`NotFound`,
    :class:`KeyFileUnusable`, :class:`WrongIdentity`, :class:`BackupDamaged`, :class:`BackupTooNew`,
    :class:`FolderNotEmpty`, :class:`WrongUse` (empty passphrase), :class:`DestinationInVault`, :class:`DiskFull`,
    :class:`DestinationNotWritable`; nothing stays behind then.
    """
    with key_file_digest(key_file) as digest:
        return restored(file, into, read_identities(identity), passphrase, clock or SystemClock(), fast_kdf, digest)


def restored(
    file: Path,
    into: Path,
    identities: Sequence[x25519.Identity],
    passphrase: Secret,
    clock: Clock,
    fast_kdf: bool,
    key_file: Secret | None = None,
) -> RestoredVault:
    """As :func:`restore_backup`, by identities that are there; ``key_file`` is the digest of the key file."""
    must_lie_outside(into)
    with (
        _open_backup(file) as source,
        whole_folder(into) as folder,
        scratch_beside(folder) as scratch,
        opened_copy(source, identities, scratch) as copy,
    ):
        if any(_content(copy)):
            raise BackupDamaged()
        records_key = copy.records_key.copy()
        with new_keys(passphrase, fast=fast_kdf, clock=clock, records_key=records_key, key_file=key_file) as keys:
            _move_in(copy, folder, keys, clock)
            write_new_head(folder, keys)
            slots = keys.slots
        return RestoredVault(into, copy.manifest.cases, slots)


@contextlib.contextmanager
def _open_backup(file: Path) -> Iterator[BinaryIO]:
    """Raises :class:`NotFound` without such a file, :class:`BackupDamaged` where it cannot be read at all."""
    if not file.is_file():
        raise NotFound(kind="file", what=str(file))
    with contextlib.ExitStack() as stack:
        try:
            source = stack.enter_context(foreign_file(file, Inlet.BACKUP))
        except NotFound:
            raise NotFound(kind="file", what=str(file)) from None
        except FileNotUnderstood:
            raise BackupDamaged() from None
        yield source


def _measure(source: BinaryIO) -> tuple[int, str]:
    """Return length and SHA-256. Raises :class:`BackupDamaged` when the disk under the file does not give it."""
    try:
        digest = digest_of_open(source)
        return source.tell(), digest
    except OSError:
        raise BackupDamaged() from None


def _move_in(copy: OpenedCopy, folder: Path, keys: VaultKeys, clock: Clock) -> None:
    """Write the database of a backup as that of a new vault, and compare the rows of each table."""
    path = folder / DATA
    source = Database.open(copy.database, copy.database_key)
    try:
        with keys.subkey("database") as key:
            source.backup_to(path, SaltedKey(key, keys.data_salt))
            if Database.problems_of(path, key):
                raise DestinationNotWritable(path=str(path))
            db = Database.open(path, key)
            try:
                if db.counts() != source.counts():
                    raise DestinationNotWritable(path=str(path))
                migrate(db, clock.now(), seals=seals_of(keys))
                vault = OpenVault(folder, db, clock, keys)
                with vault.change() as at:
                    adopt(db, vault_id=keys.vault_id, generation=keys.generation)
                    vault.journal.write("restored", "vault", at)
            finally:
                db.close()
    finally:
        source.close()


def _content(copy: OpenedCopy) -> list[tuple[str, str]]:
    """Check journal and keyed hashes inside an opened backup."""
    keys = RecordsKey(copy.records_key)
    db = Database.open(copy.database, copy.database_key)
    try:
        return list(content_problems(copy.database.parent, db, SystemClock(), keys))
    except DatabaseDamaged:
        raise BackupDamaged() from None
    finally:
        db.close()
