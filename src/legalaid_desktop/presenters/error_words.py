"""An expected failure as one text: what happened, that nothing was lost, what to do."""

from __future__ import annotations

from typing import Final

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.host.wording import Wording

_MOST_LINES: Final = 20


def error_words(error: LegalAidError, words: Wording) -> str:
    """Message and advice in one paragraph; the faults of a file that was not understood follow, a line each."""
    from legalaid_desktop.services.error_words import explain  # late: nothing failed yet when the window appears

    message, advice = explain(error, words.lang)
    first, *faults = message.split("\n")
    paragraph = " ".join(part for part in (first, advice) if part)
    return "\n".join((paragraph, *faults[:_MOST_LINES]))
