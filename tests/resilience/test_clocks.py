"""A clock set wrong, by ten years either way, to 1970 and past 2038: nothing vanishes, nothing is erased early."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.identity import new_identity
from legalaid_desktop.services.opening import open_briefcase
from legalaid_desktop.services.restoring import verify_backup
from tests.resilience.operations import REF, check_old, check_whole, filled, phrase
from tests.services.vaults import NOW, SAMPLES

WRONG = {
    "ten years back": NOW - dt.timedelta(days=3653),
    "ten years on": NOW + dt.timedelta(days=3653),
    "1970": dt.datetime(1970, 1, 1, 0, 0, 30, tzinfo=dt.UTC),
    "2038": dt.datetime(2038, 1, 19, 3, 14, 9, tzinfo=dt.UTC),
    "2106": dt.datetime(2106, 2, 7, 6, 28, 17, tzinfo=dt.UTC),
}


@pytest.fixture
def vault(tmp_path: Path, quick: None) -> Path:
    filled(tmp_path / "vault")
    with at(tmp_path / "vault", NOW) as briefcase:
        briefcase.cases.import_files(SAMPLES)
        note = briefcase.notes.record(REF, "в корзину")
        briefcase.cases.bin.remove(REF, "note", note.id)
    return tmp_path / "vault"


def at(folder: Path, moment: dt.datetime) -> Briefcase:
    with phrase() as secret:
        return open_briefcase(folder, secret, clock=FixedClock(moment))


def refs(briefcase: Briefcase, moment: dt.datetime) -> set[str]:
    return {row.ref for row in briefcase.cases.rows(FixedClock(moment).today())}


@pytest.mark.parametrize("name", list(WRONG))
def test_nothing_vanishes_under_a_wrong_clock(vault: Path, tmp_path: Path, name: str) -> None:
    wrong = WRONG[name]
    recipient = new_identity(tmp_path / "key").recipient
    with at(vault, NOW) as briefcase:
        before = refs(briefcase, NOW)
        deadlines = [row.id for _, row in briefcase.deadlines.rows(None, FixedClock(NOW).today())]
        assert deadlines
    with at(vault, wrong) as briefcase:
        check_old(briefcase)
        assert refs(briefcase, wrong) == before
        assert len(briefcase.cases.bin.all()) == 1, "the bin was emptied by a wrong date"
        assert [row.id for _, row in briefcase.deadlines.rows(None, FixedClock(wrong).today())]
        briefcase.notes.record(REF, "под чужой датой")
        briefcase.backups.create([recipient], tmp_path / "b.age")
        assert briefcase.backups.status().last_created_at == wrong
        assert [entry.seq for entry in briefcase.journal.entries()] == sorted(
            (entry.seq for entry in briefcase.journal.entries()), reverse=True
        )
    assert verify_backup(tmp_path / "b.age", tmp_path / "key").ok
    later = NOW + dt.timedelta(days=1)
    with at(vault, later) as briefcase:
        check_old(briefcase)
        assert refs(briefcase, later) == before
        assert briefcase.notes.of(REF)[-1].text == "под чужой датой"
        assert len(briefcase.cases.bin.all()) == 1
        assert sorted(row.id for _, row in briefcase.deadlines.rows(None, FixedClock(NOW).today())) == sorted(deadlines)
        assert briefcase.journal.problems() == ()
        assert briefcase.backups.status().last_created_at is not None
    check_whole(vault)


def test_the_bin_is_emptied_after_thirty_days_of_use_all_the_same(vault: Path) -> None:
    for day in range(1, 32):
        with at(vault, NOW + dt.timedelta(days=day)) as briefcase:
            assert len(briefcase.cases.bin.all()) == 1 or day >= 30, f"emptied after {day} days"
            briefcase.notes.record(REF, f"день {day}")
    with at(vault, NOW + dt.timedelta(days=32)) as briefcase:
        assert briefcase.cases.bin.all() == ()
        check_old(briefcase)
