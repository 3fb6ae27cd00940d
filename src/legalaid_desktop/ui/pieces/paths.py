"""Choosing folders and files, without a dialogue that blocks and without a system dialogue that remembers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QWidget

from legalaid_desktop.ui.words import Words


def _dialogue(parent: QWidget, title: str, start: Path | None) -> QFileDialog:
    dialogue = QFileDialog(parent, title)
    dialogue.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    # The system's own dialogue writes what was chosen into its list of recent files.
    dialogue.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialogue.setOption(QFileDialog.Option.DontUseCustomDirectoryIcons)
    dialogue.setDirectory(str(start if start is not None else Path.home()))
    dialogue.setSidebarUrls([QUrl.fromLocalFile(str(Path.home()))])
    return dialogue


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
