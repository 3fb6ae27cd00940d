"""A foreign file into the text of its pages: read in bounded processes, believed as far as it holds together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from legalaid_desktop.domain.library import LibraryPage, PageUnit
from legalaid_desktop.errors import FileNotRead, FileRefused
from legalaid_desktop.intake.child import ask_child
from legalaid_desktop.intake.file_kind import FileKind
from legalaid_desktop.intake.gate import read_foreign, shown_name
from legalaid_desktop.intake.limits import Inlet
from legalaid_desktop.intake.text_parts import MOST_LETTERS, MOST_PARTS, Part, unpacked
from legalaid_desktop.services.foreign_content import kind_of_content
from legalaid_desktop.services.known_good import refuse_unsafe_parsers

Watch = Callable[[int, int], None]
"""Told how much of how much is done; what it raises stops the work, and nothing has changed then."""

_PARSERS: Final = {
    FileKind.PDF: ("library_pdf", PageUnit.PAGE),
    FileKind.EPUB: ("library_epub", PageUnit.SECTION),
    FileKind.WORD: ("library_word", PageUnit.PARAGRAPH),
    FileKind.HTML: ("library_html", PageUnit.PARAGRAPH),
    FileKind.XML: ("library_html", PageUnit.PARAGRAPH),  # XHTML begins as XML does
    FileKind.TEXT: ("library_text", PageUnit.PARAGRAPH),
}
ENDINGS: Final = ("pdf", "docx", "html", "htm", "xhtml", "txt", "md", "epub")
"""What a dialog offers; what counts is what a file is inside."""


@dataclass(frozen=True, kw_only=True)
class ReadFile:
    """A file that was read and not yet kept. ``told``: what it says of itself (title, publisher, date, language), for
    a form to begin with; any of it may be wrong."""

    name: str
    content: bytes
    kind: FileKind
    unit: PageUnit
    pages: tuple[LibraryPage, ...]
    told: dict[str, str]

    @property
    def blank(self) -> int:
        """Pages without text: pictures of pages, which no search finds."""
        return sum(not page.text for page in self.pages)


def read_file(path: Path, watch: Watch | None = None) -> ReadFile:
    """Read a PDF, DOCX, HTML, EPUB or plain text. Needs no vault. ``watch`` is told pages (sections of an EPUB).

    Raises :class:`NotFound` (no such file), :class:`FileRefused` (hostile, damaged, another kind, without any text
    in it: ``no_text``), :class:`FileNotRead`, :class:`UnsafeBinding`.
    """
    refuse_unsafe_parsers()
    content = read_foreign(path, Inlet.LIBRARY)
    return read_content(content, shown_name(path), watch)


def read_content(content: bytes, name: str, watch: Watch | None = None) -> ReadFile:
    """As :func:`read_file`, for bytes."""
    kind = kind_of_content(content)
    if kind is FileKind.TEXT and name.lower().endswith((".html", ".htm", ".xhtml")):
        kind = FileKind.HTML  # a page without its first line: its marks are no text
    if kind not in _PARSERS:
        raise FileRefused(kind="wrong_kind", what=name)
    parser, unit = _PARSERS[kind]
    parts, told = _asked(parser, content, watch)
    if not any(text for _, text in parts) and unit is not PageUnit.PAGE:
        raise FileRefused(kind="no_text", what=name)
    pages = tuple(LibraryPage(n, label, text) for n, (label, text) in enumerate(parts, 1))
    if watch is not None:
        watch(len(pages), len(pages))
    return ReadFile(name=name, content=content, kind=kind, unit=unit, pages=pages, told=told)


def _asked(parser: str, content: bytes, watch: Watch | None) -> tuple[list[Part], dict[str, str]]:
    """Ask one child after another until the last page; each does what its time allows."""
    found: list[Part] = []
    told: dict[str, str] = {}
    letters = 0
    first = 0
    while True:
        answer = ask_child(parser, content, {"first": first})
        parts, following, total, said = unpacked(answer.plain, answer.blobs)
        told = told or dict(said)
        found += parts
        letters += sum(len(text) for _, text in parts)
        if len(found) > MOST_PARTS or letters > MOST_LETTERS:
            raise FileRefused(kind="text_too_long", limit=MOST_LETTERS)
        if not following:
            break
        if following <= first:
            raise FileNotRead(kind="answer")  # it would go round for ever
        first = following
        if watch is not None:
            watch(min(first, total), total)
    if not found:
        raise FileRefused(kind="no_text")
    return found, told
