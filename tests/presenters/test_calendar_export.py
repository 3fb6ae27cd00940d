"""Days to come out of the vault: every case is counted for them, with progress and a way to stop."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from legalaid_desktop.errors import NotFound
from legalaid_desktop.host.wording import wording
from legalaid_desktop.presenters.calendar import CalendarPresenter
from legalaid_desktop.services.deadlines import Deadlines
from tests.presenters.recording import RecordingView, TasksAtOnce

RU = wording("ru")
TODAY = dt.date(2026, 12, 21)


class ManyCases(Deadlines):
    """350 cases without a day; the person stops after so many."""

    def __init__(self) -> None:
        self.counted = 0
        self.stop: Any = None

    def _places(self, ref: str | None) -> list[int]:
        return list(range(350))

    def _cases(self, places: Any, as_of: dt.date, *, further: bool = False) -> tuple[Any, ...]:
        self.counted += len(places)
        if self.stop is not None:
            self.stop()
        return ()


def scene() -> tuple[CalendarPresenter, RecordingView, ManyCases]:
    view, cases = RecordingView(), ManyCases()
    clock: Any = SimpleNamespace(today=lambda: TODAY)
    tasks: Any = TasksAtOnce(SimpleNamespace(deadlines=cases))
    shown: Any = None
    presenter = CalendarPresenter(view, tasks, words=lambda: RU, clock=clock, gather=shown)
    return presenter, view, cases


def test_counting_all_cases_tells_how_far_it_is(tmp_path: Path) -> None:
    presenter, view, cases = scene()
    presenter.export_days(tmp_path / "days.ics")
    assert cases.counted == 350
    stands = [told[1:] for told in view.told if told[0] == "show_stand"]
    assert stands == [(0, 350), (100, 350), (200, 350), (300, 350), (350, 350)]
    assert view.told[0] == ("show_work", "calendar.counting")
    (failure,) = [told[1] for told in view.told if told[0] == "show_failure"]
    assert isinstance(failure, NotFound), "no day to come"
    assert ("show_work", "") in view.told


@pytest.mark.parametrize("way", ["export_days", "export_month", "print_month"])
def test_a_stop_leaves_no_file_and_says_so(tmp_path: Path, way: str) -> None:
    presenter, view, cases = scene()
    cases.stop = presenter.cancel
    out = tmp_path / "out"
    getattr(presenter, way)(*(() if way == "print_month" else (out,)))
    assert (cases.counted, out.exists()) == (100, False)
    assert view.told[-2:] == [("show_work", ""), ("say_done", RU.say("calendar.cancelled"))]
    cases.stop = None
    presenter.export_days(out)
    assert cases.counted == 450, "it can be asked again"
