"""Printers of a system with CUPS (Linux, macOS), reached by its own two commands.

Bytes go to ``lp`` through a pipe: a print library inside our process would write what is printed to a temporary file
first. The commands are told to use the local socket, so that nothing is asked of a network; what the print system does
then with a printer on a network is its own affair. No shell: a printer's name is one argument.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

_SOCKETS: Final = ("/run/cups/cups.sock", "/var/run/cups/cups.sock", "/private/var/run/cupsd")
_WAIT: Final = 8.0
"""Seconds to list printers."""
_SEND_WAIT: Final = 30.0


def has_print_commands() -> bool:
    """Whether this system prints by ``lp``: there is such a command and a print service that listens."""
    return sys.platform != "win32" and shutil.which("lp") is not None and _surroundings() is not None


def queue_names() -> tuple[str, ...]:
    """Names of the printers, the usual one first; empty if there is none or the print service does not answer."""
    names = [line.strip() for line in _told("lpstat", "-e").splitlines() if line.strip()]
    _, _, usual = _told("lpstat", "-d").partition(":")
    usual = usual.strip()
    return tuple(dict.fromkeys([usual, *names] if usual in names else names))


def send_to_queue(name: str, pdf: bytes, *, title: str) -> bool:
    """Hand ``pdf`` over to the printer ``name`` as a job called ``title``; whether the print service took it."""
    env = _surroundings()
    if env is None or name not in queue_names():
        return False
    command = ["lp", "-s", "-d", name, "-t", title, "-o", "media=A4", "-o", "sides=one-sided", "-"]
    try:
        done = subprocess.run(command, input=pdf, capture_output=True, timeout=_SEND_WAIT, check=False, env=env)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _told(*command: str) -> str:
    env = _surroundings()
    if env is None:
        return ""
    try:
        done = subprocess.run(list(command), capture_output=True, timeout=_WAIT, check=False, env=env)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _surroundings() -> dict[str, str] | None:
    """Variables for the commands: plain answers, the local socket; ``None`` where no print service listens."""
    socket = next((path for path in _SOCKETS if Path(path).is_socket()), None)
    if socket is None:
        return None
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "USER", "LOGNAME") if key in os.environ}
    return {**kept, "LC_ALL": "C.UTF-8", "CUPS_SERVER": socket}
