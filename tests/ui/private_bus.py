"""A message bus of our own with stand-ins of login1, UPower and a screen saver on it. No service of the machine is
asked or touched."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusUnixFileDescriptor,
    QDBusVariant,
    QDBusVirtualObject,
)

LOGIN, MANAGER = "org.freedesktop.login1", "org.freedesktop.login1.Manager"
LOGIN_PATH, SESSION = "/org/freedesktop/login1", "org.freedesktop.login1.Session"
OURS, ANOTHER = LOGIN_PATH + "/session/_31", LOGIN_PATH + "/session/_32"
POWER, POWER_PATH = "org.freedesktop.UPower", "/org/freedesktop/UPower"
SAVER = "org.freedesktop.ScreenSaver"
PROPERTIES = "org.freedesktop.DBus.Properties"

_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={path}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy></busconfig>"""


class Bus:
    """A daemon that ends with :meth:`stop`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "bus"
        config = folder / "bus.conf"
        config.write_text(_CONFIG.format(path=self.path), encoding="utf-8")
        self._daemon = subprocess.Popen(
            ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 20
        while not self.path.exists():
            assert self._daemon.poll() is None and time.monotonic() < until
            time.sleep(0.01)

    @property
    def address(self) -> str:
        return f"unix:path={self.path}"

    def stop(self) -> None:
        self._daemon.kill()
        self._daemon.wait()


class _Object(QDBusVirtualObject):
    def __init__(self, answer: Callable[[QDBusMessage], list[Any] | None]) -> None:
        super().__init__()
        self._answer = answer

    def introspect(self, path: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        found = self._answer(message)
        if found is None:
            return False
        reply = message.createReply()
        reply.setArguments(found)
        connection.send(reply)
        return True


class Services:
    """login1, UPower and the screen saver of one test. ``calls`` lists what was asked of them."""

    def __init__(self, bus: Bus, name: str, *, services: tuple[str, ...] = (LOGIN, POWER, SAVER)) -> None:
        self._name = name
        self.connection = QDBusConnection.connectToBus(bus.address, name)
        assert self.connection.isConnected()
        self.calls: list[tuple[str, list[Any]]] = []
        self.flags: dict[tuple[str, str], Any] = {
            (OURS, "LockedHint"): False,
            (ANOTHER, "LockedHint"): False,
            (LOGIN_PATH, "LidClosed"): False,
            (POWER_PATH, "LidIsClosed"): False,
        }
        self.refuse: set[str] = set()
        """Methods that are denied."""
        self._pipes: list[int] = []
        self._object = _Object(self._answer)
        whole = QDBusConnection.VirtualObjectRegisterOption.SubPath
        assert self.connection.registerVirtualObject("/org", self._object, whole)
        self.own(*services)

    def own(self, *services: str) -> None:
        for service in services:
            assert self.connection.registerService(service), service

    def leave(self, *services: str) -> None:
        for service in services:
            self.connection.unregisterService(service)

    def stop(self) -> None:
        self.leave(LOGIN, POWER, SAVER)
        QDBusConnection.disconnectFromBus(self._name)
        for pipe in self._pipes:
            os.close(pipe)

    # Inhibitors

    @property
    def inhibitors(self) -> int:
        """How many were given out and are held still: their other end of the pipe is open somewhere."""
        return sum(self._held(pipe) for pipe in self._pipes)

    @property
    def given(self) -> int:
        return len(self._pipes)

    @staticmethod
    def _held(pipe: int) -> bool:
        try:
            return os.read(pipe, 1) != b""
        except BlockingIOError:
            return True

    # What the program asks

    def _answer(self, message: QDBusMessage) -> list[Any] | None:
        member, arguments = message.member(), list(message.arguments())
        self.calls.append((member, arguments))
        if member in self.refuse:
            return None
        if member == "Inhibit":
            ours, theirs = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
            self._pipes.append(ours)
            descriptor = QDBusUnixFileDescriptor(theirs)  # its own copy
            os.close(theirs)
            return [descriptor]
        if member == "GetSession":
            return [QDBusObjectPath(OURS)]
        if member == "Get" and (message.path(), arguments[1]) in self.flags:
            return [QDBusVariant(self.flags[message.path(), arguments[1]])]
        return None

    # What the system tells

    def emit(self, path: str, interface: str, name: str, *arguments: Any) -> None:
        message = QDBusMessage.createSignal(path, interface, name)
        message.setArguments(list(arguments))
        assert self.connection.send(message)

    def flag(self, path: str, interface: str, name: str, value: Any) -> None:
        self.flags[path, name] = value
        self.emit(path, PROPERTIES, "PropertiesChanged", interface, {name: value}, [name])
