"""Pages as pictures, one under another: a paper of ours, a PDF or a photo of the evidence. From memory only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from legalaid_desktop.ui.theme import INSIDE, Theme

_BETWEEN: Final = 12
_ZOOMS: Final = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)


class _Sheets(QWidget):
    pressed = Signal(int, float)
    """Page from 0, and the distance from its top as a share of its height."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.images: tuple[QImage, ...] = ()
        self.band: tuple[int, float, float] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_images(self, images: Sequence[QImage]) -> None:
        self.images = tuple(images)
        self.resize(self.sizeHint())
        self.updateGeometry()
        self.update()

    def _size(self, image: QImage) -> tuple[float, float]:
        ratio = image.devicePixelRatio()
        return image.width() / ratio, image.height() / ratio

    def sizeHint(self) -> QSize:
        wide = max((self._size(image)[0] for image in self.images), default=200)
        high = sum(self._size(image)[1] + _BETWEEN for image in self.images)
        return QSize(round(wide) + 2 * INSIDE, round(high) + _BETWEEN)

    def boxes(self) -> list[QRectF]:
        top, found = float(_BETWEEN), []
        for image in self.images:
            wide, high = self._size(image)
            found.append(QRectF((self.width() - wide) / 2, top, wide, high))
            top += high + _BETWEEN
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = self._theme.tokens
        for number, (box, image) in enumerate(zip(self.boxes(), self.images, strict=True)):
            if not box.intersects(QRectF(event.rect())):
                continue
            painter.fillRect(box, Qt.GlobalColor.white)
            painter.drawImage(box.topLeft(), image)
            painter.setPen(QPen(tokens.color("control_line"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)
            if self.band is not None and self.band[0] == number:
                top, bottom = box.top() + self.band[1] * box.height(), box.top() + self.band[2] * box.height()
                painter.fillRect(QRectF(box.left() + 8, top, 4, bottom - top), tokens.color("accent"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number, box in enumerate(self.boxes()):
            if box.contains(event.position()):
                self.pressed.emit(number, (event.position().y() - box.top()) / box.height())
                return


class PageView(QScrollArea):
    """``pressed``: page from 0 and height share. ``zoom_changed`` when a person wants it larger or smaller (Ctrl and
    plus, minus, 0 or the wheel). Page keys walk; the arrows are handed on as ``stepped`` (-1, 1), Enter as
    ``entered``."""

    pressed = Signal(int, float)
    zoom_changed = Signal(float)
    stepped = Signal(int)
    entered = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("scroll")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sheets: Final = _Sheets(theme)
        self.sheets.pressed.connect(self.pressed)
        self.setWidget(self.sheets)
        self.zoom = 1.0

    @property
    def pages(self) -> int:
        return len(self.sheets.images)

    def show_images(self, images: Sequence[QImage]) -> None:
        """New pictures; what one was looking at stays in sight."""
        bar = self.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        same = len(images) == self.pages
        at = bar.value()
        self.sheets.show_images(images)
        bar.setValue(at if same and bar.maximum() >= at else round(share * bar.maximum()))

    def mark(self, page: int, top: float, bottom: float) -> None:
        """A mark at the edge of a page beside its part from ``top`` to ``bottom`` (shares of its height)."""
        self.sheets.band = (page, top, bottom)
        self.sheets.update()
        boxes = self.sheets.boxes()
        if 0 <= page < len(boxes):
            box = boxes[page]
            middle = QPointF(box.center().x(), box.top() + (top + bottom) / 2 * box.height()).toPoint()
            self.ensureVisible(middle.x(), middle.y(), 0, 120)

    def unmark(self) -> None:
        self.sheets.band = None
        self.sheets.update()

    def go_to_page(self, number: int) -> None:
        """From 0."""
        boxes = self.sheets.boxes()
        if boxes:
            box = boxes[min(max(number, 0), len(boxes) - 1)]
            self.verticalScrollBar().setValue(round(box.top()) - _BETWEEN)

    def current_page(self) -> int:
        """From 0: the page that stands at the middle of the view."""
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        for number, box in enumerate(self.sheets.boxes()):
            if middle <= box.bottom() + _BETWEEN:
                return number
        return max(0, self.pages - 1)

    def step_zoom(self, step: int) -> None:
        """Larger or smaller; 0 is as it was at first."""
        if step == 0:
            self.zoom = 1.0
        else:
            others = [zoom for zoom in _ZOOMS if (zoom - self.zoom) * step > 0.01]
            if others:
                self.zoom = min(others) if step > 0 else max(others)
        self.zoom_changed.emit(self.zoom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}
            if key in steps:
                self.step_zoom(steps[key])
                return
        match key:
            case Qt.Key.Key_PageDown:
                self.go_to_page(self.current_page() + 1)
            case Qt.Key.Key_PageUp:
                self.go_to_page(self.current_page() - 1)
            case Qt.Key.Key_Home:
                self.go_to_page(0)
            case Qt.Key.Key_End:
                self.go_to_page(self.pages - 1)
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.stepped.emit(1 if key is Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.entered.emit()
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            delta: QPoint = event.angleDelta()
            self.step_zoom(1 if delta.y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)


def image_of(width: int, height: int, rgba: bytes, ratio: float) -> QImage:
    """A picture from bytes, four a pixel, with its own copy of them."""
    image = QImage(rgba, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
    image.setDevicePixelRatio(ratio)
    return image
