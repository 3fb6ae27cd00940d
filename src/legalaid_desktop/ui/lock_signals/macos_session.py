"""macOS: the screen lock and the screen saver, by the distributed notifications of CoreFoundation.

Sleep is heard only through them and through the gap in our own tick: macOS tells it to programs by a longer road.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from typing import Any, Final

from legalaid_desktop.ui.lock_signals.ports import Lock, Trigger

_NAMES: Final = {
    "com.apple.screenIsLocked": Trigger.SESSION,
    "com.apple.screensaver.didstart": Trigger.SCREEN_SAVER,
}
_UTF8: Final = 0x08000100
_DELIVER_AT_ONCE: Final = 4
_CALLBACK: Final = ctypes.CFUNCTYPE(
    None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p
)
"""``CFNotificationCallback``: center, observer, name, object, userInfo."""


class MacSession:
    """``core`` is the library CoreFoundation; notifications come on the main run loop, which is Qt's."""

    def __init__(self, core: Any = None) -> None:
        self._core = core if core is not None else _core_foundation()
        self._callbacks: list[Any] = []
        self._mark = ctypes.c_char(b"L")
        """Its address is the name of this observer."""

    def start(self, lock: Lock) -> None:
        if self._callbacks:
            return
        center = self._core.CFNotificationCenterGetDistributedCenter()
        if not center:
            return
        for name, trigger in _NAMES.items():
            # The function object must live as long as it may be called.
            callback = _CALLBACK(lambda *_, trigger=trigger: lock(trigger))
            self._callbacks.append(callback)
            text = self._core.CFStringCreateWithCString(None, name.encode("ascii"), _UTF8)
            self._core.CFNotificationCenterAddObserver(
                center, ctypes.byref(self._mark), callback, text, None, _DELIVER_AT_ONCE
            )

    def stop(self) -> None:
        if self._callbacks:
            center = self._core.CFNotificationCenterGetDistributedCenter()
            self._core.CFNotificationCenterRemoveEveryObserver(center, ctypes.byref(self._mark))
            self._callbacks = []

    def active(self) -> frozenset[Trigger]:
        return frozenset(_NAMES.values()) if self._callbacks else frozenset()


def _core_foundation() -> Any:
    """Raises ``OSError`` where there is no such library."""
    path = ctypes.util.find_library("CoreFoundation")
    if path is None:
        raise OSError("CoreFoundation")
    core = ctypes.CDLL(path)
    pointer, index = ctypes.c_void_p, ctypes.c_long
    core.CFNotificationCenterGetDistributedCenter.restype = pointer
    core.CFNotificationCenterGetDistributedCenter.argtypes = ()
    core.CFStringCreateWithCString.restype = pointer
    core.CFStringCreateWithCString.argtypes = (pointer, ctypes.c_char_p, ctypes.c_uint32)
    core.CFNotificationCenterAddObserver.restype = None
    core.CFNotificationCenterAddObserver.argtypes = (pointer, pointer, _CALLBACK, pointer, pointer, index)
    core.CFNotificationCenterRemoveEveryObserver.restype = None
    core.CFNotificationCenterRemoveEveryObserver.argtypes = (pointer, pointer)
    return core
