"""The whole schema of a case file, version 1 (documents.md §11): which keys each table has, and what each holds.

One list serves both ways: reading a file into records and showing records under the names of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from legalaid_desktop.domain import facts
from legalaid_desktop.domain.case_record import CaseInfo, CaseMeta
from legalaid_desktop.domain.case_values import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    MOST_ENTRIES,
    Reader,
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
    scope_of,
    text,
    text_or_number,
    truth,
    whole_number,
)
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.domain.partial_date import PartialDate, Precision, Season
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


@dataclass(frozen=True)
class Key:
    """``name`` in the file, ``field`` in the record."""

    name: str
    field: str
    read: Reader
    required: bool = False


@dataclass(frozen=True)
class Table:
    """``ids``: the kind of record under which the ids of this table are unique in a case; ``prefix`` for a new id.

    ``defaults`` fill fields that a record must have but a file need not give.
    """

    cls: type[object]
    keys: tuple[Key, ...]
    ids: str | None = None
    prefix: str | None = None
    defaults: tuple[tuple[str, object], ...] = ()

    def key(self, name: str) -> Key | None:
        return next((key for key in self.keys if key.name == name), None)


def _keys(read: Reader, *names: str) -> tuple[Key, ...]:
    """Keys that are called the same in file and record."""
    return tuple(Key(name, name, read) for name in names)


def read_table(table: Table, reading: Reading, value: object, path: Path) -> object:
    """The record of one table, or ``None`` when something in it is at fault."""
    if not isinstance(value, dict):
        reading.wrong_type(path, "a table", value)
        return None
    before = len(reading.faults)
    fields: dict[str, object] = dict(table.defaults)
    for name, given in value.items():
        key = table.key(name)
        if key is None:
            reading.fault((*path, name), "unknown_key")
        else:
            fields[key.field] = key.read(reading, given, (*path, name))
    for key in table.keys:
        if key.required and key.name not in value:
            reading.fault(path, "missing_key", key=key.name)
    return table.cls(**fields) if len(reading.faults) == before else None


def read_records(table: Table, reading: Reading, value: object, path: Path) -> tuple[object, ...]:
    """An array of tables. Ids are noted, told apart, and made where a table that must have one came without."""
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        reading.fault(path, "array_needed", key=".".join(part for part in path if isinstance(part, str)))
        return ()
    if len(value) > MOST_ENTRIES:
        reading.fault(path, "too_many", limit=MOST_ENTRIES)
        return ()
    seen: dict[str, int] = {}
    if table.ids is not None:
        reading.ids[scope_of(path), table.ids] = seen
        for number, entry in enumerate(value):
            given = entry.get("id")
            place = (*path, number, "id")
            if isinstance(given, str) and given in seen:
                reading.fault(place, "duplicate_id", line=seen[given])
            elif isinstance(given, str):
                seen[given] = reading.line(place)
    records: list[object] = []
    free = 1
    for number, entry in enumerate(value):
        if table.prefix is not None and "id" not in entry:
            while f"{table.prefix}{free}" in seen:
                free += 1
            made = f"{table.prefix}{free}"
            seen[made] = reading.line((*path, number))
            entry = {**entry, "id": made}
        records.append(read_table(table, reading, entry, (*path, number)))
    return tuple(records)


def inside(table: Table) -> Reader:
    """Reader of a table that stands inside another one."""

    def read(reading: Reading, value: object, path: Path) -> object:
        return read_table(table, reading, value, path)

    return read


# ---------------------------------------------------------------------------------------------- partial dates

_YEAR = whole_number(EARLIEST_YEAR, LATEST_YEAR)

PDATE = Table(
    PartialDate,
    (
        Key("precision", "precision", one_of(Precision), required=True),
        Key("date", "on", day),
        Key("year", "year", _YEAR),
        Key("month", "month", whole_number(1, 12)),
        Key("season", "season", one_of(Season)),
        Key("from", "from_on", day),
        Key("to", "to_on", day),
        *_keys(one_line, "time", "original", "conversion"),
        Key("note", "note", text),
    ),
)
_PRECISE_KEYS = ("date", "year", "month", "season", "from", "to")
_NEEDED: Mapping[Precision, tuple[str, ...]] = {
    Precision.DAY: ("date",),
    Precision.MONTH: ("year", "month"),
    Precision.SEASON: ("year", "season"),
    Precision.YEAR: ("year",),
    Precision.APPROX: ("year",),
    Precision.RANGE: ("from", "to"),
    Precision.UNKNOWN: (),
}


def partial_date(reading: Reading, value: object, path: Path) -> PartialDate | None:
    """A table ``{ precision = … }`` whose keys fit its precision."""
    if isinstance(value, dict) and value.get("precision") in set(Precision):
        precision = Precision(str(value["precision"]))
        needed = _NEEDED[precision]
        allowed = (*needed, "month") if precision is Precision.APPROX else needed
        for name in needed:
            if name not in value:
                reading.fault(path, "pdate_needs", precision=precision.value, key=name)
        for name in _PRECISE_KEYS:
            if name in value and name not in allowed:
                reading.fault((*path, name), "pdate_extra", precision=precision.value, key=name)
    read = read_table(PDATE, reading, value, path)
    if not isinstance(read, PartialDate):
        return None
    if read.from_on is not None and read.to_on is not None and read.from_on > read.to_on:
        reading.fault((*path, "to"), "date_order")
        return None
    return read


def partial_date_or_day(reading: Reading, value: object, path: Path) -> object:
    """Where §11 does not say which of the two: either; each is kept in the form it was written in."""
    return partial_date(reading, value, path) if isinstance(value, dict) else day(reading, value, path)


def partial_date_from_day(reading: Reading, value: object, path: Path) -> PartialDate | None:
    """Where files write a partial date but §11 does not forbid a plain one: a plain date is one known to the day."""
    if isinstance(value, dict):
        return partial_date(reading, value, path)
    known = day(reading, value, path)
    return None if known is None else PartialDate(precision=Precision.DAY, on=known)


# ---------------------------------------------------------------------------------------------- tables

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
        *_keys(one_line, "case_id", "title"),
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
        *_keys(one_line, "region", "place", "topic", "urgency", "language", "output_language", "user_role"),
        *_keys(_LINES, "also_output_languages", "documents"),
        *_keys(truth, "interpreter_used", "read_back"),
    ),
)
CITIZENSHIP = Table(
    Citizenship,
    (
        *_keys(one_line, "country", "proof"),
        Key("since", "since", partial_date_from_day),
        Key("contested", "contested", truth),
    ),
)
IDENTITY_PAPER = Table(
    IdentityPaper,
    (
        *_keys(one_line, "kind", "country", "no", "issuer", "held_by"),
        *_keys(partial_date_or_day, "issued", "expires"),
        *_keys(text, "reason", "note"),
    ),
)
_FORMS = ("nom", "gen", "dat", "acc", "ins", "prep")
NAMES = Table(
    NameSet,
    (
        *_keys(one_line, "family", "given", "patronymic", "father_name", "latin", "original", "original_lang"),
        *_keys(truth, "mononym", "unnamed"),
        *_keys(one_line, *(f"ru_{form}" for form in _FORMS), *(f"be_{form}" for form in _FORMS)),
        Key("aliases", "aliases", _LINES),
    ),
)
PERSON = Table(
    Person,
    (
        Key("id", "id", local_id, required=True),
        *_keys(one_line, "role", "relation", "birth_place", "former_residence", "ethnicity", "literacy"),
        *_keys(one_line, "certificate_no", "address_service", "safe_address", "last_place"),
        Key("sex", "sex", one_of(Sex)),
        *_keys(partial_date, "birth", "death"),
        Key("age_stated", "age_stated", text_or_number),
        Key("names", "names", inside(NAMES)),
        Key("citizenships", "citizenships", list_of(inside(CITIZENSHIP))),
        Key("citizenship_status", "citizenship_status", one_of(CitizenshipStatus)),
        *_keys(_LINES, "languages", "health_needs"),
        Key("docs", "docs", list_of(inside(IDENTITY_PAPER))),
        Key("last_contact", "last_contact", moment_or_day),
        *_keys(text, "whereabouts", "description", "note"),
        *_keys(truth, "orphan", "legal_guardian", "in_custody", "in_danger", "feared_by_client"),
        *_keys(truth, "fears_home_state", "consent_named", "included"),
    ),
    ids="person",
)
EVENT = Table(
    facts.Event,
    (
        Key("id", "id", local_id),
        Key("date", "date", partial_date_from_day),
        *_keys(text, "place", "text"),
        Key("visibility", "visibility", _VISIBILITY),
        *_keys(one_line, "certainty", "how_known"),
        Key("evidence", "evidence", list_of(cites("evidence"))),
    ),
    ids="event",
    prefix="e",
)
ROUTE = Table(
    facts.RouteLeg,
    (
        *_keys(one_line, "country", "status"),
        *_SPAN_PDATE,
        Key("asked_protection", "asked_protection", truth),
        Key("result", "result", text),
    ),
)
ENTRY = Table(
    facts.Entry,
    (
        Key("date", "date", partial_date_from_day),
        *_keys(text, "point", "manner", "document"),
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
        *_keys(text, "place", "note"),
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
        *_keys(text, "offence", "article_abroad", "max_penalty", "wanted_notice"),
        Key("in_absentia", "in_absentia", truth),
    ),
)
ASSURANCE = Table(
    facts.Assurance,
    (
        *_keys(text, "given_by", "post", "monitoring"),
        Key("dated", "dated", partial_date),
        Key("text_in_file", "text_in_file", truth),
        Key("promises", "promises", list_of(text)),
    ),
)
AUTHORITY_FILL = Table(
    facts.AuthorityFill,
    _keys(one_line, "district_gen", "district_gen_be", "city_gen", "city_gen_be"),
)
REASON = Table(
    facts.DecisionReason,
    (
        Key("n", "n", whole_number()),
        *_keys(text, "says", "answer"),
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
        *_keys(one_line, "authority", "kind", "number", "procedure", "language"),
        Key("authority_fill", "authority_fill", inside(AUTHORITY_FILL)),
        *_keys(text, "signed_by", "received_how", "ground", "notice_court", "notice_period"),
        *_keys(day, "dated", "announced", "posted", "received", "notice_last_day"),
        *_keys(moment, "announced_at", "received_at"),
        *_keys(truth, "translated", "copy_given", "reasons_given", "interpreter_provided"),
        Key("reason", "reasons", list_of(inside(REASON))),
    ),
    ids="decision",
    prefix="d",
)
EVIDENCE = Table(
    facts.Evidence,
    (
        Key("id", "id", local_id),
        *_keys(text, "title", "exif", "original_held_by"),
        *_keys(one_line, "kind", "language", "file"),
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
        *_keys(text, "title", "publisher", "pinpoint", "point"),
        Key("date", "date", partial_date),
        *_keys(one_line, "language", "url"),
        Key("retrieved", "retrieved", partial_date_or_day),
        Key("risk_flags", "risk_flags", _LINES),
    ),
)
CONSENT = Table(
    facts.Consent,
    (
        Key("scope", "scope", one_line),
        Key("given", "given", truth),
        *_keys(day, "date", "withdrawn", "expires"),
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
    (Key("event", "event", cites("event")), *_keys(text, "part", "side", "size", "colour", "then", "now")),
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
        *_keys(one_line, "state", "kind"),
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
        *_keys(truth, "appealed", "copy_given"),
    ),
)
CONTRADICTING_AGE = Table(
    facts.ContradictingAge,
    (Key("source", "source", text), Key("value", "value", text_or_number), Key("note", "note", text)),
)
