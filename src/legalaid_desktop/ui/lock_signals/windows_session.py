"""Windows: session lock, sleep, lid and the end of the session, as messages to the program's own window.

Messages and structures after the Win32 headers ``wtsapi32.h`` and ``winuser.h``.
"""

from __future__ import annotations

import ctypes
import struct
import sys
from typing import Any, Final

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication
from PySide6.QtWidgets import QWidget

from legalaid_desktop.ui.lock_signals.ports import Lock, Trigger

_WM_ENDSESSION: Final = 0x0016
_WM_POWERBROADCAST: Final = 0x0218
_WM_WTSSESSION_CHANGE: Final = 0x02B1
_LEAVES: Final = frozenset({0x2, 0x4, 0x6, 0x7})
"""WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOGOFF, WTS_SESSION_LOCK."""
_PBT_APMSUSPEND: Final = 0x0004
_PBT_POWERSETTINGCHANGE: Final = 0x8013
_LID: Final = struct.pack("<IHH8s", 0xBA3E0F4D, 0xB817, 0x4094, bytes.fromhex("a2d1d56379e6a0f3"))
"""GUID_LIDSWITCH_STATE_CHANGE."""
_NOTIFY_FOR_THIS_SESSION: Final = 0
_DEVICE_NOTIFY_WINDOW_HANDLE: Final = 0
_MOST_SETTING_BYTES: Final = 64


def read_message(number: int, word: int, setting: bytes) -> Trigger | None:
    """What a window message means. ``setting`` is the POWERBROADCAST_SETTING of a power message, else empty: a GUID
    of 16 bytes, the length of the data in 4, the data; for the lid 0 in 4 bytes is closed."""
    if number == _WM_WTSSESSION_CHANGE and word in _LEAVES:
        return Trigger.SESSION
    if number == _WM_ENDSESSION and word:
        return Trigger.SHUTDOWN
    if number == _WM_POWERBROADCAST and word == _PBT_APMSUSPEND:
        return Trigger.SLEEP
    if number == _WM_POWERBROADCAST and word == _PBT_POWERSETTINGCHANGE and len(setting) >= 24:
        length, value = struct.unpack_from("<II", setting, 16)
        if setting[:16] == _LID and length == 4 and value == 0:
            return Trigger.LID
    return None


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, lock: Lock) -> None:
        super().__init__()
        self._lock = lock
        self._lid_told = False

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int, /
    ) -> tuple[bool, int] | object:
        name = bytes(kind.data()) if isinstance(kind, QByteArray) else bytes(kind)
        if name in (b"windows_generic_MSG", b"windows_dispatcher_MSG"):
            found = read_message(*_parts(int(message)))
            if found is Trigger.LID and not self._lid_told:
                found = None  # the system tells the state at once when one registers: that is no change
            self._lid_told = True
            if found is not None:
                self._lock(found)
        return False, 0


def _parts(address: int) -> tuple[int, int, bytes]:
    """``message``, ``wParam`` and the power setting of the ``MSG`` at ``address``."""
    pointer = ctypes.sizeof(ctypes.c_void_p)
    number = ctypes.c_uint.from_address(address + pointer).value
    word = ctypes.c_size_t.from_address(address + 2 * pointer).value
    setting = b""
    if number == _WM_POWERBROADCAST and word == _PBT_POWERSETTINGCHANGE:
        at = ctypes.c_void_p.from_address(address + 3 * pointer).value
        if at:
            length = min(ctypes.c_uint.from_address(at + 16).value, _MOST_SETTING_BYTES)
            setting = ctypes.string_at(at, 20 + length)
    return number, word, setting


class WindowsSession:
    """Registers ``window`` for what is not sent to every window by itself."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._filter: _Filter | None = None
        self._active: frozenset[Trigger] = frozenset()
        self._power: int | None = None

    def start(self, lock: Lock) -> None:
        app = QCoreApplication.instance()
        if app is None or self._filter is not None:
            return
        found = {Trigger.SLEEP, Trigger.SHUTDOWN}
        handle = ctypes.c_void_p(int(self._window.winId()))
        if _library("wtsapi32").WTSRegisterSessionNotification(handle, _NOTIFY_FOR_THIS_SESSION):
            found.add(Trigger.SESSION)
        register = _library("user32").RegisterPowerSettingNotification
        register.restype = ctypes.c_void_p
        self._power = register(handle, ctypes.c_char_p(_LID), _DEVICE_NOTIFY_WINDOW_HANDLE)
        if self._power:
            found.add(Trigger.LID)
        self._filter = _Filter(lock)
        app.installNativeEventFilter(self._filter)
        self._active = frozenset(found)

    def stop(self) -> None:
        app = QCoreApplication.instance()
        if app is not None and self._filter is not None:
            app.removeNativeEventFilter(self._filter)
            _library("wtsapi32").WTSUnRegisterSessionNotification(ctypes.c_void_p(int(self._window.winId())))
            if self._power:
                _library("user32").UnregisterPowerSettingNotification(ctypes.c_void_p(self._power))
        self._filter, self._power, self._active = None, None, frozenset()

    def active(self) -> frozenset[Trigger]:
        return self._active


def _library(name: str) -> Any:
    if sys.platform == "win32":
        return getattr(ctypes.windll, name)
    raise OSError(name)
