"""Writing a template: its files, the tags at hand, the faults as one types, its pages on a case."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from legalaid_desktop.errors import LegalAidError, TemplateFaulty
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.draft_look import as_of_of
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.ports import Tasks
from legalaid_desktop.services.template_fault_words import fault_in

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.template_trial import TrialPages

MOST_SHOWN: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class TagLine:
    key: str
    title: str
    second: str
    inserted: str
    sought: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultLine:
    """``line`` from 1; ``file`` is the name inside the template, or that of a shared block."""

    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    code: str
    title: str
    files: Mapping[str, str]
    kept_typing: bool
    cases: tuple[tuple[str, str], ...]


class EditorView(Protocol):
    def show_opened(self, opened: Opened) -> None: ...

    def show_tags(self, tags: Sequence[TagLine]) -> None: ...

    def show_faults(self, faults: Sequence[FaultLine]) -> None: ...

    def show_pages(self, pages: Sequence[Any], told: str) -> None: ...

    def show_no_pages(self, why: str) -> None: ...

    def show_saved(self, told: str) -> None: ...

    def show_failure(self, text: str) -> None: ...


class TemplateEditorPresenter:
    def __init__(self, view: EditorView, tasks: Tasks, *, words: Callable[[], Wording], clock: Clock) -> None:
        self._view, self._tasks, self._words, self._clock = view, tasks, words, clock
        self.code = ""
        self.n: int | None = None
        self.files: dict[str, str] = {}
        self._dirty = False

    @property
    def key(self) -> str:
        return f"template.{self.code}"

    def open(self, code: str, n: int | None) -> None:
        """Text that was typed and not saved comes back first."""
        self.code, self.n, self.files, self._dirty = code, n, {}, False
        words, key = self._words(), self.key
        self._tasks.ask(
            lambda briefcase: opened(briefcase, code, n, key, words),
            done=self._opened,
            failed=self._failed,
            latest="template",
        )

    def find_tags(self, language: str) -> None:
        code, words = self.code, self._words()
        self._tasks.aside(
            lambda: tag_lines(code, language, words), done=self._view.show_tags, failed=self._failed, latest="tags"
        )

    def typed(self, file: str, text: str) -> None:
        """A file of the template has other words; judged by :meth:`judge`, kept by :meth:`keep`."""
        if self.files.get(file) != text:
            self.files[file] = text
            self._dirty = True

    def judge(self) -> None:
        """Name every fault; an older question's answer is dropped."""
        code, files, words = self.code, dict(self.files), self._words()

        def work() -> tuple[FaultLine, ...]:
            from legalaid_desktop.services.template_trial import problems_of

            return tuple(
                FaultLine(file=one.file.rpartition("/")[2], line=one.line, text=fault_in(one.message, words))
                for one in problems_of(code, files)
            )

        self._tasks.aside(work, done=self._view.show_faults, failed=self._failed, latest="faults")

    def keep(self) -> None:
        """What is typed goes into the vault, without asking and without waiting."""
        if not self._dirty:
            return
        self._dirty = False
        key, text = self.key, json.dumps(self.files, ensure_ascii=False)

        def work(briefcase: Briefcase) -> None:
            if not briefcase.read_only:
                briefcase.notes.keep_unsaved(key, text)

        self._tasks.ask(work, done=lambda _: None, failed=self._failed)

    def preview(self, ref: str, language: str, scale: float) -> None:
        code, files, today = self.code, dict(self.files), self._clock.today()

        def work(briefcase: Briefcase) -> TrialPages:
            from legalaid_desktop.services.template_trial import trial_pages

            as_of, _ = as_of_of(briefcase.cases.record(ref), today)
            return trial_pages(briefcase, code, files, ref, language, as_of)

        def drawn(trial: TrialPages) -> None:
            def draw() -> Sequence[Any]:
                from legalaid_desktop.services.page_pictures import render_pages

                return render_pages(trial.pdf, scale=scale)

            told = self._words().say("template.pages_told", n=trial.pages, gaps=trial.gaps)
            self._tasks.aside(
                draw, done=lambda pages: self._view.show_pages(pages, told), failed=self._failed, latest="drawn"
            )

        self._tasks.ask(work, done=drawn, failed=self._no_pages, latest="pages")

    def save(self) -> None:
        """Keep what is typed as the office's version of the paper; drafts are made with it from now on."""
        code, files, key, words = self.code, dict(self.files), self.key, self._words()

        def work(briefcase: Briefcase) -> str:
            kept = briefcase.office_templates.save_text(code, files)
            briefcase.notes.keep_unsaved(key, "")
            return words.say("template.saved", what=str(kept.code), n=kept.n)

        self._dirty = False
        self._tasks.ask(work, done=self._saved, failed=self._not_saved)

    def drop_typing(self) -> None:
        """Back to the text that the editor was opened with."""
        key = self.key
        self._dirty = False
        self._tasks.ask(
            lambda briefcase: briefcase.notes.keep_unsaved(key, ""),
            done=lambda _: self.open(self.code, self.n),
            failed=self._failed,
        )

    def _opened(self, found: Opened) -> None:
        self.files = dict(found.files)
        self._view.show_opened(found)
        self.judge()

    def _saved(self, told: str) -> None:
        self._view.show_saved(told)

    def _not_saved(self, error: LegalAidError) -> None:
        self._dirty = True
        self.judge()
        self._failed(error)

    def _no_pages(self, error: LegalAidError) -> None:
        if isinstance(error, TemplateFaulty):
            self._view.show_no_pages(self._words().say("template.no_pages"))
        else:
            self._view.show_no_pages(error_words(error, self._words()))

    def _failed(self, error: LegalAidError) -> None:
        self._view.show_failure(error_words(error, self._words()))


