"""Taking files into the library: each is read, described by a person, and kept; or all that are left at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from legalaid_desktop.domain.library import About, LibraryDocument, PageUnit
from legalaid_desktop.errors import DocumentExists, LegalAidError
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.forms.options import cut
from legalaid_desktop.presenters.ports import Cancellable, LongTasks, Report

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase
    from legalaid_desktop.services.library_reading import ReadFile

_FIRST_WORDS: Final = 240
UNSAVED: Final = "library_add"
"""Key under which the files that wait and the form that is being filled in are kept at a lock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLook:
    """A file that was read and not yet kept: its name, what it holds, and what a form begins with."""

    name: str
    told: str
    blank: str
    first_words: str
    about: About
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AllKept:
    """What became of several files at once: how many were kept, and a line for each that was not."""

    kept: int
    refused: tuple[str, ...]


class LibraryAddView(Protocol):
    def show_waiting(self, names: Sequence[str]) -> None:
        """The files that wait, the one in work first; none: nothing is to be done."""

    def show_read(self, look: ReadLook) -> None:
        """The file in work was read: ask what it is."""

    def show_work(self, words: str) -> None:
        """A wording id while work goes on, empty when it ended."""

    def show_stand(self, done: int, total: int) -> None: ...

    def show_told(self, text: str, role: str) -> None: ...

    def show_unread(self, on: bool) -> None:
        """The file whose description was begun before a lock cannot be read now: offer to try again."""

    def show_kept(self, text: str, id: str) -> None:
        """The file is in the library."""


