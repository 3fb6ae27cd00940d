"""The folder of a vault after it lay in other hands: files exchanged, cut, replaced by links, pipes and folders.

Whatever lies there, the command line answers in words with the exit status of its contract, waits for nobody, and no
file outside of the folder changes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import shutil
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from legalaid_desktop.host.clock import SystemClock
from legalaid_desktop.services.opening import create_briefcase
from legalaid_desktop.vault.secret import Secret
from tests.cli.desk import Desk, Ran
from tests.rounds import rounds

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="pipes, sockets and sparse files of Linux")

JOURNAL = bytes.fromhex("d9d505f920a163d7")
_HUGE = 2**36
_RESCUE_AFTER = 20.0
"""s after which a pipe that somebody waits at is opened from the other side, so that a failure is not a hang."""


class Strange:
    """A copy of a vault, a second vault under the same passphrase, and a folder that is none of a vault's."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.vault = desk.folder / "strange"
        shutil.copytree(desk.vault, self.vault)
        self.other = desk.folder / "other"
        self.outside = desk.folder / "outside"
        self.outside.mkdir()
        (self.outside / "precious").write_bytes(b"kept" * 2000)
        for name in ("head", "data"):
            shutil.copy(self.other / name, self.outside / name)

    def of(self, name: str) -> bytes:
        return (self.desk.vault / name).read_bytes()

    def put(self, name: str, data: bytes) -> None:
        path = self.vault / name
        path.parent.mkdir(exist_ok=True)
        self.free(name).write_bytes(data)

    def free(self, name: str) -> Path:
        (self.vault / name).unlink(missing_ok=True)
        return self.vault / name

    def remove(self, name: str) -> None:
        self.free(name)

    def link(self, name: str, to: str) -> None:
        self.free(name).symlink_to(self.outside / to)

    def foreign(self, name: str) -> bytes:
        return (self.other / name).read_bytes()

    def socket(self, name: str) -> None:
        place = os.open(self.free(name).parent, os.O_RDONLY)
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(f"/proc/self/fd/{place}/{name}")  # the path itself may be longer than a socket's may be
        os.close(place)

    def grow(self, name: str, size: int = _HUGE) -> None:
        with (self.vault / name).open("ab") as file:
            file.truncate(size)

    def new(self, head: bytes | None, data: bytes | None, folder: str = "new") -> Strange:
        (self.vault / folder).mkdir()
        if head is not None:
            self.put(f"{folder}/head", head)
        if data is not None:
            self.put(f"{folder}/data", data)
        return self


def _pages(data: bytes, *order: int) -> bytes:
    return b"".join(data[at * 4096 : (at + 1) * 4096] for at in order) + data[len(order) * 4096 :]


def _journal(records: int, pages: int) -> bytes:
    return JOURNAL + b"".join(value.to_bytes(4, "big") for value in (records, 7, pages, 512, 4096)) + bytes(484)


_NOISE = random.Random(3).randbytes(20_000)

ATTACKS: dict[str, Callable[[Strange], object]] = {
    "header of another vault": lambda s: s.put("head", s.foreign("head")),
    "data of another vault": lambda s: s.put("data", s.foreign("data")),
    "header of noise": lambda s: s.put("head", _NOISE[:16384]),
    "data of noise": lambda s: s.put("data", _NOISE[:16384]),
    "data of zeros": lambda s: s.put("data", bytes(len(s.of("data")))),
    "data empty": lambda s: s.put("data", b""),
    "data of one byte": lambda s: s.put("data", b"x"),
    "data cut inside a page": lambda s: s.put("data", s.of("data")[:5000]),
    "data cut by a page": lambda s: s.put("data", s.of("data")[:-4096]),
    "two pages exchanged": lambda s: s.put("data", _pages(s.of("data"), 0, 2, 1)),
    "head gone": lambda s: s.remove("head"),
    "data gone": lambda s: s.remove("data"),
    "head a folder": lambda s: s.free("head").mkdir(),
    "data a folder": lambda s: s.free("data").mkdir(),
    "log a folder": lambda s: s.free("data-wal").mkdir(),
    "journal a folder": lambda s: s.free("data-journal").mkdir(),
    "index a folder": lambda s: s.free("data-shm").mkdir(),
    "head a pipe": lambda s: os.mkfifo(s.free("head")),
    "data a pipe": lambda s: os.mkfifo(s.free("data")),
    "log a pipe": lambda s: os.mkfifo(s.free("data-wal")),
    "journal a pipe": lambda s: os.mkfifo(s.free("data-journal")),
    "index a pipe": lambda s: os.mkfifo(s.free("data-shm")),
    "head a socket": lambda s: s.socket("head"),
    "data a socket": lambda s: s.socket("data"),
    "log a socket": lambda s: s.socket("data-wal"),
    "journal a socket": lambda s: s.socket("data-journal"),
    "head a link to another": lambda s: s.link("head", "head"),
    "data a link to another": lambda s: s.link("data", "data"),
    "head a link to nothing": lambda s: s.link("head", "nothing"),
    "data a link to nothing": lambda s: s.link("data", "nothing"),
    "head a link to zeros": lambda s: s.link("head", "/dev/zero"),
    "data a link to zeros": lambda s: s.link("data", "/dev/zero"),
    "head a link to itself": lambda s: s.link("head", str(s.vault / "head")),
    "log a link to a file of yours": lambda s: s.link("data-wal", "precious"),
    "log a link to where nothing is": lambda s: s.link("data-wal", "made"),
    "journal a link to a file of yours": lambda s: s.link("data-journal", "precious"),
    "journal a link to where nothing is": lambda s: s.link("data-journal", "made"),
    "index a link to a file of yours": lambda s: s.link("data-shm", "precious"),
    "log of noise": lambda s: s.put("data-wal", _NOISE[:9000]),
    "log that is another's data": lambda s: s.put("data-wal", s.foreign("data")),
    "journal of noise": lambda s: s.put("data-journal", _NOISE[:9000]),
    "journal that would cut all": lambda s: s.put("data-journal", _journal(0xFFFFFFFF, 0)),
    "journal that would cut all but a page": lambda s: s.put("data-journal", _journal(0, 1)),
    "journal that would stretch": lambda s: s.put("data-journal", _journal(0, 2**31)),
    "head huge": lambda s: s.grow("head"),
    "data huge": lambda s: s.grow("data"),
    "log huge": lambda s: s.grow("data-wal"),
    "journal huge": lambda s: s.grow("data-journal"),
    "new key of another vault": lambda s: s.new(s.foreign("head"), s.foreign("data")),
    "new key: header alone": lambda s: s.new(s.foreign("head"), None),
    "new key: noise": lambda s: s.new(_NOISE[:16384], _NOISE),
    "new key: empty": lambda s: s.new(None, None),
    "new key: a file": lambda s: s.put("new", b"x"),
    "new key: a pipe": lambda s: os.mkfifo(s.vault / "new"),
    "new key: a link out": lambda s: (s.vault / "new").symlink_to(s.outside),
    "new key begun: a link out": lambda s: (s.vault / "new.part").symlink_to(s.outside),
    "new key: its data a link out": lambda s: s.new(s.foreign("head"), None).link("new/data", "precious"),
    "new key: its head a link out": lambda s: s.new(None, s.foreign("data")).link("new/head", "head"),
    "new key: its head a pipe": lambda s: os.mkfifo(s.new(None, s.foreign("data")).free("new/head")),
    "new key: its head huge": lambda s: s.new(s.foreign("head"), None).grow("new/head"),
    "new key begun: with a link out": lambda s: s.new(s.foreign("head"), None, "new.part").link("new.part/x", "."),
}
COMMANDS = (("vault", "check"), ("case", "list"), ("vault", "slots"), ("backup", "status"))[: rounds(1, 4)]


