"""All widgets of all pages: named, translated, within reach, at double size too."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QWidget,
)

from legalaid_desktop.host.wording import LANGUAGES
from legalaid_desktop.ui.theme import TARGET
from tests.ui.conftest import Desktop

INTERACTIVE = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QProgressBar)
INNER = {"qt_scrollarea_hcontainer", "qt_scrollarea_vcontainer", "qt_edit_menu"}
TONGUES = {"Русский", "Беларуская", "English"}


def all_pages(desktop: Desktop) -> None:
    for key in desktop.page_keys():
        desktop.window.desk.go(key)
        desktop.qtbot.wait(20)


def own_widgets(top: QWidget) -> Iterator[QWidget]:
    """But the inner parts of the toolkit's own widgets: popups of combo boxes, bars of scroll areas."""
    for widget in top.findChildren(QWidget):
        inner = widget
        while inner is not top:
            parent = inner.parentWidget()
            if isinstance(parent, QComboBox) or inner.objectName() in INNER:
                break
            inner = parent if parent is not None else top
        else:
            yield widget


def spoken_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else widget.accessibleName()


def shown_texts(top: QWidget) -> Iterator[str]:
    for widget in own_widgets(top):
        if isinstance(widget, QAbstractButton | QLabel):
            yield widget.text()
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(number) for number in range(widget.count()))
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            yield widget.placeholderText()
        yield widget.toolTip()
        yield widget.accessibleName()
        yield widget.accessibleDescription()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_has_a_name(desktop: Desktop, language: str) -> None:
    desktop.window.desk.words.speak(language)
    desktop.door.vault_there = False
    desktop.show()
    desktop.window.unlock._restore()
    desktop.door.vault_there = True
    desktop.window.unlock.presenter.start()
    desktop.qtbot.waitUntil(lambda: desktop.window.unlock.face_shown == "open")
    desktop.open()
    all_pages(desktop)
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in own_widgets(desktop.window)
        if (isinstance(widget, INTERACTIVE) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not (isinstance(widget, QAbstractScrollArea) and widget.objectName() in ("scroll", "railArea"))
        and not spoken_name(widget).strip()
    ]
    assert nameless == []


@pytest.mark.parametrize(("first", "then"), [("ru", "en"), ("en", "be"), ("be", "ru")])
def test_a_change_of_language_leaves_no_word_behind(desktop: Desktop, first: str, then: str) -> None:
    words = desktop.window.desk.words
    words.speak(first)
    desktop.show()
    desktop.window.unlock.presenter.make_new()
    desktop.window.unlock._restore()
    desktop.open()
    all_pages(desktop)
    before = {text for text in shown_texts(desktop.window) if re.search(r"[^\W\d_]{3}", text)}
    assert len(before) > 60
    words.speak(then)
    desktop.qtbot.wait(50)
    after = {text for text in shown_texts(desktop.window) if re.search(r"[^\W\d_]{3}", text)}
    catalogue = words.wording
    left = {
        text
        for text in before & after - TONGUES
        if "/" not in text and "LegalAid" not in text and not text.startswith(("Ctrl", "Esc"))
    }
    # Words that are the same in both tongues are no leftovers: they are in the catalogue of the new one.
    from legalaid_desktop.host.wording import catalogue as shipped

    same = {
        value.replace("\n", " ")
        for entry in shipped().all().values()
        for value in (entry[then],)
        if isinstance(value, str) and entry[first] == value
    }
    assert {text for text in left if text.replace("\n", " ") not in same} == set()
    assert catalogue.lang == first or words.lang == then
    if then == "en":
        cyrillic = {text for text in after - TONGUES if re.search("[а-яё]", text, re.IGNORECASE)}
        assert {text for text in cyrillic if "область" not in text and "Минск" not in text} == set()


def test_everything_that_is_pressed_is_big_enough(desktop: Desktop) -> None:
    desktop.open()
    small = []
    for key in desktop.page_keys():
        desktop.window.desk.go(key)
        desktop.qtbot.wait(20)
        for widget in own_widgets(desktop.window):
            pressed = isinstance(widget, QAbstractButton | QComboBox) and widget.isVisible() and widget.isEnabled()
            if pressed and (widget.width() < TARGET or widget.height() < TARGET):
                small.append(f"{key}: {type(widget).__name__} {widget.width()}×{widget.height()}")
    assert small == []


@pytest.mark.parametrize("size", [(1366, 768), (683, 384)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_cut(desktop: Desktop, language: str, size: tuple[int, int]) -> None:
    """At 1366×768, and at 200 % of it: every label and button has the room its words need."""
    desktop.window.desk.words.speak(language)
    desktop.open()
    desktop.window.resize(*size)
    cut = []
    for key in desktop.page_keys():
        desktop.window.desk.go(key)
        desktop.qtbot.wait(30)
        page = desktop.window.page
        assert page is not None
        for widget in (*own_widgets(page), *own_widgets(desktop.work.rail)):
            if not widget.isVisible():
                continue
            if isinstance(widget, QLabel) and widget.text():
                if widget.hasHeightForWidth():
                    needed = widget.heightForWidth(widget.width())
                else:
                    needed = widget.sizeHint().height()
                if widget.height() < needed - 1 or (
                    not widget.wordWrap() and widget.width() < widget.sizeHint().width()
                ):
                    cut.append(f"{key}: {widget.text()[:40]} {widget.size().toTuple()} needs {needed}")
            elif isinstance(widget, QAbstractButton) and widget.width() < widget.sizeHint().width():
                cut.append(f"{key}: {widget.text()}")
        if page.scroll_area is not None and page.scroll_area.horizontalScrollBar().maximum() > 0:
            cut.append(f"{key}: must be scrolled sideways")
    assert cut == []


def test_the_keyboard_reaches_every_control_of_a_page_and_the_ring_goes_along(desktop: Desktop) -> None:
    desktop.open()
    window = desktop.window
    window.desk.go("backup")
    desktop.qtbot.wait(30)
    page = window.page
    assert page is not None
    wanted = {
        widget
        for widget in own_widgets(page)
        if widget.isVisible()
        and widget.isEnabled()
        and isinstance(widget, QAbstractButton | QLineEdit | QPlainTextEdit)
    }
    reached = set()
    for _ in range(200):
        focused = window.focusWidget()
        reached.add(focused)
        if focused is not None and page.isAncestorOf(focused) and window.isActiveWindow():
            assert window.ring.target is focused
        window.focusNextChild()
    assert wanted - reached == set()
