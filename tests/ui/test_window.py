"""The window: locked, open, walked, locked again."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.presenters.ports import Stopped
from legalaid_desktop.presenters.unlock import Face
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.lock_signals.ports import Lock, Trigger
from legalaid_desktop.ui.page import Page, PageSpec
from legalaid_desktop.ui.pieces.fields import line_field
from tests.ui.conftest import Desktop, type_text
from tests.ui.stand_ins import BE_WORDS, RU_WORDS, FakeDoor


def test_the_locked_window_opens_by_keyboard_alone(desktop: Desktop) -> None:
    desktop.show()
    window = desktop.window
    assert window.unlock.face_shown is Face.OPEN
    type_text(window.unlock.passphrase.editor, "open sesame")
    QTest.keyClick(window.unlock.passphrase.editor, Qt.Key.Key_Return)
    desktop.qtbot.waitUntil(lambda: bool(window.page_key))
    assert window.page_key == "today"
    assert desktop.door.seen == [b"open sesame"]
    assert window.unlock.passphrase.editor.empty


def test_a_wrong_passphrase_is_told_and_forgotten(desktop: Desktop) -> None:
    desktop.show()
    unlock = desktop.window.unlock
    type_text(unlock.passphrase.editor, "wrong")
    unlock.open_button.click()
    desktop.qtbot.waitUntil(unlock.problem.isVisible)
    assert "не подходит" in unlock.problem.text()
    assert unlock.passphrase.editor.empty
    assert desktop.window.locked
    type_text(unlock.passphrase.editor, "o")
    assert not unlock.problem.isVisible()


def test_the_first_run_makes_a_vault_with_six_drawn_words(desktop: Desktop) -> None:
    desktop.door.vault_there = False
    desktop.show()
    unlock = desktop.window.unlock
    assert unlock.face_shown is Face.CREATE
    form = unlock.create_form
    assert form is not None
    assert str(unlock.presenter.folder) in form.folder.text()
    phrase = form.phrase
    desktop.qtbot.waitUntil(lambda: not phrase.shown.empty)
    assert phrase.shown.copy().decode() == RU_WORDS
    type_text(phrase.confirm.editor, "лампа река кам")
    assert phrase.confirm.hint.text() == "Верно: слов 2 из 6"
    type_text(phrase.confirm.editor, "о")
    assert phrase.confirm.hint.text() == "В слове 3 что-то не так. Сравните с экраном."
    form.button.click()
    assert "не то, что на экране" in unlock.problem.text()
    assert desktop.door.made == []
    QTest.keyClick(phrase.confirm.editor, Qt.Key.Key_Backspace)
    type_text(phrase.confirm.editor, "ень озеро ветер берег")
    assert phrase.confirm.hint.text() == "Совпадает"
    assert not unlock.problem.isVisible()
    QTest.keyClick(phrase.confirm.editor, Qt.Key.Key_Return)
    desktop.qtbot.waitUntil(lambda: bool(desktop.window.page_key))
    assert desktop.door.made == [unlock.presenter.folder]
    assert desktop.door.seen == [RU_WORDS.encode()]
    assert phrase.shown.empty
    assert phrase.confirm.editor.empty


def test_words_of_another_language_and_other_words(desktop: Desktop) -> None:
    desktop.door.vault_there = False
    desktop.show()
    form = desktop.window.unlock.create_form
    assert form is not None
    phrase = form.phrase
    desktop.qtbot.waitUntil(lambda: not phrase.shown.empty)
    phrase.list.set_key("be")
    phrase.list.picked.emit("be")
    desktop.qtbot.waitUntil(lambda: phrase.shown.copy().decode() == BE_WORDS)
    type_text(phrase.confirm.editor, "лямпа")
    phrase.other.click()
    assert phrase.confirm.editor.empty, "what was typed belongs to words that have gone"


def test_an_own_phrase_is_measured_and_a_weak_one_warned_of_once(desktop: Desktop) -> None:
    desktop.door.vault_there = False
    desktop.show()
    unlock = desktop.window.unlock
    form = unlock.create_form
    assert form is not None
    phrase = form.phrase
    phrase.own_button.click()
    assert phrase.first.editor.hasFocus()
    type_text(phrase.first.editor, "лампа река камень")
    desktop.qtbot.waitUntil(lambda: "Подобрать" in phrase.first.hint.text())
    assert "RU, BE" in phrase.first.hint.text()
    type_text(phrase.second.editor, "лампа река камен")
    assert phrase.second.hint.text() == "Пока не совпадает"
    form.button.click()
    assert "не совпадают" in unlock.problem.text()
    phrase.begin()
    for field in (phrase.first, phrase.second):
        type_text(field.editor, "лампа река")
    assert phrase.second.hint.text() == "Совпадает"
    QTest.keyClick(phrase.second.editor, Qt.Key.Key_Return)
    desktop.qtbot.waitUntil(phrase.insist.isVisible)
    assert "дни или недели" in phrase.warning.text()
    assert desktop.door.made == []
    phrase.insist.click()
    desktop.qtbot.waitUntil(lambda: bool(desktop.window.page_key))
    assert desktop.door.seen == ["лампа река".encode()]


def test_a_warning_goes_when_the_phrase_changes(desktop: Desktop) -> None:
    desktop.door.vault_there = False
    desktop.show()
    form = desktop.window.unlock.create_form
    assert form is not None
    phrase = form.phrase
    phrase.choose_own()
    for field in (phrase.first, phrase.second):
        type_text(field.editor, "лампа")
    form.button.click()
    desktop.qtbot.waitUntil(phrase.insist.isVisible)
    type_text(phrase.first.editor, " река камень")
    desktop.qtbot.waitUntil(lambda: not phrase.insist.isVisible())


def test_escape_leads_back_from_the_forms_of_the_locked_window(desktop: Desktop) -> None:
    desktop.show()
    unlock = desktop.window.unlock
    unlock._restore()
    QTest.keyClick(unlock.focusWidget(), Qt.Key.Key_Escape)
    desktop.qtbot.waitUntil(lambda: unlock.passphrase.isVisible())
    desktop.door.exists = lambda folder: folder.name == "vault"
    unlock.presenter.make_new()
    desktop.qtbot.waitUntil(lambda: unlock.face_shown is Face.CREATE)
    form = unlock.create_form
    assert form is not None
    assert form.folder.text().endswith("vault-2")
    desktop.qtbot.waitUntil(lambda: not form.phrase.shown.empty)
    type_text(form.phrase.confirm.editor, "abc")
    QTest.keyClick(form.phrase.confirm.editor, Qt.Key.Key_Escape)
    desktop.qtbot.waitUntil(lambda: unlock.passphrase.isVisible())
    assert form.phrase.confirm.editor.empty
    assert form.phrase.shown.empty


def test_the_title_never_says_more_than_the_program(desktop: Desktop) -> None:
    desktop.open()
    for key in ("search", "backup", "settings", "help"):
        desktop.window.desk.go(key)
        assert desktop.window.windowTitle() == "LegalAid Desktop"
        assert desktop.window.windowFilePath() == ""


def test_keys_lead_everywhere_and_back(desktop: Desktop) -> None:
    desktop.open()
    window = desktop.window
    for key, page in ((Qt.Key.Key_K, "search"), (Qt.Key.Key_5, "backup")):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert window.page_key == page
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.page_key == "help"
    for page in ("backup", "search", "today", "today"):
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert window.page_key == page


def test_escape_takes_the_toast_away_first(desktop: Desktop) -> None:
    desktop.open()
    window = desktop.window
    window.desk.go("settings")
    undone: list[int] = []
    window.desk.toast("Сделано", lambda: undone.append(1))
    assert desktop.work.toast.text == "Сделано"
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert desktop.work.toast.text == ""
    assert window.page_key == "settings"
    window.desk.toast("Сделано", lambda: undone.append(1))
    desktop.work.toast.undo_button.click()
    assert undone == [1]
    assert desktop.work.toast.text == ""


def test_a_toast_covers_no_control(desktop: Desktop, qtbot: QtBot) -> None:
    """On the lowest page there is a button at the edge; under the toast nobody could press it."""
    desktop.open()
    page, toast = desktop.work.page, desktop.work.toast
    assert page is not None

    def below(widget: QWidget) -> int:
        return widget.mapTo(desktop.window, QPoint(0, widget.height())).y()

    free = below(page)
    desktop.window.desk.toast("Сделано. " * 40, lambda: None)
    qtbot.waitUntil(lambda: below(page) <= toast.y() < free)
    toast.hide()
    qtbot.waitUntil(lambda: below(page) == free)


def test_a_toast_said_on_the_way_stays_and_goes_with_the_next_page(desktop: Desktop, qtbot: QtBot) -> None:
    """Its Undo must not act on a page that no longer shows what it undoes."""
    desktop.open()
    desk = desktop.window.desk
    desk.toast("Записано", lambda: None)
    desk.go("settings")
    assert desktop.work.toast.text == "Записано"
    qtbot.wait(20)
    desk.go("help")
    assert desktop.work.toast.text == ""


def test_the_cursor_stays_in_the_page_when_its_control_goes(desktop: Desktop, qtbot: QtBot) -> None:
    """Never onto the Undo of the toast, where the next Enter would take back what was done, nor onto the rail."""
    desktop.open()
    window, work = desktop.window, desktop.work
    window.desk.go("search")
    page = window.page
    assert page is not None
    editor = cast(Any, page).field.editor
    for hidden in (0, 1):  # the control itself, and what it stands in
        around = QWidget(page)
        going = QPushButton("x", around)
        around.show()
        going.setFocus()
        window.desk.toast("Сделано", lambda: None)
        assert going.hasFocus()
        (going, around)[hidden].hide()
        focused = QApplication.focusWidget()
        assert focused is not None and page.isAncestorOf(focused) and focused is not going
    editor.setFocus()
    work.toast.undo_button.setFocus()
    work.toast.hide()
    assert editor.hasFocus()
    assert work.toast.undo_button.isHidden() is False  # the sheet went, not its button


def test_the_ring_passes_under_the_toast(desktop: Desktop, qtbot: QtBot) -> None:
    desktop.open()
    window, toast = desktop.window, desktop.work.toast
    window.desk.go("search")
    window.desk.toast("Сделано", lambda: None)
    cast(Any, window.page).field.editor.setFocus()
    qtbot.waitUntil(window.ring.isVisible)
    layers = window.children()
    assert layers.index(window.ring) < layers.index(toast)
    toast.undo_button.setFocus(Qt.FocusReason.TabFocusReason)
    layers = window.children()
    assert layers.index(toast) < layers.index(window.ring)


def test_the_lock_asks_nothing_closes_the_vault_and_replaces_the_process(desktop: Desktop) -> None:
    desktop.open()
    window = desktop.window
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    type_text(cast(Any, window.page).field.editor, "лампа")
    menu = QMenu(window)
    menu.addAction("x")
    menu.popup(window.mapToGlobal(window.rect().center()))
    QGuiApplication.clipboard().setText("copied here")
    ours = QGuiApplication.clipboard().ownsClipboard()  # never so on the offscreen platform
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.unlock.isVisible()
    assert not menu.isVisible()
    desktop.qtbot.waitUntil(lambda: bool(desktop.relaunched))
    assert window.locked
    assert desktop.door.briefcase.closed == 1
    assert QGuiApplication.clipboard().text() == ("" if ours else "copied here")
    place = json.loads(desktop.door.briefcase.notes.kept["window.place"])
    assert place == {"page": "search", "params": {"words": "лампа"}}
    assert desktop.hook.seen == []


def test_after_the_lock_one_is_back_at_the_same_word(desktop: Desktop) -> None:
    desktop.door.briefcase.notes.kept["window.place"] = '{"page": "search", "params": {"words": "лампа"}}'
    desktop.open()
    assert desktop.window.page_key == "search"
    assert cast(Any, desktop.window.page).field.editor.text() == "лампа"


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"page": "gone", "params": {}}', '{"page": 1}'])
def test_an_unreadable_place_is_no_obstacle(desktop: Desktop, kept: str) -> None:
    desktop.door.briefcase.notes.kept["window.place"] = kept
    desktop.open()
    assert desktop.window.page_key == "today"


def test_the_lock_button_is_on_every_page(desktop: Desktop) -> None:
    desktop.open()
    rail = desktop.work.rail
    for key in rail.buttons:
        desktop.window.desk.go(key)
        assert rail.lock_button.isVisible()
    rail.lock_button.click()
    desktop.qtbot.waitUntil(lambda: bool(desktop.relaunched))


class TypingPage(Page):
    """Keeps what is typed as a real page does."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.field = line_field(desk.words, desk.theme, "search.label")
        self.body.addWidget(self.field)
        self.faulty = False

    def flush(self) -> None:
        text = self.field.editor.text()
        if self.faulty:
            raise ZeroDivisionError
        self.tasks.ask(lambda b: b.notes.keep_unsaved("note.typing", text), done=lambda _: None, failed=self.never)

    def never(self, error: LegalAidError) -> None:
        raise AssertionError(error)


