"""What a command gets and what it gives back."""

from __future__ import annotations

import datetime as dt
import os
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legalaid_desktop.cli.passphrase import passphrase
from legalaid_desktop.cli.streams import say
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.paths import default_vault
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import open_briefcase, open_briefcase_read_only
from legalaid_desktop.services.secrets import Secret


@dataclass(frozen=True)
class Outcome:
    """``result`` is the JSON of the contract; ``text`` the same for people, made from ``result`` when ``None``."""

    result: Any
    status: int = 0
    text: str | None = None


@dataclass(frozen=True)
class Context:
    """``window`` opens the program's window; this room does not know how."""

    options: Namespace
    words: Wording
    clock: Clock
    window: Callable[[Path | None], int] | None = None

    @property
    def vault(self) -> Path:
        chosen = getattr(self.options, "vault", None) or os.environ.get("LEGALAID_VAULT")
        return Path(chosen).absolute() if chosen else default_vault()

    @property
    def as_of(self) -> dt.date:
        """ "Today" for every calculation of this call; the journal keeps the real time."""
        given: dt.date | None = getattr(self.options, "as_of", None)
        return given or self.clock.today()

    @property
    def key_file(self) -> Path | None:
        chosen: Path | None = getattr(self.options, "key_file", None)
        return None if chosen is None else chosen.absolute()

    @contextmanager
    def briefcase(self) -> Iterator[Briefcase]:
        with passphrase(self.options, self.words) as secret:
            briefcase = self.opened(secret)
        with briefcase:
            yield briefcase

    def opened(self, secret: Secret) -> Briefcase:
        """Open the vault with a passphrase that was asked for already; the caller closes it. Commands with
        ``--read-only`` change not a byte of it then, and reach what is whole of a damaged one."""
        opening = open_briefcase_read_only if getattr(self.options, "read_only", False) else open_briefcase
        briefcase = opening(self.vault, secret, clock=self.clock, key_file=self.key_file)
        self.warn(briefcase)
        return briefcase

    def warn(self, briefcase: Briefcase) -> None:
        """Tell on standard error what opening found and a person must know: the result is the command's alone."""
        if briefcase.changes_unread:
            say(self.words.say("cli.changes_unread", files=briefcase.unread_kept_in))
        if briefcase.header_mended:
            say(self.words.say("cli.header_mended"))
        if briefcase.header_is_older:
            say(self.words.say("cli.header_older"))
        if briefcase.data_is_older:
            say(self.words.say("cli.data_older"))
