"""A damaged vault: what cannot be read, and the three ways on: read, save what is readable, restore a backup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from legalaid_desktop.errors import DatabaseDamaged, LegalAidError
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.day_words import moment_words
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import Cancellable, LongTasks, Stopped

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.salvage import SalvageReport
    from legalaid_desktop.services.salvage_open import Salvaged

_MADE_ANEW: Final = frozenset({"search", "list_entry", "sections", "deadline", "undo", "log"})
"""Kinds that the program makes from the others: nothing that somebody wrote is lost with them."""


@dataclass(frozen=True, kw_only=True)
class DamageLine:
    """What of one case cannot be read, in words. ``case`` is its reference, empty when it is not known."""

    text: str
    case: str = ""


@dataclass(frozen=True, kw_only=True)
class DamageState:
    """``whole``: everything was read, not only what was met so far. ``backup`` tells of the last verified one."""

    read_only: bool
    damaged: bool
    whole: bool
    sentence: str
    readable: str
    lines: tuple[DamageLine, ...]
    backup: str
    has_backup: bool
    new_passphrase: bool = False
    """Opened by sheets or coordinators: what is saved gets a passphrase of its own."""


@dataclass(frozen=True, kw_only=True)
class Saved:
    """A salvage in words. ``lost`` is empty when nothing is."""

    folder: Path
    kept: tuple[str, ...]
    lost: tuple[str, ...]
    backup: str
    ways: tuple[str, ...] = ()
    """How the new vault opens, and which ways into the old one do not open it."""
    how: tuple[str, ...] = ()
    """What was out of the ordinary: records found page by page, a log that could not be used."""
    whole: bool = True
    """Nothing is known to be lost, nor likely to be."""


class DamageView(Protocol):
    def show_state(self, state: DamageState) -> None: ...

    def show_checking(self, words: str) -> None:
        """A wording id while the whole vault is read, empty when it ended."""

    def show_checked(self, done: int, total: int) -> None:
        """How far that is."""

    def show_work(self, words: str) -> None:
        """A wording id while what is readable is saved, empty when it ended."""

    def show_stand(self, done: int, total: int) -> None: ...

    def show_told(self, text: str, role: str) -> None:
        """What came of saving; an empty text takes it away."""

    def show_saved(self, saved: Saved) -> None: ...

    def show_problem(self, text: str) -> None: ...

    def show_reading_only(self) -> None:
        """The vault is open for reading only from now on."""

    def show_closed(self) -> None:
        """The vault could not be opened again: all that is left is to lock."""


class DamagePresenter:
    """``open_folder`` makes a folder the vault of the next start; ``fast`` takes the least cost of key derivation, for
    tests alone."""

    def __init__(
        self,
        view: DamageView,
        tasks: LongTasks,
        *,
        words: Callable[[], Wording],
        clock: Clock,
        fast: bool = False,
    ) -> None:
        self._view, self._tasks = view, tasks
        self._words, self._clock, self._fast = words, clock, fast
        self._ticket: Cancellable | None = None
        self._check: Cancellable | None = None
        self._busy = False

    @property
    def busy(self) -> bool:
        return self._busy

    def load(self) -> None:
        """Tell what was met so far; of a small vault everything."""
        self.cancel_check()
        words, clock = self._words(), self._clock
        self._tasks.ask(
            lambda b: read_damage(b, words, clock, whole=False), done=self._shown, failed=self._failed, latest="state"
        )

    def check(self) -> None:
        """Read everything; until that ended nothing else is read from the vault."""
        if self._check is not None or self._busy:
            return
        ticket = self._check = self._tasks.ticket(self._view.show_checked)
        self._view.show_checking("damage.checking")
        words, clock = self._words(), self._clock
        self._tasks.ask(
            lambda b: read_damage(b, words, clock, whole=True, watch=ticket.watch),
            done=self._shown,
            failed=self._failed,
            latest="state",
        )

    def cancel_check(self) -> None:
        """Stop reading everything; what was met so far stays told."""
        if self._check is not None:
            self._check.cancel()
            self._check = None
            self._view.show_checking("")

    def _shown(self, state: DamageState) -> None:
        self._check = None
        self._view.show_checking("")
        self._view.show_state(state)

    def read_only(self) -> None:
        """From now on the vault is only read."""
        if self._busy:
            return
        self.cancel_check()
        self._busy = True

        def work(briefcase: Briefcase) -> tuple[Briefcase, None]:
            from legalaid_desktop.services.opening import open_again_to_read

            return (briefcase if briefcase.read_only else open_again_to_read(briefcase)), None

        def done(_: None) -> None:
            self._busy = False
            self._view.show_reading_only()

        def failed(error: LegalAidError) -> None:
            self._failed(error)
            self._view.show_closed()

        self._tasks.exchange(work, done=done, failed=failed)

    def save(self, passphrase: bytearray, into: Path | None) -> None:
        """Save what is readable into a new vault under the same passphrase, or a new one where the old one is
        forgotten (:attr:`DamageState.new_passphrase`). Takes ``passphrase`` over."""
        problem = "unlock.empty" if not passphrase else "damage.no_folder" if into is None else ""
        if problem or into is None or self._busy:
            passphrase[:] = bytes(len(passphrase))
            if problem:
                self._view.show_told(self._words().say(problem), "harm")
            return
        self.cancel_check()
        self._busy = True
        ticket = self._ticket = self._tasks.ticket(self._view.show_stand)
        fast, lang, folder = self._fast, self._words().lang, into
        self._view.show_told("", "")
        self._view.show_work("damage.saving")

        def work(briefcase: Briefcase) -> tuple[Briefcase, Salvaged]:
            from legalaid_desktop.presenters.confirm import try_passphrase
            from legalaid_desktop.services.salvage_open import salvage_open_vault, wants_new_passphrase
            from legalaid_desktop.services.secrets import Secret

            if not wants_new_passphrase(briefcase):
                # On trial with a copy: a slip of the finger closes nothing.
                try_passphrase(briefcase, bytearray(passphrase))
            with Secret.from_utf8(passphrase) as secret:
                return salvage_open_vault(briefcase, secret, folder, watch=ticket.watch, lang=lang, fast_kdf=fast)

        self._tasks.exchange(work, done=self._salvaged, failed=lambda error: self._save_failed(error, passphrase))

    def cancel(self) -> None:
        """Stop saving; nothing of it stays."""
        if self._ticket is not None:
            self._ticket.cancel()

    def _salvaged(self, salvaged: Salvaged) -> None:
        self._busy, self._ticket = False, None
        self._view.show_work("")
        words = self._words()
        if salvaged.report is not None:
            self._view.show_saved(saved_words(salvaged.report, words))
        elif isinstance(salvaged.failure, LegalAidError):
            self._view.show_told(error_words(salvaged.failure, words), "harm")
        elif isinstance(salvaged.failure, Stopped):
            self._view.show_told(words.say("damage.save_cancelled"), "hint")
        elif salvaged.failure is not None:
            self._view.show_reading_only()
            raise salvaged.failure
        self._view.show_reading_only()

    def _save_failed(self, error: LegalAidError, passphrase: bytearray) -> None:
        passphrase[:] = bytes(len(passphrase))
        self._busy, self._ticket = False, None
        self._view.show_work("")
        self._view.show_told(error_words(error, self._words()), "harm")
        if isinstance(error, DatabaseDamaged):
            self._view.show_closed()  # it was closed, and could not be opened again

    def _failed(self, error: LegalAidError) -> None:
        self._busy, self._check = False, None
        self._view.show_checking("")
        self._view.show_problem(error_words(error, self._words()))


def read_damage(
    briefcase: Briefcase,
    words: Wording,
    clock: Clock,
    *,
    whole: bool,
    watch: Callable[[int, int], None] | None = None,
) -> DamageState:
    """Runs on the vault's lane. ``whole``: read everything, however long it takes; ``watch`` is told how far it is."""
    from legalaid_desktop.services.salvage_open import wants_new_passphrase

    whole = whole or briefcase.damaged.is_quick
    broke_off = False
    try:
        found = briefcase.damaged.all(watch) if whole else briefcase.damaged.seen()
    except DatabaseDamaged:
        broke_off = True
        found = briefcase.damaged.seen()
    try:
        rows = briefcase.cases.rows(clock.today())
    except DatabaseDamaged:
        broke_off, rows = True, ()
    names = {str(row.ref): str(row.client or row.title or "") for row in rows}
    read_only = briefcase.read_only
    records = sum(one.kind not in _MADE_ANEW for one in found)
    if records:
        sentence = words.say("damage.found", n=records)
    elif broke_off or found:
        sentence = words.say("damage.inner")
    elif read_only:
        sentence = words.say("damage.inner_whole" if whole else "damage.inner")
    else:
        sentence = words.say("damage.none_found" if whole else "damage.none_met")
    if broke_off:
        sentence += " " + words.say("damage.broke_off")
    if briefcase.damaged.log_left_out:
        sentence += " " + words.say("damage.log_left_out")
    readable = words.say("damage.readable" if whole and not broke_off else "damage.listed", n=len(rows))
    lines = damage_lines(((one.kind, str(one.case or "")) for one in found), names, words)
    backup, has_backup = _backup(briefcase, words)
    return DamageState(
        read_only=read_only,
        damaged=bool(found) or broke_off or read_only,
        whole=whole,
        sentence=sentence,
        readable=readable,
        lines=lines,
        backup=backup,
        has_backup=has_backup,
        new_passphrase=wants_new_passphrase(briefcase),
    )


