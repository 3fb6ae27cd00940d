"""Takes the names of persons who may not be named out of texts, and puts their role there.

What cannot be decided is decided for the person: the name goes, and the sentence is kept for the consultant to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.domain.name_keys import Hit, NameIndex, initials, is_particle
from legalaid_desktop.domain.name_spelling import Word, script_of, words_in
from legalaid_desktop.domain.person import Person, Sex
from legalaid_desktop.domain.relation_words import (
    CALLED_ME,
    CITY_BEFORE,
    FAMILY_OF,
    LADY,
    PLACE_BEFORE,
    plainly_common,
    same_role,
)
from legalaid_desktop.domain.role_sentence import Draft, put_role
from legalaid_desktop.domain.voice import Voice

_BLANK: Final = re.compile(r"^[\s\u00a0\u00ad\u200b-\u200f\u2060\ufeff]*$")
_LISTED: Final = re.compile(r"^,\s*$")
_INITIAL_GAP: Final = re.compile(r"^\.[\s\u00a0]*$")
_PATRONYMIC: Final = re.compile(r"(?:ович|евич|ьич|овн|евн|ичн|инична|аўн|еўн|авіч)\w{0,3}$", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[^.!?…\n]+(?:[.!?…](?!\s|$)[^.!?…\n]*)*[.!?…]*")


class Redactor:
    """Puts the role of a person who may not be named wherever the name stands in a text, in any form or script.

    A word that also belongs to a person who is named (a shared family name) stays where it speaks of that person.
    """

    def __init__(self, hidden: Iterable[Person], named: Iterable[Person], voice: Voice | None = None) -> None:
        self._voice = voice or Voice()
        self._hidden = NameIndex(hidden, forms=self._voice.forms, plain=self._voice.plain)
        self._named = NameIndex(named, strict=True)
        self._roles = {id: same_role(person, self._voice.word) for id, person in self._hidden.persons.items()}
        self._initials = {id: initials(p.names) for id, p in self._hidden.persons.items()}
        self._own_initials = frozenset(one for p in self._named.persons.values() for one in initials(p.names))
        self.named_in: dict[LocalId, set[str]] = {}
        """Person → the records in whose texts the name stood."""
        self.sentences: dict[LocalId, dict[tuple[str, str], None]] = {}
        """Person → (record, sentence as it now reads), in order of reading."""
        self._record = "case"

    def of(self, record: str) -> Redactor:
        """The same, for texts of this record."""
        self._record = record
        return self

    def text(self, value: str | None) -> str | None:
        return None if value is None else self.needed(value)

    def needed(self, value: str) -> str:
        """``value`` without the names."""
        if not self._hidden.persons or not value:
            return value
        words = words_in(value)
        belarusian = re.search(r"[іўІЎ]", value) is not None
        hits = [self._hidden.hits(word, belarusian=belarusian) for word in words]
        if not any(hits):
            return value
        own = [self._named.hits(word, belarusian=belarusian) if hits[n] else {} for n, word in enumerate(words)]
        draft = Draft(value)
        at = 0
        while at < len(words):
            run = self._run(value, words, hits, own, at, belarusian)
            if run is None:
                at += 1
                continue
            person_id, first, last = run
            person = self._hidden.persons[person_id]
            here = [hits[n][person_id] for n in range(first, last + 1) if person_id in hits[n]]
            start, end = self._edges(value, words, first, last, person_id)
            put_role(draft, start, end, person, self._roles[person_id], _together(here), self._voice)
            self.named_in.setdefault(person_id, set()).add(self._record)
            at = last + 1
            while at < len(words) and words[at].start < draft.at:
                at += 1
        result = draft.finish()
        if draft.marks:
            self._tell(result, draft.marks)
        return result

    def _tell(self, result: str, marks: list[tuple[int, LocalId]]) -> None:
        for found in _SENTENCE.finditer(result):
            for mark, person_id in marks:
                if found.start() <= mark <= found.end() and found.group().strip():
                    self.sentences.setdefault(person_id, {})[(self._record, " ".join(found.group().split()))] = None

    def _run(
        self,
        text: str,
        words: list[Word],
        hits: list[dict[LocalId, Hit]],
        own: list[dict[LocalId, Hit]],
        at: int,
        belarusian: bool,
    ) -> tuple[LocalId, int, int] | None:
        """The longest row of words from ``at`` on that names one hidden person, if it does."""
        best: tuple[LocalId, int, int] | None = None
        for person_id, hit in hits[at].items():
            small = hit.small or _handle(text, words[at], hit) or self._beside(text, words, hits, at, person_id)
            if hit.parts == {"father"} or not (words[at].capital or small):
                continue
            last = at
            for n in range(at + 1, len(words)):
                gap = text[words[n - 1].end : words[n].start]
                initial = len(words[n - 1].text) == 1 and _INITIAL_GAP.match(gap)
                word = words[n]
                listed = (
                    _LISTED.match(gap)
                    and not own[n - 1]
                    and _two_parts(hits[n - 1].get(person_id), hits[n].get(person_id))
                )
                if not (_BLANK.match(gap) or initial or listed):
                    break
                if person_id in hits[n] and (word.capital or "whole" not in hits[n][person_id].parts):
                    last = n
                elif is_particle(word) or (word.capital and _PATRONYMIC.search(word.text)):
                    # «Надежда Петровна», «Алиев Камран оглы»
                    last = n if word.text.casefold() not in ("де", "да", "ал", "ди", "ан") or word.capital else last
                elif len(word.text) == 1 and word.capital:
                    continue
                else:
                    break
            if self._speaks_of_another(text, words, hits, own, at, last, person_id, belarusian):
                continue
            if best is None or last > best[2]:
                best = (person_id, at, last)
        return best

    def _beside(
        self, text: str, words: list[Word], hits: list[dict[LocalId, Hit]], at: int, person_id: LocalId
    ) -> bool:
        """A small-letter word with another part of the same name beside it: «полевая надежда сказала»."""
        n = at + 1
        return (
            n < len(words)
            and person_id in hits[n]
            and _BLANK.match(text[words[at].end : words[n].start]) is not None
            and bool(hits[at][person_id].parts - {"whole"})
            and hits[at][person_id].parts != hits[n][person_id].parts
        )

    def _speaks_of_another(
        self,
        text: str,
        words: list[Word],
        hits: list[dict[LocalId, Hit]],
        own: list[dict[LocalId, Hit]],
        first: int,
        last: int,
        person_id: LocalId,
        belarusian: bool,
    ) -> bool:
        """Whether the row is a common noun, a place, or the name of a person who is named."""
        word = words[first]
        lead = text[max(0, word.start - 80) : word.start]
        if first == last and PLACE_BEFORE.search(lead):
            return True
        if first == last and not hits[first][person_id].cases and CITY_BEFORE.search(lead):
            return True
        if first == last and plainly_common(word.text, text[word.end : word.end + 40]):
            return True
        shared = [n for n in range(first, last + 1) if person_id in hits[n]]
        if not all(own[n] for n in shared):
            return False
        if re.search(rf"(?<!\w)(?:{self._roles[person_id]})\s+$", lead, re.IGNORECASE):
            return False
        owners = {self._named.persons[id].sex for n in shared for id in own[n]}
        if LADY.search(lead) and self._hidden.persons[person_id].sex is Sex.FEMALE and Sex.FEMALE not in owners:
            return False
        same_owner = set.intersection(*(set(own[n]) for n in shared))
        if len(shared) > 1 and same_owner:
            return True
        for n, gap in ((first - 1, (first - 1, first)), (last + 1, (last, last + 1))):
            if not 0 <= n < len(words) or not _BLANK.match(text[words[gap[0]].end : words[gap[1]].start]):
                continue
            neighbour = words[n]
            if neighbour.capital and not hits[n] and self._named.hits(neighbour, belarusian=belarusian):
                return True
        letters = _letters_beside(text, words, first, last)
        if letters:
            return bool(letters & self._own_initials) or not letters & self._initials[person_id]
        if all(hits[n][person_id].parts <= {"family", "whole"} or _only_family(own[n]) for n in shared):
            return True
        return CALLED_ME.search(lead) is not None or FAMILY_OF.search(lead) is not None

    def _edges(self, text: str, words: list[Word], first: int, last: int, person_id: LocalId) -> tuple[int, int]:
        """The row with the initials and particles on both sides of it: «Н. П. Полевая», «ибн Камран», «Полевая Н.»."""
        start, end = words[first].start, words[last].end
        n = first - 1
        while n >= 0:
            gap = text[words[n].end : start]
            small = is_particle(words[n]) and not words[n].capital and len(words[n].text) > 2 and _BLANK.match(gap)
            letter = len(words[n].text) == 1 and words[n].text.isupper() and _INITIAL_GAP.match(gap)
            if not (small or letter):
                break
            start, n = words[n].start, n - 1
        n = last + 1
        while n < len(words) and len(words[n].text) == 1 and words[n].text.isupper():
            if (
                not re.match(r"^[.\s\u00a0]*$", text[end : words[n].start])
                or text[words[n].end : words[n].end + 1] != "."
            ):
                break
            if end == words[last].end and not _BLANK.match(text[end : words[n].start]):
                break
            ends = re.match(r"\s*(?:$|\n|[\s]+[А-ЯЁІЎA-Z]\w)", text[words[n].end + 1 :])
            end = (
                words[n].end if ends and words[n].text.lower() not in "." and not _more(words, n) else words[n].end + 1
            )
            n += 1
        return start, end


def _handle(text: str, word: Word, hit: Hit) -> bool:
    """A name in small Latin letters: in an address or file name, or in the middle of a Cyrillic text."""
    if script_of(word.parts[0]) != "l" or len(word.parts[0]) < 4:
        return False
    beside = text[max(0, word.start - 1) : word.start] + text[word.end : word.end + 1]
    return re.search(r"[\d_@.]", beside.strip(". ")) is not None or (
        bool(hit.cases) and re.search(r"[а-яё]{3}", text[max(0, word.start - 80) : word.end + 80]) is not None
    )


def _two_parts(one: Hit | None, other: Hit | None) -> bool:
    """«Полевая, Надежда»: family and given name of one person, as lists write them."""
    if one is None or other is None or other.possessive:
        return False
    return {"family"} >= one.parts and {"given", "patronymic"} >= other.parts and bool(one.cases & other.cases)


def _more(words: list[Word], n: int) -> bool:
    return n + 1 < len(words) and len(words[n + 1].text) == 1 and words[n + 1].text.isupper()


def _only_family(owners: dict[LocalId, Hit]) -> bool:
    return all(hit.parts <= {"family"} for hit in owners.values())


def _letters_beside(text: str, words: list[Word], first: int, last: int) -> set[str]:
    """Initials that stand beside a row, small."""
    found: set[str] = set()
    if (
        first
        and len(words[first - 1].text) == 1
        and _INITIAL_GAP.match(text[words[first - 1].end : words[first].start])
    ):
        found.add(words[first - 1].parts[0])
        if first > 1 and len(words[first - 2].text) == 1 and words[first - 2].text.isupper():
            found = {words[first - 2].parts[0]}
    following = words[last + 1] if last + 1 < len(words) else None
    if following is not None and len(following.text) == 1 and following.text.isupper():
        gap = text[words[last].end : following.start]
        if _BLANK.match(gap) and text[following.end :][:1] == ".":
            found.add(following.parts[0])
    return found


def _together(hits: list[Hit]) -> Hit:
    """What all words of one name agree on."""
    made = Hit()
    for field_name in ("cases", "plural"):
        sets = [set(getattr(hit, field_name)) for hit in hits]
        common = set.intersection(*sets) if all(sets) else set()
        known = [one for one in sets if one]
        setattr(made, field_name, common or (min(known, key=len) if known and field_name == "cases" else set()))
    made.possessive = len(hits) == 1 and hits[0].possessive
    return made
