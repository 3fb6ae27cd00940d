"""Every key that lies between a passphrase and the data of one vault, to be looked for. In the test's process alone."""

from __future__ import annotations

from pathlib import Path

from legalaid_desktop.vault.key_slot import derived_key, kind_of
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.slot_ways import RecoveryWay
from legalaid_desktop.vault.unlock import unlock

_LABELS = ("database", "identity", "journal", "record hashes")


def keys_of(folder: Path, passphrase: str, recovery: bytes | None = None) -> dict[str, bytes]:
    """By what each is: the vault key, the records key, subkeys, the wrapping keys of slots that the passphrase or the
    recovery secret opens, the recovery secret itself."""
    with Secret.from_passphrase(passphrase) as phrase, unlock(folder, phrase) as keys:
        found = {"vault key": bytes(keys._key.view()), "records key": bytes(keys._records_key.view())}
        found |= {f"subkey {label}": bytes(keys.subkey(label).view()) for label in _LABELS}
        for number, raw in enumerate(keys.header.slots):
            kind = kind_of(raw)
            if str(number) == keys.opened_by:
                found[f"wrapping key of slot {number}"] = bytes(derived_key(raw, phrase, None).view())
            elif recovery is not None and kind is not None and kind.value == "recovery":
                wrapping = RecoveryWay(Secret(recovery)).wrapping_key(raw)
                assert wrapping is not None
                found[f"wrapping key of sheets in slot {number}"] = bytes(wrapping.view())
    if recovery is not None:
        found["recovery secret"] = recovery
    return found
