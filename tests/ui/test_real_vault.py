"""The window over a real vault: made, left by lock, opened again at the same word; backed up and restored."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.identity import new_identity
from legalaid_desktop.services.opening import open_briefcase
from legalaid_desktop.services.secrets import Secret
from tests.ui.conftest import PASSPHRASE, TODAY, Desktop, QuickDoor, type_text

Opener = Callable[[], Desktop]


@pytest.fixture
def windows(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Opener]:
    made: list[Desktop] = []

    def open_another() -> Desktop:
        made.append(Desktop(qtbot, qapp, tmp_path, QuickDoor(TODAY)))
        made[-1].show()
        return made[-1]

    yield open_another
    for desktop in made:
        desktop.end()


def make_vault(desktop: Desktop) -> None:
    desktop.make()


def open_vault(desktop: Desktop, passphrase: str = PASSPHRASE) -> None:
    type_text(desktop.window.unlock.passphrase.editor, passphrase)
    desktop.window.unlock.open_button.click()


def lock(desktop: Desktop) -> None:
    desktop.window.lock()
    desktop.qtbot.waitUntil(lambda: bool(desktop.relaunched), timeout=10_000)


def test_from_the_first_run_to_the_same_word_after_a_lock(windows: Opener, tmp_path: Path) -> None:
    first = windows()
    assert first.window.unlock.face_shown == "create"
    make_vault(first)
    assert first.window.page_key == "recovery"
    QTest.keyClick(first.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    type_text(cast(Any, first.window.page).field.editor, "КАНАРЕЙКА")
    lock(first)
    assert sorted(path.name for path in (tmp_path / "vault").iterdir()) == ["data", "head"]
    for path in (tmp_path / "vault").iterdir():
        assert "КАНАРЕЙКА".encode() not in path.read_bytes()
    second = windows()
    assert second.window.unlock.face_shown == "open"
    open_vault(second)
    second.qtbot.waitUntil(lambda: bool(second.window.page_key), timeout=20_000)
    assert second.window.page_key == "search"
    assert cast(Any, second.window.page).field.editor.text() == "КАНАРЕЙКА"
    lock(second)
    assert first.hook.seen == second.hook.seen == []


def test_what_is_wrong_with_a_vault_is_told_apart(windows: Opener, tmp_path: Path) -> None:
    first = windows()
    make_vault(first)
    second = windows()
    open_vault(second)
    problem = second.window.unlock.problem
    second.qtbot.waitUntil(problem.isVisible, timeout=20_000)
    assert "открыт" in problem.text()
    lock(first)
    open_vault(second, "не та фраза")
    second.qtbot.waitUntil(lambda: "не подходит" in problem.text(), timeout=20_000)
    head = tmp_path / "vault" / "head"
    whole = head.read_bytes()
    head.write_bytes(bytes(len(whole)))
    open_vault(second)
    second.qtbot.waitUntil(lambda: "поврежд" in problem.text().casefold(), timeout=20_000)
    assert "не подходит" not in problem.text()
    head.write_bytes(whole)
    open_vault(second)
    second.qtbot.waitUntil(lambda: bool(second.window.page_key), timeout=20_000)


def test_a_backup_is_made_checked_and_restored_by_hand(windows: Opener, tmp_path: Path) -> None:
    desktop = windows()
    make_vault(desktop)
    window, waits = desktop.window, desktop.qtbot.waitUntil
    identity = new_identity(tmp_path / "coordinator.txt")
    window.desk.go("backup")
    page = cast(Any, window.page)
    waits(lambda: "не было" in page.status.text())
    page.to.editor.setPlainText(identity.recipient)
    page.out.set_path(tmp_path / "copy.age")
    page.create_button.click()
    waits(lambda: "Копия сделана" in page.results["create"].text(), timeout=20_000)
    assert not page.progress.isVisible()
    waits(lambda: "Последняя копия: 24 ноября 2026, 12:00." in page.status.text())
    page.file.set_path(tmp_path / "copy.age")
    page.identity.set_path(tmp_path / "coordinator.txt")
    page.verify_button.click()
    waits(lambda: "Копия цела" in page.results["verify"].text(), timeout=20_000)
    page.create_button.click()
    waits(lambda: "уже" in page.results["create"].text(), timeout=20_000)
    form = page.restore
    form.file.set_path(tmp_path / "copy.age")
    form.identity.set_path(tmp_path / "coordinator.txt")
    form.into.set_path(tmp_path / "restored")
    waits(lambda: not form.phrase.shown.empty)
    drawn = form.phrase.shown.copy().decode()
    type_text(form.phrase.confirm.editor, "не те слова")
    form.button.click()
    assert form.result.text() and not (tmp_path / "restored").exists()
    form.phrase.confirm.editor.wipe()
    type_text(form.phrase.confirm.editor, drawn)
    form.button.click()
    waits(lambda: "Готово" in form.result.text(), timeout=60_000)
    assert form.phrase.confirm.editor.empty and form.phrase.shown.empty
    with Secret.from_passphrase(drawn) as secret, open_briefcase(tmp_path / "restored", secret, clock=TODAY):
        pass
    assert sorted(path.name for path in (tmp_path / "restored").iterdir()) == ["data", "head"]
    page.show_key_button.click()
    waits(lambda: page.results["keys"].text() == "Выберите файл.")
    page.key_file.set_path(tmp_path / "coordinator.txt")
    page.show_key_button.click()
    waits(lambda: identity.recipient in page.results["keys"].text())
    damaged = bytearray((tmp_path / "copy.age").read_bytes())
    damaged[-100] ^= 1
    (tmp_path / "copy.age").write_bytes(damaged)
    page.verify_button.click()
    waits(lambda: "доверять нельзя" in page.results["verify"].text(), timeout=20_000)
    assert desktop.hook.seen == []


@pytest.mark.skipif(sys.platform == "win32", reason="another way to end there")
def test_an_order_to_end_closes_the_vault_in_order(tmp_path: Path) -> None:
    """SIGTERM, as at logging out: the process ends by itself and leaves no log beside the vault."""
    script = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, {str(Path.cwd())!r})
from PySide6.QtCore import QTimer
from legalaid_desktop.host.preferences import preferences
from legalaid_desktop.host.first_look import FirstLook
from legalaid_desktop.ui.first_frame import first_frame
from legalaid_desktop.ui import application, main_window
from tests.ui.conftest import PASSPHRASE, QuickDoor, TODAY
folder = Path({str(tmp_path)!r})
build = application.build_window
def built(app, **parts):
    window = build(app, **parts)
    def typed():
        form = window.unlock.create_form
        form.phrase.choose_own()
        for field in (form.phrase.first, form.phrase.second):
            field.editor._add(PASSPHRASE)
        form.phrase._give = form._create
        form.phrase._insist()
    window.unlock.opened.connect(lambda: QTimer.singleShot(300, lambda: print("open", flush=True)))
    QTimer.singleShot(500, typed)
    return window
application.build_window = built
sys.exit(application.run(*first_frame(["x"], FirstLook()), door=QuickDoor(TODAY), clock=TODAY,
                         preferences=preferences(folder / "settings"), relaunch=lambda: None, vault=folder / "vault"))
"""
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n", process.stderr.read() if process.stderr else ""
    assert (tmp_path / "vault" / "data-wal").exists()
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 0, told
    assert told == ""
    assert sorted(path.name for path in (tmp_path / "vault").iterdir()) == ["data", "head"]


