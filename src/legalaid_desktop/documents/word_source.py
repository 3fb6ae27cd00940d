"""A Word template as this program keeps it: the text with tags and marks, and looks as checked scraps of XML.

Nothing of the file itself is kept: ``word_reading`` writes every scrap anew from a whitelist. In ``source`` a mark
stands between U+E002 and U+E003 (``P12`` … ``p`` a paragraph, ``T0`` … ``t`` a table, ``R3`` … ``r`` a row,
``C`` … ``c`` a cell, ``L5`` the looks of what follows, ``S`` and a name a section, ``B`` a line end, ``K`` a page
break); each paragraph of the file is one line, so that the line of a fault is the number of a paragraph.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

from legalaid_desktop.documents.blocks import Box, Kind
from legalaid_desktop.documents.template_fault import Why
from legalaid_desktop.documents.word_looks import is_own_xml
from legalaid_desktop.errors import FileNotRead

OPEN, CLOSE = "\ue002", "\ue003"
MARK: Final = re.compile(f"{OPEN}([PpTtRrCcLSBK])([A-Za-z0-9_.-]{{0,60}}){CLOSE}")
LONGEST: Final = 2_000_000
"""Letters of ``source``."""
MOST: Final = 20_000
"""Paragraphs, rows, looks."""
LOSSES: Final = (
    *("picture", "text_box", "field", "footnote", "comment", "tracked", "hidden", "nested_table", "formula", "symbol"),
    *("numbering", "tabs", "header", "form", "break"),
)
"""What of a Word file does not come along, or comes differently in the PDF: ``template.loss.<word>``."""


def mark(kind: str, what: object = "") -> str:
    return f"{OPEN}{kind}{what}{CLOSE}"


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a run of letters looks: the children of its ``rPr``."""

    xml: tuple[str, ...] = ()
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """``part`` 0 is the body, others are ``heads``; ``before`` are empty paragraphs that stand above it."""

    part: int = 0
    xml: str = ""
    look: int = 0
    before: str = ""
    kind: str = "para"
    level: int = 0
    ordered: bool = False
    list_id: str = ""
    box: str = ""


@dataclass(frozen=True, kw_only=True)
class WordCell:
    xml: str = ""
    paragraph: str = ""
    look: int = 0
    span: int = 1
    align: str = ""


