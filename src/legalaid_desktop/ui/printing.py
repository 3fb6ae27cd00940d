"""To paper: a PDF from memory straight to a printer that is chosen, without a file of ours.

On Linux and macOS the bytes go to the print system through a pipe (:mod:`host.print_queue`). On Windows the pages are
painted on the printer by Qt, which hands them to the system's spooler. What spooler and printer keep is out of our
reach, and the dialogue says so before anything is sent. The job has a neutral name.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QVBoxLayout, QWidget

from legalaid_desktop.host.print_queue import has_print_commands, queue_names, send_to_queue
from legalaid_desktop.services.page_pictures import page_sizes, render_pages
from legalaid_desktop.ui.pieces.buttons import Button, PrimaryButton
from legalaid_desktop.ui.pieces.labels import Text, said
from legalaid_desktop.ui.pieces.layout import ending
from legalaid_desktop.ui.theme import CONTROL, GRID, INSIDE, Type
from legalaid_desktop.ui.words import Words

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_FINEST: Final = 400
"""Dots an inch; more would only take memory: a page is one picture."""
_WIDTH: Final = 520


@dataclass(frozen=True, slots=True)
class Printers:
    """The ways to paper of this computer: names, and what prints a PDF under a job name and tells whether it went."""

    names: Callable[[], Sequence[str]]
    send: Callable[[str, bytes, str], bool]


def print_pdf(parent: QWidget, pdf: bytes, *, words: Words | None = None, printers: Printers | None = None) -> bool:
    """Ask for a printer and print ``pdf``; whether it was handed over. Waits until the dialogue is closed.

    ``words`` are the window's; without them those that ``parent`` or one around it has, else Russian.
    """
    spoken = words if words is not None else _words_of(parent)
    dialogue = PrintDialogue(parent, spoken, pdf, printers if printers is not None else of_this_computer())
    try:
        return dialogue.exec() == QDialog.DialogCode.Accepted
    finally:
        dialogue.deleteLater()


class PrintDialogue(QDialog):
    """The choice of a printer, with what to know before."""

    def __init__(self, parent: QWidget, words: Words, pdf: bytes, printers: Printers) -> None:
        super().__init__(parent)
        self._words, self._pdf, self._printers = words, pdf, printers
        words.bind(self, lambda: self.setWindowTitle(words.say("print.title")))
        self.setMinimumWidth(_WIDTH)
        names = list(printers.names())
        self.choice = QComboBox()
        self.choice.setMinimumHeight(CONTROL)
        self.choice.addItems(names)
        words.bind(self.choice, lambda: self.choice.setAccessibleName(words.say("print.printer")))
        self.failure = Text("", role="harm")
        self.failure.hide()
        self.go = PrimaryButton(words, "print.go", self._send)
        self.away = Button(words, "print.cancel" if names else "print.close", self.reject)
        body = QVBoxLayout(self)
        body.setContentsMargins(INSIDE, INSIDE, INSIDE, INSIDE)
        body.setSpacing(2 * GRID)
        if names:
            body.addWidget(said(words, "print.before"))
            body.addWidget(said(words, "print.printer", Type.STRONG))
            body.addWidget(self.choice)
        else:
            body.addWidget(said(words, "print.none"))
            self.choice.hide()
            self.go.hide()
        body.addWidget(self.failure)
        body.addWidget(ending(self.away, self.go))
        (self.choice if names else self.away).setFocus()

    def _send(self) -> None:
        self.go.setEnabled(False)
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            went = self._printers.send(self.choice.currentText(), self._pdf, self._words.say("print.job"))
        finally:
            QApplication.restoreOverrideCursor()
            self.go.setEnabled(True)
        if went:
            self.accept()
        else:
            self.failure.tell(self._words.say("print.failed"), "harm")


def of_this_computer() -> Printers:
    """The printers of this system."""
    if has_print_commands():
        return Printers(queue_names, lambda name, pdf, title: send_to_queue(name, pdf, title=title))
    if sys.platform == "win32":
        return Printers(_spooler_names, _send_to_spooler)
    return Printers(tuple, lambda name, pdf, title: False)


def _spooler_names() -> Sequence[str]:
    from PySide6.QtPrintSupport import QPrinterInfo

    names = QPrinterInfo.availablePrinterNames()
    usual = QPrinterInfo.defaultPrinterName()
    return sorted(names, key=lambda name: (name != usual, name.casefold()))


def _send_to_spooler(name: str, pdf: bytes, title: str) -> bool:
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    printer = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCreator("")
    return printer.isValid() and paint_pages(printer, pdf)


def paint_pages(printer: QPrinter, pdf: bytes) -> bool:
    """Paint every page of ``pdf`` in its true size; whether the printer took them all."""
    sizes = page_sizes(pdf)
    _set_page(printer, sizes[0])
    painter = QPainter()
    if not painter.begin(printer):
        return False
    resolution = printer.resolution()
    scale = min(resolution, _FINEST) / 72.0
    went = True
    try:
        for number, (width, height) in enumerate(sizes, start=1):
            if number > 1:
                _set_page(printer, (width, height))
                went = printer.newPage() and went
            (page,) = render_pages(pdf, scale=scale, first=number, last=number)
            image = QImage(page.rgba, page.width, page.height, 4 * page.width, QImage.Format.Format_RGBA8888)
            painter.drawImage(QRectF(0, 0, width / 72 * resolution, height / 72 * resolution), image)
    finally:
        went = painter.end() and went
    return went and printer.printerState() not in (printer.PrinterState.Error, printer.PrinterState.Aborted)


def _set_page(printer: QPrinter, size: tuple[float, float]) -> None:
    width, height = size
    kind = QPageSize(QSizeF(width, height), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    printer.setFullPage(True)
    printer.setPageLayout(
        QPageLayout(
            kind,
            QPageLayout.Orientation.Portrait,
            QMarginsF(0, 0, 0, 0),
            QPageLayout.Unit.Point,
        )
    )
    printer.setFullPage(True)


def _words_of(widget: QWidget | None) -> Words:
    while widget is not None:
        for holder in (widget, getattr(widget, "desk", None)):
            words = getattr(holder, "words", None)
            if isinstance(words, Words):
                return words
        widget = widget.parentWidget()
    return Words("ru")
