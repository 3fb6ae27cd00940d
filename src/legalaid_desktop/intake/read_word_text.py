"""A Word file into parts for the library, in the child: its paragraphs, the cells of a table row in one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from legalaid_desktop.errors import FileRefused
from legalaid_desktop.intake.office_guard import guarded_parts
from legalaid_desktop.intake.read_word import MAIN_PART, paragraphs_of
from legalaid_desktop.intake.text_parts import MOST_LETTERS, MOST_PARTS, gathered, packed
from legalaid_desktop.intake.worker import Parser, Reply

_MOST_PARAGRAPHS: Final = 200_000


def load() -> Parser:
    from legalaid_desktop.intake.read_word import load

    load()
    return _read


def _read(data: bytes, params: Mapping[str, Any], reply: Reply) -> None:
    """The answer is that of ``text_parts.unpacked``: all parts at once."""
    content = guarded_parts(data)
    if MAIN_PART not in content:
        raise FileRefused(kind="wrong_kind")
    parts = []
    for part in gathered(_lines(content[MAIN_PART])):
        parts.append(part)
        if len(parts) > MOST_PARTS:
            raise FileRefused(kind="text_too_long", limit=MOST_LETTERS)
    reply.blob(packed(parts))
    reply.plain = {"count": len(parts), "next": 0, "total": len(parts), "told": {}}


def _lines(content: bytes) -> Iterator[str]:
    """Paragraphs; those of one table row together, with tabs between."""
    held: list[str] = []
    row = letters = 0
    for count, paragraph in enumerate(paragraphs_of(content)):
        text = str(paragraph["text"])
        letters += len(text)
        if letters > MOST_LETTERS or count > _MOST_PARAGRAPHS:
            raise FileRefused(kind="text_too_long", limit=MOST_LETTERS)
        if held and (paragraph["row"] != row or not row):
            yield "\t".join(held)
            held = []
        row = int(paragraph["row"])
        held.append(text)
    if held:
        yield "\t".join(held)
