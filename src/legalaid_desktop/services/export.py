"""The one door to a file: a draft that nothing stops is cleared, and only what is cleared is written."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from legalaid_desktop.domain.finding import Finding
from legalaid_desktop.errors import BlockedByChecks, DestinationExists
from legalaid_desktop.host.files import make_folder, write_new_file
from legalaid_desktop.services.archive_check import claimed_standard
from legalaid_desktop.services.draft_desk import Sheet
from legalaid_desktop.services.draft_results import MadeFile
from legalaid_desktop.vault.outside import must_lie_outside

FORMATS: Final = ("docx", "pdf")


@dataclass(frozen=True, kw_only=True)
class Cleared:
    """A draft that nothing stops any more, with its bytes. Made by ``clear`` alone."""

    sheet: Sheet
    findings: tuple[Finding, ...]
    made: Mapping[str, bytes]
    pages: int | None


def clear(sheet: Sheet, findings: tuple[Finding, ...], made: Mapping[str, bytes], pages: int | None) -> Cleared:
    """The only door to an export. Raises BlockedByChecks while a finding stands."""
    standing = sorted({finding.id for finding in findings if finding.stops})
    if standing:
        raise BlockedByChecks(what=", ".join(standing))
    return Cleared(sheet=sheet, findings=findings, made=made, pages=pages)


def write_files(
    cleared: Cleared, formats: Sequence[str], out: Path, as_of: dt.date, stem: str | None
) -> tuple[tuple[MadeFile, ...], Callable[[], None]]:
    """Write all files or none. The second value takes back what was written."""
    must_lie_outside(out / "document")
    made_folder = make_folder(out)
    written: list[Path] = []

    def undo() -> None:
        # The failure that brought us here is the one to tell; what a failing disk keeps is named in its words.
        with contextlib.suppress(OSError):
            for path in written:
                path.unlink(missing_ok=True)
            if made_folder:
                out.rmdir()

    try:
        while True:
            name = stem if stem is not None else _free_name(out, as_of)
            try:
                for format in formats:
                    path = out / f"{name}.{format}"
                    write_new_file(path, cleared.made[format])
                    written.append(path)
            except DestinationExists:
                # Another program took the name between the look and the write: take the next one.
                for path in written:
                    path.unlink(missing_ok=True)
                written.clear()
                if stem is not None:
                    raise
                continue
            break
    except BaseException:
        undo()
        raise
    files = tuple(
        MadeFile(
            path=path,
            format=format,
            sha256=hashlib.sha256(cleared.made[format]).hexdigest(),
            bytes=len(cleared.made[format]),
            pages=cleared.pages if format == "pdf" else None,
            standard=claimed_standard(cleared.made[format]) if format == "pdf" else None,
        )
        for format, path in zip(formats, written, strict=True)
    )
    return files, undo


def _free_name(out: Path, as_of: dt.date) -> str:
    """``document-2026-12-21-1``: the lowest number that no file of either format has."""
    n = 1
    while any((out / f"document-{as_of.isoformat()}-{n}.{format}").exists() for format in FORMATS):
        n += 1
    return f"document-{as_of.isoformat()}-{n}"
