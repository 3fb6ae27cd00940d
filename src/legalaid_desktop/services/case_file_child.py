"""Values of a large case file, read in the child and handed over as plain data.

A case file of usual size is read in this process: the scan of ``domain/toml_lines.py`` bounds it. Beyond that the
TOML of a stranger is parsed where memory and time end by themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from legalaid_desktop.domain.case_file import Toml, read_toml
from legalaid_desktop.domain.file_fault import WHY, FileFault, printable
from legalaid_desktop.domain.toml_lines import Path
from legalaid_desktop.errors import FileNotRead, FileNotUnderstood
from legalaid_desktop.intake.child import ask_child
from legalaid_desktop.intake.worker import Parser, Reply

OWN_PROCESS_FROM: Final = 128 * 1024
"""Bytes from which a case file goes to the child; the largest of the practice cases has 40 KiB."""

_MOST_LINES: Final = 200_000
_TIMES: Final[Mapping[str, type[dt.date] | type[dt.time] | type[dt.datetime]]] = {
    "dt": dt.datetime,
    "d": dt.date,
    "t": dt.time,
}


def load() -> Parser:
    """The child's side."""

    def read(data: bytes, params: Mapping[str, Any], reply: Reply) -> None:
        try:
            values, lines = read_toml(data.decode("utf-8"), "")
        except FileNotUnderstood as fault:
            reply.plain = {"faults": [plain for _, plain in faults_for_parent(fault)]}
        else:
            reply.plain = {"values": _packed(values), "lines": [[list(path), line] for path, line in lines.items()]}

    return read


def toml_in_child(text: str, name: str) -> Toml:
    """Values and lines of a TOML text. Raises :class:`FileNotUnderstood` as ``read_toml`` does, and
    :class:`FileNotRead` when the child did not come to an end."""
    plain = ask_child("case_file", text.encode("utf-8")).plain
    try:
        if "faults" in plain:
            faults = tuple(fault_from_child(name, one) for one in plain["faults"][:200])
            raise FileNotUnderstood(faults, what=name)
        values = _unpacked(plain["values"])
        lines = {_path(path): _whole(line) for path, line in plain["lines"][:_MOST_LINES]}
    except (KeyError, TypeError, ValueError, RecursionError):
        raise FileNotRead(kind="answer") from None
    if not isinstance(values, dict):
        raise FileNotRead(kind="answer")
    return values, lines


def _packed(value: Any) -> Any:
    """Plain data: lists and numbers as they are, tables and whatever JSON has no word for as ``{letter: …}``."""
    if isinstance(value, dict):
        return {"o": {key: _packed(inner) for key, inner in value.items()}}
    if isinstance(value, list):
        return [_packed(inner) for inner in value]
    if isinstance(value, dt.datetime):
        return {"dt": value.isoformat()}
    if isinstance(value, dt.date):
        return {"d": value.isoformat()}
    if isinstance(value, dt.time):
        return {"t": value.isoformat()}
    if isinstance(value, float):
        return {"f": repr(value)}
    return value


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return [_unpacked(inner) for inner in value]
    if not isinstance(value, dict):
        if value is None or not isinstance(value, str | int):
            raise ValueError
        return value
    ((letter, inner),) = value.items()
    if letter == "o":
        return {key: _unpacked(one) for key, one in inner.items()}
    return float(inner) if letter == "f" else _TIMES[letter].fromisoformat(inner)


def faults_for_parent(error: FileNotUnderstood) -> list[tuple[FileFault, list[Any]]]:
    """Each fault, and it as plain data."""
    found = [one for one in error.faults if isinstance(one, FileFault)]
    return [(one, [one.line, one.key, one.code, dict(one.params)]) for one in found]


def fault_from_child(name: str, plain: Any) -> FileFault:
    """A fault of the file ``name``, believed as far as it is one of ours. Raises :class:`ValueError`,
    :class:`TypeError`."""
    line, key, code, facts = plain
    if code not in WHY or not isinstance(key, str) or not isinstance(facts, dict):
        raise ValueError
    kept = {str(word): one if isinstance(one, int) else printable(str(one), 120) for word, one in facts.items()}
    return FileFault(name, _whole(line), printable(key, 200), code, kept)


def _path(plain: Any) -> Path:
    if not all(isinstance(part, str | int) for part in plain):
        raise ValueError
    return tuple(plain)


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError
    return value
