"""The states of a paper: who may move it where, one approved version at a time, and what filing does.

    drafting ⇄ in review → approved → filed        approved, filed → drafting: by an edit, as a new version

A lawyer or a supervisor approves; a consultant may ask for review, take it back, and tell that a paper was filed. Text
that is approved or filed is fixed: it prints as it was, whatever the case or the template say since.

What the checks stop is not approved: what may be lifted needs a reason for each check, which stays with the draft.
Filing tells what happened, so that nothing makes it impossible; but what has come up since the approval, and a day
before the decision that the paper fights, is told first and needs a reason as well.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.documents.addressees import main_paper
from legalaid_desktop.domain.deadline import DeadlineStatus
from legalaid_desktop.domain.draft import (
    FILING_WAYS,
    ROLES,
    TOO_EARLY,
    Draft,
    DraftState,
    DraftVersion,
    Filing,
    VersionState,
)
from legalaid_desktop.domain.finding import Finding
from legalaid_desktop.errors import BlockedByChecks, DraftStepNotPossible, NotFound, WrongUse
from legalaid_desktop.services.deadlines import Deadlines
from legalaid_desktop.services.draft_desk import Sheet
from legalaid_desktop.services.draft_steps import reasons_of, with_reasons
from legalaid_desktop.services.drafting import Drafting
from legalaid_desktop.services.open_vault import OpenVault

_D, _R, _A, _F = DraftState.DRAFTING, DraftState.IN_REVIEW, DraftState.APPROVED, DraftState.FILED
_ALL: Final = frozenset(ROLES)
_CHECKERS: Final = frozenset({"lawyer", "supervisor"})
STEPS: Final[Mapping[tuple[DraftState, DraftState], frozenset[str]]] = {
    (_D, _R): _ALL,
    (_R, _D): _ALL,
    (_R, _A): _CHECKERS,
    (_A, _R): _CHECKERS,
    (_A, _D): _ALL,
    (_A, _F): _ALL,
    (_F, _A): _ALL,
    (_F, _D): _ALL,
}
"""From, to → the roles that may go there. Back from filed to approved: it was told by mistake."""


def steps_from(state: DraftState) -> tuple[DraftState, ...]:
    """Where a paper may go from a state, onward first."""
    order = list(DraftState)
    there = [after for before, after in STEPS if before is state]
    return tuple(sorted(there, key=lambda after: (order.index(after) < order.index(state), order.index(after))))


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a paper stands. ``approved`` is the version whose text is fixed or was last; ``filed`` what filing told."""

    draft: Draft
    state: DraftState
    steps: tuple[DraftState, ...]
    approved: DraftVersion | None
    versions: tuple[DraftVersion, ...]
    deadlines: tuple[str, ...] = ()
    """Deadlines that filing would mark as done."""
    open: tuple[Finding, ...] = ()
    """What the next step onward needs a reason for (or, of a paper in review, cannot have one for)."""
    made_on: dt.date | None = None
    """Day of the decision that the paper fights: it was not filed before that."""

    @property
    def filed(self) -> Filing | None:
        return self.approved.filed if self.approved is not None and self.state is DraftState.FILED else None


