"""Settings: language, look, when the vault locks by itself, the office's region; and the ways to rarer pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QTimer

from legalaid_desktop.host.first_look import APPEARANCES
from legalaid_desktop.host.preferences import LOCK_MINUTES
from legalaid_desktop.host.wording import LANGUAGES
from legalaid_desktop.presenters.settings import SettingsPresenter, SlotLine
from legalaid_desktop.ui.clipboard import CLIPBOARD_SECONDS
from legalaid_desktop.ui.desk import Desk
from legalaid_desktop.ui.lock_signals.ports import Trigger
from legalaid_desktop.ui.page import Page
from legalaid_desktop.ui.pieces.buttons import Button
from legalaid_desktop.ui.pieces.check_box import CheckBox
from legalaid_desktop.ui.pieces.fields import Field
from legalaid_desktop.ui.pieces.labels import Panel, Text, rule, said
from legalaid_desktop.ui.pieces.layout import column, reading, row
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.pieces.page_header import PageHeader
from legalaid_desktop.ui.pieces.side_by_side import SideBySide
from legalaid_desktop.ui.screen_shield import CAN_HIDE
from legalaid_desktop.ui.theme import BETWEEN, Type

_TWO_COLUMNS: Final = 1000
"""px from which the groups stand in two columns."""
_ANSWERED_BY: Final = 1500
"""ms until the system has said which signs it gives, as a rule."""


class SettingsPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        words, theme = desk.words, desk.theme
        self.presenter = SettingsPresenter(
            self, self.tasks, desk.preferences, words=lambda: words.wording, clock=desk.clock
        )
        self.body.addWidget(PageHeader(words, "settings.title", "settings.sentence"))
        self.language = Choice(words, theme, "settings.language", [(lang, f"language.{lang}") for lang in LANGUAGES])
        self.language.picked.connect(self._speak)
        self.appearance = Choice(words, theme, "settings.appearance", [(a, f"settings.look.{a}") for a in APPEARANCES])
        self.appearance.picked.connect(self._wear)
        self.lock_after = Choice(words, theme, "settings.lock_after")
        self.lock_after.picked.connect(self._lock_after)
        self.region = Choice(words, theme, "settings.region")
        self.region.picked.connect(lambda code: self.presenter.change(region=code))
        window = Panel(said(words, "settings.window", Type.STRONG))
        window.body.addWidget(Field(words, theme, self.language, "settings.language"))
        window.body.addWidget(Field(words, theme, self.appearance, "settings.appearance"))
        self.spelling = CheckBox(words, theme, "spelling.on")
        self.spelling.toggled.connect(self._check_spelling)
        window.body.addWidget(self.spelling)
        window.body.addWidget(said(words, "spelling.on_hint", Type.HINT, role="hint"))
        safety = Panel(said(words, "settings.safety", Type.STRONG))
        safety.body.addWidget(said(words, "settings.slots", Type.HINT))
        self.slots = Text("")
        safety.body.addWidget(self.slots)
        self.keys_button = Button(words, "keys.to_page", lambda: desk.go("keys"))
        self.leave_button = Button(words, "leave.open", lambda: desk.go("leave"))
        safety.body.addWidget(row(self.keys_button, self.leave_button, None))
        safety.body.addWidget(said(words, "settings.slots_hint", Type.HINT, role="hint"))
        office = Panel(said(words, "settings.office", Type.STRONG))
        office.body.addWidget(Field(words, theme, self.region, "settings.region", "settings.region_hint"))
        changes = Panel(said(words, "undo.open", Type.STRONG))
        self.journal_button = Button(words, "undo.open", lambda: desk.go("journal"))
        changes.body.addWidget(said(words, "undo.open_hint", Type.HINT, role="hint"))
        changes.body.addWidget(row(self.journal_button, None))
        templates = Panel(said(words, "template.title", Type.STRONG))
        self.templates_button = Button(words, "template.open", lambda: desk.go("templates"))
        templates.body.addWidget(said(words, "template.open_hint", Type.HINT, role="hint"))
        templates.body.addWidget(row(self.templates_button, None))
        law = Panel(said(words, "law_pack.title", Type.STRONG))
        self.law_button = Button(words, "law_pack.open", lambda: desk.go("law_pack"))
        law.body.addWidget(said(words, "law_pack.open_hint", Type.HINT, role="hint"))
        law.body.addWidget(row(self.law_button, None))
        sides = (
            column(reading(window), reading(self._lock_panel()), reading(law), None, spacing=BETWEEN),
            column(reading(safety), reading(changes), reading(templates), reading(office), None, spacing=BETWEEN),
        )
        self.body.addWidget(SideBySide(sides, wide_from=_TWO_COLUMNS))
        self.body.addStretch(1)
        words.bind(self, self._say_choices)

    def _lock_panel(self) -> Panel:
        """When the vault locks by itself on this computer, and what of it other programs may see."""
        words, theme = self.words, self.desk.theme
        panel = Panel(said(words, "settings.lock", Type.STRONG))
        self.triggers = Text("")
        self.pictures = CheckBox(words, theme, "lock.pictures")
        self.pictures.toggled.connect(self._allow_pictures)
        self.pictures.setVisible(CAN_HIDE)
        pictures_hint = "lock.pictures_hint" if CAN_HIDE else "lock.pictures_not_here"
        for part in (
            Field(words, theme, self.lock_after, "settings.lock_after", "settings.lock_after_hint"),
            said(words, "lock.triggers", Type.HINT),
            self.triggers,
            said(words, "lock.triggers_hint", Type.HINT, role="hint"),
            rule(),
            self.pictures,
            said(words, pictures_hint, Type.HINT, role="hint"),
            rule(),
            said(words, "settings.clipboard", Type.HINT, role="hint", n=CLIPBOARD_SECONDS),
        ):
            panel.body.addWidget(part)
        return panel

    def _show_triggers(self) -> None:
        """What the window has found out so far; a system answers a moment after the vault is open."""
        ask = getattr(self.window(), "active_triggers", frozenset)  # the window knows the pages, not they the window
        active: frozenset[Trigger] = ask()
        said_lines = [self.words.say(f"lock.trigger.{one}") for one in Trigger if one in active]
        self.triggers.setText("\n".join(f"— {line}" for line in said_lines))

    def _allow_pictures(self, allowed: bool) -> None:
        if allowed != self.desk.preferences.current.allow_screen_pictures:
            self.presenter.change(allow_screen_pictures=allowed)

    def _check_spelling(self, wanted: bool) -> None:
        if wanted != self.desk.preferences.current.check_spelling:
            self.presenter.change(check_spelling=wanted)

    def arrive(self, **params: Any) -> None:
        self._show_current()
        self._show_triggers()
        QTimer.singleShot(_ANSWERED_BY, self, self._show_triggers)
        self.presenter.load()
        self.language.setFocus()

    def _say_choices(self) -> None:
        self.lock_after.offer([(str(n), self.words.say("settings.minutes", n=n)) for n in LOCK_MINUTES])
        self.presenter.load()
        self._show_current()
        self._show_triggers()

    def _show_current(self) -> None:
        now = self.desk.preferences.current
        self.language.set_key(self.words.lang)
        self.appearance.set_key(now.appearance)
        self.lock_after.set_key(str(now.lock_after_minutes))
        self.region.set_key(now.region)
        self.pictures.setChecked(now.allow_screen_pictures)
        self.spelling.setChecked(now.check_spelling)

    def _speak(self, lang: str) -> None:
        self.words.speak(lang)
        self.presenter.change(language=lang)

    def _wear(self, appearance: str) -> None:
        self.desk.theme.wear(appearance)
        self.presenter.change(appearance=appearance)

    def _lock_after(self, minutes: str) -> None:
        self.presenter.change(lock_after_minutes=int(minutes))

    # What the presenter shows

    def show_regions(self, regions: Sequence[tuple[str, str]]) -> None:
        self.region.offer(regions)
        self.region.set_key(self.desk.preferences.current.region)

    def show_slots(self, slots: Sequence[SlotLine]) -> None:
        self.slots.setText("\n".join(slot.text for slot in slots))

    def show_changed(self) -> None:
        self.desk.changed.emit("settings")

    def show_failure(self, text: str) -> None:
        self.desk.toast(text)
