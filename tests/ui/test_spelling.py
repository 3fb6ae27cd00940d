"""Underlined words in the note of a case: found, mended by keyboard, added to the vault, never in the text itself."""

from __future__ import annotations

from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from legalaid_desktop.ui.pieces.spelling_marks import SpellingMarks
from tests.ui.conftest import PASSPHRASE, Desktop, type_text


def note(desktop: Desktop) -> Any:
    desktop.window.desk.go("note")
    editor = cast(Any, desktop.window.page).text.editor
    editor.setFocus()
    desktop.qtbot.waitUntil(lambda: editor.findChild(SpellingMarks) is not None)
    return editor


def marked(editor: Any) -> list[str]:
    return [one.cursor.selectedText() for one in editor.extraSelections()]


def wait_for(desktop: Desktop, editor: Any, words: list[str]) -> None:
    desktop.qtbot.waitUntil(lambda: marked(editor) == words)


def menu_of(desktop: Desktop) -> QMenu:
    desktop.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


@pytest.fixture
def writing(practice: Desktop) -> Desktop:
    practice.preferences.change(check_spelling=True)
    practice.open(PASSPHRASE)
    return practice


def test_from_the_underline_to_the_right_word_and_to_an_added_one(writing: Desktop) -> None:
    editor = note(writing)
    type_text(editor, "Подал ходотайство \U0001f4c4 в 2026 г. через аппатрид дома")
    wait_for(writing, editor, ["ходотайство", "аппатрид"])
    assert editor.extraSelections()[0].format.underlineStyle() == QTextCharFormat.UnderlineStyle.WaveUnderline
    # By keyboard: the next one, round the end.
    QTest.keyClick(editor, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    menu = menu_of(writing)
    writing.qtbot.waitUntil(lambda: "ходатайство" in [one.text() for one in menu.actions()])
    next(one for one in menu.actions() if one.text() == "ходатайство").trigger()
    menu.close()
    assert editor.toPlainText().startswith("Подал ходатайство \U0001f4c4")
    wait_for(writing, editor, ["аппатрид"])
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    menu = menu_of(writing)
    next(one for one in menu.actions() if "словарь" in one.text()).trigger()
    menu.close()
    wait_for(writing, editor, [])
    # And back.
    toast = writing.work.toast
    writing.qtbot.waitUntil(toast.isVisible)
    toast.undo_button.click()
    wait_for(writing, editor, ["аппатрид"])
    # A dictionary holds words of the client: at a lock it is the first to go.
    pids = writing.work.spelling.speller.pids()
    assert pids
    writing.window.lock()
    writing.qtbot.waitUntil(lambda: bool(writing.relaunched))
    assert writing.work.spelling.speller.pids() == ()
    assert writing.hook.seen == []


def test_switched_off_nothing_is_started(writing: Desktop) -> None:
    editor = note(writing)
    type_text(editor, "ходотайство и ")
    wait_for(writing, editor, ["ходотайство"])
    writing.window.desk.go("settings")
    page = cast(Any, writing.window.page)
    page.spelling.click()
    writing.qtbot.waitUntil(lambda: not writing.preferences.current.check_spelling)
    writing.window.desk.go("note")
    writing.qtbot.waitUntil(lambda: marked(editor) == [])
    type_text(editor, "поставновление и ")
    writing.qtbot.wait(600)
    assert marked(editor) == []
