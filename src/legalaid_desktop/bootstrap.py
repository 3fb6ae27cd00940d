"""The only place that picks real parts and joins them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from legalaid_desktop.host.clock import Clock
    from legalaid_desktop.services.briefcase import Briefcase

LISTEN = "--listen-for-lock"
"""Hidden first argument of the frozen program: this process is the listener of ``ui/lock_signals/bus_child.py``."""


class Door:
    """Opens vaults with the real thing. What is heavy loads here, off the screen's thread, when it is needed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def exists(self, folder: Path) -> bool:
        return (folder / "head").exists()

    def open(self, folder: Path, passphrase: bytearray) -> Briefcase:
        """Raises what ``open_briefcase`` raises; wipes ``passphrase``."""
        from legalaid_desktop.services.briefcase import open_briefcase
        from legalaid_desktop.services.secrets import Secret

        with Secret.from_utf8(passphrase) as secret:
            return open_briefcase(folder, secret, clock=self._clock)

    def create(self, folder: Path, passphrase: bytearray) -> Briefcase:
        """Raises what ``create_briefcase`` raises; wipes ``passphrase``. Missing parents are made."""
        from legalaid_desktop.services.briefcase import create_briefcase
        from legalaid_desktop.services.secrets import Secret

        with Secret.from_utf8(passphrase) as secret:
            return create_briefcase(folder, secret, clock=self._clock)

    def restore(self, file: Path, into: Path, identity: Path, passphrase: bytearray) -> None:
        """Raises what ``restore_backup`` raises; wipes ``passphrase``."""
        from legalaid_desktop.services.backup import restore_backup
        from legalaid_desktop.services.secrets import Secret

        with Secret.from_utf8(passphrase) as secret:
            restore_backup(file, into, identity, secret, clock=self._clock)

    def strength(self, passphrase: bytearray) -> int:
        """0 to 4 by zxcvbn, on the first 72 letters. It needs a string for a moment: the bytes are wiped, that
        string is left to the collector, and the lock replaces the process."""
        from zxcvbn import zxcvbn

        try:
            return int(zxcvbn(bytes(passphrase).decode("utf-8")[:72])["score"])
        finally:
            passphrase[:] = bytes(len(passphrase))


def relaunch_command(executable: str, frozen: bool, vault: Path | None) -> list[str]:
    """The command line of a new, locked window."""
    if not frozen:
        command = [executable, "-m", "legalaid_desktop"]
    else:
        command = [executable]
        if vault is None and not Path(executable).stem.startswith("legalaid-desktop"):
            command.append("open")  # one folder holds two programs: this is the console one
    return command if vault is None else [*command, "open", "--vault", str(vault)]


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
    # These before the toolkit: its import hook makes every later import slower.
    from legalaid_desktop.host.clock import SystemClock
    from legalaid_desktop.host.preferences import preferences

    from legalaid_desktop.ui.application import run  # isort: skip

    def relaunch() -> None:
        replace_process(relaunch_command(sys.executable, frozen, vault))

    frozen = bool(getattr(sys, "frozen", False))
    listener = listener_command(sys.executable, frozen)
    clock = SystemClock()
    named = os.environ.get("LEGALAID_VAULT")
    folder = vault if vault is not None else Path(named).absolute() if named else None
    return run(
        argv,
        door=Door(clock),
        clock=clock,
        preferences=preferences(),
        relaunch=relaunch,
        listener=listener,
        vault=folder,
    )
