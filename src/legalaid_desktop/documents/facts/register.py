"""Which builder makes the facts of which document. A document is registered here once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.documents.facts import (
    appeal,
    application,
    client_papers,
    complaint,
    country_information,
    extradition,
    extradition_more,
    international,
    office_papers,
    protection,
    protection_needs,
    removal,
    removal_after,
    requests,
    residence,
    residence_birth,
    residence_states,
    testimony,
    testimony_gaps,
    tracing,
)
from legalaid_desktop.documents.facts.source import Builder
from legalaid_desktop.documents.notation import FieldTree
from legalaid_desktop.domain.ids import DocumentCode


@dataclass(frozen=True, kw_only=True)
class Facts:
    """``fields`` are the roots that the builder adds to those of ``common.BASE``."""

    build: Builder
    fields: FieldTree
    answers: tuple[str, ...] = ()
    """Questions whose answers the builder reads; no body need print them."""
    differ: tuple[str, ...] = ()
    """Roots that each language reads in its own way: a Latin spelling needs no word in a Latin text."""


_MANDATES: Final = tuple(f"mandate_{name}" for name in ("torture", "belarus", "migrants", "wgad", "health", "children"))
_TESTIMONY: Final = Facts(build=testimony.testimony, fields=testimony.TESTIMONY)
_TRACING: Final = Facts(
    build=tracing.tracing, fields=tracing.TRACING, answers=("other_bodies",), differ=("sought", "dead", "seeker", "one")
)
_ABROAD: Final = Facts(
    build=international.abroad,
    fields=international.ABROAD,
    answers=("annex_titles", "other_lists", *_MANDATES),
    differ=("subject", "unmatched"),
)


FACTS: Final[Mapping[DocumentCode, Facts]] = {
    DocumentCode("A1"): Facts(build=application.a1, fields=application.A1_FIELDS),
    DocumentCode("A2"): Facts(build=application.a2, fields=application.A2_FIELDS),
    DocumentCode("A3"): Facts(build=application.a3, fields=application.A3_FIELDS),
    DocumentCode("A4"): Facts(build=application.a4, fields=application.A4_FIELDS),
    DocumentCode("A5"): Facts(build=protection.child_alone, fields=protection.CHILD),
    DocumentCode("A6"): Facts(build=protection.corrections, fields=protection.CORRECTED),
    DocumentCode("A7"): Facts(
        build=country_information.country_information, fields=country_information.COUNTRY, answers=("issues", "links")
    ),
    DocumentCode("A8"): Facts(build=protection.extension, fields=protection.EXTENDED),
    DocumentCode("A9"): Facts(build=protection.objections, fields=protection.OBJECTED),
    DocumentCode("A10"): Facts(build=protection.reunion, fields=protection.REUNION),
    DocumentCode("A11"): Facts(
        build=protection_needs.money, fields=protection_needs.MONEY, answers=protection_needs.NEEDS
    ),
    DocumentCode("A12"): Facts(build=protection.access, fields=protection.REFUSED_ENTRY),
    DocumentCode("B1"): Facts(build=protection.asylum, fields=protection.ASYLUM),
    DocumentCode("B2"): Facts(build=protection.temporary, fields=protection.TEMPORARY),
    DocumentCode("C1"): Facts(build=complaint.refusal, fields=complaint.REFUSAL),
    DocumentCode("C2"): Facts(build=appeal.judgment, fields=appeal.JUDGED),
    DocumentCode("C3"): Facts(build=complaint.missed_period, fields=complaint.MISSED_PERIOD),
    DocumentCode("C4"): Facts(build=complaint.interpreter, fields=complaint.INTERPRETER),
    DocumentCode("C5"): Facts(build=complaint.suspension, fields=complaint.SUSPENSION),
    DocumentCode("C6"): Facts(build=appeal.motions, fields=appeal.MOTION_FIELDS),
    DocumentCode("C7"): Facts(build=appeal.judgment, fields=appeal.JUDGED),
    DocumentCode("C8"): Facts(build=appeal.remarks, fields=appeal.REMARKS),
    DocumentCode("D1"): Facts(build=extradition.d1, fields=extradition.D1_FIELDS),
    DocumentCode("D2"): Facts(build=extradition_more.d2, fields=extradition_more.D2_FIELDS),
    DocumentCode("D3"): Facts(build=extradition_more.d3, fields=extradition_more.D3_FIELDS),
    DocumentCode("D4"): Facts(build=extradition_more.d4, fields=extradition_more.D4_FIELDS),
    DocumentCode("D5"): Facts(build=extradition.d5, fields=extradition.D5_FIELDS),
    DocumentCode("E1"): Facts(build=removal.complaint, fields=removal.REMOVED),
    DocumentCode("E2"): Facts(build=removal.complaint, fields=removal.REMOVED),
    DocumentCode("E3"): Facts(build=removal.complaint, fields=removal.REMOVED),
    DocumentCode("E4"): Facts(build=removal_after.entry_ban, fields=removal_after.BAN),
    DocumentCode("E5"): Facts(build=removal_after.detention, fields=removal_after.DETAINED),
    DocumentCode("E6"): Facts(build=removal_after.departure, fields=removal_after.DEPARTURE),
    DocumentCode("D6"): Facts(build=extradition_more.d6, fields=extradition_more.D6_FIELDS),
    DocumentCode("I1"): Facts(build=requests.ordered, fields=requests.ORDERED),
    DocumentCode("I2"): Facts(build=client_papers.consent, fields=client_papers.I2_FIELDS),
    DocumentCode("I3"): Facts(build=requests.attorney, fields=requests.ATTORNEY),
    DocumentCode("I4"): Facts(build=requests.ordered, fields=requests.ORDERED),
    DocumentCode("I5"): Facts(build=requests.ordered, fields=requests.ORDERED),
    DocumentCode("I6"): Facts(build=requests.silence, fields=requests.SILENT),
    DocumentCode("J1"): Facts(build=residence.pack, fields=residence.PACK, answers=("stay", "papers")),
    DocumentCode("J2"): Facts(build=residence.pack, fields=residence.PACK, answers=("stay", "papers")),
    DocumentCode("J3"): Facts(build=residence.pack, fields=residence.PACK, answers=("stay", "papers")),
    DocumentCode("J4"): Facts(
        build=residence_states.statelessness, fields=residence_states.STATES, answers=("more_states",)
    ),
    DocumentCode("J5"): Facts(build=residence_states.loss, fields=residence_states.LOST),
    DocumentCode("J6"): Facts(build=residence_birth.birth, fields=residence_birth.BORN),
    DocumentCode("J7"): Facts(build=residence.pack, fields=residence.PACK, answers=("stay",)),
    DocumentCode("J8"): Facts(build=residence.unpaid_work, fields=residence.WORKED),
    DocumentCode("K1"): Facts(build=client_papers.summary, fields=client_papers.K1_FIELDS),
    DocumentCode("K2"): Facts(build=client_papers.leaflet, fields=client_papers.K2_FIELDS),
    DocumentCode("K3"): Facts(build=client_papers.card, fields=client_papers.K3_FIELDS),
    DocumentCode("K4"): Facts(build=client_papers.phrases, fields=client_papers.K4_FIELDS),
    DocumentCode("K5"): Facts(build=office_papers.referral, fields=office_papers.REFERRAL),
    DocumentCode("K6"): Facts(
        build=office_papers.covering, fields=office_papers.LETTER, answers=("with_paper", "copies")
    ),
    DocumentCode("K7"): Facts(build=office_papers.memo, fields=office_papers.MEMO),
    **dict.fromkeys(map(DocumentCode, ("F1", "F2", "F3", "F5", "F6")), _TESTIMONY),
    DocumentCode("F4"): Facts(
        build=testimony_gaps.refused, fields=testimony_gaps.REFUSED, answers=testimony_gaps.GAP_QUESTIONS
    ),
    **dict.fromkeys(map(DocumentCode, ("H1", "H2", "H3", "H4")), _TRACING),
    DocumentCode("D7"): _ABROAD,
    DocumentCode("G1"): _ABROAD,
    DocumentCode("G2"): _ABROAD,
    DocumentCode("G3"): _ABROAD,
    DocumentCode("G4"): _ABROAD,
    DocumentCode("G5"): _ABROAD,
}
