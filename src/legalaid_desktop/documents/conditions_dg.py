"""Conditions of the extradition papers D2–D7 and of the papers that go abroad, by the names their manifests use.

Like all of ``conditions``: pure functions of what the paper may know, and of what a person answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from legalaid_desktop.documents.conditions_ad import Ground, answered
from legalaid_desktop.documents.facts import consents
from legalaid_desktop.documents.facts.abroad import untranslated
from legalaid_desktop.documents.facts.custody_table import custody_breaks, custody_first
from legalaid_desktop.documents.facts.grounds import relatives_here
from legalaid_desktop.documents.facts.lodged import lodged_on, oral_requests
from legalaid_desktop.documents.facts.standing import custody_chain, needs_interpreter, open_detention
from legalaid_desktop.documents.facts.statement import events_in_order
from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.facts import Decision

Condition = Callable[[Ground], bool]


def _facts_foreign(on: Ground) -> bool:
    return untranslated([event.text for event in events_in_order(on.case)])


def _act(kind: str) -> Condition:
    return lambda on: any(decision.kind == kind for decision in on.case.decisions)


def _faulty(on: Ground, act: Decision) -> bool:
    """A decision on custody with a fault that D3 tells of."""
    return act.kind in ("detention", "detention_extended") and (
        act.interpreter_provided is False
        or act.copy_given is False
        or (act.translated is False and needs_interpreter(on.case))
    )


DG_CONDITIONS: Final[Mapping[str, Condition]] = {
    "unnamed_abroad": lambda on: consents.unnamed(on.case),
    "may_publish": lambda on: consents.may_publish(on.case),
    "consent_holds": lambda on: consents.holding(on.case) is not None,
    "facts_foreign": _facts_foreign,
    "has_decisions": lambda on: bool(on.case.decisions),
    "has_detention": lambda on: open_detention(on.case) is not None or bool(on.case.detentions),
    "has_injuries": lambda on: bool(on.case.injuries),
    "family_concerned": lambda on: any(
        p.role in ("family", "missing", "deceased") and p.relation for p in on.case.persons
    ),
    "missing_relative": lambda on: any(p.role == "missing" for p in on.case.persons),
    "client_missing": lambda on: on.client is not None and on.client.role == "missing",
    "has_ruling": _act("judgment_extradition"),
    "no_ruling": lambda on: not _act("judgment_extradition")(on),
    "extradition_decided": _act("extradition"),
    "has_sanctions": lambda on: any(d.sanctions for d in custody_chain(on.case)),
    "custody_days_known": lambda on: custody_first(on.case) is not None,
    "custody_unknown": lambda on: custody_first(on.case) is None,
    "has_custody_breaks": lambda on: bool(custody_breaks(on.case)),
    "alternatives_written": answered(
        "alternative_address", "alternative_papers", "alternative_bail", "alternative_family"
    ),
    "lodged_known": lambda on: lodged_on(on.case, on.answers) is not None or answered("lodged_when")(on),
    "application_filed": lambda on: bool(on.client and on.client.certificate_no) or answered("lodged_when")(on),
    "handed_over": lambda on: not (on.client and on.client.certificate_no) and not answered("lodged_number")(on),
    "asked_aloud": lambda on: bool(oral_requests(on.case)),
    "custody_care": lambda on: (
        answered("health_in_custody", "conditions")(on)
        or bool(on.client and (on.client.health_needs or may_be_minor(on.client, on.case.as_of)))
        or any(may_be_minor(person, on.case.as_of) for person in relatives_here(on.case))
    ),
    "custody_faults": lambda on: (
        answered("procedure_faults")(on)
        or on.answers.get("no_lawyer") is True
        or on.answers.get("no_interpreter") is True
        or any(_faulty(on, decision) for decision in on.case.decisions)
    ),
    "court_faults": lambda on: (
        answered("procedure_faults")(on)
        or (
            on.decision is not None
            and on.decision.kind == "judgment_extradition"
            and (
                on.decision.interpreter_provided is False
                or on.decision.reasons_given is False
                or on.decision.copy_given is False
                or (on.decision.translated is False and needs_interpreter(on.case))
            )
        )
    ),
    "new_facts_written": answered("new_application", "new_letter", "new_health", "new_other"),
    "source_is_client": lambda on: on.answers.get("source_kind") == "client",
    "family_consent_written": answered("family_consent"),
    "wants_deletion": lambda on: on.answers.get("aim") in ("deletion", "both"),
    "notice_known": lambda on: bool(on.case.extradition and (on.case.extradition.wanted_notice or "").strip()),
}
