"""The signs of a desktop, over a real message bus and the real listener process, lock the real window."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from legalaid_desktop.bootstrap import listener_command
from legalaid_desktop.ui.lock_signals.bus_watch import BusWatch
from legalaid_desktop.ui.lock_signals.ports import Trigger
from tests.rounds import rounds
from tests.ui.conftest import Desktop
from tests.ui.private_bus import (
    ANOTHER,
    LOGIN,
    LOGIN_PATH,
    MANAGER,
    OURS,
    POWER,
    POWER_PATH,
    SAVER,
    SESSION,
    Bus,
    Services,
)
from tests.ui.stand_ins import FakeDoor

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the buses of a Linux desktop")

ALL = {Trigger.SESSION, Trigger.SCREEN_SAVER, Trigger.SLEEP, Trigger.SHUTDOWN, Trigger.LID}
Sign = Callable[[Services], None]
SIGNS: dict[str, tuple[Trigger, Sign]] = {
    "session lock": (Trigger.SESSION, lambda s: s.emit(OURS, SESSION, "Lock")),
    "locked hint": (Trigger.SESSION, lambda s: s.flag(OURS, SESSION, "LockedHint", True)),
    "sleep": (Trigger.SLEEP, lambda s: s.emit(LOGIN_PATH, MANAGER, "PrepareForSleep", True)),
    "shutdown": (Trigger.SHUTDOWN, lambda s: s.emit(LOGIN_PATH, MANAGER, "PrepareForShutdown", True)),
    "lid by login1": (Trigger.LID, lambda s: s.flag(LOGIN_PATH, MANAGER, "LidClosed", True)),
    "lid by UPower": (Trigger.LID, lambda s: s.flag(POWER_PATH, POWER, "LidIsClosed", True)),
    "screen saver": (
        Trigger.SCREEN_SAVER,
        lambda s: s.emit("/org/freedesktop/ScreenSaver", SAVER, "ActiveChanged", True),
    ),
}
NO_SIGNS: dict[str, Sign] = {
    "woken": lambda s: s.emit(LOGIN_PATH, MANAGER, "PrepareForSleep", False),
    "the session of another": lambda s: s.emit(ANOTHER, SESSION, "Lock"),
    "unlocked": lambda s: s.emit(OURS, SESSION, "Unlock"),
    "screen saver off": lambda s: s.emit("/org/freedesktop/ScreenSaver", SAVER, "ActiveChanged", False),
    "words for a truth": lambda s: s.emit(LOGIN_PATH, MANAGER, "PrepareForSleep", "yes"),
    "too many arguments": lambda s: s.emit(LOGIN_PATH, MANAGER, "PrepareForSleep", True, 1, {"a": [1, 2]}),
    "none": lambda s: s.emit(LOGIN_PATH, MANAGER, "PrepareForSleep"),
    "a change of what is not there": lambda s: s.emit(
        LOGIN_PATH, "org.freedesktop.DBus.Properties", "PropertiesChanged", 5, [7, 7], "x"
    ),
    "a flag that is a text": lambda s: s.flag(LOGIN_PATH, MANAGER, "LidClosed", "closed"),
}


@pytest.fixture(scope="session")
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bus]:
    made = Bus(tmp_path_factory.mktemp("bus"))
    yield made
    made.stop()


@pytest.fixture
def services(bus: Bus, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Services]:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    made = Services(bus, tmp_path.name)
    yield made
    made.stop()


def listener() -> BusWatch:
    return BusWatch(listener_command(sys.executable, frozen=False))


class Watched(Desktop):
    """A window over a stand-in vault with the real listener."""

    def __init__(self, qtbot: QtBot, app: QApplication, folder: Path, services: Services | None = None) -> None:
        self.watch = listener()
        super().__init__(qtbot, app, folder, FakeDoor(), signals=lambda _: [self.watch])
        self.held_at_close: list[int] = []
        if services is not None:
            close = self.door.briefcase.close

            def closing() -> None:
                self.held_at_close.append(services.inhibitors)
                close()

            self.door.briefcase.close = closing

    def open_and_hear(self, expected: set[Trigger]) -> None:
        self.open()
        self.qtbot.waitUntil(lambda: self.watch.active() >= expected)

    def end(self) -> None:
        self.window.end()
        super().end()


Make = Callable[..., Watched]


@pytest.fixture
def watched(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Make]:
    made: list[Watched] = []

    def make(services: Services | None = None) -> Watched:
        made.append(Watched(qtbot, qapp, tmp_path / str(len(made)), services))
        return made[-1]

    yield make
    for desktop in made:
        desktop.end()


@pytest.mark.soak
@pytest.mark.parametrize("name", SIGNS)
def test_each_sign_locks_within_two_seconds(
    name: str, watched: Make, services: Services, qtbot: QtBot, capfd: pytest.CaptureFixture[str]
) -> None:
    trigger, sign = SIGNS[name]
    quiet = dict(services.flags)
    worst = 0.0
    for _ in range(rounds(2, 100)):
        services.flags.update(quiet)
        desktop = watched(services)
        desktop.open_and_hear(ALL)
        qtbot.waitUntil(lambda: services.inhibitors == 1)
        started = time.monotonic()
        sign(services)
        qtbot.waitUntil(lambda d=desktop: bool(d.relaunched))  # type: ignore[misc]
        worst = max(worst, time.monotonic() - started)
        assert desktop.window.locked_by is trigger
        assert desktop.door.briefcase.closed == 1
        # The machine was held back until the vault was closed, and no longer.
        assert desktop.held_at_close == [1]
        qtbot.waitUntil(lambda: services.inhibitors == 0)
        assert desktop.hook.seen == []
        desktop.put_away()
    with capfd.disabled():
        print(f"\n{name}: locked {rounds(2, 100)} of {rounds(2, 100)}, worst {worst * 1000:.0f} ms")
    assert worst < 2.0


def test_what_is_no_sign_does_not_lock(watched: Make, services: Services, qtbot: QtBot) -> None:
    desktop = watched()
    desktop.open_and_hear(ALL)
    for sign in NO_SIGNS.values():
        sign(services)
    qtbot.wait(400)
    assert not desktop.window.locked
    assert desktop.watch.pid
    services.emit(OURS, SESSION, "Lock")
    qtbot.waitUntil(lambda: bool(desktop.relaunched))


def test_a_lid_that_is_closed_from_the_start_is_no_sign_until_it_closes_again(
    watched: Make, services: Services, qtbot: QtBot
) -> None:
    """A laptop that lies closed at a desk with another screen."""
    services.flags[LOGIN_PATH, "LidClosed"] = services.flags[POWER_PATH, "LidIsClosed"] = True
    desktop = watched()
    desktop.open_and_hear(ALL)
    qtbot.wait(200)
    assert not desktop.window.locked
    services.flag(LOGIN_PATH, MANAGER, "LidClosed", False)
    qtbot.wait(100)
    services.flag(LOGIN_PATH, MANAGER, "LidClosed", True)
    qtbot.waitUntil(lambda: bool(desktop.relaunched))


def test_a_flood_of_signals_changes_nothing(watched: Make, services: Services, qtbot: QtBot) -> None:
    desktop = watched()
    desktop.open_and_hear(ALL)
    before = len(services.calls)
    for _ in range(3_000):
        services.emit(LOGIN_PATH, "org.freedesktop.DBus.Properties", "PropertiesChanged", MANAGER, {}, ["LidClosed"])
        services.emit(LOGIN_PATH, MANAGER, "PrepareForSleep", False)
    qtbot.wait(300)
    assert not desktop.window.locked
    assert len(services.calls) - before < 1_500  # one question at a time, not one for each signal
    services.emit(LOGIN_PATH, MANAGER, "PrepareForSleep", True)
    for _ in range(500):
        services.emit(LOGIN_PATH, MANAGER, "PrepareForSleep", True)
    qtbot.waitUntil(lambda: bool(desktop.relaunched))
    assert desktop.relaunched == [True]
    assert desktop.door.briefcase.closed == 1


def test_a_service_that_goes_and_comes_back_is_heard_again(watched: Make, services: Services, qtbot: QtBot) -> None:
    desktop = watched()
    desktop.open_and_hear(ALL)
    services.leave(LOGIN)
    qtbot.waitUntil(lambda: Trigger.SLEEP not in desktop.watch.active())
    assert not desktop.window.locked
    services.own(LOGIN)
    qtbot.waitUntil(lambda: desktop.watch.active() >= ALL)
    qtbot.waitUntil(lambda: services.given == 2)  # the old one went with the service
    services.emit(OURS, SESSION, "Lock")
    qtbot.waitUntil(lambda: bool(desktop.relaunched))


def test_a_denied_call_leaves_only_that_sign_out(watched: Make, services: Services, qtbot: QtBot) -> None:
    services.refuse = {"Inhibit", "GetSession", "Get"}
    desktop = watched()
    desktop.open_and_hear({Trigger.SLEEP, Trigger.SHUTDOWN, Trigger.SESSION, Trigger.SCREEN_SAVER})
    assert Trigger.LID not in desktop.window.active_triggers()
    assert services.given == 0
    # Which session is ours is not known: each one counts.
    services.emit(ANOTHER, SESSION, "Lock")
    qtbot.waitUntil(lambda: bool(desktop.relaunched))


@pytest.mark.parametrize("there", [(), (SAVER,)])
def test_a_computer_without_the_services_opens_as_any_other(
    there: tuple[str, ...], watched: Make, services: Services, qtbot: QtBot
) -> None:
    services.leave(*({LOGIN, POWER, SAVER} - set(there)))
    desktop = watched()
    desktop.open()
    qtbot.wait(700)
    expected = {Trigger.IDLE, Trigger.GAP, Trigger.PANIC_KEY} | ({Trigger.SCREEN_SAVER} if there else set())
    assert desktop.window.active_triggers() == expected
    assert desktop.hook.seen == []
    desktop.window.lock()
    qtbot.waitUntil(lambda: bool(desktop.relaunched))
    assert desktop.window.active_triggers() == frozenset()


@pytest.mark.parametrize("address", ["unix:path=/nowhere/bus", "rubbish", "tcp:host=,", ""])
def test_without_any_bus_nothing_fails(
    address: str, watched: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    desktop = watched()
    desktop.open()
    qtbot.wait(300)
    assert desktop.window.active_triggers() == {Trigger.IDLE, Trigger.GAP, Trigger.PANIC_KEY}
    assert desktop.hook.seen == []


def test_a_bus_that_accepts_and_never_answers_freezes_nothing(
    watched: Make, services: Services, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Seen with the toolkit's library in the window's own process: it waits for ever and holds the interpreter."""
    deaf = socket.socket(socket.AF_UNIX)
    deaf.bind(str(tmp_path / "deaf"))
    deaf.listen(8)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path / 'deaf'}")
    monkeypatch.setattr("legalaid_desktop.ui.lock_signals.bus_watch._AGAIN", (10,))
    desktop = watched()
    ticks = 0
    desktop.open()
    until = time.monotonic() + 1.0
    while time.monotonic() < until:
        qtbot.wait(10)
        ticks += 1
    assert ticks > 20
    # The listener gives that bus up by itself and goes on with the other.
    qtbot.waitUntil(lambda: desktop.watch.active() == {Trigger.SCREEN_SAVER})
    services.emit("/org/freedesktop/ScreenSaver", SAVER, "ActiveChanged", True)
    qtbot.waitUntil(lambda: bool(desktop.relaunched))
    deaf.close()


