"""The panic key from wherever one is: each dialogue, menu, popup and nested loop; over work that does not end."""

from __future__ import annotations

import ast
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QDrag, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QInputDialog,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QProgressDialog,
)
from pytestqt.qtbot import QtBot

import legalaid_desktop.ui
from legalaid_desktop.domain.spelling import Spot
from legalaid_desktop.ui.lock_signals.ports import Trigger
from legalaid_desktop.ui.pieces.fields import TextEdit
from legalaid_desktop.ui.pieces.menu import pop_menu
from legalaid_desktop.ui.pieces.paths import choose_file, choose_files, choose_folder, choose_new_file
from legalaid_desktop.ui.pieces.sign_buttons import MenuButton
from legalaid_desktop.ui.pieces.spelling_marks import SpellingMarks
from legalaid_desktop.ui.printing import Printers, print_pdf
from tests.rounds import rounds
from tests.ui.conftest import Desktop
from tests.ui.stand_ins import FakeDoor

MADE_OF = {
    ("pieces/menu.py", "QMenu"),
    ("pieces/paths.py", "QFileDialog"),
    ("pieces/sign_buttons.py", "QMenu"),
    ("printing.py", "QDialog"),
}
"""Whatever of ours opens a window of its own; each has a way below."""

Way = Callable[[Desktop], object]


def nested(desktop: Desktop) -> None:
    loop = QEventLoop(desktop.window)
    left = QTimer(desktop.window)
    left.timeout.connect(lambda: loop.quit() if desktop.relaunched else None)
    left.start(2)  # the real window's process is replaced under the loop
    loop.exec()


def context_menu(desktop: Desktop) -> None:
    """The toolkit's own menu of a text, which runs a loop inside."""
    page = cast(Any, desktop.window.page)
    edit = QPlainTextEdit("слова", page)
    edit.show()
    menu = edit.createStandardContextMenu()
    menu.exec(edit.mapToGlobal(QPoint(4, 4)))


def combo(desktop: Desktop) -> None:
    box = QComboBox(desktop.window)
    box.addItems([str(number) for number in range(30)])
    box.show()
    box.showPopup()


def menu_button(desktop: Desktop) -> None:
    desk = desktop.window.desk
    button = MenuButton(desk.words, desk.theme, "rail.search")
    button.setParent(desktop.window)
    button.add("rail.search", lambda: None)
    button.show()
    button.click()


def menu_in_a_menu(desktop: Desktop) -> None:
    menu = QMenu(desktop.window)
    inner = menu.addMenu("x")
    inner.addAction("y")
    menu.popup(desktop.window.mapToGlobal(QPoint(100, 100)))
    inner.popup(desktop.window.mapToGlobal(QPoint(200, 200)))


def printer(desktop: Desktop) -> None:
    none = Printers(names=lambda: ["Kyocera"], send=lambda *_: False)
    print_pdf(desktop.window, b"%PDF-1.4", words=desktop.window.desk.words, printers=none)


def file_in_a_message(desktop: Desktop) -> None:
    """A dialogue over a dialogue, both with loops of their own."""
    box = QMessageBox(desktop.window)
    QTimer.singleShot(0, lambda: QFileDialog(box).exec())
    box.exec()


def path(choose: Callable[..., object], **more: str) -> Way:
    return lambda d: choose(d.window, d.window.desk.words, "unlock.choose_folder", lambda _: None, **more)


def settings_choice(desktop: Desktop) -> None:
    desktop.window.desk.go("settings")
    cast(Any, desktop.window.page).appearance.showPopup()


class OneWord:
    """A check that finds the first word wrong and never has suggestions."""

    def check(self, text: str, *, owner: object, done: Callable[[tuple[Spot, ...]], None]) -> None:
        done((Spot(0, 5, "слова", "ru"),))

    def suggest(self, spot: Spot, *, owner: object, done: Callable[[tuple[str, ...]], None]) -> None:
        return

    def add(self, spot: Spot) -> None:
        return


