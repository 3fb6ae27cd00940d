"""The ladder of remedies in real widgets: what it says, one press to the paper, by keyboard alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from legalaid_desktop.ui.pages.case import CasePage
from legalaid_desktop.ui.pages.case_remedies import RemediesTab
from tests.ui.conftest import PASSPHRASE, Desktop


def picture(widget: QWidget, name: str) -> None:
    """Kept where somebody looks at them: ``LEGALAID_PICTURES`` names a folder."""
    folder = os.environ.get("LEGALAID_PICTURES")
    if folder:
        widget.grab().save(str(Path(folder) / f"remedies-{name}.png"))


@pytest.fixture
def opened(practice: Desktop) -> Iterator[Desktop]:
    practice.open(PASSPHRASE)
    practice.window.resize(1366, 768)
    practice.qtbot.waitUntil(lambda: practice.window.width() == 1366)
    yield practice
    assert practice.hook.seen == []


def remedies(desktop: Desktop, case: str) -> RemediesTab:
    desktop.window.desk.go("case", ref=f"TEST-2026-{case}", tab="remedies")
    page = desktop.work.pages["case"]
    assert isinstance(page, CasePage)
    tab = page.pages["remedies"]
    assert isinstance(tab, RemediesTab)
    ready = lambda: (
        page.presenter.data is not None and page.presenter.data.papers and page.presenter.data.ref.endswith(case)
    )  # noqa: E731
    desktop.qtbot.waitUntil(lambda: bool(ready()) and bool(tab.rungs), timeout=20_000)
    desktop.qtbot.wait(30)
    return tab


def texts(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel))


def test_the_ladder_of_an_extradition_ends_the_same_evening(opened: Desktop) -> None:
    tab = remedies(opened, "S04")
    by_id = {rung.look.key.rsplit("/", 1)[-1]: rung for rung in tab.rungs}
    court = by_id["ex.court"]
    assert court.look.state == "running"
    assert "25 декабря 2026" in texts(court) and "Гродненский областной суд" in texts(court)
    assert "подайте сегодня" in texts(court)
    assert "в тот же вечер" in texts(by_id["ex.surrender"])
    assert by_id["un.hrc"].look.state == "closed"
    assert "закрыто с 8 февраля 2023" in texts(by_id["un.hrc"])
    assert "не открывалось никогда" in texts(by_id["echr"])
    assert not by_id["un.hrc"].buttons, "a closed door is never offered"
    for word in ("поздно", "у вас есть"):
        assert word not in texts(tab).casefold()
    for language in ("ru", "be", "en"):
        opened.window.desk.words.speak(language)
        opened.qtbot.waitUntil(lambda language=language: opened.window.desk.words.lang == language)
        opened.qtbot.wait(300)
        assert tab.area.horizontalScrollBar().maximum() == 0
        tab.area.verticalScrollBar().setValue(0)
        picture(opened.window, f"S04-{language}")
        tab.area.verticalScrollBar().setValue(tab.area.verticalScrollBar().maximum())
        picture(opened.window, f"S04-{language}-end")


def test_a_missed_day_leads_to_c3_and_to_what_else_is_open(opened: Desktop) -> None:
    tab = remedies(opened, "S06")
    missed = next(rung for rung in tab.rungs if rung.look.state == "missed")
    said = texts(missed)
    assert "C3" in said and "Что ещё открыто" in said and "Выдворения не останавливает" in said
    assert missed.look.spoken.startswith("1. Жалоба на постановление о депортации: день по счёту прошёл")
    picture(opened.window, "S06-ru")
    restore = next(button for button in missed.buttons if "C3" in button.text())
    restore.click()
    opened.qtbot.waitUntil(lambda: opened.window.page_key == "draft", timeout=20_000)


def test_the_ladder_is_walked_by_keys_and_enter_begins_the_paper(opened: Desktop) -> None:
    tab = remedies(opened, "S03")
    picture(opened.window, "S03-ru")
    tab.take_focus()
    first = QApplication.focusWidget()
    assert first in tab.rungs and first is not None
    assert getattr(first, "look").state == "running"  # noqa: B009
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is tab.rungs[tab.rungs.index(first) + 1]  # type: ignore[arg-type]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert QApplication.focusWidget() is first
    QTest.keyClick(first, Qt.Key.Key_Return)
    opened.qtbot.waitUntil(lambda: opened.window.page_key == "draft", timeout=20_000)


def test_a_push_back_leads_abroad_also_in_a_narrow_window(opened: Desktop) -> None:
    tab = remedies(opened, "S05")
    said = texts(tab)
    assert "Страсбург против него" in said and "Заявление о розыске" in said
    assert "областной суд" not in said.casefold()
    picture(opened.window, "S05-ru")
    # As narrow as the double font size makes it: nothing is cut off at the side.
    opened.window.resize(700, 600)
    opened.qtbot.wait(200)
    assert tab.area.horizontalScrollBar().maximum() == 0
    picture(opened.window, "S05-narrow")


def test_no_empty_room_under_the_last_door(opened: Desktop) -> None:
    tab = remedies(opened, "S06")
    opened.qtbot.wait(100)
    last = tab.rungs[-1]
    inner = tab.area.widget()
    end = last.mapTo(inner, last.rect().bottomLeft()).y()
    assert inner.height() - end < 200
    tab.area.verticalScrollBar().setValue(tab.area.verticalScrollBar().maximum())
    picture(opened.window, "S06-end")
