"""The set of papers on the drafts tab of the real window: ticks, a file, what came of it, stopping."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from legalaid_desktop.host.paths import resources
from legalaid_desktop.presenters.draft import lifted_key
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import create_briefcase
from legalaid_desktop.services.secrets import Secret
from legalaid_desktop.ui.pages.case_bundle import BundlePanel
from legalaid_desktop.ui.pieces.labels import Text
from tests.services.foreign_files import closed_pdf, photograph
from tests.ui.conftest import PASSPHRASE, TODAY, Desktop, QuickDoor

S03 = "TEST-2026-S03"


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    with (
        Secret.from_passphrase(PASSPHRASE) as secret,
        create_briefcase(tmp_path / "vault", secret, clock=TODAY, fast_kdf=True) as briefcase,
    ):
        briefcase.cases.import_files(sorted((resources() / "demo").glob("S03*.toml")))
        for name, content in (("x1", photograph()), ("x4", closed_pdf())):
            (tmp_path / name).write_bytes(content)
            briefcase.evidence.attach(S03, name, tmp_path / name)
        as_of = briefcase.cases.record(S03).meta.as_of
        assert as_of is not None
        for code in ("C1", "C5"):
            briefcase.drafting.begin(S03, code, as_of=as_of)
            found = briefcase.drafting.check(S03, code, as_of=as_of).findings
            reasons = {one.id: "учебное дело" for one in found if one.severity.value == "O"}
            keep_reasons(briefcase, code, reasons)
    desktop = Desktop(qtbot, qapp, tmp_path, QuickDoor(TODAY))
    desktop.open(PASSPHRASE)
    desktop.window.resize(1366, 768)
    yield desktop
    assert desktop.hook.seen == []
    desktop.end()


def keep_reasons(briefcase: Briefcase, code: str, reasons: dict[str, str]) -> None:
    import json

    briefcase.notes.keep_unsaved(lifted_key(S03, code), json.dumps(reasons))


def panel_of(desktop: Desktop) -> BundlePanel:
    desktop.window.desk.go("case", ref=S03, tab="drafts")
    page: Any = desktop.work.pages["case"]
    page.show_tab("drafts")
    tab = page.pages["drafts"]
    panel: BundlePanel = tab.binder
    desktop.qtbot.waitUntil(lambda: len(panel.boxes) == 2)
    return panel


def told(panel: BundlePanel) -> list[str]:
    items = [panel.told.itemAt(n) for n in range(panel.told.count())]
    return [widget.text() for item in items if item is not None and isinstance(widget := item.widget(), Text)]


def shot(desktop: Desktop, name: str) -> None:
    folder = os.environ.get("LEGALAID_SHOTS")
    if folder:
        desktop.qtbot.wait(150)
        desktop.window.grab().save(str(Path(folder) / f"{name}.png"))


def tick(panel: BundlePanel, *documents: str) -> None:
    for document in documents:
        box = panel.boxes[document]
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Space)
        assert box.isChecked()


def test_papers_with_annexes_in_one_file(opened: Desktop, tmp_path: Path) -> None:
    panel = panel_of(opened)
    panel.make_button.click()
    assert told(panel) == ["Отметьте хотя бы один документ."]
    opened.qtbot.waitUntil(lambda: panel.boxes["C1"].text() == "Жалоба на отказ в предоставлении защиты")
    assert list(panel.boxes) == ["C1", "C5"]
    tick(panel, "C1", "C5")
    panel.make_button.click()
    assert told(panel) == ["Укажите новый файл."]
    out = tmp_path / "b.pdf"
    panel.out.set_path(out)
    QTest.keyClick(panel.out.editor, Qt.Key.Key_Return)
    opened.qtbot.waitUntil(lambda: bool(told(panel)), timeout=60_000)
    shot(opened, "bundle-done")
    lines = told(panel)
    assert lines[0].startswith(f"Записано: {out}"), lines
    assert any("закрыт паролем" in line for line in lines)
    assert out.read_bytes().startswith(b"%PDF-1.7")
    panel.make_button.click()  # never over a file that is there
    opened.qtbot.waitUntil(lambda: bool(told(panel)) and not told(panel)[0].startswith("Записано"), timeout=60_000)
    assert out.exists()


def test_stopping_leaves_nothing(opened: Desktop, tmp_path: Path) -> None:
    panel = panel_of(opened)
    tick(panel, "C1")
    panel.out.set_path(tmp_path / "b.pdf")
    panel.make_button.click()
    panel.progress.cancel_button.click()
    assert told(panel) == ["Остановлено, на диске ничего не осталось."]
    done: list[object] = []
    work: Callable[[Briefcase], str] = lambda b: "after"  # noqa: E731 - a job behind the one that was stopped
    opened.window.desk.tasks(opened.window).ask(work, done=done.append, failed=done.append)
    opened.qtbot.waitUntil(lambda: bool(done), timeout=60_000)
    assert not (tmp_path / "b.pdf").exists()
    assert panel.make_button.isEnabled()
