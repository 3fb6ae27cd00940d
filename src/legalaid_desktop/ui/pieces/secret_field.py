"""A passphrase field with its label, an eye to hold, and what the keyboard may be doing wrong."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from legalaid_desktop.ui.icons import paint_icon
from legalaid_desktop.ui.passphrase_field import PassphraseField, layout_hint
from legalaid_desktop.ui.pieces.fields import Field
from legalaid_desktop.ui.pieces.sight import bring_into_sight
from legalaid_desktop.ui.theme import CONTROL, Theme
from legalaid_desktop.ui.words import Words

_SIGN: Final = 20


class SecretField(Field[PassphraseField]):
    """Warns of Caps Lock, names the keyboard layout, says that what was pasted has left the clipboard."""

    def __init__(self, words: Words, theme: Theme, label: str, hint: str = "") -> None:
        super().__init__(words, theme, PassphraseField(theme), label, hint)
        self._said: tuple[str, str] = ("", "hint")
        self._pasted = False
        self.eye: Final = Eye(words, theme, self.editor, label)
        self.line.addWidget(self.eye)
        self.editor.changed.connect(self._look)
        self.editor.pasted.connect(self._took)

    def tell(self, text: str, role: str = "hint") -> None:
        """As in every field; a warning about the keyboard comes first while it holds."""
        self._said = (text, role)
        self._look()

    def _took(self) -> None:
        self._pasted = True
        self._look()

    def _look(self) -> None:
        editor = self.editor
        self._pasted = self._pasted and not editor.empty
        if editor.hasFocus() and not editor.empty:
            bring_into_sight(editor, editor.rect())
        if editor.caps_lock and editor.hasFocus():
            super().tell(self._words.say("secret.caps_lock"), "unchecked")
        elif self._pasted:
            super().tell(self._words.say("secret.pasted"), "hint")
        elif self._said[0]:
            super().tell(*self._said)
        else:
            layout = layout_hint() if editor.hasFocus() else ""
            super().tell(self._words.say("secret.layout", layout=layout) if layout and not self._hint_id else "")


class Eye(QAbstractButton):
    """Shows the letters as long as it is held, by mouse or by the space bar."""

    def __init__(self, words: Words, theme: Theme, editor: PassphraseField, label: str) -> None:
        super().__init__()
        self._theme, self._editor = theme, editor
        self.setFixedSize(CONTROL, CONTROL)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pressed.connect(lambda: editor.show_letters(True))
        self.released.connect(lambda: editor.show_letters(False))
        theme.changed.connect(self.update)

        def say() -> None:
            # Two eyes on one page are told apart by the label of their field.
            self.setAccessibleName(f"{words.say('secret.show')}: {words.say(label)}")
            self.setToolTip(words.say("secret.show"))

        words.bind(self, say)

    def sizeHint(self) -> QSize:
        return QSize(CONTROL, CONTROL)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._editor.show_letters(False)
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._editor.show_letters(False)
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = self._theme.tokens
        if self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), tokens.color("selection"))
        inset = (CONTROL - _SIGN) / 2
        color = tokens.color("accent" if self.isDown() else "muted")
        paint_icon(painter, "eye", QRectF(inset, inset, _SIGN, _SIGN), color)
