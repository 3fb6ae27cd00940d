"""Which pages there are. A page is one entry here, one module in :mod:`ui.pages`, and its words.

Modules are imported when the page is first shown, so that the locked window appears at once.
"""

from __future__ import annotations

from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.page import Page, PageSpec


def _today(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.today import TodayPage

    return TodayPage(desk)


def _calendar(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.calendar import CalendarPage

    return CalendarPage(desk)


def _cases(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.cases import CasesPage

    return CasesPage(desk)


def _case(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.case import CasePage

    return CasePage(desk)


def _note(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.quick_note import QuickNotePage

    return QuickNotePage(desk)


def _draft(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.draft import DraftPage

    return DraftPage(desk)


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


def _keys(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.keys import KeysPage

    return KeysPage(desk)


def _recovery(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.recovery import RecoveryPage

    return RecoveryPage(desk)


def _new_key(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.new_key import NewKeyPage

    return NewKeyPage(desk)


def _leave(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.leave import LeavePage

    return LeavePage(desk)


def _destroy(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.destroy import DestroyPage

    return DestroyPage(desk)


def _journal(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.journal import JournalPage

    return JournalPage(desk)


def _damage(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.damage import DamagePage

    return DamagePage(desk)


def _templates(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.templates import TemplatesPage

    return TemplatesPage(desk)


def _template(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.template_editor import TemplateEditorPage

    return TemplateEditorPage(desk)


def _law_pack(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.law_pack import LawPackPage

    return LawPackPage(desk)


def _library(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.library import LibraryPage

    return LibraryPage(desk)


def _library_add(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.library_add import LibraryAddPage

    return LibraryAddPage(desk)


def _library_reader(desk: Desk) -> Page:
    from legalaid_desktop.ui.pages.library_reader import LibraryReaderPage

    return LibraryReaderPage(desk)


def page_specs() -> tuple[PageSpec, ...]:
    """All pages; those with ``rail`` stand on the rail in this order. The first one is where a new vault opens."""
    return (
        PageSpec(key="today", title="rail.today", icon="today", rail=True, shortcut="Ctrl+1", make=_today),
        PageSpec(key="calendar", title="rail.calendar", icon="calendar", rail=True, shortcut="Ctrl+3", make=_calendar),
        PageSpec(key="cases", title="rail.people", icon="people", rail=True, shortcut="Ctrl+2", make=_cases),
        PageSpec(key="note", title="rail.note", icon="note", rail=True, shortcut="Ctrl+N", make=_note),
        PageSpec(key="search", title="rail.search", icon="search", rail=True, shortcut="Ctrl+K", make=_search),
        PageSpec(key="library", title="rail.library", icon="book", rail=True, shortcut="Ctrl+7", make=_library),
        PageSpec(key="backup", title="rail.backup", icon="backup", rail=True, shortcut="Ctrl+5", make=_backup),
        PageSpec(key="settings", title="rail.settings", icon="settings", rail=True, shortcut="Ctrl+6", make=_settings),
        PageSpec(key="help", title="rail.help", icon="help", rail=True, shortcut="F1", make=_help),
        PageSpec(key="case", title="rail.people", make=_case),
        PageSpec(key="draft", title="case.tab.drafts", make=_draft),
        PageSpec(key="keys", title="keys.title", make=_keys),
        PageSpec(key="recovery", title="recovery.title", make=_recovery),
        PageSpec(key="new_key", title="new_key.title", make=_new_key),
        PageSpec(key="leave", title="leave.title", make=_leave),
        PageSpec(key="destroy", title="destroy.title", make=_destroy),
        PageSpec(key="damage", title="damage.title", make=_damage),
        PageSpec(key="templates", title="template.title", shortcut="Ctrl+Shift+T", make=_templates),
        PageSpec(key="template", title="template.editor", make=_template),
        PageSpec(key="library_add", title="library_page.add.title", make=_library_add),
        PageSpec(key="library_reader", title="rail.library", make=_library_reader),
        PageSpec(key="law_pack", title="law_pack.title", make=_law_pack),
        PageSpec(key="journal", title="undo.title", shortcut="Ctrl+Shift+Z", make=_journal),
    )
