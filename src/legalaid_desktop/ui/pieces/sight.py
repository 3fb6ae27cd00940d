"""What is typed into stays in sight, on a screen that is low or at double size."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QScrollArea, QWidget

from legalaid_desktop.ui.theme import CONTROL


def bring_into_sight(widget: QWidget, part: QRect) -> None:
    """Scroll the area around ``widget`` so that ``part`` of it can be seen, with what is told right under it."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    inner = around.widget() if around is not None else None
    if around is None or inner is None or not widget.isVisible():
        return
    top = widget.mapTo(inner, part.topLeft()).y()
    left = widget.mapTo(inner, part.center()).x()
    seen = QPoint(left, top + part.height() // 2)
    around.ensureVisible(seen.x(), seen.y(), 0, min(2 * CONTROL, around.viewport().height() // 3))
