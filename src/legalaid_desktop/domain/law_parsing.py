"""Law data: TOML texts into one :class:`LawPack`; every fault at once, with file and line.

Four files make a pack: ``deadlines.toml``, ``authorities.toml``, ``taxonomy.toml``, ``sources.toml``.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from string import Formatter
from typing import Any, cast

from legalaid_desktop.domain import law
from legalaid_desktop.domain.calendar import orthodox_easter
from legalaid_desktop.domain.case_schema import Key, Table, keys, read_table
from legalaid_desktop.domain.case_values import (
    Reading,
    day,
    list_of,
    local_id,
    needed_line,
    one_line,
    one_of,
    text,
    truth,
    whole_number,
)
from legalaid_desktop.domain.file_fault import FileFault
from legalaid_desktop.domain.toml_lines import DEEPEST, MOST_KEYS, Path, TooDeep, TooMany, lines_of_keys
from legalaid_desktop.errors import FileNotUnderstood

FILES = ("deadlines.toml", "authorities.toml", "taxonomy.toml", "sources.toml")
UNITS = ("hour", "day", "calendar_day", "working_day", "month", "year")
CASES = ("nom", "gen", "dat", "acc", "ins", "prep")
GAPS = frozenset(f"{name}{lang}" for name in ("district_gen", "city_gen", "owner_gen") for lang in ("", "_be")) | {
    "number"
}
TAXONOMIES = (
    *("axis", "topic", "problem", "service", "result", "legal_status", "age_group", "sex", "vulnerability"),
    *("channel", "citizenship_special", "urgency"),
)
LARGEST = 4 * 1024 * 1024
MOST_ROWS = 2_000

_ADDRESS = re.compile(r"https?:|www\.", re.IGNORECASE)
_FORM_KEY = re.compile(r"^(?:ru|be|en)_[a-z_]+$|^header_(?:person_)?(?:ru|be|en)$")
_CONFIDENCE = one_of(law.Confidence)


def _source(reading: Reading, value: object, path: Path) -> str | None:
    source = one_line(reading, value, path)
    if source and not re.fullmatch(r"src-\d{3}", source):
        reading.fault(path, "law_source")
        return None
    return source


_PROVENANCE = (
    Key("confidence", "confidence", _CONFIDENCE, required=True),
    Key("source", "source", _source),
    Key("note", "note", text),
)
RULE = Table(
    law.DeadlineRule,
    (
        Key("id", "id", local_id, required=True),
        *(Key(name, name, needed_line, required=True) for name in ("area", "act_ru", "act_be", "act_en")),
        *(Key(name, name, needed_line, required=True) for name in ("trigger_ru", "trigger_be", "trigger_en")),
        Key("kind", "kind", one_of(("client_act", "authority_act", "validity", "exposure", "closed")), required=True),
        *keys(whole_number(1, 3650), "limit", "safe_limit", "limit_min"),
        *keys(one_of(UNITS), "unit", "safe_unit", "unit_min"),
        Key("limit_known", "limit_known", truth, required=True),
        Key(
            "count_from",
            "count_from",
            one_of(
                (
                    *("day_after_trigger", "trigger_day", "moment", "registration", "decision", "filing"),
                    "before_expiry",
                )
            ),
        ),
        Key("office_target_days", "office_target_days", whole_number(0, 3650)),
        *(Key(name, name, one_of(("yes", "no", "unknown", "na")), required=True) for name in ("suspensive", "roll")),
        *keys(day, "closed_since", "source_date"),
        *keys(text, "legal_basis", "legal_basis_ru", "legal_basis_be", "note_ru", "note_be"),
        Key("stale", "stale", truth),
        Key("source_kind", "source_kind", one_line),
        *_PROVENANCE,
    ),
)
HOLIDAY = Table(
    law.Holiday,
    (
        Key("id", "id", local_id, required=True),
        *(Key(name, name, needed_line, required=True) for name in ("name_ru", "name_be", "name_en")),
        Key("month", "month", whole_number(1, 12)),
        Key("day", "day", whole_number(1, 31)),
        Key("easter_offset", "easter_offset", whole_number(-100, 100)),
        *_PROVENANCE,
    ),
)
YEAR = Table(
    law.CalendarYear,
    (
        Key("year", "year", whole_number(1900, 2200), required=True),
        *keys(list_of(day), "moved_off", "moved_working"),
        Key("complete", "complete", truth, required=True),
        Key("legal_basis", "legal_basis", text),
        *_PROVENANCE,
    ),
)
_META_KEYS = frozenset({"schema_version", "jurisdiction", "version", "compiled", "newest_source_date", "min_cell"})
_META_KEYS |= {"reviewed_by_lawyer"}


def parse_law(files: Mapping[str, str]) -> law.LawPack:
    """All files of a pack by name. Raises :class:`FileNotUnderstood` with every fault of every file."""
    faults: list[FileFault] = []
    plain: dict[str, dict[str, Any]] = {}
    readings: dict[str, Reading] = {}
    for name in FILES:
        plain[name], readings[name] = _toml(files.get(name, ""), name, faults)
    deadlines, authorities = plain["deadlines.toml"], plain["authorities.toml"]
    taxonomy = _taxonomy(readings["taxonomy.toml"], plain["taxonomy.toml"])
    regions = _regions(readings["authorities.toml"], authorities)
    version, as_of = _meta(readings["deadlines.toml"], deadlines)
    rules = _rows(readings["deadlines.toml"], deadlines, "deadline", RULE, _check_rule)
    holidays = _rows(readings["deadlines.toml"], deadlines, "holiday", HOLIDAY, _check_holiday)
    years = _rows(readings["deadlines.toml"], deadlines, "calendar_year", YEAR, _check_year)
    _check_easter(readings["deadlines.toml"], deadlines)
    for place, row in _entries(readings["deadlines.toml"], deadlines, "counting_rule"):
        _check_provenance(readings["deadlines.toml"], row, place)
    pack = law.LawPack(
        as_of=as_of,
        version=version,
        rules={rule.id: rule for rule in cast(list[law.DeadlineRule], rules)},
        holidays=tuple(cast(list[law.Holiday], holidays)),
        calendar_years={year.year: year for year in cast(list[law.CalendarYear], years)},
        authorities={body.id: body for body in _authorities(readings["authorities.toml"], authorities, regions)},
        regions=regions,
        topics=taxonomy.get("topic", {}),
        sources={row.id: row for row in _law_rows(readings["sources.toml"], plain["sources.toml"])},
        taxonomy=taxonomy,
        law_as_of={key: str(value) for key, value in _table(deadlines.get("law_as_of")).items()},
    )
    for name in FILES:
        _no_addresses(readings[name], plain[name], ())
        faults += sorted(readings[name].faults, key=lambda fault: fault.line)
    if faults:
        raise FileNotUnderstood(tuple(faults[:200]), what=faults[0].file)
    return pack


def _toml(source: str, name: str, faults: list[FileFault]) -> tuple[dict[str, Any], Reading]:
    source = source.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        if len(source) > LARGEST:
            raise ValueError("too large")
        lines = lines_of_keys(source)
        return tomllib.loads(source), Reading(name, lines)
    except TooDeep as err:
        faults.append(FileFault(name, err.line, "", "too_deep", {"limit": DEEPEST}))
    except TooMany as err:
        faults.append(FileFault(name, err.line, "", "too_many", {"limit": MOST_KEYS}))
    except (ValueError, RecursionError) as err:
        place = re.search(r"at line (\d+)", str(err))
        line = int(place[1]) if place else source.count("\n") + 1
        what = str(err) if isinstance(err, tomllib.TOMLDecodeError) else "a value that no file of this kind has"
        faults.append(FileFault(name, line, "", "syntax", {"what": what[:120]}))
    return {}, Reading(name, {(): 1})


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _entries(reading: Reading, plain: dict[str, Any], name: str) -> list[tuple[Path, dict[str, Any]]]:
    """The rows of an array of tables, with distinct ids."""
    value = plain.get(name, [])
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        reading.fault((name,), "array_needed", key=name)
        return []
    if not value:
        reading.fault((), "missing_table", key=name)
    if len(value) > MOST_ROWS:
        reading.fault((name,), "too_many", limit=MOST_ROWS)
        return []
    seen: dict[object, int] = {}
    for number, row in enumerate(value):
        known = str(row.get("id", row.get("year")))
        path: Path = (name, number, "id")
        if known in seen:
            reading.fault(path, "duplicate_id", line=seen[known])
        seen[known] = reading.line(path)
    return [((name, number), row) for number, row in enumerate(value)]


def _rows(
    reading: Reading,
    plain: dict[str, Any],
    name: str,
    table: Table,
    check: Callable[[Reading, Any, Path], None],
) -> list[object]:
    found: list[object] = []
    for path, row in _entries(reading, plain, name):
        record = read_table(table, reading, row, path)
        if record is not None:
            check(reading, record, path)
            found.append(record)
    return found


def _check_provenance(reading: Reading, row: dict[str, Any], path: Path) -> None:
    """Rows that are shown but not counted with: where they come from must still be said rightly."""
    if "confidence" in row:
        _CONFIDENCE(reading, row["confidence"], (*path, "confidence"))
    if "source" in row:
        _source(reading, row["source"], (*path, "source"))


def _meta(reading: Reading, plain: dict[str, Any]) -> tuple[str, dt.date]:
    meta = _table(plain.get("meta"))
    if "meta" not in plain:
        reading.fault((), "missing_table", key="meta")
    for key in meta:
        if key not in _META_KEYS:
            reading.fault(("meta", key), "unknown_key")
    if meta.get("schema_version") != 1:
        reading.fault(("meta", "schema_version"), "too_new", found=str(meta.get("schema_version")), known=1)
    version = needed_line(reading, meta.get("version", ""), ("meta", "version"))
    compiled = day(reading, meta.get("compiled"), ("meta", "compiled"))
    for name in plain:
        if name not in (
            "meta",
            "law_as_of",
            "counting_rule",
            "holiday",
            "calendar_year",
            "radunitsa_check",
            "deadline",
        ):
            reading.fault((name,), "unknown_table")
    return version or "", compiled or dt.date(1900, 1, 1)


def _check_rule(reading: Reading, rule: law.DeadlineRule, path: Path) -> None:
    numbers = (rule.limit is not None, rule.unit is not None)
    if numbers != (rule.limit_known, rule.limit_known):
        reading.fault(path, "law_limit")
    if (rule.safe_limit is None) != (rule.safe_unit is None) or (rule.limit_min is None) != (rule.unit_min is None):
        reading.fault(path, "law_safe")
    if rule.limit_known and rule.count_from is None:
        reading.fault(path, "missing_key", key="count_from")


def _check_holiday(reading: Reading, holiday: law.Holiday, path: Path) -> None:
    fixed = (holiday.month is not None, holiday.day is not None)
    if fixed != (holiday.easter_offset is None, holiday.easter_offset is None):
        reading.fault(path, "law_no_day")
    elif holiday.month is not None and holiday.day is not None:
        try:
            dt.date(2024, holiday.month, holiday.day)
        except ValueError:
            reading.fault((*path, "day"), "bad_number", low=1, high=31)


def _check_year(reading: Reading, year: law.CalendarYear, path: Path) -> None:
    for name, days, weekend in (("moved_off", year.moved_off, False), ("moved_working", year.moved_working, True)):
        for number, moved in enumerate(days):
            if moved.year != year.year:
                reading.fault((*path, name, number), "law_calendar_year", day=moved.isoformat())
            elif (moved.weekday() >= 5) is not weekend:
                reading.fault((*path, name, number), "law_calendar_day", day=moved.isoformat())


def _check_easter(reading: Reading, plain: dict[str, Any]) -> None:
    """The checks that a pack brings along must come out of the program's own rule."""
    for path, row in _entries(reading, plain, "radunitsa_check"):
        year = whole_number(1900, 2200)(reading, row.get("year"), (*path, "year"))
        if not isinstance(year, int):
            continue
        easter = orthodox_easter(year)
        for key, expected in (("easter", easter), ("radunitsa", easter + dt.timedelta(days=9))):
            if row.get(key) != expected:
                reading.fault((*path, key), "law_easter", day=expected.isoformat())


