"""Standard input, output and error: any of them may be closed, full, or read by somebody who has gone."""

from __future__ import annotations

import contextlib
import os
import sys

from legalaid_desktop.errors import WrongUse


def hold_standard_streams() -> None:
    """Take the numbers 0 to 2 where the caller closed them.

    Else the next file that is opened, which may be the vault, would get such a number, and whatever a library writes
    to "standard error" would go into it.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number, which is this one


def write_result(text: str) -> None:
    """Write to standard output. Raises :class:`BrokenPipeError` where nobody reads, :class:`OSError` where it is
    closed or full."""
    if sys.stdout is None:
        raise OSError("standard output is closed")
    # A path of other bytes than UTF-8 has lone surrogates: in JSON they become its own escapes, so it stays UTF-8.
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def forget_output() -> None:
    """Let what still waits for standard output go nowhere, so that leaving the program does not fail over it."""
    if sys.stdout is not None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, sys.stdout.fileno())
        finally:
            os.close(nowhere)


def say(text: str) -> None:
    """Write a line to standard error, where there is one."""
    if sys.stderr is not None:
        # Progress and messages must never stop the work that they tell about.
        with contextlib.suppress(OSError):
            sys.stderr.write(text + "\n")
            sys.stderr.flush()


def read_input() -> bytes:
    """Return all of standard input. Raises :class:`WrongUse` where it is closed."""
    if sys.stdin is None:
        raise WrongUse(what="-")
    return sys.stdin.buffer.read()
