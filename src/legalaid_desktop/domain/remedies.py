"""Which remedies a case has on a day: a ladder for each decision, ways beside it, and the doors that are closed.

The steps are rows of ``remedies.toml``. Where a case stands on a ladder is told by its decisions, its clocks and the
papers that were handed in; what the record does not know is left open, and never counted as lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.hearings import Hearing
from legalaid_desktop.domain.ids import LocalId, RuleId
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.law_remedies import Remedy, Track
from legalaid_desktop.domain.remedy_facts import RemedyFacts, facts_of
from legalaid_desktop.domain.remedy_ladders import Chain, chains_of, day_of_decision

__all__ = ["Ladder", "PaperStanding", "RemedyStanding", "State", "Ways", "remedies_of", "ways_of"]


class State(StrEnum):
    OPEN = "open"
    """Can be taken now; no day is counted for it."""
    RUNNING = "running"
    """Can be taken now; a clock runs."""
    MISSED = "missed"
    """The day has passed, by count or by a person's word: with a motion to restore the period (C3)."""
    WAITING = "waiting"
    """A body has it."""
    DONE = "done"
    AHEAD = "ahead"
    """Not yet: a step before it comes first."""
    BEHIND = "behind"
    """A later decision of the case shows that this step lies behind it."""
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class PaperStanding:
    """What became of a paper of the catalogue in this case."""

    drafted: bool = False
    exported: bool = False
    filed_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class RemedyStanding:
    """One step of one ladder, as it stands on a day. ``row`` says what it is and what follows from it."""

    row: Remedy
    state: State
    ladder: str = ""
    """Id of its ladder; empty beside the ladders."""
    decision: LocalId | None = None
    """The decision that it challenges."""
    clocks: tuple[DeadlineRow, ...] = ()
    """Its clocks, the earliest reading of each rule; the first one comes first."""
    since: dt.date | None = None
    """Of a closed door: since when. Of a step that was done: when it was filed, where that is known."""
    suspends: str = "unknown"
    """yes, no, unknown, na"""
    suspends_unchecked: bool = True
    surrender: bool = False
    """It is the hand-over to another state that ``suspends`` speaks of."""
    paper: str = ""
    """The paper of the step that is not handed in yet; of several, one that is planned in the case."""
    left: tuple[str, ...] = ()
    """All papers of the step that are not handed in yet, that one first."""
    joined: tuple[str, ...] = ()
    """Papers that go with it and are not handed in yet."""
    restore: bool = False
    """C3 goes with it."""
    appointed: Hearing | None = None
    """The next day that a body has appointed for it."""

    @property
    def rules(self) -> tuple[str, ...]:
        return self.row.rules

    @property
    def papers(self) -> tuple[str, ...]:
        return self.row.papers

    @property
    def usable(self) -> bool:
        return self.state in (State.OPEN, State.RUNNING, State.MISSED)

    @property
    def last_day(self) -> dt.date | None:
        return next((row.last_day for row in self.clocks if row.last_day is not None), None)

    @property
    def alarm_on(self) -> dt.date | None:
        return min((row.alarm_on for row in self.clocks if row.alarm_on is not None), default=None)


@dataclass(frozen=True, kw_only=True)
class Ladder:
    id: str
    track: Track
    decision: LocalId | None
    """The decision at its foot."""
    person: LocalId | None
    rungs: tuple[RemedyStanding, ...]


@dataclass(frozen=True, kw_only=True)
class Ways:
    """All that there is: ``ladders``, the ways ``beside`` them, and the ``closed`` doors."""

    ladders: tuple[Ladder, ...] = ()
    beside: tuple[RemedyStanding, ...] = ()
    closed: tuple[RemedyStanding, ...] = ()

    @property
    def all(self) -> tuple[RemedyStanding, ...]:
        return (*(rung for ladder in self.ladders for rung in ladder.rungs), *self.beside, *self.closed)


def remedies_of(
    case: CaseRecord,
    law: LawPack,
    rows: Sequence[DeadlineRow],
    as_of: dt.date,
    papers: Mapping[str, PaperStanding] | None = None,
    hearings: Sequence[Hearing] = (),
) -> tuple[RemedyStanding, ...]:
    """Every remedy of the case, ladder by ladder, then beside, then closed. ``rows``: the clocks of the case."""
    return ways_of(case, law, rows, as_of, papers, hearings).all


