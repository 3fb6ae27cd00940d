"""How a record of a case is named from outside: its section by kind, its place by id, a few words of it."""

from __future__ import annotations

from typing import Any

from legalaid_desktop.domain.person import Person
from legalaid_desktop.errors import NotFound, WrongUse
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.storage.case_items import Placed
from legalaid_desktop.storage.case_list import shown_name
from legalaid_desktop.storage.search_index import KIND_OF_SECTION, SECTION_OF_KIND


def record_at(vault: OpenVault, row: int, section: str, key: str | int) -> Placed:
    """Return the record of a case by its id, or by its place in the list. Raises :class:`NotFound`."""
    present = vault.cases.items.placed(row, section)
    if isinstance(key, int):
        if 0 <= key < len(present):
            return present[key]
    else:
        for placed in present:
            if key_of(placed.record) == key:
                return placed
    raise NotFound(kind=KIND_OF_SECTION[section], what=key)


def label_of(record: Any) -> str:
    """Return a few words by which a person knows a record again."""
    if isinstance(record, Person):
        return shown_name(record.names) or record.id
    for name in ("title", "text", "what", "says", "kind", "scope", "point", "reason", "country", "state", "part"):
        value = getattr(record, name, None)
        if isinstance(value, str) and value:
            words = " ".join(value.split())
            return words if len(words) <= 60 else words[:59].rsplit(" ", 1)[0] + "…"
    return key_of(record) or ""


def key_of(record: Any) -> str | None:
    """Return the id of a record; ``None`` for one of a kind that has none."""
    key = getattr(record, "id", None)
    return key if isinstance(key, str) else None


def section_of(kind: str) -> str:
    """Return the section in which records of a kind (as in ``search``) lie. Raises :class:`WrongUse`."""
    section = SECTION_OF_KIND.get(kind)
    if section is None:
        raise WrongUse(what=kind)
    return section
