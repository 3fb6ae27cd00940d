"""Search, settings and the place one comes back to."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.host.preferences import preferences
from legalaid_desktop.host.wording import wording
from legalaid_desktop.presenters.place import recall_place, remember_place
from legalaid_desktop.presenters.search import SearchPresenter
from legalaid_desktop.presenters.settings import SettingsPresenter
from tests.presenters.recording import RecordingView, TasksAtOnce

RU = wording("ru")
CLOCK = FixedClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))


def a_hit(**values: Any) -> Any:
    return SimpleNamespace(**({"kind": "note", "id": "n1", "case": "2026-0001", "title": "t", "snippet": "s"} | values))


class Search:
    def __init__(self, total: int, hits: list[Any], failure: Exception | None = None) -> None:
        self.total, self.hits, self.failure = total, hits, failure
        self.asked: list[str] = []

    def find(self, words: str, *, limit: int) -> Any:
        self.asked.append(words)
        if self.failure:
            raise self.failure
        return SimpleNamespace(total=self.total, hits=tuple(self.hits))


def search_scene(search: Search) -> tuple[SearchPresenter, RecordingView]:
    view = RecordingView()
    return SearchPresenter(view, TasksAtOnce(SimpleNamespace(search=search)), words=lambda: RU), view


def test_two_letters_are_enough_and_one_asks_nothing() -> None:
    search = Search(1, [a_hit(snippet="два\n  слова")])
    presenter, view = search_scene(search)
    presenter.find(" л ")
    assert search.asked == []
    assert view.last("show_hits") == ((), RU.say("search.start"))
    presenter.find(" ла  мпа ")
    assert search.asked == ["ла мпа"]
    (hits, told) = view.last("show_hits")
    assert (hits[0].second, hits[0].kind_words, told) == ("два слова", "запись", "Найдено: 1")


def test_many_hits_say_how_many_and_none_says_what_to_try() -> None:
    presenter, view = search_scene(Search(70, [a_hit(), a_hit(kind="something new", case=None)]))
    presenter.find("лампа")
    hits, told = view.last("show_hits")
    assert told == "Показаны первые 2 из 70"
    assert hits[1].kind_words == "something new"
    presenter.choose("1")
    assert view.last("open_hit")[0].case == ""
    presenter, view = search_scene(Search(0, []))
    presenter.find("лампа")
    assert view.last("show_hits") == ((), RU.say("search.nothing"))
    presenter.choose("0")
    assert view.count("open_hit") == 0


def test_a_damaged_vault_is_told_in_place_of_hits() -> None:
    presenter, view = search_scene(Search(0, [], DatabaseDamaged(where="data", table="t", reason="r")))
    presenter.find("лампа")
    hits, told = view.last("show_hits")
    assert hits == ()
    assert "повреж" in told.casefold()


def test_settings_show_regions_and_what_opens_the_vault(tmp_path: Path) -> None:
    view = RecordingView()
    slot = SimpleNamespace(
        id="0",
        kind="passphrase",
        label="",
        created_at=CLOCK.now(),
        set_number=None,
        needed=None,
        shares=None,
        holders=(),
    )
    slots = SimpleNamespace(all=lambda: (slot,), opened_by=None)
    tasks = TasksAtOnce(SimpleNamespace(key_slots=slots, notes=SimpleNamespace(unsaved=lambda key: None)))
    kept = preferences(tmp_path)
    presenter = SettingsPresenter(view, tasks, kept, words=lambda: wording("en"), clock=CLOCK)
    presenter.load()
    regions = dict(view.last("show_regions")[0])
    assert regions[""] == "None"
    assert regions["brest"] == "Brest Region"
    assert all(name != code for code, name in regions.items())
    assert [line.text for line in view.last("show_slots")[0]] == ["Passphrase. Since 24 November 2026, 12:00."]
    presenter.change(region="brest")
    assert preferences(tmp_path).current.region == "brest"
    assert view.count("show_changed") == 1


def test_a_setting_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    view = RecordingView()
    presenter = SettingsPresenter(
        view, TasksAtOnce(), preferences(tmp_path / "file" / "x"), words=lambda: RU, clock=CLOCK
    )
    presenter.change(language="be")
    assert view.count("show_failure") == 1
    assert view.count("show_changed") == 0


class Notes:
    def __init__(self, kept: str | None = None) -> None:
        self.kept = kept

    def keep_unsaved(self, key: str, text: str) -> None:
        self.kept = text

    def unsaved(self, key: str) -> str | None:
        return self.kept


@pytest.mark.parametrize("params", [{}, {"ref": "Д-7", "at": 12, "open": ["e1", None]}])
def test_a_place_comes_back_as_it_was(params: dict[str, Any]) -> None:
    briefcase = cast(Any, SimpleNamespace(notes=Notes(), read_only=False))
    assert recall_place(briefcase) is None
    remember_place(briefcase, "case", params)
    assert recall_place(briefcase) == ("case", params)
