"""Recovery sheets one after another: accepted, refused with the reason, enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from legalaid_desktop.errors import LegalAidError, ShareNotUnderstood
from legalaid_desktop.host.wording import wording
from legalaid_desktop.presenters.part_entry import PartEntry
from legalaid_desktop.presenters.ports import Part
from tests.presenters.recording import RecordingView

RU = wording("ru")


@dataclass(frozen=True)
class Sheet:
    set_number: int
    number: int
    of: int = 3
    needed: int = 2


SHEETS = {f"{set_number}-{number}": Sheet(set_number, number) for set_number in (42, 777) for number in (1, 2, 3)}


def read(text: str) -> Part:
    if text not in SHEETS:
        raise ShareNotUnderstood(kind="unknown", word=7, near="academic")
    return SHEETS[text]


class Scene:
    def __init__(self) -> None:
        self.view = RecordingView()
        self.complete: list[Sequence[Part]] = []
        self.entry = PartEntry(self.view, read, words=lambda: RU, complete=self.complete.append)
        self.entry.begin()


def test_two_of_one_set_are_enough() -> None:
    scene = Scene()
    assert scene.view.last("show_parts") == ((), "", "Слова первого листа")
    assert scene.entry.offer("42-1")
    lines, progress, title = scene.view.last("show_parts")
    assert [line.text for line in lines] == ["Принята часть 1 из 3, комплект 00042"]
    assert (progress, title) == ("Частей ключа: 1 из 2", "Слова следующего листа. Нужен ещё 1")
    assert scene.view.count("clear_words") == 1
    assert scene.complete == []
    assert scene.entry.offer("42-3")
    assert scene.view.last("show_parts")[1:] == ("Частей ключа: 2 из 2", "")
    assert scene.complete == [(SHEETS["42-1"], SHEETS["42-3"])]


def test_a_wrong_word_is_named_and_the_words_stay() -> None:
    scene = Scene()
    assert not scene.entry.offer("nonsense")
    text, word = scene.view.last("show_part_problem")
    assert word == 7 and "7" in text
    assert scene.view.count("clear_words") == 0


@pytest.mark.parametrize(("second", "told"), [("777-2", "00777"), ("42-1", "Часть 1 уже введена")])
def test_another_set_and_the_same_sheet_are_told_apart(second: str, told: str) -> None:
    scene = Scene()
    scene.entry.offer("42-1")
    assert not scene.entry.offer(second)
    assert told in scene.view.last("show_part_problem")[0]
    assert len(scene.entry.parts) == 1
    assert scene.complete == []


def test_an_accepted_sheet_can_be_taken_back() -> None:
    scene = Scene()
    scene.entry.offer("42-1")
    key = scene.view.last("show_parts")[0][0].key
    scene.entry.drop(key)
    assert scene.view.last("show_parts")[0] == ()
    assert scene.entry.offer("777-2")


def test_any_other_failure_is_told_too() -> None:
    view = RecordingView()

    def broken(text: str) -> Part:
        raise LegalAidError

    entry = PartEntry(view, broken, words=lambda: RU, complete=lambda _: None)
    assert not entry.offer("words")
    assert view.last("show_part_problem")[0]
