"""Who may sign a paper, and who may not be named in one."""

from __future__ import annotations

import datetime as dt
from typing import Final

from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.disclosed import ByRole, Signer, SignerKind
from legalaid_desktop.domain.guardian import is_guardian
from legalaid_desktop.domain.ids import DocumentCode
from legalaid_desktop.domain.person import Person

SEARCH_PAPERS: Final = frozenset({"H1", "H2", "H3", "H4", "G4"})
"""Papers about a missing or dead person: that person is their subject and is named."""


def by_role(person: Person, document: DocumentCode, as_of: dt.date) -> ByRole | None:
    """Why this person prints by role only in this paper; ``None`` for a person who is named.

    Named: the client; the subject of a search paper; who agreed; who is included in the application; the client's
    own minor child (the parent speaks for it); the dead; everybody in the office's own memo (K7). Nobody is named who
    is in danger, nor who said no.
    """
    if person.role == "client" or document == "K7":
        return None
    if document in SEARCH_PAPERS and person.role in ("missing", "deceased") and not person.in_danger:
        return None
    if person.in_danger:
        return ByRole.IN_DANGER
    if person.consent_named is False:
        return ByRole.NO_CONSENT
    if person.consent_named or person.included or person.legal_guardian:
        return None
    if person.role == "deceased" or person.death is not None:
        return None
    if person.relation in ("son", "daughter", "child") and may_be_minor(person, as_of):
        return None
    return ByRole.NO_CONSENT


def who_signs(case: CaseRecord, as_of: dt.date, *, nobody: bool = False) -> Signer:
    """The client; for a minor the lawful representative whom the case holds (documents.md §4, is_minor).

    A guardian is marked ``legal_guardian``; a parent who is in the application is a representative by law. An adult
    brother is none.
    """
    client = next((p for p in case.persons or () if p.role == "client"), None)
    if nobody or client is None:
        return Signer(kind=SignerKind.NOBODY)
    if not may_be_minor(client, as_of):
        return Signer(kind=SignerKind.CLIENT, person=client.id)
    for person in case.persons or ():
        if person.id != client.id and is_guardian(person, as_of):
            return Signer(kind=SignerKind.REPRESENTATIVE, person=person.id, on_behalf_of=client.id)
    return Signer(kind=SignerKind.CHILD_ALONE, person=client.id)
