"""How old the law in use is, and what that means for dates.

At six months a mark; at twelve months no promised dates, alarms alone. Months are calendar months from the day the
pack was compiled (``LawPack.as_of``): a pack of 31 August is six months old on 28 (29) February.

For the engine: ask ``law_age(law, as_of)`` once for a case; with :attr:`LawAge.OLD` every row stays as it is and
carries the mark, with :attr:`LawAge.EXPIRED` rows keep ``alarm_on`` but their ``last_day`` and ``safe_day`` are not
shown as dates, and the explanation says why (``law_months`` gives the number for the sentence).
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final

from legalaid_desktop.domain.law import LawPack

MARKED_AFTER: Final = 6
"""Months."""
NO_DATES_AFTER: Final = 12
"""Months."""


class LawAge(StrEnum):
    FRESH = "fresh"
    OLD = "old"
    """Six months or more: a mark beside every date."""
    EXPIRED = "expired"
    """Twelve months or more: alarms alone, no promised dates."""


def law_months(law: LawPack, on: dt.date) -> int:
    """Whole calendar months from the day the pack was compiled; 0 for a day before it."""
    months = (on.year - law.as_of.year) * 12 + on.month - law.as_of.month
    last_of_month = (on + dt.timedelta(days=1)).month != on.month
    if on.day < law.as_of.day and not last_of_month:
        months -= 1
    return max(0, months)


def law_age(law: LawPack, on: dt.date) -> LawAge:
    """The age of the law in use on a day. A clock set wrong by years makes the law look old, never fresh: a day before
    the pack was compiled is told of elsewhere (the journal's own time)."""
    months = law_months(law, on)
    if months >= NO_DATES_AFTER:
        return LawAge.EXPIRED
    return LawAge.OLD if months >= MARKED_AFTER else LawAge.FRESH
