"""The fixed sentences of client papers (documents.md §9): each once, in every language, with how it was reviewed.

``resources/client_texts/<area>.toml``: a table for each sentence id with one text a language; ``[review]`` tells how
the translation of each language stands, and a sentence may have its own. ``languages`` at the head of a file narrows
the languages that it must have. ``{name}`` in a text is a place that a paper fills.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from legalaid_desktop.documents.notation import FieldNode
from legalaid_desktop.host.paths import resources

CLIENT_LANGUAGES: Final = ("ru", "be", "en", "uk", "ar", "fa", "prs", "ps", "tg", "ckb", "fr")
AREAS: Final = ("common", "i2", "k1", "k2", "k3", "k4", "k4_sounds")
STATES: Final = ("draft", "checked", "checked_twice")
"""Machine-free draft; checked by a speaker; checked by two."""
_NAMES: Final = "names"
_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Sentence:
    """One fixed sentence: ``texts`` and ``states`` by language."""

    area: str
    id: str
    texts: Mapping[str, str]
    states: Mapping[str, str]

    def checked(self, language: str) -> bool:
        """Whether somebody who speaks the language has read it. Russian is what the others are checked against."""
        return language == "ru" or self.states.get(language, "draft") != "draft"

    def places(self, language: str) -> frozenset[str]:
        """Names of the places that the text of a language leaves open."""
        return frozenset(_PLACE.findall(self.texts.get(language, "")))


@dataclass(frozen=True)
class Area:
    """The sentences of one file; ``languages`` are those that each sentence must have."""

    name: str
    languages: tuple[str, ...]
    sentences: Mapping[str, Sentence]


@cache
def area(name: str) -> Area:
    """The sentences of ``resources/client_texts/<name>.toml``."""
    data = tomllib.loads((resources() / "client_texts" / f"{name}.toml").read_text(encoding="utf-8"))
    languages = tuple(data.pop("languages", CLIENT_LANGUAGES))
    review: Mapping[str, str] = data.pop("review", {})
    sentences = {}
    for id, table in data.items():
        own: Mapping[str, str] = table.get("review", {})
        texts = {key: text for key, text in table.items() if key != "review"}
        states = {language: own.get(language, review.get(language, "draft")) for language in texts}
        sentences[id] = Sentence(name, id, MappingProxyType(texts), MappingProxyType(states))
    return Area(name, languages, MappingProxyType(sentences))


def filled(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its places filled; a place that nobody fills stays a visible mark."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text)


@cache
def names() -> Mapping[str, Mapping[str, object]]:
    """Names of months, weekdays and languages: kind → language → text or list of texts."""
    return tomllib.loads((resources() / "client_texts" / f"{_NAMES}.toml").read_text(encoding="utf-8"))


class AreaFields(Mapping[str, "FieldNode"]):
    """What a template may read of an area: each sentence by its id. Read from disk when it is first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getitem__(self, key: str) -> FieldNode:
        if key not in area(self._name).sentences:
            raise KeyError(key)
        return "text"

    def __iter__(self) -> Iterator[str]:
        return iter(area(self._name).sentences)

    def __len__(self) -> int:
        return len(area(self._name).sentences)
