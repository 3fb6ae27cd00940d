"""What of a case starts a rule of the law data that no kind of decision starts, and where that stands in the record.

One function for each rule, under its id in :data:`STARTS`. A rule that finds nothing says which fact it lacks
(:data:`LACKING`, words under ``deadline.lacks.…``); a person may then set the day that begins the count
(:class:`MarkState.BEGINS`). Nothing here knows a number: numbers are the law data's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from legalaid_desktop.domain.case_values import MINSK_TIME
from legalaid_desktop.domain.clock_facts import ClockFacts, FiledPaper
from legalaid_desktop.domain.facts import Decision, Detention
from legalaid_desktop.domain.harm import day_of, is_held
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.domain.person import IdentityPaper, Person

REGISTRATION_PAPERS = frozenset({"registration_certificate", "asylum_certificate"})
COMPLEMENTARY_PAPERS = frozenset({"complementary_protection_certificate"})
TEMPORARY_PAPERS = frozenset({"temporary_residence_permit"})
_COMPLEMENTARY = frozenset({"complementary_protection", "complementary", "subsidiary_protection", "subsidiary"})
_TEMPORARY = frozenset({"temporary_protection", "temporary"})
_FOR_EXTRADITION = frozenset({"extradition", "wanted"})
_SHORT = frozenset({"administrative", "border", "identity", "police"})
_LETTERS = frozenset({"I1", "I6", "H1", "D4"})
"""Papers of the catalogue that are letters to state bodies («обращения»)."""
_OTHER_ACTS = frozenset(
    {"loss_protection", "cancel_protection", "refusal_extension", "refusal_register", "entry_ban", "citizenship_loss"}
)
"""Acts of a state body against which the record of a case knows no rule of its own."""
HOME = "BY"


@dataclass(frozen=True, kw_only=True)
class Start:
    """One reason to count. ``key`` names it within the case and is the first part of the ids of its rows; ``how`` is a
    word of ``deadline.explain.trigger.…``. ``ends`` is a last day that a paper prints."""

    key: str
    how: str
    day: dt.date | None
    moment: dt.datetime | None = None
    ends: dt.date | None = None
    person: LocalId | None = None
    decision: Decision | None = None
    wanted: str = ""


Finder = Callable[[ClockFacts, dt.date], Iterator[Start]]


def _exact(date: PartialDate | dt.date | None) -> dt.date | None:
    """A day that is known to the day; nothing is guessed of one that is not."""
    if isinstance(date, PartialDate):
        return date.on if date.precision is Precision.DAY else None
    return date


def _at(given: dt.datetime | dt.date | None) -> dt.datetime | None:
    """The hour in Minsk, where it is known."""
    if not isinstance(given, dt.datetime):
        return None
    return given.astimezone(MINSK_TIME).replace(tzinfo=None) if given.tzinfo is not None else given


def _papers(facts: ClockFacts, kinds: frozenset[str]) -> Iterator[tuple[str, Person, IdentityPaper]]:
    for person in facts.case.persons or ():
        for number, paper in enumerate(person.docs or (), start=1):
            if paper.kind in kinds:
                yield f"{person.id}.{number}", person, paper


def _of_paper(how: str, kinds: frozenset[str]) -> Finder:
    """The validity of a paper: from the day it was issued, to the day that it carries."""

    def find(facts: ClockFacts, as_of: dt.date) -> Iterator[Start]:
        for key, person, paper in _papers(facts, kinds):
            issued, expires = _exact(paper.issued), _exact(paper.expires)
            if issued is not None or expires is not None:
                yield Start(key=key, how=how, day=issued, ends=expires, person=person.id)

    return find


def _of_status(how: str, kinds: frozenset[str]) -> Finder:
    """A kind of protection given here, by the day from which the person has it."""

    def find(facts: ClockFacts, as_of: dt.date) -> Iterator[Start]:
        for number, status in enumerate(facts.case.prior_statuses or (), start=1):
            since = _exact(status.since)
            if status.state == HOME and status.kind in kinds and since is not None:
                yield Start(key=f"s{number}", how=how, day=since)

    return find


def _either(*finders: Finder) -> Finder:
    """What the first of them that finds anything finds."""

    def find(facts: ClockFacts, as_of: dt.date) -> Iterator[Start]:
        for finder in finders:
            found = list(finder(facts, as_of))
            if found:
                yield from found
                return

    return find


def _of_filed(*codes: str) -> Finder:
    def find(facts: ClockFacts, as_of: dt.date) -> Iterator[Start]:
        for number, paper in enumerate(facts.filed, start=1):
            if paper.document in codes:
                yield Start(key=_filed_key(number, paper), how="filed", day=paper.on)

    return find


def _filed_key(number: int, paper: FiledPaper) -> str:
    """The draft's own name, so that a clock keeps its id when another paper is filed."""
    return f"filed.{paper.draft[:8]}" if paper.draft else f"filed.{number}"


