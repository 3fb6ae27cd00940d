"""All widgets of all pages: named, translated, within reach, at double size too."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

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
    QTabBar,
    QWidget,
)

from legalaid_desktop.host.wording import LANGUAGES, catalogue
from legalaid_desktop.ui.theme import TARGET
from tests.ui.conftest import PASSPHRASE, Desktop

INTERACTIVE = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QProgressBar)
INNER = {"qt_scrollarea_hcontainer", "qt_scrollarea_vcontainer", "qt_edit_menu"}


PARAMS: dict[str, dict[str, str]] = {
    "case": {"ref": "TEST-2026-S03"},
    "draft": {"ref": "TEST-2026-S03", "document": "C1"},
}
"""Where a page needs to be told what to show."""


def go(practice: Desktop, key: str) -> None:
    practice.window.desk.go(key, **PARAMS.get(key, {}))
    practice.qtbot.waitUntil(lambda: practice.window.page_key == key)
    practice.qtbot.wait(30)


def all_pages(practice: Desktop) -> None:
    for key in practice.page_keys():
        go(practice, key)


def own_widgets(top: QWidget) -> Iterator[QWidget]:
    """But the inner parts of the toolkit's own widgets: popups of combo boxes, bars of scroll areas."""
    for widget in top.findChildren(QWidget):
        inner = widget
        while inner is not top:
            parent = inner.parentWidget()
            if isinstance(parent, QComboBox | QTabBar) or inner.objectName() in INNER:
                break
            inner = parent if parent is not None else top
        else:
            yield widget


def spoken_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else widget.accessibleName()


def shown_texts(top: QWidget, *, seen: bool = False) -> Iterator[str]:
    for widget in own_widgets(top):
        if seen and not widget.isVisible():
            continue
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
def test_every_control_has_a_name(practice: Desktop, language: str) -> None:
    practice.window.desk.words.speak(language)
    practice.show()
    practice.window.unlock.presenter.make_new()
    practice.window.unlock._restore()
    practice.open(PASSPHRASE)
    all_pages(practice)
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in own_widgets(practice.window)
        if (isinstance(widget, INTERACTIVE) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not (isinstance(widget, QAbstractScrollArea) and widget.objectName() in ("scroll", "railArea"))
        and not spoken_name(widget).strip()
    ]
    assert nameless == []


def words_of(language: str) -> set[str]:
    """The plain entries of the catalogue in one language."""
    return {value for entry in catalogue().all().values() if isinstance(value := entry[language], str)}


@pytest.mark.parametrize(("first", "then"), [("ru", "en"), ("en", "be"), ("be", "ru")])
def test_a_change_of_language_leaves_no_word_behind(practice: Desktop, first: str, then: str) -> None:
    """What clients said stays as it is; what the program says is said anew, at once, on the page that is shown."""
    words = practice.window.desk.words
    words.speak(first)
    practice.show()
    practice.window.unlock.presenter.make_new()
    practice.window.unlock._restore()
    practice.open(PASSPHRASE)
    old, new = words_of(first), words_of(then)
    said: set[str] = set()

    def nothing_is_left(key: str) -> None:
        shown = {text for text in shown_texts(practice.window, seen=True) if text in old - new}
        assert (key, shown) == (key, set())

    for key in practice.page_keys():
        words.speak(first)
        go(practice, key)
        said |= {text for text in shown_texts(practice.window, seen=True) if text in old}
        words.speak(then)
        practice.qtbot.waitUntil(partial(nothing_is_left, key), timeout=5_000)
    assert len(said) > 60


def test_everything_that_is_pressed_is_big_enough(practice: Desktop) -> None:
    practice.open(PASSPHRASE)
    small = []
    for key in practice.page_keys():
        go(practice, key)
        for widget in own_widgets(practice.window):
            pressed = isinstance(widget, QAbstractButton | QComboBox) and widget.isVisible() and widget.isEnabled()
            if pressed and (widget.width() < TARGET or widget.height() < TARGET):
                small.append(f"{key}: {type(widget).__name__} {widget.width()}×{widget.height()}")
    assert small == []


@pytest.mark.parametrize("size", [(1366, 768), (683, 384)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_cut(practice: Desktop, language: str, size: tuple[int, int]) -> None:
    """At 1366×768, and at 200 % of it: every label and button has the room its words need."""
    practice.window.desk.words.speak(language)
    practice.open(PASSPHRASE)
    practice.window.resize(*size)
    for key in practice.page_keys():
        go(practice, key)
        # What the vault answers comes a moment later and is laid out then.
        practice.qtbot.waitUntil(partial(nothing_is_cut, practice, key), timeout=5_000)


def nothing_is_cut(practice: Desktop, key: str) -> None:
    assert (key, cut_texts(practice)) == (key, [])


def cut_texts(practice: Desktop) -> list[str]:
    """Labels and buttons of the shown page and the rail with less room than their words need."""
    page = practice.window.page
    assert page is not None
    cut = []
    for widget in (*own_widgets(page), *own_widgets(practice.work.rail)):
        if not widget.isVisible():
            continue
        if isinstance(widget, QLabel) and widget.text():
            needed = widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else widget.sizeHint().height()
            narrow = not widget.wordWrap() and widget.width() < widget.sizeHint().width()
            if widget.height() < needed - 1 or narrow:
                cut.append(f"{widget.text()[:40]} {widget.size().toTuple()} needs {needed}")
        elif isinstance(widget, QAbstractButton) and widget.width() < widget.sizeHint().width():
            cut.append(widget.text())
    if page.scroll_area is not None and page.scroll_area.horizontalScrollBar().maximum() > 0:
        cut.append("must be scrolled sideways")
    return cut


def test_the_keyboard_reaches_every_control_of_a_page_and_the_ring_goes_along(practice: Desktop) -> None:
    practice.open(PASSPHRASE)
    window = practice.window
    window.desk.go("backup")
    practice.qtbot.wait(30)
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
