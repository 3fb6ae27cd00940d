"""The forms of all records of a case (documents.md §11), in the order in which people are asked."""

from __future__ import annotations

from typing import Final

from legalaid_desktop.domain import facts
from legalaid_desktop.domain.case_record import CaseInfo
from legalaid_desktop.domain.person import Citizenship, CitizenshipStatus, IdentityPaper, Person, Sex
from legalaid_desktop.domain.visibility import Visibility
from legalaid_desktop.presenters.forms.spec import FieldSpec, FormSpec, Group, Kind

_f = FieldSpec


def _visibility(hint: str = "visibility") -> FieldSpec:
    return _f(name="visibility", kind=Kind.CHOICE, source="visibility", hint=hint, enum=Visibility)


CITIZENSHIP: Final = FormSpec(
    key="citizenship",
    record=Citizenship,
    groups=(
        Group(
            title="",
            narrow=True,
            fields=(
                _f(name="country", kind=Kind.CHOICE, source="country"),
                _f(name="since", kind=Kind.WHEN),
                _f(name="proof"),
                _f(name="contested", kind=Kind.TRUTH),
            ),
        ),
    ),
)
PAPER: Final = FormSpec(
    key="paper",
    record=IdentityPaper,
    groups=(
        Group(
            title="",
            narrow=True,
            fields=(
                _f(name="kind", kind=Kind.CHOICE, source="document_kind"),
                _f(name="country", kind=Kind.CHOICE, source="country"),
                _f(name="no"),
                _f(name="issuer"),
                _f(name="issued", kind=Kind.WHEN),
                _f(name="expires", kind=Kind.WHEN),
                _f(name="held_by"),
                _f(name="reason", hint="paper_reason"),
                _f(name="note"),
            ),
        ),
    ),
)
PERSON: Final = FormSpec(
    key="person",
    record=Person,
    groups=(
        Group(
            title="name",
            narrow=True,
            fields=(
                _f(name="names.family", unknowns=True),
                _f(name="names.given", unknowns=True),
                _f(name="names.patronymic", hint="patronymic", unknowns=True),
                _f(name="names.father_name", hint="father_name", unknowns=True),
                _f(name="names.mononym", kind=Kind.TRUTH),
                _f(name="names.unnamed", kind=Kind.TRUTH),
                _f(name="names.latin", hint="latin"),
                _f(name="names.original"),
                _f(name="names.original_lang", kind=Kind.CHOICE, source="language"),
                _f(name="names.aliases", kind=Kind.LINES, hint="aliases", lines=2),
            ),
        ),
        Group(title="forms", fields=(_f(name="names", kind=Kind.NAME_FORMS, hint="name_forms"),)),
        Group(
            title="who",
            narrow=True,
            fields=(
                _f(name="role", kind=Kind.CHOICE, source="role"),
                _f(name="relation", kind=Kind.CHOICE, source="relation"),
                _f(name="sex", kind=Kind.CHOICE, source="sex", hint="sex", enum=Sex),
                _f(name="birth", kind=Kind.WHEN, unknowns=True),
                _f(name="birth_place", unknowns=True),
                _f(name="age_stated", hint="age_stated"),
                _f(name="literacy", kind=Kind.CHOICE, source="literacy", hint="literacy"),
                _f(name="ethnicity", hint="ethnicity", unknowns=True),
                _f(name="languages", kind=Kind.MANY, source="language", hint="languages"),
                _f(name="death", kind=Kind.WHEN),
            ),
        ),
        Group(
            title="citizenship",
            fields=(
                _f(
                    name="citizenship_status",
                    kind=Kind.CHOICE,
                    source="citizenship_status",
                    hint="citizenship_status",
                    enum=CitizenshipStatus,
                ),
                _f(name="citizenships", kind=Kind.PARTS, parts=CITIZENSHIP, hint="citizenships"),
                _f(name="former_residence", kind=Kind.CHOICE, source="country", hint="former_residence"),
            ),
        ),
        Group(
            title="papers",
            fields=(
                _f(name="docs", kind=Kind.PARTS, parts=PAPER, hint="papers"),
                _f(name="certificate_no"),
            ),
        ),
        Group(
            title="reach",
            fields=(
                _f(name="address_service", hint="address_service", unknowns=True),
                _f(name="safe_address", hint="safe_address", unknowns=True),
                _f(name="whereabouts", kind=Kind.TEXT, lines=2, unknowns=True),
                _f(name="last_place"),
            ),
        ),
        Group(
            title="care",
            narrow=True,
            fields=(
                _f(name="included", kind=Kind.TRUTH, hint="included"),
                _f(name="consent_named", kind=Kind.TRUTH, hint="consent_named"),
                _f(name="in_danger", kind=Kind.TRUTH, hint="in_danger"),
                _f(name="in_custody", kind=Kind.TRUTH),
                _f(name="feared_by_client", kind=Kind.TRUTH),
                _f(name="fears_home_state", kind=Kind.TRUTH),
                _f(name="orphan", kind=Kind.TRUTH),
                _f(name="legal_guardian", kind=Kind.TRUTH),
            ),
        ),
        Group(
            title="more",
            fields=(
                _f(name="health_needs", kind=Kind.LINES, hint="health_needs", lines=2),
                _f(name="description", kind=Kind.TEXT, hint="description", lines=2),
                _f(name="note", kind=Kind.TEXT, hint="person_note", lines=3),
            ),
        ),
    ),
)
EVENT: Final = FormSpec(
    key="event",
    record=facts.Event,
    groups=(
        Group(
            title="what",
            fields=(
                _f(name="text", kind=Kind.TEXT, hint="event_text", lines=6),
                _f(name="date", kind=Kind.WHEN, unknowns=True),
                _f(name="place", unknowns=True),
            ),
        ),
        Group(
            title="known",
            fields=(
                _f(name="how_known", kind=Kind.CHOICE, source="how_known"),
                _f(name="certainty", kind=Kind.CHOICE, source="certainty"),
                _visibility(),
                _f(name="evidence", kind=Kind.MANY, source="evidence", hint="event_evidence"),
            ),
        ),
    ),
)
REASON: Final = FormSpec(
    key="reason",
    record=facts.DecisionReason,
    groups=(
        Group(
            title="",
            fields=(
                _f(name="says", kind=Kind.TEXT, hint="reason_says", lines=2),
                _f(name="answer", kind=Kind.TEXT, hint="reason_answer", lines=3),
                _f(name="facts", kind=Kind.MANY, source="events"),
                _f(name="evidence", kind=Kind.MANY, source="evidence"),
            ),
        ),
    ),
)
DECISION: Final = FormSpec(
    key="decision",
    record=facts.Decision,
    groups=(
        Group(
            title="decision",
            fields=(
                _f(name="kind", kind=Kind.CHOICE, source="decision_kind"),
                _f(name="authority", kind=Kind.CHOICE, source="authority", hint="authority"),
                _f(name="number"),
                _f(name="procedure", kind=Kind.CHOICE, source="procedure", hint="procedure"),
                _f(name="person", kind=Kind.CHOICE, source="persons"),
            ),
        ),
        Group(
            title="four_dates",
            narrow=True,
            fields=(
                _f(name="dated", kind=Kind.DAY, hint="dated"),
                _f(name="announced", kind=Kind.DAY, hint="announced"),
                _f(name="posted", kind=Kind.DAY, hint="posted"),
                _f(name="received", kind=Kind.DAY, hint="received"),
                _f(name="received_how"),
            ),
        ),
        Group(
            title="notice",
            fields=(
                _f(name="notice_court", hint="notice_court"),
                _f(name="notice_period", hint="notice_period"),
                _f(name="notice_last_day", kind=Kind.DAY, hint="notice_last_day"),
            ),
        ),
        Group(
            title="authority_fill",
            narrow=True,
            fields=(
                _f(name="authority_fill.district_gen", hint="district_gen"),
                _f(name="authority_fill.city_gen", hint="city_gen"),
                _f(name="authority_fill.district_gen_be", hint="gen_be"),
                _f(name="authority_fill.city_gen_be", hint="gen_be"),
            ),
        ),
        Group(
            title="paper",
            narrow=True,
            fields=(
                _f(name="language", kind=Kind.CHOICE, source="language"),
                _f(name="translated", kind=Kind.TRUTH),
                _f(name="copy_given", kind=Kind.TRUTH),
                _f(name="reasons_given", kind=Kind.TRUTH),
                _f(name="interpreter_provided", kind=Kind.TRUTH),
                _f(name="signed_by"),
                _f(name="ground", hint="ground"),
            ),
        ),
        Group(title="reasons", fields=(_f(name="reasons", kind=Kind.PARTS, parts=REASON, hint="reasons"),)),
    ),
)
EVIDENCE: Final = FormSpec(
    key="evidence",
    record=facts.Evidence,
    groups=(
        Group(
            title="evidence",
            fields=(
                _f(name="title", hint="evidence_title"),
                _f(name="kind", kind=Kind.CHOICE, source="evidence_kind"),
                _f(name="date", kind=Kind.WHEN),
                _f(name="pages", kind=Kind.NUMBER),
                _f(name="language", kind=Kind.CHOICE, source="evidence_language"),
                _f(name="translated", kind=Kind.TRUTH),
                _f(name="original_held_by"),
                _f(name="proves", kind=Kind.MANY, source="events"),
                _visibility(),
                _f(name="risk_flags", kind=Kind.LINES, hint="risk_flags", lines=2),
            ),
        ),
    ),
)
CASE: Final = FormSpec(
    key="case",
    record=CaseInfo,
    groups=(
        Group(
            title="case",
            narrow=True,
            fields=(
                _f(name="topic", kind=Kind.CHOICE, source="topic"),
                _f(name="urgency", kind=Kind.CHOICE, source="urgency"),
                _f(name="region", kind=Kind.CHOICE, source="region"),
                _f(name="place"),
                _f(name="language", kind=Kind.CHOICE, source="language"),
                _f(name="output_language", kind=Kind.CHOICE, source="paper_language", hint="output_language"),
                _f(name="interpreter_used", kind=Kind.TRUTH),
                _f(name="read_back", kind=Kind.TRUTH, hint="read_back"),
                _f(name="ref", hint="ref"),
            ),
        ),
    ),
)
