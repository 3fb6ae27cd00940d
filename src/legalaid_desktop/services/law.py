"""The law data that ship with the program."""

from __future__ import annotations

from functools import lru_cache

from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.law_parsing import FILES, parse_law
from legalaid_desktop.host.paths import resources


@lru_cache(maxsize=1)
def shipped_law() -> LawPack:
    """``resources/law`` as one pack, read once. A fault in it is a broken build: :class:`FileNotUnderstood`."""
    folder = resources() / "law"
    return parse_law({name: (folder / name).read_text("utf-8") for name in FILES})
