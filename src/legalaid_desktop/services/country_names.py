"""Names of states as an account may write them, for the checks that read one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from legalaid_desktop.grammar.labels import CASES, Labels

_SHORT = ("country_short", "country")


@lru_cache(maxsize=2)
def country_names(labels: Labels) -> Mapping[str, str]:
    """Every case of the short and the official name in Russian and Belarusian, casefolded → code of the state."""
    found: dict[str, str] = {}
    for kind in _SHORT:
        for code in labels.codes(kind):
            if len(code) != 2:
                continue
            for lang in ("ru", "be"):
                for case in CASES:
                    if words := labels.label_or(kind, code, lang, case=case):
                        found.setdefault(words.casefold(), code)
    return found
