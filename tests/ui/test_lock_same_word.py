"""Every key that was delivered before the lock is in the vault, and after it one is back at the same word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.rounds import rounds
from tests.ui.conftest import PASSPHRASE, TODAY, Desktop, QuickDoor, type_text

S03 = "TEST-2026-S03"
LETTERS = "И тогда он сказал, что ничего не знает; اسم او احمد است. "
Place = Callable[[Desktop], QWidget]


def editor_of(find: Callable[[Any], Any], desktop: Desktop, key: str, ready: Callable[[Any], bool]) -> QWidget:
    page = cast(Any, desktop.work.pages[key])
    desktop.qtbot.waitUntil(lambda: ready(page), timeout=30_000)
    editor = cast(QWidget, find(page))
    editor.setFocus()
    desktop.qtbot.waitUntil(editor.hasFocus)
    return editor


def quick_note(desktop: Desktop) -> QWidget:
    desktop.window.desk.go("note")
    return editor_of(lambda page: page.text.editor, desktop, "note", lambda page: page.topic.count() > 1)


def case_note(desktop: Desktop) -> QWidget:
    desktop.window.desk.go("case", ref=S03, tab="notes")
    return editor_of(
        lambda page: page.pages["notes"].text.editor,
        desktop,
        "case",
        lambda page: page.presenter.data is not None and page.tab == "notes",
    )


def case_form(desktop: Desktop) -> QWidget:
    desktop.window.desk.go("case", ref=S03)
    page = cast(Any, desktop.work.pages["case"])
    desktop.qtbot.waitUntil(lambda: page.presenter.data is not None)
    page.edit("event", "e1")
    return editor_of(
        lambda page: page.form.editors["text"].field.editor,
        desktop,
        "case",
        lambda page: "text" in page.form.editors and page.form.isVisible(),
    )


def draft(desktop: Desktop) -> Any:
    desktop.window.desk.go("draft", ref=S03, document="C1")
    page = cast(Any, desktop.work.pages["draft"])
    desktop.qtbot.waitUntil(lambda: page.preview.view.pages > 0, timeout=30_000)
    return page


def draft_answer(desktop: Desktop) -> QWidget:
    page = draft(desktop)
    names = [question.name for question in page.interview._questions]
    for name in names:
        page.interview.show_question(name, focus=True)
        if hasattr(page.interview._text_editor(), "textCursor"):
            break
    return editor_of(lambda page: page.interview._text_editor(), desktop, "draft", lambda _: True)


def draft_paragraph(desktop: Desktop) -> QWidget:
    draft(desktop).preview.go_to("decision.2")
    return editor_of(lambda page: page.preview.editor.editor, desktop, "draft", lambda _: True)


def draft_reason(desktop: Desktop) -> QWidget:
    draft(desktop).open_reasons()
    return editor_of(
        lambda page: page.reasons.answers[1].editor, desktop, "draft", lambda page: 1 in page.reasons.answers
    )


def library_note(desktop: Desktop) -> QWidget:
    file = Path.home() / "report.txt"
    file.write_text("Первый абзац.\n\nВторой абзац.", "utf-8")
    desktop.window.desk.go("library_add", files=[str(file)])
    return editor_of(lambda page: page.form.note.editor, desktop, "library_add", lambda page: page.panel.isVisible())


PLACES: dict[str, Place] = {
    "quick note": quick_note,
    "note of a case": case_note,
    "form of a case": case_form,
    "answer for a paper": draft_answer,
    "paragraph of a paper": draft_paragraph,
    "answer to a reason of the decision": draft_reason,
    "note on a document of the library": library_note,
}


def text_and_place(widget: Any) -> tuple[str, int]:
    return widget.toPlainText(), widget.textCursor().position()


@pytest.mark.soak
@pytest.mark.parametrize("name", PLACES)
def test_every_key_is_kept_and_the_cursor_stands_at_the_same_word(
    name: str, practice_vault: Path, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    import shutil

    for number in range(rounds(1, 30)):
        folder = tmp_path / str(number)
        shutil.copytree(practice_vault, folder / "vault")
        first = Desktop(qtbot, qapp, folder, QuickDoor(TODAY))
        first.open(PASSPHRASE)
        editor = PLACES[name](first)
        cursor = cast(Any, editor).textCursor()
        cursor.setPosition(0)
        cast(Any, editor).setTextCursor(cursor)
        # As fast as keys can be delivered; the lock comes right behind the last, before anything was kept.
        type_text(editor, (LETTERS * 40)[: rounds(420, 1500) + 7 * number])
        for _ in range(11):
            QTest.keyClick(editor, Qt.Key.Key_Left)
        type_text(editor, "ЪЬ")
        expected = text_and_place(editor)
        QTest.keyClick(editor, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        type_text(editor, "!!! это уже для никого")
        qtbot.waitUntil(lambda d=first: bool(d.relaunched))  # type: ignore[misc]
        assert first.hook.seen == []
        first.put_away()
        second = Desktop(qtbot, qapp, folder, QuickDoor(TODAY))
        second.open(PASSPHRASE)

        def back(expected: tuple[str, int] = expected) -> bool:
            found = QApplication.focusWidget()
            return found is not None and hasattr(found, "toPlainText") and text_and_place(found) == expected

        try:
            qtbot.waitUntil(back, timeout=20_000)
        except Exception:
            found = cast(Any, QApplication.focusWidget())
            raise AssertionError(
                (type(found), text_and_place(found)[1] if hasattr(found, "toPlainText") else None)
            ) from None
        shown = cast(Any, QApplication.focusWidget())
        qtbot.waitUntil(lambda s=shown: s.viewport().rect().intersects(s.cursorRect()))  # type: ignore[misc]
        assert shown.viewport().rect().intersects(shown.cursorRect())
        second.window.lock()
        qtbot.waitUntil(lambda d=second: bool(d.relaunched))  # type: ignore[misc]
        assert second.hook.seen == []
        second.put_away()


def test_the_first_face_after_the_lock_says_nothing(practice: Desktop, qtbot: QtBot) -> None:
    practice.open(PASSPHRASE)
    practice.window.desk.go("case", ref=S03)
    qtbot.waitUntil(lambda: cast(Any, practice.work.pages["case"]).presenter.data is not None)
    practice.window.lock()
    texts = [
        text
        for widget in practice.window.findChildren(QWidget)
        if widget.isVisible()
        for text in (getattr(widget, "text", lambda: "")(), getattr(widget, "toPlainText", lambda: "")())
        if isinstance(text, str) and text
    ]
    assert texts == [] or all(text in ("Русский", "Беларуская", "English") for text in texts), texts
    assert practice.window.windowTitle() == "LegalAid Desktop"
    assert QGuiApplication.topLevelWindows()
    qtbot.waitUntil(lambda: bool(practice.relaunched))
