"""What is interrupted: each operation as a person would do it, how its folder is prepared, and what must hold after.

An operation reports each thing that the program confirmed to the person (``confirmed``) and each failure that it was
told of (``told``). After a failure it does what a person does: the same thing once more. :meth:`Operation.check`
opens what is on the disk with the real services and compares it with what was confirmed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from legalaid_desktop.domain.facts import Event, Evidence
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.errors import HeaderHalfWritten, LegalAidError, WrongPassphrase
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.identity import new_identity
from legalaid_desktop.services.opening import create_briefcase, open_briefcase
from legalaid_desktop.services.restoring import restore_backup, verify_backup
from legalaid_desktop.services.vault_health import check_vault
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import unlock
from tests.services.vaults import CLOCK

REF = "Дело-1"
FIRST = "первая фраза"
AT_REST = {"head", "data"}
"""What a vault's folder holds when it is closed."""
LEFT_OPEN = AT_REST | {"data-wal", "data-journal"}
"""What a killed program may leave there besides."""
OLD_NOTES = 3
PAPER = bytes(range(256)) * 25


class Report(ABC):
    """How an operation says what became of it."""

    @abstractmethod
    def confirmed(self, what: str) -> None: ...

    @abstractmethod
    def told(self, error: LegalAidError) -> None: ...


class Silent(Report):
    """For retries, where every failure is one."""

    def confirmed(self, what: str) -> None:
        pass

    def told(self, error: LegalAidError) -> None:
        raise error


def phrase(text: str = FIRST) -> Secret:
    return Secret.from_passphrase(text)


def opened(folder: Path, text: str = FIRST) -> Briefcase:
    with phrase(text) as secret:
        return open_briefcase(folder, secret, clock=CLOCK)


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def again(report: Report, action: Callable[[], object]) -> bool:
    """Do it; when it fails, tell so and do it once more. Whether it was confirmed at last."""
    for _ in range(2):
        try:
            action()
        except LegalAidError as error:
            report.told(error)
        else:
            return True
    return False


def filled(folder: Path) -> None:
    """A small vault: a case, three notes, a paper."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with phrase() as secret, create_briefcase(folder, secret, clock=CLOCK, fast_kdf=True) as briefcase:
        briefcase.cases.create(title="Дело", ref=REF)
        for number in range(OLD_NOTES):
            briefcase.notes.record(REF, f"старая запись {number}")
        briefcase.evidence.add_bytes(REF, PAPER, title="старая бумага")


def check_old(briefcase: Briefcase) -> None:
    """What was there before the operation began is there, word for word."""
    texts = [note.text for note in briefcase.notes.of(REF)]
    assert texts[:OLD_NOTES] == [f"старая запись {number}" for number in range(OLD_NOTES)], "an old record was lost"
    (old,) = [paper for paper in briefcase.cases.record(REF).evidence or () if paper.title == "старая бумага"]
    assert briefcase.evidence.open_bytes(REF, old.id) == PAPER
    assert briefcase.journal.problems() == ()


unread_is_told = False
"""Whether the disk may have lost the end of a write log: after power cuts alone."""


def check_whole(folder: Path, text: str = FIRST) -> None:
    """Every page, reference, keyed hash and journal entry; and nothing lies beside the vault's two files."""
    if (folder / "data-wal-cut").exists():
        # A power cut in the middle of a change looks like a confirmed change that the disk lost: both are told and
        # kept. After a kill neither can be.
        assert unread_is_told, "something is told to be unreadable, and nothing was"
        with opened(folder, text) as briefcase:
            assert briefcase.changes_unread
            briefcase.go_on_without_unread()
    with phrase(text) as secret:
        report = check_vault(folder, secret, clock=CLOCK, lang="en")
    assert report.ok, report.problems
    assert names(folder) == AT_REST, sorted(names(folder))


class Operation(ABC):
    """One thing a person does. ``scene`` names the prepared folder, which operations may share."""

    name: ClassVar[str]
    scene: ClassVar[str] = "vault"

    def prepare(self, base: Path) -> None:
        """Make the folder that each round gets a copy of."""
        filled(base / "vault")

    def warm(self, base: Path) -> None:
        """Do once what each round shall find done: derive keys, import what is imported late."""
        opened(base / "vault").close()

    @abstractmethod
    def run(self, folder: Path, report: Report) -> None:
        """Raises the :class:`LegalAidError` that it does not go on after."""

    @abstractmethod
    def check(self, folder: Path, confirmed: Sequence[str], *, finished: bool) -> None:
        """What must hold on the disk, whenever ``run`` was stopped. ``finished``: it came to its end."""

    @abstractmethod
    def retry(self, folder: Path) -> None:
        """Do it again on a disk that works, after ``check``; it must work, and leave a clean folder."""


