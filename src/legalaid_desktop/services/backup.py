"""Backups: made, restored on trial before they count, verified and restored anywhere (vault.md, "Backup")."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
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
from legalaid_desktop.host.files import new_file
from legalaid_desktop.host.scratch import scratch_beside, whole_folder
from legalaid_desktop.intake.gate import foreign_file
from legalaid_desktop.intake.limits import Inlet
from legalaid_desktop.services.backup_copy import (
    Manifest,
    OpenedCopy,
    WatchedFile,
    digest_of,
    digest_of_open,
    opened_copy,
    part_file,
    scratch_folder,
)
from legalaid_desktop.services.identity import ShownIdentity, read_aloud
from legalaid_desktop.services.last_backup import check_phrase, note_backup
from legalaid_desktop.services.open_vault import OpenVault, seals_of
from legalaid_desktop.services.vault_health import VaultProblem, content_problems, problem
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.migrations import migrate, version_of
from legalaid_desktop.storage.office_records import BackupReceipt as StoredReceipt
from legalaid_desktop.storage.vault_state import adopt
from legalaid_desktop.vault.age_keys import identity_from, parse_recipients, read_identities
from legalaid_desktop.vault.header import DATA
from legalaid_desktop.vault.key_file import read_key_file
from legalaid_desktop.vault.key_slot import SlotInfo
from legalaid_desktop.vault.outside import must_lie_outside
from legalaid_desktop.vault.primitives import random_key
from legalaid_desktop.vault.sealed_file import write_sealed
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import RecordsKey, VaultKeys, new_keys, write_new_head

Watch = Callable[[int, int], None]
"""Told how much of how much is done (bytes moved, roughly); what it raises stops the work."""
EARLIER_IDENTITY = "own identity "
"""Begin of the names under which a vault keeps the secrets of the identities that it had under earlier keys."""
_PASSES = 5
"""Of making a backup, each over the whole database: checked, copied, sealed, restored on trial, checked again."""


def _nobody_watches(done: int, total: int) -> None:
    """The default: work that nobody looks at."""


@dataclass(frozen=True)
class BackupReceipt:
    """``bytes`` and ``sha256`` are of the file; ``recipients`` the keys it was made for, without the vault's own."""

    file: Path
    bytes: int
    cases: int | None
    sha256: str
    created_at: datetime | None
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class BackupReport(BackupReceipt):
    """``cases``, ``created_at`` are ``None`` and ``recipients`` empty where the file does not let itself be opened."""

    ok: bool
    problems: tuple[VaultProblem, ...]
    check_phrase: str = ""
    """Four words that prove to the maker that this file was opened; empty where it is not whole."""


@dataclass(frozen=True)
class BackupStatus:
    """``None`` and empty while there is no backup."""

    last_created_at: datetime | None
    last_verified_at: datetime | None
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class RestoredVault:
    vault: Path
    cases: int
    slots: tuple[SlotInfo, ...]


