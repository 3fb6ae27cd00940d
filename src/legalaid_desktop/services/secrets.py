"""The type of a passphrase on its way to the vault, for rooms that may not see the vault itself."""

from __future__ import annotations

from legalaid_desktop.vault.secret import Secret

__all__ = ["Secret"]
