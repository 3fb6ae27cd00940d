"""The law in use; a pack from a file: who signed, what moves, yes or no; and the way back to the earlier one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from legalaid_desktop.presenters.law_pack import LawPackPresenter
from legalaid_desktop.presenters.law_pack_look import LawLook, MoveLine, Offer, Signer
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.check_box import CheckBox
from legalaid_desktop.ui.pieces.fields import text_field
from legalaid_desktop.ui.pieces.folding_table import Column, FoldingRow, FoldingTable
from legalaid_desktop.ui.pieces.labels import Panel, Text, rule, said
from legalaid_desktop.ui.pieces.layout import column, ending, reading, remarks, row
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.path_field import PathField
from legalaid_desktop.ui.pieces.progress import Progress
from legalaid_desktop.ui.pieces.side_by_side import SideBySide
from legalaid_desktop.ui.theme import BETWEEN, GRID, INSIDE, Type

_TWO_COLUMNS: Final = 1000
_COLUMNS: Final = (
    Column(title="law_pack.column.case", share=20, strong=True),
    Column(title="law_pack.column.clock", share=26),
    Column(title="law_pack.column.old", share=15),
    Column(title="law_pack.column.new", share=15, strong=True),
    Column(title="law_pack.column.why", share=30),
)


class LawPackPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words = desk.words
        self.presenter: Final = LawPackPresenter(self, self.tasks, words=lambda: words.wording, clock=desk.clock)
        self.offer: Offer | None = None
        self._moves: dict[str, MoveLine] = {}
        self._has_before = False
        self.body.addWidget(PageHeader(words, "law_pack.title", "law_pack.sentence"))
        self.told = Text("")
        self.told.hide()
        self.progress = Progress(words, self.presenter.cancel)
        self.body.addWidget(remarks(self.told, self.progress))
        self.question = self._question_panel()
        self.question.hide()
        self.body.addWidget(self.question)
        self.take_panel, self.back_panel = self._take_panel(), self._back_panel()
        left = column(reading(self._law_panel()), None, spacing=BETWEEN)
        right = column(reading(self.take_panel), reading(self.back_panel), None, spacing=BETWEEN)
        self.body.addWidget(SideBySide((left, right), wide_from=_TWO_COLUMNS))
        self.body.addStretch(1)
        words.changed.connect(self.presenter.say_again)

    # --- parts

    def _law_panel(self) -> Panel:
        words = self.words
        panel = Panel(said(words, "law_pack.in_use", Type.STRONG))
        self.title, self.version, self.compiled = Text("", Type.TITLE), Text(""), Text("")
        self.age, self.reviewed, self.origin = Text(""), Text(""), Text("", Type.HINT, role="hint")
        self.areas = QGridLayout()
        self.areas.setContentsMargins(0, 0, 0, 0)
        self.areas.setHorizontalSpacing(INSIDE)
        self.areas.setVerticalSpacing(GRID // 2)
        self.areas.setColumnStretch(0, 1)
        self.areas.setColumnStretch(1, 1)
        holder = QWidget()
        holder.setLayout(self.areas)
        for part in (
            self.title,
            column(self.version, self.compiled, self.reviewed, spacing=GRID // 2),
            self.age,
            self.origin,
            rule(),
            said(words, "law_pack.areas", Type.STRONG),
            said(words, "law_pack.areas_hint", Type.HINT, role="hint"),
            holder,
        ):
            panel.body.addWidget(part)
        return panel

    def _take_panel(self) -> Panel:
        words, theme = self.words, self.desk.theme
        panel = Panel(said(words, "law_pack.take", Type.STRONG))
        self.path = PathField(words, theme, "law_pack.file", "file", hint="law_pack.take_hint")
        self.path.editor.returnPressed.connect(self._look)
        self.look_button = PrimaryButton(words, "law_pack.look", self._look)
        for part in (self.path, ending(self.look_button)):
            panel.body.addWidget(part)
        return panel

    def _back_panel(self) -> Panel:
        panel = Panel(said(self.words, "law_pack.before", Type.STRONG))
        self.before = Text("", Type.HINT, role="hint")
        self.back_button = Button(self.words, "law_pack.look_back", self.presenter.look_back)
        panel.body.addWidget(self.before)
        panel.body.addWidget(row(self.back_button, None))
        panel.hide()
        return panel

    def _question_panel(self) -> Panel:
        """Who signed and what moves, above yes and no."""
        words, theme = self.words, self.desk.theme
        panel = Panel()
        self.asked, self.asked_told = Text("", Type.TITLE), Text("")
        self.facts = Text("", role="hint")
        self.offer_age, self.offer_reviewed = Text("", role="unchecked"), Text("")
        self.signer_title = said(words, "law_pack.signer", Type.STRONG)
        self.signer = Text("")
        self.signer_words = Text("", Type.TITLE)
        # Read aloud, not copied by hand; but a person may want to send them.
        self.signer_words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        words.bind(self.signer_words, lambda: self.signer_words.setAccessibleName(words.say("law_pack.signer_words")))
        self.compared = CheckBox(words, theme, "law_pack.compared")
        self.compared.toggled.connect(lambda _: self._allow())
        self.compared_hint = said(words, "law_pack.compared_first", Type.HINT, role="hint")
        self.heard = text_field(words, theme, "law_pack.heard", "law_pack.heard_hint", lines=2)
        self.heard.editor.textChanged.connect(self._heard_typed)
        self.moves_told = Text("")
        self.moves = FoldingTable(words, theme, "law_pack.moves", _COLUMNS)
        self.moves.chosen.connect(self._open_case)
        self.no_button = Button(words, "law_pack.no", self.leave_question)
        self.yes_button = PrimaryButton(words, "law_pack.yes", self._take)
        what = column(
            self.asked, self.asked_told, column(self.facts, self.offer_reviewed, spacing=GRID // 2), self.offer_age,
            None, spacing=INSIDE,
        )  # fmt: skip
        who = column(
            self.signer_title, self.signer, self.signer_words, row(self.compared, None), self.compared_hint,
            self.heard, None, spacing=GRID,
        )  # fmt: skip
        panel.body.addWidget(SideBySide((reading(what), reading(who)), wide_from=_TWO_COLUMNS))
        for part in (
            rule(),
            said(words, "law_pack.moves", Type.STRONG),
            reading(self.moves_told),
            self.moves,
            SideBySide(
                (
                    column(
                        said(words, "law_pack.marks_stay", Type.HINT, role="hint"),
                        said(words, "law_pack.closed_stay", Type.HINT, role="hint"),
                        spacing=GRID // 2,
                    ),
                    ending(self.no_button, self.yes_button),
                ),
                wide_from=_TWO_COLUMNS,
                spacing=INSIDE,
            ),
        ):
            panel.body.addWidget(part)
        return panel

    # --- the page

    def arrive(self, file: str = "", **params: Any) -> None:
        if file:
            self.path.set_path(Path(file))
        self.presenter.load()
        if self.offer is None:
            self.path.setFocus()

    def where(self) -> Mapping[str, Any]:
        return {"file": self.path.editor.text()}

    def leave(self) -> None:
        super().leave()
        # A question that was left without an answer is a no: it must not stand there tomorrow with old days.
        self.presenter.leave()
        self.show_told("", "")

    def escape(self) -> bool:
        if self.offer is None:
            return False
        self.leave_question()
        return True

    # --- what a person does

    def _look(self) -> None:
        path = self.path.path
        self.path.tell_problem("" if path is not None else self.words.say("law_pack.no_file"))
        if path is not None:
            self.presenter.look(path)

    def leave_question(self) -> None:
        self.presenter.leave()
        self.path.setFocus()

    def _take(self) -> None:
        self.presenter.take(heard=self.heard.editor.toPlainText())

    def _heard_typed(self) -> None:
        self.heard.tell_problem("")
        self._allow()

    def _allow(self) -> None:
        """Yes can be pressed once the words were compared, or typed."""
        signer = self.offer.signer if self.offer is not None else Signer.KNOWN
        told = self.compared.isChecked() if signer is Signer.FIRST else True
        typed = bool(self.heard.editor.toPlainText().strip()) if signer is Signer.STRANGER else True
        self.yes_button.setEnabled(told and typed)

    def _open_case(self, key: str) -> None:
        self.desk.go("case", ref=self._moves[key].ref, tab="deadlines")

    # --- what the presenter shows

    def show_law(self, look: LawLook) -> None:
        self.title.tell(look.title)
        self.version.tell(look.version)
        self.compiled.tell(look.compiled)
        self.age.tell(look.age, look.age_role)
        self.reviewed.tell(look.reviewed, look.reviewed_role)
        self.origin.tell(look.origin, "hint")
        self._show_areas(look.areas)
        self.before.tell(look.before, "hint")
        self._has_before = bool(look.before)
        self._place()

    def _show_areas(self, areas: tuple[tuple[str, str], ...]) -> None:
        while self.areas.count():
            item = self.areas.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, (name, recent) in enumerate(areas):
            self.areas.addWidget(Text(name), number, 0)
            self.areas.addWidget(Text(recent, role="hint"), number, 1)

    def _place(self) -> None:
        asked = self.offer is not None
        self.take_panel.setVisible(not asked)
        self.back_panel.setVisible(not asked and self._has_before)
        self.question.setVisible(asked)

    def show_work(self, words: str) -> None:
        busy = bool(words)
        self.look_button.setEnabled(not busy)
        self.back_button.setEnabled(not busy)
        self.no_button.setEnabled(not busy)
        if busy:
            self.yes_button.setEnabled(False)
            self.progress.start(words)
        else:
            self.progress.end()
            self._allow()

    def show_stand(self, done: int, total: int) -> None:
        self.progress.stand(done, total)

    def show_offer(self, offer: Offer | None) -> None:
        again = self.offer is not None and offer is not None and self.offer.words == offer.words
        self.offer = offer
        self._place()
        if offer is None:
            self.compared.setChecked(False)
            self.heard.editor.clear()
            return
        say = self.words.say
        self.asked.tell(say("law_pack.offer_back" if offer.back else "law_pack.offer"))
        self.asked_told.tell(offer.told)
        self.facts.tell("\n".join(offer.facts), "hint")
        self.offer_age.tell(offer.age, "unchecked")
        self.offer_reviewed.tell(offer.reviewed, offer.reviewed_role)
        role = "unchecked" if offer.signer is Signer.FIRST else "harm" if offer.signer is Signer.STRANGER else ""
        self.signer.tell(say(f"law_pack.signer.{offer.signer.value}"), role)
        first, stranger = offer.signer is Signer.FIRST, offer.signer is Signer.STRANGER
        # A stranger's words are heard and typed, never read off the screen: else they would prove nothing.
        self.signer_words.tell("" if stranger else "  ·  ".join(offer.words.split()))
        self.compared.setVisible(first)
        self.compared_hint.setVisible(first)
        self.heard.setVisible(stranger)
        if not again:
            self.compared.setChecked(False)
            self.heard.editor.clear()
        self.moves_told.tell(offer.moves_told)
        self._moves = {line.key: line for line in offer.moves}
        self.moves.put([_row(line) for line in offer.moves])
        yes = "law_pack.yes_back" if offer.back else "law_pack.yes_stranger" if stranger else "law_pack.yes"
        self.yes_button.call(yes)
        self._allow()
        if not again:
            if self.scroll_area is not None:
                self.scroll_area.verticalScrollBar().setValue(0)
            first_step = self.compared if first else self.heard.editor if stranger else self.no_button
            first_step.setFocus()

    def show_told(self, text: str, role: str) -> None:
        self.told.tell(text, role)
        if text and self.scroll_area is not None:
            self.scroll_area.verticalScrollBar().setValue(0)

    def show_heard_wrong(self, text: str) -> None:
        self.heard.tell_problem(text)
        self.heard.editor.setFocus()

    def law_changed(self) -> None:
        self.desk.changed.emit("law")
        self.desk.changed.emit("deadline")
        self.path.set_path(None)


def _row(line: MoveLine) -> FoldingRow:
    case = " ".join(part for part in (line.ref, line.case) if part)
    return FoldingRow(
        key=line.key,
        cells=(case, line.clock, line.old, line.new, line.why),
        spoken=line.spoken,
        word=line.word,
        sign="stop" if line.word else "",
        role="harm" if line.word else "ink",
    )
