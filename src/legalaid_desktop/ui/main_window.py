"""Which face is showing, and the way out: nothing more.

This module is on the way of the first picture (:mod:`ui.first_frame`): at its top stands nothing of the program, and
nothing of ``Qt`` or ``QEvent``, whose names alone take the toolkit twenty milliseconds to make.

The window has two faces: the locked one (:mod:`ui.unlock_screen`) and the open one (:mod:`ui.workplace`). Its title
never carries a name. Locking never asks: what was typed goes into the vault, the keys are wiped, the process is
replaced.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent

    from legalaid_desktop.errors import LegalAidError
    from legalaid_desktop.host.first_look import FirstLook
    from legalaid_desktop.ui.desk import Desk
    from legalaid_desktop.ui.focus_ring import FocusRing
    from legalaid_desktop.ui.idle_lock import IdleLock
    from legalaid_desktop.ui.lock_signals.key_file_watch import KeyFileWatch
    from legalaid_desktop.ui.lock_signals.ports import LockSignal, Trigger
    from legalaid_desktop.ui.page import Page, PageSpec
    from legalaid_desktop.ui.unlock_screen import UnlockScreen
    from legalaid_desktop.ui.workplace import Workplace

TITLE: Final = "LegalAid Desktop"
"""The words ``shell.title``, the same in each language: the catalogue of words is not read for the first picture."""
_LOCK_PATIENCE: Final = 750
"""ms that a lock waits for what was typed to reach the disk, behind a blank window; then the process goes anyway. The
whole of a lock is to take a second, and two at most."""
_LONGER_PATIENCE: Final = 1_400
"""ms, where no hand asked for the lock."""
_LAST_RESORT: Final = 0.15
"""s after that until another thread replaces the process, should the screen's own stand still."""
_HURRY: Final = 40
"""ms between two looks at what still stands before the lock."""
_SMALLEST: Final = (560, 360)
"""Logical px: half of 1366×768 is 683×384, which must be usable."""


