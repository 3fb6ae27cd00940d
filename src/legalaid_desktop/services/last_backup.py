"""Does a verified backup hold all that is in the vault now? And the words by which somebody proves that he opened it.

Clocks are not asked: the entries of the journal are numbered, and each change of a record, each backup writes one.
Text that is being typed leaves no entry; of that, a digest is kept when a backup is made.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from legalaid_desktop.errors import CheckPhraseDiffers, NoFreshBackup
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.services.spoken_words import heard, spoken
from legalaid_desktop.storage.office_records import BackupReceipt
from legalaid_desktop.vault.primitives import keyed_digest
from legalaid_desktop.vault.unlock import SubkeySource

PHRASE_WORDS: Final = 4
"""Four words of 256 are 32 bits: enough against a wrong file and a slip of the tongue, guessed once in four billion."""

_CHANGES_NO_RECORD: Final = frozenset({"backup", "header", "vault_key", "key_slot"})
"""Kinds of journal entries that leave everything a backup holds as it was."""
_OWN_KEYS: Final = "window."
"""Begin of the keys under which the window keeps where a person was: nothing that somebody wrote."""
_TYPING: Final = "typing at the last backup"
_ENTRIES_SEEN: Final = 1000
"""So many changes of key slots behind one backup do not happen; a longer way back is taken for "changed since"."""


def fresh_backup(vault: OpenVault) -> BackupReceipt | None:
    """Return the receipt of the newest backup if it was verified and nothing was changed since; else ``None``."""
    receipts = vault.office.receipts()
    if not receipts or receipts[0].verified_at is None:
        return None
    for entry in vault.journal.entries(newest=_ENTRIES_SEEN):
        if entry.kind == "backup" and entry.action == "made":
            break
        if entry.kind not in _CHANGES_NO_RECORD:
            return None
    else:
        return None
    kept = vault.office.kept_secret(_TYPING)
    return receipts[0] if kept is not None and bytes(kept[0]) == _typing(vault) else None


def note_backup(vault: OpenVault, at: datetime) -> None:
    """Keep, in the transaction of a backup's receipt, what it holds beyond the records. One thread: nothing was typed
    since the copy was taken."""
    vault.office.keep_secret(_TYPING, bytearray(_typing(vault)), public=None, at=at)


def _typing(vault: OpenVault) -> bytes:
    return vault.note_texts.typing_digest(without=_OWN_KEYS)


def check_phrase(keys: SubkeySource, sha256: str, *, lang: str) -> str:
    """Return four words for a backup file with this SHA-256 (hexadecimal).

    They hang on the records key, too, which lies inside the backup: whoever says them has opened the file, not only
    seen it.
    """
    return spoken(_phrase_bytes(keys, sha256), lang=lang)


def confirmed_backup(vault: OpenVault, read_back: str) -> BackupReceipt:
    """Return the receipt of the newest backup, which ``read_back`` (four words, any language) proves to be elsewhere.

    Raises :class:`NoFreshBackup` (``kind`` leave: there is no going without), :class:`CheckPhraseDiffers`.
    """
    receipt = fresh_backup(vault)
    if receipt is None:
        raise NoFreshBackup(kind="leave")
    if heard(read_back) != _phrase_bytes(vault.keys, receipt.sha256):
        raise CheckPhraseDiffers()
    return receipt


def _phrase_bytes(keys: SubkeySource, sha256: str) -> bytes:
    with keys.subkey("check phrase") as key:
        return bytes(keyed_digest(key, bytes.fromhex(sha256))[:PHRASE_WORDS])
