"""Half of a small screen, and keys alone: what matters is in sight and in reach, what is not there takes no room."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from legalaid_desktop.ui.pieces.labels import Text
from legalaid_desktop.ui.pieces.layout import remarks
from tests.ui.conftest import PASSPHRASE, Desktop


def _is_in_sight(desktop: Desktop, key: str) -> bool:
    button = desktop.work.rail.buttons[key]
    return desktop.window.page_key == key and button.visibleRegion().boundingRect() == button.rect()


def test_the_rail_shows_where_one_is_in_a_low_window(desktop: Desktop) -> None:
    desktop.open()
    desktop.window.resize(683, 384)
    for key in ("help", "today"):
        desktop.window.desk.go(key)
        desktop.qtbot.waitUntil(partial(_is_in_sight, desktop, key))
    desktop.window.resize(1366, 768)
    desktop.window.desk.go("help")
    desktop.window.resize(683, 384)
    desktop.qtbot.waitUntil(partial(_is_in_sight, desktop, "help"))


def test_remarks_that_are_not_made_take_no_room(qtbot: QtBot) -> None:
    told, button = Text(""), QPushButton("…")
    told.hide()
    button.hide()
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    column.setSpacing(24)
    column.addWidget(QLabel("above"))
    column.addWidget(remarks(told, button))
    column.addWidget(QLabel("below"))
    page.show()
    alone = page.sizeHint().height()
    told.tell("It was done.", "done")
    assert told.isVisible() and page.sizeHint().height() >= alone + 24
    told.tell("", "done")
    assert page.sizeHint().height() == alone
    button.show()
    assert button.isVisible()
    page.hide()  # as when another page is shown: nothing is taken back by that
    page.show()
    assert button.isVisible() and not told.isVisible()


def _tab(page: QWidget, start: QWidget, steps: int) -> list[QWidget | None]:
    """Where Tab leads from ``start``."""
    start.setFocus()
    found = []
    for _ in range(steps):
        QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Tab)
        found.append(QApplication.focusWidget())
    return found


def test_tab_goes_as_the_eye_does_also_through_what_was_made_later(practice: Desktop) -> None:
    practice.open(PASSPHRASE)
    window, waits = practice.window, practice.qtbot.waitUntil
    window.desk.go("keys")
    keys = cast(Any, window.page)
    waits(lambda: bool(keys.rows))
    practice.qtbot.wait(100)  # asked for twice on the way here
    (way,) = keys.rows
    assert _tab(keys, way.change_button, 3) == [way.remove_button, keys.add_sheets, keys.add_phrase]
    assert _tab(keys, keys.add_coordinators, 3)[-1] is keys.help_other
    window.desk.go("recovery")
    recovery = cast(Any, window.page)
    recovery.presenter.gate.open_for_now()
    recovery.make_button.click()
    waits(lambda: len(recovery.sheets) == 3)
    first, _, last = recovery.sheets
    assert _tab(recovery, recovery.language, 2) == [first.label.editor, first.print_button]
    assert _tab(recovery, last.print_button, 2) == [last.save_button, recovery.done_button]


def test_a_page_that_was_left_takes_no_cursor(practice: Desktop) -> None:
    practice.open(PASSPHRASE)
    window, waits = practice.window, practice.qtbot.waitUntil
    today = cast(Any, window.page)
    waits(lambda: bool(today.due.rows))
    window.desk.go("backup")
    window.desk.go("today")
    window.desk.go("keys")  # before what the first page asked for has come
    keys = cast(Any, window.page)
    waits(lambda: bool(keys.rows))
    practice.qtbot.wait(100)
    assert keys.isAncestorOf(QApplication.focusWidget())
