"""What is copied is marked and goes by itself; what is only selected goes nowhere; windows kept out of pictures."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QAccessible, QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from legalaid_desktop.ui.clipboard import ClipboardGuard, secret_text
from legalaid_desktop.ui.screen_shield import ScreenShield, windows_hide
from tests.ui.conftest import Desktop, type_text

_CTRL = Qt.KeyboardModifier.ControlModifier


def on_screen() -> bool:
    return QGuiApplication.platformName() == "xcb"  # the offscreen platform owns no clipboard


def test_copied_from_each_kind_of_field_is_marked_and_cleared_at_lock(desktop: Desktop, qtbot: QtBot) -> None:
    if not on_screen():
        pytest.skip("needs a window system")
    desktop.open()
    board = QGuiApplication.clipboard()
    desktop.window.desk.go("note")
    page = cast(Any, desktop.window.page)
    for editor in (page.text.editor, page.who.editor):
        editor.setFocus()
        for press in (Qt.Key.Key_C, Qt.Key.Key_X):
            type_text(editor, "тайна")
            editor.selectAll()
            QTest.keyClick(editor, press, _CTRL)
            data = board.mimeData()
            assert data.text().startswith("тайна")
            assert bytes(data.data("x-kde-passwordManagerHint").data()) == b"secret"
            assert "text/html" not in data.formats()
            assert desktop.work._clipboard._timer.isActive()
    desktop.window.lock()
    assert board.text() == ""
    qtbot.waitUntil(lambda: bool(desktop.relaunched))


def test_what_is_only_selected_is_given_to_nobody(desktop: Desktop, qtbot: QtBot) -> None:
    board = QGuiApplication.clipboard()
    if not board.supportsSelection():
        pytest.skip("no second clipboard here")
    desktop.open()
    desktop.window.desk.go("note")
    editor = cast(Any, desktop.window.page).text.editor
    editor.setFocus()
    type_text(editor, "тайное слово")
    QTest.mouseDClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=editor.cursorRect().center())
    QTest.keyClick(editor, Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    board.setText("тайное", QClipboard.Mode.Selection)
    qtbot.waitUntil(lambda: board.text(QClipboard.Mode.Selection) == "")
    assert editor.toPlainText() == "тайное слово"


class Board:
    """A clipboard that remembers in what order it was filled."""

    def __init__(self) -> None:
        self.data: QMimeData | None = None
        self.owned = True
        signal = SimpleNamespace(connect=lambda act: None)
        self.dataChanged = self.selectionChanged = self.findBufferChanged = signal

    def ownsClipboard(self) -> bool:
        return self.owned

    def mimeData(self) -> QMimeData | None:
        return self.data

    def setMimeData(self, data: QMimeData) -> None:
        self.data = data

    def clear(self) -> None:
        self.data = None

    def supportsSelection(self) -> bool:
        return False

    supportsFindBuffer = supportsSelection


def test_half_a_minute_later_it_is_gone_if_it_is_still_ours(qapp: QApplication, qtbot: QtBot) -> None:
    board: Any = Board()
    guard = ClipboardGuard(board)
    assert guard._timer.interval() == 30_000
    guard._timer.setInterval(40)
    for owned, left in ((True, None), (False, "тайна")):
        board.data, board.owned = secret_text("тайна"), True
        guard._changed()
        board.owned = owned
        qtbot.waitUntil(lambda: not guard._timer.isActive())
        assert (board.data.text() if board.data is not None else None) == left


def test_a_lock_empties_the_clipboard_of_what_is_only_selected_too(qapp: QApplication) -> None:
    """It may have been filled in a way that no signal told of."""

    class Both(Board):
        def __init__(self) -> None:
            super().__init__()
            self.left = {QClipboard.Mode.Clipboard, QClipboard.Mode.Selection, QClipboard.Mode.FindBuffer}

        def ownsSelection(self) -> bool:
            return True

        supportsSelection = supportsFindBuffer = ownsFindBuffer = ownsSelection

        def clear(self, mode: QClipboard.Mode = QClipboard.Mode.Clipboard) -> None:
            self.left.discard(mode)

    board: Any = Both()
    ClipboardGuard(board).forget()
    assert board.left == set()


def test_rich_text_leaves_as_plain_text_alone(qapp: QApplication) -> None:
    board: Any = Board()
    guard = ClipboardGuard(board)
    board.data = QMimeData()
    board.data.setText("тайна")
    board.data.setHtml("<b>тайна</b>")
    guard._changed()
    assert board.data.text() == "тайна" and not board.data.hasHtml()
    assert board.data.hasFormat("x-kde-passwordManagerHint")


def test_the_passphrase_gives_nothing_to_the_clipboard_nor_to_assistive_technology(desktop: Desktop) -> None:
    desktop.show()
    field = desktop.window.unlock.passphrase.editor
    type_text(field, "лампа река")
    before = QGuiApplication.clipboard().text()
    for key in (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_Insert):
        QTest.keyClick(field, key, _CTRL)
    assert QGuiApplication.clipboard().text() == before
    seen = QAccessible.queryAccessibleInterface(field)
    said = [seen.text(kind) for kind in QAccessible.Text if kind != QAccessible.Text.UserText]
    assert not any("лампа" in text or "река" in text for text in said)
    assert seen.text(QAccessible.Text.Value) == ""
    assert seen.textInterface() is None
    query = Qt.InputMethodQuery
    for what in (query.ImSurroundingText, query.ImCurrentSelection, query.ImTextBeforeCursor, query.ImTextAfterCursor):
        assert not field.inputMethodQuery(what)


def test_each_window_is_kept_out_of_pictures_until_it_is_allowed(qapp: QApplication, qtbot: QtBot) -> None:
    asked: list[tuple[int, bool]] = []

    def hide(handle: int, hidden: bool) -> bool:
        asked.append((handle, hidden))
        return True

    shield = ScreenShield(qapp, hide, allowed=False)
    window, dialogue = QWidget(), QDialog()
    child = QPlainTextEdit(window)
    for widget in (window, dialogue):
        qtbot.addWidget(widget)
        widget.show()
    assert asked == [(int(window.winId()), True), (int(dialogue.winId()), True)]
    assert child.isVisible()
    asked.clear()
    shield.allow(True)
    assert {hidden for _, hidden in asked} == {False} and int(window.winId()) in {handle for handle, _ in asked}
    qapp.removeEventFilter(shield)


def test_windows_before_2004_black_the_window_out() -> None:
    calls: list[int] = []

    def affinity(window: Any, way: int) -> int:
        calls.append(way)
        return int(way != 0x11)

    hide = windows_hide(SimpleNamespace(SetWindowDisplayAffinity=affinity))
    assert hide(7, True) is True
    assert calls == [0x11, 0x1]
    assert hide(7, False) is True
    assert calls[-1] == 0
