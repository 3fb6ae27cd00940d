"""Make the backup that stands for this schema version in ``tests/data/backups``.

Run ``python -m tests.services.keep_backup`` once when a schema version lands. A file that has landed is never made
again: it proves that what people have on their sticks still opens.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from pathlib import Path

from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.identity import new_identity, show_identity
from legalaid_desktop.services.opening import create_briefcase
from legalaid_desktop.storage.migrations import NEWEST
from tests.services.backup_bench import CLOCK, TODAY, passphrase

FOLDER = Path(__file__).resolve().parents[1] / "data" / "backups"
IDENTITY = FOLDER / "identity"
"""A key for tests; it protects nothing."""


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not IDENTITY.exists():
        new_identity(IDENTITY)
    out = FOLDER / f"schema_{NEWEST}.age"
    note = "Позвонила из пункта пропуска, просит перезвонить"
    with (
        tempfile.TemporaryDirectory() as scratch,
        create_briefcase(Path(scratch) / "v", passphrase(), clock=CLOCK, fast_kdf=True) as briefcase,
    ):
        (case,) = briefcase.cases.import_files([next((resources() / "demo").glob("S03*.toml"))])[:1]
        briefcase.notes.record(case.ref, note)
        (Path(scratch) / "stamp.bin").write_bytes(bytes(range(256)))
        evidence = briefcase.evidence.add(case.ref, Path(scratch) / "stamp.bin", title="Штамп")
        briefcase.backups.create([show_identity(IDENTITY).recipient], out)
        rows = briefcase.cases.rows(TODAY)
    expected = {
        "refs": [row.ref for row in rows],
        "ref": case.ref,
        "persons": case.persons,
        "note": note,
        "evidence": [evidence.id, hashlib.sha256(bytes(range(256))).hexdigest()],
    }
    out.with_suffix(".json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", "utf-8")
    sys.stdout.write(f"{out}\n")


if __name__ == "__main__":
    main()
