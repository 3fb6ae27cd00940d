"""Every word of the program exists in three languages, and every id that the program uses has words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import legalaid_desktop
from legalaid_desktop.host.wording import LANGUAGES, Value, catalogue, placeholders

SOURCE = Path(legalaid_desktop.__file__).parent
ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
CATEGORIES = {"ru": {"one", "few", "many"}, "be": {"one", "few", "many"}, "en": {"one", "many"}}
ROOMS = ("ui", "presenters")
NOT_WORDS = {"window.place"}
"""Dotted strings of the window that are no wording ids."""


def texts(value: Value) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value.values())


def test_every_id_has_words_in_each_language() -> None:
    missing = [f"{id}: {lang}" for id, entry in catalogue().all().items() for lang in LANGUAGES if lang not in entry]
    assert missing == []


def test_no_words_are_empty() -> None:
    empty = [
        id for id, entry in catalogue().all().items() for value in entry.values() for text in texts(value) if not text
    ]
    # An advice may have nothing to add to its message.
    assert [id for id in empty if not id.startswith("advice.")] == []


def test_placeholders_agree_between_languages() -> None:
    differing = [
        id for id, entry in catalogue().all().items() if len({placeholders(value) for value in entry.values()}) > 1
    ]
    assert differing == []


def test_placeholders_are_plain_names() -> None:
    odd = [
        f"{id}: {name}"
        for id, entry in catalogue().all().items()
        for value in entry.values()
        for name in placeholders(value)
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name)
    ]
    assert odd == []


def test_counted_words_have_all_their_forms() -> None:
    wrong = [
        f"{id}: {lang}"
        for id, entry in catalogue().all().items()
        for lang, value in entry.items()
        if not isinstance(value, str) and set(value) != CATEGORIES[lang]
    ]
    assert wrong == []


def test_a_belarusian_text_is_not_a_russian_one() -> None:
    """Letters that Belarusian does not have betray a text that was copied and left."""
    foreign = re.compile("[ищъ]", re.IGNORECASE)
    left = [
        id
        for id, entry in catalogue().all().items()
        for text in texts(entry["be"])
        if foreign.search(text) and not id.startswith("language.")
    ]
    assert left == []


def test_an_english_text_has_no_cyrillic() -> None:
    """But where it quotes a word of a paper, as findings and explanations do."""
    quoting = ("language.", "cli.", "finding.", "check.", "deadline.")
    left = [
        id
        for id, entry in catalogue().all().items()
        if not id.startswith(quoting)
        for text in texts(entry["en"])
        if re.search("[а-яё]", text, re.IGNORECASE)
    ]
    assert left == []


def strings_of_the_window() -> tuple[set[str], set[str]]:
    """Literal ids, and prefixes of ids that are put together (``f"create.strength.{level}"``)."""
    roots = {id.partition(".")[0] for id in catalogue().all()}
    whole: set[str] = set()
    prefixes: set[str] = set()
    for path in sorted(file for room in ROOMS for file in (SOURCE / room).rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        # The pieces of a string that is put together are no ids; what is called between them may be one.
        joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
        inside = {id(part) for node in joined for part in node.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                if "." in start and start.partition(".")[0] in roots and re.fullmatch(r"[a-z0-9_.]+", start):
                    prefixes.add(start)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
                text = node.value
                if ID.fullmatch(text) and text.partition(".")[0] in roots:
                    whole.add(text)
    return whole - NOT_WORDS, prefixes


def test_every_id_that_the_window_uses_has_words() -> None:
    known = catalogue().all()
    whole, prefixes = strings_of_the_window()
    assert len(whole) > 100
    assert sorted(id for id in whole if id not in known) == []
    assert sorted(start for start in prefixes if not any(id.startswith(start) for id in known)) == []


def test_no_words_of_the_window_lie_unused() -> None:
    whole, prefixes = strings_of_the_window()
    mine = [
        root
        for path in sorted((SOURCE.parents[1] / "resources" / "locale").glob("ui_*.toml"))
        for root in re.findall(r"^\[([a-z0-9_.]+)\]", path.read_text("utf-8"), re.MULTILINE)
    ]
    if not mine:
        pytest.fail("no words of the window were found")
    unused = [
        id
        for id in mine
        if id not in whole
        and not any(id.startswith(start) for start in prefixes)
        and not id.startswith(("qt.", "date."))  # asked for by the toolkit, and by the services
    ]
    assert unused == []
