"""Words that no dictionary knows, underlined in one text; what they may have been, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from legalaid_desktop.ui.pieces.fields import TextEdit
from legalaid_desktop.ui.pieces.menu import add_line, empty_menu
from legalaid_desktop.ui.theme import Theme
from legalaid_desktop.ui.words import Words

if TYPE_CHECKING:
    from legalaid_desktop.services.spelling import Spot

_PAUSE: Final = 350
"""ms after the last key until the text is looked at."""
_SHOWN: Final = 500
"""Words underlined at once; a text in a language that is not checked must not slow the typing."""


class Checker(Protocol):
    """What the marks ask; :class:`legalaid_desktop.ui.spelling.Spelling`."""

    def check(self, text: str, *, owner: QObject, done: Callable[[tuple[Spot, ...]], None]) -> None: ...
    def suggest(self, spot: Spot, *, owner: QObject, done: Callable[[tuple[str, ...]], None]) -> None: ...
    def add(self, spot: Spot) -> None: ...


class SpellingMarks(QObject):
    """Lives with its editor. Underlines are laid over the text and are no part of it: undo, copies and what is kept
    know nothing of them."""

    def __init__(self, editor: TextEdit, checker: Checker, words: Words, theme: Theme) -> None:
        super().__init__(editor)
        self.editor, self._checker, self._words, self._theme = editor, checker, words, theme
        self.wrong: tuple[Spot, ...] = ()
        self._places: tuple[tuple[int, int], ...] = ()
        """Of each wrong word, as the editor counts: letters beyond the first plane are two."""
        self._stale = self._wanted = False
        self._hidden = -1
        """Number of the word that is still being typed and not underlined yet."""
        self._asked = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._ask)
        editor.textChanged.connect(self._typed)
        editor.cursorPositionChanged.connect(self._moved)
        editor.installEventFilter(self)
        editor.viewport().installEventFilter(self)

    def look(self) -> None:
        """Look at the text once the keys rest."""
        self._pause.start()

    def clear(self) -> None:
        self._asked += 1
        self.wrong, self._places, self._stale = (), (), False
        self._draw()

    def _typed(self) -> None:
        # Underlines move with the text that they lie over; places are counted anew once the keys rest.
        self._stale, self._wanted = True, False
        self._pause.start()

    def _ask(self) -> None:
        text = self.editor.toPlainText()
        self._asked += 1
        number = self._asked

        def done(wrong: tuple[Spot, ...]) -> None:
            if number == self._asked and text == self.editor.toPlainText():
                self.wrong, self._stale = wrong, False
                self._places = _places(text, wrong)
                self._draw()
                if self._wanted:
                    self._wanted = False
                    self.to_next()

        self._checker.check(text, owner=self, done=done)

    def _moved(self) -> None:
        if not self._stale and self._typed_now() != self._hidden:
            self._draw()

    def _typed_now(self) -> int:
        """Number of the wrong word that ends at the cursor; −1 for none."""
        here = self.editor.textCursor()
        if here.hasSelection() or not self.editor.hasFocus():
            return -1
        return next((n for n, (_, end) in enumerate(self._places) if end == here.position()), -1)

    def _draw(self) -> None:
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(self._theme.tokens.color("harm"))
        self._hidden = self._typed_now()
        selections = []
        for number, (start, end) in enumerate(self._places[:_SHOWN]):
            if number == self._hidden or end >= self.editor.document().characterCount():
                continue  # being typed, or cut off a moment ago
            one = QTextEdit.ExtraSelection()
            one.cursor = self._selected(start, end)
            one.format = look
            selections.append(one)
        if selections or self.editor.extraSelections():
            self.editor.setExtraSelections(selections)

    def _selected(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.editor.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    # Suggestions

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QContextMenuEvent):
            if event.reason() == QContextMenuEvent.Reason.Mouse:
                spot = self._at(self.editor.cursorForPosition(event.pos()).position())
                return spot is not None and self._offer(spot, event.globalPos())
            spot = self._at(self.editor.textCursor().position())
            return spot is not None and self._offer(spot, None)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _is_suggest(event):
            self.to_next()
            return True
        return super().eventFilter(watched, event)

    def to_next(self) -> None:
        """Offer suggestions for the word at the cursor, else for the next one, round the end."""
        if self._stale:
            self._wanted = True  # as soon as it is known where the words stand now
            self._pause.stop()
            self._ask()
            return
        at = self.editor.textCursor().position()
        spot = self._at(at)
        if spot is None and self.wrong:
            number = next((n for n, (start, _) in enumerate(self._places) if start >= at), 0)
            spot = self.wrong[number]
        if spot is not None:
            self._offer(spot, None)

    def _at(self, at: int) -> Spot | None:
        if self._stale or self.editor.isReadOnly():
            return None
        places = zip(self.wrong, self._places, strict=True)
        return next((spot for spot, (start, end) in places if start <= at <= end), None)

    def _offer(self, spot: Spot, at: QPoint | None) -> bool:
        editor, words = self.editor, self._words
        start, end = self._places[self.wrong.index(spot)]
        editor.setTextCursor(self._selected(start, end))
        if at is None:
            at = editor.viewport().mapToGlobal(editor.cursorRect().bottomLeft())
        menu = empty_menu(editor)
        menu.setAccessibleName(words.say("spelling.menu", word=spot.word))
        waits = add_line(menu, words, "spelling.looking", lambda: None)
        waits.setEnabled(False)
        below = menu.addSeparator()
        add_line(menu, words, "spelling.add", lambda: self._checker.add(spot))
        menu.addSeparator()
        usual = editor.createStandardContextMenu()
        usual.setParent(menu)
        menu.addActions(usual.actions())

        def found(suggestions: tuple[str, ...]) -> None:
            if not suggestions:
                waits.setText(words.say("spelling.none"))
                return
            menu.removeAction(waits)
            lines = [QAction(one, menu) for one in suggestions]
            for line in lines:
                line.triggered.connect(lambda _=False, text=line.text(): self._put(spot, text))
            menu.insertActions(below, lines)
            if menu.isVisible():
                menu.setActiveAction(lines[0])
                menu.popup(menu.pos())  # as large as its lines are now

        menu.popup(at)
        self._checker.suggest(spot, owner=menu, done=found)
        return True

    def _put(self, spot: Spot, text: str) -> None:
        if self._stale or spot not in self.wrong:
            return  # something else was typed meanwhile
        cursor = self._selected(*self._places[self.wrong.index(spot)])
        cursor.insertText(text)
        self.editor.setTextCursor(cursor)
        self.editor.setFocus()


def _places(text: str, wrong: Sequence[Spot]) -> tuple[tuple[int, int], ...]:
    if text.isascii() or max(text, default="") <= "\uffff":
        return tuple((spot.start, spot.end) for spot in wrong)
    before = list(accumulate((1 + (letter > "\uffff") for letter in text), initial=0))
    return tuple((before[spot.start], before[spot.end]) for spot in wrong)


def _is_suggest(event: QKeyEvent) -> bool:
    """Ctrl+. by the sign or, on a Cyrillic keyboard, by the key's place."""
    if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return False
    return event.key() in (Qt.Key.Key_Period, 0x042E, 0x044E)
