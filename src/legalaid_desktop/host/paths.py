"""Where things lie: the data that ship with the program, the default vault, the settings.

Three ways to run are known: from a checkout (``templates/`` and ``resources/`` at its top), from an installed
wheel (``legalaid_desktop/_data``), from a PyInstaller folder (the same ``_data`` below ``sys._MEIPASS``).
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import platformdirs

APP = "legalaid-desktop"
PORTABLE_MARKER = "portable"


@cache
def _data() -> Path:
    """Return the folder that holds ``templates`` and ``resources``. A program without its data is a broken build."""
    package = Path(__file__).resolve().parents[1]
    places = [package / "_data", package.parents[1]]
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        places[:0] = [Path(bundle) / "legalaid_desktop" / "_data", Path(bundle)]
    for place in places:
        if (place / "resources").is_dir():
            return place
    raise RuntimeError("the data that ship with the program are missing")


def resources() -> Path:
    """Return the folder of shipped data: words, labels, law, fonts, practice cases."""
    return _data() / "resources"


def templates() -> Path:
    """Return the folder of shipped templates."""
    return _data() / "templates"


def _program_folder() -> Path | None:
    """Return the folder "beside the program": of the frozen executable, or the checkout; ``None`` in a wheel."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).resolve().parent
    data = _data()
    return data if data.name != "_data" else None


def portable_folder() -> Path | None:
    """Return the folder that a marker file ``portable`` makes the home of vault and settings, or ``None``."""
    folder = _program_folder()
    return folder if folder is not None and (folder / PORTABLE_MARKER).is_file() else None


def default_vault() -> Path:
    """Return the vault folder of this user; it need not exist yet. Never a roaming or synced place."""
    portable = portable_folder()
    if portable is not None:
        return portable / "vault"
    return Path(platformdirs.user_data_dir(APP, appauthor=False, roaming=False)) / "vault"


def settings_folder() -> Path:
    """Return the folder for settings that hold no case data; it need not exist yet."""
    portable = portable_folder()
    if portable is not None:
        return portable / "settings"
    return Path(platformdirs.user_config_dir(APP, appauthor=False, roaming=False))
