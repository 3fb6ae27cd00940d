"""Small makers of printable facts, and the shapes that a template may rely on (``FieldTree``)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Final

from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.facts import AuthorityFill
from legalaid_desktop.domain.ids import AuthorityId, CountryCode, LanguageCode
from legalaid_desktop.domain.law import Authority
from legalaid_desktop.domain.partial_date import PartialDate
from legalaid_desktop.domain.person import Sex
from legalaid_desktop.grammar.dates import DateStyle, date_words
from legalaid_desktop.grammar.latin import has_letters, is_latin, transliterated

BLANK: Final = "________"
"""A place to fill by hand inside a longer text; counted as a gap wherever it stands."""

CASES: Final = ("nom", "gen", "dat", "acc", "ins", "prep")
STYLES: Final[tuple[DateStyle, ...]] = ("letter", "table", "when", "since", "until", "of")

FORMS: Final[FieldTree] = {"code": "text", **dict.fromkeys((*CASES, "on", "of", "full"), "text")}
DATE: Final[FieldTree] = {**dict.fromkeys(STYLES, "text"), "year": "number"}
AUTHORITY: Final[FieldTree] = {"id": "text", **dict.fromkeys(CASES, "text"), "header": "text", "person": "text"}


def text(value: str | int | None, origin: str, *, lang: str | None = None, label: str | None = None) -> FactText | None:
    """A fact as it prints; ``None`` for nothing or an empty text."""
    if value is None:
        return None
    words = str(value).strip()
    return FactText(words, origin, lang=lang, label=label) if words else None


def gap(origin: str, label: str) -> FactText:
    """A fact that nobody has given: prints as a gap that says what is missing."""
    return FactText("", origin, label=label)


def dates(
    value: PartialDate | dt.date | dt.datetime | None, origin: str, source: FactSource, *, original: bool = True
) -> dict[str, Fact] | None:
    """A date in every style, for the filter ``date``; ``None`` where none was given."""
    if value is None:
        return None
    found: dict[str, Fact] = {
        style: FactText(date_words(value, style, source.language, original=original and style == "letter"), origin)
        for style in STYLES
    }
    return found


def answered_day(value: object) -> dt.date | None:
    """The day of an answer: a date, or one as the vault keeps it («2026-12-01»); ``None`` for other words."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None


def day_of(value: dt.datetime | dt.date | None) -> dt.date | None:
    return value.date() if isinstance(value, dt.datetime) else value


def labelled(
    kind: str, code: str | None, origin: str, source: FactSource, *, sex: Sex | None = None
) -> dict[str, Fact] | None:
    """A label in every case that the data have, for the filters ``country``, ``language`` and ``case``.

    ``sex`` of a known person chooses between two words for one relation.
    """
    if not code:
        return None
    found: dict[str, Fact] = {"code": code}
    for case in CASES:
        word = source.words.label(kind, code, case, sex=sex)
        found[case] = FactText(word, origin) if word else None
    return found if any(found[case] for case in CASES) else None


def country(code: CountryCode | None, origin: str, source: FactSource) -> dict[str, Fact] | None:
    return labelled("country", code, origin, source)


def language(code: LanguageCode | None, origin: str, source: FactSource) -> dict[str, Fact] | None:
    """The name of a language in its cases, and ``on`` «на языке дари», ``of`` «языка дари», ``full`` «язык дари»."""
    found = None if code == "none" else labelled("language", code, origin, source)
    if found is None:
        return None
    for key, (case, adjective, noun) in source.worded(_TONGUE).items():
        word = found[case]
        pattern = adjective if isinstance(found["nom"], str) and _is_adjective(found["nom"]) else noun
        found[key] = FactText(pattern.format(word), origin) if isinstance(word, str) else None
    return found


_TONGUE: Final[Mapping[str, Mapping[str, tuple[str, str, str]]]] = {
    "ru": {
        "on": ("prep", "на {0} языке", "на языке {0}"),
        "of": ("gen", "{0} языка", "языка {0}"),
        "full": ("nom", "{0} язык", "язык {0}"),
    },
    "be": {
        "on": ("prep", "на {0} мове", "на мове {0}"),
        "of": ("gen", "{0} мовы", "мовы {0}"),
        "full": ("nom", "{0} мова", "мова {0}"),
    },
    "en": {
        "on": ("nom", "in {0}", "in {0}"),
        "of": ("nom", "{0}", "{0}"),
        "full": ("nom", "{0}", "{0}"),
    },
}
"""Case of the name, the phrase for an adjective (русский), the phrase for a noun (дари)."""