def ways_of(
    case: CaseRecord,
    law: LawPack,
    rows: Sequence[DeadlineRow],
    as_of: dt.date,
    papers: Mapping[str, PaperStanding] | None = None,
    hearings: Sequence[Hearing] = (),
) -> Ways:
    """As :func:`remedies_of`, in its three parts."""
    at = _At(case, law, rows, as_of, papers or {}, hearings)
    ladders = tuple(_ladder(chain, at) for chain in chains_of(case, law, at.facts, as_of))
    taken = {rung.paper for ladder in ladders for rung in ladder.rungs if rung.usable and rung.paper}
    exhausted = any(_exhausted(ladder) for ladder in ladders)
    beside: list[RemedyStanding] = []
    for row in law.remedies.on(as_of):
        if row.place == "beside" and at.facts.any_of(row.needs):
            standing = _beside(row, at, exhausted=exhausted)
            if not (standing.usable and standing.paper in taken):
                beside.append(standing)
    closed = tuple(
        RemedyStanding(
            row=row,
            state=State.CLOSED if row.closed_on(as_of) else State.OPEN,
            since=row.closed_since,
            suspends=row.suspends,
            suspends_unchecked=False,
        )
        for row in law.remedies.on(as_of)
        if row.place == "closed"
    )
    return Ways(ladders=ladders, beside=tuple(beside), closed=closed)


@dataclass(frozen=True)
class _At:
    case: CaseRecord
    law: LawPack
    rows: Sequence[DeadlineRow]
    as_of: dt.date
    papers: Mapping[str, PaperStanding]
    hearings: Sequence[Hearing]
    facts: RemedyFacts = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", facts_of(self.case, self.law, self.as_of, frozenset(self.papers)))

    def filed(self, paper: str) -> dt.date | None:
        standing = self.papers.get(paper)
        return standing.filed_on if standing is not None else None


def _ladder(chain: Chain, at: _At) -> Ladder:
    """The rungs of one ladder, from the foot to the last instance."""
    foot = chain.decisions[0] if chain.decisions else None
    event = day_of_decision(foot) if foot is not None else None
    rows = [
        row for row in at.law.remedies.on(event or at.as_of) if row.place == "ladder" and row.track == chain.track.id
    ]
    reached = max((_index(rows, decision) for decision in chain.decisions), default=-1)
    before: dict[str, list[str]] = {}
    for row in rows:
        for after in row.next:
            before.setdefault(after, []).append(row.id)
    rungs: dict[str, RemedyStanding] = {}
    claimed: set[tuple[str, str]] = set()
    for number, row in enumerate(rows):
        own = next((one for one in reversed(chain.decisions) if one.kind in row.decisions), None)
        if row.needs and own is None and not at.facts.any_of(row.needs):
            continue
        own_needed = bool(row.decisions) and not row.needs
        filed = _filed(row, own, at, claimed)
        clocks = _clocks(row, own, at, {None, *(one.id for one in chain.decisions)})
        earlier = [rungs[one].state for one in before.get(row.id, ()) if one in rungs]
        state = _state(row, own, own_needed, clocks, filed, number < reached, earlier, at)
        if state is State.BEHIND and own is None and row.decisions and row.id not in before:
            continue  # a branch that this case did not take
        standing = _standing(row, state, at, clocks, own=own, ladder=chain.id, filed=filed)
        rungs[row.id] = replace(standing, appointed=_appointed(row, chain, at))
    return Ladder(
        id=chain.id,
        track=chain.track,
        decision=foot.id if foot is not None else None,
        person=chain.person,
        rungs=tuple(rungs.values()),
    )


def _appointed(row: Remedy, chain: Chain, at: _At) -> Hearing | None:
    """The next day appointed for a step: about a decision of this ladder, or about none that is named."""
    about = {None, *(one.id for one in chain.decisions)}
    days = [
        (day, one)
        for one in at.hearings
        if one.kind in row.hearings and one.decision in about and (day := one.day) is not None and day >= at.as_of
    ]
    return min(days, key=lambda pair: pair[0])[1] if days else None


def _index(rows: Sequence[Remedy], decision: Decision) -> int:
    return next((number for number, row in enumerate(rows) if decision.kind in row.decisions), -1)


def _filed(row: Remedy, own: Decision | None, at: _At, claimed: set[tuple[str, str]]) -> dt.date | bool | None:
    """When the step's paper was handed in; ``True``: it was, the day is not known. A paper counts for one step only."""
    if row.kind not in ("file", "inform"):
        return None
    if row.papers and row.papers[0] == "A1" and at.facts.applied:
        return at.filed("A1") or True
    for paper in row.papers[:1]:
        key = (paper, str(own.id) if own is not None else "")
        day = at.filed(paper)
        if day is not None and key not in claimed and _fits(day, own):
            claimed.add(key)
            return day
    return None


def _fits(filed: dt.date, own: Decision | None) -> bool:
    """A paper filed before the decision was taken does not challenge it."""
    dated = own.dated if own is not None else None
    return dated is None or filed >= dated


