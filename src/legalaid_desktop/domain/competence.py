"""Which body takes a paper: proposals with their reasons, and doubts about the one that was chosen.

The rules are rows of ``competence.toml``; here they are tried for one case. What the decision itself names wins, since
its rows stand first. Nothing is guessed: where no region is known, no body of a region is proposed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from legalaid_desktop.domain.facts import Decision, Detention
from legalaid_desktop.domain.ids import AuthorityId, LocalId
from legalaid_desktop.domain.law import Authority, LawPack
from legalaid_desktop.domain.law_remedies import Competence, Dated
from legalaid_desktop.domain.whereabouts import Whereabouts, fold, region_of_place, whereabouts

_WEAKEST: Final = ("unknown", "recalled", "verified", "treaty")
_DEEPEST: Final = 8


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What a rule may look at. ``region`` is that of the case, or of the place that the case names."""

    law: LawPack
    as_of: dt.date
    region: str | None = None
    topic: str | None = None
    decision: Decision | None = None
    where: Whereabouts = field(default_factory=Whereabouts)
    extradition: bool = False

    @property
    def decided_by(self) -> Authority | None:
        made = self.decision.authority if self.decision is not None else None
        return self.law.authorities.get(made) if made is not None else None

    @property
    def region_of_decision(self) -> str | None:
        """Where the body that decided sits: its own row, or the district and city read off the paper."""
        body = self.decided_by
        if body is not None and body.region is not None:
            return body.region
        filled = self.decision.authority_fill if self.decision is not None else None
        words = (filled.city_gen, filled.district_gen, filled.city_gen_be, filled.district_gen_be) if filled else ()
        return next((found for one in words if (found := region_of_place(one, self.law)) is not None), None)

    def region_by(self, whose: str | None) -> str | None:
        """decision, detention or case."""
        return {"decision": self.region_of_decision, "detention": self.where.region}.get(whose or "", self.region)


def situation(
    *,
    law: LawPack,
    as_of: dt.date,
    region: str | None,
    place: str | None,
    topic: str | None,
    decision: Decision | None,
    detentions: Iterable[Detention],
    client: LocalId | None,
    in_custody: bool,
    last_known: str | None,
    wanted_abroad: bool,
) -> Situation:
    """From the parts that a case and its disclosed form both have."""
    return Situation(
        law=law,
        as_of=as_of,
        region=region if region in law.regions else region_of_place(place, law),
        topic=topic,
        decision=decision,
        where=whereabouts(
            detentions,
            client=client,
            in_custody=in_custody,
            last_known=last_known,
            wanted_abroad=wanted_abroad,
            law=law,
            as_of=as_of,
        ),
        extradition=wanted_abroad or (topic or "").startswith("ex."),
    )


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A body and why. ``authority`` is ``None`` where only words are known: those of a notice, or of a place."""

    question: str
    reason_key: str
    """Id of the row of ``competence.toml`` whose sentence gives the reason."""
    by: str
    """notice, superior, deciding_body, detention, region, fixed"""
    authority: AuthorityId | None = None
    type: str | None = None
    region: str | None = None
    text: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    """``region``: id of a region; ``body``: id of an authority."""
    offered: bool = False
    """To choose from; the program does not put it into a paper by itself."""
    confidence: str = "unknown"
    unchecked: bool = True
    source: str = ""


def proposals(on: Situation, question: str) -> tuple[Proposal, ...]:
    """Every body that a rule finds, in the order of the rules; each once. Empty: nobody is known, a person must say."""
    found: dict[tuple[str | None, str | None], Proposal] = {}
    for one in _found(on, question, _DEEPEST):
        known = (one.authority, fold(one.text) if one.text and one.authority is None else None)
        found.setdefault(known, one)
    return tuple(found.values())


def proposed(on: Situation, question: str) -> Proposal | None:
    """The body that the program puts into the paper by itself."""
    return next((one for one in proposals(on, question) if not one.offered), None)


def _found(on: Situation, question: str, deep: int) -> Iterator[Proposal]:
    for rule in on.law.competence.rules:
        if rule.question != question or not rule.in_force(on.as_of) or not _holds(rule, on):
            continue
        if rule.like is not None:
            if deep:
                for one in _found(on, rule.like, deep - 1):
                    yield _weaker(rule, replace(one, question=question, reason_key=rule.id))
            continue
        one_found = _body(rule, on)
        if one_found is not None:
            yield one_found


def _holds(rule: Competence, on: Situation) -> bool:
    kind = on.decision.kind if on.decision is not None else None
    body = on.decided_by
    return (
        (not rule.decisions or kind in rule.decisions)
        and (not rule.decided_by or (body is not None and body.type in rule.decided_by))
        and (not rule.held or on.where.held in rule.held)
        and (not rule.topics or on.topic in rule.topics)
        and (rule.extradition is None or rule.extradition is on.extradition)
    )


def _body(rule: Competence, on: Situation) -> Proposal | None:
    if rule.notice:
        named = ((on.decision.notice_court if on.decision is not None else None) or "").strip()
        if not named:
            return None
        body = named_body(named, on.law)
        return _proposal(rule, body, by="notice", text=named, type=type_of_name(named))
    if rule.holding:
        return _proposal(rule, None, by="detention", text=on.where.place or "", type="detention")
    if rule.deciding:
        return _of(rule, on.decided_by, by="deciding_body")
    if rule.above:
        return _above(rule, on)
    if rule.authority is not None:
        return _of(rule, on.law.authorities.get(AuthorityId(rule.authority)), by="fixed")
    region = on.region_by(rule.region)
    body = of_region(rule.type or "", region, on.law)
    found = _of(rule, body, by="region")
    return replace(found, params={**found.params, "region": region or ""}) if found is not None else None


def _above(rule: Competence, on: Situation) -> Proposal | None:
    body = on.decided_by
    row = next((one for one in on.law.competence.superiors if body is not None and one.type == body.type), None)
    if body is None or row is None or not row.in_force(on.as_of):
        return None
    if row.authority is not None:
        up = on.law.authorities.get(AuthorityId(row.authority))
    else:
        up = of_region(row.above_type or "", on.region_of_decision or on.region, on.law)
    if up is None or up.id == body.id:
        return None
    return _weaker(row, _proposal(rule, up, by="superior"))


def _of(rule: Competence, body: Authority | None, *, by: str) -> Proposal | None:
    return _proposal(rule, body, by=by) if body is not None else None


def _proposal(
    rule: Competence,
    body: Authority | None,
    *,
    by: str,
    text: str | None = None,
    type: str | None = None,
) -> Proposal:
    return Proposal(
        question=rule.question,
        reason_key=rule.id,
        by=by,
        authority=body.id if body is not None else None,
        type=body.type if body is not None else type,
        region=body.region if body is not None else None,
        text=text,
        params={"body": str(body.id)} if body is not None else {},
        offered=rule.offered,
        confidence=rule.confidence,
        unchecked=rule.unchecked,
        source=rule.source,
    )


def _weaker(row: Dated, one: Proposal) -> Proposal:
    """Two rows together are as sure as the weaker one."""
    weak = min((row.confidence, one.confidence), key=lambda word: _WEAKEST.index(word) if word in _WEAKEST else 0)
    return replace(one, confidence=weak, unchecked=one.unchecked or row.unchecked)


def of_region(type: str, region: str | None, law: LawPack) -> Authority | None:
    """The body of this type in this region."""
    if region is None:
        return None
    return next((body for body in law.authorities.values() if body.type == type and body.region == region), None)


# ---------------------------------------------------------------------------------------------- names

_COURT: Final = re.compile(r"\bсуд(а|у|е|ом)?\b", re.IGNORECASE)


def named_body(name: str, law: LawPack) -> Authority | None:
    """The body of the law data that is called so, in Russian or Belarusian; ``None`` for every other name."""
    folded = fold(name)
    for body in law.authorities.values():
        names = (body.forms.get(key) for key in ("ru_nom", "be_nom", "header_ru", "header_be"))
        if any(one and "{" not in one and fold(one) == folded for one in names):
            return body
    return None


def type_of_name(name: str) -> str | None:
    """The type of a body by its name: court_supreme, court_oblast, court_district, prosecution."""
    low = fold(name)
    if not _COURT.search(low):
        return "prosecution" if "прокурат" in low or "пракурат" in low else None
    if "верховн" in low or "вярхоўн" in low:
        return "court_supreme"
    if any(part in low for part in ("областн", "абласн", "минский городской", "минского городского",
                                    "мінскі гарадскі", "мінскага гарадскога")):  # fmt: skip
        return "court_oblast"
    return "court_district"


# ---------------------------------------------------------------------------------------------- doubts


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The addressee as it stands in a paper."""

    text: str
    authority: AuthorityId | None = None
    type: str | None = None
    region: str | None = None
    from_notice: bool = False
    by_person: bool = False


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """``key``: kind (wrong kind of body), notice (the decision names another), region, same_body (the one that
    decided), two_regions (custody and case differ), moved (the client was moved to another region)."""

    key: str
    params: Mapping[str, str] = field(default_factory=dict)


