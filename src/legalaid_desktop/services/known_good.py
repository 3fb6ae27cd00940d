"""Libraries that the promises of this program rest on, and the oldest version of each that is known to keep them.

``storage/connection.py`` asks SQLCipher and SQLite themselves at each connection. The others are told by the version
that was installed (and frozen) with the program. An older one is refused before a vault is opened or a foreign file
is read; so is a distribution that brings another database library under the same name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from legalaid_desktop.errors import UnsafeBinding


@dataclass(frozen=True)
class Library:
    """``distribution`` as it is installed; ``at_least`` is the oldest known-good version; ``why`` says what an older
    one lacks."""

    distribution: str
    at_least: str
    why: str


KEYS: Final = (
    Library("argon2-cffi", "25.1", "Argon2id over bytes that can be wiped; tested with the costs of our headers"),
    Library("argon2-cffi-bindings", "25.1", "the code of Argon2 itself; older ones lack builds for current systems"),
    Library("PyNaCl", "1.6.2", "its libsodium checks points of curves rightly; older ones accept some that are none"),
    Library("pyrage", "1.3", "reads age files to their authenticated end; older ones lack streams"),
    Library("shamir-mnemonic", "0.3", "the published form of SLIP-39 with its extendable flag"),
    Library("sqlcipher3", "0.6.4", "SQLCipher 4.19 with SQLite 3.53: older SQLite has a WAL fault, a hole in FTS5"),
)
"""What a vault rests on."""

PARSERS: Final = (
    Library("lxml", "6.0", "its libxml2 has the bounds on, and the faults of 2024 and 2025 mended"),
    Library("pypdfium2", "5.10", "a build of PDFium of this year; faults in it are mended weekly"),
    Library("pillow", "12.0", "the decoders that the hostile pictures of our tests were run against"),
    Library("pikepdf", "10.17", "its qpdf takes damaged files apart in bounds; the first that validates PDF/A"),
)
"""What reads foreign files in the child."""

REFUSED: Final = {
    "sqlcipher3-binary": "carries SQLite 3.51.1 with a known WAL fault and a hole in FTS5",
    "sqlcipher3-wheels": "carries SQLite 3.51.1 with a known WAL fault and a hole in FTS5",
    "pysqlcipher3": "links whatever SQLCipher it finds",
}
"""Distributions that must not be there at all: they put another library under a name that we import."""

_NUMBER: Final = re.compile(r"\d+")
Installed = Callable[[str], str | None]


def installed(distribution: str) -> str | None:
    """The version of an installed distribution; ``None`` when it is not there."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def unsafe(libraries: Iterable[Library], find: Installed = installed) -> tuple[UnsafeBinding, ...]:
    """Every library that is missing, older than known good, or must not be there."""
    found: list[UnsafeBinding] = []
    for library in libraries:
        here = find(library.distribution)
        if here is None or _numbers(here) < _numbers(library.at_least):
            found.append(UnsafeBinding(library=library.distribution, found=here or "—", needed=f"≥ {library.at_least}"))
    for distribution in REFUSED:
        here = find(distribution)
        if here is not None:
            found.append(UnsafeBinding(library=distribution, found=here, needed="—"))
    return tuple(found)


@cache
def _of_this_run(libraries: tuple[Library, ...]) -> tuple[UnsafeBinding, ...]:
    """What is installed does not change while the program runs."""
    return unsafe(libraries)


def refuse_unsafe_key_libraries() -> None:
    """Raise :class:`UnsafeBinding` (``library``, ``found``, ``needed``) for the first library that a vault must not be
    opened with."""
    for error in _of_this_run(KEYS):
        raise error


def refuse_unsafe_parsers() -> None:
    """Raise :class:`UnsafeBinding` for the first library that a foreign file must not be read with."""
    for error in _of_this_run(PARSERS):
        raise error


def unsafe_libraries() -> tuple[UnsafeBinding, ...]:
    """All of both; asked by the self-test and by the window after its first picture."""
    return (*_of_this_run(KEYS), *(error for error in _of_this_run(PARSERS) if error.facts["needed"] != "—"))


def _numbers(text: str) -> tuple[int, ...]:
    """The numbers of a version up to its first letter: ``1.6.2rc1`` → 1, 6, 2."""
    release = re.match(r"[\d.]+", text)
    return tuple(int(part) for part in _NUMBER.findall(release[0])) if release else ()
