"""Runs every check of documents.md §6 over one finished draft, in the order of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from legalaid_desktop.documents.checks import (
    addressee_checks,
    annex_checks,
    client_checks,
    consent_checks,
    contradiction_checks,
    deadline_checks,
    harm_checks,
    journey_checks,
    language_checks,
    library_checks,
    missed_checks,
    name_checks,
    order_checks,
    person_checks,
    request_checks,
    stage_checks,
    text_checks,
    wording_checks,
)
from legalaid_desktop.documents.checks.context import CheckContext
from legalaid_desktop.domain.finding import Finding, Severity
from legalaid_desktop.domain.visibility import Audience

Check = Callable[[CheckContext], Iterator[Finding]]

CATALOGUE: Final = (
    "CHK-REQ", "CHK-PLACEHOLDER", "CHK-CONF", "CHK-OFFICE", "CHK-META", "CHK-VIS", "CHK-3RD", "CHK-SPOUSE",
    "CHK-HOME", "CHK-SELFINC", "CHK-EXCL", "CHK-LISTED", "CHK-DL-PAST", "CHK-DL-UNSURE", "CHK-DL-HOL",
    "CHK-DL-NOTICE", "CHK-DATE", "CHK-CONTRA", "CHK-CROSSDOC", "CHK-NAME", "CHK-ADDRESSEE", "CHK-TERM", "CHK-LAW",
    "CHK-ANNEX", "CHK-SIGN", "CHK-INTERP", "CHK-CONSENT", "CHK-REMEDY", "CHK-SUSP", "CHK-MULTI", "CHK-DUP",
    "CHK-TWIN", "CHK-MINOR-PRIV", "CHK-LEN", "CHK-TRANS", "CHK-FONT", "CHK-TONE", "CHK-AGE", "CHK-COPY",
)  # fmt: skip
"""Every id of the table, in its order; an override may name only these."""

_CHECKS: Final[tuple[Check, ...]] = (
    text_checks.required,
    text_checks.placeholder,
    text_checks.confidential,
    text_checks.office,
    annex_checks.metadata,
    text_checks.visibility,
    harm_checks.left_out_of_search,
    person_checks.third_persons,
    harm_checks.third_persons,
    wording_checks.home_state,
    wording_checks.self_incrimination,
    harm_checks.self_incrimination,
    wording_checks.exclusion,
    text_checks.listed,
    library_checks.risky_sources,
    deadline_checks.deadlines,
    order_checks.dates,
    harm_checks.medical_dates,
    harm_checks.last_news,
    journey_checks.journeys,
    missed_checks.missed_days,
    missed_checks.lodged,
    contradiction_checks.contradictions,
    contradiction_checks.cross_document,
    person_checks.names,
    name_checks.names_as_written,
    addressee_checks.addressee,
    harm_checks.addressee,
    wording_checks.terms,
    wording_checks.law,
    annex_checks.annexes,
    harm_checks.left_out_of_annexes,
    person_checks.signer,
    person_checks.interpreter,
    consent_checks.consent,
    harm_checks.consents,
    client_checks.ticked,
    client_checks.representative,
    deadline_checks.remedy,
    stage_checks.guarded,
    stage_checks.doors,
    request_checks.requests,
    deadline_checks.suspension,
    person_checks.several_citizenships,
    person_checks.doubles,
    person_checks.privacy_of_children,
    text_checks.length,
    client_checks.translations,
    language_checks.other_language,
    text_checks.glyphs,
    text_checks.tone,
    annex_checks.age,
    annex_checks.copies,
)

_OF_THE_OFFICE: Final = frozenset(
    {
        "CHK-REQ",
        "CHK-PLACEHOLDER",
        "CHK-CONF",
        "CHK-META",
        "CHK-ANNEX",
        "CHK-CONTRA",
        "CHK-LEN",
        "CHK-FONT",
        "CHK-DL-UNSURE",
    }
)
"""Checks of the memo that stays in the office (K7): nobody outside reads it, what it may not say is not asked."""

_RANK = {Severity.BLOCKS: 0, Severity.OVERRIDABLE: 1, Severity.WARNS: 2, Severity.INFORMS: 3}


def run_checks(context: CheckContext) -> tuple[Finding, ...]:
    """All findings, those that stop first, then in the order of the catalogue; equal ones once."""
    found: dict[tuple[object, ...], Finding] = {}
    office = context.case.audience is Audience.OFFICE
    for check in _CHECKS:
        for one in check(context):
            if office and one.id not in _OF_THE_OFFICE:
                continue
            key = (one.id, one.severity, one.variant, one.where, tuple(sorted(one.params.items())))
            found.setdefault(key, one)
    return tuple(sorted(found.values(), key=lambda f: (_RANK[f.severity], CATALOGUE.index(f.id))))
