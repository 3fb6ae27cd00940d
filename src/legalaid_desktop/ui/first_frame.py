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

from PySide6.QtCore import QEventLoop, QMessageLogContext, QSettings, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from legalaid_desktop.ui.main_window import MainWindow
from legalaid_desktop.ui.shades import PAGE_SHADES, look_in_force

if TYPE_CHECKING:
    from legalaid_desktop.host.preferences import Preferences

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


def make_application(argv: Sequence[str]) -> QApplication:
    """The application object with its attributes set; one per process."""
    leave_no_traces()
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)
    QApplication.setStyle("Fusion")  # before the application: the platform's own style is then never made
    app = QApplication(list(argv[:1]))
    app.setApplicationName("legalaid-desktop")
    app.setApplicationDisplayName("")
    app.setQuitOnLastWindowClosed(True)
    # No text is ever dragged out to another program, where nothing marks it as secret or takes it back.
    app.setStartDragDistance(_NEVER)
    return app


def empty_window(preferences: Preferences) -> MainWindow:
    """The window in the size and shade of the settings, with nothing in it; not shown yet."""
    return MainWindow(preferences, PAGE_SHADES[look_in_force(preferences.appearance)])


def first_frame(argv: Sequence[str], preferences: Preferences) -> tuple[QApplication, MainWindow]:
    """Make the application, show the empty window, return once it is painted. Keys pressed meanwhile wait."""
    qInstallMessageHandler(_quiet)
    app = make_application(argv)
    window = empty_window(preferences)
    waiting = QEventLoop()
    window.painted.connect(waiting.quit)
    QTimer.singleShot(_SEEN_BY, waiting.quit)
    window.show()
    waiting.exec(_UNTOUCHED)
    window.painted.disconnect(waiting.quit)
    app.processEvents(_UNTOUCHED)  # what was painted leaves for the screen
    return app, window
