"""One whole session through the real window, in steps. What is looked at meanwhile is the caller's affair."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pypdf
import pyrage

from tests.canaries import planted
from tests.canaries.planted import text
from tests.canaries.stage import DrivenWindow, Stage

OWN, WRONG, NEXT, RENEWED = (planted.passphrase(number) for number in range(1, 5))
SHEET_WORDS: Final = 20
Moment = Callable[[str, DrivenWindow], None]
EVIDENCE: Final = {
    "paper.pdf": planted.paper_pdf(31),
    "paper.png": planted.paper_png(32),
    "paper.docx": planted.paper_docx(33),
    "paper.txt": planted.paper_txt(34),
}


def words_of(sheet: Path) -> list[str]:
    """What a holder reads from the paper: its numbered words, in their order."""
    from shamir_mnemonic.wordlist import WORDLIST

    known = set(WORDLIST)
    tokens = pypdf.PdfReader(sheet).pages[0].extract_text().replace(".", " ").split()
    numbered: dict[int, str] = {}
    for place, token in enumerate(tokens):
        if token in known:
            before = (int(one) for one in reversed(tokens[:place]) if one.isdecimal() and 1 <= int(one) <= SHEET_WORDS)
            numbered.setdefault(next(before, 0), token)
    return [numbered[number] for number in range(1, SHEET_WORDS + 1)]


class WindowSession:
    """``moment`` is called with a name while the window stands still."""

    def __init__(self, stage: Stage, moment: Moment, *, quick: bool = True, trace: bool = True) -> None:
        self.stage, self.moment, self._quick, self._trace = stage, moment, quick, trace
        self.exports = stage.hand / "exports"
        self.window = DrivenWindow(stage, quick=quick, trace=trace)

    def reopen(self) -> None:
        self.window = DrivenWindow(self.stage, quick=self._quick, trace=self._trace)

    # --- the steps

    def make_the_vault(self, passphrase: str = OWN) -> None:
        w = self.window
        w.wait("window.unlock.face_shown == 'create'")
        w.do("phrase = window.unlock.create_form.phrase; phrase.choose_own()")
        w.type(passphrase, "phrase.first.editor")
        w.type(passphrase, "phrase.second.editor")
        w.do("hand.press('Return', into=phrase.second.editor)")
        w.wait("window.page_key or phrase.insist.isVisible()")
        if not w.tell("window.page_key"):
            w.click("phrase.insist")
            w.wait("window.page_key")
        self.moment("made", w)

    def make_sheets(self) -> list[Path]:
        w = self.window
        w.do("window.desk.go('recovery'); page = window.page")
        w.wait("page.make_button.isVisible()")
        w.click("page.make_button")
        w.wait("len(page.sheets) == 3")
        sheets = [self.exports / f"sheet-{number}.pdf" for number in (1, 2, 3)]
        self.exports.mkdir(exist_ok=True)
        for at, path in enumerate(sheets):
            w.type(text(10 + at), f"page.sheets[{at}].label.editor")
            w.do(f"line = page.sheets[{at}]; page.presenter.label(line.place, line.label.editor.text())")
            w.do(f"page.presenter.save(line.place, Path({str(path)!r}), 'ru')")
            w.wait(f"Path({str(path)!r}).exists() and 'сохранён' in line.state.text()")
        w.click("page.done_button")
        w.wait("not page.presenter.has_fresh")
        self.moment("sheets saved", w)
        return sheets

    def note_a_call(self) -> None:
        w = self.window
        w.press("N", "Control")
        w.wait("window.page_key == 'note'")
        w.type(text(20))
        w.fill("Кто", f"{planted.CYRILLIC.capitalize()} {planted.LATIN.capitalize()}")
        w.wait("len(window.page.found.rows) == 1")
        w.press("Return")
        w.do("hand.tab_to('Тема'); hand.choose('Обжалование отказа')")
        w.press("Return", "Control")
        w.wait("window.page_key == 'case'")
        w.do("case = window.page")
        w.wait("case.presenter.data is not None")

    def _close_form(self) -> None:
        self.window.do("hand.press('Escape') if case.editing else None; hand.press('Escape') if case.editing else None")
        self.window.wait("not case.editing")

    def fill_the_case(self) -> None:
        w = self.window
        w.press("1", "Alt")
        w.press("Return")
        w.wait("case.form.editors and case.editing and hand.focus.accessibleName() == 'Фамилия'")
        w.type(planted.CYRILLIC.capitalize())
        w.fill("Имя", planted.CYRILLIC.capitalize())
        w.do("hand.tab_to('Пол'); hand.choose('Женский')")
        w.fill("Когда родился", "март 1990")
        w.fill("Адрес для писем от органов", text(21))
        self._close_form()
        w.press("5", "Alt")
        w.press("Return")
        w.wait("hand.focus.accessibleName() == 'Что решено'")
        w.do(
            "hand.press('Backtab'); hand.tab_to('Что решено'); hand.choose('Решение об отказе в предоставлении защиты')"
        )
        w.fill("Номер", text(22))
        w.fill("Вынесено", "9.11.2026")
        w.fill("Получено", "16.11.2026")
        w.fill("Куда обжаловать", "суд " + text(23))
        self._close_form()
        w.press("2", "Alt")
        w.press("Return")
        w.wait("hand.focus.accessibleName() == 'Что произошло'")
        w.type(text(24))
        w.fill("Когда", "весна 2025")
        w.do("hand.tab_to('Откуда известно'); hand.choose('Это происходило со мной')")
        w.do("hand.tab_to('Кто может это прочитать'); hand.choose('Для органов')")
        self._close_form()

    def take_evidence(self) -> None:
        w = self.window
        papers = self.stage.hand / "papers"
        papers.mkdir(exist_ok=True)
        w.do("from PySide6.QtCore import QMimeData, QUrl")
        w.press("4", "Alt")
        w.do("tab = case.pages['evidence']")
        for count, (name, data) in enumerate(EVIDENCE.items(), 1):
            (papers / name).write_bytes(data)
            w.do(f"data = QMimeData(); data.setUrls([QUrl.fromLocalFile({str(papers / name)!r})]); tab.take(data)")
            w.wait(f"len(tab.rows.rows) == {count}")
        for at in range(len(EVIDENCE)):
            w.do(f"tab.open_piece(tab.rows.rows[{at}].key)")
            w.wait("not tab.told.text().endswith('…') and (tab.faces.currentIndex() or tab.told.text())")

    def search_and_copy(self) -> None:
        w = self.window
        w.press("K", "Control")
        w.type(planted.CYRILLIC)
        w.wait("len(window.page.rows.rows) > 0")
        w.do("window.page.field.editor.setFocus()")
        w.press("A", "Control")
        w.press("C", "Control")

    def draft_a_paper(self) -> None:
        w = self.window
        w.do("window.desk.go('case', ref=case.presenter.ref)")
        w.wait("window.page_key == 'case'")
        w.press("6", "Alt")
        w.wait("len(case.pages['drafts'].usual.rows) > 0")
        w.press("6", "Alt")
        w.press("Return")
        w.wait("window.page_key == 'draft'")
        w.do("page = window.page")
        w.wait("page.preview.view.pages > 0")
        w.type(text(25))
        w.wait("page.kept.text() == 'Сохранено в хранилище'")

    def _lift(self, standing: str) -> None:
        w = self.window
        for _ in range(15):
            count = w.tell(f"len({standing})")
            if not count:
                return
            w.press("F7")
            # A look that was under way may still change what stands: then there is nothing left to lift here.
            w.do(
                "offered = hand.focus.accessibleName() == 'Снять, назвав причину' "
                "or hand.comes_to('Снять, назвав причину')"
            )
            if not w.tell("offered"):
                continue
            w.press("Return")
            w.type(text(26))
            w.press("Return")
            w.wait(f"len({standing}) != {count}")

    def export(self) -> None:
        """Whatever speaks against the paper is lifted with a reason; a look that comes late may find more."""
        w = self.window
        w.do("from legalaid_desktop.domain.finding import Severity")
        standing = "[f for f in page.presenter.look.findings if f.severity is Severity.OVERRIDABLE and not f.lifted]"
        told = "page.export.told.text() not in ('', 'Записывается…') or page.export.done_panel.isVisible()"
        for _ in range(6):
            self._lift(standing)
            time.sleep(1)
            w.press("E", "Control")
            w.do(f"page.export.folder.set_path(Path({str(self.exports)!r}))")
            if w.within(3, "page.export.make_button.isEnabled()"):
                w.do("page.export.make_button.click()")
                # While it writes it cannot be pressed either: only a paper that nothing writes is asked for again.
                idle = "page.export.told.text() != 'Записывается…' and not page.export.make_button.isEnabled()"
                if w.within(60, f"{told} or ({idle})") and w.within(5, told):
                    return
            w.do("page.close_export()")
        raise AssertionError("the paper was never written: " + w.tell("page.export.told.text()"))

    def back_up(self) -> Path:
        w = self.window
        identity = pyrage.x25519.Identity.generate()
        (self.stage.hand / "coordinator.txt").write_text(f"{identity}\n")
        out = self.exports / "copy.age"
        w.press("5", "Control")
        w.do(f"page = window.page; page.to.editor.setPlainText({str(identity.to_public())!r})")
        w.do(f"page.out.set_path(Path({str(out)!r}))")
        w.click("page.create_button")
        w.wait("'Копия сделана' in page.results['create'].text()")
        return out

    def change_settings(self) -> None:
        w = self.window
        for lang in ("be", "en", "ru"):
            w.press("6", "Control")
            w.do(f"window.page._speak({lang!r}); window.page.language.set_key({lang!r})")
            w.wait(f"window.desk.words.lang == {lang!r}")

    def provoke_a_crash(self) -> None:
        w = self.window
        w.press("N", "Control")
        w.wait("window.page_key == 'note'")
        w.do("window.page.text.editor.setFocus()")
        w.type(text(27))
        w.fault("hand.crash()")
        w.do("import warnings, logging; warnings.warn(hand.focus.toPlainText()); "
             "logging.getLogger('x').error(hand.focus.toPlainText())")  # fmt: skip

    def change_passphrase(self, old: str = OWN, new: str = NEXT) -> None:
        w = self.window
        w.do("window.desk.go('keys'); page = window.page")
        w.do(f"page.presenter._fast = {self._quick}")
        w.wait("len(page.rows) > 0")
        w.click("page.rows[0].change_button")
        w.wait("page.form is not None")
        w.type(old, "page.form.passphrase.editor")
        w.click("page.form.button")
        w.wait("type(page.form).__name__ == 'PhraseForm'")
        w.do("form = page.form; form.phrase.choose_own()")
        w.type(new, "form.phrase.first.editor")
        w.type(new, "form.phrase.second.editor")
        w.click("form.button")
        w.wait("page.form is None or form.phrase.insist.isVisible()")
        if w.tell("page.form is not None"):
            w.click("form.phrase.insist")
            w.wait("page.form is None")
        self.moment("passphrase changed", w)

    def fail_to_unlock(self) -> None:
        w = self.window
        w.type(WRONG, "window.unlock.passphrase.editor")
        w.click("window.unlock.open_button")
        w.wait("window.unlock.problem.isVisible()")
        self.moment("refused", w)

    def recover(self, words: list[str], new: str = RENEWED) -> None:
        w = self.window
        w.do("window.unlock.forgot_button.click(); form = window.unlock.recover_form")
        for part in words:
            w.type(part + " ", "form.parts.grid")
        w.wait("window.unlock.face_shown == 'renew'")
        w.do("phrase = window.unlock.renew_form.phrase; phrase.choose_own()")
        w.type(new, "phrase.first.editor")
        w.type(new, "phrase.second.editor")
        w.do("hand.press('Return', into=phrase.second.editor)")
        w.wait("window.page_key or phrase.insist.isVisible()")
        if not w.tell("window.page_key"):
            w.click("phrase.insist")
            w.wait("window.page_key")
        self.moment("recovered", w)

    def type_on_and_die(self) -> None:
        w = self.window
        w.press("N", "Control")
        w.wait("window.page_key == 'note'")
        w.do("window.page.text.editor.setFocus()")
        w.type(text(28))
        w.kill()
