"""What an exported paper said, kept with its draft, so that a later paper that says otherwise is noticed.

Of each fact that was printed two things are kept: a hash of the record's own value, which does not depend on how a
paper words it, and the words as printed, for a person to read beside the new ones.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from legalaid_desktop.documents.checks.context import EarlierPaper
from legalaid_desktop.domain.disclosed import DisclosedCase
from legalaid_desktop.domain.draft import Draft
from legalaid_desktop.domain.ids import DocumentCode

PRINTED: Final = "=printed"
"""Key among the answers of a draft; no question can have such a name."""


def printed_values(case: DisclosedCase, facts: Mapping[str, str]) -> dict[str, list[str]]:
    """Origin → hash of the value in the case, words as printed. Facts that are no field of a record are left out."""
    found: dict[str, list[str]] = {}
    for origin, words in facts.items():
        record, _, field = origin.partition(".")
        field = field.split(".")[0]
        value = _value(case, record, field)
        if value is not None:
            found.setdefault(f"{record}.{field}", [_hash(value), words])
    return found


def earlier_papers(
    drafts: tuple[Draft, ...], document: DocumentCode, case: DisclosedCase, facts: Mapping[str, str]
) -> tuple[EarlierPaper, ...]:
    """Papers exported before with what they said differently, under the origins that the present paper prints."""
    now = printed_values(case, facts)
    origins: dict[str, str] = {}
    for origin in facts:
        record, _, field = origin.partition(".")
        origins.setdefault(f"{record}.{field.split('.')[0]}", origin)
    found = []
    for draft in drafts:
        exported = max((export.at for export in draft.exports), default=None)
        kept = draft.answers.get(PRINTED)
        if exported is None or draft.document == document or not isinstance(kept, Mapping):
            continue
        changed = {
            origins[key]: before[1]
            for key, before in kept.items()
            if key in now and isinstance(before, list) and before[0] != now[key][0]
        }
        if changed:
            found.append(EarlierPaper(document=draft.document, exported_on=exported.date(), facts=changed))
    return tuple(found)


def _value(case: DisclosedCase, record: str, field: str) -> object:
    tables = (case.persons, case.events, case.evidence, case.decisions, case.detentions)
    for table in tables:
        for item in table:
            if getattr(item, "id", None) == record:
                return getattr(item, _FIELDS.get(field, field), None)
    return None


_FIELDS: Final = {"from": "from_at", "to": "to_at"}


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(_plain(value), ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """Without what is not given, so that a field added to a record later changes no hash."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value))
        return {name: _plain(inner) for name, inner in pairs if inner is not None}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
