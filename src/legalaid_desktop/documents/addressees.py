"""To whom a paper goes: the court named in the notice first, else the body that the rule proposes, else a gap.

``RULES`` has one rule for each "To" of the catalogue (documents.md §0); a manifest names it as ``addressee``. Each is
a function of the case, the decision and the law data, and what it finds carries its reason (``AddresseeInfo.reason``).
Bodies of a region are those of the body that decided, else those of the case. A rule that knows no body leaves a gap,
and the paper asks. An answer ``addressee`` (an authority's id, or the header as typed) wins over every rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from legalaid_desktop.documents.address_forms import (
    as_header,
    deciding_body,
    of_answer,
    of_body,
    of_notice,
    of_region,
    place_of_detention,
    protection_body,
)
from legalaid_desktop.documents.parts import AddresseeInfo
from legalaid_desktop.domain.disclosed import DisclosedCase
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.ids import AuthorityId, DocumentCode, LanguageCode
from legalaid_desktop.domain.law import Authority, LawPack

__all__ = [
    "ASKED", "MAIN_PAPER", "RULES", "as_header", "deciding_body", "find_addressee", "main_paper", "of_notice",
    "place_of_detention",
]  # fmt: skip

MAIN_PAPER: Final[Mapping[str, tuple[DocumentCode, str]]] = {
    "refusal_protection": (DocumentCode("C1"), "court_of_decision"),
    "refusal_register": (DocumentCode("A12"), "refusing_body"),
    "loss_protection": (DocumentCode("A9"), "protection_taken"),
    "cancel_protection": (DocumentCode("A9"), "protection_taken"),
    "refusal_extension": (DocumentCode("A9"), "protection_taken"),
    "procedure_refused": (DocumentCode("A12"), "court_of_decision"),
    "judgment_first_instance": (DocumentCode("C2"), "notice"),
    "extradition": (DocumentCode("D1"), "court_of_extradition"),
    "judgment_extradition": (DocumentCode("D2"), "court_supreme"),
    "deportation": (DocumentCode("E1"), "notice"),
    "expulsion": (DocumentCode("E2"), "superior_body"),
    "stay_cut": (DocumentCode("E3"), "notice"),
    "permit_annulled": (DocumentCode("E3"), "notice"),
    "administrative": (DocumentCode("E1"), "notice"),
}
"""Kind of decision → the paper that challenges it, and that paper's rule of address."""


@dataclass(frozen=True, kw_only=True)
class _On:
    """What a rule may look at."""

    case: DisclosedCase
    decision: Decision | None
    law: LawPack
    language: LanguageCode
    joined: bool

    @property
    def decided_by(self) -> Authority | None:
        made = self.decision.authority if self.decision is not None else None
        return self.law.authorities.get(made) if made is not None else None

    @property
    def region(self) -> str | None:
        """Where the body that decided sits; else where the case is."""
        body = self.decided_by
        return body.region if body is not None and body.region is not None else self.case.region

    def body(self, id: str) -> AddresseeInfo | None:
        return of_body(self.law.authorities.get(AuthorityId(id)), self.language)

    def regional(self, type: str) -> AddresseeInfo | None:
        return of_region(type, self.region, self.law, self.language)

    def notice(self) -> AddresseeInfo | None:
        named = (self.decision.notice_court or "").strip() if self.decision is not None else ""
        return of_notice(named, self.law, self.language) if named else None


_Rule = Callable[[_On], AddresseeInfo | None]

_ABOVE: Final[Mapping[str, str]] = {
    "police_district": "police_regional",
    "migration_district": "police_regional",
    "migration_regional": "moi",
    "police_regional": "moi",
    "department": "moi",
    "prosecution": "pg",
    "court_district": "court_oblast",
    "court_oblast": "court.supreme",
}
"""Type of a body → the type of region, or the id, of the body above it."""


def _superior(on: _On) -> AddresseeInfo | None:
    """The notice; else the body above the one that decided. Of a body that nobody named, nothing is proposed."""
    named = on.notice()
    if named is not None:
        return named
    body = on.decided_by
    above = _ABOVE.get(body.type) if body is not None else None
    if body is None or above is None or body.id == above:
        return None
    found = on.body(above) if AuthorityId(above) in on.law.authorities else on.regional(above)
    return _because(found, "superior")


def _second_instance(on: _On) -> AddresseeInfo | None:
    """The notice; else the court of the region, or the Supreme Court above a court of a region."""
    named = on.notice()
    if named is not None:
        return named
    first = on.decided_by
    if first is not None and first.type == "court_oblast":
        return _because(on.body("court.supreme"), "superior")
    return _because(on.regional("court_oblast"), "superior")


def _main_paper(on: _On) -> AddresseeInfo | None:
    """Motions: where the main paper goes; where that is not known and no main paper is under way, who decided."""
    decision = on.decision
    if decision is None:
        return protection_body(on.case, on.law, on.language) if (on.case.topic or "").startswith("ip.") else None
    known = MAIN_PAPER.get(decision.kind or "")
    court = RULES[known[1] if known else "notice"](on)
    if court is not None and (court.complete or on.joined):
        return court
    return deciding_body(decision, on.law, on.language) or court