class MainWindow(QWidget):
    """Made empty, so that it can be on the screen before the rest of the program is loaded; :meth:`furnish` then puts
    the two faces into it."""

    painted = Signal()
    """The window was painted while it was still empty."""
    desk: Desk
    specs: list[PageSpec]
    """Pages that the open face will have; fixed once a vault was opened."""
    unlock: UnlockScreen
    ring: FocusRing
    _idle: IdleLock
    _relaunch: Callable[[], None]
    _bug: Callable[[BaseException], None]
    _key_file: KeyFileWatch
    _make_signals: Callable[[QWidget], Sequence[LockSignal]]

    def __init__(self, look: FirstLook, shade: str) -> None:
        """Raises nothing. ``shade`` is the background, as ``#rrggbb``."""
        super().__init__()
        self.workplace: Workplace | None = None
        self._furnished = False
        self._leaving = False
        self._locked = True
        self.locked_by: Trigger | None = None
        """Why the lock that is under way came."""
        self.setObjectName("window")
        self.setWindowTitle(TITLE)
        self.setMinimumSize(*_SMALLEST)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(shade))
        self.setPalette(palette)
        self._restore_size(look)

    def furnish(
        self,
        desk: Desk,
        specs: Sequence[PageSpec],
        *,
        idle: IdleLock,
        relaunch: Callable[[], None],
        bug: Callable[[BaseException], None],
        vault: Path | None = None,
        signals: Callable[[QWidget], Sequence[LockSignal]] = lambda _: (),
    ) -> None:
        """Put the faces in; once. ``relaunch`` replaces the process; tests hand in something milder. ``bug`` is the
        crash hook. ``signals`` makes the signs of this system that lock the window."""
        from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

        from legalaid_desktop.ui import hands
        from legalaid_desktop.ui.focus_ring import FocusRing
        from legalaid_desktop.ui.lock_signals.key_file_watch import KeyFileWatch
        from legalaid_desktop.ui.unlock_screen import UnlockScreen

        self.desk = desk
        self.specs = list(specs)
        self._idle = idle
        self._relaunch = relaunch
        self._bug = bug
        self.setPalette(QPalette())  # that of the application from now on
        desk.words.bind(self, lambda: self.setWindowTitle(desk.words.say("shell.title")))
        self.unlock = UnlockScreen(desk, vault)
        self.unlock.opened.connect(self._opened)
        self.unlock.half_opened.connect(self._half_opened)
        self.unlock.left_open.connect(self._start_over)
        self._faces = QStackedWidget()
        self._faces.addWidget(self.unlock)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._faces)
        self.ring = FocusRing(self, desk.theme)
        desk.lock_asked.connect(self.lock)
        desk.changed.connect(self._changed)
        idle.gone.connect(self._nobody_there)
        self._key_file = KeyFileWatch()
        self._make_signals = signals
        self._hands = hands
        self._signals: Sequence[LockSignal] | None = None
        self._platform = QGuiApplication.platformName()
        self._last_resort: threading.Timer | None = None
        self._going = threading.Lock()
        self._hurry = QTimer(self)
        self._hurry.setInterval(_HURRY)
        self._hurry.timeout.connect(desk.vault.hurry)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.installEventFilter(self)
            app.focusWindowChanged.connect(self._keys_to_dialogue)
        self._furnished = True

    @property
    def locked(self) -> bool:
        return self._locked

    @property
    def next_vault(self) -> Path:
        """The vault that is to be there after a lock: the one that is open, unless a person has chosen another."""
        return self.desk.next_vault or self.unlock.presenter.folder

    @property
    def page_key(self) -> str:
        """Key of the page that is shown, empty while locked."""
        return "" if self._locked or self.workplace is None else self.workplace.page_key

    @property
    def page(self) -> Page | None:
        return None if self._locked or self.workplace is None else self.workplace.page

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._furnished:
            self.painted.emit()

    def start(self) -> None:
        """Look for the vault; call once the window is shown."""
        self.unlock.start()

    def _opened(self) -> None:
        from legalaid_desktop.ui.workplace import Workplace  # late: the locked window appears without it

        if self.workplace is None:
            self.workplace = Workplace(self, self.desk, self.specs, bug=self._bug)
            self._faces.addWidget(self.workplace)
            self.ring.stay_under(self.workplace.toast)
            self.workplace.settling.connect(self._show_workplace)
        self._locked = False
        self._idle.watch(self.desk.preferences.current.lock_after_minutes)
        self._listen()
        self.workplace.arrive(self.unlock.presenter.next_place)

    @Slot()
    def _show_workplace(self) -> None:
        if self.workplace is not None:
            self._faces.setCurrentWidget(self.workplace)
            self.unlock.show_gone_on()

    def _half_opened(self) -> None:
        """After a recovery the vault stands open while its new passphrase is chosen: all that locks must lock."""
        self._locked = False
        self._idle.watch(self.desk.preferences.current.lock_after_minutes)
        self._listen()

    def _start_over(self) -> None:
        """Something secret was typed and left: as after a lock, nothing of this process stays."""
        self._locked = False
        self.lock()

    def _changed(self, kind: str) -> None:
        if kind == "settings" and not self._locked and not self._leaving:
            self._idle.watch(self.desk.preferences.current.lock_after_minutes)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no control wanted. The first letters of a passphrase come before there is a field."""
        if not self._furnished or not self._locked or self._leaving or not self.unlock.typed_ahead(event):
            super().keyPressEvent(event)

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

    # Signs to lock

    def active_triggers(self) -> frozenset[Trigger]:
        """What locks this window on this computer, as far as it was found out."""
        if self._locked:
            return frozenset()
        from legalaid_desktop.ui.lock_signals.ports import Trigger

        found = {Trigger.IDLE, Trigger.GAP, Trigger.PANIC_KEY} | self._key_file.active()
        return frozenset(found.union(*(signal.active() for signal in self._signals or ())))

    def guard_key_file(self, path: Path) -> None:
        """The vault was opened with this file: once it is gone, the window locks."""
        if not self._locked and not self._leaving:
            self._key_file.guard(path)

    def _listen(self) -> None:
        self._key_file.start(self._told_to_lock)
        try:
            if self._signals is None:
                self._signals = self._make_signals(self)
            for signal in self._signals:
                signal.start(self._told_to_lock)
        except Exception as fault:  # a system without some sign is no reason to keep a person from the vault
            self._bug(fault)
        self.desk.tasks(self).ask(
            lambda briefcase: getattr(briefcase, "key_file", None), done=self._opened_with, failed=self._bug
        )

    def _opened_with(self, key_file: Path | None) -> None:
        if key_file is not None:
            self.guard_key_file(key_file)

    def _deafen(self) -> None:
        """The vault is closed: what held the machine back from sleeping lets go."""
        for signal in (self._key_file, *(self._signals or ())):
            try:
                signal.stop()
            except Exception as fault:  # it must not keep the process from being replaced
                self._bug(fault)

    # Lock

    @Slot()
    def lock(self) -> None:
        """By the hand of a person. Nothing is asked, nothing that was typed is lost."""
        from legalaid_desktop.ui.lock_signals.ports import Trigger

        self._told_to_lock(Trigger.PANIC_KEY)

    def _nobody_there(self) -> None:
        from legalaid_desktop.ui.lock_signals.ports import Trigger

        self._told_to_lock(Trigger.GAP if self._idle.slept else Trigger.IDLE)

    def _told_to_lock(self, trigger: Trigger) -> None:
        if self._locked or self._leaving:
            return
        from legalaid_desktop.ui.lock_signals.ports import Trigger

        self.locked_by = trigger
        # First of all the ways out that need nothing else to go well.
        patience = _LOCK_PATIENCE if trigger is Trigger.PANIC_KEY else _LONGER_PATIENCE
        QTimer.singleShot(patience, self, self._gone)
        self._last_resort = threading.Timer(patience / 1000 + _LAST_RESORT, self._gone_by_force)
        self._last_resort.daemon = True
        self._last_resort.start()
        try:
            self._leave()
        except Exception as fault:  # nothing of ours may stop a lock
            self._bug(fault)
        self._hurry.start()
        self.desk.vault.close_vault(owner=self, done=self._gone, failed=self._gone_anyway)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The panic key, heard before any menu, dialogue or field: a shortcut of the window would not be."""
        kind = event.type()
        if kind == self._hands.BLOCKED and watched is self:
            QTimer.singleShot(0, self, self._keys_to_dialogue)
        if self._leaving:
            # A window that is closed already keeps nobody's keys.
            return not self._locked and self.isVisible() and kind in self._hands.FOR_NOBODY
        if kind in self._hands.KEYS and self._hands.is_panic(event, self._platform):
            if not self._locked:
                self.lock()
                return True
            return self.unlock.panic()
        return False

    @Slot()
    def _keys_to_dialogue(self) -> None:
        """The toolkit drops each key that comes to a window which waits for a dialogue, the panic key too: whenever
        such a window has the keyboard, the dialogue gets it."""
        modal = QApplication.activeModalWidget()
        focused = QGuiApplication.focusWindow()
        if modal is None or modal is self or not modal.isVisible() or QApplication.activePopupWidget() is not None:
            return
        if focused is None or focused is self.windowHandle():
            modal.activateWindow()

    def _leave(self) -> None:
        """Behind the blank face: hand over what was typed, and give up whatever long work still runs for nobody."""
        self._leaving = True
        self._idle.rest()
        place = self.workplace.place() if self.workplace is not None else None
        self._blank()
        self.desk.vault.cancel_all()
        self.desk.vault.last_words()
        if self.workplace is not None:
            self.workplace.leave(place)

    def _blank(self) -> None:
        """The neutral face, on the screen before anything else is done; menus and dialogues go."""
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
        if not self._going.acquire(blocking=False):
            return
        self._hurry.stop()
        if self._last_resort is not None:
            self._last_resort.cancel()
        self._locked = True
        self.desk.vault.wipe_keys()
        self._deafen()
        self._remember_size()
        self._relaunch()

    def _gone_by_force(self) -> None:
        """On a thread of its own: the screen's has not come round. No widget may be touched here."""
        if self._going.acquire(blocking=False):
            self.desk.vault.wipe_keys()
            self._relaunch()

    # The end

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is locking without coming back: typed words are kept, nothing is asked."""
        if self._furnished and not self._leaving:
            self._remember_size()
            if not self._locked:
                self._leave()
        event.accept()

    def end(self) -> None:
        """The program ends and the vault is closed."""
        self._deafen()

    def _restore_size(self, look: FirstLook) -> None:
        screen = QGuiApplication.primaryScreen().availableGeometry()
        width = look.width or min(1280, screen.width())
        height = look.height or min(760, screen.height())
        self.resize(min(width, screen.width()), min(height, screen.height()))
        self._fill = look.maximised or screen.width() <= 1366

    def appear(self) -> None:
        """Show the window, over the whole screen where it was so or where there is no room to spare."""
        if self._fill:
            self.showMaximized()
        else:
            self.show()

    def _remember_size(self) -> None:
        from legalaid_desktop.errors import LegalAidError

        now = self.desk.preferences.current
        maximised = self.isMaximized()
        size = self.normalGeometry() if maximised else self.geometry()
        values = {"window_width": size.width(), "window_height": size.height(), "window_maximised": maximised}
        if any(getattr(now, key) != value for key, value in values.items()):
            try:
                self.desk.preferences.change(**values)
            except LegalAidError as error:  # a settings folder that cannot be written must not stop a lock
                self._bug(error)
