"""Leaving clean: with nothing, or with a vault that only two helpers open; and destroying a vault."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.backup import recipients_of, size_words
from legalaid_desktop.presenters.confirm import try_passphrase
from legalaid_desktop.presenters.day_words import moment_words
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import Cancellable, LongTasks, Part
from legalaid_desktop.presenters.ways import way_lines

if TYPE_CHECKING:
    from legalaid_desktop.services.backup_reports import BackupReceipt
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.destroy import DestroyReport


@dataclass(frozen=True, slots=True)
class LeaveState:
    """How things stand before leaving. ``backup`` in words; ``fresh``: it holds all that is in the vault now.
    ``helpers`` are the coordinators' ways in words; ``sheets``: there are recovery sheets."""

    backup: str
    fresh: bool
    helpers: tuple[str, ...]
    sheets: bool


class GoingView(Protocol):
    """A page from which the vault goes."""

    def show_state(self, state: LeaveState) -> None: ...

    def show_problem(self, text: str) -> None:
        """Empty: nothing is wrong."""

    def show_going(self, words: str) -> None:
        """A wording id while the vault goes, empty when it stays."""

    def show_gone(self, text: str) -> None:
        """The vault is closed and opens no more for the owner: lock. ``text``, if any, must be read before."""


class LeaveView(GoingView, Protocol):
    def show_work(self, words: str) -> None:
        """A wording id while a backup is made, empty when it ended."""

    def show_stand(self, done: int, total: int) -> None: ...

    def show_backup(self, text: str, role: str) -> None:
        """What came of the backup."""


class _Going:
    """What both pages do: see how things stand, and let the vault go after the passphrase was typed once more."""

    def __init__(self, view: GoingView, tasks: LongTasks, *, words: Callable[[], Wording]) -> None:
        self._view, self._tasks, self._words = view, tasks, words
        self._going: Cancellable | None = None

    def load(self) -> None:
        """Fetch how things stand."""
        words = self._words()
        self._tasks.ask(
            lambda b: leave_state(b, words), done=self._view.show_state, failed=self._failed, latest="state"
        )

    def _go(
        self, passphrase: bytearray, words: str, work: Callable[[Briefcase, Callable[[], None]], DestroyReport | None]
    ) -> None:
        """Takes ``passphrase`` over. ``work`` gets the vault and what to call before there is no way back."""
        if self._going is not None or not passphrase:
            passphrase[:] = bytes(len(passphrase))
            if self._going is None:
                self._view.show_problem(self._words().say("unlock.empty"))
            return
        ticket = self._going = self._tasks.ticket(lambda done, total: None)

        def on_lane(briefcase: Briefcase) -> tuple[None, DestroyReport | None]:
            try_passphrase(briefcase, passphrase)
            return None, work(briefcase, ticket.no_way_back)

        self._view.show_problem("")
        self._view.show_going(words)
        self._tasks.exchange(on_lane, done=self._gone, failed=self._failed)

    def _gone(self, report: DestroyReport | None) -> None:
        self._going = None
        self._view.show_going("")
        words, text = self._words(), ""
        if report is not None and report.remains:
            text = words.say("destroy.remains", names=", ".join(report.remains))
        elif report is not None and not report.folder_removed:
            text = words.say("destroy.folder_stays")
        self._view.show_gone(text)

    def _failed(self, error: LegalAidError) -> None:
        self._going = None
        self._view.show_going("")
        self._view.show_problem(error_words(error, self._words()))


