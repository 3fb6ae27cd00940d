"""Dates in words and figures, never more precise than they are known (documents.md §5, Dates; howto §9).

Styles:

- ``letter``: «4 декабря 2026 г.», «март 2019 г.», «осень 2025 г.», «2019 год»;
- ``table``: «04.12.2026»; whatever is less than a day is written as in ``letter``;
- ``when``: when something happened: «4 декабря 2026 г.», «в марте 2019 г.», «осенью 2025 г.», «в 2019 году»;
- ``since``: «с 4 декабря 2026 г.», «со 2 марта 2026 г.», «с марта 2019 г.»;
- ``until``: «до 4 декабря 2026 г.», «до марта 2019 г.»;
- ``of``: the genitive after «от»: «4 декабря 2026 г.», «марта 2019 г.», «2019 года».

A small own table of months stands in for Babel, which is 33 MB.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from legalaid_desktop.domain.partial_date import PartialDate, Precision, Season
from legalaid_desktop.grammar.plural import NO_BREAK as NB
from legalaid_desktop.grammar.prepositions import preposition_form, short_u

DateStyle = Literal["letter", "table", "when", "since", "until", "of"]

# Minsk has kept UTC+3 without summer time since 2011; cases with clock times are all younger.
_MINSK = dt.timezone(dt.timedelta(hours=3))

_RLI, _FSI, _PDI = "\u2067", "\u2068", "\u2069"

# nominative, genitive, prepositional
_MONTHS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "ru": (
        ("январь", "января", "январе"), ("февраль", "февраля", "феврале"), ("март", "марта", "марте"),
        ("апрель", "апреля", "апреле"), ("май", "мая", "мае"), ("июнь", "июня", "июне"), ("июль", "июля", "июле"),
        ("август", "августа", "августе"), ("сентябрь", "сентября", "сентябре"), ("октябрь", "октября", "октябре"),
        ("ноябрь", "ноября", "ноябре"), ("декабрь", "декабря", "декабре"),
    ),
    "be": (
        ("студзень", "студзеня", "студзені"), ("люты", "лютага", "лютым"), ("сакавік", "сакавіка", "сакавіку"),
        ("красавік", "красавіка", "красавіку"), ("май", "мая", "маі"), ("чэрвень", "чэрвеня", "чэрвені"),
        ("ліпень", "ліпеня", "ліпені"), ("жнівень", "жніўня", "жніўні"), ("верасень", "верасня", "верасні"),
        ("кастрычнік", "кастрычніка", "кастрычніку"), ("лістапад", "лістапада", "лістападзе"),
        ("снежань", "снежня", "снежні"),
    ),
    "en": tuple(
        (name, name, name)
        for name in (
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        )
    ),
}  # fmt: skip

# nominative, genitive, "in that season" in one word
_SEASONS: dict[str, dict[Season, tuple[str, str, str]]] = {
    "ru": {
        Season.WINTER: ("зима", "зимы", "зимой"),
        Season.SPRING: ("весна", "весны", "весной"),
        Season.SUMMER: ("лето", "лета", "летом"),
        Season.AUTUMN: ("осень", "осени", "осенью"),
    },
    "be": {
        Season.WINTER: ("зіма", "зімы", "зімой"),
        Season.SPRING: ("вясна", "вясны", "вясной"),
        Season.SUMMER: ("лета", "лета", "летам"),
        Season.AUTUMN: ("восень", "восені", "восенню"),
    },
    "en": {
        Season.WINTER: ("winter", "winter", "in winter"),
        Season.SPRING: ("spring", "spring", "in spring"),
        Season.SUMMER: ("summer", "summer", "in summer"),
        Season.AUTUMN: ("autumn", "autumn", "in autumn"),
    },
}

_WORDS: dict[str, dict[str, str]] = {
    "ru": {
        "year": "г.", "years": "гг.", "year_nom": "год", "year_gen": "года", "year_prep": "году", "in": "в",
        "since": "с", "until": "до", "to": "по", "about": "примерно", "unknown": "дата неизвестна",
        "unknown_of": "неизвестной даты", "in_document": "в документе",
        "approximate": "пересчёт приблизительный", "at": "в", "hour": "ч", "minute": "мин",
    },
    "be": {
        "year": "г.", "years": "гг.", "year_nom": "год", "year_gen": "года", "year_prep": "годзе", "in": "у",
        "since": "з", "until": "да", "to": "па", "about": "прыблізна", "unknown": "дата невядомая",
        "unknown_of": "невядомай даты", "in_document": "у дакуменце",
        "approximate": "пералік прыблізны", "at": "у", "hour": "гадз", "minute": "хв",
    },
    "en": {
        "unknown": "date unknown", "unknown_of": "an unknown date", "about": "approximately",
        "in_document": "in the document", "approximate": "converted approximately",
    },
}  # fmt: skip


def _lang(lang: str) -> str:
    if lang not in _MONTHS:
        raise ValueError(f"no words for dates in {lang!r}")
    return lang


def month_name(month: int, lang: str = "ru", form: Literal["nom", "gen", "prep"] = "nom") -> str:
    """«март», «марта», «марте»; ``month`` is 1 to 12."""
    return _MONTHS[_lang(lang)][month - 1][{"nom": 0, "gen": 1, "prep": 2}[form]]


def _figures(day: dt.date) -> str:
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def _day(day: dt.date, lang: str, *, year: bool = True) -> str:
    """«4 декабря 2026 г.»; with ``year`` false «4 декабря»."""
    text = f"{day.day}{NB}{month_name(day.month, lang, 'gen')}"
    if not year:
        return text
    return f"{text} {day.year}" if lang == "en" else f"{text} {day.year}{NB}{_WORDS[lang]['year']}"


def _ru_be_phrase(style: DateStyle, lang: str, forms: dict[str, str]) -> str:
    """Dress a period that is less than a day. ``forms`` has nom, gen and when (already with its preposition)."""
    words = _WORDS[lang]
    if style == "when":
        return forms["when"]
    if style == "since":
        return f"{preposition_form(words['since'], forms['gen'], lang)}{NB}{forms['gen']}"
    if style == "until":
        return f"{words['until']}{NB}{forms['gen']}"
    if style == "of":
        return forms["gen"]
    return forms["nom"]


def _english_phrase(style: DateStyle, text: str, *, when: str) -> str:
    return {"when": when, "since": f"since {text}", "until": f"until {text}"}.get(style, text)


def _month(year: int, month: int, style: DateStyle, lang: str) -> str:
    if lang == "en":
        text = f"{month_name(month, lang)} {year}"
        return _english_phrase(style, text, when=f"in {text}")
    tail = f"{NB}{year}{NB}{_WORDS[lang]['year']}"
    prepositional = month_name(month, lang, "prep")
    return _ru_be_phrase(
        style,
        lang,
        {
            "nom": month_name(month, lang) + tail,
            "gen": month_name(month, lang, "gen") + tail,
            "when": f"{preposition_form(_WORDS[lang]['in'], prepositional, lang)}{NB}{prepositional}{tail}",
        },
    )


def _year(year: int, style: DateStyle, lang: str) -> str:
    if lang == "en":
        return _english_phrase(style, str(year), when=f"in {year}")
    words = _WORDS[lang]
    return _ru_be_phrase(
        style,
        lang,
        {
            "nom": f"{year}{NB}{words['year_nom']}",
            "gen": f"{year}{NB}{words['year_gen']}",
            "when": f"{words['in']}{NB}{year}{NB}{words['year_prep']}",
        },
    )


def _season(year: int | None, season: Season, style: DateStyle, lang: str) -> str:
    nominative, genitive, adverb = _SEASONS[lang][season]
    if lang == "en":
        tail = "" if year is None else f" {year}"
        return _english_phrase(style, nominative + tail, when=adverb + tail)
    tail = "" if year is None else f"{NB}{year}{NB}{_WORDS[lang]['year']}"
    forms = {"nom": nominative + tail, "gen": genitive + tail, "when": adverb + tail}
    return _ru_be_phrase(style, lang, forms)


def _whole_day(day: dt.date, style: DateStyle, lang: str) -> str:
    if style == "table":
        return _figures(day)
    text = _day(day, lang)
    if lang == "en":
        return _english_phrase(style, text, when=f"on {text}")
    if style == "since":
        return f"{preposition_form(_WORDS[lang]['since'], text, lang)}{NB}{text}"
    if style == "until":
        return f"{_WORDS[lang]['until']}{NB}{text}"
    return text


def _range(start: dt.date | None, end: dt.date | None, style: DateStyle, lang: str) -> str:
    if start is None or end is None:
        known = start or end
        if known is None:
            return _WORDS[lang]["unknown"]
        return _whole_day(known, "since" if start is not None else "until", lang)
    if style == "table":
        return f"{_figures(start)}–{_figures(end)}"
    if start == end:
        return _whole_day(start, style, lang)
    if lang == "en":
        same_month = (start.year, start.month) == (end.year, end.month)
        first = str(start.day) if same_month else _day(start, lang, year=start.year != end.year)
        return f"from {first} to {_day(end, lang)}"
    if (start.year, start.month) == (end.year, end.month):
        first = str(start.day)
    else:
        first = _day(start, lang, year=start.year != end.year)
    words = _WORDS[lang]
    return f"{preposition_form(words['since'], first, lang)}{NB}{first} {words['to']}{NB}{_day(end, lang)}"


def _partial(value: PartialDate, style: DateStyle, lang: str) -> str:
    words = _WORDS[lang]
    unknown = words["unknown_of"] if style == "of" else words["unknown"]
    if value.precision is Precision.UNKNOWN:
        return unknown
    if value.precision is Precision.DAY:
        return unknown if value.on is None else _whole_day(value.on, style, lang)
    if value.precision is Precision.RANGE:
        return _range(value.from_on, value.to_on, style, lang)
    if value.precision is Precision.SEASON and value.season is not None:
        return _season(value.year, value.season, style, lang)
    if value.year is None:
        return unknown
    if value.precision is Precision.APPROX:
        # «примерно» speaks of a time at which something was: the noun alone would read as a period.
        inner: DateStyle = style if style in ("since", "until", "of") else "when"
        if value.month is not None:
            return _after_about(_month(value.year, value.month, inner, lang), lang)
        return _after_about(_year(value.year, inner, lang), lang)
    if value.precision is Precision.MONTH and value.month is not None:
        return _month(value.year, value.month, style, lang)
    return _year(value.year, style, lang)


def original_note(value: PartialDate, lang: str = "ru") -> str:
    """«(в документе: حوت ۱۴۰۲; пересчёт приблизительный)», or an empty string when no original is kept.

    The original is isolated (U+2067 or U+2068 … U+2069), so that its digits keep their order among Cyrillic.
    """
    if value.original is None or not value.original.strip():
        return ""
    words = _WORDS[_lang(lang)]
    right_to_left = any("\u0590" <= letter <= "\u08ff" for letter in value.original)
    opening = _RLI if right_to_left else _FSI
    text = f"{words['in_document']}: {opening}{value.original.strip()}{_PDI}"
    if value.conversion is not None and value.conversion != "exact":
        text += f"; {words['approximate']}"
    return f"({text})"


def clock_words(time: dt.time | dt.datetime, lang: str = "ru") -> str:
    """«16 ч 40 мин» in letters; English «16:40»."""
    if _lang(lang) == "en":
        return f"{time.hour:02d}:{time.minute:02d}"
    words = _WORDS[lang]
    return f"{time.hour}{NB}{words['hour']} {time.minute:02d}{NB}{words['minute']}".replace(" ", NB)


def _moment(value: dt.datetime, style: DateStyle, lang: str) -> str:
    local = value.astimezone(_MINSK) if value.tzinfo is not None else value
    day = _whole_day(local.date(), style, lang)
    if style == "table":
        return f"{day} {local.hour:02d}:{local.minute:02d}"
    if lang == "en":
        return f"{day} at {clock_words(local, lang)}"
    return f"{day} {_WORDS[lang]['at']}{NB}{clock_words(local, lang)}"


def date_words(
    value: PartialDate | dt.date | dt.datetime,
    style: DateStyle = "letter",
    lang: str = "ru",
    *,
    original: bool = True,
    time: bool = True,
) -> str:
    """A date as known, in one of the styles above. ``lang`` is ru, be or en (else ``ValueError``).

    ``original`` adds the date of another calendar as it stands in the paper; ``time`` adds the clock time or the
    words for it («около 02:30»).
    """
    _lang(lang)
    if isinstance(value, dt.datetime):
        return _moment(value, style, lang) if time else _whole_day(_local_day(value), style, lang)
    if isinstance(value, dt.date):
        return _whole_day(value, style, lang)
    text = _partial(value, style, lang)
    if time and value.time is not None and value.time.strip():
        text += f", {value.time.strip()}"
    note = original_note(value, lang) if original else ""
    return f"{text} {note}" if note else text


def _after_about(words: str, lang: str) -> str:
    """«примерно в мае»; Belarusian «прыблізна ў маі»: «у» is short after a vowel."""
    return f"{_WORDS[lang]['about']} {short_u('прыблізна', words) if lang == 'be' else words}"


_ABOUT = {"ru": "примерно", "be": "прыблізна", "en": "about"}
_BETWEEN = {"ru": ("между", "и"), "be": ("паміж", "і"), "en": ("between", "and")}
_NO_SOONER = {"ru": "не ранее", "be": "не раней за", "en": "not before"}
_NO_LATER = {"ru": "не позднее", "be": "не пазней за", "en": "not after"}


def moment_words(value: PartialDate, lang: str = "ru") -> str:
    """When something was that has no length, as a birth or a death: a range is «между 30 декабря 2015 г. и …».

    All else is in the style ``when``. ``lang`` is ru, be or en (else ``ValueError``).
    """
    _lang(lang)
    start, end = value.from_on, value.to_on
    if value.precision is not Precision.RANGE or start == end:
        return date_words(value, "when", lang, original=False)
    if start is None or end is None:
        known = start or end
        assert known is not None
        # Both phrases of Belarusian take the accusative, which for «… снежня» is the same words.
        return f"{(_NO_SOONER if start is not None else _NO_LATER)[lang]} {_whole_day(known, 'of', lang)}"
    between, link = _BETWEEN[lang]
    same_month = (start.year, start.month) == (end.year, end.month)
    first = str(start.day) if same_month else _whole_day(start, "of", lang)
    return f"{between}{NB}{first} {link}{NB}{_whole_day(end, 'of', lang)}"


def _local_day(value: dt.datetime) -> dt.date:
    return (value.astimezone(_MINSK) if value.tzinfo is not None else value).date()


def birth_words(value: PartialDate, lang: str = "ru") -> str:
    """A birth date as a statement of what is known: «1998 год рождения, число и месяц неизвестны» (§8.0, Birth)."""
    _lang(lang)
    if value.precision is Precision.YEAR and value.year is not None:
        text = {
            "ru": f"{value.year}{NB}год рождения, число и месяц неизвестны",
            "be": f"{value.year}{NB}год нараджэння, чысло і месяц невядомыя",
            "en": f"born in {value.year}, day and month unknown",
        }[lang]
        note = original_note(value, lang)
        return f"{text} {note}" if note else text
    if value.precision is Precision.APPROX and value.year is not None and value.month is None:
        text = {
            "ru": f"примерно {value.year}{NB}год рождения, число и месяц неизвестны",
            "be": f"прыблізна {value.year}{NB}год нараджэння, чысло і месяц невядомыя",
            "en": f"born in about {value.year}, day and month unknown",
        }[lang]
        note = original_note(value, lang)
        return f"{text} {note}" if note else text
    if value.precision is Precision.MONTH and value.year is not None and value.month is not None:
        unknown_day = {"ru": "число неизвестно", "be": "чысло невядомае", "en": "day unknown"}[lang]
        text = f"{_month(value.year, value.month, 'letter', lang)}, {unknown_day}"
        note = original_note(value, lang)
        return f"{text} {note}" if note else text
    if value.precision is Precision.APPROX and value.year is not None and value.month is not None:
        text = f"{_ABOUT[lang]} {_month(value.year, value.month, 'letter', lang)}"
        note = original_note(value, lang)
        return f"{text} {note}" if note else text
    if value.precision is Precision.RANGE:
        note = original_note(value, lang)
        text = moment_words(value, lang)
        return f"{text} {note}" if note else text
    if value.precision is Precision.UNKNOWN:
        return {
            "ru": "дата рождения неизвестна",
            "be": "дата нараджэння невядомая",
            "en": "date of birth unknown",
        }[lang]
    return date_words(value, "letter", lang)
