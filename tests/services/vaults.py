"""A small vault for tests: fast keys, a clock that stands still, the practice cases."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import create_briefcase, open_briefcase
from legalaid_desktop.vault.secret import Secret

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CLOCK = FixedClock(NOW)
SAMPLES = sorted((Path(__file__).parents[2] / "resources" / "demo").glob("*.toml"))


def passphrase() -> Secret:
    return Secret.from_passphrase("пробная фраза")


def new_vault(folder: Path, clock: FixedClock = CLOCK) -> Briefcase:
    return create_briefcase(folder, passphrase(), clock=clock, fast_kdf=True)


def opened(folder: Path, clock: FixedClock = CLOCK) -> Briefcase:
    return open_briefcase(folder, passphrase(), clock=clock)


def plain_file(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def case_file(folder: Path, name: str, text: str, *, ref: str = "T-1") -> Path:
    """Write a small case file: ``text`` goes behind the two required tables."""
    path = folder / name
    path.write_text(f'[meta]\nas_of = 2026-11-20\n[case]\nref = "{ref}"\n{text}\n', "utf-8")
    return path
