"""Making, changing, removing and putting back; the list; who is told when something changed meanwhile."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from legalaid_desktop.domain.case_record import CaseInfo, CaseMeta
from legalaid_desktop.domain.facts import Decision, Event, Extradition, RouteLeg
from legalaid_desktop.domain.ids import CaseRef, CountryCode, LocalId
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.domain.person import NameSet, Person
from legalaid_desktop.errors import CaseExists, NotFound, RecordChangedMeanwhile, WrongUse
from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.storage.case_list import Order
from legalaid_desktop.storage.database import Row, Value
from tests.services.vaults import NOW, SAMPLES, case_file, new_vault, opened

pytestmark = pytest.mark.usefixtures("quick_vaults")

TODAY = dt.date(2026, 11, 24)


def found(vault: Briefcase, words: str) -> list[str]:
    return [f"{hit.kind} {hit.id}" for hit in vault.search.find(words).hits]


def test_a_new_case_is_open_today_with_its_client(vault: Briefcase) -> None:
    case = vault.cases.create(title="Отказ в защите", topic="ip.refusal", region="minsk", client_name="Навид  Проба ")
    assert (case.info.ref, case.stage, case.opened_on) == ("2026-0001", "open", TODAY)
    assert case.persons == (Person(id=LocalId("p1"), role="client", names=NameSet(ru_nom="Навид Проба")),)
    assert vault.cases.record("2026-0001") == case == vault.cases.record(str(case.id))
    (row,) = vault.cases.rows(TODAY)
    assert (row.ref, row.id, row.title, row.client, row.topic) == (
        *("2026-0001", case.id, "Отказ в защите", "Навид Проба", "ip.refusal"),
    )
    assert vault.cases.create(title=None).info.ref == "2026-0002"
    with pytest.raises(CaseExists):
        vault.cases.create(title="x", ref="2026-0001")
    with pytest.raises(WrongUse):
        vault.cases.create(title="x", ref="  ")


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Иванов Ёж", NameSet(ru_nom="Иванов Ёж")),
        ("Іваноў Вожык", NameSet(be_nom="Іваноў Вожык")),
        ("Navid", NameSet(latin="Navid")),
        ("نوید", NameSet(original="نوید")),
        ("Навид Navid", NameSet(original="Навид Navid")),
    ],
)
def test_a_typed_name_goes_where_its_script_belongs(vault: Briefcase, typed: str, names: NameSet) -> None:
    case = vault.cases.create(title=None, client_name=typed)
    assert case.persons is not None
    assert case.persons[0].names == names


def test_records_are_added_written_over_and_found(vault: Briefcase) -> None:
    ref = vault.cases.create(title="Дело").info.ref
    first = Event(
        id=vault.cases.free_id(ref, "event"), text="Приехал на рынок", date=PartialDate(precision=Precision.UNKNOWN)
    )
    assert vault.cases.save(ref, first).events == (first,)
    second = Event(id=vault.cases.free_id(ref, "event"), text="Ушёл")
    assert [event.id for event in vault.cases.save(ref, second).events or ()] == ["e1", "e2"]
    changed = replace(first, text="Приехал на вокзал")
    assert vault.cases.save(ref, changed, expected=first).events == (changed, second)
    assert found(vault, "вокзал") == ["event e1"]
    assert found(vault, "рынок") == []
    entry = vault.journal.entries(newest=1)[0]
    assert (entry.action, entry.kind, entry.record, entry.fields) == ("changed", "event", "e1", ("text",))


def test_what_changed_meanwhile_is_not_written_over(vault: Briefcase) -> None:
    ref = vault.cases.create(title="Дело").info.ref
    seen = Event(id=LocalId("e1"), text="как было")
    vault.cases.save(ref, seen)
    vault.cases.save(ref, replace(seen, text="другой поправил"))
    before = vault.vault.db.counts()
    with pytest.raises(RecordChangedMeanwhile):
        vault.cases.save(ref, replace(seen, text="моё"), expected=seen)
    assert vault.cases.record(ref).events == (replace(seen, text="другой поправил"),)
    assert vault.vault.db.counts() == before


def test_records_without_an_id_have_places(vault: Briefcase) -> None:
    ref = vault.cases.create(title="Дело").info.ref
    one, two = RouteLeg(country=CountryCode("XA")), RouteLeg(country=CountryCode("XB"))
    vault.cases.save(ref, one)
    assert vault.cases.save(ref, two).routes == (one, two)
    third = RouteLeg(country=CountryCode("XC"))
    assert vault.cases.save(ref, third, at=0).routes == (third, two)
    with pytest.raises(NotFound):
        vault.cases.save(ref, third, at=2)
    assert vault.cases.save(ref, Extradition(offence="а")).extradition == Extradition(offence="а")
    assert vault.cases.save(ref, Extradition(offence="б")).extradition == Extradition(offence="б")
    assert found(vault, "XA") == []


def test_case_data_are_changed_and_a_taken_reference_is_not(vault: Briefcase) -> None:
    one = vault.cases.create(title="Первое")
    vault.cases.create(title="Второе", ref="Дело-2")
    renamed = vault.cases.save(one.info.ref, replace(one.info, ref=CaseRef("Дело-1"), place="г. Примерск"))
    assert renamed.info.place == "г. Примерск"
    assert vault.cases.save("дело-1", CaseMeta(title="Новое имя")).meta.title == "Новое имя"
    assert found(vault, "новое имя") == ["case Дело-1"]
    with pytest.raises(CaseExists):
        vault.cases.save("Дело-1", CaseInfo(ref=CaseRef("ДЕЛО-2")))
    assert vault.cases.save("Дело-1", CaseInfo(ref=CaseRef("ДЕЛО-1"))).info.ref == "ДЕЛО-1"
    with pytest.raises(NotFound):
        vault.cases.record(one.info.ref)
    assert vault.cases.set_stage("дело-1", "closed").stage == "closed"


def test_a_changed_note_keeps_what_it_said(vault: Briefcase) -> None:
    ref = vault.cases.create(title="Дело").info.ref
    note = vault.notes.record(ref, "первый текст")
    vault.cases.save(ref, replace(note, text="второй текст"))
    assert [revision.text for revision in vault.notes.revisions(ref, note.id)] == ["первый текст"]
    saved = vault.cases.save(ref, ConsultationNote(id=LocalId("n9"), text="без своего номера"))
    assert saved.notes is not None
    assert saved.notes[-1].uid


def test_what_was_removed_can_be_put_back_in_its_place(vault: Briefcase) -> None:
    ref = vault.cases.create(title="Дело").info.ref
    events = [Event(id=LocalId(f"e{n}"), text=f"событие номер{n}") for n in (1, 2, 3)]
    for event in events:
        vault.cases.save(ref, event)
    removed = vault.cases.bin.remove(ref, "event", "e2")
    assert vault.cases.record(ref).events == (events[0], events[2])
    assert found(vault, "номер2") == []
    assert vault.cases.free_id(ref, "event") == "e4"
    (entry,) = vault.cases.bin.all()
    assert (entry.removed, entry.ref, entry.label) == (removed, ref, "событие номер2")
    assert vault.cases.bin.restore(removed).events == tuple(events)
    assert found(vault, "номер2") == ["event e2"]
    with pytest.raises(NotFound):
        vault.cases.bin.restore(removed)
    with pytest.raises(NotFound):
        vault.cases.bin.remove(ref, "event", "e9")
    with pytest.raises(NotFound):
        vault.cases.bin.remove(ref, "route", 0)
    with pytest.raises(WrongUse):
        vault.cases.bin.remove(ref, "nonsense", 0)
    assert [entry.action for entry in vault.journal.entries(newest=2)] == ["restored", "removed"]


def test_a_removed_case_comes_back_whole_or_its_reference_is_free(vault: Briefcase) -> None:
    vault.cases.import_files(SAMPLES[4:5])
    before = vault.cases.record("TEST-2026-S05")
    removed = vault.cases.bin.remove("TEST-2026-S05", "case", "TEST-2026-S05")
    with pytest.raises(NotFound):
        vault.cases.record("TEST-2026-S05")
    assert [row.ref for row in vault.cases.rows(TODAY)] == ["TEST-2025-X05"]
    assert found(vault, "пограничного столба") == []
    assert vault.cases.bin.restore(removed) == before
    assert found(vault, "пограничного столба") == ["event e1"]
    removed = vault.cases.bin.remove("TEST-2026-S05", "case", "TEST-2026-S05")
    vault.cases.create(title="Другое", ref="test-2026-s05")
    with pytest.raises(CaseExists):
        vault.cases.bin.restore(removed)


def test_the_bin_is_emptied_after_thirty_days(tmp_path: Path) -> None:
    vault = new_vault(tmp_path / "vault")
    vault.cases.import_files(SAMPLES[4:5])
    ref = vault.cases.create(title="Дело").info.ref
    vault.cases.save(ref, Event(id=LocalId("e1"), text="ВЕТКА-77"))
    vault.cases.bin.remove(ref, "event", "e1")
    vault.cases.bin.remove("TEST-2026-S05", "case", "")
    vault.close()
    vault = opened(tmp_path / "vault", FixedClock(NOW + dt.timedelta(days=30)))
    assert len(vault.cases.bin.all()) == 2
    vault.close()
    vault = opened(tmp_path / "vault", FixedClock(NOW + dt.timedelta(days=31)))
    assert vault.cases.bin.all() == ()
    db = vault.vault.db
    assert db.rows("SELECT ref FROM case_file ORDER BY ref") == [("2026-0001",), ("TEST-2025-X05",)]
    # The other case that was only named in the erased one goes on, with its person and its note.
    other = vault.cases.record("TEST-2025-X05")
    assert (len(other.persons or ()), len(other.notes or ())) == (1, 1)
    assert db.one("SELECT count(*) FROM person") == 1
    assert list(vault.vault.cases.damaged()) == []
    assert vault.journal.problems() == ()
    assert db.integrity_problems() == ()
    vault.close()


def test_one_person_in_two_cases_is_one_person(vault: Briefcase) -> None:
    first = vault.cases.create(title="Первое", client_name="Навид").info.ref
    second = vault.cases.create(title="Второе").info.ref
    case = vault.cases.share_person(first, "p1", second, role="witness", relation="brother")
    assert case.persons is not None
    assert (case.persons[0].id, case.persons[0].role, case.persons[0].names.ru_nom) == ("p1", "witness", "Навид")
    vault.cases.save(first, replace(case.persons[0], role="client", relation=None, birth_place="Образцовка"))
    for ref, role in ((first, "client"), (second, "witness")):
        (person,) = vault.cases.record(ref).persons or ()
        assert (person.role, person.birth_place) == (role, "Образцовка")
    assert {(hit.case, hit.kind) for hit in vault.search.find("Образцовка").hits} == {
        (first, "person"),
        (second, "person"),
    }
    vault.cases.bin.remove(first, "person", "p1")
    assert vault.cases.record(second).persons is not None
    assert vault.vault.db.one("SELECT count(*) FROM person") == 1


def test_the_list_filters_sorts_and_pages(practice: Briefcase) -> None:
    def refs(**wanted: object) -> list[str]:
        return [row.ref[-3:] for row in practice.cases.rows(dt.date(2026, 11, 20), **wanted)]  # type: ignore[arg-type]

    assert sorted(refs()) == ["S01", "S02", "S03", "S04", "S05", "S06", "X05"]
    assert refs(order="ref")[0] == "X05"
    assert refs(order="ref", limit=2, offset=1) == ["S01", "S02"]
    assert refs(order="deadline")[:2] == ["S04", "S03"]
    assert refs(topic="ip.refusal") == ["S03"]
    assert refs(words="rebwar") == ["X05"]
    assert set(refs(words="ЫУ НИКОГО")) == set()
    assert refs(words="рыбв") == []
    assert refs(words="рибв push") == ["S05"]
    assert practice.cases.count(words="test-2026") == 6
    assert "br.pushback" in practice.cases.topics()


@pytest.mark.parametrize("order", ["changed", "ref"])
def test_a_page_of_the_list_is_read_off_an_index(
    practice: Briefcase, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = practice.vault.db
    plans: list[str] = []
    ask = db.rows

    def rows(sql: str, values: Sequence[Value] = ()) -> list[Row]:
        plans.extend(str(line[3]) for line in ask("EXPLAIN QUERY PLAN " + sql, values))
        return ask(sql, values)

    monkeypatch.setattr(db, "rows", rows)
    assert len(practice.cases.rows(TODAY, order=order, limit=3)) == 3
    assert not any("TEMP B-TREE" in plan for plan in plans)
    assert [plan for plan in plans if plan.startswith("SCAN") and "USING INDEX" not in plan] == []


def test_the_next_deadline_moves_on_with_the_day_and_with_a_mark(vault: Briefcase) -> None:
    vault.cases.import_files(SAMPLES[2:3])

    def upcoming(as_of: dt.date) -> dt.date | None:
        return vault.cases.rows(as_of)[0].next_deadline

    last_day = upcoming(TODAY)
    assert last_day is not None
    assert upcoming(last_day) == last_day
    assert upcoming(last_day + dt.timedelta(days=1)) is None
    deadline = next(row for _, row in vault.deadlines.rows("TEST-2026-S03", TODAY) if row.primary)
    vault.deadlines.mark("TEST-2026-S03", deadline.id, "done", TODAY)
    assert upcoming(TODAY) != last_day
    # A changed decision is counted anew at once.
    decision = (vault.cases.record("TEST-2026-S03").decisions or ())[0]
    vault.deadlines.mark("TEST-2026-S03", deadline.id, None, TODAY)
    later = vault.cases.save(
        "TEST-2026-S03",
        replace(decision, received=dt.date(2026, 12, 14), received_at=None, notice_last_day=None, notice_period=None),
    )
    assert later.decisions is not None
    moved = upcoming(TODAY)
    assert moved is not None
    assert moved > last_day


def test_show_names_deadlines_and_drafts(practice: Briefcase) -> None:
    shown = practice.cases.show("test-2026-s03", as_of=dt.date(2026, 11, 20), lang="en")
    assert shown["client"] == "Зразкова-Мнимова Марьяна Демьяновна"
    assert {row["decision"] for row in shown["deadlines"]} == {"d1"}
    assert shown["drafts"] == []
    with pytest.raises(NotFound):
        practice.cases.show("S99")


def test_a_decision_saved_by_hand_gets_its_deadline(vault: Briefcase) -> None:
    ref = vault.cases.create(title="Дело").info.ref
    vault.cases.save(ref, Decision(id=LocalId("d1"), kind="refusal_protection", received=dt.date(2026, 11, 20)))
    assert vault.cases.rows(TODAY)[0].next_deadline is not None


def test_other_law_data_are_counted_anew_at_the_next_opening(tmp_path: Path) -> None:
    vault = new_vault(tmp_path / "vault")
    vault.cases.import_files(SAMPLES[2:3])
    due = vault.cases.rows(TODAY)[0].next_deadline
    with vault.vault.db.transaction():
        vault.vault.db.run("UPDATE deadline SET last_day = '2030-01-01'")
        vault.vault.db.run("UPDATE vault_state SET law_version = 'older'")
    vault.close()
    vault = opened(tmp_path / "vault")
    assert vault.cases.rows(TODAY)[0].next_deadline == due
    vault.close()


def test_an_imported_file_can_lie_anywhere(vault: Briefcase, tmp_path: Path) -> None:
    folder = tmp_path / "чужая папка"
    folder.mkdir()
    vault.cases.import_files([case_file(folder, "a.toml", "")])
    shutil.rmtree(folder)
    assert vault.cases.record("T-1").info.ref == "T-1"
