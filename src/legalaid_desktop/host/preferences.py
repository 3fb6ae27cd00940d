"""Harmless settings, kept outside the vault: what would hurt nobody if it were read.

Recent cases, letterheads and whatever names a person live inside the vault. A damaged or unknown settings file never
stops the program: what cannot be read falls back to its default, key by key, and the next change writes a good file.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

from legalaid_desktop.host.first_look import APPEARANCES, LONGEST_FILE, settings_bytes
from legalaid_desktop.host.paths import settings_folder
from legalaid_desktop.host.wording import LANGUAGES

LOCK_MINUTES: Final = (1, 2, 5, 10, 15, 30)
"""Choices of the idle lock, in minutes. There is no "never": an open laptop is the one thing nothing else protects."""


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """One value of every setting."""

    language: str = "ru"
    """Of the window: ``ru``, ``be`` or ``en``."""
    appearance: str = "system"
    lock_after_minutes: int = 5
    region: str = ""
    """Code of the office's usual region (``resources/law``), offered for new cases; empty means none."""
    vault: str = ""
    """Folder of the vault when it is not the default one."""
    allow_screen_pictures: bool = False
    """Whether pictures of the screen and shared screens may show the program, where the system can prevent it."""
    check_spelling: bool = True
    window_width: int = 0
    """Logical pixels; 0 lets the program choose."""
    window_height: int = 0
    window_maximised: bool = False


def _whole(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


_FITS: Final[dict[str, Callable[[Any], bool]]] = {
    "language": lambda value: value in LANGUAGES,
    "appearance": lambda value: value in APPEARANCES,
    "lock_after_minutes": lambda value: type(value) is int and value in LOCK_MINUTES,  # True counts as 1
    "region": lambda value: isinstance(value, str) and len(value) <= 40,
    "vault": lambda value: isinstance(value, str) and len(value) <= 4096 and "\0" not in value,
    "allow_screen_pictures": lambda value: isinstance(value, bool),
    "check_spelling": lambda value: isinstance(value, bool),
    "window_width": lambda value: _whole(value, 0, 100_000),
    "window_height": lambda value: _whole(value, 0, 100_000),
    "window_maximised": lambda value: isinstance(value, bool),
}


def preferences_in(data: bytes) -> Preferences:
    """The settings in the bytes of a settings file, whatever they are: what does not fit has its default."""
    try:
        found = tomllib.loads(data.decode("utf-8")) if len(data) <= LONGEST_FILE else {}
    except (ValueError, RecursionError):  # no UTF-8, no TOML, a number of thousands of digits, too deep
        found = {}
    return Preferences(**{key: value for key, value in found.items() if key in _FITS and _FITS[key](value)})


class PreferenceFile:
    """The settings on disk (``settings.toml`` in the settings folder, mode 0600)."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "settings.toml"
        self._current = self._read()

    @property
    def current(self) -> Preferences:
        return self._current

    def change(self, **values: str | int | bool) -> Preferences:
        """Set some settings and write the file. Raises ``ValueError`` for a value that does not fit, and
        :class:`DestinationNotWritable` or :class:`DiskFull`; the new values are in force for this run even then.
        """
        for key, value in values.items():
            if key not in _FITS or not _FITS[key](value):
                raise ValueError(key)
        self._current = replace(self._current, **values)  # type: ignore[arg-type]
        self._write()
        return self._current

    def _read(self) -> Preferences:
        return preferences_in(settings_bytes(self._path.parent))

    def _write(self) -> None:
        # Late: most starts change no setting.
        import json
        import secrets

        from legalaid_desktop.host.files import destination_error, make_folder, sync_folder

        lines = []
        for field in fields(Preferences):
            value = getattr(self._current, field.name)
            # A JSON string with its escapes is a TOML basic string as well.
            lines.append(f"{field.name} = {json.dumps(value)}\n")
        folder = self._path.parent
        part = folder / f".{secrets.token_hex(8)}.part"
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            make_folder(folder)
            number = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            try:
                with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
                    file.writelines(lines)
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(self._path)
                sync_folder(folder)
            finally:
                part.unlink(missing_ok=True)
        except OSError as error:
            raise destination_error(error, self._path) from error


def preferences(folder: Path | None = None) -> PreferenceFile:
    """The settings of this user, or those in ``folder``."""
    return PreferenceFile(settings_folder() if folder is None else folder)
