"""What is copied here is marked secret for other programs, and gone after half a minute and at lock."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

_STAYS: Final = 30_000
"""ms"""
_HINTS: Final = {
    "x-kde-passwordManagerHint": b"secret",
    "ExcludeClipboardContentFromMonitorProcessing": b"1",
    "CanIncludeInClipboardHistory": b"\x00\x00\x00\x00",
    "CanUploadToCloudClipboard": b"\x00\x00\x00\x00",
    "org.nspasteboard.ConcealedType": b"1",
}
"""What clipboard managers of Linux, Windows and macOS look for."""


class ClipboardGuard(QObject):
    """Watches the clipboard for texts that come from this program."""

    def __init__(self, clipboard: QClipboard | None = None) -> None:
        super().__init__()
        self._clipboard = clipboard if clipboard is not None else QGuiApplication.clipboard()
        self._marking = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_STAYS)
        self._timer.timeout.connect(self.forget)
        self._clipboard.dataChanged.connect(self._changed)

    def forget(self) -> None:
        """Empty the clipboard if what it holds is ours."""
        self._timer.stop()
        if self._clipboard.ownsClipboard():
            self._clipboard.clear()

    def _changed(self) -> None:
        if self._marking or not self._clipboard.ownsClipboard():
            return
        data = self._clipboard.mimeData()
        if data is None or not data.hasText() or data.hasFormat("x-kde-passwordManagerHint"):
            return
        marked = QMimeData()
        marked.setText(data.text())
        for form, value in _HINTS.items():
            marked.setData(form, value)
        self._marking = True
        try:
            self._clipboard.setMimeData(marked)
        finally:
            self._marking = False
        self._timer.start()
