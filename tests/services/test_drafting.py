"""From a case to finished files: what stops, what is lifted, where files go, what the case remembers."""

from __future__ import annotations

import dataclasses
import datetime as dt
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from legalaid_desktop.documents.blocks import plain
from legalaid_desktop.documents.checks.runner import CATALOGUE
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.facts import Event
from legalaid_desktop.domain.finding import Severity
from legalaid_desktop.domain.ids import DocumentCode, LocalId
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.domain.person import NameSet, Person
from legalaid_desktop.domain.visibility import Visibility
from legalaid_desktop.errors import (
    BlockedByChecks,
    DestinationExists,
    DestinationNotWritable,
    NoTemplate,
    NotFound,
    WrongUse,
)
from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.host.paths import resources
from legalaid_desktop.services import draft_layouts, drafting, export
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.draft_desk import Desk, Sheet, lay_out
from legalaid_desktop.services.opening import create_briefcase
from legalaid_desktop.vault.secret import Secret

NOW = dt.datetime(2026, 12, 21, 9, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 12, 21)
S03 = "TEST-2026-S03"
LIFT = {"CHK-ANNEX": "перевод будет", "CHK-LISTED": "адвокат видел"}


@pytest.fixture
def briefcase(tmp_path: Path) -> Iterator[Briefcase]:
    opened = create_briefcase(tmp_path / "vault", Secret(b"words to open it"), clock=FixedClock(NOW), fast_kdf=True)
    opened.cases.import_files(sorted((resources() / "demo").glob("S0[36]*.toml")))
    yield opened
    opened.close()


def test_c1_leaves_in_both_formats_with_its_annexes(briefcase: Briefcase, tmp_path: Path) -> None:
    made = briefcase.drafting.make(S03, "c1", out=tmp_path / "out", as_of=DAY, overrides=LIFT)
    assert not made.blocked
    assert [file.path.name for file in made.files] == ["document-2026-12-21-1.docx", "document-2026-12-21-1.pdf"]
    assert [(a.number, a.kind, a.ref) for a in made.annexes] == [
        (1, "decision", "d1"), (2, "evidence", "x1"), (3, "evidence", "x2"), (4, "evidence", "x4"),
        (5, "evidence", "x3"),
    ]  # fmt: skip
    assert {f.id: f.overridden for f in made.findings if f.severity is Severity.OVERRIDABLE} == LIFT


def test_what_is_not_lifted_stops_and_changes_nothing(briefcase: Briefcase, tmp_path: Path) -> None:
    made = briefcase.drafting.make(S03, "C1", out=tmp_path / "out", as_of=DAY, overrides={"CHK-ANNEX": "reason"})
    assert made.blocked
    assert made.files == ()
    assert not (tmp_path / "out").exists()
    assert briefcase.drafts.of(S03) == ()


def test_no_reason_lifts_what_blocks(briefcase: Briefcase, tmp_path: Path) -> None:
    """A text typed by hand repeats a note: the paper does not leave, whatever is overridden."""
    note = "клиентка писала под псевдонимом; псевдоним властям не известен; адвокат сомневается"
    briefcase.drafting.answer(S03, "C1", {"risk": f"Добавлю: {note}."}, as_of=DAY)
    everything = dict.fromkeys(CATALOGUE, "причина")
    made = briefcase.drafting.make(S03, "C1", out=tmp_path / "out", as_of=DAY, overrides=everything)
    assert [f.id for f in made.findings if f.stops] == ["CHK-CONF"]
    assert made.blocked
    assert made.files == ()
    assert not (tmp_path / "out").exists()


def test_the_only_way_to_a_file_is_through_the_door() -> None:
    """Files are written from a cleared draft, and nothing but ``clear`` makes one."""
    door, service = inspect.getsource(export), inspect.getsource(drafting)
    assert door.count("Cleared(sheet=") == 1
    assert door.count("write_new_file(") == 1
    assert "Cleared(" not in service
    assert "write_new_file" not in service
    assert "write_bytes" not in door + service


def test_a_standing_finding_is_never_cleared(briefcase: Briefcase) -> None:
    sheet = briefcase.drafting.looked(S03, "C1", as_of=DAY)[1]
    with pytest.raises(BlockedByChecks):
        export.clear(sheet, sheet.findings(), {}, None)


