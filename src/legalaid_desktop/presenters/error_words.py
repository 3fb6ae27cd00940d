"""An expected failure as one text: what happened, that nothing was lost, what to do."""

from __future__ import annotations

from legalaid_desktop.errors import FileNotUnderstood, LegalAidError
from legalaid_desktop.host.wording import Wording


def error_words(error: LegalAidError, words: Wording) -> str:
    """Message and advice in one paragraph; the faults of a file that was not understood follow, a line each."""
    from legalaid_desktop.services.error_words import explain  # late: nothing failed yet when the window appears

    message, advice = explain(error, words.lang)
    text = " ".join(part for part in (message, advice) if part)
    if isinstance(error, FileNotUnderstood) and error.faults:
        text = "\n".join((text, *(fault for fault in error.faults[:20] if fault not in text)))
    return text
