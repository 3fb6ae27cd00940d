"""The few settings that the first picture needs, read without a parser: it is awaited more than anything else.

:mod:`host.preferences` reads the whole file a moment later and has the last word.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final, NamedTuple

from legalaid_desktop.host.paths import settings_folder

APPEARANCES: Final = ("system", "light", "dark", "high_contrast")
LONGEST_FILE: Final = 64 * 1024
"""Bytes of a settings file; it has some hundred."""
_MOST_PIXELS: Final = 100_000


class FirstLook(NamedTuple):
    """Shade and size of the window; sides in logical pixels, 0 lets the program choose."""

    appearance: str = "system"
    width: int = 0
    height: int = 0
    maximised: bool = False


def settings_bytes(folder: Path) -> bytes:
    """What stands in the settings file of ``folder``, up to a byte more than it may have; empty when there is none.
    Raises nothing."""
    try:
        # Not waited for and not read to its end: a pipe, a device or a huge file in its place is no settings file.
        number = os.open(
            folder / "settings.toml", os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
        with os.fdopen(number, "rb", buffering=0) as file:
            plain = stat.S_ISREG(os.fstat(number).st_mode)
            return file.read(LONGEST_FILE + 1) if plain else b""
    except OSError:
        return b""


def look_in(data: bytes) -> FirstLook:
    """The look in the bytes of a settings file as this program writes it, ``key = value`` by line; whatever else they
    are, the defaults. Raises nothing."""
    found: dict[str, str] = {}
    if len(data) <= LONGEST_FILE:
        for line in data.decode("utf-8", "replace").splitlines():
            key, _, value = line.partition(" = ")
            found.setdefault(key, value)
    appearance = found.get("appearance", "")[1:-1]
    return FirstLook(
        appearance if appearance in APPEARANCES else "system",
        _pixels(found.get("window_width", "")),
        _pixels(found.get("window_height", "")),
        found.get("window_maximised") == "true",
    )


def _pixels(text: str) -> int:
    fits = text.isascii() and text.isdigit() and len(text) <= len(str(_MOST_PIXELS))
    return min(int(text), _MOST_PIXELS) if fits else 0


def first_look() -> FirstLook:
    """The look that this user has set. Raises nothing."""
    return look_in(settings_bytes(settings_folder()))
