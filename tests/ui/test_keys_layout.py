"""The forms of the keys, in three languages, at 1366×768 and at double size: named, not cut, within reach."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from legalaid_desktop.host.wording import LANGUAGES
from legalaid_desktop.presenters.unlock import Face
from legalaid_desktop.ui.pages.keys import KeysPage
from legalaid_desktop.ui.pages.recovery import RecoveryPage
from tests.ui.conftest import PASSPHRASE, Desktop, type_text
from tests.ui.test_every_widget import cut_texts, own_widgets, spoken_name

SIZES = [(1366, 768), (683, 384)]


def nothing_is_cut(desktop: Desktop, what: str) -> None:
    assert (what, cut_texts(desktop)) == (what, [])


def all_is_well(desktop: Desktop, what: str) -> None:
    desktop.qtbot.waitUntil(partial(nothing_is_cut, desktop, what), timeout=5_000)
    page = desktop.window.page
    assert page is not None
    all_named(page, what)


def all_named(top: QWidget, what: str) -> None:
    nameless = [
        type(widget).__name__
        for widget in own_widgets(top)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.objectName() not in ("scroll", "railArea")
        and not spoken_name(widget).strip()
    ]
    assert (what, nameless) == (what, [])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_of_the_keys_page_and_fresh_sheets(practice: Desktop, language: str, size: tuple[int, int]) -> None:
    practice.window.desk.words.speak(language)
    practice.open(PASSPHRASE)
    practice.window.resize(*size)
    practice.window.desk.go("keys")
    page = practice.window.page
    assert isinstance(page, KeysPage)
    practice.qtbot.waitUntil(lambda: len(page.rows) == 1)
    page.add_phrase.click()
    page.show_problem(page.words.say("keys.confirm_first"))
    all_is_well(practice, "confirm")
    page.presenter.gate.open_for_now()
    change = page.rows[0].change_button
    assert change is not None
    for name, button in {
        "phrase": page.add_phrase,
        "key file": page.add_key_file,
        "coordinators": page.add_coordinators,
        "change": change,
        "remove": page.rows[0].remove_button,
        "part": page.help_other,
    }.items():
        page.escape()
        button.click()
        practice.qtbot.wait(20)
        all_is_well(practice, name)
    practice.window.desk.go("recovery")
    recovery = practice.window.page
    assert isinstance(recovery, RecoveryPage)
    recovery.presenter.gate.open_for_now()
    recovery.make_button.click()
    practice.qtbot.waitUntil(lambda: len(recovery.sheets) == 3)
    all_is_well(practice, "fresh")
    recovery.presenter.forget()
    recovery.presenter.load()
    practice.qtbot.waitUntil(recovery.rehearse_button.isVisible)
    recovery.rehearse_button.click()
    type_text(recovery.parts.grid, "acad zzzz ")
    all_is_well(practice, "rehearsal")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_of_the_locked_window(desktop: Desktop, language: str, size: tuple[int, int]) -> None:
    desktop.door.kinds = frozenset({"passphrase", "passphrase_and_key_file", "recovery", "coordinators"})
    words = desktop.window.desk.words
    words.speak(language)
    desktop.show()
    desktop.window.resize(*size)
    unlock = desktop.window.unlock

    def cut() -> list[str]:
        found = []
        for widget in own_widgets(unlock):
            if not widget.isVisible():
                continue
            if isinstance(widget, QLabel) and widget.text():
                needed = (
                    widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else widget.sizeHint().height()
                )
                if widget.height() < needed - 1:
                    found.append(widget.text()[:50])
            elif isinstance(widget, QAbstractButton) and widget.width() < widget.sizeHint().width():
                found.append(widget.text())
        if unlock._area.horizontalScrollBar().maximum() > 0:
            found.append("must be scrolled sideways")
        return found

    def whole(what: str) -> None:
        assert (what, cut()) == (what, [])

    def look(what: str) -> None:
        desktop.qtbot.waitUntil(partial(whole, what), timeout=5_000)
        all_named(unlock, what)

    desktop.qtbot.waitUntil(lambda: unlock.face_shown is Face.OPEN)
    look("open")
    faces: dict[str, Callable[[], None]] = {
        "recover": unlock.presenter.forgot,
        "renew": lambda: unlock.show_face(Face.RENEW, ""),
        "create": lambda: unlock.show_face(Face.CREATE, "/some/folder"),
    }
    for name, show in faces.items():
        show()
        desktop.qtbot.wait(30)
        look(name)
    assert unlock.create_form is not None
    unlock.create_form.phrase.choose_own()
    unlock.create_form.phrase.show_warning(words.say("phrase.weak.0"))
    unlock.show_problem(words.say("create.differ"))
    look("own")
