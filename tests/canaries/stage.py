"""A stage of its own for one session: a screen, a home, a temp folder, and what strace saw of the program."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.canaries.driven_window import MASK

ROOT: Final = Path(__file__).resolve().parents[2]
_PATIENCE: Final = 120.0
"""s; conditions, not times."""
TRACED: Final = (
    "trace=%network,openat,open,creat,memfd_create,mknod,mknodat,symlink,symlinkat,link,linkat,"
    "rename,renameat,renameat2,io_uring_setup"
)
_OPENED = re.compile(
    r"\b(openat|open|creat|memfd_create|mknodat|symlinkat|linkat|renameat2?|rename|link|symlink)"
    r"\(([^\"]*)\"((?:[^\"\\]|\\.)*)\"(.*?)\) = \d"
)
_FOLDER = re.compile(r"<([^>]*)>")
_SOCKET = re.compile(r"\bsocket\((AF_\w+|0x[0-9a-f]+|\d+), ")
_ADDRESS = re.compile(r"sa_family=(AF_\w+)")


def disguised(text: str) -> str:
    return bytes(byte ^ MASK for byte in text.encode()).hex()


@dataclass
class Stage:
    """``folder`` holds all that is private to the session; ``hand`` is where files lie that a person put there."""

    folder: Path
    hand: Path
    display: str = ""
    logs: list[Path] = field(default_factory=list)
    """stdout and stderr of the program."""
    traces: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        for place in (self.home, self.temp, self.run, self.hand, self.outside):
            place.mkdir(parents=True, exist_ok=True)
        self.run.chmod(0o700)

    @property
    def vault(self) -> Path:
        return self.folder / "vault"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def temp(self) -> Path:
        return self.folder / "tmp"

    @property
    def run(self) -> Path:
        return self.folder / "run"

    @property
    def outside(self) -> Path:
        """Logs of the session itself, beside what belongs to the program."""
        return self.hand.parent / "outside"

    def environment(self) -> dict[str, str]:
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("XDG", "LEGALAID", "QT_", "PYTHON", "DBUS"))}
        return kept | {
            "HOME": str(self.home),
            "TMPDIR": str(self.temp),
            "SQLITE_TMPDIR": str(self.temp),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_DATA_HOME": str(self.home / ".local/share"),
            "XDG_STATE_HOME": str(self.home / ".local/state"),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "XDG_RUNTIME_DIR": str(self.run),
            "XDG_SESSION_TYPE": "x11",
            "DISPLAY": self.display,
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LANG": "C.UTF-8",
        }

    def traced(self, command: Sequence[str]) -> list[str]:
        """The command under strace, where it is there and may be used."""
        if shutil.which("strace") is None:
            return list(command)
        trace = self.outside / f"trace-{len(self.traces)}"
        self.traces.append(trace)
        options = ["-f", "--seccomp-bpf", "-qq", "-y", "-s", "0", "-e", "signal=none", "-e", TRACED, "-o", str(trace)]
        return ["strace", *options, *command]

    def written(self) -> set[str]:
        """Every path that any process of the session made, opened for writing, renamed or linked; also files without
        a name, as ``memfd:…``."""
        found: set[str] = set()
        for trace in self.traces:
            for line in trace.read_text("utf-8", "replace").splitlines():
                seen = _OPENED.search(line)
                if seen is None:
                    continue
                call, before, name, after = seen.groups()
                if call in ("open", "openat") and not re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE", after):
                    continue
                if call == "memfd_create":
                    found.add(f"memfd:{name}")
                    continue
                folder = _FOLDER.search(before)
                path = name.encode().decode("unicode_escape").encode("latin-1").decode("utf-8", "replace")
                found.add(os.path.normpath(Path(folder.group(1)) / path) if folder else path)
        return found

    def families(self) -> set[str]:
        """Families of all sockets that any process of the session made or named."""
        found: set[str] = set()
        for trace in self.traces:
            text = trace.read_text("utf-8", "replace")
            found |= set(_SOCKET.findall(text)) | set(_ADDRESS.findall(text))
        return found


@contextlib.contextmanager
def screen() -> Iterator[str]:
    """A screen that nobody else sees; gives its name."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()
        assert number, "no screen"
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


