from __future__ import annotations

import subprocess
import sys

import pytest

PROBE = """
import ctypes, resource
from legalaid_desktop.host.process import forbid_dumps
forbid_dumps()
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks prctl")
def test_the_process_is_neither_dumped_nor_read_by_others() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(0, 0) 0"
