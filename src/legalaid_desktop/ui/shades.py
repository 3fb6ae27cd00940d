"""The colour of the page by look: all that the first picture needs of :mod:`ui.theme`."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QApplication

PAGE_SHADES: Final = {"light": "#F6F5F2", "dark": "#16191D", "high_contrast": "#000000"}
"""Background of the window by look, as ``#rrggbb``."""
_DARK: Final = 128
"""Of 255: a background below this is a dark one."""


def first_shade(appearance: str) -> str:
    """The background of the first picture for a setting, as ``#rrggbb``. For ``system`` the palette says whether the
    system is dark, since asking it by name loads twenty milliseconds of names; :class:`Theme` has the last word."""
    if appearance == "system":
        appearance = "dark" if QApplication.palette().window().color().lightness() < _DARK else "light"
    return PAGE_SHADES[appearance]
