"""A really damaged vault in the window: told before all else, read on, saved from, led to a backup."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.host.paths import resources
from legalaid_desktop.host.wording import LANGUAGES
from legalaid_desktop.presenters.damage import Saved
from legalaid_desktop.services.opening import create_briefcase, open_briefcase
from legalaid_desktop.services.part_words import Share
from legalaid_desktop.services.secrets import Secret
from legalaid_desktop.vault.unlock import unlock
from tests.ui.conftest import PASSPHRASE, TODAY, Desktop, QuickDoor, type_text
from tests.ui.damaged_vaults import PAGE, flipped, notes_alone, page_that

CASE = "TEST-2026-S03"
NOTES = 40


def picture(desktop: Desktop, name: str) -> None:
    """Kept where somebody looks at them: ``LEGALAID_PICTURES`` names a folder."""
    folder = os.environ.get("LEGALAID_PICTURES")
    if folder:
        desktop.qtbot.wait(150)
        desktop.window.grab().save(str(Path(folder) / f"{name}.png"))


_SHEETS: dict[str, tuple[Share, ...]] = {}


@pytest.fixture(scope="module")
def sheets(original: Path) -> tuple[Share, ...]:
    """Of ``original`` and all that was damaged of it."""
    return _SHEETS["original"]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "vault"
    with (
        Secret.from_passphrase(PASSPHRASE) as secret,
        create_briefcase(folder, secret, clock=TODAY, fast_kdf=True) as briefcase,
    ):
        briefcase.cases.import_files(sorted((resources() / "demo").glob("*.toml")))
        for number in range(NOTES):
            briefcase.notes.record(CASE, f"Заметка {number}: " + "подробности, " * 120)
        _SHEETS["original"] = briefcase.key_slots.make_recovery().shares
    return folder


@pytest.fixture(scope="module")
def note_damaged(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("note")
    with Secret.from_passphrase(PASSPHRASE) as secret, unlock(original, secret) as keys:
        page = page_that(original, keys, into, notes_alone)
    return flipped(original, into / "vault", page)


@pytest.fixture(scope="module")
def closed_to_writing(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Damaged so that it opens for reading only: the pages before the middle hold the journal among others."""
    into = tmp_path_factory.mktemp("inner")
    pages = (original / "data").stat().st_size // PAGE
    for page in range(pages // 5, pages, 3):
        folder = flipped(original, into / f"v{page}", page)
        with Secret.from_passphrase(PASSPHRASE) as secret:
            try:
                open_briefcase(folder, secret, clock=TODAY).close()
            except DatabaseDamaged:
                shutil.rmtree(folder)
                made = flipped(original, into / f"made{page}", page)
                try:
                    QuickDoor(TODAY).open(made, bytearray(PASSPHRASE.encode())).close()
                except DatabaseDamaged:
                    continue  # nothing of it can be read at all
                return made
        shutil.rmtree(folder)
    raise LookupError("no page does that")


class Windows:
    def __init__(self, qtbot: QtBot, app: QApplication, folder: Path) -> None:
        self._qtbot, self._app, self._folder = qtbot, app, folder
        self.made: list[Desktop] = []

    def over(self, vault: Path) -> Desktop:
        shutil.copytree(vault, self._folder / "vault")
        self.made.append(Desktop(self._qtbot, self._app, self._folder, QuickDoor(TODAY)))
        self.made[-1].open(PASSPHRASE)
        return self.made[-1]


@pytest.fixture
def windows(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Windows]:
    made = Windows(qtbot, qapp, tmp_path)
    yield made
    for desktop in made.made:
        desktop.end()


def page_of(desktop: Desktop, key: str) -> Any:
    desktop.qtbot.waitUntil(lambda: desktop.window.page_key == key)
    return cast(Any, desktop.window.page)


def test_one_damaged_note_is_told_first_and_the_rest_works(windows: Windows, note_damaged: Path) -> None:
    desktop = windows.over(note_damaged)
    waits, work = desktop.qtbot.waitUntil, desktop.work
    page = page_of(desktop, "damage")
    waits(lambda: CASE in page.lines.text())
    assert "не удаляла" in page.findChildren(type(page.sentence))[1].text()
    assert "Не чита" in page.sentence.text() and "запись консультации (" in page.lines.text()
    assert "Примеров" in page.lines.text() or "(" in page.lines.text()  # the case by its name
    assert page.work_button.isVisible()
    page.work_button.click()
    page_of(desktop, "today")
    waits(work.notices["damaged"].isVisible)
    desktop.window.desk.go("case", ref=CASE)
    case = page_of(desktop, "case")
    waits(case.unread.isVisible)
    assert "этого дела не чита" in case.unread.text()
    case.show_tab("notes")
    shown = case.pages["notes"].rows.rows
    assert 0 < len(shown) < NOTES + 5  # what is whole is there
    assert case.pages["notes"].save.isEnabled()  # and the vault still takes new notes
    work.notices["damaged"].button.click()
    page_of(desktop, "damage")
    assert not work.notices["damaged"].isVisible()
    assert desktop.hook.seen == []


def test_going_on_reading_needs_nothing_and_changes_nothing(windows: Windows, note_damaged: Path) -> None:
    desktop = windows.over(note_damaged)
    waits, work = desktop.qtbot.waitUntil, desktop.work
    page = page_of(desktop, "damage")
    waits(lambda: bool(page.lines.text()))
    before = sorted(
        (path.name, path.read_bytes())
        for path in (desktop.window.unlock.presenter.folder).iterdir()
        if path.name == "head"
    )
    page.read_button.click()
    page_of(desktop, "today")
    waits(work.notices["read_only"].isVisible)
    data = (desktop.window.unlock.presenter.folder / "data").read_bytes()
    desktop.window.desk.go("case", ref=CASE)
    case = page_of(desktop, "case")
    waits(lambda: bool(case.header.title.text()) and case.presenter.data is not None)
    for button in (case.pages["overview"].add_person, case.pages["notes"].save, case.pages["evidence"].add):
        assert not button.isEnabled()
    assert case.pages["notes"].text.editor.isReadOnly()
    # A change that is asked for all the same is refused in words.
    case.presenter.set_title("Другое имя")
    waits(lambda: "только для чтения" in work.toast.text)
    desktop.window.desk.go("note")
    note = page_of(desktop, "note")
    assert note.text.editor.isReadOnly() and not note.save_button.isEnabled()
    desktop.window.lock()
    waits(lambda: bool(desktop.relaunched))
    folder = desktop.window.unlock.presenter.folder
    assert (folder / "data").read_bytes() == data
    assert [("head", (folder / "head").read_bytes())] == before
    assert sorted(path.name for path in folder.iterdir()) == ["data", "head"]
    assert desktop.hook.seen == []


def test_what_is_readable_is_saved_into_a_new_vault(windows: Windows, note_damaged: Path, tmp_path: Path) -> None:
    desktop = windows.over(note_damaged)
    waits = desktop.qtbot.waitUntil
    page = page_of(desktop, "damage")
    page.presenter._fast = True
    waits(lambda: bool(page.lines.text()))
    page.save_button.click()
    assert page.result.text()  # no passphrase, no folder: told, nothing begun
    page.into.set_path(tmp_path / "saved")
    type_text(page.passphrase.editor, "не та фраза")
    page.save_button.click()
    waits(lambda: "не подходит" in page.result.text())
    assert not (tmp_path / "saved").exists()
    type_text(page.passphrase.editor, PASSPHRASE)
    page.save_button.click()
    waits(lambda: "Сохранено и проверено" in page.result.text(), timeout=60_000)
    assert page.passphrase.editor.empty
    assert "запись консультации (" in page.result.text() and CASE in page.result.text()
    assert "Не удалось прочитать" in page.result.text()
    waits(desktop.work.notices["read_only"].isVisible) if desktop.window.page_key != "damage" else None
    with Secret.from_passphrase(PASSPHRASE) as secret, open_briefcase(tmp_path / "saved", secret, clock=TODAY) as saved:
        kept = len(saved.notes.of(CASE))
    assert NOTES - 5 < kept < NOTES + 5
    page.open_new.click()
    waits(lambda: bool(desktop.relaunched))
    assert desktop.preferences.current.vault == str(tmp_path / "saved")
    assert desktop.window.next_vault == tmp_path / "saved"  # though another was named when the program was begun
    assert desktop.hook.seen == []


def test_sheets_open_a_damaged_vault_to_read_and_to_save_from(
    qtbot: QtBot, qapp: QApplication, sheets: tuple[Share, ...], closed_to_writing: Path, tmp_path: Path
) -> None:
    shutil.copytree(closed_to_writing, tmp_path / "vault")
    before = {path.name: path.read_bytes() for path in (tmp_path / "vault").iterdir()}
    desktop = Desktop(qtbot, qapp, tmp_path, QuickDoor(TODAY))
    desktop.show()
    desktop.window.unlock.presenter.forgot()
    desktop.window.unlock.presenter.recover(sheets[:2])
    page = page_of(desktop, "damage")
    page.presenter._fast = True
    qtbot.waitUntil(lambda: page.phrase is not None and not page.phrase.shown.empty)
    assert not page.passphrase.isVisible() and page.phrase.isVisible()  # nobody knows the old passphrase
    assert page.new_sentence.isVisible() and not page.save_sentence.isVisible()
    page.into.set_path(tmp_path / "saved")
    picture(desktop, "damage-by-sheets-ru")
    drawn = page.phrase.shown.copy().decode()
    type_text(page.phrase.confirm.editor, drawn)
    page.save_button.click()
    qtbot.waitUntil(lambda: "Сохранено и проверено" in page.result.text(), timeout=60_000)
    assert page.phrase.confirm.editor.empty
    assert {path.name: path.read_bytes() for path in (tmp_path / "vault").iterdir()} == before
    with Secret.from_passphrase(drawn) as secret, open_briefcase(tmp_path / "saved", secret, clock=TODAY) as saved:
        assert saved.notes.of(CASE)
    assert desktop.hook.seen == []
    desktop.end()


def test_saving_can_be_stopped(windows: Windows, note_damaged: Path, tmp_path: Path) -> None:
    desktop = windows.over(note_damaged)
    waits = desktop.qtbot.waitUntil
    page = page_of(desktop, "damage")
    page.presenter._fast = True
    waits(lambda: bool(page.lines.text()))
    page.into.set_path(tmp_path / "saved")
    type_text(page.passphrase.editor, PASSPHRASE)
    page.save_button.click()
    page.progress.cancel_button.click()
    waits(lambda: "Остановлено" in page.result.text(), timeout=60_000)
    assert not (tmp_path / "saved").exists()
    assert not [path for path in tmp_path.iterdir() if "saved" in path.name]
    assert page.read_button.isEnabled()  # the old vault is there again, for reading
    waits(lambda: page.read_button.text() == "К делам")
    page.read_button.click()
    page_of(desktop, "today")
    assert desktop.hook.seen == []


def test_a_vault_that_cannot_be_written_opens_for_reading(windows: Windows, closed_to_writing: Path) -> None:
    desktop = windows.over(closed_to_writing)
    waits = desktop.qtbot.waitUntil
    page = page_of(desktop, "damage")
    waits(lambda: bool(page.sentence.text()))
    assert "нечитаемых записей нет" not in page.sentence.text()
    assert not page.work_button.isVisible()
    page.restore_button.click()
    backup = page_of(desktop, "backup")
    assert backup.restore.isVisible() and not backup.create_button.isEnabled()
    waits(desktop.work.notices["read_only"].isVisible)
    desktop.window.desk.go("damage")
    page.read_button.click()
    page_of(desktop, "today")
    assert desktop.hook.seen == []


def test_an_older_header_put_back_is_told_on_every_page(windows: Windows, original: Path, tmp_path: Path) -> None:
    hurt = tmp_path / "hurt"
    shutil.copytree(original, hurt)
    old = (hurt / "head").read_bytes()
    with (
        Secret.from_passphrase(PASSPHRASE) as secret,
        open_briefcase(hurt, secret, clock=TODAY) as briefcase,
        Secret.from_passphrase("другая фраза для входа") as other,
    ):
        briefcase.key_slots.add_passphrase(other, label="", fast=True)
    (hurt / "head").write_bytes(old)
    desktop = windows.over(hurt)
    page_of(desktop, "today")
    notice = desktop.work.notices["older_header"]
    desktop.qtbot.waitUntil(notice.isVisible)
    assert "старая парольная фраза" in notice.text.text() and notice.text.property("role") == "harm"
    desktop.window.desk.go("cases")
    page_of(desktop, "cases")
    assert notice.isVisible()
    desktop.window.resize(683, 384)
    picture(desktop, "older-header-ru-683")
    notice.button.click()
    page_of(desktop, "keys")


def test_changes_that_cannot_be_read_are_told_until_one_goes_on(
    windows: Windows, original: Path, tmp_path: Path
) -> None:
    hurt, working = tmp_path / "hurt", tmp_path / "working"
    shutil.copytree(original, working)
    with Secret.from_passphrase(PASSPHRASE) as secret, open_briefcase(working, secret, clock=TODAY) as briefcase:
        briefcase.checkpoint()
        briefcase.notes.record(None, "Последняя запись.")
        shutil.copytree(working, hurt)
    log = bytearray((hurt / "data-wal").read_bytes())
    log[100] ^= 1
    (hurt / "data-wal").write_bytes(log)
    desktop = windows.over(hurt)
    page_of(desktop, "today")
    notice = desktop.work.notices["changes_unread"]
    desktop.qtbot.waitUntil(notice.isVisible)
    assert "не читаются" in notice.text.text() and notice.text.property("role") == "harm"
    assert (tmp_path / "vault" / "data-wal-cut").read_bytes() == bytes(log)
    desktop.window.resize(683, 384)
    picture(desktop, "changes-unread-ru-683")
    notice.button.click()
    desktop.qtbot.waitUntil(lambda: not notice.isVisible())
    assert not (tmp_path / "vault" / "data-wal-cut").exists()


def test_old_data_put_back_are_told_on_every_page(windows: Windows, original: Path, tmp_path: Path) -> None:
    hurt = tmp_path / "hurt"
    shutil.copytree(original, hurt)
    old = (hurt / "data").read_bytes()
    with Secret.from_passphrase(PASSPHRASE) as secret, open_briefcase(hurt, secret, clock=TODAY) as briefcase:
        for number in range(3):
            with Secret.from_passphrase(f"другая фраза {number}") as other:
                slot = briefcase.key_slots.add_passphrase(other, label="", fast=True)
            briefcase.key_slots.remove(slot.id)
    (hurt / "data").write_bytes(old)
    desktop = windows.over(hurt)
    page_of(desktop, "today")
    notice = desktop.work.notices["data_older"]
    desktop.qtbot.waitUntil(notice.isVisible)
    assert "прежней копии" in notice.text.text() and notice.text.property("role") == "harm"
    notice.button.click()
    page_of(desktop, "backup")
    assert notice.isVisible()


def test_a_mended_header_is_told(windows: Windows, original: Path, tmp_path: Path) -> None:
    hurt = tmp_path / "hurt"
    shutil.copytree(original, hurt)
    head = bytearray((hurt / "head").read_bytes())
    head[100] ^= 1
    (hurt / "head").write_bytes(head)
    desktop = windows.over(hurt)
    page_of(desktop, "today")
    desktop.qtbot.waitUntil(lambda: "исправлена" in desktop.work.toast.text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_holds_in_each_language_and_size(windows: Windows, note_damaged: Path, lang: str) -> None:
    desktop = windows.over(note_damaged)
    desktop.window.desk.words.speak(lang)
    page = page_of(desktop, "damage")
    desktop.qtbot.waitUntil(lambda: bool(page.lines.text()))
    for width, height in ((1366, 768), (683, 384)):
        desktop.window.resize(width, height)
        page.scroll_area.verticalScrollBar().setValue(0)
        picture(desktop, f"damage-{lang}-{width}")
        assert page.scroll_area.horizontalScrollBar().maximum() == 0
        page.scroll_area.ensureWidgetVisible(page.restore_button)
        picture(desktop, f"damage-end-{lang}-{width}")
    page.read_button.click()
    page_of(desktop, "today")
    desktop.qtbot.waitUntil(desktop.work.notices["read_only"].isVisible)
    for width, height in ((1366, 768), (683, 384)):
        desktop.window.resize(width, height)
        desktop.window.desk.go("case", ref=CASE)
        desktop.qtbot.wait(300)
        picture(desktop, f"read-only-{lang}-{width}")
    assert desktop.hook.seen == []


def test_how_it_was_saved_is_shown_and_a_log_left_out_is_no_nothing_lost(
    windows: Windows, note_damaged: Path, tmp_path: Path
) -> None:
    desktop = windows.over(note_damaged)
    page = page_of(desktop, "damage")
    page.show_saved(Saved(folder=tmp_path, kept=(), lost=(), backup="", how=("Постранично.",)))
    assert "Постранично." in page.result.text() and "Не потеряно ничего." in page.result.text()
    page.show_saved(Saved(folder=tmp_path, kept=(), lost=(), backup="Копия.", how=("Без журнала.",), whole=False))
    assert "Без журнала." in page.result.text() and "Копия." in page.result.text()
    assert "Не потеряно ничего." not in page.result.text()
