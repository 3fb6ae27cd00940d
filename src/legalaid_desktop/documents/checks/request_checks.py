"""Checks of the requests and of the residence papers (documents.md I5, I6, J4, J8): a withdrawal that nobody may hurry,
a complaint of silence while the period still runs, a citizen called stateless, work that nobody declared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from legalaid_desktop.documents.checks.context import CheckContext
from legalaid_desktop.documents.checks.reading import finding
from legalaid_desktop.documents.facts.requests import typed_letters
from legalaid_desktop.documents.facts.residence import days_by_year, typed_spans
from legalaid_desktop.domain.disclosed import SignerKind
from legalaid_desktop.domain.finding import Finding, Severity
from legalaid_desktop.domain.ids import RuleId
from legalaid_desktop.domain.person import CitizenshipStatus

PAUSE: Final = dt.timedelta(days=1)
"""Between the first word of a withdrawal and its paper (documents.md I5): the next day at the earliest."""
ASSURED: Final = ("private_talk", "alternatives", "consequences_read", "no_pressure")
"""Answers of I5 that must be yes."""
_STAY_PAPERS: Final = frozenset({"J1", "J2", "J3", "J7"})


def requests(context: CheckContext) -> Iterator[Finding]:
    """Findings of these papers; nothing for any other."""
    match context.document:
        case "I5":
            yield from _withdrawal(context)
        case "I6":
            yield from _silence(context)
        case "J4":
            yield from _stateless(context)
        case "J8":
            if context.answers.get("lawyer_seen") is not True:
                yield finding("CHK-SELFINC", Severity.OVERRIDABLE, "undeclared_work")
        case code if code in _STAY_PAPERS:
            yield from _long_stay(context)


def _withdrawal(context: CheckContext) -> Iterator[Finding]:
    """B for a child whom nobody represents; O before the next day and while something of the talk is missing."""
    if context.signer.kind is SignerKind.CHILD_ALONE:
        yield finding("CHK-SIGN", Severity.BLOCKS, "withdrawal_of_child")
    said = context.answers.get("first_said")
    first = said if isinstance(said, dt.date) else _day(said)
    if first is None or context.as_of < first + PAUSE:
        yield finding("CHK-REMEDY", Severity.OVERRIDABLE, "withdrawal_pause")
    if any(context.answers.get(name) is not True for name in ASSURED):
        yield finding("CHK-REMEDY", Severity.OVERRIDABLE, "withdrawal_talk")


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None


def _silence(context: CheckContext) -> Iterator[Finding]:
    """B while every period runs; W where only the shorter one is over, and where no day can be counted from."""
    typed = context.answers.get("letters")
    letters = typed_letters(typed, context.law) if isinstance(typed, str) else []
    if not letters:
        return
    counted = [letter for letter in letters if letter.due is not None]
    if not counted:
        yield finding("CHK-REMEDY", Severity.WARNS, "answer_no_day")
    elif not any(letter.late(context.as_of) for letter in counted):
        due = min(letter.due for letter in counted if letter.due is not None)
        yield finding("CHK-REMEDY", Severity.BLOCKS, "answer_not_due", day=f"{due:%d.%m.%Y}")
    elif all(_within_longer(context, letter.sent) for letter in counted if letter.late(context.as_of)):
        yield finding("CHK-REMEDY", Severity.WARNS, "answer_longer")


def _within_longer(context: CheckContext, sent: dt.date | None) -> bool:
    """The period for a letter that needs checking is not over yet."""
    rule = context.law.rules.get(RuleId("ob.answer_complex"))
    days = rule.office_target_days if rule is not None else None
    return sent is not None and days is not None and context.as_of < sent + dt.timedelta(days=days)


def _stateless(context: CheckContext) -> Iterator[Finding]:
    client = context.case.client
    if client is None or client.citizenship_status is CitizenshipStatus.STATELESS:
        return
    sure = [c.country for c in client.citizenships or () if c.country and not c.contested]
    if sure:
        yield finding("CHK-REMEDY", Severity.OVERRIDABLE, "not_stateless", record=client.id, country=sure[0])


def _long_stay(context: CheckContext) -> Iterator[Finding]:
    """The table of stays shows more days in a year than the law data allow without a permission."""
    rule = context.law.rules.get(RuleId("st.max_stay"))
    typed = context.answers.get("stay")
    if rule is None or rule.limit is None or not isinstance(typed, str):
        return
    for year, days in sorted(days_by_year(typed_spans(typed, context.as_of)[0]).items()):
        if days > rule.limit:
            yield finding("CHK-SELFINC", Severity.OVERRIDABLE, "long_stay", year=year, n=days, limit=rule.limit)
