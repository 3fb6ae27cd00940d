"""Tidying of spans: ends trimmed, no doubled spaces, values of several lines where one line or one paragraph fits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from legalaid_desktop.documents.blocks import Cell, Span, span_text

_PARAGRAPHS = re.compile(r"[ \t]*\n[\s]*")


def trimmed(spans: Cell) -> Cell:
    """``spans`` without empty ones, without spaces at the ends and without doubled spaces.

    Where a value printed nothing, or brought its own spaces, one space is left; the characters of a value are not
    touched otherwise.
    """
    out: list[Span] = []
    at_space = True
    for span in spans:
        if span.note is not None or span.icon is not None:
            out.append(span)
            continue
        text = _SPACES.sub(" ", span.text) if "  " in span.text else span.text
        if text.startswith(".") and not text.startswith("..") and span.origin is None and _ends_sentence(out):
            # "5 марта 2026 г." and the full stop of the sentence are one.
            text = text[1:]
        if at_space and text.startswith(" "):
            text = text.lstrip(" ")
        if text.startswith("\n"):
            _strip_end(out)
        if text:
            at_space = text[-1] in " \n"
            out.append(span if text == span.text else replace(span, text=text))
    _strip_end(out)
    return tuple(out)


_SPACES = re.compile(" {2,}")


def _ends_sentence(spans: Sequence[Span]) -> bool:
    return bool(spans) and spans[-1].origin is not None and spans[-1].text.endswith((".", "…", "!", "?"))


def _strip_end(spans: list[Span]) -> None:
    while spans and spans[-1].note is None and spans[-1].icon is None:
        text = spans[-1].text.rstrip(" \n")
        if text:
            if text != spans[-1].text:
                spans[-1] = replace(spans[-1], text=text)
            return
        spans.pop()


def one_line(spans: Cell, between: str = " ") -> Cell:
    """A value of several lines in a title stands in one."""
    return tuple(
        replace(span, text=_PARAGRAPHS.sub(between, span.text))
        if span.origin is not None and "\n" in span.text
        else span
        for span in spans
    )


def in_lines(spans: Cell) -> Cell:
    """A value of several paragraphs in a cell or a footnote keeps its lines, without blank ones between."""
    return one_line(spans, "\n")


def parted(spans: Cell) -> list[Cell]:
    """``spans`` as paragraphs: each line end inside a value begins a new one."""
    parts: list[list[Span]] = [[]]
    for span in spans:
        if span.origin is None or "\n" not in span.text:
            parts[-1].append(span)
            continue
        lines = _PARAGRAPHS.split(span.text)
        parts[-1].append(replace(span, text=lines[0]))
        parts.extend([replace(span, text=line)] for line in lines[1:])
    return [tuple(part) for part in parts if span_text(part).strip() or any(span.note is not None for span in part)]
