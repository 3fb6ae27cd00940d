"""Backups as the page tells of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from legalaid_desktop.errors import DestinationExists, WrongUse
from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.host.wording import wording
from legalaid_desktop.presenters.backup import Area, BackupPresenter, neutral_backup_name, recipients_of, size_words
from legalaid_desktop.services.backup_reports import BackupReceipt, BackupStatus
from tests.presenters.recording import RecordingView, TasksAtOnce

CLOCK = FixedClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
RU = wording("ru")


class Backups:
    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.asked: list[tuple[tuple[str, ...], Path]] = []
        self.finished = 0

    def status(self) -> BackupStatus:
        return BackupStatus(CLOCK.now(), None, ("age1a", "age1b"))

    def create(self, to: tuple[str, ...], out: Path, *, watch: Any) -> BackupReceipt:
        self.asked.append((to, out))
        watch(0, 3)
        if self.failure:
            raise self.failure
        watch(3, 3)
        self.finished += 1
        return BackupReceipt(out, 2_500_000, 21, "00", CLOCK.now(), to)


def scene(backups: Backups) -> tuple[BackupPresenter, RecordingView, TasksAtOnce]:
    view, tasks = RecordingView(), TasksAtOnce(SimpleNamespace(backups=backups))
    return BackupPresenter(view, tasks, words=lambda: RU, clock=CLOCK), view, tasks


def test_a_backup_is_made_and_told() -> None:
    backups = Backups()
    presenter, view, _ = scene(backups)
    presenter.create("age1a,\n age1b age1a", Path("/stick/copy.age"))
    assert backups.asked == [(("age1a", "age1b"), Path("/stick/copy.age"))]
    assert view.last("show_result") == (
        Area.CREATE,
        "Копия сделана и проверена: 21 дело, 2,4 МБ. Она в файле copy.age.",
        "done",
    )
    assert view.last("show_stand") == (3, 3)
    assert view.last("show_work") == (Area.CREATE, "")
    assert "2 получателя" in view.last("show_status")[0]


def test_what_is_missing_is_asked_for_and_nothing_starts() -> None:
    backups = Backups()
    presenter, view, _ = scene(backups)
    presenter.create(" ", Path("/x"))
    assert view.last("show_result")[2] == "harm"
    presenter.create("age1a", None)
    assert "файл" in view.last("show_result")[1]
    assert backups.asked == []


def test_a_cancelled_backup_stops_at_its_next_step_and_leaves_the_page_ready() -> None:
    backups = Backups()
    presenter, view, tasks = scene(backups)
    tasks.held = True
    presenter.create("age1a", Path("/x"))
    presenter.cancel()
    tasks.let_go()
    assert backups.finished == 0
    assert view.last("show_result") == (Area.CREATE, RU.say("backup.cancelled"), "hint")
    presenter.create("age1a", Path("/y"))
    assert backups.finished == 1


def test_a_failure_is_told_in_plain_words_and_another_try_is_possible() -> None:
    for failure in (WrongUse(what="age1x"), DestinationExists(path="/x")):
        backups = Backups(failure)
        presenter, view, _ = scene(backups)
        presenter.create("age1x", Path("/x"))
        area, text, role = view.last("show_result")
        assert (area, role) == (Area.CREATE, "harm")
        assert len(text) > 20
        backups.failure = None
        presenter.create("age1x", Path("/x"))
        assert backups.finished == 1


def test_names_and_sizes_are_neutral_and_readable() -> None:
    assert neutral_backup_name(CLOCK) == "copy-2026-11-24.age"
    assert recipients_of("") == ()
    assert size_words(100, RU) == "1 КБ"
    assert size_words(3 << 30, wording("en")) == "3.0 GB"
