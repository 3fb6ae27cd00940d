"""The toolkit's own words, in the window's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

from legalaid_desktop.ui.pieces.fields import TextEdit
from legalaid_desktop.ui.pieces.paths import choose_folder, choose_new_file
from tests.ui.conftest import Desktop


def english_words(texts: list[str]) -> list[str]:
    return [text for text in texts if re.search("[A-Za-z]{3}", text.replace("copy.age", ""))]


@pytest.mark.parametrize("language", ["ru", "be"])
def test_the_file_dialogue_speaks_the_language(desktop: Desktop, tmp_path: Path, language: str) -> None:
    words = desktop.window.desk.words
    words.speak(language)
    parent = QWidget()
    desktop.qtbot.addWidget(parent)
    parent.show()
    dialogues = [
        choose_folder(parent, words, "unlock.choose_folder", lambda _: None, start=tmp_path),
        choose_new_file(parent, words, "backup.out", lambda _: None, name="copy.age", start=tmp_path),
    ]
    for dialogue in dialogues:
        texts = [dialogue.windowTitle()]
        for widget in dialogue.findChildren(QWidget):
            if isinstance(widget, QAbstractButton | QLabel):
                texts += [widget.text(), widget.toolTip(), widget.accessibleName()]
        texts += [action.text().replace("&", "") for action in dialogue.findChildren(QAction)]
        for box in dialogue.findChildren(QComboBox):
            if box.objectName() == "fileTypeCombo":
                texts += [box.itemText(number) for number in range(box.count())]
        assert english_words(texts) == []
        dialogue.close()


@pytest.mark.parametrize("language", ["ru", "be"])
def test_menus_of_text_fields_speak_the_language(desktop: Desktop, language: str) -> None:
    desktop.window.desk.words.speak(language)
    line, text = QLineEdit("x"), TextEdit()
    desktop.qtbot.addWidget(line)
    desktop.qtbot.addWidget(text)
    for menu in (line.createStandardContextMenu(), text.createStandardContextMenu()):
        labels = [action.text().partition("\t")[0].replace("&", "") for action in menu.actions()]
        assert english_words([label for label in labels if label]) == []
        menu.deleteLater()