@pytest.mark.skipif(sys.platform == "win32", reason="a new process has another number there")
def test_the_process_is_replaced_not_followed() -> None:
    script = (
        "import os, sys\n"
        "from legalaid_desktop.bootstrap import replace_process\n"
        "print(os.getpid(), flush=True)\n"
        "replace_process([sys.executable, '-c', 'import os; print(os.getpid())'])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    before, after = done.stdout.split()
    assert before == after


@pytest.mark.parametrize("gone", ["/nowhere/at/all", "/"])
def test_the_process_ends_where_none_can_take_its_place(gone: str) -> None:
    """The program's own files are gone, with the stick they lay on: an open window must not stay for that."""
    script = (
        "from legalaid_desktop.bootstrap import replace_process\n"
        f"replace_process([{gone!r}])\n"
        "print('still here', flush=True)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (1, "")


def test_the_first_glance_shows_what_is_due_in_the_practice_cases(windows: Opener, tmp_path: Path) -> None:
    desktop = windows()
    make_vault(desktop)
    window = desktop.window
    window.desk.go("today")
    page = cast(Any, window.page)
    files = sorted((resources() / "demo").glob("*.toml"))
    imported: list[Any] = []
    window.desk.tasks(window).ask(
        lambda b: b.cases.import_files(files), done=imported.append, failed=window.desk.tell_failure
    )
    desktop.qtbot.waitUntil(lambda: bool(imported), timeout=20_000)
    page.desk.clock = page.presenter._clock = FixedClock(datetime(2026, 12, 21, 9, 0, tzinfo=UTC))
    window.desk.changed.emit("case")
    desktop.qtbot.waitUntil(lambda: bool(page.due.rows), timeout=20_000)
    order = [part for row in page.due.rows for part in row.second.split(" · ") if part.startswith("TEST-")]
    strip = page.due.rows[order.index("TEST-2026-S03")].strip
    assert strip is not None
    assert (strip.day, strip.unchecked) == ("пн 28 декабря 2026", "не проверено юристом")
    assert strip.left == "подать сегодня: осталось 7 дней"
    # A person in custody for extradition stands before an appeal with an earlier day.
    assert order.index("TEST-2026-S04") < order.index("TEST-2026-S03")
    assert desktop.hook.seen == []
