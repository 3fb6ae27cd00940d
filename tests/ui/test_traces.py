"""What the window leaves behind, loads, and forbids."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from legalaid_desktop.bootstrap import relaunch_command, vault_after_lock
from legalaid_desktop.services.crash import crash_place
from legalaid_desktop.ui.idle_lock import IdleLock
from legalaid_desktop.ui.pieces.paths import choose_folder, choose_new_file
from tests.ui.conftest import Desktop

FIRST_PAINT = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from legalaid_desktop.bootstrap import Door
from legalaid_desktop.host.clock import SystemClock
from legalaid_desktop.host.preferences import preferences
from legalaid_desktop.host.process import forbid_dumps
from legalaid_desktop.ui.application import CrashHook, build_window
from legalaid_desktop.ui.first_frame import make_application
forbid_dumps()
app = make_application(["x"])
clock = SystemClock()
folder = Path(sys.argv[1])
window = build_window(app, door=Door(clock), clock=clock, preferences=preferences(folder / "settings"),
                      relaunch=lambda: None, hook=CrashHook(), vault=folder / "vault")
window.show()
window.start()
QTimer.singleShot(300, app.quit)
app.exec()
assert window.unlock.face_shown == "create", window.unlock.face_shown
import resource
print(resource.getrlimit(resource.RLIMIT_CORE))
print(*sorted(sys.modules))
window.desk.vault.stop()
window.desk.side.stop()
"""
HEAVY = {
    "docx", "reportlab", "lxml", "argon2", "pytrovich", "fpdf", "pymorphy3", "zxcvbn", "jinja2", "markdown_it",
    "uharfbuzz", "pypdfium2", "pyrage", "sqlcipher3", "nacl", "PySide6.QtNetwork", "ssl", "socket", "asyncio", "http",
}  # fmt: skip


def test_nothing_heavy_is_loaded_at_the_first_paint_and_no_dump_is_allowed(tmp_path: Path) -> None:
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(tmp_path)],
        capture_output=True, text=True, timeout=120, env=environment, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    limits, modules = done.stdout.splitlines()
    assert limits == "(0, 0)"
    assert HEAVY & set(modules.split()) == set()


def everything_under(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_the_file_dialogue_writes_down_no_folder(qtbot: QtBot, desktop: Desktop, tmp_path: Path) -> None:
    chosen: list[Path] = []
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    visited = tmp_path / "visited-folder"
    visited.mkdir()
    words = desktop.window.desk.words
    dialogues = [
        choose_folder(parent, words, "unlock.choose_folder", chosen.append, start=visited),
        choose_new_file(parent, words, "backup.out", chosen.append, name="copy.age", start=visited),
    ]
    for dialogue in dialogues:
        assert dialogue.testOption(QFileDialog.Option.DontUseNativeDialog)
        dialogue.done(QFileDialog.DialogCode.Accepted)
    settings = QSettings(QSettings.Scope.UserScope, "QtProject")
    settings.setValue("FileDialog/lastVisited", str(visited))
    settings.sync()
    left = [name for name in everything_under(tmp_path / "private") if not name.endswith(".cache-9")]
    assert [name for name in left if "fontconfig" not in name] == []


def test_a_fault_is_described_by_type_and_place_alone() -> None:
    try:
        raise KeyError("имя")
    except KeyError as fault:
        told = crash_place(fault)
    assert told.startswith("KeyError test_traces.py:")
    assert "имя" not in told
    assert "/" not in told


@pytest.mark.parametrize(
    ("executable", "frozen", "vault", "command"),
    [
        ("/py", False, None, ["/py", "-m", "legalaid_desktop"]),
        ("/x/legalaid-desktop", True, None, ["/x/legalaid-desktop"]),
        ("/x/legalaid", True, None, ["/x/legalaid", "open"]),
        ("/py", False, "/v", ["/py", "-m", "legalaid_desktop", "open", "--vault", "/v"]),
    ],
)
def test_the_new_process_is_the_same_program(
    executable: str, frozen: bool, vault: str | None, command: list[str]
) -> None:
    assert relaunch_command(executable, frozen, None if vault is None else Path(vault)) == command


class Hands:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_nobody_there_is_noticed_after_the_set_time(desktop: Desktop, qtbot: QtBot) -> None:
    hands = Hands()
    app = desktop.window.desk and QWidget().window()
    assert app is not None
    from PySide6.QtWidgets import QApplication

    instance = QApplication.instance()
    assert isinstance(instance, QApplication)
    idle = IdleLock(instance, hands)
    gone: list[float] = []
    idle.gone.connect(lambda: gone.append(hands.now))
    idle.watch(1)
    for _ in range(59):
        hands.now += 1
        idle.tick()
    assert gone == []
    hands.now += 1
    idle.tick()
    assert gone == [1060.0]
    idle.tick()
    assert len(gone) == 1


def test_a_key_puts_it_off_and_a_sleep_does_not_wait(desktop: Desktop, qtbot: QtBot) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    instance = QApplication.instance()
    assert isinstance(instance, QApplication)
    hands = Hands()
    idle = IdleLock(instance, hands)
    gone: list[float] = []
    idle.gone.connect(lambda: gone.append(hands.now))
    idle.watch(1)
    for _ in range(6):
        hands.now += 9
        idle.tick()
    widget = QWidget()
    qtbot.addWidget(widget)
    QTest.keyClick(widget, Qt.Key.Key_A)
    for _ in range(5):
        hands.now += 9
        idle.tick()
    assert gone == []
    # The lid was closed: eleven seconds without a tick.
    hands.now += 11
    idle.tick()
    assert len(gone) == 1


def test_the_idle_lock_locks_the_open_window(desktop: Desktop) -> None:
    desktop.open()
    desktop.window._idle.gone.emit()
    desktop.qtbot.waitUntil(lambda: bool(desktop.relaunched))
    assert desktop.door.briefcase.closed == 1


@pytest.mark.parametrize(
    ("given", "named", "after", "wanted"),
    [
        (None, None, "/usual", None),
        (None, None, "/saved", None),  # the settings hold it
        ("/old", "/old", "/old", "/old"),
        ("/old", "/old", "/saved", "/saved"),
        (None, "/of-the-environment", "/of-the-environment", None),
        (None, "/of-the-environment", "/saved", "/saved"),
    ],
)
def test_the_window_after_a_lock_opens_the_vault_that_was_gone_on_to(
    given: str | None, named: str | None, after: str, wanted: str | None
) -> None:
    def path(text: str | None) -> Path | None:
        return None if text is None else Path(text)

    assert vault_after_lock(path(given), path(named), Path(after)) == path(wanted)
