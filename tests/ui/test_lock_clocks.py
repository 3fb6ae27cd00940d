"""The idle lock and the gap by a clock apart from the date; the date set back and forward; the key file on a stick."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.ui.idle_lock import IdleLock, clock_that_counts_sleep
from legalaid_desktop.ui.lock_signals import key_file_watch
from legalaid_desktop.ui.lock_signals.ports import Trigger
from tests.rounds import LONG, rounds
from tests.ui.conftest import PASSPHRASE, Desktop, QuickDoor, type_text

DATES = [1_795_500_000, 2_111_119_200, 1_479_880_800, 0, -1, 2**31 - 1, 2**31, 2**31 + 1, 253_402_300_799]
"""Seconds since 1970: now, ten years on, ten years back, 1970 and before, 2038 and after, the year 9999."""


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def idle_of(desktop: Desktop, hand: Hand) -> IdleLock:
    idle = desktop.window._idle
    idle._clock = hand
    idle._last_sign = idle._last_tick = hand.now
    return idle


def test_the_date_neither_brings_a_lock_nor_puts_it_off(
    desktop: Desktop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop.open()
    idle = desktop.window._idle
    for date in DATES:
        monkeypatch.setattr(time, "time", lambda date=date: float(date))
        started = clock_that_counts_sleep()
        idle.tick()
        qtbot.wait(60)
        idle.tick()
        assert not desktop.window.locked
        assert 0 < clock_that_counts_sleep() - started < 60
    hand = Hand()
    idle_of(desktop, hand)._limit = 60
    for second in range(60):
        assert not desktop.window._leaving
        monkeypatch.setattr(time, "time", lambda second=second: float(DATES[second % len(DATES)]))
        hand.now += 1
        idle.tick()
    qtbot.waitUntil(lambda: bool(desktop.relaunched))
    assert desktop.window.locked_by is Trigger.IDLE


def test_the_clock_of_the_lock_does_not_know_the_date() -> None:
    import inspect

    assert "time.time" not in inspect.getsource(clock_that_counts_sleep)
    if sys.platform == "linux":
        assert abs(clock_that_counts_sleep() - time.clock_gettime(time.CLOCK_BOOTTIME)) < 5


@pytest.mark.soak
@pytest.mark.parametrize("step", [10.5, 3_600.0, 315_360_000.0, -0.5, -315_360_000.0])
def test_a_gap_and_a_clock_that_runs_backwards_lock(
    step: float, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    from tests.ui.stand_ins import FakeDoor

    for number in range(rounds(1, 20)):
        desktop = Desktop(qtbot, qapp, tmp_path / str(number), FakeDoor())
        desktop.open()
        hand = Hand()
        idle = idle_of(desktop, hand)
        hand.now += step
        idle.tick()
        qtbot.waitUntil(lambda d=desktop: bool(d.relaunched))  # type: ignore[misc]
        assert desktop.window.locked_by is Trigger.GAP
        desktop.put_away()


@pytest.mark.soak
@pytest.mark.parametrize("year", [1970, 2038, *([2016, 2036, 2106] if LONG else [])])
def test_nothing_vanishes_when_the_date_is_wrong(
    year: int, practice_vault: Path, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    """Typed and locked in one year, opened in another: the words and the cases are there."""
    import shutil

    shutil.copytree(practice_vault, tmp_path / "vault")
    counts = []
    for number, when in enumerate((2026, year, 2026)):
        clock = FixedClock(datetime(when, 1, 19, 3, 14, 8, tzinfo=UTC))
        desktop = Desktop(qtbot, qapp, tmp_path, QuickDoor(clock), clock=clock)
        desktop.open(PASSPHRASE)
        desktop.window.desk.go("note")
        editor = cast(Any, desktop.window.page).text.editor
        if number:
            qtbot.waitUntil(lambda e=editor, n=number: "слово" * n in e.toPlainText())  # type: ignore[misc]
        found: list[int] = []
        desktop.window.desk.tasks(desktop.window).ask(
            lambda b: b.cases.count(),
            done=found.append,
            failed=lambda error, f=found: f.append(-1),  # type: ignore[misc]
        )
        qtbot.waitUntil(lambda f=found: bool(f))  # type: ignore[misc]
        counts += found
        type_text(editor, "слово")
        desktop.window.lock()
        qtbot.waitUntil(lambda d=desktop: bool(d.relaunched))  # type: ignore[misc]
        assert desktop.hook.seen == []
        desktop.put_away()
    assert counts[0] > 0 and len(set(counts)) == 1


# The key file


Break = Callable[[Path], None]


def replaced(path: Path) -> None:
    path.rename(path.with_name("old"))
    path.write_bytes(b"k" * 64)


def folder_gone(path: Path) -> None:
    path.parent.rename(path.parent.with_name("unplugged"))


def a_folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


BREAKS: dict[str, Break] = {
    "deleted": lambda path: path.unlink(),
    "replaced": replaced,
    "cut": lambda path: os.truncate(path, 3),
    "its folder gone": folder_gone,
    "a folder in its place": a_folder_instead,
}


@pytest.mark.soak
@pytest.mark.parametrize("name", BREAKS)
def test_a_key_file_that_is_gone_locks_within_two_seconds(
    name: str, qtbot: QtBot, qapp: QApplication, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from tests.ui.stand_ins import FakeDoor

    many, worst = rounds(1, 100), 0.0
    for number in range(many):
        key = tmp_path / str(number) / "stick" / "key"
        key.parent.mkdir(parents=True)
        key.write_bytes(b"k" * 64)
        door = FakeDoor()
        door.briefcase.key_file = key
        desktop = Desktop(qtbot, qapp, tmp_path / str(number), door)
        desktop.open()
        qtbot.waitUntil(lambda d=desktop: Trigger.KEY_FILE in d.window.active_triggers())  # type: ignore[misc]
        qtbot.wait(150)
        assert not desktop.window.locked
        started = time.monotonic()
        BREAKS[name](key)
        qtbot.waitUntil(lambda d=desktop: bool(d.relaunched))  # type: ignore[misc]
        worst = max(worst, time.monotonic() - started)
        assert desktop.window.locked_by is Trigger.KEY_FILE
        desktop.put_away()
    with capfd.disabled():
        print(f"\nkey file {name}: locked {many} of {many}, worst {worst * 1000:.0f} ms")
    assert worst < 2.0


def test_a_key_file_that_stays_locks_nothing(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_bytes(b"k" * 64)
    desktop.open()
    desktop.window.guard_key_file(key)
    key.touch()
    (tmp_path / "another").write_bytes(b"x")
    qtbot.wait(1_300)
    assert not desktop.window.locked


def test_a_stick_that_hangs_freezes_nothing_and_counts_as_gone(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_file_watch, "_HANGS", 0.6)
    hanging = threading.Event()
    seen = key_file_watch.look
    looks = 0

    def look(path: Path) -> object:
        nonlocal looks
        looks += 1
        if looks > 1:
            hanging.wait(20)
        return seen(path)

    monkeypatch.setattr(key_file_watch, "look", look)
    key = tmp_path / "key"
    key.write_bytes(b"k" * 64)
    desktop.open()
    desktop.window.guard_key_file(key)
    qtbot.waitUntil(lambda: bool(desktop.relaunched))
    assert desktop.window.locked_by is Trigger.KEY_FILE
    hanging.set()


def test_a_device_that_is_gone_is_seen_though_its_file_still_answers(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_bytes(b"k")
    assert key_file_watch._medium_there(0) is True  # no block device: nothing to miss
    assert key_file_watch._medium_there(os.makedev(0xABC, 0x12)) is (sys.platform != "linux")


def test_a_stick_that_was_pulled_out_locks_though_its_file_still_answers(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = [True]
    monkeypatch.setattr(key_file_watch, "_medium_there", lambda device: there[0])
    key = tmp_path / "key"
    key.write_bytes(b"k" * 64)
    desktop.open()
    desktop.window.guard_key_file(key)
    qtbot.wait(150)
    assert not desktop.window.locked
    there[0] = False
    qtbot.waitUntil(lambda: bool(desktop.relaunched))
    assert desktop.window.locked_by is Trigger.KEY_FILE
