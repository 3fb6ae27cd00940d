"""What a form asks, as data: each field of a record, how it is typed, and in which group it stands.

A form is one list of :class:`FieldSpec`; the window draws it, :func:`read_path` and :func:`write_path` move the values.
Words: ``form.<form>.<name>`` is the question, ``form.hint.<hint>`` the line that says why it is asked or how.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How a field is typed, and what value it gives."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    """One code; the codes come from :attr:`FieldSpec.source`."""
    TRUTH = "truth"
    """``True``, ``False`` or ``None``, which is "not known"."""
    WHEN = "when"
    """A partial date."""
    DAY = "day"
    """A whole day."""
    MANY = "many"
    """Several codes of a source, as a tuple."""
    LINES = "lines"
    """A text of several lines, one value a line, as a tuple."""
    NAME_FORMS = "name_forms"
    """The six forms of a name, proposed and confirmed."""
    PARTS = "parts"
    """A tuple of records of their own (citizenships, papers, reasons), by :attr:`FieldSpec.parts`."""


@dataclass(frozen=True, kw_only=True)
class FieldSpec:
    """``name`` is a path into the record: ``names.family``. ``source`` names the codes to choose from: a kind of
    label, or ``topic``, ``region``, ``authority``, or a section of the case (``events``)."""

    name: str
    kind: Kind = Kind.LINE
    source: str = ""
    hint: str = ""
    lines: int = 3
    parts: FormSpec | None = None
    unknowns: bool = False
    """F4 offers "does not know" and the like; the answer is kept in the note of the record."""
    enum: type[StrEnum] | None = None


@dataclass(frozen=True, kw_only=True)
class Group:
    """Fields under one heading: ``form.group.<title>``."""

    title: str
    fields: tuple[FieldSpec, ...]
    narrow: bool = False
    """Two fields side by side where there is room."""


@dataclass(frozen=True, kw_only=True)
class FormSpec:
    """``key`` is the kind of record as ``services.cases`` names it; ``record`` its class."""

    key: str
    record: type[Any]
    groups: tuple[Group, ...]

    @property
    def fields(self) -> tuple[FieldSpec, ...]:
        return tuple(field for group in self.groups for field in group.fields)

    def field(self, name: str) -> FieldSpec:
        """Raises ``KeyError``."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


def read_path(record: Any, path: str) -> Any:
    """The value at ``path``; ``None`` where a record on the way is not there."""
    value = record
    for part in path.split("."):
        if value is None:
            return None
        value = getattr(value, part)
    return value


def write_path(record: Any, path: str, value: Any, makers: Mapping[str, type[Any]] | None = None) -> Any:
    """``record`` with another value at ``path``. ``makers`` gives the class of a record on the way that is not there
    yet."""
    head, _, rest = path.partition(".")
    if not rest:
        return dataclasses.replace(record, **{head: value})
    inner = getattr(record, head)
    if inner is None:
        if value is None:
            return record
        inner = (makers or {})[head]()
    return dataclasses.replace(record, **{head: write_path(inner, rest, value, makers)})


def tidy(text: str) -> str | None:
    """A typed line as a record holds it: ``None`` for nothing."""
    stripped = text.strip()
    return stripped or None
