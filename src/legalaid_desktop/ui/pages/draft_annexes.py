"""What travels with the paper: its annexes in their order, each leading to its source."""

from __future__ import annotations

from legalaid_desktop.presenters.draft_look import DraftLook, Target
from legalaid_desktop.presenters.forms.options import cut
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.pages.draft_pane import DraftHost, DraftPane
from legalaid_desktop.ui.pieces.empty_state import EmptyState
from legalaid_desktop.ui.pieces.labels import said
from legalaid_desktop.ui.pieces.rows import Row, RowList
from legalaid_desktop.ui.theme import Type


def link_rows_of(look: DraftLook) -> list[Row]:
    """What to look at before export; the key is the place in ``look.links``."""
    return [
        Row(
            key=str(number),
            title=cut(one.title, 160),
            second=one.second,
            sign="stop" if one.kind in ("internal", "absent") else "warn",
        )
        for number, one in enumerate(look.links)
    ]


class AnnexPane(DraftPane):
    def __init__(self, desk: Desk, page: DraftHost) -> None:
        super().__init__(desk, page)
        words = desk.words
        self.body.addWidget(said(words, "draft.annexes_hint", Type.HINT, role="hint"))
        self.rows = RowList(words, desk.theme, "draft.pane.annexes")
        self.rows.fit_to_rows()
        self.rows.chosen.connect(self._open)
        self.empty = EmptyState(words, "draft.no_annexes")
        self.body.addWidget(self.rows)
        self.body.addWidget(self.empty)
        self.links_title = said(words, "draft.link.title", Type.STRONG)
        self.links = RowList(words, desk.theme, "draft.link.title")
        self.links.fit_to_rows()
        self.links.chosen.connect(self._open_link)
        self.links_title.hide()
        self.links.hide()
        self.body.addWidget(self.links_title)
        self.body.addWidget(self.links)
        self.body.addStretch(1)

    def show_look(self, look: DraftLook) -> None:
        super().show_look(look)
        words = self.words
        self.rows.put(
            [
                Row(
                    key=str(one.number),
                    title=f"{one.number}. {one.title}",
                    second=words.say(f"draft.annex_{one.kind}"),
                    sign="paper",
                )
                for one in look.annexes
            ]
        )
        self.rows.setVisible(bool(look.annexes))
        self.empty.setVisible(not look.annexes)
        self.links.put(link_rows_of(look))
        self.links.setVisible(bool(look.links))
        self.links_title.setVisible(bool(look.links))

    def forget(self) -> None:
        super().forget()
        self.rows.put(())
        self.links.put(())
        self.links.hide()
        self.links_title.hide()
        self.rows.hide()
        self.empty.hide()

    def _open_link(self, key: str) -> None:
        target = self.look.links[int(key)].target if self.look is not None else None
        if target is not None:
            self.page.go_to(target)

    def _open(self, key: str) -> None:
        annex = next((one for one in self.look.annexes if str(one.number) == key), None) if self.look else None
        if annex is None or self.look is None:
            return
        if annex.kind == "document":
            self.desk.go("draft", ref=self.look.ref, document=annex.key)
        else:
            self.page.go_to(Target(kind=annex.kind, key=annex.key))

    def take_focus(self) -> None:
        if self.rows.rows:
            self.rows.setFocus()
        else:
            self.page.to_pages()
