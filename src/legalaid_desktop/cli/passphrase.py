"""Where the command line gets a passphrase: a file, a descriptor, or a prompt without echo; never argv."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import Namespace
from pathlib import Path

from legalaid_desktop.errors import NotFound, SecretNeeded, WrongUse
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.services.secrets import Secret

_LONGEST = 64 * 1024


def passphrase(options: Namespace, words: Wording, *, new: bool = False) -> Secret:
    """The passphrase as the options give it. ``new`` asks twice at a prompt and refuses an empty one.

    Raises SecretNeeded without a terminal, NotFound for a missing file, WrongUse for an unreadable one.
    """
    file: Path | None = getattr(options, "passphrase_file", None)
    descriptor: int | None = getattr(options, "passphrase_fd", None)
    if file is not None:
        raw = _read_file(file)
    elif descriptor is not None:
        raw = _read_descriptor(descriptor)
    else:
        return _prompt(words, new)
    if raw.endswith(b"\r\n"):
        del raw[-2:]
    elif raw.endswith(b"\n"):
        del raw[-1:]
    if new and not raw:
        raise WrongUse(what=words.say("cli.empty_passphrase"))
    try:
        return Secret.from_utf8(raw)
    except UnicodeDecodeError:
        raise WrongUse(what=words.say("cli.passphrase_not_utf8")) from None


def _read_file(file: Path) -> bytearray:
    try:
        with file.open("rb", buffering=0) as source:
            return _read_descriptor(source.fileno())
    except FileNotFoundError:
        raise NotFound(kind="file", what=str(file)) from None
    except OSError:
        raise WrongUse(what=str(file)) from None


def _read_descriptor(descriptor: int) -> bytearray:
    raw = bytearray()
    try:
        while part := os.read(descriptor, 4096):
            raw += part
            if len(raw) > _LONGEST:
                raise WrongUse(what=f"{_LONGEST}")
    except OSError:
        raise WrongUse(what=f"--passphrase-fd {descriptor}") from None
    return raw


def _prompt(words: Wording, new: bool) -> Secret:
    if sys.stdin is None or not sys.stdin.isatty():
        raise SecretNeeded()
    first = getpass.getpass(words.say("cli.ask_passphrase") + " ", stream=sys.stderr)
    if new:
        if not first:
            raise WrongUse(what=words.say("cli.empty_passphrase"))
        if getpass.getpass(words.say("cli.ask_again") + " ", stream=sys.stderr) != first:
            raise WrongUse(what=words.say("cli.passphrases_differ"))
    return Secret.from_passphrase(first)
