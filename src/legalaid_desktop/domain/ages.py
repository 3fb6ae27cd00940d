"""Ages as far as they are known: a doubt speaks for the child (documents.md §4, is_minor)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, Protocol

from legalaid_desktop.domain.partial_date import PartialDate, Precision

ADULT: Final = 18


class Aged(Protocol):
    """A person of a case, or as a paper may know one."""

    @property
    def birth(self) -> PartialDate | None: ...

    @property
    def age_stated(self) -> int | str | None: ...


def youngest_birth(birth: PartialDate | None) -> dt.date | None:
    """The latest day on which the person can have been born; ``None`` when nothing is known."""
    if birth is None:
        return None
    match birth.precision:
        case Precision.DAY:
            return birth.on
        case Precision.RANGE:
            return birth.to_on
        case Precision.UNKNOWN:
            return None
        case _ if birth.year is None:
            return None
        case Precision.SEASON:
            return dt.date(birth.year, 12, 31)
        case _:
            if birth.month is None or birth.month == 12:
                return dt.date(birth.year, 12, 31)
            return dt.date(birth.year, birth.month + 1, 1) - dt.timedelta(days=1)


def age_on(birth: dt.date, day: dt.date) -> int:
    """Full years; somebody born on 29 February has the birthday on 1 March of a common year."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def may_be_minor(person: Aged, as_of: dt.date) -> bool:
    """Under 18 on that day, or the age is not known exactly and may be under 18, or the person is stated as a child."""
    born = youngest_birth(person.birth)
    if born is not None:
        return age_on(born, as_of) < ADULT
    stated = stated_age(person.age_stated)
    return stated is not None and stated < ADULT


def stated_age(value: int | str | None) -> int | None:
    """The number in «15», 15 or «15 лет»; ``None`` for anything else."""
    if isinstance(value, int):
        return value
    found = re.search(r"\d{1,3}", value or "")
    return int(found[0]) if found else None
