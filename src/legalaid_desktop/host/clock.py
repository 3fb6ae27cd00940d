"""The one place that asks the machine for the time; everything else is handed a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Protocol

# Belarus has kept UTC+3 all year since 2011. A fixed offset gives the same dates on every system, also where
# no time-zone database is installed (Windows, a bare portable program).
MINSK: tzinfo = timezone(timedelta(hours=3), "Europe/Minsk")


class Clock(Protocol):
    """Says what time it is. ``now`` is aware and in UTC; ``today`` is the date in Minsk, where the periods run."""

    def now(self) -> datetime: ...

    def today(self) -> date: ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return self.now().astimezone(MINSK).date()


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still, for tests and for ``--as-of``."""

    moment: datetime

    def __post_init__(self) -> None:
        if self.moment.tzinfo is None:
            raise ValueError("a moment needs its time zone")

    def now(self) -> datetime:
        return self.moment.astimezone(UTC)

    def today(self) -> date:
        return self.moment.astimezone(MINSK).date()
