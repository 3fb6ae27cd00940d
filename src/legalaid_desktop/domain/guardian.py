"""Who may act for a minor client."""

from __future__ import annotations

import datetime as dt

from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.disclosed import DisclosedPerson
from legalaid_desktop.domain.person import Person


def is_guardian(person: Person | DisclosedPerson, as_of: dt.date) -> bool:
    """Whether this person may act for a minor client."""
    if may_be_minor(person, as_of) or person.role in ("missing", "deceased") or person.death is not None:
        return False
    if person.legal_guardian is not None:
        return person.legal_guardian
    return person.relation in ("mother", "father", "parent") and person.included is True
