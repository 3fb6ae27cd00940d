"""What differs between two law packs, row by row and value by value: for whoever signs the newer one."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from legalaid_desktop.domain.law_parsing import FILES, parse_law
from legalaid_desktop.errors import FileNotUnderstood, PackFaulty
from legalaid_desktop.services.law import shipped_files
from legalaid_desktop.services.law_making import texts_of
from legalaid_desktop.services.law_pack_file import read_pack

SHIPPED: Final = "shipped"
"""Stands for the pack that came with the program."""


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class RowChange:
    """One row. ``row``: its table and id, with the day it begins where the id has several rows. ``values``: each value
    that differs, old and new (``None``: it is not there)."""

    file: str
    row: str
    change: Change
    values: tuple[tuple[str, str | None, str | None], ...]


def texts_at(place: Path) -> dict[str, str]:
    """The texts of a pack folder, of a pack file, or (``shipped``) of the pack in the program, sound ones.

    Raises :class:`PackFaulty`, :class:`NotFound`, :class:`FileRefused`, and what ``read_pack`` raises.
    """
    if str(place) == SHIPPED and not place.exists():
        return shipped_files()
    if place.is_dir():
        try:
            texts = {name: content.decode("utf-8") for name, content in texts_of(place).items()}
        except UnicodeDecodeError:
            raise PackFaulty((), what=place.name) from None
        try:
            parse_law(texts)
        except FileNotUnderstood as error:
            raise PackFaulty(error.faults, what=place.name) from None
        return texts
    pack = read_pack(place)
    pack.law()
    return dict(pack.files)


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[RowChange, ...]:
    """Every row that came, went or changed, in the order of the files; both packs are sound."""
    found: list[RowChange] = []
    for name in FILES:
        before, after = dict(_rows(tomllib.loads(old[name]))), dict(_rows(tomllib.loads(new[name])))
        for row in dict.fromkeys((*before, *after)):
            was, will = before.get(row), after.get(row)
            if was == will:
                continue
            change = Change.ADDED if was is None else Change.REMOVED if will is None else Change.CHANGED
            keys = dict.fromkeys((*(was or {}), *(will or {})))
            values = tuple(
                (key, _text((was or {}).get(key)), _text((will or {}).get(key)))
                for key in keys
                if (was or {}).get(key) != (will or {}).get(key)
            )
            found.append(RowChange(file=name, row=row, change=change, values=values))
    return tuple(found)


def _rows(plain: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for table, value in plain.items():
        if isinstance(value, dict):
            yield table, value
            continue
        several: dict[str, int] = {}
        for row in value:
            id = str(row.get("id", row.get("year")))
            several[id] = several.get(id, 0) + 1
        for row in value:
            id = str(row.get("id", row.get("year")))
            since = f" {row.get('valid_from', '')}".rstrip() if several[id] > 1 else ""
            yield f"{table} {id}{since}", row


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(str(_text(one)) for one in value)
    return str(value)