def _of_detention(kinds: frozenset[str]) -> Finder:
    def find(facts: ClockFacts, as_of: dt.date) -> Iterator[Start]:
        for number, one in enumerate(facts.case.detentions or (), start=1):
            begun = day_of(one.from_at)
            if one.kind in kinds and begun is not None and not _ended(one, as_of):
                key = str(one.id or f"t{number}")
                yield Start(key=key, how="detained", day=begun, moment=_at(one.from_at), person=one.person)

    return find


def _ended(detention: Detention, as_of: dt.date) -> bool:
    ended = day_of(detention.to_at)
    return ended is not None and ended < as_of


def _of_hearing(kind: str, how: str, *, prints: bool = False) -> Finder:
    """An appointed day; ``prints``: it is itself the last day."""

    def find(facts: ClockFacts, as_of: dt.date) -> Iterator[Start]:
        for one in facts.hearings:
            if one.kind == kind and one.day is not None:
                moment = _at(one.at)
                if prints:
                    yield Start(key=str(one.id), how=how, day=None, ends=one.day)
                else:
                    yield Start(key=str(one.id), how=how, day=one.day, moment=moment)

    return find


def _handover(facts: ClockFacts, as_of: dt.date) -> Iterator[Start]:
    """An application handed to another body than the migration unit; a person who is held hands it to that place."""
    held = is_held(facts.case, as_of)
    for number, paper in enumerate(facts.filed, start=1):
        if paper.document == "A1" and (paper.how == "custody" or held):
            yield Start(
                key=f"filed{number}" if not paper.draft else f"filed.{paper.draft[:8]}", how="filed", day=paper.on
            )


def _registering(facts: ClockFacts, as_of: dt.date) -> Iterator[Start]:
    """An application was handed in and no certificate of its registration is recorded."""
    certificate = any(person.certificate_no for person in facts.case.persons or ())
    decided = any(decision.kind == "refusal_protection" for decision in facts.case.decisions or ())
    if not certificate and not decided and not list(_papers(facts, REGISTRATION_PAPERS)):
        yield from _of_filed("A1")(facts, as_of)


def _registration(facts: ClockFacts, as_of: dt.date) -> Iterator[Start]:
    """Once for a case: the certificate's day, else the day on which the proceeding began, else that of the filing."""
    if any(decision.kind == "refusal_protection" for decision in facts.case.decisions or ()):
        return
    days = [day for _, _, paper in _papers(facts, REGISTRATION_PAPERS) if (day := _exact(paper.issued)) is not None]
    if days:
        yield Start(key="registration", how="registered", day=min(days))
        return
    opened = [one.opened_on for one in facts.proceedings if one.opened_on and _is_protection(one.procedure)]
    if opened:
        yield Start(key="registration", how="proceeding", day=min(opened))
        return
    filed = [paper.on for paper in facts.filed if paper.document == "A1"]
    if filed:
        yield Start(key="registration", how="filed_instead", day=min(filed))


def _is_protection(procedure: str | None) -> bool:
    return procedure in ("protection", "international_protection", "asylum", "ordinary", "accelerated")


def _accelerated(facts: ClockFacts, as_of: dt.date) -> Iterator[Start]:
    if any(decision.kind == "refusal_protection" for decision in facts.case.decisions or ()):
        return
    for one in facts.proceedings:
        if one.procedure == "accelerated":
            yield Start(key=str(one.id), how="proceeding", day=one.opened_on, wanted="proceeding")


