"""How fast the lock is: the panic key to the blank face, to wiped keys, to the new process's first paint.

    xvfb-run -a .venv/bin/python bench/bench_lock.py [ROUNDS]

Each round opens a real vault with the practice cases in a process of its own, types into the quick note, presses
Ctrl+L as the toolkit delivers keys, and lets the process be replaced for real. Once idle, once while a backup runs on
the vault's lane. Beside it, an empty PySide6 window in the same run: from the start of the process to its first paint.
Times are medians and worst cases in ms, by the clock that all processes of a machine share. On a machine that does
other work too, the processor time is the steadier figure.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
PASSPHRASE = "лампа река камень семь"

EMPTY = """
import sys, time
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        now, spent = time.monotonic(), time.process_time()
        open(sys.argv[1], "a").write(f"{now} {spent} {len(sys.modules)}\\n"); app.exit()
app = QApplication(["x"])
window = Window(); window.resize(1000, 700); window.show()
app.exec()
"""

AFTER = """
import os, sys, time
from legalaid_desktop.ui import main_window
first = main_window.MainWindow.paintEvent
def note(what, *values):
    open(os.environ["BENCH_OUT"], "a").write(" ".join(map(str, (what, *values))) + "\\n")
def painted(self, event):
    now, spent, modules = time.monotonic(), time.process_time(), len(sys.modules)
    first(self, event)
    if told:
        return
    note("new", now); note("cpu_new", spent); note("modules", modules)
    from PySide6.QtCore import QTimer
    told.append(QTimer(self))
    told[0].timeout.connect(lambda: look(self))
    told[0].start(2)
def look(self):
    if self._furnished and self.unlock.face_shown == "open":
        note("field", time.monotonic()); note("cpu_field", time.process_time())
        os._exit(0)
told = []
main_window.MainWindow.paintEvent = painted
# The way of the real command line of a new window.
sys.argv = ["legalaid", "open", "--vault", os.environ["BENCH_VAULT"]]
from legalaid_desktop.__main__ import command_line
command_line()
"""

BEFORE = """
import os, sys, time
from pathlib import Path
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from legalaid_desktop import bootstrap
from legalaid_desktop.services import briefcase as briefcases
from legalaid_desktop.ui import application, main_window
out = open(os.environ["BENCH_OUT"], "a")
def note(what):
    out.write(f"{what} {time.monotonic()}\\n"); out.flush()
blank = main_window.MainWindow._blank
def blanked(self):
    blank(self); note("blank")
main_window.MainWindow._blank = blanked
wipe = briefcases.Briefcase.close
def closed(self):
    wipe(self); note("wiped")
briefcases.Briefcase.close = closed
def replaced(command):
    note("exec"); out.write(f"cpu_exec {time.process_time()}\\n"); out.flush()
    os.execv(sys.executable, [sys.executable, "-c", os.environ["BENCH_AFTER"]])
bootstrap.replace_process = replaced
build = application.build_window
def built(app, **parts):
    window = build(app, **parts)
    def when(ready, then):
        QTimer.singleShot(50, lambda: then() if ready() else when(ready, then))
    def typed():
        field = window.unlock.passphrase.editor
        field._add(os.environ["BENCH_PASSPHRASE"])
        window.unlock.open_button.click()
    def opened():
        window.desk.go("note")
        when(lambda: window.page_key == "note" and window.page.text.editor.isVisible(), write)
    def write():
        window.page.text.editor.insertPlainText("Звонок. " * 400)
        if os.environ["BENCH_WORK"]:
            def work(b):
                # A long job of plain Python on the vault's lane, then a long question to the database.
                end = time.monotonic() + 5
                while time.monotonic() < end:
                    b.vault.db.one("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 30000000) "
                                   "SELECT count(*) FROM n")
            window.desk.tasks(window).ask(work, done=lambda _: None, failed=lambda _: None)
        QTimer.singleShot(300, press)
    def press():
        note("key")
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        QApplication.sendEvent(QApplication.focusWidget() or window, key)
    # The window first goes to where one was, which would undo a page chosen before.
    window.unlock.opened.connect(lambda: when(lambda: window.page_key != "", opened))
    when(lambda: window.unlock.face_shown == "open", typed)
    return window
application.build_window = built
from legalaid_desktop.bootstrap import open_window
open_window(["x"], vault=Path(os.environ["BENCH_VAULT"]))
"""


def _make_vault(folder: Path) -> None:
    script = f"""
