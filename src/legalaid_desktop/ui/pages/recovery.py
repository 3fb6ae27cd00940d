"""Recovery sheets: made on the first day or later, put out one by one, tried, made anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from legalaid_desktop.host.wording import LANGUAGES
from legalaid_desktop.presenters.recovery import RecoveryPresenter, SheetLine
from legalaid_desktop.presenters.sheet_memory import Standing
from legalaid_desktop.presenters.ways import WayLine
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pages.key_forms import ConfirmForm
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.fields import Field, line_field
from legalaid_desktop.ui.pieces.labels import Panel, Text, rule, said
from legalaid_desktop.ui.pieces.layout import column, ending, reading, remarks, row, tab_in_order
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.part_form import PartForm
from legalaid_desktop.ui.pieces.paths import choose_new_file
from legalaid_desktop.ui.theme import GRID, Type


class SheetRow(QWidget):
    """One sheet of a fresh set: to whom it goes, and the two ways to put it out."""

    def __init__(self, page: RecoveryPage, sheet: SheetLine) -> None:
        super().__init__()
        words = page.words
        presenter = page.presenter
        self.place: Final = sheet.place
        self.title: Final = Text(sheet.title, Type.STRONG)
        self.state: Final = Text("", Type.HINT)
        self.label: Final = line_field(words, page.desk.theme, "recovery.to_whom")
        self.label.editor.setText(sheet.label)
        self.label.editor.editingFinished.connect(lambda: presenter.label(self.place, self.label.editor.text()))
        self.print_button: Final = Button(words, "recovery.print", lambda: page.put_out(self, printer=True))
        self.save_button: Final = Button(words, "recovery.save", lambda: page.put_out(self, printer=False))
        for part in (self.print_button, self.save_button):
            part.setAccessibleName(f"{part.text()} {sheet.title}")
        self.label.editor.setAccessibleName(f"{words.say('recovery.to_whom')} {sheet.title}")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID)
        for widget in (self.title, self.state, self.label, row(self.print_button, self.save_button, None)):
            box.addWidget(widget)
        self.show_state(sheet, words.say("recovery.is_out" if sheet.out else "recovery.not_out"))

    def show_state(self, sheet: SheetLine, text: str) -> None:
        self.state.tell(text, "done" if sheet.out else "unchecked")


class RecoveryPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words, theme = desk.words, desk.theme
        self.presenter: Final = RecoveryPresenter(self, self.tasks, words=lambda: words.wording, clock=desk.clock)
        self._after_confirming: Callable[[], None] | None = None
        self._sheet_rows: list[SheetRow] = []
        self._standing = Standing.NONE
        self._lines: Sequence[WayLine] = ()
        self._first = False
        self.header: Final = PageHeader(words, "recovery.title", "recovery.sentence")
        self.body.addWidget(self.header)
        self.told: Final = Text("")
        self.told.hide()
        self.busy: Final = Text("", role="hint")
        self.busy.hide()
        self.body.addWidget(remarks(self.told, self.busy))
        # Asked for before a set is made
        self.confirm: Final = ConfirmForm(desk, self.presenter.confirm)
        self.confirm.left.connect(self._leave_forms)
        self._confirm_panel = self._panel(self.confirm)
        # How it stands, and what can be done
        self.state: Final = Text("")
        self.make_button: Final = PrimaryButton(words, "recovery.make", self._make)
        self.later_button: Final = Button(words, "recovery.later", self._later, kind="quiet")
        self.rehearse_button: Final = Button(words, "recovery.rehearse", self._rehearse)
        self.anew_button: Final = Button(words, "recovery.make_anew", self._make)
        self._what = column(
            said(words, "recovery.what_1"), said(words, "recovery.what_2"), said(words, "recovery.what_3"),
            spacing=GRID,
        )  # fmt: skip
        self._first_end = ending(self.later_button, self.make_button)
        self._standing_end = column(
            row(self.rehearse_button, None),
            said(words, "recovery.rehearse_hint", Type.HINT, role="hint"),
            rule(),
            row(self.anew_button, None),
            said(words, "recovery.make_anew_hint", Type.HINT, role="hint"),
            spacing=GRID,
        )
        self._state_panel = self._panel(self.state, self._what, self._first_end, self._standing_end)
        # A fresh set
        self.fresh_title: Final = Text("", Type.STRONG)
        self.language: Final = Choice(
            words, theme, "recovery.language", [(lang, f"language.{lang}") for lang in LANGUAGES]
        )
        self.language.set_key(words.lang)
        self._sheets = QVBoxLayout()
        self._sheets.setSpacing(2 * GRID)
        holder = QWidget()
        holder.setLayout(self._sheets)
        self._sheets.setContentsMargins(0, 0, 0, 0)
        self.done_button: Final = PrimaryButton(words, "recovery.done", self.presenter.finish)
        self._fresh_panel = self._panel(
            self.fresh_title,
            said(words, "recovery.fresh_sentence", role="hint"),
            Field(words, theme, self.language, "recovery.language"),
            holder,
            said(words, "recovery.fresh_limits", Type.HINT, role="hint"),
            ending(self.done_button),
        )
        # Rehearsal
        self.parts: Final = PartForm(desk, self.presenter.rehearse)
        self.rehearsed: Final = Text("")
        self.rehearsed.hide()
        self.end_rehearsal: Final = Button(words, "recovery.rehearse_end", self._leave_forms)
        self._rehearse_panel = self._panel(
            said(words, "recovery.rehearse_title", Type.STRONG),
            said(words, "recovery.rehearse_sentence", role="hint"),
            self.rehearsed,
            self.parts,
            ending(self.end_rehearsal),
        )
        self.body.addStretch(1)
        words.changed.connect(self._say_again)
        self._leave_forms()

    def _panel(self, *parts: QWidget) -> QWidget:
        panel = Panel()
        for part in parts:
            panel.body.addWidget(part)
        holder = reading(panel)
        self.body.addWidget(holder)
        return holder

    # The page

    def arrive(self, **params: Any) -> None:
        """``first``: the vault was just made; ``recovered``: it was just opened by its sheets. Both come once, from
        the locked window, where the passphrase was typed a moment ago."""
        self.told.tell("")
        self._first = bool(params.get("first"))
        if params.get("first") or params.get("recovered"):
            self.presenter.gate.open_for_now()
        if params.get("recovered"):
            self.told.tell(self.words.say("recovery.after_recovery"), "unchecked")
        self._leave_forms()
        self.presenter.load()

    def leave(self) -> None:
        self.presenter.gate.close()
        self.confirm.forget()
        self.parts.forget()
        super().leave()

    def flush(self) -> None:
        """Labels are kept as they are typed; words of sheets never are."""
        for line in self._sheet_rows:
            self.presenter.label(line.place, line.label.editor.text())

    def where(self) -> Mapping[str, Any] | None:
        return {}

    def escape(self) -> bool:
        if self._confirm_panel.isVisible() or self._rehearse_panel.isVisible():
            self._leave_forms()
            return True
        return False

    # What a person does

    def _make(self) -> None:
        if self.presenter.gate.is_open:
            self.presenter.make()
            return
        self._after_confirming = self.presenter.make
        self._state_panel.hide()
        self._confirm_panel.show()
        self.confirm.allow(True)
        self.confirm.begin()

    def _later(self) -> None:
        self.desk.go("today")

    def _rehearse(self) -> None:
        self.told.tell("")
        self.rehearsed.tell("")
        self._state_panel.hide()
        self._rehearse_panel.show()
        self.parts.begin()

    def put_out(self, line: SheetRow, *, printer: bool) -> None:
        """Print one sheet, or save it as a file."""
        place, lang = line.place, self.language.key or self.words.lang
        self.presenter.label(place, line.label.editor.text())
        if printer:
            self.presenter.print(place, lang)
            return
        choose_new_file(
            self, self.words, "recovery.save", lambda path: self.presenter.save(place, path, lang), name="page.pdf"
        )

    def _leave_forms(self) -> None:
        """Back to how it stands."""
        self._after_confirming = None
        self.confirm.forget()
        self.parts.forget()
        fresh = self.presenter.has_fresh
        self._confirm_panel.hide()
        self._rehearse_panel.hide()
        self._fresh_panel.setVisible(fresh)
        self._state_panel.setVisible(not fresh)
        self._show_state()
        if not fresh and self.isVisible():
            (self.rehearse_button if self._standing_end.isVisibleTo(self) else self.make_button).setFocus()

    def _say_again(self) -> None:
        self.rehearsed.tell("")
        self.presenter.load()

    # What the presenter shows

    def show_standing(self, standing: Standing, lines: Sequence[WayLine]) -> None:
        self._standing, self._lines = standing, lines
        self._show_state()
        if self.isVisible() and not self.presenter.has_fresh and self._state_panel.isVisible():
            (self.rehearse_button if self._standing_end.isVisibleTo(self) else self.make_button).setFocus()

    def _show_state(self) -> None:
        none = self._standing is Standing.NONE
        said_so = self.words.say(f"recovery.standing.{'first' if none and self._first else self._standing.value}")
        self.state.setText("\n".join((said_so, *(f"{line.second}" for line in self._lines))))
        self._what.setVisible(none)
        self._first_end.setVisible(none)
        self._standing_end.setVisible(not none)

    def show_sheets(self, title: str, sheets: Sequence[SheetLine]) -> None:
        if [line.place for line in self._sheet_rows] == [sheet.place for sheet in sheets]:
            for line, sheet in zip(self._sheet_rows, sheets, strict=True):
                line.show_state(sheet, self.words.say("recovery.is_out" if sheet.out else "recovery.not_out"))
                line.title.setText(sheet.title)
        else:
            for old in self._sheet_rows:
                self._sheets.removeWidget(old)
                old.hide()
                old.deleteLater()
            self._sheet_rows = [SheetRow(self, sheet) for sheet in sheets]
            for line in self._sheet_rows:
                self._sheets.addWidget(line)
            if sheets:
                controls = [(line.label.editor, line.print_button, line.save_button) for line in self._sheet_rows]
                tab_in_order(self.language, *(one for line in controls for one in line), self.done_button)
                self._leave_forms()
                self._sheet_rows[0].label.editor.setFocus()
            elif not self._rehearse_panel.isVisible() and not self._confirm_panel.isVisible():
                self._leave_forms()
        self.fresh_title.setText(title)

    @property
    def sheets(self) -> Sequence[SheetRow]:
        """The sheets of a fresh set."""
        return self._sheet_rows

    def show_busy(self, text: str) -> None:
        self.busy.tell(text, "hint")
        self.confirm.allow(not text)
        self.parts.allow(not text)
        for button in (self.make_button, self.anew_button, self.rehearse_button, self.done_button):
            button.setEnabled(not text)

    def show_told(self, text: str, role: str) -> None:
        self.told.tell(text, role)
        if text and self.scroll_area is not None:
            self.scroll_area.ensureWidgetVisible(self.told)

    def show_confirmed(self) -> None:
        go_on, self._after_confirming = self._after_confirming, None
        self._leave_forms()
        if go_on is not None:
            go_on()

    def show_rehearsed(self, text: str, ok: bool) -> None:
        self.rehearsed.tell(text, "done" if ok else "harm")
        self.parts.begin()
        if ok:
            self.end_rehearsal.setFocus()
        self.desk.changed.emit("keys")

    def print_sheet(self, place: int, pdf: bytes) -> None:
        from legalaid_desktop.ui.printing import print_pdf

        if print_pdf(self, pdf, words=self.words):
            self.presenter.printed(place)
