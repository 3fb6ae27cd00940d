"""What stands around a case in its vault, for the checks of a draft (``drafting.AroundPort``).

Only what a check compares: papers drafted already, marks on deadlines, people of other cases, and notes whose text
must not turn up in a paper.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from legalaid_desktop.documents.checks.context import AlikeAccount, PersonSummary, RiskySource
from legalaid_desktop.documents.parts import DocumentState
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.ids import CaseRef, DocumentCode
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.host.clock import MINSK
from legalaid_desktop.services.draft_compared import summary_of
from legalaid_desktop.services.draft_desk import Around
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.storage.folded_text import folded
from legalaid_desktop.storage.search_index import texts_of

ALL_NOTES_UP_TO = 2000
"""A vault with more notes than this is asked by phrases which of them share words with the case."""
_SHARED, _PIECE = 8, 4
"""Words in a row that CHK-CONF compares, and those that the index is asked for."""

_LEAST_ACCOUNT = 40
"""Words from which an account is compared with those of other cases."""
_PHRASES_ASKED = 60
_LEAST_SHARED, _ALIKE_FROM = 2, 10
"""Phrases, and percent of those asked for, that another account must share to be called alike."""


class Surroundings:
    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault
        # Read for the last check, kept until the journal tells of a change: a preview checks at each pause in typing.
        self._people: tuple[int, tuple[tuple[int, PersonSummary], ...]] = (-1, ())
        self._asked: tuple[tuple[int, int], dict[str, set[int]]] = ((-1, -1), {})
        self._alike: tuple[tuple[int, int], tuple[AlikeAccount, ...]] = ((-1, -1), ())
        self._risky: tuple[tuple[int, int], tuple[RiskySource, ...]] = ((-1, -1), ())
        self._others: tuple[tuple[int, int], tuple[ConsultationNote, ...]] = ((-1, -1), ())

    def around(self, record: CaseRecord) -> Around:
        row = self._vault.cases.row_of(record.info.ref)
        return Around(
            states=self._states(row),
            marks=self._vault.deadlines.said(row),
            notes=self._notes(row, record),
            people=tuple(summary for case_row, summary in self._all_people() if case_row != row),
            accounts=self._alike_accounts(row, record),
            risky=self._risky_sources(row),
        )

    def changes(self) -> int:
        """How many changes the journal has told of."""
        return self._vault.journal.length

    def _risky_sources(self, row: int) -> tuple[RiskySource, ...]:
        """Documents of the library that are marked as dangerous, with what this case quotes from each."""
        key = (self._vault.journal.newest_of("library", "quotation", "changes"), row)
        if self._risky[0] != key:
            quotes = self._vault.library_quotes.of_case(row)
            found = tuple(
                RiskySource(
                    id=one.id,
                    title=one.about.title,
                    risks=tuple(risk.value for risk in one.about.risks),
                    quoted=tuple(quote.text for quote in quotes if quote.document == one.id),
                )
                for one in (*self._vault.library.all(), *self._vault.library.all(removed=True))
                if one.about.risky
            )
            self._risky = (key, found)
        return self._risky[1]

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

    def _all_people(self) -> tuple[tuple[int, PersonSummary], ...]:
        """Every person with the row of the case, read anew when a person or a case has changed."""
        newest = self._vault.journal.newest_of("case", "person", "bin")
        if self._people[0] != newest:
            people = tuple(
                (case_row, summary_of(person, CaseRef(ref), restricted=restricted))
                for case_row, ref, restricted, person in self._vault.cases.items.all_persons()
            )
            self._people = (newest, people)
        return self._people[1]

    # --- accounts of the other cases

    def _alike_accounts(self, row: int, record: CaseRecord) -> tuple[AlikeAccount, ...]:
        """Cases whose account uses phrases of this one's, most alike first. The index is asked for phrases taken
        evenly out of the client's account: no other account is read."""
        client = next((person.id for person in record.persons or () if person.role == "client"), None)
        texts = [n.text for n in record.narratives or () if n.text and n.person in (None, client)]
        # Each folded word with the word as written: the phrase is shown as the client said it.
        words = [(part, word) for text in texts for word in text.split() for part in folded(word).split()]
        if len(words) < _LEAST_ACCOUNT:
            return ()
        key = (self._vault.journal.newest_of("case", "narrative", "bin"), row)
        if self._alike[0] == key:
            return self._alike[1]
        step = max(_SHARED, (len(words) - _SHARED) // _PHRASES_ASKED)
        places = range(0, len(words) - _SHARED + 1, step)
        phrases = {" ".join(part for part, _ in words[at : at + _SHARED]): at for at in places}
        hits: dict[int, list[str]] = {}
        for phrase in phrases:
            for narrative in self._vault.index.with_phrase("narrative", phrase, outside=row):
                hits.setdefault(narrative, []).append(phrase)
        found: dict[int, AlikeAccount] = {}
        for narrative, shared in sorted(hits.items(), key=lambda hit: -len(hit[1])):
            share = round(100 * len(shared) / len(phrases))
            if len(shared) < _LEAST_SHARED or share < _ALIKE_FROM:
                continue
            line = self._vault.db.row(
                "SELECT c.row, c.ref, c.restricted FROM narrative n JOIN case_file c ON c.row = n.case_row "
                "WHERE n.row = ? AND n.removed_at IS NULL AND c.removed_at IS NULL",
                (narrative,),
            )
            if line is not None:
                case = None if line[2] else CaseRef(str(line[1]))
                at = phrases[shared[0]]
                said = " ".join(word for _, word in words[at : at + _SHARED])
                found.setdefault(int(line[0]), AlikeAccount(case=case, phrase=said, share=share))
        self._alike = (key, tuple(found.values()))
        return self._alike[1]

    # --- notes of the other cases

    def _notes(self, row: int, record: CaseRecord) -> tuple[ConsultationNote, ...]:
        """Notes of no case, and those of other cases that could have come into this one's papers."""
        # Counted in the index of the search, which is far smaller than the notes themselves.
        count = int(self._vault.db.one("SELECT count(*) FROM search_item WHERE kind = 'note'"))
        if count > ALL_NOTES_UP_TO:
            # Depends on every word of the record and its drafts: asked anew each time.
            return (*self._unfiled(), *self._notes_at(sorted(self._sharing_words(row, record))))
        key = (self._vault.journal.newest_of("case", "note", "bin"), row)
        if self._others[0] != key:
            rows = self._vault.db.rows(
                "SELECT n.row FROM note n JOIN case_file c ON c.row = n.case_row WHERE n.case_row <> ? "
                "AND n.removed_at IS NULL AND c.removed_at IS NULL ORDER BY n.row",
                (row,),
            )
            self._others = (key, (*self._unfiled(), *self._notes_at([int(found[0]) for found in rows])))
        return self._others[1]

    def _unfiled(self) -> tuple[ConsultationNote, ...]:
        return tuple(placed.record for placed in self._vault.cases.items.unfiled_notes())

    def _notes_at(self, rows: list[int]) -> tuple[ConsultationNote, ...]:
        return tuple(placed.record for placed in self._vault.cases.items.at_rows("notes", rows))

    def _sharing_words(self, row: int, record: CaseRecord) -> set[int]:
        newest = self._vault.journal.newest_of("case", "note", "bin")
        if self._asked[0] != (newest, row):
            self._asked = ((newest, row), {})
        known = self._asked[1]
        found: set[int] = set()
        for phrase in set(self._phrases(row, record)):
            if phrase not in known:
                known[phrase] = self._vault.index.with_phrase("note", phrase, outside=row)
            found |= known[phrase]
        return found

    def _phrases(self, row: int, record: CaseRecord) -> Iterator[str]:
        """Pieces of what a paper of this case could say: facts, narratives, hand-written text.

        Whoever shares eight words in a row with a text shares four of them that begin at every fifth word of it.
        A shorter text is asked for whole.
        """
        texts: list[str] = []
        for section in (record.events, record.narratives, record.decisions, record.persons, record.coi):
            for item in section or ():
                texts += texts_of(item)
        for draft in self._vault.drafts.of_case(row):
            texts += draft.edits.values()
            texts += (answer for answer in draft.answers.values() if isinstance(answer, str))
        for text in texts:
            words = folded(text).split()
            if 0 < len(words) < _SHARED:
                yield " ".join(words)
            for start in range(0, len(words) - _PIECE + 1, _SHARED - _PIECE + 1):
                yield " ".join(words[start : start + _PIECE])
