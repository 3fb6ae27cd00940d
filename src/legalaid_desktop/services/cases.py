"""Cases: list, read, make, change, take out and put back. Reading case files is in ``case_import``."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from legalaid_desktop.domain.case_file import case_to_plain, record_to_plain
from legalaid_desktop.domain.case_record import CaseInfo, CaseMeta, CaseRecord
from legalaid_desktop.domain.ids import CaseRef, LocalId, NoteId
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.domain.office_records import Outcome, Proceeding, Referral, Task
from legalaid_desktop.domain.person import NameSet, Person
from legalaid_desktop.errors import CaseExists, DatabaseDamaged, NotFound, RecordChangedMeanwhile, WrongUse
from legalaid_desktop.services.case_import import ImportedCase, import_files
from legalaid_desktop.services.deadlines import Deadlines, row_json
from legalaid_desktop.services.drafts import draft_to_plain
from legalaid_desktop.services.name_script import names_as_typed
from legalaid_desktop.services.open_vault import OpenVault, changed_fields
from legalaid_desktop.services.whole_case import CLOSED, OPEN, add_whole_case
from legalaid_desktop.storage.case_items import Placed
from legalaid_desktop.storage.case_list import CaseRow, Order, shown_name
from legalaid_desktop.storage.random_ids import new_id
from legalaid_desktop.storage.record_tables import SECTION_OF, SINGLE, CaseFile
from legalaid_desktop.storage.search_index import KIND_OF_SECTION, SECTION_OF_KIND

__all__ = ["CLOSED", "OPEN", "BinEntry", "CaseRow", "Cases", "ImportedCase", "Removed"]

BIN_DAYS = 30

_ID_LETTERS = {"persons": "p", "events": "e", "evidence": "x", "decisions": "d", "notes": "n", "detentions": "t"}


@dataclasses.dataclass(frozen=True)
class Removed:
    """What :meth:`Cases.restore` needs to put a record back."""

    kind: str
    row: int
    case_row: int


@dataclasses.dataclass(frozen=True)
class BinEntry:
    """A record in the bin: its kind, the case it comes from, and when it went."""

    removed: Removed
    ref: CaseRef
    label: str
    removed_at: dt.datetime


class Cases:
    """The cases of one open vault."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault

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
        office = self._vault.office
        file, _ = self._vault.cases.file(row)
        return {
            **case_to_plain(record),
            "restricted": file.restricted,
            "allowed_roles": None if file.allowed_roles is None else list(file.allowed_roles),
            "client": None if client is None else shown_name(client.names),
            "deadlines": [row_json(clock, case_ref, lang) for case_ref, clock in clocks],
            "drafts": [draft_to_plain(draft) for draft in self._vault.drafts.of_case(row)],
            "proceedings": [record_to_plain(one) for one in office.work(Proceeding, row)],
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
        section = _section(kind)
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
            raise RecordChangedMeanwhile(kind=KIND_OF_SECTION[section], what=_key(item) or "")
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
            record=_key(item) or str(new.position),
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
        key = _key(item)
        if section in SINGLE:
            return present[0] if present else None
        if at is not None:
            if not 0 <= at < len(present):
                raise NotFound(kind=KIND_OF_SECTION[section], what=at)
            return present[at]
        return next((placed for placed in present if key is not None and _key(placed.record) == key), None)

    def share_person(
        self, from_ref: str, person: str, to_ref: str, *, role: str | None, relation: str | None = None
    ) -> CaseRecord:
        """Let the person of one case stand in another one, too: one human being, two cases."""
        with self._vault.change() as now:
            source, target = self._vault.cases.row_of(from_ref), self._vault.cases.row_of(to_ref)
            placed = self._found(source, "persons", person)
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

    # --- the bin

    def remove(self, ref: str, item_kind: str, key: str | int) -> Removed:
        """Put a record of a case into the bin, or with kind ``case`` the case itself; 30 days long it can be put back.

        ``key`` is the record's id, or its place in the list. Raises :class:`NotFound`, :class:`WrongUse` (kind).
        """
        section = _section(item_kind)
        with self._vault.change() as now:
            row = self._vault.cases.row_of(ref)
            if section == "case":
                target = row
                self._vault.index.drop_case(row)
            else:
                target = self._found(row, section, key).row
                self._vault.index.drop(section, target)
            uid = self._vault.cases.id_of(row)
            self._vault.cases.bin.set_removed(section, target, now.isoformat())
            self._vault.journal.write("removed", item_kind, now, case=uid, record=str(key))
            if section != "case":
                self._vault.touched(row, now)
        return Removed(item_kind, target, row)

    def restore(self, removed: Removed) -> CaseRecord:
        """Put a record back where it was. Raises :class:`NotFound` when the bin does not hold it any more and
        :class:`CaseExists` when another case took the reference meanwhile."""
        section = _section(removed.kind)
        with self._vault.change() as now:
            held = {(entry[0], entry[1]) for entry in self._vault.cases.bin.all()}
            if (section, removed.row) not in held:
                raise NotFound(kind=removed.kind, what=removed.row)
            if section == "case":
                ref = self._vault.cases.ref_of(removed.row)
                if self._vault.cases.has(ref):
                    raise CaseExists(what=ref)
                self._vault.cases.bin.set_removed(section, removed.row, None)
                self._vault.index.put_case(removed.row)
            else:
                self._vault.cases.bin.set_removed(section, removed.row, None)
                placed = self._vault.cases.items.at_row(section, removed.row)
                self._vault.index.put(section, placed.row, placed.record, removed.case_row)
            self._vault.journal.write(
                "restored", removed.kind, now, case=self._vault.cases.id_of(removed.case_row), record=str(removed.row)
            )
            return self._vault.touched(removed.case_row, now)

    def bin(self) -> tuple[BinEntry, ...]:
        """Return what can be put back, the newest first."""
        entries: list[BinEntry] = []
        for section, row, case_row, at in self._vault.cases.bin.all():
            if case_row is None:
                continue
            try:
                if section == "case":
                    file, _ = self._vault.cases.file(row)
                    label = file.meta.title or file.info.ref
                else:
                    label = label_of(self._vault.cases.items.at_row(section, row).record)
                ref = CaseRef(self._vault.cases.ref_of(case_row))
                removed_at = dt.datetime.fromisoformat(at)
            except (DatabaseDamaged, ValueError):
                continue  # told of by the full check; it cannot be put back
            entries.append(BinEntry(Removed(KIND_OF_SECTION[section], row, case_row), ref, label, removed_at))
        return tuple(entries)

    def empty_bin(self, *, older_than_days: int = BIN_DAYS) -> int:
        """Erase for good what went to the bin that many days ago or earlier; return how many records that were.

        Days count by the journal (``storage/journal_clock.py``), too: a computer with a wrong date erases nothing.
        """
        before = self._bin_limit(older_than_days)
        if before is None:
            return 0
        with self._vault.change(erasing=True) as now:
            erased = self._vault.cases.bin.empty(before)
            erased += self._vault.office.empty_bin(before) + self._vault.drafts.empty_bin(before)
            if not erased:
                return 0
            self._vault.index.compact()
            self._vault.journal.write("erased", "bin", now, fields=(str(erased),))
        self._vault.db.checkpoint()
        return erased

    def _bin_limit(self, days: int) -> str | None:
        """Return the ISO time before which things in the bin are erased; ``None`` when nothing lies there that long."""
        now = self._vault.clock.now()
        before = (now - dt.timedelta(days=days)).isoformat()
        old = sorted({at for at in self._vault.removal_times() if at < before}, reverse=True)
        for at in old:  # the latest first: whatever went before it is older still
            if days == 0 or self._vault.journal.days_since(at, now) >= days:
                return min(before, at + "~")  # just behind this very time
        return None

    def _found(self, row: int, section: str, key: str | int) -> Placed:
        present = self._vault.cases.items.placed(row, section)
        if isinstance(key, int):
            if 0 <= key < len(present):
                return present[key]
        else:
            for placed in present:
                if _key(placed.record) == key:
                    return placed
        raise NotFound(kind=KIND_OF_SECTION[section], what=key)


def label_of(record: Any) -> str:
    """Return a few words by which a person knows a record again."""
    if isinstance(record, Person):
        return shown_name(record.names) or record.id
    for name in ("title", "text", "what", "says", "kind", "scope", "point", "reason", "country", "state", "part"):
        value = getattr(record, name, None)
        if isinstance(value, str) and value:
            words = " ".join(value.split())
            return words if len(words) <= 60 else words[:59].rsplit(" ", 1)[0] + "…"
    return _key(record) or ""


def _key(record: Any) -> str | None:
    key = getattr(record, "id", None)
    return key if isinstance(key, str) else None


def _section(kind: str) -> str:
    section = SECTION_OF_KIND.get(kind)
    if section is None:
        raise WrongUse(what=kind)
    return section
