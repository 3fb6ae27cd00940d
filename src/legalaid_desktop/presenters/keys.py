"""Adding, changing and removing the ways into an open vault."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.confirm import Gate
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import Tasks
from legalaid_desktop.presenters.ways import WayLine, way_lines

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.secrets import Secret


@dataclass(frozen=True)
class KeysShown:
    """``key_file``: the file that this vault was opened with, or ``None``."""

    lines: tuple[WayLine, ...]
    key_file: Path | None


class KeysView(Protocol):
    def show_ways(self, lines: Sequence[WayLine]) -> None: ...

    def show_busy(self, text: str) -> None:
        """Empty: done."""

    def show_problem(self, text: str) -> None: ...

    def show_confirmed(self) -> None:
        """The passphrase was right: go on with what was chosen."""

    def show_done(self, text: str) -> None:
        """Something was done that changes nothing in this vault."""

    def show_changed(self, text: str) -> None:
        """A way was added, changed or removed."""


class KeysPresenter:
    """``fast`` takes the least cost of key derivation: for tests alone."""

    def __init__(self, view: KeysView, tasks: Tasks, *, words: Callable[[], Wording], fast: bool = False) -> None:
        self._view, self._tasks = view, tasks
        self._words, self._fast = words, fast
        self.gate = Gate(tasks)
        self._busy = False
        self.key_file: Path | None = None

    def load(self) -> None:
        """Fetch the ways in."""
        words = self._words()
        self._tasks.ask(
            lambda b: KeysShown(way_lines(b, words), b.key_file), done=self._loaded, failed=self._failed, latest="ways"
        )

    def confirm(self, passphrase: bytearray) -> None:
        """The passphrase once more. Takes it over."""
        if self._busy or not passphrase:
            passphrase[:] = bytes(len(passphrase))
            if not self._busy:
                self._view.show_problem(self._words().say("unlock.empty"))
            return
        self._begin("keys.confirming")
        self.gate.confirm(passphrase, opened=self._confirmed, failed=self._failed)

    def add_phrase(self, passphrase: bytearray, label: str) -> None:
        """Another passphrase. Takes it over."""
        self._with_phrase(
            passphrase,
            lambda b, secret: b.key_slots.add_passphrase(secret, label=label, fast=self._fast),
            "keys.added_phrase",
        )

    def change_phrase(self, id: str, passphrase: bytearray, key_file: Path | None) -> None:
        """Another passphrase in the place of one. Takes it over."""
        self._with_phrase(
            passphrase,
            lambda b, secret: b.key_slots.change_passphrase(id, secret, key_file=key_file, fast=self._fast),
            "keys.changed_phrase",
        )

    def add_key_file(self, passphrase: bytearray, path: Path | None, label: str, *, make: bool) -> None:
        """A passphrase that opens only together with a file; with ``make`` the file is made at ``path``. Takes the
        passphrase over."""
        if path is None:
            passphrase[:] = bytes(len(passphrase))
            self._view.show_problem(self._words().say("keys.no_key_file"))
            return

        def work(briefcase: Briefcase, secret: Secret) -> object:
            from legalaid_desktop.services.key_slots import make_key_file

            if make:
                make_key_file(path)
            return briefcase.key_slots.add_passphrase(secret, label=label, key_file=path, fast=self._fast)

        self._with_phrase(passphrase, work, "keys.added_key_file")

    def add_coordinators(self, first: str, second: str, label: str) -> None:
        """Two coordinators who open the vault together; ``first`` and ``second`` are their keys (``age1…``)."""
        recipients = (first.strip(), second.strip())
        if not all(recipients):
            self._view.show_problem(self._words().say("keys.two_recipients"))
            return
        if recipients[0] == recipients[1]:
            self._view.show_problem(self._words().say("keys.same_recipient"))
            return
        self._change(lambda b: b.key_slots.add_coordinators(recipients, label=label), "keys.added_coordinators")

    def remove(self, id: str) -> None:
        """Take a way away; the last one stays."""
        self._change(lambda b: b.key_slots.remove(id), "keys.removed")

    def write_part(self, request: Path | None, identity: Path | None, recipient: str, out: Path | None) -> None:
        """As a coordinator of another vault: answer its request with this coordinator's part, sealed for the other
        coordinator, ``recipient``."""
        if self._busy:
            return
        if request is None or identity is None or out is None or not recipient.strip():
            self._view.show_problem(self._words().say("keys.part_needs"))
            return

        def work() -> None:
            from legalaid_desktop.services.key_slots import write_part

            write_part(request, identity, recipient.strip(), out)

        told = self._words().say("keys.part_written", file=out.name)

        def done(_: None) -> None:
            self._end()
            self._view.show_done(told)

        self._begin("keys.part_writing")
        self._tasks.aside(work, done=done, failed=self._failed)

    def _with_phrase(self, passphrase: bytearray, work: Callable[[Briefcase, Secret], object], told: str) -> None:
        def on_lane(briefcase: Briefcase) -> object:
            from legalaid_desktop.services.secrets import Secret

            with Secret.from_utf8(passphrase) as secret:
                return work(briefcase, secret)

        if not self._change(on_lane, told):
            passphrase[:] = bytes(len(passphrase))

    def _change(self, work: Callable[[Briefcase], object], told: str) -> bool:
        """Returns whether the work was begun."""
        if self._busy:
            return False
        if not self.gate.is_open:
            self._view.show_problem(self._words().say("keys.confirm_first"))
            return False
        self._begin("keys.writing")
        self._tasks.ask(work, done=lambda _: self._changed(told), failed=self._failed)
        return True

    def _begin(self, id: str) -> None:
        self._busy = True
        self._view.show_problem("")
        self._view.show_busy(self._words().say(id))

    def _end(self) -> None:
        self._busy = False
        self._view.show_busy("")

    def _loaded(self, shown: KeysShown) -> None:
        self.key_file = shown.key_file
        self._view.show_ways(shown.lines)

    def _confirmed(self) -> None:
        self._end()
        self._view.show_confirmed()

    def _changed(self, told: str) -> None:
        self._end()
        self._view.show_changed(self._words().say(told))
        self.load()

    def _failed(self, error: LegalAidError) -> None:
        self._end()
        self._view.show_problem(error_words(error, self._words()))
