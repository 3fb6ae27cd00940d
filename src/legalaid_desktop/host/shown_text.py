"""Foreign names and texts as they may be shown: no sign that steers a terminal or turns a line about."""

from __future__ import annotations


def printable(text: str, *, lines: bool = False) -> str:
    """``text`` with a replacement sign for each that does not print; line breaks stay with ``lines``."""
    return "".join(sign if sign.isprintable() or (lines and sign == "\n") else "\ufffd" for sign in text)
