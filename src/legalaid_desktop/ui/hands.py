"""What hands do with keys and pointer, and which key of theirs is the panic key."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_HELD: Final = _CTRL | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_PANIC_KEYS: Final = (Qt.Key.Key_L, ord("Д"))
"""Ctrl with the key of the Latin L, also while a Cyrillic layout is on."""
_PANIC_PLACES: Final = {"xcb": 46, "wayland": 46, "windows": 38}
"""Where that key lies, by its code from the keyboard: for layouts without Latin letters other than Cyrillic."""
KEYS: Final = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
FOR_NOBODY: Final = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride, QEvent.Type.Shortcut,
        QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick,
        QEvent.Type.Wheel, QEvent.Type.InputMethod, QEvent.Type.ContextMenu,
    }
)  # fmt: skip
"""What hands do while a lock is under way."""
BLOCKED: Final = QEvent.Type.WindowBlocked


def is_panic(event: QEvent, platform: str) -> bool:
    """Whether the panic key is pressed. ``platform`` is the toolkit's name for the system of windows."""
    if event.type() not in KEYS or not isinstance(event, QKeyEvent) or event.modifiers() & _HELD != _CTRL:
        return False
    key = event.key()
    if key in _PANIC_KEYS:
        return True
    # 0x7F and below are Latin letters and signs: there the letter counts, not its place.
    foreign = 0x7F < key < 0x0100_0000
    return foreign and event.nativeScanCode() == _PANIC_PLACES.get(platform, -1)
