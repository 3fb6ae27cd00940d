"""A date as precisely as it is known (documents.md §11, PDate). Unknown parts are never filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    APPROX = "approx"
    RANGE = "range"
    UNKNOWN = "unknown"


class Season(StrEnum):
    WINTER = "winter"
    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"


@dataclass(frozen=True, kw_only=True)
class PartialDate:
    """``on`` only with DAY; ``year`` (+ ``month``) with MONTH, APPROX, YEAR; ``season`` with SEASON; bounds with RANGE.

    The file keys are ``date``, ``from`` and ``to`` for ``on``, ``from_on`` and ``to_on``.
    """

    precision: Precision
    on: date | None = None
    year: int | None = None
    month: int | None = None
    season: Season | None = None
    from_on: date | None = None
    to_on: date | None = None
    time: str | None = None
    original: str | None = None
    conversion: str | None = None
    note: str | None = None
    bare: bool = field(default=False, compare=False, repr=False)
    """The file gave a plain date here, not a table: shown again as it was given. Says nothing about the day itself."""

    @property
    def written_bare(self) -> bool:
        """Whether it can still be written as a plain date: nothing but a day is known."""
        more = (self.year, self.month, self.season, self.from_on, self.to_on)
        words = (self.time, self.original, self.conversion, self.note)
        return self.bare and self.precision is Precision.DAY and self.on is not None and not any((*more, *words))
