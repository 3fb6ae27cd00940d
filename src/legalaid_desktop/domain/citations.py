"""Which records of a case point to which: nothing that stayed out may be cited unawares."""

from __future__ import annotations

from legalaid_desktop.domain.case_record import CaseRecord


def citations(case: CaseRecord) -> dict[str, tuple[str, ...]]:
    """Record → the records that point to it."""
    found: dict[str, list[str]] = {}

    def cite(target: str | None, by: str) -> None:
        if target is not None:
            found.setdefault(target, []).append(by)

    for event in case.events or ():
        for target in event.evidence or ():
            cite(target, event.id)
    for piece in case.evidence or ():
        for event_id in piece.proves or ():
            cite(event_id, piece.id)
    for decision in case.decisions or ():
        for place, reason in enumerate(decision.reasons or (), 1):
            by = f"{decision.id}.reason.{reason.n if reason.n is not None else place}"
            for target in (*(reason.facts or ()), *(reason.evidence or ())):
                cite(target, by)
    for n, missed in enumerate(case.missed or (), 1):
        cite(missed.evidence, f"missed.{n}")
    for n, asked in enumerate(case.states_asked or (), 1):
        cite(asked.evidence, f"state_asked.{n}")
    for n, status in enumerate(case.prior_statuses or (), 1):
        cite(status.evidence, f"prior_status.{n}")
    return {target: tuple(by) for target, by in found.items()}
