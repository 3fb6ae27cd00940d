"""To whom a paper goes: the court named in the notice first, else the body that the rule proposes, else a gap.

``RULES`` has one rule for each "To" of the catalogue (documents.md §0); a manifest names it as ``addressee``. Each is
a function of the case, the decision and the law data, and what it finds carries its reason (``AddresseeInfo.reason``,
and ``rule``: the row of the data whose sentence says it). Which body takes what is law, and lies in
``competence.toml`` (``domain.competence``), which paper a decision calls for in ``challenges.toml``; here stands only
what follows from another paper. A rule that knows no body leaves a gap, and the paper asks. An answer ``addressee``
(an authority's id, or the header as typed) wins over every rule.
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
    place_of_detention,
)
from legalaid_desktop.documents.challenges import shipped_challenges
from legalaid_desktop.documents.facts.standing import open_detention, under_guard
from legalaid_desktop.documents.parts import AddresseeInfo
from legalaid_desktop.domain.competence import (
    Chosen,
    Doubt,
    Proposal,
    Situation,
    doubts,
    proposals,
    proposed,
    situation,
)
from legalaid_desktop.domain.disclosed import DisclosedCase
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.ids import AuthorityId, DocumentCode, LanguageCode
from legalaid_desktop.domain.law import LawPack

__all__ = [
    "ASKED", "QUESTIONS", "RULES", "addressee_doubts", "addressees_for",
    "as_header", "deciding_body", "find_addressee",
    "main_paper", "of_notice", "place_of_detention", "question_of",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _On:
    """What a rule may look at."""

    case: DisclosedCase
    decision: Decision | None
    law: LawPack
    language: LanguageCode
    joined: bool

    @property
    def situation(self) -> Situation:
        client = self.case.client
        return situation(
            law=self.law,
            as_of=self.case.as_of,
            region=self.case.region,
            place=self.case.place,
            topic=self.case.topic,
            decision=self.decision,
            detentions=self.case.detentions,
            client=client.id if client is not None else None,
            in_custody=bool(client is not None and client.in_custody),
            last_known=client.whereabouts if client is not None else None,
            wanted_abroad=self.case.extradition is not None,
        )

    def body(self, id: str) -> AddresseeInfo | None:
        return of_body(self.law.authorities.get(AuthorityId(id)), self.language)


_Rule = Callable[[_On], AddresseeInfo | None]

QUESTIONS: Final = (
    *("notice", "court_of_decision", "court_of_extradition", "court_second_instance", "court_supreme"),
    *("superior_body", "deciding_body", "protection_taken", "refusing_body", "protection_body", "migration_unit"),
    *("prosecutor", "prosecutor_general", "police", "police_regional", "border_committee"),
    *("investigative_committee", "guardianship", "zags", "dcm", "president", "ogim", "residence", "unhcr", "un_sp"),
    *("interpol", "any_body"),
)
"""Rules of address that are questions of the law data."""


def _asked(question: str) -> _Rule:
    """What the law data propose for this question, as it stands in an address block."""

    def rule(on: _On) -> AddresseeInfo | None:
        where = on.situation
        found = proposed(where, question)
        return as_address(found, on) if found is not None else None

    return rule


def as_address(found: Proposal, on: _On) -> AddresseeInfo | None:
    """A proposal with its header; ``None`` where the data have no name for it in the language of the paper."""
    if found.by == "notice":
        made: AddresseeInfo | None = of_notice(found.text or "", on.law, on.language)
    elif found.by == "detention":
        held = open_detention(on.case)
        made = place_of_detention(found.text, on.law, on.language, guarded=under_guard(on.case, held))
    elif found.by == "deciding_body" and on.decision is not None:
        made = deciding_body(on.decision, on.law, on.language)
    else:
        body = on.law.authorities.get(found.authority) if found.authority is not None else None
        made = of_body(body, on.language, reason=found.by)
    return replace(made, rule=found.reason_key, rule_params=dict(found.params)) if made is not None else None


def _main_paper(on: _On) -> AddresseeInfo | None:
    """Motions: where the main paper goes; where that is not known and no main paper is under way, who decided."""
    decision = on.decision
    if decision is None:
        return _asked("protection_body")(on) if (on.case.topic or "").startswith("ip.") else None
    known = shipped_challenges().main(decision.kind)
    court = RULES[known[1] if known else "notice"](on)
    if court is not None and (court.complete or on.joined):
        return court
    return deciding_body(decision, on.law, on.language) or court


def _court_seized(on: _On) -> AddresseeInfo | None:
    """Motions to a court: where the main paper goes; else a district court whose name the paper asks for."""
    known = shipped_challenges().main(on.decision.kind) if on.decision is not None else None
    found = RULES[known[1]](on) if known is not None else None
    return found or on.body("court.district")


def _who_removes(on: _On) -> AddresseeInfo | None:
    """The last decision on deportation or expulsion tells who would carry it out."""
    acts = [d for d in on.case.decisions if d.kind in ("deportation", "expulsion")]
    return _asked("who_removes")(replace(on, decision=acts[-1] if acts else on.decision))


def _nobody(on: _On) -> AddresseeInfo | None:
    return None


RULES: Final[Mapping[str, _Rule]] = {
    **{question: _asked(question) for question in QUESTIONS},
    # Papers that go where another one goes.
    "main_paper": _main_paper,
    "court_seized": _court_seized,
    "who_removes": _who_removes,
    # Whom only a person can name.
    "lawyer": _nobody,
    "red_cross": _nobody,
    "notary": _nobody,
    # No addressee of its own: annexes, papers that the client keeps.
    "parent": _nobody,
    "none": _nobody,
}
"""Name of the rule → what it finds, or ``None`` where nobody is known. Those of :data:`QUESTIONS` are answered by the
law data (``competence.toml``)."""
_SILENT: Final = frozenset({"parent", "none"})
ASKED: Final = frozenset({"any_body", "lawyer", "red_cross", "notary"})
"""Rules whose paper needs the question ``addressee``: the law data hold no body for them."""


def main_paper(decision: Decision | None) -> DocumentCode | None:
    """The paper that a motion about this decision travels with."""
    found = shipped_challenges().main(decision.kind) if decision is not None else None
    return found[0] if found else None


def question_of(rule: str | None, decision: Decision | None) -> str:
    """The question of the law data that a rule of address asks: of a motion, that of its main paper."""
    if rule in ("main_paper", "court_seized"):
        known = shipped_challenges().main(decision.kind) if decision is not None else None
        return known[1] if known is not None else ""
    return rule or ""


def addressee_doubts(
    to: AddresseeInfo,
    *,
    paper: str,
    rule: str | None,
    case: DisclosedCase,
    decision: Decision | None,
    law: LawPack,
) -> tuple[Doubt, ...]:
    """What speaks against this addressee for this paper (``domain.competence``)."""
    on = _On(case=case, decision=decision, law=law, language=LanguageCode("ru"), joined=False)
    chosen = Chosen(
        text=to.text,
        authority=to.authority,
        type=to.type,
        region=to.region,
        from_notice=to.from_notice,
        by_person=to.reason == "answer",
    )
    return doubts(on.situation, question_of(rule, decision), chosen, paper=paper)


def addressees_for(
    rule: str | None, *, case: DisclosedCase, decision: Decision | None, law: LawPack, language: LanguageCode
) -> tuple[tuple[Proposal, AddresseeInfo], ...]:
    """Every body that the law data find for a rule of address, each as it would stand in the paper; those that the
    program would not put in by itself as well."""
    if rule == "who_removes":
        acts = [d for d in case.decisions if d.kind in ("deportation", "expulsion")]
        decision = acts[-1] if acts else decision
    on = _On(case=case, decision=decision, law=law, language=language, joined=False)
    found = ((one, as_address(one, on)) for one in proposals(on.situation, question_of(rule, decision)))
    return tuple((one, made) for one, made in found if made is not None)


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