def damage_lines(found: Iterable[tuple[str, str]], names: dict[str, str], words: Wording) -> tuple[DamageLine, ...]:
    """A line a case, with the kinds of its records that cannot be read and how many; what the program makes anew by
    itself is one line at the end."""
    by_case: dict[str, Counter[str]] = {}
    anew = 0
    for kind, case in found:
        if kind in _MADE_ANEW:
            anew += 1
        else:
            by_case.setdefault(case, Counter())[kind] += 1
    lines = []
    for case, kinds in sorted(by_case.items(), key=lambda item: (not item[0], item[0])):
        what = ", ".join(_counted(kind, n, words) for kind, n in sorted(kinds.items()))
        name = names.get(case, "")
        if not case:
            text = words.say("damage.line_no_case", what=what)
        elif name:
            text = words.say("damage.line_named", case=case, name=name, what=what)
        else:
            text = words.say("damage.line", case=case, what=what)
        lines.append(DamageLine(text=text, case=case if case in names else ""))
    if anew:
        lines.append(DamageLine(text=words.say("damage.made_anew", n=anew)))
    return tuple(lines)


def saved_words(report: SalvageReport, words: Wording) -> Saved:
    """A report, kept and lost, in sentences."""
    lost = damage_lines(((one.kind, str(one.case_ref or "")) for one in report.lost), {}, words)
    if report.last_backup is None:
        backup = words.say("journal.salvage.no_backup")
    else:
        backup = words.say("damage.in_backup", moment=moment_words(report.last_backup, words))
    return Saved(
        folder=report.vault,
        kept=tuple(_counted(kind, n, words) for kind, n in report.kept.items() if n and kind not in _UNTOLD),
        lost=tuple(line.text for line in lost),
        backup="" if report.is_whole else backup,
        ways=report.ways_lines(words.lang),
        how=report.how_lines(words.lang),
        whole=report.is_whole,
    )


_UNTOLD: Final = frozenset({"unsaved_text", "backup_receipt", "journal", "deadline_mark", "note_revision", "bin"})
"""Kinds that are kept and that nobody counts."""


def _counted(kind: str, n: int, words: Wording) -> str:
    id = f"journal.kind.{kind}"
    return words.say("damage.counted", kind=words.say(id if words.has(id) else "undo.kind.other"), n=n)


def _backup(briefcase: Briefcase, words: Wording) -> tuple[str, bool]:
    try:
        status = briefcase.backups.status()
    except DatabaseDamaged:
        return words.say("damage.backup_unknown"), True
    if status.last_verified_at is None or status.last_created_at is None:
        return words.say("journal.salvage.no_backup"), False
    moment = moment_words(status.last_created_at, words)
    text = words.say("damage.last_backup", moment=moment)
    return text + " " + words.say("backup.for_how_many", n=len(status.recipients)), True


def told(lines: Sequence[DamageLine]) -> str:
    """The lines as text."""
    return "\n".join(line.text for line in lines)
