"""Nothing but the vault's own files goes into a vault's folder.

A sheet, a key, a backup or a paper beside the header would be taken along with the laptop: sheets that lie there open
the vault for whoever holds it, and a backup there is gone when the vault is destroyed.
"""

from __future__ import annotations

from pathlib import Path

from legalaid_desktop.errors import DestinationInVault
from legalaid_desktop.vault.header import BLOCK_BYTES, COPIES, HEAD, MAGIC


def must_lie_outside(path: Path) -> None:
    """Raise :class:`DestinationInVault` where the new file or folder ``path`` would lie in a vault, at any depth."""
    folder = path.parent.resolve()
    if any(_is_vault(each) for each in (folder, *folder.parents)):
        raise DestinationInVault(path=str(path))


def _is_vault(folder: Path) -> bool:
    head = folder / HEAD
    try:
        if not head.is_file():
            return False
        with head.open("rb") as file:
            for copy in range(COPIES):  # one copy may be damaged
                file.seek(copy * BLOCK_BYTES)
                if file.read(len(MAGIC)) == MAGIC:
                    return True
    except OSError:
        return False  # what cannot be read is no vault of this user; writing there tells its own failure
    return False
