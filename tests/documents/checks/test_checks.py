"""Each check of documents.md §6 for the papers of this version: a case where it fires, a case where it does not."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from legalaid_desktop.documents.blocks import Block, Span
from legalaid_desktop.documents.checks.context import (
    AddresseeInfo,
    Annex,
    CheckContext,
    Citation,
    DocumentState,
    EarlierPaper,
    Gap,
    NameUse,
    PersonSummary,
    fingerprint,
)
from legalaid_desktop.documents.checks.name_guard import name_guard
from legalaid_desktop.documents.checks.runner import CATALOGUE, run_checks
from legalaid_desktop.documents.manifest import Question
from legalaid_desktop.domain.deadline import DeadlineRow, DeadlineStatus, Reading
from legalaid_desktop.domain.disclosed import (
    ByRole,
    DisclosedEntry,
    DisclosedEvent,
    DisclosedEvidence,
    DisclosedNarrative,
    Signer,
    SignerKind,
    WithheldItem,
)
from legalaid_desktop.domain.facts import (
    Consent,
    CountryInformation,
    Decision,
    Detention,
    Extradition,
    Injury,
    InterviewRecord,
)
from legalaid_desktop.domain.finding import Finding, Severity
from legalaid_desktop.domain.ids import CaseRef, CountryCode, DeadlineId, DocumentCode, LocalId, RuleId
from legalaid_desktop.domain.law import Confidence
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.domain.person import Citizenship, IdentityPaper, NameSet, Person, Sex
from legalaid_desktop.domain.visibility import Visibility
from legalaid_desktop.services.finding_words import finding_text
from tests.documents.checks.drafts import TODAY, a_case, a_draft, a_manifest, a_person, para

KEY = b"k" * 32


def day(text: str) -> PartialDate:
    return PartialDate(precision=Precision.DAY, on=dt.date.fromisoformat(text))


def month(year: int, number: int) -> PartialDate:
    return PartialDate(precision=Precision.MONTH, year=year, month=number)


def year(number: int) -> PartialDate:
    return PartialDate(precision=Precision.YEAR, year=number)


def findings(context: CheckContext, id: str, variant: str | None = None) -> list[Finding]:
    found = [f for f in run_checks(context) if f.id == id and variant in (None, f.variant)]
    for one in found:
        for lang in ("ru", "be", "en"):
            assert finding_text(one, lang)
    return found


def a_decision(**changes: Any) -> Decision:
    values: dict[str, Any] = {
        "id": LocalId("d1"),
        "kind": "refusal_protection",
        "dated": dt.date(2026, 11, 2),
        "received": dt.date(2026, 11, 5),
    }
    return Decision(**{**values, **changes})


def a_row(**changes: Any) -> DeadlineRow:
    values: dict[str, Any] = {
        "id": DeadlineId("d1-r"),
        "decision": LocalId("d1"),
        "rule": RuleId("ip.refusal_appeal"),
        "reading": Reading.RULE,
        "primary": True,
        "trigger": dt.date(2026, 11, 5),
        "starts_on": dt.date(2026, 11, 6),
        "last_day": dt.date(2026, 11, 26),
        "safe_day": dt.date(2026, 11, 26),
        "alarm_on": dt.date(2026, 11, 10),
        "confidence": Confidence.VERIFIED,
        "stale": False,
        "unchecked": False,
        "status": DeadlineStatus.RUNNING,
        "explanation": (),
        "days": (),
        "source": "",
        "note": "",
    }
    return DeadlineRow(**{**values, **changes})


def an_annex(**changes: Any) -> Annex:
    values: dict[str, Any] = {
        "number": 1,
        "group": "C",
        "kind": "evidence",
        "ref": "x1",
        "title": "Справка",
        "date": "",
        "copy": True,
        "pages": 2,
        "language": "ru",
        "translated": None,
    }
    return Annex(**{**values, **changes})


Maker = Callable[[], CheckContext]
note = fingerprint(
    "КАНАРЕЙКА клиент просил никому не говорить о деньгах дяди и о складе", source="note", record="n1", key=KEY
)
short_note = fingerprint("звонил дважды", source="note", record="n2", key=KEY)
hidden_name = fingerprint("Камран", source="person", record="p2", key=KEY)
assert note and short_note and hidden_name
guard = name_guard(Person(id=LocalId("p2"), relation="brother", sex=Sex.MALE, names=NameSet(given="Камран")), [], KEY)
assert guard
in_danger = a_person("p2", role="family", relation="brother", names=NameSet(), by_role=ByRole.IN_DANGER)
withheld_event = WithheldItem(kind="event", record="e9", visibility=Visibility.UN, because="audience")
separate = WithheldItem(
    kind="narrative", record="narrative.2", visibility=Visibility.FAMILY_SEPARATE, because="family_separate"
)


def account(text: str, **changes: Any) -> CheckContext:
    """An A1 whose client's account is ``text`` and which prints it."""
    narrative = DisclosedNarrative(person=LocalId("p1"), text=text)
    case = a_case("A1", narratives=(narrative,), topic="ip.application", **changes)
    return a_draft(
        para(text, "narrative.1"), document="A1", case=case, addressee=None, manifest=a_manifest("A1", addressee=None)
    )


