"""A form over one record of a case: what is typed goes into the record by itself, and can be taken back as a whole.

There is no "save": a moment after the last key the record is written. What cannot be read yet (half a date) is kept
beside it as typed. A new record comes into being with the first thing that is said about it.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from legalaid_desktop.domain.case_record import CaseInfo, CaseRecord
from legalaid_desktop.domain.facts import AuthorityFill
from legalaid_desktop.domain.person import Person
from legalaid_desktop.errors import LegalAidError, NotFound
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.forms.fact_specs import FORMS, SECTIONS
from legalaid_desktop.presenters.forms.options import Options, options, sources_of
from legalaid_desktop.presenters.forms.spec import FormSpec, write_path
from legalaid_desktop.presenters.ports import Tasks

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase

_MAKERS = {"authority_fill": AuthorityFill}
SINGLE: Final = ("case", "extradition")
"""Kinds of which a case has one, without a key."""


@dataclass(frozen=True, kw_only=True)
class FormData:
    """What a form opens with. ``raw``: texts that were typed and not understood yet, by field."""

    ref: str
    kind: str
    key: str
    item: Any
    options: Mapping[str, Options]
    raw: Mapping[str, str] = field(default_factory=dict)
    new: bool = False


class FormView(Protocol):
    def show_form(self, form: FormSpec, data: FormData) -> None: ...

    def show_kept(self, text: str, role: str) -> None: ...

    def show_failure(self, text: str) -> None: ...

    def form_closed(self, taken_back: Callable[[], None] | None) -> None: ...


def raw_key(ref: str, kind: str, key: str) -> str:
    """Where texts that no record can hold yet are kept."""
    return f"case:raw:{ref}:{kind}:{key}"


def load(briefcase: Briefcase, ref: str, kind: str, key: str, words: Wording, preset: Mapping[str, Any]) -> FormData:
    """Runs on the vault's lane. Raises :class:`NotFound`."""
    from legalaid_desktop.services.labels import shipped_labels

    record = briefcase.cases.record(ref)
    form = FORMS[kind]
    item = find_item(record, kind, key) if key or kind in SINGLE else None
    new = item is None
    if item is None:
        item = fresh_item(record, kind, preset)
        if hasattr(item, "id"):
            key = str(briefcase.cases.free_id(ref, kind))
            item = dataclasses.replace(item, id=key)
        elif kind not in SINGLE:
            key = str(len(getattr(record, SECTIONS[kind]) or ()))
    raw = briefcase.notes.unsaved(raw_key(record.info.ref, kind, key))
    return FormData(
        ref=record.info.ref,
        kind=kind,
        key=key,
        item=item,
        options=options(sources_of(form), record, shipped_labels(), briefcase.law, words),
        raw=json.loads(raw) if raw else {},
        new=new,
    )


def find_item(record: CaseRecord, kind: str, key: str) -> Any:
    """The record of a kind by its id, or by its place for those without one. Raises :class:`NotFound`."""
    if kind == "case":
        return record.info
    if kind == "extradition":
        return record.extradition
    items = getattr(record, SECTIONS[kind]) or ()
    for number, item in enumerate(items):
        if str(getattr(item, "id", None) or number) == key:
            return item
    raise NotFound(kind=kind, what=key)


def fresh_item(record: CaseRecord, kind: str, preset: Mapping[str, Any]) -> Any:
    """An empty record of a kind; the first person of a case is its client."""
    cls = FORMS[kind].record
    values: dict[str, Any] = dict(preset)
    if any(one.name == "id" and one.default is dataclasses.MISSING for one in dataclasses.fields(cls)):
        values["id"] = ""
    if cls is Person and "role" not in values:
        has_client = any(one.role == "client" for one in record.persons or ())
        values["role"] = "family" if has_client else "client"
    return cls(**values)