def add_page(desktop: Desktop, key: str) -> None:
    desktop.window.specs.append(PageSpec(key=key, title="rail.search", make=TypingPage))


def test_every_keystroke_before_the_lock_is_kept(desktop: Desktop) -> None:
    add_page(desktop, "typing")
    desktop.open()
    desktop.window.desk.go("typing")
    type_text(cast(Any, desktop.window.page).field.editor, "последнее слово")
    desktop.window.lock()
    desktop.qtbot.waitUntil(lambda: bool(desktop.relaunched))
    assert desktop.door.briefcase.notes.kept["note.typing"] == "последнее слово"


def test_a_page_with_a_fault_keeps_neither_the_vault_open_nor_another_page_from_saving(desktop: Desktop) -> None:
    add_page(desktop, "faulty")
    add_page(desktop, "typing")
    desktop.open()
    desktop.window.desk.go("typing")
    type_text(cast(Any, desktop.window.page).field.editor, "слово")
    desktop.window.desk.go("faulty")
    cast(Any, desktop.window.page).faulty = True
    desktop.window.lock()
    desktop.qtbot.waitUntil(lambda: bool(desktop.relaunched))
    assert desktop.door.briefcase.notes.kept["note.typing"] == "слово"
    assert desktop.door.briefcase.closed == 1
    assert desktop.hook.seen and desktop.hook.seen[0].startswith("ZeroDivisionError test_window.py")


