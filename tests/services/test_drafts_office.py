"""Drafts with their answers, edits and exports; the office's own records; what stands around a case."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from legalaid_desktop.domain.draft import DraftExport, DraftState
from legalaid_desktop.domain.facts import Event
from legalaid_desktop.domain.finding import Finding, Place, Severity
from legalaid_desktop.domain.ids import LanguageCode, LocalId
from legalaid_desktop.domain.office_records import Office, Outcome, Proceeding, Referral, Task
from legalaid_desktop.errors import DatabaseDamaged, NotFound, WrongUse
from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.services import surroundings
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import create_briefcase
from legalaid_desktop.services.surroundings import Surroundings
from legalaid_desktop.storage.office_records import BackupReceipt
from tests.services.vaults import NOW, SAMPLES, new_vault, opened, passphrase

FINDING = Finding(
    id="CHK-DATE",
    severity=Severity.OVERRIDABLE,
    variant="day",
    params={"n": 2, "day": "31.02"},
    where=Place(section="5", record="e1", text="в феврале"),
    overridden="проверено по бумаге",
)


@pytest.fixture
def ref(vault: Briefcase) -> str:
    return vault.cases.create(title="Дело").info.ref


def begun(vault: Briefcase, ref: str, document: str = "C1") -> str:
    return vault.drafts.begin(
        ref,
        document=document,
        language="ru",
        template=document,
        template_version="1",
        as_of=dt.date(2026, 11, 24),
        answers={"asks": ["a", "b"], "count": 3, "yes": True, "nothing": None},
        edits={"b7": "Свой текст."},
    ).id


def test_a_draft_survives_closing(vault: Briefcase, ref: str, tmp_path: Path) -> None:
    name = begun(vault, ref)
    vault.drafts.keep(name, findings=(FINDING, replace(FINDING, where=None, overridden=None)))
    vault.drafts.edit(name, "b8", "Ещё текст.")
    vault.drafts.edit(name, "b7", None)
    vault.drafts.add_overrides(name, {"CHK-DATE": "проверено"})
    export = DraftExport(format="pdf", sha256="ab", bytes=10, pages=2, at=NOW)
    vault.drafts.add_export(name, [export, replace(export, format="docx", pages=None)], (FINDING,))
    before = vault.drafts.set_state(name, DraftState.IN_REVIEW)
    vault.close()
    vault = opened(tmp_path / "vault")
    draft = vault.drafts.get(name)
    assert draft == before
    assert draft.answers == {"asks": ["a", "b"], "count": 3, "yes": True, "nothing": None}
    assert draft.edits == {"b8": "Ещё текст."}
    assert draft.findings == (FINDING,)
    assert [file.format for file in draft.exports] == ["pdf", "docx"]
    assert draft.overrides[0].reason == "проверено"
    assert vault.drafts.of(ref) == vault.drafts.unfinished() == (draft,)
    assert vault.drafts.latest(ref, "C1", "ru") == draft
    assert vault.drafts.latest(ref, "C1", "be") is None
    shown = vault.cases.show(ref)["drafts"][0]
    assert (shown["document"], shown["state"], shown["exports"][0]["pages"]) == ("C1", "in_review", 2)
    entries = [(entry.action, entry.fields) for entry in vault.journal.entries() if entry.kind == "draft"]
    assert ("overridden", ("CHK-DATE",)) in entries
    assert ("exported", ("exports", "findings")) in entries
    vault.drafts.set_state(name, DraftState.FILED)
    assert vault.drafts.unfinished() == ()
    vault.drafts.remove(name)
    with pytest.raises(NotFound):
        vault.drafts.get(name)
    vault.close()


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE draft SET state = 'filed'",
        "UPDATE draft_entry SET value = '\"Чужой текст.\"' WHERE kind = 'edit'",
        "UPDATE draft_entry SET key = 'b9' WHERE kind = 'edit'",
    ],
)
def test_a_damaged_draft_is_noticed(vault: Briefcase, ref: str, harm: str) -> None:
    name = begun(vault, ref)
    assert vault.vault.drafts.damaged() == []
    assert vault.vault.db.run(harm) == 1
    with pytest.raises(DatabaseDamaged):
        vault.drafts.get(name)
    assert len(vault.vault.drafts.damaged()) == 1


def test_nothing_changed_is_not_journalled(vault: Briefcase, ref: str) -> None:
    name = begun(vault, ref)
    length = len(vault.journal.entries())
    vault.drafts.keep(name, edits={"b7": "Свой текст."})
    assert len(vault.journal.entries()) == length


def test_typing_fills_the_draft_and_not_the_journal(tmp_path: Path) -> None:
    class Moving:
        """A clock that a test moves."""

        moment = NOW

        def now(self) -> dt.datetime:
            return self.moment

        def today(self) -> dt.date:
            return self.moment.date()

    clock = Moving()
    with create_briefcase(tmp_path / "vault", passphrase(), clock=clock, fast_kdf=True) as vault:
        name = begun(vault, vault.cases.create(title="Дело").info.ref)
        length = len(vault.journal.entries())
        for second in range(0, 60, 2):
            clock.moment = NOW + dt.timedelta(seconds=second)
            vault.drafts.edit(name, "b1", f"текст {second}")
        assert vault.drafts.get(name).edits["b1"] == "текст 58"
        assert len(vault.journal.entries()) == length + 1
        clock.moment = NOW + dt.timedelta(minutes=11)
        vault.drafts.edit(name, "b1", "после чая")
        assert len(vault.journal.entries()) == length + 2
        vault.drafts.keep(name, answers={"a": 1})
        assert vault.journal.entries(newest=1)[0].fields == ("answers",)


def test_the_office_and_its_work(vault: Briefcase, ref: str, tmp_path: Path) -> None:
    assert vault.office.office() == Office()
    office = Office(name="Бюро", languages=(LanguageCode("ru"),), region="minsk")
    vault.office.set_office(office)
    me = vault.office.set_consultant(name="К.", role="волонтёр")
    proceeding = vault.office.add_proceeding(ref, procedure="ordinary", decisions=(LocalId("d1"),))
    late = vault.office.add_task(ref, "позвонить", due_on=dt.date(2026, 12, 2))
    loose = vault.office.add_task(None, "купить бумагу", due_on=dt.date(2026, 12, 1))
    referral = vault.office.add_referral(ref, "врач", about="осмотр")
    outcome = vault.office.add_outcome(ref, "protection")
    assert [(one.case, one.task) for one in vault.office.open_tasks()] == [(None, loose), (ref, late)]
    vault.office.finish_task(None, loose.id)
    vault.close()
    vault = opened(tmp_path / "vault")
    assert (vault.office.office(), vault.office.consultant()) == (office, me)
    assert vault.journal.who == me.id
    assert vault.office.of(ref, Proceeding) == (proceeding,)
    assert vault.office.of(ref, Referral) == (referral,)
    assert vault.office.of(ref, Outcome) == (outcome,)
    assert vault.office.of(None, Task) == (replace(loose, done_at=NOW),)
    assert [one.task for one in vault.office.open_tasks()] == [late]
    vault.office.save(ref, replace(referral, result="принят"))
    assert vault.cases.show(ref)["referrals"][0]["result"] == "принят"
    vault.office.remove(ref, Task, late.id)
    assert vault.office.open_tasks() == ()
    assert vault.office.add_task(ref, "ещё").id == "k2"
    with pytest.raises(NotFound):
        vault.office.finish_task(ref, "k9")
    with pytest.raises(WrongUse):
        vault.office.add_task(ref, " ")
    assert vault.vault.office.damaged() == []
    assert vault.journal.problems() == ()
    vault.close()


def test_receipts_and_kept_keys_are_checked(vault: Briefcase) -> None:
    store = vault.vault.office
    receipt = BackupReceipt(NOW, None, "ab", 10, 2, 1, ("age1a", "age1b"))
    with vault.vault.change() as now:
        store.add_receipt(receipt)
        store.keep_secret("own", bytearray(b"secret"), public="age1c", at=now)
    assert store.receipts() == (receipt,)
    assert store.kept_secret("own") == (bytearray(b"secret"), "age1c")
    assert store.kept_secret("other") is None
    vault.vault.db.run("UPDATE backup_recipient SET value = 'age1x' WHERE position = 0")
    vault.vault.db.run("UPDATE kept_secret SET public = 'age1x'")
    assert store.receipts() == ()
    assert [(found.table, found.reason) for found in store.seen] == [("backup_receipt", "keyed_hash")]
    with pytest.raises(DatabaseDamaged):
        store.kept_secret("own")


def test_old_drafts_and_tasks_leave_the_bin(tmp_path: Path) -> None:
    vault = new_vault(tmp_path / "vault")
    ref = vault.cases.create(title="Дело").info.ref
    vault.drafts.remove(begun(vault, ref))
    vault.office.remove(ref, Task, vault.office.add_task(ref, "позвонить").id)
    vault.close()
    vault = opened(tmp_path / "vault", FixedClock(NOW + dt.timedelta(days=31)))
    counts = vault.vault.db.counts()
    assert {name: counts[name] for name in ("draft", "draft_entry", "task")} == {
        "draft": 0,
        "draft_entry": 0,
        "task": 0,
    }
    vault.close()


def test_around_a_case_stand_papers_people_and_notes(vault: Briefcase, monkeypatch: pytest.MonkeyPatch) -> None:
    vault.cases.import_files(SAMPLES[4:6])
    record = vault.cases.record("TEST-2026-S05")
    name = begun(vault, "TEST-2026-S05", "F1")
    vault.drafts.add_export(name, [DraftExport(format="pdf", sha256="a", bytes=1, pages=1, at=NOW)])
    vault.notes.record(None, "записка без дела")
    vault.notes.record("TEST-2026-S06", "Люди в зелёной форме с собакой остановили нашу группу из семи человек. И ещё.")
    around = Surroundings(vault.vault)
    found = around.around(record)
    assert found.states["F1"].exported_on == dt.date(2026, 11, 24)  # type: ignore[index]
    assert {person.case for person in found.people} == {"TEST-2025-X05", "TEST-2026-S06"}
    texts = [note.text for note in found.notes]
    assert texts[0] == "записка без дела"
    assert len(texts) == 4
    # In a large vault only the notes that share eight words in a row with what a paper could say.
    monkeypatch.setattr(surroundings, "ALL_NOTES_UP_TO", 0)
    assert [note.text[:10] for note in around.around(record).notes] == ["записка бе", "Люди в зел"]
    said = " ".join(event.text or "" for event in record.events or ()).split()
    for start in range(0, len(said) - 8, 3):
        shared = "и вот " + " ".join(said[start : start + 8]) + " так было"
        added = vault.notes.record("TEST-2026-S06", shared)
        inside_one = any(" ".join(said[start : start + 8]) in (event.text or "") for event in record.events or ())
        assert (added in around.around(record).notes) or not inside_one
    vault.cases.save("TEST-2026-S06", Event(id=LocalId("e9"), text="x"))
    vault.cases.create(title="Новое", client_name="Новый Человек")
    assert "2026-0001" in {person.case for person in around.around(record).people}
