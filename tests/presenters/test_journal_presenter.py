"""The last hour, the way back and forth, the mark and its keeping, over a real vault and without a window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.host.wording import LANGUAGES, wording
from legalaid_desktop.presenters.journal import CHANGED_BY_UNDO, JournalPresenter
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.identity import new_identity
from tests.presenters.recording import RecordingView, TasksAtOnce
from tests.services.vaults import CLOCK, NOW, case_file, new_vault, opened

RU = wording("ru")


@pytest.fixture
def briefcase(tmp_path: Path) -> Iterator[Briefcase]:
    with new_vault(tmp_path / "vault") as made:
        made.cases.import_files([case_file(tmp_path, "one.toml", "", ref="T-1")])
        made.notes.record("T-1", "Первый звонок")
        made.notes.record(None, "Второй звонок")
        yield made


def presenter_of(briefcase: Briefcase, lang: str = "ru") -> tuple[JournalPresenter, Any]:
    view: Any = RecordingView()
    view.show_lines = lambda lines, *, first, more: view.told.append(("show_lines", lines, first, more))
    words = wording(lang)
    made = JournalPresenter(view, TasksAtOnce(briefcase), words=lambda: words, clock=CLOCK)
    made.load()
    return made, view


def test_the_last_hour_stands_in_plain_lines_newest_first(briefcase: Briefcase) -> None:
    _, view = presenter_of(briefcase)
    (hour,) = view.last("show_last_hour")
    assert [step.title for step in hour.steps][:3] == [
        "Запись консультации: добавлено",
        "Запись консультации: добавлено",
        "Дело: принято",
    ]
    assert "дело T-1" in hour.steps[1].second and "вы" in hour.steps[1].second
    assert "дело" not in hour.steps[0].second
    assert hour.steps[0].moment == "12:00"
    lines, first, more = view.last("show_lines")
    assert first and not more
    assert lines[0].second.startswith("24 ноября 2026, 12:00")
    assert lines[1].case == "T-1"


def test_going_back_says_before_what_changes_and_can_be_taken_back(briefcase: Briefcase) -> None:
    presenter, view = presenter_of(briefcase)
    presenter.choose(view.last("show_last_hour")[0].steps[1].key)
    (plan,) = view.last("show_plan")
    assert plan.sentence == "Отменятся 2 изменения. Всё станет так, как было до 12:00. Дела: T-1."
    assert len(plan.lines) == 2
    assert len(briefcase.notes.of("T-1")) == 1  # nothing is done by looking
    presenter.go_back()
    assert briefcase.notes.of("T-1") == () and briefcase.notes.unfiled() == ()
    text, bring_back = view.last("say_done")
    assert text == "Отменено изменений: 2. Это можно вернуть."
    assert {kind for _, kind in [told for told in view.told if told[0] == "tell_changed"]} == set(CHANGED_BY_UNDO)
    bring_back()
    assert [note.text for note in briefcase.notes.of("T-1")] == ["Первый звонок"]
    assert len(briefcase.notes.unfiled()) == 1
    assert view.last("say_done")[0] == "Возвращено как было."


def test_what_cannot_be_taken_back_is_said_before(briefcase: Briefcase, tmp_path: Path) -> None:
    identity = new_identity(tmp_path / "key.txt")
    briefcase.backups.create((identity.recipient,), tmp_path / "copy.age")
    presenter, view = presenter_of(briefcase)
    (hour,) = view.last("show_last_hour")
    assert hour.steps[0].title.startswith("Резервная копия")
    assert "не отменяется" in hour.steps[0].second
    presenter.choose(hour.steps[0].key)
    (plan,) = view.last("show_plan")
    assert plan.lines == () and len(plan.stays) == 1


def test_the_mark_agrees_with_itself_the_backup_and_what_was_noted(briefcase: Briefcase, tmp_path: Path) -> None:
    presenter, view = presenter_of(briefcase)
    (state,) = view.last("show_state")
    assert state.mark == str(briefcase.journal_view.anchor()) and not state.alarm
    assert any("сверить не с чем" in one.text for one in state.agreements)
    identity = new_identity(tmp_path / "key.txt")
    briefcase.backups.create((identity.recipient,), tmp_path / "copy.age")
    noted = str(briefcase.journal_view.anchor())
    briefcase.notes.record(None, "Ещё один")
    presenter.compare(noted)
    (state,) = view.last("show_state")
    assert [one.good for one in state.agreements] == [True, True, True]
    wrong = noted[:-1] + ("0" if noted[-1] != "0" else "1")
    presenter.compare(wrong)
    (state,) = view.last("show_state")
    assert state.alarm and "заменена" in state.agreements[-1].text and "координатору" in state.agreements[-1].text
    presenter.compare("999-" + "a" * 16)
    assert "старая копия" in view.last("show_state")[0].agreements[-1].text
    presenter.compare("чепуха")
    (state,) = view.last("show_state")
    assert not state.alarm and "не похоже" in state.agreements[-1].text


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM journal_entry WHERE seq = (SELECT max(seq) FROM journal_entry)", "отрезан"),
        ("DELETE FROM journal_entry WHERE seq = 2", "нет на месте"),
        ("UPDATE journal_entry SET action = 'removed' WHERE seq = 2", "изменена"),
        ("UPDATE vault_state SET journal_keep = 'all'", "начало журнала"),
    ],
)
def test_a_tampered_journal_is_told_loudly(briefcase: Briefcase, statement: str, words: str) -> None:
    with briefcase.vault.db.transaction():
        briefcase.vault.db.run(statement)
    _, view = presenter_of(briefcase)
    (state,) = view.last("show_state")
    assert state.alarm and words in state.agreements[0].text
    assert "ничего не удалено" in state.agreements[0].text


def test_keeping_is_chosen_and_old_entries_go(tmp_path: Path) -> None:
    early = FixedClock(NOW - timedelta(days=5))
    with new_vault(tmp_path / "vault", early) as made:
        made.notes.record(None, "Давно")
    for days in (4, 3, 2, 1):
        with opened(tmp_path / "vault", FixedClock(NOW - timedelta(days=days))) as made:
            made.notes.record(None, f"{days}")
    with opened(tmp_path / "vault") as briefcase:
        presenter, view = presenter_of(briefcase)
        before = len(view.last("show_lines")[0])
        presenter.set_keep("undo")
        assert view.last("show_state")[0].keep == "undo"
        assert len(view.last("show_lines")[0]) < before
        assert len(briefcase.notes.unfiled()) == 5


def test_the_journal_of_one_case(briefcase: Briefcase) -> None:
    presenter, view = presenter_of(briefcase)
    presenter.load("T-1")
    lines, _, _ = view.last("show_lines")
    assert lines and all(line.case == "T-1" for line in lines)
    presenter.load("нет такого")
    assert view.last("show_lines")[0] == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_and_action_of_the_journal_has_its_word(briefcase: Briefcase, lang: str) -> None:
    words = wording(lang)
    for entry in briefcase.journal_view.lines():
        assert words.has(f"journal.kind.{entry.kind}"), entry.kind
        assert words.has(f"journal.action.{entry.action}"), entry.action
