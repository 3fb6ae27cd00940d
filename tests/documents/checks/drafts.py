"""Small finished drafts for the checks: a paper of one case, changed in one place by each test."""

from __future__ import annotations

import datetime as dt
from typing import Any

from legalaid_desktop.documents.blocks import Block, Span, plain
from legalaid_desktop.documents.checks.context import AddresseeInfo, CheckContext
from legalaid_desktop.documents.manifest import Manifest, Review, Section
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedPerson, Signer, SignerKind
from legalaid_desktop.domain.ids import AuthorityId, CaseRef, DocumentCode, LanguageCode, LocalId
from legalaid_desktop.domain.person import NameSet, Sex
from legalaid_desktop.domain.visibility import Audience
from legalaid_desktop.services.law import shipped_law

TODAY = dt.date(2026, 11, 24)


def a_person(id: str = "p1", **changes: Any) -> DisclosedPerson:
    """A client called Пример Самир, changed as the test says."""
    values: dict[str, Any] = {
        "id": LocalId(id),
        "role": "client",
        "sex": Sex.MALE,
        "names": NameSet(family="Пример", given="Самир", ru_nom="Пример Самир", latin="PRIMER SAMIR"),
    }
    return DisclosedPerson(**{**values, **changes})


def a_case(document: str = "C1", **changes: Any) -> DisclosedCase:
    values: dict[str, Any] = {
        "ref": CaseRef("TEST-1"),
        "document": DocumentCode(document),
        "audience": Audience.BELARUSIAN_BODY,
        "signer": Signer(kind=SignerKind.CLIENT, person=LocalId("p1")),
        "as_of": TODAY,
        "region": "gomel",
        "topic": "ip.refusal",
        "persons": (a_person(),),
    }
    return DisclosedCase(**{**values, **changes})


def a_manifest(document: str = "C1", **changes: Any) -> Manifest:
    values: dict[str, Any] = {
        "id": DocumentCode(document),
        "version": 1,
        "title": {"ru": "Жалоба", "be": "Скарга", "en": "Complaint"},
        "tier": 1,
        "audience": Audience.BELARUSIAN_BODY,
        "signer": "client",
        "addressee": "court_of_decision",
        "as_of": TODAY,
        "review": Review(),
        "phrases_reviewed": False,
        "supersedes": None,
        "paper": "court_paper",
        "languages": (LanguageCode("ru"),),
        "uses": (),
        "decision_kinds": (),
        "annexes_documents": (),
        "annexes_evidence": "all",
        "challenges": True,
        "checks": ("DL", "SUSP"),
        "sources": (),
        "usual_pages": 8,
        "sections": (Section(number="6", id="facts", title={"ru": "Факты"}),),
        "questions": (),
    }
    return Manifest(**{**values, **changes})


def para(text: str, origin: str | None = None, **changes: Any) -> Block:
    return Block(kind="para", spans=(Span(text, origin=origin),), section="facts", key="facts.1", **changes)


def a_draft(*blocks: Block, document: str = "C1", **changes: Any) -> CheckContext:
    """A context whose blocks are ``blocks``; ``facts`` are the spans with an origin."""
    facts = {s.origin: s.text for block in blocks for s in block.all_spans if s.origin is not None}
    values: dict[str, Any] = {
        "case": changes.pop("case", None) or a_case(document),
        "withheld": (),
        "document": DocumentCode(document),
        "manifest": changes.pop("manifest", None) or a_manifest(document),
        "language": LanguageCode("ru"),
        "as_of": TODAY,
        "law": shipped_law(),
        "blocks": blocks,
        "plain": plain(blocks),
        "printed": {"facts": True},
        "gaps": (),
        "annexes": (),
        "citations": (),
        "names": (),
        "facts": facts,
        "addressee": AddresseeInfo(
            text="В суд Центрального района г. Гомеля",
            authority=AuthorityId("court.district"),
            type="court_district",
            from_notice=True,
        ),
        "conditions": {"fear_of_return": True, "multi_citizenship": False, "not_suspensive": False},
        "answers": {},
    }
    values["signer"] = values["case"].signer
    return CheckContext(**{**values, **changes})