def doubts(on: Situation, question: str, chosen: Chosen, *, paper: str = "") -> tuple[Doubt, ...]:
    """What speaks against a body for this paper. ``question`` is the paper's rule of address."""
    found: list[Doubt] = []
    right = next((one for one in on.law.competence.right_bodies if one.id == paper and one.in_force(on.as_of)), None)
    if right is not None and chosen.type and chosen.type not in right.types:
        found.append(Doubt(key="kind"))
    offers = proposals(on, question)
    notice = next((one for one in offers if one.by == "notice"), None)
    if notice is not None and not chosen.from_notice and not _same(chosen, notice):
        found.append(Doubt(key="notice", params={"text": notice.text or ""}))
    regions = {one.region for one in offers if one.region} or ({on.region} if on.region else set())
    if chosen.region and regions and chosen.region not in regions:
        found.append(Doubt(key="region", params={"region": chosen.region}))
    elif not regions and chosen.region is None and _regional(on, question):
        found.append(Doubt(key="no_region"))
    body = on.decided_by
    above = any(one.by == "superior" for one in offers) or question.startswith("court_")
    if above and body is not None and not body.template and chosen.authority == body.id:
        found.append(Doubt(key="same_body"))
    by_place = {one.region for one in offers if one.by == "region" and one.region and not one.offered}
    if len(by_place) > 1 and not chosen.from_notice and not chosen.by_person:
        found.append(Doubt(key="two_regions"))
    moved = on.where.moved_from
    if moved and not chosen.from_notice and any(one.reason_key.endswith(".detention") for one in offers):
        found.append(Doubt(key="moved", params={"region": moved}))
    return tuple(found)


def _same(chosen: Chosen, notice: Proposal) -> bool:
    if chosen.authority is not None and chosen.authority == notice.authority:
        return True
    plain = re.sub(r"^(?:в|во|у|ва)\s", "", fold(chosen.text))
    named = re.sub(r"^(?:в|во|у|ва)\s", "", fold(notice.text or ""))
    return bool(plain) and plain == named


def _regional(on: Situation, question: str) -> bool:
    return any(rule.region is not None for rule in on.law.competence.rules if rule.question == question)
