"""The office's own collection: law texts, country information, precedents, manuals. Record types and the risk flag."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from legalaid_desktop.domain.facts import CountryInformation
from legalaid_desktop.domain.ids import LanguageCode
from legalaid_desktop.domain.partial_date import PartialDate, Precision


class LibraryKind(StrEnum):
    """What a document is; words in ``library.kind.<value>``."""

    LAW = "law"
    COUNTRY = "country"
    """Information on a country of origin: what A7 lists."""
    PRECEDENT = "precedent"
    MANUAL = "manual"
    OTHER = "other"


class RiskKind(StrEnum):
    """Why a document is dangerous to hold, quote or print; words in ``library.risk.<value>``."""

    LISTED = "listed_material"
    """It stands on a list of forbidden materials."""
    PUBLISHER = "listed_publisher"
    """Whoever published it stands on such a list."""
    NAMES = "names_persons"
    """It names people who may be harmed."""
    CONFIDENTIAL = "confidential"
    """It was given in confidence."""
    OTHER = "other_risk"


class PageUnit(StrEnum):
    """What the parts of a document are: pages of a PDF, sections of an EPUB, runs of paragraphs of anything else."""

    PAGE = "page"
    SECTION = "section"
    PARAGRAPH = "paragraph"


MOST_PAGES: Final = 100_000
"""Of one document."""
LONGEST_LINE: Final = 500
"""Letters of a title, publisher, address, reason."""
LONGEST_NOTE: Final = 4_000


@dataclass(frozen=True, kw_only=True)
class About:
    """What a person says of a document. ``published`` is known to the day, the month or the year; ``url`` is kept in
    the vault and never printed; a risk has its reason in ``risk_reason``."""

    title: str
    kind: LibraryKind = LibraryKind.OTHER
    publisher: str | None = None
    published: PartialDate | None = None
    language: LanguageCode | None = None
    url: str | None = None
    retrieved_on: dt.date | None = None
    risks: tuple[RiskKind, ...] = ()
    risk_reason: str | None = None
    note: str | None = None

    @property
    def risky(self) -> bool:
        return bool(self.risks)


@dataclass(frozen=True, kw_only=True)
class LibraryDocument:
    """``pages`` is how many parts of ``unit`` there are, ``blank`` how many of them have no text that a search could
    find (pictures of pages); ``size`` in bytes and ``sha256`` are those of the original; ``format`` is a word of
    ``intake.kind``. ``row`` names it in the database and means nothing outside of it."""

    id: str
    about: About
    format: str
    file_name: str
    sha256: str
    size: int
    unit: PageUnit
    pages: int
    blank: int
    added_at: dt.datetime
    removed_at: dt.datetime | None = None
    row: int = field(default=0, compare=False, repr=False)

    @property
    def original_kept(self) -> bool:
        """Whether the file itself is there: a rescue of a damaged vault may have saved the text alone."""
        return bool(self.sha256)


@dataclass(frozen=True)
class LibraryPage:
    """One part, from 1. ``label`` is what is printed on a page where it is not its number («iv»), the number and
    heading of a section, or the number of the first paragraph."""

    n: int
    label: str
    text: str


@dataclass(frozen=True)
class Place:
    """Where a quotation stands: ``first`` to ``last``, as printed there; ``heading`` of a section."""

    unit: PageUnit
    first: str
    last: str
    heading: str = ""


@dataclass(frozen=True, kw_only=True)
class Quotation:
    """A quotation as it is kept with a case; ``n`` is the part of the document that it begins on."""

    id: str
    document: str
    n: int
    text: str
    at: dt.datetime


_PUBLISHED: Final = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def published_from(text: str) -> PartialDate:
    """Read ``2024``, ``2024-05`` or ``2024-05-17``. Raises :class:`ValueError`."""
    found = _PUBLISHED.fullmatch(text.strip())
    if found is None or not 1000 <= int(found[1]) <= 2200:
        raise ValueError(text)
    year = int(found[1])
    if found[3] is not None:
        return PartialDate(precision=Precision.DAY, on=dt.date(year, int(found[2]), int(found[3])))
    if found[2] is not None:
        return PartialDate(precision=Precision.MONTH, year=year, month=dt.date(year, int(found[2]), 1).month)
    return PartialDate(precision=Precision.YEAR, year=year)


def published_text(date: PartialDate | None) -> str | None:
    """The other way round. Raises :class:`ValueError` for a date that is known in another way."""
    if date is None:
        return None
    if date.precision is Precision.DAY and date.on is not None:
        return date.on.isoformat()
    if date.precision is Precision.MONTH and date.year is not None and date.month is not None:
        return f"{date.year:04d}-{date.month:02d}"
    if date.precision is Precision.YEAR and date.year is not None:
        return f"{date.year:04d}"
    raise ValueError(date.precision.value)


_SHORT: Final = {
    "ru": {PageUnit.PAGE: "с.", PageUnit.SECTION: "разд.", PageUnit.PARAGRAPH: "абз."},
    "be": {PageUnit.PAGE: "с.", PageUnit.SECTION: "разд.", PageUnit.PARAGRAPH: "абз."},
    "en": {PageUnit.PAGE: "p.", PageUnit.SECTION: "sec.", PageUnit.PARAGRAPH: "para."},
}
_SHORT_MANY: Final = {PageUnit.PAGE: "pp.", PageUnit.SECTION: "secs.", PageUnit.PARAGRAPH: "paras."}
_QUOTES: Final = {"ru": ("«", "»"), "be": ("«", "»"), "en": ("“", "”")}


def pinpoint(place: Place, language: str) -> str:
    """«с. 12», «с. 12–13», «разд. 5 («Заголовок»)», “para. 40”; a number never leaves its word at a line's end."""
    tongue = language if language in _SHORT else "ru"
    word = _SHORT[tongue][place.unit]
    if tongue == "en" and place.first != place.last:
        word = _SHORT_MANY[place.unit]
    numbers = place.first if place.first == place.last else f"{place.first}–{place.last}"
    opened, closed = _QUOTES[tongue]
    heading = f" ({opened}{place.heading}{closed})" if place.heading else ""
    return f"{word}\u00a0{numbers}{heading}"