def _clocks(row: Remedy, own: Decision | None, at: _At, about: Collection[LocalId | None]) -> tuple[DeadlineRow, ...]:
    """The clocks of a step: of the decision that it challenges, else of the decisions ``about`` and of the case."""
    of = {own.id} if own is not None else about if row.needs or not row.decisions else ()
    found = [one for one in at.rows if one.primary and one.rule in row.rules and one.decision in of]
    return tuple(sorted(found, key=lambda one: (one.last_day or dt.date.max, one.alarm_on or dt.date.max, one.id)))


def _state(
    row: Remedy,
    own: Decision | None,
    own_needed: bool,
    clocks: Sequence[DeadlineRow],
    filed: dt.date | bool | None,
    passed: bool,
    earlier: Sequence[State],
    at: _At,
) -> State:
    over = (State.DONE, State.BEHIND)
    if row.kind == "effect":
        return State.AHEAD
    if row.kind == "wait":
        if passed or ("ip.registration" in row.rules and at.facts.registered):
            return State.DONE
        if at.facts.held and not earlier and row.track == "detention":
            return State.OPEN
        return State.WAITING if any(state in over for state in earlier) else State.AHEAD
    statuses = {clock.status for clock in clocks}
    if filed is not None or DeadlineStatus.DONE in statuses:
        return State.DONE
    if passed and (row.decisions or row.next):
        return State.BEHIND
    if own_needed and own is None:
        return State.AHEAD
    if own is None and earlier and not any(state in over for state in earlier):
        return State.AHEAD
    if own is not None:
        return _by_clock(statuses)
    return State.RUNNING if any(clock.last_day for clock in clocks) and not _late(statuses) else State.OPEN


def _late(statuses: set[DeadlineStatus]) -> bool:
    return bool(statuses & {DeadlineStatus.PASSED, DeadlineStatus.MISSED})


def _by_clock(statuses: set[DeadlineStatus]) -> State:
    if _late(statuses):
        return State.MISSED
    return State.RUNNING if statuses & {DeadlineStatus.RUNNING, DeadlineStatus.DUE} else State.OPEN


def _exhausted(ladder: Ladder) -> bool:
    """Whether the last step of a ladder that a client can take was taken."""
    last = next((rung for rung in reversed(ladder.rungs) if rung.row.kind == "file"), None)
    return last is not None and last.state is State.DONE


def _beside(row: Remedy, at: _At, *, exhausted: bool) -> RemedyStanding:
    filed = _filed(row, None, at, set())
    clocks = _clocks(row, None, at, {None, *(one.id for one in at.case.decisions or ())})
    open_now = State.AHEAD if row.after_domestic and not exhausted else State.OPEN
    return _standing(row, State.DONE if filed is not None else open_now, at, clocks, filed=filed)


def _standing(
    row: Remedy,
    state: State,
    at: _At,
    clocks: tuple[DeadlineRow, ...],
    *,
    own: Decision | None = None,
    ladder: str = "",
    filed: dt.date | bool | None = None,
) -> RemedyStanding:
    suspends, unchecked = _suspends(row, clocks, at.law)
    surrender = row.track == "extradition"
    if row.question == "protection_body" or row.track == "protection":
        # Whether protection that is asked for bars a hand-over is not known (law.md §3.3); what it does against other
        # removal must not be read as an answer to that.
        surrender = surrender or "extradition" in at.facts.needs
        suspends, unchecked = ("unknown", True) if surrender and suspends == "yes" else (suspends, unchecked)
    planned = at.case.info.documents or ()
    left = sorted((paper for paper in row.papers if at.filed(paper) is None), key=lambda paper: paper not in planned)
    return RemedyStanding(
        row=row,
        state=state,
        ladder=ladder,
        decision=own.id if own is not None else None,
        clocks=clocks,
        since=filed if isinstance(filed, dt.date) else None,
        suspends=suspends,
        suspends_unchecked=unchecked,
        surrender=surrender,
        paper=left[0] if left else "",
        left=tuple(left),
        joined=tuple(paper for paper in row.joined if at.filed(paper) is None),
        restore=state is State.MISSED,
    )


def _suspends(row: Remedy, clocks: Iterable[DeadlineRow], law: LawPack) -> tuple[str, bool]:
    """Whether the step stops removal. Where a clock that runs knows less than the row, less is known."""
    unchecked = row.suspends_confidence not in ("verified", "treaty")
    if row.suspends != "yes":
        return row.suspends, unchecked
    said = {rule.suspensive for clock in clocks if (rule := law.rules.get(RuleId(clock.rule))) is not None}
    for word in ("no", "unknown"):
        if word in said:
            return word, True
    return row.suspends, unchecked
