"""A name as one typed line, put where its script belongs."""

from __future__ import annotations

import unicodedata

from legalaid_desktop.domain.person import NameSet


def names_as_typed(text: str) -> NameSet | None:
    """Cyrillic becomes the Russian nominative (Belarusian where it has ў or і), Latin the Latin line, all else the
    original script. A line is not split into family and given name: which word is which, nobody has said."""
    name = " ".join(text.split())
    if not name:
        return None
    scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in name if letter.isalpha()}
    if scripts <= {"CYRILLIC"}:
        if any(letter in "ўіЎІ" for letter in name):
            return NameSet(be_nom=name)
        return NameSet(ru_nom=name)
    if scripts <= {"LATIN"}:
        return NameSet(latin=name)
    return NameSet(original=name)