def _other_acts(facts: ClockFacts, as_of: dt.date) -> Iterator[Start]:
    for decision in facts.case.decisions or ():
        if decision.kind in _OTHER_ACTS:
            yield Start(key=decision.id, how="received", day=None, decision=decision, wanted="received")


def _decisions(kind: str, wanted: str) -> Finder:
    def find(facts: ClockFacts, as_of: dt.date) -> Iterator[Start]:
        for decision in facts.case.decisions or ():
            if decision.kind == kind:
                yield Start(key=decision.id, how=wanted, day=None, decision=decision, wanted=wanted)

    return find


def _hearing_of_complaint(facts: ClockFacts, as_of: dt.date) -> Iterator[Start]:
    if not any(decision.kind == "judgment_extradition" for decision in facts.case.decisions or ()):
        yield from _of_filed("D1")(facts, as_of)


def _request_awaited(facts: ClockFacts, as_of: dt.date) -> Iterator[Start]:
    asked = facts.case.extradition.requested if facts.case.extradition is not None else None
    if _exact(asked) is None:
        yield from _of_detention(_FOR_EXTRADITION)(facts, as_of)


def _last_entry(facts: ClockFacts, as_of: dt.date) -> Iterator[Start]:
    """Of the last entry where it was lawful; with a certificate of registration another order holds. Of an entry that
    may have been unlawful nothing is said: who goes to register would tell on himself, and protection comes first."""
    if list(_papers(facts, REGISTRATION_PAPERS)) or any(one.certificate_no for one in facts.case.persons or ()):
        return
    entries = [(day, one) for one in facts.case.entries or () if (day := _exact(one.date)) is not None]
    lawful = [day for day, one in entries if one.lawful == "yes" and day <= as_of]
    if lawful and max(lawful) == max(day for day, _ in entries):
        yield Start(key="entry", how="entry", day=max(lawful))


def _stay(facts: ClockFacts, as_of: dt.date) -> Iterator[Start]:
    """The year's days of stay from its first entry, as if the person never left: the earliest reading."""
    for start in _last_entry(facts, as_of):
        assert start.day is not None
        year = start.day.year
        days = [day for one in facts.case.entries or () if (day := _exact(one.date)) is not None and day.year == year]
        yield Start(key="stay", how="entry_first" if min(days) < start.day else "entry", day=min(days))


def _other_citizenship(facts: ClockFacts, as_of: dt.date) -> Iterator[Start]:
    for person in facts.case.persons or ():
        held = person.citizenships or ()
        if any(one.country == HOME for one in held):
            for number, one in enumerate(held, start=1):
                since = _exact(one.since)
                if one.country not in (HOME, None) and since is not None:
                    yield Start(key=f"{person.id}.c{number}", how="citizenship", day=since, person=person.id)


def _urgent(facts: ClockFacts, as_of: dt.date) -> Iterator[Start]:
    """The beginning of a danger at hand: being held, a measure of removal, a day fixed for it."""
    held = [one for one in facts.case.detentions or () if one.kind != "abroad" and not _ended(one, as_of)]
    days = [day for one in held if (day := day_of(one.from_at)) is not None]
    for decision in facts.case.decisions or ():
        if decision.kind in ("extradition", "judgment_extradition", "deportation", "expulsion"):
            known = [decision.announced, decision.received, decision.dated]
            days += [day for day in known if day is not None]
    if days:
        yield Start(
            key="case", how="danger", day=max(day for day in days if day <= as_of) if min(days) <= as_of else min(days)
        )


def _nothing(facts: ClockFacts, as_of: dt.date) -> Iterator[Start]:
    """The record of a case has no place for this fact: a person sets the day."""
    yield from ()