class Writes(Operation):
    """Notes, events and evidence, a checkpoint between, then the vault is closed."""

    name = "writes"

    def run(self, folder: Path, report: Report) -> None:
        with opened(folder / "vault") as briefcase:
            start = len(briefcase.notes.of(REF)) - OLD_NOTES
            for number in range(start + 1, start + 6):
                if again(report, lambda: self._change(briefcase, number)):  # noqa: B023 - called at once
                    report.confirmed(str(number))
                else:
                    return  # the numbers that follow would not be in a row
                if number % 5 == 4:
                    again(report, briefcase.checkpoint)

    def _change(self, briefcase: Briefcase, number: int) -> None:
        with briefcase.vault.change():
            briefcase.notes.record(REF, f"запись {number} " + "слово " * (number % 3 * 400 + 1))
            briefcase.cases.save(REF, Event(id=LocalId(f"e{number}"), text=f"событие {number}"))
            if number % 5 == 3:
                briefcase.cases.save(REF, Evidence(id=LocalId(f"x{number}"), title=f"бумага {number}"))
                briefcase.evidence.add_bytes(REF, PAPER * 3, title=f"снимок {number}")

    def check(self, folder: Path, confirmed: Sequence[str], *, finished: bool) -> None:
        assert names(folder / "vault") <= LEFT_OPEN, sorted(names(folder / "vault"))
        last = max((int(number) for number in confirmed), default=0)
        with opened(folder / "vault") as briefcase:
            check_old(briefcase)
            notes = briefcase.notes.of(REF)[OLD_NOTES:]
            assert len(notes) >= last, f"{last} confirmed, {len(notes)} there"
            assert [note.text.split()[1] for note in notes] == [str(n + 1) for n in range(len(notes))]
            record = briefcase.cases.record(REF)
            assert [event.id for event in record.events or ()] == [f"e{n + 1}" for n in range(len(notes))]
            shots = [paper for paper in record.evidence or () if (paper.title or "").startswith("снимок")]
            assert len(shots) == sum(1 for n in range(1, len(notes) + 1) if n % 5 == 3)
            for shot in shots:
                assert briefcase.evidence.open_bytes(REF, shot.id) == PAPER * 3
            for number in range(1, len(notes) + 1):
                assert briefcase.search.find(f"событие {number}").total >= 1
        check_whole(folder / "vault")

    def retry(self, folder: Path) -> None:
        self.run(folder, Silent())
        check_whole(folder / "vault")


class ChangePassphrase(Operation):
    """A new passphrase in the place of the old one, then a note."""

    name = "header"

    def run(self, folder: Path, report: Report) -> None:
        number = _phrase_number(folder / "vault")
        with opened(folder / "vault", _phrase(number)) as briefcase:
            in_force = f"phrase {number}"
            for _ in range(2):
                try:
                    with phrase(_phrase(number + 1)) as secret:
                        briefcase.key_slots.change_passphrase("0", secret, fast=True)
                except HeaderHalfWritten as error:
                    report.told(error)
                    in_force = "either"
                except LegalAidError as error:
                    # The words say that nothing was changed: then the old passphrase must open the vault.
                    report.told(error)
                else:
                    in_force = f"phrase {number + 1}"
                    break
            report.confirmed(in_force)
            if again(report, lambda: briefcase.notes.record(REF, "после смены")):
                report.confirmed("note")

    def check(self, folder: Path, confirmed: Sequence[str], *, finished: bool) -> None:
        assert names(folder / "vault") <= LEFT_OPEN, sorted(names(folder / "vault"))
        number = _phrase_number(folder / "vault")
        wanted = [int(what.split()[1]) for what in confirmed if what.startswith("phrase")]
        assert number >= max(wanted, default=0), "a confirmed passphrase does not open the vault"
        if finished and wanted:
            assert number == wanted[-1], f"told that phrase {wanted[-1]} is in force, and {number} is"
        with opened(folder / "vault", _phrase(number)) as briefcase:
            check_old(briefcase)
            assert not briefcase.header_is_older
            assert len(briefcase.notes.of(REF)) - OLD_NOTES >= confirmed.count("note")
        check_whole(folder / "vault", _phrase(number))

    def retry(self, folder: Path) -> None:
        before = _phrase_number(folder / "vault")
        self.run(folder, Silent())
        assert _phrase_number(folder / "vault") == before + 1
        check_whole(folder / "vault", _phrase(before + 1))


def _phrase(number: int) -> str:
    return FIRST if number == 0 else f"фраза {number}"


def _phrase_number(folder: Path) -> int:
    """Which of the passphrases in a row opens the vault; exactly one may."""
    opens = []
    for number in range(200):
        try:
            with phrase(_phrase(number)) as secret:
                unlock(folder, secret).close()
            opens.append(number)
        except WrongPassphrase:
            pass
        if opens and number > opens[0]:
            break
    assert len(opens) == 1, f"passphrases that open it: {opens}"
    return opens[0]


class WithIdentity(Operation):
    """Operations with backups: the scene holds a vault, a key pair and a backup made for it."""

    scene = "backup"

    def prepare(self, base: Path) -> None:
        filled(base / "vault")
        (base / "out").mkdir()
        recipient = new_identity(base / "identity").recipient
        (base / "recipient").write_text(recipient)
        with opened(base / "vault") as briefcase:
            briefcase.backups.create([recipient], base / "kept.age")

    def warm(self, base: Path) -> None:
        opened(base / "vault").close()
        assert verify_backup(base / "kept.age", base / "identity").ok


