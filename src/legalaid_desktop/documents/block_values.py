"""Blocks and annexes as plain values for the vault, and back: a text that was approved prints years later as it was.

Only the classes named here are ever made from what is read; a field that this version does not know is left out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

from legalaid_desktop.documents import blocks, parts

_CLASS: Final = "="
_KNOWN: Final[Mapping[str, type[Any]]] = {
    **{
        name: kind
        for name, kind in vars(blocks).items()
        if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind.__module__ == blocks.__name__
    },
    "Annex": parts.Annex,
}


def to_values(value: Any) -> Any:
    """Lists, texts, numbers and truths; a record becomes a mapping of what is not as usual."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        given = {_CLASS: type(value).__name__}
        for field in dataclasses.fields(value):
            inner = getattr(value, field.name)
            if field.default is dataclasses.MISSING or inner != field.default:
                given[field.name] = to_values(inner)
        return given
    if isinstance(value, (list, tuple)):
        return [to_values(inner) for inner in value]
    if isinstance(value, Mapping):
        return {str(name): to_values(inner) for name, inner in value.items()}
    return value


def from_values(value: Any) -> Any:
    """What :func:`to_values` was given. Raises ValueError for a class that is not a part of a paper."""
    if isinstance(value, list):
        return tuple(from_values(inner) for inner in value)
    if isinstance(value, dict):
        if _CLASS not in value:
            return {name: from_values(inner) for name, inner in value.items()}
        kind = _KNOWN.get(str(value[_CLASS]))
        if kind is None:
            raise ValueError("not a part of a paper")
        known = {field.name for field in dataclasses.fields(kind)}
        return kind(**{name: from_values(inner) for name, inner in value.items() if name in known})
    return value