def marked_word(desktop: Desktop) -> None:
    desk = desktop.window.desk
    edit = TextEdit()
    edit.setParent(desktop.window.page)
    edit.setPlainText("слова")
    edit.show()
    marks = SpellingMarks(edit, OneWord(), desk.words, desk.theme)
    marks._ask()
    marks.to_next()


def toast(desktop: Desktop) -> None:
    desktop.window.desk.toast("Сделано", lambda: None)
    desktop.work.toast.undo_button.setFocus()


WAYS: dict[str, Way] = {
    "a page": lambda d: d.window.desk.go("search"),
    "the law pack": lambda d: d.window.desk.go("law_pack"),
    "the library": lambda d: d.window.desk.go("library"),
    "files for the library": lambda d: d.window.desk.go("library_add", choose=True),
    "a document of the library": lambda d: d.window.desk.go("library_reader", id="L-AAAAAA"),
    "the note": lambda d: d.window.desk.go("note"),
    "a toast": toast,
    "a folder to choose": path(choose_folder),
    "a file to choose": path(choose_file),
    "several files to choose": path(choose_files),
    "a new file": path(choose_new_file, name="copy.age"),
    "a file dialogue's own loop": lambda d: QFileDialog(d.window).exec(),
    "a menu": lambda d: pop_menu(d.window, d.window.desk.words, [("rail.search", lambda: None)]),
    "a menu button": menu_button,
    "a menu in a menu": menu_in_a_menu,
    "the menu of a text": context_menu,
    "the menu of a marked word": marked_word,
    "a choice": settings_choice,
    "a box of choices": combo,
    "a message": lambda d: QMessageBox(d.window).exec(),
    "a question for a word": lambda d: QInputDialog(d.window).exec(),
    "progress": lambda d: QProgressDialog("x", "y", 0, 9, d.window).exec(),
    "the printer": printer,
    "a dialogue over a dialogue": file_in_a_message,
    "a nested loop": nested,
}


def press_panic() -> None:
    """As the window system does it: the key goes to the window with the keyboard, the toolkit finds the popup."""
    window: Any = QGuiApplication.focusWindow()
    if window is None:
        target = QApplication.activePopupWidget() or QApplication.activeModalWidget() or QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    else:
        QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


