"""Writing a whole case with everything that hangs on it: rows, search words, list entry, deadlines, journal."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.ids import CaseId, NoteId
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.errors import CaseExists
from legalaid_desktop.services.open_vault import OpenVault, changed_fields
from legalaid_desktop.storage.case_items import Placed
from legalaid_desktop.storage.random_ids import new_id
from legalaid_desktop.storage.search_index import KIND_OF_SECTION

OPEN = "open"


def add_whole_case(vault: OpenVault, record: CaseRecord, *, action: Literal["added", "imported"]) -> CaseRecord:
    """Write a case with its other cases, index and journal it, and return it as the vault holds it now."""
    refs = [record.info.ref, *(other.ref for other in record.other_cases or ())]
    for ref in refs:
        if vault.cases.has(ref):
            raise CaseExists(what=ref)
    with vault.change() as now:
        placed = vault.cases.insert(with_note_ids(record))
        records: dict[int, CaseRecord] = {}
        for row in placed:
            vault.index.put_case(row)
            records[row] = vault.touched(row, now)
            _tell(vault, action, row, placed[row], now)
        return records[next(iter(placed))]


def _tell(vault: OpenVault, action: str, row: int, placed: Sequence[Placed], now: datetime) -> None:
    """Journal the case and each of its records."""
    case = vault.cases.id_of(row)
    vault.journal.write(action, "case", now, case=case, fields=sorted(vault.cases.sections.of(row)))
    for one in placed:
        key = getattr(one.record, "id", None)
        vault.journal.write(
            action,
            KIND_OF_SECTION[one.section],
            now,
            case=case,
            record=key if isinstance(key, str) else str(one.position),
            fields=changed_fields(None, one.record),
        )


def with_note_ids(record: CaseRecord) -> CaseRecord:
    """Give every note its own id for the life of the vault."""

    def named(notes: tuple[ConsultationNote, ...] | None) -> tuple[ConsultationNote, ...] | None:
        if notes is None:
            return None
        return tuple(note if note.uid else dataclasses.replace(note, uid=NoteId(new_id())) for note in notes)

    others = record.other_cases
    if others is not None:
        others = tuple(dataclasses.replace(other, notes=named(other.notes)) for other in others)
    return dataclasses.replace(record, id=record.id or CaseId(new_id()), notes=named(record.notes), other_cases=others)
