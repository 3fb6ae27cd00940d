"""A new key, leaving and destroying, through the window over a real vault."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from legalaid_desktop.errors import LegalAidError, VaultNotFound, WrongPassphrase
from legalaid_desktop.services import new_key
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.identity import new_identity, read_aloud
from legalaid_desktop.services.key_slots import open_with_coordinators
from legalaid_desktop.services.opening import open_briefcase
from legalaid_desktop.services.restoring import restore_backup, verify_backup
from legalaid_desktop.services.secrets import Secret
from legalaid_desktop.ui.tasks import Lane, TaskRunner, VaultLane
from legalaid_desktop.vault.renewal import put_in_force
from tests.ui.conftest import PASSPHRASE, TODAY, Desktop, type_text
from tests.ui.stand_ins import FakeBriefcase

CANARY = "недописанная запись перед обыском"


def opened(folder: Path, text: str = PASSPHRASE) -> Briefcase:
    with Secret.from_passphrase(text) as secret:
        return open_briefcase(folder, secret, clock=TODAY)


def page_at(desktop: Desktop, key: str) -> Any:
    desktop.window.desk.go(key)
    assert desktop.window.page_key == key
    return cast(Any, desktop.window.page)


def refs(folder: Path, text: str = PASSPHRASE) -> list[str]:
    with opened(folder, text) as briefcase:
        return [row.ref for row in briefcase.cases.rows(TODAY.today())]


def test_a_new_key_from_the_keys_page_on(practice: Desktop, tmp_path: Path) -> None:
    practice.open(PASSPHRASE)
    old_head = (tmp_path / "vault" / "head").read_bytes()
    page = page_at(practice, "new_key")
    page.presenter._fast = True
    waits = practice.qtbot.waitUntil
    waits(lambda: "останется та фраза" in page.ways.text())
    assert not page.agree.isVisible()  # nothing else would be lost
    page.start_button.click()
    waits(lambda: "парольную фразу" in page.problem.text().casefold())
    type_text(page.current.editor, "не та фраза")
    page.start_button.click()
    waits(lambda: "не подходит" in page.problem.text(), timeout=20_000)
    assert (tmp_path / "vault" / "head").read_bytes() == old_head
    type_text(page.current.editor, PASSPHRASE)
    page.start_button.click()
    assert page.current.editor.empty
    waits(lambda: "Готово" in page.told.text(), timeout=60_000)
    assert "Прежние копии папки" in page.told.text() and page.sheets_button.isVisible()
    # The window goes on with the new vault: what is typed now is in it.
    note = page_at(practice, "note")
    assert note.isVisible()
    type_text(cast(QWidget, QApplication.focusWidget()), CANARY)
    practice.window.lock()
    waits(lambda: bool(practice.relaunched), timeout=20_000)
    assert practice.hook.seen == []
    assert sorted(path.name for path in (tmp_path / "vault").iterdir()) == ["data", "head"]
    assert not set(_pieces(old_head)) & set(_pieces((tmp_path / "vault" / "head").read_bytes()))
    with opened(tmp_path / "vault") as briefcase:
        assert any(CANARY in (briefcase.notes.unsaved(key) or "") for key in briefcase.notes.unsaved_keys())
        assert [entry.kind for entry in briefcase.journal.entries(newest=20)].count("vault_key") == 1


def _pieces(data: bytes) -> list[bytes]:
    return [data[at : at + 64] for at in range(0, len(data), 64)]


def test_a_new_key_can_be_stopped_and_a_lost_way_is_agreed_to(practice: Desktop, tmp_path: Path) -> None:
    with opened(tmp_path / "vault") as briefcase:
        briefcase.key_slots.make_recovery()
    practice.open(PASSPHRASE)
    page = page_at(practice, "new_key")
    page.presenter._fast = True
    waits = practice.qtbot.waitUntil
    waits(page.agree.isVisible)
    assert "листы перестанут действовать" in page.ways.text()
    type_text(page.current.editor, PASSPHRASE)
    page.start_button.click()
    waits(lambda: "отметьте" in page.problem.text())
    page.agree.setChecked(True)
    type_text(page.current.editor, PASSPHRASE)
    before = (tmp_path / "vault" / "head").read_bytes()
    page.start_button.click()
    page.progress.cancel_button.click()
    waits(lambda: "по-старому" in page.told.text())
    done: list[int] = []
    practice.window.desk.tasks(page).ask(lambda b: len(b.cases.rows(TODAY.today())), done=done.append, failed=print)
    waits(lambda: bool(done), timeout=20_000)
    assert (tmp_path / "vault" / "head").read_bytes() == before
    assert "new" not in "".join(path.name for path in (tmp_path / "vault").iterdir())


def test_a_lock_waits_where_there_is_no_way_back(
    practice: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock comes in the very moment of the change: what was typed goes into the vault that is in force."""
    practice.open(PASSPHRASE)
    page = page_at(practice, "new_key")
    page.presenter._fast = True
    real = put_in_force
    reached: list[bool] = []

    def slow(folder: Path) -> None:
        import time

        reached.append(True)
        until = time.monotonic() + 0.8
        while time.monotonic() < until:
            time.sleep(0.01)
        real(folder)

    monkeypatch.setattr(new_key, "put_in_force", slow)
    type_text(page.current.editor, PASSPHRASE)
    page.start_button.click()
    practice.qtbot.waitUntil(lambda: bool(reached), timeout=60_000)
    practice.window.lock()
    practice.qtbot.waitUntil(lambda: bool(practice.relaunched), timeout=20_000)
    practice.end()
    assert len(refs(tmp_path / "vault")) > 3
    assert sorted(path.name for path in (tmp_path / "vault").iterdir()) == ["data", "head"]
    with opened(tmp_path / "vault") as briefcase:
        assert [entry.kind for entry in briefcase.journal.entries(newest=20)].count("vault_key") == 1
        assert briefcase.journal.problems() == ()


