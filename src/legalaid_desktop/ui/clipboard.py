"""What is copied here is marked secret for other programs, and gone after half a minute and at lock."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

_STAYS: Final = 30_000
"""ms"""
CLIPBOARD_SECONDS: Final = _STAYS // 1000
"""For the settings page."""
_MARK: Final = "x-kde-passwordManagerHint"
_HINTS: Final = {
    _MARK: b"secret",
    "ExcludeClipboardContentFromMonitorProcessing": b"1",
    "CanIncludeInClipboardHistory": b"\x00\x00\x00\x00",
    "CanUploadToCloudClipboard": b"\x00\x00\x00\x00",
    "org.nspasteboard.ConcealedType": b"1",
}
"""What clipboard managers of Linux, Windows and macOS look for."""


def secret_text(text: str) -> QMimeData:
    """``text`` for the clipboard, marked for other programs as nothing to keep."""
    marked = QMimeData()
    marked.setText(text)
    for form, value in _HINTS.items():
        marked.setData(form, value)
    return marked


class ClipboardGuard(QObject):
    """Watches the clipboard for what comes from this program. What is only selected with the mouse goes nowhere: the
    second clipboard of X11 would hand it to each program at the next press of a wheel."""

    def __init__(self, clipboard: QClipboard | None = None) -> None:
        super().__init__()
        self._clipboard = clipboard if clipboard is not None else QGuiApplication.clipboard()
        self._marking = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_STAYS)
        self._timer.timeout.connect(self.forget)
        self._clipboard.dataChanged.connect(self._changed)
        self._clipboard.selectionChanged.connect(self._forget_selection)
        self._clipboard.findBufferChanged.connect(self._forget_selection)

    def forget(self) -> None:
        """Empty the clipboards if what they hold is ours."""
        self._timer.stop()
        if self._clipboard.ownsClipboard():
            self._clipboard.clear()
        self._forget_selection()

    def _forget_selection(self) -> None:
        if self._clipboard.supportsSelection() and self._clipboard.ownsSelection():
            self._clipboard.clear(QClipboard.Mode.Selection)
        if self._clipboard.supportsFindBuffer() and self._clipboard.ownsFindBuffer():
            self._clipboard.clear(QClipboard.Mode.FindBuffer)

    def _changed(self) -> None:
        if self._marking or not self._clipboard.ownsClipboard():
            return
        data = self._clipboard.mimeData()
        if data is None or not data.formats():
            return  # emptied
        if data.hasText() and not data.hasFormat(_MARK):
            # As plain text alone: whatever else a widget put beside it is not needed elsewhere.
            marked = secret_text(data.text())
            self._marking = True
            try:
                self._clipboard.setMimeData(marked)
            finally:
                self._marking = False
        self._timer.start()
