"""Fields for secrets: what they tell, what they take from the clipboard, what stays of them in memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from legalaid_desktop.services.part_words import near, parted, whole_word
from legalaid_desktop.ui.pieces.secret_field import SecretField
from legalaid_desktop.ui.pieces.shown_words import ShownWords
from legalaid_desktop.ui.pieces.word_grid import State, WordGrid
from legalaid_desktop.ui.theme import Theme
from legalaid_desktop.ui.words import Words
from tests.ui.conftest import type_text

SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def field(qtbot: QtBot, qapp: QApplication) -> Iterator[SecretField]:
    made = SecretField(Words("ru"), Theme("light"), "unlock.passphrase")
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.editor.setFocus()
    qtbot.waitUntil(made.editor.hasFocus)
    yield made
    QGuiApplication.clipboard().clear()


@pytest.fixture
def grid(qtbot: QtBot, qapp: QApplication) -> WordGrid:
    made = WordGrid(Words("ru"), Theme("light"), "part.words", look_up=whole_word, cut=parted)
    qtbot.addWidget(made)
    made.resize(480, 300)
    made.show()
    return made


def press(widget: object, key: Qt.Key, text: str = "", held: Qt.KeyboardModifier = NONE) -> None:
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, held, text))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "held", "caps"),
    [("Л", NONE, True), ("л", SHIFT, True), ("Л", SHIFT, False), ("л", NONE, False), ("7", NONE, None)],
)
def test_caps_lock_is_noticed_by_the_letters(
    field: SecretField, text: str, held: Qt.KeyboardModifier, caps: bool | None
) -> None:
    press(field.editor, Qt.Key.Key_unknown, text, held)
    assert field.editor.caps_lock is caps
    assert ("Caps Lock" in field.hint.text()) is bool(caps)
    press(field.editor, Qt.Key.Key_CapsLock)
    assert "Caps Lock" not in field.hint.text()


def test_what_was_pasted_leaves_the_clipboard(field: SecretField) -> None:
    QGuiApplication.clipboard().setText("from a manager")
    press(field.editor, Qt.Key.Key_V, "\x16", Qt.KeyboardModifier.ControlModifier)
    assert bytes(field.editor.take()) == b"from a manager"
    assert QGuiApplication.clipboard().text() == ""
    assert "Буфер обмена очищен" in field.hint.text()
    press(field.editor, Qt.Key.Key_Delete)
    assert "Буфер" not in field.hint.text()


def test_letters_are_seen_only_while_the_eye_is_held(field: SecretField) -> None:
    type_text(field.editor, "лампа")
    dots = field.editor.grab().toImage()
    where = QPointF(field.eye.rect().center())
    for kind, shown in ((QEvent.Type.MouseButtonPress, True), (QEvent.Type.MouseButtonRelease, False)):
        QApplication.sendEvent(
            field.eye,
            QMouseEvent(kind, where, field.eye.mapToGlobal(where), Qt.MouseButton.LeftButton,
                        Qt.MouseButton.LeftButton, NONE),
        )  # fmt: skip
        assert bool(field.editor.shows_letters) == shown
        assert (field.editor.grab().toImage() == dots) is not shown
    field.eye.setFocus()
    press(field.eye, Qt.Key.Key_Space, " ")
    held = field.editor.shows_letters
    field.eye.clearFocus()
    assert (held, field.editor.shows_letters) == (True, False)
    assert field.eye.accessibleName() == "Показать, пока нажато: Парольная фраза"


def test_nothing_of_the_letters_is_told_to_other_programs(field: SecretField) -> None:
    type_text(field.editor, "лампа")
    field.editor.show_letters(True)
    interface = QAccessible.queryAccessibleInterface(field.editor)
    told = [field.editor.accessibleName(), field.editor.accessibleDescription(), field.editor.toolTip()]
    if interface is not None:
        told += [interface.text(kind) for kind in QAccessible.Text if kind is not QAccessible.Text.UserText]
    assert all("лампа" not in text for text in told)


def test_half_of_a_pair_of_code_units_is_no_letter(field: SecretField) -> None:
    field.editor._add("a\ud83d")
    assert field.editor.letters == 1
    field.editor._add("😀")
    assert bytes(field.editor.take()) == "a😀".encode()


def test_composed_and_decomposed_letters_are_the_same_passphrase(field: SecretField, qtbot: QtBot) -> None:
    other = SecretField(Words("ru"), Theme("light"), "create.again")
    qtbot.addWidget(other)
    type_text(field.editor, "йод")
    type_text(other.editor, "и\N{COMBINING BREVE}од")
    assert field.editor.same_as(other.editor)
    assert field.editor.is_like(bytearray("и\N{COMBINING BREVE}од".encode()))
    assert not field.editor.is_like(bytearray("иод".encode()))


# ------------------------------------------------------------------------------------------- drawn words


def test_drawn_words_stand_large_and_are_wiped(qtbot: QtBot, qapp: QApplication) -> None:
    shown = ShownWords(Words("ru"), Theme("light"))
    qtbot.addWidget(shown)
    shown.resize(480, 100)
    given = bytearray("лампа река камень озеро ветер берег".encode())
    shown.put(given)
    assert not any(given), "the bytes were taken over"
    assert len(shown.bounds()) == 6
    assert shown.words_in(len("лампа река".encode())) == 2
    filled = shown.grab().toImage()
    shown.wipe()
    assert shown.grab().toImage() != filled
    assert not any(shown._room)
    assert "лампа" not in shown.accessibleName() + shown.accessibleDescription() + shown.toolTip()


@pytest.mark.parametrize("width", [200, 330, 480, 640])
def test_drawn_words_fit_their_columns(qtbot: QtBot, qapp: QApplication, width: int) -> None:
    from PySide6.QtGui import QFontMetricsF

    from legalaid_desktop.ui.secret_letters import letters_width

    shown = ShownWords(Words("ru"), Theme("light"))
    qtbot.addWidget(shown)
    shown.resize(width, 100)
    shown.put(bytearray("выяснить журавлиха настойчив щупальце шиншилла жемчужина".encode()))
    metrics = QFontMetricsF(shown._font())
    room = (width - 32) / shown._columns()
    widest = max(letters_width(metrics, shown._room, *bounds) for bounds in shown.bounds())
    assert shown._columns() == 1 or widest + 16 < room
    assert shown.height() >= -(-6 // shown._columns()) * metrics.height()


# -------------------------------------------------------------------------------------- words of a sheet


def test_a_word_is_known_by_its_beginning_its_number_and_on_the_wrong_layout(grid: WordGrid) -> None:
    type_text(grid, "ACAD ")
    type_text(grid, "2 ")
    type_text(grid, "фсту ")  # «acne» with a Russian layout on
    assert [grid.word(cell) for cell in range(3)] == ["academic", "acid", "acne"]
    assert grid.known == 3
    assert grid.here == 3


def test_an_unknown_word_is_marked_and_typed_over(grid: WordGrid) -> None:
    type_text(grid, "acab acid ")
    assert grid.state(0) is State.UNKNOWN and grid.state(1) is State.KNOWN
    assert near(grid.word(0))
    press(grid, Qt.Key.Key_Home)
    type_text(grid, "acne ")
    assert grid.word(0) == "acne" and grid.known == 2


def test_backspace_goes_back_through_the_words(grid: WordGrid) -> None:
    type_text(grid, "acid ac")
    press(grid, Qt.Key.Key_Backspace)
    press(grid, Qt.Key.Key_Backspace)
    assert grid.here == 1
    press(grid, Qt.Key.Key_Backspace)
    assert grid.here == 0
    press(grid, Qt.Key.Key_Backspace)
    assert grid.word(0) == "aci"
    assert grid.state(0) is State.OPEN


def test_the_last_word_tells_that_all_are_there(grid: WordGrid, qtbot: QtBot) -> None:
    words = " ".join(["acid"] * 19)
    type_text(grid, words + " ")
    with qtbot.waitSignal(grid.full):
        type_text(grid, "acne ")
    assert grid.text().split() == ["acid"] * 19 + ["acne"]


def test_words_are_pasted_with_their_numbers_left_out_and_the_clipboard_emptied(grid: WordGrid) -> None:
    QGuiApplication.clipboard().setText("1. academic 2. acid\n3. acne")
    press(grid, Qt.Key.Key_V, "\x16", Qt.KeyboardModifier.ControlModifier)
    assert [grid.word(cell) for cell in range(3)] == ["academic", "acid", "acne"]
    assert QGuiApplication.clipboard().text() == ""


def test_thirty_three_words_find_room(grid: WordGrid) -> None:
    grid.take_in(tuple(["acid"] * 33))
    assert grid.count == 33 and grid.complete


def test_arrows_and_the_mouse_go_to_any_word(grid: WordGrid) -> None:
    rows = grid._rows()
    press(grid, Qt.Key.Key_Right)
    press(grid, Qt.Key.Key_Down)
    assert grid.here == rows + 1
    press(grid, Qt.Key.Key_Left)
    press(grid, Qt.Key.Key_Up)
    assert grid.here == 0
    press(grid, Qt.Key.Key_Up)
    assert grid.here == 0
    where = QPointF(QPoint(grid._cell_rect(5).center()))
    QApplication.sendEvent(
        grid,
        QMouseEvent(
            QEvent.Type.MouseButtonPress, where, grid.mapToGlobal(where), Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton, NONE,
        ),
    )  # fmt: skip
    assert grid.here == 5


def test_nothing_comes_out_of_the_grid_and_wiping_leaves_zeros(grid: WordGrid) -> None:
    type_text(grid, "academic acid ")
    QGuiApplication.clipboard().setText("before")
    for key, text in ((Qt.Key.Key_A, "\x01"), (Qt.Key.Key_C, "\x03"), (Qt.Key.Key_X, "\x18")):
        press(grid, key, text, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "before"
    assert "academic" not in grid.accessibleName() + grid.accessibleDescription()
    room = grid._room
    grid.wipe()
    assert not any(room) and grid.empty


# ---------------------------------------------------------------------------------------------- memory

MEMORY = """
import os, sys
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from legalaid_desktop.services.secrets import Secret
from legalaid_desktop.ui.pieces.secret_field import SecretField
from legalaid_desktop.ui.pieces.shown_words import ShownWords
from legalaid_desktop.ui.theme import Theme
from legalaid_desktop.ui.words import Words

