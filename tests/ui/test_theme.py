"""The look: contrast, and one source of every colour."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

import legalaid_desktop.ui
from legalaid_desktop.ui.theme import DARK, HIGH_CONTRAST, LIGHT, Tokens, _sheet, color_roles, contrast

LOOKS = {"light": LIGHT, "dark": DARK, "high contrast": HIGH_CONTRAST}
UI = Path(next(iter(legalaid_desktop.ui.__path__)))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("ink", ["ink", "muted", "accent", "harm", "unchecked", "done"])
@pytest.mark.parametrize("ground", ["page", "panel", "selection"])
def test_every_text_can_be_read_on_every_ground(look: str, ink: str, ground: str) -> None:
    tokens = LOOKS[look]
    needed = 7.0 if tokens is HIGH_CONTRAST else 4.5
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= needed


@pytest.mark.parametrize("tokens", LOOKS.values(), ids=LOOKS)
def test_buttons_and_edges_can_be_seen(tokens: Tokens) -> None:
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent_pressed) >= 4.5
    for ground in ("page", "panel"):
        assert contrast(tokens.control_line, getattr(tokens, ground)) >= 3.0
    # The toast is ink turned around.
    assert contrast(tokens.page, tokens.ink) >= 4.5


def test_a_button_that_cannot_be_pressed_yet_can_be_read(qtbot: QtBot) -> None:
    """«Yes, take the pack» before the words were compared: in high contrast it was white on white."""
    for look, tokens in LOOKS.items():
        button = QPushButton("██")
        qtbot.addWidget(button)
        button.setProperty("kind", "primary")
        button.setStyleSheet(_sheet(tokens))
        button.resize(120, 40)
        button.setEnabled(False)
        picture = button.grab().toImage()
        ground, letter = picture.pixelColor(12, 20).name(), picture.pixelColor(60, 20).name()
        assert contrast(letter, ground) >= (7.0 if tokens is HIGH_CONTRAST else 3.0), look


@pytest.mark.parametrize("kind", ["", "primary", "harm", "quiet"])
def test_what_cannot_be_pressed_is_grey(qtbot: QtBot, kind: str) -> None:
    button = QPushButton("██")
    qtbot.addWidget(button)
    button.setProperty("kind", kind)
    button.setStyleSheet(_sheet(LIGHT))
    button.resize(120, 40)
    button.setEnabled(False)
    picture = button.grab().toImage()
    seen = {picture.pixelColor(x, y).name().upper() for x in range(picture.width()) for y in range(picture.height())}
    assert LIGHT.muted in seen
    assert not seen & {LIGHT.harm, LIGHT.accent}


def test_every_colour_is_a_plain_one() -> None:
    for tokens in LOOKS.values():
        for role in color_roles():
            assert re.fullmatch(r"#[0-9A-F]{6}", getattr(tokens, role))


def test_colours_stand_in_the_theme_alone() -> None:
    outside = [
        f"{path.name}: {found}"
        for path in UI.rglob("*.py")
        if path.name not in ("theme.py", "shades.py")  # the page's shades alone: for the first picture
        for found in re.findall(r"#[0-9A-Fa-f]{6}\b|setStyleSheet|QColor\(\d", path.read_text("utf-8"))
    ]
    assert outside == []
