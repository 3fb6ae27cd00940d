"""A call becomes a note: text first, then who, then done. Every key is kept; it works without any case."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Protocol

from legalaid_desktop.domain.ids import NoteId
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.errors import LegalAidError, NotFound
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.case_rows import Line, channel_words
from legalaid_desktop.presenters.day_words import moment_words
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.forms.options import Options, cut, topic_options
from legalaid_desktop.presenters.ports import Tasks

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase

UNSAVED: Final = "note.being-typed"
NEW_CASE: Final = "new"
"""Key of the suggestion that makes a case of the typed name."""


@dataclass(frozen=True, kw_only=True)
class NoteState:
    """What is typed. ``case`` is a reference, :data:`NEW_CASE`, or empty: the note stands in no case yet.
    ``note`` is the uid of a note without a case that is being read again."""

    text: str = ""
    who: str = ""
    case: str = ""
    case_words: str = ""
    channel: str = ""
    topic: str = ""
    confidential: bool = False
    note: str = ""

    @property
    def empty(self) -> bool:
        return not (self.text.strip() or self.who.strip())


class NoteView(Protocol):
    def show_state(self, state: NoteState) -> None: ...

    def show_found(self, lines: Sequence[Line]) -> None: ...

    def show_target(self, text: str) -> None: ...

    def show_topics(self, topics: Options) -> None: ...

    def show_unfiled(self, lines: Sequence[Line]) -> None: ...

    def show_kept(self, text: str) -> None: ...

    def note_saved(self, case: str, text: str, undo: Callable[[], None] | None) -> None: ...

    def show_failure(self, text: str) -> None: ...


def state_of(text: str | None) -> NoteState:
    """Read what was kept. A state of another version of the program gives at least its text."""
    if not text:
        return NoteState()
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        return NoteState(text=text)
    if not isinstance(found, dict):
        return NoteState(text=text)
    known = {key: value for key, value in found.items() if key in NoteState.__dataclass_fields__}
    return NoteState(**known)


class QuickNotePresenter:
    def __init__(self, view: NoteView, tasks: Tasks, *, words: Callable[[], Wording], clock: Clock) -> None:
        self._view, self._tasks, self._words, self._clock = view, tasks, words, clock
        self._state = NoteState()
        self._kept = NoteState()
        self._unfiled: tuple[ConsultationNote, ...] = ()
        self._topics: dict[str, str] = {}

    @property
    def state(self) -> NoteState:
        return self._state

    def open(self, note: str = "") -> None:
        """Show what was being typed, or a note that stands in no case."""
        words = self._words()

        def work(briefcase: Briefcase) -> tuple[NoteState, Options, tuple[ConsultationNote, ...]]:
            unfiled = briefcase.notes.unfiled()
            state = state_of(briefcase.notes.unsaved(UNSAVED))
            if note:
                found = next((one for one in unfiled if note in (one.uid, one.id)), None)
                if found is None:
                    raise NotFound(kind="note", what=note)
                state = NoteState(
                    text=found.text,
                    channel=found.channel or "",
                    confidential=found.confidential,
                    note=str(found.uid),
                )
            return state, topic_options(briefcase.law, words.lang), unfiled

        self._tasks.ask(work, done=self._opened, failed=self._failed, latest="note")

    def _opened(self, found: tuple[NoteState, Options, tuple[ConsultationNote, ...]]) -> None:
        state, topics, self._unfiled = found
        self._topics = dict(topics)
        self._view.show_topics(topics)
        self._view.show_unfiled(self._unfiled_lines())
        # What was typed while the vault answered stays: nothing overtakes the typist.
        if self._state.empty or state.note or self._state.note:
            self._state = self._kept = state
            self._view.show_state(state)
        self._tell_target()

    def _unfiled_lines(self) -> tuple[Line, ...]:
        words = self._words()
        lines = []
        for note in reversed(self._unfiled):
            when = moment_words(note.at, words) if note.at is not None and note.at.tzinfo else ""
            second = " · ".join(part for part in (when, channel_words(note.channel, words)) if part)
            lines.append(
                Line(
                    kind="note",
                    key=str(note.uid),
                    title=cut(note.text, 160),
                    second=second,
                    word=words.say("note.confidential_mark") if note.confidential else "",
                    sign="lock" if note.confidential else "note",
                )
            )
        return tuple(lines)

    # --- typing

    def put(self, **values: Any) -> None:
        """A field says something else now."""
        changed = replace(self._state, **values)
        if "who" in values and values["who"] != self._state.who:
            changed = replace(changed, case="", case_words="")
        self._state = changed
        self._tell_target()

    def keep(self) -> None:
        """Keep what is typed in the vault; asks nothing."""
        state = self._state
        if state == self._kept or state.note:
            return
        self._kept = state
        text = "" if state == NoteState() else json.dumps(asdict(state), ensure_ascii=False)
        self._tasks.ask(
            lambda b: b.notes.keep_unsaved(UNSAVED, text),
            done=lambda _: self._view.show_kept(self._words().say("note.kept")),
            failed=self._not_kept,
        )

    def search(self, who: str) -> None:
        """People and cases by a part of a name, in any script."""
        words, today = self._words(), self._clock.today()
        typed = " ".join(who.split())
        if not typed:
            self._view.show_found(())
            return

        def work(briefcase: Briefcase) -> tuple[Line, ...]:
            rows = briefcase.cases.rows(today, words=typed, limit=6)
            found = tuple(
                Line(
                    kind="case",
                    key=str(row.ref),
                    title=row.title or row.client or str(row.ref),
                    second=" · ".join(part for part in (str(row.ref), row.client or "") if part),
                    sign="folder",
                )
                for row in rows
            )
            new = Line(
                kind="case",
                key=NEW_CASE,
                title=words.say("note.new_case", name=typed),
                second=words.say("note.new_case_hint"),
                sign="add",
            )
            return (*found, new)

        self._tasks.ask(work, done=self._view.show_found, failed=self._failed, latest="who")

    def choose(self, key: str, title: str) -> None:
        """The note goes into this case, or into a new one."""
        self._state = replace(self._state, case=key, case_words=title if key != NEW_CASE else "")
        self._tell_target()

    def _tell_target(self) -> None:
        words, state = self._words(), self._state
        if state.case == NEW_CASE:
            text = words.say("note.target_new", name=" ".join(state.who.split()))
        elif state.case:
            text = words.say("note.target_case", ref=state.case, title=state.case_words)
        elif state.who.strip():
            text = words.say("note.target_name_only")
        else:
            text = words.say("note.target_none")
        self._view.show_target(text)

    # --- done

    def save(self) -> None:
        """Save the note where it belongs; an empty one is nothing to save."""
        state = self._state
        if state.empty:
            self._view.show_failure(self._words().say("note.empty"))
            return
        words, who, text = self._words(), " ".join(state.who.split()), state.text
        if not state.case and state.topic:
            line = words.say("note.topic_line", topic=self._topics.get(state.topic, state.topic))
            text = f"{line}\n{text}".strip()
        if not state.case and who:
            line = words.say("note.who_line", name=who)
            text = f"{line}\n{text}".strip()
        elif not text.strip():
            text = words.say("note.called", name=who)
        self._tasks.ask(lambda b: _save(b, state, text), done=self._saved, failed=self._failed)

    def _saved(self, done: tuple[str, str, bool]) -> None:
        case, note, made = done
        self._state = self._kept = NoteState()
        self._view.show_state(self._state)
        words = self._words()
        said = words.say("note.saved_case", ref=case) if case else words.say("note.saved")
        undo = (lambda: self._unsay(case, note, made)) if case else None
        self._view.note_saved(case, said, undo)

    def _unsay(self, case: str, note: str, made: bool) -> None:
        def work(briefcase: Briefcase) -> None:
            if made:
                briefcase.cases.bin.remove(case, "case", case)
            else:
                briefcase.cases.bin.remove(case, "note", note)

        self._tasks.ask(work, done=lambda _: None, failed=self._failed)

    def drop(self) -> None:
        """Put away what is typed and keep it nowhere; the view offers to take that back."""
        self._state = NoteState()
        self.keep()
        self._view.show_state(self._state)
        self._tell_target()

    def put_back(self, state: NoteState) -> None:
        self._state = state
        self.keep()
        self._view.show_state(state)
        self._tell_target()

    def _not_kept(self, error: LegalAidError) -> None:
        self._kept = NoteState()
        self._failed(error)

    def _failed(self, error: LegalAidError) -> None:
        self._view.show_failure(error_words(error, self._words()))


def _save(briefcase: Briefcase, state: NoteState, text: str) -> tuple[str, str, bool]:
    """Runs on the vault's lane. Returns the case (or empty), the note's id, and whether the case was made for it."""
    channel = state.channel or None
    made = state.case == NEW_CASE
    case: str | None = state.case or None
    if made:
        name = " ".join(state.who.split())
        case = str(briefcase.cases.create(title=None, client_name=name, topic=state.topic or None).info.ref)
    if state.note:
        briefcase.notes.revise(None, state.note, text)
        if case is None:
            return "", state.note, False
        return case, str(briefcase.notes.file_under(NoteId(state.note), case).id), made
    if case is not None and state.topic and not made:
        record = briefcase.cases.record(case)
        if not record.info.topic:
            briefcase.cases.save(case, replace(record.info, topic=state.topic))
    note = briefcase.notes.record(case, text, channel=channel, confidential=state.confidential, unsaved_key=UNSAVED)
    return case or "", str(note.id), made
