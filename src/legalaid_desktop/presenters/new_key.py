"""Change everything: a new key for the whole vault, with what becomes of each way in told before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from legalaid_desktop.errors import LegalAidError, NewKeyUnfinished
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import Cancellable, LongTasks
from legalaid_desktop.presenters.ways import WayLine, way_lines

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.new_key import NewKeyReport

LIMITS = ("old_copies", "old_backups", "flash")
"""What a new key does not undo; ends of wording ids ``leave.limit.…``."""


@dataclass(frozen=True, slots=True)
class FateLine:
    """A way in and what becomes of it. ``goes``: it will open nothing any more."""

    title: str
    fate: str
    goes: bool


@dataclass(frozen=True, slots=True)
class WaysBefore:
    """``phrase``: there is a passphrase that can be typed once more; ``goes``: something will stop working."""

    lines: tuple[FateLine, ...]
    phrase: bool

    @property
    def goes(self) -> bool:
        return any(line.goes for line in self.lines)


class NewKeyView(Protocol):
    def show_ways(self, ways: WaysBefore) -> None: ...

    def show_problem(self, text: str) -> None:
        """Empty: nothing is wrong."""

    def show_work(self, words: str) -> None:
        """A wording id while the work goes on, empty when it ended."""

    def show_stand(self, done: int, total: int) -> None: ...

    def show_told(self, text: str, role: str) -> None:
        """What came of it."""

    def show_done(self) -> None:
        """The vault has its new key: offer the next steps."""

    def show_closed(self) -> None:
        """The vault is closed: all that is left is to lock."""


class NewKeyPresenter:
    """``fast`` takes the least cost of key derivation: for tests alone."""

    def __init__(self, view: NewKeyView, tasks: LongTasks, *, words: Callable[[], Wording], fast: bool = False) -> None:
        self._view, self._tasks = view, tasks
        self._words, self._fast = words, fast
        self._ticket: Cancellable | None = None
        self._ways = WaysBefore((), phrase=True)

    @property
    def busy(self) -> bool:
        return self._ticket is not None

    def load(self) -> None:
        """Fetch the present ways in."""
        words = self._words()
        self._tasks.ask(lambda b: ways_before(b, words), done=self._loaded, failed=self._failed, latest="ways")

    def start(self, current: bytearray, new: bytearray | None, *, agreed: bool) -> None:
        """Begin. Takes both passphrases over; without ``new`` the current one stays. ``agreed``: the person has seen
        what will stop working."""
        problem = ""
        if self._ways.phrase and not current:
            problem = "unlock.empty"
        elif not self._ways.phrase and new is None:
            problem = "new_key.needs_new"
        elif self._ways.goes and not agreed:
            problem = "new_key.agree_first"
        if problem or self.busy:
            for secret in (current, new or bytearray()):
                secret[:] = bytes(len(secret))
            if problem:
                self._view.show_problem(self._words().say(problem))
            return
        ticket = self._ticket = self._tasks.ticket(self._view.show_stand)
        fast, phrase = self._fast, self._ways.phrase
        self._view.show_problem("")
        self._view.show_told("", "")
        self._view.show_work("new_key.working")
        self._tasks.exchange(
            lambda briefcase: renew(briefcase, current, new, check=phrase, ticket=ticket, fast=fast),
            done=self._done,
            failed=self._failed,
        )

    def cancel(self) -> None:
        """Stop; the old vault stays as it was. Too late once the new one is in force: then :meth:`_done` comes."""
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None
            self._view.show_work("")
            self._view.show_told(self._words().say("new_key.cancelled"), "hint")

    def _loaded(self, ways: WaysBefore) -> None:
        self._ways = ways
        self._view.show_ways(ways)

    def _done(self, report: NewKeyReport) -> None:
        self._ticket = None
        words = self._words()
        self._view.show_work("")
        lines = [words.say("new_key.done", n=report.cases)]
        lines += [words.say(f"leave.limit.{limit}") for limit in LIMITS]
        self._view.show_told("\n".join(lines), "done")
        self._view.show_done()
        self.load()

    def _failed(self, error: LegalAidError) -> None:
        self._ticket = None
        self._view.show_work("")
        self._view.show_problem(error_words(error, self._words()))
        if isinstance(error, NewKeyUnfinished):
            self._view.show_closed()


def ways_before(briefcase: Briefcase, words: Wording) -> WaysBefore:
    """Runs on the vault's lane."""
    lines = way_lines(briefcase, words)
    here = any(line.here and line.is_phrase for line in lines)
    return WaysBefore(
        tuple(_fate(line, words, here=here) for line in lines), phrase=any(line.is_phrase for line in lines)
    )


def _fate(line: WayLine, words: Wording, *, here: bool) -> FateLine:
    if line.is_phrase:
        fate = "typed" if line.here or not here else "gone"
    else:
        fate = {"recovery": "sheets", "coordinators": "stays"}.get(line.kind, "gone")
    return FateLine(line.title, words.say(f"new_key.fate.{fate}"), goes=fate in ("gone", "sheets"))


def renew(
    briefcase: Briefcase,
    current: bytearray,
    new: bytearray | None,
    *,
    check: bool,
    ticket: Cancellable,
    fast: bool,
) -> tuple[Briefcase, NewKeyReport]:
    """Runs on the vault's lane; wipes both passphrases. ``check``: ``current`` must open the vault."""
    from legalaid_desktop.services.new_key import WayIn, change_everything, must_open
    from legalaid_desktop.services.secrets import Secret

    with Secret.from_utf8(current) as old, Secret.from_utf8(new if new is not None else bytearray()) as fresh:
        way = WayIn(old, key_file=briefcase.key_file)
        if check:
            must_open(briefcase, way)
        if new is not None:
            way = WayIn(fresh, key_file=briefcase.key_file)
        return change_everything(briefcase, [way], fast=fast, watch=ticket.watch, no_way_back=ticket.no_way_back)


def told_ways(lines: Sequence[FateLine]) -> str:
    """The list as text, a way a line."""
    return "\n".join(f"{line.title}: {line.fate}" for line in lines)
