"""Whether something is due on this very day: told inside the unlocked window only, without a word of a case."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from legalaid_desktop.services.clock_days import DayMark

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase

_KEY: Final = "window.reminder"
"""Keeps the day on which somebody hid the bar; inside the vault, so that it stays hidden after a lock."""
_TOLD: Final = (DayMark.ACT, DayMark.LAST, DayMark.LATER, DayMark.APPOINTED)
_MOST_CASES: Final = 60


def due_on(briefcase: Briefcase, today: dt.date) -> bool:
    """Whether a clock asks to be acted on or ends today, or a body appointed the day, and nobody hid that yet. Runs on
    the vault's lane."""
    from legalaid_desktop.services.clock_calendar import days_between

    if briefcase.notes.unsaved(_KEY) == today.isoformat():
        return False
    found, _ = days_between(briefcase, today, today, today, most=_MOST_CASES)
    return any(one.mark in _TOLD for one in found)


def hide_until_tomorrow(briefcase: Briefcase, today: dt.date) -> None:
    """A vault that is only read keeps nothing: there the bar comes again after a lock."""
    if not briefcase.read_only:
        briefcase.notes.keep_unsaved(_KEY, today.isoformat())
