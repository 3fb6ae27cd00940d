"""Takes the names of persons who may not be named out of texts, and puts their role there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.domain.person import NameSet, Person

RoleWord = Callable[[Person, str], str]
"""Role of a person in a grammatical case (nom … prep): «брат», «брата»."""

_CASES: Final = ("nom", "gen", "dat", "acc", "ins", "prep")
_ENDINGS: Final = {
    # Ending of a name after its stem → the case in which it stands; the first hit wins.
    "": "nom", "а": "gen", "я": "gen", "у": "dat", "ю": "dat", "ом": "ins", "ем": "ins", "ём": "ins",
    "е": "prep", "ы": "gen", "и": "gen", "ой": "ins", "ою": "ins", "ей": "ins", "ею": "ins", "ым": "ins",
    "ого": "gen", "ому": "dat", "ая": "nom", "ую": "acc", "о": "nom", "й": "nom",
    "ў": "dat", "ам": "ins", "ям": "ins", "і": "gen", "ай": "ins", "аю": "ins", "яй": "ins",
}  # fmt: skip
_FEMININE_ENDINGS: Final = {"а": "nom", "я": "nom", "у": "acc", "ю": "acc", "е": "dat", "ы": "gen", "и": "gen"}
_TWICE: Final = "\ufdd0"
"""Stands where the role is already named by the word before; never leaves this module."""
_SHORT_NAME: Final = 4
"""A name of fewer letters is taken out only where it is written with a capital."""


class Redactor:
    """Puts the role of a person who may not be named wherever the name stands in a text, in any form or script.

    A word that also belongs to a person who is named (a shared family name) stays, unless the whole name stands.
    """

    def __init__(self, hidden: list[Person], named: list[Person], role_word: RoleWord | None) -> None:
        self._word = role_word or (lambda person, case: "[…]")
        self.named_in: dict[LocalId, set[str]] = {}
        """Person → the records in whose texts the name stood."""
        self._record = "case"
        shared = {_fold(word) for person in named for text in _spellings(person.names) for word in _words(text)}
        self._rules: list[tuple[re.Pattern[str], Person, Callable[[re.Match[str]], str]]] = []
        for person in hidden:
            self._rules.extend(self._rules_for(person, shared))

    def of(self, record: str) -> Redactor:
        """The same, for texts of this record."""
        self._record = record
        return self

    def text(self, value: str | None) -> str | None:
        return None if value is None else self.needed(value)

    def needed(self, value: str) -> str:
        for pattern, _, put in self._rules:
            value = pattern.sub(put, value)
        return re.sub(rf"\s*{_TWICE}", "", value)

    def _rules_for(
        self, person: Person, shared: set[str]
    ) -> list[tuple[re.Pattern[str], Person, Callable[[re.Match[str]], str]]]:
        rules: list[tuple[re.Pattern[str], Person, Callable[[re.Match[str]], str]]] = []

        def rule(pattern: str, case_of: Callable[[re.Match[str]], str], *, capital: bool) -> None:
            flags = 0 if capital else re.IGNORECASE

            def put(match: re.Match[str]) -> str:
                self.named_in.setdefault(person.id, set()).add(self._record)
                word = self._word(person, case_of(match))
                before = match.string[: match.start()].rstrip()
                if before.casefold().endswith(word.casefold()) and not before[: -len(word)][-1:].isalpha():
                    # «брат Камран» becomes «брат», not «брат брат»; the mark is taken out afterwards.
                    return _TWICE
                starts = re.search(r"(^|[.!?…])\s*$", match.string[: match.start()]) is not None
                return word[:1].upper() + word[1:] if starts else word

            rules.append((re.compile(pattern, flags), person, put))

        whole: dict[str, str] = {}
        for language in ("ru", "be"):
            for case in _CASES:
                form = getattr(person.names, f"{language}_{case}")
                if form:
                    whole.setdefault(form, case)
        names = person.names
        for text in (names.latin, names.original, *(_plain_alias(alias) for alias in names.aliases or ())):
            if text and len(_words(text)) > 1:
                whole.setdefault(text, "nom")
        for text, case in sorted(whole.items(), key=lambda pair: -len(pair[0])):
            joined = r"\s+".join(re.escape(part) for part in text.split())
            rule(rf"(?<!\w){joined}(?!\w)", _always(case), capital=False)

        seen: set[str] = set()
        for spelling in _spellings(names):
            for word in _words(spelling):
                if word in seen or _fold(word) in shared or len(word) < 2:
                    continue
                seen.add(word)
                cyrillic = bool(re.search(r"[а-яёіўґ]", word, re.IGNORECASE))
                capital = len(word) < _SHORT_NAME
                if not cyrillic:
                    rule(rf"(?<!\w){re.escape(word)}(?!\w)", _always("nom"), capital=capital)
                    continue
                vowel = word[-1].lower() in "аяйьо"
                stem = word[:-1] if vowel and len(word) > 2 else word
                feminine = word[-1].lower() in "ая"
                endings = "|".join(sorted(map(re.escape, {*_ENDINGS, word[len(stem) :]}), key=len, reverse=True))

                def case_of(match: re.Match[str], feminine: bool = feminine) -> str:
                    ending = match[1].lower()
                    return (_FEMININE_ENDINGS if feminine else {}).get(ending) or _ENDINGS.get(ending, "nom")

                rule(rf"(?<!\w){re.escape(stem)}({endings})(?!\w)", case_of, capital=capital)
        return rules


def _always(case: str) -> Callable[[re.Match[str]], str]:
    return lambda match: case


def _spellings(names: NameSet) -> list[str]:
    found = [names.ru_nom, names.be_nom, names.family, names.given, names.patronymic, names.latin, names.original]
    found += [_plain_alias(alias) for alias in names.aliases or ()]
    return [text for text in found if text]


def _plain_alias(alias: str) -> str:
    """An alias without its remark in brackets."""
    return re.sub(r"\s*\([^)]*\)\s*$", "", alias)


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_][\w’'ʼ-]*", text) if len(word) > 1]


def _fold(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold()
