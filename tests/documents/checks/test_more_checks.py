"""Sub-cases of the table in documents.md §6 that came with the drafting desk: firing and silent cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from legalaid_desktop.documents.blocks import Block, Span
from legalaid_desktop.documents.checks.consent_checks import NEEDED
from legalaid_desktop.documents.checks.context import AddresseeInfo, AlikeAccount, CheckContext, DocumentState
from legalaid_desktop.documents.checks.runner import run_checks
from legalaid_desktop.domain.disclosed import (
    DisclosedEntry,
    DisclosedEvent,
    DisclosedEvidence,
    Signer,
    SignerKind,
)
from legalaid_desktop.domain.facts import Consent, Decision, Detention, RouteLeg
from legalaid_desktop.domain.finding import Severity
from legalaid_desktop.domain.ids import AuthorityId, CaseRef, CountryCode, DocumentCode, LocalId
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.domain.person import Citizenship, NameSet, Sex
from legalaid_desktop.domain.visibility import Audience
from legalaid_desktop.services.finding_words import finding_text
from tests.documents.checks.drafts import a_case, a_draft, a_manifest, a_person, para
from tests.documents.checks.test_checks import an_annex

O, B, W, I = Severity.OVERRIDABLE, Severity.BLOCKS, Severity.WARNS, Severity.INFORMS  # noqa: E741


def day(text: str) -> PartialDate:
    return PartialDate(precision=Precision.DAY, on=dt.date.fromisoformat(text))


def year(number: int) -> PartialDate:
    return PartialDate(precision=Precision.YEAR, year=number)


def told(text: str, when: PartialDate | None = None, *, born: str = "1990-05-03", **case: Any) -> CheckContext:
    """A C1 that prints one event of a client born on ``born``."""
    event = DisclosedEvent(id=LocalId("e1"), date=when, text=text)
    client = a_person(birth=day(born))
    return a_draft(para(text, "e1.text"), case=a_case(events=(event,), persons=(client,), **case))


def custody(start: str, end: str | None, **case: Any) -> CheckContext:
    spell = Detention(
        id=LocalId("t1"),
        person=LocalId("p1"),
        from_at=dt.date.fromisoformat(start),
        to_at=dt.date.fromisoformat(end) if end else None,
    )
    return a_draft(para("x"), case=a_case(detentions=(spell,), **case))


ME: dict[str, Any] = {"section": "address", "key": "address.1"}
OVERLAPPING = (("IR", "2026-01-01", "2026-03-01"), ("TR", "2026-02-01", "2026-04-01"))
ONE_AFTER_OTHER = (("IR", "2026-01-01", "2026-03-01"), ("TR", "2026-03-01", "2026-04-01"))


def leg(country: str, start: str, end: str | None = None) -> RouteLeg:
    return RouteLeg(country=CountryCode(country), from_on=day(start), to_on=day(end) if end else None)


def entry(when: str) -> tuple[DisclosedEntry, ...]:
    return (DisclosedEntry(date=day(when)),)


sister = a_person(
    "p2", role="family", relation="sister", sex=Sex.FEMALE, names=NameSet(family="Пример", given="Фатима")
)


def spelled(text: str, origin: str = "e1.text") -> CheckContext:
    return a_draft(para(text, origin), case=a_case(persons=(a_person(), sister)))


def signed(text: str, kind: SignerKind = SignerKind.CLIENT) -> CheckContext:
    block = Block(kind="para", spans=(Span(text, origin="edit"),), section="signature", key="signature.1")
    brother = a_person(
        "p3", role="family", relation="brother", names=NameSet(family="Образцов", given="Карим"), included=True
    )
    who = Signer(kind=kind, person=LocalId("p2"), on_behalf_of=LocalId("p1"))
    if kind is SignerKind.CLIENT:
        who = Signer(kind=kind, person=LocalId("p1"))
    return a_draft(block, case=a_case(persons=(a_person(), sister, brother), signer=who))


def citizen(country: str, document: str = "A1", contested: bool | None = None) -> CheckContext:
    client = a_person(citizenships=(Citizenship(country=CountryCode(country), contested=contested),))
    case = a_case(document, persons=(client,))
    return a_draft(para("x"), document=document, case=case, manifest=a_manifest(document))


def decided(document: str, *kinds: str) -> CheckContext:
    decisions = tuple(
        Decision(id=LocalId(f"d{n}"), kind=kind, dated=dt.date(2026, 10, n)) for n, kind in enumerate(kinds, 1)
    )
    case = a_case(document, decisions=decisions)
    return a_draft(
        para("x"), document=document, case=case, manifest=a_manifest(document), decision=decisions[0] if kinds else None
    )


def court_paper(document: str = "C1", answers: dict[str, object] | None = None, **changes: Any) -> CheckContext:
    conditions = {"fear_of_return": True, "in_custody": bool(changes.pop("held", False))}
    return a_draft(
        para("x"),
        document=document,
        manifest=a_manifest(document),
        answers=answers or {},
        conditions=conditions,
        **changes,
    )


def pictured(title: str) -> CheckContext:
    child = a_person("p4", role="family", relation="son", birth=day("2019-01-01"), names=NameSet(given="Омар"))
    piece = DisclosedEvidence(id=LocalId("x1"), title=title, kind="photo")
    case = a_case(persons=(a_person(birth=day("1985-01-01")), child), evidence=(piece,))
    return a_draft(para("x"), case=case, annexes=(an_annex(title=title),))


def asks(text: str) -> CheckContext:
    return a_draft(para(text, "answers.x"))


ALIKE = AlikeAccount(case=CaseRef("T-2"), phrase="ко мне пришли люди", share=40)
CLOSED = AlikeAccount(case=None, phrase="ко мне пришли люди", share=40)
Maker = Callable[[], CheckContext]

FIRES: list[tuple[str, str, Severity, Maker]] = [
    ("CHK-DATE", "travel_in_custody", O, lambda: custody("2026-09-01", "2026-10-01", entries=entry("2026-09-15"))),
    ("CHK-DATE", "travel_in_custody", O, lambda: custody("2026-09-01", None, entries=entry("2026-09-15"))),
    ("CHK-DATE", "travel_in_custody", O, lambda: custody("2026-01-01", None, routes=(leg("IR", "2026-02-01"),))),
    (
        "CHK-DATE", "two_states", O,
        lambda: a_draft(
            para("x"), case=a_case(routes=tuple(leg(*one) for one in OVERLAPPING))
        ),
    ),
    (
        "CHK-DATE", "entry_before_departure", O,
        lambda: a_draft(para("x"), case=a_case(routes=(leg("IR", "2026-08-01"),), entries=entry("2026-07-01"))),
    ),
    ("CHK-DATE", "service_age", O, lambda: told("Меня призвали в армию.", year(2001))),
    ("CHK-DATE", "service_age", O, lambda: told("Я служил два года в армии.", year(1999))),
    ("CHK-DATE", "married_age", O, lambda: told("Мы поженились летом.", year(2000))),
    ("CHK-DATE", "class_age", O, lambda: told("Я пошёл в первый класс.", year(1991))),
    ("CHK-DATE", "class_age", O, lambda: told("Я учился в 10 классе.", year(1997))),
    ("CHK-NAME", "spelling", O, lambda: spelled("Сестру Фатему увезли.")),
    ("CHK-NAME", "spelling", O, lambda: spelled("Со мной была Фаттима.", "edit")),
    (
        "CHK-NAME", "order", O,
        lambda: a_draft(
            Block(kind="para", spans=(Span("Пример Самир", origin="p1.names.nom"),), **ME),
            Block(kind="para", spans=(Span("Самир Пример", origin="edit"),), section="signature", key="signature.1"),
        ),
    ),
    ("CHK-SIGN", "ngo", B, lambda: signed("Консультант центра ________")),
    ("CHK-SIGN", "wrong", B, lambda: signed("__________ К. Образцов")),
    ("CHK-SIGN", "two", B, lambda: signed("__________ Ф. Пример, законный представитель", SignerKind.REPRESENTATIVE)),
    ("CHK-REMEDY", "own_citizen", B, lambda: citizen("BY")),
    ("CHK-REMEDY", "own_citizen_contested", O, lambda: citizen("BY", contested=True)),
    ("CHK-REMEDY", "not_open", B, lambda: decided("D2")),
    ("CHK-REMEDY", "not_open", B, lambda: decided("F4")),
    ("CHK-REMEDY", "passed", W, lambda: decided("C1", "refusal_protection", "judgment_first_instance")),
    ("CHK-REMEDY", "passed", W, lambda: decided("D1", "extradition", "judgment_extradition")),
    ("CHK-REMEDY", "closed_door", O, lambda: asks("При отказе обращусь в Комитет по правам человека.")),
    ("CHK-REMEDY", "closed_door", O, lambda: asks("Подам жалобу в ЕСПЧ.")),
    ("CHK-COPY", "court", I, court_paper),
    ("CHK-COPY", "proof", I, court_paper),
    ("CHK-COPY", "fee_open", I, court_paper),
    ("CHK-COPY", "fee_exempt", I, lambda: court_paper(answers={"fee": "exempt"})),
    ("CHK-COPY", "fee_relief", I, lambda: court_paper(answers={"fee": "relief"})),
    (
        "CHK-COPY", "fee_motion", I,
        lambda: court_paper(answers={"fee": "relief"}, states={DocumentCode("C6"): DocumentState(drafted=True)}),
    ),
    ("CHK-COPY", "fee_paid", I, lambda: court_paper(answers={"fee": "paid"})),
    ("CHK-COPY", "through_first", I, lambda: court_paper("C2")),
    ("CHK-COPY", "in_custody", I, lambda: court_paper(held=True)),
    ("CHK-FONT", "direction", B, lambda: a_draft(para("имя \u2067محمد без конца", "p1.names.original"))),
    ("CHK-FONT", "direction", B, lambda: a_draft(para("суд\u202eтевто", "edit"))),
    ("CHK-MINOR-PRIV", "photo", O, lambda: pictured("Фотография Омара у дома")),
    ("CHK-HOME", "contact", O, lambda: asks("Прошу обратиться в консульство, так как паспорт не сохранился.")),
    ("CHK-HOME", "contact", O, lambda: asks("Прошу запросить сведения у властей страны происхождения.")),
    ("CHK-HOME", "contact", O, lambda: asks("Прашу звярнуцца ў пасольства.")),
    ("CHK-HOME", "contact", O, lambda: asks("Please contact the embassy and request a passport.")),
    (
        "CHK-HOME", "addressee", O,
        lambda: a_draft(
            para("x"), addressee=AddresseeInfo(text="В посольство", authority=AuthorityId("x"), type="other")
        ),
    ),
    (
        "CHK-DUP", "account", W,
        lambda: a_draft(para("Мой рассказ.", "narrative.1"), accounts=(ALIKE,)),
    ),
    (
        "CHK-DUP", "account_restricted", W,
        lambda: a_draft(para("Мой рассказ.", "narrative.1"), accounts=(CLOSED,)),
    ),
    ("CHK-EXCL", "sentence", O, lambda: asks("I served in the security service for three years.")),
    ("CHK-EXCL", "sentence", O, lambda: asks("Я служыў у разведцы.")),
    ("CHK-SELFINC", "sentence", O, lambda: asks("I crossed the border illegally.")),
    ("CHK-SELFINC", "sentence", O, lambda: asks("He had a forged passport.")),
]  # fmt: skip

SILENT: list[tuple[str, str, Maker]] = [
    ("CHK-DATE", "travel_in_custody", lambda: custody("2026-09-01", "2026-10-01", entries=entry("2026-09-01"))),
    ("CHK-DATE", "travel_in_custody", lambda: custody("2026-09-01", "2026-10-01", entries=entry("2026-11-03"))),
    (
        "CHK-DATE", "two_states",
        lambda: a_draft(
            para("x"), case=a_case(routes=tuple(leg(*one) for one in ONE_AFTER_OTHER))
        ),
    ),
    (
        "CHK-DATE", "entry_before_departure",
        lambda: a_draft(para("x"), case=a_case(routes=(leg("IR", "2026-08-01"),), entries=entry("2026-08-20"))),
    ),
    ("CHK-DATE", "service_age", lambda: told("Меня призвали в армию.", year(2008))),
    ("CHK-DATE", "service_age", lambda: told("Отец служил в армии.", year(1999))),
    ("CHK-DATE", "service_age", lambda: told("Повестку в армию принесли соседу.", year(1999))),
    ("CHK-DATE", "married_age", lambda: told("Мы поженились летом.", year(2012))),
    ("CHK-DATE", "married_age", lambda: told("Сестра вышла замуж.", year(2000))),
    ("CHK-DATE", "class_age", lambda: told("Я пошёл в первый класс.", year(1997))),
    ("CHK-DATE", "class_age", lambda: told("Я учился в 10 классе.", year(2007))),
    ("CHK-NAME", "spelling", lambda: spelled("Сестру Фатиму увезли, Фатимой её звали все.")),
    ("CHK-NAME", "spelling", lambda: spelled("Я жил в городе Фатама, там работал Фарид.")),
    ("CHK-NAME", "order", lambda: spelled("Меня зовут Самир Пример.")),
    ("CHK-SIGN", "ngo", lambda: signed("__________ С. Пример")),
    ("CHK-SIGN", "wrong", lambda: signed("__________ С. Пример")),
    (
        "CHK-SIGN", "two",
        lambda: signed("______ Ф. Пример, представитель. Подпись ребёнка: ____", SignerKind.REPRESENTATIVE),
    ),
    ("CHK-REMEDY", "own_citizen", lambda: citizen("AF")),
    ("CHK-REMEDY", "own_citizen", lambda: citizen("BY", "C4")),
    ("CHK-REMEDY", "passed", lambda: decided("C2", "judgment_first_instance", "refusal_protection")),
    ("CHK-REMEDY", "passed", lambda: decided("C1", "refusal_protection")),
    ("CHK-REMEDY", "closed_door", lambda: asks("Комитет по правам человека писал о пытках в этой стране.")),
    ("CHK-REMEDY", "closed_door", lambda: asks("Прошу отменить решение; жалоба подаётся в срок.")),
    ("CHK-COPY", "fee_open", lambda: court_paper(answers={"fee": "paid"})),
    ("CHK-COPY", "fee_open", lambda: court_paper("D1")),
    ("CHK-COPY", "proof", lambda: court_paper(held=True)),
    ("CHK-COPY", "through_first", court_paper),
    ("CHK-FONT", "direction", lambda: a_draft(para("имя \u2067محمد\u2069 и дальше", "p1.names.original"))),
    ("CHK-MINOR-PRIV", "photo", lambda: pictured("Фотография дома после обстрела")),
    ("CHK-HOME", "contact", lambda: asks("Прошу не сообщать посольству о моём обращении.")),
    ("CHK-HOME", "contact", lambda: asks("Мне опасно обращаться в консульство государства гражданства.")),
    ("CHK-HOME", "contact", lambda: asks("В 2019 году я обращался в посольство, ответа нет.")),
    ("CHK-HOME", "addressee", lambda: a_draft(para("x"))),
    (
        "CHK-DUP", "account",
        lambda: a_draft(para("Без рассказа."), accounts=(ALIKE,)),
    ),
    ("CHK-EXCL", "sentence", lambda: asks("My brother is a doctor; the security service came to our house.")),
    ("CHK-SELFINC", "sentence", lambda: asks("I entered on 3 November 2026 and asked for protection.")),
]  # fmt: skip


def hits(context: CheckContext, id: str, variant: str) -> list[Severity]:
    found = [one for one in run_checks(context) if (one.id, one.variant) == (id, variant)]
    for one in found:
        for lang in ("ru", "be", "en"):
            text = finding_text(one, lang)
            assert text and "{" not in text
    return [one.severity for one in found]


@pytest.mark.parametrize(("id", "variant", "severity", "make"), FIRES)
def test_fires(id: str, variant: str, severity: Severity, make: Maker) -> None:
    found = hits(make(), id, variant)
    assert found and set(found) == {severity}


@pytest.mark.parametrize(("id", "variant", "make"), SILENT)
def test_stays_silent(id: str, variant: str, make: Maker) -> None:
    assert hits(make(), id, variant) == []


def test_a_paper_before_its_remedy_is_open_names_the_decision_that_is_missing() -> None:
    found = [one for one in run_checks(decided("D2")) if one.variant == "not_open"]
    assert [one.severity for one in found] == [B]


CONSENTS = [(code, scope) for code, scopes in sorted(NEEDED.items()) for scope in scopes]


@pytest.mark.parametrize(("code", "scope"), CONSENTS)
def test_each_paper_that_needs_a_consent_has_all_its_states(code: str, scope: str) -> None:
    """Missing, refused, expired and withdrawn stop; a living one does not (G, H, I3, K5)."""
    day_before = dt.date(2026, 11, 23)
    states = {
        "missing": (),
        "refused": (Consent(scope=scope, given=False, date=day_before),),
        "expired": (Consent(scope=scope, given=True, date=dt.date(2026, 1, 1), expires=day_before),),
        "withdrawn": (Consent(scope=scope, given=True, date=dt.date(2026, 1, 1), withdrawn=day_before),),
        "living": (Consent(scope=scope, given=True, date=day_before),),
    }
    for name, consents in states.items():
        case = a_case(code, consents=consents, audience=Audience.FOREIGN)
        context = a_draft(para("Текст."), document=code, case=case, manifest=a_manifest(code))
        found = {(f.variant, f.severity) for f in run_checks(context) if f.id == "CHK-CONSENT"}
        stop = {("missing", B)} if name == "missing" else {("ended", B)} if name != "living" else set()
        assert {one for one in found if one[1] is B} == stop, name


def test_papers_abroad_the_search_the_power_and_the_referral_all_need_a_consent() -> None:
    assert {"G1", "G2", "G3", "G4", "G5", "H1", "H2", "H3", "H4", "I3", "K5"} <= set(NEEDED)