def test_work_that_does_not_end_does_not_stop_the_lock(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legalaid_desktop.ui.main_window._LOCK_PATIENCE", 50)
    desktop.open()
    gate = threading.Event()
    desktop.window.desk.tasks(desktop.window).ask(
        lambda b: gate.wait(20), done=lambda _: None, failed=lambda error: None
    )
    gone_by = list[str]()
    desktop.window._relaunch = lambda: gone_by.append(threading.current_thread().name)
    desktop.window.lock()
    desktop.qtbot.waitUntil(lambda: bool(gone_by))
    # Not by force, which lets a machine that waits to sleep wait on.
    assert gone_by == [threading.main_thread().name]
    assert desktop.door.briefcase.closed == 0
    gate.set()


def test_the_neutral_face_is_on_the_screen_before_anything_else_is_done(desktop: Desktop) -> None:
    add_page(desktop, "typing")
    desktop.open()
    window = desktop.window
    window.desk.go("typing")
    desktop.qtbot.waitUntil(lambda: window.page_key == "typing")
    order = list[str]()

    class Painted(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                order.append("neutral" if window.unlock.isVisible() else "open")
            return False

    painted = Painted()
    window.installEventFilter(painted)
    cast(Any, window.page).flush = lambda: order.append("words")
    window.lock()
    window.removeEventFilter(painted)
    assert order[:2] == ["neutral", "words"]
    desktop.qtbot.waitUntil(lambda: bool(desktop.relaunched))


class Sign:
    """A sign of the system, given by hand."""

    def __init__(self) -> None:
        self.lock: Lock | None = None

    def start(self, lock: Lock) -> None:
        self.lock = lock

    def stop(self) -> None:
        self.lock = None

    @property
    def heeded(self) -> bool:
        return self.lock is not None

    def active(self) -> frozenset[Trigger]:
        return frozenset({Trigger.SLEEP})


def test_what_stands_open_after_a_recovery_is_watched_as_any_other(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    """The new passphrase is still being chosen, and the vault is open."""
    sign = Sign()
    desktop = Desktop(qtbot, qapp, tmp_path, FakeDoor(), signals=lambda _: [sign])
    desktop.show()
    window = desktop.window
    window.unlock.half_opened.emit()
    assert window._idle._armed
    assert sign.lock is not None
    sign.lock(Trigger.SLEEP)
    qtbot.waitUntil(lambda: bool(desktop.relaunched))
    assert window.locked_by is Trigger.SLEEP and not sign.heeded
    desktop.end()


def test_another_limit_of_the_idle_lock_is_in_force_at_once(desktop: Desktop) -> None:
    desktop.open()
    window = desktop.window
    window.desk.preferences.change(lock_after_minutes=30)
    window.desk.changed.emit("settings")
    assert window._idle._limit == 1800
    window.lock()
    window.desk.changed.emit("settings")
    assert not window._idle._armed
    desktop.qtbot.waitUntil(lambda: bool(desktop.relaunched))


def test_long_work_is_called_off_by_the_lock_before_it_is_broken_off(desktop: Desktop) -> None:
    """A backup or a salvage ends at a place of its own choosing, with what it must clear away."""
    desktop.open()
    window = desktop.window
    ticket = window.desk.vault.ticket(window, lambda done, total: None)
    begun, ended = threading.Event(), list[bool]()

    def work(briefcase: Any) -> None:
        try:
            while True:
                ticket.watch(0, 1)
                begun.set()
                time.sleep(0.005)
        except Stopped:
            ended.append(ticket.cancelled)
            raise

    window.desk.tasks(window).ask(work, done=lambda _: None, failed=lambda error: None)
    desktop.qtbot.waitUntil(begun.is_set)
    window.lock()
    desktop.qtbot.waitUntil(lambda: bool(desktop.relaunched))
    assert ended == [True]
    assert desktop.door.briefcase.closed == 1


def test_what_hands_do_while_a_lock_is_under_way_reaches_nobody(desktop: Desktop) -> None:
    add_page(desktop, "typing")
    desktop.open()
    window = desktop.window
    window.desk.go("typing")
    editor = cast(Any, window.page).field.editor
    type_text(editor, "слово")
    window.lock()
    type_text(editor, " ещё")
    type_text(window.unlock.passphrase.editor, "лампа")
    assert window.unlock.passphrase.editor.empty
    assert editor.text() == "слово"
    desktop.qtbot.waitUntil(lambda: bool(desktop.relaunched))


def test_closing_the_window_keeps_typed_words_too(desktop: Desktop) -> None:
    add_page(desktop, "typing")
    desktop.open()
    desktop.window.desk.go("typing")
    type_text(cast(Any, desktop.window.page).field.editor, "слово")
    desktop.window.close()
    desktop.end()
    assert desktop.door.briefcase.notes.kept["note.typing"] == "слово"
    assert desktop.door.briefcase.closed == 1
    assert desktop.relaunched == []


def test_nothing_of_the_open_window_answers_while_locked(desktop: Desktop) -> None:
    desktop.show()
    window = desktop.window
    for key in (Qt.Key.Key_K, Qt.Key.Key_L, Qt.Key.Key_1):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    window.desk.go("backup")
    window.desk.toast("x")
    assert window.page_key == ""
    assert window.workplace is None
    assert window.unlock.isVisible()


def test_the_language_changes_at_once_everywhere(desktop: Desktop) -> None:
    desktop.open()
    window = desktop.window
    for key in ("search", "backup", "settings", "help", "today"):
        window.desk.go(key)
    window.desk.words.speak("en")
    rail = desktop.work.rail
    assert rail.buttons["settings"].text() == "Settings"
    assert cast(Any, window.page).header.title.text() == "Today"
    window.desk.words.speak("be")
    assert rail.lock_button.text() == "Заблакаваць"
    assert cast(Any, window.page).header.title.text() == "Сёння"


def test_a_setting_is_written_at_once(desktop: Desktop, qtbot: QtBot) -> None:
    desktop.open()
    window = desktop.window
    window.desk.go("settings")
    page = cast(Any, window.page)
    page.appearance.setCurrentIndex(page.appearance.findData("dark"))
    page.appearance.activated.emit(page.appearance.currentIndex())
    page.lock_after.setCurrentIndex(page.lock_after.findData("10"))
    page.lock_after.activated.emit(page.lock_after.currentIndex())
    qtbot.waitUntil(lambda: desktop.preferences.current.lock_after_minutes == 10)
    assert desktop.preferences.current.appearance == "dark"
    assert window.desk.theme.tokens.page == "#16191D"
    window.desk.theme.wear("light")


def test_a_fault_of_ours_is_told_without_a_value(desktop: Desktop, capsys: pytest.CaptureFixture[str]) -> None:
    desktop.open()
    try:
        raise ValueError("Имя Заявителя")
    except ValueError as fault:
        desktop.hook.caught(fault)
    told = desktop.work.toast.text + capsys.readouterr().err
    assert "ValueError test_window.py:" in told
    assert "Заявителя" not in told
    QApplication.processEvents()
