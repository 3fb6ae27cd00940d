"""Cases: list, read, make, change. Reading case files is in ``case_import``, the bin in ``case_bin``."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from legalaid_desktop.domain.case_file import case_to_plain, record_to_plain
from legalaid_desktop.domain.case_record import CaseInfo, CaseMeta, CaseRecord
from legalaid_desktop.domain.hearings import Hearing
from legalaid_desktop.domain.ids import CaseRef, LocalId, NoteId
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.domain.office_records import Outcome, Proceeding, Referral, Task
from legalaid_desktop.domain.person import NameSet, Person
from legalaid_desktop.errors import CaseExists, NotFound, RecordChangedMeanwhile, WrongUse
from legalaid_desktop.services.case_bin import CaseBin
from legalaid_desktop.services.case_import import ImportedCase, import_files
from legalaid_desktop.services.case_keys import key_of, record_at, section_of
from legalaid_desktop.services.deadlines import Deadlines, row_json
from legalaid_desktop.services.drafts import draft_to_plain
from legalaid_desktop.services.law_in_use import CLOSED
from legalaid_desktop.services.name_script import names_as_typed
from legalaid_desktop.services.open_vault import OpenVault, changed_fields
from legalaid_desktop.services.whole_case import OPEN, add_whole_case
from legalaid_desktop.storage.case_items import Placed
from legalaid_desktop.storage.case_list import CaseRow, Order, shown_name
from legalaid_desktop.storage.random_ids import new_id
from legalaid_desktop.storage.record_tables import SECTION_OF, SINGLE, CaseFile
from legalaid_desktop.storage.search_index import KIND_OF_SECTION

__all__ = ["CLOSED", "OPEN", "CaseRow", "Cases", "ImportedCase"]

_ID_LETTERS = {"persons": "p", "events": "e", "evidence": "x", "decisions": "d", "notes": "n", "detentions": "t"}


class Cases:
    """The cases of one open vault."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault
        self.bin = CaseBin(vault)

    # --- reading

    def rows(
        self,
        as_of: dt.date,
        *,
        words: str = "",
        topic: str | None = None,
        stage: str | None = None,
        order: Order = "changed",
        limit: int | None = None,
        offset: int = 0,
    ) -> tuple[CaseRow, ...]:
        """Return the list of cases. ``words``: each must begin a word of reference, title, topic, place or a name."""
        return self._vault.case_list.rows(
            as_of, words=words, topic=topic, stage=stage, order=order, limit=limit, offset=offset
        )

    def count(self, *, words: str = "", topic: str | None = None, stage: str | None = None) -> int:
        return self._vault.case_list.count(words=words, topic=topic, stage=stage)

    def topics(self) -> tuple[str, ...]:
        return self._vault.case_list.topics()

    def record(self, ref: str, *, whole: bool = False) -> CaseRecord:
        """Return a case by its reference (in any letter case) or internal id, without the records that cannot be
        read. With ``whole`` :class:`DatabaseDamaged` is raised for these: no paper is written from a part of a case.
        Raises :class:`NotFound`."""
        row = self._vault.cases.row_of(ref)
        return self._vault.cases.load_whole(row) if whole else self._vault.cases.load(row)

    def ref(self, ref: str) -> CaseRef:
        """Return the reference as the case has it, for one in any letter case or an internal id."""
        return CaseRef(self._vault.cases.ref_of(self._vault.cases.row_of(ref)))

    def show(self, ref: str, *, as_of: dt.date | None = None, lang: str = "ru") -> dict[str, Any]:
        """Return a case with all its records as ``case show`` prints it (cli.md). Raises :class:`NotFound`.

        ``as_of`` is "today" for the deadlines, ``lang`` the language of their explanations.
        """
        row = self._vault.cases.row_of(ref)
        record = self._vault.cases.load(row)
        client = next((person for person in record.persons or () if person.role == "client"), None)
        clocks = Deadlines(self._vault).rows(record.info.ref, as_of or self._vault.clock.today())
        law = self._vault.law_of(row, record)
        office = self._vault.office
        file, _ = self._vault.cases.file(row)
        return {
            **case_to_plain(record),
            "restricted": file.restricted,
            "allowed_roles": None if file.allowed_roles is None else list(file.allowed_roles),
            "client": None if client is None else shown_name(client.names),
            "deadlines": [row_json(clock, case_ref, lang, law=law) for case_ref, clock in clocks],
            "drafts": [draft_to_plain(draft) for draft in self._vault.drafts.of_case(row)],
            "proceedings": [record_to_plain(one) for one in office.work(Proceeding, row)],
            "hearings": [record_to_plain(one) for one in office.work(Hearing, row)],
            "tasks": [record_to_plain(one) for one in office.work(Task, row)],
            "referrals": [record_to_plain(one) for one in office.work(Referral, row)],
            "outcomes": [record_to_plain(one) for one in office.work(Outcome, row)],
        }

    # --- making

    def import_files(self, paths: Sequence[Path], *, lang: str = "ru") -> tuple[ImportedCase, ...]:
        """Take in case files, all or none; see :func:`case_import.import_files` for what it raises.

        ``lang`` is the language of the warnings.
        """
        return import_files(self._vault, paths, lang=lang)

    def add_record(self, record: CaseRecord) -> CaseRecord:
        """Take in a whole case that was made in the program. Raises :class:`CaseExists`."""
        return add_whole_case(self._vault, record, action="added")

    def create(
        self,
        *,
        title: str | None,
        topic: str | None = None,
        region: str | None = None,
        client_name: str | NameSet | None = None,
        ref: str | None = None,
    ) -> CaseRecord:
        """Open a new case, dated today. Raises :class:`CaseExists` for a reference that is taken, :class:`WrongUse`
        for an empty one."""
        if ref is not None and not ref.strip():
            raise WrongUse(what="ref")
        names = names_as_typed(client_name) if isinstance(client_name, str) else client_name
        client = None if names is None else Person(id=LocalId("p1"), role="client", names=names)
        with self._vault.change():
            record = CaseRecord(
                info=CaseInfo(ref=CaseRef(ref.strip() if ref else self.free_ref()), topic=topic, region=region),
                meta=CaseMeta(title=title),
                stage=OPEN,
                opened_on=self._vault.clock.today(),
                persons=None if client is None else (client,),
            )
            return add_whole_case(self._vault, record, action="added")

    def free_ref(self) -> CaseRef:
        """Return the next reference that the program gives by itself: ``2026-0001``."""
        year = self._vault.clock.today().year
        taken = self._vault.db.rows("SELECT ref_key FROM case_file WHERE ref_key GLOB ?", (f"{year}-[0-9]*",))
        numbers = [int(row[0][5:]) for row in taken if row[0][5:].isdigit()]
        return CaseRef(f"{year}-{max(numbers, default=0) + 1:04d}")

    def free_id(self, ref: str, kind: str) -> LocalId:
        """Return an id for a new record of a case (``e4``) that was never used in it. ``kind`` as in ``search``."""
        section = section_of(kind)
        return self._free_id(self._vault.cases.row_of(ref), section)

    def _free_id(self, row: int | None, section: str) -> LocalId:
        letter = _ID_LETTERS.get(section, section[0])
        taken = self._vault.cases.items.local_ids(row, section)
        numbers = [int(one[len(letter) :]) for one in taken if one.startswith(letter) and one[len(letter) :].isdigit()]
        return LocalId(f"{letter}{max(numbers, default=0) + 1}")

    # --- changing

    def save(self, ref: str, item: Any, *, at: int | None = None, expected: Any = None) -> CaseRecord:
        """Add a record of §11 to a case, or write it over the one with its id; return the case as it is then.

        ``CaseInfo``, ``CaseMeta`` and ``Extradition`` are written over. A record without an id is appended, or
        written over the one in place ``at`` of its list. ``expected`` is the record that the person saw: when the
        vault holds another by now, :class:`RecordChangedMeanwhile` is raised and nothing changes. Also raises
        :class:`NotFound` (case, place) and :class:`CaseExists` (a changed reference that is taken).
        """
        with self._vault.change() as now:
            row = self._vault.cases.row_of(ref)
            if isinstance(item, CaseInfo | CaseMeta):
                self._save_file(row, item, now, expected)
            else:
                self._save_item(row, item, at, now, expected)
            return self._vault.touched(row, now)

    def _save_file(self, row: int, item: CaseInfo | CaseMeta, now: dt.datetime, expected: Any) -> None:
        file, uid = self._vault.cases.file(row)
        before = file.info if isinstance(item, CaseInfo) else file.meta
        if expected is not None and expected != before:
            raise RecordChangedMeanwhile(kind="case", what=file.info.ref)
        if isinstance(item, CaseInfo):
            if self._vault.cases.has(item.ref) and self._vault.cases.row_of(item.ref) != row:
                raise CaseExists(what=item.ref)
            file = dataclasses.replace(file, info=item)
        else:
            file = dataclasses.replace(file, meta=item)
        self._write_file(row, uid, file, changed_fields(before, item), now)

    def _write_file(self, row: int, uid: str, file: CaseFile, fields: tuple[str, ...], now: dt.datetime) -> None:
        self._vault.cases.update_file(row, file)
        self._vault.index.put("case", row, file, row)
        self._vault.journal.write("changed", "case", now, case=uid, fields=fields)

    def set_stage(self, ref: str, stage: str | None) -> CaseRecord:
        """Set where the case stands: open, closed, or a word of the office's own."""
        with self._vault.change():
            if stage == CLOSED:
                self._vault.law_in_use.closed_anew(self._vault.cases.id_of(self._vault.cases.row_of(ref)))
            return self._set_file(ref, "stage", stage)

    def set_opened_on(self, ref: str, day: dt.date | None) -> CaseRecord:
        return self._set_file(ref, "opened_on", day)

    def _set_file(self, ref: str, field: str, value: Any) -> CaseRecord:
        with self._vault.change() as now:
            row = self._vault.cases.row_of(ref)
            file, uid = self._vault.cases.file(row)
            self._write_file(row, uid, dataclasses.replace(file, **{field: value}), (field,), now)
            return self._vault.touched(row, now)

    def _save_item(self, row: int, item: Any, at: int | None, now: dt.datetime, expected: Any) -> None:
        section = "persons" if isinstance(item, Person) else SECTION_OF.get(type(item))
        if section is None:
            raise TypeError(f"no record of a case: {type(item).__name__}")
        placed = self._place(row, section, item, at)
        if expected is not None and (placed is None or placed.record != expected):
            raise RecordChangedMeanwhile(kind=KIND_OF_SECTION[section], what=key_of(item) or "")
        if isinstance(item, ConsultationNote) and item.uid is None:
            item = dataclasses.replace(item, uid=placed.record.uid if placed else NoteId(new_id()))
        if placed is None:
            new = self._vault.cases.items.add(row, section, item)
        else:
            if isinstance(item, ConsultationNote) and placed.record.text != item.text:
                self._vault.note_texts.keep_revision(placed.row, placed.record.text, now)
            new = self._vault.cases.items.replace(placed, item)
        before = None if placed is None else placed.record
        self._vault.index.put(section, new.row, item, row)
        self._vault.journal.write(
            "added" if before is None else "changed",
            KIND_OF_SECTION[section],
            now,
            case=self._vault.cases.id_of(row),
            record=key_of(item) or str(new.position),
            fields=changed_fields(before, item),
        )
        if section == "persons" and before is not None:
            self._spread(row, new.row, now)

    def _spread(self, row: int, membership: int, now: dt.datetime) -> None:
        """A person stands in several cases: bring search words and lists of the others up to date."""
        for case_row, other in self._vault.cases.items.memberships_of_same_person(membership):
            if case_row != row:
                placed = self._vault.cases.items.at_row("persons", other)
                self._vault.index.put("persons", other, placed.record, case_row)
                self._vault.touched(case_row, now)

    def _place(self, row: int, section: str, item: Any, at: int | None) -> Placed | None:
        present = self._vault.cases.items.placed(row, section)
        key = key_of(item)
        if section in SINGLE:
            return present[0] if present else None
        if at is not None:
            if not 0 <= at < len(present):
                raise NotFound(kind=KIND_OF_SECTION[section], what=at)
            return present[at]
        return next((placed for placed in present if key is not None and key_of(placed.record) == key), None)

    def share_person(
        self, from_ref: str, person: str, to_ref: str, *, role: str | None, relation: str | None = None
    ) -> CaseRecord:
        """Let the person of one case stand in another one, too: one human being, two cases."""
        with self._vault.change() as now:
            source, target = self._vault.cases.row_of(from_ref), self._vault.cases.row_of(to_ref)
            placed = record_at(self._vault, source, "persons", person)
            member = dataclasses.replace(
                placed.record,
                id=self._free_id(target, "persons"),
                role=role,
                relation=relation,
                included=None,
                feared_by_client=None,
            )
            new = self._vault.cases.items.add_member(target, placed, member)
            self._vault.index.put("persons", new.row, new.record, target)
            self._vault.journal.write(
                "added", "person", now, case=self._vault.cases.id_of(target), record=member.id, fields=("role",)
            )
            return self._vault.touched(target, now)