class LibraryAddPresenter:
    def __init__(self, view: LibraryAddView, tasks: LongTasks, *, words: Callable[[], Wording], clock: Clock) -> None:
        self._view, self._tasks = view, tasks
        self._words, self._clock = words, clock
        self._ticket: Cancellable | None = None
        self._read: ReadFile | None = None
        self._about: About | None = None
        self._last: About | None = None
        self._begun = False
        """The file in work was described before a lock: that is not dropped because its stick is out."""
        self.waiting: tuple[Path, ...] = ()
        self.busy = self._many = False

    # --- files

    def take(self, paths: Sequence[Path]) -> None:
        """More files: they wait behind those that are there already, each once."""
        self.waiting = tuple(dict.fromkeys((*self.waiting, *paths)))
        self._tell_waiting()
        self._go_on()

    def skip(self) -> None:
        """Not this one: on to the next."""
        if not self.busy:
            self._view.show_unread(False)
            self._next()

    def try_again(self) -> None:
        """Read the file in work once more: the stick is in again."""
        self._go_on()

    def leave_all(self) -> None:
        """None of those that wait."""
        if self._ticket is not None:
            self._ticket.cancel()
            self._end()
        self._read, self.waiting, self._last = None, (), None
        self._tell_waiting()

    def cancel(self) -> None:
        """Stop what is being read or kept: nothing of that file is in the library then. While one is read, those
        behind it are left as well; while one is kept, its description stays."""
        if self._ticket is None:
            return
        self._ticket.cancel()
        many, reading = self._many, self._read is None
        self._end()
        if reading:
            self.waiting = ()
            self._tell_waiting()
        id = "left" if reading else "cancelled_many" if many else "cancelled"
        self._view.show_told(self._words().say(f"library_page.add.{id}"), "hint")

    def _go_on(self) -> None:
        """Read the first of those that wait, unless one is in work."""
        if self.busy or self._read is not None or not self.waiting:
            return
        path, today = self.waiting[0], self._clock.today()
        self._view.show_unread(False)
        ticket = self._begin("library_page.add.reading")

        def work() -> tuple[ReadFile, About]:
            from legalaid_desktop.services.library import proposed, read_file

            read = read_file(path, ticket.watch)
            return read, proposed(read, today)

        self._tasks.aside(work, done=self._was_read, failed=self._not_read, latest="read")

    def _was_read(self, found: tuple[ReadFile, About]) -> None:
        self._end()
        self._read, self._about = found
        self._view.show_read(self._look_of(self._read, self._about))

    def _look_of(self, read: ReadFile, about: About) -> ReadLook:
        """What is said of the file before is likely true of this one: who published it, its kind and language."""
        words, last = self._words(), self._last
        if last is not None:
            about = replace(
                about,
                kind=last.kind,
                publisher=about.publisher or last.publisher,
                language=about.language or last.language,
                retrieved_on=last.retrieved_on,
            )
        pages = len(read.pages)
        blank = ""
        if read.blank:
            all_blank = read.blank >= pages
            blank = words.say("library_page.all_blank") if all_blank else words.say("library_page.blank", n=read.blank)
        first = next((" ".join(page.text.split()) for page in read.pages if page.text.strip()), "")
        return ReadLook(
            name=read.name,
            told=words.say(f"library_page.extent.{PageUnit(read.unit).value}", n=pages),
            blank=blank,
            first_words=cut(first, _FIRST_WORDS),
            about=about,
            left=len(self.waiting) - 1,
        )

    def say_again(self) -> None:
        """The language changed: show the same file again."""
        if self._read is not None and self._about is not None:
            self._view.show_read(self._look_of(self._read, self._about))

    def _not_read(self, error: LegalAidError) -> None:
        self._end()
        name = self.waiting[0].name if self.waiting else ""
        told = error_words(error, self._words())
        told = f"{name}: {told}" if name and name not in told else told
        if self._begun:
            self._view.show_told(told, "harm")
            self._view.show_unread(True)
        else:
            self._next(told=told)

    # --- keeping

    def keep(self, about: About) -> None:
        """Keep the file in work, described so."""
        read = self._read
        if read is None or self.busy:
            return
        self._last = about
        ticket = self._begin("library_page.add.keeping")

        def work(briefcase: Briefcase) -> LibraryDocument:
            return briefcase.library.add(read, about, ticket.watch)

        self._tasks.ask(work, done=self._kept, failed=self._not_kept)

    def keep_all(self, about: About) -> None:
        """Keep this file and all that wait: each with its own title, date and language where it has them, the rest as
        ``about`` says. A file that cannot be read is told of, the others go on."""
        read = self._read
        if read is None or self.busy:
            return
        paths, today, words = self.waiting[1:], self._clock.today(), self._words()
        ticket = self._begin("library_page.add.keeping_all")
        self._many = True

        def work(briefcase: Briefcase) -> AllKept:
            return kept_all(briefcase, read, about, paths, ticket, today=today, words=words)

        self._tasks.ask(work, done=self._all_kept, failed=self._not_kept)

    def _kept(self, document: LibraryDocument) -> None:
        self._end()
        self._view.show_kept(self._words().say("library_page.add.kept", title=document.about.title), document.id)
        self._next()

    def _all_kept(self, all_kept: AllKept) -> None:
        self._end()
        words = self._words()
        told = words.say("library_page.add.kept_all", n=all_kept.kept)
        lines = [told, *all_kept.refused]
        self._read, self.waiting = None, ()
        self._tell_waiting()
        self._view.show_kept(told, "")
        self._view.show_told("\n".join(lines), "harm" if all_kept.refused else "done")

    def _not_kept(self, error: LegalAidError) -> None:
        self._end()
        if isinstance(error, DocumentExists) and self._read is not None:
            name = self._read.name
            self._next(told=self._words().say("library_page.add.there", file=name))
            return
        self._view.show_told(error_words(error, self._words()), "harm")

    def _next(self, *, told: str = "") -> None:
        self._read, self.waiting, self._begun = None, self.waiting[1:], False
        self._tell_waiting()
        if told:
            self._view.show_told(told, "harm")
        self._go_on()

    # --- what is kept at a lock

    def keep_typed(self, form: Mapping[str, Any] | None) -> None:
        """Keep the files that wait and the form as it stands, encrypted, without asking; ``None``: nothing is left."""
        import json

        paths = [str(path) for path in self.waiting]
        text = json.dumps({"files": paths, "form": dict(form or {})}, ensure_ascii=False) if paths else ""
        self._tasks.ask(lambda b: b.notes.keep_unsaved(UNSAVED, text), done=lambda _: None, failed=lambda _: None)

    def come_back(self, filled: Callable[[Mapping[str, Any]], None]) -> None:
        """Take up what was kept at a lock; ``filled`` comes with the form once its file was read again."""
        import json

        def done(text: str | None) -> None:
            if not text or self.waiting:
                return
            kept = json.loads(text)
            self.waiting = tuple(Path(path) for path in kept["files"])
            self._begun = True
            self._tell_waiting()
            filled(kept["form"])
            self._go_on()

        self._tasks.ask(lambda b: b.notes.unsaved(UNSAVED), done=done, failed=lambda _: None)

    # --- small things

    def _tell_waiting(self) -> None:
        self._view.show_waiting([path.name for path in self.waiting])

    def _begin(self, id: str) -> Cancellable:
        self.busy = True
        ticket = self._ticket = self._tasks.ticket(self._view.show_stand)
        self._view.show_told("", "")
        self._view.show_work(id)
        return ticket

    def _end(self) -> None:
        self.busy, self._many, self._ticket = False, False, None
        self._view.show_work("")


def kept_all(
    briefcase: Briefcase,
    read: ReadFile,
    about: About,
    paths: Sequence[Path],
    report: Report,
    *,
    today: dt.date,
    words: Wording,
) -> AllKept:
    """On the vault's lane: one change a document, so that a stop leaves whole ones. ``report`` is told files."""
    from legalaid_desktop.services.library import proposed, read_file

    refused: list[str] = []
    kept = 0
    total = 1 + len(paths)

    def one(take: Callable[[], object], name: str, number: int) -> None:
        nonlocal kept
        report.watch(number, total)
        try:
            take()
            kept += 1
        except DocumentExists:
            refused.append(words.say("library_page.add.there", file=name))
        except LegalAidError as error:
            told = error_words(error, words)
            refused.append(told if name in told else f"{name}: {told}")

    def watch(done: int, of: int) -> None:
        report.watch(number * 100 + (100 * done // of if of else 0), total * 100)

    number = 0
    one(lambda: briefcase.library.add(read, about, watch), read.name, 0)
    for number, path in enumerate(paths, start=1):

        def take(path: Path = path) -> None:
            found = read_file(path, watch)
            own = proposed(found, today)
            merged = replace(about, title=own.title, published=own.published, language=own.language or about.language)
            briefcase.library.add(found, merged, watch)

        one(take, path.name, number)
    return AllKept(kept=kept, refused=tuple(refused))
