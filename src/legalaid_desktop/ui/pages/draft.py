"""The draft page: the questions at the left, the very pages in the middle, the checks beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut

from legalaid_desktop.presenters.day_words import day_words
from legalaid_desktop.presenters.draft import DraftPresenter
from legalaid_desktop.presenters.draft_evidence import EvidencePresenter
from legalaid_desktop.presenters.draft_life import Comparison, LifeLook, LifePresenter
from legalaid_desktop.presenters.draft_look import DraftLook, FindingLine, Target
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pages.draft_annexes import AnnexPane
from legalaid_desktop.ui.pages.draft_checks import ChecksPane
from legalaid_desktop.ui.pages.draft_columns import PANES, DraftColumns
from legalaid_desktop.ui.pages.draft_compare import ComparePane
from legalaid_desktop.ui.pages.draft_export import ExportPane
from legalaid_desktop.ui.pages.draft_interview import InterviewPane
from legalaid_desktop.ui.pages.draft_life import LifePane
from legalaid_desktop.ui.pages.draft_pairs import PairsPane
from legalaid_desktop.ui.pages.draft_preview import PreviewPane
from legalaid_desktop.ui.pages.draft_quoting import QuoteBar
from legalaid_desktop.ui.pages.draft_reasons import ReasonsPane
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.labels import Text
from legalaid_desktop.ui.pieces.layout import row
from legalaid_desktop.ui.pieces.notice import Notice
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.theme import EDGE, GRID, INSIDE, Type

if TYPE_CHECKING:
    from legalaid_desktop.services.drafting import MadeDocument


class DraftPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, scrolls=False)
        words = desk.words
        self.presenter = DraftPresenter(self, self.tasks, words=lambda: words.wording, clock=desk.clock)
        self.life_presenter = LifePresenter(self, self.tasks, words=lambda: words.wording, clock=desk.clock)
        self.evidence = EvidencePresenter(self, self.tasks, words=lambda: words.wording, clock=desk.clock)
        self.presenter.where = lambda: self.where() if self.isVisible() else None
        self._landing: dict[str, Any] = {}
        self.body.setContentsMargins(EDGE, INSIDE, EDGE, INSIDE)
        self.body.setSpacing(GRID)
        self.kept = Text("", Type.HINT, role="hint", wraps=False)
        self.export_button = Button(words, "draft.to_export", self.open_export)
        self.header = PageHeader(words, action=row(self.kept, self.export_button))
        self.body.addWidget(self.header)
        self.interview = InterviewPane(desk, self)
        self.checks = ChecksPane(desk, self)
        self.annexes = AnnexPane(desk, self)
        self.preview = PreviewPane(desk, self)
        self.export = ExportPane(desk, self)
        self.life = LifePane(desk, self, self.life_presenter)
        self.compare = ComparePane(desk, self, self.life_presenter)
        self.pairs = PairsPane(desk, self, self.evidence)
        self.reasons = ReasonsPane(desk, self, self.evidence)
        self.changed_notice = Notice(
            words, "draft.life.notice_short", "draft.life.look", partial(self.show_pane, "life"), role=""
        )
        self.changed_notice.hide()
        self.body.addWidget(self.changed_notice)
        self.quote_bar = QuoteBar(desk)
        self.quote_bar.put.connect(self._put_quote)
        self.body.addWidget(self.quote_bar)
        self.sides = {"ask": self.interview, "checks": self.checks, "annexes": self.annexes, "life": self.life}
        self.columns = DraftColumns(
            words,
            sides=self.sides,
            middles=(self.preview, self.export, self.compare, self.pairs, self.reasons),
        )
        self.tabs, self.side, self.middle = self.columns.tabs, self.columns.side, self.columns.middle
        self.left, self.right = self.columns.left, self.columns.right
        words.bind(self.tabs, self._say_tabs)
        self.body.addWidget(self.columns, 1)
        self._key("F6", self._next_pane)
        self._key("F7", partial(self.show_pane, "checks"))
        self._key("F2", self._edit_paragraph)
        self._key("Ctrl+E", self.open_export)
        for number, name in enumerate(PANES, start=1):
            self._key(f"Alt+{number}", partial(self.show_pane, name))
        desk.changed.connect(lambda kind: self.presenter.refresh() if self.isVisible() and kind != "draft" else None)
        words.changed.connect(self._speak)

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: act())

    def _speak(self) -> None:
        if self.kept.property("role") == "done":
            self.kept.setText(self.words.say("draft.kept"))
        if self.isVisible():
            self.presenter.refresh()

    def _say_tabs(self) -> None:
        look = self.presenter.look
        self.columns.say(
            {
                "ask": len(self.interview.open_names()) if look else 0,
                "checks": sum(one.lifted is None for one in look.findings) if look else 0,
                "annexes": len(look.annexes) if look else 0,
                "life": self.life.open_changes,
            }
        )

    # --- the page

    def arrive(self, ref: str = "", document: str = "", language: str | None = None, **params: Any) -> None:
        look = self.presenter.look
        self.quote_bar.hold(str(params.pop("quote", "")))
        self._landing = dict(params)
        same = look is not None and (look.ref, look.document, language or look.language) == (
            ref, document, look.language,
        )  # fmt: skip
        if same and not params:
            self.presenter.refresh()
        else:
            for pane in (self.preview, self.interview, self.checks, self.annexes, self.life, self.compare):
                pane.forget()
            self.pairs.forget()
            self.reasons.forget()
            self.changed_notice.hide()
            self.header.call(self.words.say("draft.opening"))
            self.presenter.keep(look=False)
            self.presenter.open(ref, document, language)
            self._say_tabs()
        self.middle.setCurrentWidget(self.preview)
        self.export_button.setEnabled(True)

    def where(self) -> Mapping[str, Any] | None:
        look = self.presenter.look
        if look is None:
            return None
        return {
            "ref": look.ref,
            "document": look.document,
            "language": look.language,
            "pane": PANES[self.tabs.currentIndex()],
            **({"quote": self.quote_bar.line} if self.quote_bar.line else {}),
            **self.interview.where(),
            **self.preview.where(),
            **(self.reasons.where() if self.middle.currentWidget() is self.reasons else {}),
            **(self.pairs.where() if self.middle.currentWidget() is self.pairs else {}),
        }

    def flush(self) -> None:
        self.reasons.flush()
        self.interview.flush()
        self.preview.flush()
        self.presenter.keep(look=False)

    def escape(self) -> bool:
        if self.middle.currentWidget() is not self.preview:
            self.close_export()
            return True
        return self.preview.escape() or self.checks.escape() or self.life.escape()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.columns.fit(self.window().width(), self.width()):
            self._fit_margins()

    def _fit_margins(self) -> None:
        margins = (INSIDE, GRID, INSIDE, GRID) if self.columns.narrow else (EDGE, INSIDE, EDGE, INSIDE)
        self.body.setContentsMargins(*margins)
        self._say_heading()

    def show_pane(self, name: str) -> None:
        """Bring a pane to the front and the cursor into it."""
        self.columns.bring(name)
        pane = self.sides.get(name)
        if pane is not None:
            pane.take_focus()
        else:
            self.preview.view.setFocus()

    def _next_pane(self) -> None:
        """From the side into the pages and back."""
        if self.columns.narrow:
            self.show_pane(PANES[(self.tabs.currentIndex() + 1) % len(PANES)])
        elif self.preview.view.hasFocus():
            self.show_pane(PANES[self.tabs.currentIndex()])
        else:
            self.preview.view.setFocus()

    def go_to(self, target: Target) -> None:
        """Where a finding, a gap or an annex leads."""
        if target.block:
            self._show_middle()
            self.middle.setCurrentWidget(self.preview)
            self.preview.go_to(target.block)
        elif target.question:
            self.show_pane("ask")
            self.interview.show_question(target.question)
        elif target.kind and self.presenter.look is not None:
            self.desk.go("case", ref=self.presenter.look.ref, kind=target.kind, id=target.key)

    def _edit_paragraph(self) -> None:
        self._show_middle()
        self.middle.setCurrentWidget(self.preview)
        self.preview.edit_current()

    def _put_quote(self, line: str) -> None:
        """Into the open paragraph; with none open, the marked one is opened, to be seen before it is changed."""
        if self.preview.is_editing:
            self.preview.put_text(line)
            self.quote_bar.hold("")
        else:
            self._edit_paragraph()
            self.preview.to_end()

    def _show_middle(self) -> None:
        self.columns.bring_middle()

    def to_pages(self) -> None:
        """Put the cursor into the pages."""
        self._show_middle()
        self.preview.view.setFocus()

    # --- export

    def open_export(self) -> None:
        if self.presenter.look is None:
            return
        self.interview.flush()
        self.preview.flush()
        self.presenter.keep()
        self._show_middle()
        self.middle.setCurrentWidget(self.export)
        self.export.open(self.presenter.look)

    def open_pairs(self) -> None:
        """Contradictions side by side, in the place of the pages."""
        self._open_middle(self.pairs)

    def open_reasons(self) -> None:
        """The reasons of the decision with their answers, in the place of the pages."""
        self._open_middle(self.reasons)

    def _open_middle(self, pane: PairsPane | ReasonsPane) -> None:
        if self.presenter.look is None:
            return
        self.interview.flush()
        self.preview.flush()
        self.presenter.keep()
        self._show_middle()
        self.middle.setCurrentWidget(pane)
        pane.take_focus()

    def close_export(self) -> None:
        self.reasons.flush()
        self.middle.setCurrentWidget(self.preview)
        self.preview.view.setFocus()

    # --- what the presenter shows

    def show_draft(self, look: DraftLook, first: bool) -> None:
        self._say_heading()
        self.evidence.show(look)
        for pane in (self.interview, self.checks, self.annexes, self.preview, self.export, self.pairs, self.reasons):
            pane.show_look(look)
        self._say_tabs()
        self.life_presenter.show(look.ref, look.document, look.language)
        if first:
            self._land()

    def _say_heading(self) -> None:
        look, words = self.presenter.look, self.words.wording
        if look is None:
            return
        language = f"language.{look.language}"
        parts = [look.ref, look.case_title, words.say(language) if words.has(language) else look.language]
        if look.practice:
            parts.append(words.say("draft.practice", day=day_words(look.as_of, words, weekday=False)))
        parts.extend(look.template)
        self.header.call(look.title, "" if self.columns.narrow else " · ".join(part for part in parts if part))

    def _land(self) -> None:
        landing, self._landing = self._landing, {}
        pane = str(landing.get("pane") or "ask")
        self.show_pane(pane if pane in PANES else "ask")
        self.interview.come_back(landing)
        self.preview.come_back(landing)
        self.checks.come_back(self.presenter.half)
        self.interview.come_back_half(self.presenter.half)
        self.life.come_back(self.presenter.half)
        if "question" in landing and "block" not in landing:
            self.interview.come_back(landing)
        if "pair" in landing:
            self.open_pairs()
        self.pairs.come_back(self.presenter.half, landing)
        if "reason" in landing:
            self.open_reasons()
            self.reasons.come_back(landing)

    def show_pages(self, pages: Sequence[Any], scale: float) -> None:
        self.preview.show_pages(pages, scale)

    def show_kept(self, text: str, role: str) -> None:
        self.kept.tell(text, role)

    def show_failure(self, text: str) -> None:
        self.export.show_failure(text) if self.middle.currentWidget() is self.export else self.desk.toast(text)

    def draft_gone(self, text: str) -> None:
        self.desk.toast(text)
        self.desk.back()

    def show_made(self, made: MadeDocument) -> None:
        self.export.show_made(made)

    def show_blocked(self, findings: Sequence[FindingLine]) -> None:
        self.export.show_blocked(findings)

    # --- what it rests on

    def evidence_kept(self) -> None:
        self.kept.tell(self.words.say("draft.kept"), "done")
        self.presenter.refresh()
        self.desk.changed.emit("case")

    def show_evidence_failure(self, text: str) -> None:
        self.desk.toast(text)

    # --- the life of the paper

    def show_life(self, look: LifeLook) -> None:
        self.life.show_life(look)
        self.changed_notice.setVisible(bool(look.changes))
        self._say_tabs()

    def show_comparison(self, comparison: Comparison) -> None:
        self._show_middle()
        self.middle.setCurrentWidget(self.compare)
        self.compare.show_comparison(comparison)

    def life_changed(self, text: str) -> None:
        self.desk.toast(text)
        self.presenter.refresh()
        self.desk.changed.emit("draft")

    def tell_new_version(self, text: str) -> None:
        self.desk.toast(text)

    def show_life_failure(self, text: str) -> None:
        self.compare.tell(text, "harm") if self.middle.currentWidget() is self.compare else self.desk.toast(text)

    def show_stopped(self, text: str) -> None:
        self.show_pane("checks")
        self.desk.toast(text)

    def comparison_written(self, path: str) -> None:
        self.compare.tell(self.words.say("draft.life.compare_written", path=path), "done")

    def tell_changed(self) -> None:
        self.desk.changed.emit("draft")
