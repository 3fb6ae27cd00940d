"""The locked window over a vault that does not open: what is wrong is told apart, in three languages, with a way on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from legalaid_desktop.errors import LegalAidError, VaultInUse, VaultTooNew
from legalaid_desktop.host.wording import LANGUAGES
from legalaid_desktop.ui.pieces.buttons import Button
from tests.ui.conftest import PASSPHRASE, TODAY, Desktop, QuickDoor, type_text
from tests.ui.stand_ins import FakeDoor


def _no_head(folder: Path) -> None:
    (folder / "head").unlink()


def _head_zeroed(folder: Path) -> None:
    head = folder / "head"
    head.write_bytes(bytes(head.stat().st_size))


def _no_data(folder: Path) -> None:
    (folder / "data").unlink()


def _data_empty(folder: Path) -> None:
    (folder / "data").write_bytes(b"")


def _data_noise(folder: Path) -> None:
    data = folder / "data"
    data.write_bytes(os.urandom(data.stat().st_size))


@pytest.fixture
def locked(qtbot: QtBot, qapp: QApplication, tmp_path: Path, practice_vault: Path) -> Iterator[Desktop]:
    shutil.copytree(practice_vault, tmp_path / "vault")
    made = Desktop(qtbot, qapp, tmp_path, QuickDoor(TODAY))
    yield made
    made.end()


@pytest.mark.parametrize(
    ("harm", "word"),
    [
        (_no_head, "head"),
        (_head_zeroed, "«head»"),
        (_no_data, "нет файла «data»"),
        (_data_empty, "«data» в папке хранилища пуст"),
        (_data_noise, "«data» не читается"),
    ],
)
def test_what_is_wrong_is_told_and_a_backup_is_the_next_step(
    locked: Desktop, tmp_path: Path, harm: Callable[[Path], None], word: str
) -> None:
    harm(tmp_path / "vault")
    before = {path.name: path.read_bytes() for path in (tmp_path / "vault").iterdir()}
    locked.show()
    unlock = locked.window.unlock
    assert unlock.face_shown == "open"  # never the form for a new vault where half of an old one lies
    type_text(unlock.passphrase.editor, PASSPHRASE)
    unlock.open_button.click()
    locked.qtbot.waitUntil(lambda: bool(unlock.problem.text()), timeout=20_000)
    assert word in unlock.problem.text(), unlock.problem.text()
    assert "ничего не меняла" in unlock.problem.text()
    assert unlock.restore_button.hasFocus() and unlock.restore_button.property("kind") == ""
    framed = Button(unlock.restore_button._words, "unlock.restore")
    framed.ensurePolished()
    locked.qtbot.waitUntil(lambda: unlock.restore_button.width() >= framed.sizeHint().width())  # its words are not cut
    unlock.restore_button.click()
    assert unlock.restore_form is not None and unlock.restore_form.isVisible()
    assert {path.name: path.read_bytes() for path in (tmp_path / "vault").iterdir()} == before
    assert locked.hook.seen == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (VaultInUse(pid=4711), {"ru": "процесс 4711", "be": "працэс 4711", "en": "process 4711"}),
        (VaultTooNew(found=9, known=2), {"ru": "новой верси", "be": "навейшай версі", "en": "newer version"}),
    ],
)
def test_no_backup_is_offered_for_a_whole_vault(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, lang: str, failure: LegalAidError, words: dict[str, str]
) -> None:
    door = FakeDoor()
    door.failure = failure
    made = Desktop(qtbot, qapp, tmp_path, door, language=lang)
    made.show()
    unlock = made.window.unlock
    type_text(unlock.passphrase.editor, "open sesame")
    unlock.open_button.click()
    qtbot.waitUntil(lambda: bool(unlock.problem.text()))
    assert words[lang] in unlock.problem.text()
    assert unlock.restore_button.property("kind") == "quiet"
    folder = os.environ.get("LEGALAID_PICTURES")
    if folder:
        made.window.resize(683, 384)
        qtbot.wait(150)
        made.window.grab().save(str(Path(folder) / f"locked-{failure.code}-{lang}.png"))
    made.end()
