"""Any valid case record, made from the dataclasses themselves, so that a new field is covered the day it is added."""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from enum import Enum
from typing import Any

from hypothesis import strategies as st

from legalaid_desktop.domain.case_record import CaseInfo, CaseRecord, OtherCase
from legalaid_desktop.domain.partial_date import PartialDate

TEXTS = st.text(
    st.characters(codec="utf-8") | st.sampled_from("ёўйі'’ʼﷲئ🙂\u00ad\u200f\n\t\x00"),
    max_size=12,
)
DATES = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
ZONES = st.sampled_from([None, dt.UTC, dt.timezone(dt.timedelta(hours=3)), dt.timezone(dt.timedelta(minutes=-210))])
MOMENTS: st.SearchStrategy[dt.datetime] = st.builds(
    lambda moment, zone: moment.replace(tzinfo=zone),
    st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 12, 31)),
    ZONES,
)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS | DATES | MOMENTS | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def _bare(kind: Any) -> Any:
    while isinstance(kind, typing.NewType):
        kind = kind.__supertype__
    return kind


def of_type(kind: Any) -> st.SearchStrategy[Any]:
    kind = _bare(kind)
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*(of_type(part) for part in typing.get_args(kind)))
    if origin is tuple:
        return st.lists(of_type(typing.get_args(kind)[0]), max_size=2).map(tuple)
    if kind is type(None):
        return st.none()
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(-(2**63), 2**63 - 1)
    if kind is str:
        return TEXTS
    if kind is dt.date:
        return DATES
    if kind is dt.datetime:
        return MOMENTS
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    if dataclasses.is_dataclass(kind):
        return records(typing.cast(type[Any], kind))
    raise TypeError(kind)


def records(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Records of a dataclass. Most fields stay away in one example, so that examples stay small."""
    hints = typing.get_type_hints(kind)
    needed: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for field in dataclasses.fields(kind):
        has_default = field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
        (optional if has_default else needed)[field.name] = of_type(hints[field.name])
    return st.fixed_dictionaries(needed, optional=optional).map(lambda values: kind(**values))


def _with_ids(record: Any) -> Any:
    """Give the records of each list ids of their own."""
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if isinstance(value, tuple) and value and hasattr(value[0], "id"):
            changes[field.name] = tuple(
                dataclasses.replace(item, id=f"{field.name[0]}{n}" if item.id is not None else None)
                for n, item in enumerate(value, start=1)
            )
    return dataclasses.replace(record, **changes)


@st.composite
def cases(draw: st.DrawFn) -> CaseRecord:
    hints = typing.get_type_hints(CaseRecord)
    fields = [
        field.name for field in dataclasses.fields(CaseRecord) if field.name not in ("info", "meta", "id", "expect")
    ]
    chosen = draw(st.lists(st.sampled_from(fields), max_size=6, unique=True))
    values = {name: draw(of_type(hints[name])) for name in chosen}
    info = dataclasses.replace(draw(records(CaseInfo)), ref="MAIN")
    record = CaseRecord(
        info=info, meta=draw(of_type(hints["meta"])), expect=draw(st.none() | st.dictionaries(TEXTS, PLAIN)), **values
    )
    others: tuple[OtherCase, ...] | None = record.other_cases
    if others is not None:
        others = tuple(dataclasses.replace(_with_ids(other), ref=f"OTHER-{n}") for n, other in enumerate(others))
    return typing.cast(CaseRecord, _with_ids(dataclasses.replace(record, other_cases=others)))


def partial_dates() -> st.SearchStrategy[PartialDate]:
    return typing.cast(st.SearchStrategy[PartialDate], records(PartialDate))
