"""Looking into bytes that somebody else made: pages as pixels, or text. Decoded in the child, checked here again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from legalaid_desktop.errors import FileNotRead
from legalaid_desktop.intake.child import ask_child
from legalaid_desktop.intake.file_kind import HEAD_BYTES, PICTURES, FileKind, ending_disagrees, kind_of
from legalaid_desktop.intake.limits import MOST_ANSWER_PIXELS, MOST_PAGE_PIXELS, MOST_PAGES
from legalaid_desktop.intake.wire import Answer
from legalaid_desktop.intake.zip_directory import read_directory
from legalaid_desktop.services.known_good import refuse_unsafe_parsers

__all__ = ["FileKind", "ForeignContent", "PagePixels", "ending_disagrees", "look_into", "word_text"]

MOST_TEXT: Final = 2_000_000
"""Letters shown of a text."""
WIDEST: Final = 8_000
"""Pixels of a page, whatever the window asks for."""
_MOST_LINE: Final = 20_000
_ZIP_KINDS: Final = frozenset({FileKind.ZIP, FileKind.WORD, FileKind.OFFICE})


@dataclass(frozen=True, slots=True)
class PagePixels:
    """One page: ``rgba`` holds ``height`` rows of ``width`` pixels, four bytes each (red, green, blue, alpha)."""

    width: int
    height: int
    rgba: bytes


@dataclass(frozen=True, kw_only=True)
class ForeignContent:
    """``pages`` begin with page ``first`` (from 0) of ``total``; ``text`` is that of a text or a Word file. Neither is
    there for a kind that is kept and not shown."""

    kind: FileKind
    pages: tuple[PagePixels, ...] = ()
    first: int = 0
    total: int = 0
    text: str | None = None


def look_into(content: bytes, *, width: int, first: int = 0) -> ForeignContent:
    """Show what is in ``content``: pages from ``first`` on, each at most ``width`` pixels wide.

    Raises :class:`FileRefused` and :class:`FileNotRead`: hostile, damaged, or too large to be shown;
    :class:`UnsafeBinding`: a library too old to read foreign files with.
    """
    refuse_unsafe_parsers()
    kind = kind_of_content(content)
    if kind is FileKind.PDF or kind in PICTURES:
        parser = "pdf" if kind is FileKind.PDF else "picture"
        answer = ask_child(parser, content, {"width": min(max(width, 16), WIDEST), "first": first})
        return _pages(kind, answer, first)
    if kind is FileKind.WORD:
        return ForeignContent(kind=kind, text=word_text(content))
    if kind in (FileKind.TEXT, FileKind.HTML, FileKind.XML, FileKind.SVG, FileKind.RTF):
        return ForeignContent(kind=kind, text=_text(content))
    return ForeignContent(kind=kind)


def kind_of_content(content: bytes) -> FileKind:
    kind = kind_of(content[:HEAD_BYTES])
    if kind in _ZIP_KINDS:
        kind = kind_of(content[:HEAD_BYTES], tuple(part.name for part in read_directory(content)))
    return kind


def word_text(content: bytes) -> str:
    """The text of a Word file, a line a paragraph; cells of one table row stand in one line. Raises as
    :func:`look_into`."""
    plain = ask_child("word", content).plain
    lines: list[str] = []
    last = 0
    room = MOST_TEXT
    for one in _list(_field(plain, "paragraphs")):
        text, row = _field(one, "text"), _field(one, "row")
        if not isinstance(text, str) or not isinstance(row, int):
            raise FileNotRead(kind="answer")
        text = text[: max(room, 0)]
        room -= len(text)
        if row and row == last and lines and len(lines[-1]) + len(text) < _MOST_LINE:
            lines[-1] += f"\t{text}"
        else:
            lines.append(text)
        last = row
    return "\n".join(lines)


def _pages(kind: FileKind, answer: Answer, first: int) -> ForeignContent:
    """Believe the child only as far as its numbers fit its bytes."""
    total = _field(answer.plain, "total")
    sizes = _list(_field(answer.plain, "pages"))
    if not isinstance(total, int) or not 1 <= total <= MOST_PAGES or not 1 <= len(sizes) <= total - first:
        raise FileNotRead(kind="answer")
    if len(sizes) != len(answer.blobs):
        raise FileNotRead(kind="answer")
    pages: list[PagePixels] = []
    pixels = 0
    for size, rgba in zip(sizes, answer.blobs, strict=True):
        width, height = _size(size)
        pixels += width * height
        if 4 * width * height != len(rgba) or pixels > MOST_ANSWER_PIXELS:
            raise FileNotRead(kind="answer")
        pages.append(PagePixels(width, height, rgba))
    return ForeignContent(kind=kind, pages=tuple(pages), first=first, total=total)


def _size(size: Any) -> tuple[int, int]:
    match size:
        case [int(width), int(height)] if width > 0 and height > 0 and width * height <= MOST_PAGE_PIXELS:
            return width, height
    raise FileNotRead(kind="answer")


def _field(plain: Any, name: str) -> Any:
    if not isinstance(plain, dict) or name not in plain:
        raise FileNotRead(kind="answer")
    return plain[name]


def _list(plain: Any) -> list[Any]:
    if not isinstance(plain, list):
        raise FileNotRead(kind="answer")
    return plain


def _text(content: bytes) -> str | None:
    """The text in UTF-8, UTF-16 or, failing that, in the old Windows encoding of the region."""
    start = content[: 4 * MOST_TEXT]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start[: len(start) & ~1].decode("utf-16", "replace")[:MOST_TEXT]
    try:
        return start.decode("utf-8-sig")[:MOST_TEXT]
    except UnicodeDecodeError as error:
        if error.start >= len(start) - 4 and len(start) < len(content):
            return start[: error.start].decode("utf-8-sig")[:MOST_TEXT]
        return start.decode("cp1251", "replace")[:MOST_TEXT]
