"""Faults of templates in the language of the window; one that is not known stays as the checker says it."""

from __future__ import annotations

import re
from typing import Final

from legalaid_desktop.host.wording import Wording

_FAULTS: Final = tuple(
    (re.compile(pattern, re.DOTALL), id)
    for pattern, id in (
        (r"unknown field (?P<what>\S+): what stands before the dot has no fields", "no_fields"),
        (r"unknown field (?P<what>\S+): (?P<hint>.*)", "field"),
        (r"unknown filter (?P<what>\S+): (?P<hint>.*)", "filter"),
        (r"(?P<what>\S+) is a group of fields and cannot be printed without a filter: (?P<hint>.*)", "group"),
        (r"(?P<what>\S+) is a list and cannot be printed without a filter.*", "list"),
        (r"(?P<what>\S+) is not a list", "not_list"),
        (r"(?P<what>\w+) is not allowed in a template(?:: (?P<hint>.*))?", "not_allowed"),
        (r"loops may be nested (?P<what>\d+) deep", "loops"),
        (r"Unexpected end of template.*", "not_closed"),
        (r"Encountered unknown tag '(?P<what>[^']*)'.*", "tag"),
        (r"(?:expected token|unexpected) .*", "syntax"),
        (r"the question (?P<what>\S+) is asked and never used.*", "question"),
        (r"the manifest has no section (?P<what>\S+).*", "section"),
        (r"the name (?P<what>\S+) starts with _", "underscore"),
        (r"nested too deeply", "deep"),
    )
)


def fault_in(message: str, words: Wording) -> str:
    for pattern, id in _FAULTS:
        found = pattern.fullmatch(message)
        if found is not None:
            given = {name: value or "" for name, value in found.groupdict().items()}
            if "hint" in given:
                given["hint"] = _hint(given["hint"], words)
            said = words.say(f"template.fault.{id}", **{"what": "", "hint": "", **given})
            return said.rstrip(": ")
    return message


def _hint(hint: str, words: Wording) -> str:
    """What would be right: «did you mean …», «there are …», or the words themselves."""
    for begin, id in (("did you mean ", "mean"), ("there are ", "there")):
        if hint.startswith(begin):
            told = hint.removeprefix(begin).replace(" or ", ", ")
            return words.say(f"template.hint.{id}", what=told)
    return hint