def test_a_listener_that_dies_is_started_again(watched: Make, services: Services, qtbot: QtBot) -> None:
    desktop = watched()
    desktop.open_and_hear(ALL)
    first = desktop.watch.pid
    os.kill(first, signal.SIGKILL)
    qtbot.waitUntil(lambda: desktop.watch.pid not in (0, first) and desktop.watch.active() >= ALL)
    assert not desktop.window.locked
    services.emit(OURS, SESSION, "Lock")
    qtbot.waitUntil(lambda: bool(desktop.relaunched))


def test_a_listener_that_cannot_be_started_is_only_missing(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    desktop = Desktop(qtbot, qapp, tmp_path, FakeDoor(), signals=lambda _: [BusWatch(["/nowhere/listener"])])
    desktop.open()
    qtbot.wait(100)
    assert desktop.window.active_triggers() == {Trigger.IDLE, Trigger.GAP, Trigger.PANIC_KEY}
    desktop.window.lock()
    qtbot.waitUntil(lambda: bool(desktop.relaunched))
    assert desktop.hook.seen == []
    desktop.end()


def test_no_listener_is_left_after_the_lock(watched: Make, services: Services, qtbot: QtBot) -> None:
    desktop = watched()
    desktop.open_and_hear(ALL)
    pid = desktop.watch.pid
    desktop.window.lock()
    qtbot.waitUntil(lambda: bool(desktop.relaunched))
    assert not Path(f"/proc/{pid}").exists()  # not even as a dead child of the process to come


def test_the_listener_ends_with_the_window(services: Services, qtbot: QtBot) -> None:
    """Also when the window is killed: nobody closes its pipe but the system."""
    import subprocess

    listening = subprocess.Popen(
        [*listener_command(sys.executable, frozen=False), "system", "session"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    qtbot.waitUntil(lambda: services.inhibitors == 1)
    assert listening.stdin is not None and listening.stdout is not None
    listening.stdin.close()
    assert listening.wait(20) == 0
    listening.stdout.close()
    qtbot.waitUntil(lambda: services.inhibitors == 0)


def test_a_source_with_a_fault_keeps_nobody_from_the_vault(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    class Broken:
        def start(self, lock: Any) -> None:
            raise ZeroDivisionError

        def stop(self) -> None:
            raise ZeroDivisionError

        def active(self) -> frozenset[Trigger]:
            return frozenset()

    desktop = Desktop(qtbot, qapp, tmp_path, FakeDoor(), signals=lambda _: [Broken()])
    desktop.open()
    desktop.window.lock()
    qtbot.waitUntil(lambda: bool(desktop.relaunched))
    assert [fault.split()[0] for fault in desktop.hook.seen] == ["ZeroDivisionError", "ZeroDivisionError"]
    desktop.end()


def with_dbus_launch(tmp_path: Path) -> tuple[dict[str, str], Path]:
    """Surroundings without a bus and with a ``dbus-launch`` in ``PATH``; the file that it makes when it is started."""
    tools, started = tmp_path / "tools", tmp_path / "started"
    tools.mkdir()
    (tools / "dbus-launch").write_text(f"#!/bin/sh\n: > '{started}'\n", encoding="ascii")
    (tools / "dbus-launch").chmod(0o755)
    given = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS_", "XDG_RUNTIME"))}
    return {"DISPLAY": ":0", **given, "PATH": f"{tools}:{given['PATH']}"}, started


def heard_of_session(tmp_path: Path, last: str, **surroundings: str) -> tuple[list[str], bool]:
    """Lines of a listener on the session's bus, and whether it started a ``dbus-launch`` that stands in ``PATH``."""
    given, started = with_dbus_launch(tmp_path)
    given |= surroundings
    lines: list[str] = []
    with subprocess.Popen(
        [*listener_command(sys.executable, frozen=False), "session"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=given,
        text=True,
    ) as listener:
        assert listener.stdout is not None
        patience = threading.Timer(30, listener.kill)
        patience.start()
        for line in listener.stdout:
            lines.append(line.strip())
            if lines[-1] == last:
                break
        patience.cancel()
        listener.kill()
    return lines, started.exists()


@pytest.mark.parametrize("address", [{}, {"DBUS_SESSION_BUS_ADDRESS": "autolaunch:"}], ids=["none", "autolaunch"])
def test_no_bus_is_started_where_the_session_has_none(tmp_path: Path, address: dict[str, str]) -> None:
    assert heard_of_session(tmp_path, "try -", XDG_RUNTIME_DIR=str(tmp_path), **address) == (["try -"], False)


def test_the_bus_of_the_runtime_folder_is_heard_without_an_address(bus: Bus, tmp_path: Path) -> None:
    odd = tmp_path / "папка, run"
    odd.mkdir()
    (odd / "bus").symlink_to(bus.path)
    saver = Services(bus, tmp_path.name)
    try:
        has = f"has {Trigger.SCREEN_SAVER}"
        assert heard_of_session(tmp_path, has, XDG_RUNTIME_DIR=str(odd)) == (["try session", "try -", has], False)
    finally:
        saver.stop()


@pytest.mark.skipif(not os.environ.get("DISPLAY"), reason="the toolkit looks for a bus on a real screen only")
def test_nor_does_the_window_start_one(tmp_path: Path) -> None:
    """The toolkit itself looks for the bus of the session, for its themes and for screen readers."""
    surroundings, started = with_dbus_launch(tmp_path)
    script = (
        "import sys\nfrom PySide6.QtCore import QTimer\nfrom PySide6.QtWidgets import QLineEdit\n"
        "from legalaid_desktop.ui.first_frame import _bare_application\napp = _bare_application(sys.argv)\n"
        "field = QLineEdit()\nfield.show()\nQTimer.singleShot(300, app.quit)\napp.exec()\n"
    )
    subprocess.run([sys.executable, "-c", script], env=surroundings, check=True, timeout=60)
    assert not started.exists()
