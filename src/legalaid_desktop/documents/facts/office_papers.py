"""Facts of the papers that the office makes: the referral to a lawyer (K5), the covering letter with the list of
enclosures (K6), the internal memo (K7)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Final

from legalaid_desktop.documents.facts.basics import labelled, text
from legalaid_desktop.documents.facts.common import base
from legalaid_desktop.documents.facts.requests import days_words
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import detentions_of_client
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.documents.parts import Annex, Enclosed
from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus
from legalaid_desktop.domain.disclosure import given_consent
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.law import Confidence
from legalaid_desktop.domain.visibility import Visibility
from legalaid_desktop.grammar.dates import date_words
from legalaid_desktop.grammar.plural import plural

# Clocks, for K5 and K7

CLOCK: Final[FieldTree] = {
    "act": "text", "since": "text", "last": "text", "safe": "text", "left": "text", "sure": "text",
}  # fmt: skip
_STATUS: Final = {
    DeadlineStatus.DONE: "сделано", DeadlineStatus.MISSED: "пропущен", DeadlineStatus.PASSED: "прошёл",
    DeadlineStatus.NO_DATE: "даты нет",
}  # fmt: skip


def clocks(source: FactSource) -> list[Fact]:
    """One row a rule and decision, earliest first: since when with the hour, the earliest last day, what is left."""
    return [_clock(source, row) for row in source.deadlines if row.primary]


def _clock(source: FactSource, row: DeadlineRow) -> dict[str, Fact]:
    rule = source.law.rules.get(row.rule)
    decision = next((d for d in source.case.decisions if d.id == row.decision), None)
    act = rule.act(source.language) if rule is not None else str(row.rule)
    named = f"{act} (№\u00a0{decision.number})" if decision is not None and decision.number else act
    sure = "проверено" if row.confidence is Confidence.VERIFIED and not row.stale else "не проверено юристом"
    origin = f"deadline.{row.id}"
    return {
        "act": FactText(named, origin),
        "since": text(_since(decision, row), origin) or "–",
        "last": text(f"{row.last_day:%d.%m.%Y}" if row.last_day else "не установлен", origin),
        "safe": text(f"{row.safe_day:%d.%m.%Y}" if row.safe_day else "–", origin),
        "left": FactText(_left(source, row), origin),
        "sure": FactText(sure, origin),
    }


def _since(decision: Decision | None, row: DeadlineRow) -> str | None:
    """The day that the count starts from, with the hour where the case has it."""
    if row.trigger is None:
        return None
    for moment in (decision.announced_at, decision.received_at) if decision is not None else ():
        if moment is not None and moment.date() == row.trigger:
            return f"{moment:%d.%m.%Y %H:%M}"
    return f"{row.trigger:%d.%m.%Y}"


def _left(source: FactSource, row: DeadlineRow) -> str:
    if row.status in _STATUS:
        return _STATUS[row.status]
    assert row.last_day is not None
    left = (row.last_day - source.as_of).days
    if left <= 2:
        hours = (left + 1) * 24
        return f"не более {hours}\u00a0{plural(hours, 'часа', 'часов', 'часов', 'ru')}, считая весь сегодняшний день"
    return days_words(left, "ru")


# K5

REFERRAL: Final[FieldTree] = {
    "clocks": [CLOCK],
    "stage": ["text"],
    "held": ["text"],
    "consents": [{"scope": "text", "day": "text", "state": "text"}],
    "topic": "text",
}


def referral(source: FactSource) -> Mapping[str, Fact]:
    """Facts of K5: stage, clocks with hours, custody, the consents as they stand on the day of the letter."""
    return {
        **base(source),
        "clocks": clocks(source),
        "stage": stages(source),
        "held": held_lines(source),
        "consents": consents(source),
        "topic": topic(source),
    }


def topic(source: FactSource) -> FactText | None:
    row = source.law.topics.get(source.case.topic or "")
    return text(row.get("label_ru") if row is not None else None, "case.topic")


def stages(source: FactSource) -> list[Fact]:
    """Decisions of the client in order of their dates: «постановление о выдаче от … № …, вручено …»."""
    client = source.case.client
    mine = [d for d in source.case.decisions if d.person is None or client is None or d.person == client.id]
    mine.sort(key=lambda d: d.dated or dt.date.min)
    found: list[Fact] = []
    for item in mine:
        kind = labelled("decision_kind", item.kind, f"{item.id}.kind", source)
        parts = [str(kind["nom"]) if kind is not None and kind["nom"] else "решение"]
        if item.dated is not None:
            parts[0] += f" от {date_words(item.dated, 'of', 'ru')}"
        if item.number:
            parts[0] += f" №\u00a0{item.number}"
        for word, moment in (("объявлено", item.announced_at or item.announced),
                             ("стало известно" if item.copy_given is False else "получено",
                              item.received_at or item.received)):  # fmt: skip
            if moment is not None:
                parts.append(f"{word} {date_words(moment, 'letter', 'ru')}")
        if item.translated is False:
            parts.append("без перевода")
        if item.copy_given is False:
            parts.append("копия не вручена")
        found.append(FactText(", ".join(parts), f"{item.id}.kind"))
    return found


def held_lines(source: FactSource) -> list[Fact]:
    """Every detention of the client: where, since when, until when."""
    found: list[Fact] = []
    for n, item in enumerate(detentions_of_client(source.case), 1):
        begun = date_words(item.from_at, "letter", "ru") if item.from_at is not None else "начало не установлено"
        ended = f"до {date_words(item.to_at, 'letter', 'ru')}" if item.to_at is not None else "содержится сейчас"
        place = (item.place or "место не установлено").strip().rstrip(".;")
        found.append(FactText(f"{place}: {begun}, {ended}", f"{item.id or f'detention.{n}'}.from"))
    return found


def consents(source: FactSource) -> list[Fact]:
    """Each scope that was asked, with its day and whether it holds today."""
    found: list[Fact] = []
    for scope in dict.fromkeys(c.scope for c in source.case.consents if c.scope):
        answers = [c for c in source.case.consents if c.scope == scope]
        last = max(answers, key=lambda c: c.date or dt.date.min)
        state = "действует" if given_consent(source.case.consents, str(scope), source.as_of) is not None else "нет"
        if last.withdrawn is not None and last.withdrawn <= source.as_of:
            state = f"отозвано {last.withdrawn:%d.%m.%Y}"
        elif last.expires is not None and last.expires < source.as_of:
            state = f"истекло {last.expires:%d.%m.%Y}"
        label = source.words.label("consent_scope", str(scope)) or str(scope)
        found.append(
            {
                "scope": FactText(label, f"consent.{scope}"),
                "day": FactText(f"{last.date:%d.%m.%Y}" if last.date else "–", f"consent.{scope}"),
                "state": FactText(state, f"consent.{scope}"),
            }
        )
    return found


# K6

LETTER: Final[FieldTree] = {
    "enclosed": {"known": "flag", "title": "text", "pages": "text", "copies": "number", "court": "flag"},
    "listed": [{"n": "number", "title": "text", "pages": "text", "copies": "text", "kind": "text"}],
    "sheets_one": "text",
    "sheets_all": "text",
    "unknown_sheets": "flag",
    "papers_count": "text",
    "order": "text",
}
_LISTED: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {"own": "подлинник", "copy": "копия", "blank": "___"},
    "be": {"own": "арыгінал", "copy": "копія", "blank": "___"},
}
_SHEETS: Final = {"ru": ("лист", "листа", "листов"), "be": ("аркуш", "аркушы", "аркушаў")}
_ITEMS: Final = {"ru": ("документ", "документа", "документов"), "be": ("дакумент", "дакументы", "дакументаў")}


def _counted(n: int, words: Mapping[str, tuple[str, str, str]], language: str) -> str:
    one, few, many = words.get(language, words["ru"])
    return f"{n}\u00a0{plural(n, one, few, many, language)}"


def copies_of(source: FactSource, paper: Enclosed) -> int:
    """As typed, a whole number from 1 to 20; else as many as the paper's readers need."""
    said = source.answer("copies") or ""
    return int(said) if said.isdigit() and 1 <= int(said) <= 20 else paper.copies


