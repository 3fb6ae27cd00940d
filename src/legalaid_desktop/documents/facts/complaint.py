"""Facts of the complaint against a refusal of protection (C1) and of the motions that go with it (C3, C4, C5)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

from legalaid_desktop.documents.facts.basics import CASES, FORMS, country, language, paragraph_numbers, text
from legalaid_desktop.documents.facts.common import annexed, base, event, law
from legalaid_desktop.documents.facts.danger import CLAIMED, REMOVAL, WAY, claimed, dangerous, removal, where_to
from legalaid_desktop.documents.facts.grounds import RECOGNISED
from legalaid_desktop.documents.facts.missed import MISSED, missed
from legalaid_desktop.documents.facts.own_words import late_why_words as late_why_words
from legalaid_desktop.documents.facts.paper_names import PAPER, main_kind, paper_name
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import met_here
from legalaid_desktop.documents.facts.statement import events_in_order
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.ids import DocumentCode, LanguageCode
from legalaid_desktop.grammar.dates import date_words
from legalaid_desktop.grammar.numbers import children as counted_children

REFUSAL: Final[FieldTree] = {
    "spelling_errors": ["text"],
    "other_spellings": "text",
    "interviews": ["text"],
    "interviews_line": "text",
    "own_paragraphs": "text",
    "own_cites": ["text"],
    "statement_paragraphs": "text",
    "route_states": [FORMS],
    "citizen": CLAIMED,
    "way_back": WAY,
    "recognised": [{"line": "text", "cites": ["text"], "cited": "flag"}],
    "later_decisions": ["text"],
    "reasons_unknown": "flag",
}

_ERROR_ALIAS: Final = re.compile(r"ошибк|опечат|неверн|памылк|абмылк", re.IGNORECASE)
_REMARK: Final = re.compile(r"^(.*?)\s*\(([^()]*)\)\s*$")


def refusal(source: FactSource) -> Mapping[str, Fact]:
    """Facts of C1."""
    case = source.case
    client = case.client
    told = events_in_order(case)
    here = met_here(case)
    # What the client met with here tells nothing of the state to which a return would lead.
    there = {n: item for n, item in enumerate(told, 1) if item not in here} or dict(enumerate(told, 1))
    errors, others = spellings(source)
    decision = source.decision
    proofs = [piece for item in there.values() for piece in (*item.evidence, *_proofs(source, item.id))]
    statement = [source.paragraphs[item.id] for item in there.values() if item.id in source.paragraphs]
    interviews = [
        date_words(record.date, "when", source.language) for record in case.interview_records if record.date is not None
    ]
    return {
        **base(source),
        "spelling_errors": errors,
        "other_spellings": text("; ".join(others), f"{client.id}.names.aliases") if client and others else None,
        "interviews": [FactText(day, "interview.date") for day in interviews],
        "interviews_line": text(", ".join(dict.fromkeys(interviews)), "interview.date"),
        "own_paragraphs": text(paragraph_numbers(list(there), source), "events") if told else None,
        "own_cites": annexed(source, proofs),
        "statement_paragraphs": text(paragraph_numbers(statement, source), "A2") if statement else None,
        "route_states": [
            state
            for code in dict.fromkeys(leg.country for leg in case.routes if leg.country)
            if (state := country(code, "route.country", source)) is not None
        ],
        "citizen": claimed(source),
        "way_back": where_to(source),
        "recognised": recognised_abroad(source),
        "later_decisions": [
            FactText(" ".join(part for part in (_kind(source, other.kind), str(found)) if part), f"{other.id}.number")
            for other in source.other_decisions
            if (found := _dated_number(source, other.dated, other.number))
        ],
        "reasons_unknown": not (decision and decision.reasons) and not (decision and decision.reasons_given is False),
    }


def recognised_abroad(source: FactSource) -> list[Fact]:
    """Protection that another state gave: «статус беженца, Федеративная Республика Германия, 2020 год»."""
    found: list[Fact] = []
    for n, status in enumerate(source.case.prior_statuses, 1):
        if status.kind not in RECOGNISED:
            continue
        parts = (
            source.words.label("prior_status", status.kind or "", "nom"),
            source.words.label("country", status.state, "nom") if status.state else None,
            date_words(status.since, "letter", source.language) if status.since is not None else None,
        )
        cites = annexed(source, [status.evidence])
        line = text(", ".join(part for part in parts if part), f"prior_status.{n}")
        found.append({"line": line, "cites": cites, "cited": bool(cites)})
    return found


def _kind(source: FactSource, kind: str | None) -> str:
    return (source.words.label("decision_kind", kind, "nom") or "") if kind else ""


def _dated_number(source: FactSource, dated: dt.date | None, number: str | None) -> str:
    lead = "ад" if source.language == "be" else "от"
    day = f"{lead} {date_words(dated, 'of', source.language)}" if dated else ""
    return " ".join(part for part in (day, f"№\u00a0{number}" if number else "") if part)


def _proofs(source: FactSource, record: str) -> list[str]:
    return [piece.id for piece in source.case.evidence if record in piece.proves]


def spellings(source: FactSource) -> tuple[list[Fact], list[str]]:
    """Spellings of the client's name that other papers have: errors to point out, and all others.

    «Маряна Зразкова (ошибка в уведомлении)» is an error, with where it stands; «Намунаев Далер (паспорт …)» is not.
    """
    client = source.case.client
    errors: list[Fact] = []
    others: list[str] = []
    for alias in (client.names.aliases or ()) if client else ():
        found = _REMARK.match(alias)
        spelling, remark = (found[1], found[2]) if found else (alias, "")
        if _ERROR_ALIAS.search(remark) and client is not None:
            place = re.search(r"(?:^|\s)((?:в|во|у|ў)\s[^,;]+)", remark)
            errors.append(FactText(f"«{spelling}»" + (f" ({place[1]})" if place else ""), f"{client.id}.names.aliases"))
        else:
            others.append(alias)
    return errors, others


MISSED_PERIOD: Final[FieldTree] = {
    "missed": MISSED,
    "order": "text",
    "danger": WAY,
    "removal": REMOVAL,
    "main": {"nom": "text", "gen": "text", "acc": "text", "code": "text", "name": PAPER},
}

_CHALLENGED: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "ru": {"D1": ("постановление", "постановления"), "E1": ("постановление", "постановления"),
           "D2": ("определение", "определения"), "": ("решение", "решения")},
    "be": {"D1": ("пастанову", "пастановы"), "E1": ("пастанову", "пастановы"), "D2": ("вызначэнне", "вызначэння"),
           "": ("рашэнне", "рашэння")},
    "en": {"D1": ("order", "order"), "E1": ("ruling", "ruling"), "D2": ("judgment", "judgment"),
           "": ("decision", "decision")},
}  # fmt: skip
"""Main paper → the act that it challenges, accusative and genitive."""


def main_words(source: FactSource, code: DocumentCode | None) -> dict[str, Fact]:
    """«жалобы на решение», «жалобу на решение»: how a motion speaks of the paper that it goes with."""
    acts = source.worded(_CHALLENGED)
    acc, gen = acts.get(code or "", acts[""])
    name = paper_name(source, main_kind(code), {**dict.fromkeys(CASES, acc), "gen": gen})
    return {
        **{case: f"{name[case]} {name['against']}" for case in ("nom", "gen", "acc")},
        "code": code,
        "name": name,
    }


def _danger(source: FactSource) -> dict[str, Fact]:
    found = dangerous(source)
    mid = found["to_mid"]
    return {"danger": found, "removal": removal(source, str(mid) if mid else None)}


def missed_period(source: FactSource) -> Mapping[str, Fact]:
    """Facts of C3."""
    return {
        **base(source),
        "missed": missed(source),
        "order": _order(source),
        **_danger(source),
        "main": main_words(source, source.main_paper),
    }


INTERPRETER: Final[FieldTree] = {
    "tongue": {"name": FORMS, "not_to_confuse": FORMS, "script": "text", "other_languages": "text",
               "reads": "flag", "cannot_read": "flag"},
    "order": "text",
    "embassy_states": [FORMS],
}  # fmt: skip

_CONFUSED: Final = {
    "prs": "fa", "fa": "prs", "ckb": "kmr", "kmr": "ckb", "ku": "ckb", "az": "tr", "uz": "tg", "tg": "fa", "ps": "fa",
}  # fmt: skip
_SCRIPTS: Final = {
    "arabic": ("ar", "fa", "prs", "ps", "ckb", "ur", "ug", "azb"),
    "cyrillic": ("tg", "uk", "ky", "kk", "mn", "ce", "os", "bg", "sr", "tt"),
    "latin": ("kmr", "tr", "az", "uz", "tk", "so", "en", "fr", "es", "pt", "vi", "pl", "lt", "lv", "de", "sw", "om"),
    "ethiopic": ("am", "ti"),
    "georgian": ("ka",),
    "armenian": ("hy",),
    "hebrew": ("he",),
}
_SCRIPT_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {
        "arabic": "арабское письмо", "cyrillic": "кириллица", "latin": "латиница", "ethiopic": "эфиопское письмо",
        "georgian": "грузинское письмо", "armenian": "армянское письмо", "hebrew": "еврейское письмо",
    },
    "be": {
        "arabic": "арабскае пісьмо", "cyrillic": "кірыліца", "latin": "лацініца", "ethiopic": "эфіопскае пісьмо",
        "georgian": "грузінскае пісьмо", "armenian": "армянскае пісьмо", "hebrew": "яўрэйскае пісьмо",
    },
}  # fmt: skip


def interpreter(source: FactSource) -> Mapping[str, Fact]:
    """Facts of C4: language with the one it is mistaken for, script, ability to read, the order of the body's code."""
    client = source.case.client
    code = source.case.language
    others = [
        word
        for other in (client.languages if client else ())
        if other != code and (word := source.words.label("language", other, "nom"))
    ]
    script = next((name for name, codes in _SCRIPTS.items() if code in codes), None)
    words = source.worded(_SCRIPT_WORDS)
    literacy = (client.literacy or "") if client else ""
    reads = [part for part in literacy.removeprefix("reads_").split("_") if part] if "reads_" in literacy else []
    confused = _CONFUSED.get(code or "")
    shared = base(source)
    return {
        **shared,
        "tongue": {
            "name": shared["client_language"],
            "not_to_confuse": language(LanguageCode(confused), "case.language", source) if confused else None,
            "script": text(words.get(script or ""), "case.language") if script else None,
            "other_languages": text(", ".join(others), "client.languages") if others else None,
            "reads": bool(reads) and code in reads,
            "cannot_read": literacy == "none",
        },
        "order": _order(source),
        "embassy_states": shared["return_states"],
    }


