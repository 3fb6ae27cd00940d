"""Choosing folders and files, without a dialogue that blocks and without a system dialogue that remembers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileInfo, Qt, QUrl
from PySide6.QtGui import QAbstractFileIconProvider, QColor, QIcon, QPalette
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QFileIconProvider, QWidget

from legalaid_desktop.ui.icons import icon
from legalaid_desktop.ui.words import Words

_TOOLS: Final = {
    "backButton": "back",
    "forwardButton": "forward",
    "toParentButton": "up",
    "newFolderButton": "add",
    "listModeButton": "list",
    "detailModeButton": "table",
}


def _dialogue(parent: QWidget, title: str, start: Path | None) -> QFileDialog:
    dialogue = QFileDialog(parent, title)
    dialogue.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    # The system's own dialogue writes what was chosen into its list of recent files.
    dialogue.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialogue.setOption(QFileDialog.Option.DontUseCustomDirectoryIcons)
    dialogue.setDirectory(str(start if start is not None else Path.home()))
    dialogue.setSidebarUrls([QUrl.fromLocalFile(str(Path.home()))])
    _undress(dialogue)
    return dialogue


class _Signs(QFileIconProvider):
    """Folders and papers in the program's own signs."""

    def __init__(self, color: QColor) -> None:
        super().__init__()
        self._folder, self._paper = icon("folder", color), icon("paper", color)

    def icon(self, what: QFileInfo | QAbstractFileIconProvider.IconType) -> QIcon:
        if isinstance(what, QFileInfo):
            return self._folder if what.isDir() else self._paper
        return self._paper if what == QAbstractFileIconProvider.IconType.File else self._folder


def _undress(dialogue: QFileDialog) -> None:
    """Take the toolkit's coloured icons off."""
    color = dialogue.palette().color(QPalette.ColorRole.WindowText)
    dialogue.setIconProvider(_Signs(color))
    for name, sign in _TOOLS.items():
        button = dialogue.findChild(QAbstractButton, name)
        if button is not None:
            button.setIcon(icon(sign, color))


def _open(dialogue: QFileDialog, chosen: Callable[[Path], None]) -> QFileDialog:
    dialogue.fileSelected.connect(lambda name: chosen(Path(name)) if name else None)
    dialogue.open()
    return dialogue


def choose_folder(
    parent: QWidget, words: Words, title: str, chosen: Callable[[Path], None], *, start: Path | None = None
) -> QFileDialog:
    """A folder, made on the way if wished. ``title`` is a wording id; nothing comes when it is cancelled."""
    dialogue = _dialogue(parent, words.say(title), start)
    dialogue.setFileMode(QFileDialog.FileMode.Directory)
    dialogue.setOption(QFileDialog.Option.ShowDirsOnly)
    return _open(dialogue, chosen)


def choose_file(
    parent: QWidget, words: Words, title: str, chosen: Callable[[Path], None], *, start: Path | None = None
) -> QFileDialog:
    """A file that is there."""
    dialogue = _dialogue(parent, words.say(title), start)
    dialogue.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _open(dialogue, chosen)


def choose_files(
    parent: QWidget, words: Words, title: str, chosen: Callable[[list[Path]], None], *, start: Path | None = None
) -> QFileDialog:
    """Several files that are there."""
    dialogue = _dialogue(parent, words.say(title), start)
    dialogue.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialogue.filesSelected.connect(lambda names: chosen([Path(name) for name in names if name]))
    dialogue.open()
    return dialogue


def choose_new_file(
    parent: QWidget, words: Words, title: str, chosen: Callable[[Path], None], *, name: str, start: Path | None = None
) -> QFileDialog:
    """A name for a file that is not there yet; nothing is ever written over another file."""
    dialogue = _dialogue(parent, words.say(title), start)
    dialogue.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialogue.setFileMode(QFileDialog.FileMode.AnyFile)
    dialogue.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialogue.selectFile(name)
    return _open(dialogue, chosen)
