"""Events, decisions with their reasons, and country information, as every paper tells them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Final

from legalaid_desktop.documents.facts.basics import (
    AUTHORITY,
    BLANK,
    CASES,
    DATE,
    FORMS,
    authority,
    dates,
    gap,
    labelled,
    language,
    paragraph_numbers,
    text,
)
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.statement import events_in_order
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.disclosed import DisclosedEvent
from legalaid_desktop.domain.facts import Decision, DecisionReason
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.domain.library import pinpoint_in
from legalaid_desktop.grammar.dates import date_words

EVENT: Final[FieldTree] = {
    "id": "text", "n": "number", "date": DATE, "place": "text", "text": "text", "line": "text", "open": "text",
    "bare": "text",
    "seen": "flag", "heard": "flag", "by_paper": "flag", "knowledge": "text", "cites": ["text"], "cited": "flag",
    "statement": "text", "referred": "flag",
}  # fmt: skip
COI: Final[FieldTree] = {
    "title": "text", "publisher": "text", "date": DATE, "pinpoint": "text", "point": "text", "line": "text",
}  # fmt: skip
REASON: Final[FieldTree] = {
    "n": "number", "says": "text", "answer": "text", "events": [EVENT], "has_events": "flag",
    "paragraphs": "text", "in_statement": "text", "cites": ["text"], "cited": "flag", "coi": [COI], "has_coi": "flag",
}  # fmt: skip
DECISION: Final[FieldTree] = {
    "id": "text", "kind": FORMS, "noun": FORMS, "number": "text", "title": "text", "authority": AUTHORITY,
    "dated": DATE, "announced": DATE, "announced_at": "text", "posted": DATE, "received": DATE, "received_at": "text",
    "received_how": "text", "learned": DATE, "procedure": "text", "accelerated": "flag", "ordinary": "flag",
    "language": FORMS, "translated": "flag", "not_translated": "flag", "copy_given": "flag",
    "copy_not_given": "flag", "no_reasons": "flag", "no_interpreter": "flag", "notice_court": "text",
    "notice_period": "text", "no_notice_period": "flag",
    "notice_last_day": DATE, "ground": "text", "signed_by": "text", "reasons": [REASON],
    "cites": ["text"], "cited": "flag",
}  # fmt: skip

_WORDS = {
    "ru": {
        "heard": "известно со слов других лиц", "document": "следует из документа", "place": "место: ",
        "no_place": "", "sheet": ("л.", "на", "в 1 экз."), "copy": "копия", "original": "подлинник",
        "in_language": "на языке {0}", "in_the_language": "на {0} языке", "translated": "с переводом",
        "untranslated": "перевод будет представлен", "representative": "законный представитель",
        "guardian": "опекун (попечитель)",
    },
    "be": {
        "heard": "вядома са слоў іншых асоб", "document": "вынікае з дакумента", "place": "месца: ",
        "no_place": "", "sheet": ("арк.", "на", "у 1 экз."), "copy": "копія", "original": "арыгінал",
        "in_language": "на мове {0}", "in_the_language": "на {0} мове", "translated": "з перакладам",
        "untranslated": "пераклад будзе прадстаўлены", "representative": "законны прадстаўнік",
        "guardian": "апякун (папячыцель)",
    },
    "en": {
        "heard": "known from what others told", "document": "this follows from a document", "place": "place: ",
        "no_place": "", "sheet": ("pp.", "on", ""), "copy": "copy", "original": "original",
        "in_language": "in {0}", "in_the_language": "in {0}", "translated": "with a translation",
        "untranslated": "translation to follow", "representative": "legal representative", "guardian": "guardian",
    },
}  # fmt: skip


def say(source: FactSource, key: str) -> str:
    """A fixed word of these facts in the language of the paper."""
    value = source.worded(_WORDS)[key]
    return value if isinstance(value, str) else " ".join(value)


def annexed(source: FactSource, refs: Iterable[str | None]) -> list[Fact]:
    """Those of ``refs`` that are annexes of this paper, each once, by the id under which they are listed."""
    known = {id: annex.ref for annex in source.annexes for id in (annex.ref, *annex.same)}
    found: list[Fact] = []
    for ref in refs:
        if ref is not None and ref in known and known[ref] not in found:
            found.append(known[ref])
    return found


def event(source: FactSource, item: DisclosedEvent, n: int) -> dict[str, Fact]:
    """One event. ``line`` is «4 декабря 2025 г., город Мисаль: …» with how it is known, if not by the own eyes."""
    origin = item.id
    when = date_words(item.date, "letter", source.language) if item.date is not None else None
    told = (item.text or "").strip()
    cites = annexed(source, (*item.evidence, *_proving(source, item.id)))
    head = ", ".join(part for part in (when, (item.place or "").strip()) if part)
    knowledge = say(source, "heard") if item.how_known == "heard" else None
    opened = told[:-1].rstrip() if told.endswith(".") and not told.endswith("..") else told
    if head:
        opened = f"{_capital(head)}{'' if head.endswith('.') else '.'} {opened}"
    bare = opened
    if knowledge:
        opened = f"{opened} ({knowledge})"
    return {
        "id": item.id,
        "n": n,
        "date": dates(item.date, f"{origin}.date", source),
        "place": text(item.place, f"{origin}.place"),
        "text": text(told, f"{origin}.text"),
        "line": text(f"{opened}." if opened[-1:] not in ("!", "?", "…") else opened, f"{origin}.text"),
        "open": text(opened, f"{origin}.text"),
        "bare": text(bare, f"{origin}.text"),
        "seen": item.how_known == "seen",
        "heard": item.how_known == "heard",
        "by_paper": item.how_known == "document",
        "knowledge": text(knowledge, f"{origin}.how_known"),
        "cites": cites,
        "cited": bool(cites),
        "statement": text(source.paragraphs.get(item.id), "A2"),
        "referred": bool(cites) or item.id in source.paragraphs,
    }


def _capital(value: str) -> str:
    return value[:1].upper() + value[1:]


def _proving(source: FactSource, event_id: LocalId) -> list[LocalId]:
    return [piece.id for piece in source.case.evidence if event_id in piece.proves]


def events(source: FactSource) -> list[Fact]:
    """Released events in order of time, numbered from 1 as paragraphs of this paper."""
    return [event(source, item, n) for n, item in enumerate(events_in_order(source.case), 1)]


def moment(value: dt.datetime | None, origin: str, source: FactSource) -> FactText | None:
    """«10 ноября 2026 г. в 11 ч 05 мин»."""
    return FactText(date_words(value, "letter", source.language), origin) if value is not None else None


def decision(source: FactSource, item: Decision) -> dict[str, Fact]:
    """A decision with its four dates, each asked and kept apart."""
    origin = item.id
    cites = annexed(source, (item.id,))
    received = item.received or (item.received_at.date() if item.received_at else None)
    announced = item.announced or (item.announced_at.date() if item.announced_at else None)
    return {
        "id": item.id,
        "kind": labelled("decision_kind", item.kind, f"{origin}.kind", source),
        "noun": noun(source, item),
        "number": text(item.number, f"{origin}.number"),
        "title": _title(source, item),
        "authority": authority(item.authority, item.authority_fill, f"{origin}.authority", source),
        "dated": dates(item.dated, f"{origin}.dated", source),
        "announced": dates(announced, f"{origin}.announced", source),
        "announced_at": moment(item.announced_at, f"{origin}.announced_at", source),
        "posted": dates(item.posted, f"{origin}.posted", source),
        "received": dates(received, f"{origin}.received", source),
        "received_at": moment(item.received_at, f"{origin}.received_at", source),
        "received_how": _same_language(source, (item.received_how or "").rstrip(". ;"), f"{origin}.received_how"),
        "learned": dates(received or announced, f"{origin}.received", source),
        "procedure": item.procedure,
        "accelerated": item.procedure == "accelerated",
        "ordinary": item.procedure == "ordinary",
        "language": language(item.language, f"{origin}.language", source),
        "translated": item.translated is True,
        "not_translated": item.translated is False,
        "copy_given": item.copy_given is True,
        "copy_not_given": item.copy_given is False,
        "no_reasons": item.reasons_given is False,
        "no_interpreter": item.interpreter_provided is False,
        "notice_court": text(item.notice_court, f"{origin}.notice_court"),
        "notice_period": text(item.notice_period, f"{origin}.notice_period"),
        "no_notice_period": item.notice_period is not None and not item.notice_period.strip(),
        "notice_last_day": dates(item.notice_last_day, f"{origin}.notice_last_day", source),
        "ground": text((item.ground or "").rstrip(". ;"), f"{origin}.ground"),
        "signed_by": text(item.signed_by, f"{origin}.signed_by"),
        "reasons": [reason(source, item, r, place) for place, r in enumerate(item.reasons or (), 1)],
        "cites": cites,
        "cited": bool(cites),
    }


_FOREIGN_LETTERS: Final = {"ru": "іў", "be": "ищъ"}


def _same_language(source: FactSource, value: str, origin: str) -> FactText | None:
    """A remark of the office's own, left out where it is written in the other state language than the paper."""
    foreign = _FOREIGN_LETTERS.get(source.language, "")
    return None if any(sign in foreign for sign in value.lower()) else text(value, origin)


