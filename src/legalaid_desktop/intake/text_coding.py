"""Which letters the bytes of a foreign text are: by its mark, by what it says itself, else UTF-8 or the old encodings
of the region. Only codecs named here are ever looked for."""

from __future__ import annotations

import codecs
import re
from typing import Final

CODECS: Final = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "koi8-u", "cp866", "iso8859-5",
    "iso8859-1", "cp1252", "ascii", "mac-cyrillic",
)  # fmt: skip
_NAMES: Final = {
    "utf8": "utf-8", "utf-8": "utf-8", "windows-1251": "cp1251", "cp1251": "cp1251", "win-1251": "cp1251",
    "koi8-r": "koi8-r", "koi8-u": "koi8-u", "ibm866": "cp866", "cp866": "cp866", "iso-8859-5": "iso8859-5",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252", "us-ascii": "utf-8",
    "x-mac-cyrillic": "mac-cyrillic",
}  # fmt: skip
_DECLARED: Final = re.compile(rb"""(?:charset|encoding)\s{0,8}=\s{0,8}["']?\s{0,8}([A-Za-z0-9_.:-]{2,20})""", re.I)
_OFTEN: Final = frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфё іў")


def load_codecs() -> None:
    """Python opens a file for each when it is first asked for: before the walls stand."""
    for name in CODECS:
        codecs.lookup(name)


def decoded(data: bytes, *, declared: bool) -> str:
    """The text; ``declared``: the file may name its encoding in its first bytes (HTML, XHTML)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[: len(data) & ~1].decode("utf-16", "replace")
    if data.startswith(b"\xef\xbb\xbf"):
        return data.decode("utf-8-sig", "replace")
    try:
        return data.decode("utf-8")  # no other encoding is valid UTF-8 by chance
    except UnicodeDecodeError:
        pass
    if declared and (found := _DECLARED.search(data[:2048])):
        name = _NAMES.get(found[1].decode("ascii").lower())
        if name is not None:
            return data.decode(name, "replace")
    sample = data[:65536]
    tries = ("cp1251", "cp866", "koi8-r")
    best = max(tries, key=lambda name: sum(sign in _OFTEN for sign in sample.decode(name, "replace")))  # or the first
    return data.decode(best, "replace")
