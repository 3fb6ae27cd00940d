"""Keys and recovery sheets: what is asked before a change, what is said of each way, what is remembered of sheets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from legalaid_desktop.errors import DestinationExists, DiskFull, LastWayIn, LegalAidError
from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.host.wording import wording
from legalaid_desktop.presenters import confirm as confirm_module
from legalaid_desktop.presenters.keys import KeysPresenter
from legalaid_desktop.presenters.recovery import RecoveryPresenter
from legalaid_desktop.presenters.sheet_memory import (
    SheetMemory,
    Standing,
    memories,
    new_memory,
    remember,
    remember_trial,
    standing,
)
from legalaid_desktop.presenters.ways import way_lines
from legalaid_desktop.services.identity import new_identity, read_aloud
from tests.presenters.recording import RecordingView, TasksAtOnce

RU = wording("ru")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CLOCK = FixedClock(NOW)


@dataclass(frozen=True)
class Slot:
    id: str
    kind: str
    label: str = ""
    created_at: datetime = NOW
    set_number: int | None = None
    needed: int | None = None
    shares: int | None = None
    holders: tuple[str, ...] = ()


def a_set(id: str, number: int, at: datetime = NOW) -> Slot:
    return Slot(id, "recovery", created_at=at, set_number=number, needed=2, shares=3)


@dataclass(frozen=True)
class Made:
    set_number: int
    needed: int = 2
    shares: tuple[str, ...] = ("share 1", "share 2", "share 3")


@dataclass(frozen=True)
class Found:
    ok: bool
    set_number: int
    current: bool


class Ways:
    """A stand-in for ``briefcase.key_slots``."""

    def __init__(self, *slots: Slot, failure: LegalAidError | None = None) -> None:
        self.slots = list(slots)
        self.failure = failure
        self.calls: list[tuple[Any, ...]] = []
        self.opened_by = slots[0].id if slots else None
        self.found = Found(True, 42, True)

    def all(self) -> tuple[Slot, ...]:
        return tuple(self.slots)

    def _did(self, *call: Any) -> None:
        if self.failure is not None:
            raise self.failure
        self.calls.append(call)

    def add_passphrase(self, secret: Any, *, label: str = "", key_file: Path | None = None, fast: bool = False) -> None:
        self._did("add", bytes(secret.view()), label, key_file)

    def change_passphrase(self, id: str, secret: Any, *, key_file: Path | None = None, fast: bool = False) -> None:
        self._did("change", id, bytes(secret.view()), key_file)

    def add_coordinators(self, recipients: tuple[str, str], *, label: str = "") -> None:
        self._did("coordinators", recipients, label)

    def remove(self, id: str) -> None:
        self._did("remove", id)

    def remove_all(self, ids: Any) -> None:
        self._did("remove_all", tuple(ids))
        self.slots = [slot for slot in self.slots if slot.id not in ids]

    def make_recovery(self, *, needed: int, shares: int) -> Made:
        self._did("make", needed, shares)
        self.slots.append(a_set(str(len(self.slots)), 777, NOW.replace(hour=10)))
        return Made(777)

    def rehearse(self, parts: Any) -> Found:
        self._did("rehearse", tuple(parts))
        return self.found


@dataclass
class Notes:
    kept: dict[str, str] = field(default_factory=dict)

    def unsaved(self, key: str) -> str | None:
        return self.kept.get(key)

    def keep_unsaved(self, key: str, text: str) -> None:
        self.kept[key] = text


class Vault:
    def __init__(self, *slots: Slot, failure: LegalAidError | None = None) -> None:
        self.key_slots = Ways(*slots, failure=failure)
        self.notes: Any = Notes()
        self.folder = Path("/vault")
        self.key_file: Path | None = None


PHRASE = Slot("0", "passphrase")


class KeysScene:
    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.view, self.tasks = RecordingView(), TasksAtOnce(vault)
        self.presenter = KeysPresenter(self.view, self.tasks, words=lambda: RU, fast=True)


class RecoveryScene:
    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.view, self.tasks = RecordingView(), TasksAtOnce(vault)
        self.presenter = RecoveryPresenter(self.view, self.tasks, words=lambda: RU, clock=CLOCK)


# ------------------------------------------------------------------------------------------------- ways


def test_every_way_is_shown_in_people_s_words_coordinators_too(tmp_path: Path) -> None:
    anna, boris = (new_identity(tmp_path / name).recipient for name in ("anna.txt", "boris.txt"))
    vault = Vault(
        PHRASE,
        Slot("1", "passphrase_and_key_file", label="Стик"),
        a_set("2", 42),
        Slot("3", "coordinators", label="Анна и Борис", holders=(anna, boris)),
        Slot("4", "kind_9"),
    )
    lines = way_lines(vault, RU)  # type: ignore[arg-type]
    assert [line.title for line in lines] == [
        "Парольная фраза",
        "Парольная фраза вместе с файлом-ключом: Стик",
        "Листы восстановления",
        "Два координатора вместе: Анна и Борис",
        "Способ от более новой версии программы",
    ]
    assert lines[0].here and "Так хранилище открыто сейчас" in lines[0].second
    assert "Комплект 00042: нужны любые 2 листа из 3. Листы ещё не проверены." in lines[2].second
    first, second = (" ".join(read_aloud(key).split()[:3]) for key in (anna, boris))
    assert f"«{first}» и «{second}»" in lines[3].second, "coordinators are told by what they read aloud"
    assert [line.is_phrase for line in lines] == [True, True, False, False, False]
    assert len({line.removal for line in lines}) == 5


def test_who_has_which_sheet_is_said_with_its_set() -> None:
    vault = Vault(PHRASE, a_set("2", 42))
    remember(vault, 42, SheetMemory(("Сестра", "", "Коллега"), (True, True, True), "2026-11-20"))  # type: ignore[arg-type]
    (_, line) = way_lines(vault, RU)  # type: ignore[arg-type]
    assert "Лист 1: Сестра; лист 3: Коллега." in line.second
    assert "Проверены 20 ноября 2026." in line.second


# ------------------------------------------------------------------------------------- confirming, changing


def test_nothing_is_changed_before_the_passphrase_was_typed_again() -> None:
    scene = KeysScene(Vault(PHRASE))
    typed = bytearray(b"new one")
    scene.presenter.add_phrase(typed, "")
    scene.presenter.remove("0")
    scene.presenter.add_coordinators("age1a", "age1b", "")
    assert scene.vault.key_slots.calls == []
    assert not any(typed)
    assert scene.view.last("show_problem") == (RU.say("keys.confirm_first"),)


def test_the_passphrase_opens_the_gate_and_leaving_closes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[bytes] = []

    def try_passphrase(briefcase: Any, passphrase: bytearray) -> None:
        tried.append(bytes(passphrase))
        if passphrase != b"right":
            raise LastWayIn

    monkeypatch.setattr(confirm_module, "try_passphrase", try_passphrase)
    scene = KeysScene(Vault(PHRASE))
    scene.presenter.confirm(bytearray())
    assert tried == []
    scene.presenter.confirm(bytearray(b"wrong"))
    shut = scene.presenter.gate.is_open
    assert scene.view.count("show_confirmed") == 0
    scene.presenter.confirm(bytearray(b"right"))
    assert (shut, scene.presenter.gate.is_open) == (False, True)
    assert scene.view.count("show_confirmed") == 1
    scene.presenter.gate.close()
    scene.presenter.remove("0")
    assert scene.vault.key_slots.calls == []


def test_each_change_reaches_the_vault_and_is_told() -> None:
    scene = KeysScene(Vault(PHRASE))
    scene.presenter.gate.open_for_now()
    typed = bytearray(b"one more")
    scene.presenter.add_phrase(typed, "Волонтёр")
    assert not any(typed)
    scene.presenter.change_phrase("0", bytearray(b"another"), None)
    scene.presenter.add_coordinators(" age1a ", "age1b\n", "Анна и Борис")
    scene.presenter.remove("0")
    assert scene.vault.key_slots.calls == [
        ("add", b"one more", "Волонтёр", None),
        ("change", "0", b"another", None),
        ("coordinators", ("age1a", "age1b"), "Анна и Борис"),
        ("remove", "0"),
    ]
    assert [told[1] for told in scene.view.told if told[0] == "show_changed"] == [
        RU.say("keys.added_phrase"),
        RU.say("keys.changed_phrase"),
        RU.say("keys.added_coordinators"),
        RU.say("keys.removed"),
    ]


def test_a_key_file_is_made_only_with_the_way_that_needs_it(tmp_path: Path) -> None:
    scene = KeysScene(Vault(PHRASE))
    path = tmp_path / "key.bin"
    scene.presenter.add_key_file(bytearray(b"phrase"), path, "", make=True)
    assert not path.exists(), "not before the passphrase was typed again"
    scene.presenter.gate.open_for_now()
    scene.presenter.add_key_file(bytearray(b"phrase"), None, "", make=True)
    assert scene.view.last("show_problem") == (RU.say("keys.no_key_file"),)
    scene.presenter.add_key_file(bytearray(b"phrase"), path, "Стик", make=True)
    assert path.exists()
    assert scene.vault.key_slots.calls == [("add", b"phrase", "Стик", path)]
    scene.presenter.add_key_file(bytearray(b"phrase"), path, "", make=True)
    assert "уже есть" in scene.view.last("show_problem")[0], "nothing is ever overwritten"
    assert len(scene.vault.key_slots.calls) == 1


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("", "age1b", "keys.two_recipients"),
        ("age1a", " ", "keys.two_recipients"),
        ("age1a", "age1a", "keys.same_recipient"),
    ],
)
def test_two_different_coordinators_are_needed(first: str, second: str, told: str) -> None:
    scene = KeysScene(Vault(PHRASE))
    scene.presenter.gate.open_for_now()
    scene.presenter.add_coordinators(first, second, "")
    assert scene.view.last("show_problem") == (RU.say(told),)
    assert scene.vault.key_slots.calls == []


def test_the_last_way_in_stays_and_that_is_told() -> None:
    scene = KeysScene(Vault(PHRASE, failure=LastWayIn()))
    scene.presenter.gate.open_for_now()
    scene.presenter.remove("0")
    assert "последний способ" in scene.view.last("show_problem")[0]
    assert scene.view.count("show_changed") == 0
    assert scene.view.last("show_busy") == ("",)


# ---------------------------------------------------------------------------------------------- sheets


def put_out_all(scene: RecoveryScene, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    from legalaid_desktop.services import recovery_sheets

    saved: list[tuple[Any, ...]] = []
    monkeypatch.setattr(
        recovery_sheets, "save_sheet", lambda share, path, *, lang, made_on: saved.append((share, path, lang, made_on))
    )
    for place in range(3):
        scene.presenter.save(place, folder / f"{place}.pdf", "be")
    return saved


def test_a_fresh_set_is_put_out_sheet_by_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = RecoveryScene(Vault(PHRASE))
    scene.presenter.make()
    assert scene.vault.key_slots.calls == [], "not before the passphrase was typed again"
    scene.presenter.gate.open_for_now()
    scene.presenter.make()
    assert scene.vault.key_slots.calls == [("make", 2, 3)]
    title, sheets = scene.view.last("show_sheets")
    assert title == "Комплект 00777: открывают любые 2 из 3"
    assert [sheet.out for sheet in sheets] == [False, False, False]
    assert standing(scene.vault) is Standing.UNFINISHED  # type: ignore[arg-type]
    scene.presenter.label(1, "  Тётя \n Нина ")
    scene.presenter.finish()
    assert "Лист 1" in scene.view.last("show_told")[0]
    saved = put_out_all(scene, tmp_path, monkeypatch)
    assert [one[0] for one in saved] == ["share 1", "share 2", "share 3"]
    assert saved[0][2:] == ("be", CLOCK.today())
    assert standing(scene.vault) is Standing.UNTRIED  # type: ignore[arg-type]
    assert memories(scene.vault)[777].labels == ("", "Тётя Нина", "")  # type: ignore[arg-type]
    scene.presenter.finish()
    assert not scene.presenter.has_fresh
    assert scene.view.last("show_sheets") == ("", ())
    assert scene.vault.key_slots.calls == [("make", 2, 3)], "there was no older set to put out of force"


def test_older_sets_open_until_all_new_sheets_are_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = RecoveryScene(Vault(PHRASE, a_set("1", 42)))
    scene.presenter.gate.open_for_now()
    scene.presenter.make()
    assert [slot.id for slot in scene.vault.key_slots.slots] == ["0", "1", "2"]
    put_out_all(scene, tmp_path, monkeypatch)
    assert [slot.id for slot in scene.vault.key_slots.slots] == ["0", "1", "2"]
    scene.presenter.finish()
    assert scene.vault.key_slots.calls[-1] == ("remove_all", ("1",))
    assert scene.view.last("show_told")[0] == RU.say("recovery.finished_anew")


def test_sets_that_were_begun_and_left_do_not_pile_up() -> None:
    scene = RecoveryScene(Vault(PHRASE, a_set("1", 42)))
    remember(scene.vault, 42, SheetMemory(("", "", ""), (True, False, False)))  # type: ignore[arg-type]
    scene.presenter.gate.open_for_now()
    scene.presenter.make()
    assert scene.vault.key_slots.calls == [("remove_all", ("1",)), ("make", 2, 3)]


def test_a_sheet_that_could_not_be_written_is_not_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from legalaid_desktop.services import recovery_sheets

    scene = RecoveryScene(Vault(PHRASE))
    scene.presenter.gate.open_for_now()
    scene.presenter.make()

    def full(*_: Any, **__: Any) -> None:
        raise DestinationExists(path="x")

    monkeypatch.setattr(recovery_sheets, "save_sheet", full)
    scene.presenter.save(0, tmp_path / "x.pdf", "ru")
    assert "уже есть" in scene.view.last("show_told")[0]
    assert not memories(scene.vault)[777].out[0]  # type: ignore[arg-type]


def test_a_set_that_could_not_be_made_leaves_all_as_it_was() -> None:
    scene = RecoveryScene(Vault(PHRASE, a_set("1", 42), failure=DiskFull()))
    scene.presenter.gate.open_for_now()
    scene.presenter.make()
    assert not scene.presenter.has_fresh
    assert scene.view.last("show_told")[1] == "harm"
    assert scene.vault.notes.kept == {}


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (Found(True, 42, True), "recovery.rehearsed.right"),
        (Found(False, 42, True), "recovery.rehearsed.not_right"),
        (Found(False, 7, False), "recovery.rehearsed.old_set"),
    ],
)
def test_a_rehearsal_tells_right_from_old(found: Found, told: str) -> None:
    scene = RecoveryScene(Vault(PHRASE, a_set("1", 42)))
    scene.vault.key_slots.found = found
    scene.presenter.rehearse(("a", "b"))  # type: ignore[arg-type]
    assert scene.view.last("show_rehearsed") == (RU.say(told, set=f"{found.set_number:05d}"), found.ok)
    assert standing(scene.vault) is (Standing.GOOD if found.ok else Standing.UNTRIED)  # type: ignore[arg-type]


# --------------------------------------------------------------------------------------------- memory


def test_no_sheets_is_said_as_long_as_there_are_none() -> None:
    assert standing(Vault(PHRASE)) is Standing.NONE  # type: ignore[arg-type]


def test_the_newest_set_counts_and_old_memories_go() -> None:
    vault: Any = Vault(PHRASE, a_set("1", 42), a_set("2", 43, NOW.replace(hour=12)))
    remember(vault, 42, SheetMemory(("", "", ""), (True, True, True), "2026-11-01"))
    assert standing(vault) is Standing.UNTRIED
    vault.key_slots.slots.pop(1)
    remember(vault, 43, new_memory(3))
    assert set(memories(vault)) == {43}
    assert standing(vault) is Standing.UNFINISHED


def test_a_set_of_the_command_line_counts_as_out_once_it_was_tried() -> None:
    vault: Any = Vault(PHRASE, a_set("1", 42))
    remember_trial(vault, 42, CLOCK.today())
    assert standing(vault) is Standing.GOOD
    remember_trial(vault, 41, CLOCK.today())
    assert set(memories(vault)) == {42}


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "{",
        "[]",
        "7",
        '{"42": 7}',
        '{"42": {"labels": ["a"], "out": [true], "tried": "yesterday"}}',
        '{"42": {"labels": ["a"], "out": []}}',
        '{"x": {"labels": [], "out": []}}',
    ],
)
def test_a_memory_that_cannot_be_read_is_none(kept: str) -> None:
    vault: Any = Vault(PHRASE, a_set("1", 42))
    vault.notes.kept["window.recovery"] = kept
    assert memories(vault) == {}
    assert standing(vault) is Standing.UNTRIED
