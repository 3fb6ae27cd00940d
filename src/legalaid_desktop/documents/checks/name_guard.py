"""The last guard: names of persons who print by role, searched in the finished paper by keyed fingerprints.

A guard holds no name, only hashes of the stems and forms that a name may be written with; it reads a paper with the
same rules as the redaction and shares no state with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.domain.name_endings import readings
from legalaid_desktop.domain.name_keys import name_words
from legalaid_desktop.domain.name_spelling import words_in
from legalaid_desktop.domain.person import NameSet, Sex
from legalaid_desktop.domain.relation_words import PLACE_BEFORE, plainly_common


@dataclass(frozen=True)
class NameGuard:
    """Fingerprints of the names of ``record``; ``others`` are those of persons who are named, with their sex."""

    record: LocalId
    key: bytes
    digests: frozenset[str]
    others: tuple[tuple[frozenset[str], str], ...] = ()

    def found_in(self, text: str, *, small: bool = False) -> bool:
        """Whether a name stands in ``text``. ``small``: words without a capital count too (file names)."""
        belarusian = any(sign in text for sign in "іўІЎ")
        for word in words_in(text):
            if not (word.capital or small):
                continue
            for part in (*word.parts, *(("".join(word.parts),) if len(word.parts) > 1 else ())):
                if not self._named(part, belarusian=belarusian, rough=small):
                    continue
                if PLACE_BEFORE.search(text[: word.start]) or plainly_common(word.text, text[word.end :]):
                    continue
                if not any(self._of_another(one, belarusian=belarusian) for one in {part, *word.parts}):
                    return True
        return False

    def _named(self, part: str, *, belarusian: bool, rough: bool) -> bool:
        return any(
            _digest(reading.key, self.key) in self.digests
            for reading in readings(part, belarusian_text=belarusian)
            if rough or not reading.rough
        )

    def _of_another(self, part: str, *, belarusian: bool) -> bool:
        return any(
            _digest(reading.key, self.key) in known
            for known, sex in self.others
            for reading in readings(part, belarusian_text=belarusian)
            if not reading.rough and not reading.possessive and (reading.plural or sex in reading.sexes)
        )


def name_guard(
    record: LocalId, names: NameSet, others: Iterable[tuple[NameSet, Sex | None]], key: bytes
) -> NameGuard | None:
    """``None`` for a person without a name. ``key`` is random for one call, so that hashes mean nothing elsewhere."""
    keys = {key for word in name_words(names) if word.part != "father" for key in word.keys}
    if not keys:
        return None
    letters = {Sex.FEMALE: "f", Sex.MALE: "m"}
    return NameGuard(
        record=record,
        key=key,
        digests=frozenset(_digest(one, key) for one in keys),
        others=tuple(
            (
                frozenset(_digest(one, key) for word in name_words(other) for one in word.keys),
                letters.get(sex, "") if sex is not None else "",
            )
            for other, sex in others
        ),
    )


def _digest(text: str, key: bytes) -> str:
    return hashlib.blake2b(text.encode(), key=key, digest_size=16).hexdigest()
