"""Case files (documents.md §11): TOML text into records, and records into the shape that ``case show`` prints.

Nothing of a file is dropped. What is not understood is a fault with file, line and key, and all faults come at once.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, TypeAlias, cast

from legalaid_desktop.domain import case_tables
from legalaid_desktop.domain.case_record import CaseInfo, CaseMeta, CaseRecord, OtherCase
from legalaid_desktop.domain.case_schema import PDATE, Key, Table, read_records, read_table
from legalaid_desktop.domain.case_values import Reading, list_of, needed_line, one_line, truth
from legalaid_desktop.domain.case_values import text as text_value
from legalaid_desktop.domain.facts import Extradition
from legalaid_desktop.domain.file_fault import FileFault, printable
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.domain.partial_date import PartialDate
from legalaid_desktop.domain.toml_lines import DEEPEST, MOST_KEYS, Path, TooDeep, TooMany, lines_of_keys
from legalaid_desktop.errors import FileNotUnderstood

Toml: TypeAlias = tuple[dict[str, object], dict[Path, int]]
"""Values of a TOML text, and the line of each of its keys."""

LARGEST_FILE = 4 * 1024 * 1024
MOST_FAULTS = 200

_RECORDS: Mapping[str, tuple[str, Table]] = {
    "person": ("persons", case_tables.PERSON),
    "event": ("events", case_tables.EVENT),
    "route": ("routes", case_tables.ROUTE),
    "entry": ("entries", case_tables.ENTRY),
    "detention": ("detentions", case_tables.DETENTION),
    "assurance": ("assurances", case_tables.ASSURANCE),
    "decision": ("decisions", case_tables.DECISION),
    "evidence": ("evidence", case_tables.EVIDENCE),
    "coi": ("coi", case_tables.COI),
    "consent": ("consents", case_tables.CONSENT),
    "note": ("notes", case_tables.NOTE),
    "narrative": ("narratives", case_tables.NARRATIVE),
    "missed": ("missed", case_tables.MISSED),
    "injury": ("injuries", case_tables.INJURY),
    "state_asked": ("states_asked", case_tables.STATE_ASKED),
    "prior_status": ("prior_statuses", case_tables.PRIOR_STATUS),
    "interview_record": ("interview_records", case_tables.INTERVIEW_RECORD),
    "earlier_offence": ("earlier_offences", case_tables.EARLIER_OFFENCE),
    "contradicting_age": ("contradicting_ages", case_tables.CONTRADICTING_AGE),
}
"""Table of the file → field of the record, keys of the table. ``other_case`` and single tables are read apart."""

_OTHER_RECORDS = ("person", "event", "note")
_OTHER_KEYS: Mapping[str, Key] = {
    "ref": Key("ref", "ref", needed_line, required=True),
    "restricted": Key("restricted", "restricted", truth),
    "allowed_roles": Key("allowed_roles", "allowed_roles", list_of(one_line)),
    "documents": Key("documents", "documents", list_of(one_line)),
}
_EXPECT: Mapping[str, tuple[str, ...]] = {
    "document": (
        *("doc", "case", "language", "blocked", "must_contain", "must_contain_any", "must_not_contain"),
        *("checks", "not_checks", "review", "min_annexes", "min_narrative_chars"),
    ),
    "deadline": ("decision", "rule", "reading", "last_day", "safe_day", "note"),
    "name_form": ("lang", "sex", "nom", "gen", "dat", "acc", "ins", "note"),
    "contradiction": ("field", "structured", "narrative"),
    "vault": ("action", "as_role", "of", "result"),
}
_TABLES: Mapping[type, Table] = {
    table.cls: table
    for table in (
        *(table for _, table in _RECORDS.values()),
        *(
            case_tables.META,
            case_tables.CASE,
            PDATE,
            case_tables.NAMES,
            case_tables.CITIZENSHIP,
            case_tables.IDENTITY_PAPER,
        ),
        *(case_tables.SANCTION, case_tables.EXTRADITION, case_tables.AUTHORITY_FILL, case_tables.REASON),
    )
}
_TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


def decode_case_file(data: bytes, name: str) -> str:
    """Bytes of a case file as text; raises :class:`FileNotUnderstood` when too large or not UTF-8."""
    if len(data) > LARGEST_FILE:
        raise _refused(FileFault(printable(name, 200), 1, "", "too_large", {"limit": LARGEST_FILE // 2**20}))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as err:
        line = data.count(b"\n", 0, err.start) + 1
        raise _refused(FileFault(printable(name, 200), line, "", "encoding", {})) from None


def read_case_file(
    text: str, name: str, *, toml: Callable[[str, str], Toml] | None = None
) -> tuple[CaseRecord, tuple[FileFault, ...]]:
    """The whole file as one record, and its citations of ids that it does not have, in order of lines.

    Such a citation is kept as it stands and told, for a check names it before export. ``name`` is what messages call
    the file. ``toml`` reads it in place of :func:`read_toml`, for instance in another process.
    Raises :class:`FileNotUnderstood`; its ``faults`` are :class:`FileFault`, in order of lines.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    plain, lines = (toml or read_toml)(text, printable(name, 200))
    reading = Reading(name, lines)
    record = _record(reading, plain)
    if reading.faults or record is None:
        raise _refused(*sorted(reading.faults, key=lambda fault: fault.line))
    _look_up_references(reading)
    return record, tuple(sorted(reading.faults, key=lambda fault: fault.line))


