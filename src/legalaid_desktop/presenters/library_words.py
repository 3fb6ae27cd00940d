"""Documents of the library in words: what each is, where a page stands in it, what is dangerous about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from legalaid_desktop.domain.library import About, LibraryDocument, PageUnit
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.backup import size_words
from legalaid_desktop.presenters.day_words import day_words, moment_words, partial_date_words

if TYPE_CHECKING:
    from legalaid_desktop.services.library_search import LibraryHit

LANGUAGES: Final = ("ru", "be", "en", "uk", "pl", "lt", "de", "fr", "ar", "fa", "tr")
"""Of documents, as the form offers them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A row of the list. ``word`` says that it is dangerous, empty when it is not."""

    key: str
    title: str
    second: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLook:
    """One document beside the list. ``risk`` says what is dangerous about it and why; ``blank`` that a search cannot
    see all of it; ``quoted`` how often cases quote it."""

    key: str
    title: str
    facts: tuple[str, ...]
    risk: str
    blank: str
    note: str
    quoted: str
    about: About
    removed: str
    """When it was taken out; empty while it is in the library."""
    typed: Mapping[str, Any] | None = None
    """A description that was left half typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HitLine:
    """A page that was found. ``pieces``: texts of the snippet, and whether each is what was looked for."""

    key: str
    document: str
    n: int
    title: str
    place: str
    pieces: tuple[tuple[str, bool], ...]
    warning: str


def document_line(document: LibraryDocument, words: Wording) -> DocumentLine:
    about = document.about
    second = (
        words.say(f"library.kind.{about.kind.value}"),
        about.publisher or "",
        partial_date_words(about.published, words) if about.published is not None else "",
        language_words(about.language, words),
        extent_words(document, words),
    )
    return DocumentLine(
        key=document.id,
        title=about.title,
        second=" · ".join(part for part in second if part),
        word=words.say("library_page.risky") if about.risky else "",
    )


def document_look(
    document: LibraryDocument, quoted: int, words: Wording, typed: Mapping[str, Any] | None = None
) -> DocumentLook:
    about = document.about
    kind = words.say(f"library.kind.{about.kind.value}")
    facts = [
        kind[:1].upper() + kind[1:],
        words.say("library_page.fact.publisher", text=about.publisher) if about.publisher else "",
        words.say("library_page.fact.published", text=partial_date_words(about.published, words))
        if about.published is not None
        else words.say("library_page.fact.undated"),
        words.say("library_page.fact.retrieved", day=day_words(about.retrieved_on, words, weekday=False))
        if about.retrieved_on is not None
        else "",
        words.say("library_page.fact.language", text=language_words(about.language, words)) if about.language else "",
        words.say(
            "library_page.fact.file",
            file=document.file_name,
            size=size_words(document.size, words),
            extent=extent_words(document, words),
        ),
        words.say("library_page.fact.added", moment=moment_words(document.added_at, words)),
        "" if document.original_kept else words.say("library_page.fact.text_only"),
    ]
    return DocumentLook(
        key=document.id,
        title=about.title,
        facts=tuple(fact for fact in facts if fact),
        risk=risk_words(about, words),
        blank=blank_words(document, words),
        note=about.note or "",
        quoted=words.say("library_page.quoted", n=quoted) if quoted else "",
        about=about,
        removed=words.say("library_page.removed_at", moment=moment_words(document.removed_at, words))
        if document.removed_at is not None
        else "",
        typed=typed,
    )


def language_words(language: str | None, words: Wording) -> str:
    if not language:
        return ""
    id = f"library_page.language.{language}"
    return words.say(id) if words.has(id) else str(language)


def extent_words(document: LibraryDocument, words: Wording) -> str:
    """How long it is, in the parts that it has."""
    return words.say(f"library_page.extent.{document.unit.value}", n=document.pages)


def blank_words(document: LibraryDocument, words: Wording) -> str:
    """That some pages are pictures, which no search finds; empty when none is."""
    if not document.blank:
        return ""
    if document.blank >= document.pages:
        return words.say("library_page.all_blank")
    return words.say("library_page.blank", n=document.blank)


def risk_words(about: About, words: Wording) -> str:
    """What is dangerous about it, and why it was said to be; empty when nothing is."""
    if not about.risky:
        return ""
    kinds = "; ".join(words.say(f"library.risk.{risk.value}") for risk in about.risks)
    reason = about.risk_reason or ""
    return words.say("library_page.risk", kinds=kinds, reason=reason) if reason else kinds


def place_words(unit: PageUnit, n: int, label: str, words: Wording) -> str:
    """Where a part stands: «с. 12», with what is printed on it where that is another number."""
    shown = label if label and label != str(n) else str(n)
    return words.say(f"library_page.place.{unit.value}", label=shown)


def pieces_of(text: str, marks: Sequence[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """A text cut at its marks; marks that overlap count as one."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for begin, end in sorted(marks):
        begin = max(begin, at)
        if end <= begin:
            continue
        if begin > at:
            pieces.append((text[at:begin], False))
        pieces.append((text[begin:end], True))
        at = end
    if at < len(text):
        pieces.append((text[at:], False))
    return tuple(pieces)


def hit_line(hit: LibraryHit, words: Wording) -> HitLine:
    about = hit.document.about
    published = partial_date_words(about.published, words) if about.published is not None else ""
    place = place_words(hit.document.unit, hit.n, hit.label, words)
    return HitLine(
        key=f"{hit.document.id}:{hit.n}",
        document=hit.document.id,
        n=hit.n,
        title=about.title,
        place=" · ".join(part for part in (place, about.publisher or "", published) if part),
        pieces=pieces_of(hit.snippet, hit.marks),
        warning=words.say("library_page.risky") if about.risky else "",
    )
