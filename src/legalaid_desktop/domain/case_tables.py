"""The whole schema of a case file, version 1 (documents.md §11): which keys each table has, and what each holds.

One list serves both ways: reading a file into records and showing records under the names of the file.
"""

from __future__ import annotations

from legalaid_desktop.domain import facts
from legalaid_desktop.domain.case_record import CaseInfo, CaseMeta
from legalaid_desktop.domain.case_schema import (
    Key,
    Table,
    inside,
    keys,
    partial_date,
    partial_date_from_day,
    partial_date_or_day,
)
from legalaid_desktop.domain.case_values import (
    Reading,
    cites,
    day,
    list_of,
    local_id,
    moment,
    moment_or_day,
    needed_line,
    one_line,
    one_of,
    text,
    text_or_number,
    truth,
    whole_number,
)
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.domain.person import Citizenship, CitizenshipStatus, IdentityPaper, NameSet, Person, Sex
from legalaid_desktop.domain.toml_lines import Path
from legalaid_desktop.domain.visibility import Visibility

SCHEMA_VERSION = 1
MISSED_REASONS = (
    "no_copy",
    "no_interpreter",
    "custody",
    "illness",
    "wrong_advice_by_body",
    "childbirth",
    "post",
    "minor_without_representative",
    "other",
)
"""The enum of C3."""

_VISIBILITY = one_of(Visibility)
_LINES = list_of(one_line)
_SPAN_PDATE = (Key("from", "from_on", partial_date_from_day), Key("to", "to_on", partial_date_from_day))
_SPAN_DAY = (Key("from", "from_on", day), Key("to", "to_on", day))


def _note_visibility(reading: Reading, value: object, path: Path) -> object:
    if isinstance(value, str) and value != Visibility.INTERNAL:
        reading.fault(path, "note_internal")
        return None
    return _VISIBILITY(reading, value, path)


