"""The side of the child that checks spelling: load one dictionary, put up the walls, answer until the pipe ends.

A process of its own: the engine is C++ and holds the interpreter for up to a second while it looks for suggestions,
which would hold up a lock; and a fault in it ends the check, not the window. One line of JSON is one request:
``{"check": [words]}`` is answered by the numbers of wrong ones, ``{"suggest": word}`` by words.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, Final

from legalaid_desktop.domain.spelling import LANGUAGES, LONGEST
from legalaid_desktop.host.paths import resources
from legalaid_desktop.intake import fence

CPU: Final = 600.0
"""s of computing time; the parent starts a child anew that has used them up."""
LONGEST_LINE: Final = 4 * 1024 * 1024
_SUGGESTIONS: Final = 8


def serve(language: str) -> None:
    """Answer on the standard streams until they end. Does not return."""
    status = 1
    try:
        fence.bind_to_parent()
        if language in LANGUAGES:
            _serve(language)
            status = 0
    except (OSError, ValueError, MemoryError):
        status = 1
    finally:
        os._exit(status)


def _serve(language: str) -> None:
    from hunspell import Hunspell

    folder = resources() / "spelling" / language
    # Named outright: the library would ask the locale, which is wrong where a folder has a Cyrillic name.
    dictionary = Hunspell(language, hunspell_data_dir=str(folder), system_encoding="UTF-8")
    for term in (folder / "terms.txt").read_text("utf-8").split():
        dictionary.add(term)
    json.loads("{}")  # whatever is loaded late is loaded now
    fence.put_up(cpu=CPU)
    while line := sys.stdin.buffer.readline(LONGEST_LINE):
        answer = json.dumps(_answer(dictionary, json.loads(line))).encode("ascii") + b"\n"
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()


def _answer(dictionary: Any, asked: dict[str, Any]) -> list[Any]:
    if "suggest" in asked:
        word = asked["suggest"]
        return list(dictionary.suggest(word))[:_SUGGESTIONS] if _is_word(word) else []
    return [number for number, word in enumerate(asked["check"]) if _is_word(word) and not dictionary.spell(word)]


def _is_word(word: object) -> bool:
    return isinstance(word, str) and 0 < len(word) <= LONGEST and word.isprintable()
