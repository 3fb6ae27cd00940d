"""To paper: what the dialogue says first, what goes to the printer, and what stays behind (nothing)."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from legalaid_desktop.services.recovery_sheets import sheet_pdf
from legalaid_desktop.ui.printing import PrintDialogue, Printers, paint_pages, print_pdf
from legalaid_desktop.ui.words import Words
from legalaid_desktop.vault.recovery_shares import Share, split
from legalaid_desktop.vault.secret import Secret


@pytest.fixture
def share() -> Share:
    return split(Secret(bytes(range(16))), needed=2, shares=3)[0]


@pytest.fixture
def pdf(share: Share) -> bytes:
    return sheet_pdf(share, lang="ru", made_on=dt.date(2026, 11, 24))


@pytest.fixture
def around(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


class Tray:
    """A printer that keeps what it was given."""

    def __init__(self, *names: str, takes: bool = True) -> None:
        self.given: list[tuple[str, bytes, str]] = []
        self._names, self._takes = names, takes
        self.printers = Printers(self.names, self.send)

    def names(self) -> Sequence[str]:
        return self._names

    def send(self, name: str, pdf: bytes, title: str) -> bool:
        self.given.append((name, pdf, title))
        return self._takes


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def test_the_dialogue_warns_and_prints_on_the_chosen_printer(around: QWidget, pdf: bytes) -> None:
    tray = Tray("Кабинет", "Дом")
    seen: list[str] = []

    def press() -> None:
        dialogue = around.findChild(PrintDialogue)
        assert dialogue is not None
        seen.append(texts(dialogue))
        dialogue.choice.setCurrentText("Дом")
        dialogue.go.click()

    QTimer.singleShot(0, press)
    assert print_pdf(around, pdf, words=Words("ru"), printers=tray.printers)
    assert tray.given == [("Дом", pdf, "Документ")]
    assert "могут сохранить копию" in seen[0]


def test_cancelling_prints_nothing(around: QWidget, pdf: bytes) -> None:
    tray = Tray("Дом")

    def press() -> None:
        dialogue = around.findChild(PrintDialogue)
        assert dialogue is not None
        dialogue.away.click()

    QTimer.singleShot(0, press)
    assert not print_pdf(around, pdf, words=Words("en"), printers=tray.printers)
    assert tray.given == []


@pytest.mark.parametrize(
    ("lang", "said"), [("ru", "не найден"), ("be", "не знойдзены"), ("en", "No printer was found")]
)
def test_no_printer_is_said_and_nothing_can_be_pressed(around: QWidget, pdf: bytes, lang: str, said: str) -> None:
    dialogue = PrintDialogue(around, Words(lang), pdf, Tray().printers)
    dialogue.show()
    assert said in texts(dialogue)
    assert not dialogue.go.isVisible() and not dialogue.choice.isVisible() and dialogue.away.isVisible()


def test_a_printer_that_refuses_leaves_the_dialogue_open(around: QWidget, pdf: bytes) -> None:
    tray = Tray("Дом", takes=False)
    dialogue = PrintDialogue(around, Words("ru"), pdf, tray.printers)
    dialogue.show()
    dialogue.go.click()
    assert dialogue.isVisible() and "не принял" in texts(dialogue)
    assert dialogue.go.isEnabled(), "it can be tried again"


def test_painted_pages_have_the_true_size_and_every_word_can_be_read(
    qapp: QApplication, share: Share, pdf: bytes, tmp_path: Path
) -> None:
    """The way of Windows: Qt paints. Its PDF printer stands for the paper; the code on it must still be read."""
    import pypdfium2
    import zxingcpp

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    paper = tmp_path / "paper.pdf"
    printer.setOutputFileName(str(paper))
    printer.setDocName("Документ")
    assert paint_pages(printer, pdf)
    about = subprocess.run(["pdfinfo", str(paper)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Pages:\s+1\b", about) and re.search(r"Page size:\s+59[45](\.\d+)? x 84[12](\.\d+)? pts", about)
    document = pypdfium2.PdfDocument(str(paper))
    picture = document[0].render(scale=3).to_pil().convert("L")
    document.close()
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == " ".join(share.words)
    # The ink reaches as far as on the sheet: nothing is shrunk or cut.
    box = picture.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box is not None
    assert abs(box[0] / 3 - 56.7) < 4 and abs((picture.width - box[2]) / 3 - 56.7) < 8


def test_nothing_of_the_words_stays_on_the_disk(
    around: QWidget, share: Share, pdf: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "TMPDIR"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    dialogue = PrintDialogue(around, Words("ru"), pdf, Tray("Дом").printers)
    dialogue.show()
    dialogue.go.click()
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    for path in left:
        data = path.read_bytes()
        assert b"%PDF" not in data and not any(word.encode() in data for word in share.words), path
