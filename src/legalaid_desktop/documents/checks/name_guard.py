"""The last guard: names of persons who print by role, searched in the finished paper by keyed fingerprints.

A guard holds no name, only hashes of the stems and forms that a name may be written with; it reads a paper with the
same rules as the redaction and shares no state with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.domain.name_endings import Reader
from legalaid_desktop.domain.name_keys import PARTICLES, name_words
from legalaid_desktop.domain.name_spelling import words_in
from legalaid_desktop.domain.person import Person, Sex
from legalaid_desktop.domain.relation_words import CITY_BEFORE, PLACE_BEFORE, plainly_common
from legalaid_desktop.grammar.hidden_forms import every_form


@dataclass(frozen=True)
class NameGuard:
    """Fingerprints of the names of ``record``; ``others`` are those of persons who are named, with their sex."""

    record: LocalId
    key: bytes
    digests: frozenset[str]
    others: tuple[tuple[frozenset[str], str], ...] = ()
    read: Reader = field(default_factory=Reader, repr=False, compare=False)

    def found_in(self, text: str, *, small: bool = False) -> bool:
        """Whether a name stands in ``text``. ``small``: words without a capital count too (file names)."""
        belarusian = any(sign in text for sign in "іўІЎ")
        for word in words_in(text):
            if not (word.capital or small):
                continue
            for part in (*word.parts, *(("".join(word.parts),) if len(word.parts) > 1 else ())):
                lead = text[: word.start]
                city = CITY_BEFORE.search(lead) is not None
                if not self._named(part, belarusian=belarusian, rough=small, plain_only=city):
                    continue
                if PLACE_BEFORE.search(lead) or plainly_common(word.text, text[word.end :]):
                    continue
                if not any(self._of_another(one, belarusian=belarusian) for one in {part, *word.parts}):
                    return True
        return False

    def _named(self, part: str, *, belarusian: bool, rough: bool, plain_only: bool) -> bool:
        return _digest(f"e:{part}", self.key) in self.digests or any(
            _digest(reading.key, self.key) in self.digests
            for reading in self.read(part, belarusian_text=belarusian)
            if (rough or not reading.rough) and not (plain_only and (reading.plural or reading.possessive))
        )

    def _of_another(self, part: str, *, belarusian: bool) -> bool:
        return any(
            _digest(reading.key, self.key) in known
            for known, sex in self.others
            for reading in self.read(part, belarusian_text=belarusian)
            if not reading.rough and not reading.possessive and (reading.plural or sex in reading.sexes)
        )


def name_guard(person: Person, others: Iterable[Person], key: bytes, read: Reader | None = None) -> NameGuard | None:
    """``None`` for a person without a name. ``key`` is random for one call, so that hashes mean nothing elsewhere.

    Guards of one paper share ``read``.
    """
    keys = {key for word in name_words(person.names) if word.part != "father" for key in word.keys}
    if not keys:
        return None
    # Forms of the rules of grammar that no ending of the tables shows: «Краўца», «Надеждзе».
    for text, _ in every_form(person):
        keys |= {f"e:{part}" for word in words_in(text) for part in word.parts if part not in PARTICLES}
    letters = {Sex.FEMALE: "f", Sex.MALE: "m"}
    return NameGuard(
        record=person.id,
        read=read or Reader(),
        key=key,
        digests=frozenset(_digest(one, key) for one in keys),
        others=tuple(
            (
                frozenset(_digest(one, key) for word in name_words(other.names) for one in word.keys),
                letters.get(other.sex, "") if other.sex is not None else "",
            )
            for other in others
        ),
    )


def _digest(text: str, key: bytes) -> str:
    return hashlib.blake2b(text.encode(), key=key, digest_size=16).hexdigest()