# ---------------------------------------------------------------------------------------------- authorities


def _forms(reading: Reading, row: dict[str, Any], path: Path, needed: tuple[str, ...]) -> dict[str, str]:
    forms: dict[str, str] = {}
    for key, value in row.items():
        if _FORM_KEY.match(key) and key != "role_en":
            form = needed_line(reading, value, (*path, key))
            if isinstance(form, str):
                forms[key] = form
    for key in needed:
        if key not in row:
            reading.fault(path, "law_form", key=key)
    return forms


def _gaps(form: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(form) if name is not None}
    except ValueError:
        return {"?"}


def _regions(reading: Reading, plain: dict[str, Any]) -> dict[str, dict[str, str]]:
    needed = tuple(f"{lang}_{case}" for lang in ("ru", "be") for case in ("nom", "gen", "dat", "acc", "prep"))
    regions: dict[str, dict[str, str]] = {}
    for path, row in _entries(reading, plain, "region"):
        _check_provenance(reading, row, path)
        regions[str(row.get("id"))] = _forms(reading, row, path, needed)
    return regions


def _authorities(reading: Reading, plain: dict[str, Any], regions: Mapping[str, object]) -> list[law.Authority]:
    needed = tuple(f"{lang}_{case}" for lang in ("ru", "be") for case in CASES)
    found: list[law.Authority] = []
    for path, row in _entries(reading, plain, "authority"):
        forms = _forms(reading, row, path, (*needed, "header_ru", "header_be"))
        rest = {key: value for key, value in row.items() if key not in forms}
        body = read_table(_AUTHORITY, reading, rest, path)
        if not isinstance(body, law.Authority):
            continue
        if body.region is not None and body.region not in regions:
            reading.fault((*path, "region"), "law_region")
        allowed = GAPS if body.template else frozenset()
        for key, form in forms.items():
            for gap in sorted(_gaps(form) - allowed):
                reading.fault((*path, key), "law_placeholder", key=gap[:40])
        found.append(replace(body, forms=forms))
    for name in plain:
        if name not in ("meta", "region", "authority"):
            reading.fault((name,), "unknown_table")
    return found


