"""Pages of a PDF as pictures for the screen, from memory: a paper of ours, or evidence that came as a PDF."""

from __future__ import annotations

from legalaid_desktop.documents.pages import PageImage, page_sizes, render_pages
from legalaid_desktop.errors import EvidenceDamaged

__all__ = ["PageImage", "foreign_pages", "page_sizes", "render_pages"]

MOST_PAGES = 500


def foreign_pages(pdf: bytes, *, width: int) -> tuple[PageImage, ...]:
    """Pictures of a PDF that somebody else made, each ``width`` pixels wide; the first 500 pages.

    Raises :class:`EvidenceDamaged` for bytes that are no PDF.
    """
    import pypdfium2

    try:
        sizes = page_sizes(pdf)[:MOST_PAGES]
    except pypdfium2.PdfiumError:
        raise EvidenceDamaged(what="pdf") from None
    pictures: list[PageImage] = []
    for number, (page_width, _) in enumerate(sizes, start=1):
        pictures += render_pages(pdf, scale=width / max(page_width, 1.0), first=number, last=number)
    return tuple(pictures)
