"""What joins the parts of the window, and what must hold before a person can type: no dumps, one crash hook.

The application object and the first picture come before, from :mod:`ui.first_frame`.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, TextIO

from PySide6.QtCore import QTimer
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication, QWidget

from legalaid_desktop.errors import LegalAidError, UnsafeBinding
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.first_look import FirstLook
from legalaid_desktop.host.preferences import PreferenceFile
from legalaid_desktop.host.process import forbid_dumps
from legalaid_desktop.presenters.ports import VaultDoor
from legalaid_desktop.services.crash import crash_place
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.first_frame import empty_window
from legalaid_desktop.ui.idle_lock import IdleLock
from legalaid_desktop.ui.lock_signals.ports import LockSignal
from legalaid_desktop.ui.main_window import MainWindow
from legalaid_desktop.ui.qt_words import QtWords
from legalaid_desktop.ui.registry import page_specs
from legalaid_desktop.ui.tasks import Lane, VaultLane
from legalaid_desktop.ui.theme import Theme
from legalaid_desktop.ui.words import Words

_LATER: Final = 1_500
"""ms from the start until the libraries are looked at: the first picture and the first key come before."""
_TURN: Final = 500
"""ms between two moments in which a signal of the system is heard."""
_END: Final = 4.0
"""s that a closed program may take to bring its last words to the disk."""


class _Silence(io.TextIOBase):
    """Where warnings, logs and tracebacks of libraries go: they quote what they work on."""

    def write(self, text: str, /) -> int:
        return len(text)


class CrashHook:
    """The one place that faults of ours reach. ``tell`` shows them once there is a window. Nothing but this hook
    writes to stderr any more once it is installed."""

    def __init__(self) -> None:
        self._stderr: TextIO | None = None
        self.tell: Callable[[str], None] | None = None
        self.seen: list[str] = []
        """What was caught in this run, for tests and for the self-test."""

    def install(self) -> None:
        self._stderr = sys.stderr
        sys.stderr = _Silence()
        sys.excepthook = self._hook
        threading.excepthook = lambda args: self.caught(args.exc_value) if args.exc_value is not None else None
        sys.unraisablehook = lambda args: self.caught(args.exc_value) if args.exc_value is not None else None

    def _hook(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if isinstance(fault, KeyboardInterrupt):
            QApplication.quit()
            return
        self.caught(fault)

    def caught(self, fault: BaseException) -> None:
        """Write type and place to stderr and show them; the work goes on."""
        what = crash_place(fault)
        self.seen.append(what)
        del self.seen[:-20]
        stderr = self._stderr if self._stderr is not None else sys.stderr
        if stderr is not None:  # a windowed program on Windows has none
            with contextlib.suppress(OSError):  # nor one whose terminal was closed
                stderr.write(f"legalaid-desktop: {what}\n")
                stderr.flush()
        if self.tell is not None:
            self.tell(what)


def _no_state(manager: QSessionManager) -> None:
    manager.setRestartHint(QSessionManager.RestartHint.RestartNever)


def _signals(window: QWidget, listener: Sequence[str]) -> Sequence[LockSignal]:
    from legalaid_desktop.ui.lock_signals.system import signals_of_this_system  # late: not before a vault is open

    return signals_of_this_system(window, listener)


def _tell_unsafe_libraries(window: MainWindow) -> None:
    """Beside the Qt thread, once the first picture is there: a library that is too old is told before it is met."""
    from legalaid_desktop.presenters.error_words import error_words
    from legalaid_desktop.services.known_good import unsafe_libraries

    def tell(error: LegalAidError) -> None:
        window.desk.toast(error_words(error, window.desk.words.wording))

    def told(found: tuple[UnsafeBinding, ...]) -> None:
        for error in found[:1]:
            tell(error)

    window.desk.side.run(unsafe_libraries, owner=window, done=told, failed=tell)


def _shield(app: QApplication, desk: Desk) -> None:
    """Keep the windows out of pictures of the screen, as the setting says."""
    from legalaid_desktop.ui.screen_shield import ScreenShield, hide_of_this_system  # only where there is such a thing

    hide = hide_of_this_system()
    if hide is not None:
        shield = ScreenShield(app, hide, desk.preferences.current.allow_screen_pictures)
        desk.changed.connect(lambda kind: shield.allow(desk.preferences.current.allow_screen_pictures))


def build_window(
    app: QApplication,
    *,
    door: VaultDoor,
    clock: Clock,
    preferences: PreferenceFile,
    relaunch: Callable[[], None],
    hook: CrashHook,
    vault: Path | None = None,
    signals: Callable[[QWidget], Sequence[LockSignal]] = lambda _: (),
    window: MainWindow | None = None,
) -> MainWindow:
    """The window over real or test parts. ``vault`` is a folder in place of the one in the settings; ``window`` is the
    empty one that is on the screen already, otherwise it is made, and not shown yet."""
    words = Words(preferences.current.language)
    theme = Theme(preferences.current.appearance)
    theme.install(app)
    translator = QtWords(words)
    app.installTranslator(translator)
    desk = Desk(
        words=words, theme=theme, vault=VaultLane(), side=Lane("side"), clock=clock, preferences=preferences, door=door
    )
    if window is None:
        now = preferences.current
        look = FirstLook(now.appearance, now.window_width, now.window_height, now.window_maximised)
        window = empty_window(look)
    window.furnish(
        desk,
        page_specs(),
        idle=IdleLock(app),
        relaunch=relaunch,
        bug=hook.caught,
        vault=vault,
        signals=signals,
    )
    if sys.platform in ("win32", "darwin"):
        _shield(app, desk)
    hook.tell = lambda what: desk.toast(words.say("shell.fault", what=what))
    translator.setParent(window)
    return window


def run(
    app: QApplication,
    window: MainWindow,
    *,
    door: VaultDoor,
    clock: Clock,
    preferences: PreferenceFile,
    relaunch: Callable[[], None],
    listener: Sequence[str] = (),
    vault: Path | None = None,
) -> int:
    """Furnish the empty window and stay until it is closed; the exit status. ``listener`` is the command of the bus
    listener."""
    forbid_dumps()
    hook = CrashHook()
    hook.install()
    build_window(
        app,
        door=door,
        clock=clock,
        preferences=preferences,
        relaunch=relaunch,
        hook=hook,
        vault=vault,
        signals=lambda window: _signals(window, listener),
        window=window,
    )
    # Logging out or «kill» ends as closing does: typed words are kept, the vault is closed in order. Python hears of
    # it between two of its own steps, and a locked window that nobody touches makes none but these.
    turns = QTimer(window)
    turns.timeout.connect(lambda: None)
    turns.start(_TURN)
    for number in (signal.SIGTERM, signal.SIGINT, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])):
        signal.signal(number, lambda *_: window.close())
    # A session manager neither starts this program again with a state, nor ends it before the last words are kept.
    app.saveStateRequest.connect(_no_state)
    app.commitDataRequest.connect(lambda _: window.close())
    window.start()
    QTimer.singleShot(_LATER, window, lambda: _tell_unsafe_libraries(window))
    status = app.exec()
    hook.tell = None
    in_time = window.desk.vault.end_within(_END)
    window.end()
    window.desk.side.stop(wait=False)
    if not in_time:
        os._exit(status)  # the interpreter would wait for work that nobody waits for
    return status