class Panic:
    """The times of one lock, by the monotonic clock, in seconds after the key."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self.pressed = 0.0
        self.blank = -1.0

    def press_when_there(self, tries: int = 200) -> None:
        """A bare X server takes a moment to move the keyboard to a new window."""
        modal = QApplication.activeModalWidget()
        if modal is not None and QGuiApplication.focusWindow() is not modal.windowHandle() and tries:
            QTimer.singleShot(15, self.desktop.window, lambda: self.press_when_there(tries - 1))
        else:
            self.press()

    def press(self) -> None:
        window = self.desktop.window
        self.pressed = time.monotonic()
        press_panic()
        others = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window]
        assert window.unlock.isVisible() and not others, others
        self.blank = time.monotonic() - self.pressed

    def wait(self) -> float:
        self.desktop.qtbot.waitUntil(lambda: bool(self.desktop.relaunched))
        return time.monotonic() - self.pressed


@pytest.mark.soak
@pytest.mark.parametrize("name", WAYS)
def test_the_panic_key_locks_from_everywhere_within_a_second(
    name: str, qtbot: QtBot, qapp: QApplication, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    many, worst, face = rounds(1, 50), 0.0, 0.0
    for number in range(many):
        desktop = Desktop(qtbot, qapp, tmp_path / str(number), FakeDoor())
        desktop.open()
        panic = Panic(desktop)
        # From inside whatever loop the way opens.
        QTimer.singleShot(100, desktop.window, panic.press_when_there)
        WAYS[name](desktop)
        worst = max(worst, panic.wait())
        face = max(face, panic.blank)
        assert panic.blank >= 0
        assert desktop.window.locked_by is Trigger.PANIC_KEY
        assert desktop.door.briefcase.closed == 1
        assert desktop.hook.seen == []
        desktop.put_away()
    with capfd.disabled():
        print(f"\nfrom {name}: locked {many} of {many}, worst {worst * 1000:.0f} ms, blank {face * 1000:.0f} ms")
    assert worst < 1.0


def test_every_window_that_we_open_has_a_way_here() -> None:
    """A new dialogue or menu in the program fails here until it is tried above."""
    folder = Path(legalaid_desktop.ui.__file__).parent
    found = set()
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = []
            if isinstance(node, ast.Call):
                names = [getattr(node.func, "id", getattr(node.func, "attr", ""))]
            elif isinstance(node, ast.ClassDef):
                names = [getattr(base, "id", "") for base in node.bases]
            for name in names:
                if name.startswith("Q") and name.endswith(
                    ("Dialog", "Menu", "MessageBox", "Drag", "Wizard", "Completer")
                ):
                    found.add((str(file.relative_to(folder)), name))
    assert found == MADE_OF


@pytest.mark.parametrize(
    ("key", "held", "code", "locks"),
    [
        (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier, 46, True),
        (ord("Д"), Qt.KeyboardModifier.ControlModifier, 46, True),
        (ord("ل"), Qt.KeyboardModifier.ControlModifier, 46, True),  # Arabic: another letter at the same place
        (ord("Λ"), Qt.KeyboardModifier.ControlModifier, 46, True),
        (Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier, 46, False),  # Dvorak: N lies there, and is a new note
        (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, 46, True),
        (Qt.Key.Key_L, Qt.KeyboardModifier.NoModifier, 46, False),
        (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier, 46, False),
        (ord("م"), Qt.KeyboardModifier.ControlModifier, 47, False),
    ],
)
def test_which_key_is_the_panic_key(
    desktop: Desktop, key: int, held: Qt.KeyboardModifier, code: int, locks: bool
) -> None:
    desktop.open()
    if QGuiApplication.platformName() != "xcb" and key not in (Qt.Key.Key_L, ord("Д")) and locks:
        pytest.skip("places of keys are known for real window systems only")
    event = QKeyEvent(QEvent.Type.KeyPress, key, held, code, 0, 0)
    QApplication.sendEvent(desktop.window, event)
    assert desktop.window.unlock.isVisible() is locks


def test_a_selection_cannot_be_dragged_out(desktop: Desktop, qtbot: QtBot) -> None:
    """A drag runs a loop that takes the keys away, and gives the text to whoever is under the mouse."""
    desktop.open()
    desktop.window.desk.go("note")
    edit = cast(Any, desktop.window.page).text.editor
    edit.setPlainText("тайное слово " * 5)
    edit.selectAll()
    view = edit.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(20, 12))
    for step in range(1, 30):
        QTest.mouseMove(view, QPoint(20 + 9 * step, 12 + 5 * step), delay=2)
    assert cast(Any, QApplication.instance()).findChildren(QDrag) == []
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(280, 150))
    press_panic()
    qtbot.waitUntil(lambda: bool(desktop.relaunched))


# Work that does not end


def block(desktop: Desktop, work: Callable[[Any], object]) -> threading.Event:
    """Put ``work`` on the vault's lane and wait until it is at it."""
    begun = threading.Event()

    def job(briefcase: Any) -> None:
        begun.set()
        work(briefcase)

    window = desktop.window
    window.desk.tasks(window).ask(job, done=lambda _: None, failed=lambda _: None)
    desktop.qtbot.waitUntil(begun.is_set)
    return begun


LONG_QUESTION = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300000000) SELECT count(*) FROM n"


def in_python(briefcase: Any) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        sum(range(1000))


def in_many_questions(briefcase: Any) -> None:
    for _ in range(1_000_000):
        briefcase.vault.db.one("SELECT count(*) FROM note")


def in_one_question(briefcase: Any) -> None:
    briefcase.vault.db.one(LONG_QUESTION)


def in_a_change(briefcase: Any) -> None:
    with briefcase.vault.change():
        briefcase.notes.record(None, "никогда не записано")
        briefcase.vault.db.one(LONG_QUESTION)


