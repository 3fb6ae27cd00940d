"""The long run: home, temp and vault lie on a disk of their own, and the raw image of it is searched afterwards.

So deleted files, the journal of the file system and slack space count, as they would for a laboratory. Needs root and
loop devices; runs under ``scripts/soak canaries`` alone.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.canaries import planted
from tests.canaries.command_session import CommandSession
from tests.canaries.forms import forms
from tests.canaries.places import Scan, scan_file, scan_files
from tests.canaries.search import Search
from tests.canaries.stage import Stage, screen
from tests.canaries.window_session import NEXT, OWN, RENEWED, WindowSession, words_of
from tests.rounds import LONG

pytestmark = [
    pytest.mark.soak,
    pytest.mark.timeout(3600),
    pytest.mark.xdist_group("canaries"),
    pytest.mark.skipif(
        not LONG or sys.platform != "linux" or os.geteuid() != 0 or shutil.which("mkfs.ext4") is None,
        reason="the long run, as root, with loop devices",
    ),
]
SIZE = 256 << 20
SEARCH = Search(forms((*planted.TEXTS, *planted.PHRASES)))


@contextlib.contextmanager
def mounted(image: Path, place: Path) -> Iterator[None]:
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop", str(image), str(place)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A fresh ext4 with its journal, full of zeros before."""
    made = tmp_path / "image"
    with made.open("wb") as file:
        file.truncate(SIZE)
    subprocess.run(["mkfs.ext4", "-q", "-E", "lazy_itable_init=0", str(made)], check=True)
    return made


def raw(image: Path) -> Scan:
    scan = Scan([])
    scan_file(image, SEARCH, scan)
    return scan


def _it_would_be_found(image: Path, place: Path) -> None:
    """The same disk gives back what lay on it in the clear, synced and deleted: the zeros before mean something."""
    with mounted(image, place):
        file = place / "in the clear"
        with file.open("wb") as writing:
            writing.write(planted.paper_txt(99))
            writing.flush()
            os.fsync(writing.fileno())
        file.unlink()
    assert raw(image).found, "a deleted file is found in the raw image"


def test_nothing_of_a_session_in_the_window_is_on_the_raw_disk(
    image: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "disk"
    with mounted(image, place), screen() as display:
        session = WindowSession(Stage(place / "private", tmp_path / "hand", display), lambda moment, window: None)
        try:
            session.make_the_vault()
            sheets = session.make_sheets()
            session.note_a_call()
            session.fill_the_case()
            session.take_evidence()
            session.search_and_copy()
            session.draft_a_paper()
            session.export()
            session.back_up()
            session.change_settings()
            session.provoke_a_crash()
            session.change_passphrase(OWN, NEXT)
            session.window.lock()
            session.fail_to_unlock()
            session.window.unlock(NEXT)
            session.type_on_and_die()
            session.reopen()
            session.recover([" ".join(words_of(sheet)) for sheet in sheets[:2]])
            session.window.lock()
            session.window.unlock(RENEWED)
            assert session.window.close() == 0
        finally:
            session.window.stop()
        documents = [path for path in session.exports.iterdir() if path.name.startswith("document")]
        assert documents and scan_files([session.exports], SEARCH).places() == {str(path) for path in documents}
    _judge(image, place, capfd, "the window")


def test_nothing_of_a_session_by_commands_is_on_the_raw_disk(
    image: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """With the vault destroyed at the end: what was deleted was never readable."""
    place = tmp_path / "disk"
    with mounted(image, place):
        session = CommandSession(Stage(place / "private", tmp_path / "hand"))
        session.whole()
        session.destroy()
        assert not session.stage.vault.exists() or not list(session.stage.vault.iterdir())
    _judge(image, place, capfd, "commands")


def _judge(image: Path, place: Path, capfd: pytest.CaptureFixture[str], what: str) -> None:
    scan = raw(image)
    assert [str(found) for found in scan.found] == []
    _it_would_be_found(image, place)
    with capfd.disabled():
        print(f"\nraw disk after {what}: {scan.read >> 20} MiB, {len(SEARCH)} forms, {len(scan.found)} found")