class DraftReview:
    """States of the papers of one open vault."""

    def __init__(self, vault: OpenVault, drafting: Drafting, deadlines: Deadlines) -> None:
        self._vault = vault
        self._drafting = drafting
        self._deadlines = deadlines
        self._drafts = drafting.drafts

    def standing(self, ref: str, document: str, *, language: str | None = None, as_of: dt.date) -> Standing:
        """Raises NotFound, NoTemplate."""
        draft, sheet = self._drafting.sheet(ref, document, language=language, as_of=as_of)
        return self._standing(draft, sheet)

    def _standing(self, draft: Draft, sheet: Sheet) -> Standing:
        return Standing(
            draft=draft,
            state=draft.state,
            steps=steps_from(draft.state),
            approved=self._drafting.history.approved(draft),
            versions=self._drafting.history.of(draft.id),
            deadlines=_to_be_done(sheet),
            open=self._open(draft, sheet),
            made_on=_made_on(sheet),
        )

    def _open(self, draft: Draft, sheet: Sheet) -> tuple[Finding, ...]:
        """What stops a paper in review from being approved; of one that is approved, what came up since then."""
        if draft.state is _R:
            return _stopping(sheet.findings())
        version = self._drafting.history.approved(draft) if draft.state is _A else None
        if version is None:
            return ()
        given = {one.check for one in draft.overrides if one.at >= version.at}
        return tuple(one for one in _stopping(sheet.findings()) if one.id not in given)

    def move(
        self,
        ref: str,
        document: str,
        to: DraftState,
        *,
        by: str,
        filing: Filing | None = None,
        overrides: Mapping[str, str] | None = None,
        language: str | None = None,
        as_of: dt.date,
    ) -> Standing:
        """Move a paper to another state; ``by`` is a word of :data:`ROLES`. Filing needs ``filing``, whose deadlines
        are found here; they are marked as done in the same change, so that one undo takes all of it back.
        ``overrides``: check id → reason, for approving and filing; those used are kept with the draft.

        Raises DraftStepNotPossible (no such step, or not for this role), BlockedByChecks (``kind`` approve: a check
        blocks, or may be lifted and has no reason; file: something came up since the approval; day: filed before the
        decision; each without a reason), WrongUse (a day in the future, no such way), NotFound (case, piece of
        evidence), NoTemplate.
        """
        if by not in ROLES:
            raise WrongUse(what=by)
        reasons = reasons_of(overrides)
        with self._vault.change():
            draft, sheet = self._drafting.sheet(ref, document, language=language, as_of=as_of)
            allowed = STEPS.get((draft.state, to))
            if allowed is None:
                raise DraftStepNotPossible(kind="step", found=draft.state.value, what=to.value)
            if by not in allowed:
                raise DraftStepNotPossible(kind="role", found=draft.state.value, what=to.value)
            if to is _A and draft.state is _R:
                self._approve(ref, draft, sheet, by, reasons)
            elif to is _F:
                self._file(ref, draft, sheet, _checked(filing, sheet, as_of), reasons, as_of)
            elif draft.state is _F and to is _A:
                self._unfile(ref, draft, as_of)
            elif draft.state is _A and to is _R:
                self._supersede(draft)
            if to in (_D, _R) and not draft.frozen:
                self._drafting.history.keep(draft, sheet, "state", by=by, state=VersionState(to.value))
            self._drafts.set_state(draft.id, to)
            if _F in (to, draft.state):  # what was handed in starts some clocks and ends others
                place = self._vault.cases.row_of(ref)
                self._vault.compute_deadlines(place, self._vault.cases.load(place))
        draft, sheet = self._drafting.sheet(ref, document, language=language, as_of=as_of)
        return self._standing(draft, sheet)

    def _approve(self, ref: str, draft: Draft, sheet: Sheet, by: str, reasons: Mapping[str, str]) -> None:
        found = with_reasons(sheet.findings(), reasons)
        if stopping := _stopping(found):
            raise BlockedByChecks(kind="approve", what=", ".join(sorted({one.id for one in stopping})))
        for other in self._drafts.of(ref):
            if other.document == draft.document:
                self._supersede(other)
                if other.id != draft.id and other.state is _A:
                    self._drafts.set_state(other.id, _D)
        self._drafting.history.keep(self._drafts.get(draft.id), sheet, "state", by=by, state=VersionState.APPROVED)
        # After the version: reasons of this approval are those that are not older than it.
        self._keep_reasons(draft, {one.id for one in found if one.overridden is not None}, reasons)

    def _keep_reasons(self, draft: Draft, used: Collection[str], reasons: Mapping[str, str]) -> None:
        if used:
            self._drafts.add_overrides(draft.id, {check: reasons[check] for check in sorted(used)})

    def _supersede(self, draft: Draft) -> None:
        """An approval ends; what was filed stays filed."""
        for version in self._drafts.versions(draft.id):
            if version.state is VersionState.APPROVED:
                self._drafts.set_version(draft.id, dataclasses.replace(version, state=VersionState.SUPERSEDED))

    def _file(
        self, ref: str, draft: Draft, sheet: Sheet, filing: Filing, reasons: Mapping[str, str], as_of: dt.date
    ) -> None:
        version = self._drafting.history.approved(draft)
        if version is None:
            raise NotFound(kind="version", what=VersionState.APPROVED.value)
        made_on = _made_on(sheet)
        needed = {one.id for one in self._open(draft, sheet) if filing.on > (last_day_of(one) or dt.date.min)}
        if made_on is not None and filing.on < made_on:
            if TOO_EARLY not in reasons:
                raise BlockedByChecks(kind="day", what=TOO_EARLY)
            needed.add(TOO_EARLY)
        if left := needed - reasons.keys():
            raise BlockedByChecks(kind="file", what=", ".join(sorted(left)))
        self._keep_reasons(draft, needed, reasons)
        done = _to_be_done(sheet)
        for name in done:
            self._deadlines.mark(ref, name, DeadlineStatus.DONE.value, as_of)
        filing = dataclasses.replace(filing, deadlines=done)
        self._drafts.set_version(draft.id, dataclasses.replace(version, state=VersionState.FILED, filed=filing))

    def _unfile(self, ref: str, draft: Draft, as_of: dt.date) -> None:
        version = self._drafting.history.approved(draft)
        if version is None or version.filed is None:
            return
        known = {row.id: row for _, row in self._deadlines.rows(ref, as_of)}
        for name in version.filed.deadlines:
            row = next((row for id, row in known.items() if id == name), None)
            if row is not None and row.status is DeadlineStatus.DONE:
                self._deadlines.mark(ref, name, None, as_of)
        self._drafts.set_version(draft.id, dataclasses.replace(version, state=VersionState.APPROVED, filed=None))

    def add_receipt(
        self, ref: str, document: str, receipt: str, *, language: str | None = None, as_of: dt.date
    ) -> Standing:
        """The stamp came later: name the piece of evidence that shows it. Raises NotFound, DraftStepNotPossible."""
        draft, sheet = self._drafting.sheet(ref, document, language=language, as_of=as_of)
        version = self._drafting.history.approved(draft)
        if draft.state is not _F or version is None or version.filed is None:
            raise DraftStepNotPossible(kind="receipt", found=draft.state.value)
        _check_receipt(receipt, sheet)
        filed = dataclasses.replace(version.filed, receipt=receipt)
        self._drafts.set_version(draft.id, dataclasses.replace(version, filed=filed))
        return self._standing(self._drafts.get(draft.id), sheet)


