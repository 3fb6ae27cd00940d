"""A result for people: plain lines, no boxes, no colours."""

from __future__ import annotations

from typing import Any, Final

from legalaid_desktop.host.wording import Wording

_CODED: Final = {
    "kind": "cli.kind",
    "state": "cli.state",
    "age": "cli.age",
    "unit": "cli.unit",
    "risks": "library.risk",
}
"""Keys whose values are words of the program's own, and where what they mean is said."""


def to_text(result: Any, words: Wording) -> str:
    """Objects as ``key: value`` lines, lists as blocks parted by an empty line; yes, no and unknown in words."""
    if isinstance(result, list):
        return "\n\n".join(_block(item, words, 0) for item in result) or words.say("cli.nothing")
    return _block(result, words, 0)


def _block(value: Any, words: Wording, depth: int) -> str:
    pad = "  " * depth
    if isinstance(value, dict):
        lines = []
        for key, item in value.items():
            if item is None or item == [] or item == {} or item == "":
                continue
            name = words.say(f"cli.key.{key}") if words.has(f"cli.key.{key}") else key
            if isinstance(item, dict | list):
                lines.append(f"{pad}{name}:")
                codes = isinstance(item, list) and key in _CODED
                lines.append(_block([_code(key, one, words) for one in item] if codes else item, words, depth + 1))
            else:
                lines.append(f"{pad}{name}: {_code(key, item, words)}")
        return "\n".join(lines)
    if isinstance(value, list):
        return "\n".join(
            _block(item, words, depth) if isinstance(item, dict) else f"{pad}{_scalar(item, words)}" for item in value
        )
    return f"{pad}{_scalar(value, words)}"


def _code(key: str, value: Any, words: Wording) -> str:
    id = f"{_CODED.get(key)}.{value}"
    return words.say(id) if key in _CODED and words.has(id) else _scalar(value, words)


def _scalar(value: Any, words: Wording) -> str:
    if value is True:
        return words.say("cli.yes")
    if value is False:
        return words.say("cli.no")
    if value is None:
        return words.say("cli.unknown")
    return str(value)
