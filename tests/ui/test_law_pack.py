"""A law pack in the window: who signed, what moves, yes or no, the way back; and packs that are refused, in words."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.law import shipped_files
from legalaid_desktop.services.law_pack_file import manifest_of, pack_bytes, signature_text
from legalaid_desktop.services.law_packs import key_words
from legalaid_desktop.vault.pack_signing import public_of, sign
from legalaid_desktop.vault.secret import Secret
from tests.ui.conftest import PASSPHRASE, Desktop, QuickDoor, type_text

S06 = "TEST-2026-S06"
SHIPPED = "2026.11.23"
NEW = "2026.11.24"
MAKER, STRANGER = bytes(range(32)), bytes(range(32, 64))


def picture(desktop: Desktop, name: str) -> None:
    folder = os.environ.get("LEGALAID_PICTURES")
    if folder:
        desktop.qtbot.wait(200)
        desktop.window.grab().save(str(Path(folder) / f"{name}.png"))


def page_of(desktop: Desktop, key: str, **params: Any) -> Any:
    desktop.window.desk.go(key, **params)
    desktop.qtbot.waitUntil(lambda: desktop.window.page_key == key)
    return cast(Any, desktop.window.page)


def in_vault(desktop: Desktop, work: Callable[[Briefcase], Any]) -> Any:
    answers: list[Any] = []
    desktop.window.desk.tasks(desktop.window).ask(work, done=answers.append, failed=answers.append)
    desktop.qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
    return answers[0]


def rule_with(text: str, rule: str, old: str, new: str) -> str:
    """The law with one line of one rule changed."""
    head, found, tail = text.partition(f'id = "{rule}"')
    assert found and old in tail
    return head + found + tail.replace(old, new, 1)


def pack(
    folder: Path, name: str, version: str = NEW, *, seed: bytes = MAKER, limit: int = 20, signed: bool = True
) -> Path:
    """A pack in which the removal appeal has sixteen days and the complaint against extradition ``limit``."""
    files = dict(shipped_files())
    files["pack.toml"] = files["pack.toml"].replace(f'version = "{SHIPPED}"', f'version = "{version}"')
    text = rule_with(files["deadlines.toml"], "rm.deportation_appeal", "limit = 5", "limit = 16")
    files["deadlines.toml"] = rule_with(text, "ex.complaint", "limit = 10", f"limit = {limit}")
    raw = {key: value.encode() for key, value in files.items()}
    manifest = manifest_of(raw, "by", version)
    with Secret(bytearray(seed)) as one, Secret(bytearray(seed)) as two:
        signature = signature_text(public_of(one), sign(two, manifest))
    path = folder / f"{name}.lapack"
    path.write_bytes(pack_bytes(raw, "by", version, signature=signature if signed else None))
    return path


def words_of(seed: bytes, lang: str = "ru") -> str:
    with Secret(bytearray(seed)) as secret:
        return key_words(public_of(secret).hex(), lang)


def look(desktop: Desktop, page: Any, path: Path) -> None:
    """Choose a file, and wait until there is a question or a refusal."""
    page.path.set_path(path)
    QTest.keyClick(page.path.editor, Qt.Key.Key_Return)
    desktop.qtbot.waitUntil(lambda: not page.presenter._busy, timeout=30_000)


def version(desktop: Desktop) -> Any:
    return in_vault(desktop, lambda b: b.vault.law.version)


def test_a_pack_is_looked_at_taken_and_taken_back_after_a_restart(
    practice: Desktop, tmp_path: Path, qtbot: Any, qapp: Any
) -> None:
    desktop = practice
    desktop.open(PASSPHRASE)
    say, wait = desktop.window.desk.words.say, desktop.qtbot.waitUntil
    page = page_of(desktop, "law_pack")
    wait(lambda: page.version.text() == say("law_pack.version", version=SHIPPED), timeout=20_000)
    assert page.reviewed.text() == "не проверено юристом"
    assert page.areas.count() == 2 * 8
    assert page.back_panel.isHidden()
    picture(desktop, "law-in-use")

    look(desktop, page, pack(tmp_path, "new"))
    assert page.question.isVisible()
    assert page.take_panel.isHidden()
    # The words of the signer, as they are read aloud; the first signer's are compared before yes can be pressed.
    assert page.signer_words.text().replace("  ·  ", " ") == words_of(MAKER)
    assert page.signer.text() == say("law_pack.signer.first")
    assert not page.yes_button.isEnabled()
    # What comes within three days stands first and says so in words.
    first, *others = page.moves.rows
    assert first.cells[0].startswith(S06)
    assert first.cells[2:4] == ("сб 14 ноября 2026", "ср 25 ноября 2026")
    assert first.word == say("law_pack.move.soon", n=1)
    assert first.cells[4]
    assert others
    assert all(not row.word for row in others)
    assert say("law_pack.moves_count", n=len(page.moves.rows)) in page.moves_told.text()
    assert say("law_pack.moves_urgent", n=1) in page.moves_told.text()
    picture(desktop, "law-offer")
    assert version(desktop) == SHIPPED

    # No: nothing changes. Yes after the words were compared.
    QTest.keyClick(page.no_button, Qt.Key.Key_Return)
    assert page.question.isHidden()
    assert page.told.text() == say("law_pack.left")
    look(desktop, page, tmp_path / "new.lapack")
    QTest.keyClick(page.compared, Qt.Key.Key_Space)
    assert page.yes_button.isEnabled()
    QTest.keyClick(page.yes_button, Qt.Key.Key_Return)
    wait(lambda: page.told.text() == say("law_pack.taken", version=NEW), timeout=20_000)
    assert version(desktop) == NEW
    wait(lambda: words_of(MAKER) in page.origin.text(), timeout=20_000)
    picture(desktop, "law-taken")

    # The very same file again is no question.
    look(desktop, page, tmp_path / "new.lapack")
    assert page.told.text() == say("law_pack.in_use_already")
    assert page.question.isHidden()
    desktop.window.lock()
    wait(lambda: bool(desktop.relaunched))
    desktop.put_away()

    again = Desktop(qtbot, qapp, tmp_path, QuickDoor(desktop.window.desk.clock))
    again.open(PASSPHRASE)
    page = page_of(again, "law_pack")
    wait(page.back_panel.isVisible, timeout=20_000)
    assert SHIPPED in page.before.text()
    page.back_button.click()
    wait(page.question.isVisible, timeout=20_000)
    assert page.signer.text() == say("law_pack.signer.itself")
    assert page.moves.rows[0].cells[2:4] == ("ср 25 ноября 2026", "сб 14 ноября 2026")
    assert page.moves.rows[0].word == say("law_pack.move.past", n=10)
    picture(again, "law-back")
    page.yes_button.click()
    wait(lambda: page.told.text() == say("law_pack.gone_back", version=SHIPPED), timeout=20_000)
    assert version(again) == SHIPPED
    wait(page.back_panel.isHidden, timeout=20_000)
    assert desktop.hook.seen == again.hook.seen == []
    again.end()


def test_a_stranger_needs_the_words_that_were_heard(practice: Desktop, tmp_path: Path) -> None:
    desktop = practice
    desktop.open(PASSPHRASE)
    say, wait = desktop.window.desk.words.say, desktop.qtbot.waitUntil
    page = page_of(desktop, "law_pack")
    look(desktop, page, pack(tmp_path, "first"))
    page.compared.click()
    page.yes_button.click()
    wait(lambda: page.told.text() == say("law_pack.taken", version=NEW), timeout=20_000)

    look(desktop, page, pack(tmp_path, "other", f"{NEW}.2", seed=STRANGER))
    assert page.signer.text() == say("law_pack.signer.stranger")
    assert page.compared.isHidden()
    assert page.heard.editor.hasFocus()
    assert not page.yes_button.isEnabled()
    picture(desktop, "law-stranger")
    # Words of somebody else are refused, in the field itself; the right ones are taken in any language.
    type_text(page.heard.editor, words_of(MAKER))
    page.yes_button.click()
    assert page.heard.hint.text() == say("law_pack.heard_wrong")
    assert version(desktop) == NEW
    page.heard.editor.clear()
    type_text(page.heard.editor, words_of(STRANGER, "be").upper())
    page.yes_button.click()
    wait(lambda: page.told.text() == say("law_pack.taken", version=f"{NEW}.2"), timeout=20_000)
    assert version(desktop) == f"{NEW}.2"
    assert desktop.hook.seen == []


@pytest.mark.parametrize("what", ["older", "altered", "absurd", "unsigned", "no pack", "gone"])
def test_a_pack_that_cannot_be_taken_is_refused_in_words(practice: Desktop, tmp_path: Path, what: str) -> None:
    desktop = practice
    desktop.open(PASSPHRASE)
    page = page_of(desktop, "law_pack")
    path = tmp_path / "file.lapack"
    if what == "older":
        path = pack(tmp_path, "old", "2025.01.01")
    elif what == "altered":
        content = bytearray(pack(tmp_path, "new").read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    elif what == "absurd":
        path = pack(tmp_path, "absurd", limit=10_000)
    elif what == "unsigned":
        path = pack(tmp_path, "unsigned", signed=False)
    elif what == "no pack":
        path.write_bytes(b"PK\x03\x04" + bytes(500))
    look(desktop, page, path)
    assert page.question.isHidden()
    assert page.told.isVisible()
    assert len(page.told.text()) > 40
    assert page.told.property("role") == "harm"
    assert "{" not in page.told.text()
    assert ("deadlines.toml" in page.told.text()) is (what == "absurd"), "each fault with its file and line"
    picture(desktop, f"law-refused-{what.replace(' ', '-')}")
    assert version(desktop) == SHIPPED
    assert desktop.hook.seen == []
