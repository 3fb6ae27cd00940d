"""Case list, case page, quick note and draft page as their presenters tell them, over a real vault."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from legalaid_desktop.domain.case_record import CaseInfo, CaseRecord
from legalaid_desktop.domain.facts import Decision, Event
from legalaid_desktop.domain.finding import Severity
from legalaid_desktop.domain.ids import CaseRef, LocalId
from legalaid_desktop.domain.partial_date import PartialDate, Precision, Season
from legalaid_desktop.errors import FileRefused
from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.host.paths import resources
from legalaid_desktop.host.wording import LANGUAGES, wording
from legalaid_desktop.presenters.case import CasePresenter
from legalaid_desktop.presenters.case_data import CaseData, gather_case, gather_papers
from legalaid_desktop.presenters.case_list import PAGE, CaseListPresenter, Filter
from legalaid_desktop.presenters.case_missing import missing
from legalaid_desktop.presenters.case_rows import (
    clock_lines,
    decision_lines,
    event_lines,
    evidence_lines,
    fact_lines,
    note_lines,
    offer_lines,
    people,
    sentence_of,
    time_key,
    title_of,
)
from legalaid_desktop.presenters.clock_words import clock_words
from legalaid_desktop.presenters.draft import DraftPresenter
from legalaid_desktop.presenters.evidence_content import read_content
from legalaid_desktop.presenters.quick_note import NEW_CASE, UNSAVED, QuickNotePresenter, state_of
from legalaid_desktop.presenters.timeline_marks import span, timeline
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import create_briefcase
from legalaid_desktop.services.secrets import Secret
from tests.presenters.recording import RecordingView, TasksAtOnce

CLOCK = FixedClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
RU = wording("ru")
S03 = "TEST-2026-S03"


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Briefcase]:
    """Read only."""
    folder = tmp_path_factory.mktemp("pages") / "vault"
    with (
        Secret.from_passphrase("лампа река камень") as secret,
        create_briefcase(folder, secret, clock=CLOCK, fast_kdf=True) as opened,
    ):
        opened.cases.import_files(sorted((resources() / "demo").glob("*.toml")))
        yield opened


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Briefcase]:
    with (
        Secret.from_passphrase("лампа река камень") as secret,
        create_briefcase(tmp_path / "vault", secret, clock=CLOCK, fast_kdf=True) as opened,
    ):
        yield opened


# ------------------------------------------------------------------------------------------------ the list


def list_scene(briefcase: Briefcase) -> tuple[CaseListPresenter, RecordingView]:
    view = RecordingView()
    return CaseListPresenter(view, TasksAtOnce(briefcase), words=lambda: RU, clock=CLOCK), view


def test_the_list_filters_by_part_of_a_name_in_any_script(practice: Briefcase) -> None:
    presenter, view = list_scene(practice)
    for words in ("зразк", "ZRAZK", "s03", "гомель марьян"):
        presenter.find(Filter(words=words))
        found, _ = view.last("show_cases")
        assert [line.key for line in found.lines] == [S03], words
    presenter.find(Filter(words="никого такого"))
    found, told = view.last("show_cases")
    assert (found.lines, told) == ((), "Найдено 0 дел")
    assert found.vault_total == 7


def test_the_list_shows_the_nearest_clock(practice: Briefcase) -> None:
    presenter, view = list_scene(practice)
    presenter.find(Filter(topic="ip.refusal"))
    (line,) = view.last("show_cases")[0].lines
    assert line.strip is not None
    assert "28 декабря 2026" in line.strip.day
    assert line.strip.unchecked == "не проверено юристом"


def test_many_cases_come_page_by_page(own: Briefcase) -> None:
    for number in range(PAGE + 5):
        own.cases.create(title=f"Дело {number:03d}")
    presenter, view = list_scene(own)
    presenter.find(Filter())
    assert len(view.last("show_cases")[0].lines) == PAGE
    presenter.more()
    assert len(view.last("add_cases")[0].lines) == 5
    assert presenter.shown == PAGE + 5


def test_a_case_needs_neither_title_nor_name(own: Briefcase) -> None:
    presenter, view = list_scene(own)
    presenter.create("", "", "")
    assert view.last("open_case") == ("2026-0001",)
    presenter.create("", "Навид", "ip.application")
    record = own.cases.record("2026-0002")
    assert record.info.topic == "ip.application"
    assert record.persons is not None
    assert record.persons[0].names.ru_nom == "Навид"


def test_a_case_file_that_is_none_is_told_and_changes_nothing(own: Briefcase, tmp_path: Path) -> None:
    file = tmp_path / "not.toml"
    file.write_text("[case\n", "utf-8")
    presenter, view = list_scene(own)
    presenter.take_in((file,))
    assert view.count("open_case") == 0
    assert "not.toml" in view.last("show_failure")[0]
    assert own.cases.count() == 0


# ------------------------------------------------------------------------------------------------ the case


@pytest.fixture(scope="module")
def s03(practice: Briefcase) -> CaseData:
    data = gather_case(practice, S03, CLOCK.today())
    return dataclasses.replace(data, papers=gather_papers(practice))


def test_a_practice_case_counts_from_its_own_day_and_says_so(s03: CaseData) -> None:
    assert (s03.today, s03.practice) == (date(2026, 12, 21), True)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", range(1, 7))
def test_every_tab_of_every_practice_case_speaks(practice: Briefcase, lang: str, number: int) -> None:
    words = wording(lang)
    data = gather_case(practice, f"TEST-2026-S0{number}", CLOCK.today())
    assert title_of(data, words)
    assert data.ref in sentence_of(data, words)
    lines = (
        *clock_lines(data, words),
        *event_lines(data, words),
        *note_lines(data, words),
        *evidence_lines(data, words),
        *decision_lines(data, words),
        *fact_lines(data, words),
    )
    assert all(line.title and line.key is not None for line in lines)
    assert all("None" not in f"{line.title}{line.second}" for line in lines)
    assert all(look.name for look in people(data, words))
    for row in data.clocks:
        said = clock_words(row, data, words)
        assert said.lines
        assert all(day.why for day in said.days)
    assert timeline(data, words) is not None
    assert all(one.text for one in missing(data, words))


def test_people_are_told_with_both_scripts_and_the_safe_contact_mark(s03: CaseData) -> None:
    (look,) = people(s03, RU)
    assert look.name == "Зразкова-Мнимова Марьяна Демьяновна"
    assert "Дем’янівна" in look.other
    assert look.year == "1993 год"
    assert look.mark == "безопасный адрес не указан"


def test_the_topic_offers_its_papers_first(s03: CaseData) -> None:
    usual, others = offer_lines(s03, RU)
    assert usual[0].key == "C1"
    assert "D1" in [line.key for line in others]
    assert all(line.word == "не проверено юристом" for line in (*usual, *others))


def test_what_is_missing_leads_to_its_field(own: Briefcase) -> None:
    ref = str(own.cases.create(title=None).info.ref)
    own.cases.save(ref, Decision(id=LocalId("d1"), kind="refusal_protection"))
    found = missing(gather_case(own, ref, CLOCK.today()), RU)
    assert (found[0].kind, found[0].key, found[0].field) == ("decision", "d1", "received")
    assert ("case", "topic") in [(one.kind, one.field) for one in found]
    assert "person" in [one.kind for one in found]


def test_events_stand_in_the_order_of_time(own: Briefcase) -> None:
    dates = [
        PartialDate(precision=Precision.DAY, on=date(2025, 6, 1)),
        PartialDate(precision=Precision.YEAR, year=2024),
        PartialDate(precision=Precision.SEASON, year=2025, season=Season.SPRING),
        PartialDate(precision=Precision.RANGE, from_on=date(2023, 1, 1), to_on=date(2023, 2, 1)),
        None,
        PartialDate(precision=Precision.UNKNOWN),
    ]
    events = [Event(id=LocalId(f"e{n}"), date=when) for n, when in enumerate(dates)]
    assert [event.id for event in sorted(events, key=time_key)] == ["e3", "e1", "e2", "e0", "e4", "e5"]
    assert span(PartialDate(precision=Precision.MONTH, year=2024, month=2)) == (date(2024, 2, 1), date(2024, 2, 29))
    assert span(PartialDate(precision=Precision.UNKNOWN)) is None


def test_an_empty_case_has_no_line_of_time(own: Briefcase) -> None:
    ref = str(own.cases.create(title=None).info.ref)
    assert timeline(gather_case(own, ref, CLOCK.today()), RU) is None


def case_scene(briefcase: Briefcase, ref: str) -> tuple[CasePresenter, RecordingView]:
    view = RecordingView()
    presenter = CasePresenter(view, TasksAtOnce(briefcase), words=lambda: RU, clock=CLOCK)
    presenter.load(ref)
    return presenter, view


def test_what_was_removed_comes_back(own: Briefcase) -> None:
    ref = str(own.cases.create(title="Проба", client_name="Навид").info.ref)
    own.cases.save(ref, Event(id=LocalId("e1"), text="Пришли ночью"))
    presenter, view = case_scene(own, ref)
    presenter.remove("event", "e1")
    assert not own.cases.record(ref).events
    text, undo = view.last("say_done")
    assert "30 дней" in text
    undo()
    assert [event.text for event in own.cases.record(ref).events or ()] == ["Пришли ночью"]
    presenter.remove_case()
    assert own.cases.count() == 0
    view.last("say_done")[1]()
    assert own.cases.count() == 1


def test_filed_is_marked_and_taken_back(own: Briefcase) -> None:
    ref = str(own.cases.create(title=None, topic="ip.refusal").info.ref)
    decision = Decision(id=LocalId("d1"), kind="refusal_protection", procedure="ordinary", received=date(2026, 11, 16))
    own.cases.save(ref, decision)
    presenter, view = case_scene(own, ref)
    assert presenter.data is not None
    key = str(next(row.id for row in presenter.data.clocks if row.primary))
    presenter.mark(key, "done")
    presenter.refresh()
    assert presenter.clock(key).status == "done"  # type: ignore[union-attr]
    view.last("say_done")[1]()
    presenter.refresh()
    assert presenter.clock(key).status != "done"  # type: ignore[union-attr]


def test_evidence_goes_in_and_out_with_its_hash(own: Briefcase, tmp_path: Path) -> None:
    ref = str(own.cases.create(title=None).info.ref)
    file = tmp_path / "повестка.txt"
    file.write_text("Повестка", "utf-8")
    presenter, view = case_scene(own, ref)
    presenter.add_evidence((file,))
    (piece,) = own.cases.record(ref).evidence or ()
    assert piece.title == "повестка"
    presenter.open_evidence(str(piece.id))
    assert view.last("evidence_opened") == (str(piece.id), "Повестка".encode())
    out = tmp_path / "out.txt"
    presenter.export_evidence(str(piece.id), out)
    assert out.read_text("utf-8") == "Повестка"
    assert str(out) in view.last("say_done")[0]
    presenter.export_evidence(str(piece.id), out)
    assert view.count("show_failure") == 1, "nothing is ever written over"


def test_a_picture_from_the_clipboard_never_is_a_file(own: Briefcase) -> None:
    ref = str(own.cases.create(title=None).info.ref)
    presenter, _ = case_scene(own, ref)
    presenter.add_pasted(b"\x89PNG\r\n\x1a\nrest", "Снимок")
    (piece,) = own.cases.record(ref).evidence or ()
    assert own.evidence.open_bytes(ref, str(piece.id)).startswith(b"\x89PNG")


def test_content_is_told_by_its_bytes() -> None:
    assert read_content("Привет".encode(), width=100).text == "Привет"
    assert read_content("Привет".encode("cp1251"), width=100).text == "Привет"
    assert read_content(b"MZ\x00\x00", width=100).text is None
    assert read_content(b"MZ\x00\x00", width=100, name="photo.jpg").promised == "foreign.kind.program"
    with pytest.raises(FileRefused):
        read_content(b"\xff\xd8\xff\xe0rest", width=100)


# ------------------------------------------------------------------------------------------------ the note


def note_scene(briefcase: Briefcase) -> tuple[QuickNotePresenter, RecordingView]:
    view = RecordingView()
    presenter = QuickNotePresenter(view, TasksAtOnce(briefcase), words=lambda: RU, clock=CLOCK)
    presenter.open()
    return presenter, view


def test_a_note_needs_nothing_but_its_text(own: Briefcase) -> None:
    presenter, view = note_scene(own)
    presenter.put(text="Звонили, не представились")
    presenter.save()
    assert [note.text for note in own.notes.unfiled()] == ["Звонили, не представились"]
    assert view.last("note_saved")[0] == ""
    assert own.notes.unsaved(UNSAVED) is None


def test_typing_is_kept_and_comes_back(own: Briefcase) -> None:
    presenter, _ = note_scene(own)
    presenter.put(text="Полсло", who="Нав", confidential=True)
    presenter.keep()
    again, view = note_scene(own)
    (state,) = view.last("show_state")
    assert (state.text, state.who, state.confidential) == ("Полсло", "Нав", True)
    again.put(text="", who="", confidential=False)
    again.keep()
    assert own.notes.unsaved(UNSAVED) is None


def test_a_name_that_was_not_placed_stays_in_the_text(own: Briefcase) -> None:
    presenter, _ = note_scene(own)
    presenter.put(text="Отказ на руках", who="  Анна   из Примерска ", topic="ip.refusal")
    presenter.save()
    (note,) = own.notes.unfiled()
    assert note.text == "Кто: Анна из Примерска\nТема: Обжалование отказа в защите\nОтказ на руках"


def test_a_new_case_opens_with_the_note_and_goes_with_its_undo(own: Briefcase) -> None:
    presenter, view = note_scene(own)
    presenter.put(who="Анна")
    presenter.search("Анна")
    (lines,) = view.last("show_found")
    assert [line.key for line in lines] == [NEW_CASE]
    presenter.choose(NEW_CASE, lines[0].title)
    presenter.put(text="Отказ", topic="ip.refusal", channel="phone")
    presenter.save()
    case, text, undo = view.last("note_saved")
    assert case in text
    (note,) = own.notes.of(case)
    assert (note.text, note.channel) == ("Отказ", "phone")
    assert own.cases.record(case).info.topic == "ip.refusal"
    undo()
    assert own.cases.count() == 0


def test_another_name_unsets_the_chosen_case(own: Briefcase) -> None:
    own.cases.create(title=None, client_name="Анна")
    presenter, view = note_scene(own)
    presenter.search("анн")
    key = view.last("show_found")[0][0].key
    presenter.put(who="анн")
    presenter.choose(key, "Анна")
    presenter.put(who="анна м")
    assert presenter.state.case == ""


def test_a_note_without_a_case_is_read_again_and_filed(own: Briefcase) -> None:
    note = own.notes.record(None, "Без дела")
    ref = str(own.cases.create(title=None, client_name="Навид").info.ref)
    presenter, view = note_scene(own)
    presenter.open(str(note.uid))
    assert view.last("show_state")[0].text == "Без дела"
    presenter.choose(ref, "Навид")
    presenter.put(text="Без дела, теперь с делом")
    presenter.save()
    assert [one.text for one in own.notes.of(ref)] == ["Без дела, теперь с делом"]
    assert own.notes.unfiled() == ()


def test_what_an_unknown_version_kept_is_not_lost() -> None:
    assert state_of("просто текст").text == "просто текст"
    assert state_of('{"text": "а", "later": 1}').text == "а"
    assert state_of("[1]").text == "[1]"


# ------------------------------------------------------------------------------------------------ the draft


def draft_scene(briefcase: Briefcase, document: str = "C1") -> tuple[DraftPresenter, RecordingView]:
    view = RecordingView()
    presenter = DraftPresenter(view, TasksAtOnce(briefcase), words=lambda: RU, clock=CLOCK)
    presenter.open(S03, document)
    return presenter, view


@pytest.fixture
def cases(own: Briefcase) -> Briefcase:
    own.cases.import_files(sorted((resources() / "demo").glob("S03*.toml")))
    return own


def test_the_pages_are_those_of_the_paper(cases: Briefcase, tmp_path: Path) -> None:
    presenter, view = draft_scene(cases)
    look, _ = view.last("show_draft")
    assert look.title == "Жалоба на отказ в предоставлении защиты"
    pages, _ = view.last("show_pages")
    assert len(pages) == look.pages > 1
    assert [block.page for block in look.blocks] == sorted(block.page for block in look.blocks)
    for finding in look.findings:
        if finding.severity is Severity.OVERRIDABLE:
            presenter.lift(finding.id, "проверено")
    presenter.make(tmp_path / "out", ("docx", "pdf"))
    (made,) = view.last("show_made")
    pdf = next(file for file in made.files if file.format == "pdf")
    assert presenter.look is not None
    assert pdf.path.read_bytes() == presenter.look.pdf, "the preview is the very file"


def test_an_answer_and_a_paragraph_by_hand_are_kept_and_shown(cases: Briefcase) -> None:
    presenter, _ = draft_scene(cases)
    presenter.answer("complementary", "Вред грозит всякому, кто пишет.")
    presenter.edit("reasons.2", "Ответ рукой консультанта.")
    presenter.keep()
    assert presenter.look is not None
    texts = {block.key: block for block in presenter.look.blocks}
    assert texts["reasons.2"].text == "Ответ рукой консультанта."
    assert texts["reasons.2"].edited
    assert any("Вред грозит всякому" in block.text for block in presenter.look.blocks)
    presenter.edit("reasons.2", None)
    presenter.keep()
    assert not {block.key: block for block in presenter.look.blocks}["reasons.2"].edited


def test_what_stops_is_shown_and_nothing_is_written(cases: Briefcase, tmp_path: Path) -> None:
    presenter, view = draft_scene(cases)
    presenter.make(tmp_path / "out", ("docx", "pdf"))
    (findings,) = view.last("show_blocked")
    assert findings
    assert not (tmp_path / "out").exists()


def test_reasons_outlive_the_page_until_the_paper_is_made(cases: Briefcase) -> None:
    presenter, _ = draft_scene(cases)
    presenter.lift("CHK-ANNEX", "перевод готовят")
    again, _ = draft_scene(cases)
    assert again.lifted == {"CHK-ANNEX": "перевод готовят"}
    again.lift("CHK-ANNEX", "")
    assert draft_scene(cases)[0].lifted == {}


def test_only_the_last_request_for_a_preview_counts(cases: Briefcase) -> None:
    view, tasks = RecordingView(), TasksAtOnce(cases)
    presenter = DraftPresenter(view, tasks, words=lambda: RU, clock=CLOCK)
    presenter.open(S03, "C1")
    shown = view.count("show_draft")
    tasks.held = True
    for _ in range(5):
        presenter.refresh()
    assert len(tasks.waiting) == 1, "five requests are one in work and one behind it"
    tasks.let_go()
    assert view.count("show_draft") == shown + 1


def test_a_paper_that_cannot_be_made_is_told(cases: Briefcase) -> None:
    _, view = draft_scene(cases, "Z9")
    assert view.count("draft_gone") == 1


def test_findings_lead_to_the_record_or_the_paragraph(cases: Briefcase) -> None:
    presenter, _ = draft_scene(cases)
    assert presenter.look is not None
    targets = [finding.target for finding in presenter.look.findings if finding.target is not None]
    assert any(target.kind == "evidence" for target in targets)
    keys = {block.key for block in presenter.look.blocks}
    assert all(target.block in keys for target in targets if target.block)


def test_a_title_for_every_look(own: Briefcase) -> None:
    record = CaseRecord(info=CaseInfo(ref=CaseRef("X")))
    assert record.meta.title is None
    ref = str(own.cases.create(title=None).info.ref)
    assert title_of(gather_case(own, ref, CLOCK.today()), RU) == f"Дело {ref}"
