"""No key and no passphrase stays in memory once a vault is closed, nor after a failed try to open it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.vault.memory_scan import disguised

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc/self/mem")

_START = """
import gc, json, sys
from pathlib import Path
from tests.vault.memory_scan import disguised, disguised_hex, found, revealed
from legalaid_desktop.vault.secret import Secret
folder, hidden = Path(sys.argv[1]), Path(sys.argv[2]).read_bytes()
def passphrase():
    return Secret.from_utf8(revealed(hidden))
"""

_HEADER = (
    _START
    + """
from legalaid_desktop.errors import WrongPassphrase
from legalaid_desktop.vault.unlock import create_header, unlock
with passphrase() as secret:
    held = found(hidden)
    keys = create_header(folder, secret, fast=True)
    opened = unlock(folder, secret)
masks = {"vault": disguised(keys._key.view()), "records": disguised(keys._records_key.view())}
keys.close(); opened.close()
with Secret(b"something else") as wrong:
    try:
        unlock(folder, wrong)
    except WrongPassphrase:
        pass
gc.collect()
print(json.dumps({"held": held, "passphrase": found(hidden), **{name: found(mask) for name, mask in masks.items()}}))
"""
)

_SESSION = (
    _START
    + """
from legalaid_desktop.host.clock import SystemClock
from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.opening import create_briefcase, open_briefcase
from legalaid_desktop.services.identity import new_identity
with passphrase() as secret:
    create_briefcase(folder / "v", secret, clock=SystemClock(), fast_kdf=True).close()
with passphrase() as secret:
    briefcase = open_briefcase(folder / "v", secret, clock=SystemClock())
briefcase.cases.import_files(sorted((resources() / "demo").glob("*.toml")))
briefcase.backups.create([new_identity(folder / "id").recipient], folder / "b.age")
masks = {
    "vault": disguised(briefcase.keys._key.view()),
    "records": disguised(briefcase.keys._records_key.view()),
    "database": disguised(briefcase._database_key.view()),
    "database_hex": disguised_hex(briefcase._database_key.view()),
}
for label in ("journal", "record hashes", "identity", "header mac"):
    with briefcase.keys.subkey(label) as key:
        masks[label] = disguised(key.view())
del key
while_open = found(masks["vault"])
briefcase.close()
del briefcase
gc.collect()
left = {name: found(mask) for name, mask in masks.items()}
print(json.dumps({"held": while_open, "passphrase": found(hidden), **left}))
"""
)

_WAYS = (
    _START
    + """
from legalaid_desktop.errors import WrongPassphrase
from legalaid_desktop.vault.head_lock import hold_head
from legalaid_desktop.vault.key_file import make_key_file, read_key_file
from legalaid_desktop.vault.primitives import public_key, random_key
from legalaid_desktop.vault.slot_ways import NewCoordinatorsWay, PassphraseWay, RecoveryWay
from legalaid_desktop.vault.unlock import (
    Added, change_passphrase, change_slots, create_header, unlock, unlock_with_parts, unlock_with_recovery
)
make_key_file(folder / "key")
key_file = read_key_file(folder / "key")
scalars = [random_key(), random_key()]
recovery = random_key()
recovery_secret = Secret(memoryview(recovery.view())[:16]); recovery.wipe()
way = NewCoordinatorsWay((public_key(scalars[0]), public_key(scalars[1])))
with passphrase() as secret:
    keys = create_header(folder / "v", secret, fast=True, key_file=key_file)
    with hold_head(folder / "v") as held_lock:
        change_slots(held_lock, keys, add=[
            Added(RecoveryWay(recovery_secret, 1, 2, 3)), Added(way), Added(PassphraseWay(secret))])
        change_passphrase(held_lock, keys, "0", secret, fast=True, key_file=key_file)
    unlock(folder / "v", secret, key_file=key_file).close()
with Secret(b"something else") as wrong:
    try:
        unlock(folder / "v", wrong, key_file=key_file)
    except WrongPassphrase:
        pass
unlock_with_recovery(folder / "v", recovery_secret).close()
unlock_with_parts(folder / "v", scalars).close()
masks = {
    "vault": disguised(keys._key.view()), "key_file": disguised(key_file.view()),
    "recovery": disguised(recovery_secret.view()), "parts": disguised(way._parts.view()[:24]),
    "scalar": disguised(scalars[0].view()),
}
held = found(masks["key_file"]) * found(masks["recovery"]) * found(masks["parts"]) * found(masks["scalar"])
keys.close(); way.wipe(); key_file.wipe(); recovery_secret.wipe()
for scalar in scalars:
    scalar.wipe()
with (folder / "key").open("rb", buffering=0) as file:
    content = bytearray(64); file.readinto(content)
masks["content"] = disguised(content)
content[:] = bytes(64)
gc.collect()
print(json.dumps({"held": held, "passphrase": found(hidden), **{name: found(mask) for name, mask in masks.items()}}))
"""
)


def _run(code: str, folder: Path) -> dict[str, Any]:
    (folder / "hidden").write_bytes(disguised("кніга-ліхтар-7391-паром".encode()))
    run = subprocess.run(
        [sys.executable, "-c", code, str(folder / "work"), str(folder / "hidden")],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(run.stdout)
    assert result.pop("held") >= 1, "the search must be able to find what is there"
    return result


@pytest.mark.parametrize("code", [_HEADER, _WAYS, _SESSION], ids=["header", "ways", "session"])
def test_nothing_secret_stays(code: str, tmp_path: Path) -> None:
    if code is not _HEADER:
        (tmp_path / "work").mkdir()
    left = _run(code, tmp_path)
    assert left == dict.fromkeys(left, 0)
    assert len(left) >= 3
