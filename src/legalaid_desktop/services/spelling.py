"""The spelling check of one open vault: which words of a text are wrong, and what they may have been."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from legalaid_desktop.domain.spelling import LANGUAGES, KnownWords, Spot, asked, in_one_script, spots
from legalaid_desktop.intake.spelling_child import DictionaryChild

__all__ = ["KnownWords", "Speller", "Spot", "spots"]

_KEPT: Final = 50_000
"""Words of each language whose answer is kept."""


class Speller:
    """Dictionaries in processes of their own. Used on one thread, but for :meth:`end`."""

    def __init__(self) -> None:
        self._children = {language: DictionaryChild(language) for language in LANGUAGES}
        self._right: dict[str, dict[str, bool]] = {language: {} for language in LANGUAGES}

    def wrong(self, looked_at: Sequence[Spot]) -> tuple[Spot, ...]:
        """Those of ``looked_at`` that are no words; where a dictionary does not answer, none of its language."""
        for language in LANGUAGES:
            kept = self._right[language]
            words = {asked(spot.word) for spot in looked_at if spot.language == language and not spot.mixed}
            new = sorted(words - kept.keys())
            if not new:
                continue
            found = self._children[language].wrong(new)
            if found is None:
                continue
            if len(kept) > _KEPT:
                kept.clear()
                new = sorted(words)
                found = self._children[language].wrong(new) or frozenset()
            kept.update((word, word not in found) for word in new)
        return tuple(
            spot for spot in looked_at if spot.mixed or not self._right[spot.language].get(asked(spot.word), True)
        )

    def suggest(self, spot: Spot) -> tuple[str, ...]:
        """What may have been meant, the likeliest first, with the apostrophe that was written."""
        if spot.mixed:
            word = in_one_script(spot.word)
            return (word,) if word != spot.word else ()
        found = self._children[spot.language].suggest(asked(spot.word))
        sign = next((sign for sign in "’ʼ" if sign in spot.word), "'")
        return tuple(dict.fromkeys(one.replace("'", sign) for one in found))

    def pids(self) -> tuple[int, ...]:
        """The processes that run."""
        return tuple(pid for child in self._children.values() if (pid := child.pid))

    def end(self) -> None:
        """End the dictionaries and forget every word, from any thread; nothing is checked any more."""
        for child in self._children.values():
            child.end()
        for kept in self._right.values():
            kept.clear()
