"""Writes plain values as TOML in any of its spellings: headers or inline tables, all kinds of strings, dotted keys."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

Choose = Callable[[int], int]
"""A number from 0 to n-1; says which spelling is used."""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def first(_: int) -> int:
    return 0


def basic(text: str) -> str:
    return (
        '"'
        + "".join(
            _ESCAPES.get(char, char) if char >= " " or char in _ESCAPES else f"\\u{ord(char):04x}" for char in text
        )
        + '"'
    )


def string(text: str, choose: Choose) -> str:
    spellings = [basic(text)]
    if "'" not in text and "\n" not in text and "\r" not in text:
        spellings.append(f"'{text}'")
    if "'''" not in text and not text.endswith("'") and "\r" not in text:
        spellings.append(f"'''\n{text}'''")
    if "\r" not in text:
        spellings.append('"""\n' + text.replace("\\", "\\\\").replace('"', '\\"') + '"""')
    return spellings[choose(len(spellings))]


def key(name: str, choose: Choose) -> str:
    if re.fullmatch(r"[A-Za-z0-9_-]+", name) and choose(6):
        return name
    return basic(name)


def value(given: Any, choose: Choose) -> str:
    match given:
        case bool():
            return "true" if given else "false"
        case int() | float():
            return str(given)
        case str():
            return string(given, choose)
        case dt.datetime():
            return given.isoformat(sep=" " if choose(2) else "T")
        case dt.date():
            return given.isoformat()
        case list() | tuple():
            parts = [value(entry, choose) for entry in given]
            if choose(3) == 2 and parts:
                return "[ # list\n  " + ",\n  ".join(parts) + ",\n]"
            return "[" + ", ".join(parts) + "]"
        case Mapping():
            pairs: list[str] = []
            for name, entry in given.items():
                if isinstance(entry, Mapping) and entry and choose(3) == 2:
                    pairs += [
                        f"{key(name, choose)} . {key(sub, choose)} = {value(e, choose)}" for sub, e in entry.items()
                    ]
                else:
                    pairs.append(f"{key(name, choose)} = {value(entry, choose)}")
            return "{ " + ", ".join(pairs) + " }"
    raise TypeError(type(given))


def _body(table: Mapping[str, Any], path: tuple[str, ...], choose: Choose) -> list[str]:
    """Pairs first; then sub-tables and arrays of tables under headers of their own, or inline."""
    lines: list[str] = []
    later: list[str] = []
    for name, entry in table.items():
        is_tables = isinstance(entry, list) and entry and all(isinstance(one, Mapping) for one in entry)
        here = (*path, name)
        if isinstance(entry, Mapping) and choose(2):
            later += ["", f"[{'.'.join(key(part, choose) for part in here)}]", *_body(entry, here, choose)]
        elif is_tables and choose(2):
            for one in entry:
                later += ["", f"[[{'.'.join(key(part, choose) for part in here)}]]", *_body(one, here, choose)]
        else:
            lines.append(f"{key(name, choose)} = {value(entry, choose)}" + ("  # x = [" if choose(8) == 7 else ""))
    return lines + later


def toml_text(plain: Mapping[str, Any], choose: Choose = first) -> str:
    """A whole file. Top-level tables always stand under headers, as people write them."""
    lines: list[str] = ["# made for a test"]
    for name, entry in plain.items():
        if isinstance(entry, Mapping):
            lines += ["", f"[{name}]", *_body(entry, (name,), choose)]
        else:
            for one in entry:
                lines += ["", f"[[{name}]]", *_body(one, (name,), choose)]
    return "\n".join(lines) + "\n"
