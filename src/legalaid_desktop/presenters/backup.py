"""Backups: made for coordinators, checked, and the keys that open them."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.day_words import moment_words
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import Cancellable, LongTasks

if TYPE_CHECKING:
    from legalaid_desktop.services.backup_reports import BackupReceipt, BackupReport, BackupStatus
    from legalaid_desktop.services.identity import NewIdentity, ShownIdentity


class Area(StrEnum):
    """The groups of the page; each has its own place for what came out."""

    CREATE = "create"
    VERIFY = "verify"
    KEYS = "keys"


class BackupView(Protocol):
    def show_status(self, text: str) -> None: ...

    def show_result(self, area: Area, text: str, role: str = "") -> None:
        """``role``: ``harm``, ``done``, ``hint`` or none."""

    def show_work(self, area: Area, words: str) -> None:
        """A wording id while work goes on, empty when it ended."""

    def show_stand(self, done: int, total: int) -> None: ...


def neutral_backup_name(clock: Clock) -> str:
    """A file name that says neither office nor client."""
    return f"copy-{clock.today():%Y-%m-%d}.age"


def recipients_of(text: str) -> tuple[str, ...]:
    """The keys in a text, parted by spaces, commas or lines, each once."""
    return tuple(dict.fromkeys(part for part in re.split(r"[\s,;]+", text) if part))


class BackupPresenter:
    def __init__(self, view: BackupView, tasks: LongTasks, *, words: Callable[[], Wording], clock: Clock) -> None:
        self._view, self._tasks = view, tasks
        self._words, self._clock = words, clock
        self._ticket: Cancellable | None = None

    def load(self) -> None:
        """Fetch when the last backup was made."""
        self._tasks.ask(
            lambda b: b.backups.status(), done=self._status, failed=self._failed(Area.CREATE), latest="status"
        )

    def create(self, recipients: str, out: Path | None) -> None:
        """Make a backup for the keys in ``recipients`` into the new file ``out``."""
        to = recipients_of(recipients)
        problem = "backup.no_recipient" if not to else "backup.no_file" if out is None else ""
        if problem or out is None:
            self._view.show_result(Area.CREATE, self._words().say(problem), "harm")
            return
        if self._ticket is not None:
            return
        ticket = self._ticket = self._tasks.ticket(self._view.show_stand)
        self._view.show_result(Area.CREATE, "")
        self._view.show_work(Area.CREATE, "backup.making")
        self._tasks.ask(
            lambda b: b.backups.create(to, out, watch=ticket.watch), done=self._made, failed=self._failed(Area.CREATE)
        )

    def cancel(self) -> None:
        """Stop the backup that is being made."""
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None
            self._view.show_work(Area.CREATE, "")
            self._view.show_result(Area.CREATE, self._words().say("backup.cancelled"), "hint")

    def verify(self, file: Path | None, identity: Path | None) -> None:
        """Restore a backup on trial."""
        if file is None or identity is None:
            self._view.show_result(Area.VERIFY, self._words().say("backup.verify_needs"), "harm")
            return
        lang = self._words().lang

        def work() -> BackupReport:
            from legalaid_desktop.services.restoring import verify_backup

            return verify_backup(file, identity, lang=lang)

        self._view.show_result(Area.VERIFY, "")
        self._view.show_work(Area.VERIFY, "backup.verifying")
        self._tasks.aside(work, done=self._verified, failed=self._failed(Area.VERIFY))

    def new_identity(self, out: Path | None) -> None:
        """Make a key pair into the new file ``out``; the words are for reading its public part aloud."""
        if out is None:
            self._view.show_result(Area.KEYS, self._words().say("backup.key_needs_file"), "harm")
            return
        lang = self._words().lang

        def work() -> tuple[NewIdentity, str]:
            from legalaid_desktop.services.identity import new_identity, read_aloud

            made = new_identity(out)
            return made, read_aloud(made.recipient, lang=lang)

        self._tasks.aside(work, done=self._identity_made, failed=self._failed(Area.KEYS))

    def show_identity(self, path: Path | None) -> None:
        """Show the public part of a key file."""
        if path is None:
            self._view.show_result(Area.KEYS, self._words().say("backup.key_needs_file"), "harm")
            return
        lang = self._words().lang

        def work() -> ShownIdentity:
            from legalaid_desktop.services.identity import show_identity

            return show_identity(path, lang=lang)

        self._tasks.aside(work, done=self._identity_shown, failed=self._failed(Area.KEYS))

    # What came back

    def _status(self, status: BackupStatus) -> None:
        words = self._words()
        if status.last_created_at is None:
            self._view.show_status(words.say("backup.none_yet"))
            return
        text = words.say("backup.last_made", moment=moment_words(status.last_created_at, words))
        if status.last_verified_at is not None:
            text += " " + words.say("backup.last_checked", moment=moment_words(status.last_verified_at, words))
        self._view.show_status(text + " " + words.say("backup.for_how_many", n=len(status.recipients)))

    def _made(self, receipt: BackupReceipt) -> None:
        self._ticket = None
        self._view.show_work(Area.CREATE, "")
        words = self._words()
        text = words.say(
            "backup.made", n=receipt.cases or 0, file=receipt.file.name, size=size_words(receipt.bytes, words)
        )
        self._view.show_result(Area.CREATE, text, "done")
        self.load()

    def _verified(self, report: BackupReport) -> None:
        self._view.show_work(Area.VERIFY, "")
        words = self._words()
        if report.ok and report.created_at is not None:
            text = words.say("backup.verified", n=report.cases or 0, moment=moment_words(report.created_at, words))
            text += "\n" + words.say("backup.check_phrase", words=report.check_phrase)
            self._view.show_result(Area.VERIFY, text, "done")
        else:
            lines = [words.say("backup.not_good"), *(problem.message for problem in report.problems)]
            self._view.show_result(Area.VERIFY, "\n".join(lines), "harm")

    def _identity_made(self, made: tuple[NewIdentity, str]) -> None:
        words, (identity, spoken) = self._words(), made
        text = words.say("backup.key_made", file=identity.path.name, recipient=identity.recipient)
        text += "\n" + words.say("backup.key_words", words=spoken)
        self._view.show_result(Area.KEYS, text, "done")

    def _identity_shown(self, shown: ShownIdentity) -> None:
        words = self._words()
        self._view.show_result(
            Area.KEYS, words.say("backup.key_shown", recipient=shown.recipient, words=shown.words), ""
        )

    def _failed(self, area: Area) -> Callable[[LegalAidError], None]:
        def failed(error: LegalAidError) -> None:
            if area is Area.CREATE:
                self._ticket = None
            self._view.show_work(area, "")
            self._view.show_result(area, error_words(error, self._words()), "harm")

        return failed


def size_words(size: int, words: Wording) -> str:
    """Bytes as people read them."""
    for unit, step in (("gb", 1 << 30), ("mb", 1 << 20)):
        if size >= step:
            number = f"{size / step:.1f}"
            return words.say(f"size.{unit}", size=number if words.lang == "en" else number.replace(".", ","))
    return words.say("size.kb", size=max(1, round(size / 1024)))
