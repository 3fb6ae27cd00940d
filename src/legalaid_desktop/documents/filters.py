"""Filters every template has. They keep the origin of a fact; the doors of grammar are added by the caller."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from legalaid_desktop.documents.facts_text import FactText, Nothing, like

Filter: TypeAlias = Callable[..., object]
"""``filter(value, *arguments)``: plain data in, plain data out, best a FactText. ``None`` in means missing."""


def _text(change: Callable[[str], str]) -> Filter:
    def filter_text(value: object) -> object:
        return like(value, change(value)) if isinstance(value, str) else value

    return filter_text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _first(value: object) -> object:
    return value[0] if isinstance(value, list | tuple) and value else None


def _last(value: object) -> object:
    return value[-1] if isinstance(value, list | tuple) and value else None


def _length(value: object) -> object:
    return len(value) if isinstance(value, list | tuple | str) else 0


def _join(value: object, between: str = ", ") -> object:
    """The texts of a list as one; its origin is that of the first, missing ones are left out."""
    if not isinstance(value, list | tuple):
        return value
    texts = [text for text in value if isinstance(text, str) and text]
    return like(texts[0], between.join(texts)) if texts else None


def _default(value: object, instead: object = None) -> object:
    return instead if value is None or value == "" else value


def _optional(value: object) -> object:
    """Prints nothing, and is no gap, where the value is missing."""
    if value is None or value == "":
        return Nothing("", value.origin if isinstance(value, FactText) else None)
    return value


BUILT_IN: Mapping[str, Filter] = {
    "upper": _text(str.upper),
    "lower": _text(str.lower),
    "trim": _text(str.strip),
    "capital": _text(_capital),
    "small": _text(_small),
    "first": _first,
    "last": _last,
    "length": _length,
    "join": _join,
    "default": _default,
    "optional": _optional,
    # A text of several paragraphs is split wherever it is printed; the word says so in the template.
    "paragraphs": lambda value: value,
}
