"""CHK-REMEDY of papers that are open only after something was asked: leaving of one's own will (E6) after the question
of fear was answered «no» twice and in private, cassation and supervision (C7) after a lawyer has read them. Warnings
where a complaint against expulsion (E2) goes to a court and nobody said whether the superior body was asked, where a
step that the case has left behind is taken again, and where own words point to a door that is closed (law.md §6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from legalaid_desktop.documents.checks.context import CheckContext
from legalaid_desktop.documents.checks.reading import finding, is_given, paragraphs, section_number, sentences
from legalaid_desktop.documents.facts.country_information import MOST
from legalaid_desktop.domain.finding import Finding, Severity
from legalaid_desktop.domain.ids import CountryCode
from legalaid_desktop.domain.visibility import Audience

ASKED_TWICE = ("fear_first", "fear_second")
"""Answers of E6, yes where leaving is dangerous; each from a talk of its own."""


def guarded(context: CheckContext) -> Iterator[Finding]:
    """What these papers want first. Blocks E6 while somebody fears the return or was not asked twice alone; stops C7
    until a lawyer saw it."""
    if context.document == "C7" and context.answers.get("lawyer_seen") is not True:
        yield finding("CHK-REMEDY", Severity.OVERRIDABLE, "lawyer_unseen")
    yield from _protection(context)
    to = context.addressee
    if (
        context.document == "E2"
        and to is not None
        and (to.type or "").startswith("court")
        and not context.conditions.get("answered_superior_body")
    ):
        yield finding("CHK-REMEDY", Severity.WARNS, "superior_first")
    if context.document != "E6":
        return
    said = [context.answers.get(name) for name in ASKED_TWICE]
    if True in said or context.conditions.get("fear_of_return"):
        yield finding("CHK-REMEDY", Severity.BLOCKS, "departure_feared")
    elif said != [False, False] or context.answers.get("asked_in_private") is not True:
        yield finding("CHK-REMEDY", Severity.BLOCKS, "departure_unasked")


HERE: Final = CountryCode("BY")
_FOR_FOREIGNERS: Final = frozenset({"A1", "A5", "A8", "A9", "A10", "A11", "A12", "B1", "B2"})
"""Papers of the law on protection: a citizen of Belarus cannot be its applicant (law.md §1.3)."""
LATER: Final = {
    "C1": ("judgment_first_instance", "judgment_appeal"),
    "C2": ("judgment_appeal",),
    "D1": ("judgment_extradition",),
    "D4": ("judgment_extradition",),
}
"""Paper → decisions that come after its stage: the next paper is due."""
_NEXT: Final = {"C1": "C2", "C2": "C7", "D1": "D2", "D4": "D2"}
_CLOSED: Final = (
    ("un.hrc", re.compile(
        r"Комитет\w* (?:ООН )?по правам человека|Камітэт\w* (?:ААН )?па правах чалавека|Human Rights Committee|"
        r"Факультативн\w+ протокол\w* к Международному пакту", re.IGNORECASE)),
    ("un.cat22", re.compile(
        r"(?:жалоб\w*|обращени\w*|скарг\w*|complain\w*|communication)[^.;]{0,40}(?:Комитет\w* (?:ООН )?против пыток|"
        r"Камітэт\w* (?:ААН )?супраць катаванняў|Committee against Torture)", re.IGNORECASE)),
    ("echr", re.compile(
        r"Европейск\w+ суд\w* по правам человека|(?<!\w)ЕСПЧ(?!\w)|Страсбург\w*|"
        r"Еўрапейск\w+ суд\w* па правах чалавека|"
        r"European Court of Human Rights|Strasbourg", re.IGNORECASE)),
)  # fmt: skip
_MEANS_TO_GO: Final = re.compile(
    r"(?<!\w)(?:обращ\w*|обратит\w*|обратимся|подам|подадим|пода[её]\w*|направ\w+|жалоб\w*|обжалу\w*|звярн\w*|"
    r"падам|падаём|скарг\w*|"
    r"submit|file|apply|appeal|complain\w*)(?!\w)",
    re.IGNORECASE,
)


def doors(context: CheckContext) -> Iterator[Finding]:
    """CHK-REMEDY: a door that is closed to this person or to everybody, or that the case has passed."""
    yield from _own_citizen(context)
    yield from _passed(context)
    if context.case.audience is Audience.FOREIGN:
        return  # a lawyer abroad asks that court about another state (documents.md G5)
    for part in paragraphs(context.blocks):
        own = " ".join(span.text for span in part.spans if is_given(span) and _is_own(span.origin))
        for sentence in sentences(own):
            for door, pattern in _CLOSED:
                if pattern.search(sentence) and _MEANS_TO_GO.search(sentence):
                    yield finding(
                        "CHK-REMEDY",
                        Severity.OVERRIDABLE,
                        "closed_door",
                        section=section_number(context, part.block.section),
                        text=sentence,
                        door=door,
                    )


def _is_own(origin: str | None) -> bool:
    return (origin or "").startswith(("answers.", "edit")) or ".reason" in (origin or "")


def _own_citizen(context: CheckContext) -> Iterator[Finding]:
    client = context.case.client
    if client is None or context.document not in _FOR_FOREIGNERS:
        return
    for citizenship in client.citizenships or ():
        if citizenship.country == HERE:
            contested = bool(citizenship.contested)
            yield finding(
                "CHK-REMEDY",
                Severity.OVERRIDABLE if contested else Severity.BLOCKS,
                "own_citizen_contested" if contested else "own_citizen",
                record=client.id,
            )


def _passed(context: CheckContext) -> Iterator[Finding]:
    """A later decision of the same case: the period of the next paper runs, this one is late or superfluous."""
    mine = context.decision
    kinds = LATER.get(context.document, ())
    client = context.case.client
    for decision in context.case.decisions:
        of_client = decision.person is None or client is None or decision.person == client.id
        after = mine is None or mine.dated is None or decision.dated is None or decision.dated >= mine.dated
        if decision.kind in kinds and of_client and after and (mine is None or decision.id != mine.id):
            yield finding("CHK-REMEDY", Severity.WARNS, "passed", record=decision.id, paper=_NEXT[context.document])
            return


def _protection(context: CheckContext) -> Iterator[Finding]:
    """Asylum never instead of an application (B1); temporary protection only after a Government decision on a group
    (B2); a representative for a child only (A5); when
    complementary protection ends (A8); the twelve items of A7."""
    if context.document == "B1" and not context.conditions.get("has_a1") and not _registered(context):
        yield finding("CHK-REMEDY", Severity.BLOCKS, "asylum_alone")
    if context.document == "A5" and not context.conditions.get("is_minor"):
        yield finding("CHK-REMEDY", Severity.OVERRIDABLE, "not_a_child")
    if context.document == "B2" and not context.conditions.get("answered_gov_decision"):
        yield finding("CHK-REMEDY", Severity.BLOCKS, "temporary_closed")
    if context.document == "A8" and context.conditions.get("protection_expired"):
        told = bool(context.conditions.get("answered_late_words"))
        severity = Severity.INFORMS if told else Severity.OVERRIDABLE
        yield finding("CHK-DL-PAST", severity, "protection_told" if told else "protection_ended")
    if context.document == "A8" and context.conditions.get("extension_urgent"):
        yield finding("CHK-DL-UNSURE", Severity.WARNS, "protection_ends")
    if context.document == "A7" and len(context.case.coi) > MOST:
        yield finding("CHK-LEN", Severity.INFORMS, "sources", n=len(context.case.coi) - MOST, most=MOST)


def _registered(context: CheckContext) -> bool:
    client = context.case.client
    return client is not None and bool(client.certificate_no)
