"""Is a PDF of ours the archive file (PDF/A-2b) it says it is: asked at every export, before anything is written."""

from __future__ import annotations

import io
from typing import Final

STANDARD: Final = "PDF/A-2b"
_CLAIM: Final = b"<pdfaid:part>2</pdfaid:part>"


def keeps_archive_rules(pdf: bytes) -> bool:
    """Whether the validator finds nothing against ``pdf``, which this program has written itself.

    The validator is loaded at the first export: that takes longer than the check.
    """
    from pikepdf import pdfa

    return bool(pdfa.validate_written(io.BytesIO(pdf), "2b").passed)


def claimed_standard(content: bytes) -> str | None:
    """What a file that was let out says of itself."""
    return STANDARD if _CLAIM in content else None
