"""A date typed as people say it, with how it was understood under it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from legalaid_desktop.domain.date_typing import read_date, write_date
from legalaid_desktop.domain.partial_date import PartialDate
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.presenters.day_words import partial_date_words
from legalaid_desktop.ui.pieces.fields import Field, LineEdit
from legalaid_desktop.ui.theme import Theme
from legalaid_desktop.ui.words import Words


class DateField(Field[LineEdit]):
    """Takes «вчера», «5.3», «март 2019», «about 1990», seasons and ranges; :attr:`value` is ``None`` while empty or
    not understood. What was typed is never changed under the typist's hands.
    """

    changed = Signal()

    def __init__(
        self, words: Words, theme: Theme, clock: Clock, label: str, hint: str = "field.date_hint", *,
        unknowns: bool = False, ahead: bool = False,
    ) -> None:  # fmt: skip
        self._clock = clock
        self._ahead = ahead
        self._value: PartialDate | None = None
        super().__init__(words, theme, LineEdit(), label, hint, unknowns=unknowns)
        self.editor.textChanged.connect(self._read)
        words.bind(self, self._tell_value)

    def look_ahead(self, ahead: bool) -> None:
        """Whether a day without a year is the next one (a hearing, the end of a period) or the last one."""
        if ahead != self._ahead:
            self._ahead = ahead
            self._read(self.editor.text())

    @property
    def value(self) -> PartialDate | None:
        return self._value

    @property
    def understood(self) -> bool:
        """Whether the text is empty or was understood."""
        return self._value is not None or not self.editor.text().strip()

    def set_value(self, value: PartialDate | None) -> None:
        """Show a date of the record, as it would be typed."""
        text = write_date(value) if value is not None else ""
        self.editor.setText(text)
        if value is not None:
            # A record may hold more than the typed form says (a note, the original calendar): keep all of it.
            self._value = value
            self._tell_value()

    def tell_problem(self, text: str) -> None:
        """As any field's; with the mark gone it says again how it was understood."""
        super().tell_problem(text)
        if not text:
            self._tell_value()

    def _read(self, text: str) -> None:
        self._value = read_date(text, today=self._clock.today(), future=self._ahead) if text.strip() else None
        self._tell_value()
        self.changed.emit()

    def _tell_value(self) -> None:
        if self._value is not None:
            self.tell(
                self._words.say("field.date_understood", date=partial_date_words(self._value, self._words.wording))
            )
        elif self.editor.text().strip():
            self.tell(self._words.say("field.date_not_understood"), "unchecked")
        else:
            self.tell("")
