"""What a field for secrets tells an input method: that it takes letters and where, and nothing of what is in it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget


def input_method_answer(field: QWidget, query: Qt.InputMethodQuery, cursor: QRect) -> Any:
    """No surrounding text and no selection: nothing of the secret leaves ``field``. ``cursor`` is in its px."""
    if query == Qt.InputMethodQuery.ImEnabled:
        return True
    if query == Qt.InputMethodQuery.ImHints:
        return field.inputMethodHints().value
    if query == Qt.InputMethodQuery.ImCursorRectangle:
        return cursor
    return None
