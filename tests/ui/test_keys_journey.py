"""Keys over a real vault: made with drawn words, recovered by sheets, a key file on a stick, two coordinators."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from legalaid_desktop.errors import WrongPassphrase
from legalaid_desktop.presenters.unlock import Face
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.identity import new_identity, read_aloud
from legalaid_desktop.services.opening import open_briefcase
from legalaid_desktop.services.part_words import Share, read_share
from legalaid_desktop.services.secrets import Secret
from legalaid_desktop.ui.pages.key_forms import (
    ConfirmForm,
    CoordinatorsForm,
    KeyFileForm,
    PartOfOtherForm,
    PhraseForm,
    RemoveForm,
)
from legalaid_desktop.ui.pages.keys import KeysPage
from legalaid_desktop.ui.pages.quick_note import QuickNotePage
from legalaid_desktop.ui.pages.recover_form import RecoverForm
from legalaid_desktop.ui.pages.recovery import RecoveryPage
from legalaid_desktop.ui.pages.today import TodayPage
from tests.ui.conftest import PASSPHRASE, TODAY, Desktop, QuickDoor, type_text
from tests.ui.keyboard import Keyboard

Opener = Callable[[], Desktop]
PageT = TypeVar("PageT", bound=QWidget)


@pytest.fixture
def windows(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Opener]:
    made: list[Desktop] = []

    def open_another() -> Desktop:
        made.append(Desktop(qtbot, qapp, tmp_path, QuickDoor(TODAY)))
        made[-1].show()
        return made[-1]

    yield open_another
    QGuiApplication.clipboard().clear()
    for desktop in made:
        assert desktop.hook.seen == []
        desktop.end()


def page_of(desktop: Desktop, key: str, kind: type[PageT]) -> PageT:
    desktop.qtbot.waitUntil(lambda: desktop.window.page_key == key)
    page = desktop.window.page
    assert isinstance(page, kind)
    return page


def lock(desktop: Desktop) -> None:
    desktop.window.lock()
    desktop.qtbot.waitUntil(lambda: bool(desktop.relaunched))


def make_with_drawn_words(desktop: Desktop) -> str:
    form = desktop.window.unlock.create_form
    assert form is not None
    desktop.qtbot.waitUntil(lambda: not form.phrase.shown.empty)
    words = form.phrase.shown.copy().decode()
    assert len(words.split()) == 6
    type_text(form.phrase.confirm.editor, words)
    QTest.keyClick(form.phrase.confirm.editor, Qt.Key.Key_Return)
    desktop.qtbot.waitUntil(lambda: bool(desktop.window.page_key))
    return words


def make_sheets(desktop: Desktop, folder: Path) -> tuple[Share, ...]:
    """By the buttons of the page, each saved to a file on purpose; the shares as their files tell them."""
    page = page_of(desktop, "recovery", RecoveryPage)
    waits = desktop.qtbot.waitUntil
    waits(lambda: len(page.sheets) == 3)
    paths = [folder / f"sheet-{number}.pdf" for number in (1, 2, 3)]
    for line, path, whom in zip(page.sheets, paths, ("Сестра", "Тётя Нина", "Коллега"), strict=True):
        type_text(line.label.editor, whom)
        page.presenter.label(line.place, line.label.editor.text())
        page.presenter.save(line.place, path, "ru")
        waits(lambda line=line: "Напечатан или сохранён" in line.state.text())  # type: ignore[misc]
    page.done_button.click()
    waits(lambda: not page.presenter.has_fresh)
    return tuple(share_in(path) for path in paths)


def share_in(path: Path) -> Share:
    """What a holder reads from the paper: the words, in their order."""
    text = pypdf.PdfReader(path).pages[0].extract_text()
    known = _words()
    numbered: dict[int, str] = {}
    tokens = text.replace(".", " ").split()
    for place, token in enumerate(tokens):
        if token in known:
            before = next((int(one) for one in reversed(tokens[:place]) if one.isdecimal() and 1 <= int(one) <= 20), 0)
            numbered.setdefault(before, token)
    if len(numbered) != 20:
        return read_share(" ".join(token for token in tokens if token in known))
    return read_share(" ".join(numbered[number] for number in sorted(numbered)))


def _words() -> frozenset[str]:
    from shamir_mnemonic.wordlist import WORDLIST

    return frozenset(WORDLIST)


def forget(desktop: Desktop) -> RecoverForm:
    unlock = desktop.window.unlock
    desktop.qtbot.waitUntil(lambda: unlock.face_shown is Face.OPEN)
    unlock.forgot_button.click()
    assert unlock.recover_form is not None
    assert unlock.recover_form.parts.grid.hasFocus()
    return unlock.recover_form


def opens(folder: Path, passphrase: str, key_file: Path | None = None) -> bool:
    try:
        with Secret.from_passphrase(passphrase) as secret:
            open_briefcase(folder, secret, clock=TODAY, key_file=key_file).close()
    except WrongPassphrase:
        return False
    return True


def ask(desktop: Desktop, work: Callable[[Briefcase], object]) -> None:
    done: list[object] = []
    desktop.window.desk.tasks(desktop.window).ask(
        work, done=lambda value: done.append((value,)), failed=desktop.window.desk.tell_failure
    )
    desktop.qtbot.waitUntil(lambda: bool(done))


def confirm(desktop: Desktop, page: KeysPage, passphrase: str = PASSPHRASE) -> None:
    form = page.form
    assert isinstance(form, ConfirmForm)
    type_text(form.passphrase.editor, passphrase)
    form.button.click()


def test_first_day_forgotten_passphrase_and_back(windows: Opener, tmp_path: Path) -> None:
    first = windows()
    words = make_with_drawn_words(first)
    page = page_of(first, "recovery", RecoveryPage)
    first.qtbot.waitUntil(lambda: page.make_button.isVisible() and page.later_button.isVisible())
    page.make_button.click()
    shares = make_sheets(first, tmp_path)
    assert {share.number for share in shares} == {1, 2, 3}
    first.window.desk.go("today")
    today = page_of(first, "today", TodayPage)
    first.qtbot.waitUntil(lambda: "не проверены" in today.recovery.text())
    keys = Keyboard(first)
    keys.ctrl(Qt.Key.Key_N)
    type_text(page_of(first, "note", QuickNotePage).text.editor, "Звонок до того, как забылась фраза")
    lock(first)

    second = windows()
    form = forget(second)
    grid = form.parts.grid
    for word in shares[0].words:
        type_text(grid, word + " ")
    second.qtbot.waitUntil(lambda: len(form.parts.entry.parts) == 1)
    assert form.parts.progress.text() == "Частей ключа: 1 из 2"
    # By telephone: first letters, numbers, a slip that is named in place.
    dictated = [word[:4] if at % 2 else str(shares[2].word_numbers[at]) for at, word in enumerate(shares[2].words)]
    for at, word in enumerate(dictated):
        type_text(grid, "жжжж " if at == 6 else word + " ")
    assert "Слово 7" in form.parts.status.text()
    assert second.window.unlock.face_shown is Face.RECOVER
    assert grid.here == 6, "the cursor goes to the word to put right"
    type_text(grid, dictated[6] + " ")
    second.qtbot.waitUntil(lambda: second.window.unlock.face_shown is Face.RENEW)
    assert second.window.page_key == ""
    assert not second.window.locked, "the panic key and the idle lock must hold from here on"
    assert grid.empty and not any(grid._room)
    renew = second.window.unlock.renew_form
    assert renew is not None
    second.qtbot.waitUntil(lambda: not renew.phrase.shown.empty)
    new_words = renew.phrase.shown.copy().decode()
    type_text(renew.phrase.confirm.editor, new_words)
    QTest.keyClick(renew.phrase.confirm.editor, Qt.Key.Key_Return)
    page = page_of(second, "recovery", RecoveryPage)
    second.qtbot.waitUntil(lambda: "открывают и дальше" in page.told.text())
    second.window.desk.go("note")
    note = page_of(second, "note", QuickNotePage)
    second.qtbot.waitUntil(lambda: "до того, как забылась" in note.text.editor.toPlainText())
    lock(second)
    assert opens(tmp_path / "vault", new_words)
    assert not opens(tmp_path / "vault", words), "the forgotten passphrase no longer opens"


def test_giving_up_in_the_middle_locks_and_leaves_no_word(windows: Opener, tmp_path: Path) -> None:
    first = windows()
    first.make()
    page_of(first, "recovery", RecoveryPage).make_button.click()
    shares = make_sheets(first, tmp_path)
    lock(first)
    second = windows()
    form = forget(second)
    type_text(form.parts.grid, " ".join(shares[0].words[:5]) + " ")
    QTest.keyClick(form.parts.grid, Qt.Key.Key_Escape)
    second.qtbot.waitUntil(lambda: bool(second.relaunched))
    alone = windows()
    form = forget(alone)
    type_text(form.parts.grid, shares[0].words[0])
    assert alone.window.unlock._nobody_there.isActive(), "words do not wait for ever"
    alone.window.unlock._nobody_there.timeout.emit()
    alone.qtbot.waitUntil(lambda: bool(alone.relaunched))
    panicked = windows()
    form = forget(panicked)
    type_text(form.parts.grid, " ".join(shares[0].words[:5]) + " ")
    QTest.keyClick(form.parts.grid, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert form.parts.grid.empty
    panicked.qtbot.waitUntil(lambda: bool(panicked.relaunched))
    third = windows()
    form = forget(third)
    for share in shares[1:]:
        type_text(form.parts.grid, " ".join(share.words) + " ")
    third.qtbot.waitUntil(lambda: third.window.unlock.face_shown is Face.RENEW)
    QTest.keyClick(third.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    third.qtbot.waitUntil(lambda: bool(third.relaunched))
    assert opens(tmp_path / "vault", PASSPHRASE), "nothing was changed"


def test_rehearsal_changes_nothing_and_new_sheets_put_the_old_ones_out_of_force(
    windows: Opener, tmp_path: Path
) -> None:
    desktop = windows()
    waits = desktop.qtbot.waitUntil
    desktop.make()
    page = page_of(desktop, "recovery", RecoveryPage)
    page.make_button.click()
    old = make_sheets(desktop, tmp_path)
    head = (tmp_path / "vault" / "head").read_bytes()
    waits(page.rehearse_button.isVisible)
    page.rehearse_button.click()
    for share in old[:2]:
        type_text(page.parts.grid, " ".join(share.words) + " ")
    waits(lambda: "Листы верны" in page.rehearsed.text())
    assert (tmp_path / "vault" / "head").read_bytes() == head
    page.end_rehearsal.click()
    waits(lambda: "сделаны и проверены" in page.state.text())
    desktop.window.desk.go("today")
    today = page_of(desktop, "today", TodayPage)
    waits(lambda: not today.recovery_line.isVisible())

    desktop.window.desk.go("recovery")
    waits(page.anew_button.isVisible)
    page.anew_button.click()
    assert page.confirm.isVisible(), "a set that opens the vault is not made without the passphrase"
    type_text(page.confirm.passphrase.editor, "не та фраза")
    page.confirm.button.click()
    waits(lambda: "не подходит" in page.told.text())
    assert not page.presenter.has_fresh
    type_text(page.confirm.passphrase.editor, PASSPHRASE)
    page.confirm.button.click()
    waits(lambda: len(page.sheets) == 3)
    page.done_button.click()
    assert "Лист 1 ещё не напечатан" in page.told.text()
    # Until all sheets of the new set are out, the old ones open.
    ask(desktop, lambda b: _assert(b.key_slots.rehearse(old[:2]).ok))
    desktop.window.desk.go("today")
    desktop.window.desk.go("recovery")
    assert len(page.sheets) == 3, "a call in between loses no sheet"
    (tmp_path / "new").mkdir()
    new = make_sheets(desktop, tmp_path / "new")
    waits(lambda: "прежние больше не открывают" in page.told.text())
    assert new[0].set_number != old[0].set_number
    ask(desktop, lambda b: _assert(not b.key_slots.rehearse(old[:2]).ok))
    waits(page.rehearse_button.isVisible)
    page.rehearse_button.click()
    for share in old[1:]:
        type_text(page.parts.grid, " ".join(share.words) + " ")
    waits(lambda: "не открывают это хранилище" in page.rehearsed.text())
    lock(desktop)
    second = windows()
    form = forget(second)
    for share in old[:2]:
        type_text(form.parts.grid, " ".join(share.words) + " ")
    problem = second.window.unlock.problem
    second.qtbot.waitUntil(problem.isVisible)
    assert f"{old[0].set_number:05d}" in problem.text()
    assert second.window.unlock.face_shown is Face.RECOVER


def _assert(holds: bool) -> bool:
    assert holds
    return holds


def test_a_key_file_on_a_stick(windows: Opener, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    desktop = windows()
    waits = desktop.qtbot.waitUntil
    desktop.make()
    desktop.window.desk.go("keys")
    page = page_of(desktop, "keys", KeysPage)
    page.presenter._fast = True
    page.add_key_file.click()
    confirm(desktop, page)
    waits(lambda: isinstance(page.form, KeyFileForm))
    form = page.form
    assert isinstance(form, KeyFileForm)
    form.new_file.set_path(stick / "key.bin")
    waits(lambda: not form.phrase.shown.empty)
    words = form.phrase.shown.copy().decode()
    type_text(form.phrase.confirm.editor, words)
    form.button.click()
    waits(lambda: len(page.rows) == 2)
    assert "вместе с файлом-ключом" in page.rows[1].line.title
    assert len((stick / "key.bin").read_bytes()) == 64
    # The passphrase alone goes, so that the file is always needed; it was the one that opened the vault.
    page.rows[0].remove_button.click()
    remove = page.form
    assert isinstance(remove, RemoveForm)
    assert remove.here.isVisible()
    remove.button.click()
    waits(lambda: len(page.rows) == 1)
    page.rows[0].remove_button.click()
    assert isinstance(page.form, RemoveForm)
    page.form.button.click()
    waits(lambda: "последний способ" in page.problem.text())
    lock(desktop)
    second = windows()
    unlock = second.window.unlock
    second.qtbot.waitUntil(lambda: unlock.key_file is not None and unlock.key_file.isVisible())
    assert unlock.key_file is not None
    type_text(unlock.passphrase.editor, words)
    unlock.open_button.click()
    second.qtbot.waitUntil(lambda: "вместе с файлом-ключом" in unlock.problem.text())
    unlock.key_file.set_path(stick / "key.bin")
    type_text(unlock.passphrase.editor, words)
    QTest.keyClick(unlock.passphrase.editor, Qt.Key.Key_Return)
    second.qtbot.waitUntil(lambda: bool(second.window.page_key))
    assert unlock.key_file.path is None, "where the file lies is forgotten once it is open"
    second.qtbot.wait(300)
    (stick / "key.bin").rename(tmp_path / "taken-out")
    second.qtbot.waitUntil(lambda: bool(second.relaunched))


def test_a_passphrase_is_changed_and_one_is_added(windows: Opener, tmp_path: Path) -> None:
    desktop = windows()
    waits = desktop.qtbot.waitUntil
    desktop.make()
    desktop.window.desk.go("keys")
    page = page_of(desktop, "keys", KeysPage)
    page.presenter._fast = True
    waits(lambda: len(page.rows) == 1)
    change = page.rows[0].change_button
    assert change is not None
    change.click()
    confirm(desktop, page, "не та")
    waits(lambda: "не подходит" in page.problem.text())
    assert not isinstance(page.form, PhraseForm)
    confirm(desktop, page)
    waits(lambda: isinstance(page.form, PhraseForm))
    form = page.form
    assert isinstance(form, PhraseForm)
    waits(lambda: not form.phrase.shown.empty)
    words = form.phrase.shown.copy().decode()
    type_text(form.phrase.confirm.editor, words)
    QTest.keyClick(form.phrase.confirm.editor, Qt.Key.Key_Return)
    waits(lambda: "Прежняя больше не открывает" in page.told.text())
    page.add_phrase.click()
    assert form.isVisible(), "the passphrase is asked for once in a visit"
    waits(lambda: not form.phrase.shown.empty)
    more = form.phrase.shown.copy().decode()
    type_text(form.phrase.confirm.editor, more)
    type_text(form.label.editor, "Волонтёр")
    form.button.click()
    waits(lambda: len(page.rows) == 2)
    assert page.rows[1].line.title == "Парольная фраза: Волонтёр"
    desktop.window.desk.go("settings")
    desktop.window.desk.go("keys")
    page.add_phrase.click()
    waits(lambda: isinstance(page.form, ConfirmForm))  # after the page was left it is asked for again
    lock(desktop)
    folder = tmp_path / "vault"
    assert (opens(folder, words), opens(folder, more), opens(folder, PASSPHRASE)) == (True, True, False)


def answer_at_another_computer(qtbot: QtBot, app: QApplication, folder: Path, recipient: str) -> None:
    """Boris, in his own vault, writes his part by the form of the keys page."""
    (folder / "far away").mkdir()
    his = Desktop(qtbot, app, folder / "far away", QuickDoor(TODAY))
    his.show()
    his.make()
    his.window.desk.go("keys")
    page = page_of(his, "keys", KeysPage)
    page.help_other.click()
    form = page.form
    assert isinstance(form, PartOfOtherForm)
    form.button.click()
    assert "Нужны запрос" in page.problem.text()
    form.request.set_path(folder / "request.bin")
    form.identity.set_path(folder / "boris.txt")
    form.recipient.editor.setText(recipient)
    form.out.set_path(folder / "part.bin")
    form.button.click()
    qtbot.waitUntil(lambda: "Часть записана: part.bin" in page.told.text())
    his.end()


def test_two_coordinators_open_together_and_from_afar(
    windows: Opener, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    anna, boris = (new_identity(tmp_path / name) for name in ("anna.txt", "boris.txt"))
    desktop = windows()
    waits = desktop.qtbot.waitUntil
    desktop.make()
    desktop.window.desk.go("keys")
    page = page_of(desktop, "keys", KeysPage)
    page.add_coordinators.click()
    confirm(desktop, page)
    waits(lambda: isinstance(page.form, CoordinatorsForm))
    form = page.form
    assert isinstance(form, CoordinatorsForm)
    form.first.editor.setText(anna.recipient)
    form.second.editor.setText(anna.recipient)
    form.button.click()
    assert "один и тот же ключ" in page.problem.text()
    form.second.editor.setText(boris.recipient)
    form.label.editor.setText("Анна и Борис")
    form.button.click()
    waits(lambda: len(page.rows) == 2)
    assert page.rows[1].line.title == "Два координатора вместе: Анна и Борис"
    assert " ".join(read_aloud(anna.recipient).split()[:3]) in page.rows[1].line.second
    lock(desktop)

    second = windows()
    recover = forget_with_files(second)
    recover.first_identity.set_path(tmp_path / "anna.txt")
    recover.together_button.click()
    assert "второго" in second.window.unlock.problem.text()
    recover.second_identity.set_path(tmp_path / "anna.txt")
    recover.together_button.click()
    second.qtbot.waitUntil(lambda: "второго координатора" in second.window.unlock.problem.text())
    recover._presenter.ask_part(tmp_path / "request.bin")
    second.qtbot.waitUntil((tmp_path / "request.bin").exists)
    answer_at_another_computer(qtbot, qapp, tmp_path, anna.recipient)
    recover.second_identity.set_path(None)
    recover.sent_part.set_path(tmp_path / "part.bin")
    recover.together_button.click()
    second.qtbot.waitUntil(lambda: second.window.unlock.face_shown is Face.RENEW)
    second.window.unlock.left_open.emit()
    second.qtbot.waitUntil(lambda: bool(second.relaunched))

    third = windows()
    recover = forget_with_files(third)
    recover.first_identity.set_path(tmp_path / "boris.txt")
    recover.second_identity.set_path(tmp_path / "anna.txt")
    recover.together_button.click()
    third.qtbot.waitUntil(lambda: third.window.unlock.face_shown is Face.RENEW)


def forget_with_files(desktop: Desktop) -> RecoverForm:
    unlock = desktop.window.unlock
    desktop.qtbot.waitUntil(lambda: unlock.face_shown is Face.OPEN)
    unlock.forgot_button.click()
    assert unlock.recover_form is not None
    sheets = unlock.recover_form.sheets  # this vault has none; what opens it is found out behind the field
    desktop.qtbot.waitUntil(lambda: not sheets.isVisible())
    assert unlock.recover_form.together.isVisible()
    return unlock.recover_form


def test_a_vault_without_any_other_way_says_so(windows: Opener) -> None:
    first = windows()
    first.make()
    lock(first)
    second = windows()
    unlock = second.window.unlock
    second.qtbot.waitUntil(lambda: unlock.face_shown is Face.OPEN)
    unlock.forgot_button.click()
    form = unlock.recover_form
    assert form is not None
    # What the vault can be opened with is read aside; until it is known the form offers sheets.
    second.qtbot.waitUntil(lambda: form.nothing.isVisible() and not form.sheets.isVisible())
    QTest.keyClick(second.window.focusWidget() or second.window, Qt.Key.Key_Escape)
    second.qtbot.waitUntil(lambda: unlock.face_shown is Face.OPEN)


def test_a_sheet_goes_straight_to_the_printer(
    practice: Desktop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The dialogue itself has its own tests; here it prints, or is closed."""
    printed: list[bytes] = []
    answers = [False, True]

    def print_pdf(parent: QWidget, pdf: bytes, **_: object) -> bool:
        printed.append(pdf)
        return answers.pop(0)

    monkeypatch.setattr("legalaid_desktop.ui.printing.print_pdf", print_pdf)
    practice.open(PASSPHRASE)
    practice.window.desk.go("recovery")
    page = page_of(practice, "recovery", RecoveryPage)
    page.presenter.gate.open_for_now()
    page.make_button.click()
    practice.qtbot.waitUntil(lambda: len(page.sheets) == 3)
    line = page.sheets[1]
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    line.print_button.click()
    practice.qtbot.waitUntil(lambda: len(printed) == 1)
    assert "Ещё не" in line.state.text(), "the dialogue was closed without printing"
    line.print_button.click()
    practice.qtbot.waitUntil(lambda: "Напечатан" in line.state.text())
    assert all(pdf.startswith(b"%PDF") for pdf in printed)
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == before, "no file of ours on the way"
