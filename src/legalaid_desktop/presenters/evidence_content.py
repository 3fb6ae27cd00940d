"""What is in the bytes of a piece of evidence, told by the bytes themselves and never by a file's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM")
_MOST_TEXT: Final = 2_000_000
"""Letters that the viewer shows of a text."""


@dataclass(frozen=True, kw_only=True)
class Content:
    """One of: pictures of pages, the bytes of a picture, a text; none of them when the program cannot show it."""

    pages: Sequence[Any] = ()
    picture: bytes = b""
    text: str | None = None


def read_content(content: bytes, *, width: int) -> Content:
    """Runs beside the Qt thread. ``width``: pixels of a page. Raises :class:`EvidenceDamaged` for a broken PDF."""
    if content[:1024].lstrip()[:5] == b"%PDF-":
        from legalaid_desktop.services.page_pictures import foreign_pages

        return Content(pages=foreign_pages(content, width=width))
    if content.startswith(_PICTURES) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        return Content(picture=content)
    return Content(text=_text(content))


def _text(content: bytes) -> str | None:
    """The text in UTF-8 or, failing that, in the old Windows encoding of the region; ``None`` for anything binary."""
    if b"\0" in content[:4096]:
        return None
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            return content.decode(encoding)[:_MOST_TEXT]
        except UnicodeDecodeError:
            continue
    return None
