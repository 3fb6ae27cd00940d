"""Which consent lets a paper go abroad, and whether it may name the client (documents.md G1, G2, G5, CHK-CONSENT)."""

from __future__ import annotations

from typing import Final

from legalaid_desktop.domain.disclosed import DisclosedCase
from legalaid_desktop.domain.disclosure import FOREIGN_SCOPES, given_consent
from legalaid_desktop.domain.facts import Consent

NAMED: Final = "un_named"
PUBLIC: Final = "un_public_name"


def scopes(case: DisclosedCase) -> tuple[str, ...]:
    """The scopes of which one must hold for this paper."""
    return FOREIGN_SCOPES.get(case.document, ())


def holding(case: DisclosedCase) -> Consent | None:
    """The consent under which this paper goes out, the one that names the client first; ``None`` where none holds."""
    found = (given_consent(case.consents, scope, case.as_of) for scope in scopes(case))
    return next((consent for consent in found if consent is not None), None)


def unnamed(case: DisclosedCase) -> bool:
    """A paper for the United Nations without the consent to be named: initials, months, no places (documents.md G1)."""
    return NAMED in scopes(case) and given_consent(case.consents, NAMED, case.as_of) is None


def may_publish(case: DisclosedCase) -> bool:
    """The name may stand in a public report."""
    return not unnamed(case) and given_consent(case.consents, PUBLIC, case.as_of) is not None
