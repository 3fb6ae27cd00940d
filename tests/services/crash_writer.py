"""Writes into a vault until it is killed. For each line on stdin one fresh process by fork, so that a round is short.

stdout: ``P pid``, then ``B n`` before each change and ``A n`` after it was confirmed.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from legalaid_desktop.domain.facts import Event, Evidence
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import open_under_keys
from legalaid_desktop.vault.unlock import unlock
from tests.services.vaults import CLOCK, passphrase

REF = "Дело-1"


def say(letter: str, number: int) -> None:
    os.write(1, f"{letter} {number}\n".encode())


def write_on(briefcase: Briefcase, folder: Path) -> None:
    chance = random.Random(os.urandom(8))
    number = int(briefcase.vault.db.one("SELECT count(*) FROM note"))
    while True:
        number += 1
        say("B", number)
        with briefcase.vault.change():
            text = f"запись {number} " + "слово " * chance.randint(1, 1500)
            briefcase.notes.record(REF, text)
            briefcase.cases.save(REF, Event(id=LocalId(f"e{number}"), text=f"событие {number}"))
            if number % 5 == 0:
                briefcase.cases.save(REF, Evidence(id=LocalId(f"x{number}"), title=f"бумага {number}"))
                (folder / "paper").write_bytes(os.urandom(chance.randint(1, 200_000)))
                briefcase.evidence.attach(REF, f"x{number}", folder / "paper")
        say("A", number)


def main() -> None:
    folder = Path(sys.argv[1])
    keys = unlock(folder / "vault", passphrase())  # once: a round is about writing, not about key derivation
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            briefcase = open_under_keys(folder / "vault", keys, CLOCK, create=False)
            say("P", os.getpid())
            write_on(briefcase, folder)
        os.waitpid(child, 0)
        say("D", 0)


if __name__ == "__main__":
    main()
