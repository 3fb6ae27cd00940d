"""The lock of a real process: what the one in its place has, and has not."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ui.conftest import PASSPHRASE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")

AFTER = """
import ctypes, json, os, resource, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from legalaid_desktop.ui import application
build = application.build_window
def built(app, **parts):
    window = build(app, **parts)
    def tell():
        links = []
        for name in os.listdir("/proc/self/fd"):
            try:
                links.append(os.readlink(f"/proc/self/fd/{name}"))
            except OSError:
                pass
        print(json.dumps({
            "pid": os.getpid(), "face": str(window.unlock.face_shown), "title": window.windowTitle(),
            "dumpable": ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), "core": resource.getrlimit(resource.RLIMIT_CORE),
            "files": links, "children": Path(f"/proc/self/task/{os.getpid()}/children").read_text().split(),
        }), flush=True)
        sys.stdin.readline()
        os._exit(0)
    def wait():
        tell() if window.unlock.face_shown == "open" else QTimer.singleShot(50, wait)
    QTimer.singleShot(50, wait)
    return window
application.build_window = built
from legalaid_desktop.bootstrap import open_window
sys.exit(open_window(["x"], vault=Path(sys.argv[1])))
"""

BEFORE = """
import logging, os, sys, warnings
from pathlib import Path
from PySide6.QtCore import QEvent, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from legalaid_desktop import bootstrap
from legalaid_desktop.ui import application
bootstrap.relaunch_command = lambda *_: [sys.executable, "-c", os.environ["AFTER"], sys.argv[1]]
build = application.build_window
def built(app, **parts):
    window = build(app, **parts)
    def when(ready, then):
        QTimer.singleShot(50, lambda: then() if ready() else when(ready, then))
    def shown(number):
        return bytes(b ^ 0x5A for b in bytes.fromhex(os.environ["CANARIES"].split()[number])).decode()
    def typed():
        window.unlock.passphrase.editor._add(shown(0))
        window.unlock.open_button.click()
    def opened():
        window.desk.go("note")
        when(lambda: window.page_key == "note" and window.page.text.editor.isVisible(), write)
    def write():
        text = shown(1)
        window.page.text.editor.insertPlainText(text)
        warnings.warn("предупреждение: " + text)
        logging.getLogger("x").warning("журнал: " + text)
        QTimer.singleShot(0, lambda: {}[text])
        def chained():
            try:
                raise ValueError(text)
            except ValueError:
                raise KeyError(text)
        QTimer.singleShot(0, chained)
        QTimer.singleShot(900, lambda: print(os.getpid(), flush=True))
        order = window.order = QSocketNotifier(0, QSocketNotifier.Type.Read)
        order.activated.connect(lambda *_: press())
    def press():
        window.order.setEnabled(False)
        os.read(0, 1)
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        QApplication.sendEvent(QApplication.focusWidget() or window, key)
    # The window first goes to where one was, which would undo a page chosen before.
    window.unlock.opened.connect(lambda: when(lambda: window.page_key != "", opened))
    when(lambda: window.unlock.face_shown == "open", typed)
    return window
application.build_window = built
sys.exit(bootstrap.open_window(["x"], vault=Path(sys.argv[1])))
"""


def hidden(text: str) -> str:
    return bytes(b ^ 0x5A for b in text.encode()).hex()


def copies(pid: int, text: str) -> int:
    """How often a text stands in the memory of a process, as UTF-8 or UTF-16."""
    found = 0
    with Path(f"/proc/{pid}/maps").open() as maps, Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            start, end = (int(part, 16) for part in span.split("-"))
            if "r" not in rights or "[v" in line:
                continue
            with contextlib.suppress(OSError):
                memory.seek(start)
                data = memory.read(end - start)
                found += data.count(text.encode()) + data.count(text.encode("utf-16-le"))
    return found


def test_the_new_process_is_locked_and_has_nothing_of_the_old(practice_vault: Path, tmp_path: Path) -> None:
    import shutil

    vault = Path(shutil.copytree(practice_vault, tmp_path / "vault"))
    note = "КАНАРЕЙКА поёт в записи 7316"
    environment = dict(os.environ, AFTER=AFTER, CANARIES=f"{hidden(PASSPHRASE)} {hidden(note)}")
    process = subprocess.Popen(
        [sys.executable, "-c", BEFORE, str(vault)],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1,
    )  # fmt: skip
    assert process.stdin is not None and process.stdout is not None
    pid = int(process.stdout.readline())
    root = os.geteuid() == 0  # nobody else may look: that is what the flag is for
    if root:
        assert copies(pid, note) > 0
    else:
        with pytest.raises(PermissionError):
            copies(pid, note)
    process.stdin.write("\n")
    process.stdin.flush()
    found = json.loads(process.stdout.readline())
    if root:
        assert [copies(pid, text) for text in (PASSPHRASE, note)] == [0, 0]
    _, told = process.communicate("\n", timeout=60)
    assert process.returncode == 0, told
    assert found["pid"] == pid  # the same process, replaced
    assert found["face"] == "open"
    assert found["title"] == "LegalAid Desktop"
    assert (found["dumpable"], found["core"]) == (0, [0, 0])
    assert [name for name in found["files"] if str(vault) in name] == []
    assert found["children"] == []
    # Faults were told by type and place; warnings and logs that quote were not told at all.
    assert "КАНАРЕЙКА" not in told
    assert "журнал" not in told
    faults = [line.split()[1] for line in told.splitlines() if line.startswith("legalaid-desktop: ")]
    assert faults == ["KeyError", "KeyError"]
    assert sorted(path.name for path in vault.iterdir()) == ["data", "head"]
    from tests.ui.test_lock_everywhere import kept_note

    assert note in kept_note(vault)
