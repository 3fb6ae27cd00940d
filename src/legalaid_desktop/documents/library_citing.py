"""How a source of the library is cited: title, publisher, date, place, day of retrieval. Its address never prints.

ru: «Название», Издатель, 12 марта 2024 г., с. 12 (получено 5 мая 2024 г.)
"""

from __future__ import annotations

from typing import Final

from legalaid_desktop.domain.library import About, Place, pinpoint
from legalaid_desktop.grammar.dates import date_words

_WORDS: Final = {
    "ru": {"no_date": "дата не указана", "retrieved": "получено {0}"},
    "be": {"no_date": "дата не ўказана", "retrieved": "атрымана {0}"},
    "en": {"no_date": "no date", "retrieved": "retrieved on {0}"},
}
_OUTER: Final = {"ru": ("«", "»"), "be": ("«", "»"), "en": ("“", "”")}
_INNER: Final = {"ru": ("„", "“"), "be": ("„", "“"), "en": ("‘", "’")}


def citation(about: About, place: Place | None, language: str) -> str:
    """The source in one line, without a stop at its end. ``language`` is that of the paper: ru, be or en."""
    tongue = language if language in _WORDS else "ru"
    say = _WORDS[tongue]
    parts = [in_quotes(about.title.strip().rstrip("."), tongue)]
    if about.publisher:
        parts.append(" ".join(about.publisher.split()).rstrip("."))
    parts.append(date_words(about.published, "letter", tongue) if about.published is not None else say["no_date"])
    if place is not None:
        parts.append(pinpoint(place, tongue))
    line = ", ".join(parts)
    if about.retrieved_on is not None:
        line += f" ({say['retrieved'].format(date_words(about.retrieved_on, 'letter', tongue))})"
    return line


def quotation(text: str, about: About, place: Place, language: str) -> str:
    """A quotation with its source, as it goes into a draft: «…» («Название», …)."""
    tongue = language if language in _WORDS else "ru"
    return f"{in_quotes(text, tongue)} ({citation(about, place, tongue)})"


def in_quotes(text: str, tongue: str) -> str:
    """A text in the quotation marks of the language; its own become inner ones."""
    opened, closed = _OUTER[tongue]
    inside, outside = _INNER[tongue]
    words = " ".join(text.split())
    whole = len(words) > 1 and words[0] in '«“"' and words[-1] in '»”"' and not any(s in '«»“”"' for s in words[1:-1])
    if whole:
        words = words[1:-1].strip()
    level, result = 0, []
    for place, sign in enumerate(words):
        if sign in "«“" and not (sign == "“" and level and "„" in words[:place]):
            result.append(inside)
            level += 1
        elif sign in "»”":
            result.append(outside)
            level = max(level - 1, 0)
        elif sign == '"':
            begins = place == 0 or words[place - 1] in " (["
            result.append(inside if begins else outside)
        else:
            result.append(sign)
    return f"{opened}{''.join(result)}{closed}"