class DrivenWindow:
    """The process of one window; it keeps its number over locks."""

    def __init__(self, stage: Stage, *, quick: bool = True, trace: bool = True) -> None:
        script = str(Path(__file__).with_name("driven_window.py"))
        command = [sys.executable, script, str(stage.vault), "1" if quick else "0"]
        log = stage.outside / f"window-{len(stage.logs)}.log"
        stage.logs.append(log)
        self._log = log
        with log.open("wb") as err:
            self.process = subprocess.Popen(
                stage.traced(command) if trace else command,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=err, env=stage.environment(), cwd=stage.home,
            )  # fmt: skip
        self._traced = trace and bool(stage.traces)
        self.wait("window.unlock.face_shown != 'neutral'")

    @property
    def pid(self) -> int:
        """Of the program, not of strace."""
        return int(self.tell("__import__('os').getpid()"))

    def _order(self, **order: Any) -> Any:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(
                f"the window is gone: {self.process.wait()}: {self._log.read_text('utf-8', 'replace')}"
            )
        told = json.loads(line)
        if "failed" in told:
            raise AssertionError(f"{order}: {told['failed']}")
        return told["ok"]

    def tell(self, expression: str) -> Any:
        return self._order(tell=expression)

    def do(self, statements: str) -> None:
        self._order(do=statements)

    def click(self, button: str) -> None:
        """Click once the button can be: work that just ended may still hold it."""
        self.wait(f"{button}.isEnabled()")
        self.do(f"{button}.click()")

    def within(self, seconds: float, expression: str) -> bool:
        """Whether it comes true in that time."""
        until = time.monotonic() + seconds
        while not (come := bool(self.tell(f"bool({expression})"))) and time.monotonic() < until:
            time.sleep(0.05)
        return come

    def fault(self, statements: str) -> None:
        """Statements whose exception reaches the crash hook, as one of the program's own would."""
        self._order(**{"raise": statements})

    def type(self, text: str, into: str = "") -> None:
        """Keys, a letter at a time, to what has the focus or to the widget that is named."""
        self._order(type=disguised(text), into=into)

    def press(self, key: str, modifier: str = "No") -> None:
        self.do(f"hand.press({key!r}, {modifier!r})")

    def fill(self, name: str, text: str) -> None:
        self.do(f"hand.tab_to({name!r})")
        self.type(text)

    def wait(self, expression: str) -> None:
        until = time.monotonic() + _PATIENCE
        while not self.tell(f"bool({expression})"):
            if time.monotonic() > until:
                raise AssertionError(f"never came: {expression}; page {self.tell('window.page_key')}")
            time.sleep(0.05)

    def lock(self) -> None:
        """By the panic key; back when the process was replaced and the neutral face has gone."""
        self.do("window.marked = True")
        self.press("L", "Control")
        self.wait("not hasattr(window, 'marked') and window.unlock.face_shown != 'neutral'")

    def unlock(self, passphrase: str) -> None:
        self.type(passphrase, "window.unlock.passphrase.editor")
        self.do("window.unlock.open_button.click()")
        self.wait("window.page_key")

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self._end()

    def close(self) -> int:
        """As a person closes the window; the exit status."""
        self.do("__import__('PySide6.QtCore').QtCore.QTimer.singleShot(0, window.close)")
        return self._end()

    def _end(self) -> int:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        try:
            return self.process.wait(_PATIENCE)
        finally:
            self.process.stdout.close()

    def stop(self) -> None:
        """Whatever state it is in."""
        if self.process.poll() is None:
            children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
            for pid in (*map(int, children), self.process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self._end()
