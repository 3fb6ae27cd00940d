"""Pages of a PDF as pictures, from memory: the preview shows the very pages the file has."""

from __future__ import annotations

from dataclasses import dataclass

MOST_PIXELS = 40_000_000


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page: ``rgba`` holds ``height`` rows of ``width`` pixels, four bytes each (red, green, blue, alpha)."""

    width: int
    height: int
    rgba: bytes


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of each page, in points."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(document.get_page_size(number) for number in range(len(document)))
    finally:
        document.close()


def render_pages(pdf: bytes, *, scale: float = 1.5, first: int = 1, last: int | None = None) -> tuple[PageImage, ...]:
    """Pictures of pages ``first`` to ``last`` (counted from 1, both included; the rest by default).

    ``scale`` is in pixels a point; it is lowered for a page that would have more than 40 million pixels.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        numbers = range(max(first, 1) - 1, len(document) if last is None else min(last, len(document)))
        return tuple(_picture(document, number, scale) for number in numbers)
    finally:
        document.close()


def _picture(document: object, number: int, scale: float) -> PageImage:
    page = document[number]  # type: ignore[index]
    width, height = page.get_size()
    most = (MOST_PIXELS / (width * height)) ** 0.5
    bitmap = page.render(scale=min(scale, most), rev_byteorder=True, force_bitmap_format=_BGRA)
    try:
        row = bitmap.width * 4
        data = bytes(bitmap.buffer)
        if bitmap.stride != row:
            data = b"".join(data[y * bitmap.stride : y * bitmap.stride + row] for y in range(bitmap.height))
        return PageImage(bitmap.width, bitmap.height, data)
    finally:
        bitmap.close()
        page.close()


_BGRA = 4
"""FPDFBitmap_BGRA; with the byte order turned it is red, green, blue, alpha."""