def test_leaving_with_nothing_and_coming_back(practice: Desktop, tmp_path: Path) -> None:
    before = refs(tmp_path / "vault")
    identity = new_identity(tmp_path / "coordinator.txt")
    practice.open(PASSPHRASE)
    page = page_at(practice, "leave")
    waits = practice.qtbot.waitUntil
    waits(lambda: "ещё нет" in page.backup_state.text())
    page.choose_nothing.click()
    page.to.editor.setPlainText(identity.recipient)
    page.out.set_path(tmp_path / "copy.age")
    page.backup_button.click()
    waits(lambda: "В ней всё" in page.backup_state.text(), timeout=60_000)
    type_text(page.passphrase.editor, PASSPHRASE)
    page.nothing_button.click()
    waits(lambda: "четыре слова" in page.problem.text())
    page.read_back.editor.setText("дом дом дом дом")
    type_text(page.passphrase.editor, PASSPHRASE)
    page.nothing_button.click()
    waits(lambda: "не относятся" in page.problem.text(), timeout=20_000)
    page.read_back.editor.setText(verify_backup(tmp_path / "copy.age", tmp_path / "coordinator.txt").check_phrase)
    type_text(page.passphrase.editor, "не та")
    page.nothing_button.click()
    waits(lambda: "не подходит" in page.problem.text(), timeout=20_000)
    assert (tmp_path / "vault" / "data").exists()
    type_text(page.passphrase.editor, PASSPHRASE)
    page.nothing_button.click()
    waits(lambda: bool(practice.relaunched), timeout=20_000)
    assert practice.window.locked and practice.hook.seen == []
    assert not (tmp_path / "vault").exists()
    with pytest.raises(VaultNotFound):
        opened(tmp_path / "vault")
    with Secret.from_passphrase("другая") as secret:
        restore_backup(
            tmp_path / "copy.age", tmp_path / "vault", tmp_path / "coordinator.txt", secret, clock=TODAY, fast_kdf=True
        )
    assert refs(tmp_path / "vault", "другая") == before


