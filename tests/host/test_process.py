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


EACH_WAY_IN = """
import ctypes, os, resource, sys
from legalaid_desktop import __main__ as entry, bootstrap
def told(*_, **__):
    old = os.umask(0)
    print(oct(old), resource.getrlimit(resource.RLIMIT_CORE)[1], ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
    return 0
os.umask(0o022)
bootstrap.open_window = told
window = sys.argv[1] == "window"
sys.argv = ["legalaid-desktop"] if window else ["legalaid", "--version"]
entry.window() if window else (entry.command_line(), told())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks prctl")
@pytest.mark.parametrize("way", ["window", "command"])
def test_files_are_private_from_the_start_and_a_command_is_not_dumped(way: str) -> None:
    """The window forbids dumps after its first picture (``tests/ui/test_lock_process.py``)."""
    done = subprocess.run([sys.executable, "-c", EACH_WAY_IN, way], capture_output=True, text=True, check=True)
    umask, core, dumpable = done.stdout.splitlines()[-1].split()
    assert umask == "0o77"
    if way == "command":
        assert (core, dumpable) == ("0", "0")
