"""The office's templates in the window: a copy edited with tags at hand, a Word file taken in, back to what ships."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from legalaid_desktop.services.briefcase import Briefcase
from tests.documents.word_files import office_file, simple_file
from tests.ui.conftest import PASSPHRASE, Desktop, type_text


def picture(desktop: Desktop, name: str) -> None:
    folder = os.environ.get("LEGALAID_PICTURES")
    if folder:
        desktop.qtbot.wait(200)
        desktop.window.grab().save(str(Path(folder) / f"{name}.png"))


def page_of(desktop: Desktop, key: str, **params: Any) -> Any:
    desktop.window.desk.go(key, **params)
    desktop.qtbot.waitUntil(lambda: desktop.window.page_key == key)
    return cast(Any, desktop.window.page)


def in_vault(desktop: Desktop, work: Callable[[Briefcase], Any]) -> Any:
    answers: list[Any] = []
    desktop.window.desk.tasks(desktop.window).ask(work, done=answers.append, failed=answers.append)
    desktop.qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
    return answers[0]


def test_a_copy_is_edited_with_tags_at_hand_and_becomes_the_offices_own(practice: Desktop) -> None:
    desktop = practice
    desktop.open(PASSPHRASE)
    desktop.window.resize(1366, 768)
    page = page_of(desktop, "template", code="C4")
    wait = desktop.qtbot.waitUntil
    wait(lambda: bool(page.presenter.files) and bool(page._tags), timeout=20_000)
    assert "::: section" in page.editor.toPlainText()
    wait(lambda: page.fault_count.text() == desktop.window.desk.words.say("template.no_faults"), timeout=20_000)

    # A wrong tag is named with its line, in the language of the window, and F8 goes there.
    page.editor.go_to_line(3)
    page.editor.insert("\n{{ client.birthday }}\n")
    wait(lambda: bool(page.faults.rows), timeout=20_000)
    (fault, *_) = page.faults.rows
    assert "client.birthday" in fault.title
    assert fault.title.startswith("нет поля")
    assert not page.save_button.isEnabled()
    page.editor.go_to_line(1)
    page.show_side("faults")
    picture(desktop, "template-faults")
    QTest.keyClick(page.editor, Qt.Key.Key_F8)
    assert "client.birthday" in page.editor.textCursor().block().text()

    # The line is emptied; the tag is found by what it means and put in by Enter.
    QTest.keyClick(page.editor, Qt.Key.Key_Home)
    QTest.keyClick(page.editor, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(page.editor, Qt.Key.Key_Delete)
    QTest.keyClick(page.editor, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    type_text(page.sought.editor, "клиент дата рождения")
    picture(desktop, "template-tags")
    assert [row.title for row in page.tags.rows][:1] == ["client.birth_line"]
    QTest.keyClick(page.sought.editor, Qt.Key.Key_Return)
    assert page.editor.textCursor().block().text() == "{{ client.birth_line }}"
    assert page.editor.hasFocus()
    wait(page.save_button.isEnabled, timeout=20_000)

    # Its pages on a case show the change before anything is kept.
    page.show_side("pages")
    wait(lambda: page.view.pages > 0, timeout=30_000)
    picture(desktop, "template-pages")
    page.save()
    wait(lambda: bool(in_vault(desktop, lambda b: b.office_templates.editions("C4"))), timeout=20_000)
    (edition,) = in_vault(desktop, lambda b: b.office_templates.editions("C4"))
    assert edition.in_use
    assert in_vault(desktop, lambda b: b.notes.unsaved("template.C4")) is None
    assert in_vault(desktop, lambda b: b.drafting.edition("C4")) == "1+1"
    assert desktop.hook.seen == []


def test_typing_survives_and_what_ships_comes_back(practice: Desktop) -> None:
    desktop = practice
    desktop.open(PASSPHRASE)
    page = page_of(desktop, "template", code="C4")
    desktop.qtbot.waitUntil(lambda: bool(page.presenter.files), timeout=20_000)
    page.editor.go_to_line(2)
    page.editor.insert("НЕДОПИСАНО ")
    page.flush()
    assert "НЕДОПИСАНО" in in_vault(desktop, lambda b: b.notes.unsaved("template.C4"))
    where = page.where()
    page_of(desktop, "templates")
    again = page_of(desktop, "template", **where)
    desktop.qtbot.waitUntil(lambda: "НЕДОПИСАНО" in again.editor.toPlainText(), timeout=20_000)
    again.presenter.drop_typing()
    desktop.qtbot.waitUntil(lambda: "НЕДОПИСАНО" not in again.editor.toPlainText(), timeout=20_000)
    assert desktop.hook.seen == []


def test_a_word_file_is_taken_in_beside_what_ships(practice: Desktop, tmp_path: Path) -> None:
    desktop = practice
    desktop.open(PASSPHRASE)
    desktop.window.resize(1366, 768)
    page = page_of(desktop, "templates")
    wait = desktop.qtbot.waitUntil
    wait(lambda: bool(page.list.rows), timeout=20_000)
    (tmp_path / "bad.docx").write_bytes(simple_file("{{ client.__class__ }}"))
    page.path.set_path(tmp_path / "bad.docx")
    page.take_button.click()
    wait(lambda: "__class__" in page.told.text(), timeout=30_000)
    assert in_vault(desktop, lambda b: b.office_templates.editions()) == ()
    (tmp_path / "own.docx").write_bytes(office_file())
    page.path.set_path(tmp_path / "own.docx")
    page.take_button.click()
    wait(lambda: page.list.rows[0].key == "C1:1", timeout=30_000)
    assert page.list.rows[0].word == desktop.window.desk.words.say("template.in_use")
    assert "колонтитул" in page.told.text()
    picture(desktop, "templates")
    page.list.select("C1:")
    assert page.use_button.isEnabled()
    page.use_button.click()
    wait(lambda: page.list.rows[0].word == "", timeout=20_000)
    page.list.select("C1:1")
    page.remove_button.click()
    wait(lambda: page.list.rows[0].key != "C1:1", timeout=20_000)
    desktop.window.resize(683, 384)
    desktop.qtbot.wait(80)
    assert page.scroll_area.horizontalScrollBar().maximum() == 0
    assert desktop.hook.seen == []
