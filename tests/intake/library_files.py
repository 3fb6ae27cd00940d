"""Files for the library, made here: EPUB, HTML, PDF; honest ones and hostile ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="{0}" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PACKAGE = (
    '<?xml version="1.0"?>{head}<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Книга образцов</dc:title>'
    "<dc:publisher>Издатель</dc:publisher><dc:date>2021-04</dc:date><dc:language>ru</dc:language></metadata>"
    "<manifest>{items}</manifest><spine>{spine}</spine></package>"
)
SECTION = (
    '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html [<!ENTITY boom "ВЗРЫВ">]>'
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="x.js"/></head>'
    "<body><h1>{heading}</h1>{body}</body></html>"
)


def section(heading: str, body: str = "<p>Текст раздела.</p>") -> str:
    return SECTION.replace("{heading}", heading).replace("{body}", body)


def epub(
    sections: Sequence[str],
    *,
    spine: Sequence[int] | None = None,
    hrefs: Mapping[int, str] | None = None,
    head: str = "",
    package: str = "OEBPS/content.opf",
    extra: Mapping[str, bytes] | None = None,
) -> bytes:
    """A book; ``spine``: the order of sections, ``hrefs``: other addresses of some."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip")
        book.writestr("META-INF/container.xml", CONTAINER.format(package))
        items = "".join(
            f'<item id="s{n}" href="{(hrefs or {}).get(n, f"s{n}.xhtml")}" media-type="application/xhtml+xml"/>'
            for n in range(len(sections))
        )
        order = "".join(f'<itemref idref="s{n}"/>' for n in (spine if spine is not None else range(len(sections))))
        book.writestr("OEBPS/content.opf", PACKAGE.format(head=head, items=items, spine=order))
        for n, content in enumerate(sections):
            book.writestr(f"OEBPS/s{n}.xhtml", content)
        for name, data in (extra or {}).items():
            book.writestr(name, data)
    return out.getvalue()


def pdf(pages: Sequence[str]) -> bytes:
    """A PDF of Latin text with roman page labels."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.setTitle("Report on samples")
    canvas.addPageLabel(0, style="ROMAN_LOWER")
    for text in pages:
        for line, words in enumerate(text.split("\n")):
            canvas.drawString(60, 780 - 16 * line, words)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
