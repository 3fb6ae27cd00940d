"""Which papers a topic usually needs (documents.md §0.1). The program proposes, the consultant chooses."""

from __future__ import annotations

from typing import Final

from legalaid_desktop.domain.case_record import CaseRecord

_APPLICATION: Final = ("A1", "A2", "A3", "A4")
_EXTRADITION: Final = ("D1", "D2", "D3", "D4", "D5", "D6", *_APPLICATION, "G1", "G3", "K5")
_SETS: Final[dict[str, tuple[str, ...]]] = {
    "ip.info": _APPLICATION,
    "ip.application": (*_APPLICATION, "A5", "A7", "K2", "K6"),
    "ip.interview": ("A6", "C4", "A2", "A3"),
    "ip.refusal": ("C1", "C4", "C5", "C3", "A2", "A3", "A4", "A7", "I1", "K3", "K6"),
    "ip.extension": ("A8",),
    "ip.loss": ("A9", "C1", "C3"),
    "ip.family": ("A10",),
    "ip.support": ("A11",),
    "ex.extradition": _EXTRADITION,
    "ex.wanted": _EXTRADITION,
    "rm.deportation": ("E1", "C5", "C3", "E5", "A1", "D5"),
    "rm.expulsion": ("E2", "C5", "C3", "A1", "D5"),
    "rm.stay_cut": ("E3", "C5", "A1"),
    "rm.permit_annulled": ("E3", "C5", "A1"),
    "rm.entry_ban": ("E4",),
    "rm.detention": ("E5", "D3", "C4"),
    "fm.children": ("A5", *_APPLICATION),
    "br.pushback": ("F1", "F3", "G5", "H1", "A12"),
    "br.missing": ("H1", "H2"),
    "br.dead": ("H4",),
    "ot.info_request": ("I1", "I6"),
}
_PAPERS: Final[dict[str, str]] = {
    "ip.refusal_appeal": "C1",
    "ip.refusal_appeal_accelerated": "C1",
    "court.appeal": "C2",
    "ex.complaint": "D1",
    "ex.supreme_court": "D2",
    "rm.deportation_appeal": "E1",
    "rm.expulsion_appeal": "E2",
    "rm.admin_ruling_appeal": "E1",
    "court.complaint_general": "E3",
    "ap.admin_complaint": "E3",
    "ip.apply": "A1",
}


def paper_of(rule: str) -> str:
    """The paper that is filed within the period of a rule; empty where the catalogue names none."""
    return _PAPERS.get(rule, "")


def starting_set(record: CaseRecord) -> tuple[str, ...]:
    """Ids of papers: what the case lists itself first, then what its topic usually needs."""
    listed = tuple(str(code) for code in record.info.documents or ())
    return tuple(dict.fromkeys((*listed, *_SETS.get(record.info.topic or "", ()))))