app = QApplication([])
field = SecretField(Words("ru"), Theme("light"), "unlock.passphrase")
shown = ShownWords(Words("ru"), Theme("light"))
for widget in (field, shown):
    widget.resize(480, 120)
    widget.show()
app.processEvents()
# Letters come one by one and in code, so that no whole word of the secret is in the script itself.
codes = [ord(letter) for letter in sys.argv[1]]
drawn = bytearray()
for code in codes:
    letter = chr(code ^ 1)
    drawn += letter.encode()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        app.sendEvent(field.editor, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
shown.put(drawn)
field.editor.show_letters(True)
field.grab(), shown.grab()
app.processEvents()
field.editor.show_letters(False)
def copies():
    # The needles are of other bytes than the secret, and are turned back a window at a time.
    needles = []
    for coding in ("utf-8", "utf-16-le", "utf-32-le"):
        text = "".join(chr(code ^ 1) for code in codes[4:16])
        needles.append(bytes(byte ^ 0x5A for byte in text.encode(coding)))
        del text
    table = bytes(value ^ 0x5A for value in range(256))
    found = 0
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", buffering=0) as memory:
        for line in maps:
            span, rights, *_ = line.split()
            if not rights.startswith("rw") or "[v" in line:
                continue
            start, end = (int(part, 16) for part in span.split("-"))
            for at in range(start, end, 1 << 22):
                memory.seek(at)
                try:
                    chunk = memory.read(min((1 << 22) + 64, end - at))
                except OSError:
                    continue
                turned = chunk.translate(table)
                del chunk
                found += sum(turned.count(needle) for needle in needles)
    return found

standing = copies()
taken = field.editor.take()
alike = field.editor.is_like(shown.copy())
with Secret.from_utf8(taken) as secret:
    length = len(secret)
field.editor.wipe()
shown.wipe()
app.processEvents()
print(length, alike, standing, copies())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads its own memory by /proc")
def test_a_typed_and_a_drawn_passphrase_leave_no_run_of_letters_in_memory() -> None:
    """The whole process is searched after both were painted, taken and wiped."""
    secret = "кварцевый ёж поёт за окном"
    # The argument lies in memory as it was given: it is given turned.
    turned = "".join(chr(ord(letter) ^ 1) for letter in secret)
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", PYTHONPATH=str(Path("src").resolve()))
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, turned],
        capture_output=True, text=True, timeout=120, env=environment, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    length, alike, standing, left = done.stdout.split()
    assert (int(length), alike) == (len(secret.encode()), "True")
    assert int(standing) > 0, "the search finds what is there"
    assert int(left) == 0
