"""Two more looks at memory: a process that closed its vault and lives on, and the swap of an open window."""

from __future__ import annotations

import ctypes
import os
import shutil
import struct
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.canaries import planted
from tests.canaries.closing_process import __file__ as closing_process
from tests.canaries.forms import forms_in_memory, key_forms
from tests.canaries.keys import keys_of
from tests.canaries.places import Scan, scan_file, scan_memory
from tests.canaries.search import Search
from tests.canaries.stage import ROOT, DrivenWindow, Stage, disguised, screen
from tests.canaries.window_session import OWN, WindowSession
from tests.rounds import LONG
from tests.services.vaults import CLOCK

pytestmark = [
    pytest.mark.soak,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("canaries"),
    pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() != 0, reason="the memory of the program is closed to others than root"
    ),
]
_MADV_PAGEOUT = 21
_PIDFD_OPEN, _PROCESS_MADVISE = 434, 440


def patterns(vault: Path) -> Search:
    found = {form: f"key {what.rsplit('+', 1)[0]}:" for form, what in key_forms(keys_of(vault, OWN)).items()}
    found |= {form: f"phrase: {what}" for form, what in forms_in_memory(planted.PHRASES).items()}
    return Search(found | {form: f"text: {what}" for form, what in forms_in_memory(planted.TEXTS).items()})


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from legalaid_desktop.services.opening import create_briefcase
    from legalaid_desktop.vault.secret import Secret

    folder = tmp_path_factory.mktemp("closing") / "vault"
    with (
        Secret.from_passphrase(OWN) as secret,
        create_briefcase(folder, secret, clock=CLOCK, fast_kdf=True) as briefcase,
    ):
        ref = briefcase.cases.create(title=planted.text(50), client_name=planted.CYRILLIC).info.ref
        for number in range(40):
            briefcase.notes.record(ref, planted.text(number) * 20)
    return folder


def test_a_closed_vault_leaves_neither_key_nor_passphrase(vault: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Texts that were read may stand in freed memory until the process ends: hence the lock replaces it."""
    search = patterns(vault)
    environment = dict(os.environ, PYTHONPATH=str(ROOT / "src"))
    with subprocess.Popen(
        [sys.executable, closing_process, str(vault)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(disguised(OWN).encode() + b"\n")
        process.stdin.flush()
        counted: dict[str, Counter[str]] = {}
        for line in process.stdout:
            moment = line.decode().strip()
            if moment in ("open", "closed"):
                counted[moment] = scan_memory(process.pid, search).kinds()
                process.stdin.write(b"\n")
                process.stdin.flush()
    with capfd.disabled():
        print(f"\nmemory of a process, open {dict(counted['open'])}, closed {dict(counted['closed'])}")
    assert {"key vault key", "key records key", "key subkey database", "text"} <= set(counted["open"])
    assert "phrase" not in counted["open"]
    assert set(counted["closed"]) <= {"text"}


def _pages_out(pid: int) -> None:
    """Every mapping of the process goes to swap, as far as the system lets it."""
    libc = ctypes.CDLL(None, use_errno=True)
    handle = libc.syscall(_PIDFD_OPEN, pid, 0)
    assert handle >= 0
    try:
        for line in Path(f"/proc/{pid}/maps").read_text("utf-8", "replace").splitlines():
            low, high = (int(value, 16) for value in line.split()[0].split("-"))
            piece = ctypes.create_string_buffer(struct.pack("QQ", low, high - low))
            libc.syscall(_PROCESS_MADVISE, handle, piece, ctypes.c_size_t(1), _MADV_PAGEOUT, 0)
    finally:
        os.close(handle)


@pytest.fixture
def swap(tmp_path: Path) -> Iterator[Path]:
    """Swap of our own for a moment; skips where the system gives none."""
    if not LONG or any(shutil.which(tool) is None for tool in ("mkswap", "swapon", "losetup")):
        pytest.skip("the long run, where swap can be made")
    if len(Path("/proc/swaps").read_text().splitlines()) > 1:
        pytest.skip("this machine has swap of its own, which is not for us to fill")
    file = tmp_path / "swap"
    with file.open("wb") as writing:
        writing.truncate(768 << 20)
    device = subprocess.run(["losetup", "-f", "--show", str(file)], check=True, capture_output=True, text=True)
    name = device.stdout.strip()
    try:
        subprocess.run(["mkswap", name], check=True, capture_output=True)
        if subprocess.run(["swapon", name], check=False, capture_output=True).returncode:
            pytest.skip("no swap may be made here")
        try:
            yield file
        finally:
            subprocess.run(["swapoff", name], check=True)
    finally:
        subprocess.run(["losetup", "-d", name], check=True)


def test_what_swap_gets_of_a_window(swap: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Of an open one: texts, as SECURITY.md says, but not the keys that open the vault another day. Of a locked one:
    nothing."""
    with screen() as display:
        stage = Stage(tmp_path / "private", tmp_path / "hand", display)
        session = WindowSession(stage, lambda moment, window: None, trace=False)
        try:
            session.make_the_vault()
            search = patterns(stage.vault)
            session.window.lock()
            locked = _swapped(session.window, swap, search)
            session.window.unlock(OWN)
            session.note_a_call()
            opened = _swapped(session.window, swap, search)
        finally:
            session.window.stop()
    with capfd.disabled():
        print(f"\nswap of a locked window {dict(locked.kinds()) or 0}, of an open one {dict(opened.kinds())}")
    assert locked.found == []
    assert opened.kinds()["text"] > 0, "the pages did go to swap"
    assert not {"key vault key", "key records key", "phrase"} & set(opened.kinds())


def _swapped(window: DrivenWindow, swap: Path, search: Search) -> Scan:
    pid = window.pid
    for _ in range(3):
        _pages_out(pid)
        time.sleep(0.5)
    os.sync()
    scan = Scan([])
    scan_file(swap, search, scan)
    return scan
