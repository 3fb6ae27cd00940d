"""A migration that is killed or fails at any statement: opening again finishes it, and nothing is lost."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from legalaid_desktop.domain.case_file import case_to_plain
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.open_vault import seals_of
from legalaid_desktop.storage.database import Database
from legalaid_desktop.storage.migrations import NEWEST, migrate, version_of
from legalaid_desktop.vault.unlock import VaultKeys, unlock
from tests.rounds import rounds
from tests.services.vaults import CLOCK, NOW, opened, passphrase

DATA = Path(__file__).parents[1] / "data"
OLD = [version for version in range(1, NEWEST) if (DATA / f"vault_v{version}").is_dir()]


class Killed(BaseException):
    """The program is gone: nothing after it runs."""


class KilledAt(Database):
    """A database whose program dies right before its n-th changing statement."""

    left = -1

    def _count(self) -> None:
        if self.left == 0:
            raise Killed
        self.left -= 1

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        self._count()
        return super().run(sql, values)

    def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        self._count()
        super().many(sql, rows)

    def script(self, statements: Sequence[str]) -> None:
        for statement in statements:
            self._count()
            super().script([statement])


def content(briefcase: Briefcase) -> dict[str, Any]:
    refs = [row.ref for row in briefcase.cases.rows(CLOCK.today())]
    return {
        "cases": [case_to_plain(briefcase.cases.record(ref)) for ref in refs],
        "notes": [briefcase.notes.of(ref) for ref in refs],
        "drafts": [briefcase.drafts.of(ref) for ref in refs],
        "unfiled": briefcase.notes.unfiled(),
        "typing": briefcase.notes.unsaved("quick"),
        "journal": [entry for entry in briefcase.journal.entries() if entry.kind != "header"],
    }


def statements_of(folder: Path, keys: VaultKeys) -> int:
    """How many changing statements bring this vault up to date."""
    with keys.subkey("database") as key:
        db = KilledAt.open(folder / "data", key)
        assert isinstance(db, KilledAt)
        db.left = 10**9
        migrate(db, NOW, seals=seals_of(keys))
        done = 10**9 - db.left
        db.close()
    return done


@pytest.mark.soak
@pytest.mark.parametrize("version", OLD)
def test_killed_at_any_statement(version: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    kept = DATA / f"vault_v{version}"
    with opened(Path(shutil.copytree(kept, tmp_path / "whole"))) as briefcase:
        expected = content(briefcase)
    with unlock(kept, passphrase()) as keys:
        last = statements_of(Path(shutil.copytree(kept, tmp_path / "count")), keys)
        places = sorted({*range(0, last, max(1, last // rounds(12, 2000))), last - 1})
        for place in places:
            folder = tmp_path / "v"
            shutil.copytree(kept, folder)
            with keys.subkey("database") as key:
                db = KilledAt.open(folder / "data", key)
                assert isinstance(db, KilledAt)
                db.left = place
                with pytest.raises(Killed):
                    migrate(db, NOW, seals=seals_of(keys))
                reached = version_of(db)  # each step is whole or not there
                assert version <= reached < NEWEST
                # The process is gone: what lies on the disk is what the next one finds.
                shutil.copytree(folder, tmp_path / "found")
                db.close()
                again = Database.open(tmp_path / "found" / "data", key)
                assert version_of(again) == reached
                migrate(again, NOW, seals=seals_of(keys))
                assert version_of(again) == NEWEST
                again.close()
            if place in places[:: max(1, len(places) // 4)]:
                with opened(tmp_path / "found") as briefcase:
                    assert content(briefcase) == expected
                    assert briefcase.damage() == ()
            shutil.rmtree(folder)
            shutil.rmtree(tmp_path / "found")
    with capfd.disabled():
        print(f"\nmigration from {version}: {len(places)} of {last} statements killed at, 0 vaults lost")
