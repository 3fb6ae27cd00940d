"""Settings: what locks the window on this computer is told, and what the program can hide from pictures."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, cast

import pytest

from legalaid_desktop.host.wording import LANGUAGES
from legalaid_desktop.ui.clipboard import CLIPBOARD_SECONDS
from legalaid_desktop.ui.lock_signals.ports import Trigger
from legalaid_desktop.ui.pieces.labels import Text
from legalaid_desktop.ui.screen_shield import CAN_HIDE
from tests.ui.conftest import Desktop


def picture(desktop: Desktop, name: str) -> None:
    """Kept where somebody looks at them: ``LEGALAID_PICTURES`` names a folder."""
    folder = os.environ.get("LEGALAID_PICTURES")
    if folder:
        desktop.qtbot.wait(150)
        desktop.window.grab().save(str(Path(folder) / f"{name}.png"))


def settings_of(desktop: Desktop) -> Any:
    desktop.window.desk.go("settings")
    desktop.qtbot.waitUntil(lambda: desktop.window.page_key == "settings")
    return cast(Any, desktop.window.page)


def test_the_signs_of_this_computer_are_named(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    desktop.open()
    page = settings_of(desktop)
    assert page.triggers.text().splitlines() == [
        f"— {desktop.window.desk.words.say(f'lock.trigger.{one}')}" for one in Trigger if one in _always()
    ]
    monkeypatch.setattr(desktop.window, "active_triggers", lambda: frozenset(Trigger))
    page._show_triggers()
    assert len(page.triggers.text().splitlines()) == len(Trigger)
    told = "\n".join(label.text() for label in page.findChildren(Text))
    assert str(CLIPBOARD_SECONDS) in told
    assert page.pictures.isVisibleTo(page) == CAN_HIDE
    page.pictures.setChecked(True)
    desktop.qtbot.waitUntil(lambda: desktop.preferences.current.allow_screen_pictures)
    assert desktop.hook.seen == []


def _always() -> frozenset[Trigger]:
    return frozenset({Trigger.IDLE, Trigger.PANIC_KEY, Trigger.GAP})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_holds_in_each_language_and_size(desktop: Desktop, lang: str) -> None:
    desktop.open()
    desktop.window.desk.words.speak(lang)
    page = settings_of(desktop)
    for width, height in ((1366, 768), (683, 384)):
        desktop.window.resize(width, height)
        desktop.qtbot.wait(50)
        picture(desktop, f"settings-{lang}-{width}")
        assert page.scroll_area.horizontalScrollBar().maximum() == 0
        page.scroll_area.ensureWidgetVisible(page.triggers)
        picture(desktop, f"settings-lock-{lang}-{width}")
    assert page.findChild(type(page.journal_button)) is not None
