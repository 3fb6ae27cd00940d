"""The journal: against an anchor, kept for as long as was chosen, and by no wrong date of the computer any shorter."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from legalaid_desktop.errors import WrongUse
from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.services.backup import Backups
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.identity import new_identity
from legalaid_desktop.services.journal import Anchor, JournalProblem
from legalaid_desktop.services.vault_health import check_vault
from tests.services.vaults import NOW, new_vault, opened, passphrase

pytestmark = pytest.mark.usefixtures("quick_vaults")

DAY = dt.timedelta(days=1)


def at(days: float) -> FixedClock:
    return FixedClock(NOW + days * DAY)


def worked(folder: Path, *days: float) -> None:
    """Open the vault on each of these days and write a note."""
    for day in days:
        with opened(folder, at(day)) as briefcase:
            briefcase.notes.record(None, f"день {day}")


def seqs(briefcase: Briefcase) -> list[int]:
    return [line.seq for line in reversed(briefcase.journal_view.lines())]


def test_an_anchor_is_read_as_people_write_it() -> None:
    anchor = Anchor(128, "3f9a0c1177d2e4b0" + "0" * 48)
    assert str(anchor) == "128-3f9a 0c11 77d2 e4b0"
    for text in ("128-3f9a 0c11 77d2 e4b0", " 128 - 3F9A0C1177D2E4B0", "128-3f9a-0c11-77d2-e4b0", anchor.whole):
        assert anchor.mac.startswith(Anchor.parse(text).mac)
    for text in ("", "128", "128-xyz", "3f9a 0c11", "128-3f9a"):
        with pytest.raises(WrongUse):
            Anchor.parse(text)


def test_cut_reordered_and_replaced_entries_show(tmp_path: Path) -> None:
    folder = tmp_path / "v"
    with new_vault(folder) as briefcase:
        for number in range(5):
            briefcase.notes.record(None, str(number))
        anchor = briefcase.journal.anchor()
        briefcase.notes.record(None, "danach")
        assert briefcase.journal.problems(anchor) == ()
        longer = Anchor(anchor.length + 9, anchor.mac)
        assert briefcase.journal.problems(longer) == (JournalProblem("older", anchor.length + 2),)
        other = Anchor(anchor.length, "0" * 16)
        assert briefcase.journal.problems(other) == (JournalProblem("replaced", anchor.length),)
        db = briefcase.vault.db
        db.run("UPDATE journal_entry SET seq = -3 WHERE seq = 3")
        db.run("UPDATE journal_entry SET seq = 3 WHERE seq = 4")
        db.run("UPDATE journal_entry SET seq = 4 WHERE seq = -3")
        assert briefcase.journal.problems() == (JournalProblem("reordered", 3),)
    assert [one.code for one in check_vault(folder, passphrase(), clock=at(0)).problems] == ["journal_reordered"]


def test_a_whole_older_folder_shows_against_an_outside_anchor_only(tmp_path: Path) -> None:
    folder = tmp_path / "v"
    new_vault(folder).close()
    old = (folder / "data").read_bytes()
    worked(folder, 0, 1)
    with opened(folder, at(1)) as briefcase:
        noted = briefcase.journal_view.anchor()
    (folder / "data").write_bytes(old)
    assert check_vault(folder, passphrase(), clock=at(1)).ok
    report = check_vault(folder, passphrase(), clock=at(1), anchor=Anchor.parse(str(noted)))
    assert [one.code for one in report.problems] == ["journal_older"]
    assert str(noted) in report.problems[0].message


def test_backup_and_receipt_carry_the_anchor(tmp_path: Path) -> None:
    with new_vault(tmp_path / "v") as briefcase:
        briefcase.notes.record(None, "a")
        noted = briefcase.journal.anchor().whole
        recipient = new_identity(tmp_path / "identity").recipient
        backups: Backups = briefcase.backups
        backups.create([recipient], tmp_path / "b.age")
        assert backups.receipts()[0].anchor == noted
    assert check_vault(tmp_path / "v", passphrase(), clock=at(0)).ok


def test_entries_go_after_ninety_days_and_the_chain_still_holds(tmp_path: Path) -> None:
    folder = tmp_path / "v"
    new_vault(folder).close()
    worked(folder, 0, 30, 60, 90)
    with opened(folder, at(120)) as briefcase:
        assert briefcase.journal_settings.keep == "days_90"
        kept = [line.at for line in briefcase.journal_view.lines()]
        assert min(kept) == NOW + 30 * DAY
        assert briefcase.journal.problems() == ()
        assert len(briefcase.notes.unfiled()) == 4
        assert briefcase.journal.problems(briefcase.journal.anchor()) == ()
        briefcase.notes.record(None, "weiter")
        assert briefcase.journal.problems() == ()
    assert check_vault(folder, passphrase(), clock=at(120)).ok
    report = check_vault(folder, passphrase(), clock=at(120), anchor=Anchor(1, "0" * 16))
    assert [one.code for one in report.problems] == ["anchor_too_old"]


@pytest.mark.parametrize(("keep", "entries"), [("all", 6), ("year", 6), ("undo", 1)])
def test_the_choice_is_kept_in_the_vault(tmp_path: Path, keep: str, entries: int) -> None:
    folder = tmp_path / "v"
    new_vault(folder).close()
    with opened(folder, at(0)) as briefcase:
        briefcase.journal_settings.set_keep(keep)
        with pytest.raises(WrongUse):
            briefcase.journal_settings.set_keep("ten minutes")
    worked(folder, 0, 30, 60, 90)
    with opened(folder, at(121.5)) as briefcase:
        assert briefcase.journal_settings.keep == keep
        assert len(seqs(briefcase)) == entries
        assert briefcase.journal.problems() == ()


@pytest.mark.parametrize(
    "days",
    [
        [0, 3653, 3654],  # ten years on, and stays there
        [0, 1, -3653, 2],  # ten years back, and put right
        [0, 3653, 1, 2],  # ten years on for a day
        [0, -20783, 1, -20783, 2, -20783, 3],  # 1970 after each start: the battery is dead
        [0, 4073, 4074],  # into 2038
        [0, 60, 120, 180, 240],  # away for two months each time: that is not told from a wrong date
    ],
    ids=["on", "back", "on and back", "1970", "2038", "away"],
)
def test_nothing_vanishes_by_a_wrong_date(tmp_path: Path, days: list[float]) -> None:
    folder = tmp_path / "v"
    with new_vault(folder) as briefcase:
        ref = briefcase.cases.create(title="В корзине").info.ref
        binned = briefcase.cases.bin.remove(ref, "case", ref)
    worked(folder, *days)
    with opened(folder, at(days[-1])) as briefcase:
        assert seqs(briefcase) == list(range(1, 4 + len(days)))
        assert len(briefcase.notes.unfiled()) == len(days)
        assert briefcase.cases.bin.restore(binned).info.ref == ref
        assert briefcase.journal.problems() == ()
    assert check_vault(folder, passphrase(), clock=at(days[-1])).ok


def test_a_jump_is_told(tmp_path: Path) -> None:
    with new_vault(tmp_path / "v") as briefcase:
        assert not briefcase.journal_settings.clock_jumped()
        briefcase.vault.clock = at(3653)
        assert briefcase.journal_settings.clock_jumped()


def looked(folder: Path, *days: float) -> None:
    """Open the vault on each of these days and change nothing."""
    for day in days:
        opened(folder, at(day)).close()


def test_days_count_in_a_vault_that_is_opened_and_not_changed(tmp_path: Path) -> None:
    folder = tmp_path / "v"
    new_vault(folder).close()
    worked(folder, 0, 1)
    with opened(folder, at(1)) as briefcase:
        entries, noted = seqs(briefcase), briefcase.journal.anchor()
    looked(folder, 30, 60)
    with opened(folder, at(90)) as briefcase:
        assert seqs(briefcase) == entries, "an opening is no entry"
        assert briefcase.journal.anchor() == noted
        assert not briefcase.undo.last(), "nor a change that could be taken back"
    with opened(folder, at(120)) as briefcase:
        assert seqs(briefcase) == entries[-1:], "ninety days are over"
        assert briefcase.journal.problems(noted) == ()
    assert check_vault(folder, passphrase(), clock=at(120)).ok


def test_an_opening_is_noted_once_a_day(tmp_path: Path) -> None:
    folder = tmp_path / "v"
    new_vault(folder).close()
    looked(folder, 1)
    once = (folder / "data").read_bytes()
    looked(folder, 1.9)
    assert (folder / "data").read_bytes() == once
    looked(folder, 2.1)
    assert (folder / "data").read_bytes() != once


@pytest.mark.parametrize(
    "days",
    [[3653, 3690, 3720], [-3653, 3653, 2]],
    ids=["on", "to and fro"],
)
def test_no_opening_with_a_wrong_date_makes_anything_older(tmp_path: Path, days: list[float]) -> None:
    folder = tmp_path / "v"
    with new_vault(folder) as briefcase:
        ref = briefcase.cases.create(title="В корзине").info.ref
        binned = briefcase.cases.bin.remove(ref, "case", ref)
    looked(folder, *days)
    with opened(folder, at(days[-1])) as briefcase:
        assert briefcase.journal_settings.clock_jumped() == (abs(days[-1]) > 45), "told until somebody works"
        assert seqs(briefcase) == [1, 2, 3]
        assert briefcase.cases.bin.restore(binned).info.ref == ref


@pytest.mark.parametrize("wrong", [-20_783, -300], ids=["1970", "months back"])
def test_what_went_to_the_bin_by_a_wrong_date_stays_there_thirty_days(tmp_path: Path, wrong: float) -> None:
    """Also where something else went there by a right date long ago."""
    folder = tmp_path / "v"
    with new_vault(folder) as briefcase:
        for ref in ("T-1", "T-2"):
            briefcase.cases.create(title="Дело", ref=ref)
    worked(folder, *range(20, 381, 40))
    with opened(folder, at(380 + wrong)) as briefcase:
        briefcase.cases.bin.remove("T-1", "case", "T-1")
    worked(folder, 381)
    with opened(folder, at(390)) as briefcase:
        assert [entry.ref for entry in briefcase.cases.bin.all()] == ["T-1"]
        briefcase.cases.bin.remove("T-2", "case", "T-2")
    worked(folder, 409)
    with opened(folder, at(410)) as briefcase:
        assert {entry.ref for entry in briefcase.cases.bin.all()} == {"T-1", "T-2"}
    worked(folder, 430)
    with opened(folder, at(431)) as briefcase:
        assert briefcase.cases.bin.all() == ()
