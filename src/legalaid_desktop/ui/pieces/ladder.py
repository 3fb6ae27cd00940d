"""A ladder of remedies: a drawn rail with a node for each rung, and what the rung says beside it.

Nodes tell the state by shape, so that they can be read in grey and by those who see no colours: a ring is open, a ring
with a clock's hands runs, a filled triangle was missed, a check is done, three dots wait, a small dashed ring is ahead,
a bar is behind, a cross is closed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QMargins, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from legalaid_desktop.presenters.remedies import RungLook
from legalaid_desktop.ui.icons import paint_icon
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.flowing_legend import FlowingLegend
from legalaid_desktop.ui.pieces.labels import Text
from legalaid_desktop.ui.pieces.layout import row
from legalaid_desktop.ui.theme import GRID, Theme, Tokens, Type
from legalaid_desktop.ui.words import Words

_RAIL: Final = 40
"""px, width of the rail."""
_NODE: Final = 18.0
_LEAST: Final = 160
"""px, least width of a button with a long title."""
_COLOR: Final = {
    "open": "accent", "running": "accent", "missed": "harm", "done": "done", "waiting": "ink", "ahead": "muted",
    "behind": "muted", "closed": "muted",
}  # fmt: skip


def paint_node(painter: QPainter, state: str, where: QRectF, tokens: Tokens) -> None:
    """Draw the node of a state into the square ``where``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color = tokens.color(_COLOR.get(state, "muted"))
    box, middle = where.adjusted(1, 1, -1, -1), where.center()
    painter.setPen(QPen(color, 2))
    painter.setBrush(tokens.color("page"))
    match state:
        case "open":
            painter.drawEllipse(box)
        case "running":
            painter.drawEllipse(box)
            painter.drawLine(middle, QPointF(middle.x(), box.top() + 4))
            painter.drawLine(middle, QPointF(middle.x() + 4, middle.y() + 2))
        case "missed":
            painter.setBrush(color)
            corners = [QPointF(middle.x(), box.top()), box.bottomRight(), box.bottomLeft()]
            painter.drawPolygon(QPolygonF(corners))
            painter.setPen(QPen(tokens.color("page"), 2))
            painter.drawLine(QPointF(middle.x(), box.top() + 7), QPointF(middle.x(), box.bottom() - 5))
            painter.drawPoint(QPointF(middle.x(), box.bottom() - 2))
        case "done":
            painter.setBrush(color)
            painter.drawEllipse(box)
            paint_icon(painter, "check", box.adjusted(2, 2, -2, -2), tokens.color("page"))
        case "waiting":
            painter.drawEllipse(box)
            painter.setBrush(color)
            painter.setPen(Qt.PenStyle.NoPen)
            for step in (-4, 0, 4):
                painter.drawEllipse(QPointF(middle.x() + step, middle.y()), 1.3, 1.3)
        case "closed":
            painter.drawEllipse(box)
            inner = box.adjusted(4, 4, -4, -4)
            painter.drawLine(inner.topLeft(), inner.bottomRight())
            painter.drawLine(inner.topRight(), inner.bottomLeft())
        case "behind":
            painter.drawLine(QPointF(middle.x() - 6, middle.y()), QPointF(middle.x() + 6, middle.y()))
        case _:
            painter.setPen(QPen(color, 1.5, Qt.PenStyle.DashLine))
            painter.drawEllipse(box.adjusted(3, 3, -3, -3))
    painter.restore()


class _PaperButton(Button):
    """Says less where there is no room for all of it; the whole text is its name, and shows beside the cursor."""

    def _say(self) -> None:
        super()._say()
        self._whole = self.text()
        self.setToolTip(self.accessibleName())

    def sizeHint(self) -> QSize:
        metrics, hint = self.fontMetrics(), super().sizeHint()
        return hint.grownBy(
            QMargins(0, 0, metrics.horizontalAdvance(self._whole) - metrics.horizontalAdvance(self.text()), 0)
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(min(_LEAST, self.sizeHint().width()), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        missing = self.sizeHint().width() - self.width()
        if missing <= 0:
            self.setText(self._whole)
            return
        metrics = self.fontMetrics()
        room = metrics.horizontalAdvance(self._whole) - missing
        self.setText(metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, room))


class Rung(QWidget):
    """One step. Its own cursor stop: arrows walk to the next one, Enter begins the paper. ``stepped`` asks for that."""

    stepped = Signal(int)

    def __init__(
        self,
        words: Words,
        theme: Theme,
        look: RungLook,
        *,
        first: bool,
        last: bool,
        alone: bool,
        begin: Callable[[str], None],
        clock: Callable[[str], None],
    ) -> None:
        super().__init__()
        self.look = look
        self._theme, self._first, self._last, self._alone = theme, first, last, alone
        self._begin = begin
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(look.spoken)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(_RAIL, GRID // 2, GRID // 2, GRID)
        inside.setSpacing(GRID // 2)
        grey = "hint" if look.quiet else ""
        self.title = Text(look.title, Type.TEXT if look.quiet else Type.STRONG, role=grey)
        inside.addWidget(self.title)
        inside.addWidget(Text(look.said, Type.HINT if look.quiet else Type.TEXT, role=look.role))
        for line in look.lines:
            inside.addWidget(Text(line.text, Type.HINT if look.quiet else Type.TEXT, role=line.role))
        self.buttons: list[Button] = []
        for paper, title in look.papers:
            self.buttons.append(_PaperButton(words, "remedies.make", partial(begin, paper), paper=title))
        if look.restore:
            self.buttons.append(Button(words, "remedies.make_restore", partial(begin, look.restore)))
        for paper, title in look.joined:
            self.buttons.append(
                _PaperButton(words, "remedies.make_joined", partial(begin, paper), kind="quiet", paper=title)
            )
        if look.clock:
            self.buttons.append(Button(words, "remedies.to_clock", partial(clock, look.clock), kind="quiet"))
        for button in self.buttons:
            inside.addWidget(row(button, None))
        theme.changed.connect(self.update)

    def _node(self) -> QRectF:
        metrics = self.title.fontMetrics()
        top = self.title.mapTo(self, self.title.rect().topLeft()).y() + (metrics.height() - _NODE) / 2
        return QRectF((_RAIL - _NODE) / 2, top, _NODE, _NODE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = self._theme.tokens
        node = self._node()
        if not self._alone:
            middle = _RAIL / 2
            painter.setPen(QPen(tokens.color("control_line"), 2))
            if not self._first:
                painter.drawLine(QPointF(middle, 0), QPointF(middle, node.top() - 2))
            if not self._last:
                painter.drawLine(QPointF(middle, node.bottom() + 2), QPointF(middle, self.height()))
        paint_node(painter, self.look.state, node, tokens)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.look.papers:
            self._begin(self.look.papers[0][0])
        else:
            super().keyPressEvent(event)


class NodeLegend(FlowingLegend):
    """What each node means."""

    STATES: Final = ("running", "open", "missed", "waiting", "done", "ahead", "behind", "closed")

    def __init__(self, words: Words, theme: Theme) -> None:
        super().__init__(words, theme, _NODE)

    def entries(self) -> Sequence[tuple[str, str]]:
        return [(state, self.words.say(f"remedies.mark.{state}")) for state in self.STATES]

    def paint_sign(self, painter: QPainter, sign: str, box: QRectF) -> None:
        paint_node(painter, sign, box, self.theme.tokens)
