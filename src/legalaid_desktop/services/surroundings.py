"""What stands around a case in its vault, for the checks of a draft (``drafting.AroundPort``).

Only what a check compares: papers drafted already, marks on deadlines, people of other cases, and notes whose text
must not turn up in a paper.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

from legalaid_desktop.documents.checks.context import PersonSummary
from legalaid_desktop.documents.parts import DocumentState
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.ids import CaseRef, DocumentCode
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.host.clock import MINSK
from legalaid_desktop.services.draft_desk import Around, summary_of
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.storage.folded_text import folded
from legalaid_desktop.storage.search_index import texts_of

ALL_NOTES_UP_TO = 2000
"""A vault with more notes than this is asked by phrases which of them share words with the case."""
_PHRASE = 8
"""Words that CHK-CONF compares at a time."""


class Surroundings:
    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault
        # What was read for the last check, until the journal has a new entry: a preview checks at each pause in typing.
        self._people: tuple[int, dict[int, tuple[PersonSummary, ...]]] = (-1, {})
        self._others: tuple[tuple[int, int], tuple[ConsultationNote, ...]] = ((-1, -1), ())

    def around(self, record: CaseRecord) -> Around:
        row = self._vault.cases.row_of(record.info.ref)
        return Around(
            states=self._states(row),
            marks={mark.deadline: mark.state for mark in self._vault.deadlines.marks(row) if mark.state != "moved"},
            notes=self._notes(row, record),
            people=tuple(
                itertools.chain.from_iterable(people for case, people in self._all_people().items() if case != row)
            ),
        )

    def _states(self, row: int) -> dict[DocumentCode, DocumentState]:
        states: dict[DocumentCode, DocumentState] = {}
        for draft in reversed(self._vault.drafts.of_case(row)):
            exported = max((export.at for export in draft.exports), default=None)
            day = None if exported is None else exported.astimezone(MINSK).date()
            known = states.get(draft.document)
            if known is not None and known.exported_on is not None:
                day = max(day or dt.date.min, known.exported_on)
            states[draft.document] = DocumentState(drafted=True, exported_on=day, language=draft.language)
        return states

    # --- people of the other cases

    def _all_people(self) -> dict[int, tuple[PersonSummary, ...]]:
        """Case row → its persons."""
        length = self._length()
        if self._people[0] != length:
            self._people = (length, {row: self._people_of(row) for row in self._vault.cases.all_rows()})
        return self._people[1]

    def _people_of(self, row: int) -> tuple[PersonSummary, ...]:
        persons = self._vault.cases.placed(row, "persons")
        if not persons:
            return ()
        file, _ = self._vault.cases.file(row)
        ref, restricted = CaseRef(file.info.ref), bool(file.restricted)
        return tuple(summary_of(placed.record, ref, restricted=restricted) for placed in persons)

    def _length(self) -> int:
        return int(self._vault.db.one("SELECT journal_length FROM vault_state"))

    # --- notes of the other cases

    def _notes(self, row: int, record: CaseRecord) -> tuple[ConsultationNote, ...]:
        """Notes of no case, and those of other cases that could have come into this one's papers."""
        count = int(self._vault.db.one("SELECT count(*) FROM note WHERE case_row IS NOT NULL AND removed_at IS NULL"))
        if count > ALL_NOTES_UP_TO:
            # Depends on every word of the record and its drafts: asked anew each time.
            return (*self._unfiled(), *self._notes_at(sorted(self._sharing_words(row, record))))
        key = (self._length(), row)
        if self._others[0] != key:
            rows = self._vault.db.rows(
                "SELECT n.row FROM note n JOIN case_file c ON c.row = n.case_row WHERE n.case_row <> ? "
                "AND n.removed_at IS NULL AND c.removed_at IS NULL ORDER BY n.row",
                (row,),
            )
            self._others = (key, (*self._unfiled(), *self._notes_at([int(found[0]) for found in rows])))
        return self._others[1]

    def _unfiled(self) -> tuple[ConsultationNote, ...]:
        return tuple(placed.record for placed in self._vault.cases.unfiled_notes())

    def _notes_at(self, rows: list[int]) -> tuple[ConsultationNote, ...]:
        return tuple(placed.record for placed in self._vault.cases.at_rows("notes", rows))

    def _sharing_words(self, row: int, record: CaseRecord) -> set[int]:
        found: set[int] = set()
        for phrase in set(self._phrases(row, record)):
            found |= self._vault.index.with_phrase("note", phrase, outside=row)
        return found

    def _phrases(self, row: int, record: CaseRecord) -> Iterator[str]:
        """Every eight words in a row of what a paper of this case could say: facts, narratives, hand-written text."""
        texts: list[str] = []
        for section in (record.events, record.narratives, record.decisions, record.persons, record.coi):
            for item in section or ():
                texts += texts_of(item)
        for draft in self._vault.drafts.of_case(row):
            texts += draft.edits.values()
            texts += (answer for answer in draft.answers.values() if isinstance(answer, str))
        for text in texts:
            words = folded(text).split()
            for start in range(max(1, len(words) - _PHRASE + 1)):
                if phrase := " ".join(words[start : start + _PHRASE]):
                    yield phrase
