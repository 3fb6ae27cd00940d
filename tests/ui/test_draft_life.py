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

from legalaid_desktop.domain.draft import FILING_WAYS, DraftState
from legalaid_desktop.host.paths import resources
from legalaid_desktop.presenters.draft import half_key
from legalaid_desktop.presenters.place import recall_place
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import create_briefcase, open_briefcase
from legalaid_desktop.services.secrets import Secret
from legalaid_desktop.ui.pages.draft import DraftPage
from legalaid_desktop.ui.pieces.labels import Text
from tests.ui.conftest import PASSPHRASE, TODAY, Desktop, QuickDoor, press, type_text

S03 = "TEST-2026-S03"
LIFTED = {"CHK-ANNEX": "перевод донесут", "CHK-LISTED": "адвокат видел"}
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


def change_event(briefcase: Briefcase) -> None:
    event = next(one for one in briefcase.cases.record(S03).events or () if one.id == "e2")
    briefcase.cases.save(S03, dataclasses.replace(event, text="Неизвестный пришёл лично."))


def change_notice(briefcase: Briefcase) -> None:
    decision = next(one for one in briefcase.cases.record(S03).decisions or () if one.id == "d1")
    briefcase.cases.save(S03, dataclasses.replace(decision, notice_period="в течение 10 дней"))


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
    for lang, kept in (("en", "Saved in the vault"), ("ru", "Сохранено в хранилище")):
        waits(lambda: page.kept.property("role") == "done")
        opened.window.desk.words.speak(lang)
        assert page.kept.text() == kept
    QTest.keyClick(opened.window, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    assert page.life.isVisible()
    assert "У вас: Позвонил чужой человек." in texts(page)
    shot(opened, "changes")
    press(opened, page, "Взять")
    waits(lambda: any("пришёл лично" in one.text for one in page.presenter.look.blocks))  # type: ignore[union-attr]
    waits(lambda: not any(one.own for one in page.life_presenter.look.changes))  # type: ignore[union-attr]
    waits(lambda: len(page.life.versions.rows) >= 2)
    page.life.versions.select("1")
    press(opened, page, "Сравнить с тем, что сейчас")
    waits(lambda: page.middle.currentWidget() is page.compare)
    assert any("<u " in one.text() and "пришёл лично" in one.text() for one in page.compare.findChildren(Text))
    shot(opened, "compare")
    page.compare.out.set_path(tmp_path / "Сравнение")
    press(opened, page, "Сохранить сравнение на диск без защиты…")
    waits(lambda: (tmp_path / "Сравнение.docx").exists() and "Сравнение.docx" in page.compare.told.text())
    with zipfile.ZipFile(tmp_path / "Сравнение.docx") as package:
        assert b"<w:ins " in package.read("word/document.xml")
    for _ in range(2):  # the first takes the toast away
        QTest.keyClick(opened.window, Qt.Key.Key_Escape)
    assert page.middle.currentWidget() is page.preview
    press(opened, page, "На проверку")
    waits(lambda: page.life_presenter.look.state is DraftState.IN_REVIEW)  # type: ignore[union-attr]
    page.life.by.set_key("lawyer")
    press(opened, page, "Одобрить")
    waits(page.checks.isVisible)
    assert "CHK-ANNEX, CHK-LISTED" in opened.work.toast.text
    shot(opened, "stopped")
    for check, reason in LIFTED.items():
        page.presenter.lift(check, reason)
    page.show_pane("life")
    waits(lambda: not page.presenter.look.blocked)  # type: ignore[union-attr]
    press(opened, page, "Одобрить")
    waits(lambda: page.life_presenter.look.state is DraftState.APPROVED)  # type: ignore[union-attr]
    shot(opened, "approved")
    in_vault(opened, change_notice)
    opened.window.desk.changed.emit("case")
    waits(lambda: bool(page.life_presenter.look.open))  # type: ignore[union-attr]
    press(opened, page, "Отметить поданным…")
    assert page.life.filing.isVisible()
    assert "В решении указан другой срок" in page.life.come_up.text()
    press(opened, page, "Подан")
    assert page.life.filing.isVisible() and "почему документ подан" in page.life.filing_problem.text()
    shot(opened, "come_up")
    page.life.on.editor.setText("01.01.2026")
    press(opened, page, "Подан")
    assert page.life.filing.isVisible() and page.life.reason.isVisible()
    assert "раньше подать нельзя" in page.life.filing_problem.text()
    shot(opened, "filing")
    page.life.on.editor.setText(f"{page.life_presenter.look.today:%d.%m.%Y}")  # type: ignore[union-attr]
    type_text(page.life.reason.editor, "Подан по сроку из решения.")
    press(opened, page, "Подан")
    waits(lambda: page.life_presenter.look.state is DraftState.FILED)  # type: ignore[union-attr]
    assert page.life.late.isVisible()
    assert page.life_presenter.look is not None and "лично" in page.life_presenter.look.told
    shot(opened, "filed")
    statuses = in_vault(opened, lambda b: {row.status.value for _, row in b.deadlines.rows(S03, TODAY.today())})
    assert "done" in statuses
    opened.window.resize(683, 560)
    shot(opened, "narrow")


def test_a_form_of_filing_that_was_not_sent_comes_back(opened: Desktop) -> None:
    def approve(briefcase: Briefcase) -> None:
        as_of = briefcase.cases.record(S03).meta.as_of
        assert as_of is not None
        briefcase.drafting.begin(S03, "C1", as_of=as_of)
        briefcase.draft_review.move(S03, "C1", DraftState.IN_REVIEW, by="consultant", as_of=as_of)
        briefcase.draft_review.move(S03, "C1", DraftState.APPROVED, by="lawyer", overrides=LIFTED, as_of=as_of)

    lifted = in_vault(opened, approve)
    assert lifted is None, lifted
    page = draft_page(opened)
    page.show_pane("life")
    press(opened, page, "Отметить поданным…")
    page.life.on.editor.selectAll()
    type_text(page.life.on.editor, "сред")
    page.life.how.set_key(FILING_WAYS[1])
    page.life.how.picked.emit(FILING_WAYS[1])

    def kept() -> str:
        return str(in_vault(opened, lambda b: b.notes.unsaved(half_key(S03, "C1"))) or "")

    opened.qtbot.waitUntil(lambda: "сред" in kept() and FILING_WAYS[1] in kept())
    opened.window.desk.go("draft", ref=S03, document="C1", pane="life")
    assert page.life.filing.isHidden()
    opened.qtbot.waitUntil(page.life.filing.isVisible)
    assert (page.life.on.editor.text(), page.life.how.key) == ("сред", FILING_WAYS[1])
    page.life.escape()
    opened.qtbot.waitUntil(lambda: "filing" not in kept())


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
