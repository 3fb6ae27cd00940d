"""What a draft rests on: citations typed by hand, what is missing, contradictions explained, reasons answered."""

from __future__ import annotations

import datetime as dt

import pytest

from legalaid_desktop.domain.facts import Decision, DecisionReason, Event, Evidence, InterviewRecord
from legalaid_desktop.domain.finding import Finding, Severity
from legalaid_desktop.domain.ids import LanguageCode, LocalId
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.domain.visibility import Visibility
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.draft_reasons import Ground, answered, resting
from legalaid_desktop.services.drafting import Preview
from tests.services.vaults import SAMPLES

REF = "TEST-2026-S03"


@pytest.fixture
def case(vault: Briefcase) -> Briefcase:
    vault.cases.import_files(SAMPLES[2:3])
    return vault


def seen(case: Briefcase, document: str = "C1") -> Preview:
    as_of = case.cases.record(REF).meta.as_of
    assert as_of is not None
    return case.drafting.preview(REF, document, as_of=as_of)


def write(case: Briefcase, text: str, document: str = "C1") -> Preview:
    """Own words over the first paragraph of the facts."""
    look = seen(case, document)
    block = next(one for one in look.blocks if one.kind == "para" and one.section in ("facts", "right", "procedure"))
    as_of = case.cases.record(REF).meta.as_of
    assert as_of is not None
    case.drafting.edit(REF, document, block.key, text, as_of=as_of)
    return seen(case, document)


def record(found: Finding) -> str | None:
    return found.where.record if found.where else None


def printed(look: Preview) -> str:
    return " ".join(" ".join(block.text for block in look.blocks).replace("\u00a0", " ").split())


def test_evidence_cited_by_hand_becomes_an_annex_with_its_number_and_page(case: Briefcase) -> None:
    case.cases.save(
        REF,
        Evidence(id=LocalId("x77"), title="Письмо врача", pages=2, language=LanguageCode("ru"),
                 visibility=Visibility.AUTHORITY, proves=(LocalId("e1"),)),
    )  # fmt: skip
    look = write(case, "Своими словами ({annex:x77, с. 2}), и ещё ({fact:e1, e2}).")
    number = next(one.number for one in look.annexes if one.ref == "x77")
    text = printed(look)
    assert f"Своими словами (приложение {number}, с. 2)" in text
    assert "{annex" not in text and "{fact" not in text
    # The number follows what comes before it in the list.
    case.cases.save(
        REF,
        Evidence(id=LocalId("x78"), title="Решение от прежнего дня", kind="decision", pages=1,
                 language=LanguageCode("ru"), visibility=Visibility.AUTHORITY),
    )  # fmt: skip
    later = seen(case)
    moved = next(one.number for one in later.annexes if one.ref == "x77")
    assert moved == number + 1 and f"(приложение {moved}, с. 2)" in printed(later)


def test_an_event_is_cited_by_its_paragraph_of_the_statement_that_travels_with_the_paper(case: Briefcase) -> None:
    alone = write(case, "Об этом сказано ({fact:e1}).")
    assert "событие: 12 сентября 2025 г." in printed(alone)
    as_of = case.cases.record(REF).meta.as_of
    assert as_of is not None
    case.drafting.begin(REF, "A2", as_of=as_of)
    joined = seen(case)
    assert any(one.ref == "A2" for one in joined.annexes)
    assert "п. 2 изложения" in printed(joined) and "событие:" not in printed(joined)


def test_what_is_cited_and_absent_or_closed_stops_and_is_listed(case: Briefcase) -> None:
    case.cases.save(REF, Event(id=LocalId("e88"), text="Тайное.", visibility=Visibility.INTERNAL))
    look = write(case, "См. {annex:x999}, {fact:e88, e1}, {annex:x1}.")
    listed = {(one.kind, one.record) for one in look.links}
    assert ("absent", "x999") in listed
    assert ("internal", "e88") in listed
    stopping = {(f.id, f.params.get("what")) for f in look.findings if f.severity is Severity.BLOCKS}
    assert ("CHK-ANNEX", "x999") in stopping and ("CHK-VIS", "e88") in stopping
    named = {"x999", "e88", "annex:x999", "annex:e88"}
    about = [f.id for f in look.findings if named & {f.params.get("what"), record(f)}]
    assert sorted(about) == ["CHK-ANNEX", "CHK-VIS"], "one cause, one finding"
    assert ("CHK-ANNEX", "e1") not in stopping
    assert "Тайное" not in printed(look)


