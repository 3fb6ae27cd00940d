"""What a person who wrote a wrong name may have meant: the end of every fault of a template."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from legalaid_desktop.documents.template_fault import Hint, Why

MOST_NAMED: Final = 12
"""Names that a fault lists when none of them is near."""


def hint(wrong: str, known: Iterable[str]) -> Hint:
    """«did you mean late?», else «there are a, b, c», else nothing where there are none."""
    names = sorted(set(known))
    short = wrong[:60]
    near = (
        get_close_matches(short, names, n=2, cutoff=0.6) or [n for n in names if n.startswith(short[:3]) and short][:2]
    )
    if near:
        return Hint("mean", f"did you mean {' or '.join(near)}?", near)
    if not names:
        return Hint("none", "there are none here")
    more = ", …" if len(names) > MOST_NAMED else ""
    named = names[:MOST_NAMED]
    return Hint("there", f"there are {', '.join(named)}{more}", [*named, "…"] if more else named)


def unknown(what: str, wrong: str, known: Iterable[str]) -> Why:
    """«no condition 'lat': did you mean late?»"""
    near = hint(wrong, known)
    return Why("none_such", f"no {what} '{wrong[:60]}': {near}", wrong[:60], near)
