"""The version of a law pack: a day, and a number where there were several on one day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_VERSION = re.compile(r"(\d{4})\.(\d{2})\.(\d{2})(?:\.([1-9]\d{0,2}))?", re.ASCII)


@dataclass(frozen=True, order=True)
class PackVersion:
    """Ordered by age. ``number`` is 0 for ``2026.11.23``, 2 for ``2026.11.23.2``."""

    day: dt.date
    number: int = 0

    def __str__(self) -> str:
        return f"{self.day:%Y.%m.%d}" + (f".{self.number}" if self.number else "")


def read_version(text: str) -> PackVersion | None:
    """``YYYY.MM.DD`` or ``YYYY.MM.DD.n`` with n from 1 to 999; ``None`` for anything else, and for no such day."""
    found = _VERSION.fullmatch(text)
    if found is None:
        return None
    try:
        day = dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return PackVersion(day, int(found[4] or 0))