_LAW_OF: Final = {
    "C1": "code.kgs", "C2": "code.kgs", "D1": "code.upk", "D2": "code.upk", "E1": "code.pikoap",
    "E2": "law.105z", "E3": "law.105z", "A12": "law.354z", "A1": "law.354z",
}  # fmt: skip


def _order(source: FactSource) -> Fact:
    """«в порядке, установленном …»: the code of the body that the paper goes to."""
    code = source.main_paper or ("A1" if (source.case.topic or "").startswith("ip.") else "A12")
    row = law(source, _LAW_OF.get(code, "code.kgs"))
    return row["order"] if row is not None else None


SUSPENSION: Final[FieldTree] = {
    "main": {"nom": "text", "gen": "text", "acc": "text", "code": "text", "name": PAPER},
    "order": "text",
    "danger": WAY,
    "removal": REMOVAL,
    "pending": ["text"],
    "harm": ["text"],
    "family_here": "text",
}

HARM_LENGTH: Final = 500
"""Characters of events that stand in C5 itself; it is one page, to be read in a minute."""


_PENDING: Final[Mapping[str, tuple[str, str, str]]] = {
    "ru": (
        "ходатайство о защите, свидетельство о регистрации",
        "подаётся одновременно",
        "ходатайство о защите (подаётся одновременно)",
    ),
    "be": (
        "хадайніцтва аб абароне, пасведчанне аб рэгістрацыі",
        "падаецца адначасова",
        "хадайніцтва аб абароне (падаецца адначасова)",
    ),
}
"""An application that is registered; how a complaint goes with the motion; an application that goes with it."""


