"""What pages have in common from which the vault goes: the last step, and what is to be read before the lock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.labels import Text
from legalaid_desktop.ui.pieces.layout import remarks, row
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.progress import Progress
from legalaid_desktop.ui.pieces.secret_field import SecretField


class GoingPage(Page):
    """A :class:`presenters.leave.GoingView` but for ``show_state``. A page lays out :meth:`last_step` and gives the
    panels that go with the vault to :meth:`goes`."""

    def __init__(self, desk: Desk, title: str, sentence: str) -> None:
        super().__init__(desk)
        words = desk.words
        self.passphrase: Final = SecretField(words, desk.theme, "leave.passphrase", "leave.passphrase_hint")
        self.going: Final = Progress(words)
        self.problem: Final = Text("", role="harm")
        self.problem.hide()
        self.told: Final = Text("", role="unchecked")
        self.told.hide()
        self.lock_button: Final = Button(words, "leave.lock_now", desk.lock)
        self.lock_button.hide()
        self._acts: list[QWidget] = []
        self._panels: list[QWidget] = []
        self.body.addWidget(PageHeader(words, title, sentence))
        self.body.addWidget(remarks(self.told, self.lock_button))

    def last_step(self, *acts: Button) -> tuple[QWidget, ...]:
        """The passphrase once more, the buttons that let the vault go, what goes on and what went wrong."""
        self._acts.extend(acts)
        return self.passphrase, row(*acts, None), self.going, self.problem

    def goes(self, *panels: QWidget) -> None:
        """Lay out what is of no use any more when the vault has gone."""
        self._panels.extend(panels)
        for panel in panels:
            self.body.addWidget(panel)
        self.body.addStretch(1)

    def also_off(self, buttons: Sequence[Button]) -> None:
        """Buttons that cannot be pressed while the vault goes, beside those of the last step."""
        self._acts.extend(buttons)

    def flush(self) -> None:
        """Nothing typed here is kept: it opens vaults, or tells where the copy is."""
        self.forget()

    def forget(self) -> None:
        """Wipe what was typed for the last step."""
        self.passphrase.editor.wipe()
        self.show_problem("")

    def taken(self) -> bytearray:
        """The passphrase, which stands here no longer."""
        passphrase = self.passphrase.editor.take()
        self.passphrase.editor.wipe()
        return passphrase

    # What the presenter shows

    def show_problem(self, text: str) -> None:
        self.problem.tell(text, "harm")
        if text:
            QTimer.singleShot(0, self, self._show_what_went_wrong)  # the layout gives it its room first

    def _show_what_went_wrong(self) -> None:
        if self.scroll_area is not None:
            self.scroll_area.ensureWidgetVisible(self.problem)

    def show_going(self, words: str) -> None:
        for act in self._acts:
            act.setEnabled(not words)
        if words:
            self.going.start(words)
        else:
            self.going.end()

    def show_gone(self, text: str) -> None:
        self.forget()
        if not text:
            self.desk.lock()
            return
        for panel in self._panels:
            panel.hide()
        self.told.tell(text, "unchecked")
        self.lock_button.show()
        self.lock_button.setFocus()
