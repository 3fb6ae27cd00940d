"""What is wrong with a template: an id and its values, worded where it is shown (``services/template_fault_words``).

As ``str`` each is plain English, for who has no words at hand: ``file:line: why``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from legalaid_desktop.errors import TemplateFaulty

HINTS: Final = frozenset({"mean", "there", "none", "write", "choose", "instead"})
_LONGEST: Final = 600
_MOST_NAMES: Final = 60


class Hint(str):
    """What would be right. ``kind``: mean (one of ``names`` is near), there (``names`` exist), none (nothing exists),
    write (``names`` is what to write), choose (a field: ``names``, near or existing), instead (``names[0]`` is an id of
    ``template.instead``)."""

    kind: str
    names: tuple[str, ...]

    def __new__(cls, kind: str, text: str, names: Sequence[str] = ()) -> Hint:
        self = super().__new__(cls, text)
        self.kind = kind
        self.names = tuple(names)
        return self


class Why(str):
    """``id`` is one of ``template.fault.<id>``; ``what`` and ``hint`` go into its words. ``key`` is the key of the
    manifest that is meant; ``used`` the line of the body that calls for the shared block with the fault."""

    id: str
    what: str
    hint: str
    key: str
    used: str

    def __new__(cls, id: str, text: str, what: object = "", hint: str = "", *, key: str = "", used: str = "") -> Why:
        self = super().__new__(cls, text)
        self.id, self.what, self.hint, self.key, self.used = id, str(what), hint, key, used
        return self

    def under(self, key: str) -> Why:
        """The same of a key of the manifest."""
        return Why(self.id, f"{key}: {self}", self.what, self.hint, key=key, used=self.used)

    def used_in(self, place: str) -> Why:
        """The same in a shared block that the body uses at ``place``."""
        return Why(self.id, f"{self} (used in {place})", self.what, self.hint, key=self.key, used=place)


class TemplateFault(str):
    """``file:line: why``; the line of a Word file is the number of a paragraph."""

    file: str
    line: int
    why: Why

    def __new__(cls, file: str, line: int, why: Why) -> TemplateFault:
        self = super().__new__(cls, f"{file}:{line}: {why}")
        self.file, self.line, self.why = file, line, why
        return self


def faults_in(faulty: TemplateFaulty) -> tuple[TemplateFault, ...]:
    """The faults of an error of this room, each with its id."""
    return tuple(fault for fault in faulty.faults if isinstance(fault, TemplateFault))


def fault_to_plain(fault: TemplateFault) -> list[Any]:
    """As the child answers it: place, id and values."""
    why = fault.why
    hint = why.hint
    named: list[Any] = ["", []]
    if isinstance(hint, Hint):
        named = [hint.kind, [name[:_LONGEST] for name in hint.names[:_MOST_NAMES]]]
    texts = [fault.file, why.id, str(why), why.what, str(hint), why.key, why.used]
    return [fault.line, *(text[:_LONGEST] for text in texts), *named]


def fault_from_plain(plain: Any, shown: Callable[[str], str]) -> TemplateFault | None:
    """What :func:`fault_to_plain` made, believed no further than its types and bounds hold; ``None`` where they do
    not. ``shown`` makes a text fit to be shown."""
    match plain:
        case [int(line), *texts, list(names)] if len(texts) == 8 and all(isinstance(one, str) for one in texts):
            file, id, text, what, hint, key, used, kind = texts
            if not 0 <= line <= 10_000_000 or any(len(one) > _LONGEST for one in texts) or len(names) > _MOST_NAMES:
                return None
            if any(not isinstance(one, str) or len(one) > _LONGEST for one in names) or kind not in {"", *HINTS}:
                return None
            right = Hint(kind, shown(hint), [shown(one) for one in names]) if kind else shown(hint)
            return TemplateFault(
                shown(file), line, Why(id, shown(text), shown(what), right, key=shown(key), used=shown(used))
            )
    return None
