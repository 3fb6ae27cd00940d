"""The only place that picks real parts and joins them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from legalaid_desktop.host.clock import Clock
    from legalaid_desktop.presenters.ports import Measured, Part
    from legalaid_desktop.services.briefcase import Briefcase

LISTEN = "--listen-for-lock"
"""Hidden first argument of the frozen program: this process is the listener of ``ui/lock_signals/bus_child.py``."""


class Door:
    """Opens vaults with the real thing. What is heavy loads here, off the screen's thread, when it is needed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def exists(self, folder: Path) -> bool:
        # A folder that lost one of its two files is still a vault: opening says what is wrong.
        return any((folder / name).exists() for name in ("head", "data"))

    def ways(self, folder: Path) -> frozenset[str]:
        from legalaid_desktop.errors import VaultError
        from legalaid_desktop.vault.unlock import slots

        try:
            return frozenset(slot.kind for slot in slots(folder))
        except VaultError:
            return frozenset()  # opening will say what is wrong with the header

    def open(self, folder: Path, passphrase: bytearray, key_file: Path | None = None) -> Briefcase:
        """Raises what ``open_briefcase`` raises; wipes ``passphrase``. A damaged vault is opened for reading only, as
        far as anything of it can be read."""
        from legalaid_desktop.errors import DatabaseDamaged
        from legalaid_desktop.services.opening import open_briefcase, open_briefcase_read_only
        from legalaid_desktop.services.secrets import Secret

        with Secret.from_utf8(passphrase) as secret:
            try:
                return open_briefcase(folder, secret, clock=self._clock, key_file=key_file)
            except DatabaseDamaged:
                return open_briefcase_read_only(folder, secret, clock=self._clock, key_file=key_file)

    def create(self, folder: Path, passphrase: bytearray) -> Briefcase:
        """Raises what ``create_briefcase`` raises; wipes ``passphrase``. Missing parents are made."""
        from legalaid_desktop.services.opening import create_briefcase
        from legalaid_desktop.services.secrets import Secret

        with Secret.from_utf8(passphrase) as secret:
            return create_briefcase(folder, secret, clock=self._clock)

    def restore(self, file: Path, into: Path, identity: Path, passphrase: bytearray) -> None:
        """Raises what ``restore_backup`` raises; wipes ``passphrase``."""
        from legalaid_desktop.services.restoring import restore_backup
        from legalaid_desktop.services.secrets import Secret

        with Secret.from_utf8(passphrase) as secret:
            restore_backup(file, into, identity, secret, clock=self._clock)

    def new_words(self, lang: str) -> bytearray:
        from legalaid_desktop.services.passphrase_words import new_passphrase

        return new_passphrase(lang)

    def measure(self, passphrase: bytearray, lang: str) -> Measured:
        """Wipes ``passphrase``. The library makes strings of it: in a process of its own, which ends at once."""
        from legalaid_desktop.presenters.ports import Measured
        from legalaid_desktop.services.passphrase_strength import strength_apart

        try:
            found = strength_apart(passphrase)
        finally:
            passphrase[:] = bytes(len(passphrase))
        return Measured(found.score, " ".join(found.said(lang)[:2]))

    def recover(self, folder: Path, parts: Sequence[Part]) -> Briefcase:
        from legalaid_desktop.errors import DatabaseDamaged
        from legalaid_desktop.services.key_slots import open_with_recovery
        from legalaid_desktop.services.part_words import Share

        shares = cast("Sequence[Share]", parts)
        try:
            return open_with_recovery(folder, shares, clock=self._clock)
        except DatabaseDamaged:
            return open_with_recovery(folder, shares, clock=self._clock, to_read=True)

    def recover_together(self, folder: Path, identities: Sequence[Path], parts: Sequence[Path]) -> Briefcase:
        from legalaid_desktop.errors import DatabaseDamaged
        from legalaid_desktop.services.key_slots import open_with_coordinators

        try:
            return open_with_coordinators(folder, identities, clock=self._clock, parts=parts)
        except DatabaseDamaged:
            return open_with_coordinators(folder, identities, clock=self._clock, parts=parts, to_read=True)

    def ask_part(self, folder: Path, out: Path) -> None:
        from legalaid_desktop.services.key_slots import write_part_request

        write_part_request(folder, out)

    def renew_passphrase(self, briefcase: Briefcase, passphrase: bytearray, *, keep_old: bool) -> None:
        from legalaid_desktop.services.key_slots import set_passphrase_after_recovery
        from legalaid_desktop.services.secrets import Secret

        with Secret.from_utf8(passphrase) as secret:
            set_passphrase_after_recovery(briefcase, secret, replaces=() if keep_old else None)


def relaunch_command(executable: str, frozen: bool, vault: Path | None) -> list[str]:
    """The command line of a new, locked window."""
    if not frozen:
        command = [executable, "-m", "legalaid_desktop"]
    else:
        command = [executable]
        if vault is None and not Path(executable).stem.startswith("legalaid-desktop"):
            command.append("open")  # one folder holds two programs: this is the console one
    return command if vault is None else [*command, "open", "--vault", str(vault)]


def vault_after_lock(given: Path | None, named: Path | None, next_vault: Path) -> Path | None:
    """The vault to name on the command line of the window after a lock, ``None`` for the one in the settings.

    ``given`` is the one on the command line of this window, ``named`` that or the one of ``LEGALAID_VAULT``. What is
    named for one run stands in no settings, so whoever has gone on to another vault must be brought to that one.
    """
    return given if named is None or next_vault == named else next_vault


def listener_command(executable: str, frozen: bool) -> list[str]:
    """The command line of the process that listens on the buses of the desktop for signs to lock."""
    if frozen:
        return [executable, LISTEN]
    return [executable, "-m", "legalaid_desktop.ui.lock_signals.bus_child"]


def replace_process(command: Sequence[str]) -> None:
    """Put a new process in the place of this one: nothing of the old memory stays mapped. Where none can be begun (the
    program's own files are gone), this one ends all the same. Never returns."""
    try:
        if sys.platform == "win32":
            # The system has no such call; Python's makes a new process too, but does not quote what has spaces.
            import subprocess

            subprocess.Popen(list(command), close_fds=True)  # our own program, no shell
        else:
            os.execv(command[0], list(command))  # noqa: S606 - our own program, no shell
    finally:
        os._exit(1 if sys.exc_info()[0] else 0)


def open_window(argv: Sequence[str], *, vault: Path | None = None) -> int:
    """Open the window over the real parts; the exit status. ``vault`` is a folder in place of the usual one, as is
    ``LEGALAID_VAULT``."""
    from legalaid_desktop.host.first_look import first_look
    from legalaid_desktop.ui.first_frame import first_frame

    app, window = first_frame(argv, first_look())
    # Everything else loads behind the first picture: after a lock nothing is awaited more than that.
    from legalaid_desktop.host.clock import SystemClock
    from legalaid_desktop.host.preferences import preferences
    from legalaid_desktop.ui.application import run

    def relaunch() -> None:
        replace_process(relaunch_command(sys.executable, frozen, vault_after_lock(vault, folder, window.next_vault)))

    frozen = bool(getattr(sys, "frozen", False))
    listener = listener_command(sys.executable, frozen)
    clock = SystemClock()
    named = os.environ.get("LEGALAID_VAULT")
    folder = vault if vault is not None else Path(named).absolute() if named else None
    return run(
        app,
        window,
        door=Door(clock),
        clock=clock,
        preferences=preferences(),
        relaunch=relaunch,
        listener=listener,
        vault=folder,
    )
