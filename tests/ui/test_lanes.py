"""The one way off the Qt thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from legalaid_desktop.errors import LegalAidError, NotFound
from legalaid_desktop.presenters.ports import Stopped
from legalaid_desktop.ui.tasks import Lane, TaskRunner, VaultLane
from tests.ui.stand_ins import FakeBriefcase


@pytest.fixture
def lanes(qapp: QApplication) -> Iterator[tuple[VaultLane, Lane]]:
    vault, side = VaultLane(), Lane("side")
    yield vault, side
    vault.stop()
    side.stop()


def never(error: LegalAidError) -> None:
    raise AssertionError(error)


def test_work_runs_elsewhere_and_answers_here(lanes: tuple[VaultLane, Lane], qtbot: QtBot) -> None:
    answers: list[tuple[str, str]] = []
    owner = QObject()
    here = threading.current_thread().name

    def done(there: str) -> None:
        answers.append((there, threading.current_thread().name))

    lanes[1].run(lambda: threading.current_thread().name, owner=owner, done=done, failed=never)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers[0][0].startswith("side")
    assert answers[0][1] == here


def test_the_vault_is_opened_used_and_closed_on_its_own_lane(lanes: tuple[VaultLane, Lane], qtbot: QtBot) -> None:
    vault, side = lanes
    owner = QObject()
    seen: list[Any] = []
    briefcase = FakeBriefcase()
    runner = TaskRunner(vault, side, owner)
    runner.open(lambda: cast(Any, briefcase), done=lambda: seen.append("open"), failed=never)
    runner.ask(lambda b: b is cast(Any, briefcase), done=seen.append, failed=never)
    vault.close_vault(owner=owner, done=lambda: seen.append("closed"), failed=never)
    runner.ask(lambda b: "too late", done=seen.append, failed=never)
    qtbot.waitUntil(lambda: "closed" in seen)
    qtbot.wait(30)
    assert seen == ["open", True, "closed"]
    assert briefcase.closed == 1


def test_an_expected_failure_goes_to_failed(lanes: tuple[VaultLane, Lane], qtbot: QtBot) -> None:
    failures: list[LegalAidError] = []

    def work() -> None:
        raise NotFound(kind="case", what="x")

    owner = QObject()
    lanes[1].run(work, owner=owner, done=lambda _: None, failed=failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], NotFound)


def test_a_fault_of_ours_reaches_the_hook(lanes: tuple[VaultLane, Lane], qtbot: QtBot) -> None:
    def work() -> None:
        raise ZeroDivisionError

    owner = QObject()
    with qtbot.capture_exceptions() as faults:
        lanes[1].run(work, owner=owner, done=lambda _: None, failed=never)
        qtbot.waitUntil(lambda: bool(faults))
    assert faults[0][0] is ZeroDivisionError


def test_the_answer_to_a_screen_that_has_gone_is_dropped(lanes: tuple[VaultLane, Lane], qtbot: QtBot) -> None:
    answers: list[int] = []
    gate = threading.Event()
    screen = QWidget()

    def work() -> int:
        gate.wait(5)
        return 1

    lanes[1].run(work, owner=screen, done=answers.append, failed=never)
    delete(screen)
    gate.set()
    lanes[1].run(lambda: 2, owner=(still := QObject()), done=answers.append, failed=never)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [2]
    assert still is not None


def test_only_the_latest_of_a_name_is_answered(lanes: tuple[VaultLane, Lane], qtbot: QtBot) -> None:
    owner = QObject()
    answers: list[int] = []
    runner = TaskRunner(*lanes, owner)
    for number in range(5):
        runner.aside(lambda number=number: number, done=answers.append, failed=never, latest="rows")  # type: ignore[misc]
    runner.aside(lambda: 99, done=answers.append, failed=never)
    qtbot.waitUntil(lambda: 99 in answers)
    assert answers == [4, 99]


def test_long_work_tells_where_it_is_and_can_be_cancelled(lanes: tuple[VaultLane, Lane], qtbot: QtBot) -> None:
    vault, side = lanes
    owner = QObject()
    stands: list[tuple[int, int]] = []
    ended: list[str] = []
    runner = TaskRunner(vault, side, owner)
    ticket = runner.ticket(lambda done, total: stands.append((done, total)))
    begun = threading.Event()

    def work() -> None:
        ticket.watch(1, 10)
        begun.set()
        while True:
            threading.Event().wait(0.005)
            try:
                ticket.watch(2, 10)
            except Stopped:
                ended.append("stopped")
                raise

    side.run(work, owner=owner, done=lambda _: ended.append("done"), failed=never)
    qtbot.waitUntil(begun.is_set)
    qtbot.waitUntil(lambda: (1, 10) in stands)
    ticket.cancel()
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == ["stopped"]


def test_an_end_that_comes_too_late_wipes_the_keys(qapp: QApplication, qtbot: QtBot) -> None:
    """The window was closed over work that nothing stops: the process ends, the vault was never closed."""
    lane = VaultLane()
    owner = QObject()
    briefcase = FakeBriefcase()
    gate, begun, seen = threading.Event(), threading.Event(), list[str]()
    lane.open(lambda: cast(Any, briefcase), owner=owner, done=lambda: seen.append("open"), failed=never)
    qtbot.waitUntil(lambda: seen == ["open"])

    def waits() -> bool:
        begun.set()
        return gate.wait(20)

    lane.run(waits, owner=owner, done=lambda _: None, failed=never)
    assert begun.wait(20)
    assert lane.end_within(0.1) is False
    assert (briefcase.wiped, briefcase.closed) == (1, 0)
    gate.set()
    assert lane.end_within(20) is True
    assert briefcase.closed == 1


def test_closing_with_work_queued_is_quiet(qapp: QApplication) -> None:
    lane = Lane("short")
    gate = threading.Event()
    owner = QObject()
    lane.run(lambda: gate.wait(5), owner=owner, done=lambda _: None, failed=never)
    for _ in range(3):
        lane.run(lambda: None, owner=owner, done=lambda _: None, failed=never)
    gate.set()
    lane.stop()
    lane.run(lambda: None, owner=owner, done=lambda _: None, failed=never)


class Bell(QObject):
    rang = Signal(bool)
    told = Signal(object)


def test_thousands_of_signals_do_not_harm_the_interpreter(qapp: QApplication) -> None:
    """A toolkit of 6.12 on Python 3.11 lost a reference to ``True`` with each one and aborted (docs/decisions)."""
    bell = Bell()
    heard: list[object] = []
    bell.rang.connect(heard.append)
    bell.told.connect(heard.append)
    for _ in range(3_000):
        bell.rang.emit(True)
        bell.told.emit(None)
    assert heard.count(True) == 3_000
    assert heard.count(None) == 3_000
