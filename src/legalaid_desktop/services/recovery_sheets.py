"""Recovery sheets: a part of the key as a neutral page, for the printer or for a file chosen on purpose."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from legalaid_desktop.documents.recovery_sheet import SheetContent, recovery_page
from legalaid_desktop.grammar.dates import date_words
from legalaid_desktop.host.files import write_new_file
from legalaid_desktop.host.wording import wording
from legalaid_desktop.vault.outside import must_lie_outside as must_lie_outside
from legalaid_desktop.vault.recovery_shares import Share

_DO = ("do_apart", "do_read_out", "do_check", "do_lost")
_NEVER = ("never_copy", "never_two", "never_old")


def sheet_pdf(share: Share, *, lang: str, made_on: dt.date | None = None) -> bytes:
    """The PDF of one sheet in ``lang`` (ru, be, en); the words themselves are always those of SLIP-39.

    The same arguments give the same bytes. Without ``made_on`` no date is printed. Raises :class:`ValueError` for a
    language that the program does not speak.
    """
    say = wording(lang).say
    part = "sheet.part_all" if share.needed == share.of else "sheet.part"
    facts = [say("sheet.set", set=set_number_words(share.set_number)), say("sheet.check", check=share.check)]
    if made_on is not None:
        facts.append(say("sheet.made", day=date_words(made_on, lang=lang)))
    return recovery_page(
        SheetContent(
            lang=lang,
            title=say("sheet.title"),
            lead=say(part, number=share.number, of=share.of, needed=share.needed),
            facts=tuple(facts),
            words=share.words,
            word_numbers=share.word_numbers,
            small=say("sheet.small"),
            do=(say("sheet.do"), tuple(say(f"sheet.{point}") for point in _DO)),
            never=(say("sheet.never"), tuple(say(f"sheet.{point}") for point in _NEVER)),
        )
    )


def save_sheet(share: Share, path: Path, *, lang: str, made_on: dt.date | None = None) -> None:
    """Write the sheet to a new file that only this user can read: unprotected, on purpose.

    Raises :class:`DestinationExists`, :class:`DestinationInVault`, :class:`DestinationNotWritable` or
    :class:`DiskFull`.
    """
    must_lie_outside(path)
    write_new_file(path, sheet_pdf(share, lang=lang, made_on=made_on))


def set_number_words(set_number: int) -> str:
    """The number of a set as people see it everywhere: five digits."""
    return f"{set_number:05d}"
