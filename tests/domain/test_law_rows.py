"""Rows of a law pack in time, the age of a pack, and what is refused as absurd."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalaid_desktop.domain.file_fault import FileFault
from legalaid_desktop.domain.ids import AuthorityId, RuleId
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.domain.law_age import LawAge, law_age, law_months
from legalaid_desktop.domain.law_parsing import FILES, MOST_FAULTS, parse_law
from legalaid_desktop.domain.law_version import PackVersion, read_version
from legalaid_desktop.errors import FileNotUnderstood
from legalaid_desktop.services.law import shipped_files, shipped_law

TEXTS = shipped_files()
LAW = shipped_law()
RULE = RuleId("ip.refusal_appeal")


def row(table: str, id: str, file: str) -> str:
    """One row of a file as it stands there."""
    found = re.search(rf'\[\[{table}\]\]\nid = "{re.escape(id)}"\n.*?(?=\n\[\[|\Z)', TEXTS[file], re.DOTALL)
    assert found is not None
    return found.group().rstrip() + "\n"


def several(table: str, id: str, file: str, *tails: str) -> dict[str, str]:
    """The pack with one row several times, each with its own tail."""
    one = row(table, id, file)
    return {**TEXTS, file: TEXTS[file].replace(one, "\n".join(one + tail + "\n" for tail in tails), 1)}


def faults(texts: Mapping[str, str]) -> list[FileFault]:
    with pytest.raises(FileNotUnderstood) as caught:
        parse_law(texts)
    found = [fault for fault in caught.value.faults if isinstance(fault, FileFault)]
    assert found
    return found


def codes(texts: Mapping[str, str], name: str = "deadlines.toml") -> set[str]:
    """Faults of one file; the others are left out, for they would only take time."""
    some = {known: text for known, text in texts.items() if known in ("pack.toml", name)}
    return {fault.code for fault in faults(some) if fault.file == name}


def with_rule(old: str, new: str, id: str = RULE) -> dict[str, str]:
    one = row("deadline", id, "deadlines.toml")
    assert old in one
    return {**TEXTS, "deadlines.toml": TEXTS["deadlines.toml"].replace(one, one.replace(old, new, 1), 1)}


# ---------------------------------------------------------------------------------------------- in force on a day


def test_several_rows_of_one_id_stand_side_by_side() -> None:
    tails = ("valid_to = 2025-12-31", "valid_from = 2026-01-01\nvalid_to = 2026-06-30", "valid_from = 2026-09-01")
    texts = several("deadline", RULE, "deadlines.toml", *tails)
    texts["deadlines.toml"] = texts["deadlines.toml"].replace("limit = 15\n", "limit = 14\n", 1)
    law = parse_law(texts)
    first = law.rule_on(RULE, dt.date(2019, 5, 1))
    assert first is not None
    assert (first.limit, first.valid_to) == (14, dt.date(2025, 12, 31))
    for day, since in ((dt.date(2025, 12, 31), None), (dt.date(2026, 1, 1), 2026), (dt.date(2026, 6, 30), 2026)):
        found = law.rule_on(RULE, day)
        assert found is not None
        assert (found.valid_from.year if found.valid_from else None) == since
    assert law.rule_on(RULE, dt.date(2026, 8, 31)) is None, "between two rows there is no rule"
    assert law.rules[RULE].valid_from == dt.date(2026, 9, 1), "without a day: the newest row"
    assert [one.valid_from for one in law.rule_rows[RULE]] == [None, dt.date(2026, 1, 1), dt.date(2026, 9, 1)]


def test_rows_without_bounds_count_on_every_day() -> None:
    for id, rule in LAW.rules.items():
        assert LAW.rule_on(id, dt.date(1995, 1, 1)) is (rule if rule.valid_from is None else None)
        assert LAW.rule_on(id, dt.date(2060, 1, 1)) is (rule if rule.valid_to is None else None)
    assert LAW.rule_on(RuleId("no.such"), dt.date(2026, 1, 1)) is None


def test_bodies_acts_and_holidays_in_force() -> None:
    texts = several("authority", "dcm", "authorities.toml", "valid_to = 2026-01-31", "valid_from = 2026-02-01")
    law = parse_law(texts)
    body = law.authority_on(AuthorityId("dcm"), dt.date(2026, 1, 31))
    assert body is not None
    assert body.valid_to == dt.date(2026, 1, 31)
    code = LAW.source_on("code.kgs", dt.date(2025, 12, 31))
    assert code is None
    assert LAW.source_on("code.kgs", dt.date(2026, 1, 1)) is LAW.sources["code.kgs"]
    holidays = parse_law(several("holiday", "new_year_2", "calendars.toml", "valid_from = 2020-01-01"))
    assert "new_year_2" not in {one.id for one in holidays.holidays_on(dt.date(2019, 1, 2))}
    assert "new_year_2" in {one.id for one in holidays.holidays_on(dt.date(2020, 1, 2))}


def test_the_day_before_a_holiday_began_is_a_working_day() -> None:
    from legalaid_desktop.domain.calendar import is_working_day

    law = parse_law(several("holiday", "new_year_2", "calendars.toml", "valid_from = 2020-01-01"))
    assert is_working_day(dt.date(2019, 1, 2), law)
    assert not is_working_day(dt.date(2020, 1, 2), law)


@pytest.mark.parametrize(
    ("tails", "code"),
    [
        (("", ""), "duplicate_id"),
        (("", "valid_from = 2026-01-01"), "law_overlap"),
        (("valid_to = 2026-01-01", "valid_from = 2026-01-01"), "law_overlap"),
        (("valid_from = 2026-01-01", "valid_from = 2027-01-01"), "law_overlap"),
        (("valid_to = 2020-01-01", "valid_to = 2026-01-01"), "law_overlap"),
        (("valid_from = 2026-02-01\nvalid_to = 2026-01-01",), "date_order"),
        (("valid_from = 1800-01-01",), "absurd_year"),
        (("valid_to = 2170-01-01",), "absurd_year"),
        (("checked_on = 2026-11-24",), "law_after_compiled"),
    ],
)
def test_periods_that_make_no_sense(tails: tuple[str, ...], code: str) -> None:
    one = row("deadline", RULE, "deadlines.toml")
    assert "checked_on" not in one, "recalled: nobody compared it with its source"
    assert codes(several("deadline", RULE, "deadlines.toml", *tails)) == {code}


def test_an_overlap_says_where_the_other_row_stands() -> None:
    texts = several("deadline", RULE, "deadlines.toml", "valid_from = 2026-01-01", "valid_to = 2026-05-01")
    (fault,) = faults(texts)
    lines = texts["deadlines.toml"].splitlines()
    places = [number for number, line in enumerate(lines, 1) if line == f'id = "{RULE}"']
    assert (fault.params["line"], fault.line) == tuple(places)


_PERIODS = st.lists(st.tuples(st.none() | st.integers(0, 40), st.none() | st.integers(0, 40)), min_size=2, max_size=5)


@given(_PERIODS)
def test_overlaps_are_found_as_a_plain_count_finds_them(periods: list[tuple[int | None, int | None]]) -> None:
    from legalaid_desktop.domain.law_reading import LawFile

    base = dt.date(2026, 1, 1)
    text = ""
    for begin, end in periods:
        text += '[[term]]\nid = "x"\n'
        text += "" if begin is None else f"valid_from = {base + dt.timedelta(days=begin)}\n"
        text += "" if end is None else f"valid_to = {base + dt.timedelta(days=end)}\n"
    file = LawFile("glossary.toml", text)
    file.entries("term")
    wrong = any(begin is not None and end is not None and begin > end for begin, end in periods)
    days = [
        sum((begin is None or begin <= day) and (end is None or day <= end) for begin, end in periods)
        for day in range(-1, 42)
    ]
    assert bool(file.reading.faults) is (wrong or max(days) > 1)


# ---------------------------------------------------------------------------------------------- age and version


def aged(compiled: dt.date) -> LawPack:
    import dataclasses

    return dataclasses.replace(LAW, as_of=compiled)


@pytest.mark.parametrize(
    ("compiled", "on", "months", "age"),
    [
        ("2026-11-23", "2026-11-23", 0, LawAge.FRESH),
        ("2026-11-23", "2027-05-22", 5, LawAge.FRESH),
        ("2026-11-23", "2027-05-23", 6, LawAge.OLD),
        ("2026-11-23", "2027-11-22", 11, LawAge.OLD),
        ("2026-11-23", "2027-11-23", 12, LawAge.EXPIRED),
        ("2026-08-31", "2027-02-27", 5, LawAge.FRESH),
        ("2026-08-31", "2027-02-28", 6, LawAge.OLD),
        ("2027-08-31", "2028-02-28", 5, LawAge.FRESH),
        ("2027-08-31", "2028-02-29", 6, LawAge.OLD),
        ("2024-02-29", "2025-02-28", 12, LawAge.EXPIRED),
        ("2026-11-23", "2020-01-01", 0, LawAge.FRESH),
        ("2026-11-23", "2099-01-01", 865, LawAge.EXPIRED),
    ],
)
def test_the_age_of_a_pack(compiled: str, on: str, months: int, age: LawAge) -> None:
    law, day = aged(dt.date.fromisoformat(compiled)), dt.date.fromisoformat(on)
    assert (law_months(law, day), law_age(law, day)) == (months, age)


def test_versions_are_days_and_order_by_them() -> None:
    written = ["2026.11.23", "2026.11.23.2", "2026.11.23.10", "2026.11.24", "2027.01.01"]
    read = [read_version(text) for text in written]
    assert None not in read
    assert [str(one) for one in read] == written
    assert sorted(read, key=lambda one: one or PackVersion(dt.date.min)) == read
    for wrong in ("", "2026.11.31", "2026-11-23", "2026.1.23", "2026.11.23.0", "2026.11.23.01", "٢٠٢٦.١١.٢٣", "1.2"):
        assert read_version(wrong) is None, wrong


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('version = "2026.11.23"', 'version = "2026.11.22"', "law_version_early"),
        ('version = "2026.11.23"', 'version = "3000.01.01"', "law_version"),
        ('version = "2026.11.23"', 'version = "newest"', "law_version"),
        ('id = "by"', 'id = "../by"', "law_pack_id"),
        ('id = "by"', 'id = "b\u0443"', "law_pack_id"),
        ("compiled = 2026-11-23", "compiled = 1800-11-23", "absurd_year"),
        ("reviewed_by_lawyer = false", 'reviewed_by_lawyer = "yes"', "wrong_type"),
        ("newest_source_date = 2026-02-23", "newest_source_date = 2026-12-23", "law_after_compiled"),
        ("[law_as_of]", "colour = 1\n[law_as_of]", "unknown_key"),
        ("[law_as_of_be]", '[law_as_of_be]\nweather = "2020"', "unknown_key"),
    ],
)
def test_what_a_pack_says_of_itself_is_judged(old: str, new: str, code: str) -> None:
    assert old in TEXTS["pack.toml"]
    assert code in codes({"pack.toml": TEXTS["pack.toml"].replace(old, new, 1)}, "pack.toml")


# ---------------------------------------------------------------------------------------------- absurd and hostile


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("limit = 15", "limit = 0", "bad_number"),
        ("limit = 15", "limit = 10000", "bad_number"),
        ("limit = 15", "limit = 900", "bad_number"),
        ("limit = 15", "limit = -3", "bad_number"),
        ("limit = 15", "limit = 15.5", "wrong_type"),
        ("limit = 15", "limit = true", "wrong_type"),
        ("office_target_days = ", "office_target_days = 4", "law_alarm_late"),
        ("safe_limit = 15", "safe_limit = 60", "law_safe_longer"),
        ('unit = "working_day"', 'unit = "moon"', "not_one_of"),
        ('roll = "', 'roll = "perhaps', "not_one_of"),
        ('act_ru = "', 'act_ru = "\u202e', "law_odd_sign"),
        ('act_ru = "', 'act_ru = "\u200b', "law_odd_sign"),
        ('act_ru = "', 'act_ru = "\ue000', "law_odd_sign"),
        ('act_ru = "', 'act_ru = "\U000e0041', "law_odd_sign"),
        ('act_ru = "', 'act_ru = "а\u0301\u0302\u0303\u0304', "law_odd_sign"),
        ('act_ru = "', 'act_ru = "жaлоба ', "law_two_alphabets"),
        ('act_ru = "', 'act_ru = "и\u0306', "law_not_composed"),
        ('act_ru = "', 'act_ru = "\\u0000', "control_character"),
        ('act_ru = "', 'act_ru = "см. пример.бел ', "law_address"),
        ('act_ru = "', 'act_ru = "office@example.by ', "law_address"),
        ('id = "ip.refusal_appeal"', 'id = "ip.refusal_аppeal"', "law_id"),
    ],
)
def test_values_that_no_law_has(old: str, new: str, code: str) -> None:
    assert code in codes(with_rule(old, new))


def test_an_authority_may_be_reminded_of_after_its_period() -> None:
    """The office looks after the answer once it is overdue; only its own alarms must come in time."""
    late = [
        rule.id
        for rule in LAW.rules.values()
        if rule.kind == "authority_act" and rule.limit is not None and (rule.office_target_days or 0) > rule.limit
    ]
    assert late


def test_circles_and_unknown_names_between_files() -> None:
    bare = re.sub(r"^next = .*\n", "", TEXTS["remedies.toml"], flags=re.MULTILINE)
    first, second, third = re.findall(r'\[\[remedy\]\]\nid = "([^"]+)"', bare)[:3]

    def led(*steps: tuple[str, str]) -> set[str]:
        text = bare
        for one, other in steps:
            text = text.replace(f'[[remedy]]\nid = "{one}"\n', f'[[remedy]]\nid = "{one}"\nnext = ["{other}"]\n')
        return {fault.code for fault in faults({**TEXTS, "remedies.toml": text})}

    assert led((first, first)) == {"law_circle"}
    assert led((first, second), (second, third), (third, first)) == {"law_circle"}
    assert led((first, "no.such.step")) == {"law_unknown_id"}


def test_a_pack_of_fifty_thousand_rows_is_refused_at_a_bound() -> None:
    many = "".join(f'[[term]]\nid = "t{n}"\n' for n in range(50_000))
    assert codes({**TEXTS, "glossary.toml": many}, "glossary.toml") & {"too_many", "too_large"}


def test_faults_beyond_the_bound_are_counted() -> None:
    wrong = "".join(f'[[term]]\nid = "t{n}"\nru = ""\nconfidence = "x"\n' for n in range(300))
    found = faults({**TEXTS, "glossary.toml": wrong})
    assert len(found) == MOST_FAULTS + 1
    assert found[-1].code == "too_many_faults"
    assert found[-1].params["count"] == 300 * 4 - MOST_FAULTS


def test_a_missing_file_is_one_fault() -> None:
    for name in FILES:
        found = faults({known: text for known, text in TEXTS.items() if known != name and known == "pack.toml"})
        assert [fault.code for fault in found if fault.file == name] == ["law_missing_file"]
        found = faults({name: "# nothing\n"})
        assert "missing_table" in {fault.code for fault in found if fault.file == name}


def test_every_row_that_is_verified_says_when_it_was_checked() -> None:
    compiled = LAW.as_of
    for kind in (LAW.rules.values(), LAW.holidays, LAW.calendar_years.values(), LAW.authorities.values()):
        for one in kind:
            assert (one.checked_on == compiled) is (one.confidence == "verified" and bool(one.source)), one
    for source in LAW.sources.values():
        assert bool(source.checked_text) is (source.checked_on is not None), source.id
        assert source.checked_on is None or source.confidence == "verified"


def test_the_shipped_pack_says_what_it_is() -> None:
    assert (LAW.id, LAW.version, LAW.jurisdiction, LAW.reviewed_by_lawyer) == ("by", "2026.11.23", "BY", False)
    assert set(LAW.title) == {"ru", "be", "en"}
    assert (LAW.newest_source, LAW.min_cell) == (dt.date(2026, 2, 23), 5)
    assert set(LAW.counting) == {"proc_next_day", "working_days", "sutki", "calendar_short"}
    for rule in LAW.counting.values():
        assert all(rule.title[lang] and rule.rule[lang] for lang in ("ru", "be", "en"))
    assert LAW.glossary["expulsion"].words == {"ru": "высылка", "be": "высылка", "en": "expulsion"}
    assert LAW.remedies.rows
    assert LAW.competence.rules
