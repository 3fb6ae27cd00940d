"""Entering recovery sheets, one after another, as they are read out over the telephone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from legalaid_desktop.errors import LegalAidError, ShareNotUnderstood
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import Part


@dataclass(frozen=True, slots=True)
class PartLine:
    """An accepted sheet, ready to show."""

    key: str
    text: str


class PartEntryView(Protocol):
    def show_parts(self, lines: Sequence[PartLine], progress: str, next_title: str) -> None:
        """Accepted sheets, «1 of 2 parts», and what to enter next; no title: nothing more is needed."""

    def show_part_problem(self, text: str, word: int | None) -> None:
        """What is wrong with the words that stand there; ``word`` is the place of the one to look at, from 1."""

    def clear_words(self) -> None:
        """The words were accepted: forget them, and wait for the next sheet."""


class PartEntry:
    """``read`` makes a part of the words of one sheet; ``complete`` is told once there are enough of one set."""

    def __init__(
        self,
        view: PartEntryView,
        read: Callable[[str], Part],
        *,
        words: Callable[[], Wording],
        complete: Callable[[Sequence[Part]], None],
    ) -> None:
        self._view, self._read = view, read
        self._words, self._complete = words, complete
        self._parts: list[Part] = []

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(self._parts)

    def begin(self) -> None:
        """Forget all sheets."""
        self._parts.clear()
        self._show()

    def offer(self, text: str) -> bool:
        """The words of one sheet. Returns whether they were accepted."""
        try:
            part = self._read(text)
        except ShareNotUnderstood as error:
            word = error.facts.get("word")
            self._view.show_part_problem(error_words(error, self._words()), word if isinstance(word, int) else None)
            return False
        except LegalAidError as error:
            self._view.show_part_problem(error_words(error, self._words()), None)
            return False
        problem = self._stands_against(part)
        if problem:
            self._view.show_part_problem(problem, None)
            return False
        self._parts.append(part)
        self._view.clear_words()
        self._show()
        if len(self._parts) >= part.needed:
            self._complete(self.parts)
        return True

    def drop(self, key: str) -> None:
        """Take back an accepted sheet."""
        self._parts = [part for part in self._parts if _key(part) != key]
        self._show()

    def say_again(self) -> None:
        """After a change of language."""
        self._show()

    def _stands_against(self, part: Part) -> str:
        words = self._words()
        for other in self._parts:
            if part.set_number != other.set_number:
                return words.say("part.other_set", this=set_words(part.set_number), first=set_words(other.set_number))
            if part.number == other.number:
                return words.say("part.same_again", number=part.number)
        return ""

    def _show(self) -> None:
        words = self._words()
        lines = tuple(
            PartLine(
                _key(part),
                words.say("part.accepted", number=part.number, of=part.of, set=set_words(part.set_number)),
            )
            for part in self._parts
        )
        have, needed = len(self._parts), self._parts[0].needed if self._parts else 0
        progress = words.say("part.progress", n=have, needed=needed) if needed else ""
        if needed and have >= needed:
            title = ""
        elif have:
            title = words.say("part.next", n=needed - have)
        else:
            title = words.say("part.first")
        self._view.show_parts(lines, progress, title)


def set_words(number: int) -> str:
    """A set number as it is printed on the sheets."""
    return f"{number:05d}"


def _key(part: Part) -> str:
    return f"{part.set_number}.{part.number}"
