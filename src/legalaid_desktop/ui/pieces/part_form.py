"""Entering recovery sheets: the accepted ones in a list, the next one in a grid of words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from legalaid_desktop.presenters.part_entry import PartEntry, PartLine
from legalaid_desktop.presenters.ports import Part
from legalaid_desktop.services.part_words import near, parted, read_share, whole_word
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.labels import Text, said
from legalaid_desktop.ui.pieces.layout import row
from legalaid_desktop.ui.pieces.word_grid import State, WordGrid
from legalaid_desktop.ui.theme import GRID, Type


class PartForm(QWidget):
    """``complete`` is told once enough sheets of one set were accepted; ``touched`` when anything was typed."""

    touched = Signal()

    def __init__(self, desk: Desk, complete: Callable[[Sequence[Part]], None]) -> None:
        super().__init__()
        self._words = words = desk.words
        self.entry: Final = PartEntry(self, read_share, words=lambda: words.wording, complete=complete)
        self.progress: Final = Text("", Type.STRONG)
        self._accepted = QVBoxLayout()
        self._accepted.setSpacing(GRID)
        self._lines: list[QWidget] = []
        self.title: Final = Text("", Type.HINT)
        self.grid: Final = WordGrid(words, desk.theme, "part.words", look_up=whole_word, cut=parted)
        self.grid.ended.connect(self._ended)
        self.grid.full.connect(self.offer)
        self.grid.changed.connect(self._typed)
        self.status: Final = Text("", Type.HINT, role="hint")
        self.problem: Final = Text("", role="harm")
        self.problem.hide()
        self.how: Final = said(words, "part.how", Type.HINT, role="hint")
        self.clear: Final = Button(words, "part.clear", self._clear, kind="quiet")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID)
        outer.addWidget(self.progress)
        outer.addLayout(self._accepted)
        self._end = row(self.clear, None)
        # What is said of the words stands above them: on a low screen their end is out of sight.
        for part in (self.title, self.status, self.problem, self.grid, self.how, self._end):
            outer.addWidget(part)
        self.setFocusProxy(self.grid)
        words.changed.connect(self.entry.say_again)
        self.entry.begin()

    def begin(self) -> None:
        """Empty, with the cursor in the first cell."""
        self.forget()
        self.grid.setFocus()

    def forget(self) -> None:
        """Forget the words and the accepted sheets."""
        self.grid.wipe()
        self.entry.begin()
        self.problem.tell("")
        self.status.tell("")

    def offer(self) -> None:
        """Hand the words over as one sheet."""
        self.entry.offer(self.grid.text())

    def allow(self, allowed: bool) -> None:
        """Switch typing off while the sheets are put to use."""
        for part in (self.grid, self.clear, *self._lines):
            part.setEnabled(allowed)

    def _clear(self) -> None:
        self.grid.wipe()
        self.grid.setFocus()

    def _typed(self) -> None:
        if not self.grid.empty:
            self.touched.emit()
        self.problem.tell("", "harm")
        self._tell_cell()

    def _ended(self, cell: int) -> None:
        if self.grid.state(cell) is not State.UNKNOWN:
            self._tell_cell()
            return
        found = near(self.grid.word(cell))
        if found:
            text = self._words.say("part.unknown_near", n=cell + 1, near=", ".join(found))
        else:
            text = self._words.say("part.unknown", n=cell + 1)
        self._say(text, "harm")

    def _tell_cell(self) -> None:
        grid = self.grid
        if grid.empty:
            self._say("", "hint")
            return
        unknown = next((cell for cell in range(grid.count) if grid.state(cell) is State.UNKNOWN), None)
        if unknown is not None:
            self._ended(unknown)
        else:
            self._say(self._words.say("part.words_right", n=grid.known, of=grid.count), "hint")

    def _say(self, text: str, role: str) -> None:
        self.status.tell(text, role)
        self.grid.setAccessibleDescription(text)

    # What the presenter shows

    def show_parts(self, lines: Sequence[PartLine], progress: str, next_title: str) -> None:
        for old in self._lines:
            old.hide()
            old.deleteLater()
        self._lines = []
        for line in lines:
            drop = Button(self._words, "part.drop", partial(self.entry.drop, line.key), kind="quiet")
            drop.setAccessibleName(f"{drop.text()}: {line.text}")
            text = Text(line.text, role="done")
            holder = QWidget()
            inside = QVBoxLayout(holder)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(0)
            inside.addWidget(text)
            inside.addWidget(row(drop, None))
            self._accepted.addWidget(holder)
            self._lines.append(holder)
        self.progress.tell(progress)
        self.title.tell(next_title)
        for part in (self.grid, self.how, self._end):
            part.setVisible(bool(next_title))
        self.status.setVisible(bool(next_title) and bool(self.status.text()))

    def show_part_problem(self, text: str, word: int | None) -> None:
        if word is not None:
            self.grid.mark(word - 1)
        self.status.tell("")
        self.problem.tell(text, "harm")
        self.grid.setFocus()

    def clear_words(self) -> None:
        self.grid.wipe()
        self.problem.tell("")
        self.status.tell("")
