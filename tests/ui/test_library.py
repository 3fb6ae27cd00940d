"""The office's library in the window: files taken in, found by page, read, quoted into a draft, taken out."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QTextCursor
from PySide6.QtTest import QTest

from legalaid_desktop.domain.library import LibraryKind, RiskKind
from legalaid_desktop.services.briefcase import Briefcase
from tests.ui.conftest import PASSPHRASE, TODAY, Desktop, QuickDoor, type_text

S03 = "TEST-2026-S03"
PARAGRAPHS = [
    "Доклад о положении в вымышленной стране. Составлен для проверки программы.",
    *(f"Абзац {n}. Вернувшихся встречают в аэропорту и допрашивают часами, телефоны забирают." for n in range(2, 60)),
    "В последнем разделе говорится о пытках в следственном изоляторе города Вымышленск.",
]


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


def text_file(folder: Path, name: str, paragraphs: list[str]) -> Path:
    path = folder / name
    path.write_text("\n\n".join(paragraphs), "utf-8")
    return path


def take_in(desktop: Desktop, *paths: Path) -> Any:
    """Choose files, and wait until the form asks about the first."""
    page = page_of(desktop, "library_add")
    page.take(list(paths))
    desktop.qtbot.waitUntil(page.panel.isVisible, timeout=30_000)
    return page


def test_a_file_is_described_found_by_page_and_quoted_into_a_draft(practice: Desktop, tmp_path: Path) -> None:
    desktop = practice
    desktop.open(PASSPHRASE)
    wait, words = desktop.qtbot.waitUntil, desktop.window.desk.words
    draft = page_of(desktop, "draft", ref=S03, document="C1")
    wait(lambda: draft.preview.view.pages > 0, timeout=60_000)
    empty = page_of(desktop, "library")
    wait(empty.empty.isVisible, timeout=20_000)
    picture(desktop, "library-empty")

    report = text_file(tmp_path, "report.txt", PARAGRAPHS)
    add = take_in(desktop, report)
    form = add.form
    assert form.title.editor.text() == "report"
    assert form.title.editor.hasFocus()
    type_text(form.title.editor, "Доклад о возвращённых")
    type_text(form.publisher.editor, "Наблюдатели (вымышлены)")
    type_text(form.published.editor, "март 2026")
    form.kind.set_key("country")
    form.risks[RiskKind.NAMES].click()
    # A danger without its reason is asked about, at its field, and nothing is kept.
    add.keep_button.click()
    assert form.reason.editor.hasFocus()
    assert form.reason.hint.text() == words.say("library_page.form.needs_reason")
    picture(desktop, "library-add")
    assert in_vault(desktop, lambda b: b.library.all()) == ()
    type_text(form.reason.editor, "Названы свидетели.")
    add.keep_button.click()
    wait(lambda: bool(in_vault(desktop, lambda b: b.library.all())), timeout=20_000)
    (kept,) = in_vault(desktop, lambda b: b.library.all())
    assert kept.about.title == "Доклад о возвращённых"
    assert kept.about.kind is LibraryKind.COUNTRY
    assert kept.about.published is not None
    assert kept.about.published.month == 3
    assert kept.about.risks == (RiskKind.NAMES,)
    wait(lambda: not add.panel.isVisible(), timeout=20_000)
    assert "Доклад о возвращённых" in add.told.text()
    assert report.exists(), "what lies on the disk is for the person to decide"

    # The list, then hits by page in another form of the words, with the words marked.
    library = page_of(desktop, "library")
    wait(lambda: len(library.documents.rows) == 1 and library.card.shown == kept.id, timeout=20_000)
    assert "Названы свидетели." in library.card.risk.text()
    picture(desktop, "library-list")
    type_text(library.field.editor, "пытка изолятор")
    wait(lambda: bool(library.hits.rows), timeout=20_000)
    (hit,) = library.hits.rows
    marked = {text for text, is_marked in hit.pieces if is_marked}
    assert marked == {"пытках", "изоляторе"}
    picture(desktop, "library-hits")
    QTest.keyClick(library.field.editor, Qt.Key.Key_Down)
    QTest.keyClick(library.field.editor, Qt.Key.Key_Return)
    wait(lambda: desktop.window.page_key == "library_reader")
    reader = cast(Any, desktop.window.page)
    wait(lambda: reader.presenter.look is not None and bool(reader._papers), timeout=20_000)
    assert len(reader.text.extraSelections()) == 2
    assert not reader.quote_button.isEnabled()

    # Marked words go into a paper: the danger is asked about first.
    at = reader.text.toPlainText().index("В последнем")
    cursor = reader.text.textCursor()
    cursor.setPosition(at)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    reader.text.setTextCursor(cursor)
    picture(desktop, "library-reader")
    reader.quote_button.click()
    wait(reader.accept_button.isVisible, timeout=20_000)
    assert "Названы свидетели." in reader.problem.text()
    assert in_vault(desktop, lambda b: b.library_quotes.of_case(reader._papers[reader.papers.current_key()].ref)) == ()
    picture(desktop, "library-risk")
    paper = reader._papers[reader.papers.current_key()]
    reader.accept_button.click()
    wait(lambda: desktop.window.page_key == "draft", timeout=20_000)
    draft = cast(Any, desktop.window.page)
    wait(lambda: draft.preview.view.pages > 0, timeout=60_000)
    assert draft.quote_bar.isVisible()
    line = draft.quote_bar.line
    assert line.startswith("«В последнем разделе")
    assert "(«Доклад о возвращённых», Наблюдатели (вымышлены), март 2026 г., абз. 60 (" in line.replace("\u00a0", " ")
    draft.preview.go_to("decision.2")
    own = draft.preview.editor.editor.toPlainText()
    draft.preview.to_end()
    draft.quote_bar.put_button.click()
    assert draft.preview.editor.editor.toPlainText() == f"{own} {line}".replace("\u00a0", " ")
    assert not draft.quote_bar.isVisible()
    picture(desktop, "library-quoted")
    (quotation,) = in_vault(desktop, lambda b: b.library_quotes.of_case(paper.ref))
    assert quotation.document == kept.id
    assert desktop.hook.seen == []


def test_many_files_go_in_at_once_and_each_that_cannot_is_named(practice: Desktop, tmp_path: Path) -> None:
    desktop = practice
    desktop.open(PASSPHRASE)
    wait, say = desktop.qtbot.waitUntil, desktop.window.desk.words.say
    good = [text_file(tmp_path, f"part-{n}.txt", [*PARAGRAPHS[:3], f"Часть {n}"]) for n in range(3)]
    bad = tmp_path / "archive.zip"
    bad.write_bytes(b"PK\x05\x06" + bytes(18))
    twin = tmp_path / "twin.txt"
    twin.write_bytes(good[0].read_bytes())
    add = take_in(desktop, good[0], bad, good[1], twin, good[2])
    assert add.waiting.text().count("\n") == 4
    type_text(add.form.publisher.editor, "Офис (вымышлен)")
    add.form.kind.set_key("manual")
    assert add.keep_all_button.text() == say("library_page.add.keep_all", n=5)
    add.keep_all_button.click()
    wait(lambda: not add.presenter.busy and not add._waiting, timeout=30_000)
    kept = in_vault(desktop, lambda b: b.library.all())
    assert {(one.about.title, one.about.publisher, one.about.kind.value) for one in kept} == {
        (f"part-{n}", "Офис (вымышлен)", "manual") for n in range(3)
    }
    told = add.told.text().splitlines()
    assert told[0] == say("library_page.add.kept_all", n=3)
    assert [line.split(":")[0] for line in told[1:]] == ["archive.zip", "twin.txt"]
    assert add.told.property("role") == "harm"
    picture(desktop, "library-many")

    # Taken out with a way back, by the keyboard.
    library = page_of(desktop, "library")
    wait(lambda: len(library.documents.rows) == 3 and bool(library.card.shown), timeout=20_000)
    library.kind.set_key("law")
    library.kind.picked.emit("law")
    wait(library.nothing.isVisible, timeout=20_000)
    QTest.keyClick(library.nothing.button, Qt.Key.Key_Return)
    wait(lambda: len(library.documents.rows) == 3 and library.card.isVisible(), timeout=20_000)
    gone = library.card.shown
    QTest.keyClick(library.card.remove_button, Qt.Key.Key_Return)
    wait(lambda: len(library.documents.rows) == 2, timeout=20_000)
    assert gone not in {row.key for row in library.documents.rows}
    desktop.work.toast.undo_button.click()
    wait(lambda: gone in {row.key for row in library.documents.rows} and library.card.isVisible(), timeout=20_000)

    # What was taken out is found among the rest of the kinds, and can go for good after a second word.
    QTest.keyClick(library.card.remove_button, Qt.Key.Key_Return)
    wait(lambda: len(library.documents.rows) == 2, timeout=20_000)
    library.kind.set_key("removed")
    library.kind.picked.emit("removed")
    wait(library.card.erase_button.isVisible, timeout=20_000)
    assert len(library.documents.rows) == 1
    assert not library.card.open_button.isVisible()
    picture(desktop, "library-bin")
    library.card.erase_button.click()
    assert len(in_vault(desktop, lambda b: b.library.all(removed=True))) == 1
    library.card.sure_button.click()
    wait(lambda: in_vault(desktop, lambda b: b.library.all(removed=True)) == (), timeout=20_000)
    wait(library.nothing.isVisible, timeout=20_000)
    assert desktop.hook.seen == []


def test_a_stop_leaves_nothing_half_done(practice: Desktop, tmp_path: Path, monkeypatch: Any) -> None:
    desktop = practice
    desktop.open(PASSPHRASE)
    wait, say = desktop.qtbot.waitUntil, desktop.window.desk.words.say
    many = text_file(tmp_path, "long.txt", [f"Абзац {n}. " + "слово " * 60 for n in range(4_000)])
    add = take_in(desktop, many)
    type_text(add.form.publisher.editor, "Издатель")
    seen: list[int] = []
    stand = add.show_stand

    def stop_at_the_third(done: int, total: int) -> None:
        stand(done, total)
        seen.append(done)
        if len(seen) == 3:
            QTest.keyClick(add, Qt.Key.Key_Escape)

    monkeypatch.setattr(add.presenter._view, "show_stand", stop_at_the_third)
    add.keep_button.click()
    assert add.progress.isVisible()
    wait(lambda: not add.presenter.busy, timeout=30_000)
    wait(lambda: in_vault(desktop, lambda b: b.library.all()) == (), timeout=20_000)
    assert add.told.text() == say("library_page.add.cancelled")
    # The description is still there, and the same file can be put in after all.
    assert add.panel.isVisible()
    assert add.form.publisher.editor.text() == "Издатель"
    assert in_vault(desktop, lambda b: b.vault.db.integrity_problems()) == ()
    monkeypatch.undo()
    add.keep_button.click()
    wait(lambda: not add.presenter.busy and not add._waiting, timeout=60_000)
    assert len(in_vault(desktop, lambda b: b.library.all())) == 1
    assert desktop.hook.seen == []


def test_a_description_survives_a_lock_though_the_stick_is_out(
    practice: Desktop, tmp_path: Path, qtbot: Any, qapp: Any
) -> None:
    desktop = practice
    desktop.open(PASSPHRASE)
    path = text_file(tmp_path, "report.txt", PARAGRAPHS)
    add = take_in(desktop, path)
    type_text(add.form.title.editor, "Недописанное назв")
    add.form.published.editor.setText("мар")
    desktop.window.lock()
    desktop.qtbot.waitUntil(lambda: bool(desktop.relaunched))
    desktop.put_away()
    path.rename(tmp_path / "out.txt")

    again = Desktop(qtbot, qapp, tmp_path, QuickDoor(TODAY))
    again.open(PASSPHRASE)
    assert again.window.page_key == "library_add"
    page = cast(Any, again.window.page)
    qtbot.waitUntil(page.again_button.isVisible, timeout=30_000)
    assert page.panel.isHidden()
    assert "report.txt" in page.told.text()
    (tmp_path / "out.txt").rename(path)
    page.again_button.click()
    qtbot.waitUntil(page.panel.isVisible, timeout=30_000)
    assert page.form.title.editor.text() == "Недописанное назв"
    assert page.form.published.editor.text() == "мар"
    assert page.form.title.editor.hasFocus()
    assert page.form.title.editor.cursorPosition() == len("Недописанное назв")
    assert desktop.hook.seen == again.hook.seen == []
    again.end()


def test_files_are_dropped_in(practice: Desktop, tmp_path: Path) -> None:
    """Onto the list as onto the page of adding; what is no file of this computer is not taken."""
    desktop = practice
    desktop.open(PASSPHRASE)
    library = page_of(desktop, "library")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(text_file(tmp_path, "report.txt", PARAGRAPHS))), QUrl("smb://host/x")])
    where, action, none = QPointF(200, 300), Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    library.dropEvent(QDropEvent(where, action, data, Qt.MouseButton.LeftButton, none))
    desktop.qtbot.waitUntil(lambda: desktop.window.page_key == "library_add")
    add = cast(Any, desktop.window.page)
    desktop.qtbot.waitUntil(add.panel.isVisible, timeout=30_000)
    assert add.name.text() == "report.txt"
    assert desktop.hook.seen == []
