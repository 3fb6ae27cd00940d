"""Watches what a hostile file does: time, memory of the child, processes, files."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from legalaid_desktop.intake import child
from legalaid_desktop.intake.wire import Params

MEGA = 1 << 20


@dataclass
class Watch:
    """Peaks over all attacks: seconds, computing seconds of the child, bytes; and which attack made them."""

    worst: dict[str, tuple[float, str]] = field(default_factory=dict)
    children: list[int] = field(default_factory=list)
    count: int = 0
    memory: int = 0

    def note(self, what: str, value: float, name: str) -> None:
        self.worst[what] = max(self.worst.get(what, (0.0, "")), (value, name))

    def peak(self, what: str) -> float:
        return self.worst.get(what, (0.0, ""))[0]

    @contextmanager
    def attack(self, name: str) -> Iterator[None]:
        """Everything inside is one attack; afterwards nothing of it is left."""
        self.count += 1
        self.memory = 0
        begin, before = time.perf_counter(), os.times()
        yield
        after = os.times()
        self.note("seconds", time.perf_counter() - begin, name)
        computing = after.children_user + after.children_system - before.children_user - before.children_system
        self.note("computing", computing, name)
        self.note("memory", self.memory, name)
        assert not psutil.Process().children(recursive=True), f"{name}: a process stays"
        assert not any(psutil.pid_exists(pid) for pid in self.children), f"{name}: a child stays"
        self.children.clear()

    def started(self, pid: int) -> None:
        self.children.append(pid)
        threading.Thread(target=self._follow, args=(pid,), daemon=True).start()

    def _follow(self, pid: int) -> None:
        """The kernel keeps the high-water mark itself; it is read until the process is gone."""
        while True:
            try:
                lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
            except OSError:
                return
            marks = [int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
            if not marks:
                return
            self.memory = max(self.memory, marks[0] * 1024)
            time.sleep(0.002)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Every child that is started meanwhile is watched."""
    seen = Watch()
    run = child._run

    def watched(
        parser: str, data: bytes, params: Params, wall: float, started: Callable[[int], None] | None
    ) -> tuple[bytes | None, int, bool]:
        return run(parser, data, params, wall, seen.started)

    monkeypatch.setattr(child, "_run", watched)
    return seen


def names_around() -> frozenset[str]:
    """Names at the places that a child without environment writes to first: its folder, the memory disk, HOME."""
    places = (Path("/"), Path("/dev/shm"), Path.home())
    return frozenset(str(path) for place in places if place.is_dir() for path in place.iterdir())


def tree(*folders: Path) -> Mapping[str, tuple[int, float]]:
    """Size and time of change of every file in some folders: what an escape would leave behind."""
    found: dict[str, tuple[int, float]] = {}
    for folder in folders:
        for path in folder.rglob("*"):
            try:
                state = path.lstat()
            except OSError:
                continue
            if path.is_file() and not path.name.endswith(".pyc"):
                found[str(path)] = (state.st_size, state.st_mtime)
    return found
