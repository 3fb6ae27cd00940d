"""The ladder of remedies in real widgets: what it says, one press to the paper, by keyboard alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from legalaid_desktop.ui.pages.case import CasePage
from legalaid_desktop.ui.pages.case_remedies import RemediesTab
from legalaid_desktop.ui.pages.draft import DraftPage
from legalaid_desktop.ui.pages.draft_address import AddressPanel
from legalaid_desktop.ui.pages.draft_interview import InterviewPane
from legalaid_desktop.ui.pieces.ladder import Rung
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

    def ready() -> bool:
        data = page.presenter.data
        return data is not None and bool(data.papers) and data.ref.endswith(case) and bool(tab.rungs)

    desktop.qtbot.waitUntil(ready, timeout=20_000)
    desktop.qtbot.wait(30)
    return tab


def texts(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel))


def says(widget: QWidget, text: str) -> bool:
    return text in texts(widget)


def by_id(tab: RemediesTab) -> dict[str, Rung]:
    return {rung.look.key.rsplit("/", 1)[-1]: rung for rung in tab.rungs}


def test_the_ladders_of_the_practice_cases(opened: Desktop) -> None:
    """One window for all four: each costs seconds."""
    tab = remedies(opened, "S04")
    rungs = by_id(tab)
    court = rungs["ex.court"]
    assert court.look.state == "running"
    assert "25 декабря 2026" in texts(court) and "Гродненский областной суд" in texts(court)
    assert "подайте сегодня" in texts(court)
    assert court.buttons[0].text() == "Составить: D1 · Жалоба на постановление о выдаче", "there is room for all of it"
    assert "в тот же вечер" in texts(rungs["ex.surrender"])
    assert rungs["un.hrc"].look.state == "closed"
    assert "закрыто с 8 февраля 2023" in texts(rungs["un.hrc"])
    assert "не открывалось никогда" in texts(rungs["echr"])
    assert not rungs["un.hrc"].buttons, "a closed door is never offered"
    for word in ("поздно", "у вас есть"):
        assert word not in texts(tab).casefold()
    for language in ("be", "en", "ru"):
        opened.window.desk.words.speak(language)
        title = {"ru": "Выдача: от", "be": "Выдача: ад", "en": "Extradition: from"}[language]
        opened.qtbot.waitUntil(partial(says, tab, title), timeout=20_000)
        opened.qtbot.wait(50)
        assert tab.area.horizontalScrollBar().maximum() == 0
        tab.area.verticalScrollBar().setValue(0)
        picture(opened.window, f"S04-{language}")
        tab.area.verticalScrollBar().setValue(tab.area.verticalScrollBar().maximum())
        picture(opened.window, f"S04-{language}-end")
    inner, last = tab.area.widget(), tab.rungs[-1]
    assert inner is not None
    assert inner.height() - last.mapTo(inner, last.rect().bottomLeft()).y() < 200, "no empty room below"

    tab = remedies(opened, "S05")
    assert "Страсбург против него" in texts(tab) and "Заявление о розыске" in texts(tab)
    assert "областной суд" not in texts(tab).casefold()
    # As narrow as the double font size makes it: nothing is cut off at the side.
    opened.window.resize(700, 600)
    opened.qtbot.wait(200)
    assert tab.area.horizontalScrollBar().maximum() == 0
    picture(opened.window, "S05-narrow")
    opened.window.resize(1366, 768)

    tab = remedies(opened, "S03")
    picture(opened.window, "S03-ru")
    tab.take_focus()
    first = next(rung for rung in tab.rungs if rung.hasFocus())
    assert first.look.state == "running"
    QTest.keyClick(first, Qt.Key.Key_Down)
    after = tab.rungs[tab.rungs.index(first) + 1]
    assert QApplication.focusWidget() is after
    QTest.keyClick(after, Qt.Key.Key_Up)
    assert QApplication.focusWidget() is first
    QTest.keyClick(first, Qt.Key.Key_Return)
    opened.qtbot.waitUntil(lambda: opened.window.page_key == "draft", timeout=20_000)

    tab = remedies(opened, "S06")
    missed = next(rung for rung in tab.rungs if rung.look.state == "missed")
    said = texts(missed)
    assert "C3" in said and "Что ещё открыто" in said and "Выдворения не останавливает" in said
    assert missed.look.spoken.startswith("1. Жалоба на постановление о депортации: день по счёту прошёл")
    picture(opened.window, "S06-ru")
    restore = next(button for button in missed.buttons if button.text().endswith("C3"))
    restore.click()
    opened.qtbot.waitUntil(lambda: opened.window.page_key == "draft", timeout=20_000)


def address(desktop: Desktop, case: str, paper: str) -> AddressPanel:
    desktop.window.desk.go("draft", ref=f"TEST-2026-{case}", document=paper)
    page = desktop.work.pages["draft"]
    assert isinstance(page, DraftPage)
    desktop.qtbot.waitUntil(lambda: page.preview.view.pages > 0, timeout=30_000)
    found = page.findChild(AddressPanel)
    assert found is not None
    desktop.qtbot.waitUntil(lambda: not found.isHidden(), timeout=20_000)
    return found


def test_the_draft_says_to_whom_and_why_and_the_consultant_confirms(opened: Desktop) -> None:
    panel = address(opened, "S06", "E1")
    said = texts(panel)
    assert "Витебского областного исполнительного комитета" in said or "Віцебскага абласнога" in said
    assert "говорит само решение" in said, "two ways, none of them put in by the program"
    picture(opened.window, "draft-E1")
    choose = next(button for button in panel.buttons if "Віцебскага" in button.accessibleName())
    choose.setFocus()
    QTest.keyClick(choose, Qt.Key.Key_Return)
    opened.qtbot.waitUntil(lambda: "Подтверждено вами" in texts(panel), timeout=30_000)
    assert "Віцебскага абласнога" in panel.to.text()
    assert "Над органом, который решил" in panel.reason.text()
    interview = opened.work.pages["draft"].findChild(InterviewPane)
    assert interview is not None
    assert "Віцебскага абласнога" in interview._text_editor().text(), "the question has the answer as well"
    cursor = QApplication.focusWidget()
    assert cursor is not None and panel.isAncestorOf(cursor), "the cursor stays in the panel"
    picture(opened.window, "draft-E1-confirmed")
    back = next(button for button in panel.buttons if button.text() == "Вернуть предложенного")
    back.click()
    opened.qtbot.waitUntil(lambda: "Подтверждено вами" not in texts(panel), timeout=30_000)

    panel = address(opened, "S04", "D1")
    opened.qtbot.waitUntil(lambda: panel.to.text() == "В Гродненский областной суд", timeout=30_000)
    assert "Назван в самом решении" in panel.state.text(), "the court of the notice needs no confirmation"
    assert not any(button.text() == "Подтвердить адресата" for button in panel.buttons)
    picture(opened.window, "draft-D1")
