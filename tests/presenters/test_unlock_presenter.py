"""The locked window: what it shows, and what becomes of a passphrase."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from legalaid_desktop.errors import (
    DatabaseDamaged,
    HeaderDamaged,
    LegalAidError,
    VaultInUse,
    VaultTooNew,
    WrongPassphrase,
)
from legalaid_desktop.host.wording import wording
from legalaid_desktop.presenters.unlock import Face, UnlockPresenter
from tests.presenters.recording import RecordingView, TasksAtOnce

USUAL = Path("/vaults/usual")


class Door:
    def __init__(self, there: bool = True, failure: LegalAidError | None = None) -> None:
        self.there, self.failure = there, failure
        self.opened: list[tuple[Path, bytes]] = []
        self.made: list[tuple[Path, bytes]] = []

    def exists(self, folder: Path) -> bool:
        return self.there

    def open(self, folder: Path, passphrase: bytearray) -> Any:
        self.opened.append((folder, bytes(passphrase)))
        if self.failure:
            raise self.failure
        return object()

    def create(self, folder: Path, passphrase: bytearray) -> Any:
        self.made.append((folder, bytes(passphrase)))
        return object()

    def restore(self, file: Path, into: Path, identity: Path, passphrase: bytearray) -> None:
        raise AssertionError

    def strength(self, passphrase: bytearray) -> int:
        return 3


class Scene:
    def __init__(self, door: Door, folder: Path | None = None) -> None:
        self.view, self.tasks, self.door = RecordingView(), TasksAtOnce(), door
        self.kept: list[Path] = []
        self.presenter = UnlockPresenter(
            self.view,
            self.tasks,
            door,
            words=lambda: wording("ru"),
            usual=USUAL,
            folder=folder,
            remember_folder=self.kept.append,
        )


def test_the_first_frame_says_nothing() -> None:
    scene = Scene(Door())
    scene.tasks.held = True
    scene.presenter.start()
    assert scene.view.last("show_face") == (Face.NEUTRAL, "")


@pytest.mark.parametrize(("there", "face", "folder"), [(True, Face.OPEN, ""), (False, Face.CREATE, str(USUAL))])
def test_a_vault_is_opened_or_offered(there: bool, face: Face, folder: str) -> None:
    scene = Scene(Door(there))
    scene.presenter.start()
    assert scene.view.last("show_face") == (face, folder)


def test_the_right_passphrase_opens() -> None:
    scene = Scene(Door())
    scene.presenter.open(bytearray(b"open sesame"))
    assert scene.door.opened == [(USUAL, b"open sesame")]
    assert scene.view.count("show_opened") == 1
    assert scene.view.count("forget_typed") == 1
    assert scene.kept == []


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (WrongPassphrase(), "раскладк"),
        (HeaderDamaged(), "повреж"),
        (DatabaseDamaged(where="data", table="x", reason="y"), "повреж"),
        (VaultInUse(pid=42), "открыт"),
        (VaultTooNew(), "нов"),
    ],
)
def test_each_failure_is_told_in_its_own_plain_words(failure: LegalAidError, said: str) -> None:
    scene = Scene(Door(failure=failure))
    scene.presenter.open(bytearray(b"x"))
    (text,) = scene.view.last("show_problem")
    assert said in text.casefold()
    assert scene.view.count("show_opened") == 0
    assert scene.view.last("show_busy") == ("",)
    assert "!" not in text


def test_a_second_press_while_it_opens_does_nothing_and_wipes() -> None:
    scene = Scene(Door())
    scene.tasks.held = True
    scene.presenter.open(bytearray(b"one"))
    second = bytearray(b"two")
    scene.presenter.open(second)
    assert second == bytes(3)
    scene.tasks.let_go()
    assert scene.door.opened == [(USUAL, b"one")]


def test_an_empty_passphrase_is_asked_for() -> None:
    scene = Scene(Door())
    scene.presenter.open(bytearray())
    assert scene.view.last("show_problem") == ("Введите парольную фразу.",)
    assert scene.door.opened == []


@pytest.mark.parametrize(
    ("passphrase", "alike", "strength", "problem"),
    [
        (b"", True, None, "Введите парольную фразу."),
        (b"one", False, 4, "Фразы не совпадают. Введите вторую ещё раз."),
        (b"123", True, 1, "Такую фразу подберут за часы. Добавьте ещё два-три слова, не связанных между собой."),
    ],
)
def test_a_vault_is_not_made_with_a_bad_passphrase(
    passphrase: bytes, alike: bool, strength: int | None, problem: str
) -> None:
    scene = Scene(Door(False))
    typed = bytearray(passphrase)
    scene.presenter.create(typed, alike, strength)
    assert scene.view.last("show_problem") == (problem,)
    assert scene.door.made == []
    assert not any(typed)


def test_a_new_vault_in_another_folder_is_found_at_the_next_start() -> None:
    scene = Scene(Door(False))
    scene.presenter.use_folder(Path("/stick/vault"))
    scene.presenter.create(bytearray(b"lamp river stone"), True, 3)
    assert scene.door.made == [(Path("/stick/vault"), b"lamp river stone")]
    assert scene.kept == [Path("/stick/vault")]


def test_strength_is_told_and_nothing_is_measured_for_nothing() -> None:
    scene = Scene(Door(False))
    scene.presenter.measure(bytearray(b"lamp"))
    assert scene.view.last("show_strength") == (3,)
    scene.presenter.measure(bytearray())
    assert scene.view.last("show_strength") == (None,)


def test_a_second_vault_gets_a_folder_of_its_own_and_one_can_go_back() -> None:
    door = Door()
    taken = {USUAL, USUAL.with_name("usual-2")}
    door.exists = lambda folder: folder in taken  # type: ignore[method-assign]
    scene = Scene(door)
    scene.presenter.start()
    scene.presenter.make_new()
    assert scene.view.last("show_face") == (Face.CREATE, str(USUAL.with_name("usual-3")))
    scene.presenter.back()
    assert scene.view.last("show_face") == (Face.OPEN, "")
    scene.presenter.make_new()
    scene.presenter.create(bytearray(b"lamp river stone"), True, 4)
    assert scene.door.made == [(USUAL.with_name("usual-3"), b"lamp river stone")]
    assert scene.kept == [USUAL.with_name("usual-3")]
