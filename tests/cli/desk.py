"""Runs ``legalaid`` inside the test process, with a vault of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from legalaid_desktop.cli.main import main

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "demo"


@dataclass
class Ran:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Desk:
    """One vault, its passphrase file and the means to run commands on it."""

    def __init__(self, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.vault = folder / "vault"
        self.phrase = folder / "phrase"
        self.phrase.write_text("четыре слова на бумаге\n", "utf-8")
        self._capfd = capfd

    def run(self, *args: str | Path) -> Ran:
        self._capfd.readouterr()
        status = main([str(a) for a in args])
        out, err = self._capfd.readouterr()
        return Ran(status, out, err)

    def on_vault(self, *args: str | Path) -> Ran:
        return self.run(*args, "--vault", self.vault, "--passphrase-file", self.phrase, "--json", "--lang", "ru")

    def made(self) -> Desk:
        assert self.on_vault("vault", "create", "--kdf", "fast").status == 0
        return self

    def files(self) -> set[str]:
        return {str(p.relative_to(self.folder)) for p in self.folder.rglob("*")}
