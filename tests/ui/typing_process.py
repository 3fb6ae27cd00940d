"""A program of its own for ``test_draft_life``: opens the vault, types without a pause, says when it typed the last
key, and goes on living until it is killed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QPlainTextEdit

from legalaid_desktop.host.preferences import preferences
from legalaid_desktop.ui.application import CrashHook, build_window
from legalaid_desktop.ui.first_frame import make_application
from legalaid_desktop.ui.pages.draft import DraftPage
from legalaid_desktop.ui.workplace import Workplace
from tests.ui.conftest import PASSPHRASE, TODAY, QuickDoor, type_text

_KEY = 25
"""ms between two keys: no pause that a timer could wait for."""


def main() -> None:
    folder, told, words = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    app = make_application(["typing"])
    kept = preferences(folder / "settings")
    kept.change(language="ru", appearance="light")
    window = build_window(
        app, door=QuickDoor(TODAY), clock=TODAY, preferences=kept, relaunch=lambda: None, hook=CrashHook(),
        vault=folder / "vault", signals=lambda _: (),
    )  # fmt: skip
    window.show()

    def wait(holds: Callable[[], bool]) -> None:
        until = time.monotonic() + 60
        while not holds():
            app.processEvents()
            if time.monotonic() > until:
                sys.exit("waited in vain")
            time.sleep(0.005)

    wait(lambda: window.unlock.open_button.isEnabled() or window.unlock.passphrase.editor.isVisible())
    type_text(window.unlock.passphrase.editor, PASSPHRASE)
    window.unlock.open_button.click()
    wait(lambda: bool(window.page_key))
    window.desk.go("draft", ref="TEST-2026-S03", document="C1")
    work = cast(Workplace, window.workplace)
    page = cast(DraftPage, work.pages["draft"])
    wait(lambda: page.preview.view.pages > 0)

    def type_on(editor: QPlainTextEdit) -> None:
        for letter in words:
            type_text(editor, letter)
            pause = time.monotonic() + _KEY / 1000
            while time.monotonic() < pause:
                app.processEvents()
                time.sleep(0.002)

    page.show_pane("checks")
    finding = next(one for one in page.presenter.look.findings if one.id == "CHK-ANNEX")  # type: ignore[union-attr]
    page.checks._ask_reason(finding)
    type_text(page.checks.reason.editor, "пол причи")
    page.show_pane("ask")
    page.interview.show_question("complementary")
    answer = page.interview._text_editor()
    answer.selectAll()
    type_on(answer)
    block = next(one for one in page.presenter.look.blocks if "Неизвестный" in one.text)  # type: ignore[union-attr]
    page.preview.go_to(block.key)
    editor = page.preview.editor.editor
    editor.selectAll()
    type_on(editor)
    told.write_text("typed", "utf-8")
    while True:  # until it is killed
        type_on(editor)


if __name__ == "__main__":
    main()
