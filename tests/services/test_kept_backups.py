"""A backup of every schema version that ever landed still opens; its vault is migrated and whole."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from legalaid_desktop.services.opening import open_briefcase
from legalaid_desktop.services.restoring import restore_backup, verify_backup
from legalaid_desktop.services.vault_health import check_vault
from legalaid_desktop.storage.migrations import MIGRATIONS, version_of
from tests.services.backup_bench import CLOCK, TODAY, passphrase
from tests.services.keep_backup import FOLDER, IDENTITY

KEPT = sorted(FOLDER.glob("schema_*.age"))


def test_there_is_one_for_each_version() -> None:
    assert [path.stem for path in KEPT] == [f"schema_{migration.version}" for migration in MIGRATIONS]


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.stem)
def test_it_opens_and_holds_what_it_held(kept: Path, tmp_path: Path) -> None:
    expected = json.loads(kept.with_suffix(".json").read_text("utf-8"))
    assert verify_backup(kept, IDENTITY).ok
    restore_backup(kept, tmp_path / "v", IDENTITY, passphrase(), clock=CLOCK, fast_kdf=True)
    assert check_vault(tmp_path / "v", passphrase(), clock=CLOCK).ok
    with open_briefcase(tmp_path / "v", passphrase(), clock=CLOCK) as briefcase:
        assert version_of(briefcase.vault.db) == MIGRATIONS[-1].version
        ref = expected["ref"]
        assert [row.ref for row in briefcase.cases.rows(TODAY)] == expected["refs"]
        assert len(briefcase.cases.show(ref)["persons"]) == expected["persons"]
        assert expected["note"] in [note.text for note in briefcase.notes.of(ref)]
        evidence, digest = expected["evidence"]
        assert hashlib.sha256(briefcase.evidence.open_bytes(ref, evidence)).hexdigest() == digest
