"""Is a PDF of ours the archive file (PDF/A-2b) it says it is: asked at every export, before anything is written."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, Final

from legalaid_desktop.errors import FileRefused
from legalaid_desktop.intake.child import ask_child
from legalaid_desktop.intake.worker import Parser, Reply

STANDARD: Final = "PDF/A-2b"
_CLAIM: Final = b"<pdfaid:part>2</pdfaid:part>"


def keeps_archive_rules(pdf: bytes) -> bool:
    """Whether the validator finds nothing against ``pdf``, which this program has written itself.

    The validator is loaded at the first export: that takes longer than the check.
    """
    from pikepdf import pdfa

    return bool(pdfa.validate_written(io.BytesIO(pdf), "2b").passed)


def load() -> Parser:
    """The parser ``archive``: the same question in the child, for a file with pages of somebody else in it."""
    from legalaid_desktop.documents.blocks import Block, Span
    from legalaid_desktop.documents.pdf_writer import write_pdf

    # A small file goes the whole way before the walls stand: what is imported late cannot be opened behind them.
    small = write_pdf((Block(kind="title", spans=(Span("А"),)),), title="А", language="ru")
    keeps_archive_rules(small.data)

    def read(data: bytes, params: Mapping[str, Any], reply: Reply) -> None:
        reply.plain = keeps_archive_rules(data)

    return read


def holds_in_the_child(pdf: bytes) -> bool:
    """As :func:`keeps_archive_rules`; what the child could not finish within its bounds does not hold."""
    try:
        return ask_child("archive", pdf).plain is True
    except FileRefused:
        return False


def claimed_standard(content: bytes) -> str | None:
    """What a file that was let out says of itself."""
    return STANDARD if _CLAIM in content else None
