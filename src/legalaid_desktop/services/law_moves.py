"""Which dates of open cases another law moves: old day, new day, and why. Nothing is changed by asking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from legalaid_desktop.domain.calendar import why_off
from legalaid_desktop.domain.clock_marks import MarkState
from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus
from legalaid_desktop.domain.deadline_engine import all_clocks
from legalaid_desktop.domain.law import DeadlineRule, LawPack
from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.host.wording import wording
from legalaid_desktop.services.law_in_use import CLOSED
from legalaid_desktop.services.open_vault import OpenVault

SOON: Final = 3
"""Days from today within which a new day stands at the top of the list."""
_BATCH: Final = 50
_MOST_DAYS: Final = 3
"""Days of the calendar that a reason names."""
_LONGEST: Final = 800
"""Days that are looked through for a difference between two calendars."""
_SET_BY_HAND: Final = frozenset({MarkState.MOVED, MarkState.EXTENDED, MarkState.RESTORED})

Watch = Callable[[int, int], None]
"""Told how many cases are done, and of how many; may raise to stop."""


class Urgency(StrEnum):
    PAST = "past"
    """The new day is over."""
    SOON = "soon"
    """It comes within three days."""
    LATER = "later"


@dataclass(frozen=True, kw_only=True)
class MoveReason:
    """Locale id under ``law_move.reason.`` and what fills it."""

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Move:
    """One clock of an open case. ``old`` and ``new`` are its last days (``None``: none is counted), the alarms beside;
    ``old_others`` and ``new_others`` are the last days of its later readings, earliest first.

    ``by_hand``: a person set the day of this clock; what that person set stays, with its reason.
    """

    ref: str
    title: str
    id: str
    """Of the row as it will be; as it was where the clock goes."""
    rule: str
    act: Mapping[str, str]
    """What is to be done, ``ru``, ``be``, ``en``."""
    old: dt.date | None
    new: dt.date | None
    old_alarm: dt.date | None
    new_alarm: dt.date | None
    urgency: Urgency
    by_hand: bool
    reasons: tuple[MoveReason, ...]
    old_others: tuple[dt.date, ...] = ()
    new_others: tuple[dt.date, ...] = ()

    @property
    def day(self) -> dt.date | None:
        """What counts of the new state: the last day, or the alarm where there is none."""
        return self.new or self.new_alarm


def moves(
    vault: OpenVault, old: LawPack, new: LawPack, as_of: dt.date, *, watch: Watch | None = None
) -> tuple[Move, ...]:
    """Every clock of an open case that ``new`` moves, by its earliest reading or by another: days that are over or near
    first, then by day.

    Clocks that are done are left out, as are those whose day is over by either law. A case that cannot be read is left
    out and told of as damage. Raises what ``watch`` raises.
    """
    places = vault.cases.rows_with_clocks()
    found: list[Move] = []
    for begin in range(0, len(places), _BATCH):
        if watch is not None:
            watch(begin, len(places))
        found += _batch(vault, places[begin : begin + _BATCH], old, new, as_of)
    if watch is not None:
        watch(len(places), len(places))
    return tuple(sorted(found, key=_order))


def _batch(vault: OpenVault, places: Sequence[int], old: LawPack, new: LawPack, as_of: dt.date) -> list[Move]:
    records = []
    for place in places:
        try:
            records.append((place, vault.cases.load(place)))
        except DatabaseDamaged as error:
            vault.seen(error)
    facts = vault.clock_facts(records)
    marks = vault.deadlines.said_of([place for place, _ in records])
    found: list[Move] = []
    for place, record in records:
        if record.stage == CLOSED:
            continue
        # Clocks long over are asked for, too: a longer period may bring one of them back.
        before = _readings(all_clocks(facts[place], old, as_of, marks[place], old=True))
        after = _readings(all_clocks(facts[place], new, as_of, marks[place], old=True))
        hands = {mark.deadline.split("-!")[0] for mark in _spoken(vault, place)}
        for clock in dict.fromkeys((*before, *after)):
            move = _move(before.get(clock, ()), after.get(clock, ()), old, new, as_of, by_hand=clock in hands)
            if move is not None:
                found.append(Move(ref=str(record.info.ref), title=record.meta.title or "", **move))
    return found


def _spoken(vault: OpenVault, place: int) -> list[Any]:
    return [mark for mark in vault.deadlines.spoken(place) if mark.state in _SET_BY_HAND]


def _readings(rows: Sequence[DeadlineRow]) -> dict[str, tuple[DeadlineRow, ...]]:
    """The readings of each clock that has one that leads, that one first."""
    found: dict[str, list[DeadlineRow]] = {}
    for row in sorted(rows, key=lambda one: not one.primary):
        found.setdefault(row.clock, []).append(row)
    return {clock: tuple(readings) for clock, readings in found.items() if readings[0].primary}


def _others(rows: Sequence[DeadlineRow]) -> tuple[dt.date, ...]:
    """The last days of the readings that do not lead; a day that the first one has as well is not said twice."""
    days = {row.last_day for row in rows[1:] if row.last_day is not None}
    return tuple(sorted(days - {row.last_day for row in rows[:1]}))


def _move(
    before: Sequence[DeadlineRow],
    after: Sequence[DeadlineRow],
    old: LawPack,
    new: LawPack,
    as_of: dt.date,
    *,
    by_hand: bool,
) -> dict[str, Any] | None:
    led, leads = next(iter(before), None), next(iter(after), None)
    was = (None, None) if led is None else (led.last_day, led.alarm_on)
    will = (None, None) if leads is None else (leads.last_day, leads.alarm_on)
    was_others, will_others = _others(before), _others(after)
    shown = leads or led
    if (was, was_others) == (will, will_others) or shown is None or shown.status is DeadlineStatus.DONE:
        return None
    days = [day for day in (*was, *will, *was_others, *will_others) if day is not None]
    if not days or max(days) < as_of:
        return None
    rule = _rule(new, shown) or _rule(old, shown)
    return {
        "id": str(shown.id),
        "rule": str(shown.rule),
        "act": {lang: "" if rule is None else rule.act(lang) for lang in ("ru", "be", "en")},
        "old": was[0],
        "new": will[0],
        "old_alarm": was[1],
        "new_alarm": will[1],
        "old_others": was_others,
        "new_others": will_others,
        "urgency": _urgency(will[0] or will[1], as_of),
        "by_hand": by_hand,
        "reasons": _reasons(*((led, leads) if was != will else _moved_other(before, after)), old, new),
    }


def _moved_other(
    before: Sequence[DeadlineRow], after: Sequence[DeadlineRow]
) -> tuple[DeadlineRow | None, DeadlineRow | None]:
    """Where the first reading stays: the same reading by either law of which only the day differs, else the first."""
    earlier = {row.reading: row for row in before}
    for row in after:
        same = earlier.get(row.reading)
        if same is not None and same.last_day != row.last_day:
            return same, row
    return before[0], after[0]


def _urgency(day: dt.date | None, as_of: dt.date) -> Urgency:
    if day is None or day > as_of + dt.timedelta(days=SOON):
        return Urgency.LATER
    return Urgency.PAST if day < as_of else Urgency.SOON


def _order(move: Move) -> tuple[int, dt.date, str, str]:
    return list(Urgency).index(move.urgency), move.day or dt.date.max, move.ref, move.id


# ---------------------------------------------------------------------------------------------- why


def _rule(law: LawPack, row: DeadlineRow | None) -> DeadlineRule | None:
    if row is None:
        return None
    return (None if row.trigger is None else law.rule_on(row.rule, row.trigger)) or law.rules.get(row.rule)


def _reasons(
    before: DeadlineRow | None, after: DeadlineRow | None, old: LawPack, new: LawPack
) -> tuple[MoveReason, ...]:
    shown = after or before
    was, will = _rule(old, shown), _rule(new, shown)
    found: list[MoveReason] = []
    if was is None or before is None:
        found.append(MoveReason(key="rule_new"))
    elif will is None or after is None:
        found.append(MoveReason(key="rule_gone"))
    if was is not None and will is not None:
        found += _differences(was, will)
    if before is not None and after is not None:
        if before.by_old_law and not after.by_old_law:
            found.append(MoveReason(key="law_was_old"))
        elif after.by_old_law and not before.by_old_law:
            found.append(MoveReason(key="law_is_old"))
        days = _calendar_days(before, after, old, new)
        if days:
            found.append(MoveReason(key="calendar", params={"days": days[:_MOST_DAYS], "n": len(days)}))
    return tuple(found) or (MoveReason(key="other"),)


def _differences(was: DeadlineRule, will: DeadlineRule) -> list[MoveReason]:
    found: list[MoveReason] = []
    for key, number, unit in (("limit", "limit", "unit"), ("safe", "safe_limit", "safe_unit")):
        first = (getattr(was, number), getattr(was, unit))
        second = (getattr(will, number), getattr(will, unit))
        if first != second:
            found.append(MoveReason(key=key, params={"old": first, "new": second}))
    for key, name in (("count_from", "count_from"), ("roll", "roll"), ("target", "office_target_days")):
        if getattr(was, name) != getattr(will, name):
            found.append(MoveReason(key=key, params={"old": getattr(was, name), "new": getattr(will, name)}))
    return found


def _calendar_days(before: DeadlineRow, after: DeadlineRow, old: LawPack, new: LawPack) -> tuple[dt.date, ...]:
    """Days between the begin and the later end that are off by one law only."""
    ends = [day for row in (before, after) for day in (row.last_day, row.alarm_on) if day is not None]
    begin = after.starts_on or before.starts_on
    if begin is None or not ends:
        return ()
    length = min((max(ends) - begin).days, _LONGEST)
    days = (begin + dt.timedelta(days=number) for number in range(length + 1))
    return tuple(day for day in days if (why_off(day, old) is None) is not (why_off(day, new) is None))


# ---------------------------------------------------------------------------------------------- words


def reason_text(reason: MoveReason, lang: str) -> str:
    """Why a day moves, as a sentence."""
    from legalaid_desktop.services.deadline_words import day_words

    words = wording(lang)

    def value(key: str, given: Any) -> str:
        if reason.key in ("limit", "safe"):
            number, unit = given
            return words.say("law_move.none") if number is None else words.say(f"deadline.period.{unit}", n=number)
        if given is None:
            return words.say("law_move.none")
        if reason.key in ("count_from", "roll"):
            return words.say(f"law_move.{reason.key}.{given}")
        return words.say("deadline.period.calendar_day", n=given)

    if reason.key == "calendar":
        days = ", ".join(day_words(day, words) for day in reason.params["days"])
        more = reason.params["n"] - len(reason.params["days"])
        return words.say("law_move.reason.calendar", days=days) + (
            words.say("law_move.more_days", n=more) if more else ""
        )
    if not reason.params:
        return words.say(f"law_move.reason.{reason.key}")
    return words.say(
        f"law_move.reason.{reason.key}",
        old=value(reason.key, reason.params["old"]),
        new=value(reason.key, reason.params["new"]),
    )


def with_others(day: str, others: Sequence[dt.date], lang: str) -> str:
    """A day in words, with the days of the other readings after it."""
    from legalaid_desktop.services.deadline_words import day_words

    if not others:
        return day
    words = wording(lang)
    return words.say("law_move.others", day=day, others=", ".join(day_words(one, words) for one in others))


def move_json(move: Move, lang: str) -> dict[str, Any]:
    """A row of ``pack affected``."""

    def iso(day: dt.date | None) -> str | None:
        return None if day is None else day.isoformat()

    return {
        "case": move.ref,
        "id": move.id,
        "rule": move.rule,
        "act": move.act[lang],
        "old": iso(move.old),
        "new": iso(move.new),
        "old_alarm": iso(move.old_alarm),
        "new_alarm": iso(move.new_alarm),
        "old_others": [day.isoformat() for day in move.old_others],
        "new_others": [day.isoformat() for day in move.new_others],
        "urgency": move.urgency.value,
        "by_hand": move.by_hand,
        "reason": " ".join(reason_text(reason, lang) for reason in move.reasons),
    }
