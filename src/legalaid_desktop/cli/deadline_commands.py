"""``legalaid deadline``: clocks of cases, what every rule of the law says of a case, what people say of a clock."""

from __future__ import annotations

import datetime as dt
from typing import Any

from legalaid_desktop.cli.context import Context, Outcome
from legalaid_desktop.cli.deadline_text import clocks_text, rules_text
from legalaid_desktop.cli.streams import say
from legalaid_desktop.domain.ids import RuleId
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.deadline_words import day_words, mark_json, row_json, row_text, standing_json

_LAST = dt.date.max


def list_deadlines(context: Context) -> Outcome:
    """Clocks of the decisions; with ``--all`` also those of papers, detentions, letters and appointed days."""
    options, lang = context.options, context.words.lang
    with context.briefcase() as briefcase:
        _warn(context, briefcase)
        deadlines = briefcase.deadlines
        if not options.all:
            found = deadlines.rows(options.ref, context.as_of)
            laws = {ref: deadlines.law_of(ref) for ref in dict.fromkeys(ref for ref, _ in found)}
            return _listed(context, [(row_json(row, ref, lang, law=laws[ref]), laws[ref]) for ref, row in found])
        rows: list[tuple[Any, tuple[dict[str, Any], LawPack]]] = []
        for case in deadlines.clocks(options.ref, context.as_of):
            law = deadlines.law_of(case.ref)
            for row in case.rows:
                shown = {**row_json(row, case.ref, lang, law=law), "kind": row.kind, "further": row.further}
                order = (row.last_day or row.alarm_on or _LAST, not row.primary, case.ref, row.id)
                rows.append((order, (shown, law)))
        return _listed(context, [shown for _, shown in sorted(rows, key=lambda pair: pair[0])])


def _listed(context: Context, rows: list[tuple[dict[str, Any], LawPack]]) -> Outcome:
    told = [(shown, law.rules[RuleId(shown["rule"])]) for shown, law in rows]
    return Outcome([shown for shown, _ in rows], text=clocks_text(told, context.words))


def explain_deadline(context: Context) -> Outcome:
    with context.briefcase() as briefcase:
        _warn(context, briefcase)
        ref, row = briefcase.deadlines.explain(context.options.ref, context.options.id, context.as_of)
        law = briefcase.deadlines.law_of(ref)
    lang = context.words.lang
    return Outcome(row_json(row, ref, lang, days=True, law=law), text=row_text(row, ref, lang, law))


def rules(context: Context) -> Outcome:
    """Every rule of the law for one case: its clocks, or why it gives no day."""
    with context.briefcase() as briefcase:
        found = briefcase.deadlines.standings(context.options.ref, context.as_of)
    rows = [standing_json(one, context.words.lang) for one in found]
    return Outcome(rows, text=rules_text(rows, context.words))


def mark(context: Context) -> Outcome:
    """Say what became of a clock, or take it back; prints what stands marked now."""
    options = context.options
    with context.briefcase() as briefcase:
        deadlines = briefcase.deadlines
        if options.take_back:
            deadlines.unmark(options.ref, options.id, options.state, context.as_of)
        else:
            deadlines.mark(
                options.ref, options.id, options.state, context.as_of, day=options.day, reason=options.reason
            )
        said = deadlines.said(options.ref)
    return Outcome([{"id": one.deadline, **mark_json(one)} for one in said])


def _warn(context: Context, briefcase: Briefcase) -> None:
    behind = briefcase.deadlines.clock_behind()
    if behind is not None:
        say(context.words.say("deadline.clock_behind", day=day_words(behind.date(), context.words)))
