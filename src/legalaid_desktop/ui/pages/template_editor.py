"""The template editor: the text at the left; at the right the tags at hand, the faults, and the pages on a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from legalaid_desktop.presenters.template_editor import (
    FaultLine,
    Opened,
    TagLine,
    TemplateEditorPresenter,
    fitting,
)
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.fields import Field, line_field
from legalaid_desktop.ui.pieces.labels import Text, said
from legalaid_desktop.ui.pieces.layout import column, row
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.page_view import PageView, image_of
from legalaid_desktop.ui.pieces.rows import Row, RowList
from legalaid_desktop.ui.pieces.side_by_side import SideBySide
from legalaid_desktop.ui.pieces.template_edit import TemplateEdit
from legalaid_desktop.ui.theme import GRID, Type

_PAUSE: Final = 500
"""ms after the last key until faults are looked for and the pages are made anew."""
_AT_MOST: Final = 1500
"""ms after the first key until what is typed is in the vault."""
_TWO_COLUMNS: Final = 900
_A4_WIDTH: Final = 595.28
_WIDEST: Final = 1.5
_FRAME: Final = 52
"""px beside a page."""
_SIDES: Final = ("tags", "faults", "pages")
_LIST: Final = 420
"""px, least height of what stands at the right."""


def _tight(field: QWidget) -> QWidget:
    """A field that takes no more height than it needs."""
    field.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    return field


class TemplateEditorPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words, theme = desk.words, desk.theme
        self.presenter: Final = TemplateEditorPresenter(self, self.tasks, words=lambda: words.wording, clock=desk.clock)
        self._tags: tuple[TagLine, ...] = ()
        self._faults: tuple[FaultLine, ...] = ()
        self._file = ""
        self._wanted = ("", 0)
        self._filling = False
        self.header = PageHeader(words, "template.editor", "template.editor_sentence")
        self.file = Choice(words, theme, "template.file")
        self.file.picked.connect(self._pick_file)
        self.editor = TemplateEdit(theme)
        words.bind(self.editor, lambda: self.editor.setReadOnly(words.reading_only))
        self.editor.textChanged.connect(self._typed)
        self.told = Text("", Type.HINT, role="hint")
        self.save_button = PrimaryButton(words, "template.save", self.save)
        self.drop_button = Button(words, "template.drop_typing", self.presenter.drop_typing, kind="quiet")
        text = Field(words, theme, self.editor, "template.text", "template.text_hint")
        left = column(
            _tight(Field(words, theme, self.file, "template.file")),
            text,
            self.told,
            row(self.drop_button, None, self.save_button),
            spacing=GRID,
        )
        self.side = Choice(words, theme, "template.side", [(side, f"template.side.{side}") for side in _SIDES])
        self.side.picked.connect(self.show_side)
        self.stack = QStackedWidget()
        self.stack.setMinimumHeight(_LIST)
        for part in (self._tag_part(), self._fault_part(), self._page_part()):
            self.stack.addWidget(part)
        right = column(_tight(Field(words, theme, self.side, "template.side")), self.stack, spacing=GRID)
        self.body.addWidget(self.header)
        self.body.addWidget(SideBySide((left, right), wide_from=_TWO_COLUMNS, shares=(3, 2)), 1)
        self._pause = self._timer(_PAUSE, self._look)
        self._at_most = self._timer(_AT_MOST, self._keep)
        for keys, act in (
            ("Ctrl+S", self.save), ("Ctrl+Space", self.find_tag), ("F8", self.next_fault),
            ("Ctrl+P", lambda: self.show_side("pages")), ("Ctrl+E", self.editor.setFocus),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda act=act: act())
        words.changed.connect(self._say_again)

    def _timer(self, wait: int, act: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait)
        timer.timeout.connect(act)
        return timer

    def _tag_part(self) -> Any:
        words, theme = self.words, self.desk.theme
        self.sought = line_field(words, theme, "template.find", "template.find_hint")
        self.sought.editor.textChanged.connect(lambda _: self._list_tags())
        self.sought.editor.returnPressed.connect(self._first_tag)
        self.tags = RowList(words, theme, "template.side.tags")
        self.tags.chosen.connect(self._insert)
        return column(_tight(self.sought), self.tags, spacing=GRID)

    def _fault_part(self) -> Any:
        words, theme = self.words, self.desk.theme
        self.fault_count = Text("", Type.HINT, role="hint")
        self.faults = RowList(words, theme, "template.side.faults")
        self.faults.chosen.connect(lambda key: self._jump(int(key)))
        self.fault_text = Text("")
        self.faults.current_changed.connect(lambda key: self.fault_text.tell(self._faults[int(key)].text))
        return column(self.fault_count, self.faults, self.fault_text, spacing=GRID)

    def _page_part(self) -> Any:
        words, theme = self.words, self.desk.theme
        self.case = Choice(words, theme, "template.case")
        self.case.picked.connect(lambda _: self._draw())
        self.page_told = Text("", Type.HINT, role="hint")
        self.view = PageView(theme)
        self.view.zoom_changed.connect(lambda _: self._draw())
        words.bind(self.view, lambda: self.view.setAccessibleName(words.say("draft.pages")))
        self.no_case = said(words, "template.no_case", role="hint")
        self.no_case.hide()
        return column(_tight(Field(words, theme, self.case, "template.case")), self.no_case, self.page_told, self.view)

    # --- coming and going

    def arrive(self, **params: Any) -> None:
        """``code``, ``n`` of an edition, ``file`` and ``line``."""
        n = params.get("n")
        self._wanted = (str(params.get("file", "")), int(params.get("line", 0)))
        self.presenter.open(str(params.get("code", "C1")), int(n) if n is not None else None)
        self.editor.setFocus()

    def where(self) -> Mapping[str, Any] | None:
        return {
            "code": self.presenter.code,
            "n": self.presenter.n,
            "file": self._file,
            "line": self.editor.line,
        }

    def flush(self) -> None:
        self._take_text()
        self.presenter.keep()

    # --- what the presenter shows

    def show_opened(self, opened: Opened) -> None:
        self._file = ""  # what stands in the editor is of another text
        self._pause.stop()
        self._at_most.stop()
        self.header.call(opened.title, self.words.say("template.editor_sentence"))
        self.file.offer([(name, self._name_of(name)) for name in opened.files])
        file, line = self._wanted
        bodies = [name for name in opened.files if name.startswith("body")]
        first = next((name for name in bodies if name == f"body.{self.words.lang}.md"), "body.ru.md")
        if file not in opened.files:
            file = first if first in opened.files else next(iter(bodies), next(iter(opened.files), ""))
        self._show_file(file)
        if line:
            self.editor.go_to_line(line)
        self.told.setText(self.words.say("template.typing_kept") if opened.kept_typing else "")
        self.case.offer(opened.cases)
        if not self.case.key and opened.cases:
            self.case.set_key(opened.cases[0][0])
        self.no_case.setVisible(not opened.cases)
        self.presenter.find_tags(self._language)
        self._draw()

    def show_tags(self, tags: Sequence[TagLine]) -> None:
        self._tags = tuple(tags)
        self._list_tags()

    def show_faults(self, faults: Sequence[FaultLine]) -> None:
        self._faults = tuple(faults)
        self.faults.put(
            [
                Row(key=str(number), title=fault.text, second=self._place(fault))
                for number, fault in enumerate(self._faults)
            ]
        )
        count = self.words.say("template.faults", n=len(faults)) if faults else self.words.say("template.no_faults")
        self.fault_count.tell(count, "harm" if faults else "done")
        self.told.tell(count, "harm" if faults else "done")
        self.save_button.setEnabled(not faults)
        self.fault_text.tell("")
        self._mark()

    def show_pages(self, pages: Sequence[Any], told: str) -> None:
        ratio = self.devicePixelRatioF()
        self.view.show_images([image_of(one.width, one.height, one.rgba, ratio) for one in pages])
        self.page_told.tell(told, "hint")

    def show_no_pages(self, why: str) -> None:
        self.page_told.tell(why, "unchecked")

    def show_saved(self, told: str) -> None:
        self.desk.toast(told)
        self.desk.changed.emit("template")

    def show_failure(self, text: str) -> None:
        self.desk.toast(text)

    # --- what a person does

    def show_side(self, side: str) -> None:
        self.side.set_key(side)
        self.stack.setCurrentIndex(_SIDES.index(side))
        if side == "pages":
            self._draw()

    def save(self) -> None:
        self._take_text()
        self._pause.stop()
        self._at_most.stop()  # what is saved is not kept as typing beside it
        self.presenter.save()

    def find_tag(self) -> None:
        """The list of tags, with the cursor in its search."""
        self.show_side("tags")
        self.sought.editor.setFocus()
        self.sought.editor.selectAll()

    def next_fault(self) -> None:
        """The next fault below the cursor, else the first."""
        here = (self._file, self.editor.line)
        order = sorted(range(len(self._faults)), key=lambda at: (self._faults[at].file, self._faults[at].line))
        below = [at for at in order if (self._faults[at].file, self._faults[at].line) > here]
        if order:
            self._jump((below or order)[0])

    def _jump(self, number: int) -> None:
        fault = self._faults[number]
        if fault.file in self.presenter.files:
            self._show_file(fault.file)
            self.editor.go_to_line(fault.line)
        else:
            self.desk.toast(self.words.say("template.in_shared", what=fault.file))

    def _insert(self, key: str) -> None:
        self.editor.insert(self._tags[int(key)].inserted)

    def _first_tag(self) -> None:
        found = fitting(self._tags, self.sought.editor.text())
        if found:
            self._insert(found[0].key)

    def _list_tags(self) -> None:
        found = fitting(self._tags, self.sought.editor.text())
        self.tags.put([Row(key=tag.key, title=tag.title, second=tag.second) for tag in found])

    def _pick_file(self, name: str) -> None:
        self._show_file(name)
        self.presenter.find_tags(self._language)
        self.editor.setFocus()

    def _show_file(self, name: str) -> None:
        self._take_text()
        self._file = name
        self.file.set_key(name)
        self._filling = True
        self.editor.setPlainText(self.presenter.files.get(name, ""))
        self._filling = False
        self._mark()

    def _mark(self) -> None:
        self.editor.mark_lines({fault.line for fault in self._faults if fault.file == self._file})

    def _typed(self) -> None:
        if self._filling:
            return
        self._pause.start()
        if not self._at_most.isActive():
            self._at_most.start()

    def _take_text(self) -> None:
        if self._file in self.presenter.files:
            self.presenter.typed(self._file, self.editor.toPlainText())

    def _look(self) -> None:
        self._take_text()
        self.presenter.judge()
        self._draw()

    def _keep(self) -> None:
        self._take_text()
        self.presenter.keep()

    def _draw(self) -> None:
        if self.case.key and self.stack.currentIndex() == _SIDES.index("pages"):
            room = max(self.view.width() - _FRAME, 200)
            scale = min(room / _A4_WIDTH, _WIDEST) * self.view.zoom * self.devicePixelRatioF()
            self.presenter.preview(self.case.key, self._language, scale)

    @property
    def _language(self) -> str:
        """That of the body which is shown; Russian beside the manifest."""
        parts = self._file.split(".")
        return parts[1] if len(parts) == 3 and parts[0] == "body" else "ru"

    def _name_of(self, name: str) -> str:
        return self.words.say("template.file_manifest") if name == "manifest.toml" else name

    def _place(self, fault: FaultLine) -> str:
        return self.words.say("template.place", what=fault.file, line=fault.line)

    def _say_again(self) -> None:
        if self.presenter.files:
            self.flush()
            self._wanted = (self._file, self.editor.line)
            self.page_told.tell("")
            self.presenter.open(self.presenter.code, self.presenter.n)
