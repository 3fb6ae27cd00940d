"""``legalaid case remedies|body``: what can be done in a case, and to whom a paper goes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from legalaid_desktop.cli.context import Context, Outcome
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.services.deadlines import day_words
from legalaid_desktop.services.remedies import door_of, ways_of_case
from legalaid_desktop.services.remedy_json import door_json, ways_json

_USABLE = ("open", "running", "missed")
_SIGNS = {"done": "✓", "running": "▶", "open": "○", "missed": "!", "waiting": "…", "ahead": "·", "behind": "–"}


def remedies(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        found = ways_of_case(briefcase, context.options.ref, context.as_of)
    result = ways_json(found, context.words.lang)
    return Outcome(result, text=ways_text(result, context.words))


def body(context: Context) -> Outcome:
    options = context.options
    with context.briefcase() as briefcase:
        found = door_of(
            briefcase, options.ref, options.purpose, context.as_of, decision=options.decision, to=options.addressee
        )
    result = door_json(found, context.words.lang)
    return Outcome(result, text=_door_text(result, context.words))


def ways_text(result: dict[str, Any], words: Wording) -> str:
    """The ladders as lines, rung by rung; then the ways beside them and the closed doors."""
    lines: list[str] = []
    beside = [step["title"] for step in result["beside"] if step["status"] in _USABLE]
    for ladder in result["ladders"]:
        lines += [ladder["title"], ""]
        usable = [step for step in ladder["steps"] if step["status"] in _USABLE]
        for number, step in enumerate(ladder["steps"], start=1):
            lines += _step_lines(step, words, f"{number}.")
            if step["status"] == "missed":
                others = [one["title"] for one in usable if one["id"] != step["id"]] + beside
                if others:
                    lines.append("     " + words.say("remedies.text.else_open", steps="; ".join(others)))
        lines.append("")
    if not result["ladders"]:
        lines += [words.say("remedies.text.nothing"), ""]
    if result["beside"]:
        lines += [words.say("remedies.text.beside"), ""]
        for step in result["beside"]:
            lines += _step_lines(step, words, "–")
        lines.append("")
    lines += [words.say("remedies.text.closed"), ""]
    for door in result["closed"]:
        lines.append(f"× {door['title']} ({_closed_when(door, words)})")
        lines.append(f"     {door['why']}" + _mark(door["unchecked"], words))
    return "\n".join(lines)


def _closed_when(door: dict[str, Any], words: Wording) -> str:
    if door["since"]:
        id = "remedies.text.since" if door["status"] == "closed" else "remedies.text.closes"
        return words.say(id, day=_day(door["since"], words))
    return words.say("remedies.text.never") if door["never"] else words.say("remedies.state.closed")


def _day(iso: str, words: Wording) -> str:
    return day_words(dt.date.fromisoformat(iso), words)


def _mark(unchecked: bool, words: Wording) -> str:
    return f" ({words.say('remedies.unchecked')})" if unchecked else ""


def _step_lines(step: dict[str, Any], words: Wording, number: str) -> list[str]:
    lines = [
        f"{_SIGNS.get(step['status'], '')} {number} {step['title']}: {step['said']}" + _mark(step["unchecked"], words)
    ]
    details: list[str] = []
    if step["status"] in (*_USABLE, "waiting"):
        if step["last_day"]:
            details.append(words.say("remedies.text.last_day", day=_day(step["last_day"], words)))
        elif step["alarm_on"]:
            details.append(words.say("remedies.text.alarm", day=_day(step["alarm_on"], words)))
    if step["appointed_on"]:
        details.append(words.say("remedies.text.appointed", day=_day(step["appointed_on"], words)))
    if step["filed_on"]:
        details.append(words.say("remedies.text.filed", day=_day(step["filed_on"], words)))
    if step["status"] in _USABLE and step["papers"]:
        paper = words.say("remedies.text.paper", papers=", ".join(step["papers"]))
        with_it = [*([step["restore"]] if step["restore"] else []), *step["joined"]]
        details.append(f"{paper}, {words.say('remedies.text.joined', papers=', '.join(with_it))}" if with_it else paper)
    if step["status"] in _USABLE and step["bodies"]:
        details.append(_to_whom(step["bodies"], words))
    told = step["stops_removal"]
    if told:
        unsure = step["suspends_unchecked"] and step["suspends"] != "unknown"
        details.append(words.say("remedies.suspends_unchecked", text=told) if unsure else told)
    if step["follows"]:
        details.append(step["follows"])
    return lines + [f"     {line}" for line in details]


def _to_whom(bodies: list[dict[str, Any]], words: Wording) -> str:
    first = bodies[0]
    if first["offered"]:
        return words.say(
            "remedies.text.choose", bodies="; ".join(one["name"] + _mark(one["unchecked"], words) for one in bodies)
        )
    return f"{words.say('remedies.text.body', body=first['name'])}. {first['reason']}" + _mark(
        first["unchecked"], words
    )


def _door_text(result: dict[str, Any], words: Wording) -> str:
    lines = [result["title"]] if result["title"] else []
    for one in result["bodies"]:
        lines.append(f"{'?' if one['offered'] else '→'} {one['name']}" + _mark(one["unchecked"], words))
        lines += [f"     {text}" for text in (one["header_ru"], one["header_be"], one["reason"]) if text]
    if not result["bodies"]:
        lines.append(words.say("remedies.text.nobody"))
    lines += [f"! {doubt['message']}" for doubt in result["doubts"]]
    return "\n".join(lines)
