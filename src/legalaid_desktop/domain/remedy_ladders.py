"""Which ladders a case stands on: the decisions of each, joined to the one that they follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.case_values import MINSK_TIME
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.law_remedies import Remedy, Track
from legalaid_desktop.domain.remedy_facts import RemedyFacts, client_of


@dataclass(frozen=True, kw_only=True)
class Chain:
    """A track with the decisions of one person that stand on it, the earliest first."""

    id: str
    track: Track
    person: LocalId | None
    decisions: tuple[Decision, ...] = ()


def day_of_decision(decision: Decision) -> dt.date | None:
    """The day that orders it: dated, else announced, else received."""
    for moment in (decision.announced_at, decision.received_at):
        if decision.dated is None and moment is not None:
            return moment.astimezone(MINSK_TIME).date() if moment.tzinfo is not None else moment.date()
    return decision.dated or decision.announced or decision.received


def chains_of(case: CaseRecord, law: LawPack, facts: RemedyFacts, as_of: dt.date) -> tuple[Chain, ...]:
    """The ladders of a case, in the order of the data; a later decision of a person stands on the ladder that it
    carries on: the latest one of theirs with a rung for it that was not reached yet."""
    client = client_of(case)
    chains: list[Chain] = []
    for decision in sorted(case.decisions or (), key=lambda one: day_of_decision(one) or dt.date.max):
        person = decision.person or (client.id if client is not None else None)
        at = _carries_on(decision, person, chains, law, as_of)
        if at is not None:
            chains[at] = replace(chains[at], decisions=(*chains[at].decisions, decision))
            continue
        track = next((one for one in law.remedies.tracks_on(as_of) if decision.kind in one.decisions), None)
        if track is not None:
            id = f"{track.id}:{decision.id}"
            chains.append(Chain(id=id, track=track, person=person, decisions=(decision,)))
    there = {chain.track.id for chain in chains}
    for track in law.remedies.tracks_on(as_of):
        wanted = case.info.topic in track.topics or (bool(track.needs) and facts.any_of(track.needs))
        if wanted and track.id not in there:
            chains.append(Chain(id=track.id, track=track, person=client.id if client is not None else None))
    order = [track.id for track in law.remedies.tracks]
    # What was decided comes before what may be begun; among these the order of the data.
    return tuple(sorted(chains, key=lambda one: (not one.decisions, order.index(one.track.id))))


def _carries_on(
    decision: Decision, person: LocalId | None, chains: Sequence[Chain], law: LawPack, as_of: dt.date
) -> int | None:
    for number in range(len(chains) - 1, -1, -1):
        chain = chains[number]
        if chain.person != person:
            continue
        rows = [row for row in law.remedies.on(as_of) if row.place == "ladder" and row.track == chain.track.id]
        reached = max(_rung(rows, one) for one in chain.decisions)
        if _rung(rows, decision) > reached:
            return number
    return None


def _rung(rows: Sequence[Remedy], decision: Decision) -> int:
    return next((number for number, row in enumerate(rows) if decision.kind in row.decisions), -1)
