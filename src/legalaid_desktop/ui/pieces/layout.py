"""Arranging widgets on the 8 px grid."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from legalaid_desktop.ui.theme import GRID, READING


def _fill(layout: QBoxLayout, items: tuple[QWidget | QLayout | None, ...], spacing: int) -> QWidget:
    holder = QWidget()
    holder.setLayout(layout)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)
    return holder


def row(*items: QWidget | QLayout | None, spacing: int = GRID) -> QWidget:
    """Side by side; ``None`` is a stretch."""
    return _fill(QHBoxLayout(), items, spacing)


def column(*items: QWidget | QLayout | None, spacing: int = GRID) -> QWidget:
    """One under another; ``None`` is a stretch."""
    return _fill(QVBoxLayout(), items, spacing)


def reading(*items: QWidget, spacing: int = GRID) -> QWidget:
    """One under another, no wider than text can be read; use this and never ``setMaximumWidth`` for what holds wrapped
    text: the toolkit would ask for its height at the width that it does not get."""
    inner = column(*items, spacing=spacing)
    inner.setMaximumWidth(READING)
    line = QHBoxLayout()
    line.addWidget(inner, 1000)
    line.addStretch(1)
    return _fill(line, (), 0)


class _Remarks(QWidget):
    """Takes no room, and no distance to its neighbours, while nothing in it is to be seen."""

    def __init__(self, inner: QWidget, parts: tuple[QWidget, ...]) -> None:
        super().__init__()
        self._parts = parts
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(inner)
        for part in parts:
            part.installEventFilter(self)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._follow()
        return False

    def _follow(self) -> None:
        self.setVisible(any(not part.isHidden() for part in self._parts))


def remarks(*parts: QWidget) -> QWidget:
    """As :func:`reading`, for parts that are seldom to be seen: while all are hidden, so is the room for them."""
    held = [row(part, None) if isinstance(part, QAbstractButton) else part for part in parts]
    return _Remarks(reading(*held), parts)


def tab_in_order(*controls: QWidget) -> None:
    """Tab goes through ``controls`` as the eye does: what was made later stands at the end of its way."""
    for one, next_one in pairwise(controls):
        QWidget.setTabOrder(one, next_one)


def ending(*buttons: QWidget) -> QWidget:
    """The end of a group: buttons at the right, the primary one last. A dangerous one never stands here."""
    return row(None, *buttons)