def test_facts_without_evidence_and_evidence_without_a_citation_are_listed(case: Briefcase) -> None:
    case.cases.save(
        REF,
        Event(id=LocalId("e77"), text="Ночью разбили окна.", visibility=Visibility.AUTHORITY,
              date=PartialDate(precision=Precision.DAY, on=dt.date(2025, 11, 3))),
    )  # fmt: skip
    case.cases.save(REF, Evidence(id=LocalId("x79"), title="Снимок двора", visibility=Visibility.AUTHORITY))
    look = seen(case)
    listed = {(one.kind, one.record) for one in look.links}
    assert ("unsupported", "e77") in listed
    assert ("uncited", "x79") in listed
    titles = {one.title for one in look.citables}
    assert "Снимок двора" in titles and any("Ночью разбили окна" in title for title in titles)
    piece = next(one for one in look.citables if one.title == "Снимок двора")
    after = write(case, f"Окна разбиты ({piece.notation}).")
    assert ("uncited", "x79") not in {(one.kind, one.record) for one in after.links}


def test_a_contradiction_is_explained_once_for_all_papers_and_asked_again_when_a_side_changes(case: Briefcase) -> None:
    case.cases.save(
        REF, InterviewRecord(says="Повестку на допрос о статьях о госпитале мне вручили 12 октября 2025 года.")
    )
    (pair,) = [one for one in seen(case).pairs if one.check == "CHK-CROSSDOC"]
    assert (pair.left, pair.right, pair.explained) == ("e1", "interview.1", None)
    assert "2025-09-12" in pair.structured and "12 октября 2025" in pair.narrative
    as_of = case.cases.record(REF).meta.as_of
    assert as_of is not None
    case.drafting.explain(REF, "C1", pair.key, "повестку вручали дважды", as_of=as_of)
    again = seen(case)
    assert [one.explained for one in again.pairs if one.key == pair.key] == ["повестку вручали дважды"]
    lifted = [f for f in again.findings if f.id == "CHK-CROSSDOC" and f.params.get("structured")]
    assert lifted and all(f.overridden == "повестку вручали дважды" for f in lifted)
    case.cases.save(REF, InterviewRecord(says="Повестку на допрос о статьях мне вручили 14 октября 2025 года."), at=0)
    assert [one.explained for one in seen(case).pairs if one.check == "CHK-CROSSDOC"] == [None]
    case.drafting.explain(REF, "C1", pair.key, None, as_of=as_of)


def test_an_answer_to_a_reason_is_written_to_the_case_and_rests_on_what_is_put_under_it(case: Briefcase) -> None:
    look = seen(case)
    assert look.reasons and all(line.says for line in look.reasons)
    first = look.reasons[0]
    record = case.cases.record(REF)
    emptied = answered(record, first.decision, first.place, "  ")
    case.cases.save(REF, emptied)
    gone = seen(case)
    assert not gone.reasons[0].answered
    assert any(f.id == "CHK-REQ" and f.severity is Severity.OVERRIDABLE and ".reason." in (f.where.record or "")
               for f in gone.findings if f.where)  # fmt: skip
    case.cases.save(REF, answered(case.cases.record(REF), first.decision, first.place, "Повестка приложена."))
    ground = Ground(kind="facts", key="e2", title="")
    case.cases.save(REF, resting(case.cases.record(REF), first.decision, first.place, ground, on=True))
    after = seen(case)
    assert after.reasons[0].answer == "Повестка приложена." and "Повестка приложена." in printed(after)
    assert ("facts", "e2") in {(one.kind, one.key) for one in after.reasons[0].grounds}
    case.cases.save(REF, resting(case.cases.record(REF), first.decision, first.place, ground, on=False))
    assert ("facts", "e2") in {(one.kind, one.key) for one in seen(case).reasons[0].free}


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        ("C1", "refusal_protection"),
        ("C2", "judgment_first_instance"),
        ("D1", "extradition"),
        ("D2", "judgment_extradition"),
    ],
)
def test_a_reason_without_an_answer_stops_the_papers_that_answer_a_decision(
    vault: Briefcase, document: str, kind: str
) -> None:
    ref = vault.cases.create(title="Дело", client_name="Пример Самир").info.ref
    reasons = (DecisionReason(n=1, says="Пояснения общие."), DecisionReason(n=2, says="Время.", answer="Даты есть."))
    vault.cases.save(ref, Decision(id=LocalId("d1"), kind=kind, dated=dt.date(2026, 11, 2), reasons=reasons))
    look = vault.drafting.preview(ref, document, as_of=dt.date(2026, 11, 10))
    assert [(line.n, line.answered) for line in look.reasons] == [(1, False), (2, True)]
    stopping = [f.where.record for f in look.findings if f.id == "CHK-REQ" and f.stops and f.where]
    assert "d1.reason.1.answer" in stopping and "d1.reason.2.answer" not in stopping
