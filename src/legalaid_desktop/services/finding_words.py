"""A finding in the consultant's language: its sentence, and the shape of ``cli.md``."""

from __future__ import annotations

import re
from typing import Any

from legalaid_desktop.domain.finding import Finding
from legalaid_desktop.domain.ids import RuleId
from legalaid_desktop.host.wording import wording
from legalaid_desktop.services.labels import shipped_labels
from legalaid_desktop.services.law import shipped_law

_ISO_DAY = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?![\w-])")
_ISO_RANGE = re.compile(r"(?<![\w-])(\d{4}-\d{2}-\d{2})…(?=\d{4}-\d{2}-\d{2})")
_STATE = re.compile(r"(?<!\w)[A-Z]{2}(?!\w)")


def finding_id(finding: Finding) -> str:
    """Locale id of its sentence: ``check.dl-past.passed``."""
    return f"check.{finding.id.removeprefix('CHK-').lower()}.{finding.variant}"


def finding_text(finding: Finding, lang: str) -> str:
    """The sentence, with days as people write them (04.12.2026)."""
    record = finding.where.record if finding.where and finding.where.record else "–"
    params: dict[str, str | int] = {"record": record, **finding.params}
    # A text that the finding brings in every language stands under ``…_<language>``.
    params.update({key.removesuffix(f"_{lang}"): text for key, text in params.items() if key.endswith(f"_{lang}")})
    for key, value in params.items():
        if isinstance(value, str) and _ISO_DAY.search(value):
            params[key] = _days(value)
    if finding.params.get("field") == "route":
        params["structured"] = fact_words("route", str(params["structured"]), lang)
    if "rule" in params and f"rule_{lang}" not in params:
        params["rule"] = _act(str(params["rule"]), lang)
    return wording(lang).say(finding_id(finding), **params)


def _days(text: str) -> str:
    """«12.09.2025»; «01.08.2021 – 31.08.2021» for the days that a date known in part may be."""
    return _ISO_DAY.sub(r"\3.\2.\1", _ISO_RANGE.sub(r"\1 – ", text))


def fact_words(field: str, value: str, lang: str) -> str:
    """A fact of the case as a contradiction shows it: days as people write them, states by name."""
    if field != "route":
        return _days(value)
    labels = shipped_labels()

    def name(found: re.Match[str]) -> str:
        return labels.label_or("country_short", found.group(), lang) or found.group()

    return _STATE.sub(name, value)


def _act(rule: str, lang: str) -> str:
    """What a rule is about («жалоба в суд на решение об отказе в защите»), for a finding that was kept before findings
    brought these words along in the words of their own law."""
    known = shipped_law().rules.get(RuleId(rule))
    if known is None:
        return rule
    return {"en": known.act_en, "be": known.act_be or known.act_ru}.get(lang, known.act_ru)


def finding_json(finding: Finding, lang: str) -> dict[str, Any]:
    place = finding.where
    return {
        "id": finding.id,
        "severity": finding.severity.value,
        "message": finding_text(finding, lang),
        "where": {"section": place.section, "record": place.record, "text": place.text} if place else None,
        "overridden": finding.overridden,
    }
