"""The ``when`` of a section or a question: *and*, *or*, *not* and brackets over the names of conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.documents.template_fault import Why

LONGEST_CONDITION: Final = 1_000
DEEPEST_CONDITION: Final = 20
_TOKEN = re.compile(r"\s*([()]|[A-Za-z_][A-Za-z_0-9]*)")


class WrongWhen(ValueError):
    """A condition that cannot be read; ``why`` says what is wrong."""

    def __init__(self, id: str, text: str, what: object = "") -> None:
        super().__init__(text)
        self.why = Why(id, text, what)


@dataclass(frozen=True, kw_only=True)
class When:
    """A condition over names: ``late and not (in_custody or is_minor)``."""

    text: str
    names: frozenset[str]
    _holds: Callable[[Mapping[str, bool]], bool]

    def holds(self, conditions: Mapping[str, bool]) -> bool:
        """Raises KeyError for a name that ``conditions`` lacks."""
        return self._holds(conditions)


def parse_when(text: str) -> When:
    """Reads *and*, *or*, *not*, brackets and names. Raises WrongWhen."""
    if len(text) > LONGEST_CONDITION:
        told = f"the condition is longer than {LONGEST_CONDITION} letters"
        raise WrongWhen("condition_long", told, LONGEST_CONDITION)
    tokens: list[str] = []
    at = 0
    depth = 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if found is None:
            raise WrongWhen("condition_sign", f"unexpected sign in condition at position {at + 1}", at + 1)
        tokens.append(found[1])
        at = found.end()
    names: set[str] = set()
    position = 0

    def peek() -> str | None:
        return tokens[position] if position < len(tokens) else None

    def take() -> str:
        nonlocal position
        if position >= len(tokens):
            raise WrongWhen("condition_ends", "the condition breaks off")
        position += 1
        return tokens[position - 1]

    def either() -> Callable[[Mapping[str, bool]], bool]:
        parts = [both()]
        while peek() == "or":
            take()
            parts.append(both())
        return lambda values: any(part(values) for part in parts)

    def both() -> Callable[[Mapping[str, bool]], bool]:
        parts = [one()]
        while peek() == "and":
            take()
            parts.append(one())
        return lambda values: all(part(values) for part in parts)

    def one() -> Callable[[Mapping[str, bool]], bool]:
        nonlocal depth
        depth += 1
        if depth > DEEPEST_CONDITION:
            told = f"the condition is nested deeper than {DEEPEST_CONDITION}"
            raise WrongWhen("condition_deep", told, DEEPEST_CONDITION)
        try:
            return simple(take())
        finally:
            depth -= 1

    def simple(word: str) -> Callable[[Mapping[str, bool]], bool]:
        if word == "not":
            inner = one()
            return lambda values: not inner(values)
        if word == "(":
            inside = either()
            if take() != ")":
                raise WrongWhen("bracket", "a bracket is not closed")
            return inside
        if word in ("and", "or", ")"):
            raise WrongWhen("condition_name", f"'{word}' stands where a name is expected", word)
        names.add(word)
        return lambda values: values[word]

    if not tokens:
        raise WrongWhen("condition_empty", "the condition is empty")
    holds = either()
    if position != len(tokens):
        raise WrongWhen("condition_word", f"'{tokens[position]}' is one word too many", tokens[position])
    return When(text=text, names=frozenset(names), _holds=holds)
