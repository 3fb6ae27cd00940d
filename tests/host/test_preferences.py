"""Settings outside the vault."""

from __future__ import annotations

from pathlib import Path

import pytest

from legalaid_desktop.errors import DestinationNotWritable
from legalaid_desktop.host.preferences import Preferences, preferences


def test_a_first_start_has_defaults_and_writes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "settings"
    assert preferences(folder).current == Preferences()
    assert not folder.exists()


def test_a_change_is_there_at_the_next_start(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "settings"
    preferences(folder).change(language="be", lock_after_minutes=10, vault='C:\\x "y"\n', window_maximised=True)
    again = preferences(folder).current
    assert (again.language, again.lock_after_minutes, again.vault) == ("be", 10, 'C:\\x "y"\n')
    assert again.window_maximised is True
    assert [path.name for path in folder.iterdir()] == ["settings.toml"]
    assert (folder / "settings.toml").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "text",
    ["", "language = ", 'language = "xx"\nappearance = 7\nlock_after_minutes = 0\n', "\x00", 'unknown = "x"'],
)
def test_a_damaged_file_falls_back_to_defaults(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.toml").write_text(text, "utf-8")
    assert preferences(tmp_path).current == Preferences()


def test_good_keys_beside_bad_ones_are_kept(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('language = "en"\nlock_after_minutes = "soon"\n', "utf-8")
    assert preferences(tmp_path).current == Preferences(language="en")


def test_a_value_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="language"):
        preferences(tmp_path).change(language="xx")
    with pytest.raises(ValueError, match="lock_after_minutes"):
        preferences(tmp_path).change(lock_after_minutes=0)
    with pytest.raises(ValueError, match="client"):
        preferences(tmp_path).change(client="x")


def test_a_place_that_cannot_be_written_is_told_and_the_value_still_holds(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    file = preferences(tmp_path / "file" / "settings")
    with pytest.raises(DestinationNotWritable):
        file.change(language="en")
    assert file.current.language == "en"
