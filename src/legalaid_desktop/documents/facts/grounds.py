"""Grounds against extradition (documents.md D1 section 6, a–k): ticked only where the case holds a fact or a person
wrote the argument; nothing is argued by the program."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from legalaid_desktop.documents.facts.office_words import clean_words
from legalaid_desktop.documents.facts.statement import events_in_order
from legalaid_desktop.documents.facts.states import listed_citizenships
from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedEvent, DisclosedPerson

Answers = Mapping[str, object]
Test = Callable[[DisclosedCase, Answers], bool]

_ILL_TREATMENT = re.compile(
    r"\b(бил|избил|избив|избит|удар|пыта|пытк|пыток|электр|издева|истяза|изнасил|угрож|угроз|убил|убит|убь|тело\b|"
    r"казн|искалеч|приклад|дубин|душил|похи[тщ]|увезли|пропал|исчез|ранил|ранен|стреля|пригово)",
    re.IGNORECASE,
)
_DEATH_OR_LIFE = re.compile(r"смертн|казн|расстрел|пожизнен", re.IGNORECASE)
_NOT_NAMED = re.compile(r"не\s+указан|не\s+назван|отсутств|неизвест|не\s+привед", re.IGNORECASE)


def ill_treatment(case: DisclosedCase) -> tuple[DisclosedEvent, ...]:
    """Released events that tell of violence, threats, killing or disappearance, in order of time."""
    hurt = {injury.event for injury in case.injuries if injury.event is not None}
    return tuple(e for e in events_in_order(case) if e.id in hurt or _ILL_TREATMENT.search(e.text or ""))


_ME: Final = re.compile(r"\b(?:я|меня|мне|мной|мною|мы|нас|нам|нами)\b", re.IGNORECASE)
_SOMEBODY: Final = re.compile(
    r"\b(?:муж(?:а|у|ем|е)?|жен[ауые]|женой|сын\w*|доч\w*|брат\w*|сестр\w*|сестер|сестёр|от(?:ец|ца|цу|цом|це)|мат(?:ь|ери|ерью)|"
    r"мам\w{1,2}|пап[аеуы]|папой|родител\w+|родственник\w*|сосед\w*|друг(?:а|у|ом|е)?|друз\w+|подруг\w*|коллег\w*|товарищ\w*|"
    r"дяд\w+|т[её]т\w{1,2}|кузен\w*|дет(?:и|ей|ям|ьми|ях)|реб[её]н\w+|племянни\w+|свекр\w+|тест[ья]\w*|дедушк\w+|бабушк\w+|"
    r"человек\w*|люд(?:и|ей|ям|ьми)|мужчин\w*|женщин\w*|член\w* семьи)\b",
    re.IGNORECASE,
)


def concerns_others(event: DisclosedEvent) -> bool:
    """What harm the event tells of was done to somebody else: no word of the client stands in those sentences.

    «Мужа избили. Я написала статью.» is about the husband; «Избили в отделе.» is the client's own.
    """
    if event.how_known == "heard":
        return True
    hurt = [part for part in _SENTENCE.split(event.text or "") if _ILL_TREATMENT.search(part)]
    return bool(hurt) and all(_SOMEBODY.search(part) and not _ME.search(part) for part in hurt)


_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+")
_BODILY: Final = re.compile(
    r"\b(бил|избил|избив|избит|удар|пыта|пытк|пыток|электр|ток[ао]м\b|истяза|изнасил|искалеч|приклад|дубин|душил|ранил|"
    r"ранен|перелом|сломал|ожог|шрам|травм)",
    re.IGNORECASE,
)


def hurt_in_body(case: DisclosedCase) -> bool:
    """Violence that left or may have left traces on the client's own body: a threat alone leaves none."""
    own = [e for e in events_in_order(case) if not concerns_others(e)]
    hurt = {injury.event for injury in case.injuries if injury.event is not None}
    return any(e.id in hurt or _BODILY.search(e.text or "") for e in own)


def own_events(case: DisclosedCase) -> tuple[DisclosedEvent, ...]:
    """What the client lived through, or reads in a paper about it."""
    return tuple(e for e in events_in_order(case) if not concerns_others(e))


def told_events(case: DisclosedCase) -> tuple[DisclosedEvent, ...]:
    """What happened to others: seen, read or told."""
    return tuple(e for e in events_in_order(case) if concerns_others(e))


def article_not_named(case: DisclosedCase) -> bool:
    """The request names no article of the foreign law, or the case says that it does not."""
    article = case.extradition.article_abroad if case.extradition else None
    return bool(article and _NOT_NAMED.search(article))


def home_citizen(case: DisclosedCase) -> bool:
    """A citizen of Belarus, uncontested."""
    return case.client is not None and _citizen_here(case.client)


def _citizen_here(person: DisclosedPerson) -> bool:
    return any(c.country == "BY" and not c.contested for c in person.citizenships or ())


