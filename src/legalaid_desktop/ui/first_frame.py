"""The first picture of the program, on the screen before anything else of the program is loaded.

After a lock this is what replaces the case that was open: an empty page under the program's neutral title. So this
module, and :mod:`ui.main_window` under it, load nothing at the top but the toolkit; what furnishes the window
(:mod:`ui.application`) comes once the picture is seen.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEventLoop, QMessageLogContext, QSettings, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from legalaid_desktop.ui.lock_signals.session_bus import keep_to_the_buses_there
from legalaid_desktop.ui.main_window import MainWindow
from legalaid_desktop.ui.shades import first_shade

if TYPE_CHECKING:
    from legalaid_desktop.host.first_look import FirstLook

_NEVER: Final = 1 << 24
"""px that no hand draws."""
_SEEN_BY: Final = 500
"""ms until the program goes on with a window that nobody painted: it may be covered."""
_UNTOUCHED: Final = QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents
"""Keys and clicks wait until there is something that can take them; none is lost."""


def leave_no_traces() -> None:
    """Qt's own settings lead nowhere: its file dialogue would write down the folders that were visited."""
    nowhere = str(Path(os.devnull) / "nowhere")
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(form, scope, nowhere)
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)


def _quiet(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    # Qt's messages may quote what is on the screen; only that there was a grave one is told.
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg) and sys.__stderr__ is not None:
        with contextlib.suppress(OSError):
            sys.__stderr__.write("legalaid-desktop: the toolkit reports a grave fault\n")


def _bare_application(argv: Sequence[str]) -> QApplication:
    """What the first picture needs of the application object; :func:`_complete` has the rest."""
    leave_no_traces()
    if sys.platform not in ("win32", "darwin"):
        keep_to_the_buses_there()
    # By the word of the command line and not by ``setStyle``: the platform's own style is never made this way either,
    # and the toolkit does not make all the names of ``QStyle``.
    app = QApplication([*argv[:1], "-style", "fusion"])
    app.setApplicationName("legalaid-desktop")
    app.setApplicationDisplayName("")
    app.setQuitOnLastWindowClosed(True)
    # No text is ever dragged out to another program, where nothing marks it as secret or takes it back.
    app.setStartDragDistance(_NEVER)
    return app


def _complete(app: QApplication) -> None:
    from PySide6.QtCore import Qt  # late: making its names takes as long as all else up to the first picture

    app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    app.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)


def make_application(argv: Sequence[str]) -> QApplication:
    """The application object with its attributes set; one per process."""
    app = _bare_application(argv)
    _complete(app)
    return app


def empty_window(look: FirstLook) -> MainWindow:
    """The window in the size and shade of the settings, with nothing in it; not shown yet."""
    return MainWindow(look, first_shade(look.appearance))


def first_frame(argv: Sequence[str], look: FirstLook) -> tuple[QApplication, MainWindow]:
    """Make the application, show the empty window, return once it is painted. Keys pressed meanwhile wait."""
    qInstallMessageHandler(_quiet)
    app = _bare_application(argv)
    window = empty_window(look)
    waiting = QEventLoop()
    window.painted.connect(waiting.quit)
    QTimer.singleShot(_SEEN_BY, waiting.quit)
    window.appear()
    waiting.exec(_UNTOUCHED)
    window.painted.disconnect(waiting.quit)
    app.processEvents(_UNTOUCHED)  # what was painted leaves for the screen
    _complete(app)
    return app, window
