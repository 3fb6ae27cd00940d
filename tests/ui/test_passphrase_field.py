"""The field whose letters never become a string that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from legalaid_desktop.ui.passphrase_field import PassphraseField
from legalaid_desktop.ui.theme import Theme
from tests.ui.conftest import type_text


@pytest.fixture
def field(qtbot: QtBot, qapp: QApplication) -> Iterator[PassphraseField]:
    made = PassphraseField(Theme("light"))
    qtbot.addWidget(made)
    made.show()
    yield made
    QGuiApplication.clipboard().clear()


def press(field: PassphraseField, key: Qt.Key, text: str = "", held: Qt.KeyboardModifier | None = None) -> None:
    held = Qt.KeyboardModifier.NoModifier if held is None else held
    QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, key, held, text))


def test_letters_of_any_script_are_kept_as_utf8(field: PassphraseField) -> None:
    type_text(field, "лампа ў ﺏ 漢")
    assert bytes(field.take()) == "лампа ў ﺏ 漢".encode()
    assert field.letters == 11


def test_backspace_takes_a_whole_letter_with_its_marks(field: PassphraseField) -> None:
    type_text(field, "aи\N{COMBINING BREVE}")
    assert field.letters == 2
    press(field, Qt.Key.Key_Backspace)
    assert bytes(field.take()) == b"a"
    press(field, Qt.Key.Key_Backspace)
    press(field, Qt.Key.Key_Backspace)
    assert field.empty


def test_delete_and_control_backspace_forget_everything(field: PassphraseField) -> None:
    for key, held in ((Qt.Key.Key_Delete, None), (Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)):
        type_text(field, "abc")
        press(field, key, held=held)
        assert field.empty and field.letters == 0


def test_select_all_and_type_takes_the_place_of_everything(field: PassphraseField) -> None:
    """Otherwise a phrase made of an old and a new one locks a vault that nobody can open."""
    type_text(field, "старое")
    press(field, Qt.Key.Key_A, "\x01", Qt.KeyboardModifier.ControlModifier)
    assert field.all_selected and field.letters == 6
    type_text(field, "новое")
    assert bytes(field.take()) == "новое".encode()
    press(field, Qt.Key.Key_A, "\x01", Qt.KeyboardModifier.ControlModifier)
    press(field, Qt.Key.Key_End)
    type_text(field, "!")
    assert bytes(field.take()) == "новое!".encode()
    press(field, Qt.Key.Key_A, "\x01", Qt.KeyboardModifier.ControlModifier)
    press(field, Qt.Key.Key_Backspace)
    assert field.empty


def test_forgetting_leaves_zeros(field: PassphraseField) -> None:
    type_text(field, "лампа")
    room = field._room
    field.wipe()
    assert not any(room)


def test_a_text_may_be_pasted_but_nothing_comes_out(field: PassphraseField) -> None:
    QGuiApplication.clipboard().setText("two\nwords")
    press(field, Qt.Key.Key_V, "\x16", Qt.KeyboardModifier.ControlModifier)
    assert bytes(field.take()) == b"twowords"
    QGuiApplication.clipboard().setText("before")
    for key, text in ((Qt.Key.Key_A, "\x01"), (Qt.Key.Key_C, "\x03"), (Qt.Key.Key_X, "\x18")):
        press(field, key, text, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "before"
    assert bytes(field.take()) == b"twowords"
    for query in (
        Qt.InputMethodQuery.ImSurroundingText,
        Qt.InputMethodQuery.ImCurrentSelection,
        Qt.InputMethodQuery.ImTextBeforeCursor,
    ):
        assert field.inputMethodQuery(query) is None
    assert "two" not in field.accessibleName() + field.accessibleDescription() + field.toolTip()


def test_a_dead_key_or_an_input_method_gives_its_finished_letters(field: PassphraseField) -> None:
    event = QInputMethodEvent("´", [])
    QApplication.sendEvent(field, event)
    assert field.empty
    event = QInputMethodEvent("", [])
    event.setCommitString("é")
    QApplication.sendEvent(field, event)
    assert bytes(field.take()) == "é".encode()


def test_altgr_types_a_letter_and_commands_do_not(field: PassphraseField) -> None:
    altgr = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    press(field, Qt.Key.Key_E, "€", altgr)
    press(field, Qt.Key.Key_L, "l", Qt.KeyboardModifier.AltModifier)
    assert bytes(field.take()) == "€".encode()


def test_a_very_long_text_ends_at_a_whole_letter(field: PassphraseField) -> None:
    type_text(field, "ы" * 600)
    assert len(field.take()) == 1024
    field.take().decode("utf-8")


def test_enter_tells_and_two_fields_are_compared_in_place(field: PassphraseField, qtbot: QtBot) -> None:
    other = PassphraseField(Theme("light"))
    qtbot.addWidget(other)
    type_text(field, "abc")
    type_text(other, "abc")
    assert field.same_as(other)
    type_text(other, "d")
    assert not field.same_as(other)
    with qtbot.waitSignal(field.entered):
        press(field, Qt.Key.Key_Return)


def test_the_dots_say_nothing_of_the_letters(field: PassphraseField) -> None:
    type_text(field, "abcdef")
    first = field.grab().toImage()
    field.wipe()
    type_text(field, "щщщщщщ")
    assert field.grab().toImage() == first


def test_no_string_of_the_whole_lies_in_python_memory(field: PassphraseField) -> None:
    secret = "".join(("qz", "vx", "kw", "jq"))
    type_text(field, secret)
    field.take()
    field.grab()
    held = [one for one in gc.get_objects() if isinstance(one, dict)]
    values = [value for one in held for value in list(one.values()) if isinstance(value, str) and value == secret]
    # The only one is this test's own.
    assert len([value for value in values if value is not secret]) == 0
