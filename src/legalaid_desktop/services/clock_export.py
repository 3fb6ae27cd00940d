"""The days to come as an iCalendar file (RFC 5545), for the calendar of a telephone: unprotected, on purpose, neutral.

Each entry is a whole day with a number: no name, no case, no topic, nothing that says which program wrote it. Entries
carry no alarm of their own: a telephone would ring with it, and the day on which to act is an entry itself. Every file
has fresh identifiers, so that two files tell nobody that they come from one vault.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from legalaid_desktop.errors import NotFound
from legalaid_desktop.host.files import write_new_file
from legalaid_desktop.host.wording import wording
from legalaid_desktop.services.clock_days import PlainDay, plain_days
from legalaid_desktop.vault.outside import must_lie_outside

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase

Watch = Callable[[int, int], None]
"""Told how many cases are counted, and of how many; may raise to stop. Never called once the file is begun."""
_MAKER: Final = "-//-//-//EN"
"""``PRODID`` must be there; it shall say nothing."""


@dataclass(frozen=True, kw_only=True)
class WrittenDays:
    """A file of days: ``entries`` is how many it has, ``clocks`` of how many clocks they are."""

    path: Path
    format: str
    bytes: int
    sha256: str
    entries: int
    clocks: int


def calendar_file(days: Sequence[PlainDay], *, lang: str, stamp: dt.date) -> bytes:
    """The file, in UTF-8. ``stamp`` is the day that stands as the time of writing: no hour tells when one worked."""
    from icalendar import Calendar, Event  # late: half a second that nobody else shall wait for

    say = wording(lang).say
    made = Calendar()
    made.add("prodid", _MAKER)
    made.add("version", "2.0")
    for one in days:
        entry = Event()
        entry.add("uid", str(uuid.uuid4()))
        entry.add("dtstamp", dt.datetime.combine(stamp, dt.time(), dt.UTC))
        entry.add("dtstart", one.day)
        entry.add("dtend", one.day + dt.timedelta(days=1))
        entry.add("summary", say("calendar.plain", n=str(one.number)))
        entry.add("transp", "TRANSPARENT")
        entry.add("class", "PRIVATE")
        made.add_component(entry)
    return bytes(made.to_ical())


def days_to_come(
    briefcase: Briefcase, ref: str | None, as_of: dt.date, *, watch: Watch | None = None
) -> tuple[PlainDay, ...]:
    """Of one case or of all. Raises :class:`NotFound` (case), and what ``watch`` raises."""
    from legalaid_desktop.services.clock_calendar import days_of_cases

    return plain_days(days_of_cases(briefcase.deadlines.clocks(ref, as_of, watch=watch)), as_of)


def write_calendar(
    briefcase: Briefcase, ref: str | None, out: Path, *, as_of: dt.date, lang: str, watch: Watch | None = None
) -> WrittenDays:
    """Write the days to come into the new file ``out``; the journal notes that something went out.

    Raises :class:`NotFound` (case; a deadline, where there is none to tell), :class:`DestinationExists`,
    :class:`DestinationInVault`, :class:`DestinationNotWritable` or :class:`DiskFull`, and what ``watch`` raises.
    """
    days = days_to_come(briefcase, ref, as_of, watch=watch)
    if not days:
        raise NotFound(kind="day_to_come", what=ref or "")
    return put_out(briefcase, ref, out, calendar_file(days, lang=lang, stamp=as_of), "ics", days)


def put_out(
    briefcase: Briefcase, ref: str | None, out: Path, data: bytes, format: str, days: Sequence[PlainDay]
) -> WrittenDays:
    """Write ``data`` to the new file ``out``, readable for this user alone, and note it. Raises as
    :func:`write_calendar` does."""
    must_lie_outside(out)
    write_new_file(out, data)
    if not briefcase.read_only:
        try:
            _note(briefcase, ref, format)
        except BaseException:
            with contextlib.suppress(OSError):  # the first failure is the one to tell
                out.unlink(missing_ok=True)  # nothing leaves the vault without a trace in it
            raise
    return WrittenDays(
        path=out,
        format=format,
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        entries=len(days),
        clocks=len({one.number for one in days}),
    )


def _note(briefcase: Briefcase, ref: str | None, format: str) -> None:
    vault = briefcase.vault
    with vault.change() as now:
        case = None if ref is None else vault.cases.id_of(vault.cases.row_of(ref))
        vault.journal.write("exported", "deadline", now, case=case, fields=(format,))
