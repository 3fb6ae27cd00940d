"""On which line each key of a TOML file stands; ``tomllib`` gives the values but not their places.

The scanner follows tables, arrays of tables, dotted keys, inline tables, nested arrays and all four kinds of
strings. It does not judge TOML: where the text makes no sense it stops and leaves the verdict to ``tomllib``. It runs
first, though, and refuses two things that would make ``tomllib`` slow or end its recursion: many levels inside one
another, and keys of many parts. A file of very many keys is refused too, before it takes long to read.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

Path = tuple[str | int, ...]

DEEPEST = 24
MOST_KEY_PARTS = 12
MOST_KEYS = 100_000

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"[ \t]*")
_BLANK_AND_LINES = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_TO_LINE_END = re.compile(r"[^\n]*\n?")
_BASIC = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_LITERAL = re.compile(r"'[^'\n]*'")
_LONG_BASIC = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""', re.DOTALL)
_LONG_LITERAL = re.compile(r"'''(?:[^']|'(?!''))*'''")
_SCALAR = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:[^\s,\]}#]*)?|[^\s,\[\]{}#\"']+")


class TooDeep(ValueError):
    """More levels or key parts than any case file has; ``line`` says where."""

    def __init__(self, line: int) -> None:
        super().__init__("too deep")
        self.line = line


class TooMany(ValueError):
    """More keys and list entries than any case file has; ``line`` says where."""

    def __init__(self, line: int) -> None:
        super().__init__("too many")
        self.line = line


class _NotToml(Exception):
    """The scan cannot go on; ``tomllib`` will say why."""


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 1 if text.startswith("\ufeff") else 0
        self.breaks = [match.start() for match in re.finditer("\n", text)]
        self.lines: dict[Path, int] = {(): 1}
        self.entries: dict[Path, int] = {}

    def line(self) -> int:
        return bisect_right(self.breaks, self.at - 1) + 1

    def peek(self, wanted: str) -> bool:
        return self.text.startswith(wanted, self.at)

    def take(self, wanted: str) -> None:
        if not self.peek(wanted):
            raise _NotToml
        self.at += len(wanted)

    def skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        if match is not None:
            self.at = match.end()

    def token(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None or match.end() == self.at:
            raise _NotToml
        self.at = match.end()
        return match.group()

    def run(self) -> None:
        table: Path = ()
        while True:
            self.skip(_BLANK_AND_LINES)
            if self.at >= len(self.text):
                return
            if self.peek("["):
                table = self.header()
            else:
                self.pair(table, 0)
            self.skip(_TO_LINE_END)

    def header(self) -> Path:
        line = self.line()
        many = self.peek("[[")
        self.take("[[" if many else "[")
        parts = self.key()
        self.take("]]" if many else "]")
        path: Path = ()
        for number, part in enumerate(parts):
            path += (part,)
            last = number == len(parts) - 1
            if path not in self.lines or (last and not many):
                self.note(path, line)
            if path in self.entries and not (last and many):
                path += (self.entries[path] - 1,)
        if many:
            self.entries[path] = self.entries.get(path, 0) + 1
            path += (self.entries[path] - 1,)
            self.note(path, line)
        return path

    def key(self) -> list[str]:
        line = self.line()
        parts: list[str] = []
        while True:
            self.skip(_BLANK)
            if self.peek('"'):
                parts.append(self.quoted_key(self.token(_BASIC)))
            elif self.peek("'"):
                parts.append(self.token(_LITERAL)[1:-1])
            else:
                parts.append(self.token(_BARE_KEY))
            if len(parts) > MOST_KEY_PARTS:
                raise TooDeep(line)
            self.skip(_BLANK)
            if not self.peek("."):
                return parts
            self.take(".")

    @staticmethod
    def quoted_key(token: str) -> str:
        try:
            return str(tomllib.loads(f"k = {token}")["k"])
        except tomllib.TOMLDecodeError as err:
            raise _NotToml from err

    def pair(self, table: Path, depth: int) -> None:
        line = self.line()
        path = table
        for part in self.key():
            path += (part,)
            if path not in self.lines:
                self.note(path, line)
        self.take("=")
        self.skip(_BLANK)
        self.value(path, depth)

    def value(self, path: Path, depth: int) -> None:
        if depth > DEEPEST:
            raise TooDeep(self.line())
        if self.peek('"""'):
            self.long_string('"""')
        elif self.peek("'''"):
            self.long_string("'''")
        elif self.peek('"'):
            self.token(_BASIC)
        elif self.peek("'"):
            self.token(_LITERAL)
        elif self.peek("["):
            self.array(path, depth + 1)
        elif self.peek("{"):
            self.inline_table(path, depth + 1)
        else:
            self.token(_SCALAR)

    def long_string(self, quotes: str) -> None:
        self.token(_LONG_BASIC if quotes == '"""' else _LONG_LITERAL)
        for _ in range(2):  # one or two quotes of the text itself may stand before the closing three
            if self.peek(quotes[0]):
                self.at += 1

    def note(self, path: Path, line: int) -> None:
        self.lines[path] = line
        if len(self.lines) > MOST_KEYS:
            raise TooMany(line)

    def array(self, path: Path, depth: int) -> None:
        self.take("[")
        number = 0
        while True:
            self.skip(_BLANK_AND_LINES)
            if self.peek("]"):
                break
            self.note((*path, number), self.line())
            self.value((*path, number), depth)
            number += 1
            self.skip(_BLANK_AND_LINES)
            if self.peek("]"):
                break
            self.take(",")
        self.take("]")

    def inline_table(self, path: Path, depth: int) -> None:
        self.take("{")
        while True:
            self.skip(_BLANK_AND_LINES)
            if self.peek("}"):
                break
            self.pair(path, depth)
            self.skip(_BLANK_AND_LINES)
            if self.peek("}"):
                break
            self.take(",")
        self.take("}")


def lines_of_keys(text: str) -> dict[Path, int]:
    """Path → line (from 1) of every table, key and array element; raises :class:`TooDeep`, :class:`TooMany`.

    Lines end with ``\\n`` or ``\\r\\n``; a byte order mark is passed over. What stands after the first senseless place
    is missing from the result.
    """
    scanner = _Scanner(text)
    try:
        scanner.run()
    except _NotToml:
        return scanner.lines
    return scanner.lines
