"""The open face of the window: the rail, the pages, and the way between them. Made when a vault is first opened."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.presenters.place import recall_place, remember_place
from legalaid_desktop.presenters.vault_standing import Standing, standing, standing_at_opening
from legalaid_desktop.ui.clipboard import ClipboardGuard
from legalaid_desktop.ui.desk import Desk, Saying
from legalaid_desktop.ui.page import Page, PageSpec
from legalaid_desktop.ui.pieces.notice import Notice
from legalaid_desktop.ui.pieces.rail import Rail
from legalaid_desktop.ui.pieces.reminder_bar import ReminderBar
from legalaid_desktop.ui.pieces.toast import Toast
from legalaid_desktop.ui.spelling import Spelling

_CHECKPOINT: Final = 5 * 60 * 1000
"""ms between two times that the vault brings its log into its file."""
_STEPS_BACK: Final = 50

_TELLS_THE_DAY: Final = ("", "today", "calendar")
"""Keys of pages that show what is due today themselves."""
_DAMAGE: Final = "damage"
"""Key of the page that comes before all others where something cannot be read."""

Place = tuple[str, dict[str, Any]]
"""Key of a page, and what its ``arrive`` takes."""


class Workplace(QWidget):
    """``bug`` is told of faults that must not stop a lock. Nothing here answers once :meth:`leave` was called."""

    settling = Signal()
    """The first page is known, and is made and shown before the screen is painted again."""

    def __init__(
        self, window: QWidget, desk: Desk, specs: Sequence[PageSpec], *, bug: Callable[[BaseException], None]
    ) -> None:
        super().__init__()
        self.setObjectName("pages")
        self._desk, self._bug = desk, bug
        self._order = tuple(specs)
        self.specs: Final = {spec.key: spec for spec in specs}
        self.pages: Final[dict[str, Page]] = {}
        self._here: Place | None = None
        self._before: list[Place] = []
        self._left = False
        self._stack = QStackedWidget()
        self._stack.setObjectName("pages")
        self.rail: Final = Rail(desk.words, desk.theme, [spec for spec in specs if spec.rail])
        self.rail.chosen.connect(lambda key: desk.go(key))
        self.rail.lock_pressed.connect(desk.lock)
        self.toast: Final = Toast(desk.words, window)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.rail)
        self._standing = Standing()
        self.notices: Final = self._make_notices()
        inside = QVBoxLayout()
        inside.setSpacing(0)
        for notice in self.notices.values():
            inside.addWidget(notice)
        self.reminder: Final = ReminderBar(desk, lambda: self.page_key in _TELLS_THE_DAY)
        inside.addWidget(self.reminder)
        inside.addWidget(self._stack, 1)
        line.addLayout(inside, 1)
        self.toast.takes.connect(partial(inside.setContentsMargins, 0, 0, 0))
        self._clipboard = ClipboardGuard()
        self.spelling: Final = Spelling(self, desk, self._writes_in)
        self._checkpoint = QTimer(self)
        self._checkpoint.setInterval(_CHECKPOINT)
        self._checkpoint.timeout.connect(self._write_through)
        self._checkpoint.start()
        desk.went.connect(self.go)
        desk.went_back.connect(self.back)
        desk.said.connect(self._say)
        desk.changed.connect(lambda _: self._look_again())
        for keys, act in (("Esc", self.escape), ("Alt+Left", self.back)):
            self._shortcut(keys, act)
        for spec in specs:
            if spec.shortcut:
                self._shortcut(spec.shortcut, partial(desk.go, spec.key))

    def _shortcut(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(lambda: act())

    @property
    def page_key(self) -> str:
        return "" if self._here is None else self._here[0]

    @property
    def page(self) -> Page | None:
        return self.pages.get(self.page_key)

    def arrive(self, place: Place | None = None) -> None:
        """Go to ``place``, else to where one was before the last lock, or to the first page."""
        tasks = self._desk.tasks(self)
        tasks.ask(standing_at_opening, done=self._opened, failed=self._desk.tell_failure)
        tasks.ask(recall_place if place is None else lambda _: place, done=self._settle, failed=self._settle_anywhere)

    def _settle_anywhere(self, error: LegalAidError) -> None:
        self._settle(None)
        self._desk.tell_failure(error)

    def _settle(self, place: Place | None) -> None:
        if self._left:
            return  # locked meanwhile: the neutral face stays
        self.settling.emit()
        if self._standing.damaged and _DAMAGE in self.specs:
            self._show(_DAMAGE, {})
        elif place is not None and place[0] in self.specs:
            self._show(*place)
        else:
            self._show(self._order[0].key, {})
        self.reminder.look()

    # How the vault stands

    def _make_notices(self) -> dict[str, Notice]:
        words, go = self._desk.words, self._desk.go
        return {
            "older_header": Notice(
                words, "damage.top.older_header", "damage.top.to_keys", lambda: go("keys"), role="harm"
            ),
            "data_older": Notice(
                words,
                "damage.top.data_older",
                "damage.top.to_restore",
                lambda: go("backup", part="restore"),
                role="harm",
            ),
            "changes_unread": Notice(
                words, "damage.top.changes_unread", "damage.top.go_on", self._go_on_without_unread, role="harm"
            ),
            "changes_unread_read_only": Notice(
                words,
                "damage.top.changes_unread_read_only",
                "damage.top.go",
                lambda: go(_DAMAGE),
                role="harm",
            ),
            "read_only": Notice(words, "damage.top.read_only", "damage.top.go", lambda: go(_DAMAGE), role="unchecked"),
            "damaged": Notice(words, "damage.top.damaged", "damage.top.go", lambda: go(_DAMAGE), role="unchecked"),
        }

    def _opened(self, found: Standing) -> None:
        self._stands(found)
        if found.mended_header:
            self._desk.toast(self._desk.words.say("damage.top.mended"))

    def _look_again(self) -> None:
        """Whether reading has met something that cannot be read. Asked behind what a page has asked."""
        if not self._left:
            self._desk.tasks(self).ask(standing, done=self._stands, failed=self._desk.tell_failure, latest="standing")

    def _stands(self, found: Standing) -> None:
        # What was once met stays told: a page that is read again does not make it whole.
        damaged = found.damaged or self._standing.damaged
        self._standing = replace(found, damaged=damaged, mended_header=False)
        self._desk.words.read_only(found.read_only)
        self._tell_standing()

    def _tell_standing(self) -> None:
        now, here = self._standing, self.page_key == _DAMAGE
        self.notices["older_header"].setVisible(now.older_header)
        self.notices["data_older"].setVisible(now.data_older)
        self.notices["changes_unread"].setVisible(now.changes_unread and not now.read_only)
        self.notices["changes_unread_read_only"].setVisible(now.changes_unread and now.read_only and not here)
        self.notices["read_only"].setVisible(now.read_only and not here)
        self.notices["damaged"].setVisible(now.damaged and not now.read_only and not here)

    def _go_on_without_unread(self) -> None:
        self._desk.tasks(self).ask(
            lambda b: b.go_on_without_unread(), done=lambda _: self._look_again(), failed=self._desk.tell_failure
        )

    def _write_through(self) -> None:
        self._desk.tasks(self).ask(lambda b: b.checkpoint(), done=lambda _: None, failed=self._desk.tell_failure)

    # Between pages

    def go(self, key: str, params: Mapping[str, Any]) -> None:
        """Show a page; one comes back from it by Esc."""
        if self._left:
            return
        if key not in self.specs:
            self._desk.toast(self._desk.words.say("shell.not_yet"))
            return
        if self._here is not None and key != self._here[0]:
            self._before.append((self._here[0], self._where_now()))
            del self._before[:-_STEPS_BACK]
        self._show(key, dict(params))

    def back(self) -> None:
        """The page before this one; from the first of them to the first page of all."""
        if self._left:
            return
        if self._before:
            self._show(*self._before.pop())
        elif self.page_key != self._order[0].key:
            self._show(self._order[0].key, {})

    def escape(self) -> None:
        """One step back from whatever is in front."""
        if self.toast.isVisible():
            self.toast.hide()
            return
        page = self.page
        if page is None or not page.escape():
            self.back()

    def _show(self, key: str, params: dict[str, Any]) -> None:
        old = self.page
        page = self.pages.get(key)
        if page is None:
            page = self.pages[key] = self.specs[key].make(self._desk)
            self._stack.addWidget(page)
        if old is not None and old is not page:
            old.leave()
            self.toast.move_on()
        self._here = (key, params)
        self._stack.setCurrentWidget(page)
        self.rail.show_here(key)
        page.arrive(**params)
        self._tell_standing()
        self.reminder.follow()
        self._look_again()
        focused = QApplication.focusWidget()
        if focused is None or not page.isAncestorOf(focused):
            self._focus_first(page)

    def take_in_cursor(self, gone: QWidget) -> bool:
        """The control with the cursor went away: put the cursor beside it, in the smallest part of the page that has
        another one. Returns whether the cursor was put."""
        page = self.page
        if page is None:
            return False
        part = gone.parentWidget() if page.isAncestorOf(gone) else None
        before = page.focusWidget()  # where it was before it left the page
        if part is None and before is not None and before.isVisibleTo(page) and before.isEnabled():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        while part is not None and part is not page:
            if part.isVisibleTo(page) and (near := _first_control(part)) is not None:
                near.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            part = part.parentWidget()
        self._focus_first(page)
        return True

    def _focus_first(self, page: Page) -> None:
        first = _first_control(page)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        # A page to read: the keys scroll it.
        target = page.scroll_area or page
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _where_now(self) -> dict[str, Any]:
        page = self.page
        where = page.where() if page is not None else None
        return dict(where) if where is not None else {}

    def _writes_in(self) -> tuple[str, str]:
        return self.page.writes_in() if self.page is not None else ("", "")

    def _say(self, saying: Saying) -> None:
        if not self._left:
            self.toast.say(saying)

    # The way out

    def leave(self, place: Place | None) -> None:
        """Hand what is typed, and ``place`` to come back to, to the vault's lane; no page may stop that. Nothing is
        waited for."""
        for page in self.pages.values():
            try:
                page.flush()
            except Exception as fault:  # one page's fault must neither stop the lock nor the other pages' words
                self._bug(fault)
        self._left = True
        self.spelling.leave()
        self._checkpoint.stop()
        self.reminder.rest()
        self.toast.hide()
        self._clipboard.forget()
        if place is not None:
            self._desk.tasks(self).ask(lambda b: remember_place(b, *place), done=lambda _: None, failed=self._bug)

    def place(self) -> Place | None:
        """Where one is, to be asked while the cursor still stands there."""
        page = self.page
        try:
            where = page.where() if page is not None else None
            json.dumps(where)
        except Exception as fault:  # a page that cannot say where it is must not keep the vault open
            self._bug(fault)
            return None
        return None if where is None else (self.page_key, dict(where))


def _first_control(part: QWidget) -> QWidget | None:
    """The first control inside ``part`` that Tab would reach."""
    widget = part.nextInFocusChain()
    while widget is not None and widget is not part:
        takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()
        if takes and part.isAncestorOf(widget) and widget.isVisibleTo(part):
            return widget
        widget = widget.nextInFocusChain()
    return None
