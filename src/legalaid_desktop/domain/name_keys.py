"""The names of the persons of a case as keys, and which person a written word may name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.domain.name_endings import ALL, Reader, stems_of
from legalaid_desktop.domain.name_spelling import Word, script_of, sound, words_in
from legalaid_desktop.domain.person import NameSet, Person, Sex
from legalaid_desktop.domain.short_names import short_forms

CASES: Final = ("nom", "gen", "dat", "acc", "ins", "prep")
NameFormsOf = Callable[[Person], Iterable[tuple[str, str]]]
"""Every form that the rules of grammar give a person's name, whichever way it may decline: (text, case)."""

PARTICLES: Final = frozenset(
    """
    ибн бин бен бинт абу аль эль ал ад ас аш ар ан ат аз эд эс эш эр эн ул уль уд де дю ди да ла ле фон ван дер дон
    сен сан сент умм оглы оглу кызы кизи угли гызы заде зода зада бек хан ага бей паша шах
    ханум жан ака апа бону хола муаллим
    al el ibn bin ben bint abu oglu ogly kyzy qizi zade zoda de du di da la le von van der ul ud ad as ash ar an at
    bek khan beg bey
    """.split()  # noqa: SIM905
)
"""Words that many names share: no name by themselves, part of one beside another."""


@dataclass(frozen=True)
class NameWord:
    """A word of a name, folded: of what part, and with which keys a text may write it."""

    text: str
    part: str
    """given, family, patronymic, father, whole"""
    keys: frozenset[str]


@dataclass
class Hit:
    """A written word that may name a person."""

    cases: set[str] = field(default_factory=set)
    plural: set[str] = field(default_factory=set)
    """Cases in which it may be a plural («Полевые»)."""
    possessive: bool = False
    parts: set[str] = field(default_factory=set)
    small: bool = False
    """Counts when written with a small letter too."""
    alike: set[str] = field(default_factory=set)
    """Cases of a reading by sound only."""

    def settled(self) -> Hit:
        """With the cases of a reading by sound where nothing better is known."""
        if not self.cases and not self.plural:
            self.cases = set(self.alike)
        return self


def spellings(names: NameSet) -> Iterator[tuple[str, str]]:
    """(text, part) of every spelling that is stored; the remark of an alias only where it has a capital word."""
    yield from ((text, "family") for text in (names.family,) if text)
    yield from ((text, "given") for text in (names.given,) if text)
    yield from ((text, "patronymic") for text in (names.patronymic,) if text)
    yield from ((text, "father") for text in (names.father_name,) if text)
    for language in ("ru", "be"):
        for case in CASES:
            if text := getattr(names, f"{language}_{case}"):
                yield text, "whole"
    yield from ((text, "whole") for text in (names.latin, names.original) if text)
    for alias in names.aliases or ():
        bare = re.sub(r"\([^)]*\)", " ", alias)
        yield bare, "whole"
        for remark in re.findall(r"\(([^)]*)\)", alias):
            yield from ((word, "whole") for word in re.findall(r"[^\W\d_][\w-]*", remark) if word[0].isupper())


def name_words(names: NameSet) -> tuple[NameWord, ...]:
    """All words of a person's names; particles only where a name is nothing else."""
    made: dict[str, NameWord] = {}
    for text, part in spellings(names):
        parts = [one for word in words_in(text) for one in (*word.parts, "".join(word.parts))]
        alone = len(set(parts)) == 1
        for one in parts:
            if (one in PARTICLES and not alone) or (len(one) < 2 and script_of(one) != "o"):
                continue
            known = made.get(one)
            if known is None:
                keys = stems_of(one)
                if part == "given":
                    keys = keys.union(*(stems_of(short) for short in short_forms(one)))
                of = part if part != "whole" else _part_of(one, keys, made.values())
                if part != of and script_of(one) == "c":
                    # A stored case form of a known word has no stems of its own: «Камрана» is no nominative.
                    keys = frozenset({f"X:{one}"})
                made[one] = NameWord(one, of, keys)
    return tuple(made.values())


def _part_of(word: str, keys: frozenset[str], known: Iterable[NameWord]) -> str:
    """Of which part a form or spelling is: «Образцова», «OBRAZTSOV» are the family name «Образцов»."""
    sounds = {sound(word), sound(word)[:-1]}
    for other in known:
        if other.part == "whole":
            continue
        same = {key for key in keys & other.keys if key[0] not in "sktu"}
        if same or sounds & {sound(other.text), sound(other.text)[:-1]} - {""}:
            return other.part
    return "whole"


class NameIndex:
    """Keys of several persons; ``strict`` ones are read in the forms of their own sex only."""

    def __init__(
        self,
        persons: Iterable[Person],
        *,
        forms: NameFormsOf | None = None,
        plain: Callable[[str], bool] | None = None,
        strict: bool = False,
    ) -> None:
        self.persons = {person.id: person for person in persons}
        self._strict = strict
        self._read = Reader()
        self._keys: dict[str, list[tuple[LocalId, str, bool]]] = {}
        self._exact: dict[str, list[tuple[LocalId, str]]] = {}
        for person in self.persons.values():
            for word in name_words(person.names):
                small = plain is not None and plain(word.text)
                for key in word.keys:
                    self._keys.setdefault(key, []).append((person.id, word.part, small))
            known = [(getattr(person.names, f"{lang}_{case}"), case) for lang in ("ru", "be") for case in CASES]
            for text, case in (*known, *(forms(person) if forms else ())):
                for part in (p for word in words_in(text or "") for p in word.parts if p not in PARTICLES):
                    self._exact.setdefault(part, []).append((person.id, case))

    def hits(self, word: Word, *, belarusian: bool) -> dict[LocalId, Hit]:
        """Persons whom this word may name."""
        found: dict[LocalId, Hit] = {}
        joined = ("".join(word.parts),) if len(word.parts) > 1 else ()
        for part in (*word.parts, *joined):
            for id, case in self._exact.get(part, ()):
                found.setdefault(id, Hit()).cases |= {case} - {""}
            for reading in self._read(part, belarusian_text=belarusian):
                for id, of, small in self._keys.get(reading.key, ()):
                    sex = self.persons[id].sex
                    letter = "f" if sex is Sex.FEMALE else "m" if sex is Sex.MALE else ""
                    fits = letter in reading.sexes
                    if self._strict and (reading.possessive or reading.rough or not (fits or reading.plural)):
                        continue
                    hit = found.setdefault(id, Hit())
                    hit.parts.add(of)
                    hit.small = hit.small or (small and not reading.rough and not reading.possessive)
                    if reading.rough:
                        hit.alike |= reading.cases
                    elif reading.possessive:
                        hit.possessive = True
                    elif reading.plural:
                        hit.plural |= reading.cases
                    elif fits and (reading.cases != ALL or not hit.cases):
                        hit.cases |= reading.cases
        return {id: hit.settled() for id, hit in found.items()}


def initials(names: NameSet) -> frozenset[str]:
    """First letters of a person's names, small: «н», «n»."""
    return frozenset(word.text[0] for word in name_words(names) if word.part in ("given", "patronymic", "whole"))


def is_particle(word: Word) -> bool:
    return all(part in PARTICLES for part in word.parts)


__all__ = [
    "CASES", "Hit", "NameFormsOf", "NameIndex", "NameWord", "initials", "is_particle", "name_words",
    "spellings",
]  # fmt: skip
