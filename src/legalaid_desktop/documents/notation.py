"""Template bodies: compiled once with every fault found at once, rendered to blocks for each case.

A body is Markdown (``marks.py``, ``markup.py``) with the whitelisted logic of ``template_syntax.py``. Every printed
value goes into a private-use slot before Markdown is read, and comes back as text afterwards: a client called
``*Реза*`` or a note with ``|``, ``#`` or ``[^1]`` prints as typed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from jinja2 import nodes

from legalaid_desktop.documents.blocks import Block, clean
from legalaid_desktop.documents.facts_text import FactText, Nothing
from legalaid_desktop.documents.filters import Filter
from legalaid_desktop.documents.marks import SLOT_CLOSE, SLOT_OPEN
from legalaid_desktop.documents.markup import Slot, to_blocks
from legalaid_desktop.documents.shared_blocks import SourceMap
from legalaid_desktop.documents.template_bounds import without_odd_signs
from legalaid_desktop.documents.template_evaluation import LONGEST_OUTPUT, Printed, evaluate
from legalaid_desktop.documents.template_fault import TemplateFault, Why
from legalaid_desktop.documents.template_lint import lint, skeleton
from legalaid_desktop.documents.template_syntax import (
    FieldNode,
    FieldTree,
    check,
    parse,
)
from legalaid_desktop.errors import TemplateFaulty

__all__ = ["Body", "FactText", "FieldNode", "FieldTree", "Filter", "compile_body"]


@dataclass(frozen=True)
class Body:
    """A body without faults. ``fields`` are the dotted paths it reads, ``sections`` and ``boxes`` the ids and names
    in the order of the text: bodies of several languages can be compared by them."""

    tree: nodes.Template
    file: str
    fields: frozenset[str]
    sections: tuple[str, ...]
    boxes: tuple[str, ...]
    origins: SourceMap | None = None
    """Where each line comes from, for a body with shared blocks."""

    def render(
        self,
        facts: Mapping[str, object],
        filters: Mapping[str, Filter] | None = None,
        *,
        sections: Mapping[str, bool] | None = None,
    ) -> tuple[Block, ...]:
        """The blocks for ``facts``. A section that maps to ``False`` is left out with all it holds.

        A value that is ``None`` or empty becomes a gap (``Span.missing``). Raises TemplateFaulty when a limit is
        passed or a value is not plain data; what a filter raises goes through.
        """
        try:
            return self._rendered(facts, filters or {}, sections or {})
        except TemplateFaulty as faulty:
            if self.origins is None:
                raise
            raise self.origins.all_told(faulty) from None

    def _rendered(
        self, facts: Mapping[str, object], filters: Mapping[str, Filter], sections: Mapping[str, bool]
    ) -> tuple[Block, ...]:
        slots: list[Slot] = []
        parts: list[str] = []
        length = 0
        for piece in evaluate(self.tree, facts, filters, self.file):
            if isinstance(piece, Printed):
                slot = slot_of(piece, self.file)
                length += len(slot.text)
                parts.append(f"{SLOT_OPEN}{len(slots)}{SLOT_CLOSE}")
                slots.append(slot)
            else:
                length += len(piece)
                parts.append(piece)
            if length > LONGEST_OUTPUT:
                raise TemplateFaulty((too_long(self.file),))
        return to_blocks("".join(parts), slots, sections)


_LINE_OF_TEXT = re.compile(r"^(?P<text>.*[^\s+-])[ \t]*%\}[ \t]*$", re.MULTILINE)
_TAG = re.compile(r"\{%.*?%\}")


def _keeping_its_end(line: re.Match[str]) -> str:
    """Jinja eats the line end after a tag. Only a line of tags alone shall vanish; one with text keeps its end, or it
    would run into the next paragraph."""
    whole = line[0]
    return f"{line['text']} +%}}" if _TAG.sub("", whole).strip() else whole


def compile_body(
    source: str, *, fields: FieldTree, filters: Collection[str] = (), file: str, origins: SourceMap | None = None
) -> Body:
    """Read and check a body. ``fields`` declares what it may read, ``filters`` names the caller's filters.

    ``origins`` tells from which file each line came where shared blocks were put in (``shared_blocks.expand``).
    Raises TemplateFaulty with every fault, each ``file:line: why``.
    """
    try:
        return _compiled(source, fields, filters, file, origins)
    except TemplateFaulty as faulty:
        if origins is None:
            raise
        raise origins.all_told(faulty) from None


def _compiled(source: str, fields: FieldTree, filters: Collection[str], file: str, origins: SourceMap | None) -> Body:
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    source, odd = without_odd_signs(source)
    source = _LINE_OF_TEXT.sub(_keeping_its_end, source)
    try:
        tree = parse(source, file)
    except TemplateFaulty as faulty:
        raise TemplateFaulty((*(TemplateFault(file, line, why) for line, why in odd), *faulty.faults)) from None
    found = check(tree, fields, filters)
    bones = skeleton(tree)
    faults = sorted({*odd, *found.faults, *lint(source, tree, bones)})
    if faults:
        raise TemplateFaulty(tuple(TemplateFault(file, line, why) for line, why in faults))
    return Body(tree, file, frozenset(found.fields), bones.sections, bones.boxes, origins)


def too_long(file: str) -> TemplateFault:
    """The paper that a template makes of a case passes the limit."""
    return TemplateFault(file, 1, Why("document_long", "the document would be longer than 5 MiB"))


def slot_of(piece: Printed, file: str) -> Slot:
    """A printed value at its place: its words with their origin, a gap, or nothing. Raises TemplateFaulty for what is
    no text."""
    value = piece.value
    if isinstance(value, bool) or not (value is None or isinstance(value, str | int)):
        why = Why("not_text", f"{piece.path} is not a text and cannot be printed", piece.path)
        raise TemplateFaulty((TemplateFault(file, 1, why),))
    origin = value.origin if isinstance(value, FactText) and value.origin else piece.path
    text = clean(str(value)).strip() if value is not None else ""
    if text:
        beside = value.beside if isinstance(value, FactText) else None
        return Slot(text, origin, value.lang if isinstance(value, FactText) else None, beside=beside)
    if isinstance(value, Nothing):
        return Slot("", origin)
    label = value.label if isinstance(value, FactText) and value.label else piece.path
    return Slot("", origin, missing=True, label=label)
