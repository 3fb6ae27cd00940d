"""The first picture: what is on it, what it waits for, and what stands when it is gone over by the rest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from legalaid_desktop import __main__ as entry
from legalaid_desktop.host.first_look import FirstLook, look_in
from legalaid_desktop.host.preferences import preferences
from legalaid_desktop.host.wording import LANGUAGES, wording
from legalaid_desktop.ui.first_frame import empty_window
from legalaid_desktop.ui.main_window import TITLE
from legalaid_desktop.ui.shades import PAGE_SHADES
from legalaid_desktop.ui.theme import DARK, HIGH_CONTRAST, LIGHT
from tests.ui.conftest import Desktop
from tests.ui.test_traces import HEAVY

AT_FIRST_PAINT = """
import os, sys
from pathlib import Path
from PySide6 import QtCore
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from legalaid_desktop.ui import main_window
told = {}
first = main_window.MainWindow.paintEvent
def painted(self, event):
    if not told:
        told.update(modules=sorted(sys.modules), names="Qt" in vars(QtCore), title=self.windowTitle(),
                    children=len(self.findChildren(QtCore.QObject)), shade=self.palette().window().color().name())
        from PySide6.QtCore import QTimer
        self.looking = QTimer(self)
        self.looking.timeout.connect(lambda: look(self))
        self.looking.start(20)
    first(self, event)
def look(self):
    if self._furnished and self.unlock.face_shown != "neutral":
        import json
        told.update(face=str(self.unlock.face_shown), after=self.palette().window().color().name())
        print(json.dumps(told), flush=True)
        os._exit(0)
main_window.MainWindow.paintEvent = painted
sys.argv = ["legalaid", "open", "--vault", sys.argv[1]]
from legalaid_desktop.__main__ import command_line
command_line()
"""
OWN = {
    "legalaid_desktop", "legalaid_desktop.__main__", "legalaid_desktop.bootstrap", "legalaid_desktop.host",
    "legalaid_desktop.host.first_look", "legalaid_desktop.host.paths", "legalaid_desktop.host.process",
    "legalaid_desktop.ui", "legalaid_desktop.ui.first_frame", "legalaid_desktop.ui.main_window",
    "legalaid_desktop.ui.lock_signals",
    "legalaid_desktop.ui.lock_signals.session_bus",
    "legalaid_desktop.ui.shades",
}  # fmt: skip
"""Of the program's own modules, all that may be loaded before the first picture."""
LATER = HEAVY | {
    "tomllib", "ctypes", "concurrent", "concurrent.futures", "importlib.metadata", "json", "uuid",
    "PySide6.QtDBus", "PySide6.QtPrintSupport", "PySide6.QtSvg", "PySide6.QtTest",
}  # fmt: skip


@pytest.mark.parametrize(("appearance", "tokens"), [("dark", DARK), ("light", LIGHT), ("high_contrast", HIGH_CONTRAST)])
def test_the_first_picture_is_an_empty_page_before_anything_else_loads(
    appearance: str, tokens: object, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    preferences(config / "legalaid-desktop").change(appearance=appearance)
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", XDG_CONFIG_HOME=str(config))
    done = subprocess.run(
        [sys.executable, "-c", AT_FIRST_PAINT, str(tmp_path / "vault")],
        capture_output=True, text=True, timeout=120, env=environment, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    modules = set(found["modules"])
    assert {name for name in modules if name.partition(".")[0] == "legalaid_desktop"} <= OWN
    assert modules & LATER == set()
    assert not found["names"], "something made the names of Qt, which takes twenty milliseconds"
    assert found["children"] == 0
    assert found["title"] == TITLE
    # No flash: the empty page and the furnished one have the same shade.
    assert found["shade"] == found["after"] == QColor(vars(tokens)["page"]).name()
    assert found["face"] == "create"


def test_the_title_of_the_first_picture_is_the_title_of_the_window() -> None:
    assert {wording(lang).say("shell.title") for lang in LANGUAGES} == {TITLE}


@pytest.mark.parametrize("appearance", PAGE_SHADES)
def test_the_empty_window_is_painted_in_its_shade(appearance: str, qtbot: QtBot, qapp: QApplication) -> None:
    window = empty_window(FirstLook(appearance, 700, 500))
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.painted):
        window.appear()
    picture = window.grab().toImage()
    shades = {picture.pixelColor(x, y).name() for x in (0, 350, 699) for y in (0, 250, 499)}
    assert shades == {QColor(PAGE_SHADES[appearance]).name()}
    assert window.close()


def test_a_furnished_window_wears_the_look_of_the_application(desktop: Desktop, qapp: QApplication) -> None:
    desktop.show()
    assert desktop.window.palette().window().color() == qapp.palette().window().color()
    assert desktop.window.findChildren(QWidget)


def test_the_first_look_is_what_the_settings_say(tmp_path: Path) -> None:
    kept = preferences(tmp_path)
    kept.change(appearance="dark", window_width=1111, window_height=777, window_maximised=True, vault="x = 1\ny")
    assert look_in((tmp_path / "settings.toml").read_bytes()) == FirstLook("dark", 1111, 777, True)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff\xfe\0", b"appearance", b'appearance = "neon"', b"window_width = -5", b"window_width = 1e9",
        b"window_width = " + b"9" * 5000, "window_width = ٣٤".encode(), b"a" * 100_000 + b'\nappearance = "dark"',
        b"window_maximised = 1", b"\n" * 60_000,
    ],
)  # fmt: skip
def test_whatever_stands_in_the_settings_the_first_look_is_the_usual_one(data: bytes) -> None:
    assert look_in(data) == FirstLook()


@pytest.mark.parametrize(
    ("words", "vault"),
    [
        (["open", "--vault", "/v"], "/v"), (["open"], None), (["open", "--vault", "--json"], None),
        (["open", "--vault", ""], None), (["open", "--vault", "/v", "--json"], None), (["case", "--vault", "/v"], None),
        ([], None),
    ],
)  # fmt: skip
def test_a_window_that_is_begun_anew_needs_no_parser(
    words: list[str], vault: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["legalaid", *words])
    assert entry._named_vault() == (None if vault is None else Path(vault))
