"""Where the command line gets a passphrase: a file, a descriptor, or a prompt without echo; never argv.

It lies in bytes that are wiped, from the first read on: no string of it is made.
"""

from __future__ import annotations

import io
import sys
from argparse import Namespace
from pathlib import Path

from legalaid_desktop.cli.hidden_prompt import LONGEST, read_hidden
from legalaid_desktop.errors import NotFound, SecretNeeded, WrongUse
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.services.secrets import Secret, is_same_secret


def passphrase(options: Namespace, words: Wording, *, new: bool = False) -> Secret:
    """The passphrase as the options give it. ``new`` asks twice at a prompt and refuses an empty one.

    Raises SecretNeeded without a terminal, NotFound for a missing file, WrongUse for an unreadable one.
    """
    return _given(options, words, "passphrase", ask="cli.ask_passphrase", new=new)


def new_passphrase(options: Namespace, words: Wording) -> Secret:
    """The passphrase that ``--new-passphrase-file`` or ``--new-passphrase-fd`` gives, or a prompt; raises as above."""
    old: int | None = getattr(options, "passphrase_fd", None)
    if old is not None and old == getattr(options, "new_passphrase_fd", None):
        raise WrongUse(what=f"--new-passphrase-fd {old}")
    return _given(options, words, "new_passphrase", ask="cli.ask_new_passphrase", new=True)


def passphrase_of_file(file: Path, words: Wording) -> Secret:
    """One more passphrase, from a file of its own; raises as above."""
    raw = _read_file(file)
    if not raw:
        raise WrongUse(what=words.say("cli.empty_passphrase"))
    return _secret(raw, words)


def has_passphrase(options: Namespace) -> bool:
    """Tell whether an option gives the passphrase, so that nobody has to be asked."""
    return any(getattr(options, name, None) is not None for name in ("passphrase_file", "passphrase_fd"))


def has_new_passphrase(options: Namespace) -> bool:
    return any(getattr(options, name, None) is not None for name in ("new_passphrase_file", "new_passphrase_fd"))


def _given(options: Namespace, words: Wording, name: str, *, ask: str, new: bool) -> Secret:
    option = "--" + name.replace("_", "-")
    file: Path | None = getattr(options, f"{name}_file", None)
    descriptor: int | None = getattr(options, f"{name}_fd", None)
    if file is not None:
        raw = _read_file(file)
    elif descriptor is not None:
        raw = _read_descriptor(descriptor, option)
    else:
        return _prompt(words, ask, new, option)
    if new and not raw:
        raise WrongUse(what=words.say("cli.empty_passphrase"))
    return _secret(raw, words)


def _secret(raw: bytearray, words: Wording) -> Secret:
    try:
        return Secret.from_utf8(raw)
    except UnicodeDecodeError:
        raise WrongUse(what=words.say("cli.passphrase_not_utf8")) from None


def _read_file(file: Path) -> bytearray:
    try:
        with io.FileIO(file) as source:
            return _all_of(source)
    except FileNotFoundError:
        raise NotFound(kind="file", what=str(file)) from None
    except (OSError, ValueError):
        raise WrongUse(what=str(file)) from None


def _read_descriptor(descriptor: int, option: str) -> bytearray:
    try:
        with io.FileIO(descriptor, closefd=False) as source:
            return _all_of(source)
    except (OSError, ValueError):
        raise WrongUse(what=f"{option}-fd {descriptor}") from None


def _all_of(source: io.FileIO) -> bytearray:
    """Read to the end; one line end there is dropped. The caller wipes it."""
    buffer, length = bytearray(LONGEST + 1), 0
    try:
        while count := source.readinto(memoryview(buffer)[length:]):
            length += count
            if length > LONGEST:
                raise WrongUse(kind="passphrase_long", limit=LONGEST)
        for end in (b"\r\n", b"\n"):
            if buffer.endswith(end, 0, length):
                length -= len(end)
                break
        return buffer[:length]
    finally:
        buffer[:] = bytes(len(buffer))


def _prompt(words: Wording, ask: str, new: bool, option: str) -> Secret:
    if sys.stdin is None or not sys.stdin.isatty():
        raise SecretNeeded(option=f"{option}-file")
    first = _asked(words, ask, option)
    if not new:
        return first
    if not first:
        raise WrongUse(what=words.say("cli.empty_passphrase"))
    with _asked(words, "cli.ask_again", option) as again:
        if not is_same_secret(first, again):
            first.wipe()
            raise WrongUse(what=words.say("cli.passphrases_differ"))
    return first


def _asked(words: Wording, ask: str, option: str) -> Secret:
    try:
        typed = read_hidden(words.say(ask) + " ")
    except OSError:
        typed = None
    if typed is None:
        raise SecretNeeded(option=f"{option}-file")
    return _secret(typed, words)
