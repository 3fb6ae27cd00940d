"""Keeps the program's windows out of screen pictures and shared screens, where the system offers it.

Windows: ``SetWindowDisplayAffinity``; macOS: ``NSWindow.sharingType``. X11 and Wayland have nothing of the kind.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

_NOTHING, _MONITOR_ONLY, _EXCLUDE = 0x0, 0x1, 0x11
"""``WDA_NONE``, ``WDA_MONITOR`` (a black field in the picture), ``WDA_EXCLUDEFROMCAPTURE`` (Windows 10 2004 on)."""
_SHARED_NONE, _SHARED_READ_ONLY = 0, 1
"""``NSWindowSharingNone`` and the default ``NSWindowSharingReadOnly``."""

Hide = Callable[[int, bool], bool]
"""Takes the handle of a window and whether it is to be hidden from pictures; whether the system did it."""


def windows_hide(user32: Any) -> Hide:
    """``user32`` is the library of that name."""

    def hide(handle: int, hidden: bool) -> bool:
        window = ctypes.c_void_p(handle)
        if not hidden:
            return bool(user32.SetWindowDisplayAffinity(window, _NOTHING))
        return any(user32.SetWindowDisplayAffinity(window, way) for way in (_EXCLUDE, _MONITOR_ONLY))

    return hide


def macos_hide(objc: Any) -> Hide:
    """``objc`` is the Objective-C runtime; the handle is an ``NSView``."""
    objc.sel_registerName.restype = ctypes.c_void_p
    objc.sel_registerName.argtypes = (ctypes.c_char_p,)
    address = ctypes.cast(objc.objc_msgSend, ctypes.c_void_p).value or 0
    ask = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(address)
    put = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)(address)

    def hide(handle: int, hidden: bool) -> bool:
        window = ask(handle, objc.sel_registerName(b"window"))
        if not window:
            return False
        put(window, objc.sel_registerName(b"setSharingType:"), _SHARED_NONE if hidden else _SHARED_READ_ONLY)
        return True

    return hide


def hide_of_this_system() -> Hide | None:
    """``None`` where no window can be kept out of pictures."""
    if sys.platform == "win32":
        return windows_hide(ctypes.windll.user32)
    if sys.platform == "darwin":
        path = ctypes.util.find_library("objc")
        return None if path is None else macos_hide(ctypes.CDLL(path))
    return None


class ScreenShield(QObject):
    """Shields each window of the program when it is shown; :meth:`allow` follows the setting."""

    def __init__(self, app: QApplication, hide: Hide, allowed: bool) -> None:
        super().__init__(app)
        self._hide, self._allowed = hide, allowed
        self.works: bool | None = None
        """Whether the system did what was asked the last time; ``None`` before."""
        app.installEventFilter(self)

    def allow(self, allowed: bool) -> None:
        """Whether pictures of the screen may show the program."""
        if allowed != self._allowed:
            self._allowed = allowed
            for window in QApplication.topLevelWidgets():
                if window.isVisible():
                    self._shield(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._shield(watched)
        return False

    def _shield(self, window: QWidget) -> None:
        self.works = self._hide(int(window.winId()), not self._allowed)


CAN_HIDE: Final = sys.platform in ("win32", "darwin")
"""Whether this kind of system offers it at all; the settings page says so."""
