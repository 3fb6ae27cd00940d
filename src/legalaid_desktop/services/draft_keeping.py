"""What the vault keeps of a paper: its draft, the version before new work, and what went out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from legalaid_desktop.documents.catalog import Template
from legalaid_desktop.domain.draft import Draft as StoredDraft
from legalaid_desktop.domain.draft import DraftExport, DraftState
from legalaid_desktop.domain.ids import LanguageCode
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.services.draft_desk import Sheet
from legalaid_desktop.services.draft_history import DraftHistory
from legalaid_desktop.services.draft_living import Living
from legalaid_desktop.services.draft_ports import DraftsPort
from legalaid_desktop.services.draft_results import MadeFile
from legalaid_desktop.services.earlier_papers import PRINTED, printed_values
from legalaid_desktop.services.export import Cleared


class Keeping:
    """Keeps the drafts of one open vault; ``role`` tells who works now."""

    def __init__(
        self, drafts: DraftsPort, history: DraftHistory, living: Living, clock: Clock, role: Callable[[], str]
    ) -> None:
        self._drafts, self._history, self._living, self._clock, self._role = drafts, history, living, clock, role

    def kept(self, ref: str, made_with: Template, language: LanguageCode, as_of: dt.date) -> StoredDraft:
        """The draft of this paper, begun if there is none."""
        manifest = made_with.manifest
        found = self._drafts.latest(ref, manifest.id, language)
        if found is not None:
            return found
        return self._drafts.begin(
            ref,
            document=manifest.id,
            language=language,
            template=manifest.id,
            template_version=made_with.edition,
            as_of=as_of,
        )

    def before_work(self, draft: StoredDraft, sheet: Sheet) -> None:
        """A version of what stood there; fixed text is set free."""
        if draft.frozen:
            self._drafts.set_state(draft.id, DraftState.DRAFTING)
        else:
            self._history.before_work(draft, sheet, by=self._role())

    def remember(
        self, ref: str, cleared: Cleared, files: Sequence[MadeFile], lifted: Mapping[str, str], as_of: dt.date
    ) -> None:
        """Keep that files went out, with the reasons for what was lifted."""
        made_with = cleared.sheet.template
        draft = self.kept(ref, made_with, cleared.sheet.draft.language, as_of)
        self._living.begin(draft, cleared.sheet)
        used = {finding.id: lifted[finding.id] for finding in cleared.findings if finding.overridden is not None}
        if used:
            self._drafts.add_overrides(draft.id, used)
        now = self._clock.now()
        exports = [
            DraftExport(format=file.format, sha256=file.sha256, bytes=file.bytes, pages=file.pages, at=now)
            for file in files
        ]
        sheet = cleared.sheet
        self._drafts.keep(
            draft.id,
            answers={**draft.answers, PRINTED: printed_values(sheet.source.case, sheet.draft.facts)},
            template_version=made_with.edition,
            as_of=as_of,
        )
        self._drafts.add_export(draft.id, exports, cleared.findings)
        if not draft.frozen:
            self._history.keep(self._drafts.get(draft.id), sheet, "exported", by=self._role())
