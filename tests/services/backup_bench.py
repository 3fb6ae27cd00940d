"""A small vault with something of every kind, and ways to take a backup apart."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyrage
from pyrage import x25519

from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import create_briefcase
from legalaid_desktop.vault.secret import Secret

CLOCK = FixedClock(dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC))
TODAY = CLOCK.today()
CANARY = "канарейка-7391"


def passphrase(text: str = "берёза-трамвай-7") -> Secret:
    return Secret.from_passphrase(text)


def filled_vault(folder: Path, scratch: Path) -> Briefcase:
    """Make a vault with the practice cases, notes, a text being typed and evidence; leave it open."""
    briefcase = create_briefcase(folder, passphrase(), clock=CLOCK, fast_kdf=True)
    cases = sorted((resources() / "demo").glob("*.toml"))
    assert cases
    imported = briefcase.cases.import_files(cases)
    ref = imported[0].ref
    briefcase.notes.record(ref, f"{CANARY} рассказал о дороге", confidential=True)
    briefcase.notes.record(None, f"{CANARY} без дела")
    briefcase.notes.keep_unsaved("quick", f"{CANARY} не доп")
    paper = scratch / "paper.bin"
    paper.write_bytes(bytes(range(256)) * 9000)  # more than two chunks of 1 MiB
    briefcase.evidence.add(ref, paper, title="Копия решения")
    paper.unlink()
    return briefcase


def all_records(briefcase: Briefcase) -> dict[str, Any]:
    """Everything a person can see, as plain data."""
    refs = [row.ref for row in briefcase.cases.rows(TODAY)]
    return {
        "cases": {ref: briefcase.cases.show(ref) for ref in refs},
        "notes": {ref: briefcase.notes.of(ref) for ref in refs},
        "unsaved": briefcase.notes.unsaved("quick"),
        "found": [(hit.kind, hit.id) for hit in briefcase.search.find(CANARY).hits],
    }


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def sealed_by_hand(plain: bytes, recipient: str) -> bytes:
    """Seal arbitrary bytes to a recipient, as anybody can who knows it."""
    return bytes(pyrage.encrypt(plain, [x25519.Recipient.from_str(recipient)]))
