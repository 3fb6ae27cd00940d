"""The words of the program in each language, from ``resources/locale/*.toml``.

An entry is a TOML table with the keys ``ru``, ``be`` and ``en``; its id is the path of the table, joined by dots::

    [unlock.title]
    ru = "Открыть хранилище"
    be = "Адкрыць сховішча"
    en = "Open the vault"

A value with ``{name}`` is filled by :meth:`Wording.say`. A value that is a table of plural categories
(``one``, ``few``, ``many``) is chosen by the parameter ``n``.

Files are parsed when the first id of their area is asked for, so that a locked window does not wait for the words
of the draft page. Nothing here needs Qt; ``cli`` and ``ui`` say the same things with the same words.
"""

from __future__ import annotations

import re
import threading
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, Final

from legalaid_desktop.host.paths import resources

LANGUAGES: Final = ("ru", "be", "en")
"""Languages of the program itself, in the order of the settings page."""

Value = str | Mapping[str, str]

_ROOT = re.compile(r"^\[\s*([A-Za-z0-9_-]+)", re.MULTILINE)
_PLURALS: Final = frozenset({"one", "few", "many"})
_FORMATTER = Formatter()


def plural_category(n: int, lang: str) -> str:
    """The plural category of a whole number: ``one``, ``few`` or ``many`` for ru and be, ``one`` or ``many`` for en."""
    n = abs(n)
    if lang == "en":
        return "one" if n == 1 else "many"
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14):
        return "few"
    return "many"


def _is_value(value: Any) -> bool:
    """A text, or a table of plural forms; an id may well end in ``ru`` itself."""
    return isinstance(value, str) or (isinstance(value, dict) and bool(value) and value.keys() <= _PLURALS)


def _entries(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, Mapping[str, Value]]]:
    values = {lang: table[lang] for lang in LANGUAGES if path and _is_value(table.get(lang))}
    if values:
        yield ".".join(path), values
    for key, value in table.items():
        if isinstance(value, dict) and key not in values:
            yield from _entries(value, (*path, key))


class Catalogue:
    """All entries of the ``*.toml`` files of one folder, parsed area by area."""

    def __init__(self, folder: Path) -> None:
        self._waiting: dict[str, list[Path]] = {}
        self._entries: dict[str, Mapping[str, Value]] = {}
        self._parsed: set[Path] = set()
        self._lock = threading.Lock()
        for path in sorted(folder.glob("*.toml")):
            for root in sorted(set(_ROOT.findall(path.read_text("utf-8")))):
                self._waiting.setdefault(root, []).append(path)

    def entry(self, id: str) -> Mapping[str, Value] | None:
        """The values of one id by language, or ``None``."""
        root = id.partition(".")[0]
        if root in self._waiting:
            self._take_in(root)
        return self._entries.get(id)

    def all(self) -> Mapping[str, Mapping[str, Value]]:
        """Every entry of every file; for tests and translators."""
        for root in list(self._waiting):
            self._take_in(root)
        return dict(self._entries)

    def _take_in(self, root: str) -> None:
        # The window and its lanes speak at the same time: an area is marked as there only once it is.
        with self._lock:
            for path in self._waiting.get(root, ()):
                self._parse(path)
            self._waiting.pop(root, None)

    def _parse(self, path: Path) -> None:
        """Raises ``ValueError`` when two files give the same id: one thing has one place."""
        if path in self._parsed:
            return
        self._parsed.add(path)
        for id, values in _entries(tomllib.loads(path.read_text("utf-8")), ()):
            if id in self._entries:
                raise ValueError(f"{id}: given twice, again in {path.name}")
            self._entries[id] = values


class Wording:
    """The words of one language."""

    def __init__(self, catalogue: Catalogue, lang: str) -> None:
        self._catalogue = catalogue
        self.lang: Final = lang

    def say(self, id: str, /, **params: str | int) -> str:
        """The text of ``id``, filled. Raises ``KeyError`` for an unknown id, or one that lacks this language or a
        parameter. Parameter values are inserted as they are: braces in them mean nothing.
        """
        entry = self._catalogue.entry(id)
        if entry is None or self.lang not in entry:
            raise KeyError(f"{id} ({self.lang})")
        value = entry[self.lang]
        if not isinstance(value, str):
            n = params["n"]
            value = value[plural_category(int(n), self.lang)]
        return value.format_map(params) if "{" in value or "}" in value else value

    def has(self, id: str) -> bool:
        """Whether ``id`` has words in this language."""
        entry = self._catalogue.entry(id)
        return entry is not None and self.lang in entry


def placeholders(value: Value) -> frozenset[str]:
    """The names in braces of a value, over all its plural forms."""
    texts = (value,) if isinstance(value, str) else tuple(value.values())
    return frozenset(name for text in texts for _, name, _, _ in _FORMATTER.parse(text) if name is not None)


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    return Catalogue(resources() / "locale")


@cache
def wording(lang: str) -> Wording:
    """The shipped words of ``lang``; raises ``ValueError`` for a language that the program does not speak."""
    if lang not in LANGUAGES:
        raise ValueError(lang)
    return Wording(catalogue(), lang)