def _court_seized(on: _On) -> AddresseeInfo | None:
    """Motions to a court: where the main paper goes; else a district court whose name the paper asks for."""
    known = MAIN_PAPER.get(on.decision.kind or "") if on.decision is not None else None
    found = RULES[known[1]](on) if known is not None else None
    return found or on.body("court.district")


def _because(found: AddresseeInfo | None, reason: str) -> AddresseeInfo | None:
    return replace(found, reason=reason) if found is not None and found.complete else found


def _notice_or(rule: _Rule) -> _Rule:
    return lambda on: on.notice() or rule(on)


def _deciding(on: _On) -> AddresseeInfo | None:
    return deciding_body(on.decision, on.law, on.language) if on.decision is not None else None


def _who_removes(on: _On) -> AddresseeInfo | None:
    """Who would hand the client over or send them out: the Prosecutor General's Office where a state asks for them,
    else the body that decided on deportation or expulsion."""
    acts = [d for d in on.case.decisions if d.kind in ("deportation", "expulsion")]
    if on.case.extradition is not None or (on.case.topic or "").startswith("ex.") or not acts:
        return on.body("pg")
    return deciding_body(acts[-1], on.law, on.language)


def _protection_taken(on: _On) -> AddresseeInfo | None:
    """A notice of loss or cancellation is answered to the migration unit; a decision on it is challenged in court."""
    if on.decision is not None:
        return on.notice() or on.body("court.district")
    return on.regional("migration_regional")


def _refusing(on: _On) -> AddresseeInfo | None:
    """Who would not take the application: as recorded, else the body that takes one from this client."""
    return _deciding(on) or protection_body(on.case, on.law, on.language)


def _residence(on: _On) -> AddresseeInfo | None:
    """Papers on living here go to the district unit; against its refusal to the body above it."""
    refused = on.decision is not None and on.decision.kind == "procedure_refused"
    return _superior(on) if refused else on.body("ogim.district")


def _nobody(on: _On) -> AddresseeInfo | None:
    return None


RULES: Final[Mapping[str, _Rule]] = {
    # Papers of a decision: its own notice comes first.
    "notice": lambda on: on.notice(),
    "court_of_decision": _notice_or(lambda on: on.body("court.district")),
    "court_of_extradition": _notice_or(lambda on: on.regional("court_oblast")),
    "court_second_instance": _second_instance,
    "court_supreme": _notice_or(lambda on: on.body("court.supreme")),
    "superior_body": _superior,
    "main_paper": _main_paper,
    "court_seized": _court_seized,
    "deciding_body": _deciding,
    "protection_taken": _protection_taken,
    "refusing_body": _refusing,
    # Bodies of the law data.
    "protection_body": lambda on: protection_body(on.case, on.law, on.language),
    "migration_unit": lambda on: of_region("migration_regional", on.case.region, on.law, on.language),
    "prosecutor": lambda on: on.regional("prosecution"),
    "prosecutor_general": lambda on: on.body("pg"),
    "who_removes": _who_removes,
    "police": lambda on: on.body("rovd.district"),
    "police_regional": lambda on: on.regional("police_regional"),
    "border_committee": lambda on: on.body("gpk"),
    "investigative_committee": lambda on: on.body("sk"),
    "guardianship": lambda on: on.body("guardianship"),
    "zags": lambda on: on.body("zags"),
    "dcm": lambda on: on.body("dcm"),
    "president": lambda on: on.body("president"),
    "ogim": lambda on: on.body("ogim.district"),
    "residence": _residence,
    "unhcr": lambda on: on.body("unhcr"),
    "un_sp": lambda on: on.body("un.sp"),
    "interpol": lambda on: on.body("interpol.ccf"),
    # Whom only a person can name.
    "any_body": _deciding,
    "lawyer": _nobody,
    "red_cross": _nobody,
    "notary": _nobody,
    # No addressee of its own: annexes, papers that the client keeps.
    "parent": _nobody,
    "none": _nobody,
}
"""Name of the rule → what it finds, or ``None`` where nobody is known."""
_SILENT: Final = frozenset({"parent", "none"})
ASKED: Final = frozenset({"any_body", "lawyer", "red_cross", "notary"})
"""Rules whose paper needs the question ``addressee``: the law data hold no body for them."""


def main_paper(decision: Decision | None) -> DocumentCode | None:
    """The paper that a motion about this decision travels with."""
    found = MAIN_PAPER.get(decision.kind or "") if decision is not None else None
    return found[0] if found else None


def find_addressee(
    rule: str | None,
    *,
    case: DisclosedCase,
    decision: Decision | None,
    law: LawPack,
    language: LanguageCode,
    answers: Mapping[str, object],
    joined: bool = False,
) -> AddresseeInfo | None:
    """``None`` where the rule knows no body, or the paper has none of its own. ``joined``: the main paper of the
    decision is planned, drafted or exported."""
    if rule is None or rule in _SILENT:
        return None
    answer = answers.get("addressee")
    if isinstance(answer, str) and answer.strip():
        return of_answer(answer.strip(), law, language)
    found = RULES.get(rule)
    return found(_On(case=case, decision=decision, law=law, language=language, joined=joined)) if found else None
