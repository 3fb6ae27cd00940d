"""Facts of the complaint against extradition (D1) and of the annex on the risk of torture (D5)."""

from __future__ import annotations

from typing import Final

from legalaid_desktop.documents.facts.application import (
    HOMELAND,
    IDENTITY,
    INTERPRETED,
    TOLD,
    WAY,
)
from legalaid_desktop.documents.facts.basics import FORMS, country, text
from legalaid_desktop.documents.facts.common import COI, base
from legalaid_desktop.documents.facts.grounds import (
    article_not_named,
)
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.law import Confidence
from legalaid_desktop.domain.partial_date import Precision
from legalaid_desktop.grammar.dates import date_words

OLD_MONTHS: Final = 24
"""Country information older than this is said to be old (CHK-AGE)."""
ENOUGH_COI: Final = 3
"""Sources that D5 wants at least (documents.md D5, Fields)."""

REQUEST: Final[FieldTree] = {
    "state": FORMS, "requested": "text", "has_requested": "flag", "offence": "text", "article": "text",
    "penalty": "text", "has_penalty": "flag", "in_absentia": "flag", "notice": "text", "has_notice": "flag",
    "article_missing": "flag",
}  # fmt: skip
LAW: Final[FieldTree] = {
    "cat3": FORMS, "refugee33": FORMS, "iccpr7": FORMS, "iccpr9": FORMS, "crc3": FORMS, "upk": "text",
    "protection": "text",
}  # fmt: skip
HELD: Final[FieldTree] = {
    "any": "flag", "place": "text", "since": "text", "sanctions": "text", "has_sanctions": "flag", "gaps": "text",
    "has_gaps": "flag", "days": "number", "has_days": "flag",
}  # fmt: skip
D1_FIELDS: Final[FieldTree] = {
    "identity": IDENTITY, "homeland": HOMELAND, "way": WAY, "request": REQUEST, "law": LAW, "held": HELD,
    "interpreted": INTERPRETED,
    "grounds": [{"kind": "text", "n": "number"}],
    "has_grounds": "flag",
    "harm": {"events": [TOLD], "any": "flag", "others": [TOLD], "any_others": "flag"},
    "personal": {"health": "text", "has_health": "flag", "minor": "flag", "family": "text", "has_family": "flag",
                 "children": "flag"},
    "home": {"citizen": "flag", "contested": "text", "any_contested": "flag"},
    "faults": {"no_translation": "flag", "no_interpreter": "flag", "no_copy": "flag", "no_reasons": "flag",
               "any": "flag"},
    "served": {"when": "text", "known": "flag", "how": "text", "has_how": "flag", "signed_by": "text"},
    "pledges": {"any": "flag", "count": "number"},
}  # fmt: skip
SOURCE_ROW: Final[FieldTree] = {**COI, "old": "flag", "dated": "text", "n": "number"}
QUESTION: Final[FieldTree] = {"n": "number", "text": "text", "reply": "text", "proof": "text"}
D5_FIELDS: Final[FieldTree] = {
    "identity": IDENTITY, "homeland": HOMELAND, "way": WAY, "request": REQUEST, "law": LAW,
    "risk": {
        "own": [TOLD], "any_own": "flag", "others": [TOLD], "any_others": "flag", "count": "number",
    },
    "sources": [SOURCE_ROW], "any_sources": "flag", "few_sources": "flag", "more_sources": "text",
    "pledges": [{"n": "number", "giver": "text", "dated": "text", "has_dated": "flag", "promises": "text",
                 "has_promises": "flag", "questions": [QUESTION], "open": "text", "line": "text"}],
    "any_pledges": "flag",
    "proofs": [{"n": "number", "title": "text", "date": "text", "language": "text", "pages": "text",
                "proves": "text"}],
    "any_proofs": "flag",
}  # fmt: skip

_LAW: Final = {
    "cat3": "treaty.cat.3", "refugee33": "treaty.refugee1951.33", "iccpr7": "treaty.iccpr.7",
    "iccpr9": "treaty.iccpr.9", "crc3": "treaty.crc.3",
}  # fmt: skip


def law(source: FactSource) -> dict[str, Fact]:
    """Acts and articles that may print, by grammatical case: treaties, and rows verified and not stale."""
    found: dict[str, Fact] = {}
    for name, row_id in _LAW.items():
        row = source.law.sources.get(row_id)
        if row is None or not (
            row.confidence is Confidence.TREATY or (row.confidence is Confidence.VERIFIED and not row.stale)
        ):
            found[name] = None
            continue
        found[name] = {
            case: FactText(row.forms[f"{source.language}_{case}"], f"law.{row_id}")
            if f"{source.language}_{case}" in row.forms
            else None
            for case in ("nom", "gen", "dat", "acc", "ins", "prep")
        }
    for name, row_id in (("upk", "code.upk"), ("protection", "law.354z")):
        row = source.law.sources.get(row_id)
        order = row.forms.get(f"{source.language}_order") if row is not None else None
        found[name] = text(order, f"law.{row_id}")
    return found


def request(source: FactSource) -> dict[str, Fact]:
    """What the foreign state asks; what its paper does not say stays a gap or its own words."""
    asked = source.case.extradition
    if asked is None:
        return {
            "state": None, "requested": None, "has_requested": False, "offence": None, "article": None,
            "penalty": None, "has_penalty": False, "in_absentia": False, "notice": None, "has_notice": False,
            "article_missing": False,
        }  # fmt: skip
    known = asked.requested is not None and asked.requested.precision is not Precision.UNKNOWN
    clean = lambda value: (value or "").strip().rstrip(". ;")  # noqa: E731
    return {
        "state": country(asked.state, "extradition.state", source),
        "requested": FactText(date_words(asked.requested, "of", source.language), "extradition.requested")
        if known and asked.requested is not None
        else None,
        "has_requested": known,
        "offence": text(clean(asked.offence), "extradition.offence", label="деяние, названное в запросе"),
        "article": text(clean(asked.article_abroad), "extradition.article_abroad"),
        "penalty": text(clean(asked.max_penalty), "extradition.max_penalty"),
        "has_penalty": bool(clean(asked.max_penalty)),
        "in_absentia": asked.in_absentia is True,
        "notice": text(clean(asked.wanted_notice), "extradition.wanted_notice"),
        "has_notice": bool(clean(asked.wanted_notice)),
        "article_missing": article_not_named(source.case),
    }


def d1(source: FactSource) -> dict[str, Fact]:
    """Facts of D1 beside the shared ones, by the shape ``D1_FIELDS``."""
    return {**base(source), "law": law(source), "request": request(source)}


def d5(source: FactSource) -> dict[str, Fact]:
    """Facts of D5 beside the shared ones, by the shape ``D5_FIELDS``."""
    return {**base(source), "law": law(source), "request": request(source)}
