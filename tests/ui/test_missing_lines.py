"""«И ещё …» under what a case lacks leads to the rest of it."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtWidgets import QApplication

from legalaid_desktop.presenters.case_missing import missing
from tests.ui.conftest import PASSPHRASE, Desktop


def test_the_rest_of_what_is_missing_is_one_press_away(practice: Desktop) -> None:
    practice.open(PASSPHRASE)
    made: list[Any] = []
    desk = practice.window.desk
    desk.tasks(practice.window).ask(
        lambda b: b.cases.create(title="Почти пустое", client_name="Пример"), done=made.append, failed=desk.tell_failure
    )
    practice.qtbot.waitUntil(lambda: bool(made))
    ref = str(made[0].info.ref)
    desk.go("case", ref=ref)
    page = cast(Any, practice.window.page)
    practice.qtbot.waitUntil(lambda: page.presenter.data is not None)
    overview = page.pages["overview"]
    practice.qtbot.waitUntil(lambda: overview.more_missing is not None and overview.more_missing.isVisible())
    overview.more_missing.click()
    lacking = len(missing(page.presenter.data, desk.words.wording))
    practice.qtbot.waitUntil(lambda: overview.missing_lines.count() == lacking)
    assert lacking > 6
    practice.qtbot.wait(50)
    focused = QApplication.focusWidget()
    assert focused is not None and overview.missing_panel.isAncestorOf(focused)
    assert practice.hook.seen == []
