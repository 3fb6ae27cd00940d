"""The text of a PDF, page by page, in the child. Nothing is drawn, no script of it runs."""

from __future__ import annotations

import ctypes
import re
import time
from collections.abc import Mapping
from typing import Any, Final

from legalaid_desktop.errors import FileRefused
from legalaid_desktop.intake.file_kind import FileKind, kind_of
from legalaid_desktop.intake.limits import CHILD_CPU, MOST_PAGES, WORK_SHARE
from legalaid_desktop.intake.text_parts import LONGEST_PART, MOST_LETTERS, Part, label_of, packed, plain_text
from legalaid_desktop.intake.worker import Parser, Reply

_NEEDS_PASSWORD: Final = 4
"""FPDF_ERR_PASSWORD."""
_PARTING: Final = re.compile(r"[-\u00ad\u2010\x02\ufffe]\s*\n\s*([a-zа-яёіўї]{1,40})")
"""Where a word is parted at a line's end: its second half begins small. The first half is looked for from here: a
pattern that began with it would try each letter of the page."""
_FIRST_HALF: Final = re.compile(r"[^\W\d_]{1,40}\Z")
_WITH_HYPHEN: Final = frozenset(
    (
        "по",
        "кое",
        "из",
        "юго",
        "северо",
        "кто",
        "что",
        "как",
        "где",
        "когда",
        "какой",
        "па",
        "паўднёва",
        "паўночна",
        "non",
    )
)
_AFTER_HYPHEN: Final = frozenset(("то", "либо", "нибудь", "таки", "небудзь"))
"""Words that have their hyphen wherever they stand."""
_SOFT: Final = re.compile(r"[\x02\ufffe](?:\s*\n\s*)?")
"""How PDFium gives a hyphen that a line's end made."""


def load() -> Parser:
    import pypdfium2.raw as raw

    raw.FPDF_InitLibrary()
    return _read


def _read(data: bytes, params: Mapping[str, Any], reply: Reply) -> None:
    """``first``: number of the first page, from 0. The answer is that of ``text_parts.unpacked``; ``next`` and
    ``total`` count pages: time is bounded, and the rest is asked for again."""
    import pypdfium2.raw as raw

    if kind_of(data[:4096]) is not FileKind.PDF:
        raise FileRefused(kind="wrong_kind")
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise FileRefused(kind="pdf_encrypted" if raw.FPDF_GetLastError() == _NEEDS_PASSWORD else "pdf_damaged")
    total = raw.FPDF_GetPageCount(document)
    if total < 1:
        raise FileRefused(kind="pdf_empty")
    if total > MOST_PAGES:
        raise FileRefused(kind="pdf_pages", limit=MOST_PAGES)
    first = int(params.get("first", 0))
    if not 0 <= first < total:
        raise FileRefused(kind="pdf_damaged")
    parts: list[Part] = []
    room = MOST_LETTERS
    for number in range(first, total):
        if parts and (time.process_time() > CHILD_CPU * WORK_SHARE or room < LONGEST_PART):
            break
        parts.append((_label(raw, document, number), _text(raw, document, number)))
        room -= len(parts[-1][1])
    reply.blob(packed(parts))
    following = first + len(parts)
    reply.plain = {
        "count": len(parts),
        "next": following if following < total else 0,
        "total": total,
        "told": {"title": _title(raw, document)},
    }


def _text(raw: Any, document: Any, number: int) -> str:
    """A page that cannot be read, or holds a picture only, has no text: the others keep their numbers."""
    page = raw.FPDF_LoadPage(document, number)
    if not page:
        return ""
    try:
        words = raw.FPDFText_LoadPage(page)
        if not words:
            return ""
        try:
            count = min(max(raw.FPDFText_CountChars(words), 0), LONGEST_PART)
            buffer = (ctypes.c_ushort * (count + 1))()
            written = raw.FPDFText_GetText(words, 0, count, buffer)
            text = bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
        finally:
            raw.FPDFText_ClosePage(words)
    finally:
        raw.FPDF_ClosePage(page)
    level = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain_text(_SOFT.sub("", mended(level)))


def mended(text: str) -> str:
    """The text with words that a line's end parted in one piece again."""
    found: list[str] = []
    done = 0
    for parting in _PARTING.finditer(text):
        begin = parting.start()
        half = _FIRST_HALF.search(text[max(done, begin - 40) : begin])
        if half is not None:
            found += (text[done : begin - len(half[0])], _joined(half[0], parting[1]))
            done = parting.end()
    return "".join((*found, text[done:])) if found else text


def _joined(before: str, after: str) -> str:
    """The two halves of a word, with the hyphen where it is the word's own."""
    own = before.lower() in _WITH_HYPHEN or after.lower() in _AFTER_HYPHEN
    return f"{before}-{after}" if own else f"{before}{after}"


def _label(raw: Any, document: Any, number: int) -> str:
    """What is printed as the page's number, where it is not its place in the file."""
    length = raw.FPDF_GetPageLabel(document, number, None, 0)
    if not 2 < length <= 400:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_GetPageLabel(document, number, buffer, length)
    label = label_of(buffer.raw[: length - 2].decode("utf-16-le", "replace"))[:20]
    return "" if label == str(number + 1) else label


def _title(raw: Any, document: Any) -> str:
    length = raw.FPDF_GetMetaText(document, b"Title", None, 0)
    if not 2 < length <= 2_000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_GetMetaText(document, b"Title", buffer, length)
    title = label_of(buffer.raw[: length - 2].decode("utf-16-le", "replace"))
    return "" if title.casefold() in ("untitled", "без имени") else title
