"""The shipped law data, and what is refused in others."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legalaid_desktop.domain.day_count import count
from legalaid_desktop.domain.law import Confidence
from legalaid_desktop.domain.law_parsing import CASES, parse_law
from legalaid_desktop.errors import FileNotUnderstood
from legalaid_desktop.services.law import shipped_files, shipped_law
from tests.rounds import rounds

LAW = shipped_law()
TEXTS = shipped_files()


def faults(name: str, old: str, new: str) -> list[str]:
    assert old in TEXTS[name]
    with pytest.raises(FileNotUnderstood) as caught:
        parse_law({**TEXTS, name: TEXTS[name].replace(old, new, 1)})
    return list(caught.value.faults)


def test_the_shipped_law_is_whole() -> None:
    assert (len(LAW.rules), len(LAW.authorities), len(LAW.regions), len(LAW.topics)) == (45, 49, 7, 40)
    assert dt.date(2026, 11, 23) == LAW.as_of
    assert {year for year, known in LAW.calendar_years.items() if known.complete} == {2026}


@pytest.mark.parametrize("rule", LAW.rules.values(), ids=lambda rule: rule.id)
def test_every_rule_computes_or_gives_no_date(rule: object) -> None:
    from legalaid_desktop.domain.law import DeadlineRule

    assert isinstance(rule, DeadlineRule)
    for lang in ("ru", "be", "en"):
        assert rule.act(lang)
        assert rule.basis(lang)
    assert rule.trigger_ru
    assert rule.trigger_be
    if rule.limit_known:
        assert rule.limit is not None
        assert rule.unit is not None
        counted = count(dt.date(2026, 3, 2), rule.limit, rule.unit, LAW, count_from=rule.count_from, roll=rule.roll)
        assert counted.last_day >= counted.starts_on
    else:
        assert (rule.limit, rule.unit) == (None, None)


def test_every_authority_has_all_its_forms() -> None:
    for body in LAW.authorities.values():
        for lang in ("ru", "be"):
            assert all(body.forms[f"{lang}_{case}"] for case in CASES), body.id
            assert body.forms[f"header_{lang}"], body.id
        if "header_person_ru" in body.forms:
            assert "header_person_be" in body.forms
        assert body.template or "{" not in "".join(body.forms.values())


def test_forms_of_an_authority_that_were_derived() -> None:
    court = LAW.authorities["court.grodno"].forms  # type: ignore[index]
    assert court["ru_ins"] == "Гродненским областным судом"
    assert (court["be_ins"], court["be_prep"]) == ("Гродзенскім абласным судом", "Гродзенскім абласным судзе")
    department = LAW.authorities["dcm"].forms  # type: ignore[index]
    assert department["ru_ins"].startswith("Департаментом по гражданству")
    assert department["be_prep"].startswith("Дэпартаменце па грамадзянстве")


def test_belarusian_words_begin_with_the_right_u() -> None:
    """After a vowel ў, after a consonant у."""
    for body in LAW.authorities.values():
        for key, form in body.forms.items():
            if "be" in key:
                assert not re.search(r"[аеёіоуыэюя] у[бвгджзклмнпрстфхцчш]", form), (body.id, key, form)
                assert not re.search(r"[бвгджзйклмнпрстфхцчшь] ў", form), (body.id, key, form)


def test_only_treaty_articles_may_print_a_number() -> None:
    """Rule 8 of documents.md §1; no statute text was opened, so no article of Belarusian law may print yet."""
    articles = [row for row in LAW.sources.values() if "article" in row.kind]
    assert {row.id for row in articles if row.may_print} == {
        *("treaty.refugee1951.33", "treaty.cat.3", "treaty.iccpr.7", "treaty.iccpr.9", "treaty.crc.3"),
    }
    assert all(row.confidence is Confidence.TREATY for row in articles if row.may_print)
    for row in LAW.sources.values():
        if row.kind == "act":
            assert not re.search(r"\b(?:ст\.|стать|арт\.|артыкул)", " ".join(row.forms.values()).lower()), row.id


def test_the_code_in_force_is_chosen_by_the_day() -> None:
    new, old = LAW.sources["code.kgs"], LAW.sources["code.civil_before_2026"]
    assert (new.in_force(dt.date(2025, 12, 31)), new.in_force(dt.date(2026, 1, 1))) == (False, True)
    assert (old.in_force(dt.date(2025, 12, 31)), old.in_force(dt.date(2026, 1, 1))) == (True, False)
    assert "ГПК" not in "".join(TEXTS["sources.toml"])


def test_no_address_and_no_name_of_a_source_ships() -> None:
    for name, text in TEXTS.items():
        found = re.search(
            r"https?:|www\.|\.by\b|\.org\b|Constanta|Nasha|spring96|Lapshin|Nasriddin", text, re.IGNORECASE
        )
        assert found is None, (name, found)


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "part"),
    [
        ("deadlines.toml", "limit = 15\nunit = \"working_day\"", "unit = \"working_day\"", None, "a number and a unit"),
        ("deadlines.toml", 'unit = "working_day"', 'unit = "moon"', None, "one of these words"),
        ("counting.toml", 'source = "src-001"', 'source = "https://example.invalid"', None, "a source id"),
        ("deadlines.toml", 'note = "', 'note = "see https://example.invalid ', None, "an address"),
        ("calendars.toml", "moved_off = [2026-04-20]", "moved_off = [2026-04-19]", None, "does not belong here"),
        ("calendars.toml", "moved_off = [2026-04-20]", "moved_off = [2027-04-20]", None, "is not in this year"),
        ("calendars.toml", "easter = 2026-04-12", "easter = 2026-04-05", None, "comes out as 2026-04-12"),
        ("deadlines.toml", 'id = "ip.handover"', 'id = "ip.apply"', None, "used twice"),
        ("pack.toml", "schema_version = 1", "schema_version = 2", 5, "schema version 2"),
        ("pack.toml", "[law_as_of]", "[weather]", None, "this table is not known"),
        ("authorities.toml", 'region = "brest"', 'region = "atlantis"', None, "no region"),
        ("authorities.toml", 'ru_ins = "Брестским областным судом"\n', "", None, "ru_ins is missing"),
        ("authorities.toml", 'ru_nom = "Брестский областной', 'ru_nom = "{a.__class__}', None, "not one that a person"),
        ("taxonomy.toml", 'label_be = "Абскарджанне адмовы ў абароне"', "", None, "may not be empty"),
        ("sources.toml", 'kind = "act"', 'kind = "rumour"', None, "one of these words"),
        ("sources.toml", "[[source]]", "[[source", None, "not TOML"),
    ],
)  # fmt: skip
def test_faulty_law_is_refused_with_its_line(name: str, old: str, new: str, line: int | None, part: str) -> None:
    found = faults(name, old, new)
    assert any(part in fault for fault in found), found
    where = re.match(r"([a-z]+\.toml):(\d+): ", found[0])
    assert where is not None
    assert where[1] == name
    first_changed = TEXTS[name][: TEXTS[name].index(old)].count("\n") + 1
    assert line is None or int(where[2]) == line
    assert int(where[2]) <= first_changed + 60


def test_all_files_are_judged_at_once() -> None:
    broken = {
        name: text.replace('confidence = "', 'confidence = "very ', 1)
        for name, text in TEXTS.items()
        if name in ("deadlines.toml", "authorities.toml", "sources.toml")
    }
    with pytest.raises(FileNotUnderstood) as caught:
        parse_law({**TEXTS, **broken})
    assert {fault.split(":")[0] for fault in caught.value.faults} == {
        "deadlines.toml",
        "authorities.toml",
        "sources.toml",
    }


def test_no_files_are_no_law() -> None:
    with pytest.raises(FileNotUnderstood):
        parse_law({})


@pytest.mark.soak
@settings(max_examples=rounds(15, 400), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(("deadlines.toml", "sources.toml")),
    st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from('"[]={}\n7й.')), min_size=1, max_size=4),
)
def test_damaged_law_is_read_or_refused(name: str, changes: list[tuple[int, str]]) -> None:
    text = TEXTS[name]
    for place, char in changes:
        at = place % len(text)
        text = text[:at] + char + text[at + 1 :]
    try:
        parse_law({**TEXTS, name: text})
    except FileNotUnderstood as err:
        assert err.faults
    else:
        tomllib.loads(text)


def test_every_source_id_is_explained_in_the_docs() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "law-sources.md").read_text("utf-8")
    used = {found for text in TEXTS.values() for found in re.findall(r'source = "(src-\d{3})"', text)}
    assert len(used) > 40
    assert sorted(used - set(re.findall(r"^\| (src-\d{3}) \|", docs, re.MULTILINE))) == []
