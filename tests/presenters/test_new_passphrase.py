"""Choosing a passphrase: drawn words, an own one, and what is told before harm is done."""

from __future__ import annotations

import pytest

from legalaid_desktop.host.wording import wording
from legalaid_desktop.presenters.new_passphrase import NewPassphrasePresenter, Way
from legalaid_desktop.presenters.ports import Measured
from legalaid_desktop.presenters.typed_letters import layouts_that_type, letters_of, mixes_scripts
from tests.presenters.recording import RecordingView, TasksAtOnce

RU = wording("ru")


class Source:
    def __init__(self, score: int = 4, advice: str = "") -> None:
        self.measured = Measured(score, advice)
        self.seen: list[bytes] = []

    def new_words(self, lang: str) -> bytearray:
        return bytearray(f"words of {lang}".encode())

    def measure(self, passphrase: bytearray, lang: str) -> Measured:
        self.seen.append(bytes(passphrase))
        passphrase[:] = bytes(len(passphrase))
        return self.measured


class Scene:
    def __init__(self, source: Source) -> None:
        self.view, self.tasks, self.source = RecordingView(), TasksAtOnce(), source
        self.presenter = NewPassphrasePresenter(self.view, self.tasks, source, words=lambda: RU)
        self.given: list[bytes] = []

    def take(self, way: Way, typed: bytearray, alike: bool = True, *, weak_too: bool = False) -> None:
        self.presenter.take(way, typed, alike, lambda data: self.given.append(bytes(data)), weak_too=weak_too)


def test_words_are_drawn_from_the_list_that_was_chosen() -> None:
    scene = Scene(Source())
    scene.presenter.draw("be")
    assert scene.view.last("show_words") == (bytearray(b"words of be"),)


def test_drawn_words_are_taken_without_being_measured() -> None:
    scene = Scene(Source(score=0))
    scene.take(Way.WORDS, bytearray(b"six drawn words"))
    assert scene.given == [b"six drawn words"]
    assert scene.source.seen == []


@pytest.mark.parametrize(
    ("way", "typed", "alike", "told"),
    [
        (Way.WORDS, b"", True, "phrase.type_words"),
        (Way.WORDS, b"other", False, "phrase.not_the_words"),
        (Way.OWN, b"", True, "create.empty"),
        (Way.OWN, b"one", False, "create.differ"),
    ],
)
def test_what_is_not_right_yet_is_told_and_wiped(way: Way, typed: bytes, alike: bool, told: str) -> None:
    scene = Scene(Source())
    data = bytearray(typed)
    scene.take(way, data, alike)
    assert scene.given == []
    assert scene.view.last("show_problem") == (RU.say(told),)
    assert not any(data)


@pytest.mark.parametrize("score", [0, 1, 2])
def test_a_weak_phrase_is_warned_of_at_the_moment_it_is_taken_and_not_forbidden(score: int) -> None:
    scene = Scene(Source(score, "Это дата."))
    data = bytearray(b"12.05.1990")
    scene.take(Way.OWN, data)
    assert scene.given == []
    (warning,) = scene.view.last("show_warning")
    assert "слов" in warning
    assert "Это дата." in scene.view.last("show_measured")[0]
    assert not any(data)
    scene.take(Way.OWN, bytearray(b"12.05.1990"), weak_too=True)
    assert scene.given == [b"12.05.1990"]


def test_a_strong_phrase_of_ones_own_is_taken_at_once() -> None:
    scene = Scene(Source(3))
    scene.take(Way.OWN, bytearray(b"lamp river stone lake"))
    assert scene.given == [b"lamp river stone lake"]
    assert scene.source.seen == [b"lamp river stone lake"]


def test_a_second_press_while_it_is_measured_takes_nothing_twice() -> None:
    scene = Scene(Source(4))
    scene.tasks.held = True
    scene.take(Way.OWN, bytearray(b"lamp river stone lake"))
    second = bytearray(b"lamp river stone lake")
    scene.take(Way.OWN, second)
    assert not any(second)
    scene.tasks.let_go()
    assert scene.given == [b"lamp river stone lake"]


def test_how_well_it_stands_is_told_with_what_the_keyboard_means() -> None:
    scene = Scene(Source(2, "Слова связаны."))
    scene.presenter.typed(bytearray("лыжи и снег".encode()))
    text, role = scene.view.last("show_measured")
    assert role == "unchecked"
    assert "Слова связаны." in text and "RU" in text and "BE" not in text
    scene.presenter.typed(bytearray())
    assert scene.view.last("show_measured") == ("", "")


@pytest.mark.parametrize(
    ("text", "layouts"),
    [
        ("lamp 12", {"en"}),
        ("12 34 - !", {"ru", "be", "en"}),
        ("лампа", {"ru", "be"}),
        ("объезд", {"ru"}),
        ("воўк", {"be"}),
        ("ЁЖ", {"ru", "be"}),
        ("йод", {"ru", "be"}),
        ("и\u0306од", {"ru"}),
        ("lampа", set()),
        ("été", set()),
    ],
)
def test_layouts_that_have_all_letters(text: str, layouts: set[str]) -> None:
    assert layouts_that_type(bytearray(text.encode())) == layouts


@pytest.mark.parametrize(
    ("text", "mixed"),
    [("лампа lamp", False), ("лaмпа", True), ("lamp", False), ("ключ-key", False), ("", False), ("漢лa", True)],
)
def test_look_alikes_in_one_word_are_noticed(text: str, mixed: bool) -> None:
    assert mixes_scripts(bytearray(text.encode())) is mixed


def test_letters_come_one_by_one() -> None:
    assert list(letters_of(bytearray("aй漢😀".encode()))) == ["a", "й", "漢", "😀"]
