"""The tests' side of ``worker.py``: builds the library, starts the worker, runs rounds in fresh copies of a scene."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.resilience.fault_control import Fault, Mode
from tests.resilience.operations import OPERATIONS, Operation

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_MEMORY_DISK = Path("/dev/shm")


@dataclass
class Outcome:
    """What one run of an operation said and how it ended."""

    confirmed: list[str] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)
    bugs: list[str] = field(default_factory=list)
    done: bool = False
    counted: int = 0
    fired: int = 0
    status: int = 0

    def hear(self, line: dict[str, Any]) -> None:
        if "confirmed" in line:
            self.confirmed.append(line["confirmed"])
        elif "told" in line:
            self.told.append(line)
        elif "bug" in line:
            self.bugs.append(line["bug"])
        elif "done" in line:
            self.done, self.counted, self.fired = True, line["counted"], line["fired"]
        else:
            raise AssertionError(f"the worker said {line}")


def build_library(folder: Path) -> Path | None:
    """Compile ``fault.c``; ``None`` where no compiler is found. A compiler that fails fails the test."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        return None
    library = folder / "fault.so"
    subprocess.run(
        [compiler, "-O2", "-Wall", "-Werror", "-shared", "-fPIC", "-o", library, HERE / "fault.c", "-ldl"], check=True
    )
    return library


@contextmanager
def fast_folder() -> Iterator[Path]:
    """A folder in memory where there is one: the harness asks what is on the disk, not how fast it turns."""
    roomy = _MEMORY_DISK.is_dir() and os.access(_MEMORY_DISK, os.W_OK)
    if roomy and shutil.disk_usage(_MEMORY_DISK).free < 60_000_000:
        roomy = False
    place = Path(tempfile.mkdtemp(prefix="resilience-", dir=_MEMORY_DISK if roomy else None)).resolve()
    try:
        yield place
    finally:
        shutil.rmtree(place)


class Stage:
    """One worker, and scenes to run it in. A scene is a folder that an operation prepared once and is copied."""

    def __init__(self, library: Path, folder: Path) -> None:
        self.folder = folder
        self._bases: dict[str, Path] = {}
        self._round = 0
        env = dict(os.environ, LD_PRELOAD=str(library), PYTHONPATH=os.pathsep.join([str(ROOT), str(ROOT / "src")]))
        self._worker = subprocess.Popen(
            [sys.executable, "-m", "tests.resilience.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=env,
            cwd=ROOT,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._worker.stdin is not None and self._worker.stdout is not None
        self._worker.stdin.close()
        self._worker.wait(30)
        self._worker.stdout.close()

    def base(self, operation: Operation) -> Path:
        if operation.scene not in self._bases:
            base = self.folder / f"base-{operation.scene}"
            base.mkdir()
            operation.prepare(base)
            self._bases[operation.scene] = base
            self._ask(warm=operation.name, folder=str(base))
            assert self._hear() == {"warm": True}
        return self._bases[operation.scene]

    @contextmanager
    def scene(self, operation: Operation) -> Iterator[Path]:
        """A fresh copy of the prepared folder, gone afterwards."""
        self._round += 1
        folder = self.folder / f"round-{self._round}"
        shutil.copytree(self.base(operation), folder)
        yield folder
        shutil.rmtree(folder)

    def run(
        self,
        operation: Operation,
        folder: Path,
        fault: Fault | None = None,
        *,
        record: Path | None = None,
        kill_after: float | None = None,
    ) -> Outcome:
        """Run the operation in ``folder``, recorded in a file or killed after some seconds, if asked."""
        self._ask(
            operation=operation.name,
            folder=str(folder),
            fault=(fault or Fault()).to_json(),
            record=str(record) if record else None,
            kill_after=kill_after,
        )
        outcome = Outcome()
        while "ended" not in (line := self._hear()):
            outcome.hear(line)
        outcome.status = line["ended"]
        return outcome

    def calls(self, operation: Operation, fault: Fault) -> int:
        """How many calls of the fault's kinds the operation makes when nothing fails."""
        with self.scene(operation) as folder:
            outcome = self.run(operation, folder, Fault(kinds=fault.kinds, mode=Mode.NONE))
            assert outcome.done and not outcome.bugs and not outcome.told, outcome
            operation.check(folder, outcome.confirmed, finished=True)
            return outcome.counted

    def _ask(self, **request: Any) -> None:
        assert self._worker.stdin is not None
        self._worker.stdin.write((json.dumps(request) + "\n").encode())
        self._worker.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self._worker.stdout is not None
        line = self._worker.stdout.readline()
        assert line, "the worker has gone"
        heard: dict[str, Any] = json.loads(line)
        return heard


def operation(name: str) -> Operation:
    return OPERATIONS[name]
