"""Undo: after any row of changes the whole vault can be taken back to any point between, and forth again."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest

from legalaid_desktop.domain.case_record import CaseInfo
from legalaid_desktop.domain.facts import Decision, DecisionReason, Event
from legalaid_desktop.domain.ids import CaseRef, LocalId
from legalaid_desktop.domain.person import NameSet, Person
from legalaid_desktop.errors import LegalAidError, UndoNotPossible
from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import open_briefcase
from legalaid_desktop.services.vault_health import check_vault
from legalaid_desktop.vault.secret import Secret
from tests.rounds import rounds
from tests.services.vaults import CLOCK, NOW, new_vault, opened, passphrase

_NOT_COMPARED = {
    *("vault_state", "migration", "journal_entry", "journal_day", "log_mark", "unsaved_text"),
    *("undo_change", "undo_image", "undo_chunk", "backup_receipt", "backup_recipient", "kept_secret"),
}


def dump(briefcase: Briefcase) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of content; the numbers of search rows are not content."""
    db = briefcase.vault.db
    found: dict[str, list[tuple[Any, ...]]] = {}
    for table in db.tables():
        if table == "search_item":
            found[table] = sorted(db.rows("SELECT case_row, kind, target FROM search_item"), key=repr)
        elif table not in _NOT_COMPARED and not table.startswith("search_words"):
            found[table] = sorted(db.rows(f'SELECT * FROM "{table}"'), key=repr)
    for word in ("слово1", "слово2", "имя3"):
        hits = briefcase.search.find(word).hits
        found[f"hits of {word}"] = sorted((hit.kind, hit.id, hit.case, hit.snippet) for hit in hits)
    found["list"] = [(row,) for row in briefcase.cases.rows(CLOCK.today(), order="ref")]
    return found


class Changes:
    """Random calls of services, each as a consultant might make it."""

    def __init__(self, briefcase: Briefcase, chance: random.Random) -> None:
        self.briefcase = briefcase
        self.chance = chance

    def one(self) -> None:
        names = [name for name in dir(self) if name.startswith("do_")]
        try:
            getattr(self, self.chance.choice(names))()
        except LegalAidError:
            return

    def _ref(self) -> str:
        refs = [row.ref for row in self.briefcase.cases.rows(CLOCK.today())]
        return self.chance.choice(refs) if refs else self.briefcase.cases.create(title="Дело").info.ref

    def _text(self) -> str:
        return f"слово{self.chance.randrange(6)} слово{self.chance.randrange(6)}"

    def do_case(self) -> None:
        self.briefcase.cases.create(title=self._text(), client_name=f"Имя{self.chance.randrange(5)}")

    def do_rename(self) -> None:
        ref = self._ref()
        self.briefcase.cases.save(ref, CaseInfo(ref=CaseRef(f"Р-{self.chance.randrange(50)}"), topic="ip.refusal"))

    def do_event(self) -> None:
        key = LocalId(f"e{self.chance.randrange(1, 4)}")
        facts = self.chance.choice([None, (), (LocalId("x1"),)])
        self.briefcase.cases.save(self._ref(), Event(id=key, text=self._text(), evidence=facts))

    def do_person(self) -> None:
        key = LocalId(f"p{self.chance.randrange(1, 4)}")
        names = NameSet(ru_nom=f"имя{self.chance.randrange(5)}", aliases=self.chance.choice([None, ("А", "Б")]))
        self.briefcase.cases.save(self._ref(), Person(id=key, role="client", names=names))

    def do_share(self) -> None:
        self.briefcase.cases.share_person(self._ref(), "p1", self._ref(), role="relative")

    def do_decision(self) -> None:
        reasons = tuple(DecisionReason(n=n, says=self._text()) for n in range(self.chance.randint(0, 3)))
        day = CLOCK.today() - dt.timedelta(days=self.chance.randint(0, 20))
        self.briefcase.cases.save(
            self._ref(),
            Decision(id=LocalId("d1"), kind="refusal_protection", received=day, procedure="ordinary", reasons=reasons),
        )

    def do_mark(self) -> None:
        for ref, row in self.briefcase.deadlines.rows(None, CLOCK.today())[:1]:
            state = self.chance.choice(["done", "missed", None])
            self.briefcase.deadlines.mark(ref, row.id, state, CLOCK.today(), reason=self._text())

    def do_note(self) -> None:
        self.briefcase.notes.record(self.chance.choice([None, self._ref()]), self._text())

    def do_revise(self) -> None:
        ref = self._ref()
        for note in self.briefcase.notes.of(ref)[:1]:
            self.briefcase.notes.revise(ref, note.id, self._text())

    def do_file(self) -> None:
        for note in self.briefcase.notes.unfiled()[:1]:
            self.briefcase.notes.file_under(note.uid or "", self._ref())  # type: ignore[arg-type]

    def do_remove(self) -> None:
        kind = self.chance.choice(["event", "person", "decision", "note", "case"])
        self.briefcase.cases.bin.remove(
            self._ref(), kind, {"event": "e1", "person": "p1", "note": "n1"}.get(kind, "d1")
        )

    def do_restore(self) -> None:
        entries = self.briefcase.cases.bin.all()
        if entries:
            self.briefcase.cases.bin.restore(self.chance.choice(entries).removed)

    def do_evidence(self) -> None:
        ref = self._ref()
        data = bytes([self.chance.randrange(256)]) * self.chance.choice([10, 1_200_000])
        self.briefcase.evidence.add_bytes(ref, data, title=self._text())

    def do_replace_bytes(self) -> None:
        ref = self._ref()
        for evidence in (self.briefcase.cases.record(ref).evidence or ())[:1]:
            path = self.briefcase.folder.parent / "paper"
            path.write_bytes(self._text().encode() * 9)
            self.briefcase.evidence.attach(ref, evidence.id, path)

    def do_draft(self) -> None:
        self.briefcase.drafts.begin(
            self._ref(), document="D1", language="ru", template="D1", template_version="1", answers={"a": self._text()}
        )

    def do_type(self) -> None:
        for draft in self.briefcase.drafts.unfinished()[:1]:
            self.briefcase.drafts.edit(draft.id, f"b{self.chance.randrange(3)}", self._text())

    def do_office(self) -> None:
        self.briefcase.office.add_task(self.chance.choice([None, self._ref()]), self._text())


