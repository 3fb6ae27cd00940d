"""Nothing in the clear on disk while a backup is made or taken in; kill -9 at any moment costs nothing."""

from __future__ import annotations

import base64
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from legalaid_desktop.services.identity import new_identity
from legalaid_desktop.services.opening import open_briefcase
from legalaid_desktop.services.restoring import restore_backup, verify_backup
from legalaid_desktop.services.vault_health import check_vault
from tests.derivation import remembered_derivation
from tests.services.backup_bench import CANARY, CLOCK, all_records, filled_vault, names, passphrase


@pytest.fixture(scope="module", autouse=True)
def derivation() -> Iterator[None]:
    """Another process opens these vaults, too."""
    with remembered_derivation():
        yield


_FORMS = tuple(
    form
    for text in (CANARY, "канарейка", "Копия решения", "берёза-трамвай-7")
    for form in (
        text.encode("utf-8"),
        text.encode("utf-16-le"),
        text.encode("cp1251"),
        base64.b64encode(text.encode())[:-3],
        text.encode().hex().encode(),
    )
)


def readable(*folders: Path) -> list[str]:
    """Files below the folders that hold a marked text in any usual form."""
    return [
        f"{path}: {form!r}"
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
        for content in (path.read_bytes(),)
        for form in _FORMS
        if form in content
    ]


def nameless(folder: Path) -> list[Path]:
    """Open files of this process that lie in the folder without a name, as files do that are still being written."""
    found = []
    for link in Path("/proc/self/fd").glob("*") if sys.platform == "linux" else ():
        try:
            target = link.readlink()
        except OSError:
            continue
        if str(target).startswith(str(folder)) and str(target).endswith("(deleted)"):
            found.append(link)
    return found


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(f"xx{CANARY}xx")
    assert len(readable(tmp_path)) >= 1


def test_nothing_readable_lies_anywhere_at_any_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("home", "tmp"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    key = new_identity(tmp_path / "id")
    steps: list[list[str]] = []
    seen: list[list[str]] = []

    unnamed: list[int] = []

    def look(done: int, total: int) -> None:
        steps.append(names(tmp_path))
        hidden = nameless(tmp_path)
        unnamed.append(len(hidden))
        clear = [f"{link}: {form!r}" for link in hidden for form in _FORMS if form in link.read_bytes()]
        seen.append(readable(tmp_path) + clear)

    with filled_vault(tmp_path / "v", tmp_path) as briefcase:
        briefcase.backups.create([key.recipient], tmp_path / "b.age", watch=look)
    at_work = [
        len([name for name in step if name.endswith(".part")]) + bare for step, bare in zip(steps, unnamed, strict=True)
    ]
    assert max(at_work) >= 2, (steps, unnamed)
    verify_backup(tmp_path / "b.age", tmp_path / "id")
    restore_backup(tmp_path / "b.age", tmp_path / "w", tmp_path / "id", passphrase("x"), clock=CLOCK, fast_kdf=True)
    assert seen and not any(seen)
    assert readable(tmp_path) == []
    assert names(tmp_path) == ["b.age", "home", "id", "tmp", "v", "w"]
    assert names(tmp_path / "home") == names(tmp_path / "tmp") == []


_BACK_UP = """
import sys
from pathlib import Path
from legalaid_desktop.host.clock import SystemClock
from legalaid_desktop.services.opening import open_briefcase
from legalaid_desktop.vault.secret import Secret
folder, out, recipient = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
with Secret.from_passphrase("берёза-трамвай-7") as secret:
    briefcase = open_briefcase(folder, secret, clock=SystemClock())
print("open", flush=True)
n = 0
while True:
    n += 1
    briefcase.backups.create([recipient], out / f"{n}.age")
    print(n, flush=True)
"""


def test_kill_while_backing_up_loses_no_record_and_makes_no_false_backup(tmp_path: Path) -> None:
    key = new_identity(tmp_path / "id")
    with filled_vault(tmp_path / "v", tmp_path) as briefcase:
        before = all_records(briefcase)
    source = random.Random(5)
    confirmed = 0
    for attempt in range(6):
        out = tmp_path / f"out{attempt}"
        out.mkdir()
        with subprocess.Popen(
            [sys.executable, "-c", _BACK_UP, str(tmp_path / "v"), str(out), key.recipient],
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "open\n"
            time.sleep(source.uniform(0, 0.4))
            child.send_signal(signal.SIGKILL)
            confirmed += len([line for line in child.stdout.read().splitlines(keepends=True) if line.endswith("\n")])
            child.wait()
        for name in names(out):
            assert name.endswith(".age") or (name.startswith(".") and ".part" in name)
            if name.endswith(".age"):  # whatever has its name is whole
                assert verify_backup(out / name, tmp_path / "id").ok
        assert readable(out) == []
    print(f"6 kills, {confirmed} backups confirmed")
    assert check_vault(tmp_path / "v", passphrase(), clock=CLOCK).ok
    with open_briefcase(tmp_path / "v", passphrase(), clock=CLOCK) as briefcase:
        assert all_records(briefcase) == before
        assert len(briefcase.backups.receipts()) >= confirmed