def test_leaving_a_vault_to_two_coordinators(practice: Desktop, tmp_path: Path) -> None:
    before = refs(tmp_path / "vault")
    people = [new_identity(tmp_path / name).recipient for name in ("anna", "boris")]
    practice.open(PASSPHRASE)
    page = page_at(practice, "leave")
    waits = practice.qtbot.waitUntil
    page.choose_helpers.click()
    waits(lambda: "двух координаторов" in page.helpers_state.text().casefold())
    type_text(page.passphrase.editor, PASSPHRASE)
    page.helpers_button.click()
    waits(lambda: "нет проверенного способа" in page.problem.text(), timeout=20_000)
    slots: list[object] = []
    practice.window.desk.tasks(page).ask(
        lambda b: b.key_slots.add_coordinators((people[0], people[1])), done=slots.append, failed=print
    )
    waits(lambda: bool(slots))
    page = page_at(practice, "leave")
    page.choose_helpers.click()
    waits(lambda: read_aloud(people[0]).split()[0] in page.helpers_state.text())
    type_text(page.passphrase.editor, PASSPHRASE)
    page.helpers_button.click()
    waits(lambda: bool(practice.relaunched), timeout=20_000)
    assert practice.hook.seen == []
    with pytest.raises(Exception) as caught:
        opened(tmp_path / "vault")
    assert isinstance(caught.value, WrongPassphrase) or caught.value.code == "no_such_way"  # type: ignore[attr-defined]
    with open_with_coordinators(tmp_path / "vault", [tmp_path / "anna", tmp_path / "boris"], clock=TODAY) as back:
        assert [row.ref for row in back.cases.rows(TODAY.today())] == before


def test_destroying_asks_for_the_word_the_passphrase_and_a_backup(practice: Desktop, tmp_path: Path) -> None:
    practice.open(PASSPHRASE)
    page = page_at(practice, "destroy")
    waits = practice.qtbot.waitUntil
    waits(lambda: "ещё нет" in page.backup_state.text())
    assert "уничтожить" in page.word.hint.text()
    type_text(page.passphrase.editor, PASSPHRASE)
    page.button.click()
    waits(lambda: "решение твёрдое" in page.problem.text())
    page.word.editor.setText("Уничтожить")
    type_text(page.passphrase.editor, PASSPHRASE)
    page.button.click()
    waits(lambda: "резервной копии" in page.problem.text(), timeout=20_000)
    (tmp_path / "vault" / "чужое.txt").write_text("x")
    page.reason.editor.setText("обыск")
    type_text(page.passphrase.editor, PASSPHRASE)
    page.button.click()
    waits(page.lock_button.isVisible, timeout=20_000)
    assert "чужое.txt" in page.told.text() and "чужое.txt" not in str(practice.relaunched)
    assert [path.name for path in (tmp_path / "vault").iterdir()] == ["чужое.txt"]
    page.lock_button.click()
    waits(lambda: bool(practice.relaunched), timeout=20_000)
    assert practice.hook.seen == []


def test_what_closes_the_vault_puts_another_in_its_place_or_none(qapp: QApplication, qtbot: QtBot) -> None:
    lane, side, owner = VaultLane(), Lane("side"), QObject()
    first, second = FakeBriefcase(), FakeBriefcase()
    runner = TaskRunner(lane, side, owner)
    seen: list[Any] = []
    failed: list[LegalAidError] = []
    runner.open(lambda: cast(Any, first), done=lambda: seen.append("open"), failed=failed.append)
    runner.exchange(lambda _: (cast(Any, second), "exchanged"), done=seen.append, failed=failed.append)
    runner.ask(lambda b: b is cast(Any, second), done=seen.append, failed=failed.append)
    runner.exchange(lambda _: (None, "gone"), done=seen.append, failed=failed.append)
    runner.ask(lambda _: "nobody is here", done=seen.append, failed=failed.append)
    lane.close_vault(owner=owner, done=lambda: seen.append("closed"), failed=failed.append)
    qtbot.waitUntil(lambda: "closed" in seen)
    assert seen == ["open", "exchanged", True, "gone", "closed"]
    assert failed == [] and second.closed == 0  # whoever closed it gave nothing back
    lane.stop()
    side.stop()


def test_a_job_that_was_cancelled_does_not_pass_the_point_of_no_return(qapp: QApplication, qtbot: QtBot) -> None:
    lane, side, owner = VaultLane(), Lane("side"), QObject()
    runner = TaskRunner(lane, side, owner)
    passed: list[str] = []
    ticket = runner.ticket(lambda done, total: None)
    ticket.cancel()

    def work(briefcase: Any) -> tuple[Any, str]:
        ticket.no_way_back()
        passed.append("beyond")
        return None, ""

    fake = FakeBriefcase()
    vars(fake)["vault"] = SimpleNamespace(db=SimpleNamespace(is_open=True))
    runner.open(lambda: cast(Any, fake), done=lambda: None, failed=print)
    runner.exchange(work, done=lambda _: passed.append("done"), failed=print)
    runner.ask(lambda _: "still here", done=passed.append, failed=print)
    qtbot.waitUntil(lambda: bool(passed))
    assert passed == ["still here"]
    lane.stop()
    side.stop()
