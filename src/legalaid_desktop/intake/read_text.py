"""A plain text into parts, in the child."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from legalaid_desktop.errors import FileRefused
from legalaid_desktop.intake.limits import MIB
from legalaid_desktop.intake.text_coding import decoded, load_codecs
from legalaid_desktop.intake.text_parts import MOST_LETTERS, MOST_PARTS, gathered, packed
from legalaid_desktop.intake.worker import Parser, Reply

LARGEST: Final = 32 * MIB
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n")


def load() -> Parser:
    load_codecs()
    return _read


def _read(data: bytes, params: Mapping[str, Any], reply: Reply) -> None:
    """The answer is that of ``text_parts.unpacked``: all parts at once."""
    if len(data) > LARGEST:
        raise FileRefused(kind="too_large", limit=LARGEST // MIB)
    text = decoded(data, declared=False).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MOST_LETTERS:
        raise FileRefused(kind="text_too_long", limit=MOST_LETTERS)
    parts = []
    for part in gathered(_paragraphs(text)):
        parts.append(part)
        if len(parts) > MOST_PARTS:
            raise FileRefused(kind="text_too_long", limit=MOST_LETTERS)
    reply.blob(packed(parts))
    reply.plain = {"count": len(parts), "next": 0, "total": len(parts), "told": {}}


def _paragraphs(text: str) -> Iterator[str]:
    """Blank lines part paragraphs where the text has them, else each line is one."""
    lines = text.count("\n") + 1
    if 40 * len(_BLANK_LINE.findall(text)) >= lines:
        yield from _BLANK_LINE.split(text)
    else:
        yield from text.split("\n")
