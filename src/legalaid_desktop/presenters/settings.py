"""What the settings page shows and changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.preferences import PreferenceFile
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import Tasks
from legalaid_desktop.presenters.ways import way_lines

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One way to open the vault, in words."""

    text: str


class SettingsView(Protocol):
    def show_regions(self, regions: Sequence[tuple[str, str]]) -> None:
        """``(code, name)``; the first is «none»."""

    def show_slots(self, slots: Sequence[SlotLine]) -> None: ...

    def show_changed(self) -> None:
        """A setting was written."""

    def show_failure(self, text: str) -> None: ...


class SettingsPresenter:
    def __init__(
        self,
        view: SettingsView,
        tasks: Tasks,
        preferences: PreferenceFile,
        *,
        words: Callable[[], Wording],
        clock: Clock,
    ) -> None:
        self._view, self._tasks, self._preferences = view, tasks, preferences
        self._words, self._clock = words, clock

    def load(self) -> None:
        """Fetch regions and key slots."""
        words = self._words()
        self._tasks.aside(
            lambda: region_names(words), done=self._view.show_regions, failed=self._failed, latest="regions"
        )
        self._tasks.ask(
            lambda briefcase: slot_lines(briefcase, words),
            done=self._view.show_slots,
            failed=self._failed,
            latest="slots",
        )

    def change(self, **values: str | int | bool) -> None:
        """Write some settings; they hold at once."""
        self._tasks.aside(
            lambda: self._preferences.change(**values), done=lambda _: self._view.show_changed(), failed=self._failed
        )

    def _failed(self, error: LegalAidError) -> None:
        self._view.show_failure(error_words(error, self._words()))


def region_names(words: Wording) -> tuple[tuple[str, str], ...]:
    """The regions of the law data in the language of the window, «none» first."""
    from legalaid_desktop.services.law import shipped_law  # late: the law data are read when first needed

    regions = shipped_law().regions
    named = [(code, words.say(f"region.{code}") if words.has(f"region.{code}") else code) for code in regions]
    return (("", words.say("settings.no_region")), *named)


def slot_lines(briefcase: Briefcase, words: Wording) -> tuple[SlotLine, ...]:
    """The ways that open this vault."""
    return tuple(SlotLine(f"{line.title}. {line.second}") for line in way_lines(briefcase, words))
