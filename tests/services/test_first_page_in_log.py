"""The first page of the file is lost and the write log beside it has it: the log is used if it is the vault's own."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from legalaid_desktop.host.wording import LANGUAGES, wording
from legalaid_desktop.presenters.damage import saved_words
from legalaid_desktop.services.opening import open_briefcase_read_only
from legalaid_desktop.services.salvage import salvage_vault
from legalaid_desktop.storage.log_pages import committed_pages
from tests.services.vaults import CLOCK, new_vault, opened, passphrase

PAGE = 4096


@dataclass(frozen=True)
class Killed:
    head: bytes
    data: bytes
    """The file when the program was killed."""
    log: bytes
    earlier: bytes
    """A log of a time before, which was brought into the file."""

    def laid(self, folder: Path, log: bytes) -> Path:
        """A vault without its first page, nor the salt in it."""
        folder.mkdir()
        (folder / "head").write_bytes(self.head)
        (folder / "data").write_bytes(bytes(PAGE) + self.data[PAGE:])
        (folder / "data-wal").write_bytes(log)
        return folder


def written(first: int) -> list[str]:
    return [f"Запись {number}: " + "подробности, " * 300 for number in range(first, first + 8)]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Killed:
    folder = tmp_path_factory.mktemp("log") / "v"
    with new_vault(folder) as briefcase:
        for text in written(0):
            briefcase.notes.record(None, text)
        earlier = (folder / "data-wal").read_bytes()
    briefcase = opened(folder)
    for text in written(8):
        briefcase.notes.record(None, text)
    head, data, log = ((folder / name).read_bytes() for name in ("head", "data", "data-wal"))
    found = Killed(head, data, log, earlier)
    shutil.copyfile(folder / "data-wal", folder.parent / "log")
    pages, _ = committed_pages(folder.parent / "log", PAGE)
    assert 1 in pages
    briefcase.close()
    return found


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_what_only_the_log_has_is_read_and_saved(killed: Killed, tmp_path: Path) -> None:
    folder = killed.laid(tmp_path / "v", killed.log)
    before = digests(folder)
    with open_briefcase_read_only(folder, passphrase(), clock=CLOCK) as briefcase:
        assert sorted(note.text for note in briefcase.notes.unfiled()) == sorted(written(0) + written(8))
    report = salvage_vault(folder, passphrase(), tmp_path / "saved", clock=CLOCK, fast_kdf=True)
    assert (report.lost, report.log_left_out, report.by_pages) == ((), False, False)
    assert digests(folder) == before
    with opened(tmp_path / "saved") as briefcase:
        assert sorted(note.text for note in briefcase.notes.unfiled()) == sorted(written(0) + written(8))
        assert briefcase.damage() == ()


def test_a_log_of_an_earlier_time_is_left_out_and_told(killed: Killed, tmp_path: Path) -> None:
    folder = killed.laid(tmp_path / "v", killed.earlier)
    before = digests(folder)
    report = salvage_vault(folder, passphrase(), tmp_path / "saved", clock=CLOCK, fast_kdf=True)
    assert report.log_left_out and report.by_pages
    assert digests(folder) == before
    with opened(tmp_path / "saved") as briefcase:
        assert sorted(note.text for note in briefcase.notes.unfiled()) == sorted(written(0))
    for lang in LANGUAGES:
        words = wording(lang)
        told = saved_words(report, words).how
        assert told == (words.say("journal.salvage.by_pages"), words.say("journal.salvage.log_left_out"))
        assert set(told) <= set(report.lines(lang))


def test_a_log_that_gives_nothing_is_left_out_and_told(killed: Killed, tmp_path: Path) -> None:
    """What its frames hold cannot be told from what was never written: the first of them is damaged."""
    log = bytearray(killed.log)
    log[2000] ^= 1
    folder = killed.laid(tmp_path / "v", bytes(log))
    before = digests(folder)
    report = salvage_vault(folder, passphrase(), tmp_path / "saved", clock=CLOCK, fast_kdf=True)
    assert report.log_left_out and not report.is_whole
    assert digests(folder) == before  # and no index of SQLite's is left beside it
