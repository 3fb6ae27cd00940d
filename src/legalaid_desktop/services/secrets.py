"""The type of a passphrase on its way to the vault, for rooms that may not see the vault itself."""

from __future__ import annotations

from legalaid_desktop.vault.primitives import same
from legalaid_desktop.vault.secret import Secret

__all__ = ["Secret", "is_same_secret"]


def is_same_secret(one: Secret, other: Secret) -> bool:
    """Compare two secrets in a time that does not tell where they differ."""
    return same(one.view(), other.view())