def parse_case_file(text: str, name: str) -> CaseRecord:
    """The record alone of :func:`read_case_file`; raises the same."""
    return read_case_file(text, name)[0]


def _refused(*faults: FileFault) -> FileNotUnderstood:
    kept = faults[:MOST_FAULTS]
    if len(faults) > MOST_FAULTS:
        more = {"count": len(faults) - MOST_FAULTS}
        kept = (*kept, FileFault(faults[0].file, faults[MOST_FAULTS].line, "", "too_many_faults", more))
    return FileNotUnderstood(kept, what=faults[0].file)


def read_toml(text: str, name: str) -> Toml:
    """Values and lines of a TOML text. Raises :class:`FileNotUnderstood` with one fault: too large, too deep, too many
    keys, or no TOML."""
    if len(text) > LARGEST_FILE or len(text.encode("utf-8", "surrogatepass")) > LARGEST_FILE:
        raise _refused(FileFault(name, 1, "", "too_large", {"limit": LARGEST_FILE // 2**20}))
    try:
        lines = lines_of_keys(text)
        return tomllib.loads(text), lines
    except TooDeep as err:
        raise _refused(FileFault(name, err.line, "", "too_deep", {"limit": DEEPEST})) from None
    except TooMany as err:
        raise _refused(FileFault(name, err.line, "", "too_many", {"limit": MOST_KEYS})) from None
    except (ValueError, RecursionError) as err:  # TOMLDecodeError, or a number of thousands of digits
        message = str(err) if isinstance(err, tomllib.TOMLDecodeError) else "a value that no file of this kind has"
        place = _TOML_PLACE.search(message)
        last_line = text.rstrip().count("\n") + 1
        line = int(place[1]) if place is not None and place[1] else last_line
        what = printable(_TOML_PLACE.sub("", message), 120)
        raise _refused(FileFault(name, line, "", "syntax", {"what": what})) from None


def _record(reading: Reading, plain: dict[str, object]) -> CaseRecord | None:
    meta = _single(reading, plain, "meta", case_tables.META)
    info = _single(reading, plain, "case", case_tables.CASE)
    extradition = _single(reading, plain, "extradition", case_tables.EXTRADITION)
    tables: dict[str, Any] = {}
    for table, value in plain.items():
        if table in _RECORDS:
            field, spec = _RECORDS[table]
            tables[field] = read_records(spec, reading, value, (table,))
        elif table == "other_case":
            tables["other_cases"] = _other_cases(reading, value)
        elif table == "expect":
            tables["expect"] = _expect(reading, value)
        elif table not in ("meta", "case", "extradition"):
            reading.fault((table,), "unknown_table" if isinstance(value, dict | list) else "unknown_key")
    for table in ("meta", "case"):
        if table not in plain:
            reading.fault((), "missing_table", key=table)
    if isinstance(meta, CaseMeta) and meta.schema_version not in (None, case_tables.SCHEMA_VERSION):
        found = meta.schema_version or 0
        reading.fault(("meta", "schema_version"), "too_new", found=found, known=case_tables.SCHEMA_VERSION)
    refs = {info.ref.casefold()} if isinstance(info, CaseInfo) else set()
    others = plain.get("other_case")
    for number, other in enumerate(others if isinstance(others, list) else []):
        ref = other.get("ref") if isinstance(other, dict) else None
        if isinstance(ref, str) and ref.casefold() in refs:
            reading.fault(("other_case", number, "ref"), "duplicate_ref")
        elif isinstance(ref, str):
            refs.add(ref.casefold())
    if reading.faults:
        return None
    return CaseRecord(
        info=cast(CaseInfo, info),
        meta=cast(CaseMeta, meta),
        extradition=cast("Extradition | None", extradition),
        **tables,
    )


def _single(reading: Reading, plain: dict[str, object], name: str, table: Table) -> object:
    if name not in plain:
        return None
    if not isinstance(plain[name], dict):
        reading.fault((name,), "table_needed", key=name)
        return None
    return read_table(table, reading, plain[name], (name,))


def _other_cases(reading: Reading, value: object) -> tuple[OtherCase, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        reading.fault(("other_case",), "array_needed", key="other_case")
        return ()
    cases: list[OtherCase] = []
    for number, entry in enumerate(value):
        path: Path = ("other_case", number)
        before = len(reading.faults)
        fields_: dict[str, Any] = {}
        for name, given in entry.items():
            if name in _OTHER_RECORDS:
                field, table = _RECORDS[name]
                fields_[field] = read_records(table, reading, given, (*path, name))
            elif name in _OTHER_KEYS:
                fields_[name] = _OTHER_KEYS[name].read(reading, given, (*path, name))
            else:
                reading.fault((*path, name), "unknown_key")
        if "ref" not in entry:
            reading.fault(path, "missing_key", key="ref")
        if len(reading.faults) == before:
            cases.append(OtherCase(**fields_))
    return tuple(cases)


def _expect(reading: Reading, value: object) -> dict[str, Any]:
    """``[expect]`` as plain values, dates as text; only its tables and keys are looked at."""
    if not isinstance(value, dict):
        reading.fault(("expect",), "table_needed", key="expect")
        return {}
    for name, given in value.items():
        path: Path = ("expect", name)
        if name == "never":
            list_of(text_value)(reading, given, path)
        elif name not in _EXPECT:
            reading.fault(path, "unknown_table" if isinstance(given, dict | list) else "unknown_key")
        elif not isinstance(given, list) or not all(isinstance(entry, dict) for entry in given):
            reading.fault(path, "array_needed", key=f"expect.{name}")
        else:
            for number, entry in enumerate(given):
                for key in entry:
                    if key not in _EXPECT[name]:
                        reading.fault((*path, number, key), "unknown_key")
    return cast(dict[str, Any], _plain(value))


def _look_up_references(reading: Reading) -> None:
    for scope, path, kind, cited in reading.references:
        if cited not in reading.ids.get((scope, kind), {}):
            reading.fault(path, "bad_reference", kind=kind)


# ---------------------------------------------------------------------------------------------- showing


def _plain(value: Any) -> Any:
    """JSON-able form: dates ``YYYY-MM-DD``, times ISO 8601 with zone, enums their word, records by their file keys."""
    match value:
        case Enum():
            return value.value
        case PartialDate() if value.written_bare:
            return _plain(value.on)
        case dt.date() | dt.time():
            return value.isoformat()
        case list() | tuple():
            return [_plain(entry) for entry in value]
        case dict():
            return {str(key): _plain(entry) for key, entry in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return record_to_plain(value)
    return value


def record_to_plain(record: object) -> dict[str, Any]:
    """One record under the key names of §11; keys that were not given are ``None``."""
    table = _TABLES.get(type(record))
    if table is None:
        if not is_dataclass(record) or isinstance(record, type):
            raise TypeError(f"no record of a case: {type(record).__name__}")
        return {field.name: _plain(getattr(record, field.name)) for field in fields(record)}
    shown = {key.name: _plain(getattr(record, key.field)) for key in table.keys}
    if table is case_tables.DECISION:
        shown["reasons"] = shown["reason"]
    if table is case_tables.NOTE:
        hidden = {field.name for field in fields(ConsultationNote)} - set(shown)
        shown |= {name: _plain(getattr(record, name)) for name in sorted(hidden)}
    return shown


def _tables_to_plain(record: CaseRecord | OtherCase, names: tuple[str, ...]) -> dict[str, Any]:
    return {_RECORDS[name][0]: _plain(getattr(record, _RECORDS[name][0]) or ()) for name in names}


def _other_to_plain(case: OtherCase) -> dict[str, Any]:
    shown = {name: _plain(getattr(case, name)) for name in _OTHER_KEYS}
    tables = _tables_to_plain(case, _OTHER_RECORDS)
    singular = {name: tables[_RECORDS[name][0]] for name in _OTHER_RECORDS}
    return {**shown, **tables, **singular}


def case_to_plain(record: CaseRecord) -> dict[str, Any]:
    """What ``case show`` prints of the record itself (``cli.md``); deadlines and drafts are added by the service.

    The keys of ``[case]`` stand at the top, ``[meta]`` under ``meta``; each table of §11 under its plural, and where
    the plural is another word than a reader of §11 may look for, under the table's own name too. A list is empty
    when the table was absent; a single key that was not given is ``None``.
    """
    extradition = None if record.extradition is None else record_to_plain(record.extradition)
    shown: dict[str, Any] = {
        **record_to_plain(record.info),
        "id": record.id,
        "case_id": record.meta.case_id,
        "title": record.meta.title,
        "stage": record.stage,
        "opened_on": _plain(record.opened_on),
        "meta": record_to_plain(record.meta),
        **_tables_to_plain(record, tuple(_RECORDS)),
        "extradition": extradition,
        "extraditions": [] if extradition is None else [extradition],
        "other_cases": [_other_to_plain(case) for case in record.other_cases or ()],
        "expect": _plain(record.expect),
    }
    for name in ("state_asked", "prior_status"):
        shown[name] = shown[_RECORDS[name][0]]
    return shown
