"""What a paper may know of a case: the audience table, persons by role, names taken out of texts, who signs."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.case_record import CaseInfo, CaseRecord
from legalaid_desktop.domain.disclosed import ByRole, DisclosedCase, SignerKind
from legalaid_desktop.domain.disclosure import consent_holds, disclose
from legalaid_desktop.domain.facts import (
    Consent,
    Decision,
    DecisionReason,
    Detention,
    Event,
    Evidence,
    MissedPeriod,
    Narrative,
)
from legalaid_desktop.domain.ids import CaseRef, DocumentCode, LocalId
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.domain.person import IdentityPaper, NameSet, Person
from legalaid_desktop.domain.signing import by_role, who_signs
from legalaid_desktop.domain.visibility import Audience, Visibility
from tests.rounds import rounds
from tests.strategies_cases import valid_cases

TODAY = dt.date(2026, 11, 24)
CLIENT = Person(
    id=LocalId("p1"), role="client", birth=PartialDate(precision=Precision.DAY, on=dt.date(1990, 1, 1)),
    names=NameSet(family="Образцов", given="Самир", ru_nom="Образцов Самир"),
)  # fmt: skip


def event(id: str, visibility: Visibility | None, text: str = "Меня спросили.", **more: Any) -> Event:
    return Event(id=LocalId(id), text=text, visibility=visibility, **more)


def case_of(**tables: Any) -> CaseRecord:
    tables.setdefault("persons", (CLIENT,))
    return CaseRecord(info=CaseInfo(ref=CaseRef("TEST-1")), **tables)


def shown(case: CaseRecord, audience: Audience = Audience.BELARUSIAN_BODY, document: str = "C1") -> DisclosedCase:
    return disclose(
        case,
        audience=audience,
        signer=who_signs(case, TODAY),
        document=DocumentCode(document),
        as_of=TODAY,
        role_word=lambda person, form: f"<{person.relation}:{form}>",
    )


TABLE = [
    (Audience.BELARUSIAN_BODY, Visibility.AUTHORITY, True),
    (Audience.BELARUSIAN_BODY, Visibility.UN, False),
    (Audience.BELARUSIAN_BODY, Visibility.CLIENT, False),
    (Audience.BELARUSIAN_BODY, Visibility.FAMILY_SEPARATE, True),  # the client alone signs, nobody is included
    (Audience.BELARUSIAN_BODY, Visibility.INTERNAL, False),
    (Audience.BELARUSIAN_BODY, None, False),
    (Audience.FOREIGN, Visibility.AUTHORITY, True),
    (Audience.FOREIGN, Visibility.UN, False),  # without a consent
    (Audience.FOREIGN, Visibility.CLIENT, False),
    (Audience.FOREIGN, Visibility.INTERNAL, False),
    (Audience.CLIENT_OWN, Visibility.AUTHORITY, True),
    (Audience.CLIENT_OWN, Visibility.UN, True),
    (Audience.CLIENT_OWN, Visibility.CLIENT, True),
    (Audience.CLIENT_OWN, Visibility.FAMILY_SEPARATE, True),
    (Audience.CLIENT_OWN, Visibility.INTERNAL, False),
    (Audience.CLIENT_OWN, None, False),
]


@pytest.mark.parametrize(("audience", "visibility", "passes"), TABLE)
def test_the_audience_table(audience: Audience, visibility: Visibility | None, passes: bool) -> None:
    case = case_of(
        events=(event("e1", visibility),),
        evidence=(Evidence(id=LocalId("x1"), title="Справка", visibility=visibility),),
        narratives=(Narrative(person=LocalId("p1"), text="Я жил там.", visibility=visibility),),
    )
    seen = shown(case, audience)
    for table in (seen.events, seen.evidence, seen.narratives):
        assert bool(table) is passes
    assert {item.record for item in seen.withheld} == (set() if passes else {"e1", "x1", "narrative.1"})


def test_un_texts_pass_only_with_the_consent_of_that_paper() -> None:
    consent = Consent(scope="un_named", given=True, date=dt.date(2026, 11, 1))
    case = case_of(events=(event("e1", Visibility.UN),), consents=(consent,))
    assert shown(case, Audience.FOREIGN, "G1").events
    assert not shown(case, Audience.FOREIGN, "G3").events, "a consent to the UN is none to UNHCR"
    withdrawn = dataclasses.replace(consent, withdrawn=dt.date(2026, 11, 20))
    assert not shown(dataclasses.replace(case, consents=(withdrawn,)), Audience.FOREIGN, "G1").events
    assert not shown(case, Audience.BELARUSIAN_BODY, "C1").events


@pytest.mark.parametrize(
    ("consents", "holds"),
    [
        ((), False),
        ((Consent(scope="s", given=True, date=dt.date(2026, 11, 1)),), True),
        ((Consent(scope="s", given=True),), True),
        ((Consent(scope="s", given=True, date=dt.date(2026, 12, 1)),), False),
        ((Consent(scope="s", given=True, expires=dt.date(2026, 11, 24)),), True),
        ((Consent(scope="s", given=True, expires=dt.date(2026, 11, 23)),), False),
        ((Consent(scope="s", given=False, date=dt.date(2026, 11, 1)),), False),
        (
            (
                Consent(scope="s", given=True, date=dt.date(2026, 10, 1)),
                Consent(scope="s", given=False, date=dt.date(2026, 11, 1)),
            ),
            False,
        ),
        ((Consent(scope="other", given=True),), False),
    ],
)
def test_a_consent_holds_from_its_day_until_taken_back(consents: tuple[Consent, ...], holds: bool) -> None:
    assert consent_holds(case_of(consents=consents), "s", TODAY) is holds


def test_family_separate_stays_out_as_soon_as_a_relative_is_included() -> None:
    wife = Person(id=LocalId("p2"), role="family", relation="wife", included=True)
    case = case_of(persons=(CLIENT, wife), events=(event("e1", Visibility.FAMILY_SEPARATE),))
    seen = shown(case)
    assert not seen.events
    assert seen.withheld[0].because == "family_separate"


def test_a_relatives_separate_account_never_stands_in_the_clients_paper() -> None:
    wife = Person(id=LocalId("p2"), role="family", relation="wife", consent_named=True)
    secret = Narrative(person=LocalId("p2"), text="Он меня бил.", visibility=Visibility.FAMILY_SEPARATE)
    seen = shown(case_of(persons=(CLIENT, wife), narratives=(secret,)), Audience.CLIENT_OWN)
    assert seen.narratives == ()


@pytest.mark.parametrize(
    ("person", "document", "reason"),
    [
        ({"relation": "brother", "in_danger": True}, "C1", ByRole.IN_DANGER),
        ({"relation": "brother", "in_danger": True, "consent_named": True}, "C1", ByRole.IN_DANGER),
        ({"relation": "brother", "in_danger": True, "included": True}, "A4", ByRole.IN_DANGER),
        ({"relation": "brother", "consent_named": False}, "C1", ByRole.NO_CONSENT),
        ({"relation": "brother"}, "C1", ByRole.NO_CONSENT),
        ({"relation": "brother", "consent_named": True}, "C1", None),
        ({"relation": "wife", "included": True}, "C1", None),
        ({"relation": "father", "role": "deceased"}, "A4", None),
        ({"role": "witness"}, "C1", ByRole.NO_CONSENT),
        ({"role": "missing", "relation": "brother"}, "H1", None),
        ({"role": "missing", "relation": "brother"}, "C1", ByRole.NO_CONSENT),
        ({"relation": "son", "birth": PartialDate(precision=Precision.YEAR, year=2015)}, "C1", None),
        ({"relation": "son", "birth": PartialDate(precision=Precision.YEAR, year=1995)}, "C1", ByRole.NO_CONSENT),
    ],
)
def test_who_prints_by_role(person: dict[str, Any], document: str, reason: ByRole | None) -> None:
    given = Person(id=LocalId("p2"), **{"role": "family", **person})
    assert by_role(given, DocumentCode(document), TODAY) is reason


HIDDEN = Person(
    id=LocalId("p2"),
    role="family",
    relation="brother",
    in_danger=True,
    birth_place="г. Примерск",
    whereabouts="у сестры",
    names=NameSet(
        family="Образцов",
        given="Камран",
        ru_nom="Образцов Камран",
        ru_gen="Образцова Камрана",
        latin="KAMRAN",
        original="کامران",
        aliases=("Камик (домашнее имя)",),
    ),
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Камран остался дома.", "<brother:nom> остался дома."),
        ("Я видел Камрана у дома.", "Я видел <brother:acc> у дома."),
        ("Я дал Камрану ключ.", "Я дал <brother:dat> ключ."),
        ("Мы шли с Камраном.", "Мы шли с <brother:ins>."),
        ("Пришли за братом (КАМРАН).", "Пришли за братом."),
        ("His name is Kamran.", "His name is (имя не указано)."),
        ("Его имя کامران, он дома.", "Его имя (имя не указано), он дома."),
        ("Дом Образцова Камрана сгорел.", "Дом <brother:gen> сгорел."),
        ("Камик звонил.", "<brother:nom> звонил."),
        ("Меня зовут Образцов.", "Меня зовут Образцов."),
        ("камрань и Камранович — другие слова", "камрань и Камранович — другие слова"),
        ("Камранов дом сгорел.", "Дом <brother:gen> сгорел."),
    ],
)
def test_a_hidden_name_is_taken_out_of_every_text(text: str, left: str) -> None:
    case = case_of(
        persons=(CLIENT, HIDDEN),
        events=(event("e1", Visibility.AUTHORITY, text, place=text),),
        evidence=(Evidence(id=LocalId("x1"), title=text, visibility=Visibility.AUTHORITY),),
        narratives=(Narrative(person=LocalId("p1"), text=text, visibility=Visibility.AUTHORITY),),
        decisions=(Decision(id=LocalId("d1"), ground=text, reasons=(DecisionReason(n=1, says=text, answer=text),)),),
    )
    seen = shown(case)
    reasons = seen.decisions[0].reasons
    assert reasons is not None
    found = [
        seen.events[0].text, seen.events[0].place, seen.evidence[0].title, seen.narratives[0].text,
        seen.decisions[0].ground, reasons[0].says, reasons[0].answer,
    ]  # fmt: skip
    assert [one and one[:1].lower() + one[1:] for one in found] == [left[:1].lower() + left[1:]] * 7


def test_nothing_identifying_remains_of_a_hidden_person() -> None:
    seen = shown(case_of(persons=(CLIENT, HIDDEN))).person(LocalId("p2"))
    assert seen is not None
    assert seen.by_role is ByRole.IN_DANGER
    assert seen.names == NameSet()
    assert (seen.birth_place, seen.whereabouts, seen.address_service, seen.docs) == (None, None, None, None)
    assert seen.relation == "brother"


def test_what_points_to_a_withheld_record_points_to_nothing() -> None:
    case = case_of(
        events=(event("e1", Visibility.AUTHORITY, evidence=(LocalId("x1"), LocalId("x2"))), event("e2", None)),
        evidence=(
            Evidence(id=LocalId("x1"), visibility=Visibility.UN, proves=(LocalId("e1"),)),
            Evidence(id=LocalId("x2"), visibility=Visibility.AUTHORITY, proves=(LocalId("e1"), LocalId("e2"))),
        ),
        decisions=(
            Decision(
                id=LocalId("d1"),
                reasons=(
                    DecisionReason(n=1, facts=(LocalId("e1"), LocalId("e2")), evidence=(LocalId("x1"), LocalId("x2"))),
                ),
            ),
        ),
        missed=(MissedPeriod(decision=LocalId("d1"), evidence=LocalId("x1")),),
    )
    seen = shown(case)
    assert seen.events[0].evidence == ("x2",)
    assert seen.evidence[0].proves == ("e1",)
    assert seen.decisions[0].reasons is not None
    assert (seen.decisions[0].reasons[0].facts, seen.decisions[0].reasons[0].evidence) == (("e1",), ("x2",))
    assert seen.missed[0].evidence is None
    cited = {item.record: item.cited_by for item in seen.withheld}
    assert cited == {"e2": ("x2", "d1.reason.1"), "x1": ("e1", "d1.reason.1", "missed.1")}


@pytest.mark.parametrize(
    ("birth", "age", "minor"),
    [
        (PartialDate(precision=Precision.DAY, on=dt.date(2008, 11, 24)), None, False),
        (PartialDate(precision=Precision.DAY, on=dt.date(2008, 11, 25)), None, True),
        (PartialDate(precision=Precision.YEAR, year=2008), None, True),
        (PartialDate(precision=Precision.YEAR, year=2007), None, False),
        (PartialDate(precision=Precision.MONTH, year=2008, month=11), None, True),
        (PartialDate(precision=Precision.MONTH, year=2008, month=10), None, False),
        (PartialDate(precision=Precision.UNKNOWN), "15 лет", True),
        (None, 15, True),
        (None, 18, False),
        (None, None, False),
    ],
)
def test_doubt_about_the_age_speaks_for_the_child(
    birth: PartialDate | None, age: int | str | None, minor: bool
) -> None:
    assert may_be_minor(Person(id=LocalId("p1"), birth=birth, age_stated=age), TODAY) is minor


def child(**more: Any) -> Person:
    return Person(id=LocalId("p1"), role="client", age_stated=15, **more)


@pytest.mark.parametrize(
    ("others", "kind"),
    [
        ((), SignerKind.CHILD_ALONE),
        (({"relation": "brother"},), SignerKind.CHILD_ALONE),
        (({"relation": "brother", "legal_guardian": False},), SignerKind.CHILD_ALONE),
        (({"relation": "uncle", "legal_guardian": True},), SignerKind.REPRESENTATIVE),
        (({"relation": "mother", "included": True},), SignerKind.REPRESENTATIVE),
        (({"relation": "mother"},), SignerKind.CHILD_ALONE),
        (({"relation": "mother", "included": True, "role": "missing"},), SignerKind.CHILD_ALONE),
        (({"relation": "uncle", "legal_guardian": True, "age_stated": 17},), SignerKind.CHILD_ALONE),
    ],
)
def test_who_signs_for_a_child(others: tuple[dict[str, Any], ...], kind: SignerKind) -> None:
    persons = (child(), *(Person(id=LocalId(f"p{n}"), **o) for n, o in enumerate(others, 2)))
    assert who_signs(case_of(persons=persons), TODAY).kind is kind


def test_an_adult_signs_and_an_annex_is_signed_by_nobody() -> None:
    assert who_signs(case_of(), TODAY).kind is SignerKind.CLIENT
    assert who_signs(case_of(), TODAY, nobody=True).kind is SignerKind.NOBODY
    assert who_signs(case_of(persons=()), TODAY).kind is SignerKind.NOBODY


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [s for f in dataclasses.fields(value) for s in _strings(getattr(value, f.name))]
    if isinstance(value, (tuple, list)):
        return [s for item in value for s in _strings(item)]
    return []


@pytest.mark.soak
@settings(
    max_examples=rounds(12, 300),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(valid_cases())
def test_no_note_and_no_internal_text_comes_through(case: CaseRecord) -> None:
    marked = dataclasses.replace(
        case,
        notes=(*(case.notes or ()), ConsultationNote(id=LocalId("n99"), text="ТАЙНА-ЗАПИСИ")),
        events=(
            *(case.events or ()),
            event("e99", Visibility.INTERNAL, "ТАЙНА-СОБЫТИЯ"),
            event("e98", None, "ТАЙНА-БЕЗ"),
        ),
        narratives=(*(case.narratives or ()), Narrative(text="ТАЙНА-РАССКАЗА", visibility=None)),
    )
    for audience in Audience:
        assert not [s for s in _strings(shown(marked, audience)) if "ТАЙНА" in s]


def test_a_remark_beside_a_paper_a_detention_or_a_person_goes_nowhere() -> None:
    """It has no mark of visibility, so it counts as internal (documents.md §1)."""
    canary = "КАНАРЕЙКА-ПОМЕТА"
    client = dataclasses.replace(CLIENT, note=canary, docs=(IdentityPaper(kind="passport", no="TEST1", note=canary),))
    detention = Detention(id=LocalId("t1"), place="СИЗО", note=canary)
    for document in ("A1", "A4", "C1", "D1"):
        opened = shown(case_of(persons=(client,), detentions=(detention,)), document=document)
        assert canary not in repr(opened)
