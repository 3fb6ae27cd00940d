"""Every kept version of a draft: when one is kept, how long, and how two of them differ.

A version is kept before work on a draft begins again after a pause, before program text is taken over own words, when
a file leaves the vault, and with each state. Of those, the newest ``MOST`` stay; what was approved, filed or exported
is never dropped, nor is the first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from legalaid_desktop.documents.block_values import from_values, to_values
from legalaid_desktop.documents.blocks import Block
from legalaid_desktop.documents.paragraphs import paragraphs_of
from legalaid_desktop.documents.parts import Annex
from legalaid_desktop.domain.draft import Draft, DraftVersion, Filing, VersionState
from legalaid_desktop.domain.draft_paragraphs import Paragraph, from_plain, to_plain
from legalaid_desktop.domain.text_compare import ComparedParagraph, compare
from legalaid_desktop.errors import NotFound
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.services.draft_desk import Sheet

MOST: Final = 40
"""Versions of one draft beside those that are kept for good."""
PAUSE: Final = dt.timedelta(minutes=10)
"""Work after so long without a version begins with one of what was there."""


class VersionsPort(Protocol):
    """Kept versions in the vault (``services.drafts``)."""

    def get(self, draft: str) -> Draft: ...

    def versions(self, draft: str) -> tuple[DraftVersion, ...]: ...

    def version_body(self, draft: str, n: int) -> dict[str, Any]: ...

    def add_version(
        self, draft: str, version: DraftVersion, body: Mapping[str, Any], dropped: tuple[int, ...] = ()
    ) -> None: ...

    def set_version(self, draft: str, version: DraftVersion) -> None: ...

    def keep_seen(self, draft: str, body: Mapping[str, Any]) -> None: ...

    def seen(self, draft: str) -> dict[str, Any] | None: ...


@dataclass(frozen=True, kw_only=True)
class VersionText:
    """What a version says: the paper block by block, and what it was made from."""

    title: str
    language: str
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...]
    answers: Mapping[str, Any]
    edits: Mapping[str, str]
    bases: Mapping[str, Mapping[str, Any]]
    own: Mapping[str, str]
    """Key of a block → name of the own text in it."""

    @property
    def pairs(self) -> tuple[tuple[Paragraph, Block], ...]:
        """Each paragraph with its block; own words are known by what they were written over."""
        known = {
            key: from_plain(self.bases[name].get("paragraph", {}))
            for key, name in self.own.items()
            if name in self.bases
        }
        return paragraphs_of(self.blocks, known)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(paragraph for paragraph, _ in self.pairs)


class DraftHistory:
    """The versions of drafts of one open vault."""

    def __init__(self, drafts: VersionsPort, clock: Clock) -> None:
        self._drafts = drafts
        self._clock = clock

    def of(self, draft: str) -> tuple[DraftVersion, ...]:
        """Versions, newest first."""
        return tuple(reversed(self._drafts.versions(draft)))

    def version(self, draft: str, n: int) -> DraftVersion:
        """Raises NotFound."""
        for version in self._drafts.versions(draft):
            if version.n == n:
                return version
        raise NotFound(kind="version", what=str(n))

    def text(self, draft: str, n: int) -> VersionText:
        """Raises NotFound, DatabaseDamaged."""
        self.version(draft, n)
        return _text(self._drafts.version_body(draft, n))

    def now(self, draft: Draft, sheet: Sheet) -> VersionText:
        """The draft as it stands, as if it were a version."""
        return _text(_body(draft, sheet))

    def keep(
        self,
        draft: Draft,
        sheet: Sheet,
        cause: str,
        *,
        by: str,
        state: VersionState | None = None,
        filed: Filing | None = None,
    ) -> DraftVersion:
        """Keep the draft as it stands; the one before is returned when nothing differs and no state is told."""
        versions = self._drafts.versions(draft.id)
        body = _body(draft, sheet)
        if versions and state is None and cause != "exported" and self._same(draft, versions[-1], body):
            return versions[-1]
        version = DraftVersion(
            n=max((one.n for one in versions), default=max(draft.versions, default=0)) + 1,
            at=self._clock.now(),
            by_role=by,
            cause=cause,
            state=state or VersionState(draft.state.value),
            template_version=sheet.template.edition,
            as_of=sheet.source.as_of,
            filed=filed,
        )
        self._drafts.add_version(draft.id, version, body, to_drop((*versions, version)))
        return version

    def before_work(self, draft: Draft, sheet: Sheet, *, by: str) -> None:
        """Keep what is there, if the last version is older than a pause."""
        versions = self._drafts.versions(draft.id)
        if not versions or abs(self._clock.now() - versions[-1].at) >= PAUSE:
            self.keep(draft, sheet, "typed", by=by)

    def approved(self, draft: Draft) -> DraftVersion | None:
        """The version whose text is fixed: the newest that is approved or filed."""
        fixed = (VersionState.APPROVED, VersionState.FILED)
        return next((one for one in reversed(self._drafts.versions(draft.id)) if one.state in fixed), None)

    def compare(self, before: VersionText, after: VersionText) -> tuple[ComparedParagraph, ...]:
        return compare(before.paragraphs, after.paragraphs)

    # --- what was looked through

    def seen(self, draft: str) -> tuple[Paragraph, ...] | None:
        found = self._drafts.seen(draft)
        return None if found is None else tuple(from_plain(one) for one in found.get("paragraphs", ()))

    def keep_seen(self, draft: str, paragraphs: tuple[Paragraph, ...]) -> None:
        self._drafts.keep_seen(draft, {"paragraphs": [to_plain(one) for one in paragraphs]})

    def _same(self, draft: Draft, version: DraftVersion, body: Mapping[str, Any]) -> bool:
        kept = self._drafts.version_body(draft.id, version.n)
        return all(kept.get(name) == body[name] for name in ("blocks", "answers", "edits"))


def to_drop(versions: tuple[DraftVersion, ...]) -> tuple[int, ...]:
    """Numbers of versions that go: the oldest beyond ``MOST``, but for the first and those kept for good."""
    passing = [one.n for one in versions[1:] if not one.kept_for_good]
    return tuple(passing[: max(0, len(passing) - MOST)])


def _body(draft: Draft, sheet: Sheet) -> dict[str, Any]:
    return {
        "title": sheet.draft.title,
        "language": str(sheet.draft.language),
        "blocks": to_values(sheet.draft.blocks),
        "annexes": to_values(sheet.draft.annexes),
        "answers": {name: value for name, value in draft.answers.items() if not name.startswith("=")},
        "edits": dict(draft.edits),
        "bases": {name: dict(value) for name, value in draft.bases.items()},
        "own": dict(sheet.draft.own),
    }


def _text(body: Mapping[str, Any]) -> VersionText:
    return VersionText(
        title=str(body["title"]),
        language=str(body["language"]),
        blocks=from_values(body["blocks"]),
        annexes=from_values(body["annexes"]),
        answers=dict(body["answers"]),
        edits=dict(body["edits"]),
        bases=dict(body["bases"]),
        own=dict(body["own"]),
    )
