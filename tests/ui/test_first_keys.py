"""The first keys and the first picture of a window that was just begun or just opened: none is lost, none is empty."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from legalaid_desktop.presenters.unlock import Face
from tests.ui.conftest import Desktop, type_text


class Gate:
    """Keeps a lane until it is opened."""

    def __init__(self) -> None:
        self._open = threading.Event()

    def wait(self) -> None:
        assert self._open.wait(20)

    def open(self) -> None:
        self._open.set()

    def nothing(self) -> tuple[object, ...]:
        """What a look behind the gate finds."""
        self.wait()
        return ()


@pytest.fixture
def searching(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> Gate:
    """The window is on the screen and still looks for its vault."""
    gate = Gate()

    def exists(folder: Path) -> bool:
        gate.wait()
        return bool(desktop.door.vault_there)

    monkeypatch.setattr(desktop.door, "exists", exists)
    with desktop.qtbot.waitExposed(desktop.window):
        desktop.window.show()
    desktop.activate()
    desktop.window.start()
    return gate


def _keys(desktop: Desktop, text: str, *then: Qt.Key) -> None:
    """To where the toolkit brings them: the control with the cursor, or the window."""
    type_text(desktop.window.focusWidget() or desktop.window, text)
    for key in then:
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(desktop.window.focusWidget() or desktop.window, event)


def test_a_passphrase_typed_before_there_is_a_field_opens_the_vault(desktop: Desktop, searching: Gate) -> None:
    unlock = desktop.window.unlock
    assert unlock.face_shown == Face.NEUTRAL and not unlock.passphrase.isVisible()
    _keys(desktop, "open sesamex", Qt.Key.Key_Backspace, Qt.Key.Key_Return)
    searching.open()
    desktop.qtbot.waitUntil(lambda: bool(desktop.window.page_key))
    assert desktop.door.seen == [b"open sesame"]


def test_letters_typed_ahead_wait_in_the_field(desktop: Desktop, searching: Gate) -> None:
    unlock = desktop.window.unlock
    _keys(desktop, "open ses")
    searching.open()
    desktop.qtbot.waitUntil(unlock.passphrase.editor.hasFocus)
    _keys(desktop, "ame")
    assert bytes(unlock.passphrase.editor.take()) == b"open sesame" and desktop.door.seen == []


def test_nothing_typed_ahead_stays_where_there_is_no_vault(desktop: Desktop, searching: Gate) -> None:
    desktop.door.vault_there = False
    _keys(desktop, "open sesame", Qt.Key.Key_Return)
    searching.open()
    unlock = desktop.window.unlock
    desktop.qtbot.waitUntil(lambda: unlock.face_shown == Face.CREATE)
    desktop.qtbot.wait(50)
    assert unlock.passphrase.editor.empty and desktop.door.seen == [] and desktop.door.made == []


def test_a_letter_typed_on_a_button_of_the_locked_window_goes_to_the_passphrase(desktop: Desktop) -> None:
    desktop.show()
    unlock = desktop.window.unlock
    unlock.forgot_button.setFocus()
    QTest.keyClick(unlock.forgot_button, Qt.Key.Key_O)
    assert unlock.passphrase.editor.hasFocus() and unlock.passphrase.editor.letters == 1
    unlock.forgot_button.setFocus()
    QTest.keyClick(unlock.forgot_button, Qt.Key.Key_Backspace)  # no letter: nobody's
    assert unlock.passphrase.editor.letters == 1


def test_the_locked_face_says_what_goes_on_until_the_first_page_is_there(desktop: Desktop) -> None:
    gate = Gate()

    desktop.door.briefcase.damaged = SimpleNamespace(seen=gate.nothing, is_quick=False)
    desktop.show()
    window, unlock = desktop.window, desktop.window.unlock
    type_text(unlock.passphrase.editor, "open sesame")
    unlock.open_button.click()
    desktop.qtbot.waitUntil(lambda: not window.locked)
    desktop.qtbot.wait(100)
    assert unlock.isVisible() and unlock.busy.isVisible() and unlock.busy.text()  # no empty page
    assert unlock.passphrase.editor.empty and not unlock.open_button.isEnabled()
    gate.open()
    desktop.qtbot.waitUntil(lambda: bool(window.page_key))
    assert window.page is not None and window.page.isVisible() and not unlock.isVisible()
    assert not unlock.busy.text() and unlock.open_button.isEnabled()


def test_a_lock_before_the_first_page_is_a_lock(desktop: Desktop) -> None:
    gate = Gate()
    desktop.door.briefcase.damaged = SimpleNamespace(seen=gate.nothing, is_quick=False)
    desktop.show()
    type_text(desktop.window.unlock.passphrase.editor, "open sesame")
    desktop.window.unlock.open_button.click()
    desktop.qtbot.waitUntil(lambda: not desktop.window.locked)
    desktop.window.lock()
    gate.open()
    desktop.qtbot.waitUntil(lambda: bool(desktop.relaunched))
    assert desktop.window.unlock.isVisible() and desktop.window.unlock.face_shown == Face.NEUTRAL


def _until_it_rests(pid: int) -> None:
    """Until a program has had nothing to do for a second and a half."""
    before, rested = "", 0
    while rested < 3:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        now = " ".join(fields[11:13])  # ticks that it ran
        rested = rested + 1 if now == before else 0
        before = now
        time.sleep(0.5)


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel whether the program listens yet")
def test_a_locked_window_that_nobody_touches_ends_when_the_session_does(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    program = subprocess.Popen([sys.executable, "-m", "legalaid_desktop"], env=environment)
    try:
        status = Path(f"/proc/{program.pid}/status")
        caught = 0
        while not caught & 1 << (signal.SIGTERM - 1):
            assert program.poll() is None
            caught = int(status.read_text().partition("SigCgt:")[2].split()[0], 16)
            time.sleep(0.05)
        _until_it_rests(program.pid)
        program.terminate()
        assert program.wait(20) == 0
    finally:
        program.kill()
