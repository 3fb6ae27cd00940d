"""Places in an English paper: a town, a prison by what it is, the region. What cannot be told so is left out."""

from __future__ import annotations

import re
from typing import Final

from legalaid_desktop.documents.facts.abroad import as_written
from legalaid_desktop.documents.facts.source import FactSource
from legalaid_desktop.grammar.latin import is_latin, transliterated

_REGIONS: Final = {
    "brest": "Brest region", "vitebsk": "Vitebsk region", "gomel": "Gomel region", "grodno": "Grodno region",
    "minsk_oblast": "Minsk region", "mogilev": "Mogilev region", "minsk_city": "city of Minsk",
}  # fmt: skip
_KINDS_OF_PLACE: Final = (
    (r"следственн\w+\s+изолятор\w*|\bсизо\b", "remand prison (SIZO)"),
    (r"изолятор\w*\s+временного\s+содержания|\bивс\b", "temporary holding facility (IVS)"),
    (r"центр\w*\s+изоляции\s+правонарушителей|\bцип\b", "centre for the isolation of offenders (TsIP)"),
)
_SETTLEMENT: Final = re.compile(
    r"^(?P<kind>г\.|город|горад|деревня|д\.|вёска|посёлок|поселок|пос\.)\s*(?P<name>[А-ЯЁІЎ][\w’'-]+)$"
)
_SETTLEMENTS: Final = {"г": "city of", "д": "village of", "в": "village of", "п": "settlement of"}


def place_abroad(source: FactSource, value: str | None) -> str:
    """A place in English: as typed in Latin letters, a settlement or a prison by what it is; else nothing."""
    if source.language != "en":
        return as_written(source, value)
    words = re.sub(r"\s*\([^()]*\)", "", " ".join((value or "").split())).strip(" .;")
    if is_latin(words):
        return words
    if found := _SETTLEMENT.match(words.strip(" .")):
        return f"{_SETTLEMENTS[found['kind'][0]]} {transliterated(found['name'])}"
    for pattern, kind in _KINDS_OF_PLACE:
        if hit := re.search(pattern, words, re.IGNORECASE):
            number = re.match(r"\s*№\s*(\w+)", words[hit.end() :])
            return f"{kind} No.\u00a0{transliterated(number[1])}" if number else kind
    return ""


def region_abroad(source: FactSource) -> str | None:
    """«Grodno region»; in Russian and Belarusian the name of the law data."""
    if source.case.region is None:
        return None
    if source.language == "en":
        return _REGIONS.get(source.case.region)
    row = source.law.regions.get(source.case.region)
    return row.get(f"{source.language}_nom") if row else None
