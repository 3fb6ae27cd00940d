"""People and cases: a list that filters as one types, and one step to a new case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus
from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.case_rows import stage_words
from legalaid_desktop.presenters.clock_strip import ClockStrip, clock_strip
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.forms.options import Options, topic_options
from legalaid_desktop.presenters.ports import Tasks

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.cases import CaseRow

PAGE: Final = 60
"""Rows that are read at once; more come as the end of the list comes into sight."""


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """A case as one row. ``key`` is its reference."""

    key: str
    title: str
    second: str
    strip: ClockStrip | None
    word: str


@dataclass(frozen=True, kw_only=True)
class CaseLines:
    """``total`` counts all that the filter finds; ``vault_total`` all cases."""

    lines: tuple[CaseLine, ...]
    total: int
    vault_total: int


@dataclass(frozen=True, kw_only=True)
class Filter:
    words: str = ""
    topic: str = ""
    stage: str = ""
    order: str = "changed"


class CaseListView(Protocol):
    def show_cases(self, found: CaseLines, told: str) -> None: ...

    def add_cases(self, found: CaseLines) -> None: ...

    def show_topics(self, every: Options, used: Options) -> None: ...

    def open_case(self, ref: str) -> None: ...

    def show_failure(self, text: str) -> None: ...

    def say_done(self, text: str) -> None: ...


def read_lines(briefcase: Briefcase, filter: Filter, offset: int, today: dt.date, words: Wording) -> CaseLines:
    """Runs on the vault's lane: one page of the list, with the nearest clock of each case."""
    given: dict[str, Any] = {
        "words": filter.words, "topic": filter.topic or None, "stage": filter.stage or None,
    }  # fmt: skip
    rows = briefcase.cases.rows(today, **given, order=filter.order, limit=PAGE, offset=offset)  # type: ignore[arg-type]
    topics = dict(topic_options(briefcase.law, words.lang))
    lines = tuple(_line(briefcase, row, topics, today, words) for row in rows)
    total = briefcase.cases.count(**given)
    whole = total if not any(given.values()) else briefcase.cases.count()
    return CaseLines(lines=lines, total=total, vault_total=whole)


def _line(briefcase: Briefcase, row: CaseRow, topics: dict[str, str], today: dt.date, words: Wording) -> CaseLine:
    strip = None
    if row.next_deadline is not None or row.next_alarm is not None:
        clocks = [clock for _, clock in briefcase.deadlines.rows(str(row.ref), today)]
        nearest = _nearest(clocks)
        strip = clock_strip(nearest, today, words) if nearest is not None else None
    title = row.title or row.client or words.say("case.untitled", ref=str(row.ref))
    client = row.client if row.client and row.client != title else ""
    second = (str(row.ref), client, topics.get(row.topic or "", row.topic or ""))
    stage = "" if row.stage in (None, "open") else stage_words(row.stage, words)
    return CaseLine(
        key=str(row.ref), title=title, second=" · ".join(part for part in second if part), strip=strip, word=stage
    )


def _nearest(clocks: Sequence[DeadlineRow]) -> DeadlineRow | None:
    """The first that still needs somebody: not done, not missed, primary readings first."""
    over = (DeadlineStatus.DONE, DeadlineStatus.MISSED)
    open_ones = [row for row in clocks if row.status not in over and row.primary]
    return min(open_ones, key=lambda row: row.last_day or row.alarm_on or dt.date.max, default=None)


class CaseListPresenter:
    def __init__(self, view: CaseListView, tasks: Tasks, *, words: Callable[[], Wording], clock: Clock) -> None:
        self._view, self._tasks, self._words, self._clock = view, tasks, words, clock
        self._filter = Filter()
        self._shown = 0
        self._more_asked = False

    def find(self, filter: Filter) -> None:
        """Show the first page of what fits."""
        self._filter, self._more_asked = filter, False
        words, today = self._words(), self._clock.today()
        self._tasks.ask(
            lambda b: read_lines(b, filter, 0, today, words), done=self._found, failed=self._failed, latest="cases"
        )

    def more(self) -> None:
        """The next page, once."""
        if self._more_asked:
            return
        self._more_asked = True
        filter, offset, words, today = self._filter, self._shown, self._words(), self._clock.today()
        self._tasks.ask(
            lambda b: read_lines(b, filter, offset, today, words), done=self._more, failed=self._failed, latest="cases"
        )

    def read_topics(self) -> None:
        words = self._words()

        def work(briefcase: Briefcase) -> tuple[Options, Options]:
            every = topic_options(briefcase.law, words.lang)
            used = briefcase.cases.topics()
            named = dict(every)
            return every, tuple((code, named.get(code, code)) for code in used)

        self._tasks.ask(work, done=lambda found: self._view.show_topics(*found), failed=self._failed, latest="topics")

    def create(self, title: str, client: str, topic: str) -> None:
        """A new case in one step; it needs neither title nor name."""
        self._tasks.ask(
            lambda b: b.cases.create(
                title=title.strip() or None, client_name=client.strip() or None, topic=topic or None
            ),
            done=lambda record: self._view.open_case(str(record.info.ref)),
            failed=self._failed,
        )

    def take_in(self, paths: Sequence[Path]) -> None:
        """Take in case files, all or none."""
        words = self._words()

        def done(imported: Sequence[Any]) -> None:
            self._view.say_done(words.say("cases.taken_in", n=len(imported)))
            if len(imported) == 1:
                self._view.open_case(str(imported[0].ref))
            else:
                self.find(self._filter)

        lang = words.lang
        self._tasks.ask(lambda b: b.cases.import_files(paths, lang=lang), done=done, failed=self._failed)

    def take_practice(self) -> None:
        """The practice cases that ship with the program: invented people."""

        def work(briefcase: Briefcase) -> int:
            from legalaid_desktop.services.demo import practice_cases

            return len(briefcase.cases.import_files(practice_cases()))

        def done(n: int) -> None:
            self._view.say_done(self._words().say("cases.taken_in", n=n))
            self.find(self._filter)
            self.read_topics()

        self._tasks.ask(work, done=done, failed=self._failed)

    def _found(self, found: CaseLines) -> None:
        self._shown = len(found.lines)
        self._view.show_cases(found, self._words().say("cases.found", n=found.total))

    def _more(self, found: CaseLines) -> None:
        self._shown += len(found.lines)
        self._more_asked = False
        self._view.add_cases(found)

    @property
    def shown(self) -> int:
        return self._shown

    def _failed(self, error: LegalAidError) -> None:
        self._view.show_failure(error_words(error, self._words()))
