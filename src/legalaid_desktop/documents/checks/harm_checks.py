"""Checks of papers about ill-treatment and about the missing (documents.md F1–F6, H1–H4): no harm by a filing.

Questions that decide whether a paper may leave at all (is it safe to complain? does the family wish it?) are answered
by a person; what was not answered stops the paper until somebody gives a reason.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from legalaid_desktop.documents.checks.context import CheckContext
from legalaid_desktop.documents.checks.reading import finding
from legalaid_desktop.documents.facts.timeline import bounds
from legalaid_desktop.documents.facts.tracing import days_of_the_loss
from legalaid_desktop.domain.disclosure import given_consent
from legalaid_desktop.domain.finding import Finding, Severity

SEARCHES: Final = frozenset({"H1", "H2", "H3"})
"""Papers that name and describe somebody who cannot be asked."""
_MOST_NAMED: Final = 6
"""Titles that one finding names."""
_OWN_SCOPES: Final = ("state_bodies_search", "state_bodies", "red_cross")
_COMPLAINTS: Final = frozenset({"F2", "F4", "F5"})
_ABOUT_THE_MISSING: Final = SEARCHES | {"H4"}
_OF_HARM: Final = frozenset({"F1", "F2", "F3", "F4"})
_MEDICAL: Final = re.compile(r"medical|врач|медиц|травм|больниц|экспертиз|выписк", re.IGNORECASE)


def third_persons(context: CheckContext) -> Iterator[Finding]:
    """CHK-3RD: the person looked for is named without an own word; an exploiter is named without a plan."""
    if context.document in SEARCHES:
        for who in context.case.persons:
            own = [c for c in context.case.consents if c.person == who.id]
            agreed = any(given_consent(own, scope, context.as_of) for scope in _OWN_SCOPES)
            if who.role == "missing" and who.by_role is None and not agreed:
                yield finding("CHK-3RD", Severity.OVERRIDABLE, "sought", record=who.id)
    if context.document == "F6" and _written(context, "who_did") and context.answers.get("naming_plan") is not True:
        yield finding("CHK-3RD", Severity.OVERRIDABLE, "exploiter", record="answers.who_did")


def left_out_of_search(context: CheckContext) -> Iterator[Finding]:
    """CHK-VIS, I: events of those days that the search does not tell, so that nobody looks for them in vain."""
    if context.document == "H1":
        for event in days_of_the_loss(context.case)[1]:
            yield finding("CHK-VIS", Severity.INFORMS, "not_in_search", record=event.id, what=event.id)


def left_out_of_annexes(context: CheckContext) -> Iterator[Finding]:
    """CHK-ANNEX, W: evidence that an accusation leaves behind, because nothing of what it tells rests on it."""
    if context.manifest.annexes_evidence != "told":
        return
    there = {id for annex in context.annexes for id in (annex.ref, *annex.same)}
    left = [piece for piece in context.case.evidence if piece.id not in there]
    if left:
        titles = ["«" + " ".join((piece.title or piece.id).split()) + "»" for piece in left[:_MOST_NAMED]]
        more = ", …" if len(left) > _MOST_NAMED else ""
        yield finding("CHK-ANNEX", Severity.WARNS, "left_out", n=len(left), what=", ".join(titles) + more)


def self_incrimination(context: CheckContext) -> Iterator[Finding]:
    """CHK-SELFINC: a search at a border leads the body to the crossing of the missing and of those who were there."""
    topic = context.case.topic or ""
    if context.document == "H1" and topic.startswith("br."):
        yield finding("CHK-SELFINC", Severity.OVERRIDABLE, "search")
    if context.document == "F6" and _written(context, "forced_acts"):
        yield finding("CHK-SELFINC", Severity.OVERRIDABLE, "forced", record="answers.forced_acts")


def consents(context: CheckContext) -> Iterator[Finding]:
    """CHK-CONSENT: safe to complain, safety talk, the family's wish, the consent to a medical examination."""
    answers = context.answers
    if context.document in _COMPLAINTS and answers.get("safe_to_complain") != "yes":
        yield finding("CHK-CONSENT", Severity.OVERRIDABLE, "safe", record="answers.safe_to_complain")
    if context.document == "F6" and answers.get("safety_talk") is not True:
        yield finding("CHK-CONSENT", Severity.OVERRIDABLE, "safety_talk", record="answers.safety_talk")
    if context.document == "H3" and answers.get("family_wish") is not True:
        yield finding("CHK-CONSENT", Severity.OVERRIDABLE, "family_wish", record="answers.family_wish")
    if (
        context.document == "F3"
        and context.conditions.get("f3_application")
        and given_consent(context.case.consents, "medical", context.as_of) is None
    ):
        yield finding("CHK-CONSENT", Severity.OVERRIDABLE, "medical")


def addressee(context: CheckContext) -> Iterator[Finding]:
    """CHK-ADDRESSEE: a complaint to a body of Belarus about officers of another state."""
    if context.document in _COMPLAINTS and context.answers.get("whose_officers") == "other_state":
        yield finding("CHK-ADDRESSEE", Severity.OVERRIDABLE, "other_state", record="answers.whose_officers")


def medical_dates(context: CheckContext) -> Iterator[Finding]:
    """CHK-DATE: a medical paper that is older than the event which it is to prove."""
    if context.document not in _OF_HARM:
        return
    for piece in context.case.evidence:
        known = bounds(piece.date)
        if known is None or not _MEDICAL.search(f"{piece.kind or ''} {piece.title or ''}"):
            continue
        for event in context.case.events:
            happened = bounds(event.date)
            proved = event.id in piece.proves or piece.id in event.evidence
            if proved and happened is not None and known[1] < happened[0]:
                yield finding(
                    "CHK-DATE", Severity.OVERRIDABLE, "medical", record=piece.id, text=event.text, event=event.id
                )


def last_news(context: CheckContext) -> Iterator[Finding]:
    """CHK-DATE: news of somebody missing that lies ahead, before the birth, or after the death."""
    if context.document not in _ABOUT_THE_MISSING:
        return
    for who in context.case.persons:
        value = who.last_contact
        if value is None or who.by_role is not None:
            continue
        day = value.date() if isinstance(value, dt.datetime) else value
        born, died = bounds(who.birth), bounds(who.death)
        ahead = day > context.as_of
        if ahead or (born is not None and day < born[0]):
            variant = "news_ahead" if ahead else "news_before_birth"
            yield finding("CHK-DATE", Severity.OVERRIDABLE, variant, record=who.id)
        if died is not None and died[1] < day:
            yield finding("CHK-DATE", Severity.OVERRIDABLE, "news_after_death", record=who.id)


def _written(context: CheckContext, name: str) -> bool:
    value = context.answers.get(name)
    return isinstance(value, str) and bool(value.strip())
