"""A file or folder: typed, pasted, or chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.fields import Field, LineEdit
from legalaid_desktop.ui.pieces.paths import choose_file, choose_folder, choose_new_file
from legalaid_desktop.ui.theme import Theme
from legalaid_desktop.ui.words import Words


class PathField(Field[LineEdit]):
    """``kind``: ``file`` (there already), ``new_file`` (nothing there yet; ``name`` is proposed), ``folder``."""

    def __init__(
        self,
        words: Words,
        theme: Theme,
        label: str,
        kind: str,
        *,
        hint: str = "",
        name: Callable[[], str] | None = None,
    ) -> None:
        super().__init__(words, theme, LineEdit(), label, hint)
        self._label, self._kind, self._name = label, kind, name
        self.button = Button(words, "path.choose", self.choose)
        self.line.addWidget(self.button)
        words.bind(self.button, self._say_button)

    @property
    def path(self) -> Path | None:
        """What stands in the field; ``~`` is the home folder; ``None`` while it is empty."""
        text = self.editor.text().strip()
        return Path(text).expanduser() if text else None

    def set_path(self, path: Path | None) -> None:
        self.editor.setText("" if path is None else str(path))

    def choose(self) -> None:
        """Open the dialogue."""
        here = self.path
        start = here.parent if here is not None and here.parent.is_dir() else None
        match self._kind:
            case "folder":
                choose_folder(self, self._words, self._label, self._take, start=start)
            case "new_file":
                name = self._name() if self._name is not None else ""
                choose_new_file(self, self._words, self._label, self._take, name=name, start=start)
            case _:
                choose_file(self, self._words, self._label, self._take, start=start)

    def _take(self, path: Path) -> None:
        self.set_path(path)
        self.editor.setFocus()

    def _say_button(self) -> None:
        # Three «Choose…» on one page sound alike; the label of the field tells them apart.
        self.button.setAccessibleName(f"{self._words.say('path.choose')} {self._words.say(self._label)}")
