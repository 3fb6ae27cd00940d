"""Interrupted: changes on a stick, where the older journal is used; a vault of schema 1 brought up to date; salvage;
evidence saved to the disk."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from legalaid_desktop.domain.case_file import case_to_plain
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.salvage import salvage_vault
from legalaid_desktop.services.vault_health import check_vault
from legalaid_desktop.storage.migrations import NEWEST, version_of
from tests.data.make_vault import PAPER as OLD_PAPER
from tests.resilience.operations import (
    AT_REST,
    LEFT_OPEN,
    OLD_NOTES,
    PAPER,
    REF,
    Operation,
    Report,
    Silent,
    Writes,
    again,
    check_old,
    check_whole,
    filled,
    names,
    opened,
    phrase,
)
from tests.services import vaults
from tests.services.vaults import CLOCK

_V1 = Path(__file__).parents[1] / "data" / "vault_v1"


class WritesOnStick(Writes):
    """The same changes where the disk is a stick or a folder that another program copies away."""

    name = "writes on a stick"
    scene = "stick"

    def prepare(self, base: Path) -> None:
        (base / ".stfolder").mkdir()  # what marks a folder that is copied away
        filled(base / "vault")

    def warm(self, base: Path) -> None:
        with opened(base / "vault") as briefcase:
            assert briefcase.vault.db.journal == "delete"


class Migrate(Operation):
    """A vault that the first version made is opened, and gets a note."""

    name = "migration"
    scene = "vault_v1"

    def prepare(self, base: Path) -> None:
        shutil.copytree(_V1, base / "vault")

    def warm(self, base: Path) -> None:
        shutil.copytree(base / "vault", base / "trial")
        vaults.opened(base / "trial").close()
        shutil.rmtree(base / "trial")

    def run(self, folder: Path, report: Report) -> None:
        made: list[Briefcase] = []
        if not again(report, lambda: made.append(vaults.opened(folder / "vault"))):
            return
        with made[0] as briefcase:
            report.confirmed("opened")
            if again(report, lambda: briefcase.notes.record("T-1", "После перехода.")):
                report.confirmed("note")

    def check(self, folder: Path, confirmed: Sequence[str], *, finished: bool) -> None:
        assert names(folder / "vault") <= LEFT_OPEN
        with vaults.opened(folder / "vault") as briefcase:
            assert version_of(briefcase.vault.db) == NEWEST
            texts = [note.text for note in briefcase.notes.of("T-1")]
            assert [text[:13] for text in texts[:2]] == ["КАНАРЕЙКА-Т-1", "Заметка, втор"]
            assert texts[2:] in ([], ["После перехода."]) and len(texts) - 2 >= confirmed.count("note")
            assert briefcase.evidence.open_bytes("T-1", "x1") == OLD_PAPER
            assert briefcase.notes.unsaved("quick") == "недописанное"
            assert len(case_to_plain(briefcase.cases.record("T-1"))["persons"]) >= 1
        report = check_vault(folder / "vault", vaults.passphrase(), clock=CLOCK)
        assert report.ok, report.problems
        assert names(folder / "vault") == AT_REST

    def retry(self, folder: Path) -> None:
        self.run(folder, Silent())
        assert names(folder / "vault") == AT_REST


class Salvage(Operation):
    """What is readable of a vault is saved into a new one."""

    name = "salvage"

    def run(self, folder: Path, report: Report) -> None:
        def salvage() -> None:
            with phrase() as secret:
                salvage_vault(folder / "vault", secret, folder / "saved", clock=CLOCK, fast_kdf=True)

        if again(report, salvage):
            report.confirmed("saved")

    def check(self, folder: Path, confirmed: Sequence[str], *, finished: bool) -> None:
        assert names(folder / "vault") <= AT_REST, "the vault that is salvaged was written to"
        saved = folder / "saved"
        if saved.exists() or confirmed:
            with opened(saved) as briefcase:
                texts = [note.text for note in briefcase.notes.of(REF)]
                assert texts == [f"старая запись {number}" for number in range(OLD_NOTES)]
                (old,) = briefcase.cases.record(REF).evidence or ()
                assert briefcase.evidence.open_bytes(REF, old.id) == PAPER
            check_whole(saved)
        with opened(folder / "vault") as briefcase:
            check_old(briefcase)

    def retry(self, folder: Path) -> None:
        if not (folder / "saved").exists():
            self.run(folder, Silent())
        check_whole(folder / "saved")
        assert {path.name for path in folder.iterdir()} == {"vault", "saved"}


class SaveEvidence(Operation):
    """A paper is saved to the disk for another program, and the vault notes that it went out."""

    name = "evidence out"

    def run(self, folder: Path, report: Report) -> None:
        with opened(folder / "vault") as briefcase:
            (old,) = briefcase.cases.record(REF).evidence or ()
            out = folder / f"out{len(list(folder.glob('out*')))}.bin"
            if again(report, lambda: briefcase.evidence.get(REF, old.id, out)):
                report.confirmed(out.name)

    def check(self, folder: Path, confirmed: Sequence[str], *, finished: bool) -> None:
        assert names(folder / "vault") <= LEFT_OPEN
        for name in confirmed:
            assert (folder / name).exists()
        for file in folder.glob("out*"):
            assert file.read_bytes() == PAPER
        with opened(folder / "vault") as briefcase:
            check_old(briefcase)
            (old,) = briefcase.cases.record(REF).evidence or ()
            told = [entry for entry in briefcase.evidence.custody(REF, old.id) if entry.what == "handed_out"]
            assert len(told) >= len(confirmed), "what left the vault is not noted in it"
        check_whole(folder / "vault")

    def retry(self, folder: Path) -> None:
        self.run(folder, Silent())
        assert {path.name for path in folder.iterdir() if not path.name.startswith("out")} == {"vault"}


STORING: tuple[Operation, ...] = (WritesOnStick(), Migrate(), Salvage(), SaveEvidence())
