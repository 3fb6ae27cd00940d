"""The forms of the rarer records of a case: the story, ways and stays, consents, sources."""

from __future__ import annotations

from typing import Final

from legalaid_desktop.domain import facts
from legalaid_desktop.domain.visibility import Visibility
from legalaid_desktop.presenters.forms.spec import FieldSpec, FormSpec, Group, Kind
from legalaid_desktop.presenters.forms.specs import CASE, DECISION, EVENT, EVIDENCE, PERSON

_f = FieldSpec
_PERSON = _f(name="person", kind=Kind.CHOICE, source="persons")
_EVIDENCE = _f(name="evidence", kind=Kind.CHOICE, source="evidence")
_SEEN = _f(name="visibility", kind=Kind.CHOICE, source="visibility", hint="visibility", enum=Visibility)


def _form(key: str, record: type[object], *fields: FieldSpec) -> FormSpec:
    return FormSpec(key=key, record=record, groups=(Group(title="", fields=fields),))


NARRATIVE: Final = _form(
    "narrative",
    facts.Narrative,
    _f(name="text", kind=Kind.TEXT, hint="narrative", lines=14),
    _PERSON,
    _f(name="language", kind=Kind.CHOICE, source="language"),
    _SEEN,
)
ENTRY: Final = _form(
    "entry",
    facts.Entry,
    _f(name="date", kind=Kind.WHEN),
    _f(name="point"),
    _f(name="manner", hint="entry_manner"),
    _f(name="document"),
    _f(name="lawful", kind=Kind.CHOICE, source="yes_no", hint="entry_lawful"),
    _SEEN,
)
ROUTE: Final = _form(
    "route",
    facts.RouteLeg,
    _f(name="country", kind=Kind.CHOICE, source="country"),
    _f(name="from_on", kind=Kind.WHEN),
    _f(name="to_on", kind=Kind.WHEN),
    _f(name="status"),
    _f(name="asked_protection", kind=Kind.TRUTH),
    _f(name="result"),
)
SANCTION: Final = _form("sanction", facts.Sanction, _f(name="from_on", kind=Kind.DAY), _f(name="to_on", kind=Kind.DAY))
DETENTION: Final = _form(
    "detention",
    facts.Detention,
    _PERSON,
    _f(name="kind", kind=Kind.CHOICE, source="detention_kind"),
    _f(name="place"),
    _f(name="from_at", kind=Kind.DAY),
    _f(name="to_at", kind=Kind.DAY),
    _f(name="sanctions", kind=Kind.PARTS, parts=SANCTION, hint="sanctions"),
    _f(name="note", kind=Kind.TEXT, lines=2),
)
EXTRADITION: Final = _form(
    "extradition",
    facts.Extradition,
    _f(name="state", kind=Kind.CHOICE, source="country"),
    _f(name="requested", kind=Kind.WHEN),
    _f(name="offence", kind=Kind.TEXT, lines=2),
    _f(name="article_abroad"),
    _f(name="max_penalty"),
    _f(name="in_absentia", kind=Kind.TRUTH),
    _f(name="wanted_notice"),
)
ASSURANCE: Final = _form(
    "assurance",
    facts.Assurance,
    _f(name="given_by"),
    _f(name="post"),
    _f(name="dated", kind=Kind.WHEN),
    _f(name="text_in_file", kind=Kind.TRUTH),
    _f(name="promises", kind=Kind.LINES, lines=3),
    _f(name="monitoring", kind=Kind.TEXT, lines=2),
)
CONSENT: Final = _form(
    "consent",
    facts.Consent,
    _f(name="scope", kind=Kind.CHOICE, source="consent_scope"),
    _f(name="given", kind=Kind.TRUTH),
    _f(name="date", kind=Kind.DAY),
    _f(name="expires", kind=Kind.DAY),
    _f(name="withdrawn", kind=Kind.DAY),
    _PERSON,
)
MISSED: Final = _form(
    "missed",
    facts.MissedPeriod,
    _f(name="decision", kind=Kind.CHOICE, source="decisions"),
    _f(name="reason", kind=Kind.CHOICE, source="missed_reason"),
    _f(name="from_on", kind=Kind.DAY),
    _f(name="to_on", kind=Kind.DAY),
    _EVIDENCE,
)
COI: Final = _form(
    "coi",
    facts.CountryInformation,
    _f(name="title"),
    _f(name="publisher"),
    _f(name="date", kind=Kind.WHEN),
    _f(name="pinpoint"),
    _f(name="point", kind=Kind.TEXT, lines=3),
    _f(name="language", kind=Kind.CHOICE, source="language"),
    _f(name="url"),
    _f(name="risk_flags", kind=Kind.LINES, lines=2),
)
PRIOR_STATUS: Final = _form(
    "prior_status",
    facts.PriorStatus,
    _f(name="state", kind=Kind.CHOICE, source="country"),
    _f(name="kind", kind=Kind.CHOICE, source="prior_status"),
    _f(name="since", kind=Kind.WHEN),
    _EVIDENCE,
)
STATE_ASKED: Final = _form(
    "state_asked",
    facts.StateAsked,
    _f(name="country", kind=Kind.CHOICE, source="country"),
    _f(name="asked", kind=Kind.WHEN),
    _f(name="answer", kind=Kind.TEXT, lines=2),
    _EVIDENCE,
)
INJURY: Final = _form(
    "injury",
    facts.Injury,
    _f(name="event", kind=Kind.CHOICE, source="events"),
    _f(name="part"),
    _f(name="side", kind=Kind.CHOICE, source="side"),
    _f(name="size"),
    _f(name="colour"),
    _f(name="then", kind=Kind.TEXT, lines=2),
    _f(name="now", kind=Kind.TEXT, lines=2),
)
INTERVIEW: Final = _form(
    "interview_record",
    facts.InterviewRecord,
    _f(name="date", kind=Kind.WHEN),
    _f(name="says", kind=Kind.TEXT, lines=4),
)
OFFENCE: Final = _form(
    "earlier_offence",
    facts.EarlierOffence,
    _f(name="date", kind=Kind.WHEN),
    _f(name="number"),
    _f(name="what", kind=Kind.TEXT, lines=2),
    _f(name="appealed", kind=Kind.TRUTH),
    _f(name="copy_given", kind=Kind.TRUTH),
)
AGE: Final = _form(
    "contradicting_age",
    facts.ContradictingAge,
    _f(name="source"),
    _f(name="value"),
    _f(name="note", kind=Kind.TEXT, lines=2),
)

FACTS: Final = (
    NARRATIVE, ENTRY, ROUTE, DETENTION, EXTRADITION, ASSURANCE, CONSENT, MISSED, COI, PRIOR_STATUS, STATE_ASKED,
    INJURY, INTERVIEW, OFFENCE, AGE,
)  # fmt: skip
"""In the order in which the case page offers them."""
FORMS: Final = {form.key: form for form in (PERSON, EVENT, DECISION, EVIDENCE, CASE, *FACTS)}
"""Kind of record → its form."""
SECTIONS: Final = {
    "person": "persons", "event": "events", "decision": "decisions", "evidence": "evidence", "narrative": "narratives",
    "entry": "entries", "route": "routes", "detention": "detentions", "extradition": "extradition",
    "assurance": "assurances", "consent": "consents", "missed": "missed", "coi": "coi",
    "prior_status": "prior_statuses", "state_asked": "states_asked", "injury": "injuries",
    "interview_record": "interview_records", "earlier_offence": "earlier_offences",
    "contradicting_age": "contradicting_ages",
}  # fmt: skip
"""Kind of record → field of ``CaseRecord``."""