META = Table(
    CaseMeta,
    (
        *keys(one_line, "case_id", "title"),
        Key("schema_version", "schema_version", whole_number(1)),
        Key("fictional", "fictional", truth),
        Key("as_of", "as_of", day, required=True),
        Key("features", "features", _LINES),
    ),
)
CASE = Table(
    CaseInfo,
    (
        Key("ref", "ref", needed_line, required=True),
        *keys(one_line, "region", "place", "topic", "urgency", "language", "output_language", "user_role"),
        *keys(_LINES, "also_output_languages", "documents"),
        *keys(truth, "interpreter_used", "read_back"),
    ),
)
CITIZENSHIP = Table(
    Citizenship,
    (
        Key("country", "country", one_line),
        Key("proof", "proof", text),
        Key("since", "since", partial_date_from_day),
        Key("contested", "contested", truth),
    ),
)
IDENTITY_PAPER = Table(
    IdentityPaper,
    (
        *keys(one_line, "kind", "country", "no"),
        *keys(text, "issuer", "held_by"),
        *keys(partial_date_or_day, "issued", "expires"),
        *keys(text, "reason", "note"),
    ),
)
_FORMS = ("nom", "gen", "dat", "acc", "ins", "prep")
NAMES = Table(
    NameSet,
    (
        *keys(one_line, "family", "given", "patronymic", "father_name", "latin", "original", "original_lang"),
        *keys(truth, "mononym", "unnamed"),
        *keys(one_line, *(f"ru_{form}" for form in _FORMS), *(f"be_{form}" for form in _FORMS)),
        Key("aliases", "aliases", _LINES),
    ),
)
PERSON = Table(
    Person,
    (
        Key("id", "id", local_id, required=True),
        *keys(one_line, "role", "relation", "former_residence", "ethnicity", "literacy", "certificate_no"),
        *keys(text, "birth_place", "address_service", "safe_address", "last_place"),
        Key("sex", "sex", one_of(Sex)),
        *keys(partial_date, "birth", "death"),
        Key("age_stated", "age_stated", text_or_number),
        Key("names", "names", inside(NAMES)),
        Key("citizenships", "citizenships", list_of(inside(CITIZENSHIP))),
        Key("citizenship_status", "citizenship_status", one_of(CitizenshipStatus)),
        Key("languages", "languages", _LINES),
        Key("health_needs", "health_needs", list_of(text)),
        Key("docs", "docs", list_of(inside(IDENTITY_PAPER))),
        Key("last_contact", "last_contact", moment_or_day),
        *keys(text, "whereabouts", "description", "note"),
        *keys(truth, "orphan", "legal_guardian", "in_custody", "in_danger", "feared_by_client"),
        *keys(truth, "fears_home_state", "consent_named", "included"),
    ),
    ids="person",
)
EVENT = Table(
    facts.Event,
    (
        Key("id", "id", local_id),
        Key("date", "date", partial_date_from_day),
        *keys(text, "place", "text"),
        Key("visibility", "visibility", _VISIBILITY),
        *keys(one_line, "certainty", "how_known"),
        Key("evidence", "evidence", list_of(cites("evidence"))),
    ),
    ids="event",
    prefix="e",
)
ROUTE = Table(
    facts.RouteLeg,
    (
        Key("country", "country", one_line),
        Key("status", "status", text),
        *_SPAN_PDATE,
        Key("asked_protection", "asked_protection", truth),
        Key("result", "result", text),
    ),
)
ENTRY = Table(
    facts.Entry,
    (
        Key("date", "date", partial_date_from_day),
        *keys(text, "point", "manner", "document"),
        Key("lawful", "lawful", one_of(("yes", "no", "unknown"))),
        Key("visibility", "visibility", _VISIBILITY),
    ),
)
SANCTION = Table(facts.Sanction, _SPAN_DAY)
DETENTION = Table(
    facts.Detention,
    (
        Key("id", "id", local_id),
        Key("person", "person", cites("person")),
        Key("kind", "kind", one_line),
        *keys(text, "place", "note"),
        Key("from", "from_at", moment_or_day),
        Key("to", "to_at", moment_or_day),
        Key("sanctions", "sanctions", list_of(inside(SANCTION))),
    ),
    ids="detention",
)
EXTRADITION = Table(
    facts.Extradition,
    (
        Key("state", "state", one_line),
        Key("requested", "requested", partial_date_from_day),
        *keys(text, "offence", "article_abroad", "max_penalty", "wanted_notice"),
        Key("in_absentia", "in_absentia", truth),
    ),
)
ASSURANCE = Table(
    facts.Assurance,
    (
        *keys(text, "given_by", "post", "monitoring"),
        Key("dated", "dated", partial_date),
        Key("text_in_file", "text_in_file", truth),
        Key("promises", "promises", list_of(text)),
    ),
)
AUTHORITY_FILL = Table(
    facts.AuthorityFill,
    keys(one_line, "district_gen", "district_gen_be", "city_gen", "city_gen_be"),
)
REASON = Table(
    facts.DecisionReason,
    (
        Key("n", "n", whole_number()),
        *keys(text, "says", "answer"),
        Key("facts", "facts", list_of(cites("event"))),
        Key("evidence", "evidence", list_of(cites("evidence"))),
        Key("coi", "coi", list_of(text_or_number)),
    ),
)
DECISION = Table(
    facts.Decision,
    (
        Key("id", "id", local_id),
        Key("person", "person", cites("person")),
        *keys(one_line, "authority", "kind", "number", "procedure", "language"),
        Key("authority_fill", "authority_fill", inside(AUTHORITY_FILL)),
        *keys(text, "signed_by", "received_how", "ground", "notice_court", "notice_period"),
        *keys(day, "dated", "announced", "posted", "received", "notice_last_day"),
        *keys(moment, "announced_at", "received_at"),
        *keys(truth, "translated", "copy_given", "reasons_given", "interpreter_provided"),
        Key("reason", "reasons", list_of(inside(REASON))),
    ),
    ids="decision",
    prefix="d",
)
EVIDENCE = Table(
    facts.Evidence,
    (
        Key("id", "id", local_id),
        *keys(text, "title", "exif", "original_held_by"),
        *keys(one_line, "kind", "language", "file"),
        Key("date", "date", partial_date),
        Key("pages", "pages", whole_number(0, 100_000)),
        Key("translated", "translated", truth),
        Key("visibility", "visibility", _VISIBILITY),
        Key("proves", "proves", list_of(cites("event"))),
        Key("risk_flags", "risk_flags", _LINES),
    ),
    ids="evidence",
    prefix="x",
)
COI = Table(
    facts.CountryInformation,
    (
        *keys(text, "title", "publisher", "pinpoint", "point"),
        Key("date", "date", partial_date),
        *keys(one_line, "language", "url"),
        Key("retrieved", "retrieved", partial_date_or_day),
        Key("risk_flags", "risk_flags", _LINES),
    ),
)
CONSENT = Table(
    facts.Consent,
    (
        Key("scope", "scope", one_line),
        Key("given", "given", truth),
        *keys(day, "date", "withdrawn", "expires"),
        Key("person", "person", cites("person")),
    ),
)
NOTE = Table(
    ConsultationNote,
    (
        Key("id", "id", local_id),
        Key("visibility", "visibility", _note_visibility),
        Key("text", "text", text),
    ),
    ids="note",
    prefix="n",
    defaults=(("text", ""),),
)
NARRATIVE = Table(
    facts.Narrative,
    (
        Key("person", "person", cites("person")),
        Key("language", "language", one_line),
        Key("visibility", "visibility", _VISIBILITY),
        Key("text", "text", text),
    ),
)
MISSED = Table(
    facts.MissedPeriod,
    (
        Key("decision", "decision", cites("decision")),
        Key("reason", "reason", one_of(MISSED_REASONS)),
        *_SPAN_DAY,
        Key("evidence", "evidence", cites("evidence")),
    ),
)
INJURY = Table(
    facts.Injury,
    (Key("event", "event", cites("event")), *keys(text, "part", "side", "size", "colour", "then", "now")),
)
STATE_ASKED = Table(
    facts.StateAsked,
    (
        Key("country", "country", one_line),
        Key("asked", "asked", partial_date),
        Key("answer", "answer", text),
        Key("evidence", "evidence", cites("evidence")),
    ),
)
PRIOR_STATUS = Table(
    facts.PriorStatus,
    (
        *keys(one_line, "state", "kind"),
        Key("since", "since", partial_date),
        Key("evidence", "evidence", cites("evidence")),
    ),
)
INTERVIEW_RECORD = Table(facts.InterviewRecord, (Key("date", "date", partial_date), Key("says", "says", text)))
EARLIER_OFFENCE = Table(
    facts.EarlierOffence,
    (
        Key("date", "date", partial_date),
        Key("number", "number", one_line),
        Key("what", "what", text),
        *keys(truth, "appealed", "copy_given"),
    ),
)
CONTRADICTING_AGE = Table(
    facts.ContradictingAge,
    (Key("source", "source", text), Key("value", "value", text_or_number), Key("note", "note", text)),
)
