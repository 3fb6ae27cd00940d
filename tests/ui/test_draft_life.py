"""The life of a draft in the real window: what would change, versions, states; and what a killed program leaves."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from legalaid_desktop.domain.draft import DraftState
from legalaid_desktop.host.paths import resources
from legalaid_desktop.presenters.place import recall_place
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import create_briefcase, open_briefcase
from legalaid_desktop.services.secrets import Secret
from legalaid_desktop.ui.pages.draft import DraftPage
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.labels import Text
from tests.ui.conftest import PASSPHRASE, TODAY, Desktop, QuickDoor, type_text

S03 = "TEST-2026-S03"
KEPT_WITHIN = 2.0
"""Seconds after the last key."""


def practice_vault(folder: Path) -> None:
    with (
        Secret.from_passphrase(PASSPHRASE) as secret,
        create_briefcase(folder / "vault", secret, clock=TODAY, fast_kdf=True) as briefcase,
    ):
        briefcase.cases.import_files(sorted((resources() / "demo").glob("S03*.toml")))


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    practice_vault(tmp_path)
    desktop = Desktop(qtbot, qapp, tmp_path, QuickDoor(TODAY))
    desktop.open(PASSPHRASE)
    desktop.window.resize(1366, 768)
    yield desktop
    assert desktop.hook.seen == []
    desktop.end()


def in_vault(desktop: Desktop, work: Callable[[Briefcase], Any]) -> Any:
    answers: list[Any] = []
    desktop.window.desk.tasks(desktop.window).ask(work, done=answers.append, failed=answers.append)
    desktop.qtbot.waitUntil(lambda: bool(answers))
    return answers[0]


def draft_page(desktop: Desktop) -> DraftPage:
    desktop.window.desk.go("draft", ref=S03, document="C1")
    page = desktop.work.pages["draft"]
    assert isinstance(page, DraftPage)
    desktop.qtbot.waitUntil(lambda: page.preview.view.pages > 0 and page.life_presenter.look is not None)
    return page


def shot(desktop: Desktop, name: str) -> None:
    """Pictures to look at, where somebody asks for them."""
    folder = os.environ.get("LEGALAID_SHOTS")
    if folder:
        desktop.qtbot.wait(150)
        desktop.window.grab().save(str(Path(folder) / f"{name}.png"))


def press(page: DraftPage, desktop: Desktop, text: str) -> None:
    """The first visible button with this word, by key."""

    def found() -> Button | None:
        return next((one for one in page.findChildren(Button) if one.text() == text and one.isVisible()), None)

    desktop.qtbot.waitUntil(lambda: found() is not None)
    button = found()
    assert button is not None
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)


def change_event(briefcase: Briefcase) -> None:
    event = next(one for one in briefcase.cases.record(S03).events or () if one.id == "e2")
    briefcase.cases.save(S03, dataclasses.replace(event, text="Неизвестный пришёл лично."))


def texts(page: DraftPage) -> str:
    return "\n".join(one.text() for one in page.life.findChildren(Text))


def test_own_words_changes_versions_and_states(opened: Desktop, tmp_path: Path) -> None:
    page = draft_page(opened)
    waits = opened.qtbot.waitUntil
    assert page.presenter.look is not None
    block = next(one for one in page.presenter.look.blocks if "Неизвестный позвонил" in one.text)
    page.preview.go_to(block.key)
    editor = page.preview.editor.editor
    editor.selectAll()
    type_text(editor, "Позвонил чужой человек.")
    page.preview.close_editor()
    waits(lambda: any(one.edited for one in page.presenter.look.blocks))  # type: ignore[union-attr]
    in_vault(opened, change_event)
    opened.window.desk.changed.emit("case")
    waits(lambda: page.life.open_changes > 0)
    assert page.changed_notice.isVisible()
    QTest.keyClick(opened.window, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    assert page.life.isVisible()
    assert "У вас: Позвонил чужой человек." in texts(page)
    shot(opened, "changes")
    press(page, opened, "Взять")
    waits(lambda: any("пришёл лично" in one.text for one in page.presenter.look.blocks))  # type: ignore[union-attr]
    waits(lambda: not any(one.own for one in page.life_presenter.look.changes))  # type: ignore[union-attr]
    waits(lambda: len(page.life.versions.rows) >= 2)
    page.life.versions.select("1")
    press(page, opened, "Сравнить с тем, что сейчас")
    waits(lambda: page.middle.currentWidget() is page.compare)
    assert any("<u " in one.text() and "пришёл лично" in one.text() for one in page.compare.findChildren(Text))
    shot(opened, "compare")
    page.compare.out.set_path(tmp_path / "Сравнение")
    press(page, opened, "Сохранить сравнение на диск без защиты…")
    waits(lambda: (tmp_path / "Сравнение.docx").exists() and "Сравнение.docx" in page.compare.told.text())
    with zipfile.ZipFile(tmp_path / "Сравнение.docx") as package:
        assert b"<w:ins " in package.read("word/document.xml")
    for _ in range(2):  # the first takes the toast away
        QTest.keyClick(opened.window, Qt.Key.Key_Escape)
    assert page.middle.currentWidget() is page.preview
    press(page, opened, "На проверку")
    waits(lambda: page.life_presenter.look.state is DraftState.IN_REVIEW)  # type: ignore[union-attr]
    page.life.by.set_key("lawyer")
    press(page, opened, "Одобрить")
    waits(lambda: page.life_presenter.look.state is DraftState.APPROVED)  # type: ignore[union-attr]
    shot(opened, "approved")
    press(page, opened, "Отметить поданным…")
    assert page.life.filing.isVisible()
    shot(opened, "filing")
    press(page, opened, "Подан")
    waits(lambda: page.life_presenter.look.state is DraftState.FILED)  # type: ignore[union-attr]
    assert page.life.late.isVisible()
    assert page.life_presenter.look is not None and "лично" in page.life_presenter.look.told
    shot(opened, "filed")
    statuses = in_vault(opened, lambda b: {row.status.value for _, row in b.deadlines.rows(S03, TODAY.today())})
    assert "done" in statuses
    opened.window.resize(683, 560)
    shot(opened, "narrow")


WORDS_TYPED = "Текст, который набирали без остановки до самого конца"


def test_a_killed_program_leaves_what_was_typed_and_the_cursor(tmp_path: Path) -> None:
    practice_vault(tmp_path)
    told = tmp_path / "told"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.typing_process", str(tmp_path), str(told), WORDS_TYPED],
        env={**os.environ, "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[2],
    )
    try:
        until = time.monotonic() + 120
        while not told.exists():
            assert process.poll() is None and time.monotonic() < until
            time.sleep(0.02)
        time.sleep(KEPT_WITHIN)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    with Secret.from_passphrase(PASSPHRASE) as secret, open_briefcase(tmp_path / "vault", secret, clock=TODAY) as vault:
        draft = vault.drafts.latest(S03, "C1", "ru")
        assert draft is not None
        (own,) = draft.edits.values()
        assert own.startswith(WORDS_TYPED), "what was typed two seconds before, though the typing never paused"
        assert draft.answers["complementary"] == WORDS_TYPED
        place = recall_place(vault)
        assert place is not None
        assert (place[0], place[1]["block_at"]) == ("draft", len(own))
        assert vault.notes.unsaved(f"draft:half:{S03}:C1") == '{"reason": "пол причи", "reason_of": "CHK-ANNEX"}'
