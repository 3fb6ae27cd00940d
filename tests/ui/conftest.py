"""Real widgets, offscreen unless the run has a display; private folders; a vault that is a stand-in or a real one."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from legalaid_desktop.bootstrap import Door
from legalaid_desktop.host.clock import Clock, FixedClock
from legalaid_desktop.host.paths import resources
from legalaid_desktop.host.preferences import preferences
from legalaid_desktop.presenters.ports import VaultDoor
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.key_slots import set_passphrase_after_recovery
from legalaid_desktop.services.opening import create_briefcase
from legalaid_desktop.services.secrets import Secret
from legalaid_desktop.ui.application import CrashHook, build_window
from legalaid_desktop.ui.first_frame import make_application
from legalaid_desktop.ui.lock_signals.ports import LockSignal
from legalaid_desktop.ui.main_window import MainWindow
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.workplace import Workplace
from tests.ui.stand_ins import FakeDoor

# Conditions, not times: a machine with two cores that runs other tests at once is slower than the plugin's 5 s.
vars(QtBot)["waitUntil"].__kwdefaults__["timeout"] = 30_000

PASSPHRASE = "лампа река камень семь"
TODAY = FixedClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All windows of a run go to one of its processes: one that waits for the screen does nothing else meanwhile."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("screen"))


@pytest.fixture(autouse=True)
def screen_of_our_own() -> Iterator[None]:
    """One process shows windows: two on one screen without a window manager take the focus from each other. A lock of
    the system beside the group of the distributor, for runs that are started side by side."""
    name = f"legalaid-tests{os.environ.get('DISPLAY', '').replace(':', '-').replace('/', '-')}.lock"
    with (Path(tempfile.gettempdir()) / name).open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        # Windows that earlier tests closed wait for an event loop to delete them; until then each new one styles them.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        yield


@pytest.fixture(scope="session")
def qapp() -> Iterator[QApplication]:
    app = QApplication.instance()
    yield app if isinstance(app, QApplication) else make_application(["test"])


@pytest.fixture(autouse=True)
def private_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        folder = tmp_path / "private" / name.lower()
        folder.mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(name, str(folder))
    monkeypatch.delenv("LEGALAID_VAULT", raising=False)


def type_text(widget: QWidget, text: str) -> None:
    """Keys with any letters, as a keyboard sends them; the toolkit's own helper knows Latin ones only."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def press(desktop: Desktop, page: QWidget, text: str) -> None:
    """The first visible button of ``page`` with this word, by key, once it is there."""

    def found() -> Button | None:
        return next((one for one in page.findChildren(Button) if one.text() == text and one.isVisible()), None)

    desktop.qtbot.waitUntil(lambda: found() is not None)
    button = found()
    assert button is not None
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)


class QuickDoor(Door):
    """The real door, at the least cost of key derivation that the format allows."""

    def create(self, folder: Path, passphrase: bytearray) -> Briefcase:
        with Secret.from_utf8(passphrase) as secret:
            return create_briefcase(folder, secret, clock=TODAY, fast_kdf=True)

    def renew_passphrase(self, briefcase: Briefcase, passphrase: bytearray, *, keep_old: bool) -> None:
        with Secret.from_utf8(passphrase) as secret:
            set_passphrase_after_recovery(briefcase, secret, replaces=() if keep_old else None, fast=True)


class Desktop:
    """A window over a stand-in vault, and what it asked of the world."""

    def __init__(
        self,
        qtbot: QtBot,
        app: QApplication,
        folder: Path,
        door: VaultDoor,
        language: str = "ru",
        signals: Callable[[QWidget], Sequence[LockSignal]] = lambda _: (),
        clock: Clock = TODAY,
    ) -> None:
        self.qtbot = qtbot
        self.door: Any = door
        self.relaunched: list[bool] = []
        self.hook = CrashHook()
        kept = preferences(folder / "settings")
        kept.change(language=language, appearance="light", check_spelling=False)  # a process each time, else
        self.preferences = kept
        self.window: MainWindow = build_window(
            app,
            door=door,
            clock=clock,
            preferences=kept,
            relaunch=lambda: self.relaunched.append(True),
            hook=self.hook,
            vault=folder / "vault",
            signals=signals,
        )
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)

    def show(self) -> None:
        self.window.setWindowState(Qt.WindowState.WindowNoState)
        self.window.resize(1366, 768)
        # A bare X server has no window manager to give the focus to a new window; it takes one that is on the screen.
        with self.qtbot.waitExposed(self.window):
            self.window.show()
        self.activate()
        self.window.start()
        self.qtbot.waitUntil(lambda: self.window.unlock.face_shown != "neutral")

    def activate(self) -> None:
        """Give the window the keys again: without a window manager they are nobody's once a popup has gone."""
        self.qtbot.waitUntil(self._activated)

    def _activated(self) -> bool:
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            QApplication.processEvents()
        return self.window.isActiveWindow()

    def open(self, passphrase: str = "open sesame") -> None:
        """Through the locked window, as a person does."""
        self.show()
        type_text(self.window.unlock.passphrase.editor, passphrase)
        self.window.unlock.open_button.click()
        self.qtbot.waitUntil(lambda: bool(self.window.page_key), timeout=20_000)

    def make(self, passphrase: str = PASSPHRASE) -> None:
        """A new vault with an own passphrase, from the shown form to the first page."""
        unlock = self.window.unlock
        self.qtbot.waitUntil(lambda: unlock.face_shown == "create")
        assert unlock.create_form is not None
        phrase = unlock.create_form.phrase
        phrase.choose_own()
        type_text(phrase.first.editor, passphrase)
        type_text(phrase.second.editor, passphrase)
        QTest.keyClick(phrase.second.editor, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: bool(self.window.page_key) or phrase.insist.isVisible(), timeout=20_000)
        if not self.window.page_key:
            phrase.insist.click()
            self.qtbot.waitUntil(lambda: bool(self.window.page_key), timeout=20_000)

    @property
    def work(self) -> Workplace:
        """The open face."""
        assert self.window.workplace is not None
        return self.window.workplace

    def page_keys(self) -> tuple[str, ...]:
        """All pages."""
        return tuple(spec.key for spec in self.window.specs)

    def put_away(self) -> None:
        """One of many windows is done with: it watches nothing any more, and makes the others no slower."""
        self.end()
        self.window.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.removeEventFilter(self.window)
        self.window.ring.hide()

    def end(self) -> None:
        self.window.desk.vault.stop()
        self.window.desk.side.stop()


@pytest.fixture(scope="session")
def practice_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with the practice cases; copy it, do not open it."""
    folder = tmp_path_factory.mktemp("practice") / "vault"
    with (
        Secret.from_passphrase(PASSPHRASE) as secret,
        create_briefcase(folder, secret, clock=TODAY, fast_kdf=True) as briefcase,
    ):
        briefcase.cases.import_files(sorted((resources() / "demo").glob("*.toml")))
        briefcase.notes.record(None, "Звонок без дела: перезвонить в пятницу")
    return folder


@pytest.fixture
def practice(qtbot: QtBot, qapp: QApplication, tmp_path: Path, practice_vault: Path) -> Iterator[Desktop]:
    """A window over a real vault with the practice cases, still locked; ``practice.open(PASSPHRASE)``."""
    shutil.copytree(practice_vault, tmp_path / "vault")
    made = Desktop(qtbot, qapp, tmp_path, QuickDoor(TODAY))
    yield made
    made.end()


@pytest.fixture
def desktop(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    made = Desktop(qtbot, qapp, tmp_path, FakeDoor())
    yield made
    made.end()