def _pending(source: FactSource) -> tuple[str, str, str]:
    return source.worded(_PENDING)


def _in_the_case(source: FactSource, code: DocumentCode) -> bool:
    state = source.states.get(code)
    return code in source.case.documents or (state is not None and state.attached)


def suspension(source: FactSource) -> Mapping[str, Fact]:
    """Facts of C5: the act, what is pending, the harm in a few lines (the latest events that fit, in order of time)."""
    case = source.case
    client = case.client
    lines: list[Fact] = []
    length = 0
    here = met_here(case)
    told = [item for item in events_in_order(case) if item not in here] or events_in_order(case)
    for item in reversed(told):
        line = event(source, item, 0)["line"]
        length += len(str(line))
        if lines and length > HARM_LENGTH:
            break
        lines.insert(0, line)
    pending: list[Fact] = []
    refused = source.decision is not None and source.decision.kind == "refusal_protection"
    if client is not None and client.certificate_no and not refused:
        pending.append(
            FactText(
                f"{_pending(source)[0]} №\u00a0{client.certificate_no}",
                f"{client.id}.certificate_no",
            )
        )
    elif not refused and _in_the_case(source, DocumentCode("A1")):
        pending.append(FactText(_pending(source)[2], "pending"))
    if source.says("main_joined"):
        words = main_words(source, source.main_paper)["nom"]
        pending.append(FactText(f"{words} ({_pending(source)[1]})", "pending"))
    children = [p for p in case.persons if p.role != "client" and p.relation in ("son", "daughter", "child")]
    return {
        **base(source),
        "main": main_words(source, source.main_paper),
        "order": _order(source),
        **_danger(source),
        "pending": pending,
        "harm": lines,
        "family_here": text(counted_children(len(children), source.language), "family") if children else None,
    }
