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
from legalaid_desktop.documents.no_break import no_break

LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_HAS_RTL = re.compile(f"[{_RTL}]")
_LTR_RUN = re.compile(f"[+]?[^\\W{_RTL}](?:[^{_RTL}\\n\\t]*[^\\W{_RTL}])?")
_OPENING = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”", "„": "“"}
_CLOSING = frozenset(_OPENING.values())


def is_rtl(language: str) -> bool:
    """Whether papers in ``language`` are read from the right."""
    return is_rtl_tag(language)


def has_rtl(text: str) -> bool:
    """Whether ``text`` holds a letter that is read from the right."""
    return not text.isascii() and _HAS_RTL.search(text) is not None


def cell_language(block: Block, cell: Cell, language: str) -> str:
    """The language in whose direction ``cell`` of ``block`` is read; ``language`` is that of the paper."""
    if not block.tongues:
        return language
    own = {span.lang or language for span in cell if any(map(str.isalpha, span.text))}
    return own.pop() if len(own) == 1 else language


def set_type(blocks: Sequence[Block], language: str) -> tuple[Block, ...]:
    """``blocks`` as they are set: no-break spaces where a line must not end, isolates where direction changes."""
    isolate = _isolate(language)
    return tuple(_set(block, isolate, language) for block in blocks)


def _isolate(language: str) -> Callable[[Span], Span]:
    return _isolate_ltr if is_rtl(language) else _isolate_rtl


def _set(block: Block, isolate: Callable[[Span], Span], language: str) -> Block:
    if block.kind == "table":
        rows = tuple(
            tuple(
                _set_cell(cell, _isolate(cell_language(block, cell, language)) if block.tongues else isolate)
                for cell in row
            )
            for row in block.rows
        )
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
        at, end = _with_brackets(text, at, end, start)
        if start < at:
            runs.append((text[start:at], False))
        runs.append((text[at:end], True))
        start = at = end
    if start < len(text):
        runs.append((text[start:], False))
    return runs


def _with_brackets(text: str, begin: int, end: int, first: int) -> tuple[int, int]:
    """``text[begin:end]``, but not before ``first``, with the other halves of the brackets that it cuts through.

    A pair is of one direction: half a pair outside an isolate would stand at the wrong end of it. Only digits and marks
    may stand between; where a letter does, the run stays as it is.
    """
    wanted: list[str] = []
    left = 0
    for char in text[begin:end]:
        if char in _OPENING:
            wanted.append(_OPENING[char])
        elif wanted and char == wanted[-1]:
            wanted.pop()
        elif char in _CLOSING:
            left += 1
    at = end
    while wanted and at < len(text) and not text[at].isalpha() and text[at] not in "\n\t":
        at += 1
        if text[at - 1] == wanted[-1]:
            wanted.pop()
            end = at
    at = begin
    while left and at > first and not text[at - 1].isalpha() and text[at - 1] not in "\n\t":
        at -= 1
        if text[at] in _OPENING:
            left -= 1
            begin = at
    return begin, end


def _is_rtl_letter(char: str) -> bool:
    return char >= "\u0590" and _HAS_RTL.match(char) is not None


def _isolate_ltr(span: Span) -> Span:
    """In right-to-left text: a value without a letter of that direction, and every left-to-right run, between
    U+2066 and U+2069; else the standard itself turns 12-3/2026 around."""
    if span.missing or not span.text.strip():
        return span
    if span.origin is not None and not has_rtl(span.text):
        return replace(span, text=_wrapped(span.text, LRI))
    text = span.text
    out: list[str] = []
    at = 0
    while (found := _LTR_RUN.search(text, at)) is not None:
        begin, end = _with_brackets(text, *found.span(), at)
        out += [text[at:begin], _wrapped(text[begin:end], LRI)]
        at = end
    return replace(span, text="".join([*out, text[at:]]))
