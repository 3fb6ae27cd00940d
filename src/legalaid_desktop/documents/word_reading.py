"""A Word file that passed the guard → a Word template of ours. Runs in the fenced child.

The tree is walked once; what is text, table, list, style, header or the setting of a page is written anew by
``word_looks``, everything else is left behind and named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from legalaid_desktop.documents.word_heads import HeadParts
from legalaid_desktop.documents.word_looks import Looks, child, is_on, local, value
from legalaid_desktop.documents.word_runs import LEFT_OUT, UNWRAPPED, Runs
from legalaid_desktop.documents.word_source import (
    CLOSE,
    LONGEST,
    MOST,
    OPEN,
    Head,
    Look,
    Loss,
    Paragraph,
    WordCell,
    WordFault,
    WordRow,
    WordSource,
    WordTable,
    mark,
)
from legalaid_desktop.documents.word_styles import Styles
from legalaid_desktop.documents.word_tags import Piece, Tag, split_tags, unclosed
from legalaid_desktop.errors import FileRefused
from legalaid_desktop.intake.read_word import tree_of

MAIN: Final = "word/document.xml"
_BESIDE_A_NUMBER: Final = re.compile(r"[\s\d\u2013\u2014/.,()-]*")
_RIGHT_HALF: Final = 3400
"""Twips: a paragraph set in by 60 mm or more stands where an addressee stands."""
_LONGEST_TAG: Final = 200
"""Letters of a tag that a fault names."""
_NO_PAGE: Final = "<w:p/>"


def read_word_template(parts: Mapping[str, bytes]) -> WordSource:
    """``parts`` are those of ``office_guard.guarded_parts``. Raises :class:`FileRefused`."""
    if MAIN not in parts:
        raise FileRefused(kind="wrong_kind")
    tree = tree_of(parts[MAIN])
    body = child(tree, "body")
    if local(tree) != "document" or body is None:
        raise FileRefused(kind="wrong_kind")
    return _Reading(parts, tree, body).whole()


class _Reading:
    def __init__(self, parts: Mapping[str, bytes], tree: Any, body: Any) -> None:
        self.parts = parts
        self.body = body
        self.styles = Styles(
            *(tree_of(parts[name]) if name in parts else None for name in ("word/styles.xml", "word/numbering.xml")),
            theme=next((tree_of(parts[name]) for name in sorted(parts) if name.startswith("word/theme/")), None),
        )
        self.looks = Looks(self.styles.style, self.styles.font)
        self.found_looks: dict[Look, int] = {Look(): 0}
        self.paragraphs: list[Paragraph] = []
        self.tables: list[WordTable] = []
        self.rows: list[WordRow] = []
        self.heads: list[Head] = []
        self.losses: dict[str, list[int]] = {}
        self.faults: list[WordFault] = []
        self.lines: list[str] = []
        self.pending = ""
        """Marks that stand before the next paragraph."""
        self.letters = 0
        self.part = 0
        self.before: list[str] = []
        self.titled = False
        self.heads_of = HeadParts(parts, self.looks)

    def whole(self) -> WordSource:
        sections = [one for one in self.body.iter() if local(one) == "sectPr"]
        found = tuple(self.heads_of.found(sections))
        self.heads = [Head(kind=kind) for kind, _, _ in found]
        # The body first: the line of a fault is the number of its paragraph, as a person counts them in Word.
        self.flow(self.body)
        tail, self.before = "".join(self.before), []
        if found:
            self.pending += mark("S")
        for _, name, number in found:
            self.heading(name, number)
        last = child(self.body, "sectPr")
        return WordSource(
            source="\n".join((*self.lines, self.pending)),
            looks=tuple(self.found_looks),
            paragraphs=tuple(self.paragraphs),
            tables=tuple(self.tables),
            rows=tuple(self.rows),
            heads=tuple(self.heads),
            section=self.heads_of.section(last) if last is not None else "",
            styles=self.styles.written(self.looks),
            numbering=self.styles.numbering_written(self.looks),
            tail=tail,
            losses=tuple(Loss(what=what, line=lines[0], count=len(lines)) for what, lines in self.losses.items()),
            faults=tuple(self.faults[:200]),
        )

    @property
    def line(self) -> int:
        return len(self.lines) + 1

    def lost(self, what: str) -> None:
        self.losses.setdefault(what, []).append(self.line)

    def fault(self, id: str, what: str = "") -> None:
        self.faults.append(WordFault(line=self.line, id=id, what=what[:_LONGEST_TAG]))

    def put(self, text: str) -> None:
        self.letters += len(text)
        if self.letters > LONGEST // 2 or len(self.lines) > MOST:
            raise FileRefused(kind="xml_bounds")
        self.lines.append(self.pending + text)
        self.pending = ""

    # Headers and footers

    def heading(self, name: str, number: str) -> None:
        self.part = int(number.removeprefix("rIdW"))
        first = len(self.lines)
        self.flow(tree_of(self.parts[name]))
        if any(re.search(r"\w", _MARKS.sub("", line)) for line in self.lines[first:]):
            self.lost("header")
        self.heads[self.part - 1] = replace(self.heads[self.part - 1], tail="".join(self.before))
        self.before = []

    # Paragraphs and tables

    def flow(self, parent: Any, *, cell: bool = False) -> None:
        for one in parent:
            name = local(one)
            if name == "p":
                self.paragraph(one, cell=cell)
            elif name == "tbl" and cell:
                self.lost("nested_table")
                for inner in one.iter():
                    if local(inner) == "p":
                        self.paragraph(inner, cell=True)
            elif name == "tbl":
                self.table(one)
            elif name in LEFT_OUT:
                self.lost(LEFT_OUT[name])
            elif name in UNWRAPPED:
                if name == "sdt":
                    self.lost("form")
                self.flow(one, cell=cell)

    def paragraph(self, element: Any, *, cell: bool = False) -> None:
        properties = child(element, "pPr")
        pieces, breaks, page = self.pieces(element)
        parts = split_tags(pieces)
        if unclosed(parts):
            self.fault("half_tag")
        tags = [one for one in parts if isinstance(one, Tag)]
        rest = "".join(one[0] for one in parts if not isinstance(one, Tag)).strip()
        wide = [tag for tag in tags if tag.reach == "p"]
        section = next((tag.section for tag in tags if tag.section), None)
        if section and not rest and len(tags) == 1:
            self.put(mark("S", section))
            return
        if wide and wide[0].kind != "{#":
            if len(tags) > 1 or rest:
                self.fault("paragraph_alone", wide[0].text)
            if wide[0].kind == "{{":
                self.fault("other_file")
                self.put("")
                return
            self.put(wide[0].text)
            return
        for tag in tags:
            if tag.reach in ("tr", "tc"):
                self.fault("row_tag" if tag.reach == "tr" else "column_tag")
        text = self.text(parts)
        if not cell and not _MARKS.sub("", text).strip() and not breaks:
            self.before.append(self.empty(properties, page))
            self.put("")
            return
        if page and rest:
            self.lost("field")
        number = len(self.paragraphs)
        self.paragraphs.append(self.shaped(properties, pieces, rest))
        before, after = (mark("K") if sign in breaks and not cell else "" for sign in ("K<", "K>"))
        self.put(f"{before}{mark('P', number)}{text}{mark('p')}{after}")

    def empty(self, properties: Any, page: bool) -> str:
        inner = self.paragraph_xml(properties)
        number = "<w:r><w:pgNum/></w:r>" if page and self.part else ""
        return f"<w:p><w:pPr>{inner}</w:pPr>{number}</w:p>" if inner else f"<w:p>{number}</w:p>" if number else _NO_PAGE

    def paragraph_xml(self, properties: Any) -> str:
        if properties is None:
            return ""
        inner = self.looks.inside(properties)
        section = child(properties, "sectPr")
        if section is None or self.part:
            return inner
        # The schema wants it last but for a change mark, and those do not come along.
        return inner + self.heads_of.section(section)

    def shaped(self, properties: Any, pieces: list[Piece], rest: str) -> Paragraph:
        style = self.styles.of(properties)
        kind, level, ordered, list_id, box = "para", 0, False, "", ""
        listed = self.styles.list_of(properties, style)
        centred = self.styles.alignment(properties, style) == "center"
        letters = re.sub(r"\{[{%#].*?[}%#]\}", "", "".join(text for text, _ in pieces)) if len(rest) < 400 else rest
        loud = letters.isupper() and len(letters) < 200
        left = self.styles.left(properties, style)
        if style.kind == "title" or (centred and loud and not self.titled and not self.part):
            kind, self.titled = "title", True
        elif style.kind == "heading":
            kind, level = "heading", style.level
        elif listed is not None:
            kind = "item"
            list_id, level, ordered, plain = listed
            if not plain:
                self.lost("numbering")
        elif style.kind == "subtitle" or (centred and self.titled and not self.part and rest):
            kind, level = ("heading", 1) if loud else ("subtitle", 0)
        elif any("\t" in text for text, _ in pieces):
            box = "signature"
        elif (left >= _RIGHT_HALF or self.styles.alignment(properties, style) == "right") and not self.titled:
            box = "addressee"
        before, self.before = "".join(self.before), []
        return Paragraph(
            part=self.part,
            xml=self.paragraph_xml(properties),
            look=pieces[0][1] if pieces else 0,
            before=before,
            kind=kind,
            level=level,
            ordered=ordered,
            list_id=list_id,
            box=box,
        )

    def text(self, parts: list[Piece | Tag]) -> str:
        out: list[str] = []
        look = -1
        for one in parts:
            if isinstance(one, Tag):
                if one.kind == "{#":
                    continue
                # Which look goes on after a condition depends on the condition: it is said again each time.
                out.append(mark("L", one.look) + one.text)
                look = -1
                continue
            letters, here = one
            if here != look:
                out.append(mark("L", here))
                look = here
            letters = re.sub(r"\t{3,}", "\t\t", letters)
            out.append(letters.replace("\n", mark("B")))
        return "".join(out)

    def pieces(self, element: Any) -> tuple[list[Piece], str, bool]:
        """Letters with looks, where pages break (``K<`` before, ``K>`` after the letters), whether the number of a
        page stands here."""
        walk = Runs(self.looked, self.lost)
        walk.inside(element)
        if walk.page and self.part and _BESIDE_A_NUMBER.fullmatch("".join(text for text, _ in walk.pieces)):
            walk.pieces = []
        return walk.pieces, walk.breaks, walk.page

    def looked(self, properties: Any) -> int:
        look = Look(
            xml=self.looks.scraps(properties),
            bold=is_on(child(properties, "b")),
            italic=is_on(child(properties, "i")),
        )
        number = self.found_looks.setdefault(look, len(self.found_looks))
        if number >= MOST:
            raise FileRefused(kind="xml_bounds")
        return number

    def table(self, element: Any) -> None:
        number = len(self.tables)
        grid = child(element, "tblGrid")
        properties = self.looks.inside(child(element, "tblPr"))
        xml = f"<w:tblPr>{properties}</w:tblPr><w:tblGrid>{self.looks.inside(grid)}</w:tblGrid>"
        before, self.before = "".join(self.before), []
        self.tables.append(WordTable(part=self.part, xml=xml, before=before))
        self.pending += mark("T", number)
        self.rows_of(element)
        self.pending += mark("t")

    def rows_of(self, element: Any) -> None:
        for row in element:
            name = local(row)
            if name in UNWRAPPED:
                self.rows_of(row)
            elif name == "tr" and not self.row_tag(row):
                self.row(row)

    def row_tag(self, row: Any) -> bool:
        """Whether the row is there for a ``{%tr … %}`` only; then the tag stands in its place."""
        lost = {what: list(lines) for what, lines in self.losses.items()}
        parts = [one for inner in row.iter() if local(inner) == "p" for one in split_tags(self.pieces(inner)[0])]
        tags = [one for one in parts if isinstance(one, Tag)]
        wide = [tag for tag in tags if tag.reach == "tr"]
        if not wide:
            self.losses = lost  # the row is read again
            return False
        if len(tags) > 1 or "".join(one[0] for one in parts if not isinstance(one, Tag)).strip():
            self.fault("row_alone", wide[0].text)
        self.put(wide[0].text if wide[0].kind == "{%" else "")
        for _ in range(sum(local(inner) == "p" for inner in row.iter()) - 1):
            self.put("")
        return True

    def row(self, element: Any) -> None:
        properties = child(element, "trPr")
        cells = list(_cells(element))
        row = len(self.rows)
        shaped: list[WordCell] = []
        self.rows.append(WordRow())
        self.pending += mark("R", row)
        for cell in cells[:63]:
            self.pending += mark("C")
            first = next((one for one in cell.iter() if local(one) == "p"), None)
            settings = child(first, "pPr")
            span = value(child(cell, "tcPr", "gridSpan"))
            run = next((one for one in cell.iter() if local(one) == "r"), None)
            align = self.styles.alignment(settings, self.styles.of(settings))
            shaped.append(
                WordCell(
                    xml=self.looks.inside(child(cell, "tcPr")),
                    paragraph=self.looks.inside(settings) if settings is not None else "",
                    look=self.looked(child(run, "rPr")),
                    span=min(int(span), 63) if span.isdecimal() and int(span) else 1,
                    align=align if align in ("center", "right") else "",
                )
            )
            self.flow(cell, cell=True)
            self.pending += mark("c")
        self.pending += mark("r")
        head = is_on(child(properties, "tblHeader"))
        self.rows[row] = WordRow(xml=self.looks.inside(properties), head=head, cells=tuple(shaped))


_MARKS: Final = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")


def _cells(row: Any) -> Iterator[Any]:
    for one in row:
        if local(one) == "tc":
            yield one
        elif local(one) in UNWRAPPED:
            yield from _cells(one)
