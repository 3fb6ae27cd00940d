"""Opening a vault and making one: the lock first, then the keys, the database, and what is done at each opening."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from legalaid_desktop.domain.clock_facts import ClockFacts
from legalaid_desktop.domain.clock_marks import Marks
from legalaid_desktop.domain.deadline import DeadlineRow
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.errors import (
    DatabaseDamaged,
    DestinationNotWritable,
    DiskFull,
    FolderNotEmpty,
    LegalAidError,
    VaultExists,
    VaultTooNew,
)
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.scratch import whole_folder
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.deadlines import case_rows
from legalaid_desktop.services.known_good import refuse_unsafe_key_libraries
from legalaid_desktop.services.open_vault import Compute, OpenVault, record_hashes, seals_of
from legalaid_desktop.services.unfinished_key import told_of_unfinished_key
from legalaid_desktop.storage.connection import SaltedKey
from legalaid_desktop.storage.data_salt import key_that_reads, salt_of
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.migrations import NEWEST, migrate, version_of
from legalaid_desktop.storage.office_records import OfficeStore
from legalaid_desktop.storage.vault_state import adopt, create_state, is_older, read_state
from legalaid_desktop.vault.head_lock import HeldLock, hold_head, hold_head_to_read
from legalaid_desktop.vault.header import DATA, HEAD
from legalaid_desktop.vault.key_file import key_file_digest
from legalaid_desktop.vault.key_slot import SlotKind
from legalaid_desktop.vault.outside import must_lie_outside
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import VaultKeys, mend_header, new_keys, unlock, write_new_head


def create_briefcase(
    folder: Path, passphrase: Secret, *, clock: Clock, fast_kdf: bool = False, key_file: Path | None = None
) -> Briefcase:
    """Make a new vault in ``folder`` (empty or absent; missing parents are made) and open it.

    With ``key_file`` the passphrase opens it only together with that file. Raises :class:`VaultExists`,
    :class:`WrongUse` (empty passphrase), :class:`KeyFileUnusable`, :class:`DestinationInVault` (a vault in a vault
    would go when that one is destroyed), :class:`DestinationNotWritable`, :class:`DiskFull`, :class:`UnsafeBinding`.
    Nothing stays behind then.
    """
    refuse_unsafe_key_libraries()
    must_lie_outside(folder)
    with contextlib.ExitStack() as on_failure:
        try:
            with whole_folder(folder) as building:
                with key_file_digest(key_file) as digest:
                    keys = new_keys(passphrase, fast=fast_kdf, clock=clock, key_file=digest)
                on_failure.callback(keys.close)
                write_new_head(building, keys)
                open_under_keys(building, keys, clock, create=True, key_file=key_file).close(keep_keys=True)
        except FolderNotEmpty:
            raise VaultExists(path=str(folder)) from None
        on_failure.pop_all()
    try:
        return open_under_keys(folder, keys, clock, create=False, key_file=key_file)
    except (DiskFull, DestinationNotWritable):
        # Told as a failure, so nothing shall stand there; nobody has confirmed anything in it yet.
        _take_back(folder)
        raise


def _take_back(folder: Path) -> None:
    with contextlib.suppress(OSError):  # the first failure is the one to tell
        for name in (HEAD, DATA, f"{DATA}-wal", f"{DATA}-journal"):
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()


def open_briefcase(folder: Path, passphrase: Secret, *, clock: Clock, key_file: Path | None = None) -> Briefcase:
    """Open an existing vault, bring its schema up to date, and empty what lay in the bin for 30 days.

    Raises :class:`VaultNotFound`, :class:`VaultInUse`, :class:`WrongPassphrase`, :class:`KeyFileNeeded`,
    :class:`KeyFileUnusable`, :class:`NoSuchWay`, :class:`HeaderDamaged`, :class:`DatabaseDamaged`,
    :class:`VaultTooNew`, :class:`UnsafeBinding`, :class:`DiskFull`, :class:`DestinationNotWritable`.
    """

    def opened() -> VaultKeys:
        with key_file_digest(key_file) as digest:
            return unlock(folder, passphrase, key_file=digest)

    return open_by(folder, opened, clock=clock, key_file=key_file)


def open_by(folder: Path, opened: Callable[[], VaultKeys], *, clock: Clock, key_file: Path | None = None) -> Briefcase:
    """Open an existing vault by whatever gives its keys; raises what ``opened`` and :func:`open_briefcase` raise."""
    refuse_unsafe_key_libraries()
    # The lock first: a second program is told so at once, not after a second of key derivation.
    lock = hold_head(folder)
    try:
        keys = opened()
    except BaseException:
        lock.release()
        raise
    return open_under_keys(folder, keys, clock, create=False, lock=lock, key_file=key_file)


def open_briefcase_read_only(
    folder: Path, passphrase: Secret, *, clock: Clock, key_file: Path | None = None
) -> Briefcase:
    """Open a vault without changing a byte of it: where something is damaged, or the folder cannot be written to.

    Every change raises :class:`VaultReadOnly`; what cannot be read is left out, and ``damage()`` tells of it. A write
    log that does not belong to the vault is not read. Raises what :func:`open_briefcase` raises,
    :class:`DatabaseDamaged` only when nothing can be read at all, and :class:`NewKeyWaits`.
    """

    def opened() -> VaultKeys:
        with key_file_digest(key_file) as digest:
            return unlock(folder, passphrase, key_file=digest)

    return open_to_read_by(folder, opened, clock=clock, key_file=key_file)


def open_to_read_by(
    folder: Path, opened: Callable[[], VaultKeys], *, clock: Clock, key_file: Path | None = None
) -> Briefcase:
    """Open a vault without changing a byte of it by whatever gives its keys; raises what ``opened`` and
    :func:`open_briefcase_read_only` raise."""
    with contextlib.ExitStack() as on_failure:
        lock = on_failure.enter_context(hold_head_to_read(folder))
        with told_of_unfinished_key(folder):
            keys = on_failure.enter_context(opened())
            briefcase = _opened_to_read(folder, keys, clock, lock)
        on_failure.pop_all()
    if _by_key_file(keys):
        briefcase.key_file = key_file
    return briefcase


def open_again_to_read(briefcase: Briefcase) -> Briefcase:
    """The same vault for reading only from now on, by the keys that are there; what is given is closed.

    Raises what :func:`open_briefcase_read_only` raises; the keys are wiped then.
    """
    briefcase.close(keep_keys=True)
    return read_again(briefcase)


def read_again(closed: Briefcase) -> Briefcase:
    """Open for reading what was closed with ``keep_keys``. Raises as :func:`open_again_to_read`."""
    with contextlib.ExitStack() as on_failure:
        on_failure.callback(closed.keys.close)
        lock = on_failure.enter_context(hold_head_to_read(closed.folder))
        again = _opened_to_read(closed.folder, closed.keys, closed.vault.clock, lock)
        again.key_file = closed.key_file
        on_failure.pop_all()
    return again


def _opened_to_read(folder: Path, keys: VaultKeys, clock: Clock, lock: HeldLock) -> Briefcase:
    with contextlib.ExitStack() as on_failure:
        database_key = on_failure.enter_context(keys.subkey("database"))
        path = folder / DATA
        db = Database.open_to_read(path, key_that_reads(path, database_key, keys.data_salt))
        on_failure.callback(db.close)
        found = version_of(db)
        if found > NEWEST:
            raise VaultTooNew(found=found, known=NEWEST)
        if found == 0:
            raise DatabaseDamaged(where=DATA, reason="no_migrations")
        vault = OpenVault(folder, db, clock, keys)
        try:
            state = read_state(db)
            older = state.vault_id == keys.vault_id and keys.generation < state.generation
            data_older = state.vault_id == keys.vault_id and is_older(state, keys.generation)
        except DatabaseDamaged as error:
            vault.seen(error)
            older = data_older = False
        briefcase = Briefcase(folder, keys, lock, database_key, vault, header_is_older=older)
        briefcase.data_is_older = data_older
        on_failure.pop_all()
        return briefcase


def _by_key_file(keys: VaultKeys) -> bool:
    return any(slot.id == keys.opened_by and slot.kind == SlotKind.PASSPHRASE_AND_KEY_FILE for slot in keys.slots)


def _mend(lock: HeldLock, keys: VaultKeys) -> bool:
    """Write both header copies anew after one was found damaged or left behind by an interrupted change.

    Where ``head`` cannot be written, the vault still opens from the good copy, and ``vault check`` goes on saying so.
    """
    try:
        mend_header(lock, keys)
    except (DestinationNotWritable, DiskFull):
        return False
    return True


def _clocks(clock: Clock) -> Compute:
    def rows(facts: ClockFacts, marks: Marks, law: LawPack) -> Sequence[DeadlineRow]:
        return case_rows(facts, clock.today(), marks, law)

    return rows


def _compute_anew(vault: OpenVault) -> None:
    """The program came with other law data than when the vault was last open: count every period again. Closed cases
    are counted by the law of their time, as before."""
    with vault.db.transaction():
        vault.law_in_use.keep_shipped(vault.law_packs.closed_cases(), vault.clock.now())
        vault.compute_all_deadlines()


def open_under_keys(
    folder: Path,
    keys: VaultKeys,
    clock: Clock,
    *,
    create: bool,
    lock: HeldLock | None = None,
    key_file: Path | None = None,
) -> Briefcase:
    """Open the database of a vault whose keys are there already, or with ``create`` make it.

    ``lock`` is the lock on ``head`` where it is held; ``key_file`` is kept in mind if that is what the keys came by.
    On failure keys and lock are given back. Raises what :func:`open_briefcase` raises.
    """
    lock = lock or hold_head(folder)
    database_key = keys.subkey("database")
    db: Database | None = None
    try:
        path = folder / DATA
        if create and path.exists():
            raise VaultExists(path=str(folder))
        if create:
            db = Database.create(path, SaltedKey(database_key, keys.data_salt))
        else:
            db = Database.open(path, database_key)
            keys.note_data_salt(salt_of(path))
        migrate(db, clock.now(), seals=seals_of(keys))
        if create:
            with db.transaction():
                create_state(db, vault_id=keys.vault_id, generation=keys.generation, at=clock.now())
                OfficeStore(db, record_hashes(keys)).create()
        state = read_state(db)
        older = state.vault_id == keys.vault_id and keys.generation < state.generation
        # An older database is not told that it is the newest; the next change of the ways in does that.
        data_older = state.vault_id == keys.vault_id and is_older(state, keys.generation)
        unnoted = not (older or data_older) and (state.vault_id, state.generation) != (keys.vault_id, keys.generation)
        if unnoted:
            # Before the header is mended, which counts on: the database never lags further than one change and its
            # taking back.
            adopt(db, vault_id=keys.vault_id, generation=keys.generation)
        # Nor is an older header written anew: that would hide from the next opening that it is older.
        mended = not older and keys.damaged_copies > 0 and _mend(lock, keys)
        if mended and not data_older:
            adopt(db, vault_id=keys.vault_id, generation=keys.generation)
        vault = OpenVault(folder, db, clock, keys, compute=_clocks(clock))
        if state.law_version != vault.law_in_use.mark():
            _compute_anew(vault)
        briefcase = Briefcase(folder, keys, lock, database_key, vault, header_is_older=older, header_mended=mended)
        briefcase.data_is_older = data_older
        if _by_key_file(keys):
            briefcase.key_file = key_file
        if create:
            with vault.change() as now:
                vault.journal.write("added", "vault", now)
            vault.db.checkpoint()
        else:
            if mended or unnoted:
                # Unnoted: the program was stopped between writing the header and noting that here.
                with vault.change() as now:
                    vault.journal.write("mended" if mended else "changed", "header", now)
            briefcase.journal_settings.note_time()
            briefcase.cases.bin.empty()
            briefcase.undo.trim()
            briefcase.journal_settings.remove_old()
        return briefcase
    except BaseException:
        if db is not None:
            # The first failure is the one to tell.
            with contextlib.suppress(LegalAidError):
                db.close()
        database_key.wipe()
        keys.close()
        lock.release()
        raise
