"""Taking in case files of documents.md §11: several files all or none, evidence files included."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from legalaid_desktop.domain.case_file import decode_case_file, read_case_file
from legalaid_desktop.domain.case_record import CaseRecord, OtherCase
from legalaid_desktop.domain.file_fault import FileFault, printable
from legalaid_desktop.domain.ids import CaseRef
from legalaid_desktop.domain.toml_lines import lines_of_keys
from legalaid_desktop.errors import CaseExists, FileNotUnderstood, NotFound
from legalaid_desktop.host.wording import Wording, wording
from legalaid_desktop.intake.gate import foreign_file, pieces_of_foreign, read_foreign
from legalaid_desktop.intake.limits import Inlet
from legalaid_desktop.services.case_file_child import OWN_PROCESS_FROM, toml_in_child
from legalaid_desktop.services.fault_words import fault_text
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.services.whole_case import OPEN, add_whole_case
from legalaid_desktop.storage.case_records import ref_key


@dataclass(frozen=True)
class ImportedCase:
    """One case made. ``case_id`` is the file's own (``S05``), ``None`` for an other case. The four are counts;
    ``warnings`` are sentences."""

    ref: CaseRef
    case_id: str | None
    persons: int
    events: int
    evidence: int
    decisions: int
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Taken:
    record: CaseRecord
    files: dict[str, Path]
    """Local id of an evidence record → the file beside the case file."""
    folder: Path
    """Of the case file, without links."""
    warnings: tuple[str, ...]


def import_files(vault: OpenVault, paths: Sequence[Path], *, lang: str) -> tuple[ImportedCase, ...]:
    """Read all files, then write all their cases in one transaction.

    Raises :class:`NotFound` (a file that is not there), :class:`FileNotUnderstood` (with every fault of every file;
    without any for one that cannot be read),
    :class:`CaseExists` (a reference that the vault has, or that comes twice), :class:`DiskFull`. Nothing changes then.
    """
    taken = _read(paths, wording(lang))
    seen: set[str] = set()
    for case in taken:
        for ref in (case.record.info.ref, *(other.ref for other in case.record.other_cases or ())):
            if ref_key(ref) in seen or vault.cases.has(ref):
                raise CaseExists(what=ref)
            seen.add(ref_key(ref))
    made: list[ImportedCase] = []
    with vault.change():
        for case in taken:
            made += _write(vault, case)
    return tuple(made)


def _read(paths: Sequence[Path], words: Wording) -> list[_Taken]:
    taken: list[_Taken] = []
    faults: list[str] = []
    for path in paths:
        try:
            data = _bytes_of(path)
            text = decode_case_file(data, path.name)
            large = len(data) >= OWN_PROCESS_FROM
            record, loose = read_case_file(text, path.name, toml=toml_in_child if large else None)
            told = [fault_text(fault, words.lang) for fault in loose]
            taken.append(_with_files(record, path, text, told, words))
        except FileNotUnderstood as error:
            if not error.faults:
                raise
            faults += error.faults
    if faults:
        raise FileNotUnderstood(tuple(faults), what=", ".join(dict.fromkeys(path.name for path in paths)))
    return taken


def _bytes_of(path: Path) -> bytes:
    _must_be_no_folder(path)
    return read_foreign(path, Inlet.CASE_FILE)


def _with_files(record: CaseRecord, path: Path, text: str, told: Sequence[str], words: Wording) -> _Taken:
    """Find the evidence files beside the case file. A path that leads out of its folder is a fault."""
    lines = lines_of_keys(text)
    folder = path.resolve().parent
    files: dict[str, Path] = {}
    warnings = list(told)
    faults: list[FileFault] = []
    for number, evidence in enumerate(record.evidence or ()):
        if evidence.file is None:
            continue
        given = evidence.file
        place = _inside(folder, given)
        if place is None:
            line = lines.get(("evidence", number, "file"), 1)
            faults.append(FileFault(printable(path.name, 200), line, "evidence.file", "file_outside", {}))
        elif not place.is_file():
            warnings.append(words.say("records.evidence_file_missing", id=evidence.id, file=printable(given, 120)))
        else:
            files[evidence.id] = place
    if faults:
        raise FileNotUnderstood(tuple(faults), what=path.name)
    return _Taken(record, files, folder, tuple(warnings))


def _inside(folder: Path, given: str) -> Path | None:
    """Return the file's place; ``None`` when outside the folder: absolute, with a drive, by ``..`` or by a link."""
    if not given or "\0" in given or "\\" in given or ":" in given or given.startswith(("/", "~")):
        return None
    if ".." in given.split("/"):
        return None
    try:
        place = (folder / given).resolve()
    except (OSError, RuntimeError):
        return None
    return place if folder in place.parents else None


def _write(vault: OpenVault, case: _Taken) -> list[ImportedCase]:
    record = dataclasses.replace(case.record, stage=case.record.stage or OPEN)
    add_whole_case(vault, record, action="imported")
    row = vault.cases.row_of(record.info.ref)
    now = vault.clock.now()
    for placed in vault.cases.items.placed(row, "evidence") if case.files else ():
        place = case.files.get(placed.record.id)
        if place is not None:
            vault.evidence_files.put(placed.row, pieces_of(place, within=case.folder), at=now, who=vault.journal.who)
    return [
        _counted(record, record.info.ref, record.meta.case_id, case.warnings),
        *(_counted(other, other.ref, None, ()) for other in record.other_cases or ()),
    ]


def _counted(
    case: CaseRecord | OtherCase, ref: CaseRef, case_id: str | None, warnings: tuple[str, ...]
) -> ImportedCase:
    def count(name: str) -> int:
        return len(getattr(case, name, None) or ())

    return ImportedCase(
        ref=ref,
        case_id=case_id,
        persons=count("persons"),
        events=count("events"),
        evidence=count("evidence"),
        decisions=count("decisions"),
        warnings=warnings,
    )


def must_be_a_file(path: Path) -> None:
    """Before anything is changed for an evidence file: whether the gate lets it in. Raises as :func:`pieces_of`."""
    _must_be_no_folder(path)
    with foreign_file(path, Inlet.EVIDENCE):
        pass  # opened again when it is read, and looked at again


def _must_be_no_folder(path: Path) -> None:
    if path.is_dir():
        raise NotFound(kind="file", what=path.name)


def pieces_of(path: Path, *, within: Path | None = None) -> Iterator[bytes]:
    """Yield an evidence file piece by piece; ``within`` is the folder of the case file that named it. Raises
    :class:`NotFound`, :class:`FileRefused`, :class:`FileNotUnderstood` as the gate does."""
    return pieces_of_foreign(path, Inlet.EVIDENCE, within=within)
