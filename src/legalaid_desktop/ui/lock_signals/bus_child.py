"""The listener on the buses of the desktop. It runs in a process of its own, which knows nothing of the vault.

A process of its own because the toolkit's bus library waits without end while holding the interpreter when a bus
accepts and never answers, and ends the process on some malformed messages: neither may happen to the open window.

Speaks to the window by lines on standard output: ``try BUS``, ``has TRIGGER…`` (the whole list each time), ``lock
TRIGGER``. Ends when standard input ends. It takes a delay inhibitor from login1 when it is there and holds it to its
own end: the window ends this process once the vault is closed, and the kernel gives the sleeping machine free.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import SLOT, QCoreApplication, QObject, QSocketNotifier, QTimer, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusError,
    QDBusMessage,
    QDBusObjectPath,
    QDBusServiceWatcher,
    QDBusUnixFileDescriptor,
    QDBusVariant,
)

from legalaid_desktop.ui.lock_signals.ports import Trigger
from legalaid_desktop.ui.lock_signals.session_bus import keep_to_the_buses_there

_PATIENCE: Final = 3
"""s for a bus to let us in; then this process ends, and the window starts it without that bus."""
_ANSWER: Final = 5_000
"""ms for a service to answer."""
_BUS: Final = "org.freedesktop.DBus"
_BUS_PATH: Final = "/org/freedesktop/DBus"
_LOGIN: Final = "org.freedesktop.login1"
_LOGIN_PATH: Final = "/org/freedesktop/login1"
_MANAGER: Final = "org.freedesktop.login1.Manager"
_SESSION: Final = "org.freedesktop.login1.Session"
_POWER: Final = "org.freedesktop.UPower"
_POWER_PATH: Final = "/org/freedesktop/UPower"
_PROPERTIES: Final = "org.freedesktop.DBus.Properties"
_SCREEN_SAVERS: Final = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)
_HANDED_OVER: Final = {"system": QDBusConnection.systemBus, "session": QDBusConnection.sessionBus}

_HEAR: Final[Any] = SLOT("hear(QDBusMessage)")
_DONE: Final[Any] = SLOT("answer(QDBusMessage)")
_FAIL: Final[Any] = SLOT("fail(QDBusError,QDBusMessage)")
"""Slots of :class:`Ear`. The toolkit takes these strings; its type stubs ask for bytes, which it refuses."""

Heard = Callable[[list[Any]], None]


class Ear(QObject):
    """One subscription or one question. The message comes whole: the toolkit ends the process where it is to turn a
    malformed one into typed arguments."""

    def __init__(self, parent: QObject, heard: Heard, failed: Callable[[], None] | None = None) -> None:
        super().__init__(parent)
        self._heard, self._failed = heard, failed

    @Slot(QDBusMessage)
    def hear(self, message: QDBusMessage) -> None:
        self._heard(list(message.arguments()))

    @Slot(QDBusMessage)
    def answer(self, message: QDBusMessage) -> None:
        self._heard(list(message.arguments()))
        self.deleteLater()

    @Slot(QDBusError, QDBusMessage)
    def fail(self, error: QDBusError, message: QDBusMessage) -> None:
        if self._failed is not None:
            self._failed()
        self.deleteLater()


class Listener(QObject):
    """One bus. ``has`` and ``lock`` are told of triggers."""

    def __init__(
        self, bus: QDBusConnection, has: Callable[[Trigger, bool], None], lock: Callable[[Trigger], None]
    ) -> None:
        super().__init__()
        self._bus, self._has, self._lock = bus, has, lock
        self._watched: set[tuple[str, str]] = set()
        self._asking: set[tuple[str, str]] = set()
        self._again: set[tuple[str, str]] = set()
        self._state: dict[tuple[str, str], bool] = {}

    def subscribe(self, service: str, path: str, interface: str, name: str, heard: Heard) -> None:
        """Signals of whoever owns ``service``, now or later; ``path`` "" is any."""
        self._bus.connect(service, path, interface, name, Ear(self, heard), _HEAR)

    def ask(
        self,
        service: str,
        path: str,
        interface: str,
        method: str,
        arguments: list[Any],
        heard: Heard,
        failed: Callable[[], None] | None = None,
    ) -> None:
        """Call without waiting."""
        message = QDBusMessage.createMethodCall(service, path, interface, method)
        message.setArguments(arguments)
        ear = Ear(self, heard, failed)
        if not self._bus.callWithCallback(message, ear, _DONE, _FAIL, _ANSWER):
            ear.deleteLater()
            if failed is not None:
                failed()

    def watch_services(self, services: tuple[str, ...], changed: Callable[[str, bool], None]) -> None:
        """Tell which services are there now, and when one comes or goes."""
        watcher = QDBusServiceWatcher(self)
        watcher.setConnection(self._bus)
        watcher.serviceRegistered.connect(lambda name: changed(name, True))
        watcher.serviceUnregistered.connect(lambda name: changed(name, False))
        for service in services:
            watcher.addWatchedService(service)
            self.ask(_BUS, _BUS_PATH, _BUS, "NameHasOwner", [service], partial(self._owned, service, changed))

    def _owned(self, service: str, changed: Callable[[str, bool], None], arguments: list[Any]) -> None:
        if arguments[:1] == [True]:
            changed(service, True)

    def watch_flag(self, service: str, path: str, interface: str, name: str, trigger: Trigger) -> None:
        """A property that must not become true. A flag that is true from the beginning is no sign: a closed lid at a
        desk with another screen."""
        key = (path, name)
        if key not in self._watched:
            self._watched.add(key)
            again = partial(self._read, service, interface, key, trigger)
            self.subscribe(service, path, _PROPERTIES, "PropertiesChanged", lambda _: again())
        self._read(service, interface, key, trigger)

    def _read(self, service: str, interface: str, key: tuple[str, str], trigger: Trigger) -> None:
        # A flood of changes asks once, and once more when the answer is there.
        if key in self._asking:
            self._again.add(key)
            return
        self._asking.add(key)
        heard = partial(self._flag, service, interface, key, trigger)
        self.ask(service, key[0], _PROPERTIES, "Get", [interface, key[1]], heard, partial(self._asking.discard, key))

    def _flag(self, service: str, interface: str, key: tuple[str, str], trigger: Trigger, arguments: list[Any]) -> None:
        self._asking.discard(key)
        found = arguments[0] if len(arguments) == 1 else None
        value = found.variant() if isinstance(found, QDBusVariant) else found
        if isinstance(value, bool):
            self._has(trigger, True)
            before = self._state.get(key)
            self._state[key] = value
            # A change that was heard while the first answer was on its way counts as one.
            if value and (before is False or (before is None and key in self._again)):
                self._lock(trigger)
        if key in self._again:
            self._again.discard(key)
            self._read(service, interface, key, trigger)


class SystemBus(Listener):
    """login1 and UPower: session lock, sleep, shutdown, lid."""

    def begin(self) -> None:
        self._inhibitor: QDBusUnixFileDescriptor | None = None
        self._sessions: set[str] = set()
        self.subscribe(_LOGIN, _LOGIN_PATH, _MANAGER, "PrepareForSleep", partial(self._coming, Trigger.SLEEP))
        self.subscribe(_LOGIN, _LOGIN_PATH, _MANAGER, "PrepareForShutdown", partial(self._coming, Trigger.SHUTDOWN))
        self.watch_services((_LOGIN, _POWER), self._changed)

    def _coming(self, trigger: Trigger, arguments: list[Any]) -> None:
        if arguments == [True]:
            self._lock(trigger)

    def _changed(self, service: str, there: bool) -> None:
        if service == _LOGIN:
            for trigger in (Trigger.SLEEP, Trigger.SHUTDOWN):
                self._has(trigger, there)
            if there:
                self._meet_login()
            else:
                self._has(Trigger.SESSION, False)
                self._inhibitor = None
        elif there:
            self.watch_flag(_POWER, _POWER_PATH, _POWER, "LidIsClosed", Trigger.LID)

    def _meet_login(self) -> None:
        self.ask(
            _LOGIN, _LOGIN_PATH, _MANAGER, "Inhibit",
            ["sleep:shutdown", "LegalAid Desktop", "LegalAid Desktop", "delay"],
            self._inhibited,
            lambda: self.ask(
                _LOGIN, _LOGIN_PATH, _MANAGER, "Inhibit", ["sleep", "LegalAid Desktop", "LegalAid Desktop", "delay"],
                self._inhibited,
            ),
        )  # fmt: skip
        self.watch_flag(_LOGIN, _LOGIN_PATH, _MANAGER, "LidClosed", Trigger.LID)
        # A program that the desktop started for the user belongs to no session by its process; the name of the
        # session is in its surroundings then.
        named = os.environ.get("XDG_SESSION_ID", "")
        self._find_session([name for name in (named, "auto") if name])

    def _inhibited(self, arguments: list[Any]) -> None:
        found = arguments[0] if len(arguments) == 1 else None
        if isinstance(found, QDBusUnixFileDescriptor) and found.isValid():
            self._inhibitor = found

    def _find_session(self, names: list[str]) -> None:
        if not names:
            # Which session is ours stays unknown: every session's lock counts.
            self._listen("")
            return
        name, *others = names

        def found(answer: list[Any]) -> None:
            path = answer[0].path() if len(answer) == 1 and isinstance(answer[0], QDBusObjectPath) else ""
            if path.startswith(_LOGIN_PATH + "/session/"):
                self._listen(path)
            else:
                self._find_session(others)

        self.ask(_LOGIN, _LOGIN_PATH, _MANAGER, "GetSession", [name], found, lambda: self._find_session(others))

    def _listen(self, path: str) -> None:
        if path not in self._sessions:
            self._sessions.add(path)
            self.subscribe(_LOGIN, path, _SESSION, "Lock", lambda _: self._lock(Trigger.SESSION))
            if path:
                self.watch_flag(_LOGIN, path, _SESSION, "LockedHint", Trigger.SESSION)
        self.ask(_BUS, _BUS_PATH, _BUS, "GetId", [], self._heard_now, lambda: self._heard_now([]))

    def _heard_now(self, arguments: list[Any]) -> None:
        """The bus takes what one program asks in its order: from this answer on the subscriptions are in force."""
        self._has(Trigger.SESSION, True)


class SessionBus(Listener):
    """The screen savers of the desktops."""

    def begin(self) -> None:
        self._there: set[str] = set()
        for service in _SCREEN_SAVERS:
            self.subscribe(service, "", service, "ActiveChanged", self._active)
        self.watch_services(_SCREEN_SAVERS, self._changed)

    def _active(self, arguments: list[Any]) -> None:
        if arguments == [True]:
            self._lock(Trigger.SCREEN_SAVER)

    def _changed(self, service: str, there: bool) -> None:
        (self._there.add if there else self._there.discard)(service)
        self._has(Trigger.SCREEN_SAVER, bool(self._there))


class Voice:
    """The lines to the window. Each sign is told once in a while, however often it comes."""

    def __init__(self) -> None:
        self._has: set[Trigger] = set()
        self._told: set[Trigger] = set()

    def say(self, *words: str) -> None:
        try:
            os.write(1, (" ".join(words) + "\n").encode("ascii"))
        except OSError:  # nobody listens any more
            os._exit(0)

    def has(self, trigger: Trigger, there: bool) -> None:
        before = len(self._has)
        (self._has.add if there else self._has.discard)(trigger)
        if len(self._has) != before:
            self.say("has", *sorted(self._has))

    def lock(self, trigger: Trigger) -> None:
        if trigger not in self._told:
            self._told.add(trigger)
            QTimer.singleShot(1_000, lambda: self._told.discard(trigger))
            self.say("lock", trigger)


def main(buses: list[str]) -> int:
    """Listen on ``buses`` (``system``, ``session``) until standard input ends; the exit status."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends this process even while the interpreter is held
    app = QCoreApplication(["legalaid-desktop"])
    voice = Voice()
    end = QSocketNotifier(0, QSocketNotifier.Type.Read)
    end.activated.connect(lambda *_: None if os.read(0, 64) else os._exit(0))
    kept: list[Listener] = []
    has_session = keep_to_the_buses_there()
    for name in buses:
        if name == "session" and not has_session:
            continue
        voice.say("try", name)
        signal.alarm(_PATIENCE)
        bus = _HANDED_OVER[name]()
        signal.alarm(0)
        if bus.isConnected():
            listener = (SystemBus if name == "system" else SessionBus)(bus, voice.has, voice.lock)
            listener.begin()
            kept.append(listener)
    voice.say("try", "-")
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
