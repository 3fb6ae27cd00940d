"""Nothing in the clear after a session by the command line."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.canaries import planted
from tests.canaries.command_session import CommandSession
from tests.canaries.forms import forms
from tests.canaries.places import scan_files
from tests.canaries.search import Search
from tests.canaries.stage import Stage
from tests.rounds import LONG

pytestmark = [
    pytest.mark.skipif(not LONG, reason="a minute of processor time: scripts/soak canaries"),
    pytest.mark.soak,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("canaries"),
    pytest.mark.skipif(sys.platform != "linux", reason="asks strace and a terminal of Linux"),
]
TEXTS, PHRASES = Search(forms(planted.TEXTS)), Search(forms(planted.PHRASES))


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandSession]:
    base = tmp_path_factory.mktemp("commands")
    made = CommandSession(Stage(base / "private", base / "hand"))
    made.whole()
    yield made


def test_nothing_lies_in_the_clear(session: CommandSession) -> None:
    for search in (TEXTS, PHRASES):
        scan = scan_files([session.stage.folder, session.stage.outside], search, leave_out=session.stage.traces)
        assert [str(found) for found in scan.found] == []
    for vault in ("vault", "restored", "saved"):
        assert {path.name for path in (session.stage.folder / vault).iterdir()} == {"head", "data"}, vault


def test_what_was_made_on_purpose_is_found_and_no_passphrase_in_it(session: CommandSession) -> None:
    found = scan_files([session.stage.hand], TEXTS).places()
    named = {str(Path(place).relative_to(session.stage.hand)) for place in found}
    assert {"case.toml", "note.txt", "exports/got", "paper.pdf", "paper.png", "paper.docx", "paper.txt"} <= named
    assert any(name.startswith("exports/made/") for name in named)
    assert not any("copy.age" in name or "sheets" in name for name in named)
    assert scan_files([session.stage.hand], PHRASES).found == []


def test_the_screen_shows_texts_and_no_passphrase(session: CommandSession) -> None:
    assert planted.CYRILLIC.encode() in session.shown
    assert PHRASES.find(session.shown) == []


def test_no_socket_and_no_file_elsewhere(session: CommandSession) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not here")
    assert session.stage.families() <= {"AF_UNIX"}
    allowed = (f"{session.stage.folder}/", f"{session.exports}", "/dev/null", "/dev/tty", "/proc/")
    assert {path for path in session.stage.written() if not path.startswith(allowed)} == set()
    # Python tries a temp folder out with a file of eight letters that says "blat"; one of its own is called tmp….
    temp = [Path(path).name for path in session.stage.written() if path.startswith(f"{session.stage.temp}/")]
    assert [name for name in temp if re.fullmatch(r"[a-z0-9_]{8}", name) is None or name.startswith("tmp")] == []


def test_a_destroyed_vault_leaves_nothing(session: CommandSession) -> None:
    session.destroy()
    assert not session.stage.vault.exists() or list(session.stage.vault.iterdir()) == []
    scan = scan_files([session.stage.folder], TEXTS)
    assert [str(found) for found in scan.found] == []
