"""Rows of a law pack that carry words: bodies and acts in their grammatical cases, labels, counting rules, terms."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from string import Formatter
from typing import Any, Final

from legalaid_desktop.domain import law
from legalaid_desktop.domain.case_values import Reading, needed_line
from legalaid_desktop.domain.law_reading import LawFile, Row, by_id, newest
from legalaid_desktop.domain.law_tables import AUTHORITY, COUNTING, LANGUAGES, LAW_ROW, TERM
from legalaid_desktop.domain.toml_lines import Path

CASES: Final = ("nom", "gen", "dat", "acc", "ins", "prep")
GAPS: Final = frozenset(
    {f"{name}{lang}" for name in ("district_gen", "city_gen", "owner_gen") for lang in ("", "_be")} | {"number"}
)
TAXONOMIES: Final = (
    *("axis", "topic", "problem", "service", "result", "legal_status", "age_group", "sex", "vulnerability"),
    *("channel", "citizenship_special", "urgency"),
)
_FORM_KEY: Final = re.compile(r"^(?:ru|be|en)_[a-z_]+$|^header_(?:person_)?(?:ru|be|en)$")


def regions_of(file: LawFile) -> dict[str, dict[str, str]]:
    needed = tuple(f"{lang}_{case}" for lang in ("ru", "be") for case in ("nom", "gen", "dat", "acc", "prep"))
    regions: dict[str, dict[str, str]] = {}
    for path, row in file.entries("region"):
        file.provenance(row, path)
        regions[str(row.get("id"))] = _forms(file.reading, row, path, needed)
    return regions


def authorities_of(file: LawFile, regions: Collection[str]) -> dict[Any, tuple[Any, ...]]:
    needed = (*(f"{lang}_{case}" for lang in ("ru", "be") for case in CASES), "header_ru", "header_be")
    found: list[tuple[Path, Any]] = []
    for path, row in file.entries("authority"):
        forms = _forms(file.reading, row, path, needed)
        body = file.add([], AUTHORITY, {key: value for key, value in row.items() if key not in forms}, path)
        if not isinstance(body, law.Authority):
            continue
        if body.region is not None and body.region not in regions:
            file.reading.fault((*path, "region"), "law_region")
        allowed = GAPS if body.template else frozenset()
        for key, form in forms.items():
            for gap in sorted(_gaps(form) - allowed):
                file.reading.fault((*path, key), "law_placeholder", key=gap[:40])
        found.append((path, replace(body, forms=forms)))
    return by_id(found)


def sources_of(file: LawFile) -> dict[Any, tuple[Any, ...]]:
    found: list[tuple[Path, Any]] = []
    for path, row in file.entries("source"):
        forms = _forms(file.reading, row, path, ())
        rest = {key: value for key, value in row.items() if key not in forms and not key.startswith("checked_text_")}
        read = file.three(row, path, "checked_text") if len(rest) + len(forms) < len(row) else {}
        record = file.add([], LAW_ROW, rest, path)
        if isinstance(record, law.LawRow):
            found.append((path, replace(record, forms=forms, checked_text=read)))
    return by_id(found)


def counting_of(file: LawFile) -> dict[str, law.CountingRule]:
    found: list[tuple[Path, Any]] = []
    for path, row in file.entries("counting_rule"):
        words = {stem: file.three(row, path, stem) for stem in ("title", "rule")}
        rest = {key: value for key, value in row.items() if not key.startswith(("title_", "rule_"))}
        record = file.add([], COUNTING, rest, path)
        if isinstance(record, law.CountingRule):
            found.append((path, replace(record, title=words["title"], rule=words["rule"])))
    return newest(by_id(found))


def glossary_of(file: LawFile) -> dict[str, law.Term]:
    found: list[tuple[Path, Any]] = []
    for path, row in file.entries("term"):
        words = _three_words(file, row, path)
        record = file.add([], TERM, {key: value for key, value in row.items() if key not in LANGUAGES}, path)
        if isinstance(record, law.Term):
            found.append((path, replace(record, words=words)))
    return newest(by_id(found))


def taxonomy_of(file: LawFile) -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = {}
    for kind in TAXONOMIES:
        rows: dict[str, dict[str, str]] = {}
        for path, row in file.entries(kind):
            file.provenance(row, path)
            labels: dict[str, str] = {}
            for lang in LANGUAGES:
                label = needed_line(file.reading, row.get(f"label_{lang}", ""), (*path, f"label_{lang}"))
                labels[lang] = label if isinstance(label, str) else ""
            labels |= {key: str(row[key]) for key in ("group", "unit", "confidence") if key in row}
            rows[str(row.get("id"))] = labels
        found[kind] = rows
    file.only((*TAXONOMIES, "statistics"))
    return found


def _three_words(file: LawFile, row: Row, path: Path) -> dict[str, str]:
    words: dict[str, str] = {}
    for lang in LANGUAGES:
        word = needed_line(file.reading, row.get(lang, ""), (*path, lang))
        words[lang] = word if isinstance(word, str) else ""
    return words


def _forms(reading: Reading, row: Mapping[str, Any], path: Path, needed: tuple[str, ...]) -> dict[str, str]:
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