class LeavePresenter(_Going):
    def __init__(self, view: LeaveView, tasks: LongTasks, *, words: Callable[[], Wording]) -> None:
        super().__init__(view, tasks, words=words)
        self._leave_view = view
        self._ticket: Cancellable | None = None

    def back_up(self, recipients: str, out: Path | None) -> None:
        """Make the backup that one leaves behind."""
        to = recipients_of(recipients)
        problem = "backup.no_recipient" if not to else "backup.no_file" if out is None else ""
        if problem or out is None:
            self._leave_view.show_backup(self._words().say(problem), "harm")
            return
        if self._ticket is not None:
            return
        ticket = self._ticket = self._tasks.ticket(self._leave_view.show_stand)
        self._leave_view.show_backup("", "")
        self._leave_view.show_work("backup.making")
        self._tasks.ask(
            lambda b: b.backups.create(to, out, watch=ticket.watch), done=self._made, failed=self._backup_failed
        )

    def cancel(self) -> None:
        """Stop the backup that is being made."""
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None
            self._leave_view.show_work("")
            self._leave_view.show_backup(self._words().say("backup.cancelled"), "hint")

    def leave_with_nothing(self, passphrase: bytearray, read_back: str, *, reason: str) -> None:
        """Once the coordinator has read the four words back, or with a ``reason`` to go without them."""
        read_back, reason = read_back.strip(), reason.strip()
        if not read_back and not reason:
            passphrase[:] = bytes(len(passphrase))
            self._view.show_problem(self._words().say("leave.words_or_reason"))
            return

        def work(briefcase: Briefcase, no_way_back: Callable[[], None]) -> DestroyReport:
            from legalaid_desktop.services.leave import leave_with_nothing

            # Words that were given must be right: a reason beside them does not help over wrong ones.
            return leave_with_nothing(
                briefcase,
                read_back=read_back or None,
                without_receipt=None if read_back else reason,
                no_way_back=no_way_back,
            )

        self._go(passphrase, "leave.going", work)

    def leave_to_helpers(self, passphrase: bytearray, parts: Sequence[Part]) -> None:
        """Remove the owner's ways. ``parts`` are sheets that the helpers read out; without any the coordinators' way
        must be there."""

        def work(briefcase: Briefcase, no_way_back: Callable[[], None]) -> None:
            from legalaid_desktop.services.leave import leave_to_helpers
            from legalaid_desktop.services.part_words import Share

            shares = [part for part in parts if isinstance(part, Share)]
            leave_to_helpers(briefcase, shares=shares, no_way_back=no_way_back)

        self._go(passphrase, "leave.removing", work)

    def _made(self, receipt: BackupReceipt) -> None:
        self._ticket = None
        words = self._words()
        self._leave_view.show_work("")
        text = words.say(
            "backup.made", n=receipt.cases or 0, file=receipt.file.name, size=size_words(receipt.bytes, words)
        )
        self._leave_view.show_backup(text, "done")
        self.load()

    def _backup_failed(self, error: LegalAidError) -> None:
        self._ticket = None
        self._leave_view.show_work("")
        self._leave_view.show_backup(error_words(error, self._words()), "harm")


class DestroyPresenter(_Going):
    def destroy(self, passphrase: bytearray, word: str, *, reason: str) -> None:
        """``word`` is what the page asks to type; ``reason`` why no fresh backup is needed, empty when there is one."""
        asked = self._words().say("destroy.word")
        if word.strip().casefold() != asked.casefold():
            passphrase[:] = bytes(len(passphrase))
            self._view.show_problem(self._words().say("destroy.type_word", word=asked))
            return

        def work(briefcase: Briefcase, no_way_back: Callable[[], None]) -> DestroyReport:
            from legalaid_desktop.services.destroy import destroy

            return destroy(briefcase, without_backup=reason.strip() or None, no_way_back=no_way_back)

        self._go(passphrase, "destroy.going", work)


def leave_state(briefcase: Briefcase, words: Wording) -> LeaveState:
    """Runs on the vault's lane."""
    from legalaid_desktop.services.last_backup import fresh_backup

    fresh = fresh_backup(briefcase.vault) is not None
    last = briefcase.backups.status().last_created_at
    if last is None:
        backup = words.say("leave.no_backup")
    else:
        backup = words.say("leave.backup_fresh" if fresh else "leave.backup_old", moment=moment_words(last, words))
    lines = way_lines(briefcase, words)
    return LeaveState(
        backup=backup,
        fresh=fresh,
        helpers=tuple(f"{line.title}. {line.second}" for line in lines if line.kind == "coordinators"),
        sheets=any(line.kind == "recovery" for line in lines),
    )
