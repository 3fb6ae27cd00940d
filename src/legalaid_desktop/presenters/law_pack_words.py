"""The law in use and an offered pack in words; where a deadline moves, in which words it is grave."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.law_age import LawAge, law_age, law_months
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.day_words import day_words
from legalaid_desktop.presenters.law_pack import LawLook, Offer

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase

SOON: Final = 3
"""Days from today within which a new last day is grave."""
_DAY: Final = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_YEAR: Final = re.compile(r"\b(?:19|20)\d{2}\b")


def title_of(law: LawPack, words: Wording) -> str:
    return law.title.get(words.lang) or law.title.get("ru") or law.id


def compiled_words(law: LawPack, today: dt.date, words: Wording) -> str:
    """When the pack was compiled, and how long ago that is."""
    days = (today - law.as_of).days
    if days < 0:
        ago = words.say("law_pack.ago.ahead")
    elif days == 0:
        ago = words.say("law_pack.ago.today")
    elif (months := law_months(law, today)) >= 2:
        ago = words.say("law_pack.ago.months", n=months)
    else:
        ago = words.say("law_pack.ago.days", n=days)
    return words.say("law_pack.compiled", day=day_words(law.as_of, words, weekday=False), ago=ago)


def age_words(law: LawPack, today: dt.date, words: Wording) -> tuple[str, str]:
    """The mark of an old pack and its role; both empty while it is fresh."""
    age = law_age(law, today)
    if age is LawAge.FRESH:
        return "", ""
    return words.say(f"law_pack.age.{age.value}"), "harm" if age is LawAge.EXPIRED else "unchecked"


def reviewed_words(law: LawPack, words: Wording) -> tuple[str, str]:
    """Whether a lawyer read it, and the role of that."""
    if law.reviewed_by_lawyer:
        return words.say("law_pack.reviewed"), "done"
    return words.say("clock.unchecked"), "unchecked"


def recent_words(text: str, words: Wording) -> str:
    """How recent the sources of one area are. The data say it in English; in another language the days and years of it
    are said, and whether some sources bear no date: what else stands there is for the maker of the pack."""
    if words.lang == "en":
        return text
    day = _DAY.search(text)
    said = []
    if day is not None:
        said.append(day_words(dt.date(int(day[1]), int(day[2]), int(day[3])), words, weekday=False))
    others = [year for year in _YEAR.findall(_DAY.sub(" ", text)) if day is None or year != day[1]]
    span = re.fullmatch(r"\s*(\d{4}) to (\d{4})\s*", text)
    if span is not None:
        said.append(f"{span[1]}–{span[2]}")
    else:
        said.extend(dict.fromkeys(others))
    if "undated" in text.casefold():
        said.append(words.say("law_pack.recent.undated"))
    return ", ".join(said) or words.say("law_pack.recent.unknown")


def areas_of(law: LawPack, words: Wording) -> tuple[tuple[str, str], ...]:
    """Each area and how recent its sources are; an area that the program has no name for keeps that of the data."""
    named = []
    for area, text in law.law_as_of.items():
        id = f"law_pack.area.{area}"
        named.append((words.say(id) if words.has(id) else area.replace("_", " "), recent_words(text, words)))
    return tuple(named)


def look_of(briefcase: Briefcase, words: Wording, today: dt.date) -> LawLook:
    """The law in use."""
    from legalaid_desktop.services.law import shipped_law

    law = shipped_law()
    age, age_role = age_words(law, today, words)
    reviewed, reviewed_role = reviewed_words(law, words)
    return LawLook(
        title=title_of(law, words),
        version=words.say("law_pack.version", version=law.version),
        compiled=compiled_words(law, today, words),
        age=age,
        age_role=age_role,
        reviewed=reviewed,
        reviewed_role=reviewed_role,
        origin=words.say("law_pack.shipped"),
        areas=areas_of(law, words),
        before="",
    )
