"""Clocks of the cases of a real vault: listed, explained, marked."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from legalaid_desktop.domain.deadline import DeadlineRow
from legalaid_desktop.domain.deadline_engine import sort_key
from legalaid_desktop.errors import NotFound, WrongUse
from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.deadlines import case_rows
from legalaid_desktop.services.opening import create_briefcase
from legalaid_desktop.storage.deadline_rows import DeadlineMark
from legalaid_desktop.vault.secret import Secret
from tests.services.vaults import case_file

AS_OF = dt.date(2026, 12, 21)
S03, S04 = "TEST-2026-S03", "TEST-2026-S04"


@pytest.fixture(scope="module")
def briefcase(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Briefcase]:
    clock = FixedClock(dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC))
    folder = tmp_path_factory.mktemp("vault") / "v"
    with create_briefcase(folder, Secret.from_passphrase("слова для проверки"), clock=clock, fast_kdf=True) as opened:
        opened.cases.import_files(sorted((resources() / "demo").glob("*.toml")))
        yield opened


def last_days(found: tuple[tuple[str, object], ...]) -> list[tuple[str, str, str]]:
    return [(ref, row.rule, str(row.last_day)) for ref, row in found]  # type: ignore[attr-defined]


def test_all_clocks_of_the_vault_stand_earliest_first(briefcase: Briefcase) -> None:
    assert last_days(briefcase.deadlines.rows(None, AS_OF)) == [
        ("TEST-2026-S02", "ip.apply", "None"),
        ("TEST-2026-S01", "ip.apply", "None"),
        ("TEST-2026-S06", "rm.deportation_appeal", "2026-11-14"),
        (S04, "ex.complaint", "2026-12-25"),
        (S03, "ip.refusal_appeal", "2026-12-28"),
    ]


def test_one_case_by_its_reference_in_any_letter_case(briefcase: Briefcase) -> None:
    assert last_days(briefcase.deadlines.rows(S04.lower(), AS_OF)) == [(S04, "ex.complaint", "2026-12-25")]
    with pytest.raises(NotFound):
        briefcase.deadlines.rows("TEST-NONE", AS_OF)


def test_a_clock_explains_itself_by_its_id(briefcase: Briefcase) -> None:
    ref, row = briefcase.deadlines.explain(S03, "d1-ip.refusal_appeal-notice", AS_OF)
    assert (ref, row.status.value, len(row.days)) == (S03, "due", 25)
    with pytest.raises(NotFound):
        briefcase.deadlines.explain(S03, "d1-ip.refusal_appeal-rule_safe", AS_OF)


def test_what_a_person_says_is_kept_and_can_be_taken_back(briefcase: Briefcase) -> None:
    def status() -> str:
        return briefcase.deadlines.rows(S04, dt.date(2026, 12, 30))[0][1].status.value

    known = "d1-ex.complaint-rule"
    assert status() == "passed"
    for state, expected in (("done", "done"), ("missed", "missed"), (None, "passed")):
        briefcase.deadlines.mark(S04, known, state, AS_OF)
        assert status() == expected
    with pytest.raises(WrongUse):
        briefcase.deadlines.mark(S04, known, "perhaps", AS_OF)
    with pytest.raises(NotFound):
        briefcase.deadlines.mark(S04, "d9-ex.complaint-rule", "done", AS_OF)


def as_one_by_one(briefcase: Briefcase) -> dict[str, tuple[DeadlineRow, ...]]:
    """What each case gives when all of it is read, alone."""
    vault = briefcase.vault
    found = {}
    for place in vault.deadlines.cases():
        case = vault.cases.load(place)
        rows = case_rows(case, AS_OF, vault.deadlines.said(place))
        found[str(case.info.ref)] = tuple(row for row in rows if not row.further)
    return found


def as_listed(briefcase: Briefcase) -> dict[str, tuple[DeadlineRow, ...]]:
    found: dict[str, list[DeadlineRow]] = {}
    for ref, row in briefcase.deadlines.rows(None, AS_OF):
        found.setdefault(ref, []).append(row)
    return {ref: tuple(sorted(rows, key=sort_key)) for ref, rows in found.items()}


@pytest.fixture
def undone(briefcase: Briefcase) -> Iterator[Briefcase]:
    """The same vault; what a test writes past the services is taken back."""
    db = briefcase.vault.db
    with contextlib.suppress(_TakenBack), db.transaction():
        yield briefcase
        raise _TakenBack


class _TakenBack(Exception):
    pass


def test_the_list_reads_many_cases_at_once_and_finds_what_each_alone_gives(briefcase: Briefcase) -> None:
    briefcase.deadlines.mark(S04, "d1-ex.complaint-rule", "done", AS_OF)
    try:
        expected = as_one_by_one(briefcase)
        asked: list[str] = []
        connection = briefcase.vault.db._connection
        connection.set_trace_callback(asked.append)
        try:
            listed = as_listed(briefcase)
        finally:
            connection.set_trace_callback(None)
        assert listed == expected and len(expected) == 5
        assert listed[S04][0].status.value == "done"
        # Notes and texts are most of a vault; no period is counted from them.
        assert not [one for one in asked if re.search(r'FROM "?(note|narrative|evidence|event)\b', one)]
        assert len(asked) <= 25, "as many for a thousand cases"
        places = briefcase.vault.cases.all_rows()
        by_twos = dict(briefcase.vault.cases.for_clocks(places, batch=2))
        assert by_twos == dict(briefcase.vault.cases.for_clocks(places)) and list(by_twos) == places
    finally:
        briefcase.deadlines.mark(S04, "d1-ex.complaint-rule", None, AS_OF)


def test_a_certificate_shows_that_the_application_was_filed(vault: Briefcase, tmp_path: Path) -> None:
    for ref, number in (("T-71", ""), ("T-72", 'certificate_no = "000123"')):
        person = f'[[person]]\nid = "p1"\nrole = "client"\n{number}\n[person.names]\nru_nom = "Навид"'
        text = f'topic = "ip.application"\n{person}'
        vault.cases.import_files([case_file(tmp_path, f"{ref}.toml", text, ref=ref)])
    assert [row.rule for _, row in vault.deadlines.rows("T-71", AS_OF)] == ["ip.apply"]
    assert vault.deadlines.rows("T-72", AS_OF) == ()


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("UPDATE decision SET kind = 'order' WHERE case_row = {case}", "decision"),
        ("DELETE FROM case_section WHERE case_row = {case} AND section = 'decisions'", "case_section"),
        ("UPDATE deadline_mark SET state = 'missed' WHERE case_row = {case}", "deadline_mark"),
    ],
)
def test_damage_in_one_case_hides_no_other_clock(undone: Briefcase, harm: str, told: str) -> None:
    before = as_listed(undone)
    case = undone.vault.cases.row_of(S03)
    undone.vault.deadlines.set_mark(
        case, DeadlineMark("d1-ip.refusal_appeal-notice", "done", None, None, dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    )
    undone.vault.seen.forget()
    undone.vault.db.run(harm.format(case=case))
    after = as_listed(undone)
    assert {one.table for one in undone.vault.seen} == {told}
    expected = dict(before)
    if told == "decision":
        del expected[S03]
    elif told == "case_section":
        (done,) = after[S03]
        assert done.status.value == "done"
        expected[S03] = after[S03]
    assert after == expected
    undone.vault.seen.forget()


def test_the_import_of_a_faulty_file_names_its_lines(briefcase: Briefcase, tmp_path: Path) -> None:
    from legalaid_desktop.errors import FileNotUnderstood

    path = tmp_path / "bad.toml"
    path.write_bytes(b"\xef\xbb\xbf[meta]\r\nas_of = 2026-11-24\r\n[case]\r\nref = 'T'\r\ntopik = 'x'\r\n")
    with pytest.raises(FileNotUnderstood) as caught:
        briefcase.cases.import_files([path])
    assert caught.value.faults == ("bad.toml:5: case.topik: this key is not known",)