def in_stubborn_work(briefcase: Any) -> None:
    """Swallows the first failure of its questions, as no work should."""
    for _ in range(2):
        try:
            briefcase.vault.db.one(LONG_QUESTION)
        except Exception:
            continue
    in_python(briefcase)


@pytest.mark.soak
@pytest.mark.parametrize("work", [in_python, in_many_questions, in_one_question, in_a_change, in_stubborn_work])
def test_words_are_kept_though_long_work_stands_before_them(
    work: Callable[[Any], object],
    practice_vault: Path,
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Work without any way to be cancelled; the lock stops it, and the words reach the vault within the second."""
    import shutil

    from tests.ui.conftest import PASSPHRASE, TODAY, QuickDoor, type_text

    worst = 0.0
    for number in range(rounds(1, 50)):
        folder = tmp_path / str(number)
        shutil.copytree(practice_vault, folder / "vault")
        desktop = Desktop(qtbot, qapp, folder, QuickDoor(TODAY))
        desktop.open(PASSPHRASE)
        desktop.window.desk.go("note")
        block(desktop, work)
        words = f"последние слова {number}"
        type_text(cast(Any, desktop.window.page).text.editor, words)
        panic = Panic(desktop)
        panic.press()
        worst = max(worst, panic.wait())
        assert words in kept_note(folder / "vault")
        assert desktop.hook.seen == []
        desktop.put_away()
    with capfd.disabled():
        print(f"\nover {work.__name__}: worst {worst * 1000:.0f} ms")
    assert worst < 1.0


def kept_note(folder: Path) -> str:
    """What the vault has as the note that was being typed; all confirmed notes as well, to see what is not there."""
    from legalaid_desktop.presenters.quick_note import UNSAVED
    from legalaid_desktop.services.opening import open_briefcase
    from legalaid_desktop.services.secrets import Secret
    from tests.ui.conftest import PASSPHRASE, TODAY

    with Secret.from_passphrase(PASSPHRASE) as secret, open_briefcase(folder, secret, clock=TODAY) as briefcase:
        assert "никогда не записано" not in {note.text for note in briefcase.notes.unfiled()}
        assert briefcase.vault.db.integrity_problems() == ()
        return briefcase.notes.unsaved(UNSAVED) or ""


def test_work_that_nothing_stops_delays_no_lock(
    practice_vault: Path, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    """A job that waits inside a library: the process goes all the same, with what was confirmed in the vault."""
    import shutil

    from tests.ui.conftest import PASSPHRASE, TODAY, QuickDoor, type_text

    shutil.copytree(practice_vault, tmp_path / "vault")
    desktop = Desktop(qtbot, qapp, tmp_path, QuickDoor(TODAY))
    desktop.open(PASSPHRASE)
    desktop.window.desk.go("note")
    type_text(cast(Any, desktop.window.page).text.editor, "уже записано")
    cast(Any, desktop.window.page).flush()
    gate = threading.Event()
    block(desktop, lambda b: gate.wait(25))
    panic = Panic(desktop)
    panic.press()
    took = panic.wait()
    assert took < 1.0
    # As the replaced process would leave it: what lies on the disk now, log and all.
    left = shutil.copytree(tmp_path / "vault", tmp_path / "left")
    assert "уже записано" in kept_note(Path(left))
    briefcase = desktop.window.desk.vault._briefcase
    assert briefcase is not None
    assert not any(briefcase._database_key._data)
    gate.set()
    desktop.end()


def test_the_screen_that_stands_still_is_not_waited_for(desktop: Desktop, qtbot: QtBot) -> None:
    """A fault that keeps the screen's thread busy during the lock: another thread replaces the process."""
    desktop.open()
    page = cast(Any, desktop.window.page)
    started = time.monotonic()

    def busy() -> None:
        while not desktop.relaunched and time.monotonic() - started < 10:
            time.sleep(0.01)

    page.flush = busy
    desktop.window.lock()
    assert desktop.relaunched == [True]
    assert desktop.door.briefcase.wiped == 1, "the keys go first: nobody closed the vault"
    assert time.monotonic() - started < 1.5
    qtbot.wait(50)
    assert desktop.relaunched == [True]
