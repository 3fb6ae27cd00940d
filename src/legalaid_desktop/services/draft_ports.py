"""What drafting needs from the vault."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.draft import Draft as StoredDraft
from legalaid_desktop.domain.draft import DraftExport, DraftState, DraftVersion
from legalaid_desktop.domain.finding import Finding
from legalaid_desktop.services.draft_desk import Around


class CasesPort(Protocol):
    def record(self, ref: str, *, whole: bool = False) -> CaseRecord: ...


class DraftsPort(Protocol):
    """The drafts of the vault (``services.drafts``)."""

    @property
    def read_only(self) -> bool: ...

    def begin(
        self,
        ref: str,
        *,
        document: str,
        language: str,
        template: str,
        template_version: str,
        as_of: dt.date | None = None,
        answers: Mapping[str, Any] | None = None,
        edits: Mapping[str, str] | None = None,
    ) -> StoredDraft: ...

    def of(self, ref: str) -> tuple[StoredDraft, ...]: ...

    def latest(self, ref: str, document: str, language: str) -> StoredDraft | None: ...

    def keep(
        self,
        draft: str,
        *,
        answers: Mapping[str, Any] | None = None,
        edits: Mapping[str, str] | None = None,
        bases: Mapping[str, Mapping[str, Any]] | None = None,
        findings: Sequence[Finding] | None = None,
        template_version: str | None = None,
        as_of: dt.date | None = None,
    ) -> StoredDraft: ...

    def get(self, draft: str) -> StoredDraft: ...

    def set_state(self, draft: str, state: DraftState) -> StoredDraft: ...

    def versions(self, draft: str) -> tuple[DraftVersion, ...]: ...

    def version_body(self, draft: str, n: int) -> dict[str, Any]: ...

    def add_version(
        self, draft: str, version: DraftVersion, body: Mapping[str, Any], dropped: tuple[int, ...] = ()
    ) -> None: ...

    def set_version(self, draft: str, version: DraftVersion) -> None: ...

    def seen(self, draft: str) -> dict[str, Any] | None: ...

    def keep_seen(self, draft: str, body: Mapping[str, Any]) -> None: ...

    def add_export(self, draft: str, files: Sequence[DraftExport], findings: Sequence[Finding] = ()) -> StoredDraft: ...

    def add_overrides(self, draft: str, lifted: Mapping[str, str]) -> StoredDraft: ...


class AroundPort(Protocol):
    """What else the vault knows: marks on deadlines, notes of no case, people of other cases."""

    def around(self, record: CaseRecord) -> Around: ...

    def changes(self) -> int:
        """A number that is another after each change of the vault that the journal tells of."""
        ...