def covering(source: FactSource) -> Mapping[str, Fact]:
    """Facts of K6: the paper it goes with, every enclosure with sheets and copies, the sums."""
    paper = source.enclosed
    shared = base(source)
    if paper is None:
        empty: dict[str, Fact] = {"known": False, "title": None, "pages": None, "copies": 0, "court": False}
        return {
            **shared, "enclosed": empty, "listed": [], "sheets_one": None, "sheets_all": None, "unknown_sheets": False,
            "papers_count": None,
            "order": None,
        }  # fmt: skip
    words = source.worded(_LISTED)
    copies = copies_of(source, paper)
    rows: list[Fact] = [_line(1, paper.title, paper.pages, copies, words["own"], "K6.paper", words["blank"])]
    for n, annex in enumerate(paper.annexes, 2):
        kind = words["copy"] if annex.copy else words["own"]
        rows.append(_line(n, _annex_title(annex), annex.pages, copies, kind, f"annex.{annex.ref}", words["blank"]))
    known = [paper.pages, *(annex.pages for annex in paper.annexes if annex.pages is not None)]
    whole = len(known) == len(paper.annexes) + 1
    total = sum(known)
    to = paper.addressee
    return {
        **shared,
        "enclosed": {
            "known": True,
            "title": FactText(paper.title, "K6.paper"),
            "pages": FactText(_counted(paper.pages, _SHEETS, source.language), "K6.pages"),
            "copies": copies,
            "court": to is not None and (to.type or "").startswith("court"),
        },
        "listed": rows,
        "sheets_one": FactText(_counted(total, _SHEETS, source.language), "K6.sheets") if whole else None,
        "sheets_all": FactText(_counted(total * copies, _SHEETS, source.language), "K6.sheets") if whole else None,
        "unknown_sheets": not whole,
        "papers_count": FactText(_counted(len(rows), _ITEMS, source.language), "K6.papers"),
        "order": None,
    }


