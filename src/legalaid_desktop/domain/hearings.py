"""Days that a body has appointed: hearings and interviews, and the days fixed for surrender, removal or departure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from legalaid_desktop.domain.case_values import MINSK_TIME
from legalaid_desktop.domain.ids import AuthorityId, LocalId

HEARING_KINDS = ("hearing", "interview", "appointment", "surrender", "removal", "departure", "other")
"""Before a court; with the migration service; any other visit to a body; handing over to another state; being taken out
of the country; leaving by oneself; anything else."""
REMOVING = frozenset({"surrender", "removal", "departure"})
"""Kinds on whose day a person may be gone."""


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """One appointed day of a case. ``at``: the day, or the day with its time (Europe/Minsk); ``decision`` is the local
    id of the decision that it is about."""

    id: LocalId
    kind: str
    at: dt.datetime | dt.date | None = None
    authority: AuthorityId | None = None
    place: str | None = None
    decision: LocalId | None = None
    note: str | None = None

    @property
    def day(self) -> dt.date | None:
        if isinstance(self.at, dt.datetime):
            return self.at.astimezone(MINSK_TIME).date() if self.at.tzinfo is not None else self.at.date()
        return self.at

    @property
    def time(self) -> dt.time | None:
        """The hour in Minsk, where it is known."""
        if not isinstance(self.at, dt.datetime):
            return None
        at = self.at.astimezone(MINSK_TIME) if self.at.tzinfo is not None else self.at
        return at.time().replace(tzinfo=None)
