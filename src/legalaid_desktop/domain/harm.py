"""What can be lost first: the order of the Today page. Detention, a day of removal, a minor, a risk of torture, date.

A doubt speaks for the person: an age that may be under 18 counts as one, a detention without an end goes on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.case_values import MINSK_TIME
from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus
from legalaid_desktop.domain.facts import Detention
from legalaid_desktop.domain.hearings import REMOVING, Hearing

_REMOVAL = frozenset({"extradition", "judgment_extradition", "deportation", "expulsion"})
_REMOVAL_CLOCKS = ("ex.", "rm.deportation", "rm.expulsion", "rm.voluntary")
_ABROAD = frozenset({"abroad"})
_AT_REST = frozenset({"deceased", "missing"})


@dataclass(frozen=True, kw_only=True, order=True)
class Harm:
    """A sort key, the worst first: ``False`` stands before ``True``, so each field says that a danger is absent.

    ``removal_on`` is the first appointed day from today on on which the person may be taken out of the country, and
    ``dt.date.max`` where none is known.
    """

    free: bool
    not_removed: bool
    removal_on: dt.date
    grown_up: bool
    no_torture: bool

    @property
    def reasons(self) -> tuple[str, ...]:
        """Words for why a case stands where it does: detention, removal, minor, torture."""
        found = {
            "detention": not self.free,
            "removal": not self.not_removed,
            "minor": not self.grown_up,
            "torture": not self.no_torture,
        }
        return tuple(name for name, is_so in found.items() if is_so)


def harm_of(
    case: CaseRecord, as_of: dt.date, *, rows: Iterable[DeadlineRow] = (), hearings: Iterable[Hearing] = ()
) -> Harm:
    """``rows`` are the clocks of the case: a removal counts while one of its clocks is not marked as filed."""
    days = [one.day for one in hearings if one.kind in REMOVING and one.day is not None and one.day >= as_of]
    removal = bool(days) or case.extradition is not None
    if not removal and any(decision.kind in _REMOVAL for decision in case.decisions or ()):
        clocks = [row for row in rows if str(row.rule).startswith(_REMOVAL_CLOCKS)]
        removal = not clocks or any(row.status is not DeadlineStatus.DONE for row in clocks)
    people = [person for person in case.persons or () if person.role not in _AT_REST]
    minor = any(may_be_minor(one, as_of) for one in people if one.role in (None, "client") or one.included)
    return Harm(
        free=not is_held(case, as_of),
        not_removed=not removal,
        removal_on=min(days, default=dt.date.max),
        grown_up=not minor,
        no_torture=not torture_feared(case),
    )


def is_held(case: CaseRecord, as_of: dt.date) -> bool:
    """Whether anybody of the case is behind bars in Belarus on that day, as far as the record knows."""
    if any(person.in_custody for person in case.persons or () if person.role in (None, "client")):
        return True
    return any(one.kind not in _ABROAD and is_open(one, as_of) for one in case.detentions or ())


def is_open(detention: Detention, as_of: dt.date) -> bool:
    begun, ended = day_of(detention.from_at), day_of(detention.to_at)
    return (begun is None or begun <= as_of) and (ended is None or ended >= as_of)


def day_of(at: dt.datetime | dt.date | None) -> dt.date | None:
    """The day in Minsk."""
    if isinstance(at, dt.datetime):
        return at.astimezone(MINSK_TIME).date() if at.tzinfo is not None else at.date()
    return at


def torture_feared(case: CaseRecord) -> bool:
    """What a case shows of it: traces of violence, promises not to torture, or the paper about that risk (D5)."""
    return bool(case.injuries or case.assurances) or "D5" in (case.info.documents or ())


def by_harm(row: DeadlineRow, harm: Harm) -> tuple[Harm, dt.date, str]:
    """Sort key of the Today page. What is overdue stands by its day as well: a missed period may still be restored,
    and every day of waiting makes that harder."""
    return harm, row.last_day or row.alarm_on or dt.date.max, row.id
