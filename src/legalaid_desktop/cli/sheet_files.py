"""Recovery sheets as files made on purpose, and read back: ``sheet-1.pdf``, ``sheet-1.txt`` and so on, mode 0600."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from legalaid_desktop.errors import (
    FileNotUnderstood,
    FileRefused,
    HeaderHalfWritten,
    NotFound,
    ShareNotUnderstood,
    WrongUse,
)
from legalaid_desktop.host.files import make_folder, write_new_file
from legalaid_desktop.host.wording import wording
from legalaid_desktop.intake.gate import read_given
from legalaid_desktop.intake.limits import Inlet
from legalaid_desktop.services.part_words import Share, read_share
from legalaid_desktop.services.recovery_sheets import must_lie_outside, save_sheet, set_number_words

_WORDS_A_LINE = 4


class SheetFiles:
    """All files of one set, or none."""

    def __init__(self, folder: Path, formats: Sequence[str], *, lang: str, made_on: dt.date) -> None:
        self._folder = folder
        self._formats = formats
        self._lang = lang
        self._made_on = made_on
        self._made_folder = False
        self._written: list[tuple[int, str, Path]] = []

    def write(self, shares: tuple[Share, ...]) -> None:
        """Write the files.

        Raises :class:`DestinationExists`, :class:`DestinationInVault`, :class:`DestinationNotWritable`,
        :class:`DiskFull`.
        """
        must_lie_outside(self._folder / "sheet")
        self._made_folder = make_folder(self._folder)
        for share in shares:
            for form in self._formats:
                path = self._folder / f"sheet-{share.number}.{form}"
                if form == "pdf":
                    save_sheet(share, path, lang=self._lang, made_on=self._made_on)
                else:
                    write_new_file(path, sheet_text(share, lang=self._lang).encode("utf-8"))
                self._written.append((share.number, form, path))

    def rows(self) -> list[dict[str, Any]]:
        return [{"share": number, "format": form, "path": str(path)} for number, form, path in self._written]

    def take_back(self) -> None:
        for _, _, path in self._written:
            path.unlink(missing_ok=True)
        if self._made_folder:
            self._folder.rmdir()


@contextlib.contextmanager
def sheet_files(folder: Path, formats: Sequence[str], *, lang: str, made_on: dt.date) -> Iterator[SheetFiles]:
    """Give the means to write the sheets; when the block fails, none stays.

    They stay where the disk may have taken the new header all the same: they could be all that opens the vault.
    """
    files = SheetFiles(folder, formats, lang=lang, made_on=made_on)
    try:
        yield files
    except HeaderHalfWritten:
        raise
    except BaseException:
        with contextlib.suppress(OSError):  # the first failure is the one to tell
            files.take_back()
        raise


def sheet_text(share: Share, *, lang: str) -> str:
    """The words of one part, under lines of remarks that begin with ``#``."""
    say = wording(lang).say
    part = "sheet.part_all" if share.needed == share.of else "sheet.part"
    lines = [
        f"# {say('sheet.title')}",
        f"# {say(part, number=share.number, of=share.of, needed=share.needed)}",
        f"# {say('sheet.set', set=set_number_words(share.set_number))}",
        f"# {say('sheet.check', check=share.check)}",
    ]
    for at in range(0, len(share.words), _WORDS_A_LINE):
        lines.append(" ".join(share.words[at : at + _WORDS_A_LINE]))
    return "\n".join(lines) + "\n"


def read_shares(files: Sequence[Path]) -> list[Share]:
    """Read the parts of the key from text files, one in each; lines that begin with ``#`` are remarks.

    Raises :class:`NotFound`, :class:`WrongUse` (a folder, no readable file), :class:`ShareNotUnderstood`, with
    ``in_file``: which of the files it is about.
    """
    return [_read(file) for file in files]


def _read(file: Path) -> Share:
    try:
        data = read_given(file, Inlet.RECOVERY_SHARE)
    except NotFound:
        raise NotFound(kind="file", what=str(file)) from None
    except FileRefused as refused:
        if refused.facts["kind"] == "too_large":
            raise ShareNotUnderstood(kind="foreign", in_file=str(file)) from None
        raise WrongUse(kind="folder" if file.is_dir() else "unreadable", what=str(file)) from None
    except FileNotUnderstood:
        raise WrongUse(kind="unreadable", what=str(file)) from None
    text = data.decode("utf-8-sig", "replace")
    try:
        return read_share("\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#")))
    except ShareNotUnderstood as error:
        raise ShareNotUnderstood(**{**error.facts, "in_file": str(file)}) from None
