"""Is the vault whole? Header, pages, structure, journal chain, the keyed hash of every record and piece of evidence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from legalaid_desktop.errors import (
    DatabaseDamaged,
    EvidenceDamaged,
    HeaderDamaged,
    LegalAidError,
    VaultTooNew,
)
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import wording
from legalaid_desktop.services.damage import damage_of
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.storage.cut_log import cut_logs
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.journal import Anchor
from legalaid_desktop.storage.log_check import name_of_log
from legalaid_desktop.storage.migrations import NEWEST, version_of
from legalaid_desktop.storage.vault_state import is_older, read_state
from legalaid_desktop.vault import unlock as unlocking
from legalaid_desktop.vault.head_lock import hold_head
from legalaid_desktop.vault.header import DATA, read_head
from legalaid_desktop.vault.key_file import key_file_digest
from legalaid_desktop.vault.key_slot import SlotInfo as SlotInfo
from legalaid_desktop.vault.renewal import READY, left_over
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import SubkeySource, VaultKeys, unlock


@dataclass(frozen=True)
class VaultProblem:
    """``code`` is a stable word, ``where`` names the part (never its content), ``message`` is for people."""

    code: str
    where: str
    message: str


@dataclass(frozen=True)
class VaultReport:
    ok: bool
    problems: tuple[VaultProblem, ...]


def vault_slots(folder: Path) -> tuple[SlotInfo, ...]:
    """Return the key slots that the locked header shows; their labels stay sealed.

    Raises :class:`VaultNotFound`, :class:`HeaderDamaged`, :class:`VaultTooNew`.
    """
    return unlocking.slots(folder)


def check_vault(
    folder: Path,
    passphrase: Secret,
    *,
    clock: Clock,
    lang: str = "ru",
    key_file: Path | None = None,
    anchor: Anchor | None = None,
) -> VaultReport:
    """Read all of a closed vault and report what is wrong, in words of ``lang``. Nothing is changed or repaired.

    The journal is compared with ``anchor``, noted outside, and with the one of the last backup's receipt. A whole
    older folder that was put back shows against an anchor from outside only.

    Raises what keeps the check from beginning: :class:`VaultNotFound`, :class:`VaultInUse`,
    :class:`WrongPassphrase`, :class:`KeyFileNeeded`, :class:`KeyFileUnusable`, :class:`UnsafeBinding`,
    :class:`NotEnoughMemory`.
    """
    try:
        with hold_head(folder), ExitStack() as stack:
            digest = stack.enter_context(key_file_digest(key_file))
            keys = stack.enter_context(unlock(folder, passphrase, key_file=digest))
            found = tuple(_problems(folder, keys, clock, anchor))
    except (HeaderDamaged, VaultTooNew) as error:
        found = ((error.code, "head"),)
    problems = tuple(problem(code, where, lang) for code, where in found)
    return VaultReport(not problems, problems)


def problem(code: str, where: str, lang: str) -> VaultProblem:
    """Put a finding into words."""
    return VaultProblem(code, where, wording(lang).say(f"problem.{code}", where=where))


_CHECKS = {"pages": "pages_damaged", "log": "log_not_ours"}


def _problems(folder: Path, keys: VaultKeys, clock: Clock, anchor: Anchor | None) -> Iterator[tuple[str, str]]:
    good = {copy.block for copy in read_head(folder).copies if copy is not None}
    if keys.damaged_copies or len(good) != 1:
        yield "header_copy_damaged", "head"
    if left_over(folder):
        yield "left_over", READY
    path = folder / DATA
    with keys.subkey("database") as key:
        broken = Database.problems_of(path, key)
        logs = [one for one in broken if one.check == "log"]
        if logs:
            yield "log_cut" if logs[0].what == "cut" else "log_not_ours", name_of_log(path, key)
        for kept in cut_logs(path):
            yield "log_kept", kept.name
        others = [one for one in broken if one.check != "log"]
        try:
            db = Database.open_to_read(path, key)
        except DatabaseDamaged as error:
            gone = error.facts.get("reason") in ("missing", "empty", "not_ours")
            yield "pages_damaged" if gone else "contents_damaged", DATA
            return
        if others:
            db.close()
            yield _CHECKS.get(others[0].check, "structure_damaged"), DATA
            return
        try:
            yield from _in_database(folder, db, keys, clock, anchor)
        finally:
            db.close()


def _in_database(
    folder: Path, db: Database, keys: VaultKeys, clock: Clock, anchor: Anchor | None
) -> Iterator[tuple[str, str]]:
    try:
        version = version_of(db)
        if version > NEWEST:
            yield "vault_too_new", DATA
            return
        if version == 0:
            yield "structure_damaged", DATA
            return
        state = read_state(db)
    except DatabaseDamaged as error:
        yield "structure_damaged", _place(error)
        return
    if state.vault_id != keys.vault_id:
        yield "foreign_database", DATA
    elif state.generation > keys.generation:
        yield "header_older", "head"
    elif is_older(state, keys.generation):
        yield "data_older", DATA
    yield from content_problems(folder, db, clock, keys, anchor=anchor)


def content_problems(
    folder: Path, db: Database, clock: Clock, keys: SubkeySource, *, anchor: Anchor | None = None
) -> Iterator[tuple[str, str]]:
    """Read every record, every piece of evidence and the journal; yield code and place of what does not hold."""
    try:
        vault = OpenVault(folder, db, clock, keys)
    except DatabaseDamaged as error:
        yield "record_damaged", _place(error)
        return
    yield from _journal_problems(vault, anchor)
    for damaged in damage_of(vault):
        table = str(damaged.facts.get("table", ""))
        yield (
            _CODES.get(table, "evidence_damaged" if isinstance(damaged, EvidenceDamaged) else "record_damaged"),
            (f"evidence {damaged.facts['row']}" if isinstance(damaged, EvidenceDamaged) else _place(damaged)),
        )


_CODES = {
    "search_item": "search_differs",
    "library_words": "search_differs",
    "case_list_entry": "list_damaged",
    "deadline": "deadlines_differ",
    "undo_image": "undo_damaged",
    "undo_change": "undo_damaged",
    "undo_chunk": "undo_damaged",
}
_JOURNAL_CODES = {"reordered": "journal_reordered", "replaced": "journal_replaced", "older": "journal_older"}


def _journal_problems(vault: OpenVault, anchor: Anchor | None) -> Iterator[tuple[str, str]]:
    """The chain in itself, against the receipt of the last backup, and against an anchor from outside."""
    found = vault.journal.problems()
    for one in found:
        yield _JOURNAL_CODES.get(one.what, "journal_damaged"), f"journal_entry {one.seq}"
    if found:
        return
    for receipt in vault.office.receipts():
        if receipt.anchor is not None:
            for one in vault.journal.problems(Anchor.parse(receipt.anchor)):
                yield _JOURNAL_CODES[one.what], receipt.created_at.date().isoformat()
            break
    if anchor is not None:
        for one in vault.journal.problems(anchor):
            yield _JOURNAL_CODES[one.what], str(anchor)
        if not vault.journal.reaches(anchor):
            yield "anchor_too_old", str(anchor)


def _place(error: LegalAidError) -> str:
    """Name table and row, as far as the error does."""
    return " ".join(str(error.facts[name]) for name in ("table", "row") if name in error.facts) or DATA