@pytest.mark.soak
def test_back_to_any_point_and_forth(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    undone = 0
    for seed in range(rounds(2, 60)):
        folder = tmp_path / str(seed)
        briefcase = new_vault(folder)
        changes = Changes(briefcase, random.Random(seed))
        points: dict[int, dict[str, list[tuple[Any, ...]]]] = {}
        for step in range(25):
            changes.one()
            # A point is the state before the next entry: drafts typed on without one belong to it.
            points[briefcase.journal.length] = dump(briefcase)
            if step == 12:
                briefcase.close()
                briefcase = changes.briefcase = opened(folder)
        for seq in changes.chance.sample(sorted(points), min(6, len(points))):
            if seq == briefcase.journal.length:
                continue
            here, before = briefcase.journal.length, dump(briefcase)
            result = briefcase.undo.undo_back_to(seq)
            undone += 1
            assert dump(briefcase) == points[seq], (seed, seq)
            assert result.redo == here
            if changes.chance.random() < 0.5:
                briefcase.undo.undo_back_to(here)
                assert dump(briefcase) == before, (seed, seq, "redo")
        assert briefcase.damage() == ()
        assert briefcase.journal.problems() == ()
        briefcase.close()
        assert check_vault(folder, passphrase(), clock=CLOCK).ok
    with capfd.disabled():
        print(f"\nundo: {undone} points gone back to, every table equal")


def test_steps_say_what_they_take_back(tmp_path: Path) -> None:
    with new_vault(tmp_path / "v") as briefcase:
        ref = briefcase.cases.create(title="Дело").info.ref
        note = briefcase.notes.record(ref, "первый")
        briefcase.notes.revise(ref, note.id, "второй")
        newest, second, *_ = briefcase.undo.last()
        assert (newest.action, newest.kind, newest.case, newest.record) == ("changed", "note", ref, "n1")
        assert briefcase.undo.undo_back_to(newest.back_to).cases == (ref,)
        assert [one.text for one in briefcase.notes.of(ref)] == ["первый"]
        assert briefcase.undo.undo_back_to(second.back_to).changes == 3
        assert briefcase.notes.of(ref) == ()


def test_changes_of_keys_are_neither_taken_back_nor_counted(tmp_path: Path) -> None:
    second = Secret.from_passphrase("вторая фраза")
    with new_vault(tmp_path / "v") as briefcase:
        ref = briefcase.cases.create(title="Дело").info.ref
        briefcase.notes.record(ref, "первый")
        place = briefcase.journal.length
        briefcase.key_slots.add_passphrase(second, fast=True)
        assert [step.stays for step in briefcase.undo.last()][:2] == [True, False]
        with pytest.raises(UndoNotPossible) as raised:
            briefcase.undo.undo_back_to(place)
        assert raised.value.facts == {"reason": "stays"}
        assert briefcase.journal.length == place + 1  # nothing claims that something was undone
        result = briefcase.undo.undo_back_to(place - 1)
        assert (result.changes, result.stays, result.cases) == (1, 1, (ref,))
        assert briefcase.notes.of(ref) == ()
        assert briefcase.undo.undo_back_to(result.redo).changes == 1
        assert [one.text for one in briefcase.notes.of(ref)] == ["первый"]
    with open_briefcase(tmp_path / "v", second, clock=CLOCK) as briefcase:
        assert len(briefcase.key_slots.all()) == 2


def test_a_place_inside_one_change_is_refused_with_the_places_around_it(tmp_path: Path) -> None:
    with new_vault(tmp_path / "v") as briefcase:
        ref = briefcase.cases.create(title="Дело", client_name="Имя").info.ref
        last = briefcase.journal.length
        before = dump(briefcase)
        with pytest.raises(UndoNotPossible) as raised:
            briefcase.undo.undo_back_to(last - 1)
        assert raised.value.facts == {"reason": "inside", "before": 1, "after": last}
        for seq in (last, last + 1, -1):
            with pytest.raises(UndoNotPossible):
                briefcase.undo.undo_back_to(seq)
        assert dump(briefcase) == before
        assert briefcase.cases.ref(ref) == ref


def test_what_was_erased_for_good_stays_erased(tmp_path: Path) -> None:
    with new_vault(tmp_path / "v") as briefcase:
        ref = briefcase.cases.create(title="Дело").info.ref
        briefcase.cases.save(ref, Event(id=LocalId("e1"), text="слово1"))
        briefcase.cases.bin.remove(ref, "event", "e1")
        assert briefcase.cases.bin.empty(older_than_days=0) == 0  # put there this very moment
        erased_at = FixedClock(NOW + dt.timedelta(seconds=1))
        briefcase.vault.clock = erased_at
        assert briefcase.cases.bin.empty(older_than_days=0) == 1
        assert briefcase.undo.last() == ()
        with pytest.raises(UndoNotPossible):
            briefcase.undo.undo_back_to(2)
        assert all(briefcase.vault.db.counts()[name] == 0 for name in ("undo_change", "undo_image", "undo_chunk"))


def test_typing_is_never_taken_away_and_a_note_gives_it_back(tmp_path: Path) -> None:
    with new_vault(tmp_path / "v") as briefcase:
        briefcase.notes.keep_unsaved("quick", "набрано")
        briefcase.notes.record(None, "набрано", unsaved_key="quick")
        briefcase.notes.keep_unsaved("other", "уже новое")
        briefcase.undo.undo_back_to(1)
        assert briefcase.notes.unfiled() == ()
        assert briefcase.notes.unsaved("quick") == "набрано"
        assert briefcase.notes.unsaved("other") == "уже новое"


def test_images_go_after_the_hour(tmp_path: Path) -> None:
    with new_vault(tmp_path / "v") as briefcase:
        ref = briefcase.cases.create(title="Дело").info.ref
        for minutes in (30, 75, 90):
            briefcase.vault.clock = FixedClock(NOW + dt.timedelta(minutes=minutes))
            briefcase.notes.record(ref, f"через {minutes}")
        briefcase.checkpoint()
        kept = [step.at for step in briefcase.undo.last(minutes=600)]
        assert kept == [NOW + dt.timedelta(minutes=minutes) for minutes in (90, 75, 30)]
        with pytest.raises(UndoNotPossible):
            briefcase.undo.undo_back_to(1)
        briefcase.undo.undo_back_to(3)
        assert [note.text for note in briefcase.notes.of(ref)] == ["через 30"]


def test_an_altered_image_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    with new_vault(tmp_path / "v") as briefcase:
        ref = briefcase.cases.create(title="Дело").info.ref
        note = briefcase.notes.record(ref, "первый")
        briefcase.notes.revise(ref, note.id, "второй")
        briefcase.vault.db.run(
            "UPDATE undo_image SET image = replace(image, 'первый', 'чужой') WHERE table_name = 'note'"
        )
        with pytest.raises(LegalAidError) as raised:
            briefcase.undo.undo_back_to(3)
        assert raised.value.code == "database_damaged"
        assert [one.text for one in briefcase.notes.of(ref)] == ["второй"]
        assert [one.kind for one in briefcase.damage()] == ["undo"]


def test_evidence_bytes_come_back_and_are_not_kept_twice(tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    with new_vault(tmp_path / "v") as briefcase:
        ref = briefcase.cases.create(title="Дело").info.ref
        first, second = b"a" * 3_000_000, b"b" * 2_000_000
        added = briefcase.evidence.add_bytes(ref, first, title="Бумага")
        paper.write_bytes(second)
        place = briefcase.journal.length
        briefcase.evidence.attach(ref, added.id, paper)
        rows = briefcase.vault.db.counts()
        assert (rows["evidence_chunk"], rows["undo_chunk"]) == (2, 3)
        briefcase.undo.undo_back_to(place)
        assert briefcase.evidence.open_bytes(ref, added.id) == first
        briefcase.undo.undo_back_to(place + 1)
        assert briefcase.evidence.open_bytes(ref, added.id) == second
