"""What a draft rests on, in the real window: citing by keyboard, contradictions side by side, reasons answered."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from legalaid_desktop.domain.facts import Event, Evidence, InterviewRecord
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.domain.visibility import Visibility
from legalaid_desktop.host.paths import resources
from legalaid_desktop.presenters.draft_evidence import cite_in
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import create_briefcase
from legalaid_desktop.services.secrets import Secret
from legalaid_desktop.ui.pages.draft import DraftPage
from legalaid_desktop.ui.pieces.labels import Text
from tests.ui.conftest import PASSPHRASE, TODAY, Desktop, QuickDoor, press, type_text

S03 = "TEST-2026-S03"


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[tuple[Desktop, DraftPage]]:
    with (
        Secret.from_passphrase(PASSPHRASE) as secret,
        create_briefcase(tmp_path / "vault", secret, clock=TODAY, fast_kdf=True) as briefcase,
    ):
        briefcase.cases.import_files(sorted((resources() / "demo").glob("S03*.toml")))
        briefcase.cases.save(
            S03, InterviewRecord(says="Повестку на допрос о статьях о госпитале мне вручили 12 октября 2025 года.")
        )
        briefcase.cases.save(S03, Evidence(id=LocalId("x79"), title="Снимок двора", visibility=Visibility.AUTHORITY))
        briefcase.cases.save(
            S03,
            Event(id=LocalId("e77"), text="Ночью разбили окна.", visibility=Visibility.AUTHORITY,
                  date=PartialDate(precision=Precision.DAY, on=dt.date(2025, 11, 3))),
        )  # fmt: skip
        decision = (briefcase.cases.record(S03).decisions or ())[0]
        reasons = tuple(
            dataclasses.replace(one, answer=None if n == 0 else one.answer)
            for n, one in enumerate(decision.reasons or ())
        )
        briefcase.cases.save(S03, dataclasses.replace(decision, reasons=reasons))
    desktop = Desktop(qtbot, qapp, tmp_path, QuickDoor(TODAY))
    desktop.open(PASSPHRASE)
    desktop.window.resize(1366, 768)
    desktop.window.desk.go("draft", ref=S03, document="C1")
    page = desktop.work.pages["draft"]
    assert isinstance(page, DraftPage)
    desktop.qtbot.waitUntil(lambda: page.preview.view.pages > 0 and page.life_presenter.look is not None)
    yield desktop, page
    assert desktop.hook.seen == []
    desktop.end()


def in_vault(desktop: Desktop, work: Callable[[Briefcase], Any]) -> Any:
    answers: list[Any] = []
    desktop.window.desk.tasks(desktop.window).ask(work, done=answers.append, failed=answers.append)
    desktop.qtbot.waitUntil(lambda: bool(answers))
    return answers[0]


def shot(desktop: Desktop, name: str) -> None:
    """Pictures to look at, where somebody asks for them, in Russian and in English."""
    folder = os.environ.get("LEGALAID_SHOTS")
    if folder:
        for lang in ("en", "ru"):
            desktop.window.desk.words.speak(lang)
            desktop.qtbot.wait(900)
            desktop.window.grab().save(str(Path(folder) / f"{name}_{lang}.png"))


def pages_say(page: DraftPage) -> str:
    look = page.presenter.look
    return " ".join(one.text for one in look.blocks).replace("\u00a0", " ") if look is not None else ""


def test_citing_by_keyboard_and_what_to_look_at_before_export(page: tuple[Desktop, DraftPage]) -> None:
    desktop, draft = page
    waits = desktop.qtbot.waitUntil
    look = draft.presenter.look
    assert look is not None
    block = next(one for one in look.blocks if one.editable and "Ночью разбили окна" in one.text)
    draft.preview.go_to(block.key)
    editor = draft.preview.editor.editor
    cursor = editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    editor.setTextCursor(cursor)
    QTest.keyClick(editor, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    cite = draft.preview.cite
    waits(cite.isVisible)
    type_text(cite.wanted.editor, "снимок двора")
    assert [row.title for row in cite.rows.rows] == ["Снимок двора"]
    shot(desktop, "cite")
    QTest.keyClick(cite.wanted.editor, Qt.Key.Key_Return)
    assert editor.toPlainText().endswith("разбили окна ({annex:x79}).") and not cite.isVisible()
    draft.preview.close_editor()
    waits(lambda: "разбили окна" in pages_say(draft) and "приложение" in
          next(one.text for one in draft.presenter.look.blocks if "разбили окна" in one.text))  # type: ignore[union-attr]  # fmt: skip
    assert any(one.title == "Снимок двора" for one in draft.presenter.look.annexes)  # type: ignore[union-attr]
    draft.show_pane("annexes")
    said = {(one.kind, one.target.key if one.target else "") for one in draft.presenter.look.links}  # type: ignore[union-attr]
    assert ("uncited", "x79") not in said
    shot(desktop, "links")
    draft.open_export()
    assert draft.export.links_panel.isVisible() == bool(said)


def test_a_contradiction_is_shown_side_by_side_and_explained(page: tuple[Desktop, DraftPage]) -> None:
    desktop, draft = page
    waits = desktop.qtbot.waitUntil
    draft.show_pane("checks")
    press(desktop, draft, draft.words.say("draft.pair.show"))
    assert draft.middle.currentWidget() is draft.pairs
    said = "\n".join(one.text() for one in draft.pairs.findChildren(Text))
    assert "12.09.2025. Мне вручили повестку" in said
    assert "12 октября 2025 года" in said and "В протоколе интервью" in said
    shot(desktop, "pairs")
    (field,) = draft.pairs.reasons.values()
    field.editor.setFocus()
    type_text(field.editor, "вручали дважды")
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    waits(lambda: draft.presenter.look is not None and draft.presenter.look.pairs[0].explained == "вручали дважды")
    waits(lambda: not draft.pairs.reasons)
    assert any(one.lifted == "вручали дважды" for one in draft.presenter.look.findings)  # type: ignore[union-attr]
    QTest.keyClick(draft.pairs.close_button, Qt.Key.Key_Escape)
    draft.escape()
    assert draft.middle.currentWidget() is draft.preview


def test_a_reason_is_answered_where_it_is_listed_and_the_case_has_the_answer(page: tuple[Desktop, DraftPage]) -> None:
    desktop, draft = page
    waits = desktop.qtbot.waitUntil
    look = draft.presenter.look
    assert look is not None and not look.reasons[0].answered
    draft.show_pane("ask")
    press(desktop, draft, draft.words.say("draft.reasons.show"))
    assert draft.middle.currentWidget() is draft.reasons
    assert draft.reasons.answers[1].editor.hasFocus()
    type_text(draft.reasons.answers[1].editor, "Повестка приложена.")
    waits(lambda: draft.presenter.look is not None and draft.presenter.look.reasons[0].answered)
    shot(desktop, "reasons")
    assert draft.reasons.answers[1].editor.hasFocus()

    def answer(briefcase: Briefcase) -> str | None:
        decision = (briefcase.cases.record(S03).decisions or ())[0]
        return (decision.reasons or ())[0].answer

    assert in_vault(desktop, answer) == "Повестка приложена."
    waits(lambda: "Повестка приложена." in pages_say(draft))
    # Written here, it is no news to this paper.
    assert not draft.life_presenter.look.changes and not draft.changed_notice.isVisible()  # type: ignore[union-attr]
    before = len(draft.presenter.look.reasons[0].grounds)  # type: ignore[union-attr]
    draft.evidence.rest_on(look.reasons[0].decision, 1, "facts", "e77", on=True)
    waits(lambda: len(draft.presenter.look.reasons[0].grounds) == before + 1)  # type: ignore[union-attr]
    # A lock keeps what was typed a moment ago.
    draft.reasons.answers[1].editor.setFocus()
    type_text(draft.reasons.answers[1].editor, " Ещё.")
    draft.flush()
    assert "Ещё." in (in_vault(desktop, answer) or "")


@pytest.mark.parametrize(
    ("text", "at", "notation", "made"),
    [
        ("Окна разбиты.", 13, "{annex:x1}", "Окна разбиты ({annex:x1})."),
        ("Окна разбиты", 12, "{annex:x1}", "Окна разбиты ({annex:x1})"),
        ("Окна разбиты ({annex:x1}).", 26, "{annex:x2}", "Окна разбиты ({annex:x1, x2})."),
        ("Окна (это ) разбиты", 10, "{fact:e1}", "Окна (это {fact:e1}) разбиты"),
        ("Окна ({annex:x1})", 17, "{fact:e1}", "Окна ({annex:x1}) ({fact:e1})"),
        ("", 0, "{annex:x1}", "({annex:x1})"),
    ],
)
def test_a_citation_goes_where_a_citation_stands(text: str, at: int, notation: str, made: str) -> None:
    assert cite_in(text, at, notation)[0] == made