STARTS: Mapping[str, Finder] = {
    "ip.handover": _handover,
    "ip.registration": _registering,
    "ip.decision": _registration,
    "ip.decision_accelerated": _accelerated,
    "ip.complementary_validity": _either(
        _of_paper("paper_issued", COMPLEMENTARY_PAPERS), _of_status("status_since", _COMPLEMENTARY)
    ),
    "ip.complementary_extension": _either(
        _of_paper("paper_issued", COMPLEMENTARY_PAPERS), _of_status("status_since", _COMPLEMENTARY)
    ),
    "ip.temporary_validity": _of_status("status_since", _TEMPORARY),
    "ip.certificate_validity": _of_paper("paper_issued", REGISTRATION_PAPERS),
    "court.complaint_general": _other_acts,
    "court.cassation": _decisions("judgment_appeal", "announced"),
    "ex.hearing": _hearing_of_complaint,
    "ex.request_arrival": _request_awaited,
    "ex.surrender": _of_hearing("surrender", "surrender"),
    "ex.detention_max": _of_detention(_FOR_EXTRADITION),
    "rm.voluntary_departure": _of_hearing("departure", "departure", prints=True),
    "rm.ban_deportation": _nothing,
    "rm.ban_expulsion": _nothing,
    "rm.ban_reduction": _decisions("entry_ban", "received"),
    "rm.admin_detention": _of_detention(_SHORT),
    "st.registration": _last_entry,
    "st.max_stay": _stay,
    "st.host_notice": _nothing,
    "st.temporary_residence_validity": _of_paper("paper_issued", TEMPORARY_PAPERS),
    "st.permanent_decision": _of_filed("J2"),
    "st.temporary_decision": _of_filed("J1"),
    "st.employer_notice": _nothing,
    "st.foreign_status_notice": _other_citizenship,
    "ob.answer": _of_filed(*sorted(_LETTERS)),
    "ob.answer_complex": _of_filed(*sorted(_LETTERS)),
    "ob.forwarding": _of_filed(*sorted(_LETTERS)),
    "ob.appeal_answer": _nothing,
    "un.special_procedures": _urgent,
}
"""Rule → what starts it. Rules of the table of decisions are not here; ``court.restore`` and ``court.no_answer`` follow
from other clocks, see :mod:`clock_triggers`."""

LACKING: Mapping[str, str] = {
    "ip.apply": "application",
    "ip.handover": "handover",
    "ip.registration": "application_filed",
    "ip.decision": "registration",
    "ip.decision_accelerated": "accelerated",
    "ip.refusal_appeal": "decision_refusal",
    "ip.refusal_appeal_accelerated": "decision_refusal_accelerated",
    "ip.complementary_validity": "complementary",
    "ip.complementary_extension": "complementary",
    "ip.temporary_validity": "temporary_protection",
    "ip.certificate_validity": "certificate",
    "court.complaint_general": "act_of_body",
    "court.no_answer": "no_answer",
    "court.appeal": "judgment",
    "court.cassation": "judgment_appeal",
    "court.restore": "missed",
    "ex.complaint": "decision_extradition",
    "ex.hearing": "complaint_filed",
    "ex.supreme_court": "ruling_extradition",
    "ex.request_arrival": "detention_extradition",
    "ex.surrender": "surrender_day",
    "ex.detention_max": "detention_extradition",
    "rm.deportation_appeal": "decision_deportation",
    "rm.admin_ruling_appeal": "decision_administrative",
    "rm.expulsion_appeal": "decision_expulsion",
    "rm.voluntary_departure": "departure_day",
    "rm.ban_deportation": "removed_day",
    "rm.ban_expulsion": "removed_day",
    "rm.ban_reduction": "decision_ban",
    "rm.admin_detention": "detention_short",
    "st.registration": "entry",
    "st.max_stay": "entry",
    "st.host_notice": "housing",
    "st.temporary_residence_validity": "permit",
    "st.permanent_decision": "application_permanent",
    "st.temporary_decision": "application_temporary",
    "st.employer_notice": "contract",
    "st.foreign_status_notice": "citizenship",
    "ob.answer": "letter",
    "ob.answer_complex": "letter",
    "ob.forwarding": "letter",
    "ob.appeal_answer": "answer",
    "ap.admin_complaint": "decision_procedure",
    "un.special_procedures": "danger",
}
"""Rule → the fact without which it does not begin."""
