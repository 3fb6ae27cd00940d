"""A paper goes out of a vault that is only read: whole or not at all, and nothing of the vault changes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from legalaid_desktop.errors import DatabaseDamaged, EvidenceDamaged, LegalAidError
from legalaid_desktop.host.wording import wording
from legalaid_desktop.presenters.case import CasePresenter
from legalaid_desktop.services.opening import open_briefcase_read_only
from tests.cli.desk import Desk
from tests.presenters.recording import RecordingView, TasksAtOnce
from tests.services.vaults import CLOCK, SAMPLES, new_vault, opened, passphrase

CASE = "TEST-2026-S03"
WHOLE, HARMED = bytes(range(256)) * 40, bytes(reversed(range(256))) * 10_000
PAGE = 4096


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A vault with two papers: the second lies on most of its last pages, in three pieces."""
    folder = tmp_path_factory.mktemp("papers") / "v"
    with new_vault(folder) as briefcase:
        briefcase.cases.import_files(SAMPLES)
        whole = briefcase.evidence.add_bytes(CASE, WHOLE, title="Целая").id
        harmed = briefcase.evidence.add_bytes(CASE, HARMED, title="Повреждённая").id
    return folder, whole, harmed


@pytest.fixture(params=["a page that is not read", "a piece of zeros"])
def damaged(request: pytest.FixtureRequest, made: tuple[Path, str, str], tmp_path: Path) -> Path:
    """The same vault, where the second piece of the second paper is damaged."""
    folder = Path(shutil.copytree(made[0], tmp_path / "v"))
    if request.param == "a piece of zeros":
        with opened(folder) as briefcase:
            last = "(SELECT max(file_row) FROM evidence_chunk)"
            briefcase.vault.db.run(
                f"UPDATE evidence_chunk SET data = zeroblob(1048576) WHERE n = 1 AND file_row = {last}"
            )
    else:
        data = bytearray((folder / "data").read_bytes())
        data[-200 * PAGE] ^= 4
        (folder / "data").write_bytes(data)
    return folder


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_is_whole_goes_out_and_what_is_not_is_refused_alone(
    damaged: Path, made: tuple[Path, str, str], tmp_path: Path
) -> None:
    _, whole, harmed = made
    before = bytes_in(damaged)
    out = tmp_path / "out"
    out.mkdir()
    with open_briefcase_read_only(damaged, passphrase(), clock=CLOCK) as briefcase:
        custody = briefcase.evidence.custody(CASE, whole)
        with pytest.raises(EvidenceDamaged) as raised:
            briefcase.evidence.get(CASE, harmed, out / "harmed")
        assert raised.value.facts == {"what": harmed}
        assert list(out.iterdir()) == []
        handed = briefcase.evidence.get(CASE, whole, out / "paper")
        assert (handed.size, handed.noted) == (len(WHOLE), False)
        assert briefcase.evidence.custody(CASE, whole) == custody
    assert [path.name for path in out.iterdir()] == ["paper"]
    assert (out / "paper").read_bytes() == WHOLE and (out / "paper").stat().st_mode & 0o777 == 0o600
    assert bytes_in(damaged) == before


def test_a_vault_that_is_written_to_still_notes_it(made: tuple[Path, str, str], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(made[0], tmp_path / "v"))
    with opened(folder) as briefcase:
        assert briefcase.evidence.get(CASE, made[1], tmp_path / "paper").noted
        assert [entry.what for entry in briefcase.evidence.custody(CASE, made[1])] == ["taken_in", "handed_out"]


def test_by_command_where_the_vault_does_not_open_otherwise(
    made: tuple[Path, str, str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A rollback journal that would cut the vault keeps everybody from writing to it, and nobody from a paper."""
    desk = Desk(tmp_path, capfd)
    desk.phrase.write_text("пробная фраза", "utf-8")
    shutil.copytree(made[0], desk.vault)
    fields = b"".join(value.to_bytes(4, "big") for value in (0xFFFFFFFF, 7, 0, 512, PAGE))
    (desk.vault / "data-journal").write_bytes(bytes.fromhex("d9d505f920a163d7") + fields + bytes(484))
    before = bytes_in(desk.vault)
    with pytest.raises(LegalAidError) as raised:
        opened(desk.vault)
    assert isinstance(raised.value, DatabaseDamaged)
    get = ("evidence", "get", CASE, made[1], "--out", tmp_path / "paper")
    assert desk.on_vault(*get).status == 4
    assert not (tmp_path / "paper").exists()
    assert desk.on_vault("case", "list", "--read-only", "--json").status == 0
    ran = desk.on_vault(*get, "--read-only")
    assert ran.status == 0 and "запишите сами" in ran.err
    assert (tmp_path / "paper").read_bytes() == WHOLE
    assert bytes_in(desk.vault) == before


def test_the_window_says_that_nothing_was_noted(made: tuple[Path, str, str], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(made[0], tmp_path / "v"))
    view: Any = RecordingView()
    with open_briefcase_read_only(folder, passphrase(), clock=CLOCK) as briefcase:
        presenter = CasePresenter(view, TasksAtOnce(briefcase), words=lambda: wording("ru"), clock=CLOCK)
        presenter.load(CASE)
        presenter.export_evidence(made[1], tmp_path / "paper")
    assert "запишите сами" in view.last("say_done")[0]
    assert (tmp_path / "paper").read_bytes() == WHOLE
