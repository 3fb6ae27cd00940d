"""The calendar, the clock that explains itself, marks with reasons, and the bar of the day, over a real vault."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from pathlib import Path
from typing import Any, cast

import icalendar
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from legalaid_desktop.presenters.calendar_days import Shape, Span
from legalaid_desktop.ui.pages.calendar import CalendarPage
from legalaid_desktop.ui.pages.case_deadlines import DeadlinesTab
from legalaid_desktop.ui.pieces.mark_shapes import paint_shape
from tests.ui.conftest import PASSPHRASE, Desktop, type_text

S03, S04 = "TEST-2026-S03", "TEST-2026-S04"
APPEAL = "d1-ip.refusal_appeal-notice"
LAST = dt.date(2026, 12, 28)


def calendar(practice: Desktop, **params: str) -> CalendarPage:
    practice.window.desk.go("calendar", **params)
    page = cast(CalendarPage, practice.window.page)
    day = dt.date.fromisoformat(params["day"])
    practice.qtbot.waitUntil(lambda: page.presenter.shown is not None and page.view.chosen == day)
    return page


def deadlines(practice: Desktop, ref: str) -> DeadlinesTab:
    page = cast(Any, practice.window.page)
    practice.qtbot.waitUntil(lambda: page.presenter.data is not None and page.presenter.data.ref == ref)
    return cast(DeadlinesTab, page.pages["deadlines"])


def pressed(view: Any, key: str) -> QPoint:
    """Where a mark is pressed."""
    found: QPoint = next(box.center().toPoint() for box, _, one in view.mark_boxes() if one == key)
    return found


def test_month_and_week_by_keys_and_presses(practice: Desktop, qtbot: QtBot) -> None:
    practice.open(PASSPHRASE)
    page = calendar(practice, day=LAST.isoformat())
    view = page.month
    assert view.hasFocus()
    said = view.accessibleName()
    assert "28 декабря 2026" in said and "последний день" in said and S03 in said and "не проверено юристом" in said
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.chosen == LAST + dt.timedelta(days=1) and "сроков нет" in view.accessibleName()
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: page.title.text() == "Январь 2027")
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: page.title.text() == "Декабрь 2026")
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.chosen == LAST

    # A drag moves nothing, and opens nothing.
    key = next(mark.key for mark in view.current.marks) if view.current else ""
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=pressed(view, key))
    QTest.mouseMove(view, pressed(view, key) + QPoint(200, -90))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=pressed(view, key) + QPoint(200, -90))
    assert (practice.window.page_key, view.chosen) == ("calendar", LAST)

    page.week_button.click()
    qtbot.waitUntil(lambda: page.week.isVisible() and page.week.current is not None)
    assert page.week.hasFocus() or page.week_button.hasFocus()
    assert page.week_button.isChecked() and not page.month_button.isChecked() and not page.month.isVisible()
    assert page.where() == {"span": "week", "day": LAST.isoformat()}

    # Half the screen, as with letters twice as big: days stand under each other, nothing runs out at the side.
    practice.window.resize(683, 384)
    qtbot.waitUntil(lambda: page.week.day_boxes()[1][0].top() > page.week.day_boxes()[0][0].top())
    assert page.scroll_area is not None
    qtbot.waitUntil(lambda: page.scroll_area.horizontalScrollBar().maximum() == 0)  # type: ignore[union-attr]
    practice.window.resize(1366, 768)
    qtbot.waitUntil(lambda: page.week.day_boxes()[1][0].top() == page.week.day_boxes()[0][0].top())
    for box, _, _ in page.week.mark_boxes():
        assert QRectF(page.week.rect()).contains(box)

    QTest.mouseClick(page.week, Qt.MouseButton.LeftButton, pos=pressed(page.week, key))
    assert practice.window.page_key == "case"
    tab = deadlines(practice, S03)
    qtbot.waitUntil(tab.counted.isVisible)
    strip = tab.counted.strip
    assert strip is not None and strip.day is not None and (strip.day.number, strip.day.last) == (15, True)
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Home)
    assert "4 декабря 2026" in strip.accessibleName(), "the day of receipt, and why it does not count"


def test_marks_want_reasons_and_move_the_day_and_appointed_days_come_into_the_calendar(
    practice: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    practice.open(PASSPHRASE)
    practice.window.desk.go("case", ref=S03, kind="deadline", id=APPEAL)
    tab = deadlines(practice, S03)
    qtbot.waitUntil(tab.counted.isVisible)
    panel = tab.counted
    panel.open_form()
    panel.choice.set_key("extended")
    type_text(panel.day.editor, "15.1.2027")
    panel.write.click()
    assert panel.form.isVisible() and panel.reason.editor.property("problem") in (True, "true")
    type_text(panel.reason.editor, "определение суда")
    QTest.keyClick(panel.reason.editor, Qt.Key.Key_Return)
    presenter = practice.window.page.presenter  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: any(str(row.last_day) == "2027-01-15" for row in presenter.data.clocks))
    qtbot.waitUntil(lambda: any("определение суда" in line for line in texts(panel)))
    practice.work.toast.undo_button.click()
    qtbot.waitUntil(lambda: all(str(row.last_day) != "2027-01-15" for row in presenter.data.clocks))

    part = tab.appointed
    part.open_form()
    part.kind.set_key("hearing")
    type_text(part.day.editor, "29.12")  # the next one, not the last one
    type_text(part.time.editor, "25:99")
    QTest.keyClick(part.place.editor, Qt.Key.Key_Return)
    assert part.form.isVisible(), "a time that is none is asked again"
    part.time.editor.clear()
    type_text(part.time.editor, "10:30")
    QTest.keyClick(part.place.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any("Заседание, 10:30" in line for line in texts(part)))

    page = calendar(practice, day="2026-12-29")
    qtbot.waitUntil(lambda: "Заседание, 10:30" in page.month.accessibleName())
    out = tmp_path / "days.ics"
    page.presenter.export_days(out)
    qtbot.waitUntil(lambda: practice.work.toast.isVisible() and out.exists())
    data = out.read_bytes()
    entries = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert any(one.decoded("DTSTART") == dt.date(2026, 12, 29) for one in entries)
    assert all(word not in data.decode() for word in ("TEST", "S03", "аседание", "LegalAid"))
    page.presenter.export_days(out)  # never over another file
    qtbot.wait(300)
    assert out.read_bytes() == data


def test_the_bar_of_the_day_names_nothing_and_stays_hidden(practice: Desktop, qtbot: QtBot) -> None:
    practice.open(PASSPHRASE)
    work, desk = practice.work, practice.window.desk
    bar = work.reminder
    desk.go("help")
    qtbot.wait(200)
    assert not bar.isVisible(), "nothing is due on this day"
    today = desk.clock.today()
    done: list[object] = []
    desk.tasks(work).ask(lambda b: b.office.add_hearing(S04, "hearing", today), done=done.append, failed=lambda _: None)
    qtbot.waitUntil(lambda: bool(done))
    desk.changed.emit("deadline")
    qtbot.waitUntil(bar.isVisible)
    assert bar.text.text() == "Сегодня есть что подать или проверить."
    desk.go("today")
    qtbot.waitUntil(lambda: not bar.isVisible())  # that page says more
    page = cast(Any, practice.window.page)
    qtbot.waitUntil(lambda: any(row.key.startswith(f"appointed:{S04}") for row in page.due.rows))
    assert "под стражей" in page.due.rows[0].second, "the worst harm first"
    desk.go("help")
    qtbot.waitUntil(bar.isVisible)
    bar.away.click()
    assert not bar.isVisible()
    desk.changed.emit("deadline")
    qtbot.wait(300)
    assert not bar.isVisible()


def texts(widget: Any) -> list[str]:
    from legalaid_desktop.ui.pieces.labels import Text

    return [one.text() for one in widget.findChildren(Text) if one.isVisible()]


def test_marks_are_told_apart_in_grey(qapp: QApplication) -> None:
    seen: dict[Shape, bytes] = {}
    for shape in Shape:
        image = QImage(24, 24, QImage.Format.Format_Grayscale8)
        image.fill(255)
        painter = QPainter(image)
        paint_shape(painter, shape, QRectF(QPointF(4, 4), QPointF(20, 20)), QColor("black"))
        painter.end()
        seen[shape] = bytes(image.constBits())
    for one, other in combinations(seen, 2):
        different = sum(abs(a - b) > 90 for a, b in zip(seen[one], seen[other], strict=True))
        assert different > 15, (one, other)


@pytest.mark.parametrize("span", list(Span))
def test_a_press_on_the_span_that_is_shown_changes_nothing(desktop: Desktop, span: Span) -> None:
    desktop.open()
    desktop.window.desk.go("calendar", span=span.value)
    page = cast(CalendarPage, desktop.window.page)
    button = page.week_button if span is Span.WEEK else page.month_button
    button.click()
    assert button.isChecked()