_KNOWN: Final = re.compile(r"^(с|разд|абз|pp?|secs?|paras?)\.[\s\u00a0]*(?=[\divxlc])", re.IGNORECASE)
_UNITS: Final = {
    "с": PageUnit.PAGE, "p": PageUnit.PAGE, "pp": PageUnit.PAGE, "разд": PageUnit.SECTION, "sec": PageUnit.SECTION,
    "secs": PageUnit.SECTION, "абз": PageUnit.PARAGRAPH, "para": PageUnit.PARAGRAPH, "paras": PageUnit.PARAGRAPH,
}  # fmt: skip


def pinpoint_in(text: str | None, language: str) -> str | None:
    """A place as :func:`pinpoint` words it, in the language of another paper; what a person words otherwise stays."""
    found = _KNOWN.match(text or "")
    if text is None or found is None:
        return text
    tongue = language if language in _SHORT else "ru"
    unit = _UNITS[found[1].lower()]
    rest = text[found.end() :]
    many = tongue == "en" and "–" in rest.split(" ")[0]
    return f"{_SHORT_MANY[unit] if many else _SHORT[tongue][unit]}\u00a0{rest}"


def as_country_information(about: About, place: Place, point: str | None, language: str) -> CountryInformation:
    """The row of a case that a quotation becomes, so that A7 lists it. ``point``: what it says, in own words or in
    those of the source. The address stays in the library: it must not lie in papers."""
    return CountryInformation(
        title=about.title,
        publisher=about.publisher,
        date=about.published,
        pinpoint=pinpoint(place, language),
        point=point,
        language=about.language,
        retrieved=about.retrieved_on,
        risk_flags=tuple(risk.value for risk in about.risks) or None,
    )