def _answered(*names: str) -> Test:
    return lambda case, answers: any(isinstance(a := answers.get(n), str) and bool(a.strip()) for n in names)


NOT_PROTECTION: Final = frozenset({"refused", "none", "resident", "residence_permit", "stateless"})
"""Kinds of status abroad that say nothing of a danger."""
NO_STATUS: Final = frozenset({"refused", "none"})
"""Those that are no status at all."""
RECOGNISED: Final = frozenset(
    {"refugee", "subsidiary", "subsidiary_protection", "complementary_protection", "humanitarian_protection",
     "mandate_refugee", "asylum", "temporary_protection"}
)  # fmt: skip
"""Kinds of status that another state gave because it found the danger real."""


def _protection(case: DisclosedCase, answers: Answers) -> bool:
    return bool(
        any(status.kind not in NOT_PROTECTION for status in case.prior_statuses)
        or (case.client is not None and case.client.certificate_no)
        or _answered("protection_application")(case, answers)
    )


def _torture(case: DisclosedCase, answers: Answers) -> bool:
    return bool(ill_treatment(case)) or "D5" in case.documents or _answered("ground_torture")(case, answers)


def _penalty(case: DisclosedCase, answers: Answers) -> bool:
    penalty = case.extradition.max_penalty if case.extradition else None
    return bool(penalty and _DEATH_OR_LIFE.search(penalty))


_TERM: Final = re.compile(r"(\d+)\s*(?:месяц|мес\.|мес\b)", re.IGNORECASE)
_LONGER: Final = re.compile(r"\d\s*(?:год|лет)|пожизнен|смертн|казн|расстрел", re.IGNORECASE)
LOW_PENALTY_MONTHS: Final = 12
"""Below so many months the paper asks whether the law lets somebody be handed over at all (law.md §3.3)."""


def low_penalty(case: DisclosedCase) -> bool:
    """The greatest penalty of the request is a few months, or none of imprisonment."""
    penalty = (case.extradition.max_penalty if case.extradition else None) or ""
    if _LONGER.search(penalty):
        return False
    months = [int(found) for found in _TERM.findall(penalty)]
    return (bool(months) and max(months) < LOW_PENALTY_MONTHS) or bool(re.match(r"\s*штраф", penalty, re.IGNORECASE))


def _double(case: DisclosedCase, answers: Answers) -> bool:
    return low_penalty(case) or _answered("dual_criminality")(case, answers)


def _trial(case: DisclosedCase, answers: Answers) -> bool:
    absent = case.extradition is not None and case.extradition.in_absentia is True
    return absent or _answered("ground_trial")(case, answers)


def _citizenship(case: DisclosedCase, answers: Answers) -> bool:
    client = case.client
    contested = client is not None and any(c.contested for c in listed_citizenships(client))
    return contested or home_citizen(case) or _answered("ground_identity")(case, answers)


def _papers(case: DisclosedCase, answers: Answers) -> bool:
    return article_not_named(case) or _answered("file_defects")(case, answers)


def _person(case: DisclosedCase, answers: Answers) -> bool:
    client = case.client
    if client is None:
        return False
    return (
        any(clean_words(need) for need in client.health_needs)
        or may_be_minor(client, case.as_of)
        or bool(relatives_here(case))
        or _answered("ground_personal")(case, answers)
    )


def relatives_here(case: DisclosedCase) -> tuple[DisclosedPerson, ...]:
    """Family of the client that is in the application, or has the citizenship of Belarus."""
    return tuple(
        p
        for p in case.persons
        if p.role not in ("client", "missing", "deceased", "witness")
        and p.relation is not None
        and (p.included or _citizen_here(p))
    )


GROUNDS: Final[Mapping[str, tuple[str, Test]]] = {
    "protection": ("a", _protection),
    "torture": ("b", _torture),
    "motive": ("c", _answered("ground_motive")),
    "penalty": ("d", _penalty),
    "trial": ("e", _trial),
    "double": ("f", _double),
    "limitation": ("g", _answered("ground_limitation")),
    "citizenship": ("h", _citizenship),
    "papers": ("i", _papers),
    "person": ("j", _person),
    "specialty": ("k", _answered("ground_specialty")),
}
"""Ground → its letter in the catalogue and when it is ticked."""


def ticked(case: DisclosedCase, answers: Answers) -> tuple[str, ...]:
    """The grounds of this case, the strongest first.

    An absolute bar leads (a citizen of Belarus; protection applied for or given here), then death and torture, which
    no interest outweighs, then protection given abroad (it weighs as evidence), then trial and the rest.
    """
    client = case.client
    order = ["penalty", "torture", "protection", "motive", "trial", "limitation", "double", "citizenship", "papers",
             "person", "specialty"]  # fmt: skip
    if client is not None and client.certificate_no:
        order.remove("protection")
        order.insert(0, "protection")
    if home_citizen(case):
        order.remove("citizenship")
        order.insert(0, "citizenship")
    return tuple(name for name in order if GROUNDS[name][1](case, answers))
