"""Half of a small screen: what matters is in sight, and what is not there takes no room."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from legalaid_desktop.ui.pieces.labels import Text
from legalaid_desktop.ui.pieces.layout import remarks
from tests.ui.conftest import Desktop


def test_the_rail_shows_where_one_is_in_a_low_window(desktop: Desktop) -> None:
    desktop.open()
    desktop.window.resize(683, 384)
    for key in ("help", "today"):
        desktop.window.desk.go(key)
        desktop.qtbot.waitUntil(lambda key=key: desktop.window.page_key == key)
        button = desktop.work.rail.buttons[key]
        desktop.qtbot.waitUntil(lambda button=button: button.visibleRegion().boundingRect() == button.rect())
    desktop.window.resize(1366, 768)
    desktop.window.desk.go("help")
    desktop.window.resize(683, 384)
    button = desktop.work.rail.buttons["help"]
    desktop.qtbot.waitUntil(lambda: button.visibleRegion().boundingRect() == button.rect())


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
