"""Clocks of the cases of a real vault: listed, explained, marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from legalaid_desktop.errors import NotFound, WrongUse
from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import create_briefcase
from legalaid_desktop.vault.secret import Secret

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


def test_the_import_of_a_faulty_file_names_its_lines(briefcase: Briefcase, tmp_path: Path) -> None:
    from legalaid_desktop.errors import FileNotUnderstood

    path = tmp_path / "bad.toml"
    path.write_bytes(b"\xef\xbb\xbf[meta]\r\nas_of = 2026-11-24\r\n[case]\r\nref = 'T'\r\ntopik = 'x'\r\n")
    with pytest.raises(FileNotUnderstood) as caught:
        briefcase.cases.import_files([path])
    assert caught.value.faults == ("bad.toml:5: case.topik: this key is not known",)
