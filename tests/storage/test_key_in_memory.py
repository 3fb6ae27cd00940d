"""The key's hex form leaves no copy in memory, and after closing the raw key is gone as well."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LOOK = """
import sys
from pathlib import Path
from legalaid_desktop.storage.database import Database
from legalaid_desktop.vault.secret import Secret

MASKED = [(i * 37 + 11) % 256 ^ 0xA5 for i in range(32)]  # the key itself stands nowhere as a literal


def copies(pattern):
    found = 0
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for line in maps.read().splitlines():
            fields = line.split()
            if not fields[1].startswith("rw") or "[v" in line:
                continue
            low, high = (int(value, 16) for value in fields[0].split("-"))
            try:
                memory.seek(low)
                block = memory.read(high - low)
            except (OSError, ValueError):
                continue
            at = block.find(pattern)
            while at >= 0:
                found += 1
                at = block.find(pattern, at + 1)
            del block
    return found - 1  # the pattern itself


def look():
    raw = bytes(byte ^ 0xA5 for byte in MASKED)
    plain = copies(raw)
    raw = raw.hex().encode()
    return plain, copies(raw)


key = Secret(bytearray(byte ^ 0xA5 for byte in MASKED))
database = Database.create(Path(sys.argv[1]), key)
database.run("CREATE TABLE t (x TEXT) STRICT")
print(*look())
database.close()
key.wipe()
print(*look())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/self/mem")
def test_no_copy_of_the_key_is_left(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(tmp_path / "data")], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    # While open: the caller's own secret, once; SQLCipher keeps its copy out of plain sight.
    assert done.stdout.splitlines() == ["1 0", "0 0"]
