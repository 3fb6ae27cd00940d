"""Which paragraph is which, when a paper is made anew from changed facts or by a newer template.

A paragraph is known by its place in the template and by the facts it prints, never by its number: ``words`` are the
template's own words without values, ``facts`` the records that the values came from. ``sense`` is the text with
numbers of annexes replaced by what is cited, so that renumbering is no change.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

_WORD: Final = re.compile(r"\w+")
_ALIKE: Final = 0.4
"""Share of words in common from which two paragraphs of the same facts are one paragraph reworded."""
_HARDLY_ALIKE: Final = 0.2
_SURELY_ALIKE: Final = 0.6


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """One paragraph as the program made it. ``key`` is ``<section>.<words><facts>`` in short hashes, with ``~2`` and
    so on where several would share one; ``look`` holds what its block needs beside the text (plain values)."""

    key: str
    section: str
    kind: str
    text: str
    sense: str = ""
    words: str = ""
    facts: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    """Numbers of annexes and points as printed."""
    look: Mapping[str, str | int | bool] = field(default_factory=dict)

    @property
    def meaning(self) -> str:
        """What is compared: no spaces that only layout made, no numbers or marks at the end that only order made."""
        return " ".join((self.sense or self.text).split()).rstrip(" ;.,")


_CITED: Final = re.compile(r"\{[^{}]*\}")
_PAGE: Final = re.compile(r",\s(?:с\.|p\.|л\.|арк\.)\s*\d.*$", re.DOTALL)


def citing_text(one: Paragraph) -> str:
    """The words of a paragraph with what it cites by id (``{annex:x1}``, ``{fact:e1}``) in the place of its number:
    kept as own words, they go on following the list. Where numbers cannot be told from the rest, the words as they are.
    """
    parts, marks = _CITED.split(one.sense), _CITED.findall(one.sense)
    if not marks or not one.text.startswith(parts[0]):
        return one.text
    out, at = parts[0], len(parts[0])
    for place, (mark, part) in enumerate(zip(marks, parts[1:], strict=True), 1):
        end = len(one.text) - len(part) if place == len(marks) else one.text.find(part, at + 1) if part else -1
        if end <= at or not one.text.startswith(part, end):
            return one.text
        out += _cited(mark, one.text[at:end]) + part
        at = end + len(part)
    return out


def _cited(mark: str, words: str) -> str:
    if mark == "{points}" or words.startswith("{"):
        return words
    if mark.startswith("{fact:"):
        return mark
    page = _PAGE.search(words)
    return f"{{annex:{mark[1:-1].replace(',', ', ')}{page[0] if page else ''}}}"


def short_hash(*parts: object) -> str:
    """Six letters that stand for the parts; not a secret, only shorter."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=3).hexdigest()


def stem_of(section: str, kind: str, words: str) -> str:
    """The part of a key that the template alone decides."""
    return f"{section or 'body'}.{short_hash(kind, ' '.join(words.casefold().split()))}"


