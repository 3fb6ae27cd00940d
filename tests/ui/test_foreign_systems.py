"""The adapters of Windows and macOS, as far as they can be tried elsewhere: messages read, callbacks called."""

from __future__ import annotations

import ctypes
import struct
from typing import Any

import pytest

from legalaid_desktop.ui.lock_signals.macos_session import MacSession
from legalaid_desktop.ui.lock_signals.ports import Trigger
from legalaid_desktop.ui.lock_signals.windows_session import _LID, _parts, read_message


def lid(value: int, guid: bytes = _LID, length: int = 4) -> bytes:
    return guid + struct.pack("<II", length, value)


@pytest.mark.parametrize(
    ("message", "word", "setting", "expected"),
    [
        (0x02B1, 0x7, b"", Trigger.SESSION),
        (0x02B1, 0x2, b"", Trigger.SESSION),
        (0x02B1, 0x8, b"", None),  # unlocked
        (0x0218, 0x4, b"", Trigger.SLEEP),
        (0x0218, 0x12, b"", None),  # woken
        (0x0218, 0x8013, lid(0), Trigger.LID),
        (0x0218, 0x8013, lid(1), None),
        (0x0218, 0x8013, lid(0, bytes(16)), None),
        (0x0218, 0x8013, lid(0, length=1), None),
        (0x0218, 0x8013, b"\x00" * 7, None),
        (0x0016, 1, b"", Trigger.SHUTDOWN),
        (0x0016, 0, b"", None),  # the user took it back
        (0x0100, 0x7, b"", None),
    ],
)
def test_what_a_windows_message_means(message: int, word: int, setting: bytes, expected: Trigger | None) -> None:
    assert read_message(message, word, setting) is expected


def test_the_message_is_read_from_where_windows_puts_it() -> None:
    assert bytes.fromhex("4d0f3eba17b89440a2d1d56379e6a0f3") == _LID
    setting = ctypes.create_string_buffer(lid(0))
    pointer = ctypes.sizeof(ctypes.c_void_p)
    message = ctypes.create_string_buffer(8 * pointer)
    struct.pack_into("@PI", message, 0, 1, 0x0218)
    struct.pack_into("@PP", message, 2 * pointer, 0x8013, ctypes.addressof(setting))
    assert read_message(*_parts(ctypes.addressof(message))) is Trigger.LID


class Core:
    """CoreFoundation, as far as it is called."""

    def __init__(self) -> None:
        self.observers: dict[bytes, Any] = {}

    def CFNotificationCenterGetDistributedCenter(self) -> int:
        return 7

    def CFStringCreateWithCString(self, allocator: None, text: bytes, encoding: int) -> bytes:
        assert encoding == 0x08000100
        return text

    def CFNotificationCenterAddObserver(
        self, center: int, observer: Any, callback: Any, name: bytes, thing: None, how: int
    ) -> None:
        assert (center, how) == (7, 4)
        self.observers[name] = callback

    def CFNotificationCenterRemoveEveryObserver(self, center: int, observer: Any) -> None:
        self.observers.clear()


def test_the_screen_lock_of_macos_is_heard() -> None:
    core = Core()
    locked: list[Trigger] = []
    session = MacSession(core)
    assert session.active() == frozenset()
    session.start(locked.append)
    assert session.active() == {Trigger.SESSION, Trigger.SCREEN_SAVER}
    core.observers[b"com.apple.screenIsLocked"](7, None, None, None, None)
    core.observers[b"com.apple.screensaver.didstart"](7, None, None, None, None)
    assert locked == [Trigger.SESSION, Trigger.SCREEN_SAVER]
    session.stop()
    assert core.observers == {} and session.active() == frozenset()
