"""The case page: seven tabs over one case, and the form of the record that is being edited."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from legalaid_desktop.presenters.case import CasePresenter
from legalaid_desktop.presenters.case_data import CaseData
from legalaid_desktop.presenters.case_rows import sentence_of, title_of
from legalaid_desktop.presenters.day_words import day_words
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.forms.record_form import RecordForm
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pages.case_deadlines import DeadlinesTab
from legalaid_desktop.ui.pages.case_drafts import DraftsTab
from legalaid_desktop.ui.pages.case_evidence import EvidenceTab
from legalaid_desktop.ui.pages.case_notes import NotesTab
from legalaid_desktop.ui.pages.case_overview import OverviewTab
from legalaid_desktop.ui.pages.case_remedies import RemediesTab
from legalaid_desktop.ui.pages.case_tab import CaseTab
from legalaid_desktop.ui.pages.case_timeline import TimelineTab
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.fields import line_field
from legalaid_desktop.ui.pieces.labels import Panel, Text
from legalaid_desktop.ui.pieces.layout import row
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.sign_buttons import MenuButton
from legalaid_desktop.ui.theme import BETWEEN, EDGE, GRID, INSIDE, Type

TABS: Final = ("overview", "timeline", "notes", "evidence", "deadlines", "remedies", "drafts")
_LOW: Final = 520
"""px of height below which the heading is one line."""
_TAB_OF: Final = {
    "event": "timeline", "note": "notes", "evidence": "evidence", "decision": "deadlines", "deadline": "deadlines",
    "hearing": "deadlines", "remedy": "remedies", "draft": "drafts", "case": "overview", "person": "overview",
}  # fmt: skip


class CasePage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, scrolls=False)
        words, theme = desk.words, desk.theme
        self.presenter = CasePresenter(self, self.tasks, words=lambda: words.wording, clock=desk.clock)
        self._arriving: dict[str, Any] = {}
        self._low = False
        self.menu = MenuButton(words, theme, "case.menu")
        self.menu.add("case.rename", self.rename)
        self.menu.add("case.edit_case", lambda: self.edit("case", ""))
        self.menu.add("case.close_case", partial(self.presenter.set_stage, "closed"))
        self.menu.add("case.reopen_case", partial(self.presenter.set_stage, "open"))
        self.menu.add("undo.case_open", lambda: desk.go("journal", ref=self.presenter.ref))
        self.menu.add("case.remove_case", self.presenter.remove_case)
        self.header = PageHeader(words, action=self.menu)
        self.practice = Text("", Type.HINT, role="unchecked")
        self.practice.hide()
        self.unread = Text("", role="unchecked")
        self.unread.hide()
        self.name_panel = Panel()
        self.name = line_field(words, theme, "cases.new_case_title", "cases.new_case_title_hint")
        self.name.editor.returnPressed.connect(self._renamed)
        self.name_panel.body.addWidget(self.name)
        self.name_panel.body.addWidget(row(Button(words, "form.done", self._renamed), None))
        self.name_panel.hide()
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.stack = QStackedWidget()
        self.pages: Mapping[str, CaseTab] = {
            "overview": OverviewTab(desk, self),
            "timeline": TimelineTab(desk, self),
            "notes": NotesTab(desk, self),
            "evidence": EvidenceTab(desk, self),
            "deadlines": DeadlinesTab(desk, self),
            "remedies": RemediesTab(desk, self),
            "drafts": DraftsTab(desk, self),
        }
        for name in TABS:
            self.tabs.addTab("")
            self.stack.addWidget(self.pages[name])
        words.bind(self.tabs, self._say_tabs)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        whole = QWidget()
        inside = QVBoxLayout(whole)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(INSIDE)
        for widget in (self.header, self.unread, self.name_panel, self.practice, self.tabs):
            inside.addWidget(widget)
        inside.addWidget(self.stack, 1)
        self.form = RecordForm(desk, self.tasks)
        self.form.closed.connect(self._form_closed)
        self.form.remove_asked.connect(self._remove_from_form)
        self.form.changed.connect(self.tell_changed)
        self.faces = QStackedWidget()
        self.faces.addWidget(whole)
        self.faces.addWidget(self.form)
        self.body.addWidget(self.faces, 1)
        for number, name in enumerate(TABS, start=1):
            self._key(f"Alt+{number}", partial(self.show_tab, name))
        self._key("Ctrl+Tab", lambda: self._step(1))
        self._key("Ctrl+Shift+Tab", lambda: self._step(-1))
        self._key("Ctrl+PgDown", lambda: self._step(1))
        self._key("Ctrl+PgUp", lambda: self._step(-1))
        desk.changed.connect(lambda _: self.presenter.refresh() if self.isVisible() else None)
        words.changed.connect(lambda: self.presenter.refresh() if self.isVisible() else None)

    def _key(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(lambda: act() if self.isVisible() else None)

    def _say_tabs(self) -> None:
        self.tabs.setAccessibleName(self.words.say("case.tabs"))
        for number, name in enumerate(TABS):
            text = self.words.say(f"case.tab.{name}")
            self.tabs.setTabText(number, text)
            self.tabs.setAccessibleTabName(number, text)
            self.tabs.setTabToolTip(number, f"{text} (Alt+{number + 1})")

    # --- the page

    def arrive(self, ref: str = "", kind: str = "", id: str = "", tab: str = "", **params: Any) -> None:
        other = ref != self.presenter.ref
        self._arriving = {"kind": kind, "id": id, "form": params.get("form"), "state": params.get("state")}
        if other:
            self.name_panel.hide()
            for page in self.pages.values():
                page.forget()
        self.faces.setCurrentIndex(0)
        self.show_tab(tab or _TAB_OF.get(kind, "overview" if other or kind else self.tab))
        self.presenter.load(ref)

    @property
    def tab(self) -> str:
        return TABS[self.tabs.currentIndex()]

    def show_tab(self, name: str) -> None:
        if self.editing:
            return
        self.tabs.setCurrentIndex(TABS.index(name))
        self.pages[name].take_focus()

    def _step(self, step: int) -> None:
        self.show_tab(TABS[(self.tabs.currentIndex() + step) % len(TABS)])

    @property
    def editing(self) -> bool:
        return self.faces.currentIndex() == 1

    def where(self) -> Mapping[str, Any] | None:
        if not self.presenter.ref:
            return None
        place: dict[str, Any] = {"ref": self.presenter.ref, "tab": self.tab}
        if self.editing:
            place["form"] = self.form.where()
        else:
            place["state"] = self.pages[self.tab].where()
        return place

    def flush(self) -> None:
        if self.editing:
            self.form.flush()
        if not self.name_panel.isHidden():
            self.presenter.set_title(self.name.editor.text())
        for page in self.pages.values():
            page.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # On a low screen the case itself gets the room, not its heading.
        low = self.height() < _LOW
        self.body.setContentsMargins(*((INSIDE, GRID, INSIDE, GRID) if low else (EDGE, BETWEEN, EDGE, BETWEEN)))
        if low != self._low:
            self._low = low
            self._say_heading()

    def _say_heading(self) -> None:
        data, words = self.presenter.data, self.words.wording
        if data is None:
            return
        self.header.call(title_of(data, words), "" if self._low else sentence_of(data, words))
        practice = words.say("case.practice", day=day_words(data.today, words)) if data.practice else ""
        self.practice.tell("" if self._low else practice, "unchecked")

    def escape(self) -> bool:
        if self.editing:
            self.form.presenter.close()
            return True
        if not self.name_panel.isHidden():
            self.name_panel.hide()
            self.pages[self.tab].take_focus()
            return True
        return self.pages[self.tab].escape()

    # --- editing

    def rename(self) -> None:
        """Ask for the title of the case, which is for the office alone."""
        data = self.presenter.data
        self.name.editor.setText((data.record.meta.title or "") if data is not None else "")
        self.name_panel.show()
        self.name.editor.setFocus()
        self.name.editor.selectAll()

    def _renamed(self) -> None:
        self.name_panel.hide()
        self.presenter.set_title(self.name.editor.text())
        self.pages[self.tab].take_focus()

    def edit(self, kind: str, key: str, *, field: str = "", at: int = -1, **preset: Any) -> None:
        """Open the form of a record; an empty key is a new one."""
        self.faces.setCurrentIndex(1)
        self.form.open(self.presenter.ref, kind, key, field=field, at=at, **preset)

    def _form_closed(self, taken_back: Callable[[], None] | None) -> None:
        self.faces.setCurrentIndex(0)
        if taken_back is not None:
            self.desk.toast(self.words.say("form.saved"), taken_back)
        self.presenter.refresh()
        self.pages[self.tab].take_focus()

    def _remove_from_form(self, kind: str, key: str) -> None:
        self.faces.setCurrentIndex(0)
        self.presenter.remove(kind, key)
        self.pages[self.tab].take_focus()

    # --- what the presenter shows

    def show_case(self, data: CaseData) -> None:
        self._say_heading()
        self.unread.tell(self.words.say("journal.damage_line", n=data.damaged) if data.damaged else "", "unchecked")
        for page in self.pages.values():
            page.show_data(data)
        self._land()

    def _land(self) -> None:
        """Where the way here led: a record, or the word before the lock."""
        arriving, self._arriving = self._arriving, {}
        form = arriving.get("form")
        if isinstance(form, dict) and form.get("kind"):
            self.edit(
                str(form["kind"]),
                str(form.get("key", "")),
                field=str(form.get("field", "")),
                at=int(form.get("at", -1)),
            )
            return
        kind, key = str(arriving.get("kind") or ""), str(arriving.get("id") or "")
        page = self.pages[self.tab]
        if key and self.tab == "overview" and kind not in ("case", "note"):
            self.edit(kind, key)
        elif key:
            page.go_to(kind, key)
        elif isinstance(arriving.get("state"), dict):
            page.come_back(arriving["state"])
        elif arriving and not self.editing:
            page.take_focus()

    def show_failure(self, text: str) -> None:
        self.desk.toast(text)

    def case_gone(self, text: str) -> None:
        self.presenter.ref = ""
        self.desk.toast(text)
        self.desk.go("cases")

    def say_done(self, text: str, undo: Callable[[], None] | None) -> None:
        self.desk.toast(text, undo)

    def tell_changed(self, kind: str) -> None:
        self.desk.changed.emit(kind)

    def evidence_opened(self, key: str, content: bytes) -> None:
        tab = self.pages["evidence"]
        assert isinstance(tab, EvidenceTab)
        tab.show_content(key, content)

    def evidence_added(self, keys: Sequence[str]) -> None:
        self.presenter.refresh()
