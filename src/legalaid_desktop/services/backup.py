"""Backups of an open vault: made, and restored on trial before they count (vault.md, "Backup")."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from pyrage import x25519

from legalaid_desktop.errors import (
    BackupDamaged,
    DatabaseDamaged,
    DestinationNotWritable,
)
from legalaid_desktop.host.files import new_file
from legalaid_desktop.host.scratch import scratch_beside
from legalaid_desktop.services.backup_copy import (
    Manifest,
    WatchedFile,
    digest_of,
    digest_of_open,
    opened_copy,
    part_file,
)
from legalaid_desktop.services.backup_reports import BackupReceipt, BackupReport, BackupStatus, RestoredVault
from legalaid_desktop.services.identity import ShownIdentity, read_aloud
from legalaid_desktop.services.last_backup import note_backup
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.services.restoring import restored, verified
from legalaid_desktop.storage.migrations import version_of
from legalaid_desktop.storage.office_records import BackupReceipt as StoredReceipt
from legalaid_desktop.vault.age_keys import identity_from, parse_recipients
from legalaid_desktop.vault.header import DATA
from legalaid_desktop.vault.key_file import key_file_digest
from legalaid_desktop.vault.outside import must_lie_outside
from legalaid_desktop.vault.primitives import random_key
from legalaid_desktop.vault.sealed_file import write_sealed
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import VaultKeys

Watch = Callable[[int, int], None]
"""Told how much of how much is done (bytes moved, roughly); what it raises stops the work."""
EARLIER_IDENTITY = "own identity "
"""Begin of the names under which a vault keeps the secrets of the identities that it had under earlier keys."""
_PASSES = 5
"""Of making a backup, each over the whole database: checked, copied, sealed, restored on trial, checked again."""


def _nobody_watches(done: int, total: int) -> None:
    """The default: work that nobody looks at."""


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
        """As ``restoring.verify_backup``, with the vault's own keys: that of now and the earlier ones."""
        return verified(file, self._own_identities(), lang)

    def restore(
        self, file: Path, into: Path, passphrase: Secret, *, fast_kdf: bool = False, key_file: Path | None = None
    ) -> RestoredVault:
        """As ``restoring.restore_backup``, with the vault's own keys: for a backup that this vault made itself."""
        with key_file_digest(key_file) as digest:
            return restored(file, into, self._own_identities(), passphrase, self._vault.clock, fast_kdf, digest)

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
