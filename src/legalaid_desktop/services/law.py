"""The law data that ship with the program. What an open vault counts by is ``OpenVault.law``."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.law_parsing import FILES, parse_law
from legalaid_desktop.host.paths import resources

SHIPPED: Final = "by"
"""The pack that the program counts by; a pack of another id cannot take its place."""


@lru_cache(maxsize=1)
def shipped_law() -> LawPack:
    """``resources/law/by`` as one pack, read once. A fault in it is a broken build: :class:`FileNotUnderstood`."""
    return parse_law(shipped_files())


def shipped_files() -> dict[str, str]:
    """The texts of the pack that ships, by name."""
    folder = resources() / "law" / SHIPPED
    return {name: (folder / name).read_text("utf-8") for name in FILES}


def shipped_law_mark() -> str:
    """A mark that changes whenever the law data do; a hundred times faster than reading them."""
    return mark_of(shipped_files())


def mark_of(files: Mapping[str, str]) -> str:
    """The mark of any pack: of all its files, byte by byte."""
    digest = hashlib.blake2b(digest_size=16)
    for name in sorted(files):
        content = files[name].encode()
        digest.update(b"%s %d\n" % (name.encode(), len(content)))
        digest.update(content)
    return digest.hexdigest()
