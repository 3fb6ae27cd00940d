"""Spaces that must not break, and isolates around runs of the other direction.

Both writers call :func:`set_type`, so both files break lines and order characters alike. The blocks given to the
checks and to the plain text are those before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from legalaid_desktop.documents.blocks import Block, Cell, Span, span_text
from legalaid_desktop.documents.languages import is_rtl_tag

NBSP = "\u00a0"
LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"

_MONTHS = (
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|"
    "студзеня|лютага|сакавіка|красавіка|траўня|мая|чэрвеня|ліпеня|жніўня|верасня|кастрычніка|лістапада|снежня|"
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
_UNITS = (
    "день|дня|дней|дзень|дні|дня|дзён|дням|днях|днём|сутки|суток|сутак|час|часа|часов|гадзін[аыу]?|гадзінах|"
    "минут[аыу]?|мин|хвілін[аыу]?|недел[яиюь]|недель|тыдз[её]нь|тыдні|тыдняў|месяц|месяца|месяцев|месяц[аыў]|месяцаў|"
    "год|года|году|годы|годов|лет|гадоў|гады|гг?|руб|рубл[яьейюи]+|рублёў|коп|долларов|доллара|евро|"
    "лист|листа|листов|листе|листах|ліст|ліста|лістоў|лістах|л|арк|экз|экземпляр[аеоыхв]*|стр|км|м|см|мм|кг|чел|"
    "человек[а]?|чалавек[а]?|дет(?:ей|и)|days?|hours?|months?|years?|pages?"
)
_SHORT = (
    "ст|ст\\.ст|п|пп|пункт|ч|абз|гл|разд|подп|рис|табл|с|стр|л|ул|вул|пр|просп|пер|пл|б-р|д|дом|корп|к|кв|оф|"
    "обл|р|гор|дер|пос|аг|тел|рег|вх|исх|им|імя|арт|т|art|No|p|pp"
)
_NOUNS = (
    "стать[яеиёйю]+|статьях|пункт[аеоуыхм]*|част[ьиюей]+|глав[аыеуой]+|раздел[аеу]*|абзац[аеуоыхв]*|приложени[еяюйми]+|"
    "артыкул[аеуы]*|пункц[еі]|частк[аіуцы]+|дадат(?:ак|ку|кам)|дадатк[аіуоўх]+|форм[аыеу]"
)
_UPPER = "А-ЯЁЎІA-Z"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        ("([№§#]) (?=\\S)", f"\\1{NBSP}"),
        (f"(?<![\\w.])({_SHORT})\\. (?=[\\d{_UPPER}«№])", f"\\1.{NBSP}"),
        (f"(?<!\\d[ {NBSP}])(?<![\\w.])г\\. (?=[{_UPPER}«])", f"г.{NBSP}"),
        (f"(?<![\\w])((?i:{_NOUNS})) (?=[\\d№])", f"\\1{NBSP}"),
        (f"(?<=\\d) (?=(?:{_MONTHS})\\b)", NBSP),
        (f"(?<=\\d) (?=(?:{_UNITS})\\b)", NBSP),
        ("(?<=\\d) (?=г\\.)", NBSP),
        ("(?<=\\d) (?=\\d{3}(?!\\d))", NBSP),
        ("(?<=\\d) (?=%|‰|°)", NBSP),
        (f"(?<![\\w])([{_UPPER}]\\.) (?=[{_UPPER}])", f"\\1{NBSP}"),
        (f"([{_UPPER}][\\w’'-]+) (?=[{_UPPER}]\\.[ {NBSP}]?[{_UPPER}]\\.)", f"\\1{NBSP}"),
        (" (?=[—–] )", NBSP),
        ("(?<=\\bт\\.) (?=[деп]\\.)", NBSP),
        ("(?<=\\bи) (?=т\\.)", NBSP),
    )
)
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_HAS_RTL = re.compile(f"[{_RTL}]")
_LTR_RUN = re.compile(f"[+(]?[^\\W{_RTL}](?:[^{_RTL}\\n\\t]*[^\\W{_RTL}])?")


def is_rtl(language: str) -> bool:
    """Whether papers in ``language`` are read from the right."""
    return is_rtl_tag(language)


def has_rtl(text: str) -> bool:
    """Whether ``text`` holds a letter that is read from the right."""
    return not text.isascii() and _HAS_RTL.search(text) is not None


def set_type(blocks: Sequence[Block], language: str) -> tuple[Block, ...]:
    """``blocks`` as they are set: no-break spaces where a line must not end, isolates where direction changes."""
    isolate = _isolate_ltr if is_rtl(language) else _isolate_rtl
    return tuple(_set(block, isolate) for block in blocks)


def _set(block: Block, isolate: Callable[[Span], Span]) -> Block:
    if block.kind == "table":
        rows = tuple(tuple(_set_cell(cell, isolate) for cell in row) for row in block.rows)
        return block if rows == block.rows else replace(block, rows=rows)
    spans = _set_cell(block.spans, isolate)
    return block if spans is block.spans else replace(block, spans=spans)


def _set_cell(cell: Cell, isolate: Callable[[Span], Span]) -> Cell:
    text = span_text(cell)
    bound = no_break(text)
    if bound != text:
        # Only spaces were exchanged, so every span keeps its length.
        out: list[Span] = []
        at = 0
        for span in cell:
            length = len(span.text)
            out.append(replace(span, text=bound[at : at + length]) if length else span)
            at += length
        cell = tuple(out)
    isolated = tuple(map(isolate, cell))
    return cell if all(a is b for a, b in zip(isolated, cell, strict=True)) else isolated


def no_break(text: str) -> str:
    """``text`` with no-break spaces; its length does not change."""
    if " " not in text:
        return text
    for pattern, put in _RULES:
        text = pattern.sub(put, text)
    return text


def _isolate_rtl(span: Span) -> Span:
    """In left-to-right text: each run of right-to-left words between U+2067 and U+2069."""
    if not has_rtl(span.text):
        return span
    return replace(span, text="".join(_wrapped(part, RLI) if rtl else part for part, rtl in _runs(span.text)))


def _wrapped(text: str, opening: str) -> str:
    return f"{opening}{text}{PDI}"


def _runs(text: str) -> list[tuple[str, bool]]:
    """``text`` cut into runs: from the first to the last right-to-left letter between letters of other scripts."""
    runs: list[tuple[str, bool]] = []
    start = at = 0
    while at < len(text):
        if not _is_rtl_letter(text[at]):
            at += 1
            continue
        end = at + 1
        look = end
        while look < len(text) and text[look] not in "\n\t":
            if _is_rtl_letter(text[look]):
                end = look + 1
            elif text[look].isalpha():
                break
            look += 1
        if start < at:
            runs.append((text[start:at], False))
        runs.append((text[at:end], True))
        start = at = end
    if start < len(text):
        runs.append((text[start:], False))
    return runs


def _is_rtl_letter(char: str) -> bool:
    return char >= "\u0590" and _HAS_RTL.match(char) is not None


def _isolate_ltr(span: Span) -> Span:
    """In right-to-left text: a value without a letter of that direction, and every left-to-right run, between
    U+2066 and U+2069; else the standard itself turns 12-3/2026 around."""
    if span.missing or not span.text.strip():
        return span
    if span.origin is not None and not has_rtl(span.text):
        return replace(span, text=_wrapped(span.text, LRI))
    return replace(span, text=_LTR_RUN.sub(lambda found: _wrapped(found[0], LRI), span.text))