_ACT: Final = {
    "ru": ("решение", "решения", "решению", "решение", "решением", "решении"),
    "be": ("рашэнне", "рашэння", "рашэнню", "рашэнне", "рашэннем", "рашэнні"),
    "en": ("decision",) * 6,
}


def noun(source: FactSource, item: Decision | None) -> dict[str, Fact]:
    """What the act is called in one word: «решение», «постановление», by the label of its kind; «решение» where
    nothing is known of it."""
    kind = item.kind if item is not None else None
    found: dict[str, Fact] = {"code": kind}
    for case, instead in zip(CASES, source.worded(_ACT), strict=True):
        label = source.words.label("decision_kind", kind, case) if kind else None
        word = label.split(" ")[0] if label else instead
        known = re.match(r"(решени|постановлени|определени|приговор|рашэнн|пастанов|вызначэнн|прысуд)", word)
        found[case] = word if known else instead
    return found


def _title(source: FactSource, item: Decision) -> FactText:
    """«от 1 декабря 2026 г. № TEST-77»; what is not known is a blank, a decision must be identified."""
    lead = {"ru": "от", "be": "ад"}.get(source.language, "от")
    day = date_words(item.dated, "of", source.language) if item.dated is not None else BLANK
    number = (item.number or "").strip() or BLANK
    if source.language == "en":
        words = f"of {day}, No.\u00a0{number}"
        return FactText(words, f"{item.id}.{'number' if item.dated else 'dated'}")
    return FactText(f"{lead} {day} №\u00a0{number}", f"{item.id}.{'number' if item.dated else 'dated'}")


