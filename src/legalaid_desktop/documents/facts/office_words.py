"""Words of the office that slipped into facts of a case and have no place in the client's own paper."""

from __future__ import annotations

import re
from typing import Final

_OFFICE_WORD: Final = {
    "клиент": "заявитель", "клиента": "заявителя", "клиенту": "заявителю", "клиентом": "заявителем",
    "клиенте": "заявителе", "клиентка": "заявитель", "клиентки": "заявителя", "клиентке": "заявителю",
    "клиентку": "заявителя", "клиенткой": "заявителем",
}  # fmt: skip


def own_place(value: str | None) -> str:
    """A place as it stands in the client's own paper: «родной город клиента» was written by the office."""
    words = " ".join((value or "").split()).rstrip(".;,")
    return re.sub(r"\w+", lambda found: _OFFICE_WORD.get(found[0], found[0]), words)


def clean_words(value: str | None) -> str:
    """In one line, without a mark at its end."""
    return " ".join((value or "").split()).rstrip(". ;")
