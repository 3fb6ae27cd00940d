"""What is told of a backup: that it was made, what checking it found, when the last one was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from legalaid_desktop.services.vault_health import VaultProblem
from legalaid_desktop.vault.key_slot import SlotInfo


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