def with_events(*events: DisclosedEvent, **changes: Any) -> CheckContext:
    """A C1 that prints the given events."""
    told = [para(e.text or "–", f"{e.id}.text") for e in events] or [para("Текст.")]
    return a_draft(*told, case=a_case(events=events, **changes))


def event(id: str, date: PartialDate | None, text: str = "Меня вызвали.", **changes: Any) -> DisclosedEvent:
    return DisclosedEvent(id=LocalId(id), date=date, text=text, **changes)


FIRES: list[tuple[str, str, Severity, Maker]] = [
    (
        "CHK-REQ",
        "gap",
        Severity.OVERRIDABLE,
        lambda: a_draft(para("Я ________"), gaps=(Gap(field="client.birth", section="6", text="Я ________"),)),
    ),
    (
        "CHK-REQ",
        "question",
        Severity.WARNS,
        lambda: a_draft(
            para("x"),
            urgent=True,
            gaps=(Gap(field="answers.q", section="facts", text="x", question="q"),),
            manifest=a_manifest(
                questions=(Question(name="q", type="text", ask=dict.fromkeys(("ru", "be", "en"), "Кто?")),)
            ),
        ),
    ),
    ("CHK-PLACEHOLDER", "marker", Severity.BLOCKS, lambda: a_draft(para("Дата ??? уточнить", "e1.text"))),
    ("CHK-PLACEHOLDER", "marker", Severity.BLOCKS, lambda: a_draft(para("Родился None в городе"))),
    ("CHK-PLACEHOLDER", "spaces", Severity.BLOCKS, lambda: a_draft(para("Решением  отказано"))),
    ("CHK-PLACEHOLDER", "quotes", Severity.BLOCKS, lambda: a_draft(para("документ «» приложен"))),
    (
        "CHK-PLACEHOLDER",
        "row",
        Severity.BLOCKS,
        lambda: a_draft(Block(kind="table", rows=(((Span("Дата"),),), ((Span(""),),)))),
    ),
    (
        "CHK-CONF",
        "note",
        Severity.BLOCKS,
        lambda: a_draft(
            para("Клиент просил никому не говорить о деньгах дяди и складе.", "answers.x"), internal=(note,)
        ),
    ),
    ("CHK-CONF", "short", Severity.WARNS, lambda: a_draft(para("Звонил дважды."), internal=(short_note,))),
    (
        "CHK-OFFICE",
        "named",
        Severity.BLOCKS,
        lambda: a_draft(para("Составлено Примерным бюро."), office_words=("примерным бюро",)),
    ),
    ("CHK-META", "pdf", Severity.BLOCKS, lambda: a_draft(para("x"), made={"pdf": b"%PDF /Author (Ivan) "})),
    (
        "CHK-META",
        "docx",
        Severity.BLOCKS,
        lambda: a_draft(para("x"), made={"docx": _docx({"docProps/core.xml": "<dc:creator>Ivan</dc:creator>"})}),
    ),
    (
        "CHK-META",
        "docx",
        Severity.BLOCKS,
        lambda: a_draft(para("x"), made={"docx": _docx({"word/comments.xml": "<x/>"})}),
    ),
    ("CHK-VIS", "person", Severity.BLOCKS, lambda: a_draft(para("Брат Камран остался."), hidden=(hidden_name,))),
    (
        "CHK-VIS",
        "cited",
        Severity.BLOCKS,
        lambda: a_draft(
            para("см. e9"), withheld=(withheld_event,), citations=(Citation(ref="e9", section="6", number=3),)
        ),
    ),
    ("CHK-VIS", "left_out", Severity.INFORMS, lambda: a_draft(para("x"), withheld=(withheld_event,))),
    ("CHK-SPOUSE", "left_out", Severity.INFORMS, lambda: a_draft(para("x"), withheld=(separate,))),
    (
        "CHK-3RD",
        "in_danger",
        Severity.OVERRIDABLE,
        lambda: a_draft(para("брат", "p2.relation"), case=a_case(persons=(a_person(), in_danger))),
    ),
    (
        "CHK-3RD",
        "in_danger_sentence",
        Severity.OVERRIDABLE,
        lambda: a_draft(
            para("Я ушёл. Сестру увезли.", "e1.text"),
            case=a_case(persons=(a_person(), in_danger)),
            withheld=(
                WithheldItem(
                    kind="person",
                    record=LocalId("p2"),
                    visibility=Visibility.AUTHORITY,
                    because="in_danger",
                    cited_by=("e1",),
                    sentences=(("e1", "Сестру увезли."),),
                ),
            ),
        ),
    ),
    ("CHK-VIS", "person", Severity.BLOCKS, lambda: a_draft(para("Сам Камраном звался.", "edit"), guards=(guard,))),
    (
        "CHK-HOME",
        "contact",
        Severity.OVERRIDABLE,
        lambda: a_draft(para("Прошу запросить сведения в посольстве государства.", "answers.x")),
    ),
    (
        "CHK-SELFINC",
        "sentence",
        Severity.OVERRIDABLE,
        lambda: a_draft(para("Мы заплатили проводнику две тысячи.", "e1.text")),
    ),
    (
        "CHK-SELFINC",
        "sentence",
        Severity.OVERRIDABLE,
        lambda: a_draft(para("Я нелегально пересёк границу.", "e1.text")),
    ),
    (
        "CHK-EXCL",
        "sentence",
        Severity.OVERRIDABLE,
        lambda: a_draft(para("Я служил в службе безопасности пять лет.", "e1.text")),
    ),
    (
        "CHK-LISTED",
        "annex",
        Severity.OVERRIDABLE,
        lambda: a_draft(para("x"), annexes=(an_annex(risk_flags=("listed_material",)),)),
    ),
    (
        "CHK-LISTED",
        "text",
        Severity.OVERRIDABLE,
        lambda: a_draft(para("Опубликовано на www.example.test", "answers.x")),
    ),
    (
        "CHK-DL-PAST",
        "passed",
        Severity.OVERRIDABLE,
        lambda: a_draft(para("x"), decision=a_decision(), deadlines=(a_row(last_day=dt.date(2026, 11, 20)),)),
    ),
    (
        "CHK-DL-PAST",
        "restored",
        Severity.INFORMS,
        lambda: a_draft(
            para("x"),
            decision=a_decision(),
            deadlines=(a_row(last_day=dt.date(2026, 11, 20)),),
            states={DocumentCode("C3"): DocumentState(drafted=True)},
        ),
    ),
    (
        "CHK-DL-UNSURE",
        "recalled",
        Severity.WARNS,
        lambda: a_draft(
            para("x"), decision=a_decision(), deadlines=(a_row(unchecked=True, confidence=Confidence.RECALLED),)
        ),
    ),
    (
        "CHK-DL-HOL",
        "stays",
        Severity.INFORMS,
        lambda: a_draft(
            para("x"),
            decision=a_decision(),
            deadlines=(a_row(last_day=dt.date(2026, 12, 25), safe_day=dt.date(2026, 12, 24)),),
        ),
    ),
    (
        "CHK-DL-NOTICE",
        "period",
        Severity.OVERRIDABLE,
        lambda: a_draft(
            para("x"),
            decision=a_decision(notice_period="10 дней"),
            deadlines=(a_row(reading=Reading.NOTICE, last_day=dt.date(2026, 11, 25)), a_row(primary=False)),
        ),
    ),
    (
        "CHK-DL-NOTICE",
        "unclear",
        Severity.OVERRIDABLE,
        lambda: a_draft(para("x"), decision=a_decision(notice_period="в установленный срок"), deadlines=(a_row(),)),
    ),
    (
        "CHK-DATE",
        "before_birth",
        Severity.OVERRIDABLE,
        lambda: with_events(event("e1", day("1980-01-01")), persons=(a_person(birth=day("1990-01-01")),)),
    ),
    ("CHK-DATE", "future", Severity.OVERRIDABLE, lambda: with_events(event("e1", day("2027-01-01")))),
    (
        "CHK-DATE",
        "received_before_dated",
        Severity.OVERRIDABLE,
        lambda: with_events(decisions=(a_decision(received=dt.date(2026, 11, 1)),)),
    ),
    (
        "CHK-DATE",
        "child_older",
        Severity.OVERRIDABLE,
        lambda: with_events(
            persons=(a_person(birth=year(2000)), a_person("p2", role="family", relation="son", birth=year(2005)))
        ),
    ),
    (
        "CHK-DATE",
        "paper_at_entry",
        Severity.OVERRIDABLE,
        lambda: with_events(
            persons=(a_person(docs=(IdentityPaper(kind="passport", expires=dt.date(2026, 5, 14)),)),),
            entries=(DisclosedEntry(date=day("2026-09-19"), lawful="yes"),),
        ),
    ),
    (
        "CHK-DATE",
        "paper_expired",
        Severity.OVERRIDABLE,
        lambda: with_events(persons=(a_person(docs=(IdentityPaper(kind="passport", expires=dt.date(2026, 5, 14)),)),)),
    ),
    (
        "CHK-CONTRA",
        "children",
        Severity.WARNS,
        lambda: account("У меня трое детей.", persons=(a_person(), a_person("p2", role="family", relation="son"))),
    ),
    (
        "CHK-CONTRA",
        "people",
        Severity.WARNS,
        lambda: account(
            "Нас девять человек: я и мои родные.",
            persons=(a_person(), a_person("p2", role="family", relation="wife", included=True)),
        ),
    ),
    (
        "CHK-CONTRA",
        "detentions",
        Severity.WARNS,
        lambda: account("Меня трижды задерживали.", events=(event("e1", month(2024, 3), "Меня задержали у дома."),)),
    ),
    (
        "CHK-CONTRA",
        "date",
        Severity.WARNS,
        lambda: account(
            "Обстрел разрушил наш дом 5 декабря 2025 года.",
            events=(event("e1", day("2025-12-04"), "Наш дом разрушен при обстреле."),),
        ),
    ),
    (
        "CHK-CONTRA",
        "birth",
        Severity.WARNS,
        lambda: account("Я родился в 2009 году.", persons=(a_person(birth=year(1999)),)),
    ),
    (
        "CHK-CONTRA",
        "birth",
        Severity.WARNS,
        lambda: account("Я родился 3 мая 1991 года.", persons=(a_person(birth=day("1990-05-03")),)),
    ),
    (
        "CHK-CONTRA",
        "entry",
        Severity.WARNS,
        lambda: account("Я приехал 4 ноября 2026 года.", entries=(DisclosedEntry(date=day("2026-11-03")),)),
    ),
    (
        "CHK-CONTRA",
        "injury",
        Severity.WARNS,
        lambda: with_events(
            event("e1", day("2026-11-09"), "Меня ударили по колену."),
            injuries=(Injury(event=LocalId("e1"), part="правое колено", side="right"),),
        ),
    ),
    (
        "CHK-CROSSDOC",
        "children",
        Severity.WARNS,
        lambda: a_draft(
            para("x"),
            case=a_case(
                interview_records=(
                    InterviewRecord(date=day("2026-10-01"), says="Заявитель сообщил, что у него двое детей."),
                )
            ),
        ),
    ),
    (
        "CHK-CROSSDOC",
        "earlier",
        Severity.WARNS,
        lambda: a_draft(
            para("4 мая 1990 г.", "p1.birth"),
            earlier=(
                EarlierPaper(document=DocumentCode("A1"), exported_on=TODAY, facts={"p1.birth": "3 мая 1990 г."}),
            ),
        ),
    ),
    (
        "CHK-NAME",
        "unconfirmed",
        Severity.OVERRIDABLE,
        lambda: a_draft(
            para("x"), names=(NameUse(person=LocalId("p1"), case="gen", text="Примера Самира", confirmed=False),)
        ),
    ),
    ("CHK-NAME", "mixed", Severity.OVERRIDABLE, lambda: a_draft(para("Caмир Пример", "p1.names"))),
    ("CHK-ADDRESSEE", "incomplete", Severity.OVERRIDABLE, lambda: a_draft(para("x"), addressee=None)),
    (
        "CHK-ADDRESSEE",
        "kind",
        Severity.OVERRIDABLE,
        lambda: a_draft(
            para("x"), addressee=AddresseeInfo(text="В Верховный Суд", type="court_supreme", from_notice=True)
        ),
    ),
    (
        "CHK-ADDRESSEE",
        "region",
        Severity.OVERRIDABLE,
        lambda: a_draft(
            para("x"),
            document="A1",
            addressee=AddresseeInfo(text="В Управление", type="migration_regional", region="brest"),
        ),
    ),
    (
        "CHK-ADDRESSEE",
        "proposed",
        Severity.OVERRIDABLE,
        lambda: a_draft(para("x"), addressee=AddresseeInfo(text="В суд", type="court_district", proposed=True)),
    ),
    ("CHK-TERM", "abbreviation", Severity.BLOCKS, lambda: a_draft(para("на основании ГПК"))),
    (
        "CHK-TERM",
        "extradition",
        Severity.BLOCKS,
        lambda: a_draft(para("Прошу отменить высылку."), document="D1", decision=a_decision(kind="extradition")),
    ),
    ("CHK-LAW", "article", Severity.OVERRIDABLE, lambda: a_draft(para("в силу статьи 353 кодекса", "answers.x"))),
    ("CHK-LAW", "code", Severity.OVERRIDABLE, lambda: a_draft(para("по правилам ПИКоАП"))),
    (
        "CHK-ANNEX",
        "numbers",
        Severity.BLOCKS,
        lambda: a_draft(para("x"), annexes=(an_annex(number=1), an_annex(number=3, ref="x2"))),
    ),
    (
        "CHK-ANNEX",
        "absent",
        Severity.BLOCKS,
        lambda: a_draft(para("x"), citations=(Citation(ref="x7", section="6", number=None),)),
    ),
    ("CHK-ANNEX", "absent", Severity.BLOCKS, lambda: a_draft(para("x"), loose=(("e1", "x5"),))),
    (
        "CHK-ANNEX",
        "translation",
        Severity.OVERRIDABLE,
        lambda: a_draft(para("x"), annexes=(an_annex(language="uk", translated=False),)),
    ),
    ("CHK-ANNEX", "uncited", Severity.WARNS, lambda: a_draft(para("x"), annexes=(an_annex(cited=False),))),
    ("CHK-ANNEX", "pages", Severity.WARNS, lambda: a_draft(para("x"), annexes=(an_annex(pages=None),))),
    (
        "CHK-SIGN",
        "child_alone",
        Severity.BLOCKS,
        lambda: a_draft(para("x"), case=a_case(signer=Signer(kind=SignerKind.CHILD_ALONE, person=LocalId("p1")))),
    ),
    (
        "CHK-SIGN",
        "representative",
        Severity.INFORMS,
        lambda: a_draft(para("x"), case=a_case(signer=Signer(kind=SignerKind.REPRESENTATIVE, person=LocalId("p2")))),
    ),
    (
        "CHK-INTERP",
        "no_block",
        Severity.OVERRIDABLE,
        lambda: a_draft(para("x"), document="A2", case=a_case("A2", interpreter_used=True)),
    ),
    (
        "CHK-INTERP",
        "not_read_back",
        Severity.OVERRIDABLE,
        lambda: a_draft(para("x"), document="A2", case=a_case("A2", read_back=False)),
    ),
    ("CHK-REMEDY", "not_open", Severity.BLOCKS, lambda: a_draft(para("x"), decision=None)),
    ("CHK-REMEDY", "main_paper", Severity.BLOCKS, lambda: a_draft(para("x"), document="C3", decision=a_decision())),
    (
        "CHK-REMEDY",
        "not_late",
        Severity.BLOCKS,
        lambda: a_draft(
            para("x"),
            document="C3",
            decision=a_decision(),
            planned=(DocumentCode("C1"),),
            deadlines=(a_row(last_day=dt.date(2026, 12, 1)),),
        ),
    ),
    (
        "CHK-DATE",
        "two_open",
        Severity.OVERRIDABLE,
        lambda: with_events(detentions=(Detention(id=LocalId("t1")), Detention(id=LocalId("t2")))),
    ),
    ("CHK-SELFINC", "sentence", Severity.OVERRIDABLE, lambda: a_draft(para("Я ударил полицейского.", "e1.text"))),
    (
        "CHK-EXCL",
        "sentence",
        Severity.OVERRIDABLE,
        lambda: a_draft(para("Я служил в Службе национальной безопасности.", "e1.text")),
    ),
    (
        "CHK-TONE",
        "proved",
        Severity.WARNS,
        lambda: a_draft(para("Следователь Пример совершил преступление.", "e1.text")),
    ),
    (
        "CHK-AGE",
        "consent",
        Severity.WARNS,
        lambda: a_draft(
            para("x"), case=a_case(consents=(Consent(scope="keep_data", given=True, date=dt.date(2024, 1, 1)),))
        ),
    ),
    ("CHK-INTERP", "not_read_back", Severity.OVERRIDABLE, lambda: a_draft(para("x"), case=a_case(read_back=False))),
    (
        "CHK-ANNEX",
        "uncited",
        Severity.WARNS,
        lambda: a_draft(para("x"), annexes=(an_annex(kind="document", ref="C4", cited=False),)),
    ),
    (
        "CHK-DL-UNSURE",
        "over",
        Severity.WARNS,
        lambda: a_draft(
            para("x"), decision=a_decision(), deadlines=(a_row(last_day=dt.date(2026, 11, 20), unchecked=True),)
        ),
    ),
    (
        "CHK-DL-NOTICE",
        "inner",
        Severity.OVERRIDABLE,
        lambda: a_draft(
            para("x"),
            decision=a_decision(notice_period="десять суток", notice_last_day=dt.date(2026, 11, 30)),
            deadlines=(a_row(reading=Reading.NOTICE),),
        ),
    ),
    (
        "CHK-DATE",
        "request_after_decision",
        Severity.OVERRIDABLE,
        lambda: with_events(
            extradition=Extradition(requested=day("2026-11-20")), decisions=(a_decision(kind="extradition"),)
        ),
    ),
    (
        "CHK-DATE",
        "after_departure",
        Severity.OVERRIDABLE,
        lambda: with_events(
            event("e1", day("2026-01-01"), place="Примерск"),
            event("e2", day("2026-11-20"), place="Примерск", how_known="seen"),
            entries=(DisclosedEntry(date=day("2026-11-01")),),
        ),
    ),
    (
        "CHK-CONTRA",
        "children",
        Severity.WARNS,
        lambda: account("У меня две дочери.", persons=(a_person(), a_person("p2", role="family", relation="daughter"))),
    ),
    (
        "CHK-CONTRA",
        "age",
        Severity.WARNS,
        lambda: account("Мне семнадцать лет.", persons=(a_person(birth=day("2000-01-01")),)),
    ),
    (
        "CHK-CROSSDOC",
        "children",
        Severity.WARNS,
        lambda: a_draft(
            para("x"),
            case=a_case(
                persons=(a_person(), a_person("p2", role="family", relation="son")),
                interview_records=(InterviewRecord(says="Детей нет."),),
            ),
        ),
    ),
    ("CHK-SUSP", "no_c5", Severity.WARNS, lambda: a_draft(para("x"), conditions={"not_suspensive": True})),
    ("CHK-MULTI", "unanswered", Severity.OVERRIDABLE, lambda: _two_citizenships({"fear_tj": "да, опасно"})),
    (
        "CHK-DUP",
        "other_case",
        Severity.WARNS,
        lambda: a_draft(para("x"), people=_people("Рибвар Хама Нимуне", "Ребвар Хамма Нимуна", restricted=False)),
    ),
    (
        "CHK-DUP",
        "restricted",
        Severity.WARNS,
        lambda: a_draft(para("x"), people=_people("Рибвар Хама Нимуне", "Ребвар Хамма Нимуна", restricted=True)),
    ),
    (
        "CHK-MINOR-PRIV",
        "school",
        Severity.OVERRIDABLE,
        lambda: a_draft(
            para("Сын ходит в школу № 5.", "e1.text"),
            case=a_case(persons=(a_person(), a_person("p2", role="family", relation="son", birth=year(2016)))),
        ),
    ),
    ("CHK-LEN", "pages", Severity.INFORMS, lambda: a_draft(para("x"), pdf_pages=12)),
    (
        "CHK-LEN",
        "narrative",
        Severity.INFORMS,
        lambda: a_draft(
            para("x"), document="A2", case=a_case("A2", narratives=(DisclosedNarrative(text="слово " * 2500),))
        ),
    ),
    ("CHK-FONT", "glyph", Severity.BLOCKS, lambda: a_draft(para("Имя: 𒀀𒀁", "p1.names"))),
    ("CHK-TONE", "insult", Severity.WARNS, lambda: a_draft(para("Эти негодяи меня били.", "e1.text"))),
    ("CHK-TONE", "capitals", Severity.WARNS, lambda: a_draft(para("ОНИ ХОТЕЛИ МЕНЯ УБИТЬ СРАЗУ ЖЕ", "e1.text"))),
    (
        "CHK-AGE",
        "report",
        Severity.WARNS,
        lambda: a_draft(
            para("доклад", "coi.1.title"), case=a_case(coi=(CountryInformation(title="Доклад", date=year(2023)),))
        ),
    ),
    (
        "CHK-AGE",
        "medical",
        Severity.WARNS,
        lambda: a_draft(
            para("x"),
            annexes=(an_annex(),),
            case=a_case(evidence=(DisclosedEvidence(id=LocalId("x1"), title="Заключение врача"),)),
        ),
    ),
    ("CHK-COPY", "court", Severity.INFORMS, lambda: a_draft(para("x"))),
]