def opened(briefcase: Briefcase, code: str, n: int | None, key: str, words: Wording) -> Opened:
    templates = briefcase.office_templates
    title = next(row.title for row in templates.rows(code) if row.n is None)
    files = templates.files(code, n)
    typed = briefcase.notes.unsaved(key)
    kept = _typed(typed)
    cases = tuple(
        (str(line.ref), f"{line.ref}  {line.title or ''}".strip())
        for line in briefcase.cases.rows(briefcase.vault.clock.today())
        if not line.damaged
    )
    return Opened(
        code=code,
        title=f"{code}  {title.get(words.lang) or title['ru']}",
        files=kept or files,
        kept_typing=bool(kept),
        cases=cases[:MOST_SHOWN],
    )


def _typed(text: str | None) -> dict[str, str]:
    if not text:
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    fine = isinstance(found, dict) and all(isinstance(one, str) for one in found.values())
    return dict(found) if fine else {}


def tag_lines(code: str, language: str, words: Wording) -> tuple[TagLine, ...]:
    """Each tag with what it means in the language of the window."""
    from legalaid_desktop.services.template_trial import tags_of

    lines: list[TagLine] = []
    for number, tag in enumerate(tags_of(code, language)):
        meaning = meaning_of(tag.group, tag.path, words)
        group = words.say(f"template.tag.{tag.group}")
        lines.append(
            TagLine(
                key=str(number),
                title=tag.path,
                second=f"{group}: {meaning}" if meaning else group,
                inserted=tag.inserted,
                sought=f"{tag.path} {group} {meaning}".casefold(),
            )
        )
    return tuple(lines)


def meaning_of(group: str, path: str, words: Wording) -> str:
    """«client.birth_line»: «клиент: дата рождения»; as far as words are known."""
    if words.has(f"template.means.{group}.{path}"):
        return words.say(f"template.means.{group}.{path}")
    said = [words.say(f"template.field.{part}") for part in path.split(".") if words.has(f"template.field.{part}")]
    return ": ".join(dict.fromkeys(said))


def fitting(tags: Sequence[TagLine], sought: str) -> tuple[TagLine, ...]:
    """The tags in which every word of ``sought`` stands."""
    wanted = sought.casefold().split()
    return tuple(tag for tag in tags if all(word in tag.sought for word in wanted))[:MOST_SHOWN]
