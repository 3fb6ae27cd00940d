"""Facts of the residence papers (J1–J3, J7, J8): days of stay for each calendar year, papers held and missing, family
ties here, pay that is owed.

Days are counted from whole days only, the day of entry and the day of leaving included (deadlines.toml st.max_stay).
What the case does not hold is typed, one row a line; nothing is concluded from a day that is not known.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from legalaid_desktop.documents.facts.basics import text
from legalaid_desktop.documents.facts.common import base
from legalaid_desktop.documents.facts.persons import name_beside, person
from legalaid_desktop.documents.facts.protection_rows import typed_rows
from legalaid_desktop.documents.facts.removal import child_citizen, ties
from legalaid_desktop.documents.facts.requests import days_words, order
from legalaid_desktop.documents.facts.requests_dates import typed_day
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.disclosed import DisclosedCase
from legalaid_desktop.grammar.dates import date_words

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {
        "still": "по настоящее время", "gone_unknown": "день не установлен", "family": "Фамилия",
        "given": "Собственное имя", "patronymic": "Отчество", "mononym": "Имя (единственное)",
        "latin": "Написание латинскими буквами", "birth": "Дата рождения", "birth_place": "Место рождения",
        "sex": "Пол", "f": "женский", "m": "мужской", "citizenship": "Гражданство", "papers": "Документы",
        "certificate": "Свидетельство о регистрации ходатайства", "address": "Адрес", "languages": "Языки",
        "unknown": "не указано", "held": "имеется", "name": "Имя и фамилия",
    },
    "be": {
        "still": "па цяперашні час", "gone_unknown": "дзень не ўстаноўлены", "family": "Прозвішча",
        "given": "Уласнае імя", "patronymic": "Імя па бацьку", "mononym": "Імя (адзінае)",
        "latin": "Напісанне лацінскімі літарамі", "birth": "Дата нараджэння", "birth_place": "Месца нараджэння",
        "sex": "Пол", "f": "жаночы", "m": "мужчынскі", "citizenship": "Грамадзянства", "papers": "Дакументы",
        "certificate": "Пасведчанне аб рэгістрацыі хадайніцтва", "address": "Адрас", "languages": "Мовы",
        "unknown": "не ўказана", "held": "ёсць", "name": "Імя і прозвішча",
    },
}  # fmt: skip


def say(source: FactSource, key: str) -> str:
    """A fixed word of these papers."""
    return source.worded(_WORDS)[key]


# Days of stay

Span = tuple[dt.date, dt.date]


def days_by_year(spans: Iterable[Span]) -> dict[int, int]:
    """Days in each calendar year, both ends counted; a day that two spans share counts once."""
    found: dict[int, int] = {}
    end: dt.date | None = None
    for first, last in sorted(spans):
        start = first if end is None or first > end else end + dt.timedelta(days=1)
        while start <= last:
            stop = min(last, dt.date(start.year, 12, 31))
            found[start.year] = found.get(start.year, 0) + (stop - start).days + 1
            start = stop + dt.timedelta(days=1)
        end = last if end is None else max(end, last)
    return found


def typed_spans(answer: str, as_of: dt.date) -> tuple[list[Span], bool]:
    """Spans of typed rows «entry | exit | ground», and whether every row could be counted. A stay without an exit
    lasts until the day of the paper."""
    spans: list[Span] = []
    whole = True
    for line in answer.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) < 2 or not any(cells):
            continue
        first = typed_day(cells[0])
        last = typed_day(cells[1]) if cells[1] and not _OPEN.search(cells[1]) else as_of
        if first is None or last is None or last < first:
            whole = False
        else:
            spans.append((first, min(last, as_of)))
    return [span for span in spans if span[0] <= span[1]], whole


_OPEN: Final = re.compile(r"настоящ|цяперашн|сейчас|цяпер|^[-–—]$|now", re.IGNORECASE)

STAY: Final[FieldTree] = {
    "rows": [{"come": "text", "gone": "text", "basis": "text"}],
    "years": [{"year": "text", "days": "text"}],
    "this_year": "text",
    "whole": "flag",
    "told": ["text"],
}


def stay(source: FactSource) -> dict[str, Fact]:
    """The table of stays and its sums; of entries that the case holds, only the last one lasts until today."""
    rows: list[Fact] = []
    told: list[Fact] = []
    if source.answer("stay"):
        rows, told = typed_rows(source, "stay", ("come", "gone", "basis"))
        for row in rows:
            assert isinstance(row, dict)
            if str(row["gone"]) == "–":
                row["gone"] = say(source, "still")
        spans, whole = typed_spans(source.answer("stay") or "", source.as_of)
    else:
        spans, whole, rows = _of_entries(source)
    sums = days_by_year(spans)
    origin = "answers.stay" if source.answer("stay") else "entry"
    years: list[Fact] = [
        {"year": str(year), "days": FactText(days_words(n, source.language), origin)}
        for year, n in sorted(sums.items())
    ]
    now = sums.get(source.as_of.year)
    return {
        "rows": rows,
        "years": years,
        "this_year": FactText(days_words(now, source.language), origin) if now and whole else None,
        "whole": whole,
        "told": told,
    }


def _of_entries(source: FactSource) -> tuple[list[Span], bool, list[Fact]]:
    entries = [e for e in source.case.entries if e.date is not None]
    entries.sort(key=lambda e: (e.date.on or dt.date.min) if e.date is not None else dt.date.min)
    rows: list[Fact] = []
    spans: list[Span] = []
    for n, entry in enumerate(entries, 1):
        last = n == len(entries)
        day = entry.date.on if entry.date is not None else None
        if last and day is not None and day <= source.as_of:
            spans.append((day, source.as_of))
        rows.append(
            {
                "come": text(date_words(entry.date, "table", source.language), f"entry.{n}.date")
                if entry.date is not None
                else None,
                "gone": say(source, "still" if last else "gone_unknown"),
                "basis": text(entry.document or "–", f"entry.{n}.document"),
            }
        )
    return spans, len(entries) == 1 and bool(spans), rows


# The packs J1–J3

SHEET: Final[FieldTree] = {"label": "text", "value": "text"}
PACK: Final[FieldTree] = {
    "stay": STAY,
    "ties": ["text"],
    "child_citizen": "flag",
    "checklist": [{"paper": "text", "status": "text", "note": "text"}],
    "checklist_told": ["text"],
    "sheet": [SHEET],
    "order": "text",
    "kin": ["text"],
}
_ACT_OF: Final = {"J3": "law.136z", "J5": "law.136z"}


def pack(source: FactSource) -> Mapping[str, Fact]:
    """Facts of J1, J2, J3 and J7: stays, ties, the checklist of papers, the sheet for the official form."""
    rows, told = typed_rows(source, "papers", ("paper", "status", "note"))
    refused = source.decision is not None
    return {
        **base(source),
        "stay": stay(source),
        "ties": ties(source),
        "child_citizen": child_citizen(source.case),
        "checklist": rows or _held(source),
        "checklist_told": told,
        "sheet": _sheet(source),
        "order": order(source, "law.433z" if refused else _ACT_OF.get(source.manifest.id, "law.105z")),
        "kin": _kin(source.case, source),
    }


def _held(source: FactSource) -> list[Fact]:
    """Papers that the case holds, as the first rows of the checklist."""
    client = source.case.client
    if client is None:
        return []
    shown = person(source, client)["papers"]
    return [
        {"paper": row["line"], "status": say(source, "held"), "note": "–"}
        for row in (shown if isinstance(shown, list) else [])
        if isinstance(row, Mapping) and row["line"] and row["kind"] != "none" and not row["reason"]
    ]


def _sheet(source: FactSource) -> list[Fact]:
    """Label and value of each field of the official form that the case can fill; an unknown one says so."""
    client = source.case.client
    if client is None:
        return []
    who = person(source, client)
    names = client.names
    sex = {"f": "f", "m": "m"}.get(client.sex.value if client.sex else "")
    pairs: list[tuple[str, Fact]] = []
    if names.mononym:
        pairs.append(("mononym", who["full"]))
    elif source.language == "ru" and names.family and names.given:
        pairs += [("family", who["family"]), ("given", who["given"])]
        if names.patronymic:
            pairs.append(("patronymic", who["patronymic"]))
    else:
        pairs.append(("name", who["full"]))
    pairs += [
        ("latin", who["latin"]), ("birth", who["birth"]), ("birth_place", who["birth_place"]),
        ("sex", say(source, sex) if sex else None), ("citizenship", bare_citizenship(who["citizenship_line"])),
        ("papers", who["papers_line"]),
    ]  # fmt: skip
    if client.certificate_no:
        pairs.append(("certificate", who["certificate_no"]))
    pairs += [("address", who["address"]), ("languages", who["languages"])]
    return [{"label": say(source, key), "value": value or say(source, "unknown")} for key, value in pairs]


def bare_citizenship(line: Fact) -> Fact:
    """The line of citizenship without its own label, which the cell before it says."""
    if not isinstance(line, FactText):
        return line
    bare = re.sub(r"^(гражданств[оа]|грамадзянств[ыа])\s*:\s*", "", line, flags=re.IGNORECASE)
    return FactText(bare, line.origin)


def _kin(case: DisclosedCase, source: FactSource) -> list[Fact]:
    """Names of minor children and of included relatives, for the data sheet and the request."""
    found: list[Fact] = []
    for who in case.persons:
        if who.role == "client" or who.by_role is not None or not who.included:
            continue
        relation = source.words.label("relation", who.relation or "", "nom", sex=who.sex)
        name = name_beside(source, who, person(source, who)["full"])
        line = " ".join(str(part) for part in (relation, name) if part)
        found.append(FactText(line, f"{who.id}.names"))
    return found


# J8

WORKED: Final[FieldTree] = {
    "pay": [{"period": "text", "agreed": "text", "paid": "text", "unpaid": "text", "proof": "text"}],
    "told": ["text"],
    "owed": "text",
    "order": "text",
}
_SUM: Final = re.compile(r"^\s*(\d[\d\s\u00a0]*(?:[.,]\d{1,2})?)\s*([^\d\s].*)?$")


def owed(cells: Sequence[str]) -> str | None:
    """The sum of the unpaid cells, where each is a number of one currency: «1 200 BYN»."""
    total, unit = 0.0, None
    for cell in cells:
        found = _SUM.match(cell)
        if found is None:
            return None
        named = (found[2] or "").strip().rstrip(".").casefold()
        if unit is not None and named != unit[0]:
            return None
        unit = unit or (named, (found[2] or "").strip())
        total += float(re.sub(r"[\s\u00a0]", "", found[1]).replace(",", "."))
    if unit is None:
        return None
    whole = f"{total:,.2f}".replace(",", "\u00a0").replace(".", ",").removesuffix(",00")
    return f"{whole}\u00a0{unit[1]}".strip("\u00a0")


def unpaid_work(source: FactSource) -> Mapping[str, Fact]:
    """Facts of J8: the table of pay and what is owed by it."""
    rows, told = typed_rows(source, "pay", ("period", "agreed", "paid", "unpaid", "proof"))
    cells = [str(row["unpaid"]) for row in rows if isinstance(row, Mapping)]
    total = owed(cells) if cells else None
    return {
        **base(source),
        "pay": rows,
        "told": told,
        "owed": FactText(total, "answers.pay") if total else None,
        "order": order(source, "law.300z"),
    }
