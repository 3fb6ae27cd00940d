"""The spelling check of one open vault: which words of a text are wrong, and what they may have been."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from legalaid_desktop.domain.spelling import (
    LANGUAGES,
    KnownWords,
    Language,
    Spot,
    alike,
    asked,
    in_one_script,
    slips,
    spots,
    typed,
)
from legalaid_desktop.intake.spelling_child import DictionaryChild

__all__ = ["KnownWords", "Speller", "Spot", "spots"]

_KEPT: Final = 50_000
"""Words of each language whose answer is kept."""
_MOST_SLIPS: Final = 100
"""Names and titles of one text that are held against the words they may be slips of: some hundred words each."""


class Speller:
    """Dictionaries in processes of their own. Used on one thread, but for :meth:`end`."""

    def __init__(self) -> None:
        self._children = {language: DictionaryChild(language) for language in LANGUAGES}
        self._right: dict[str, dict[str, bool]] = {language: {} for language in LANGUAGES}

    def wrong(self, looked_at: Sequence[Spot]) -> tuple[Spot, ...]:
        """Those of ``looked_at`` that are no words; where a dictionary does not answer, none of its language."""
        for language in LANGUAGES:
            self._look_up(
                language, (asked(spot.word) for spot in looked_at if spot.language == language and not spot.mixed)
            )
        foreign = [spot for spot in looked_at if spot.among is not None]
        for language in LANGUAGES:
            read = [word for spot in foreign if spot.among == language for word in (alike(spot), typed(spot)) if word]
            self._look_up(language, read)
        doubtful = dict.fromkeys(asked(one.word) for one in foreign if one.doubt and not self._is_right(one))
        found = {word: self._slips(word) for word in list(doubtful)[:_MOST_SLIPS]}
        return tuple(spot for spot in looked_at if self._is_wrong(spot, found))

    def _look_up(self, language: Language, words: Iterable[str]) -> None:
        kept, wanted = self._right[language], set(words)
        new = sorted(wanted - kept.keys())
        if not new:
            return
        found = self._children[language].wrong(new)
        if found is None:
            return
        if len(kept) > _KEPT:
            kept.clear()
            new = sorted(wanted)
            found = self._children[language].wrong(new) or frozenset()
        kept.update((word, word not in found) for word in new)

    def _is_right(self, spot: Spot) -> bool:
        return self._right[spot.language].get(asked(spot.word), True)

    def _is_wrong(self, spot: Spot, slips_of: Mapping[str, Sequence[str]]) -> bool:
        if spot.mixed or spot.among is None:
            return spot.mixed or not self._is_right(spot)
        known = self._right[spot.among]
        if spot.doubt:
            return not self._is_right(spot) and bool(slips_of.get(asked(spot.word)) or known.get(typed(spot)))
        return not self._is_right(spot) or known.get(alike(spot), False)

    def _slips(self, word: str) -> tuple[str, ...]:
        """Words of English that ``word`` may be a slip of. Not kept: they would crowd out the words of texts."""
        near = slips(word)
        found = self._children["en"].wrong(near) if near else None
        return tuple(one for one in near if one not in found) if found is not None else ()

    def suggest(self, spot: Spot) -> tuple[str, ...]:
        """What may have been meant, the likeliest first, with the apostrophe that was written."""
        if spot.mixed:
            word = in_one_script(spot.word)
            return (word,) if word != spot.word else ()
        read: list[str] = []
        if spot.among is not None:
            meant = [word for word in (alike(spot), typed(spot)) if word]
            self._look_up(spot.among, meant)
            read = [word for word in meant if self._right[spot.among].get(word, False)]
        found = self._children[spot.language].suggest(asked(spot.word))
        sign = next((sign for sign in "’ʼ" if sign in spot.word), "'")
        return tuple(dict.fromkeys((*read, *(one.replace("'", sign) for one in found))))

    def pids(self) -> tuple[int, ...]:
        """The processes that run."""
        return tuple(pid for child in self._children.values() if (pid := child.pid))

    def end(self) -> None:
        """End the dictionaries and forget every word, from any thread; nothing is checked any more."""
        for child in self._children.values():
            child.end()
        for kept in self._right.values():
            kept.clear()