@pytest.fixture(scope="module")
def two_vaults(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``vault`` with an own passphrase, ``other``, both empty. Made by the services: capture is a test's own."""
    folder = tmp_path_factory.mktemp("two")
    for name in ("vault", "other"):
        with Secret.from_passphrase("четыре слова на бумаге") as phrase:
            briefcase = create_briefcase(folder / name, phrase, clock=SystemClock(), fast_kdf=True)
        briefcase.notes.record(None, "Запись, которая остаётся.")
        briefcase.close()
    return folder


@pytest.fixture
def strange(two_vaults: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Strange:
    desk = Desk(tmp_path, capfd)
    for name in ("vault", "other"):
        shutil.copytree(two_vaults / name, tmp_path / name)
    return Strange(desk)


def _outside(strange: Strange) -> dict[str, str]:
    return {
        str(path.relative_to(strange.outside)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in strange.outside.rglob("*")
    }


@contextlib.contextmanager
def _unblocked(folder: Path) -> Iterator[None]:
    """Open each pipe from the other side when somebody has waited at it too long."""

    over = threading.Event()

    def watch() -> None:
        if not over.wait(_RESCUE_AFTER):
            for path in folder.rglob("*"):
                if path.is_fifo():
                    os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _run(strange: Strange, *command: str) -> Ran:
    start = time.process_time()
    with _unblocked(strange.vault):
        ran = strange.desk.run(
            *command, "--vault", strange.vault, "--passphrase-file", strange.desk.phrase, "--json", "--lang", "ru"
        )
    seconds = time.process_time() - start
    assert seconds < 3, f"{command}: {seconds:.1f} s of computing"
    return ran


@pytest.mark.soak
@pytest.mark.parametrize("name", ATTACKS)
def test_whatever_lies_in_the_folder_is_answered_in_words(strange: Strange, name: str) -> None:
    ATTACKS[name](strange)
    outside = _outside(strange)
    for command in COMMANDS:
        ran = _run(strange, *command)
        assert ran.status in (0, 3, 4, 6, 8), (command, ran)
        assert "Traceback" not in ran.out + ran.err
        answer = ran.json
        if ran.status and command != ("vault", "check"):
            assert answer["error"]["message"] and answer["error"]["advice"]
        assert _outside(strange) == outside, command


@pytest.mark.parametrize(
    "name", [name for name in ATTACKS if name.startswith(("log a", "journal a", "index a", "journal that would"))]
)
def test_what_is_not_the_vaults_own_is_told_and_taken_away_nothing_is_lost(strange: Strange, name: str) -> None:
    """SQLite is never let near it: once it is away, the vault is as it was."""
    ATTACKS[name](strange)
    refused = _run(strange, "case", "list")
    assert (refused.status, refused.json["error"]["code"]) == (4, "database_damaged")
    report = _run(strange, "vault", "check")
    assert (report.status, [one["code"] for one in report.json["problems"]]) == (4, ["log_not_ours"])
    (odd,) = [path for path in strange.vault.iterdir() if path.name not in ("head", "data")]
    assert odd.name in report.json["problems"][0]["where"]
    assert (strange.vault / "data").read_bytes() == strange.of("data")
    if odd.is_dir():
        odd.rmdir()
    else:
        odd.unlink()
    assert _run(strange, "vault", "check").json == {"ok": True, "problems": []}
    assert _run(strange, "case", "list").status == 0
