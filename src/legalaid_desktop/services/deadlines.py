"""Clocks of the cases in a vault: rows, their words, and what a person said about them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.deadline import CountedDay, DeadlineRow, DeadlineStatus, ExplanationLine
from legalaid_desktop.domain.deadline_engine import deadline_rows, sort_key
from legalaid_desktop.domain.ids import RuleId
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.errors import NotFound, WrongUse
from legalaid_desktop.host.wording import Wording, wording
from legalaid_desktop.services.law import shipped_law
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.storage.deadline_rows import DeadlineMark

__all__ = ["Deadlines", "case_rows", "day_words", "explanation_text", "row_json"]

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def case_rows(case: CaseRecord, as_of: dt.date, marks: Mapping[str, str]) -> tuple[DeadlineRow, ...]:
    """The clocks of one case by the law that ships with the program."""
    return deadline_rows(case, shipped_law(), as_of, marks)


class Deadlines:
    """The clocks of an open vault."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault

    def rows(self, ref: str | None, as_of: dt.date) -> tuple[tuple[str, DeadlineRow], ...]:
        """(reference, row) of one case or of all cases, earliest first. Raises :class:`NotFound` (case)."""
        return self._rows_of(self._vault.deadlines.cases() if ref is None else [self._vault.cases.row_of(ref)], as_of)

    def near(self, as_of: dt.date, *, days: int, most: int) -> tuple[tuple[tuple[str, DeadlineRow], ...], int]:
        """As :meth:`rows`, of those cases alone that have an alarm or a last day up to ``days`` after ``as_of`` and no
        mark on it: a glance at the day need not read every case of the vault. At most ``most`` cases, with the days
        nearest to ``as_of``; the number says how many cases were left out."""
        places = self._vault.deadlines.cases_with_alarms(as_of + dt.timedelta(days=days), near=as_of)
        return self._rows_of(places[:most], as_of), max(0, len(places) - most)

    def _rows_of(self, places: Sequence[int], as_of: dt.date) -> tuple[tuple[str, DeadlineRow], ...]:
        found: list[tuple[str, DeadlineRow]] = []
        marks = self._vault.deadlines.marks_of(places)
        for place, case in self._vault.cases.for_clocks(places):
            said = {mark.deadline: mark.state for mark in marks[place] if mark.state != "moved"}
            found += [(str(case.info.ref), row) for row in case_rows(case, as_of, said)]
        return tuple(sorted(found, key=lambda pair: (*sort_key(pair[1])[:2], pair[0], pair[1].id)))

    def explain(self, ref: str, deadline_id: str, as_of: dt.date) -> tuple[str, DeadlineRow]:
        """One row by its id. Raises :class:`NotFound` (case, deadline)."""
        for known_ref, row in self.rows(ref, as_of):
            if row.id == deadline_id:
                return known_ref, row
        raise NotFound(kind="deadline", what=deadline_id)

    def mark(self, ref: str, deadline_id: str, state: str | None, as_of: dt.date, *, reason: str | None = None) -> None:
        """Say that a paper was filed (``done``) or the period ``missed``; ``None`` takes the mark back.

        Raises :class:`NotFound` (case, deadline) and :class:`WrongUse` (another state).
        """
        if state not in (None, DeadlineStatus.DONE.value, DeadlineStatus.MISSED.value):
            raise WrongUse(what="status")
        self.explain(ref, deadline_id, as_of)
        with self._vault.change() as now:
            place = self._vault.cases.row_of(ref)
            if state is None:
                self._vault.deadlines.drop_mark(place, deadline_id)
            else:
                mark = DeadlineMark(deadline=deadline_id, state=state, day=None, reason=reason, at=now)
                self._vault.deadlines.set_mark(place, mark)
            uid = self._vault.cases.id_of(place)
            self._vault.journal.write("changed", "deadline", now, case=uid, fields=("status",))
            self._vault.touched(place, now)


# ---------------------------------------------------------------------------------------------- words


def day_words(day: dt.date, words: Wording) -> str:
    """«пн 28 декабря 2026», "Mon 28 December 2026"."""
    weekday, month = words.say(f"date.weekday.{day.isoweekday()}"), words.say(f"date.month_of.{day.month}")
    return f"{weekday} {day.day} {month} {day.year}"


def explanation_text(line: ExplanationLine, lang: str, law: LawPack) -> str:
    """One line of an explanation as a sentence."""
    words = wording(lang)
    return words.say(f"deadline.explain.{line.key}", **_params(line.params, words, law))


def day_text(day: CountedDay, lang: str, law: LawPack) -> str:
    words = wording(lang)
    return words.say(f"deadline.{day.why}", **_params(day.params, words, law))


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
        elif isinstance(value, str) and _ISO_DAY.fullmatch(value):
            params[key] = day_words(dt.date.fromisoformat(value), words)
        else:
            params[key] = value
    return params


def _day_json(day: CountedDay, lang: str, law: LawPack) -> dict[str, Any]:
    why = day_text(day, lang, law)
    return {"date": day.date.isoformat(), "counted": day.counted, "number": day.number, "why": why}


def row_json(row: DeadlineRow, case_ref: str, lang: str, *, days: bool = False) -> dict[str, Any]:
    """A row as ``deadline list`` prints it, and with ``days`` as ``deadline explain`` does."""
    law = shipped_law()

    def iso(day: dt.date | None) -> str | None:
        return None if day is None else day.isoformat()

    shown: dict[str, Any] = {
        "case": case_ref,
        "id": row.id,
        "decision": row.decision,
        "rule": row.rule,
        "reading": row.reading.value,
        "primary": row.primary,
        "trigger": iso(row.trigger),
        "starts_on": iso(row.starts_on),
        "last_day": iso(row.last_day),
        "safe_day": iso(row.safe_day),
        "alarm_on": iso(row.alarm_on),
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
    return shown
