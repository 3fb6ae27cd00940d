"""Several of a list: a choice that adds, and a line for each that was added, with a button that takes it out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from legalaid_desktop.presenters.forms.options import Options
from legalaid_desktop.ui.pieces.labels import Text
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.pieces.sign_buttons import BareSign
from legalaid_desktop.ui.theme import GRID, Theme
from legalaid_desktop.ui.words import Words


class ManyChoice(QWidget):
    """``changed`` comes when a person added or took out; :attr:`keys` in the order of adding."""

    changed = Signal()

    def __init__(self, words: Words, theme: Theme, name: str, options: Options) -> None:
        super().__init__()
        self._words, self._theme = words, theme
        self._options = dict(options)
        self._keys: tuple[str, ...] = ()
        self.choice = Choice(words, theme, name)
        self.choice.setMinimumContentsLength(8)
        self.choice.picked.connect(self._add)
        self.setFocusProxy(self.choice)
        self._chosen = QVBoxLayout()
        self._chosen.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(self._chosen)
        column.addWidget(self.choice)
        self._draw()

    @property
    def keys(self) -> tuple[str, ...]:
        return self._keys

    def put(self, keys: Sequence[str]) -> None:
        """Show what is chosen; a key that is not offered shows as itself."""
        self._keys = tuple(keys)
        self._draw()

    def _add(self, key: str) -> None:
        if key and key not in self._keys:
            self._keys = (*self._keys, key)
            self._draw()
            self.changed.emit()

    def _take_out(self, key: str) -> None:
        self._keys = tuple(one for one in self._keys if one != key)
        self._draw()
        self.choice.setFocus()
        self.changed.emit()

    def _draw(self) -> None:
        while (item := self._chosen.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for key in self._keys:
            line = QWidget()
            inside = QHBoxLayout(line)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(GRID)
            text = self._options.get(key, key)
            inside.addWidget(Text(text), 1)
            out = BareSign(self._words, self._theme, "form.take_out", "close", partial(self._take_out, key))
            out.setAccessibleName(f"{self._words.say('form.take_out')}: {text}")
            inside.addWidget(out)
            self._chosen.addWidget(line)
        left = [(key, text) for key, text in self._options.items() if key not in self._keys]
        self.choice.offer((("", self._words.say("form.add_one")), *left))
        self.choice.set_key("")
        self.choice.setEnabled(bool(left))