class MakeBackup(WithIdentity):
    """A backup into a folder of its own, then a note."""

    name = "backup"

    def run(self, folder: Path, report: Report) -> None:
        recipient = (folder / "recipient").read_text()
        with opened(folder / "vault") as briefcase:

            def create() -> None:
                briefcase.backups.create([recipient], _free(folder / "out"))

            if again(report, create):
                report.confirmed("backup")
            if again(report, lambda: briefcase.notes.record(REF, "после копии")):
                report.confirmed("note")

    def check(self, folder: Path, confirmed: Sequence[str], *, finished: bool) -> None:
        assert names(folder / "vault") <= LEFT_OPEN, sorted(names(folder / "vault"))
        made = sorted((folder / "out").glob("*.age"))
        assert len(made) >= confirmed.count("backup")
        for file in made:
            # Whatever bears the name of a backup is a whole one.
            report = verify_backup(file, folder / "identity")
            assert report.ok and report.cases == 1, report.problems
        with opened(folder / "vault") as briefcase:
            check_old(briefcase)
            assert len(briefcase.notes.of(REF)) - OLD_NOTES >= confirmed.count("note")
            receipts = briefcase.backups.receipts()
            assert len(receipts) - 1 >= confirmed.count("backup")
            assert len(receipts) - 1 <= len(made), "a receipt for a backup that is not there"
        check_whole(folder / "vault")

    def retry(self, folder: Path) -> None:
        before = {path.name for path in (folder / "out").glob("*.age")}
        self.run(folder, Silent())
        # The next backup to that place clears away what the killed one left.
        assert names(folder / "out") == before | {_free(folder / "out", len(before)).name}
        check_whole(folder / "vault")


def _free(folder: Path, number: int | None = None) -> Path:
    taken = len(list(folder.glob("*.age"))) if number is None else number
    return folder / f"b{taken}.age"


class Restore(WithIdentity):
    """A new vault from a backup, in a folder whose parent is not there either."""

    name = "restore"

    def run(self, folder: Path, report: Report) -> None:
        def restore() -> None:
            with phrase() as secret:
                restore_backup(
                    folder / "kept.age", folder / "a" / "new", folder / "identity", secret, clock=CLOCK, fast_kdf=True
                )

        if again(report, restore):
            report.confirmed("restored")

    def check(self, folder: Path, confirmed: Sequence[str], *, finished: bool) -> None:
        into = folder / "a" / "new"
        if into.exists() or confirmed:
            # What bears the name of the vault is the whole vault.
            with opened(into) as briefcase:
                check_old(briefcase)
            check_whole(into)
        assert verify_backup(folder / "kept.age", folder / "identity").ok
        with opened(folder / "vault") as briefcase:
            check_old(briefcase)

    def retry(self, folder: Path) -> None:
        if not (folder / "a" / "new").exists():
            self.run(folder, Silent())
        else:
            with phrase() as secret:
                restore_backup(
                    folder / "kept.age", folder / "a" / "new2", folder / "identity", secret, clock=CLOCK, fast_kdf=True
                )
            check_whole(folder / "a" / "new2")
        check_whole(folder / "a" / "new")
        assert {path.name for path in (folder / "a").iterdir()} <= {"new", "new2"}, "the killed one left something"


class Create(Operation):
    """A new vault, and its first note."""

    name = "create"
    scene = "empty"

    def prepare(self, base: Path) -> None:
        (base / "home").mkdir()

    def warm(self, base: Path) -> None:
        pass

    def run(self, folder: Path, report: Report) -> None:
        def create() -> Briefcase:
            with phrase() as secret:
                return create_briefcase(folder / "home" / "vault", secret, clock=CLOCK, fast_kdf=True)

        made: list[Briefcase] = []
        if not again(report, lambda: made.append(create())):
            return
        report.confirmed("vault")
        with made[0] as briefcase:
            if again(report, lambda: briefcase.cases.create(title="Дело", ref=REF)):
                report.confirmed("case")

    def check(self, folder: Path, confirmed: Sequence[str], *, finished: bool) -> None:
        vault = folder / "home" / "vault"
        if not vault.exists():
            assert not confirmed
            return
        assert names(vault) <= LEFT_OPEN
        with opened(vault) as briefcase:
            assert len(briefcase.cases.rows(CLOCK.today())) >= confirmed.count("case")
        check_whole(vault)

    def retry(self, folder: Path) -> None:
        vault = folder / "home" / "vault"
        if not vault.exists():
            self.run(folder, Silent())
        check_whole(vault)
        assert {path.name for path in (folder / "home").iterdir()} == {"vault"}


from tests.resilience.leaving import LEAVING  # noqa: E402 - built on what stands above
from tests.resilience.storing import STORING  # noqa: E402

OPERATIONS: dict[str, Operation] = {
    operation.name: operation
    for operation in (Writes(), ChangePassphrase(), MakeBackup(), Restore(), Create(), *LEAVING, *STORING)
}