@dataclass(frozen=True, kw_only=True)
class WordRow:
    xml: str = ""
    head: bool = False
    cells: tuple[WordCell, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WordTable:
    part: int = 0
    xml: str = ""
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class Head:
    """A header or footer; ``tail`` is what stands in it beside text: empty paragraphs and the number of the page."""

    kind: str = "header"
    tail: str = ""


@dataclass(frozen=True, kw_only=True)
class Loss:
    """``what`` is one of ``LOSSES``; ``line`` the first paragraph where it stands."""

    what: str
    line: int
    count: int = 1


TAG_FAULTS: Final[Mapping[str, str]] = {
    "half_tag": "a tag begins or ends here and has no other half: {{ … }} and {% … %} stand in one paragraph",
    "paragraph_alone": "a tag with p stands alone in its paragraph, the paragraph goes with it",
    "other_file": "{{p … }} puts in another file, which is not allowed: write {{ … }}",
    "row_tag": "{%tr … %} stands in a row of a table",
    "column_tag": "{%tc … %} is not known here: a table has its columns, rows come by {%tr for … %}",
    "row_alone": "a tag with tr stands alone in its row, the row goes with it",
}
"""What can be wrong with a tag of a Word file, by its id."""


@dataclass(frozen=True, kw_only=True)
class WordFault:
    """``id`` is one of ``TAG_FAULTS``; ``line`` the paragraph, ``what`` the tag where it is named."""

    line: int
    id: str
    what: str = ""

    @property
    def why(self) -> Why:
        words = TAG_FAULTS[self.id]
        return Why(self.id, f"{self.what}: {words}" if self.what else words, self.what)


@dataclass(frozen=True, kw_only=True)
class WordSource:
    source: str
    looks: tuple[Look, ...]
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[WordTable, ...]
    rows: tuple[WordRow, ...]
    heads: tuple[Head, ...]
    section: str
    """The last ``sectPr``."""
    styles: str
    numbering: str
    tail: str = ""
    """Empty paragraphs at the end of the body."""
    losses: tuple[Loss, ...] = ()
    faults: tuple[WordFault, ...] = ()
    """Tags that cannot be what they say."""


def to_plain(value: Any) -> Any:
    """As JSON can hold it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [to_plain(inner) for inner in value]
    return value


def from_plain(plain: Any) -> WordSource:
    """What :func:`to_plain` made, believed no further than its types, bounds and whitelist hold.

    Raises :class:`FileNotRead` (``answer``).
    """
    read = _Reader()
    try:
        given = read.table(plain, WordSource)
        made = WordSource(
            source=read.text(given["source"], LONGEST),
            looks=tuple(Look(**read.fields(one, Look, xml=read.scraps)) for one in read.list(given["looks"])),
            paragraphs=tuple(Paragraph(**read.fields(one, Paragraph)) for one in read.list(given["paragraphs"])),
            tables=tuple(WordTable(**read.fields(one, WordTable)) for one in read.list(given["tables"])),
            rows=tuple(WordRow(**read.fields(one, WordRow, cells=read.cells)) for one in read.list(given["rows"])),
            heads=tuple(Head(**read.fields(one, Head)) for one in read.list(given["heads"])),
            section=read.xml(given["section"]),
            styles=read.xml(given["styles"]),
            numbering=read.xml(given["numbering"]),
            tail=read.xml(given["tail"]),
            losses=tuple(Loss(**read.fields(one, Loss)) for one in read.list(given["losses"])),
            faults=tuple(WordFault(**read.fields(one, WordFault)) for one in read.list(given["faults"])),
        )
    except (KeyError, TypeError, ValueError):
        raise FileNotRead(kind="answer") from None
    if not read.is_own() or not _fits(made):
        raise FileNotRead(kind="answer")
    return made


class _Reader:
    """Types and bounds; scraps of XML are gathered and judged at the end, all at once."""

    def __init__(self) -> None:
        self.scrap: list[str] = []

    def table(self, plain: Any, kind: type[Any]) -> Mapping[str, Any]:
        if not isinstance(plain, dict) or set(plain) != {field.name for field in dataclasses.fields(kind)}:
            raise ValueError
        return plain

    def list(self, plain: Any) -> list[Any]:
        if not isinstance(plain, list) or len(plain) > MOST:
            raise ValueError
        return plain

    def text(self, plain: Any, most: int = 300) -> str:
        if not isinstance(plain, str) or len(plain) > most:
            raise ValueError
        return plain

    def xml(self, plain: Any) -> str:
        self.scrap.append(self.text(plain, LONGEST))
        return self.scrap[-1]

    def scraps(self, plain: Any) -> tuple[str, ...]:
        return tuple(self.xml(one) for one in self.list(plain))

    def cells(self, plain: Any) -> tuple[WordCell, ...]:
        return tuple(WordCell(**self.fields(one, WordCell)) for one in self.list(plain))

    def fields(self, plain: Any, kind: type[Any], **special: Any) -> dict[str, Any]:
        given = self.table(plain, kind)
        made: dict[str, Any] = {}
        for field in dataclasses.fields(kind):
            value = given[field.name]
            if field.name in special:
                made[field.name] = special[field.name](value)
            elif field.type == "bool" or field.type == "int":
                wanted = bool if field.type == "bool" else int
                if type(value) is not wanted or not -1 <= value <= 10_000_000:
                    raise ValueError
                made[field.name] = value
            elif field.name in ("xml", "before", "tail", "paragraph"):
                made[field.name] = self.xml(value)
            else:
                made[field.name] = self.text(value)
        return made

    def is_own(self) -> bool:
        return is_own_xml("".join(dict.fromkeys(self.scrap)))


def _fits(made: WordSource) -> bool:
    """Whether every number points to something, and every word is one of ours."""
    looks, heads = len(made.looks), len(made.heads)
    kinds, boxes = frozenset(get_args(Kind)), frozenset(get_args(Box))
    counts = {"P": len(made.paragraphs), "T": len(made.tables), "R": len(made.rows), "L": looks}
    return (
        all(one.what in LOSSES for one in made.losses)
        and all(one.id in TAG_FAULTS for one in made.faults)
        and all(head.kind in ("header", "footer") for head in made.heads)
        and all(
            0 <= one.part <= heads and 0 <= one.look < looks and one.kind in kinds and one.box in boxes
            and 0 <= one.level <= 8 and len(one.list_id) <= 40
            for one in made.paragraphs
        )
        and all(0 <= one.part <= heads for one in made.tables)
        and all(0 <= c.look < looks and 1 <= c.span <= 63 and c.align in ("", "left", "center", "right")
                for row in made.rows for c in row.cells)
        and all(
            found[1] not in counts or (found[2].isdecimal() and int(found[2]) < counts[found[1]])
            for found in MARK.finditer(made.source)
        )
    )  # fmt: skip
