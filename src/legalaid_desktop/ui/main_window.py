"""Which face is showing, and the way out: nothing more.

The window has two faces: the locked one (:mod:`ui.unlock_screen`) and the open one (:mod:`ui.workplace`). Its title
never carries a name. Locking never asks: what was typed goes into the vault, the keys are wiped, the process is
replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.focus_ring import FocusRing
from legalaid_desktop.ui.idle_lock import IdleLock
from legalaid_desktop.ui.page import Page, PageSpec
from legalaid_desktop.ui.unlock_screen import UnlockScreen

if TYPE_CHECKING:
    from legalaid_desktop.ui.workplace import Workplace

_LOCK_PATIENCE: Final = 4_000
"""ms that a lock waits for what was typed to reach the disk, behind a blank window; then the process goes anyway."""
_PANIC_KEYS: Final = (Qt.Key.Key_L, ord("Д"))
"""Ctrl with the key of the Latin L, also while a Cyrillic layout is on."""
_SMALLEST: Final = (560, 360)
"""Logical px: half of 1366×768 is 683×384, which must be usable."""


class MainWindow(QWidget):
    """``relaunch`` replaces the process; tests hand in something milder. ``bug`` is the crash hook."""

    def __init__(
        self,
        desk: Desk,
        specs: Sequence[PageSpec],
        *,
        idle: IdleLock,
        relaunch: Callable[[], None],
        bug: Callable[[BaseException], None],
        vault: Path | None = None,
    ) -> None:
        super().__init__()
        self.desk: Final = desk
        self.specs: Final = list(specs)
        """Pages that the open face will have; fixed once a vault was opened."""
        self.workplace: Workplace | None = None
        self._idle = idle
        self._relaunch = relaunch
        self._bug = bug
        self._leaving = False
        self._locked = True
        self.setObjectName("window")
        desk.words.bind(self, lambda: self.setWindowTitle(desk.words.say("shell.title")))
        self.setMinimumSize(*_SMALLEST)
        self.unlock: Final = UnlockScreen(desk, vault)
        self.unlock.opened.connect(self._opened)
        self._faces = QStackedWidget()
        self._faces.addWidget(self.unlock)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._faces)
        self.ring: Final = FocusRing(self, desk.theme)
        desk.lock_asked.connect(self.lock)
        desk.changed.connect(self._changed)
        idle.gone.connect(self.lock)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._restore_size()

    @property
    def locked(self) -> bool:
        return self._locked

    @property
    def page_key(self) -> str:
        """Key of the page that is shown, empty while locked."""
        return "" if self._locked or self.workplace is None else self.workplace.page_key

    @property
    def page(self) -> Page | None:
        return None if self._locked or self.workplace is None else self.workplace.page

    def start(self) -> None:
        """Look for the vault; call once the window is shown."""
        self.unlock.start()

    def _opened(self) -> None:
        from legalaid_desktop.ui.workplace import Workplace  # late: the locked window appears without it

        if self.workplace is None:
            self.workplace = Workplace(self, self.desk, self.specs, bug=self._bug)
            self._faces.addWidget(self.workplace)
            self.ring.stay_under(self.workplace.toast)
        self._locked = False
        self._faces.setCurrentWidget(self.workplace)
        self._idle.watch(self.desk.preferences.current.lock_after_minutes)
        self.workplace.arrive()

    def _changed(self, kind: str) -> None:
        if kind == "settings" and not self._locked and not self._leaving:
            self._idle.watch(self.desk.preferences.current.lock_after_minutes)

    def focusNextPrevChild(self, onwards: bool) -> bool:
        """Tab walks as everywhere. The toolkit walks by itself too, when the control with the cursor goes away; then
        the cursor must stay in the page: on a button of the toast the next Enter would undo what was just done."""
        focused = QApplication.focusWidget()
        here = self.workplace if not self._locked and not self._leaving else None
        if focused is not None and here is not None and self._is_going(focused):
            return here.take_in_cursor(focused)
        return super().focusNextPrevChild(onwards)

    def _is_going(self, widget: QWidget) -> bool:
        """Whether a control can no longer be used: it or something around it is being hidden or switched off."""
        around: QWidget | None = widget
        while around is not None and around is not self:
            if around.isHidden():
                return True
            around = around.parentWidget()
        return not widget.isEnabled()

    # Lock

    def lock(self) -> None:
        """Nothing is asked, nothing that was typed is lost. Open menus and dialogues go first."""
        if self._locked or self._leaving:
            return
        self._leave()
        self.desk.vault.close_vault(owner=self, done=self._gone, failed=self._gone_anyway)
        QTimer.singleShot(_LOCK_PATIENCE, self, self._gone)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The panic key, heard before any menu, dialogue or field: a shortcut of the window would not be."""
        if not self._locked and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            alone = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if alone and event.key() in _PANIC_KEYS:
                self.lock()
                return True
        return False

    def _leave(self) -> None:
        self._leaving = True
        self._idle.rest()
        if self.workplace is not None:
            self.workplace.leave()
        # Behind the blank face; whatever long work still runs is for nobody.
        self.desk.vault.cancel_all()
        self.unlock.rest()
        self._faces.setCurrentWidget(self.unlock)
        for widget in QApplication.topLevelWidgets():
            if widget is not self and widget.isVisible():
                widget.hide()
        self.repaint()

    def _gone_anyway(self, error: LegalAidError) -> None:
        self._bug(error)
        self._gone()

    def _gone(self) -> None:
        if not self._locked:
            self._locked = True
            self._remember_size()
            self._relaunch()

    # The end

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is locking without coming back: typed words are kept, nothing is asked."""
        if not self._leaving:
            self._remember_size()
            if not self._locked:
                self._leave()
        event.accept()

    def _restore_size(self) -> None:
        preferences = self.desk.preferences.current
        screen = QGuiApplication.primaryScreen().availableGeometry()
        width = preferences.window_width or min(1280, screen.width())
        height = preferences.window_height or min(760, screen.height())
        self.resize(min(width, screen.width()), min(height, screen.height()))
        if preferences.window_maximised or screen.width() <= 1366:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def _remember_size(self) -> None:
        now = self.desk.preferences.current
        maximised = self.isMaximized()
        size = self.normalGeometry() if maximised else self.geometry()
        values = {"window_width": size.width(), "window_height": size.height(), "window_maximised": maximised}
        if any(getattr(now, key) != value for key, value in values.items()):
            try:
                self.desk.preferences.change(**values)
            except LegalAidError as error:  # a settings folder that cannot be written must not stop a lock
                self._bug(error)
