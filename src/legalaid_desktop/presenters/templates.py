"""The office's templates: the list of what ships and what is our own, and a Word file taken in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from legalaid_desktop.errors import LegalAidError, TemplateFaulty
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.day_words import day_words
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import Tasks
from legalaid_desktop.services.template_fault_words import fault_line

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.office_templates import Loss


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateLine:
    """``n`` is ``None`` for what ships. ``word`` says whether drafts are made with it."""

    key: str
    code: str
    n: int | None
    title: str
    second: str
    word: str
    is_word: bool
    in_use: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """``told`` says what became of the file, ``lines`` what does not come along or what is wrong."""

    told: str
    lines: tuple[str, ...]
    good: bool


class TemplatesView(Protocol):
    def show_lines(self, lines: Sequence[TemplateLine]) -> None: ...

    def show_taken(self, taken: TakenIn) -> None: ...

    def show_changed(self, told: str) -> None: ...

    def show_failure(self, text: str) -> None: ...


class TemplatesPresenter:
    def __init__(self, view: TemplatesView, tasks: Tasks, *, words: Callable[[], Wording]) -> None:
        self._view, self._tasks, self._words = view, tasks, words

    def load(self) -> None:
        words = self._words()
        self._tasks.ask(
            lambda briefcase: lines_of(briefcase, words),
            done=self._view.show_lines,
            failed=self._failed,
            latest="templates",
        )

    def take_in(self, path: Path, *, like: str, language: str) -> None:
        """Read a Word file or a template folder, and keep it if nothing is wrong with it."""
        words = self._words()
        self._tasks.ask(
            lambda briefcase: taken_in(briefcase, path, like, language, words),
            done=self._taken,
            failed=self._failed,
        )

    def use(self, line: TemplateLine) -> None:
        self._do(lambda briefcase: briefcase.office_templates.use(line.code, line.n), "template.used")

    def remove(self, line: TemplateLine) -> None:
        if line.n is not None:
            n = line.n
            self._do(lambda briefcase: briefcase.office_templates.remove(line.code, n), "template.removed")

    def export(self, line: TemplateLine, out: Path) -> None:
        self._do(lambda briefcase: briefcase.office_templates.export(line.code, line.n, out), "template.exported")

    def _do(self, work: Callable[[Briefcase], object], told: str) -> None:
        self._tasks.ask(work, done=lambda _: self._changed(told), failed=self._failed)

    def _changed(self, told: str) -> None:
        self._view.show_changed(self._words().say(told))
        self.load()

    def _taken(self, taken: TakenIn) -> None:
        self._view.show_taken(taken)
        if taken.good:
            self.load()

    def _failed(self, error: LegalAidError) -> None:
        self._view.show_failure(error_words(error, self._words()))


def lines_of(briefcase: Briefcase, words: Wording) -> tuple[TemplateLine, ...]:
    """Own editions first, then what ships, in the order of the catalogue."""
    lines: list[TemplateLine] = []
    for row in briefcase.office_templates.rows():
        title = row.title.get(words.lang) or row.title["ru"]
        kind = row.kind.value if row.kind is not None else "shipped"
        second = [words.say(f"template.kind.{kind}")]
        if row.n is not None:
            second.append(words.say("template.edition", n=row.n))
        if row.language is not None:
            second.append(words.say(f"language.{row.language}") if words.has(f"language.{row.language}")
                          else str(row.language))  # fmt: skip
        if row.at is not None:
            second.append(day_words(row.at.date(), words, weekday=False))
        if row.faulty:
            second.append(words.say("template.faulty"))
        elif row.newer_shipped:
            second.append(words.say("template.newer_shipped"))
        lines.append(
            TemplateLine(
                key=f"{row.code}:{row.n or ''}",
                code=str(row.code),
                n=row.n,
                title=f"{row.code}  {title}",
                second=", ".join(second),
                word=words.say("template.in_use") if row.in_use and row.n is not None else "",
                is_word=kind == "word",
                in_use=row.in_use,
            )
        )
    return tuple(sorted(lines, key=lambda line: line.n is None))


def taken_in(briefcase: Briefcase, path: Path, like: str, language: str, words: Wording) -> TakenIn:
    """Raises what ``OfficeTemplates.add_word`` and ``add_folder`` raise, but for faults: those are told."""
    losses: tuple[Loss, ...] = ()
    try:
        if path.is_dir():
            kept = briefcase.office_templates.add_folder(path)
        else:
            kept, reading = briefcase.office_templates.add_word(path, like=like, language=language)
            losses = reading.losses
    except TemplateFaulty as faulty:
        lines = tuple(fault_line(fault, words) for fault in faulty.faults[:40])
        return TakenIn(told=words.say("template.not_taken"), lines=lines, good=False)
    lines = tuple(
        words.say("template.loss_line", what=words.say(f"template.loss.{loss.what}"), line=loss.line) for loss in losses
    )
    return TakenIn(told=words.say("template.taken", what=str(kept.code), n=kept.n), lines=lines, good=True)