_AUTHORITY = Table(
    law.Authority,
    (
        Key("id", "id", local_id, required=True),
        Key("type", "type", needed_line, required=True),
        *keys(one_line, "region", "role_en"),
        Key("template", "template", truth),
        *_PROVENANCE,
    ),
    defaults=(("forms", {}),),
)
_LAW_ROW = Table(
    law.LawRow,
    (
        Key("id", "id", local_id, required=True),
        Key("kind", "kind", one_of(("act", "article", "treaty", "treaty_article", "term")), required=True),
        Key("stale", "stale", truth),
        *keys(day, "valid_from", "valid_to"),
        *_PROVENANCE,
    ),
    defaults=(("forms", {}),),
)


def _law_rows(reading: Reading, plain: dict[str, Any]) -> list[law.LawRow]:
    found: list[law.LawRow] = []
    for path, row in _entries(reading, plain, "source"):
        forms = _forms(reading, row, path, ())
        record = read_table(_LAW_ROW, reading, {k: v for k, v in row.items() if k not in forms}, path)
        if isinstance(record, law.LawRow):
            found.append(replace(record, forms=forms))
    return found


def _taxonomy(reading: Reading, plain: dict[str, Any]) -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = {}
    for kind in TAXONOMIES:
        rows: dict[str, dict[str, str]] = {}
        for path, row in _entries(reading, plain, kind):
            _check_provenance(reading, row, path)
            labels: dict[str, str] = {}
            for lang in ("ru", "be", "en"):
                label = needed_line(reading, row.get(f"label_{lang}", ""), (*path, f"label_{lang}"))
                labels[lang] = label if isinstance(label, str) else ""
            labels |= {key: str(row[key]) for key in ("group", "unit", "confidence") if key in row}
            rows[str(row.get("id"))] = labels
        found[kind] = rows
    for name in plain:
        if name not in (*TAXONOMIES, "meta", "statistics"):
            reading.fault((name,), "unknown_table")
    return found


def _no_addresses(reading: Reading, value: object, path: Path) -> None:
    if isinstance(value, str) and _ADDRESS.search(value):
        reading.fault(path, "law_address")
    elif isinstance(value, dict):
        for key, entry in value.items():
            _no_addresses(reading, entry, (*path, key))
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            _no_addresses(reading, entry, (*path, number))