class _Progress:
    """Adds up the passes of making a backup over a database of ``size`` bytes."""

    def __init__(self, watch: Watch, size: int) -> None:
        self._watch = watch
        self._size = max(size, 1)

    def finished(self, passes: int) -> None:
        self._watch(passes * self._size, _PASSES * self._size)

    def pages(self, done: int, total: int) -> None:
        """Watch the pages of the second pass."""
        self._watch(self._size + self._size * done // max(total, 1), _PASSES * self._size)

    def bytes_of(self, number: int) -> Callable[[int], None]:
        """Return a watch over the bytes of one pass, counted from 0."""

        def told(done: int) -> None:
            self._watch(number * self._size + min(done, self._size), _PASSES * self._size)

        return told


class Backups:
    """Backups of one open vault. One thread only."""

    def __init__(self, vault: OpenVault, keys: VaultKeys) -> None:
        self._vault = vault
        self._keys = keys

    def own_identity(self, *, lang: str = "ru") -> ShownIdentity:
        """Return the public part of the vault's own key. The secret part comes from the vault key and is kept
        nowhere until the key is changed, so a vault that was restored has another one."""
        recipient = str(self._identity().to_public())
        return ShownIdentity(recipient, read_aloud(recipient, lang=lang))

    def create(self, to: Sequence[str], out: Path, *, watch: Watch = _nobody_watches) -> BackupReceipt:
        """Write a backup for the recipients ``to`` (``age1…``, 1 to 20) into the new file ``out``.

        ``watch`` is told how far it is; what it raises stops the work, and nothing stays behind.

        Every page of the vault is checked first, so that damage is not passed on in silence. Before the file gets
        its name, its database is restored from it and compared; only then a receipt is kept. The vault's own key can
        open it as well. Raises :class:`WrongUse` (recipients), :class:`DestinationExists`,
        :class:`DestinationInVault`, :class:`DestinationNotWritable`, :class:`DiskFull`, :class:`DatabaseDamaged`;
        nothing stays behind then.
        """
        must_lie_outside(out)
        recipients = parse_recipients(to)
        own = self._identity()
        progress = _Progress(watch, self._vault.db.path.stat().st_size)
        progress.finished(0)
        broken = self._vault.db.integrity_problems()
        if broken:
            raise DatabaseDamaged(where=DATA, reason=broken[0].check)
        with scratch_beside(out) as scratch, new_file(out) as target:
            manifest = self._seal(target, scratch, recipients, own, progress)
            sha256, size = digest_of_open(target), target.tell()
            self._restore_on_trial(target, own, out, scratch, manifest, progress)
            progress.finished(_PASSES)
        receipt = BackupReceipt(out, size, manifest.cases, sha256, manifest.created_at, manifest.recipients)
        try:
            self._keep(receipt, manifest)
        except BaseException:
            # A backup that the vault does not know of would be found by nobody when it is needed.
            with contextlib.suppress(OSError):  # the first failure is the one to tell
                out.unlink(missing_ok=True)
            raise
        return receipt

    def _seal(
        self,
        target: BinaryIO,
        scratch: Path,
        recipients: Sequence[x25519.Recipient],
        own: x25519.Identity,
        progress: _Progress,
    ) -> Manifest:
        """Seal a copy of the database into ``target``; the copy lies in ``scratch`` meanwhile and is gone then."""
        with part_file(scratch) as part, random_key() as key:
            progress.finished(1)
            self._vault.db.backup_to(part, key, watch=progress.pages)
            progress.finished(2)
            manifest = self._manifest(part, [str(recipient) for recipient in recipients], str(own.to_public()))
            with part.open("rb") as database, self._keys.records_key() as records_key:
                write_sealed(
                    target,
                    [*recipients, own.to_public()],
                    manifest=manifest.to_json(),
                    database_key=key,
                    records_key=records_key,
                    database=WatchedFile(database, progress.bytes_of(2)),
                )
            target.flush()
            os.fsync(target.fileno())
        progress.finished(3)
        return manifest

    def verify(self, file: Path, *, lang: str = "ru") -> BackupReport:
        """As :func:`verify_backup`, with the vault's own keys: that of now and the earlier ones."""
        return _verified(file, self._own_identities(), lang)

    def restore(
        self, file: Path, into: Path, passphrase: Secret, *, fast_kdf: bool = False, key_file: Path | None = None
    ) -> RestoredVault:
        """As :func:`restore_backup`, with the vault's own keys: for a backup that this vault made itself."""
        with contextlib.ExitStack() as stack:
            digest = None if key_file is None else stack.enter_context(read_key_file(key_file))
            return _restored(file, into, self._own_identities(), passphrase, self._vault.clock, fast_kdf, digest)

    def _own_identities(self) -> tuple[x25519.Identity, ...]:
        earlier = []
        for data, _ in self._vault.office.kept_secrets(EARLIER_IDENTITY):
            with Secret(data) as seed:
                earlier.append(identity_from(seed))
        return (self._identity(), *earlier)

    def status(self) -> BackupStatus:
        """Return when a backup was last made and last restored on trial, and for whom the last one is."""
        receipts = self._vault.office.receipts()
        if not receipts:
            return BackupStatus(None, None, ())
        verified = [receipt.verified_at for receipt in receipts if receipt.verified_at is not None]
        return BackupStatus(receipts[0].created_at, max(verified, default=None), receipts[0].recipients)

    def receipts(self) -> tuple[StoredReceipt, ...]:
        """Return the receipts of all backups, newest first."""
        return self._vault.office.receipts()

    def _identity(self) -> x25519.Identity:
        with self._keys.subkey("identity") as seed:
            return identity_from(seed)

    def _manifest(self, part: Path, recipients: Sequence[str], own_recipient: str) -> Manifest:
        vault = self._vault
        return Manifest(
            created_at=vault.clock.now(),
            vault_id=self._keys.vault_id,
            generation=self._keys.generation,
            schema=version_of(vault.db),
            cases=len(vault.cases.all_rows()),
            counts=vault.db.counts(),
            database_bytes=part.stat().st_size,
            database_sha256=digest_of(part),
            recipients=tuple(recipients),
            own_recipient=own_recipient,
            anchor=vault.journal.anchor().whole,
        )

    def _restore_on_trial(
        self,
        target: BinaryIO,
        own: x25519.Identity,
        out: Path,
        scratch: Path,
        manifest: Manifest,
        progress: _Progress,
    ) -> None:
        try:
            with opened_copy(target, [own], scratch, watch=progress.bytes_of(3)) as copy:
                if copy.manifest != manifest:
                    raise BackupDamaged()
        except BackupDamaged:
            # What was just written cannot be read back: the disk under it is not to be trusted with a backup.
            raise DestinationNotWritable(path=str(out)) from None

    def _keep(self, receipt: BackupReceipt, manifest: Manifest) -> None:
        with self._vault.change() as at:
            self._vault.office.add_receipt(
                StoredReceipt(
                    created_at=manifest.created_at,
                    verified_at=at,
                    sha256=receipt.sha256,
                    bytes=receipt.bytes,
                    cases=manifest.cases,
                    generation=manifest.generation,
                    recipients=receipt.recipients,
                    anchor=manifest.anchor,
                )
            )
            note_backup(self._vault, at)
            self._vault.journal.write("made", "backup", at)


def verify_backup(file: Path, identity: Path, *, lang: str = "ru") -> BackupReport:
    """Restore a backup on trial, without a vault, and check all of it, down to every record's keyed hash.

    Damage is reported, not raised. Raises :class:`NotFound` (no such file), :class:`WrongIdentity`,
    :class:`DiskFull` and :class:`DestinationNotWritable` (no room for the trial).
    """
    return _verified(file, read_identities(identity), lang)


def _verified(file: Path, identities: Sequence[x25519.Identity], lang: str) -> BackupReport:
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
    :class:`FolderNotEmpty`, :class:`WrongUse` (empty passphrase), :class:`DiskFull`,
    :class:`DestinationNotWritable`; nothing stays behind then.
    """
    with contextlib.ExitStack() as stack:
        digest = None if key_file is None else stack.enter_context(read_key_file(key_file))
        return _restored(file, into, read_identities(identity), passphrase, clock or SystemClock(), fast_kdf, digest)


def _restored(
    file: Path,
    into: Path,
    identities: Sequence[x25519.Identity],
    passphrase: Secret,
    clock: Clock,
    fast_kdf: bool,
    key_file: Secret | None = None,
) -> RestoredVault:
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
            source.backup_to(path, key)
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
