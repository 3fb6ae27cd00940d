"""The toolkit's own few words — menus of text fields, the file dialogue — in the window's language.

Qt ships no Belarusian; so all three languages come from our catalogue, where a translator finds them.
"""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QTranslator

from legalaid_desktop.ui.words import Words

_CONTEXTS: Final = frozenset(
    {
        "QLineEdit", "QWidgetTextControl", "QFileDialog", "QPlatformTheme", "QDialogButtonBox", "QFileSystemModel",
        "QMessageBox", "QAbstractSpinBox", "QComboBox", "QScrollBar",
    }
)  # fmt: skip
_NOT_LETTERS: Final = re.compile(r"[^a-z0-9]+")


class QtWords(QTranslator):
    """Asks the catalogue for ``qt.<the English text, lower case, joined by _>``."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._ids: dict[str, str] = {}

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        """``None`` is "not translated". An empty text would be a translation, and Qt's reader of TGA pictures takes
        an empty error for none: then no picture could be opened."""
        if context not in _CONTEXTS:
            return None
        id = self._ids.get(source)
        if id is None:
            plain = source.replace("&", "").partition("\t")[0].casefold()
            id = self._ids[source] = "qt." + _NOT_LETTERS.sub("_", plain).strip("_")
        wording = self._words.wording
        return wording.say(id) if wording.has(id) else ""
