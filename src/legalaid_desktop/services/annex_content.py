"""The file of an annex as pages for a bundle: decoded in the child, never here; what cannot be taken in is named.

A PDF comes page by page as forms; a page that cannot, as a picture drawn by PDFium. Photographs come as pixels and are
packed anew, so that nothing of the camera, the place or the hour stays. Word and plain text come as text in our own
setting.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from legalaid_desktop.documents.blocks import Block, Span, clean
from legalaid_desktop.documents.bundle import TakenPage, stands
from legalaid_desktop.documents.pdf_file import ForeignPages, Picture
from legalaid_desktop.errors import FileNotRead, FileNotUnderstood, FileRefused
from legalaid_desktop.intake.child import ask_child
from legalaid_desktop.intake.file_kind import PICTURES, FileKind
from legalaid_desktop.intake.limits import LARGEST_SHOWN, MOST_PAGES_TAKEN
from legalaid_desktop.intake.pdf_graph import checked
from legalaid_desktop.services.foreign_content import PagePixels, kind_of_content, look_into
from legalaid_desktop.services.known_good import refuse_unsafe_parsers

DOTS: Final = 1_650
"""Pixels across a page: 200 a inch on A4."""
QUALITY: Final = 80
_GLANCE: Final = 160
_GREY: Final = 7
"""Of 255: colours that differ less are the scanner's, not the paper's."""
MOST_TEXT: Final = 400_000
"""Letters of a text that is set as pages."""
_TEXTS: Final = frozenset({FileKind.WORD, FileKind.TEXT})
_PROBLEMS: Final = {
    "pdf_encrypted": "encrypted", "zip_encrypted": "encrypted", "too_large": "too_large", "pdf_pages": "too_large",
    "picture_size": "too_large", "zip_size": "too_large", "memory": "too_large", "time": "too_large",
    "pdf_damaged": "damaged", "picture_damaged": "damaged", "pdf_empty": "damaged", "zip_damaged": "damaged",
    "broken": "damaged", "answer": "damaged", "xml_damaged": "damaged",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class AnnexContent:
    """``pages`` or ``blocks``; with neither, ``problem`` is the last word of ``bundle.problem.…``."""

    pages: tuple[TakenPage, ...] = ()
    blocks: tuple[Block, ...] = ()
    problem: str = ""
    mended: bool = False
    """The file was faulty and was read even so: somebody should look whether all is there."""

    @property
    def size(self) -> int:
        """About how many bytes it adds to a file."""
        seen: dict[int, int] = {}
        for page in self.pages:
            if isinstance(page.content, Picture):
                seen[id(page.content)] = len(page.content.jpeg)
            else:
                seen[id(page.content[0])] = len(page.content[0].streams)
        return sum(seen.values())


def read_annex(content: bytes, *, step: Callable[[], None] = lambda: None) -> AnnexContent:
    """Take in the bytes of a file. ``step`` is called before each question to the child and may raise. Raises
    :class:`UnsafeBinding` alone: whatever is wrong with the file is told in ``problem``."""
    refuse_unsafe_parsers()
    if len(content) > LARGEST_SHOWN:
        return AnnexContent(problem="too_large")
    try:
        kind = kind_of_content(content)
        if kind is FileKind.PDF:
            pages, mended = _pdf(content, step)
            return AnnexContent(pages=pages, mended=mended)
        if kind in PICTURES:
            return AnnexContent(pages=tuple(_picture(one) for one in _pixels(content, step)))
        if kind in _TEXTS:
            step()
            return _text(look_into(content, width=DOTS).text or "")
    except FileNotUnderstood as refused:
        kind_of_fault = str(getattr(refused, "facts", {}).get("kind", ""))
        return AnnexContent(problem=_PROBLEMS.get(kind_of_fault, "refused"))
    return AnnexContent(problem="kind")


def _pdf(content: bytes, step: Callable[[], None]) -> tuple[tuple[TakenPage, ...], bool]:
    try:
        pages, mended = _forms(content, step)
        _drawn_in_bounds(content, len(pages), step)
        return pages, mended
    except FileNotRead as failed:
        if failed.facts.get("kind") == "start":
            raise
    except FileRefused as refused:
        if refused.facts.get("kind") != "pdf_damaged":
            raise
    # Damaged for one reader, or too much for it: the one that draws may still get through.
    return tuple(_picture(one) for one in _pixels(content, step)), True


def _forms(content: bytes, step: Callable[[], None]) -> tuple[tuple[TakenPage, ...], bool]:
    mended = False
    pages: list[TakenPage] = []
    total = 1
    while len(pages) < total:
        step()
        answer = ask_child("pdf_pages", content, {"first": len(pages)})
        total, sizes, objects = _told(answer.plain)
        mended |= answer.plain.get("mended") is True
        if len(answer.blobs) != 1 or not 1 <= len(sizes) <= total - len(pages):
            raise FileNotRead(kind="answer")
        roots = [root for _, _, root in sizes if root is not None]
        checked(objects, roots, len(answer.blobs[0]))
        foreign = ForeignPages(objects, answer.blobs[0])
        for width, height, root in sizes:
            if root is None or not stands(foreign, root):
                step()
                drawn = look_into(content, width=DOTS, first=len(pages)).pages[0]
                pages.append(_picture(drawn, (width, height)))
            else:
                pages.append(TakenPage(width, height, (foreign, root)))
    return tuple(pages), mended


def _drawn_in_bounds(content: bytes, total: int, step: Callable[[], None]) -> None:
    """Draw every page once, small. A page made to keep a viewer busy for ever must not close the whole file to its
    reader. Raises :class:`FileNotRead`."""
    drawn = 0
    while drawn < total:
        step()
        try:
            drawn += len(look_into(content, width=_GLANCE, first=drawn).pages)
        except FileRefused as refused:
            if refused.facts.get("kind") in ("time", "memory"):
                raise
            return  # the one that draws does not know the file at all; the pages themselves were taken


def _told(plain: Any) -> tuple[int, list[tuple[float, float, int | None]], list[Any]]:
    match plain:
        case {"total": int(total), "pages": list(pages), "objects": list(objects)} if 1 <= total <= MOST_PAGES_TAKEN:
            return total, [_size(page) for page in pages], objects
    raise FileNotRead(kind="answer")


def _size(page: Any) -> tuple[float, float, int | None]:
    if isinstance(page, list) and len(page) == 3:
        width, height, root = page
        sizes = (width, height)
        if all(isinstance(one, int | float) and 1 <= one <= 20_000 for one in sizes) and isinstance(root, int | None):
            return float(width), float(height), root
    raise FileNotRead(kind="answer")


def _pixels(content: bytes, step: Callable[[], None]) -> list[PagePixels]:
    pages: list[PagePixels] = []
    total = 1
    while len(pages) < total:
        step()
        seen = look_into(content, width=DOTS, first=len(pages))
        total = seen.total
        if total > MOST_PAGES_TAKEN:
            raise FileRefused(kind="pdf_pages", limit=MOST_PAGES_TAKEN)
        pages.extend(seen.pages)
    return pages


def _picture(pixels: PagePixels, size: tuple[float, float] | None = None) -> TakenPage:
    """Pack pixels as a JPEG of ours. ``size`` in points; without it a pixel is a point, and the bundle decides."""
    from PIL import Image, ImageChops

    image = Image.frombytes("RGBA", (pixels.width, pixels.height), pixels.rgba)
    flat = Image.new("RGB", image.size, (255, 255, 255))
    flat.paste(image, mask=image.getchannel("A"))
    red, green, blue = flat.resize((64, 64)).split()
    apart = [ImageChops.difference(*pair).histogram() for pair in ((red, green), (green, blue))]
    # A scan in shades of grey weighs a third of one in colours.
    packed = flat if any(any(counts[_GREY:]) for counts in apart) else flat.convert("L")
    out = io.BytesIO()
    packed.save(out, "JPEG", quality=QUALITY, optimize=True)
    width, height = size or (float(pixels.width), float(pixels.height))
    return TakenPage(width, height, Picture(pixels.width, pixels.height, len(packed.getbands()), out.getvalue()))


def _text(text: str) -> AnnexContent:
    if len(text) > MOST_TEXT:
        return AnnexContent(problem="too_large")
    blocks = tuple(
        Block(kind="para", spans=(Span(line, origin="annex.text"),), key=f"text.{n}")
        for n, line in enumerate(filter(None, (" ".join(clean(one).split()) for one in text.split("\n"))))
    )
    return AnnexContent(blocks=blocks) if blocks else AnnexContent(problem="damaged")
