"""The locked window: what it shows, and what becomes of a passphrase."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from legalaid_desktop.errors import (
    DatabaseDamaged,
    DestinationExists,
    HeaderDamaged,
    LegalAidError,
    RecoveryDoesNotFit,
    VaultInUse,
    VaultTooNew,
    WrongPassphrase,
)
from legalaid_desktop.host.wording import wording
from legalaid_desktop.presenters.ports import Measured
from legalaid_desktop.presenters.unlock import AFTER_RECOVERY, FIRST_DAY, Face, UnlockPresenter
from tests.presenters.recording import RecordingView, TasksAtOnce

USUAL = Path("/vaults/usual")


class Door:
    def __init__(self, there: bool = True, failure: LegalAidError | None = None) -> None:
        self.there, self.failure = there, failure
        self.opened: list[tuple[Path, bytes]] = []
        self.made: list[tuple[Path, bytes]] = []
        self.key_files: list[Path | None] = []
        self.recovered: list[Any] = []
        self.renewed: list[tuple[Any, bytes, bool]] = []
        self.briefcase = SimpleNamespace(read_only=False)

    def exists(self, folder: Path) -> bool:
        return self.there

    def ways(self, folder: Path) -> frozenset[str]:
        return frozenset({"passphrase", "recovery"})

    def open(self, folder: Path, passphrase: bytearray, key_file: Path | None = None) -> Any:
        self.opened.append((folder, bytes(passphrase)))
        self.key_files.append(key_file)
        if self.failure:
            raise self.failure
        return object()

    def create(self, folder: Path, passphrase: bytearray) -> Any:
        self.made.append((folder, bytes(passphrase)))
        return object()

    def restore(self, file: Path, into: Path, identity: Path, passphrase: bytearray) -> None:
        raise AssertionError

    def new_words(self, lang: str) -> bytearray:
        raise AssertionError

    def measure(self, passphrase: bytearray, lang: str) -> Measured:
        raise AssertionError

    def recover(self, folder: Path, parts: Any) -> Any:
        self.recovered.append((folder, tuple(parts)))
        if self.failure:
            raise self.failure
        return self.briefcase

    def recover_together(self, folder: Path, identities: Any, parts: Any) -> Any:
        self.recovered.append((folder, tuple(identities), tuple(parts)))
        return self.briefcase

    def ask_part(self, folder: Path, out: Path) -> None:
        raise DestinationExists(path=str(out))

    def renew_passphrase(self, briefcase: Any, passphrase: bytearray, *, keep_old: bool) -> None:
        self.renewed.append((briefcase, bytes(passphrase), keep_old))


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


def test_a_new_vault_in_another_folder_is_found_at_the_next_start() -> None:
    scene = Scene(Door(False))
    scene.presenter.use_folder(Path("/stick/vault"))
    scene.presenter.create(bytearray(b"lamp river stone"))
    assert scene.door.made == [(Path("/stick/vault"), b"lamp river stone")]
    assert scene.kept == [Path("/stick/vault")]
    assert scene.presenter.next_place == FIRST_DAY


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
    scene.presenter.create(bytearray(b"lamp river stone"))
    assert scene.door.made == [(USUAL.with_name("usual-3"), b"lamp river stone")]
    assert scene.kept == [USUAL.with_name("usual-3")]


def test_a_key_file_goes_along_and_is_not_remembered() -> None:
    scene = Scene(Door())
    scene.presenter.start()
    assert scene.view.last("show_ways") == (frozenset({"passphrase", "recovery"}),)
    scene.presenter.open(bytearray(b"open sesame"), Path("/stick/key"))
    assert scene.door.key_files == [Path("/stick/key")]
    assert scene.kept == []


def test_recovery_opens_half_and_then_wants_a_new_passphrase() -> None:
    scene = Scene(Door())
    scene.presenter.start()
    scene.presenter.forgot()
    assert scene.view.last("show_face") == (Face.RECOVER, "")
    scene.presenter.recover(("part one", "part two"))  # type: ignore[arg-type]
    assert scene.door.recovered == [(USUAL, ("part one", "part two"))]
    assert scene.view.last("show_face") == (Face.RENEW, "")
    assert scene.view.count("show_half_open") == 1
    assert scene.view.count("show_opened") == 0
    scene.presenter.renew(bytearray(b"new words"), keep_old=False)
    assert scene.door.renewed == [(scene.door.briefcase, b"new words", False)]
    assert scene.view.count("show_opened") == 1
    assert scene.presenter.next_place == AFTER_RECOVERY


def test_a_damaged_vault_that_was_recovered_is_shown_without_a_new_passphrase() -> None:
    scene = Scene(Door())
    scene.door.briefcase.read_only = True
    scene.presenter.start()
    scene.presenter.forgot()
    scene.presenter.recover(("part one", "part two"))  # type: ignore[arg-type]
    assert (Face.RENEW, "") not in [told[1:] for told in scene.view.told if told[0] == "show_face"]
    assert scene.view.count("show_half_open") == scene.view.count("show_opened") == 1
    assert scene.presenter.next_place is None  # as after a passphrase: what is damaged comes first


def test_sheets_of_another_vault_open_nothing_and_stay_to_be_looked_at() -> None:
    scene = Scene(Door(failure=RecoveryDoesNotFit(set_number="00042")))
    scene.presenter.forgot()
    scene.presenter.recover(("part one", "part two"))  # type: ignore[arg-type]
    assert scene.view.last("show_face") == (Face.RECOVER, "")
    assert scene.view.count("show_half_open") == 0
    assert "00042" in scene.view.last("show_problem")[0]


def test_one_coordinator_alone_is_asked_for_the_second() -> None:
    scene = Scene(Door())
    scene.presenter.recover_together((Path("/a"),), ())
    assert scene.door.recovered == []
    assert "второго" in scene.view.last("show_problem")[0]
    scene.presenter.recover_together((Path("/a"),), (Path("/part"),))
    assert scene.door.recovered == [(USUAL, (Path("/a"),), (Path("/part"),))]
    scene.presenter.ask_part(Path("/there"))
    assert "уже есть" in scene.view.last("show_problem")[0]
