"""Clocks and rules of the law as lines for people: what is to be done, until when, and how sure that is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from legalaid_desktop.domain.law import DeadlineRule
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.services.deadline_words import day_words


def clocks_text(rows: Sequence[tuple[Mapping[str, Any], DeadlineRule]], words: Wording) -> str:
    """Rows as ``deadline list`` prints them, each with its rule; why a day is what it is, ``explain`` tells."""
    if not rows:
        return words.say("cli.nothing")
    blocks = []
    for row, rule in rows:
        # What is not for the client to file is neither "file today" nor "overdue".
        status = words.say(f"deadline.status.{row['status']}") if rule.kind == "client_act" else ""
        about = f"{rule.act(words.lang)}: {status}" if status else rule.act(words.lang)
        lines = [f"{row['case']} · {row['id']}", f"  {about}"]
        lines += [f"  {line}" for line in _days(row, words, reading=words.say(f"deadline.reading.{row['reading']}"))]
        blocks.append("\n".join(lines))
    return "\n\n".join((*blocks, words.say("deadline.ask_explain")))


def rules_text(rows: Sequence[Mapping[str, Any]], words: Wording) -> str:
    """Rules as ``deadline rules`` prints them: the day of each in this case, or in plain words why there is none."""
    blocks = []
    for row in rows:
        lines = [f"{row['act']} ({row['rule']})"]
        lines += [f"  {line}" for line in _days({**row, "unchecked": _unchecked(row)}, words)]
        lines += [f"  {row[key]}" for key in ("why", "note") if row[key]]
        if row["ids"]:
            lines.append(f"  {', '.join(row['ids'])}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) or words.say("cli.nothing")


def _unchecked(row: Mapping[str, Any]) -> bool:
    return row["confidence"] not in ("verified", "treaty") or bool(row["stale"])


def _days(row: Mapping[str, Any], words: Wording, *, reading: str = "") -> list[str]:
    found = []
    for key, id in (("last_day", "remedies.text.last_day"), ("alarm_on", "remedies.text.alarm")):
        if row[key]:
            found.append(words.say(id, day=day_words(dt.date.fromisoformat(row[key]), words)))
    if found and reading and row["last_day"]:
        found[0] = f"{found[0]} ({reading})"
    if row["unchecked"]:
        found.append(words.say("remedies.unchecked"))
    return found
