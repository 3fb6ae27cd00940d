"""Nothing in the clear: a whole session through the real window, then everything that it could have left is searched.

The window runs in a process of its own, on a screen, in a home and with a temp folder of its own, under strace. The
texts of the session are typed key by key; what is looked for is in :mod:`tests.canaries.forms`. Every test below asks
the same session another question. ``scripts/soak canaries`` takes the real costs of key derivation and more besides.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from legalaid_desktop.services.part_words import read_share
from legalaid_desktop.vault.recovery_shares import join
from tests.canaries import planted
from tests.canaries.forms import forms, forms_in_memory, key_forms
from tests.canaries.keys import keys_of
from tests.canaries.places import Scan, scan_files, scan_memory
from tests.canaries.search import Search
from tests.canaries.stage import DrivenWindow, Stage, screen
from tests.canaries.window_session import NEXT, OWN, RENEWED, WindowSession, words_of
from tests.rounds import LONG

pytestmark = [
    pytest.mark.soak,
    pytest.mark.timeout(900),
    pytest.mark.xdist_group("canaries"),
    pytest.mark.skipif(sys.platform != "linux" or shutil.which("Xvfb") is None, reason="a screen of its own on Linux"),
]
ROOT_ONLY = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="the memory of the program is closed to others than root"
)
ON_DISK = Search(
    {form: f"text: {what}" for form, what in forms(planted.TEXTS).items()}
    | {form: f"phrase: {what}" for form, what in forms(planted.PHRASES).items()}
)
CLIPBOARD = """
import sys
from PySide6.QtGui import QClipboard, QGuiApplication
app = QGuiApplication([])
held = app.clipboard()
sys.stdout.buffer.write("|".join(held.text(mode) for mode in (QClipboard.Clipboard, QClipboard.Selection)).encode())
"""


@dataclass
class Seen:
    """What was found at each moment."""

    stage: Stage
    session: WindowSession
    memory: dict[str, Counter[str]] = field(default_factory=dict)
    near: dict[str, list[str]] = field(default_factory=dict)
    disk: dict[str, Scan] = field(default_factory=dict)
    clipboard: dict[str, bytes] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    keys: dict[bytes, str] = field(default_factory=dict)
    seconds: float = 0.0

    def look(self, moment: str, window: DrivenWindow) -> None:
        self.disk[moment] = scan_files([self.stage.folder], ON_DISK)
        if os.geteuid() == 0:
            patterns = {form: f"text: {what}" for form, what in forms_in_memory(planted.TEXTS).items()}
            patterns |= {form: f"phrase: {what}" for form, what in forms_in_memory(planted.PHRASES).items()}
            scan = scan_memory(window.pid, Search(patterns | self.keys))
            self.memory[moment] = scan.kinds()
            self.near[moment] = [str(found) for found in scan.found if not found.what.startswith("text")][:8]

    def read_clipboard(self, moment: str) -> None:
        self.clipboard[moment] = subprocess.run(
            [sys.executable, "-c", CLIPBOARD], env=self.stage.environment(), capture_output=True, timeout=60, check=True
        ).stdout

    def learn_keys(self, passphrase: str, sheets: list[Path]) -> None:
        """From here on the keys of the vault and the words of its sheets are looked for as well."""
        copy = self.stage.outside / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        shutil.copy(self.stage.vault / "head", copy)
        shares = [words_of(sheet) for sheet in sheets]
        with join([read_share(" ".join(words)) for words in shares[:2]]) as secret:
            found = key_forms(keys_of(copy, passphrase, bytes(secret.view())))
        self.keys |= {form: f"key {what.rsplit('+', 1)[0]}:" for form, what in found.items()}
        for number, words in enumerate(shares, 1):
            # The first words are the same in all shares of a set; three that follow each other tell of a sheet.
            for at in range(len(words) - 2):
                for sign in (" ", "\n", "\0"):
                    for code in ("utf-8", "utf-16-le"):
                        self.keys[sign.join(words[at : at + 3]).encode(code)] = f"words: of sheet {number}"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    base = tmp_path_factory.mktemp("canaries")
    begun = time.monotonic()
    with screen() as display:
        stage = Stage(base / "private", base / "hand", display)
        stage_seen: list[Seen] = []
        session = WindowSession(stage, lambda moment, window: stage_seen[0].look(moment, window), quick=not LONG)
        seen = Seen(stage, session)
        stage_seen.append(seen)
        try:
            _whole_session(seen, session)
        finally:
            session.window.stop()
        seen.seconds = time.monotonic() - begun
        yield seen


def _whole_session(seen: Seen, session: WindowSession) -> None:
    session.make_the_vault()
    sheets = session.make_sheets()
    seen.learn_keys(OWN, sheets)
    session.note_a_call()
    session.fill_the_case()
    session.take_evidence()
    session.draft_a_paper()
    session.export()
    session.back_up()
    session.change_settings()
    session.change_passphrase()
    seen.learn_keys(NEXT, sheets)
    session.search_and_copy()
    seen.read_clipboard("copied")
    session.provoke_a_crash()
    seen.look("open", session.window)
    session.window.lock()
    seen.look("locked", session.window)
    seen.read_clipboard("locked")
    session.fail_to_unlock()
    session.window.unlock(NEXT)
    session.window.press("Z", "Control")
    session.type_on_and_die()
    session.reopen()
    seen.look("after a kill", session.window)
    session.recover([" ".join(words_of(sheet)) for sheet in sheets[1:]])
    seen.learn_keys(RENEWED, sheets)
    session.window.lock()
    seen.look("locked after a recovery", session.window)
    session.window.unlock(RENEWED)
    seen.statuses.append(session.window.close())


def exports(seen: Seen) -> set[Path]:
    return set(seen.session.exports.iterdir())


def test_the_session_was_a_real_one(seen: Seen, capfd: pytest.CaptureFixture[str]) -> None:
    """What was made on purpose is there, and the search finds the texts in it."""
    names = sorted(path.name for path in exports(seen))
    assert [name.split("-")[0] for name in names] == ["copy.age", "document", "document", "sheet", "sheet", "sheet"]
    found = scan_files([seen.stage.hand], ON_DISK).places()
    papers = {str(path) for path in (seen.stage.hand / "papers").iterdir()}
    documents = {str(path) for path in exports(seen) if path.name.startswith("document")}
    assert found == papers | documents
    assert seen.statuses == [0]
    with capfd.disabled():
        scan = seen.disk["locked after a recovery"]
        print(f"\ncanaries: session of {seen.seconds:.0f} s, {len(ON_DISK)} forms, {scan.files} files of the program")
        for moment, counted in seen.memory.items():
            print(f"canaries in memory, {moment}: {dict(counted) or 0}")


def test_nothing_lies_in_the_clear_on_the_disk(seen: Seen) -> None:
    """Vault, home, XDG folders, temp: at every moment of the session and after it."""
    for moment, scan in seen.disk.items():
        assert [str(found) for found in scan.found] == [], moment
    scan = scan_files([seen.stage.folder, seen.stage.outside], ON_DISK, leave_out=seen.stage.traces)
    assert [str(found) for found in scan.found] == []
    assert {path.name for path in seen.stage.vault.iterdir()} == {"head", "data"}
    keys = scan_files([seen.stage.folder], Search(seen.keys))
    assert [str(found) for found in keys.found] == []


def test_nothing_lies_in_common_temp_folders_or_beside_the_program(seen: Seen) -> None:
    begun = seen.stage.outside.stat().st_ctime - 3600
    root = Path(__file__).resolve().parents[2]
    places = [Path(place) for place in ("/dev/shm", "/var/tmp", "/run/user") if Path(place).is_dir()]
    assert scan_files(places, ON_DISK).found == []
    changed = {
        path.parent
        for folder in (root / "src", root / "resources", root / "templates")
        for path in folder.rglob("*")
        if path.is_file() and path.stat().st_mtime > begun
    }
    # In a checkout made a moment ago every file has changed: each folder is read once, with all that is below it.
    assert scan_files([folder for folder in changed if changed.isdisjoint(folder.parents)], ON_DISK).found == []


def test_every_file_that_was_opened_for_writing_is_one_of_ours(seen: Seen) -> None:
    """As strace saw it: whatever any process of the session wrote to, from its first line to its last."""
    if not seen.stage.traces:
        pytest.skip("strace is not here")
    allowed = (
        f"{seen.stage.vault}/",
        f"{seen.session.exports}/",
        f"{seen.stage.home}/.config/legalaid-desktop/",
        f"{seen.stage.home}/.cache/fontconfig",
        f"{seen.stage.home}/.cache/qtshadercache",
        f"{seen.stage.home}/.cache/mesa_shader_cache",
        "/dev/null",
        "/dev/tty",
        "/dev/dri/",
        "/proc/",
        "/var/cache/fontconfig",
    )
    staged = re.compile(
        re.escape(str(seen.stage.folder)) + r"/\.[0-9a-f]{16}\.part(/(head|data|data-wal|data-journal))?"
    )
    """A new vault is made beside its place and appears there whole."""
    known = {str(seen.stage.vault), str(seen.session.exports)}
    odd = {
        path for path in seen.stage.written() - known if not path.startswith(allowed) and staged.fullmatch(path) is None
    }
    assert odd == set()
    ours = {path for path in seen.stage.written() if path.startswith(f"{seen.stage.vault}/")}
    assert {Path(path).name for path in ours} <= {"head", "data", "data-wal", "data-journal", "data-shm"}


def test_no_socket_of_the_network_was_made(seen: Seen) -> None:
    if not seen.stage.traces:
        pytest.skip("strace is not here")
    assert seen.stage.families() == {"AF_UNIX"}


def test_the_clipboard_is_empty_after_the_lock(seen: Seen) -> None:
    assert planted.CYRILLIC.encode() in seen.clipboard["copied"]
    assert seen.clipboard["locked"] == b"|"


def test_a_fault_is_told_by_its_place_alone(seen: Seen) -> None:
    told = "".join(log.read_text("utf-8", "replace") for log in seen.stage.logs)
    lines = [line.split()[1] for line in told.splitlines()]
    assert lines == ["ValueError"], told


@ROOT_ONLY
def test_while_it_is_open_the_search_of_memory_finds_what_is_there(seen: Seen) -> None:
    found = seen.memory["open"]
    assert found["text"] > 0
    assert {"key vault key", "key records key", "key subkey database"} <= set(found)


@ROOT_ONLY
@pytest.mark.parametrize("moment", ["locked", "refused", "after a kill", "locked after a recovery"])
def test_nothing_is_left_in_the_memory_of_a_locked_window(seen: Seen, moment: str) -> None:
    assert (dict(seen.memory[moment]), seen.near[moment]) == ({}, [])


@ROOT_ONLY
@pytest.mark.parametrize("moment", ["made", "sheets saved", "passphrase changed", "recovered", "open"])
def test_no_passphrase_or_sheet_stays_in_the_memory_of_an_open_window(seen: Seen, moment: str) -> None:
    """The keys in use are there; nothing that opens the vault another day is."""
    in_use = {"text", "key vault key", "key records key"}
    odd = {what for what in seen.memory[moment] if what not in in_use and not what.startswith("key subkey")}
    assert (odd, seen.near[moment] if odd else []) == (set(), [])
