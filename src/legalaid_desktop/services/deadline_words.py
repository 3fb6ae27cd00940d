"""A clock in words and as JSON: for the command line, for the window, for papers of the office."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from legalaid_desktop.domain.clock_marks import ClockMark
from legalaid_desktop.domain.clock_rules import RuleStanding
from legalaid_desktop.domain.deadline import CountedDay, DeadlineRow, ExplanationLine
from legalaid_desktop.domain.ids import RuleId
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.host.wording import Wording, wording
from legalaid_desktop.services.law import shipped_law

CHANGE = "change."
"""Lines whose key begins so say what would change the day."""
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def day_words(day: dt.date, words: Wording) -> str:
    """«пн 28 декабря 2026», "Mon 28 December 2026"."""
    weekday, month = words.say(f"date.weekday.{day.isoweekday()}"), words.say(f"date.month_of.{day.month}")
    return f"{weekday} {day.day} {month} {day.year}"


def explanation_text(line: ExplanationLine, lang: str, law: LawPack) -> str:
    """One line of an explanation as a sentence."""
    words = wording(lang)
    return words.say(f"deadline.explain.{line.key}", **_params(line.params, words, law))


def changes_of(row: DeadlineRow, lang: str, law: LawPack) -> tuple[str, ...]:
    """What would change the day, a sentence each; they stand in the explanation as well."""
    return tuple(explanation_text(line, lang, law) for line in row.explanation if line.key.startswith(CHANGE))


def day_text(day: CountedDay, lang: str, law: LawPack) -> str:
    words = wording(lang)
    return words.say(f"deadline.{day.why}", **_params(day.params, words, law))


def mark_text(mark: ClockMark, lang: str) -> str:
    """«Срок продлён до пт 15 января 2027 (определение суда).»"""
    words = wording(lang)
    if mark.day is None:
        said = words.say(f"deadline.explain.mark.{mark.state}_no_day")
    else:
        said = words.say(f"deadline.explain.mark.{mark.state}", day=day_words(mark.day, words))
    return (
        f"{said} {words.say('deadline.explain.mark.reason', reason=_open_ended(mark.reason))}" if mark.reason else said
    )


def _open_ended(text: str) -> str:
    """What a person wrote, without the full stop that the sentence around it sets."""
    return text.strip().removesuffix(".")


def why_text(standing: RuleStanding, lang: str) -> str:
    """Why a rule gives no day in this case; empty where it gives one."""
    words = wording(lang)
    rule = standing.rule
    if standing.why == "closed":
        if rule.closed_since is None:
            return words.say("deadline.why.closed_always")
        return words.say("deadline.why.closed", day=day_words(rule.closed_since, words))
    if standing.why == "lacks":
        return words.say(f"deadline.lacks.{standing.lacks}")
    return words.say(f"deadline.why.{standing.why}") if standing.why else ""


def _params(given: Mapping[str, str | int], words: Wording, law: LawPack) -> dict[str, str | int]:
    params: dict[str, str | int] = {}
    for key, value in given.items():
        if key == "rule":
            rule = law.rules[RuleId(str(value))]
            params["act"], params["basis"] = rule.act(words.lang), rule.basis(words.lang)
        elif key == "holiday":
            params[key] = next((one.name(words.lang) for one in law.holidays if one.id == value), str(value))
        elif key == "unit":
            params["period"] = words.say(f"deadline.period.{value}", n=given["n"])
        elif key == "reason":
            params[key] = _open_ended(str(value))
        elif isinstance(value, str) and _ISO_DAY.fullmatch(value):
            params[key] = day_words(dt.date.fromisoformat(value), words)
        else:
            params[key] = value
    return params


def _day_json(day: CountedDay, lang: str, law: LawPack) -> dict[str, Any]:
    why = day_text(day, lang, law)
    return {"date": day.date.isoformat(), "counted": day.counted, "number": day.number, "why": why}


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def row_json(
    row: DeadlineRow, case_ref: str, lang: str, *, days: bool = False, law: LawPack | None = None
) -> dict[str, Any]:
    """A row as ``deadline list`` prints it, and with ``days`` as ``deadline explain`` does."""
    law = law or shipped_law()
    shown: dict[str, Any] = {
        "case": case_ref,
        "id": row.id,
        "decision": row.decision,
        "rule": row.rule,
        "reading": row.reading.value,
        "primary": row.primary,
        "trigger": _iso(row.trigger),
        "starts_on": _iso(row.starts_on),
        "last_day": _iso(row.last_day),
        "safe_day": _iso(row.safe_day),
        "alarm_on": _iso(row.alarm_on),
        "confidence": row.confidence.value,
        "stale": row.stale,
        "unchecked": row.unchecked,
        "status": row.status.value,
        "explanation": [explanation_text(line, lang, law) for line in row.explanation],
    }
    if days:
        rule = law.rules[row.rule]
        shown["days"] = [_day_json(day, lang, law) for day in row.days]
        shown["source"] = row.source
        shown["note"] = rule.note_in(lang) or rule.note
        shown["kind"] = row.kind
        shown["last_moment"] = None if row.last_moment is None else row.last_moment.isoformat(timespec="minutes")
        shown["changes"] = list(changes_of(row, lang, law))
        shown["marks"] = [mark_json(mark) for mark in row.marks]
    return shown


def row_text(row: DeadlineRow, case_ref: str, lang: str, law: LawPack) -> str:
    """A clock for people: its sentences, the note of its rule, and its days one below the other."""
    words = wording(lang)
    rule = law.rules[row.rule]
    lines = [f"{case_ref} · {row.id}", ""]
    lines += [explanation_text(line, lang, law) for line in row.explanation]
    note = rule.note_in(lang)
    if note:
        lines += ["", note]
    if row.days:
        lines.append("")
        width = max(len(day_words(day.date, words)) for day in row.days)
        for day in row.days:
            number = "" if day.number is None else str(day.number)
            lines.append(f"{day_words(day.date, words):<{width}}  {number:>3}  {day_text(day, lang, law)}")
    return "\n".join(lines)


def mark_json(mark: ClockMark) -> dict[str, Any]:
    at = None if mark.at is None else mark.at.isoformat()
    return {"state": mark.state.value, "day": _iso(mark.day), "reason": mark.reason, "at": at}


def standing_json(standing: RuleStanding, lang: str) -> dict[str, Any]:
    """A rule of the law as ``deadline rules`` prints it: its clocks in this case, or why there is no day."""
    rule = standing.rule
    return {
        "rule": rule.id,
        "kind": rule.kind,
        "act": rule.act(lang),
        "confidence": rule.confidence.value,
        "stale": rule.stale,
        "source": rule.source,
        "ids": [row.id for row in standing.rows],
        "last_day": _iso(min((row.last_day for row in standing.rows if row.last_day is not None), default=None)),
        "alarm_on": _iso(min((row.alarm_on for row in standing.rows if row.alarm_on is not None), default=None)),
        "why": why_text(standing, lang) or None,
        "note": rule.note_in(lang) or None,
    }
