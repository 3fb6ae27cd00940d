"""Evidence: papers and files of a case, their bytes encrypted inside the vault."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legalaid_desktop.domain.facts import Evidence
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.errors import DatabaseDamaged, EvidenceDamaged, NotFound, WrongUse
from legalaid_desktop.host.files import new_file
from legalaid_desktop.host.shown_text import printable
from legalaid_desktop.services.case_import import must_be_a_file, pieces_of
from legalaid_desktop.services.cases import Cases
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.storage.case_items import Placed
from legalaid_desktop.storage.evidence_files import CustodyEntry, EvidenceFile
from legalaid_desktop.vault.outside import must_lie_outside

__all__ = ["CustodyEntry", "EvidenceAdded", "EvidenceFile", "EvidenceService"]


@dataclass(frozen=True)
class EvidenceAdded:
    """``id`` in the case, SHA-256 in hex, size in bytes; ``noted``: the vault keeps a trace of it."""

    id: LocalId
    sha256: str
    size: int
    noted: bool = True


def shown_file_name(path: Path) -> str:
    """Return the file's name as a text on one line: what is no UTF-8 or no printable character is replaced."""
    return printable(path.name)


class EvidenceService:
    def __init__(self, vault: OpenVault, cases: Cases) -> None:
        self._vault = vault
        self._cases = cases

    def add(self, ref: str, path: Path, *, title: str, **fields: Any) -> EvidenceAdded:
        """Take in a file as new evidence of a case. ``fields`` are those of ``Evidence``.

        Raises :class:`NotFound` (case; no file, or a folder), :class:`FileRefused` (a device, a pipe, too large),
        :class:`FileNotUnderstood` (unreadable), :class:`WrongUse` (empty title), :class:`DiskFull`; nothing changes
        then.
        """
        if not title.strip():
            raise WrongUse(what="title")
        must_be_a_file(path)
        with self._vault.change():
            row = self._vault.cases.row_of(ref)
            evidence = Evidence(
                id=self._cases.free_id(ref, "evidence"), title=title, **{"file": shown_file_name(path), **fields}
            )
            self._cases.save(ref, evidence)
            placed = self._placed(row, evidence.id)
            return self._take_in(row, placed, pieces_of(path))

    def add_bytes(self, ref: str, content: bytes, *, title: str, **fields: Any) -> EvidenceAdded:
        """Take in bytes that were never a file, such as a picture from the clipboard. As :meth:`add` otherwise."""
        if not title.strip():
            raise WrongUse(what="title")
        with self._vault.change():
            row = self._vault.cases.row_of(ref)
            evidence = Evidence(id=self._cases.free_id(ref, "evidence"), title=title, **fields)
            self._cases.save(ref, evidence)
            return self._take_in(row, self._placed(row, evidence.id), (content,))

    def attach(self, ref: str, evidence: str, path: Path) -> EvidenceAdded:
        """Take in the bytes of evidence that the case has already, over earlier ones."""
        with self._vault.change():
            row = self._vault.cases.row_of(ref)
            return self._take_in(row, self._placed(row, evidence), pieces_of(path))

    def get(self, ref: str, evidence: str, out: Path) -> EvidenceAdded:
        """Write the bytes to the new file ``out`` (mode 0600), whole or not at all, and note that they went out.

        Of a vault that is only read they go out as well, proved as always, and nothing is noted: a damaged vault must
        not keep a paper from the court.

        Raises :class:`NotFound`, :class:`EvidenceDamaged`, :class:`DestinationExists`, :class:`DestinationInVault`,
        :class:`DestinationNotWritable`, :class:`DiskFull`.
        """
        must_lie_outside(out)
        row = self._vault.cases.row_of(ref)
        placed = self._placed(row, evidence)
        file = self._file(placed)
        with new_file(out) as target:
            for piece in self._pieces(placed):
                target.write(piece)
        if self._vault.db.read_only:
            return EvidenceAdded(placed.record.id, file.sha256, file.size, noted=False)
        try:
            with self._vault.change() as now:
                self._vault.evidence_files.note_custody(placed.row, "handed_out", at=now, who=self._vault.journal.who)
                self._vault.journal.write(
                    "handed_out", "evidence", now, case=self._vault.cases.id_of(row), record=placed.record.id
                )
        except BaseException:
            with contextlib.suppress(OSError):  # the first failure is the one to tell
                out.unlink(missing_ok=True)  # nothing leaves the vault without a trace in it
            raise
        return EvidenceAdded(placed.record.id, file.sha256, file.size)

    def note_handed_out(self, ref: str, evidence: Sequence[str]) -> None:
        """Note that the bytes of these went out inside another file."""
        row = self._vault.cases.row_of(ref)
        with self._vault.change() as now:
            for one in evidence:
                placed = self._placed(row, one)
                self._vault.evidence_files.note_custody(placed.row, "handed_out", at=now, who=self._vault.journal.who)
                self._vault.journal.write(
                    "handed_out", "evidence", now, case=self._vault.cases.id_of(row), record=placed.record.id
                )

    def open_bytes(self, ref: str, evidence: str) -> bytes:
        """Return the bytes. Raises :class:`NotFound` (case, evidence, or no file with it), :class:`EvidenceDamaged`."""
        placed = self._placed(self._vault.cases.row_of(ref), evidence)
        self._file(placed)
        return b"".join(self._pieces(placed))

    def file(self, ref: str, evidence: str) -> EvidenceFile | None:
        """Return hash and size of the bytes; ``None`` for evidence that is only described."""
        placed = self._placed(self._vault.cases.row_of(ref), evidence)
        try:
            return self._vault.evidence_files.of(placed.row)
        except EvidenceDamaged:
            raise EvidenceDamaged(what=placed.record.id) from None

    def custody(self, ref: str, evidence: str) -> tuple[CustodyEntry, ...]:
        """Return the chain of custody, the oldest first."""
        return self._vault.evidence_files.custody(self._placed(self._vault.cases.row_of(ref), evidence).row)

    def _take_in(self, row: int, placed: Placed, pieces: Iterable[bytes]) -> EvidenceAdded:
        now = self._vault.clock.now()
        file = self._vault.evidence_files.put(placed.row, pieces, at=now, who=self._vault.journal.who)
        self._vault.journal.write(
            "taken_in", "evidence", now, case=self._vault.cases.id_of(row), record=placed.record.id, fields=("file",)
        )
        return EvidenceAdded(placed.record.id, file.sha256, file.size)

    def _file(self, placed: Placed) -> EvidenceFile:
        try:
            file = self._vault.evidence_files.of(placed.row)
        except EvidenceDamaged:
            raise EvidenceDamaged(what=placed.record.id) from None
        if file is None:
            raise NotFound(kind="file", what=placed.record.id)
        return file

    def _pieces(self, placed: Placed) -> Iterable[bytes]:
        """Raises :class:`EvidenceDamaged`, also where a page with a piece of the paper cannot be read: it is this
        paper alone that is told of."""
        try:
            yield from self._vault.evidence_files.pieces(placed.row)
        except (EvidenceDamaged, DatabaseDamaged):
            raise EvidenceDamaged(what=placed.record.id) from None

    def _placed(self, row: int, evidence: str) -> Placed:
        for placed in self._vault.cases.items.placed(row, "evidence"):
            if placed.record.id == evidence:
                return placed
        raise NotFound(kind="evidence", what=evidence)