def _docx(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def _two_citizenships(answers: dict[str, str]) -> CheckContext:
    client = a_person(citizenships=(Citizenship(country=CountryCode("TJ")), Citizenship(country=CountryCode("RU"))))
    return a_draft(para("x"), case=a_case(persons=(client,)), conditions={"multi_citizenship": True}, answers=answers)


def _people(here: str, there: str, *, restricted: bool, birth: int = 2006) -> tuple[PersonSummary, ...]:
    return (
        PersonSummary(
            person=LocalId("p2"),
            case=CaseRef("TEST-1"),
            names=NameSet(ru_nom=here),
            birth_year=2006,
            sex=Sex.MALE,
            here=True,
        ),
        PersonSummary(
            person=LocalId("q1"),
            case=CaseRef("TEST-2"),
            names=NameSet(ru_nom=there),
            birth_year=birth,
            sex=Sex.MALE,
            restricted=restricted,
        ),
    )


@pytest.mark.parametrize(
    ("id", "variant", "severity", "make"), FIRES, ids=[f"{i}-{v}-{n}" for n, (i, v, _s, _m) in enumerate(FIRES)]
)
def test_fires(id: str, variant: str, severity: Severity, make: Maker) -> None:
    found = findings(make(), id, variant)
    assert found, f"{id} {variant} did not fire"
    assert {f.severity for f in found} == {severity}


SILENT: list[tuple[str, Maker]] = [
    ("CHK-REQ", lambda: a_draft(para("Я родился в городе."))),
    ("CHK-PLACEHOLDER", lambda: a_draft(para("Господин Нанин и Nonexistent, «слово», 01.01.1990."))),
    ("CHK-CONF", lambda: a_draft(para("Клиент просил дать время для подготовки."), internal=(note, short_note))),
    ("CHK-OFFICE", lambda: a_draft(para("бюро находок"), office_words=("примерным бюро",))),
    (
        "CHK-META",
        lambda: a_draft(
            para("x"),
            made={
                "pdf": b"/Author () /Producer ()",
                "docx": _docx(
                    {
                        "docProps/core.xml": "<dc:creator></dc:creator><dc:title>x</dc:title>",
                        "word/document.xml": "<w:p/>",
                    }
                ),
            },
        ),
    ),
    ("CHK-VIS", lambda: a_draft(para("Брат остался дома."), hidden=(hidden_name,))),
    ("CHK-SPOUSE", lambda: a_draft(para("x"), withheld=(withheld_event,))),
    ("CHK-VIS", lambda: a_draft(para("камран на столе, брат дома", "e1.text"), guards=(guard,))),
    ("CHK-3RD", lambda: a_draft(para("x"), case=a_case(persons=(a_person(), in_danger)))),
    (
        "CHK-HOME",
        lambda: a_draft(para("Прошу не сообщать обо мне консульству государства. В 2020 году я работал в посольстве.")),
    ),
    ("CHK-SELFINC", lambda: a_draft(para("Я въехал 3 ноября 2026 г. Прошу защиты.", "e1.text"))),
    ("CHK-EXCL", lambda: a_draft(para("Вооружённые люди пришли ко мне домой. Я работал врачом.", "e1.text"))),
    ("CHK-LISTED", lambda: a_draft(para("Справка из больницы"), annexes=(an_annex(),))),
    ("CHK-DL-PAST", lambda: a_draft(para("x"), decision=a_decision(), deadlines=(a_row(last_day=TODAY),))),
    (
        "CHK-DL-PAST",
        lambda: a_draft(
            para("x"),
            decision=a_decision(),
            deadlines=(a_row(last_day=dt.date(2026, 11, 20)),),
            manifest=a_manifest("D5", checks=()),
        ),
    ),
    ("CHK-DL-UNSURE", lambda: a_draft(para("x"), decision=a_decision(), deadlines=(a_row(),))),
    ("CHK-DL-HOL", lambda: a_draft(para("x"), decision=a_decision(), deadlines=(a_row(),))),
    # What was handed in is not to be filed today, nor by a safe day, nor are copies to be made of it.
    (
        "CHK-DL-UNSURE",
        lambda: a_draft(para("x"), decision=a_decision(), deadlines=(a_row(unchecked=True),), filed=True),
    ),
    (
        "CHK-DL-UNSURE",
        lambda: a_draft(
            para("x"), decision=a_decision(), deadlines=(a_row(unchecked=True, status=DeadlineStatus.DONE),)
        ),
    ),
    (
        "CHK-DL-HOL",
        lambda: a_draft(
            para("x"), decision=a_decision(), deadlines=(a_row(last_day=dt.date(2026, 12, 25)),), filed=True
        ),
    ),
    ("CHK-COPY", lambda: a_draft(para("x"), filed=True)),
    (
        "CHK-DL-NOTICE",
        lambda: a_draft(
            para("x"), decision=a_decision(notice_period="15 рабочих дней"), deadlines=(a_row(reading=Reading.NOTICE),)
        ),
    ),
    (
        "CHK-DATE",
        lambda: with_events(
            event("e1", year(1990)),
            event("e2", month(2026, 11)),
            event("e3", None),
            persons=(a_person(birth=year(1990)), a_person("p2", role="family", relation="son", birth=year(2010))),
            decisions=(a_decision(),),
            entries=(DisclosedEntry(date=month(2026, 10), lawful="yes"),),
        ),
    ),
    (
        "CHK-CONTRA",
        lambda: account(
            "У меня двое детей, сын и дочь. Нас четверо: я, жена и дети. 4 декабря 2025 года дом разрушен. "
            "Я приехал в ноябре 2026 года.",
            persons=(
                a_person(),
                a_person("p2", role="family", relation="wife", included=True),
                a_person("p3", role="family", relation="son", included=True),
                a_person("p4", role="family", relation="daughter", included=True),
            ),
            events=(event("e1", day("2025-12-04"), "Наш дом разрушен."),),
            entries=(DisclosedEntry(date=day("2026-11-03")),),
        ),
    ),
    (
        "CHK-CONTRA",
        lambda: with_events(
            event("e1", day("2026-11-09"), "Меня ударили по правому колену."),
            injuries=(Injury(event=LocalId("e1"), part="правое колено", side="right"),),
        ),
    ),
    (
        "CHK-CROSSDOC",
        lambda: a_draft(
            para("3 мая 1990 г.", "p1.birth"),
            earlier=(
                EarlierPaper(document=DocumentCode("A1"), exported_on=TODAY, facts={"p1.birth": "3 мая 1990 г."}),
            ),
        ),
    ),
    (
        "CHK-NAME",
        lambda: a_draft(
            para("Пример Самир (PRIMER SAMIR), паспорт TEST000001", "p1.names"),
            names=(NameUse(person=LocalId("p1"), case="gen", text="Примера Самира", confirmed=True),),
        ),
    ),
    ("CHK-ADDRESSEE", lambda: a_draft(para("x"))),
    ("CHK-ADDRESSEE", lambda: a_draft(para("x"), addressee=None, manifest=a_manifest("A2", addressee="parent"))),
    (
        "CHK-TERM",
        lambda: a_draft(
            para("В Турции меня хотели депортировать.", "e1.text"),
            para("Прошу отказать в выдаче."),
            document="D1",
            decision=a_decision(kind="extradition"),
        ),
    ),
    (
        "CHK-LAW",
        lambda: a_draft(para("в порядке, установленном Кодексом гражданского судопроизводства Республики Беларусь")),
    ),
    (
        "CHK-ANNEX",
        lambda: a_draft(
            para("x"),
            annexes=(
                an_annex(),
                an_annex(number=2, ref="x2", language="none"),
                an_annex(number=3, ref="x3", language="de", translated=True),
            ),
            citations=(Citation(ref="x1", section="6", number=1),),
        ),
    ),
    ("CHK-SIGN", lambda: a_draft(para("x"))),
    (
        "CHK-INTERP",
        lambda: a_draft(
            para("Изложено на языке дари, прочитано мне в переводе; записано верно."),
            document="A2",
            case=a_case("A2", interpreter_used=True, read_back=True),
        ),
    ),
    ("CHK-REMEDY", lambda: a_draft(para("x"), document="C3", decision=a_decision(), planned=(DocumentCode("C1"),))),
    (
        "CHK-SUSP",
        lambda: a_draft(
            para("x"),
            conditions={"not_suspensive": True},
            states={DocumentCode("C5"): DocumentState(exported_on=TODAY)},
        ),
    ),
    ("CHK-MULTI", lambda: _two_citizenships({"fear_what": "да", "fear_second": "да, меня выдадут"})),
    ("CHK-DUP", lambda: a_draft(para("x"), people=_people("Рибвар Хама Нимуне", "Шерко Хама Азад", restricted=False))),
    (
        "CHK-DUP",
        lambda: a_draft(
            para("x"), people=_people("Рибвар Хама Нимуне", "Ребвар Хамма Нимуна", restricted=False, birth=1985)
        ),
    ),
    (
        "CHK-TWIN",
        lambda: a_draft(
            para("x"),
            case=a_case(
                persons=(
                    a_person(),
                    a_person(
                        "p2",
                        role="family",
                        relation="son",
                        birth=day("2016-01-02"),
                        names=NameSet(family="Пример", given="Омар"),
                    ),
                    a_person(
                        "p3",
                        role="family",
                        relation="son",
                        birth=day("2016-01-02"),
                        names=NameSet(family="Пример", given="Зейд"),
                    ),
                )
            ),
        ),
    ),
    ("CHK-MINOR-PRIV", lambda: a_draft(para("Я работал в школе № 5.", "e1.text"))),
    ("CHK-LEN", lambda: a_draft(para("x"), pdf_pages=8)),
    ("CHK-FONT", lambda: a_draft(para("Навид, نوید, Дар’я, ʻŌ, Тоҷикистон, ḥ"))),
    ("CHK-TONE", lambda: a_draft(para("JEAN PAUL NGASSA MBARGA", "p1.names"))),
    ("CHK-LAW", lambda: a_draft(para("Мне предъявили статью 168.", "e1.text"))),
    (
        "CHK-CONTRA",
        lambda: account(
            "Брата дважды задержали. Мне было семнадцать лет.", persons=(a_person(birth=day("2000-01-01")),)
        ),
    ),
    ("CHK-TONE", lambda: a_draft(para("Меня били. Документы МВД и ООН приложены.", "e1.text"))),
    (
        "CHK-AGE",
        lambda: a_draft(
            para("доклад", "coi.1.title"), case=a_case(coi=(CountryInformation(title="Доклад", date=month(2026, 5)),))
        ),
    ),
    ("CHK-COPY", lambda: a_draft(para("x"), manifest=a_manifest("D5", signer="nobody", addressee=None))),
]


@pytest.mark.parametrize(("id", "make"), SILENT, ids=[f"{i}-{n}" for n, (i, _m) in enumerate(SILENT)])
def test_stays_silent(id: str, make: Maker) -> None:
    assert findings(make(), id) == []


def test_every_check_that_fires_has_a_silent_case() -> None:
    assert {id for id, *_ in FIRES} <= {id for id, _ in SILENT}


def test_twins_are_told_apart_and_never_asked_again() -> None:
    twins = (
        a_person(
            "p2", role="family", relation="son", birth=day("2016-01-02"), names=NameSet(family="Пример", given="Хасан")
        ),
        a_person(
            "p3", role="family", relation="son", birth=day("2016-01-02"), names=NameSet(family="Пример", given="Хусейн")
        ),
    )
    found = findings(a_draft(para("x"), case=a_case(persons=(a_person(), *twins))), "CHK-TWIN")
    assert [f.severity for f in found] == [Severity.INFORMS]


def test_findings_that_stop_come_first_and_all_ids_are_of_the_catalogue() -> None:
    context = a_draft(para("Решением  отказано, ГПК"), pdf_pages=20)
    found = run_checks(context)
    stops = [f.stops for f in found]
    assert stops == sorted(stops, reverse=True)
    assert {f.id for f in found} <= set(CATALOGUE)


def test_a_missing_answer_is_named_by_its_question_and_section() -> None:
    question = Question(
        name="q", type="text", ask={"ru": "Кто угрожал?", "be": "Хто пагражаў?", "en": "Who threatened?"}
    )
    gap = Gap(field="answers.q", section="facts", text="Кто: ________", question="q")
    (one,) = findings(a_draft(para("x"), gaps=(gap,), manifest=a_manifest(questions=(question,))), "CHK-REQ")
    assert one.where is not None and one.where.section == "6"
    assert "Кто угрожал?" in finding_text(one, "ru") and "Who threatened?" in finding_text(one, "en")


def test_the_sentence_shown_is_the_redacted_one_and_says_where_it_stands() -> None:
    withheld = WithheldItem(
        kind="person",
        record="p2",
        visibility=Visibility.AUTHORITY,
        because="in_danger",
        cited_by=("e1", "e2"),
        sentences=(("e1", "Сестру увезли."), ("e2", "Сестра вернулась.")),
    )
    draft = a_draft(
        para("Я ушёл. Сестру увезли.", "e1.text"), case=a_case(persons=(a_person(), in_danger)), withheld=(withheld,)
    )
    found = [f for f in run_checks(draft) if f.id == "CHK-3RD"]
    assert [(f.where.record, f.where.text) for f in found if f.where] == [("e1", "Сестру увезли.")]
    for lang in ("ru", "be", "en"):
        assert "p2" in finding_text(found[0], lang)


def test_words_that_an_open_text_says_too_are_no_leak() -> None:
    """Two versions of one event share words; only what the closed one adds may not print."""
    shared = "Меня задержали у дома утром и держали в подвале два дня"
    closed = fingerprint(
        f"{shared}, офицера звали Пример, он сказал мне это сам при всех", source="text", record="e2", key=KEY
    )
    assert closed is not None
    own = closed.without([shared])
    assert own is not None and not own.found_in(shared)
    assert own.found_in("Офицера звали Пример, он сказал мне это сам при всех.")
    same = fingerprint(shared, source="text", record="e3", key=KEY)
    assert same is not None and same.without([shared]) is None


def test_a_rule_is_called_as_the_law_of_the_draft_calls_it() -> None:
    """A pack may word a rule anew, or bring one that does not ship; findings kept earlier had its id alone."""
    draft = a_draft(para("x"), decision=a_decision(), deadlines=(a_row(unchecked=True),))
    rule = draft.law.rules[RuleId("ip.refusal_appeal")]
    anew = replace(rule, act_ru="жалоба, как её зовёт пакет", act_be="скарга пакета", act_en="complaint of the pack")
    law = replace(draft.law, rules={**draft.law.rules, rule.id: anew}, rule_rows={rule.id: (anew,)})
    (found,) = findings(replace(draft, law=law), "CHK-DL-UNSURE")
    for lang in ("ru", "be", "en"):
        assert anew.act(lang) in finding_text(found, lang)
    kept = replace(found, params={key: found.params[key] for key in ("rule", "day")})
    assert rule.act_ru in finding_text(kept, "ru")