def last_day_of(one: Finding) -> dt.date | None:
    """The last day in time, of a finding that says only that a period is over by now: a paper filed on it or before is
    not concerned, whenever it is marked as filed."""
    day = one.params.get("day") if one.id == "CHK-DL-PAST" else None
    return dt.date.fromisoformat(day) if isinstance(day, str) else None


def _stopping(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.stops)


def _made_on(sheet: Sheet) -> dt.date | None:
    decision = sheet.source.decision
    if decision is None or not (sheet.template.manifest.challenges or sheet.draft.document in _AFTER_IT):
        return None
    return decision.dated or decision.announced


_AFTER_IT: Final = frozenset({"C3"})
"""Papers that challenge nothing themselves and cannot have been filed before the decision all the same."""


def _to_be_done(sheet: Sheet) -> tuple[str, ...]:
    """Every reading of the deadlines of the decision that this paper challenges, as far as nobody spoke of them yet; a
    motion that only travels with the main paper ends no period."""
    decision = sheet.source.decision
    if decision is None or main_paper(decision) != sheet.draft.document:
        return ()
    ended = (DeadlineStatus.DONE, DeadlineStatus.MISSED)
    return tuple(
        str(row.id) for row in sheet.source.deadlines if row.decision == decision.id and row.status not in ended
    )


def _checked(filing: Filing | None, sheet: Sheet, as_of: dt.date) -> Filing:
    if filing is None:
        raise WrongUse(what="on")
    if filing.how not in FILING_WAYS:
        raise WrongUse(what=filing.how)
    if filing.on > as_of:
        raise WrongUse(what=filing.on.isoformat())
    if filing.receipt is not None:
        _check_receipt(filing.receipt, sheet)
    return filing


def _check_receipt(receipt: str, sheet: Sheet) -> None:
    """All evidence of the case counts: a stamp may be nothing that this paper's reader gets to see."""
    if receipt not in sheet.evidence:
        raise NotFound(kind="evidence", what=receipt)
