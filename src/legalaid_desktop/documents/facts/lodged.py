"""When and how protection was asked for: the application as filed, and what was said aloud before it (D6, A12)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from legalaid_desktop.documents.facts.statement import events_in_order
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedEvent

_ASKED: Final = re.compile(
    r"(?:прош\w*|попрос\w*|просил\w*|заявил\w*|обрати\w+|хода[тт]ай\w*|праш\w*|прасі\w*|папрасі\w*)[^.!?]{0,60}"
    r"(?:защит\w*|убежищ\w*|абарон\w*|прытул\w*|статус\w*\s+бежен\w*)|asylum",
    re.IGNORECASE,
)


def oral_requests(case: DisclosedCase) -> tuple[DisclosedEvent, ...]:
    """Events in which the client told an officer that protection is asked for, in order of time."""
    return tuple(event for event in events_in_order(case) if _ASKED.search(event.text or ""))


def lodged_on(case: DisclosedCase, answers: Mapping[str, object]) -> str | None:
    """When the application was handed in, as a person said."""
    said = answers.get("lodged_when")
    return said.strip() or None if isinstance(said, str) else None
