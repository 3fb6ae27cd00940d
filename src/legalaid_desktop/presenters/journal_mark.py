"""The journal's mark: what to note of it outside, whether it agrees with what was noted, and how long it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from legalaid_desktop.errors import DatabaseDamaged, WrongUse
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.day_words import moment_words

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.journal import JournalProblem

_WALKED: Final = 50_000
"""Entries that are walked each time the page is shown; a longer journal is walked when it is asked for."""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """A sentence about one comparison. ``good`` is ``None`` where nothing could be compared."""

    text: str
    good: bool | None


@dataclass(frozen=True, kw_only=True)
class JournalState:
    """``mark`` is short, to be noted outside. ``agreements``: the chain itself, the last backup, what was typed.
    ``keep`` as in :class:`~legalaid_desktop.services.journal.JournalSettings`; ``clock`` a warning or empty."""

    mark: str
    agreements: tuple[Agreement, ...]
    keep: str
    clock: str
    can_change: bool = True

    @property
    def alarm(self) -> bool:
        """Whether something does not agree."""
        return any(one.good is False for one in self.agreements)


def read_state(briefcase: Briefcase, words: Wording, *, noted: str = "") -> JournalState:
    """Runs on the vault's lane. ``noted`` is a mark that a person typed; with it the whole journal is walked."""
    journal = briefcase.journal_view
    mark = journal.anchor()
    settings = briefcase.journal_settings
    return JournalState(
        mark=str(mark),
        agreements=_agreements(briefcase, words, mark.length, noted),
        keep=settings.keep,
        clock=words.say("journal.clock_jumped") if settings.clock_jumped() else "",
        can_change=not briefcase.read_only,
    )


def _agreements(briefcase: Briefcase, words: Wording, length: int, noted: str) -> tuple[Agreement, ...]:
    if length > _WALKED and not noted:
        return (Agreement(text=words.say("mark.long", n=length), good=None),)
    found = [_told(briefcase.journal_view.problems(), ("mark.chain_good", "mark.chain_bad"), words)]
    if found[0].good is False:
        # A chain that is broken in itself says the same against every mark.
        return tuple(found)
    found.append(_against_backup(briefcase, words))
    if noted:
        found.append(_against_noted(briefcase, words, noted))
    return tuple(found)


def _against_backup(briefcase: Briefcase, words: Wording) -> Agreement:
    from legalaid_desktop.services.journal import Anchor

    try:
        receipts = briefcase.backups.receipts()
    except DatabaseDamaged:
        return Agreement(text=words.say("mark.backup_unreadable"), good=None)
    receipt = next((one for one in receipts if one.anchor is not None), None)
    if receipt is None or receipt.anchor is None:
        return Agreement(text=words.say("mark.no_backup"), good=None)
    anchor = Anchor.parse(receipt.anchor)
    moment = moment_words(receipt.created_at, words)
    if not briefcase.journal.reaches(anchor):
        return Agreement(text=words.say("mark.backup_too_old", moment=moment), good=None)
    return _told(briefcase.journal_view.problems(anchor), ("mark.backup_good", "mark.backup_bad"), words, moment=moment)


def _against_noted(briefcase: Briefcase, words: Wording, noted: str) -> Agreement:
    from legalaid_desktop.services.journal import Anchor

    try:
        anchor = Anchor.parse(noted)
    except WrongUse:
        return Agreement(text=words.say("mark.not_understood"), good=None)
    if not briefcase.journal.reaches(anchor):
        return Agreement(text=words.say("mark.noted_too_old"), good=None)
    return _told(briefcase.journal_view.problems(anchor), ("mark.noted_good", "mark.noted_bad"), words)


def _told(problems: tuple[JournalProblem, ...], ids: tuple[str, str], words: Wording, **params: str) -> Agreement:
    """``ids`` are the words for when all agrees, and for when it does not."""
    good, bad = ids
    if not problems:
        return Agreement(text=words.say(good, **params), good=True)
    first = problems[0]
    what = words.say(f"mark.what.{first.what}", seq=first.seq)
    return Agreement(text=words.say(bad, what=what, **params), good=False)
