"""How ``legalaid library`` is written."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from legalaid_desktop.domain.library import LibraryKind, RiskKind, published_from
from legalaid_desktop.domain.partial_date import PartialDate

_KINDS = tuple(kind.value for kind in LibraryKind)
_RISKS = tuple(kind.value for kind in RiskKind)
_HIGHEST_PAGE = 100_000


def library_arguments(
    library: Any,
    leaf: Callable[..., argparse.ArgumentParser],
    *,
    path: Callable[[str], Path],
    words: Callable[[str], str],
    sought: Callable[[str], str],
    day: Callable[[str], Any],
    count: Callable[[str], int],
) -> None:
    """The actions of ``library``; the types are those of the other commands."""
    add = leaf(library, "add")
    add.add_argument("files", type=path, nargs="+", metavar="FILE")
    add.add_argument("--title", type=words)
    add.add_argument("--publisher", type=words)
    add.add_argument("--date", dest="published", type=_published, metavar="YYYY[-MM[-DD]]")
    add.add_argument("--retrieved", type=day, metavar="YYYY-MM-DD")
    add.add_argument("--language", type=sought, metavar="CODE")
    add.add_argument("--kind", choices=_KINDS, default=LibraryKind.OTHER.value)
    add.add_argument("--risk", type=lambda text: _risk(words(text)), action="append", default=[], metavar="KIND=REASON")
    listed = leaf(library, "list")
    listed.add_argument("--kind", choices=_KINDS)
    search = leaf(library, "search")
    search.add_argument("words", type=sought, metavar="WORDS")
    search.add_argument("--kind", choices=_KINDS)
    search.add_argument("--in", dest="inside", type=sought, metavar="ID")
    search.add_argument("--limit", type=count, default=20)
    show, quote, remove, restore, get = (leaf(library, name) for name in ("show", "quote", "remove", "restore", "get"))
    for parser in (show, quote, remove, restore, get):
        parser.add_argument("id", type=sought, metavar="ID")
    show.add_argument("--page", type=_page, metavar="N")
    quote.add_argument("--page", type=_page, required=True, metavar="N")
    quote.add_argument("--text", type=words, required=True)
    quote.add_argument("--case", dest="ref", type=sought, metavar="REF")
    quote.add_argument("--point", type=words)
    quote.add_argument("--language", choices=("ru", "be", "en"), default="ru", metavar="CODE")
    for parser in (quote, get):
        parser.add_argument("--accept-risk", action="store_true")
    remove.add_argument("--erase", action="store_true")
    get.add_argument("--out", type=path, required=True, metavar="F")


def _published(text: str) -> PartialDate:
    try:
        return published_from(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a date YYYY-MM-DD: {text}") from None


def _risk(text: str) -> tuple[RiskKind, str]:
    kind, _, reason = text.partition("=")
    if kind.strip() not in _RISKS:
        raise argparse.ArgumentTypeError(f"invalid choice: {kind} (choose from {', '.join(_RISKS)})")
    return RiskKind(kind.strip()), reason.strip()


def _page(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:7]) <= _HIGHEST_PAGE:
        raise argparse.ArgumentTypeError(f"1 to {_HIGHEST_PAGE} are possible, not {text}")
    return int(text[:7])
