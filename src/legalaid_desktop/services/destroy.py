"""Destroy a vault on purpose: overwrite what opens it, then remove its files. No way back but a backup.

Both copies of the header are overwritten with random bytes and synced, one after the other. Up to the second copy a
kill leaves a vault that opens; behind it, one that opens for nobody and says so (``vault/destroyed.py``), with or
without its files. Only then the files go.

What can still bring the data back: backups; copies of the folder, or of ``head`` and ``data``, that were made earlier,
with a passphrase or recovery sheets of that time; old blocks of a flash disk or a journalling file system, in which
the overwritten header may live on for a while. Nothing is hidden, and that there was a vault is not hidden either.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from legalaid_desktop.errors import NoFreshBackup, VaultDestroyed, VaultReadOnly, WrongUse
from legalaid_desktop.host.files import destination_error, sync_folder
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.last_backup import fresh_backup
from legalaid_desktop.storage.office_records import BackupReceipt
from legalaid_desktop.vault.head_lock import HeldLock, hold_head
from legalaid_desktop.vault.header import read_head
from legalaid_desktop.vault.key_file import key_file_digest
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import unlock
from legalaid_desktop.vault.wiping import overwrite_head, remove_vault_files


@dataclass(frozen=True)
class DestroyReport:
    """The vault opens for nobody. ``remains`` are names in its folder that could not be removed, or are not ours;
    ``backup`` the receipt that made it possible, ``None`` when it was waived."""

    vault: Path
    folder_removed: bool
    remains: tuple[str, ...]
    backup: BackupReceipt | None


def may_destroy(briefcase: Briefcase, *, without_backup: str | None = None) -> BackupReceipt | None:
    """Return the verified backup that holds everything, or ``None`` where ``without_backup`` gives a reason instead.

    Raises :class:`NoFreshBackup`, and :class:`WrongUse` for an empty reason.
    """
    if without_backup is not None:
        _must_give_reason(without_backup)
        return None
    receipt = fresh_backup(briefcase.vault)
    if receipt is None:
        raise NoFreshBackup()
    return receipt


def _must_give_reason(without_backup: str) -> None:
    if not without_backup.strip():
        raise WrongUse(what="--without-backup")


def destroy(
    briefcase: Briefcase, *, without_backup: str | None = None, no_way_back: Callable[[], None] = lambda: None
) -> DestroyReport:
    """Destroy the open vault; ``briefcase`` is closed then, whatever happens behind the first overwritten byte.

    ``no_way_back`` is called right before that; what it raises leaves everything as it was.
    Raises :class:`VaultReadOnly` and what :func:`may_destroy` raises, with everything as it was;
    :class:`DestinationNotWritable` or :class:`DiskFull` when the header could not be overwritten: the vault still opens
    then.
    """
    if briefcase.read_only:
        raise VaultReadOnly()
    backup = may_destroy(briefcase, without_backup=without_backup)
    no_way_back()
    lock = briefcase.lock.pass_on()
    try:
        briefcase.close()
        return _wipe(lock, backup)
    finally:
        lock.release()


def destroy_unread(
    folder: Path, passphrase: Secret, *, without_backup: str, key_file: Path | None = None
) -> DestroyReport:
    """Destroy a closed vault without reading its data, which may be damaged; the header must open.

    ``without_backup`` is the reason why no backup is asked for. Raises :class:`WrongUse` (an empty reason), what
    ``unlock`` raises, :class:`VaultInUse`, and what :func:`destroy` raises for a disk.
    """
    _must_give_reason(without_backup)
    with hold_head(folder) as lock:
        with key_file_digest(key_file) as digest:
            unlock(folder, passphrase, key_file=digest).close()
        return _wipe(lock, None)


def remove_remains(folder: Path) -> DestroyReport:
    """Remove the files of a vault whose destruction was interrupted; no passphrase is needed, none would open it.

    Raises :class:`VaultNotFound`, :class:`VaultInUse`, and :class:`WrongUse` for a vault that was not destroyed.
    """
    with hold_head(folder) as lock:
        if not was_destroyed(folder):
            raise WrongUse(what=str(folder))
        return _wipe(lock, None)


def was_destroyed(folder: Path) -> bool:
    """Tell whether the header in ``folder`` was overwritten on purpose. Raises :class:`VaultNotFound`."""
    try:
        read_head(folder)
    except VaultDestroyed:
        return True
    return False


def _wipe(lock: HeldLock, backup: BackupReceipt | None) -> DestroyReport:
    folder = lock.folder
    try:
        overwrite_head(lock.file)
    except OSError as error:
        if not was_destroyed(folder):
            raise destination_error(error, folder) from error
        # The second copy was hit as well before the disk gave up: nothing opens it any more, so it is destroyed.
    lock.release()  # Windows removes no open file
    remove_vault_files(folder)
    remains = tuple(sorted(path.name for path in folder.iterdir()))
    removed = not remains and _remove_folder(folder)
    return DestroyReport(folder, removed, remains, backup)


def _remove_folder(folder: Path) -> bool:
    try:
        folder.rmdir()
    except OSError:  # the root of a stick, or a folder of somebody else's: empty, and said so
        return False
    with contextlib.suppress(OSError):  # an empty folder that comes back after a power cut holds nothing
        sync_folder(folder.parent)
    return True
