"""Forms without a window: what is asked, what is kept, what is taken back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.domain.person import Sex
from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.host.wording import LANGUAGES, wording
from legalaid_desktop.presenters.forms.fact_specs import FORMS, SECTIONS
from legalaid_desktop.presenters.forms.form import FormPresenter, find_item
from legalaid_desktop.presenters.forms.options import options, sources_of
from legalaid_desktop.presenters.forms.spec import FormSpec, Kind, read_path, write_path
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.labels import shipped_labels
from legalaid_desktop.services.law import shipped_law
from legalaid_desktop.services.opening import create_briefcase
from legalaid_desktop.services.secrets import Secret
from tests.presenters.recording import RecordingView, TasksAtOnce

CLOCK = FixedClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))


@pytest.fixture
def briefcase(tmp_path: Path) -> Iterator[Briefcase]:
    with (
        Secret.from_passphrase("лампа река камень") as secret,
        create_briefcase(tmp_path / "vault", secret, clock=CLOCK, fast_kdf=True) as opened,
    ):
        yield opened


def scene(briefcase: Briefcase) -> tuple[FormPresenter, RecordingView, list[str], str]:
    ref = str(briefcase.cases.create(title="Проба", client_name="Выдуманов Пётр").info.ref)
    view = RecordingView()
    changed: list[str] = []
    presenter = FormPresenter(view, TasksAtOnce(briefcase), words=lambda: wording("ru"), changed=changed.append)
    return presenter, view, changed, ref


def every_form(form: FormSpec) -> Iterator[FormSpec]:
    yield form
    for field in form.fields:
        if field.parts is not None:
            yield from every_form(field.parts)


@pytest.mark.parametrize("key", sorted(FORMS))
def test_each_field_of_a_form_is_a_field_of_its_record_and_has_words(key: str) -> None:
    for form in every_form(FORMS[key]):
        names = {field.name for field in dataclasses.fields(form.record)}
        for field in form.fields:
            assert field.name.split(".")[0] in names, field.name
            for lang in LANGUAGES:
                words = wording(lang)
                if field.kind is not Kind.NAME_FORMS:
                    assert words.say(f"form.{form.key}.{field.name.replace('.', '_')}")
                if field.hint:
                    assert words.say(f"form.hint.{field.hint}")
        for group in form.groups:
            assert not group.title or wording("be").say(f"form.group.{group.title}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_choice_is_offered_in_words(briefcase: Briefcase, lang: str) -> None:
    record = briefcase.cases.create(title=None, client_name="Выдуманов Пётр")
    for form in FORMS.values():
        found = options(sources_of(form), record, shipped_labels(), shipped_law(), wording(lang))
        for source, offered in found.items():
            assert all(code and text for code, text in offered), source
            assert len({text for _, text in offered}) == len(offered), f"{source}: two choices read alike"
            if source not in ("persons", "events", "evidence", "decisions"):
                assert offered, source


def test_paths_reach_into_records_and_make_what_is_missing() -> None:
    from legalaid_desktop.domain.facts import AuthorityFill, Decision
    from legalaid_desktop.domain.ids import LocalId

    decision = Decision(id=LocalId("d1"))
    assert read_path(decision, "authority_fill.city_gen") is None
    makers = {"authority_fill": AuthorityFill}
    assert write_path(decision, "authority_fill.city_gen", None, makers) == decision
    filled = write_path(decision, "authority_fill.city_gen", "г. Гомеля", makers)
    assert filled.authority_fill == AuthorityFill(city_gen="г. Гомеля")


def test_what_is_typed_is_in_the_record_without_any_saving(briefcase: Briefcase) -> None:
    presenter, view, changed, ref = scene(briefcase)
    presenter.open(ref, "person", "p1")
    presenter.put("names.family", "Выдуманов")
    presenter.put("sex", Sex.MALE)
    presenter.put("birth", PartialDate(precision=Precision.YEAR, year=1990))
    presenter.keep()
    (person,) = briefcase.cases.record(ref).persons or ()
    assert (person.names.family, person.sex, person.birth) == (
        "Выдуманов",
        Sex.MALE,
        PartialDate(precision=Precision.YEAR, year=1990),
    )
    assert view.last("show_kept") == ("Сохранено в хранилище", "done")
    assert changed == ["person"]
    presenter.keep()
    assert changed == ["person"], "nothing new is not written again"


def test_fields_that_nobody_touched_stay_as_they_were(briefcase: Briefcase) -> None:
    from legalaid_desktop.domain.facts import Detention
    from legalaid_desktop.domain.ids import LocalId

    presenter, _, _, ref = scene(briefcase)
    exact = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
    briefcase.cases.save(ref, Detention(id=LocalId("t1"), from_at=exact, place="изолятор"))
    presenter.open(ref, "detention", "t1")
    presenter.put("place", "другой изолятор")
    presenter.keep()
    (detention,) = briefcase.cases.record(ref).detentions or ()
    assert detention.place == "другой изолятор"
    assert detention.from_at == exact, "the hour is not cut off by a form that shows days"


def test_a_new_record_is_born_with_its_first_word_and_only_once(briefcase: Briefcase) -> None:
    presenter, _, _, ref = scene(briefcase)
    presenter.open(ref, "event")
    presenter.close()
    assert not briefcase.cases.record(ref).events
    presenter.open(ref, "event")
    assert presenter.place == {"kind": "event", "key": ""}
    for text in ("Приш", "Пришли", "Пришли ночью"):
        presenter.put("text", text)
        presenter.keep()
    events = briefcase.cases.record(ref).events or ()
    assert [event.text for event in events] == ["Пришли ночью"]
    assert presenter.place == {"kind": "event", "key": str(events[0].id)}


@pytest.mark.parametrize(("kind", "field"), [("narrative", "text"), ("entry", "point"), ("extradition", "offence")])
def test_records_without_an_id_are_not_doubled(briefcase: Briefcase, kind: str, field: str) -> None:
    presenter, _, _, ref = scene(briefcase)
    for _ in range(2):
        presenter.open(ref, kind)
        presenter.put(field, "раз")
        presenter.keep()
        presenter.put(field, "раз два")
        presenter.keep()
        presenter.close()
    found: Any = getattr(briefcase.cases.record(ref), SECTIONS[kind])
    items = (found,) if kind == "extradition" else found
    assert [getattr(item, field) for item in items] == ["раз два"] * (1 if kind == "extradition" else 2)


def test_a_whole_form_is_taken_back(briefcase: Briefcase) -> None:
    presenter, view, _, ref = scene(briefcase)
    before = briefcase.cases.record(ref).persons
    presenter.open(ref, "person", "p1")
    presenter.put("ethnicity", "вымышленная")
    presenter.close()
    (undo,) = view.last("form_closed")
    assert briefcase.cases.record(ref).persons != before
    undo()
    assert briefcase.cases.record(ref).persons == before
    presenter.open(ref, "event")
    presenter.put("text", "Лишнее")
    presenter.close()
    (undo,) = view.last("form_closed")
    undo()
    assert not briefcase.cases.record(ref).events
    assert [entry.removed.kind for entry in briefcase.cases.bin.all()] == ["event"], "in the bin, not gone"


def test_half_a_date_is_kept_beside_the_record(briefcase: Briefcase) -> None:
    presenter, view, _, ref = scene(briefcase)
    presenter.open(ref, "person", "p1")
    presenter.put_raw("birth", "кажется весн")
    presenter.close()
    presenter.open(ref, "person", "p1")
    data = view.last("show_form")[1]
    assert data.raw == {"birth": "кажется весн"}
    presenter.put_raw("birth", "")
    presenter.put("birth", PartialDate(precision=Precision.YEAR, year=1991))
    presenter.close()
    assert not [key for key in briefcase.notes.unsaved_keys() if key.startswith("case:raw")]


def test_answers_that_are_no_value_are_written_into_the_office_remark(briefcase: Briefcase) -> None:
    presenter, _, _, ref = scene(briefcase)
    presenter.open(ref, "person", "p1")
    presenter.add_answer("Отчество", "Не знает")
    presenter.add_answer("Где родился", "Не помнит")
    presenter.add_answer("Отчество", "Предпочитает не говорить")
    presenter.keep()
    (person,) = briefcase.cases.record(ref).persons or ()
    assert person.note == "Где родился: Не помнит\nОтчество: Предпочитает не говорить"
    presenter.add_answer("Где родился", "")
    presenter.add_answer("Отчество", "")
    presenter.keep()
    (person,) = briefcase.cases.record(ref).persons or ()
    assert person.note is None


def test_a_record_that_has_gone_is_told(briefcase: Briefcase) -> None:
    presenter, view, _, ref = scene(briefcase)
    presenter.open(ref, "event", "e9")
    assert view.count("show_form") == 0
    assert view.count("show_failure") == 1


def test_find_item_by_id_and_by_place() -> None:
    from legalaid_desktop.domain.case_record import CaseInfo
    from legalaid_desktop.domain.facts import Narrative
    from legalaid_desktop.domain.ids import CaseRef

    record = CaseRecord(
        info=CaseInfo(ref=CaseRef("r")),
        opened_on=date(2026, 1, 1),
        narratives=(Narrative(text="а"), Narrative(text="б")),
    )
    assert find_item(record, "narrative", "1").text == "б"
    assert find_item(record, "case", "").ref == "r"
