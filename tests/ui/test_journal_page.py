"""Last changes taken back by hand, over a real vault: by the keys from anywhere, with a way forth again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from legalaid_desktop.host.wording import LANGUAGES
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.secrets import Secret
from tests.ui.conftest import PASSPHRASE, Desktop, type_text

SIZES = ((1366, 768), (683, 384))


def picture(desktop: Desktop, name: str) -> None:
    """Kept where somebody looks at them: ``LEGALAID_PICTURES`` names a folder."""
    folder = os.environ.get("LEGALAID_PICTURES")
    if folder:
        desktop.qtbot.wait(150)
        desktop.window.grab().save(str(Path(folder) / f"{name}.png"))


def open_journal(practice: Desktop) -> Any:
    QTest.keyClick(
        practice.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    practice.qtbot.waitUntil(lambda: practice.window.page_key == "journal")
    page = cast(Any, practice.window.page)
    practice.qtbot.waitUntil(lambda: bool(page.steps.rows) and bool(page.lines.rows) and bool(page.mark.text()))
    return page


def test_the_last_changes_are_taken_back_and_brought_back_by_hand(practice: Desktop) -> None:
    practice.open(PASSPHRASE)
    waits = practice.qtbot.waitUntil
    found: list[Any] = []
    tasks = practice.window.desk.tasks(practice.window)
    failed = practice.window.desk.tell_failure
    tasks.ask(lambda b: b.notes.record("TEST-2026-S03", "Позвонить завтра"), done=found.append, failed=failed)
    waits(lambda: bool(found))
    page = open_journal(practice)
    assert page.steps.rows[0].title == "12:00  Запись консультации: добавлено"
    assert "TEST-2026-S03" in page.steps.rows[0].second
    page.steps.setFocus()
    page.steps.setCurrentIndex(page.steps.model().index(0, 0))
    QTest.keyClick(page.steps, Qt.Key.Key_Return)
    waits(page.plan.isVisible)
    assert "Отменится 1 изменение" in page.plan_sentence.text()
    assert "TEST-2026-S03" in page.plan_sentence.text()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert not page.plan.isVisible() and practice.window.page_key == "journal"
    page.steps.chosen.emit(page.steps.rows[0].key)
    page.go_button.click()
    toast = practice.work.toast
    waits(lambda: "Отменено изменений: 1" in toast.text)
    count: list[int] = []

    def counted() -> int:
        count.clear()
        tasks.ask(lambda b: len(b.notes.of("TEST-2026-S03")), done=count.append, failed=failed)
        waits(lambda: bool(count))
        return count[0]

    without = counted()
    toast.undo_button.click()
    waits(lambda: toast.text == "Возвращено как было.")
    assert counted() == without + 1
    assert practice.hook.seen == []


def test_the_keys_lead_there_from_a_text_that_has_nothing_to_bring_back(practice: Desktop) -> None:
    practice.open(PASSPHRASE)
    practice.window.desk.go("note")
    practice.qtbot.waitUntil(lambda: practice.window.page_key == "note")
    note = cast(Any, practice.window.page)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    note.text.editor.setFocus()
    type_text(note.text.editor, "ой")
    QTest.keyClick(note.text.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert note.text.editor.toPlainText() == ""
    QTest.keyClick(note.text.editor, Qt.Key.Key_Z, both)
    assert (practice.window.page_key, note.text.editor.toPlainText()) == ("note", "ой")
    QTest.keyClick(note.text.editor, Qt.Key.Key_Z, both)
    practice.qtbot.waitUntil(lambda: practice.window.page_key == "journal")
    page = cast(Any, practice.window.page)
    practice.qtbot.waitUntil(lambda: bool(page.mark.text()))
    page.noted.editor.setFocus()
    type_text(page.noted.editor, "93-0d6d")
    QTest.keyClick(page.noted.editor, Qt.Key.Key_Z, both)  # there already: the cursor goes to the changes
    practice.qtbot.waitUntil(page.steps.hasFocus)
    assert page.noted.editor.text() == "93-0d6d"


def test_what_is_never_taken_back_is_not_offered(practice: Desktop) -> None:
    practice.open(PASSPHRASE)
    done: list[Any] = []

    def add(briefcase: Briefcase) -> None:
        with Secret.from_passphrase("другая фраза для входа") as other:
            briefcase.key_slots.add_passphrase(other, fast=True)

    tasks = practice.window.desk.tasks(practice.window)
    tasks.ask(add, done=done.append, failed=practice.window.desk.tell_failure)
    practice.qtbot.waitUntil(lambda: bool(done))
    page = open_journal(practice)
    page.steps.chosen.emit(page.steps.rows[0].key)
    practice.qtbot.waitUntil(page.plan.isVisible)
    assert "отменять нечего" in page.plan_sentence.text() and "это не отменяется" in page.plan_stays.text()
    assert not page.go_button.isVisible() and not page.plan_safe.isVisible()
    assert page.not_now.hasFocus()  # the cursor is where the keys do something
    QTest.keyClick(page.not_now, Qt.Key.Key_Return)
    assert not page.plan.isVisible() and page.steps.hasFocus()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_holds_in_each_language_and_size(practice: Desktop, lang: str) -> None:
    practice.open(PASSPHRASE)
    practice.window.desk.words.speak(lang)
    page = open_journal(practice)
    for width, height in SIZES:
        practice.window.resize(width, height)
        practice.qtbot.wait(100)
        picture(practice, f"journal-{lang}-{width}")
        page.steps.chosen.emit(page.steps.rows[-1].key)
        practice.qtbot.waitUntil(lambda: page.go_button.visibleRegion().boundingRect().height() > 20)
        picture(practice, f"journal-plan-{lang}-{width}")
        page.scroll_area.ensureWidgetVisible(page.compare_button)
        picture(practice, f"journal-mark-{lang}-{width}")
        assert page.scroll_area.horizontalScrollBar().maximum() == 0
        page.presenter.choose("")
        page.scroll_area.verticalScrollBar().setValue(0)
    practice.window.desk.go("journal", ref="TEST-2026-S03")
    practice.qtbot.waitUntil(lambda: "TEST-2026-S03" in page.header.title.text())
    assert not page.steps.isVisible()
    assert practice.hook.seen == []
