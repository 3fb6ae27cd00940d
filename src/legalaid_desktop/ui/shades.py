"""Which look is in force, and the colour of its page: all that the first picture needs of :mod:`ui.theme`."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

PAGE_SHADES: Final = {"light": "#F6F5F2", "dark": "#16191D", "high_contrast": "#000000"}
"""Background of the window by look, as ``#rrggbb``."""


def look_in_force(appearance: str) -> str:
    """A key of :data:`PAGE_SHADES` for a setting, which may also be ``system``; needs the application object."""
    if appearance != "system":
        return appearance
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "high_contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"
