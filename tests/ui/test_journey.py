"""The journey of the program, by keyboard alone: a vault is made, a call becomes a note, the note a case, the case a
complaint to court, the complaint two files; then the lock, and back to the same word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from legalaid_desktop.domain.finding import Severity
from legalaid_desktop.presenters.draft_look import DraftLook
from legalaid_desktop.services.opening import open_briefcase
from legalaid_desktop.services.secrets import Secret
from legalaid_desktop.ui.pages.case import CasePage
from legalaid_desktop.ui.pages.draft import DraftPage
from legalaid_desktop.ui.pages.quick_note import QuickNotePage
from tests.documents.finished_files import DocxReading, pdf_pages
from tests.ui.conftest import TODAY, Desktop, QuickDoor
from tests.ui.keyboard import Keyboard

NOTE = "Звонит сестра из Примерска: отказ на руках, КАНАРЕЙКА-ПУТЬ"
ANSWER = "Серьёзный вред грозит мне и независимо от причин преследования."
HALF_A_WORD = " Обстоятельства те же, и это подтвержд"


@pytest.fixture
def first(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    made = Desktop(qtbot, qapp, tmp_path, QuickDoor(TODAY))
    yield made
    made.end()


def make_the_vault(desktop: Desktop, keys: Keyboard) -> str:
    """Returns the passphrase, which the program has drawn."""
    desktop.show()
    unlock = desktop.window.unlock
    assert unlock.create_form is not None
    phrase = unlock.create_form.phrase
    desktop.qtbot.waitUntil(lambda: not phrase.shown.empty)
    assert keys.focus is phrase.confirm.editor, "the cursor waits where the words are typed"
    words = phrase.shown.copy().decode()
    keys.type(words)
    keys.press(Qt.Key.Key_Return)
    desktop.qtbot.waitUntil(lambda: bool(desktop.window.page_key), timeout=30_000)
    return words


def note_the_call(desktop: Desktop, keys: Keyboard) -> CasePage:
    keys.ctrl(Qt.Key.Key_N)
    page = desktop.work.pages["note"]
    assert isinstance(page, QuickNotePage)
    assert keys.focus is page.text.editor, "the cursor is in the text at once"
    keys.type(NOTE)
    keys.tab_to("Кто")
    keys.type("Выдуманова Анна")
    desktop.qtbot.waitUntil(lambda: len(page.found.rows) == 1)
    keys.press(Qt.Key.Key_Return)
    assert "новое дело: Выдуманова Анна" in page.target.text()
    keys.fill("Тема", "Обжалование отказа")
    keys.ctrl(Qt.Key.Key_Return)
    desktop.qtbot.waitUntil(lambda: desktop.window.page_key == "case")
    case = desktop.work.pages["case"]
    assert isinstance(case, CasePage)
    desktop.qtbot.waitUntil(lambda: case.presenter.data is not None)
    return case


def close_the_form(desktop: Desktop, case: CasePage, keys: Keyboard) -> None:
    """Esc puts a toast away first, if one stands there, then the form."""
    for _ in range(2):
        if case.editing:
            keys.press(Qt.Key.Key_Escape)
    assert not case.editing


def say_who_she_is(desktop: Desktop, case: CasePage, keys: Keyboard) -> None:
    keys.alt(Qt.Key.Key_1)
    keys.press(Qt.Key.Key_Return)
    desktop.qtbot.waitUntil(lambda: bool(case.form.editors) and case.editing)
    desktop.qtbot.waitUntil(lambda: keys.focus.accessibleName() == "Фамилия")
    keys.type("Выдуманова")
    keys.fill("Имя", "Анна")
    keys.fill("Пол", "Женский")
    keys.fill("Когда родился", "март 1990")
    keys.fill("Нет гражданства", "Лицо без гражданства")
    keys.fill("Страна прежнего жительства", "Украина")
    keys.fill("Адрес для писем от органов", "г. Примерск, ул. Выдуманная, д. 0")
    close_the_form(desktop, case, keys)


def write_the_decision(desktop: Desktop, case: CasePage, keys: Keyboard) -> None:
    keys.alt(Qt.Key.Key_5)
    keys.press(Qt.Key.Key_Return)
    desktop.qtbot.waitUntil(lambda: keys.focus.accessibleName() == "Что решено")
    keys.press(Qt.Key.Key_Backtab)
    keys.fill("Что решено", "Решение об отказе в предоставлении защиты")
    keys.fill("Орган", "Департамент по гражданству")
    keys.fill("Номер", "TEST-9")
    keys.fill("Вид процедуры", "Обычная")
    keys.fill("Вынесено", "9.11.2026")
    keys.fill("Получено", "16.11.2026")
    keys.fill("Куда обжаловать", "суд Центрального района г. Примерска")
    keys.fill("Какой срок указан", "15 рабочих дней")
    keys.tab_to("Добавить довод")
    keys.press(Qt.Key.Key_Return)
    assert keys.focus.accessibleName() == "Что говорит решение"
    keys.type("рассказ неправдоподобен")
    keys.fill("Что отвечает заявитель", "Рассказ подтверждён повесткой.")
    close_the_form(desktop, case, keys)
    desktop.qtbot.waitUntil(lambda: len(case.presenter.data.clocks) > 0 if case.presenter.data else False)


def write_what_happened(desktop: Desktop, case: CasePage, keys: Keyboard) -> None:
    keys.alt(Qt.Key.Key_2)
    keys.press(Qt.Key.Key_Return)
    desktop.qtbot.waitUntil(lambda: keys.focus.accessibleName() == "Что произошло")
    keys.type("Ко мне домой пришли с повесткой.")
    keys.fill("Когда", "весна 2025")
    keys.fill("Откуда известно", "Это происходило со мной")
    keys.fill("Кто может это прочитать", "Для органов")
    close_the_form(desktop, case, keys)


def look_of(page: DraftPage) -> DraftLook:
    look = page.presenter.look
    assert look is not None
    return look


def draft_page(desktop: Desktop) -> DraftPage:
    page = desktop.work.pages["draft"]
    assert isinstance(page, DraftPage)
    return page


def lift_what_may_be_lifted(desktop: Desktop, page: DraftPage, keys: Keyboard) -> None:
    def standing() -> list[str]:
        return [f.id for f in look_of(page).findings if f.severity is Severity.OVERRIDABLE and not f.lifted]

    for _ in range(12):
        before = standing()
        if not before:
            return
        keys.press(Qt.Key.Key_F7)
        if keys.focus.accessibleName() != "Снять, назвав причину":
            keys.tab_to("Снять, назвав причину")
        keys.press(Qt.Key.Key_Return)
        assert keys.focus.accessibleName() == "Причина"
        keys.type("проверено по телефону")
        keys.press(Qt.Key.Key_Return)
        desktop.qtbot.waitUntil(lambda before=before: standing() != before)  # type: ignore[misc]
    raise AssertionError(f"still standing: {standing()}")


def test_from_a_call_to_the_files_and_back_after_the_lock(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, first: Desktop
) -> None:
    keys = Keyboard(first)
    passphrase = make_the_vault(first, keys)
    case = note_the_call(first, keys)
    ref = case.presenter.ref
    say_who_she_is(first, case, keys)
    write_the_decision(first, case, keys)
    write_what_happened(first, case, keys)

    keys.alt(Qt.Key.Key_7)
    usual = case.pages["drafts"].usual  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: len(usual.rows) > 0, timeout=20_000)
    assert usual.rows[0].title == "Жалоба на отказ в предоставлении защиты"
    keys.alt(Qt.Key.Key_7)
    assert keys.focus is usual
    keys.press(Qt.Key.Key_Return)
    assert first.window.page_key == "draft"
    page = draft_page(first)
    qtbot.waitUntil(lambda: page.preview.view.pages > 0, timeout=30_000)

    question = page.interview.ask.text()
    assert keys.typed() == ("", 0), question
    keys.type(ANSWER)
    qtbot.waitUntil(lambda: page.kept.text() == "Сохранено в хранилище", timeout=10_000)
    qtbot.waitUntil(lambda: any(ANSWER in block.text for block in look_of(page).blocks), timeout=10_000)

    lift_what_may_be_lifted(first, page, keys)
    out = tmp_path / "стик"
    keys.ctrl(Qt.Key.Key_E)
    assert page.export.told.text() == ""
    blocking = [f.text for f in look_of(page).findings if f.severity is Severity.BLOCKS]
    assert blocking == []
    keys.type(str(out))
    keys.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.export.told.text() != "Записывается…", timeout=60_000)
    said = [label.text() for label in page.export.findChildren(QLabel) if label.isVisible()]
    assert page.export.done_panel.isVisible(), said
    shown = " ".join(label.text() for label in page.export.done_panel.findChildren(QLabel))
    files = {path.suffix: path for path in out.iterdir()}
    assert set(files) == {".docx", ".pdf"}
    for path in files.values():
        assert str(path) in shown
        assert path.name.startswith("document-"), "the name says nothing"
    docx = " ".join(DocxReading(files[".docx"].read_bytes()).body)
    pdf = " ".join(" ".join(pdf_pages(files[".pdf"].read_bytes())).split())
    for text in (docx, pdf):
        for wanted in ("ЖАЛОБА", "Выдуманова Анна", "TEST-9", "Ко мне домой пришли с повесткой", "Серьёзный вред"):
            assert wanted in " ".join(text.replace("\u00a0", " ").split()), wanted
        assert "КАНАРЕЙКА" not in text
        assert "Звонит сестра" not in text
    assert b"LegalAid" not in files[".docx"].read_bytes() + files[".pdf"].read_bytes()

    keys.press(Qt.Key.Key_Escape)
    keys.alt(Qt.Key.Key_1)
    keys.press(Qt.Key.Key_End)
    keys.type(HALF_A_WORD)
    keys.ctrl(Qt.Key.Key_L)
    qtbot.waitUntil(lambda: bool(first.relaunched), timeout=10_000)
    assert first.hook.seen == []
    first.end()
    first.window.hide()

    again = Desktop(qtbot, qapp, tmp_path, QuickDoor(TODAY))
    try:
        again.open(passphrase)
        keys = Keyboard(again)
        assert again.window.page_key == "draft"
        page = draft_page(again)
        qtbot.waitUntil(lambda: page.preview.view.pages > 0, timeout=30_000)
        assert page.interview.ask.text() == question
        whole = ANSWER + HALF_A_WORD
        assert keys.typed() == (whole, len(whole)), "the same word, the same place in it"
        assert again.hook.seen == []
    finally:
        again.end()

    with Secret.from_passphrase(passphrase) as secret, open_briefcase(tmp_path / "vault", secret, clock=TODAY) as vault:
        assert [note.text for note in vault.notes.of(ref)] == [NOTE]
        record = vault.cases.record(ref)
        assert record.info.topic == "ip.refusal"
        assert record.persons is not None
        assert record.persons[0].names.family == "Выдуманова"
        (draft,) = vault.drafts.of(ref)
        assert {export.format for export in draft.exports} == {"docx", "pdf"}
