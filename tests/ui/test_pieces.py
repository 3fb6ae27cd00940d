"""The pieces that all pages share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from legalaid_desktop.domain.date_typing import read_date
from legalaid_desktop.domain.finding import Severity
from legalaid_desktop.presenters.clock_strip import ClockStrip
from legalaid_desktop.ui.icons import NAMES, icon
from legalaid_desktop.ui.pieces.date_field import DateField
from legalaid_desktop.ui.pieces.fields import NoValue, line_field
from legalaid_desktop.ui.pieces.finding_row import FindingRow
from legalaid_desktop.ui.pieces.keyed_list import KeyedModel
from legalaid_desktop.ui.pieces.menu import Choice
from legalaid_desktop.ui.pieces.person_chip import Chip, PersonChip
from legalaid_desktop.ui.pieces.progress import Progress
from legalaid_desktop.ui.pieces.rows import Row, RowList
from legalaid_desktop.ui.theme import LIGHT, Theme
from legalaid_desktop.ui.words import Words
from tests.ui.conftest import TODAY, type_text

ROWS = [
    Row(key="a", title="Жалоба", second="2026-0001", strip=ClockStrip(day="пн 5 октября 2026", left="осталось 3 дня")),
    Row(key="b", title="Ходатайство", word="черновик"),
    Row(key="c", title="Третье"),
]


@pytest.fixture
def words(qapp: QApplication) -> Words:
    return Words("ru")


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme("light")


@pytest.fixture
def rows(qtbot: QtBot, words: Words, theme: Theme) -> Iterator[RowList]:
    made = RowList(words, theme, "search.results")
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    made.put(ROWS)
    yield made


def test_the_row_model_keeps_the_rules_of_models(qtmodeltester: ModelTester) -> None:
    model: KeyedModel[Row] = KeyedModel()
    model.put(ROWS, more=True)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.add([Row(key="d", title="Четвёртое")])
    assert model.rowCount() == 4
    assert model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole) == (
        "Жалоба. 2026-0001. пн 5 октября 2026, осталось 3 дня"
    )
    assert model.data(QModelIndex()) is None


def test_one_press_or_enter_opens_a_row(rows: RowList, qtbot: QtBot) -> None:
    chosen: list[str] = []
    rows.chosen.connect(chosen.append)
    place = rows.visualRect(rows.model().index(1, 0)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == ["b"]
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert chosen == ["b", "c"]


def test_the_cursor_stays_on_its_row_when_rows_come_anew(rows: RowList) -> None:
    rows.select("b")
    rows.put([Row(key="x", title="Новое"), *ROWS])
    assert rows.current_key() == "b"
    rows.put(ROWS[:1])
    assert rows.current_key() == ""


def test_more_rows_are_asked_for_at_the_end(rows: RowList, qtbot: QtBot) -> None:
    wanted: list[int] = []
    rows.more_wanted.connect(lambda: wanted.append(1))
    rows.put([Row(key=str(number), title=str(number)) for number in range(50)], more=True)
    qtbot.wait(20)
    wanted.clear()
    rows.put([Row(key=str(number), title=str(number)) for number in range(50)], more=True)
    rows.scrollToBottom()
    qtbot.waitUntil(lambda: wanted == [1])


def test_a_narrow_list_puts_the_clock_under_the_words(rows: RowList, qtbot: QtBot) -> None:
    rows.resize(900, 300)
    qtbot.waitUntil(lambda: not rows.stacked)
    wide = rows.row_height
    rows.resize(320, 300)
    qtbot.waitUntil(lambda: rows.stacked)
    assert rows.row_height > wide
    assert not rows.grab().isNull()


def test_f4_offers_the_answers_that_are_no_value_and_keeps_what_was_typed(
    qtbot: QtBot, words: Words, theme: Theme
) -> None:
    field = line_field(words, theme, "search.label", "search.hint", unknowns=True)
    qtbot.addWidget(field)
    field.show()
    type_text(field.editor, "Иван")
    QTest.keyClick(field.editor, Qt.Key.Key_F4)
    menu = field.editor.findChild(QMenu)
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["Не знает", "Не помнит", "Предпочитает не говорить"]
    menu.actions()[1].trigger()
    menu.close()
    assert field.no_value is NoValue.DOES_NOT_REMEMBER
    assert field.hint.text() == "Ответ: Не помнит"
    assert field.editor.text() == "Иван"
    field.set_no_value(None)
    assert field.hint.text() == words.say("search.hint")


def test_a_date_says_how_it_was_understood_and_stays_as_typed(qtbot: QtBot, words: Words, theme: Theme) -> None:
    field = DateField(words, theme, TODAY, "backup.out")
    qtbot.addWidget(field)
    assert field.understood
    type_text(field.editor, "вчера")
    assert field.hint.text() == "Понято так: пн 23 ноября 2026"
    assert field.editor.text() == "вчера"
    assert field.value == read_date("23.11.2026", today=TODAY.today())
    field.editor.setText("когда-то")
    assert (field.value, field.understood) == (None, False)
    assert "Пока не понято" in field.hint.text()
    words.speak("en")
    assert "Not understood yet" in field.hint.text()
    when = read_date("около 1990", today=TODAY.today())
    field.set_value(when)
    assert field.value == when
    assert field.hint.text() == "Understood as: about 1990"


def test_a_finding_says_its_gravity_in_words(qtbot: QtBot, words: Words, theme: Theme) -> None:
    for severity, word in (
        (Severity.BLOCKS, "Не даёт выпустить документ"),
        (Severity.OVERRIDABLE, "Останавливает, пока не названа причина"),
        (Severity.WARNS, "Внимание"),
        (Severity.INFORMS, "К сведению"),
    ):
        row = FindingRow(words, theme, severity, "Нет даты.")
        qtbot.addWidget(row)
        assert row.accessibleName() == f"{word}. Нет даты."
        assert hasattr(row, "lift_button") == (severity is Severity.OVERRIDABLE)
        with qtbot.waitSignal(row.go_there):
            row.place_button.click()
    lifted = FindingRow(words, theme, Severity.OVERRIDABLE, "Нет даты.", lifted="сверено")
    qtbot.addWidget(lifted)
    assert not hasattr(lifted, "lift_button")


def test_a_person_is_spoken_with_both_scripts(qtbot: QtBot, theme: Theme) -> None:
    chip = PersonChip(theme, Chip(key="p1", name="Мариам", other="مریم", year="1990", mark="звонить нельзя"))
    qtbot.addWidget(chip)
    interface = QAccessible.queryAccessibleInterface(chip)
    assert interface is not None
    assert interface.text(QAccessible.Text.Name) == "Мариам, مریم, 1990, звонить нельзя"
    with qtbot.waitSignal(chip.pressed) as pressed:
        QTest.keyClick(chip, Qt.Key.Key_Space)
    assert pressed.args == ["p1"]


def test_a_choice_is_not_changed_by_scrolling_nor_by_the_program(qtbot: QtBot, words: Words, theme: Theme) -> None:
    choice = Choice(words, theme, "settings.appearance", [("a", "settings.look.light"), ("b", "settings.look.dark")])
    qtbot.addWidget(choice)
    picked: list[str] = []
    choice.picked.connect(picked.append)
    choice.set_key("b")
    assert (choice.key, choice.currentText(), picked) == ("b", "Тёмный", [])
    words.speak("en")
    assert choice.currentText() == "Dark"
    choice.offer([("b", "Beta"), ("c", "Gamma")])
    assert choice.key == "b"
    choice.set_key("unknown")
    assert choice.key == ""


def test_progress_tells_time_only_when_it_can_be_honest(
    qtbot: QtBot, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("legalaid_desktop.ui.pieces.progress.time.monotonic", lambda: now[0])
    progress = Progress(words, lambda: None)
    qtbot.addWidget(progress)
    assert not progress.isVisible()
    progress.start("backup.making")
    progress.stand(1, 100)
    assert "Осталас" not in progress._left.text()
    now[0] += 30
    progress.stand(10, 100)
    assert progress._left.text() == "Осталось примерно 4 минуты"
    now[0] += 30
    progress.stand(90, 100)
    assert progress._left.text() == "Осталось примерно 7 секунд"


@pytest.mark.parametrize("name", NAMES)
def test_every_sign_is_drawn(qapp: QApplication, name: str) -> None:
    image = icon(name, LIGHT.color("ink")).pixmap(20, 20).toImage()
    inked = sum(image.pixelColor(x, y).alpha() > 0 for x in range(image.width()) for y in range(image.height()))
    assert inked > 10
