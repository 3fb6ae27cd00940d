"""A law pack: TOML texts into one :class:`LawPack`; every fault of every file at once, with file and line.

``pack.toml`` says what the pack is; the other files (:data:`FILES`) hold its rows. ``docs/law-packs.md`` tells a lawyer
how to edit one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from legalaid_desktop.domain import law
from legalaid_desktop.domain.case_schema import Table
from legalaid_desktop.domain.case_values import Reading, needed_line, truth, whole_number
from legalaid_desktop.domain.document_codes import CODES
from legalaid_desktop.domain.file_fault import FileFault
from legalaid_desktop.domain.law_forms import (
    CASES,
    TAXONOMIES,
    authorities_of,
    counting_of,
    glossary_of,
    regions_of,
    sources_of,
    taxonomy_of,
)
from legalaid_desktop.domain.law_reading import LawFile, by_id, newest
from legalaid_desktop.domain.law_remedies import nothing_placed, read_competence, read_remedies
from legalaid_desktop.domain.law_remedies_checks import Elsewhere, check_competence, check_remedies
from legalaid_desktop.domain.law_soundness import (
    check_dates,
    check_easter,
    check_holiday,
    check_rule,
    check_texts,
    check_year,
)
from legalaid_desktop.domain.law_tables import HOLIDAY, RULE, UNITS, YEAR, law_day, source_id
from legalaid_desktop.domain.law_version import read_version
from legalaid_desktop.domain.toml_lines import Path
from legalaid_desktop.errors import FileNotUnderstood

__all__ = ["CASES", "FILES", "PACK", "TAXONOMIES", "UNITS", "parse_law"]

PACK: Final = "pack.toml"
FILES: Final = (
    *(PACK, "deadlines.toml", "counting.toml", "calendars.toml", "authorities.toml", "remedies.toml"),
    *("competence.toml", "taxonomy.toml", "sources.toml", "glossary.toml"),
)
SCHEMA_VERSION: Final = 1
MOST_FAULTS: Final = 200
_PACK_KEYS: Final = frozenset(
    {
        *("schema_version", "id", "version", "jurisdiction", "compiled", "newest_source_date", "reviewed_by_lawyer"),
        *("title_ru", "title_be", "title_en"),
    }
)
_SAID: Final = ("ru", "be")
"""Languages in which a pack may say how recent its sources are, beside English."""
_PACK_ID: Final = re.compile(r"[a-z][a-z0-9-]{0,15}", re.ASCII)
_UNKNOWN_DAY: Final = dt.date(1900, 1, 1)


def parse_law(files: Mapping[str, str]) -> law.LawPack:
    """All files of a pack by name. Raises :class:`FileNotUnderstood` with the faults of every file, the first
    :data:`MOST_FAULTS` of them."""
    read = {name: LawFile(name, files.get(name)) for name in FILES}
    about = _about(read[PACK])
    deadlines, calendars = read["deadlines.toml"], read["calendars.toml"]
    deadlines.only(("deadline",))
    calendars.only(("holiday", "calendar_year", "radunitsa_check"))
    read["counting.toml"].only(("counting_rule",))
    read["authorities.toml"].only(("region", "authority"))
    read["sources.toml"].only(("source",))
    read["glossary.toml"].only(("term",))
    rules = by_id(deadlines.rows("deadline", RULE, check_rule))
    holidays = calendars.rows("holiday", HOLIDAY, check_holiday)
    years = calendars.rows("calendar_year", YEAR, check_year, key="year")
    check_easter(calendars)
    regions = regions_of(read["authorities.toml"])
    authorities = authorities_of(read["authorities.toml"], regions)
    sources = sources_of(read["sources.toml"])
    taxonomy = taxonomy_of(read["taxonomy.toml"])
    statistics = read["taxonomy.toml"].table("statistics")
    read["taxonomy.toml"].provenance(statistics, ("statistics",))
    least = whole_number(1, 100)(
        read["taxonomy.toml"].reading, statistics.get("min_cell", 5), ("statistics", "min_cell")
    )
    placed = nothing_placed()
    remedies = read_remedies(_rows_of(read["remedies.toml"]), placed)
    competence = read_competence(_rows_of(read["competence.toml"]), placed)
    known = Elsewhere(
        rules=deadlines.named("deadline", "id").keys(),
        authorities=read["authorities.toml"].named("authority", "type"),
        regions=set(regions),
        papers=set(CODES),
    )
    check_remedies(read["remedies.toml"].reading, placed, known)
    check_competence(read["competence.toml"].reading, placed, known)
    pack = law.LawPack(
        **about,
        rules=newest(rules),
        holidays=tuple(row for _, row in holidays),
        calendar_years={row.year: row for row in sorted((row for _, row in years), key=_begin)},
        authorities=newest(authorities),
        regions=regions,
        topics=taxonomy.get("topic", {}),
        sources=newest(sources),
        taxonomy=taxonomy,
        min_cell=least if isinstance(least, int) else 5,
        counting=counting_of(read["counting.toml"]),
        glossary=glossary_of(read["glossary.toml"]),
        remedies=remedies,
        competence=competence,
        rule_rows=rules,
        authority_rows=authorities,
        source_rows=sources,
    )
    _refuse_faults(read, pack.as_of)
    return pack


def _refuse_faults(read: Mapping[str, LawFile], compiled: dt.date) -> None:
    faults: list[FileFault] = []
    for file in read.values():
        check_texts(file)
        if compiled > _UNKNOWN_DAY:
            check_dates(file, compiled)
        faults += sorted(file.reading.faults, key=lambda fault: fault.line)
    if faults:
        told = faults[:MOST_FAULTS]
        if len(faults) > MOST_FAULTS:
            left = len(faults) - MOST_FAULTS
            told.append(FileFault(told[-1].file, told[-1].line, "", "too_many_faults", {"count": left}))
        raise FileNotUnderstood(tuple(told), what=faults[0].file)


def _rows_of(file: LawFile) -> Callable[[str, Table], list[tuple[Path, Any]]]:
    """What ``law_remedies`` reads its rows by."""

    def rows(name: str, table: Table) -> list[tuple[Path, Any]]:
        return file.rows(name, table, _source_named)

    return rows


def _source_named(reading: Reading, row: Any, path: Path) -> None:
    source_id(reading, row.source, (*path, "source"))


def _begin(row: law.Period) -> dt.date:
    return row.valid_from or dt.date.min


def _about(file: LawFile) -> dict[str, Any]:
    """``pack.toml`` as fields of a :class:`LawPack`."""
    reading = file.reading
    if not file.there:
        return {"id": "", "version": "", "as_of": _UNKNOWN_DAY}
    file.only(("pack", "law_as_of", *(f"law_as_of_{lang}" for lang in _SAID)))
    given = file.table("pack")
    for key in given:
        if key not in _PACK_KEYS:
            reading.fault(("pack", key), "unknown_key")
    if given.get("schema_version") != SCHEMA_VERSION:
        found = str(given.get("schema_version"))[:20]
        reading.fault(("pack", "schema_version"), "too_new", found=found, known=SCHEMA_VERSION)
    compiled = law_day(reading, given.get("compiled"), ("pack", "compiled")) or _UNKNOWN_DAY
    newest_source = None
    if "newest_source_date" in given:
        newest_source = law_day(reading, given["newest_source_date"], ("pack", "newest_source_date"))
        if newest_source is not None and newest_source > compiled > _UNKNOWN_DAY:
            reading.fault(("pack", "newest_source_date"), "law_after_compiled", day=compiled.isoformat())
    as_of = file.table("law_as_of")
    for key, value in as_of.items():
        needed_line(reading, value, ("law_as_of", key))
    said = {lang: file.table(f"law_as_of_{lang}") for lang in _SAID}
    for lang, areas in said.items():
        for key, value in areas.items():
            needed_line(reading, value, (f"law_as_of_{lang}", key))
            if key not in as_of:
                reading.fault((f"law_as_of_{lang}", key), "unknown_key")
    return {
        "id": _pack_id(reading, given.get("id")),
        "version": _version(reading, given.get("version"), compiled),
        "title": file.three(given, ("pack",), "title"),
        "jurisdiction": needed_line(reading, given.get("jurisdiction", ""), ("pack", "jurisdiction")) or "",
        "as_of": compiled,
        "newest_source": newest_source,
        "reviewed_by_lawyer": truth(reading, given.get("reviewed_by_lawyer"), ("pack", "reviewed_by_lawyer")) or False,
        "law_as_of": {key: str(value) for key, value in as_of.items()},
        "law_as_of_words": {lang: {key: str(value) for key, value in areas.items()} for lang, areas in said.items()},
    }


def _pack_id(reading: Reading, value: object) -> str:
    given = needed_line(reading, value if value is not None else "", ("pack", "id"))
    if given is not None and not _PACK_ID.fullmatch(given):
        reading.fault(("pack", "id"), "law_pack_id")
    return given or ""


def _version(reading: Reading, value: object, compiled: dt.date) -> str:
    given = needed_line(reading, value if value is not None else "", ("pack", "version"))
    if given is None:
        return ""
    version = read_version(given)
    if version is None or not 2020 <= version.day.year <= 2100:
        reading.fault(("pack", "version"), "law_version")
    elif version.day < compiled:
        reading.fault(("pack", "version"), "law_version_early", day=compiled.isoformat())
    return given
