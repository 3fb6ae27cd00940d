"""Interrupted: a new key for everything, destroying a vault, leaving it to two helpers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from legalaid_desktop.errors import LegalAidError, VaultDestroyed, VaultNotFound, WrongPassphrase
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.destroy import destroy, remove_remains
from legalaid_desktop.services.identity import new_identity
from legalaid_desktop.services.key_slots import open_with_coordinators
from legalaid_desktop.services.leave import leave_to_helpers
from legalaid_desktop.services.new_key import WayIn, change_everything
from legalaid_desktop.vault.head_lock import hold_head
from tests.resilience import operations as base
from tests.resilience.operations import (
    AT_REST,
    LEFT_OPEN,
    OLD_NOTES,
    REF,
    Operation,
    Report,
    Silent,
    again,
    check_old,
    check_whole,
    filled,
    names,
    opened,
    phrase,
)
from tests.services.vaults import CLOCK

_STAGED = {"new.part", "new"}


class NewKey(Operation):
    """A note that is still in the log, the new key under a new passphrase, a note under it."""

    name = "new key"

    def run(self, folder: Path, report: Report) -> None:
        vault = folder / "vault"
        number = base._phrase_number(vault)
        held: list[Briefcase] = [opened(vault, base._phrase(number))]

        def change() -> None:
            if not held[0].vault.db.is_open:
                # In force, but not finished: what the person is told to do is to open it with the new passphrase.
                held[0] = opened(vault, base._phrase(number + 1))
                return
            with phrase(base._phrase(number + 1)) as secret:
                held[0], _ = change_everything(held[0], [WayIn(secret)], fast=True)

        try:
            again(report, lambda: held[0].notes.record(REF, "до смены")) and report.confirmed("note")
            if again(report, change):
                report.confirmed(f"phrase {number + 1}")
            if held[0].vault.db.is_open:
                again(report, lambda: held[0].notes.record(REF, "после смены")) and report.confirmed("note")
        finally:
            held[0].close()

    def check(self, folder: Path, confirmed: Sequence[str], *, finished: bool) -> None:
        vault = folder / "vault"
        assert {name.split("/")[0] for name in names(vault)} <= LEFT_OPEN | _STAGED, sorted(names(vault))
        hold_head(vault).release()  # what every opening does first: an interrupted change is finished or undone
        assert names(vault) <= LEFT_OPEN
        number = base._phrase_number(vault)
        wanted = [int(what.split()[1]) for what in confirmed if what.startswith("phrase")]
        assert number >= max(wanted, default=0), "a confirmed new key is not in force"
        with opened(vault, base._phrase(number)) as briefcase:
            check_old(briefcase)
            assert not briefcase.header_is_older
            assert len(briefcase.notes.of(REF)) - OLD_NOTES >= confirmed.count("note"), "a confirmed note was lost"
        check_whole(vault, base._phrase(number))

    def retry(self, folder: Path) -> None:
        before = base._phrase_number(folder / "vault")
        self.run(folder, Silent())
        assert base._phrase_number(folder / "vault") == before + 1
        check_whole(folder / "vault", base._phrase(before + 1))


class Destroy(Operation):
    """A vault is destroyed without a backup, for a reason."""

    name = "destroy"

    def run(self, folder: Path, report: Report) -> None:
        if again(report, lambda: _destroy(folder / "vault")):
            report.confirmed("destroyed")

    def check(self, folder: Path, confirmed: Sequence[str], *, finished: bool) -> None:
        vault = folder / "vault"
        state = _state(vault)
        assert state == "gone" if confirmed and not vault.exists() else state in ("gone", "destroyed", "whole")
        assert not (confirmed and state == "whole"), "a vault that was reported as destroyed opens"
        if state == "whole":
            with opened(vault) as briefcase:
                check_old(briefcase)

    def retry(self, folder: Path) -> None:
        vault = folder / "vault"
        if vault.exists() and names(vault):
            _destroy(vault)
        assert not vault.exists() or not names(vault)


def _destroy(vault: Path) -> None:
    if _state(vault) == "destroyed":
        remove_remains(vault)
    elif _state(vault) == "whole":
        destroy(opened(vault), without_backup="обыск")


def _state(vault: Path) -> str:
    try:
        opened(vault).close()
    except VaultDestroyed:
        return "destroyed"
    except VaultNotFound:
        return "gone"
    return "whole"


class LeaveToHelpers(Operation):
    """The owner's ways go in one step; two coordinators open the vault before, meanwhile and after."""

    name = "leave to helpers"
    scene = "helpers"

    def prepare(self, base: Path) -> None:
        filled(base / "vault")
        recipients = [new_identity(base / name).recipient for name in ("anna", "boris")]
        with opened(base / "vault") as briefcase:
            briefcase.key_slots.add_coordinators((recipients[0], recipients[1]))

    def run(self, folder: Path, report: Report) -> None:
        with opened(folder / "vault") as briefcase:
            if again(report, lambda: leave_to_helpers(briefcase)):
                report.confirmed("left")

    def check(self, folder: Path, confirmed: Sequence[str], *, finished: bool) -> None:
        vault = folder / "vault"
        assert names(vault) <= LEFT_OPEN
        assert not (confirmed and self._opens_by_owner(vault)), "the owner still opens what he has left"
        with open_with_coordinators(vault, [folder / "anna", folder / "boris"], clock=CLOCK) as briefcase:
            check_old(briefcase)
            assert not briefcase.header_is_older

    def retry(self, folder: Path) -> None:
        if self._opens_by_owner(folder / "vault"):
            self.run(folder, Silent())
        assert not self._opens_by_owner(folder / "vault")
        assert names(folder / "vault") == AT_REST

    def _opens_by_owner(self, vault: Path) -> bool:
        try:
            opened(vault).close()
        except WrongPassphrase:
            return False
        except LegalAidError as error:
            if error.code == "no_such_way":
                return False
            raise
        return True


LEAVING: tuple[Operation, ...] = (NewKey(), Destroy(), LeaveToHelpers())
