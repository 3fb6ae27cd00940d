"""What a value on the command line may be: each function takes the text of an option and refuses what does not fit.

Refusals are argparse's; ``usage_words`` says them in the language of the program.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from legalaid_desktop.domain.case_values import EARLIEST_YEAR, LATEST_YEAR

Leaf = Callable[..., argparse.ArgumentParser]
"""Adds an action to a family of commands: ``leaf(family, name)``."""

PAPER_LANGUAGES = (
    *("ru", "be", "en", "uk", "ar", "fa", "prs", "ps", "tg", "ckb", "fr"),
    *("kmr", "tr", "so", "ti", "am", "uz", "ka", "hy", "ce", "ur"),
)
"""Languages that papers are or will be written in (documents.md §9); one without a template is exit 6, others 2."""

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST = 1_000_000
"""More hits than any vault gives; a number above SQLite's own largest would be a fault there."""

_MOST_PARTS = 16
_LONGEST_LABEL = 96


def day(text: str) -> dt.date:
    """Only ``YYYY-MM-DD``: ``fromisoformat`` alone would take ``20261124`` and ``2026-W48-2`` too."""
    try:
        if not _ISO_DAY.fullmatch(text):
            raise ValueError(text)
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a date YYYY-MM-DD: {text}") from None
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:  # as in case files; ages and periods are counted from it
        raise argparse.ArgumentTypeError(f"not a year from {EARLIEST_YEAR} to {LATEST_YEAR}: {text}")
    return day


def path(text: str) -> Path:
    """An empty one, as of a shell variable that is not set, would be the folder one stands in."""
    if not text:
        raise argparse.ArgumentTypeError("no file or folder is named")
    return Path(text)


def text_line(text: str) -> str:
    """A text for the vault: on one line, without control characters, UTF-8 (other bytes came in as surrogates)."""
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
        raise argparse.ArgumentTypeError("a text on one line, in UTF-8, without control characters is needed")
    return text


def sought(text: str) -> str:
    """What is only looked up: bytes that are no UTF-8 are simply never found."""
    return text.encode("utf-8", "replace").decode("utf-8")


def count(text: str) -> int:
    number = int(text) if len(text) < 20 else _MOST
    return min(number, _MOST)


def label(text: str) -> str:
    """What a way into the vault is called: the header has room for 96 bytes."""
    if len(text_line(text).encode("utf-8")) > _LONGEST_LABEL:
        raise argparse.ArgumentTypeError(f"a label of at most {_LONGEST_LABEL} bytes is needed")
    return text


def part_count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 2 <= (number := int(text[:4])) <= _MOST_PARTS:
        raise argparse.ArgumentTypeError(f"2 to {_MOST_PARTS} are possible, not {text}")
    return number


def sheet_formats(text: str) -> tuple[str, ...]:
    formats = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    if not formats or any(f not in ("pdf", "txt") for f in formats):
        raise argparse.ArgumentTypeError(f"unknown format: {text}")
    return formats


def override(text: str) -> tuple[str, str]:
    check, sign, reason = text_line(text).partition("=")
    if not sign or not reason.strip():
        raise argparse.ArgumentTypeError(f"needs CHK=reason with a reason: {text}")
    return check.strip(), reason.strip()


def formats(text: str) -> tuple[str, ...]:
    formats = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [f for f in formats if f not in ("docx", "pdf")]
    if unknown or not formats:
        raise argparse.ArgumentTypeError(f"unknown format: {text}")
    return formats


def papers(text: str) -> tuple[str, ...]:
    """``C1,C5``: the papers of one file, in this order."""
    papers = tuple(dict.fromkeys(part.strip().upper() for part in text.split(",") if part.strip()))
    if not papers:
        raise argparse.ArgumentTypeError("a text on one line, in UTF-8, without control characters is needed")
    return papers


def stem(text: str) -> str:
    if not text_line(text) or text != Path(text).name or text.startswith(".") or any(c in text for c in '\\/:*?"<>|\0'):
        raise argparse.ArgumentTypeError(f"not a file name: {text}")
    return text


def edition(text: str) -> int | None:
    """``shipped``, or the number of an edition of the office."""
    if text == "shipped":
        return None
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= _MOST:
        raise argparse.ArgumentTypeError(f"unknown format: {text}")
    return int(text[:6])


def may_read_only(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """For commands that change nothing a person wrote: a damaged vault, or one that cannot be written to, serves."""
    parser.add_argument("--read-only", action="store_true")
    return parser