from pathlib import Path
from legalaid_desktop.host.clock import SystemClock
from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.opening import create_briefcase
from legalaid_desktop.services.secrets import Secret
with Secret.from_passphrase({PASSPHRASE!r}) as secret:
    with create_briefcase(Path({str(folder)!r}), secret, clock=SystemClock(), fast_kdf=True) as briefcase:
        briefcase.cases.import_files(sorted((resources() / "demo").glob("*.toml")))
"""
    subprocess.run([PYTHON, "-c", script], check=True)


def _lock_once(folder: Path, work: bool) -> dict[str, float]:
    out = folder / "times"
    out.write_text("", encoding="utf-8")
    environment = dict(
        os.environ, BENCH_OUT=str(out), BENCH_VAULT=str(folder / "vault"), BENCH_AFTER=AFTER,
        BENCH_PASSPHRASE=PASSPHRASE, BENCH_WORK="1" if work else "",
        XDG_CONFIG_HOME=str(folder / "config"), HOME=str(folder),
    )  # fmt: skip
    subprocess.run([PYTHON, "-c", BEFORE], env=environment, check=True, timeout=60, stderr=subprocess.DEVNULL)
    times = dict(line.split() for line in out.read_text("utf-8").splitlines())
    key = float(times["key"])
    steps = ("blank", "wiped", "exec", "new", "field")
    found: dict[str, float] = {name: (float(times[name]) - key) * 1000 for name in steps if name in times}
    found["start"] = found["new"] - found["exec"]
    # Replacing a process keeps its account of time.
    found["cpu"] = (float(times["cpu_new"]) - float(times["cpu_exec"])) * 1000
    found["cpu_field"] = (float(times["cpu_field"]) - float(times["cpu_exec"])) * 1000
    found["modules"] = float(times["modules"])
    return found


def _empty_once(folder: Path) -> tuple[float, float, float]:
    """Wall and processor time to the first paint in ms, modules loaded by then."""
    out = folder / "empty"
    out.write_text("", encoding="utf-8")
    started = time.monotonic()
    subprocess.run([PYTHON, "-c", EMPTY, str(out)], check=True, timeout=60, stderr=subprocess.DEVNULL)
    painted, spent, modules = (float(word) for word in out.read_text("utf-8").split())
    return (painted - started) * 1000, spent * 1000, modules


def main() -> None:
    """Print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Compiled modules as an installed program has them, also where the surroundings forbid to write any.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
        _make_vault(folder / "vault")
        _empty_once(folder)
        _lock_once(folder, work=False)
        empty, idle, busy = [], [], []
        for _ in range(rounds):
            empty.append(_empty_once(folder))
            idle.append(_lock_once(folder, work=False))
            busy.append(_lock_once(folder, work=True))
    table: dict[str, dict[str, float]] = {}
    for title, runs in (("panic key, nothing else runs", idle), ("panic key, a long job runs", busy)):
        print(f"{title} ({rounds} rounds): median / worst ms")
        for step, words in (
            ("blank", "blank face painted"), ("wiped", "vault closed, keys wiped"), ("exec", "process replaced"),
            ("start", "new process: start to first paint"), ("new", "key to first paint of the new window"),
            ("field", "key to the passphrase field"), ("cpu", "processor time to first paint"),
            ("cpu_field", "processor time to the passphrase field"),
        ):  # fmt: skip
            values = [run[step] for run in runs if step in run]
            if values:
                print(f"  {words:42} {statistics.median(values):7.1f} / {max(values):7.1f}")
                table.setdefault(title, {})[step] = statistics.median(values)
    runs = idle + busy
    ratios = {}
    for step, at, words in (("start", 0, "time"), ("cpu", 1, "processor time")):
        plain = statistics.median([run[at] for run in empty])
        ours = statistics.median([run[step] for run in runs])
        ratios[step] = ours / plain
        print(
            f"first paint, {words:15} empty PySide6 window {plain:7.1f} ms, ours {ours:7.1f}, ratio {ours / plain:.2f}"
        )
    modules = statistics.median([run["modules"] for run in runs])
    print(f"modules loaded at the first paint: {empty[0][2]:.0f} in an empty window, {modules:.0f} in ours")
    print(json.dumps({"ratio": ratios, "modules": modules, **table}))


if __name__ == "__main__":
    main()
