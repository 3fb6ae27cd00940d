"""What the case holds in Russian, Belarusian or another script, as an English paper may print it.

The program translates nothing. A text that is in Latin letters prints as it stands; any other one prints in the words
that a person wrote for it, or is a gap. Written words come in one answer with a line for each record, ``e1: …``; an
answer of as many paragraphs as there are records is read in their order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from legalaid_desktop.documents.facts.office_words import clean_words
from legalaid_desktop.documents.facts.source import FactSource
from legalaid_desktop.documents.facts_text import FactText
from legalaid_desktop.domain.disclosed import DisclosedEvidence
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.grammar.dates import DateStyle, date_words
from legalaid_desktop.grammar.latin import is_latin

_KEYED: Final = re.compile(r"^\s*\[?([A-Za-z][A-Za-z]*\.?\d+)\]?\s*[:.)–-]\s+(.*)$")


_TITLES: Final = (
    (r"фотограф|фотаздым|фото\b", "photographs"),
    (r"видео|відэа", "video recording"),
    (r"аудио|аўдыя", "audio recording"),
    (r"врач|медиц|травм|больниц|урач|медыц", "medical document"),
    (r"постановлени|решени|приговор|пастанов|рашэнн|прысуд", "decision"),
    (r"паспорт|удостоверени|пашпарт|пасведчанн", "identity document"),
    (r"повестк|позв", "summons"),
    (r"\bспис(?:ок|к)", "list"),
)
"""What a title in Russian or Belarusian plainly says, where nobody gave a kind."""


def as_written(source: FactSource, value: str | None) -> str:
    """``value`` in one line; nothing where an English paper cannot print it."""
    words = clean_words(value)
    return words if source.language != "en" or is_latin(words) else ""


def paired(answer: str | None, ids: Sequence[str]) -> Mapping[str, str]:
    """The words of an answer for each record: by ``e1: …``, else by order where the counts agree; else nothing."""
    if answer is None:
        return {}
    found: dict[str, list[str]] = {}
    current: str | None = None
    for line in answer.splitlines():
        keyed = _KEYED.match(line)
        if keyed and keyed[1].casefold() in {id.casefold() for id in ids}:
            current = next(id for id in ids if id.casefold() == keyed[1].casefold())
            found.setdefault(current, []).append(keyed[2].strip())
        elif current is not None and line.strip():
            found[current].append(line.strip())
    if found:
        return {id: " ".join(lines) for id, lines in found.items() if " ".join(lines)}
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n|\n", answer) if part.strip()]
    return dict(zip(ids, paragraphs, strict=True)) if len(paragraphs) == len(ids) else {}


def written_title(source: FactSource, piece: DisclosedEvidence) -> str:
    """The English title of a piece of evidence: as typed, as a person translated it, else what kind of paper it is."""
    ids = [item.id for item in source.case.evidence]
    given = paired(source.answer("annex_titles"), ids).get(piece.id)
    if given:
        return given.rstrip(" .;,")
    title = clean_words(piece.title)
    if title and is_latin(title) and not source.says("unnamed_abroad"):
        return title
    kind = source.words.label("evidence_kind", piece.kind, "nom") if piece.kind else None
    if kind is None:
        kind = next((word for pattern, word in _TITLES if re.search(pattern, title, re.IGNORECASE)), None)
    return (kind or "document")[:1].upper() + (kind or "document")[1:]


def coarse(value: PartialDate | None) -> PartialDate | None:
    """A day as its month: a paper without a name gives no date by which somebody can be found."""
    if value is None or value.precision is Precision.UNKNOWN:
        return value
    if value.precision is Precision.DAY and value.on is not None:
        return PartialDate(precision=Precision.MONTH, year=value.on.year, month=value.on.month)
    if value.precision is Precision.RANGE:
        first, last = value.from_on or value.to_on, value.to_on or value.from_on
        if first is None or last is None:
            return None
        if (first.year, first.month) == (last.year, last.month):
            return PartialDate(precision=Precision.MONTH, year=first.year, month=first.month)
        return PartialDate(precision=Precision.APPROX, year=first.year)
    return PartialDate(precision=value.precision, year=value.year, month=value.month, season=value.season)


def when_abroad(
    source: FactSource, value: PartialDate | None, origin: str, *, style: DateStyle = "letter"
) -> FactText | None:
    """«16 September 2015», «September 2015» in a paper without a name; ``None`` where nobody knows."""
    shown = coarse(value) if source.says("unnamed_abroad") else value
    if shown is None or shown.precision is Precision.UNKNOWN:
        return None
    if source.says("unnamed_abroad"):
        return FactText(date_words(shown, style, source.language, original=False, time=False), origin)
    said = (value.time or "").strip() if value is not None else ""
    clock = clock_abroad(value) if source.language == "en" else said or None
    words = date_words(shown, style, source.language, original=False, time=False)
    return FactText(f"{words}, {clock}" if clock else words, origin)


def clock_abroad(value: PartialDate | None) -> str | None:
    """«около 02:30» → «about 02:30»: figures are the same in every language, the word before them is known."""
    found = re.search(r"(\d{1,2}:\d{2})", value.time or "") if value is not None else None
    if found is None or value is None or value.time is None:
        return None
    about = re.search(r"около|примерно|прыблізна|каля|about|approx", value.time, re.IGNORECASE)
    return f"about {found[1]}" if about else found[1]


def untranslated(texts: Sequence[str | None]) -> bool:
    """Whether any of the texts has letters that are not Latin."""
    return any(text and not is_latin(text) for text in texts)


def event_words(source: FactSource, ids: Sequence[LocalId]) -> Mapping[str, str]:
    """What a person wrote in English for each event."""
    return paired(source.answer("facts"), ids)
