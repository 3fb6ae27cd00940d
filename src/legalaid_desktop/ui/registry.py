"""Which pages there are. A page is one entry here, one module in :mod:`ui.pages`, and its words.

Modules are imported when the page is first shown, so that the locked window appears at once.
"""

from __future__ import annotations

from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page, PageSpec


def _today(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.today import TodayPage

    return TodayPage(desk)


def _search(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.search import SearchPage

    return SearchPage(desk)


def _backup(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.backup import BackupPage

    return BackupPage(desk)


def _settings(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.settings import SettingsPage

    return SettingsPage(desk)


def _help(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.help import HelpPage

    return HelpPage(desk)


def page_specs() -> tuple[PageSpec, ...]:
    """All pages; those with ``rail`` stand on the rail in this order. The first one is where a new vault opens."""
    return (
        PageSpec(key="today", title="rail.today", icon="today", rail=True, shortcut="Ctrl+1", make=_today),
        PageSpec(key="search", title="rail.search", icon="search", rail=True, shortcut="Ctrl+K", make=_search),
        PageSpec(key="backup", title="rail.backup", icon="backup", rail=True, shortcut="Ctrl+5", make=_backup),
        PageSpec(key="settings", title="rail.settings", icon="settings", rail=True, shortcut="Ctrl+6", make=_settings),
        PageSpec(key="help", title="rail.help", icon="help", rail=True, shortcut="F1", make=_help),
    )
