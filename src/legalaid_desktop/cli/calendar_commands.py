"""``legalaid deadline export|month``: days to come, without names, in a file chosen on purpose."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from legalaid_desktop.cli.context import Context, Outcome
from legalaid_desktop.cli.streams import say
from legalaid_desktop.errors import WrongUse
from legalaid_desktop.services.clock_export import WrittenDays, write_calendar
from legalaid_desktop.services.month_sheet import month_weeks, write_month

_SAID_EVERY: Final = 500
"""Cases between two lines of progress."""
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})")


def export_days(context: Context) -> Outcome:
    options = context.options
    with context.briefcase() as briefcase:
        made = write_calendar(
            briefcase,
            options.ref,
            options.out.absolute(),
            as_of=context.as_of,
            lang=options.language or context.words.lang,
            watch=_progress(context),
        )
    return _told(context, made)


def month_sheet(context: Context) -> Outcome:
    options = context.options
    year, month = _month(options.month) if options.month else (context.as_of.year, context.as_of.month)
    with context.briefcase() as briefcase:
        made = write_month(
            briefcase,
            options.ref,
            options.out.absolute(),
            year=year,
            month=month,
            as_of=context.as_of,
            lang=options.language or context.words.lang,
            watch=_progress(context),
        )
    return _told(context, made)


def _progress(context: Context) -> Callable[[int, int], None]:
    """Lines for whoever waits: a great vault is counted for a while. Ctrl+C stops it, before a file is begun."""
    last = 0

    def watch(done: int, total: int) -> None:
        nonlocal last
        if total > _SAID_EVERY and done - last >= _SAID_EVERY:
            last = done
            say(context.words.say("calendar.counted", done=done, total=total))

    return watch


def _month(text: str) -> tuple[int, int]:
    """Raises :class:`WrongUse`."""
    found = _MONTH.fullmatch(text)
    try:
        year, month = (int(found[1]), int(found[2])) if found else (0, 0)
        month_weeks(year, month)
    except ValueError as error:
        raise WrongUse(what="YYYY-MM") from error
    return year, month


def _told(context: Context, made: WrittenDays) -> Outcome:
    say(context.words.say("calendar.unprotected"))
    shown: dict[str, Any] = {
        "path": str(made.path),
        "format": made.format,
        "sha256": made.sha256,
        "bytes": made.bytes,
        "entries": made.entries,
        "deadlines": made.clocks,
    }
    return Outcome(shown)