_UNANSWERED: Final = {"ru": "ответ на довод {0}", "be": "адказ на довад {0}", "en": "answer to reason {0}"}


def reason(source: FactSource, owner: Decision, item: DecisionReason, place: int) -> dict[str, Fact]:
    """A reason of the decision with the answer, its facts by paragraph, annexes and country information."""
    n = item.n if item.n is not None else place
    origin = f"{owner.id}.reason.{n}"
    told = {e.id: position for position, e in enumerate(events_in_order(source.case), 1)}
    numbers = sorted(told[e] for e in item.facts or () if e in told)
    told_there = sorted(source.paragraphs[e] for e in item.facts or () if e in told and e in source.paragraphs)
    by_number = dict(enumerate(events_in_order(source.case), 1))
    proofs = [*(item.evidence or ())]
    for fact in item.facts or ():
        found = source.case.event(fact)
        proofs.extend((*(found.evidence if found else ()), *_proving(source, fact)))
    cites = annexed(source, proofs)
    country_rows = [coi(source, index) for index in coi_indexes(source, item.coi or ())]
    return {
        "n": n,
        "says": text((item.says or "").strip().rstrip(".;"), f"{origin}.says"),
        "answer": text(item.answer, f"{origin}.answer")
        or gap(f"{origin}.answer", _UNANSWERED[source.language].format(n)),
        "events": [event(source, by_number[k], k) for k in numbers],
        "has_events": bool(numbers),
        "paragraphs": text(paragraph_numbers(numbers, source), f"{origin}.facts") if numbers else None,
        "in_statement": text(paragraph_numbers(told_there, source), f"{origin}.facts") if told_there else None,
        "cites": cites,
        "cited": bool(cites),
        "coi": country_rows,
        "has_coi": bool(country_rows),
    }


def coi_indexes(source: FactSource, refs: Sequence[str | int]) -> list[int]:
    """Rows of country information that a reason points to: by number from 1 or by title."""
    found = []
    for ref in refs:
        for index, item in enumerate(source.case.coi):
            if ref in (index + 1, str(index + 1), f"coi{index + 1}", f"c{index + 1}") or (
                isinstance(ref, str) and item.title == ref
            ):
                found.append(index)
                break
    return found


def coi(source: FactSource, index: int) -> dict[str, Fact]:
    """One row of country information; ``line`` is «издатель. Название, май 2026 г., пп. 10–14: …»."""
    item = source.case.coi[index]
    origin = f"coi.{index + 1}"
    when = date_words(item.date, "letter", source.language) if item.date is not None else None
    place = pinpoint_in(item.pinpoint, source.language)
    head = ", ".join(
        part.strip()
        for part in (
            ". ".join(_capital(part.strip().rstrip(".")) for part in (item.publisher, item.title) if part),
            when,
            place,
        )
        if part and part.strip()
    )
    line = f"{head}: {item.point}" if item.point and head else head or item.point
    return {
        "title": text(item.title, f"{origin}.title"),
        "publisher": text(item.publisher, f"{origin}.publisher"),
        "date": dates(item.date, f"{origin}.date", source),
        "pinpoint": text(place, f"{origin}.pinpoint"),
        "point": text(item.point, f"{origin}.point"),
        "line": text((line or "").rstrip(". ;"), f"{origin}.point"),
    }
