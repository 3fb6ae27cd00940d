"""What can be done in a case, and to whom a paper goes: the ladders and the bodies, of an open vault and in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.competence import (
    Chosen,
    Doubt,
    Proposal,
    Situation,
    doubts,
    named_body,
    proposals,
    situation,
    type_of_name,
)
from legalaid_desktop.domain.deadline import DeadlineRow
from legalaid_desktop.domain.draft import DraftState
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.ids import AuthorityId
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.remedies import PaperStanding, RemedyStanding, State, Ways, ways_of
from legalaid_desktop.domain.remedy_facts import client_of
from legalaid_desktop.errors import NotFound
from legalaid_desktop.host.wording import wording

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.deadlines import CaseClocks

__all__ = [
    "CaseWays", "Door", "PaperStanding", "RemedyStanding", "Ways", "body_of_step", "body_words", "door_of", "header_of",
    "law_of", "papers_of", "reason_words", "region_words", "situation_of", "state_words", "suspends_words",
    "ways_from", "ways_of_case",
]  # fmt: skip

_GAP = re.compile(r"\{\w+\}")


@dataclass(frozen=True, kw_only=True)
class CaseWays:
    """The remedies of a case with what they were worked out from."""

    record: CaseRecord
    law: LawPack
    as_of: dt.date
    rows: tuple[DeadlineRow, ...]
    ways: Ways


def ways_of_case(briefcase: Briefcase, ref: str, as_of: dt.date) -> CaseWays:
    """Raises :class:`NotFound` (case)."""
    record = briefcase.cases.record(ref)
    law = law_of(briefcase, record)
    (counted,) = briefcase.deadlines.clocks(ref, as_of)
    return ways_from(briefcase, record, law, counted, as_of)


def ways_from(briefcase: Briefcase, record: CaseRecord, law: LawPack, counted: CaseClocks, as_of: dt.date) -> CaseWays:
    """As :func:`ways_of_case`, of a case whose clocks are known already."""
    papers = papers_of(briefcase, str(record.info.ref))
    ways = ways_of(record, law, counted.rows, as_of, papers, counted.hearings)
    return CaseWays(record=record, law=law, as_of=as_of, rows=counted.rows, ways=ways)


def law_of(briefcase: Briefcase, record: CaseRecord) -> LawPack:
    """The law that a case is counted by: what the vault has in use, or of a closed case the law of its time."""
    vault = briefcase.vault
    return vault.law_of(vault.cases.row_of(str(record.info.ref)), record)


def papers_of(briefcase: Briefcase, ref: str) -> dict[str, PaperStanding]:
    """What became of each paper of a case: of several drafts of one paper, what went furthest."""
    found: dict[str, PaperStanding] = {}
    for draft in briefcase.drafts.of(ref):
        code = str(draft.document)
        known = found.get(code, PaperStanding())
        filed_on = known.filed_on
        if draft.state is DraftState.FILED:
            days = [
                version.filed.on for version in briefcase.drafts.versions(str(draft.id)) if version.filed is not None
            ]
            filed_on = max([day for day in (filed_on, *days) if day is not None], default=draft.changed_at.date())
        found[code] = PaperStanding(drafted=True, exported=known.exported or bool(draft.exports), filed_on=filed_on)
    return found


def situation_of(record: CaseRecord, law: LawPack, as_of: dt.date, decision: Decision | None) -> Situation:
    """What the rules of competence look at, for one decision of a case."""
    client = client_of(record)
    return situation(
        law=law,
        as_of=as_of,
        region=record.info.region,
        place=record.info.place,
        topic=record.info.topic,
        decision=decision,
        detentions=record.detentions or (),
        client=client.id if client is not None else None,
        in_custody=bool(client is not None and client.in_custody),
        last_known=client.whereabouts if client is not None else None,
        wanted_abroad=record.extradition is not None,
    )


# ---------------------------------------------------------------------------------------------- to whom


@dataclass(frozen=True, kw_only=True)
class Door:
    """To whom one paper goes: ``proposals`` with their reasons, and what speaks against ``chosen``."""

    record: CaseRecord
    law: LawPack
    paper: str
    question: str
    decision: Decision | None
    proposals: tuple[Proposal, ...]
    chosen: Chosen | None = None
    doubts: tuple[Doubt, ...] = ()


def door_of(
    briefcase: Briefcase,
    ref: str,
    what: str,
    as_of: dt.date,
    *,
    decision: str | None = None,
    to: str | None = None,
) -> Door:
    """``what``: a paper of the catalogue, or a question of ``competence.toml``. ``decision``: its local id, else the
    latest one that the paper challenges. ``to``: a body (its id) or a header to be looked at, else the one proposed.

    Raises :class:`NotFound` (case, decision, document).
    """
    from legalaid_desktop.documents.addressees import question_of  # the writers of documents take their time

    record = briefcase.cases.record(ref)
    law = law_of(briefcase, record)
    paper = "" if law.competence.question(what) is not None else what.upper()
    about = _decision(record, law, paper or what, decision)
    if paper:
        rule = briefcase.office_templates.catalog.template(paper).manifest.addressee
        question = question_of(rule, about)
    else:
        question = what
    on = situation_of(record, law, as_of, about)
    offers = proposals(on, question)
    first = next((one for one in offers if not one.offered), None)
    chosen = _typed(to, law) if to else _chosen(first, law) if first is not None else None
    found = doubts(on, question, chosen, paper=paper) if chosen is not None else ()
    return Door(
        record=record, law=law, paper=paper, question=question, decision=about, proposals=offers, chosen=chosen,
        doubts=found,
    )  # fmt: skip


def _decision(record: CaseRecord, law: LawPack, what: str, wanted: str | None) -> Decision | None:
    decisions = record.decisions or ()
    if wanted is not None:
        found = next((one for one in decisions if one.id == wanted), None)
        if found is None:
            raise NotFound(kind="decision", what=wanted)
        return found
    kinds = {
        kind for row in law.remedies.rows if what in row.papers or what in row.joined or what == row.question
        for kind in row.decisions
    }  # fmt: skip
    fitting = [one for one in decisions if one.kind in kinds] or list(decisions)
    return max(fitting, key=lambda one: one.dated or one.announced or dt.date.min, default=None)


def _typed(to: str, law: LawPack) -> Chosen:
    body = law.authorities.get(AuthorityId(to)) or named_body(to, law)
    if body is None:
        return Chosen(text=to, type=type_of_name(to), by_person=True)
    text = body.forms.get("header_ru", to)
    return Chosen(text=text, authority=body.id, type=body.type, region=body.region, by_person=True)


def _chosen(one: Proposal, law: LawPack) -> Chosen:
    body = law.authorities.get(one.authority) if one.authority is not None else None
    text = one.text or (body.forms.get("header_ru", "") if body is not None else "")
    return Chosen(text=text, authority=one.authority, type=one.type, region=one.region, from_notice=one.by == "notice")


def body_of_step(at: CaseWays, step: RemedyStanding) -> tuple[Proposal, ...]:
    """The bodies that may take a step of a ladder, the one proposed first."""
    if step.row.question is None:
        return ()
    decision = next((one for one in at.record.decisions or () if one.id == step.decision), None)
    on = situation_of(at.record, at.law, at.as_of, decision)
    return tuple(sorted(proposals(on, step.row.question), key=lambda one: one.offered))


# ---------------------------------------------------------------------------------------------- words


def body_words(one: Proposal, lang: str, law: LawPack) -> str:
    """The name of a proposed body: what its notice says, else as the data call it, with dots for what is not known."""
    body = law.authorities.get(one.authority) if one.authority is not None else None
    if body is None:
        return one.text or wording(lang).say("competence.place_of_detention")
    if one.by == "notice" and body.template and one.text:
        return one.text
    return _authority_words(body.forms, lang)


def choice_words(bodies: Sequence[Proposal], lang: str, law: LawPack) -> str:
    """Bodies to choose from, in one line; each that no lawyer has confirmed says so."""
    mark = f" ({wording(lang).say('remedies.unchecked')})"
    return "; ".join(body_words(one, lang, law) + (mark if one.unchecked else "") for one in bodies)


def _authority_words(forms: Mapping[str, str], lang: str) -> str:
    name = forms.get(f"{lang}_nom") or forms.get("ru_nom", "")
    return _GAP.sub("…", name)


def header_of(one: Proposal, lang: str, law: LawPack) -> str:
    """The line of an address block, gaps as dots; of a notice or a place its words."""
    body = law.authorities.get(one.authority) if one.authority is not None else None
    if body is None:
        return one.text or ""
    return _GAP.sub("…", body.forms.get(f"header_{lang}") or body.forms.get("header_ru", ""))


def region_words(region: str, lang: str, law: LawPack) -> str:
    words = wording(lang)
    if lang == "en" and words.has(f"competence.region.{region}"):
        return words.say(f"competence.region.{region}")
    forms = law.regions.get(region, {})
    return forms.get(f"{lang}_nom") or forms.get("ru_nom") or region


def reason_words(row: str, params: Mapping[str, str], lang: str, law: LawPack) -> str:
    """Why a body: the sentence of a row of ``competence.toml``. Empty where the law in use has no such row."""
    rule = next((one for one in law.competence.rules if one.id == row), None)
    if rule is None:
        return ""
    body = law.authorities.get(AuthorityId(params.get("body", "")))
    said = {
        "region": region_words(params["region"], lang, law) if params.get("region") else "…",
        "body": _authority_words(body.forms, lang) if body is not None else "…",
    }
    return re.sub(r"\{(region|body)\}", lambda gap: said[gap[1]], rule.why(lang))


def state_words(step: RemedyStanding, lang: str) -> str:
    """How a step stands, in a few words."""
    handed_in = step.row.kind == "file" or step.state is not State.OPEN
    return wording(lang).say(f"remedies.state.{step.state.value if handed_in else 'open_inform'}")


def suspends_words(step: RemedyStanding, lang: str) -> str:
    """Whether the step stops removal, or the hand-over to another state; empty where it has no bearing on either."""
    if step.suspends == "na":
        return ""
    kind = "suspends_surrender" if step.surrender else "suspends"
    return wording(lang).say(f"remedies.{kind}.{step.suspends}")
