"""Parts side by side where there is room, one under another where there is not: small screens, letters twice as big."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from legalaid_desktop.ui.theme import BETWEEN


class SideBySide(QWidget):
    """``wide_from``: px from which the parts stand side by side, with ``shares`` of the width. ``turned`` comes with
    whether they do."""

    turned = Signal(bool)

    def __init__(
        self, parts: Sequence[QWidget], *, wide_from: int, shares: Sequence[int] = (), spacing: int = BETWEEN
    ) -> None:
        super().__init__()
        self._wide_from, self._shares = wide_from, tuple(shares) or (1,) * len(parts)
        self.wide = True
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(spacing)
        for part, share in zip(parts, self._shares, strict=True):
            self._box.addWidget(part, share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= self._wide_from
        if wide != self.wide:
            self.wide = wide
            self._box.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
            for at, share in enumerate(self._shares):
                self._box.setStretch(at, share if wide else 0)
            self.turned.emit(wide)
