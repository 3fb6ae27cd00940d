"""Vaults with a bit flipped in one page: where only a note is hit, and where the vault opens no more for writing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.damage import DamagedRecord
from legalaid_desktop.vault.unlock import VaultKeys
from tests.services.opened_at_once import opened_to_read

PAGE = 4096


def flipped(original: Path, into: Path, page: int) -> Path:
    """A copy of a vault with one bit of ``page`` flipped."""
    into.mkdir(parents=True)
    shutil.copyfile(original / "head", into / "head")
    made = bytearray((original / "data").read_bytes())
    made[page * PAGE + 2000] ^= 4
    (into / "data").write_bytes(made)
    return into


def page_that(original: Path, keys: VaultKeys, into: Path, wanted: Callable[[Briefcase], bool]) -> int:
    """The last page whose damage makes ``wanted`` true of the vault that is opened to read. Raises ``LookupError``."""
    pages = (original / "data").stat().st_size // PAGE
    for page in range(pages - 1, 0, -1):
        folder = flipped(original, into / f"try-{page}", page)
        try:
            with opened_to_read(folder, keys) as briefcase:
                found = wanted(briefcase)
        except LegalAidError:
            found = False
        shutil.rmtree(folder)
        if found:
            return page
    raise LookupError("no page does that")


def notes_alone(briefcase: Briefcase) -> bool:
    """Whether notes of a case cannot be read, and of the rest only what finds them."""
    found: tuple[DamagedRecord, ...] = briefcase.damage()
    kinds = {one.kind for one in found}
    return "note" in kinds and kinds <= {"note", "search"} and all(one.case for one in found if one.kind == "note")
