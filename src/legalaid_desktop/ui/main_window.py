"""Which screen is showing, and the way out: nothing more.

The window has two faces: the locked one (:mod:`ui.unlock_screen`) and the open one, the rail with the pages. Its
title never carries a name. Locking never asks: what was typed goes into the vault, the keys are wiped, the process is
replaced.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.presenters.place import recall_place, remember_place
from legalaid_desktop.ui.clipboard import ClipboardGuard
from legalaid_desktop.ui.desk import Desk, Saying
from legalaid_desktop.ui.focus_ring import FocusRing
from legalaid_desktop.ui.idle_lock import IdleLock
from legalaid_desktop.ui.page import Page, PageSpec
from legalaid_desktop.ui.pieces.rail import Rail
from legalaid_desktop.ui.pieces.toast import Toast
from legalaid_desktop.ui.unlock_screen import UnlockScreen

_LOCK_PATIENCE: Final = 4_000
"""ms that a lock waits for what was typed to reach the disk, behind a blank window; then the process goes anyway."""
_CHECKPOINT: Final = 5 * 60 * 1000
"""ms between two times that the vault brings its log into its file."""
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
        self._specs = {spec.key: spec for spec in specs}
        self._order = tuple(specs)
        self._idle = idle
        self._relaunch = relaunch
        self._bug = bug
        self._pages: dict[str, Page] = {}
        self._here: tuple[str, dict[str, Any]] | None = None
        self._before: list[tuple[str, dict[str, Any]]] = []
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
        self._workplace: QWidget | None = None
        self._rail: Rail | None = None
        self._stack = QStackedWidget()
        self._stack.setObjectName("pages")
        self.toast: Final = Toast(desk.words, self)
        self._ring = FocusRing(self, desk.theme)
        desk.went.connect(self._go)
        desk.went_back.connect(self.back)
        desk.said.connect(self._say)
        desk.lock_asked.connect(self.lock)
        desk.changed.connect(self._changed)
        idle.gone.connect(self.lock)
        self._clipboard = ClipboardGuard()
        self._checkpoint = QTimer(self)
        self._checkpoint.setInterval(_CHECKPOINT)
        self._checkpoint.timeout.connect(self._write_through)
        self._shortcuts: list[QShortcut] = []
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._restore_size()

    # Faces

    @property
    def locked(self) -> bool:
        return self._locked

    @property
    def page_key(self) -> str:
        """Key of the page that is shown, empty while locked."""
        return "" if self._locked or self._here is None else self._here[0]

    @property
    def page(self) -> Page | None:
        return self._pages.get(self.page_key)

    def start(self) -> None:
        """Look for the vault; call once the window is shown."""
        self.unlock.start()

    def _opened(self) -> None:
        self.desk.tasks(self).ask(recall_place, done=self._settle, failed=self._settle_anywhere)

    def _settle_anywhere(self, error: LegalAidError) -> None:
        self._settle(None)
        self.desk.tell_failure(error)

    def _settle(self, place: tuple[str, dict[str, Any]] | None) -> None:
        self._locked = False
        if self._workplace is None:
            self._build_workplace()
        assert self._workplace is not None
        self._faces.setCurrentWidget(self._workplace)
        key, params = place if place is not None and place[0] in self._specs else (self._order[0].key, {})
        self._show_page(key, params)
        self._idle.watch(self.desk.preferences.current.lock_after_minutes)
        self._checkpoint.start()
        tasks = self.desk.tasks(self)
        tasks.ask(lambda b: b.header_is_older, done=self._warn_of_old_header, failed=self.desk.tell_failure)

    def _warn_of_old_header(self, older: bool) -> None:
        if older:
            self.desk.toast(self.desk.words.say("shell.older_header"))

    def _write_through(self) -> None:
        self.desk.tasks(self).ask(lambda b: b.checkpoint(), done=lambda _: None, failed=self.desk.tell_failure)

    def _changed(self, kind: str) -> None:
        if kind == "settings" and not self._locked and not self._leaving:
            self._idle.watch(self.desk.preferences.current.lock_after_minutes)

    def _build_workplace(self) -> None:
        desk = self.desk
        self._workplace = QWidget()
        self._workplace.setObjectName("pages")
        self._rail = Rail(desk.words, desk.theme, [spec for spec in self._order if spec.rail])
        self._rail.chosen.connect(lambda key: desk.go(key))
        self._rail.lock_pressed.connect(desk.lock)
        line = QHBoxLayout(self._workplace)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._rail)
        line.addWidget(self._stack, 1)
        self._faces.addWidget(self._workplace)
        self._shortcut("Esc", self._escape)
        self._shortcut("Alt+Left", self.back)
        for spec in self._order:
            if spec.shortcut:
                self._shortcut(spec.shortcut, partial(desk.go, spec.key))

    def _shortcut(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(lambda: None if self._locked else act())
        self._shortcuts.append(shortcut)

    # Pages

    def _go(self, key: str, params: Mapping[str, Any]) -> None:
        if self._locked or self._leaving:
            return
        if key not in self._specs:
            self.desk.toast(self.desk.words.say("shell.not_yet"))
            return
        if self._here is not None and key != self._here[0]:
            self._before.append((self._here[0], self._where_now()))
            del self._before[:-50]
        self._show_page(key, dict(params))

    def _show_page(self, key: str, params: dict[str, Any]) -> None:
        old = self.page
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = self._specs[key].make(self.desk)
            self._stack.addWidget(page)
        if old is not None and old is not page:
            old.leave()
        self._here = (key, params)
        self._stack.setCurrentWidget(page)
        if self._rail is not None:
            self._rail.show_here(key)
        page.arrive(**params)
        focused = QApplication.focusWidget()
        if focused is None or not page.isAncestorOf(focused):
            self._focus_first(page)

    def _focus_first(self, page: Page) -> None:
        widget = page.nextInFocusChain()
        while widget is not None and widget is not page:
            takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()
            if takes and page.isAncestorOf(widget) and widget.isVisibleTo(page):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            widget = widget.nextInFocusChain()
        # A page to read: the keys scroll it.
        target = page.scroll_area or page
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _where_now(self) -> dict[str, Any]:
        page = self.page
        where = page.where() if page is not None else None
        return dict(where) if where is not None else {}

    def back(self) -> None:
        """The page before this one; from the last of them to the first page of the rail."""
        if self._locked:
            return
        if self._before:
            self._show_page(*self._before.pop())
        elif self.page_key != self._order[0].key:
            self._show_page(self._order[0].key, {})

    def _escape(self) -> None:
        if self.toast.isVisible():
            self.toast.hide()
            return
        page = self.page
        if page is None or not page.escape():
            self.back()

    def _say(self, saying: Saying) -> None:
        if not self._locked:
            self.toast.say(saying)

    # Lock

    def lock(self) -> None:
        """Nothing is asked, nothing that was typed is lost. Open menus and dialogues go first."""
        if self._locked or self._leaving:
            return
        self._leaving = True
        self._idle.rest()
        self._checkpoint.stop()
        place = self._place()
        self._flush_pages()
        self._blank()
        tasks = self.desk.tasks(self)
        self.desk.vault.cancel_all()
        if place is not None:
            tasks.ask(lambda b: remember_place(b, *place), done=lambda _: None, failed=self._bug)
        self.desk.vault.close_vault(owner=self, done=self._gone, failed=self._gone_anyway)
        QTimer.singleShot(_LOCK_PATIENCE, self, self._gone)

    def _place(self) -> tuple[str, dict[str, Any]] | None:
        page = self.page
        try:
            where = page.where() if page is not None else None
            json.dumps(where)
        except Exception as fault:  # a page that cannot say where it is must not keep the vault open
            self._bug(fault)
            return None
        return None if where is None else (self.page_key, dict(where))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The panic key, heard before any menu, dialogue or field: a shortcut of the window would not be."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self._locked:
            alone = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if alone and event.key() in _PANIC_KEYS:
                self.lock()
                return True
        return False

    def _flush_pages(self) -> None:
        for page in self._pages.values():
            try:
                page.flush()
            except Exception as fault:  # one page's fault must neither stop the lock nor the other pages' words
                self._bug(fault)

    def _blank(self) -> None:
        self.unlock.rest()
        self._faces.setCurrentWidget(self.unlock)
        self.toast.hide()
        for widget in QApplication.topLevelWidgets():
            if widget is not self and widget.isVisible():
                widget.hide()
        self._clipboard.forget()
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
                self._leaving = True
                self._idle.rest()
                place = self._place()
                self._flush_pages()
                self._blank()
                self.desk.vault.cancel_all()
                if place is not None:
                    self.desk.tasks(self).ask(
                        lambda b: remember_place(b, *place), done=lambda _: None, failed=self._bug
                    )
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
