"""Free texts of a record without the names of persons who may not be named."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from legalaid_desktop.domain.redaction import Redactor

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Record = TypeVar("Record", bound="DataclassInstance")

TEXTS: Final = frozenset(
    """
    text place title says answer ground received_how notice_court notice_period reason part side size colour then now
    what source value offence wanted_notice article_abroad max_penalty monitoring promises point
    pinpoint result manner document issuer held_by note
    """.split()  # noqa: SIM905
)
"""Fields that people fill with their own words, in the records that have no hand-made copy above."""


def cleaned(item: Record, redact: Redactor) -> Record:
    """The same record with the names out of its texts."""
    changed: dict[str, Any] = {}
    for part in fields(item):
        value = getattr(item, part.name)
        if part.name not in TEXTS:
            continue
        if isinstance(value, str):
            changed[part.name] = redact.needed(value)
        elif isinstance(value, tuple) and all(isinstance(one, str) for one in value):
            changed[part.name] = tuple(redact.needed(one) for one in value)
    return replace(item, **changed)


def clean_all(items: tuple[Record, ...] | None, redact: Redactor, table: str) -> tuple[Record, ...]:
    return tuple(cleaned(item, redact.of(f"{table}.{n}")) for n, item in enumerate(items or (), 1))
