"""What is in the bytes of a piece of evidence, told by the bytes themselves and never by a file's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Content:
    """One of: pictures of pages ``first`` (from 0) and following of ``total``, a text; neither when the program cannot
    show it. ``promised`` is the id of the words for what the bytes are, when the file's name promises another kind."""

    pages: Sequence[Any] = ()
    first: int = 0
    total: int = 0
    text: str | None = None
    promised: str = ""

    @property
    def after(self) -> int:
        """The page that follows the shown ones, from 0."""
        return self.first + len(self.pages)


def read_content(content: bytes, *, width: int, first: int = 0, name: str = "") -> Content:
    """Runs beside the Qt thread. ``width``: pixels of a page; ``name``: of the file that was taken in.

    Raises :class:`FileRefused` and :class:`FileNotRead` for what is hostile, damaged or too large to be shown.
    """
    from legalaid_desktop.services.foreign_content import ending_disagrees, look_into

    found = look_into(content, width=width, first=first)
    return Content(
        pages=found.pages,
        first=found.first,
        total=found.total,
        text=found.text,
        promised=f"foreign.kind.{found.kind.value}" if ending_disagrees(found.kind, name) else "",
    )