_COUNTED: Final = re.compile(r"\s+на\s+\S+\s(?:л|арк)\.\s[ву]\s1\sэкз\.$")
_COPY: Final = re.compile(r"\s\((?:копия|копія)\)|(?<=\()(?:копия|копія),\s")


def _annex_title(annex: Annex) -> str:
    """As the paper's own list has it, without the sheets and the word for a copy: both have columns here."""
    return _COPY.sub("", _COUNTED.sub("", annex.line)) if annex.line else annex.title


def _line(n: int, title: str, pages: int | None, copies: int, kind: str, origin: str, blank: str) -> dict[str, Fact]:
    return {
        "n": n,
        "title": FactText(title, origin),
        "pages": FactText(str(pages) if pages is not None else blank, origin),
        "copies": FactText(str(copies), origin),
        "kind": FactText(kind, origin),
    }


# K7

MEMO: Final[FieldTree] = {
    **REFERRAL,
    "ref": "text",
    "told_events": [{"mark": "text", "text": "text"}],
    "told_evidence": [{"mark": "text", "text": "text", "flags": "text"}],
    "told_accounts": [{"mark": "text", "who": "text", "text": "text"}],
    "notes": [{"id": "text", "text": "text"}],
    "careful": ["text"],
    "planned": [{"paper": "text", "state": "text"}],
    "kept_back": "text",
}
_MARKS: Final = {
    Visibility.INTERNAL: "внутреннее", Visibility.CLIENT: "клиент", Visibility.AUTHORITY: "органы",
    Visibility.UN: "ООН", Visibility.FAMILY_SEPARATE: "отдельно от семьи",
}  # fmt: skip


def memo(source: FactSource) -> Mapping[str, Fact]:
    """Facts of K7: all that the case holds, with the mark of each text. Made for the office alone. Consultation notes
    and internal texts go on paper only where a person said so: the memo names them by id otherwise."""
    kept = source.case.office_file
    marks = kept.marks if kept is not None else {}
    notes = kept.notes if kept is not None else ()
    whole = source.answers.get("with_internal") is True

    def may(record: str) -> bool:
        return whole or marks.get(record, Visibility.INTERNAL) is not Visibility.INTERNAL

    back = [] if whole else [*(id for id in marks if not may(id)), *(id for id, said in notes if said)]
    shared = base(source)
    events = shared["events"]
    return {
        **shared,
        "clocks": clocks(source),
        "stage": stages(source),
        "held": held_lines(source),
        "consents": consents(source),
        "topic": topic(source),
        "ref": text(str(source.case.ref), "case.ref"),
        "told_events": [
            {"mark": _mark(marks, str(row["id"])), "text": row["open"]}
            for row in (events if isinstance(events, Sequence) else ())
            if isinstance(row, Mapping) and row["open"] and may(str(row["id"]))
        ],
        "told_evidence": [
            {
                "mark": _mark(marks, str(piece.id)),
                "text": text(f"{piece.id}: {(piece.title or 'без названия').strip()}", f"{piece.id}.title"),
                "flags": text(", ".join(piece.risk_flags), f"{piece.id}.risk_flags") or "–",
            }
            for piece in source.case.evidence
            if may(str(piece.id))
        ],
        "told_accounts": [
            {
                "mark": _mark(marks, f"narrative.{n}"),
                "who": text(str(item.person), f"narrative.{n}") if item.person else "–",
                "text": text(item.text, f"narrative.{n}"),
            }
            for n, item in enumerate(source.case.narratives, 1)
            if item.text.strip() and may(f"narrative.{n}")
        ],
        "notes": [
            {"id": record, "text": FactText(said.strip(), f"note.{record}")} for record, said in notes if said and whole
        ],
        "kept_back": FactText(", ".join(back), "case.internal") if back else None,
        "careful": _careful(source),
        "planned": _planned(source),
    }


def _mark(marks: Mapping[str, Visibility], record: str) -> str:
    return _MARKS[marks.get(record, Visibility.INTERNAL)]


def _careful(source: FactSource) -> list[Fact]:
    """People of the case with what must be minded about each."""
    found: list[Fact] = []
    for who in source.case.persons:
        minded = [
            word
            for word, so in (
                ("в опасности", who.in_danger),
                ("клиент этого человека боится", who.feared_by_client),
                ("боится своего государства", who.fears_home_state),
                ("под стражей", who.in_custody),
            )
            if so
        ]
        if minded:
            relation = source.words.label("relation", who.relation or "", "nom", sex=who.sex) or who.role or "человек"
            name = who.names.ru_nom or " ".join(part for part in (who.names.family, who.names.given) if part)
            found.append(FactText(f"{relation} {name}".strip() + f": {', '.join(minded)}", f"{who.id}.role"))
    return found


def _planned(source: FactSource) -> list[Fact]:
    """Papers of the case: planned, drafted, exported."""
    rows: list[Fact] = []
    for code in dict.fromkeys((*source.case.documents, *source.states)):
        state = source.states.get(code)
        words = "запланировано"
        if state is not None and state.exported_on is not None:
            words = f"выдано {state.exported_on:%d.%m.%Y}"
        elif state is not None and state.drafted:
            words = "черновик"
        rows.append({"paper": str(code), "state": words})
    return rows