def test_an_override_of_nothing_does_nothing(briefcase: Briefcase, tmp_path: Path) -> None:
    lift = {**LIFT, "CHK-SELFINC": "не нужно", "CHK-DL-UNSURE": "только предупреждение"}
    made = briefcase.drafting.make(S03, "C1", out=tmp_path / "out", as_of=DAY, overrides=lift)
    assert {f.id for f in made.findings if f.overridden} == set(LIFT)
    (draft,) = briefcase.drafts.of(S03)
    assert {(o.check, o.reason) for o in draft.overrides} == set(LIFT.items())


@pytest.mark.parametrize("wrong", [{"CHK-NOTHING": "r"}, {"CHK-ANNEX": " "}, {"": "r"}])
def test_a_wrong_override_is_wrong_use(briefcase: Briefcase, tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(WrongUse):
        briefcase.drafting.make(S03, "C1", out=tmp_path / "out", as_of=DAY, overrides=wrong)
    assert not (tmp_path / "out").exists()


def test_the_export_is_kept_and_journalled(briefcase: Briefcase, tmp_path: Path) -> None:
    made = briefcase.drafting.make(S03, "C1", out=tmp_path / "out", as_of=DAY, overrides=LIFT)
    (draft,) = briefcase.drafts.of(S03)
    assert (draft.document, draft.language, draft.as_of) == ("C1", "ru", DAY)
    assert [(e.format, e.sha256, e.bytes, e.pages) for e in draft.exports] == [
        (f.format, f.sha256, f.bytes, f.pages) for f in made.files
    ]
    actions = [entry.action for entry in briefcase.journal.entries() if entry.kind == "draft"]
    assert "exported" in actions
    assert "overridden" in actions


def test_files_are_numbered_in_pairs_and_never_written_over(briefcase: Briefcase, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "document-2026-12-21-1.pdf").write_bytes(b"mine")
    (out / "document-2026-12-21-3.docx").write_bytes(b"mine too")
    second = briefcase.drafting.make(S03, "C4", out=out, as_of=DAY)
    fourth = briefcase.drafting.make(S03, "C4", out=out, as_of=DAY, formats=("pdf",))
    assert [f.path.name for f in second.files] == ["document-2026-12-21-2.docx", "document-2026-12-21-2.pdf"]
    assert [f.path.name for f in fourth.files] == ["document-2026-12-21-4.pdf"]
    assert (out / "document-2026-12-21-1.pdf").read_bytes() == b"mine"
    assert (out / "document-2026-12-21-3.docx").read_bytes() == b"mine too"


def test_a_name_of_ones_own_is_taken_as_it_is_but_never_over_a_file(briefcase: Briefcase, tmp_path: Path) -> None:
    out = tmp_path / "out"
    made = briefcase.drafting.make(S03, "C4", out=out, as_of=DAY, stem="для суда")
    assert [f.path.name for f in made.files] == ["для суда.docx", "для суда.pdf"]
    (out / "для суда.docx").unlink()
    before = sorted(out.iterdir())
    with pytest.raises(DestinationExists):
        briefcase.drafting.make(S03, "C4", out=out, as_of=DAY, stem="для суда")
    assert sorted(out.iterdir()) == before, "both files or none"
    assert len(briefcase.drafts.of(S03)[0].exports) == 2


@pytest.mark.parametrize("stem", ["../x", "a/b", "", ".hidden", "a\\b", "a\nb", "con:1"])
def test_a_name_that_is_no_name_is_wrong_use(briefcase: Briefcase, tmp_path: Path, stem: str) -> None:
    with pytest.raises(WrongUse):
        briefcase.drafting.make(S03, "C4", out=tmp_path / "out", as_of=DAY, stem=stem)
    assert not (tmp_path / "out").exists()


def test_the_folder_is_made_but_not_its_parents(briefcase: Briefcase, tmp_path: Path) -> None:
    with pytest.raises(DestinationNotWritable):
        briefcase.drafting.make(S03, "C4", out=tmp_path / "a" / "b", as_of=DAY)
    assert not (tmp_path / "a").exists()
    assert briefcase.drafts.of(S03) == ()


def test_a_failure_of_the_vault_takes_the_files_back(
    briefcase: Briefcase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("vault")

    monkeypatch.setattr(briefcase.drafting.keeping, "remember", fail)
    with pytest.raises(RuntimeError):
        briefcase.drafting.make(S03, "C4", out=tmp_path / "out", as_of=DAY)
    assert not (tmp_path / "out").exists()


def test_the_same_draft_gives_the_same_bytes(briefcase: Briefcase, tmp_path: Path) -> None:
    first = briefcase.drafting.make(S03, "C4", out=tmp_path / "one", as_of=DAY)
    second = briefcase.drafting.make(S03, "C4", out=tmp_path / "two", as_of=DAY)
    assert [f.path.read_bytes() for f in first.files] == [f.path.read_bytes() for f in second.files]


def test_what_there_is_not_is_not_found(briefcase: Briefcase, tmp_path: Path) -> None:
    with pytest.raises(NoTemplate):
        briefcase.drafting.check(S03, "Z9", as_of=DAY)
    with pytest.raises(NoTemplate):
        briefcase.drafting.check(S03, "C1", language="fr", as_of=DAY)
    with pytest.raises(NotFound):
        briefcase.drafting.check("NO-SUCH", "C1", as_of=DAY)
    with pytest.raises(WrongUse):
        briefcase.drafting.make(S03, "C4", out=tmp_path / "o", as_of=DAY, formats=("odt",))


def test_a_drafted_paper_travels_with_the_next_one(briefcase: Briefcase) -> None:
    def annexes() -> list[str]:
        return [a.ref for a in briefcase.drafting.preview(S03, "C1", as_of=DAY).annexes if a.kind == "document"]

    assert annexes() == []
    briefcase.drafting.begin(S03, "C4", as_of=DAY)
    assert annexes() == ["C4"]
    text = "\n".join(block.text for block in briefcase.drafting.preview(S03, "C1", as_of=DAY).blocks)
    assert "отдельное ходатайство приложено (приложение\u00a01)" in text


def test_answers_are_kept_and_printed(briefcase: Briefcase) -> None:
    desk = briefcase.drafting
    assert all(one.missing for one in desk.questions(S03, "C1", as_of=DAY))
    desk.answer(S03, "C1", {"superior_body": "Жалоба в вышестоящий орган не подавалась."}, as_of=DAY)
    preview = desk.preview(S03, "C1", as_of=DAY)
    assert "Жалоба в вышестоящий орган не подавалась." in "\n".join(b.text for b in preview.blocks)
    kept = {one.name: one.answer for one in preview.questions if not one.missing}
    assert kept == {"superior_body": "Жалоба в вышестоящий орган не подавалась."}
    desk.answer(S03, "C1", {"superior_body": None}, as_of=DAY)
    assert all(one.missing for one in desk.questions(S03, "C1", as_of=DAY))
    with pytest.raises(WrongUse):
        desk.answer(S03, "C1", {"no_such": "x"}, as_of=DAY)
    with pytest.raises(WrongUse):
        desk.answer(S03, "C1", {"fee": "later"}, as_of=DAY)


def test_a_paragraph_written_over_by_hand_is_what_leaves(briefcase: Briefcase, tmp_path: Path) -> None:
    desk = briefcase.drafting
    block = next(b for b in desk.preview(S03, "C4", as_of=DAY).blocks if b.text.startswith("Для участия"))
    desk.edit(S03, "C4", block.key, "Мне нужен переводчик ({annex:x1}).", as_of=DAY)
    preview = desk.preview(S03, "C4", as_of=DAY)
    assert any(b.text == "Мне нужен переводчик (________)." for b in preview.blocks), "x1 is no annex of C4"
    assert any(f.id == "CHK-ANNEX" and f.severity is Severity.BLOCKS for f in preview.findings)
    desk.edit(S03, "C4", block.key, "Мне нужен переводчик.", as_of=DAY)
    made = desk.make(S03, "C4", out=tmp_path / "out", as_of=DAY)
    assert not made.blocked
    desk.edit(S03, "C4", block.key, None, as_of=DAY)
    assert any(b.text == block.text for b in desk.preview(S03, "C4", as_of=DAY).blocks)


def test_the_preview_is_the_pages_that_leave(briefcase: Briefcase, tmp_path: Path) -> None:
    preview = briefcase.drafting.preview(S03, "C4", as_of=DAY)
    made = briefcase.drafting.make(S03, "C4", out=tmp_path / "out", as_of=DAY)
    assert preview.pdf == made.files[1].path.read_bytes()
    assert preview.pages == made.files[1].pages == 1


def test_a_text_for_the_un_alone_stays_out_and_is_named(briefcase: Briefcase) -> None:
    secret = Event(id=LocalId("e9"), text="Об этом знает только ООН.", visibility=Visibility.UN)
    briefcase.cases.save(S03, secret)
    preview = briefcase.drafting.preview(S03, "C1", as_of=DAY)
    assert "Об этом знает только ООН" not in "\n".join(block.text for block in preview.blocks)
    told = [f for f in preview.findings if f.id == "CHK-VIS"]
    assert [(f.severity, f.where and f.where.record) for f in told] == [(Severity.INFORMS, "e9")]


def test_the_catalogue_has_the_papers_of_this_version(briefcase: Briefcase) -> None:
    codes = [row.id for row in briefcase.drafting.catalogue()]
    known = [DocumentCode(code) for code in ("A1", "A4", "C1", "C5", "D1", "D5", "I2", "K1", "K2", "K3", "K4")]
    assert [code for code in codes if code in known] == known
    assert not any(row.reviewed for row in briefcase.drafting.catalogue())


def test_a_later_paper_that_says_otherwise_is_noticed(briefcase: Briefcase, tmp_path: Path) -> None:
    def told() -> list[str]:
        findings = briefcase.drafting.check(S03, "C1", as_of=DAY).findings
        return [str(f.params.get("field")) for f in findings if f.id == "CHK-CROSSDOC"]

    briefcase.drafting.make(S03, "C4", out=tmp_path / "out", as_of=DAY)
    assert told() == [], "the same facts in other words are no difference"
    client = next(p for p in briefcase.cases.record(S03).persons or () if p.id == "p1")
    other = PartialDate(precision=Precision.DAY, on=dt.date(1993, 4, 18))
    briefcase.cases.save(S03, dataclasses.replace(client, birth=other))
    assert told() == ["p1.birth"]


def test_a_name_that_may_not_print_is_taken_out_of_what_is_typed_by_hand(briefcase: Briefcase) -> None:
    brother = Person(id=LocalId("p2"), role="family", relation="brother", in_danger=True, names=NameSet(given="Рибвар"))
    briefcase.cases.save(S03, brother)
    desk = briefcase.drafting

    def fired() -> bool:
        return any(f.id == "CHK-3RD" for f in desk.preview(S03, "C1", as_of=DAY).findings)

    assert not fired(), "he is not spoken of"
    desk.answer(S03, "C1", {"new_facts": "Дома остался Рибвар; о Рибваре спрашивали."}, as_of=DAY)
    preview = desk.preview(S03, "C1", as_of=DAY)
    text = "\n".join(block.text for block in preview.blocks)
    assert "Дома остался брат; о брате спрашивали." in text
    assert fired()
    desk.answer(S03, "C1", {"new_facts": None}, as_of=DAY)
    assert not fired()
    block = next(b for b in preview.blocks if b.section == "right" and b.kind == "para")
    desk.edit(S03, "C1", block.key, "Рибвара увезли.", as_of=DAY)
    assert "Брата увезли." in [b.text for b in desk.preview(S03, "C1", as_of=DAY).blocks]
    assert fired()


def test_one_layout_serves_all_who_look_until_something_changes(
    briefcase: Briefcase, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid: list[str] = []

    def counted(desk: Desk, record: CaseRecord, code: str, **more: Any) -> Sheet:
        laid.append(code)
        return lay_out(desk, record, code, **more)

    monkeypatch.setattr(draft_layouts, "lay_out", counted)
    service = briefcase.drafting
    service.begin(S03, "C1", as_of=DAY)
    laid.clear()
    for _ in range(2):
        service.preview(S03, "C1", as_of=DAY)
        briefcase.draft_review.standing(S03, "C1", as_of=DAY)
        service.changes(S03, "C1", as_of=DAY)
    assert len(laid) == 1
    # Typed within ten minutes: one entry of the journal tells of both.
    for said in ("Опасность прежняя.", "Опасность выросла."):
        service.answer(S03, "C1", {"risk": said}, as_of=DAY)
        assert said in plain(service.preview(S03, "C1", as_of=DAY).blocks)
    typed = service.preview(S03, "C1", as_of=DAY, answers={"risk": "Ещё не сохранено."})
    assert "Ещё не сохранено." in plain(typed.blocks)
    assert "Опасность выросла." in plain(service.preview(S03, "C1", as_of=DAY).blocks)
    briefcase.deadlines.mark(S03, next(row.id for _, row in briefcase.deadlines.rows(S03, DAY)), "done", DAY)
    laid.clear()
    service.preview(S03, "C1", as_of=DAY)
    assert laid[:1] == ["C1"]
