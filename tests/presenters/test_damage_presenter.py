"""A damaged vault in words, and the ways on, over a really damaged one and without a window."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from legalaid_desktop.errors import VaultReadOnly
from legalaid_desktop.host.wording import LANGUAGES, wording
from legalaid_desktop.presenters.damage import DamagePresenter, damage_lines, read_damage, told
from legalaid_desktop.presenters.place import remember_place
from legalaid_desktop.presenters.vault_standing import Standing, standing, standing_at_opening
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.identity import new_identity
from legalaid_desktop.vault.unlock import unlock
from tests.presenters.recording import RecordingView, TasksAtOnce
from tests.services.vaults import CLOCK, SAMPLES, new_vault, opened, passphrase
from tests.ui.damaged_vaults import flipped, notes_alone, page_that

CASE = "TEST-2026-S03"
PHRASE = "пробная фраза"


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("damaged")
    identity = new_identity(into / "key.txt")
    with new_vault(into / "whole") as made:
        made.cases.import_files(SAMPLES)
        for number in range(20):
            made.notes.record(CASE, f"Заметка {number}: " + "подробности, " * 120)
        made.backups.create((identity.recipient,), into / "copy.age")
    with unlock(into / "whole", passphrase()) as keys:
        page = page_that(into / "whole", keys, into, notes_alone)
    return flipped(into / "whole", into / "vault", page)


@pytest.fixture
def briefcase(damaged: Path, tmp_path: Path) -> Iterator[Briefcase]:
    shutil.copytree(damaged, tmp_path / "vault")
    with opened(tmp_path / "vault") as made:
        yield made


@pytest.fixture
def tasks(briefcase: Briefcase) -> Iterator[TasksAtOnce]:
    made = TasksAtOnce(briefcase)
    yield made
    if made.briefcase is not None:
        made.briefcase.close()


def presenter_of(tasks: TasksAtOnce) -> tuple[DamagePresenter, Any]:
    view: Any = RecordingView()
    return DamagePresenter(view, tasks, words=lambda: wording("ru"), clock=CLOCK, fast=True), view


def test_what_cannot_be_read_is_told_by_case_and_name(tasks: TasksAtOnce) -> None:
    presenter, view = presenter_of(tasks)
    presenter.load()
    (state,) = view.last("show_state")
    assert state.damaged and state.whole and not state.read_only
    assert state.sentence.startswith("Не читается 1 запись.")
    assert f"Дело {CASE} (Зразкова-Мнимова Марьяна Демьяновна): запись консультации (1)" in told(state.lines)
    assert state.has_backup and "24 ноября 2026" in state.backup


def test_a_check_of_the_whole_vault_tells_how_far_it_is_and_can_be_stopped(tasks: TasksAtOnce) -> None:
    presenter, view = presenter_of(tasks)
    presenter.check()
    (state,) = view.last("show_state")
    assert state.whole and state.damaged
    stands = [told[1:] for told in view.told if told[0] == "show_checked"]
    total = stands[0][1]
    assert len(stands) > 20 and {all_in_all for _, all_in_all in stands} == {total}
    assert [done for done, _ in stands] == sorted(done for done, _ in stands)
    assert total / 4 < stands[-1][0] < total  # an honest bar: neither at its end for long, nor far from it
    assert view.last("show_checking") == ("",)
    told = view.count("show_state")
    view.show_checked = lambda done, total: presenter.cancel_check() if done > total / 10 else None
    presenter.check()
    assert tasks.tickets[-1].cancelled and view.count("show_state") == told
    assert view.last("show_checking") == ("",)
    del view.show_checked
    presenter.check()  # and again
    assert view.count("show_state") == told + 1
    assert tasks.briefcase.notes.of(CASE)  # nobody hears of reading any more


def test_the_opening_notices_and_what_was_met_stays_noticed(briefcase: Briefcase) -> None:
    assert standing(briefcase) == Standing()
    assert standing_at_opening(briefcase).damaged
    assert briefcase.damaged.line_of_case(CASE, lang="ru") == "1 запись этого дела не читается"
    assert standing(briefcase).damaged


def test_reading_only_needs_no_passphrase_and_refuses_changes(tasks: TasksAtOnce) -> None:
    presenter, view = presenter_of(tasks)
    presenter.read_only()
    assert view.count("show_reading_only") == 1
    reading = tasks.briefcase
    assert reading.read_only and standing(reading).read_only
    with pytest.raises(VaultReadOnly):
        reading.notes.record(CASE, "новое")
    remember_place(reading, "today", {})  # a lock keeps no place, and is not stopped by that
    presenter.read_only()
    assert tasks.briefcase is reading


def test_saving_keeps_what_is_whole_and_says_what_is_not(tasks: TasksAtOnce, tmp_path: Path) -> None:
    presenter, view = presenter_of(tasks)
    into = tmp_path / "saved"
    typed = bytearray(b"not the phrase")
    presenter.save(typed, into)
    assert "не подходит" in view.last("show_told")[0] and not any(typed)
    assert not into.exists() and not tasks.briefcase.read_only  # nothing was closed for a slip of the finger
    typed = bytearray(PHRASE.encode())
    presenter.save(typed, into)
    assert not any(typed)
    (saved,) = view.last("show_saved")
    assert saved.folder == into and len(saved.lost) == 2 and CASE in saved.lost[0]
    assert "страницы файла" in saved.lost[1]  # what else was on the page, nobody can know
    assert saved.ways == ("Новое хранилище открывается парольной фразой.",)
    assert "запись консультации (" in ", ".join(saved.kept) and "24 ноября 2026" in saved.backup
    assert tasks.briefcase.read_only and view.last("show_work") == ("",)
    with opened(into) as made:
        assert len(made.notes.of(CASE)) in (19, 20)
        assert made.damage() == ()


def test_a_stop_leaves_nothing_and_the_old_vault_is_read_on(tasks: TasksAtOnce, tmp_path: Path) -> None:
    presenter, view = presenter_of(tasks)
    view.show_stand = lambda done, total: presenter.cancel()
    presenter.save(bytearray(PHRASE.encode()), tmp_path / "saved")
    assert "Остановлено" in view.last("show_told")[0]
    assert not (tmp_path / "saved").exists()
    assert len(tasks.briefcase.cases.rows(CLOCK.today())) > 3
    assert not presenter.busy


def test_a_folder_that_is_not_free_is_told_and_the_vault_stays_open(tasks: TasksAtOnce, tmp_path: Path) -> None:
    presenter, view = presenter_of(tasks)
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "something").write_text("x")
    presenter.save(bytearray(PHRASE.encode()), tmp_path / "saved")
    assert view.last("show_told")[1] == "harm"
    assert tasks.briefcase.read_only and view.count("show_closed") == 0
    assert (tmp_path / "saved" / "something").read_text() == "x"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_made_anew_is_no_loss_and_unknown_cases_are_said_so(lang: str) -> None:
    words = wording(lang)
    lines = damage_lines((("search", "A-1"), ("note", ""), ("person", "A-1"), ("person", "A-1")), {}, words)
    assert [line.case for line in lines] == ["", "", ""]
    assert "(2)" in lines[0].text and "A-1" in lines[0].text
    assert "A-1" not in lines[1].text + lines[2].text


def test_a_whole_vault_is_told_so(tmp_path: Path) -> None:
    with new_vault(tmp_path / "vault") as made:
        state = read_damage(made, wording("ru"), CLOCK, whole=True)
        assert not state.damaged and "нечитаемых записей нет" in state.sentence and not state.has_backup
        assert standing_at_opening(made) == Standing()
