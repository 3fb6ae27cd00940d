"""Days in words, as the window says them: «пн 5 октября 2026»."""

from __future__ import annotations

from datetime import date, datetime

from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.host.clock import MINSK
from legalaid_desktop.host.wording import Wording


def day_words(day: date, words: Wording, *, weekday: bool = True, year: bool = True) -> str:
    """``weekday`` puts its short name first; ``year`` adds the year."""
    month = words.say(f"date.month_of.{day.month}")
    text = words.say("date.day_month", day=day.day, month=month)
    if year:
        text = words.say("date.with_year", text=text, year=day.year)
    return f"{words.say(f'date.weekday.{day.isoweekday()}')} {text}" if weekday else text


def moment_words(moment: datetime, words: Wording) -> str:
    """A moment in Minsk time: «5 октября 2026, 14:05». Raises ``ValueError`` for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    local = moment.astimezone(MINSK)
    return f"{day_words(local.date(), words, weekday=False)}, {local:%H:%M}"


def partial_date_words(when: PartialDate, words: Wording) -> str:
    """A date as precisely as it is known; nothing is added. Empty for a record that lacks the parts it promises."""
    match when.precision:
        case Precision.DAY if when.on is not None:
            return day_words(when.on, words)
        case Precision.MONTH if when.year is not None and when.month is not None:
            return words.say("date.month_year", month=words.say(f"date.month.{when.month}"), year=when.year)
        case Precision.SEASON if when.year is not None and when.season is not None:
            return words.say("date.season_year", season=words.say(f"date.season.{when.season.value}"), year=when.year)
        case Precision.YEAR if when.year is not None:
            return words.say("date.year", year=when.year)
        case Precision.APPROX if when.year is not None and when.month is not None:
            month = words.say("date.month_year", month=words.say(f"date.month.{when.month}"), year=when.year)
            return words.say("date.about", text=month)
        case Precision.APPROX if when.year is not None:
            return words.say("date.about", text=words.say("date.year", year=when.year))
        case Precision.RANGE:
            return _range_words(when, words)
        case Precision.UNKNOWN:
            return words.say("date.unknown")
        case _:
            return ""


def _range_words(when: PartialDate, words: Wording) -> str:
    if when.from_on is not None and when.to_on is not None:
        return words.say(
            "date.range",
            first=day_words(when.from_on, words, weekday=False),
            last=day_words(when.to_on, words, weekday=False),
        )
    if when.from_on is not None:
        return words.say("date.since", first=day_words(when.from_on, words, weekday=False))
    if when.to_on is not None:
        return words.say("date.until", last=day_words(when.to_on, words, weekday=False))
    return ""