def named(paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """Give each paragraph its key."""
    seen: Counter[str] = Counter()
    out: list[Paragraph] = []
    for one in paragraphs:
        key = stem_of(one.section, one.kind, one.words) + (short_hash(*one.facts)[:4] if one.facts else "")
        seen[key] += 1
        out.append(replace(one, key=key if seen[key] == 1 else f"{key}~{seen[key]}"))
    return tuple(out)


@lru_cache(maxsize=4096)
def _tokens(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    both = len(one | other)
    return len(one & other) / both if both else 0.0


def alike(one: Paragraph, other: Paragraph) -> float:
    """Share of words that two paragraphs have in common, from 0 to 1."""
    return _share(_tokens(one.meaning), _tokens(other.meaning))


def match(old: Sequence[Paragraph], now: Sequence[Paragraph]) -> dict[int, int]:
    """Place in ``old`` → place in ``now`` of the same paragraph; each at most once. Those without a counterpart are
    left out."""
    pairs = _Pairs(old, now)
    pairs.of_groups(lambda one: (one.section, one.kind, one.words, one.facts), _by_meaning)
    pairs.of_groups(lambda one: (one.section, one.kind, one.words, one.facts), _by_likeness)
    pairs.by_key()
    pairs.by_score()
    return pairs.found


Group = list[tuple[int, Paragraph]]
Pairing = Callable[[Group, Group], list[tuple[int, int]]]


class _Pairs:
    def __init__(self, old: Sequence[Paragraph], now: Sequence[Paragraph]) -> None:
        self.old, self.now = old, now
        self.found: dict[int, int] = {}
        self.taken: set[int] = set()

    def add(self, one: int, other: int) -> None:
        if one not in self.found and other not in self.taken:
            self.found[one] = other
            self.taken.add(other)

    def left(self) -> tuple[Group, Group]:
        return (
            [(place, one) for place, one in enumerate(self.old) if place not in self.found],
            [(place, one) for place, one in enumerate(self.now) if place not in self.taken],
        )

    def of_groups(self, group: Callable[[Paragraph], object], pairing: Pairing) -> None:
        """Pair within those that the template and the facts alone do not tell apart."""
        old, now = self.left()
        groups: dict[object, tuple[Group, Group]] = {}
        for side, entries in enumerate((old, now)):
            for entry in entries:
                groups.setdefault(group(entry[1]), ([], []))[side].append(entry)
        for mine, theirs in groups.values():
            if mine and theirs:
                for one, other in pairing(mine, theirs):
                    self.add(one, other)

    def by_key(self) -> None:
        """The same key, where its words are not altogether others."""
        keys = {one.key: place for place, one in enumerate(self.now) if place not in self.taken}
        for place, one in self.left()[0]:
            other = keys.get(one.key)
            if other is not None and alike(one, self.now[other]) >= _HARDLY_ALIKE:
                self.add(place, other)

    def by_score(self) -> None:
        """A template with other words, a condition that holds now: by facts, template words and text together."""
        old, now = self.left()
        if not old or not now:
            return
        sections = {one.section for one in self.now}
        scored: list[tuple[float, int, int, int]] = []
        for place, one in old:
            for other, two in now:
                if one.section != two.section and one.section in sections:
                    continue
                score = _score(one, two)
                if score:
                    scored.append((-score, abs(place - other), place, other))
        for _, _, place, other in sorted(scored):
            self.add(place, other)


def _score(one: Paragraph, two: Paragraph) -> float:
    """0 when they cannot be the same paragraph."""
    if (one.kind == "table") != (two.kind == "table"):
        return 0.0
    facts = _share(frozenset(one.facts), frozenset(two.facts))
    ours, theirs = _tokens(one.words), _tokens(two.words)
    words, text = _share(ours, theirs), alike(one, two)
    if one.facts and two.facts and not facts:
        # The same sentence of the template about another record is another paragraph.
        return 0.0
    said = facts >= 0.5 and max(words, text) >= _HARDLY_ALIKE
    written = min(len(ours), len(theirs)) >= 4 and words >= _SURELY_ALIKE
    if not (said or written or text >= _SURELY_ALIKE):
        return 0.0
    return 2 * facts + words + text


def _by_meaning(mine: Group, theirs: Group) -> list[tuple[int, int]]:
    left: dict[str, list[int]] = {}
    for place, one in reversed(theirs):
        left.setdefault(one.meaning, []).append(place)
    found: list[tuple[int, int]] = []
    for place, one in mine:
        same = left.get(one.meaning)
        if same:
            found.append((place, same.pop()))
    return found


def _by_likeness(mine: Group, theirs: Group) -> list[tuple[int, int]]:
    """What is left of a group: the only one on each side; else the most alike; else in order, when as many are left."""
    if len(mine) == len(theirs) == 1 and (mine[0][1].key == theirs[0][1].key):
        return [(mine[0][0], theirs[0][0])]
    scored = sorted(
        (-alike(one, two), abs(a - b), a, b)
        for a, (place, one) in enumerate(mine)
        for b, (other, two) in enumerate(theirs)
        if alike(one, two) >= _ALIKE
    )
    used: tuple[set[int], set[int]] = (set(), set())
    found: list[tuple[int, int]] = []
    for _, _, a, b in scored:
        if a not in used[0] and b not in used[1]:
            used[0].add(a)
            used[1].add(b)
            found.append((mine[a][0], theirs[b][0]))
    rest = [entry for at, entry in enumerate(mine) if at not in used[0]]
    others = [entry for at, entry in enumerate(theirs) if at not in used[1]]
    if rest and len(rest) == len(others) and [one.key for _, one in rest] == [two.key for _, two in others]:
        found += [(a[0], b[0]) for a, b in zip(rest, others, strict=True)]
    return found


def to_plain(one: Paragraph) -> dict[str, Any]:
    """As plain values for the vault, without what is empty."""
    found = {
        "key": one.key, "section": one.section, "kind": one.kind, "text": one.text, "sense": one.sense,
        "words": one.words, "facts": list(one.facts), "refs": list(one.refs), "look": dict(one.look),
    }  # fmt: skip
    if found["sense"] == found["text"]:
        found["sense"] = ""
    return {name: value for name, value in found.items() if value}


def from_plain(value: Mapping[str, Any]) -> Paragraph:
    """Read what :func:`to_plain` gave; what is missing is empty."""
    return Paragraph(
        key=str(value.get("key", "")),
        section=str(value.get("section", "")),
        kind=str(value.get("kind", "para")),
        text=str(value.get("text", "")),
        sense=str(value.get("sense", "")),
        words=str(value.get("words", "")),
        facts=tuple(str(one) for one in value.get("facts", ())),
        refs=tuple(str(one) for one in value.get("refs", ())),
        look=dict(value.get("look", {})),
    )