class FormPresenter:
    """One form at a time. ``changed`` is called after each write with the kind of record."""

    def __init__(
        self, view: FormView, tasks: Tasks, *, words: Callable[[], Wording], changed: Callable[[str], None]
    ) -> None:
        self._view, self._tasks, self._words, self._changed = view, tasks, words, changed
        self._data: FormData | None = None
        self._item: Any = None
        self._dirty = False
        self._raw: dict[str, str] = {}

    @property
    def place(self) -> dict[str, str] | None:
        """Kind and key of the open form, for coming back after a lock."""
        if self._data is None:
            return None
        unborn = self._data.new and self._item == self._data.item and not self._raw
        return {"kind": self._data.kind, "key": "" if unborn else self._data.key}

    @property
    def item(self) -> Any:
        """The record as it is typed now."""
        return self._item

    def open(self, ref: str, kind: str, key: str = "", **preset: Any) -> None:
        words = self._words()
        self._tasks.ask(
            lambda b: load(b, ref, kind, key, words, preset), done=self._opened, failed=self._failed, latest="form"
        )

    def _opened(self, data: FormData) -> None:
        self._data, self._item = data, data.item
        self._raw = dict(data.raw)
        self._dirty = False
        self._view.show_form(FORMS[data.kind], data)

    def put(self, name: str, value: Any) -> None:
        """A field says something else now."""
        if self._data is None:
            return
        changed = write_path(self._item, name, value, _MAKERS)
        if changed != self._item:
            self._item = changed
            self._dirty = True

    def put_raw(self, name: str, text: str) -> None:
        """A field holds text that cannot be read; empty: it can again."""
        if text != self._raw.get(name, ""):
            if text:
                self._raw[name] = text
            else:
                self._raw.pop(name, None)
            self._dirty = True

    def add_answer(self, label: str, answer: str) -> None:
        """An answer that is no value, where the model has no place for it: a line in the record's own note."""
        if not hasattr(self._item, "note"):
            return
        line = f"{label}: {answer}"
        before = (self._item.note or "").split("\n") if self._item.note else []
        kept = [one for one in before if not one.startswith(f"{label}: ")]
        self.put("note", "\n".join([*kept, line]) if answer else "\n".join(kept) or None)

    def keep(self) -> None:
        """Write what was said since the last time; asks nothing and does not wait."""
        if self._data is None or not self._dirty:
            return
        self._dirty = False
        data, item, raw = self._data, self._item, dict(self._raw)
        self._view.show_kept(self._words().say("form.keeping"), "hint")
        self._tasks.ask(lambda b: _write(b, data, item, raw), done=self._kept, failed=self._failed)

    def _kept(self, written: FormData) -> None:
        if self._data is not None and (written.kind, written.key) == (self._data.kind, self._data.key):
            self._data = dataclasses.replace(self._data, ref=written.ref)
            if not self._dirty:
                self._view.show_kept(self._words().say("form.kept"), "done")
        self._changed(written.kind)

    def close(self) -> None:
        """Write the rest and close; the view may offer to take all of it back."""
        if self._data is None:
            return
        self.keep()
        data, touched, self._data = self._data, self._item != self._data.item, None
        self._view.form_closed((lambda: self._take_back(data)) if touched else None)

    def _take_back(self, data: FormData) -> None:
        def work(briefcase: Briefcase) -> None:
            if data.new:
                briefcase.cases.bin.remove(data.ref, data.kind, _bin_key(data.kind, data.key))
            else:
                at = None if hasattr(data.item, "id") or data.kind in SINGLE else int(data.key)
                briefcase.cases.save(data.ref, data.item, at=at)

        self._tasks.ask(work, done=lambda _: self._changed(data.kind), failed=self._failed)

    def _failed(self, error: LegalAidError) -> None:
        self._dirty = self._data is not None
        self._view.show_kept(self._words().say("form.not_kept"), "harm")
        self._view.show_failure(error_words(error, self._words()))


def _bin_key(kind: str, key: str) -> str | int:
    """How the bin knows a record: by its id, or by its place."""
    return 0 if kind == "extradition" else int(key) if key.isdecimal() else key


def _write(briefcase: Briefcase, data: FormData, item: Any, raw: Mapping[str, str]) -> FormData:
    """Runs on the vault's lane; writing twice is writing once, so that a lock need not wait for the first."""
    at: int | None = None
    if not hasattr(item, "id") and data.kind not in SINGLE:
        present = len(getattr(briefcase.cases.record(data.ref), SECTIONS[data.kind]) or ())
        at = int(data.key) if int(data.key) < present else None
    briefcase.cases.save(data.ref, item, at=at)
    ref = item.ref if isinstance(item, CaseInfo) else data.ref
    place = raw_key(ref, data.kind, data.key)
    kept = json.dumps(raw, ensure_ascii=False) if raw else ""
    if kept or briefcase.notes.unsaved(place):
        briefcase.notes.keep_unsaved(place, kept)
    return dataclasses.replace(data, ref=ref)
