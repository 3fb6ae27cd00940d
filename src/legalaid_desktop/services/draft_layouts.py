"""A paper laid out as it stands in its case: one layout serves all who look at it until something changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from legalaid_desktop.documents.assemble import FixedText
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.draft import Draft as StoredDraft
from legalaid_desktop.domain.draft import DraftState
from legalaid_desktop.services.draft_desk import Around, Desk, Sheet, language_of, lay_out
from legalaid_desktop.services.draft_history import DraftHistory
from legalaid_desktop.services.draft_pairs import explained_in
from legalaid_desktop.services.draft_ports import AroundPort, CasesPort, DraftsPort
from legalaid_desktop.services.draft_steps import states_of, typed_for
from legalaid_desktop.services.earlier_papers import earlier_papers


@dataclass(frozen=True, kw_only=True)
class _Last:
    """What was laid out last, and of what. ``changes``: how far the journal went; ``drafts``: what was typed, which
    the journal does not tell of each time."""

    asked: tuple[str, str, str | None, dt.date]
    changes: int
    drafts: tuple[StoredDraft, ...]
    record: CaseRecord
    sheet: Sheet


class Layouts:
    """Layouts of the papers of one open vault. The window reads pages, changes and states of a paper in turn."""

    def __init__(
        self, cases: CasesPort, drafts: DraftsPort, history: DraftHistory, desk: Desk, around: AroundPort | None
    ) -> None:
        self._cases, self._drafts, self._history, self._desk = cases, drafts, history, desk
        self._around = around
        self._last: _Last | None = None

    def sheet(
        self,
        ref: str,
        document: str,
        language: str | None,
        as_of: dt.date,
        *,
        edits: Mapping[str, str] | None = None,
        answers: Mapping[str, object] | None = None,
    ) -> tuple[CaseRecord, Sheet]:
        """The case and its paper, with ``edits`` and ``answers`` over what is kept. Raises NotFound, NoTemplate."""
        drafts = self._drafts.of(ref)
        asked = (ref, document, language, as_of)
        changes = self._around.changes() if self._around is not None and not edits and not answers else None
        last = self._last
        if last is not None and (last.asked, last.changes, last.drafts) == (asked, changes, drafts):
            return last.record, last.sheet
        record, sheet = self._laid_out(ref, document, language, as_of, drafts, edits or {}, answers or {})
        if changes is not None:
            self._last = _Last(asked=asked, changes=changes, drafts=drafts, record=record, sheet=sheet)
        return record, sheet

    def _laid_out(
        self,
        ref: str,
        document: str,
        language: str | None,
        as_of: dt.date,
        drafts: tuple[StoredDraft, ...],
        edits: Mapping[str, str],
        answers: Mapping[str, object],
    ) -> tuple[CaseRecord, Sheet]:
        record = self._cases.record(ref, whole=True)
        template = self._desk.catalog.template(document)
        tongue = language_of(record, template, language)
        kept = self._drafts.latest(ref, template.manifest.id, tongue)
        fixed = self._history.approved(kept) if kept is not None and kept.frozen and not edits and not answers else None
        text = self._history.text(kept.id, fixed.n) if kept is not None and fixed is not None else None
        around = self._around.around(record) if self._around is not None else Around()
        around = replace(around, states={**around.states, **states_of(drafts)}, kept=typed_for(drafts))
        sheet = lay_out(
            self._desk,
            record,
            document,
            as_of=as_of,
            language=tongue,
            answers={**(kept.answers if kept else {}), **answers},
            edits={**(kept.placed_edits if kept else {}), **edits},
            own=kept.own if kept else None,
            fixed=FixedText(
                blocks=text.blocks,
                annexes=text.annexes,
                own=text.own,
                made_with=fixed.template_version if fixed is not None else "",
            )
            if text is not None
            else None,
            around=around,
        )
        before = earlier_papers(drafts, template.manifest.id, sheet.source.case, sheet.draft.facts)
        filed = fixed is not None and kept is not None and kept.state is DraftState.FILED
        context = replace(sheet.context, earlier=(*around.earlier, *before), filed=filed)
        return record, replace(sheet, context=context, explained=explained_in(drafts))
