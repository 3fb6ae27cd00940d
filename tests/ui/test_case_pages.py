"""The pages of cases in real widgets: empty, with the longest names, with many rows; every keystroke survives."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from legalaid_desktop.domain.case_record import CaseMeta
from legalaid_desktop.presenters.today import TodayLines
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import open_briefcase
from legalaid_desktop.services.secrets import Secret
from legalaid_desktop.ui.pages.case import TABS, CasePage
from legalaid_desktop.ui.pages.case_deadlines import DeadlinesTab
from legalaid_desktop.ui.pages.case_evidence import EvidenceTab
from legalaid_desktop.ui.pages.case_notes import NotesTab
from legalaid_desktop.ui.pages.cases import CasesPage
from legalaid_desktop.ui.pages.draft import DraftPage
from legalaid_desktop.ui.pages.quick_note import QuickNotePage
from legalaid_desktop.ui.pages.today import TodayPage
from legalaid_desktop.ui.pieces.buttons import Button
from tests.intake.hostile_papers import PAGE, pdf
from tests.ui.conftest import PASSPHRASE, TODAY, Desktop, QuickDoor, type_text

S03 = "TEST-2026-S03"
LONG = "Абдурахманзода-Константинопольский Мухаммадджалолиддин Абдулкаримович ибн Абдуррахман аль-Вымышленный"


@pytest.fixture
def opened(practice: Desktop) -> Iterator[Desktop]:
    practice.open(PASSPHRASE)
    practice.window.resize(1366, 768)
    practice.qtbot.waitUntil(lambda: practice.window.width() == 1366)
    yield practice
    assert practice.hook.seen == []


def in_vault(desktop: Desktop, work: Callable[[Briefcase], Any]) -> Any:
    """Ask the open vault and wait for the answer."""
    answers: list[Any] = []
    tasks = desktop.window.desk.tasks(desktop.window)
    tasks.ask(work, done=answers.append, failed=lambda error: answers.append(error))
    desktop.qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
    return answers[0]


def case_page(desktop: Desktop, **params: Any) -> CasePage:
    desktop.window.desk.go("case", ref=params.pop("ref", S03), **params)
    page = desktop.work.pages["case"]
    assert isinstance(page, CasePage)
    desktop.qtbot.waitUntil(lambda: page.presenter.data is not None, timeout=20_000)
    return page


def draft_page(desktop: Desktop, document: str = "C1") -> DraftPage:
    desktop.window.desk.go("draft", ref=S03, document=document)
    page = desktop.work.pages["draft"]
    assert isinstance(page, DraftPage)
    desktop.qtbot.waitUntil(lambda: page.preview.view.pages > 0, timeout=30_000)
    return page


# ------------------------------------------------------------------------------------------------ the list


def cases_page(desktop: Desktop) -> CasesPage:
    desktop.window.desk.go("cases")
    page = desktop.work.pages["cases"]
    assert isinstance(page, CasesPage)
    desktop.qtbot.waitUntil(lambda: bool(page.told.text()) or page.empty_vault.isVisible())
    return page


def test_an_empty_vault_says_what_to_do(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    desktop = Desktop(qtbot, qapp, tmp_path, QuickDoor(TODAY))
    desktop.show()
    desktop.make()
    page = cases_page(desktop)
    assert page.empty_vault.isVisible()
    assert not page.rows.isVisible()
    page.presenter.take_practice()
    qtbot.waitUntil(lambda: len(page.rows.rows) == 7, timeout=20_000)
    assert not page.empty_vault.isVisible()
    desktop.end()


def test_the_list_filters_while_one_types_and_enter_opens(opened: Desktop) -> None:
    page = cases_page(opened)
    type_text(page.field.editor, "зразк")
    opened.qtbot.waitUntil(lambda: [row.key for row in page.rows.rows] == [S03])
    QTest.keyClick(page.field.editor, Qt.Key.Key_Return)
    opened.qtbot.waitUntil(lambda: opened.window.page_key == "case")
    QTest.keyClick(opened.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert opened.window.page_key == "cases"
    assert page.field.editor.text() == "зразк"
    type_text(page.field.editor, "ъъъ")
    opened.qtbot.waitUntil(page.nothing_found.isVisible)
    QTest.keyClick(opened.window, Qt.Key.Key_Escape)
    opened.qtbot.waitUntil(lambda: len(page.rows.rows) == 7)


def test_two_hundred_cases_scroll_in_pages(opened: Desktop) -> None:
    in_vault(opened, lambda b: [b.cases.create(title=f"Дело {n}", client_name=LONG) for n in range(200)] and None)
    page = cases_page(opened)
    opened.qtbot.waitUntil(lambda: "207" in page.told.text())
    assert len(page.rows.rows) < 207
    for _ in range(6):
        page.rows.scrollToBottom()
        QApplication.processEvents()
        opened.qtbot.wait(50)
    opened.qtbot.waitUntil(lambda: len(page.rows.rows) == 207)


def test_a_new_case_opens_in_one_step(opened: Desktop) -> None:
    page = cases_page(opened)
    page.new_button.click()
    assert QApplication.focusWidget() is page.new_name.editor
    type_text(page.new_name.editor, "Навид")
    QTest.keyClick(page.new_name.editor, Qt.Key.Key_Return)
    opened.qtbot.waitUntil(lambda: opened.window.page_key == "case")
    assert case_page(opened, ref="2026-0001").header.title.text() == "Навид"


# ------------------------------------------------------------------------------------------------ the case


def test_each_tab_is_one_key_away(opened: Desktop) -> None:
    page = case_page(opened)
    for number, name in enumerate(TABS):
        QTest.keyClick(opened.window, Qt.Key(Qt.Key.Key_1.value + number), Qt.KeyboardModifier.AltModifier)
        assert page.tab == name
        focused = QApplication.focusWidget()
        assert focused is not None
        assert page.pages[name].isAncestorOf(focused), f"{name}: the cursor is in the tab"


@pytest.mark.parametrize("language", ["ru", "be", "en"])
def test_an_empty_case_and_the_longest_name_stay_inside_the_window(opened: Desktop, language: str) -> None:
    opened.window.desk.words.speak(language)

    def fill(briefcase: Briefcase) -> str:
        ref = str(briefcase.cases.create(title=None, client_name=LONG).info.ref)
        briefcase.cases.save(ref, CaseMeta(title=LONG))
        return ref

    page = case_page(opened, ref=in_vault(opened, fill))
    for name in TABS:
        page.show_tab(name)
        opened.qtbot.wait(20)
        tab = page.pages[name]
        assert tab.area.horizontalScrollBar().maximum() == 0, name
        assert page.header.title.width() <= page.width()


def test_a_search_hit_opens_its_record(opened: Desktop) -> None:
    page = case_page(opened, kind="event", id="e2")
    opened.qtbot.waitUntil(lambda: page.editing and "text" in page.form.editors)
    assert "Неизвестный позвонил" in page.form.presenter.item.text
    page = case_page(opened, kind="decision", id="d1")
    opened.qtbot.waitUntil(lambda: page.tab == "deadlines" and not page.editing)
    page = case_page(opened, kind="note", id="n1")
    notes = page.pages["notes"]
    assert isinstance(notes, NotesTab)
    opened.qtbot.waitUntil(lambda: "псевдоним" in notes.text.editor.toPlainText())


def test_a_clock_shows_its_days_and_leads_to_the_paper(opened: Desktop) -> None:
    page = case_page(opened, tab="deadlines")
    tab = page.pages["deadlines"]
    assert isinstance(tab, DeadlinesTab)
    opened.qtbot.waitUntil(lambda: bool(page.presenter.data and page.presenter.data.papers), timeout=20_000)
    tab.clocks.setFocus()
    QTest.keyClick(tab.clocks, Qt.Key.Key_Return)
    assert tab.counted.isVisible()
    button = QApplication.focusWidget()
    assert button is not None
    assert button.accessibleName() == "К документу"
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert opened.window.page_key == "draft"


def test_a_note_of_a_case_survives_the_lock_half_written(opened: Desktop, tmp_path: Path) -> None:
    page = case_page(opened, tab="notes")
    tab = page.pages["notes"]
    assert isinstance(tab, NotesTab)
    page.show_tab("notes")
    type_text(tab.text.editor, "Полсло")
    QTest.keyClick(opened.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    opened.qtbot.waitUntil(lambda: bool(opened.relaunched))
    opened.end()
    with Secret.from_passphrase(PASSPHRASE) as secret, open_briefcase(tmp_path / "vault", secret, clock=TODAY) as vault:
        assert vault.notes.unsaved(f"case:note:{S03}") == "Полсло"
        place = json.loads(vault.notes.unsaved("window.place") or "{}")
        assert (place["page"], place["params"]["tab"]) == ("case", "notes")


def test_a_form_survives_the_lock_half_written(opened: Desktop, qapp: QApplication, tmp_path: Path) -> None:
    page = case_page(opened)
    page.edit("event", "e1")
    opened.qtbot.waitUntil(lambda: "text" in page.form.editors and page.form.isVisible())
    editor = page.form.editors["text"].field.editor  # type: ignore[attr-defined]
    opened.qtbot.waitUntil(editor.hasFocus)
    cursor = editor.textCursor()
    cursor.setPosition(3)
    editor.setTextCursor(cursor)
    type_text(editor, "ЬЬ")
    opened.window.lock() if hasattr(opened.window, "lock") else opened.window.desk.lock()
    opened.qtbot.waitUntil(lambda: bool(opened.relaunched))
    opened.end()
    again = Desktop(opened.qtbot, qapp, tmp_path, QuickDoor(TODAY))
    again.open(PASSPHRASE)
    back = again.work.pages["case"]
    assert isinstance(back, CasePage)
    again.qtbot.waitUntil(lambda: back.editing and "text" in back.form.editors, timeout=20_000)
    typed = back.form.editors["text"].field.editor  # type: ignore[attr-defined]
    again.qtbot.waitUntil(lambda: typed.hasFocus() and typed.textCursor().position() == 5)
    assert typed.toPlainText().startswith("МнеЬЬ вручили")
    again.end()


def test_a_removed_event_comes_back_from_the_toast(opened: Desktop) -> None:
    page = case_page(opened, tab="timeline")
    page.edit("event", "e1")
    opened.qtbot.waitUntil(lambda: page.form.presenter.place is not None)
    page.form.remove_button.click()
    opened.qtbot.waitUntil(lambda: len(page.presenter.data.record.events or ()) == 2)  # type: ignore[union-attr]
    opened.qtbot.waitUntil(opened.work.toast.isVisible)
    opened.work.toast.undo_button.click()
    opened.qtbot.waitUntil(lambda: len(page.presenter.data.record.events or ()) == 3)  # type: ignore[union-attr]


def test_evidence_by_paste_and_its_picture_in_the_own_viewer(opened: Desktop, tmp_path: Path) -> None:
    page = case_page(opened, tab="evidence")
    tab = page.pages["evidence"]
    assert isinstance(tab, EvidenceTab)
    picture = QImage(60, 40, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkGreen)
    file = tmp_path / "photo.png"
    assert picture.save(str(file))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    # What this program puts on the clipboard itself is guarded; a file comes from another program.
    assert tab.take(data)
    opened.qtbot.waitUntil(lambda: any(row.title == "photo" for row in tab.rows.rows))
    key = next(row.key for row in tab.rows.rows if row.title == "photo")
    tab.open_piece(key)
    opened.qtbot.waitUntil(lambda: tab.pages.pages == 1)
    assert tab.faces.currentWidget() is tab.pages
    assert "SHA-256" in tab.told.text()
    assert file.exists(), "the original stays where it was"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in folders are a thing of POSIX")
def test_what_is_dropped_and_no_ordinary_file_is_told(opened: Desktop, tmp_path: Path) -> None:
    page = case_page(opened, tab="evidence")
    tab = page.pages["evidence"]
    assert isinstance(tab, EvidenceTab)
    os.mkfifo(tmp_path / "pipe")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "pipe"))])
    assert tab.take(data)
    opened.qtbot.waitUntil(
        lambda: any("«pipe» — не обычный файл." in one.text() for one in opened.work.toast.findChildren(QLabel))
    )
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    assert not tab.take(data), "a folder is not taken"


def test_a_long_scan_comes_by_parts_and_a_false_name_is_told(opened: Desktop, tmp_path: Path) -> None:
    page = case_page(opened, tab="evidence")
    tab = page.pages["evidence"]
    assert isinstance(tab, EvidenceTab)
    tree = b"<</Type/Pages/Kids[%s]/Count 30>>" % (b"3 0 R " * 30)
    (tmp_path / "scan.jpg").write_bytes(pdf(PAGE.replace(b"200 100", b"600 800"), tree=tree))
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 nonsense")
    for name in ("scan.jpg", "bad.pdf"):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
        assert tab.take(data)
    opened.qtbot.waitUntil(lambda: {"scan", "bad"} <= {row.title for row in tab.rows.rows})
    keys = {row.title: row.key for row in tab.rows.rows}
    tab.open_piece(keys["scan"])
    opened.qtbot.waitUntil(tab.turning.isVisible, timeout=10_000)
    first = tab.pages.pages
    assert 1 <= first < 30
    assert tab.which.text() == f"Страницы 1–{first} из 30"
    assert tab.told.text().startswith("Имя файла обещает другое: внутри — PDF.")
    assert not tab.earlier.isEnabled() and tab.later.isEnabled()
    tab.later.click()
    opened.qtbot.waitUntil(lambda: tab.which.text().startswith(f"Страницы {first + 1}–"), timeout=10_000)
    tab.earlier.click()
    opened.qtbot.waitUntil(lambda: tab.which.text().startswith("Страницы 1–"), timeout=10_000)
    tab.open_piece(keys["bad"])
    opened.qtbot.waitUntil(lambda: "Файл PDF повреждён" in tab.told.text(), timeout=10_000)
    assert "лежит в хранилище" in tab.told.text() and tab.turning.isHidden()
    assert tab.export.isVisible(), "it can still be saved as it came"


def test_a_picture_from_another_program_is_kept_as_it_came_and_decoded_nowhere_here(opened: Desktop) -> None:
    page = case_page(opened, tab="evidence")
    tab = page.pages["evidence"]
    assert isinstance(tab, EvidenceTab)
    before = {row.key for row in tab.rows.rows}
    data = QMimeData()
    hostile = b"\x89PNG\r\n\x1a\nno picture at all"
    data.setData("image/png", hostile)
    assert tab.take(data)
    opened.qtbot.waitUntil(lambda: len({row.key for row in tab.rows.rows} - before) == 1)
    (key,) = {row.key for row in tab.rows.rows} - before
    assert in_vault(opened, lambda b: b.evidence.open_bytes(page.presenter.ref, key)) == hostile
    tab.open_piece(key)
    opened.qtbot.waitUntil(lambda: "Снимок повреждён" in tab.told.text(), timeout=10_000)


# ------------------------------------------------------------------------------------------------ the note


def test_the_note_is_in_the_vault_before_anybody_saves(opened: Desktop) -> None:
    QTest.keyClick(opened.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    page = opened.work.pages["note"]
    assert isinstance(page, QuickNotePage)
    assert QApplication.focusWidget() is page.text.editor
    type_text(page.text.editor, "Звонок")
    opened.qtbot.waitUntil(lambda: page.kept.text() == "Сохранено в хранилище", timeout=3_000)
    kept = in_vault(opened, lambda b: [b.notes.unsaved(key) for key in b.notes.unsaved_keys() if key[:4] == "note"])
    assert "Звонок" in kept[0]
    opened.window.desk.go("cases")
    QTest.keyClick(opened.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page.text.editor.toPlainText() == "Звонок"


def test_a_note_without_a_case_opens_from_its_list(opened: Desktop) -> None:
    opened.window.desk.go("note")
    page = opened.work.pages["note"]
    assert isinstance(page, QuickNotePage)
    opened.qtbot.waitUntil(lambda: len(page.unfiled.rows) == 1)
    page.unfiled.chosen.emit(page.unfiled.rows[0].key)
    opened.qtbot.waitUntil(lambda: "перезвонить" in page.text.editor.toPlainText())


# ------------------------------------------------------------------------------------------------ the draft


def test_a_paragraph_opens_by_keyboard_and_by_a_press(opened: Desktop) -> None:
    page = draft_page(opened)
    page.preview.view.setFocus()
    for _ in range(12):
        QTest.keyClick(page.preview.view, Qt.Key.Key_Down)
        if page.preview.view.accessibleName().endswith("ЖАЛОБА"):
            break
    QTest.keyClick(page.preview.view, Qt.Key.Key_Return)
    assert page.preview.panel.isVisible()
    editor = page.preview.editor.editor
    assert editor.toPlainText() == "ЖАЛОБА"
    QTest.keyClick(editor, Qt.Key.Key_End)
    type_text(editor, " СНОВА")
    opened.qtbot.waitUntil(
        lambda: any(block.text == "ЖАЛОБА СНОВА" for block in page.presenter.look.blocks),  # type: ignore[union-attr]
        timeout=15_000,
    )
    assert QApplication.focusWidget() is editor, "the pages were made anew under the typist, the cursor stayed"
    opened.qtbot.waitUntil(page.preview.take_back.isEnabled)
    page.preview.take_back.click()
    opened.qtbot.waitUntil(
        lambda: any(block.text == "ЖАЛОБА" for block in page.presenter.look.blocks),  # type: ignore[union-attr]
        timeout=15_000,
    )
    box = page.preview.view.sheets.boxes()[0]
    block = next(one for one in page.presenter.look.blocks if one.key == "decision.2")  # type: ignore[union-attr]
    where = box.topLeft().toPoint()
    where.setX(where.x() + 200)
    where.setY(where.y() + round((block.top + 8) / 841.89 * box.height()))
    QTest.mouseClick(page.preview.view.sheets, Qt.MouseButton.LeftButton, pos=where)
    assert page.preview.editor.editor.toPlainText() == block.text.replace("\u00a0", " ")


def test_typed_and_rubbed_out_again_is_no_edit(opened: Desktop) -> None:
    page = draft_page(opened)
    page.preview.edit_current()
    editor = page.preview.editor.editor
    own = editor.toPlainText()
    type_text(editor, "Х")
    opened.qtbot.waitUntil(lambda: any(one.edited for one in page.presenter.look.blocks), timeout=15_000)  # type: ignore[union-attr]
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.toPlainText() == own
    page.preview.close_editor()
    opened.qtbot.waitUntil(lambda: not any(one.edited for one in page.presenter.look.blocks), timeout=15_000)  # type: ignore[union-attr]


def test_the_cursor_stays_among_the_checks_after_one_was_lifted(opened: Desktop) -> None:
    page = draft_page(opened)
    page.show_pane("checks")
    before = page.presenter.look
    assert before is not None
    lift = next(
        button
        for button in page.checks.findChildren(Button)
        if button.text() == "Снять, назвав причину" and button.isVisible()
    )
    lift.setFocus()
    lift.click()
    reason = page.checks.reason.editor
    assert reason.hasFocus()
    type_text(reason, "Проверено с заявителем")
    QTest.keyClick(reason, Qt.Key.Key_Tab)
    QTest.keyClick(cast(QWidget, QApplication.focusWidget()), Qt.Key.Key_Space)
    opened.qtbot.waitUntil(
        lambda: any(one.lifted == "Проверено с заявителем" for one in page.presenter.look.findings),  # type: ignore[union-attr]
        timeout=15_000,
    )
    focused = QApplication.focusWidget()
    assert focused is not None and page.checks.isAncestorOf(focused)


def test_what_blocks_has_no_way_round(opened: Desktop, tmp_path: Path) -> None:
    page = draft_page(opened)
    page.open_export()
    assert not page.export.make_button.isEnabled()
    page.export.folder.set_path(tmp_path / "out")
    QTest.keyClick(page.export.folder.editor, Qt.Key.Key_Return)
    assert "исправьте" in page.export.told.text()
    opened.qtbot.wait(100)
    assert not (tmp_path / "out").exists()


def test_zoom_and_pages_by_key(opened: Desktop) -> None:
    page = draft_page(opened)
    view = page.preview.view
    wide = view.sheets.images[0].width()
    QTest.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    opened.qtbot.waitUntil(lambda: view.sheets.images[0].width() > wide, timeout=10_000)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.current_page() == 1
    assert page.preview.told.text().startswith("Страница 2 из")


def test_the_third_column_opens_on_a_great_screen_and_one_stays_on_a_small_one(opened: Desktop) -> None:
    page = draft_page(opened)
    assert not page.right.isVisible()
    opened.window.resize(1920, 1080)
    opened.qtbot.waitUntil(page.right.isVisible)
    assert page.checks.isVisible()
    assert page.interview.isVisible()
    opened.window.resize(683, 420)
    opened.qtbot.waitUntil(lambda: not page.right.isVisible() and not page.middle.isVisible())
    QTest.keyClick(opened.window, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert page.middle.isVisible()
    assert not page.side.isVisible()


def test_another_paper_shows_nothing_of_the_one_before(opened: Desktop) -> None:
    page = draft_page(opened)
    assert page.annexes.rows.rows
    opened.window.desk.go("draft", ref="TEST-2026-S01", document="A4")
    assert page.preview.view.pages == 0
    assert not page.annexes.rows.rows
    opened.qtbot.waitUntil(lambda: page.preview.view.pages > 0, timeout=30_000)


# ------------------------------------------------------------------------------------------------ the first day


def test_an_empty_vault_says_what_to_do_and_today_knows_people_by_name(practice: Desktop) -> None:
    practice.open(PASSPHRASE)
    page = practice.work.pages["today"]
    assert isinstance(page, TodayPage)
    practice.qtbot.waitUntil(lambda: bool(page.due.rows), timeout=20_000)
    assert page.first_day.isHidden()
    assert any("Примерова Зоя Ильинична" in row.second for row in page.due.rows)
    page.show_lines(TodayLines(due=(), begun=(), nothing_yet=True))
    assert page.first_day.isVisible() and not page.no_due.isVisible() and not page.no_begun.isVisible()
    assert page.first_day.button is not None
    page.first_day.button.click()
    assert practice.window.page_key == "cases"


def test_a_name_looked_for_in_vain_is_the_name_of_the_new_case(opened: Desktop) -> None:
    opened.window.desk.go("cases")
    page = opened.work.pages["cases"]
    assert isinstance(page, CasesPage)
    type_text(page.field.editor, "Гульнар")
    opened.qtbot.waitUntil(lambda: page.nothing_found.isVisible(), timeout=20_000)
    page.open_new()
    assert page.new_name.editor.text() == "Гульнар"
    assert page.new_name.editor.hasFocus()
