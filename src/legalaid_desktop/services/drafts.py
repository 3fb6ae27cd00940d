"""Drafts of a case: begun, kept while edited, exported, moved through the states of their life."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from legalaid_desktop.domain.draft import Draft, DraftExport, DraftOverride, DraftState, DraftVersion
from legalaid_desktop.domain.finding import Finding
from legalaid_desktop.domain.ids import DocumentCode, DraftId, LanguageCode
from legalaid_desktop.services.open_vault import OpenVault
from legalaid_desktop.storage.random_ids import new_id

TYPED_TOGETHER = dt.timedelta(minutes=10)


class Drafts:
    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault

    @property
    def read_only(self) -> bool:
        """Whether the vault takes no change."""
        return self._vault.db.read_only

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
    ) -> Draft:
        """Begin a draft in a case. Raises :class:`NotFound`."""
        with self._vault.change() as now:
            row = self._vault.cases.row_of(ref)
            draft = Draft(
                id=DraftId(new_id()),
                case=self._vault.cases.id_of(row),
                document=DocumentCode(document),
                language=LanguageCode(language),
                template=template,
                template_version=template_version,
                state=DraftState.DRAFTING,
                as_of=as_of,
                created_at=now,
                changed_at=now,
                answers=dict(answers or {}),
                edits=dict(edits or {}),
            )
            self._vault.drafts.insert(row, draft)
            self._vault.journal.write("added", "draft", now, case=draft.case, record=draft.id, fields=(document,))
        return draft

    def get(self, draft: str) -> Draft:
        return self._vault.drafts.get(draft)

    def of(self, ref: str) -> tuple[Draft, ...]:
        """Return the drafts of a case, the one changed last first."""
        return self._vault.drafts.of_case(self._vault.cases.row_of(ref))

    def unfinished(self) -> tuple[Draft, ...]:
        """Return drafts of all cases that are not filed yet."""
        return self._vault.drafts.unfinished()

    def latest(self, ref: str, document: str, language: str) -> Draft | None:
        """Return the newest draft of a document in a language."""
        return next(
            (draft for draft in self.of(ref) if draft.document == document and draft.language == language), None
        )

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
    ) -> Draft:
        """Write what was given over what the draft holds; what was not given stays."""
        given: dict[str, Any] = {
            "answers": None if answers is None else dict(answers),
            "edits": None if edits is None else dict(edits),
            "bases": None if bases is None else dict(bases),
            "findings": None if findings is None else tuple(findings),
            "template_version": template_version,
            "as_of": as_of,
        }
        return self._changed(draft, "changed", {name: value for name, value in given.items() if value is not None})

    def edit(self, draft: str, block: str, text: str | None) -> Draft:
        """Set the hand-written text of one paragraph; ``None`` goes back to the template's."""
        edits = dict(self.get(draft).edits)
        if text is None:
            edits.pop(block, None)
        else:
            edits[block] = text
        return self._changed(draft, "changed", {"edits": edits})

    # --- versions

    def versions(self, draft: str) -> tuple[DraftVersion, ...]:
        """Return the kept versions that can be read, oldest first."""
        store = self._vault.drafts
        return store.versions.of(store.row_of(draft), store.get(draft).versions)

    def version_body(self, draft: str, n: int) -> dict[str, Any]:
        """Return the text of a version as it was kept. Raises :class:`DatabaseDamaged`."""
        return self._vault.drafts.versions.body(self._vault.drafts.row_of(draft), n)

    def add_version(
        self, draft: str, version: DraftVersion, body: Mapping[str, Any], dropped: tuple[int, ...] = ()
    ) -> None:
        """Keep a version and drop those numbered. The journal tells of versions that a person asked for or a state
        made, not of those that come with work."""
        with self._vault.change() as now:
            store = self._vault.drafts
            row, before = store.row_of(draft), store.get(draft)
            store.versions.add(row, version, body)
            for n in dropped:
                store.versions.drop(row, n)
            numbers = tuple(n for n in (*before.versions, version.n) if n not in dropped)
            store.update(dataclasses.replace(before, versions=numbers))
            if not self._just_told(before, ("versions",), now):
                self._vault.journal.write(
                    "changed", "draft", now, case=before.case, record=before.id, fields=("versions",)
                )

    def set_version(self, draft: str, version: DraftVersion) -> None:
        """Write what became of a version; its text stays."""
        with self._vault.change() as now:
            store = self._vault.drafts
            found = store.get(draft)
            store.versions.change(store.row_of(draft), version)
            self._vault.journal.write("changed", "draft", now, case=found.case, record=found.id, fields=("versions",))

    def seen(self, draft: str) -> dict[str, Any] | None:
        """Return the paragraphs that were last looked through."""
        return self._vault.drafts.versions.seen_of(self._vault.drafts.row_of(draft))

    def keep_seen(self, draft: str, body: Mapping[str, Any]) -> None:
        with self._vault.change() as now:
            self._vault.drafts.versions.keep_seen(self._vault.drafts.row_of(draft), now, body)

    def set_state(self, draft: str, state: DraftState) -> Draft:
        return self._changed(draft, "changed", {"state": state})

    def add_export(self, draft: str, files: Sequence[DraftExport], findings: Sequence[Finding] = ()) -> Draft:
        """Note that files went out, with the findings that stood then."""
        exports = (*self.get(draft).exports, *files)
        return self._changed(draft, "exported", {"exports": exports, "findings": tuple(findings)})

    def add_overrides(self, draft: str, lifted: Mapping[str, str]) -> Draft:
        """Note checks that a person lifted, with the reasons: check id → reason. The journal keeps that it was done."""
        now = self._vault.clock.now()
        overrides = (
            *self.get(draft).overrides,
            *(DraftOverride(check=check, reason=reason, at=now) for check, reason in lifted.items()),
        )
        return self._changed(draft, "overridden", {"overrides": overrides}, fields=tuple(lifted))

    def remove(self, draft: str) -> None:
        with self._vault.change() as now:
            found = self._vault.drafts.get(draft)
            self._vault.drafts.set_removed(found.id, now.isoformat())
            self._vault.journal.write("removed", "draft", now, case=found.case, record=found.id)

    def restore(self, draft: str) -> Draft:
        """Take a draft out of the bin again. Raises :class:`NotFound` when it was erased meanwhile."""
        with self._vault.change() as now:
            self._vault.drafts.set_removed(DraftId(draft), None)
            found = self._vault.drafts.get(draft)
            self._vault.journal.write("restored", "draft", now, case=found.case, record=found.id)
        return found

    def _changed(
        self, draft: str, action: str, values: dict[str, Any], *, fields: tuple[str, ...] | None = None
    ) -> Draft:
        with self._vault.change() as now:
            before = self._vault.drafts.get(draft)
            after = dataclasses.replace(before, **values)
            if after == before:
                return before
            after = dataclasses.replace(after, changed_at=now)
            self._vault.drafts.update(after)
            names = tuple(values) if fields is None else fields
            if action != "changed" or not self._just_told(after, names, now):
                self._vault.journal.write(action, "draft", now, case=after.case, record=after.id, fields=names)
        return after

    def _just_told(self, draft: Draft, fields: tuple[str, ...], now: dt.datetime) -> bool:
        """A draft is kept every two seconds while it is typed: one entry for ten minutes of that is enough."""
        for entry in self._vault.journal.entries(newest=1):
            same = (entry.action, entry.kind, entry.record, entry.fields) == ("changed", "draft", draft.id, fields)
            return same and now - entry.at < TYPED_TOGETHER
        return False


def draft_to_plain(draft: Draft) -> dict[str, Any]:
    """A draft as ``case show`` prints it: its state and what went out, not its text."""
    return {
        "id": draft.id,
        "document": draft.document,
        "language": draft.language,
        "template": draft.template,
        "template_version": draft.template_version,
        "state": draft.state.value,
        "as_of": None if draft.as_of is None else draft.as_of.isoformat(),
        "created_at": draft.created_at.isoformat(),
        "changed_at": draft.changed_at.isoformat(),
        "exports": [
            {
                "format": file.format,
                "sha256": file.sha256,
                "bytes": file.bytes,
                "pages": file.pages,
                "at": file.at.isoformat(),
            }
            for file in draft.exports
        ],
        "overridden": [
            {"id": lifted.check, "reason": lifted.reason, "at": lifted.at.isoformat()} for lifted in draft.overrides
        ],
    }
