"""People and cases: a list that filters as one types, a new case in one step, a case file taken in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from legalaid_desktop.presenters.case_list import CaseLines, CaseListPresenter, Filter
from legalaid_desktop.presenters.forms.options import Options
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.empty_state import EmptyState
from legalaid_desktop.ui.pieces.fields import Field, line_field
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import column, ending, row
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.paths import choose_file
from legalaid_desktop.ui.pieces.rows import Row, RowList
from legalaid_desktop.ui.pieces.side_by_side import SideBySide
from legalaid_desktop.ui.pieces.sign_buttons import MenuButton
from legalaid_desktop.ui.theme import BETWEEN, EDGE, GRID, INSIDE, Type

_STAGES: Final = (("", "cases.every_stage"), ("open", "cases.stage.open"), ("closed", "cases.stage.closed"))
_ORDERS: Final = (
    ("changed", "cases.order.changed"),
    ("deadline", "cases.order.deadline"),
    ("opened", "cases.order.opened"),
    ("ref", "cases.order.ref"),
)
_LOW: Final = 520
"""px of height below which the heading is one line."""
_WALKING: Final = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class CasesPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, scrolls=False)
        words, theme = desk.words, desk.theme
        self.presenter = CaseListPresenter(self, self.tasks, words=lambda: words.wording, clock=desk.clock)
        self.more_menu = MenuButton(words, theme, "cases.more")
        self.more_menu.add("cases.take_in_file", self._choose_file)
        self.more_menu.add("cases.take_practice", self.presenter.take_practice)
        self.new_button = PrimaryButton(words, "cases.new", self.open_new)
        self.header = PageHeader(words, action=row(self.more_menu, self.new_button))
        words.bind(self.header, self._say_heading)
        self.body.addWidget(self.header)
        self._build_new()
        self._build_filter()
        self.told = Text("", Type.HINT, role="hint")
        self.rows = RowList(words, theme, "cases.list")
        self.rows.chosen.connect(self.open_case)
        self.rows.more_wanted.connect(self.presenter.more)
        self.empty_vault = column(
            EmptyState(words, "cases.empty", "cases.new", self.open_new),
            EmptyState(words, "cases.practice_hint", "cases.take_practice", self.presenter.take_practice),
            spacing=0,
        )
        self.nothing_found = EmptyState(words, "cases.nothing_found", "cases.clear_filter", self._clear)
        self.body.addWidget(self.told)
        self.body.addWidget(self.rows, 1000)
        self.body.addWidget(self.empty_vault)
        self.body.addWidget(self.nothing_found)
        self.body.addStretch(1)
        self.body.setSpacing(INSIDE)
        for widget in (self.rows, self.empty_vault, self.nothing_found):
            widget.hide()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(80)
        self._wait.timeout.connect(self._find)
        desk.changed.connect(lambda _: self._find() if self.isVisible() else None)
        words.changed.connect(self._say_again)

    def _build_filter(self) -> None:
        words, theme = self.words, self.desk.theme
        self.field = line_field(words, theme, "cases.filter")
        self.field.editor.textChanged.connect(lambda: self._wait.start())
        self.field.editor.installEventFilter(self)
        self.topic = Choice(words, theme, "cases.by_topic")
        self.stage = Choice(words, theme, "cases.by_stage", _STAGES)
        self.order = Choice(words, theme, "cases.by_order", _ORDERS)
        choices: list[QWidget] = []
        for choice, label in (
            (self.topic, "cases.by_topic"),
            (self.stage, "cases.by_stage"),
            (self.order, "cases.by_order"),
        ):
            choice.setMinimumContentsLength(8)
            choice.picked.connect(lambda _: self._find())
            choices.append(Field(words, theme, choice, label))
        self.stage.set_key("")
        self.order.set_key("changed")
        self.field.setMaximumWidth(16_000)
        chosen = row(*choices, spacing=INSIDE)
        self.body.addWidget(SideBySide((self.field, chosen), wide_from=720, shares=(2, 3), spacing=INSIDE))

    def _build_new(self) -> None:
        words, theme = self.words, self.desk.theme
        self.new_panel = Panel(said(words, "cases.new_title", Type.STRONG))
        self.new_name = line_field(words, theme, "cases.new_name", "cases.new_name_hint")
        self.new_name_title = line_field(words, theme, "cases.new_case_title", "cases.new_case_title_hint")
        self.new_topic = Choice(words, theme, "cases.new_topic")
        topic = Field(words, theme, self.new_topic, "cases.new_topic", "cases.new_topic_hint")
        self.create_button = Button(words, "cases.create", self._create)
        fields = SideBySide((self.new_name, self.new_name_title, topic), wide_from=720, spacing=INSIDE)
        self.new_panel.body.addWidget(fields)
        self.new_panel.body.addWidget(ending(Button(words, "cases.cancel", self._close_new), self.create_button))
        self.body.addWidget(self.new_panel)
        self.new_panel.hide()
        for field in (self.new_name, self.new_name_title):
            field.editor.returnPressed.connect(self._create)

    # --- the page

    def arrive(self, words: str | None = None, new: bool = False, **params: Any) -> None:
        if words is not None:
            self.field.editor.setText(words)
        self.presenter.read_topics()
        self._find()
        if new:
            self.open_new()
            self.new_name.editor.setText(str(params.get("name", "")))
            self.new_name_title.editor.setText(str(params.get("title", "")))
        else:
            self.field.editor.setFocus()
            self.field.editor.selectAll()

    def where(self) -> Mapping[str, Any]:
        place: dict[str, Any] = {"words": self.field.editor.text()}
        if not self.new_panel.isHidden():
            place |= {"new": True, "name": self.new_name.editor.text(), "title": self.new_name_title.editor.text()}
        return place

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < _LOW
        self.body.setContentsMargins(*((INSIDE, GRID, INSIDE, GRID) if low else (EDGE, BETWEEN, EDGE, BETWEEN)))
        self.body.setSpacing(GRID if low else INSIDE)
        self._say_heading()

    def _say_heading(self) -> None:
        """On a low screen the list gets the room, not its heading."""
        low = self.height() < _LOW
        self.header.call(self.words.say("cases.title"), "" if low else self.words.say("cases.sentence"))

    def escape(self) -> bool:
        if not self.new_panel.isHidden():
            self._close_new()
            return True
        if self.field.editor.text():
            self._clear()
            return True
        return False

    def open_new(self) -> None:
        """A name that was looked for in vain is the name of the new case, not to be typed twice."""
        looked_for = self.field.editor.text().strip()
        if looked_for and self.presenter.shown == 0 and not self.new_name.editor.text():
            self.new_name.editor.setText(looked_for)
        self.new_panel.show()
        self.new_button.setEnabled(False)
        self.new_name.editor.setFocus()

    def _close_new(self) -> None:
        self.new_panel.hide()
        self.new_button.setEnabled(True)
        self.field.editor.setFocus()

    def _create(self) -> None:
        name, title = self.new_name.editor.text(), self.new_name_title.editor.text()
        self.presenter.create(title, name, self.new_topic.key)
        for field in (self.new_name, self.new_name_title):
            field.editor.clear()
        self._close_new()

    def _clear(self) -> None:
        self.field.editor.clear()
        self.topic.set_key("")
        self.stage.set_key("")
        self._find()
        self.field.editor.setFocus()

    def _find(self) -> None:
        self._wait.stop()
        self.presenter.find(
            Filter(
                words=self.field.editor.text(),
                topic=self.topic.key,
                stage=self.stage.key,
                order=self.order.key or "changed",
            )
        )

    def _say_again(self) -> None:
        if self.isVisible():
            self.presenter.read_topics()
            self._find()

    def _choose_file(self) -> None:
        choose_file(self, self.words, "cases.take_in_file", lambda path: self.presenter.take_in((path,)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the line, the arrows walk the list and Enter opens what they stand on."""
        if watched is self.field.editor and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _WALKING and self.rows.rows:
                if not self.rows.currentIndex().isValid() and event.key() == Qt.Key.Key_Down:
                    self.rows.select(self.rows.rows[0].key)
                else:
                    QApplication.sendEvent(self.rows, event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                key = self.rows.current_key() or (self.rows.rows[0].key if len(self.rows.rows) == 1 else "")
                if key:
                    self.open_case(key)
                return True
        return super().eventFilter(watched, event)

    # --- what the presenter shows

    def show_cases(self, found: CaseLines, told: str) -> None:
        self.rows.put(_rows(found), more=self.presenter.shown < found.total)
        self.rows.setVisible(bool(found.lines))
        self.empty_vault.setVisible(found.vault_total == 0)
        self.nothing_found.setVisible(found.vault_total > 0 and not found.lines)
        self.told.tell(told if found.vault_total else "", "hint")

    def add_cases(self, found: CaseLines) -> None:
        self.rows.add(_rows(found), more=self.presenter.shown < found.total)

    def show_topics(self, every: Options, used: Options) -> None:
        self.topic.offer((("", self.words.say("cases.every_topic")), *used))
        if not self.topic.key:
            self.topic.set_key("")
        self.new_topic.offer((("", self.words.say("choice.none")), *every))
        if not self.new_topic.key:
            self.new_topic.set_key("")

    def open_case(self, ref: str) -> None:
        self.desk.go("case", ref=ref)

    def show_failure(self, text: str) -> None:
        self.desk.toast(text)

    def say_done(self, text: str) -> None:
        self.field.editor.setFocus()  # what was pressed may be about to go
        self.desk.toast(text)
        self.desk.changed.emit("case")


def _rows(found: CaseLines) -> list[Row]:
    return [Row(key=one.key, title=one.title, second=one.second, strip=one.strip, word=one.word) for one in found.lines]
