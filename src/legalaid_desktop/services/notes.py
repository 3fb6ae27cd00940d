"""Consultation notes: recorded, read, changed with their earlier texts kept, and kept while being typed."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from legalaid_desktop.domain.ids import LocalId, NoteId
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.errors import NotFound, WrongUse
from legalaid_desktop.services.open_vault import OpenVault, changed_fields
from legalaid_desktop.storage.case_items import Placed
from legalaid_desktop.storage.note_texts import NoteRevision
from legalaid_desktop.storage.random_ids import new_id

__all__ = ["NoteRevision", "Notes"]


class Notes:
    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault

    def record(
        self,
        ref: str | None,
        text: str,
        *,
        channel: str | None = None,
        confidential: bool = False,
        at: datetime | None = None,
        duration_minutes: int | None = None,
        language: str | None = None,
        unsaved_key: str | None = None,
    ) -> ConsultationNote:
        """Save a note in a case, or with ``ref`` ``None`` in none yet.

        ``at`` is when the talk was (aware; now when not given). ``unsaved_key``: the kept typing that this note came
        from, forgotten in the same transaction. Raises :class:`NotFound` (case) and :class:`WrongUse` (empty text).
        """
        if not text.strip():
            raise WrongUse(what="text")
        if at is not None and at.tzinfo is None:
            raise ValueError("the time of a talk needs its zone")
        with self._vault.change() as now:
            row = None if ref is None else self._vault.cases.row_of(ref)
            note = ConsultationNote(
                id=self._free_id(row),
                text=text,
                uid=NoteId(new_id()),
                at=at or now,
                channel=channel,
                duration_minutes=duration_minutes,
                language=language,
                confidential=confidential,
            )
            if row is None:
                placed = self._vault.cases.items.add_unfiled_note(note)
            else:
                placed = self._vault.cases.items.add(row, "notes", note)
            self._saved("added", row, placed, None, now)
            if unsaved_key is not None:
                self._vault.note_texts.forget_unsaved(unsaved_key)
        return note

    def of(self, ref: str) -> tuple[ConsultationNote, ...]:
        """Return the notes of a case in the order they were taken in. Raises :class:`NotFound`."""
        row = self._vault.cases.row_of(ref)
        return tuple(placed.record for placed in self._vault.cases.items.placed(row, "notes"))

    def unfiled(self) -> tuple[ConsultationNote, ...]:
        """Return the notes that stand in no case."""
        return tuple(placed.record for placed in self._vault.cases.items.unfiled_notes())

    def file_under(self, note: NoteId, ref: str) -> ConsultationNote:
        """Put a note that stands in no case into one; it gets an id of that case."""
        with self._vault.change() as now:
            row = self._vault.cases.row_of(ref)
            placed = next((one for one in self._vault.cases.items.unfiled_notes() if one.record.uid == note), None)
            if placed is None:
                raise NotFound(kind="note", what=note)
            unfiled: ConsultationNote = placed.record
            named = dataclasses.replace(unfiled, id=self._free_id(row))
            placed = self._vault.cases.items.move_note(self._vault.cases.items.replace(placed, named), row)
            self._saved("filed", row, placed, None, now)
        return named

    def revise(self, ref: str | None, note: str, text: str) -> ConsultationNote:
        """Change a note's text; what it said before is kept. ``note`` is its id in the case, or its own."""
        if not text.strip():
            raise WrongUse(what="text")
        with self._vault.change() as now:
            row = None if ref is None else self._vault.cases.row_of(ref)
            placed = self._found(row, note)
            before: ConsultationNote = placed.record
            if before.text == text:
                return before
            after = dataclasses.replace(before, text=text)
            self._vault.note_texts.keep_revision(placed.row, before.text, now)
            self._saved("changed", row, self._vault.cases.items.replace(placed, after), before, now)
        return after

    def revisions(self, ref: str | None, note: str) -> tuple[NoteRevision, ...]:
        """Return earlier texts of a note, the oldest first."""
        row = None if ref is None else self._vault.cases.row_of(ref)
        return self._vault.note_texts.revisions(self._found(row, note).row)

    # --- text being typed

    def keep_unsaved(self, key: str, text: str) -> None:
        """Keep what is being typed under the key of its screen; an empty text forgets it. Not journalled."""
        with self._vault.change() as now:
            if text:
                self._vault.note_texts.keep_unsaved(key, text, now)
            else:
                self._vault.note_texts.forget_unsaved(key)

    def unsaved(self, key: str) -> str | None:
        return self._vault.note_texts.unsaved(key)

    def unsaved_keys(self) -> tuple[str, ...]:
        return self._vault.note_texts.unsaved_keys()

    def _saved(
        self, action: str, row: int | None, placed: Placed, before: ConsultationNote | None, now: datetime
    ) -> None:
        note = placed.record
        self._vault.index.put("notes", placed.row, note, row)
        self._vault.journal.write(
            action,
            "note",
            now,
            case=None if row is None else self._vault.cases.id_of(row),
            record=note.id if row is not None else note.uid,
            fields=changed_fields(before, note),
        )
        if row is not None:
            self._vault.case_list.touch(row, now)

    def _free_id(self, row: int | None) -> LocalId:
        numbers = [
            int(one[1:])
            for one in self._vault.cases.items.local_ids(row, "notes")
            if one.startswith("n") and one[1:].isdecimal()
        ]
        return LocalId(f"n{max(numbers, default=0) + 1}")

    def _found(self, row: int | None, note: str) -> Placed:
        present = (
            self._vault.cases.items.unfiled_notes() if row is None else self._vault.cases.items.placed(row, "notes")
        )
        for placed in present:
            if note in (placed.record.id, placed.record.uid):
                return placed
        raise NotFound(kind="note", what=note)
