"""A person at a glance: the name in two scripts, the year, and whether there is a safe way to reach them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from legalaid_desktop.ui.icons import paint_icon
from legalaid_desktop.ui.theme import GRID, RADIUS, TARGET, Theme, Type, font


@dataclass(frozen=True, kw_only=True)
class Chip:
    """Ready to show. ``mark`` is the safe-contact mark in words, ``other`` the name in the other script."""

    key: str
    name: str
    other: str = ""
    year: str = ""
    mark: str = ""
    role: str = ""


class PersonChip(QWidget):
    """``pressed`` comes with the chip's key."""

    pressed = Signal(str)

    def __init__(self, theme: Theme, chip: Chip) -> None:
        super().__init__()
        self._theme, self._chip = theme, chip
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        parts = (chip.name, chip.other, chip.year, chip.role, chip.mark)
        self.setAccessibleName(", ".join(part for part in parts if part))
        theme.changed.connect(self.update)

    def _lines(self) -> tuple[tuple[str, Type, str], ...]:
        """Text, type and colour of each line; the mark has a line of its own, so that it is never cut."""
        chip = self._chip
        second = " · ".join(part for part in (chip.other, chip.year, chip.role) if part)
        lines = ((chip.name, Type.STRONG, "ink"), (second, Type.HINT, "muted"), (chip.mark, Type.HINT, "muted"))
        return tuple(line for line in lines if line[0])

    def sizeHint(self) -> QSize:
        metrics = [(QFontMetricsF(font(kind)), text) for text, kind, _ in self._lines()]
        width = max(one.horizontalAdvance(text) for one, text in metrics)
        height = sum(one.lineSpacing() for one, _ in metrics)
        return QSize(round(width) + TARGET + 2 * GRID, max(TARGET, round(height) + 2 * GRID))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self._chip.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit(self._chip.key)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        painter.setPen(QPen(tokens.color("line"), tokens.line_width))
        painter.setBrush(tokens.color("panel"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        icon_box = self.rect().adjusted(GRID, GRID, 0, 0).toRectF()
        icon_box.setSize(QSize(16, 16).toSizeF())
        paint_icon(painter, "person", icon_box, tokens.color("muted"))
        left, width, top = TARGET, self.width() - TARGET - GRID, float(GRID)
        for text, kind, role in self._lines():
            metrics = QFontMetricsF(font(kind))
            painter.setFont(font(kind))
            painter.setPen(tokens.color(role))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            # The logical direction of a name in Arabic letters must not move it to the other edge.
            painter.drawText(
                left, round(top), width, round(metrics.lineSpacing()),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown,
            )  # fmt: skip
            top += metrics.lineSpacing()
