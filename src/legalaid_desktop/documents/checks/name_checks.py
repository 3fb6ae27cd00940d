"""CHK-NAME: a spelling that is none of a person's, and a name whose parts stand in two orders in one paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.documents.checks.context import CheckContext
from legalaid_desktop.documents.checks.person_checks import phonetic_key
from legalaid_desktop.documents.checks.reading import finding, is_given, paragraphs, section_number
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedPerson
from legalaid_desktop.domain.finding import Finding, Severity
from legalaid_desktop.domain.name_endings import Reader
from legalaid_desktop.domain.name_keys import PARTICLES, name_words
from legalaid_desktop.domain.name_spelling import words_in
from legalaid_desktop.domain.person import NameSet
from legalaid_desktop.domain.relation_words import CITY_BEFORE, PLACE_BEFORE

_OWN_FIELDS: Final = re.compile(
    r"\.(?:names|docs|aliases|birth_place|address\w*|place)(?:\.|$)|^(?:law|addressee|court|label)\b"
)
"""Origins whose words are not free text about people."""
_SHORTEST: Final = 5
"""Letters of a word that is compared: short names differ by one letter and are different names."""
_FALSE_FRIENDS: Final = frozenset(
    ("ислам", "исламская", "исламской", "исламскую", "мусульман", "мусульманин", "арабская", "афган", "афганская")
)


_WHERE_THE_NAME_STANDS: Final = frozenset({"address", "heading", "title", "identity", "signature"})


@dataclass(frozen=True)
class Known:
    """A part of a name of the case: as stored, its sound, and its person."""

    person: str
    text: str
    sound: str


def names_as_written(context: CheckContext) -> Iterator[Finding]:
    """CHK-NAME: ``spelling`` and ``order``."""
    yield from _spellings(context)
    yield from _orders(context)


def known_names(case: DisclosedCase) -> tuple[tuple[Known, ...], frozenset[str]]:
    """Parts of the names that may print, and every key by which a written word is one of them."""
    known: list[Known] = []
    keys: set[str] = set()
    for person in case.persons:
        if person.by_role is not None:
            continue
        for word in name_words(person.names):
            keys |= word.keys
        for text in _parts(person.names):
            known.append(Known(person.id, text, phonetic_key(text)))
    return tuple(known), frozenset(keys)


def _parts(names: NameSet) -> Iterator[str]:
    texts = [names.family, names.given, names.patronymic]
    if not any(texts):
        texts = [names.ru_nom]
    for text in texts:
        for word in re.findall(r"[^\W\d_]+", (text or "").replace("’", "").replace("'", "")):
            if len(word) >= _SHORTEST and word.casefold() not in PARTICLES and re.match(r"[А-Яа-яЁёЎўІі]", word):
                yield word


def other_spelling(
    word: str, known: Sequence[Known], keys: frozenset[str], read: Reader, *, belarusian: bool
) -> Known | None:
    """The person whose name ``word`` seems to be in another spelling: the same consonants, and no form of any name."""
    bare = word.replace("’", "").replace("'", "")
    if len(bare) < _SHORTEST or bare.casefold() in _FALSE_FRIENDS:
        return None
    for folded in words_in(bare):
        for part in folded.parts:
            if part in keys or any(reading.key in keys for reading in read(part, belarusian_text=belarusian)):
                return None
    heard = phonetic_key(bare)
    for one in known:
        if _one_name(bare, heard, one):
            return one
    return None


def _one_name(word: str, heard: str, one: Known) -> bool:
    if word[:1].casefold() != one.text[:1].casefold() or abs(len(word) - len(one.text)) > 3:
        return False
    if len(one.sound) < 2:
        return False
    stem, mine = word.casefold().replace("ё", "е"), one.text.casefold().replace("ё", "е")
    # An ending of a case may follow: «с Фатемой», «Мохаммеду».
    tail = re.sub(r"(?:ой|ей|ою|ом|ем|ым|им|ого|ому|ами|ах|[аяуюеыио])$", "", stem)
    for written in {stem, tail}:
        close = _distance(written, mine) <= 2 or _distance(written, re.sub(r"[аяйь]$", "", mine)) <= 2
        if close and len(written) >= _SHORTEST - 1 and phonetic_key(written) == one.sound:
            return True
    return False


def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for n, a in enumerate(one, 1):
        before, row[0] = row[0], n
        for m, b in enumerate(other, 1):
            before, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, before + (a != b))
    return row[-1]


def _spellings(context: CheckContext) -> Iterator[Finding]:
    known, keys = known_names(context.case)
    if not known:
        return
    read = Reader()
    told: set[str] = set()
    for part in paragraphs(context.blocks):
        for span in part.spans:
            if not is_given(span) or _OWN_FIELDS.search(span.origin or ""):
                continue
            for word, lead in capital_words(span.text):
                if word in told:
                    continue
                one = other_spelling(word, known, keys, read, belarusian=context.language == "be")
                if one is not None and not PLACE_BEFORE.search(lead) and not CITY_BEFORE.search(lead):
                    told.add(word)
                    yield finding(
                        "CHK-NAME",
                        Severity.OVERRIDABLE,
                        "spelling",
                        section=section_number(context, part.block.section),
                        record=one.person,
                        text=part.text if len(part.text) < 160 else word,
                        field="name",
                        structured=one.text,
                        narrative=word,
                    )


def capital_words(text: str) -> Iterator[tuple[str, str]]:
    """Words with a capital letter, each with what stands before it."""
    for found in re.finditer(r"(?<![\w’'-])[А-ЯЁЎІ][а-яёўі’']+(?![\w-])", text):
        yield found.group(), text[: found.start()]


def _orders(context: CheckContext) -> Iterator[Finding]:
    """Family name first in one place and last in another: the cover and the signature must agree."""
    for person in context.case.persons:
        if person.by_role is not None or not (person.names.family and person.names.given):
            continue
        first, last = _full(context, person)
        if first and last:
            yield finding("CHK-NAME", Severity.OVERRIDABLE, "order", record=person.id, text=last, one=first, other=last)


def _full(context: CheckContext, person: DisclosedPerson) -> tuple[str | None, str | None]:
    """The name with the family name first, and with it last, where the paper prints them so in the nominative."""
    family, given = person.names.family or "", person.names.given or ""
    order = (
        rf"{re.escape(family)}\s+{re.escape(given)}",
        rf"{re.escape(given)}(?:\s+[А-ЯЁ]\w+)?\s+{re.escape(family)}",
    )
    hits: list[str | None] = []
    for pattern in order:
        found = None
        for part in paragraphs(context.blocks):
            if part.block.section not in _WHERE_THE_NAME_STANDS:
                continue
            free = " ".join(s.text for s in part.spans if is_given(s) and ".aliases" not in (s.origin or ""))
            if hit := re.search(rf"(?<!\w){pattern}(?!\w)", free, re.IGNORECASE):
                found = " ".join(hit.group().split())
                break
        hits.append(found)
    return hits[0], hits[1]
