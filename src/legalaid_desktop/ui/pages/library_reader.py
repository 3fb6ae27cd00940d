"""A document of the library, page by page, as text; marked words go into a paper with their source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QIntValidator, QKeySequence, QResizeEvent, QShortcut, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from legalaid_desktop.presenters.draft_quote import Paper
from legalaid_desktop.presenters.library_reader import PageLook, ReaderPresenter
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.empty_state import EmptyState
from legalaid_desktop.ui.pieces.fields import LineEdit, TextEdit, line_field
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import column, ending, row, tab_in_order
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.rows import Row, RowList
from legalaid_desktop.ui.pieces.side_by_side import SideBySide
from legalaid_desktop.ui.pieces.sign_buttons import BareSign
from legalaid_desktop.ui.theme import BETWEEN, EDGE, GRID, INSIDE, Type

_BESIDE_FROM: Final = 900
"""px of the page from which the panel of quoting stands beside the text."""
_TURN_AND_SEEK: Final = 600
_LOW: Final = 520
_PAPERS_HEIGHT: Final = 230


class LibraryReaderPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words, theme = desk.words, desk.theme
        self.presenter: Final = ReaderPresenter(self, self.tasks, words=lambda: words.wording)
        self._papers: dict[str, Paper] = {}
        self._target: dict[str, Any] = {}
        self._asked_about = self._sought = ""
        self.to_list = Button(words, "library_page.to_list", self._to_list)
        self.header = PageHeader(words, action=self.to_list)
        self.body.addWidget(self.header)
        self.risk = Text("", role="harm")
        self.risk.hide()
        self.body.addWidget(self.risk)
        self.both = SideBySide((self._reading(), self._quoting()), wide_from=_BESIDE_FROM, shares=(5, 3))
        self.body.addWidget(self.both, 1)
        self.body.setSpacing(INSIDE)
        self._key("Ctrl+PgDown", partial(self._turn, 1))
        self._key("Ctrl+PgUp", partial(self._turn, -1))
        self._key("F3", partial(self.presenter.next_hit, 1))
        self._key("Shift+F3", partial(self.presenter.next_hit, -1))
        self._key("Ctrl+F", self._to_find)
        tab_in_order(
            self.to_list, self.seek.editor, self.earlier, self.number, self.later, self.hit_before, self.hit_next,
            self.text, self.papers, self.accept_button, self.quote_button,
        )  # fmt: skip
        words.changed.connect(self._say_again)
        theme.changed.connect(self._mark)

    def _key(self, keys: str, act: Any) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: act())

    # --- parts

    def _reading(self) -> QWidget:
        words, theme = self.words, self.desk.theme
        self.text = TextEdit(lines=8, grows=True)
        self.text.setReadOnly(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        words.bind(self.text, lambda: self.text.setAccessibleName(words.say("library_page.text")))
        self.text.selectionChanged.connect(self._selected)
        self.earlier = BareSign(words, theme, "library_page.earlier", "back", partial(self._turn, -1))
        self.later = BareSign(words, theme, "library_page.later", "forward", partial(self._turn, 1))
        self.number = LineEdit()
        self.number.setMaximumWidth(96)
        self.number.setValidator(QIntValidator(1, 999_999, self))
        self.number.returnPressed.connect(self._to_number)
        words.bind(self.number, lambda: self.number.setAccessibleName(words.say("library_page.number")))
        self.of = Text("", Type.HINT, role="hint", wraps=False)
        self.seek = line_field(words, theme, "library_page.find_here")
        self.seek.editor.returnPressed.connect(self._find)
        self.hits_told = Text("", Type.HINT, role="hint", wraps=False)
        self.hit_before = Button(words, "library_page.hit_before", partial(self.presenter.next_hit, -1), kind="quiet")
        self.hit_next = Button(words, "library_page.hit_next", partial(self.presenter.next_hit, 1), kind="quiet")
        self.place = Text("", Type.STRONG)
        turning = row(self.earlier, self.number, self.of, self.later, None)
        seeking = row(self.hits_told, self.hit_before, self.hit_next, None)
        both = SideBySide((turning, seeking), wide_from=_TURN_AND_SEEK, shares=(2, 3), spacing=GRID)
        both.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        read = column(self.seek, both, self.place, self.text)
        inside = read.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.setStretchFactor(self.text, 1000)
        return read

    def _quoting(self) -> Panel:
        words, theme = self.words, self.desk.theme
        panel = Panel(said(words, "library_page.quote.title", Type.STRONG))
        self.citation = Text("", Type.HINT, role="hint")
        self.marked = Text("")
        self.problem = Text("", role="harm")
        self.problem.hide()
        self.papers = RowList(words, theme, "library_page.quote.papers")
        self.papers.setMinimumHeight(2 * self.papers.row_height)
        self.papers.setMaximumHeight(_PAPERS_HEIGHT)
        self.papers.current_changed.connect(lambda _: self._allow())
        self.papers_label = said(words, "library_page.quote.papers", Type.HINT)
        self.no_papers = EmptyState(words, "library_page.quote.no_papers")
        self.quote_button = PrimaryButton(words, "library_page.quote.put", self._quote)
        self.accept_button = Button(words, "library_page.quote.accept", self._quote_accepted, kind="harm")
        self.accept_button.hide()
        for part in (
            said(words, "library_page.quote.hint", Type.HINT, role="hint"),
            self.marked,
            self.citation,
            column(self.papers_label, self.papers, self.no_papers, spacing=GRID // 2),
            self.problem,
            row(self.accept_button, None),
        ):
            panel.body.addWidget(part)
        panel.body.addStretch(1)
        panel.body.addWidget(ending(self.quote_button))
        return panel

    # --- the page

    def arrive(self, id: str = "", n: int = 1, words: str = "", **params: Any) -> None:
        """``params`` may name the paper that a quotation is sought for: ``ref``, ``document``, ``language``, and the
        paragraph ``block`` with the place ``block_at``."""
        self._target = {name: params[name] for name in _TARGET if name in params}
        self.seek.editor.setText(words)
        self._asked_about = ""
        self._tell_problem("")
        self.presenter.look = None
        self.presenter.open(id, int(n), words)
        self.presenter.load_papers()
        self.text.setFocus()

    def where(self) -> Mapping[str, Any] | None:
        look = self.presenter.look
        if look is None:
            return None
        return {"id": look.id, "n": look.n, "words": self.seek.editor.text(), **self._target}

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < _LOW
        self.body.setContentsMargins(*((INSIDE, GRID, INSIDE, GRID) if low else (EDGE, BETWEEN, EDGE, BETWEEN)))
        self.body.setSpacing(GRID if low else INSIDE)

    def _say_again(self) -> None:
        look = self.presenter.look
        if look is not None and self.isVisible():
            self.presenter.open(look.id, look.n, self.seek.editor.text())
            self.presenter.load_papers()

    # --- what a person does

    def _to_list(self) -> None:
        look = self.presenter.look
        self.desk.go("library", id=look.id if look is not None else "")

    def _turn(self, step: int) -> None:
        if self.presenter.look is not None:
            self.presenter.turn_to(self.presenter.look.n + step)

    def _to_number(self) -> None:
        if self.number.text().isdigit():
            self.presenter.turn_to(int(self.number.text()))

    def _to_find(self) -> None:
        self.seek.editor.setFocus()
        self.seek.editor.selectAll()

    def _find(self) -> None:
        before = self.presenter.look
        if before is not None and self.seek.editor.text() == self._sought:
            self.presenter.next_hit(1)
        self.presenter.find(self.seek.editor.text())
        self._sought = self.seek.editor.text()

    @property
    def selected(self) -> str:
        return self.text.textCursor().selectedText().replace("\u2029", "\n").replace("\u2028", "\n")

    def _selected(self) -> None:
        text = " ".join(self.selected.split())
        shown = text if len(text) <= 160 else f"{text[:100]} … {text[-50:]}"
        self.marked.tell(shown or self.words.say("library_page.quote.nothing_marked"), "" if shown else "hint")
        self._tell_problem("")
        self._allow()

    def _allow(self) -> None:
        if self._asked_about != self.selected:
            self.accept_button.hide()
        ready = bool(self.selected.strip()) and self.papers.current_key() in self._papers
        self.quote_button.setEnabled(ready and self.accept_button.isHidden())

    def _quote(self) -> None:
        paper = self._papers.get(self.papers.current_key())
        if paper is not None:
            self.presenter.quote(paper, self.selected)

    def _quote_accepted(self) -> None:
        paper = self._papers.get(self.papers.current_key())
        if paper is not None:
            self.presenter.quote(paper, self.selected, accept_risk=True)

    # --- what the presenter shows

    def show_page(self, look: PageLook) -> None:
        self.header.call(look.title)
        self.risk.tell(look.risk, "harm")
        self.citation.tell(look.citation, "hint")
        self.place.tell(look.place)
        self.of.tell(self.words.say("library_page.of", n=look.pages), "hint")
        self.number.setText(str(look.n))
        self.earlier.setEnabled(look.n > 1)
        self.later.setEnabled(look.n < look.pages)
        self._sought = self.seek.editor.text()
        self._tell_hits(look)
        self.text.setPlainText(look.text or self.words.say("library_page.page_blank"))
        self._mark()
        self._selected()

    def _tell_hits(self, look: PageLook) -> None:
        told = ""
        if len(self.seek.editor.text().strip()) >= 2:
            told = self.words.say("library_page.found", n=len(look.hits)) if look.hits else self.words.say(
                "library_page.nothing_here"
            )  # fmt: skip
        self.hits_told.tell(told, "hint")
        self.hit_before.setEnabled(any(n < look.n for n in look.hits))
        self.hit_next.setEnabled(any(n > look.n for n in look.hits))
        self.hit_before.setVisible(bool(look.hits))
        self.hit_next.setVisible(bool(look.hits))

    def _mark(self) -> None:
        """Words that were looked for: a ground, weight and a line under them; the first one in sight."""
        look = self.presenter.look
        if look is None:
            return
        tokens = self.desk.theme.tokens
        form = QTextCharFormat()
        form.setBackground(tokens.color("selection"))
        form.setForeground(tokens.color("ink"))
        form.setFontUnderline(True)
        form.setFontWeight(QFont.Weight.Bold)
        marks = []
        for begin, end in look.marks:
            one = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.text.document())
            cursor.setPosition(_units(look.text, begin))
            cursor.setPosition(_units(look.text, end), QTextCursor.MoveMode.KeepAnchor)
            one.cursor, one.format = cursor, form
            marks.append(one)
        self.text.setExtraSelections(marks)
        first = QTextCursor(self.text.document())
        if look.marks:
            first.setPosition(_units(look.text, look.marks[0][0]))
        self.text.setTextCursor(first)
        self.text.ensureCursorVisible()

    def show_papers(self, papers: Sequence[Paper]) -> None:
        self._papers = {paper.key: paper for paper in papers}
        self.papers.put([Row(key=one.key, title=one.title, second=one.second, sign="paper") for one in papers])
        self.papers.setVisible(bool(papers))
        self.papers_label.setVisible(bool(papers))
        self.no_papers.setVisible(not papers)
        target = next((one.key for one in papers if self._is_target(one)), "")
        if not self.papers.select(target) and papers and not self.papers.current_key():
            self.papers.select(papers[0].key)
        self._allow()

    def _is_target(self, paper: Paper) -> bool:
        wanted = (self._target.get("ref"), self._target.get("document"), self._target.get("language"))
        return wanted == (paper.ref, paper.document, paper.language)

    def ask_risk(self, text: str) -> None:
        self._asked_about = self.selected
        self._tell_problem(text)
        self.accept_button.show()
        self._allow()
        self.accept_button.setFocus()

    def show_problem(self, text: str) -> None:
        self._tell_problem(text)

    def _tell_problem(self, text: str) -> None:
        self.problem.tell(text, "harm")
        if not text:
            self.accept_button.hide()

    def quoted(self, paper: Paper, line: str) -> None:
        self.accept_button.hide()
        self.desk.changed.emit("case")
        place = {name: self._target[name] for name in ("block", "block_at") if name in self._target}
        same = self._is_target(paper)
        self.desk.go(
            "draft", ref=paper.ref, document=paper.document, language=paper.language, quote=line,
            **(place if same else {}),
        )  # fmt: skip

    def document_gone(self, text: str) -> None:
        self.desk.toast(text)
        self.desk.go("library")


_TARGET: Final = ("ref", "document", "language", "block", "block_at")


def _units(text: str, place: int) -> int:
    """A place as the toolkit counts it: letters beyond the basic plane are two."""
    return place + sum(ord(letter) > 0xFFFF for letter in text[:place])
