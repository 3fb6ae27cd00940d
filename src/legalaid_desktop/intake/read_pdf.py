"""Pages of a foreign PDF into pixels, in the child. No scripts, no forms, no files: only what a page draws."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final

from legalaid_desktop.errors import FileRefused
from legalaid_desktop.intake.file_kind import FileKind, kind_of
from legalaid_desktop.intake.limits import CHILD_CPU, MOST_ANSWER_PIXELS, MOST_PAGE_PIXELS, MOST_PAGES, WORK_SHARE
from legalaid_desktop.intake.worker import Parser, Reply

_BGRX: Final = 3
"""FPDFBitmap_BGRx."""
_NEEDS_PASSWORD: Final = 4
"""FPDF_ERR_PASSWORD."""


class _Kept:
    """What must live as long as PDFium does."""

    fonts: Any = None


def load() -> Parser:
    import pypdfium2.raw as raw

    from legalaid_desktop.intake.pdf_fonts import ShippedFonts

    raw.FPDF_InitLibrary()
    _Kept.fonts = ShippedFonts(raw)
    return _read


def _read(data: bytes, params: Mapping[str, Any], reply: Reply) -> None:
    """``width``: pixels of a page; ``first``: number of the first page, from 0. The answer is as of ``read_picture``;
    it may hold fewer pages than there are: room and time are bounded, and the rest is asked for again."""
    import pypdfium2.raw as raw

    if kind_of(data[:4096]) is not FileKind.PDF:
        raise FileRefused(kind="wrong_kind")
    width, first = int(params["width"]), int(params.get("first", 0))
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise FileRefused(kind="pdf_encrypted" if raw.FPDF_GetLastError() == _NEEDS_PASSWORD else "pdf_damaged")
    total = min(raw.FPDF_GetPageCount(document), MOST_PAGES)
    if total < 1:
        raise FileRefused(kind="pdf_empty")
    if not 0 <= first < total:
        raise FileRefused(kind="pdf_damaged")
    pages: list[list[int]] = []
    room = MOST_ANSWER_PIXELS
    for number in range(first, total):
        if pages and (time.process_time() > CHILD_CPU * WORK_SHARE or room < MOST_PAGE_PIXELS // 2):
            break
        pages.append(_page(raw, document, number, width, min(room, MOST_PAGE_PIXELS), reply))
        room -= pages[-1][0] * pages[-1][1]
    reply.plain = {"total": total, "first": first, "pages": pages}


def _page(raw: Any, document: Any, number: int, width: int, most: int, reply: Reply) -> list[int]:
    """Draw one page and send its pixels; an unreadable page is white, so that the others keep their numbers."""
    page = raw.FPDF_LoadPage(document, number)
    try:
        wide, high = (raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)) if page else (595.0, 842.0)
        if not (1.0 <= wide <= 1e6 and 1.0 <= high <= 1e6):
            wide, high = 595.0, 842.0
        scale = min(width / wide, (most / (wide * high)) ** 0.5)
        across, down = max(1, int(wide * scale)), max(1, int(high * scale))
        if across * down > most:  # a page of one pixel's height and a million's width
            across, down = min(across, width), max(1, min(down, most // max(1, min(across, width))))
        bitmap = raw.FPDFBitmap_CreateEx(across, down, _BGRX, None, 0)
        if not bitmap:
            raise MemoryError
        try:
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
            if page:
                raw.FPDF_RenderPageBitmap(
                    bitmap, page, 0, 0, across, down, 0, raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
                )
            reply.blob(_pixels(raw, bitmap, across, down))
        finally:
            raw.FPDFBitmap_Destroy(bitmap)
    finally:
        if page:
            raw.FPDF_ClosePage(page)
    return [across, down]


def _pixels(raw: Any, bitmap: Any, across: int, down: int) -> bytes:
    """Red, green, blue and a full alpha, row by row."""
    import ctypes

    stride = raw.FPDFBitmap_GetStride(bitmap)
    buffer = bytearray(ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * down))
    if stride != across * 4:
        buffer = bytearray(b"".join(buffer[y * stride : y * stride + across * 4] for y in range(down)))
    buffer[3::4] = b"\xff" * (across * down)
    return bytes(buffer)
