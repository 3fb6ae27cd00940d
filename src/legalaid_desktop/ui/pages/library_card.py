"""What a document of the library is, beside the list: its description, its danger, the steps."""

from __future__ import annotations

from typing import Final

from legalaid_desktop.presenters.library import LibraryPresenter
from legalaid_desktop.presenters.library_words import DocumentLook
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.library_about import AboutForm
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import column, ending, row
from legalaid_desktop.ui.theme import GRID, INSIDE, Type


class LibraryCard(Panel):
    """``shown`` is the id of the document, empty when there is none."""

    def __init__(self, desk: Desk, presenter: LibraryPresenter) -> None:
        super().__init__()
        self.desk, self.words, self.presenter = desk, desk.words, presenter
        self.shown = ""
        self._look: DocumentLook | None = None
        self.title = Text("", Type.TITLE)
        self.facts = Text("")
        self.risk, self.blank = Text("", role="harm"), Text("", role="unchecked")
        self.note, self.quoted = Text("", Type.HINT, role="hint"), Text("", Type.HINT, role="hint")
        self.open_button = Button(desk.words, "library_page.read", self._read)
        self.edit_button = Button(desk.words, "library_page.edit_about", self.edit)
        self.remove_button = Button(desk.words, "library_page.remove", self._remove, kind="harm")
        self.steps = column(
            row(self.open_button, self.edit_button, None), row(self.remove_button, None), spacing=INSIDE
        )
        self.removed = Text("", role="hint")
        self.restore_button = Button(desk.words, "library_page.restore", self._restore)
        self.erase_button = Button(desk.words, "library_page.erase", self._ask_erase, kind="harm")
        self.sure = said(desk.words, "library_page.erase_sure", role="harm")
        self.sure_button = Button(desk.words, "library_page.erase_yes", self._erase, kind="harm")
        self.sure_side = column(self.sure, row(self.sure_button, None))
        self.bin_steps = column(
            self.removed, row(self.restore_button, None), row(self.erase_button, None), self.sure_side, spacing=INSIDE
        )
        self.bin_steps.hide()
        self.facts_side = column(
            self.title, self.risk, self.facts, self.blank, self.quoted, self.note, self.steps, self.bin_steps,
            spacing=INSIDE,
        )  # fmt: skip
        self.form: Final = AboutForm(desk)
        self.done_button = Button(desk.words, "library_page.keep_about", self._keep)
        self.cancel_button = Button(desk.words, "library_page.edit_cancel", self._leave_form)
        self.form_side = column(self.form, ending(self.cancel_button, self.done_button), spacing=GRID)
        self.form_side.hide()
        self.body.addWidget(self.facts_side)
        self.body.addWidget(self.form_side)
        self.body.addStretch(1)

    def show_document(self, look: DocumentLook | None) -> None:
        if not self.form_side.isHidden() and look is not None and look.key == self.shown:
            return  # somebody is writing here
        self.flush()
        self._look = look
        self.shown = look.key if look is not None else ""
        self._close_form(focus=False)
        if look is None:
            return
        self.title.tell(look.title)
        self.risk.tell(look.risk, "harm")
        self.facts.tell("\n".join(look.facts))
        self.blank.tell(look.blank, "unchecked")
        self.note.tell(look.note, "hint")
        self.quoted.tell(look.quoted, "hint")
        self.removed.tell(look.removed, "hint")
        self.steps.setVisible(not look.removed)
        self.bin_steps.setVisible(bool(look.removed))
        self.sure_side.hide()
        if look.typed:
            self.form.show_about(look.about)
            self.form.fill(look.typed)
            self._open_form()

    def edit(self) -> None:
        """Open the description for writing."""
        if self._look is not None:
            self.form.show_about(self._look.about)
            self._open_form()
            self.form.setFocus()

    def _open_form(self) -> None:
        self.facts_side.hide()
        self.form_side.show()

    def flush(self) -> None:
        """A description that stands is kept; a half typed one waits beside it until the card is seen again."""
        if self.form_side.isHidden() or self._look is None:
            return
        about = self.form.about_if_right()
        if about is None:
            self.presenter.keep_typed(self.shown, self.form.typed())
        elif about != self._look.about:
            self.presenter.describe(self.shown, about)

    def escape(self) -> bool:
        if self.form_side.isHidden():
            return False
        self._leave_form()
        return True

    def _keep(self) -> None:
        about = self.form.about()
        if about is not None:
            self._close_form()
            self.presenter.describe(self.shown, about)

    def _leave_form(self) -> None:
        self.presenter.keep_typed(self.shown, None)
        self._close_form()

    def _close_form(self, *, focus: bool = True) -> None:
        self.form_side.hide()
        self.facts_side.show()
        if focus:
            self.edit_button.setFocus()

    def _read(self) -> None:
        self.desk.go("library_reader", id=self.shown)

    def _remove(self) -> None:
        self.presenter.remove(self.shown)

    def _restore(self) -> None:
        self.presenter.restore(self.shown)

    def _ask_erase(self) -> None:
        """What cannot be undone says so before it is done."""
        self.sure_side.show()
        self.sure_button.setFocus()

    def _erase(self) -> None:
        self.presenter.erase(self.shown)
