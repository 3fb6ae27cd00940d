"""A whole session in a process of its own, so that its HOME, temp and XDG folders can be searched afterwards.

Reads one line from stdin while the vault is open, for a search during the session.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from legalaid_desktop.domain.facts import Event
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.services.opening import create_briefcase, open_briefcase
from tests.services.vaults import CLOCK, passphrase

CANARIES = ["КАНАРЕЙКА-АЛЬФА-71935", "CANARY-bravo-71935", "کاناری-چارلی-۷۱۹۳۵"]
TITLES = ["ЗАГОЛОВОК-дельта-5518"]


def main() -> None:
    folder = Path(sys.argv[1])
    text = " и ".join(CANARIES)
    with create_briefcase(folder, passphrase(), clock=CLOCK, fast_kdf=True) as vault:
        ref = vault.cases.create(title=TITLES[0], client_name=CANARIES[0]).info.ref
        for n in range(300):
            vault.notes.record(ref, f"{n} {text} " * 20)
        vault.cases.save(ref, Event(id=LocalId("e1"), text=text))
        vault.notes.keep_unsaved("quick", text)
        (folder.parent / "paper").write_bytes(text.encode() * 50_000)
        vault.evidence.add(ref, folder.parent / "paper", title=TITLES[0])
        (folder.parent / "paper").unlink()
    with open_briefcase(folder, passphrase(), clock=CLOCK) as vault:
        assert all(vault.search.find(canary).total >= 300 for canary in CANARIES)
        vault.cases.rows(dt.date(2026, 11, 24), words="канарейка", order="deadline")
        # A big sort and a big transaction: what SQLite would spill to a temporary file.
        vault.vault.db.rows("SELECT text FROM note ORDER BY text DESC, uid")
        with vault.vault.change():
            for n in range(120):
                vault.notes.record(ref, f"{n} {text} " * 800)
            print("middle", flush=True)
            sys.stdin.readline()
        vault.cases.bin.remove(ref, "event", "e1")
        print("open", flush=True)
        sys.stdin.readline()


if __name__ == "__main__":
    main()
