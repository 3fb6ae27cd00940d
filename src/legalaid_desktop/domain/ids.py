"""Identifiers as types, so that a person's cannot stand where a case's belongs.

Internal ids (``CaseId`` and so on) are 32 lower-case hex digits, random. ``CaseRef`` is the reference a person
reads and types. ``LocalId`` is the short id of a record inside one case ("p1", "e3", "x2"), stable for the
life of the case; citations in texts use it.
"""

from __future__ import annotations

from typing import NewType

VaultId = NewType("VaultId", str)
CaseId = NewType("CaseId", str)
PersonId = NewType("PersonId", str)
NoteId = NewType("NoteId", str)
EvidenceId = NewType("EvidenceId", str)
DraftId = NewType("DraftId", str)
DeadlineId = NewType("DeadlineId", str)
CaseRef = NewType("CaseRef", str)
LocalId = NewType("LocalId", str)
AuthorityId = NewType("AuthorityId", str)
RuleId = NewType("RuleId", str)
DocumentCode = NewType("DocumentCode", str)
"""Catalogue id of ``documents.md``: ``A1``, ``C1``."""
CountryCode = NewType("CountryCode", str)
"""ISO 3166-1 alpha-2; ``XA``–``XZ`` are fictional states."""
LanguageCode = NewType("LanguageCode", str)
"""ISO 639 code: ``ru``, ``be``, ``prs``, ``ckb``; ``none`` for a picture."""
