"""The office's templates beside those of the program: which is in use, a copy to edit, a Word file to take in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from legalaid_desktop.presenters.templates import TakenIn, TemplateLine, TemplatesPresenter
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.fields import Field
from legalaid_desktop.ui.pieces.labels import Panel, Text, said
from legalaid_desktop.ui.pieces.layout import column, ending, reading, row
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.path_field import PathField
from legalaid_desktop.ui.pieces.rows import Row, RowList
from legalaid_desktop.ui.pieces.side_by_side import SideBySide
from legalaid_desktop.ui.theme import Type

_TWO_COLUMNS: Final = 1000
_LANGUAGES: Final = ("ru", "be", "en")


class TemplatesPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words, theme = desk.words, desk.theme
        self.presenter: Final = TemplatesPresenter(self, self.tasks, words=lambda: words.wording)
        self._lines: dict[str, TemplateLine] = {}
        self.body.addWidget(PageHeader(words, "template.title", "template.sentence"))
        self.list = RowList(words, theme, "template.title")
        self.list.fit_to_rows()
        self.list.chosen.connect(self.edit)
        self.list.current_changed.connect(self._show_chosen)
        right = column(reading(self._chosen_panel()), reading(self._take_panel()), None)
        self.body.addWidget(SideBySide((column(self.list, None), right), wide_from=_TWO_COLUMNS))
        self.body.addStretch(1)
        words.changed.connect(self.presenter.load)
        desk.changed.connect(lambda kind: self.presenter.load() if kind == "template" else None)

    def _chosen_panel(self) -> Panel:
        words, theme = self.words, self.desk.theme
        panel = Panel(said(words, "template.chosen", Type.STRONG))
        self.chosen = Text("")
        self.edit_button = Button(words, "template.edit", lambda: self.edit(self.list.current_key()))
        self.use_button = Button(words, "template.use", lambda: self._on_chosen(self.presenter.use))
        self.remove_button = Button(
            words, "template.remove", lambda: self._on_chosen(self.presenter.remove), kind="harm"
        )
        self.folder = PathField(words, theme, "template.folder", "folder", hint="template.folder_hint")
        self.export_button = Button(words, "template.export", self._export)
        for part in (
            self.chosen,
            row(self.edit_button, self.use_button, None),
            self.folder,
            ending(self.export_button),
            row(self.remove_button, None),
        ):
            panel.body.addWidget(part)
        return panel

    def _take_panel(self) -> Panel:
        words, theme = self.words, self.desk.theme
        panel = Panel(said(words, "template.take", Type.STRONG))
        self.path = PathField(words, theme, "template.word_file", "file", hint="template.word_hint")
        self.like = Choice(words, theme, "template.like")
        options = [(code, f"choice.paper_language.{code}") for code in _LANGUAGES[:2]]
        self.language = Choice(words, theme, "template.language", [*options, ("en", "language.en")])
        self.language.set_key("ru")
        self.take_button = PrimaryButton(words, "template.take_in", self.take_in)
        self.told = Text("")
        self.told.hide()
        for part in (
            said(words, "template.take_hint", Type.HINT, role="hint"),
            self.path,
            Field(words, theme, self.like, "template.like"),
            Field(words, theme, self.language, "template.language"),
            ending(self.take_button),
            self.told,
        ):
            panel.body.addWidget(part)
        return panel

    def arrive(self, **params: Any) -> None:
        self.presenter.load()
        self.list.setFocus()

    # --- what a person does

    def edit(self, key: str) -> None:
        """Open the editor on a copy of what is chosen; a Word file is edited in Word."""
        line = self._lines.get(key)
        if line is None:
            return
        if line.is_word:
            self.desk.toast(self.words.say("template.edit_in_word"))
            return
        self.desk.go("template", code=line.code, n=line.n)

    def take_in(self) -> None:
        path = self.path.path
        if path is None:
            self.path.tell_problem(self.words.say("template.no_file"))
            self.path.editor.setFocus()
            return
        self.path.tell_problem("")
        self.told.tell(self.words.say("template.reading"), "hint")
        self.presenter.take_in(path, like=self.like.key or "C1", language=self.language.key or "ru")

    def _export(self) -> None:
        line, out = self._lines.get(self.list.current_key()), self.folder.path
        if line is None or out is None:
            self.folder.tell_problem(self.words.say("template.no_folder"))
            return
        self.folder.tell_problem("")
        self.presenter.export(line, out)

    def _on_chosen(self, act: Any) -> None:
        line = self._lines.get(self.list.current_key())
        if line is not None:
            act(line)

    def _show_chosen(self, key: str) -> None:
        line = self._lines.get(key)
        self.chosen.setText(f"{line.title}\n{line.second}" if line is not None else "")
        self.edit_button.setEnabled(line is not None and not line.is_word)
        self.use_button.setEnabled(line is not None and not line.in_use)
        self.remove_button.setEnabled(line is not None and line.n is not None)
        self.export_button.setEnabled(line is not None and not line.is_word)

    # --- what the presenter shows

    def show_lines(self, lines: Sequence[TemplateLine]) -> None:
        before = self.list.current_key()
        self._lines = {line.key: line for line in lines}
        self.list.put([Row(key=line.key, title=line.title, second=line.second, word=line.word) for line in lines])
        if not self.list.select(before) and lines:
            self.list.select(lines[0].key)
        here = self.like.key
        self.like.offer([(line.code, line.title) for line in lines if line.n is None])
        self.like.set_key(here or "C1")
        self._show_chosen(self.list.current_key())

    def show_taken(self, taken: TakenIn) -> None:
        self.told.tell("\n".join((taken.told, *taken.lines)), "done" if taken.good else "harm")

    def show_changed(self, told: str) -> None:
        self.desk.toast(told)

    def show_failure(self, text: str) -> None:
        self.told.hide()
        self.desk.toast(text)