def _is_adjective(name: str) -> bool:
    return name.split(" ")[0].endswith(("ский", "цкий", "ская", "цкая", "ый"))


def authority(
    id: AuthorityId | None, fill: AuthorityFill | None, origin: str, source: FactSource
) -> dict[str, Fact] | None:
    """Forms of a body's name. A part that a consultant must read off the paper and did not prints as a blank."""
    body = source.law.authorities.get(id) if id else None
    if body is None:
        return None
    values = {
        key: (getattr(fill, key, None) if fill else None) or BLANK
        for key in (
            "district_gen", "district_gen_be", "city_gen", "city_gen_be", "owner_gen", "owner_gen_be", "number",
        )
    }  # fmt: skip
    found: dict[str, Fact] = {"id": body.id}
    if source.language == "en":
        name = FactText(body_in_english(body, values), origin, label=body.type)
        return {**found, **dict.fromkeys((*CASES, "header", "person"), name)}
    for case in (*CASES, "header", "person"):
        key = {"header": f"header_{source.language}", "person": f"header_person_{source.language}"}.get(
            case, f"{source.language}_{case}"
        )
        form = body.forms.get(key)
        words = filled(form, values) if form else None
        found[case] = FactText(words, origin, label=body.type) if words else None
    return found


_COURTS: Final = {
    "court_oblast": "regional court", "court_district": "district court", "court_supreme": "Supreme Court",
}  # fmt: skip
"""What a court is; of every other body the law data say it first in ``role_en``."""


def body_in_english(body: Authority, values: Mapping[str, str]) -> str:
    """The English name that the law data have; else the Russian one in Latin letters with what the body is."""
    named = body.forms.get("en_nom") or body.forms.get("header_ru", "")
    if has_letters(named) and is_latin(named):
        return filled(named, values)
    title = transliterated(filled(body.forms.get("ru_nom", ""), values))
    gloss = _COURTS.get(body.type) or re.split(r"[:;(]", body.role_en)[0].strip()
    return f"{title} ({gloss})" if gloss else title


def filled(form: str, values: Mapping[str, str]) -> str:
    """``form`` with its ``{places}`` filled; a city that is not known is left out, it stands last in a name."""
    if values.get("city_gen") == BLANK:
        form = form.replace(" {city_gen}", "")
    if values.get("city_gen_be") == BLANK:
        form = form.replace(" {city_gen_be}", "")
    for key, value in values.items():
        form = form.replace("{" + key + "}", value)
    return form


def joined(parts: Sequence[str], source: FactSource) -> str:
    """«1», «1 и 2», «1, 2 и 3» in the language of the paper; a part with a comma of its own is closed by one."""
    if len(parts) < 2:
        return "".join(parts)
    link = {"ru": "и", "be": "і", "en": "and"}[source.language]
    close = "," if "," in parts[-2] else ""
    return f"{', '.join(parts[:-1])}{close} {link} {parts[-1]}"


def number_ranges(numbers: Sequence[int], link: str = " и ") -> str:
    """«1», «1 и 2», «4–6 и 8»: three and more in a row become a range."""
    found: list[str] = []
    ordered = sorted(set(numbers))
    at = 0
    while at < len(ordered):
        end = at
        while end + 1 < len(ordered) and ordered[end + 1] == ordered[end] + 1:
            end += 1
        if end - at >= 2:
            found.append(f"{ordered[at]}–{ordered[end]}")
        else:
            found.extend(str(n) for n in ordered[at : end + 1])
        at = end + 1
    return ", ".join(found[:-1]) + (link if len(found) > 1 else "") + found[-1] if found else ""


def paragraph_numbers(numbers: Sequence[int], source: FactSource) -> str:
    """Numbers of paragraphs in the language of the paper: «1 и 2», «1–3»."""
    link = {"ru": "и", "be": "і", "en": "and"}[source.language]
    return number_ranges(numbers, f" {link}\u00a0")
