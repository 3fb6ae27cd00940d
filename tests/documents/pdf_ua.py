"""The rules of PDF/UA-1 (ISO 14289-1) that a machine can check, as a list of faults; numbers are those of the
Matterhorn protocol 1.1. Not checked: the claim in the metadata (05-001), which we do not make, and what only a person
can judge (whether the order of reading and the words for pictures make sense).

Read with pikepdf from the finished file, nothing of the program is asked.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_INSIDE: dict[str, set[str]] = {
    "Document": {"H1", "H2", "H3", "H4", "P", "L", "Table", "Figure", "Sect", "Note"},
    "Sect": {"H1", "H2", "H3", "H4", "P", "L", "Table", "Figure", "Sect", "Note"},
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
    "LBody": {"L", "Note", "Span", "P"},
    "Lbl": {"Note", "Span"},
    "Table": {"TR"},
    "TR": {"TH", "TD"},
    "TH": {"Note", "Span"},
    "TD": {"Note", "Span"},
    "P": {"Note", "Span"},
    "H1": {"Note", "Span"},
    "H2": {"Note", "Span"},
    "H3": {"Note", "Span"},
    "H4": {"Note", "Span"},
    "Note": {"Span"},
    "Span": set(),
    "Figure": set(),
}
_MAY_BE_EMPTY = {"TD", "TH", "Lbl"}
_SHOWS = {"Tj", "TJ", "'", '"', "Do", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "BI", "INLINE IMAGE"}


@dataclass
class _File:
    pdf: pikepdf.Pdf
    headings: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    owners: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """(page, mark) → element."""


def faults(data: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        file = _File(pdf)
        return [*_document(file), *_tree(file), *_headings(file), *_pages(file), *_fonts(file)]


def _document(file: _File) -> Iterator[str]:
    pdf = file.pdf
    root: Any = pdf.Root
    if pdf.is_encrypted:
        yield "26: encrypted"
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "06: not marked as tagged"
    if root.get("/MarkInfo", {}).get("/Suspects", False):
        yield "06: suspects"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "07-001: the title is not displayed"
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
        if not str(meta.get("dc:title", "")).strip():
            yield "06-003: no title"
        if str(meta.get("dc:title", "")) != str(pdf.docinfo.get("/Title", "")):
            yield "the two titles differ"
    if not _TAG.fullmatch(str(root.get("/Lang", ""))):
        yield f"11-006: language {root.get('/Lang')}"
    if "/AcroForm" in root or "/OpenAction" in root or "/Names" in root:
        yield "29: something that acts"
    if len(pdf.pages) > 1 and "/Outlines" in root and root.get("/PageMode") not in (None, "/UseOutlines"):
        yield "outline"


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _tree(file: _File) -> Iterator[str]:
    tree = file.pdf.Root.get("/StructTreeRoot")
    if tree is None:
        yield "01: no structure"
        return
    if "/RoleMap" in tree:
        yield "02: roles are mapped"
    tops = _kids(tree)
    if len(tops) != 1 or tops[0].S != "/Document":
        yield "09: the tree does not begin with one Document"
    pages = {page.obj.objgen: n for n, page in enumerate(file.pdf.pages)}
    for top in tops:
        yield from _element(file, top, tree, pages)
    yield from (f"19-004: id twice: {one}" for one, count in Counter(file.ids).items() if count > 1)


def _element(file: _File, element: Any, parent: Any, pages: dict[tuple[int, int], int]) -> Iterator[str]:
    kind = str(element.S)[1:]
    if element.P.objgen != parent.objgen:
        yield f"09: {kind} names another parent"
    if kind not in _INSIDE:
        yield f"02-001: no standard type: {kind}"
        return
    inner: list[str] = []
    content = 0
    for kid in _kids(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            inner.append(str(kid.S)[1:])
            yield from _element(file, kid, element, pages)
            continue
        content += 1
        if isinstance(kid, pikepdf.Dictionary):
            page, mark = kid.get("/Pg", element.get("/Pg")), int(kid.MCID)
        else:
            page, mark = element.get("/Pg"), int(kid)
        place = (pages.get(page.objgen, -1) if page is not None else -1, mark)
        if place[0] < 0:
            yield f"09: {kind} has content on no page"
        if place in file.owners:
            yield f"01: content {place} has two owners"
        file.owners[place] = element.objgen
    if not set(inner) <= _INSIDE[kind]:
        yield f"09: {set(inner) - _INSIDE[kind]} in {kind}"
    if kind not in _MAY_BE_EMPTY and not inner and not content:
        yield f"09: {kind} is empty"
    lang = element.get("/Lang")
    if lang is not None and not _TAG.fullmatch(str(lang)):
        yield f"11-002: language {lang}"
    yield from _special(file, element, kind, inner)


def _special(file: _File, element: Any, kind: str, inner: list[str]) -> Iterator[str]:
    if kind.startswith("H"):
        file.headings.append(int(kind[1:]))
    if kind == "Note":
        if not str(element.get("/ID", "")):
            yield "19-003: a note without an id"
        file.ids.append(str(element.get("/ID", "")))
    if kind == "LI" and inner not in (["Lbl", "LBody"], ["LBody"]):
        yield f"09-008: LI holds {inner}"
    attributes = element.get("/A", {})
    if kind == "L" and str(attributes.get("/ListNumbering", "")) not in ("/Decimal", "/Disc", "/None"):
        yield "a list does not say how it is numbered"
    if kind == "TH" and str(attributes.get("/Scope", "")) not in ("/Column", "/Row", "/Both"):
        yield "15-003: a head without scope"
    if kind == "Figure":
        if not str(element.get("/Alt", "")).strip():
            yield "13-004: a picture without words"
        if len(list(attributes.get("/BBox", []))) != 4:
            yield "a picture without a box"
    if kind == "Table":
        widths = {len(_kids(row)) for row in _kids(element)}
        if len(widths) > 1:
            yield f"15-005: rows of {widths} cells"


def _headings(file: _File) -> Iterator[str]:
    before = 0
    for level in file.headings:
        if level > before + 1:
            yield f"14-003: H{level} after H{before}"
        before = level
    if file.headings and file.headings[0] != 1:
        yield f"14-002: the first heading is H{file.headings[0]}"


def _pages(file: _File) -> Iterator[str]:
    tree: Any = file.pdf.Root.get("/StructTreeRoot", {})
    numbers = list(tree.get("/ParentTree", {}).get("/Nums", []))
    parents = {int(numbers[n]): list(numbers[n + 1]) for n in range(0, len(numbers), 2)}
    for n, page in enumerate(file.pdf.pages):
        if "/Annots" in page.obj:
            yield f"28: annotations on page {n + 1}"
        if page.obj.get("/Tabs") != "/S":
            yield f"28-001: order of tabs on page {n + 1}"
        marks: list[int] = []
        yield from _content(page, n + 1, marks)
        if sorted(marks) != list(range(len(marks))):
            yield f"marks of page {n + 1}: {sorted(marks)[:20]}"
        owners = parents.get(int(page.obj.get("/StructParents", -1)), [])
        if marks and [one.objgen for one in owners] != [file.owners.get((n, mark)) for mark in range(len(marks))]:
            yield f"01: the tree and page {n + 1} do not agree"


def _content(page: Any, number: int, marks: list[int]) -> Iterator[str]:
    """What is shown is either decoration or tagged, never both and never neither."""
    stack: list[str] = []
    in_text = False
    opened_in_text: list[bool] = []
    steps: Any = pikepdf.parse_content_stream(page)
    for operands, operator in steps:
        name = str(operator)
        if name in ("BDC", "BMC"):
            kind = str(operands[0])
            properties = operands[1] if len(operands) > 1 else {}
            if kind == "/Artifact":
                if any(one != "span" for one in stack):
                    yield f"01-003: decoration in tagged content on page {number}"
                stack.append("artifact")
            elif isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
                if "artifact" in stack:
                    yield f"01-004: tagged content in decoration on page {number}"
                if "tagged" in stack:
                    yield f"a mark within a mark on page {number}"
                marks.append(int(properties.MCID))
                stack.append("tagged")
            else:
                lang = properties.get("/Lang") if isinstance(properties, pikepdf.Dictionary) else None
                if lang is not None and not _TAG.fullmatch(str(lang)):
                    yield f"11: language {lang} on page {number}"
                stack.append("span")
            opened_in_text.append(in_text)
        elif name == "EMC":
            if not stack:
                yield f"an end without a beginning on page {number}"
                return
            stack.pop()
            if opened_in_text.pop() != in_text:
                yield f"a mark crosses a text on page {number}"
        elif name in ("BT", "ET"):
            in_text = name == "BT"
        elif name in _SHOWS and not {"artifact", "tagged"} & set(stack):
            yield f"01-005: {name} is neither tagged nor decoration on page {number}"
    if stack:
        yield f"a mark is not closed on page {number}"


def _fonts(file: _File) -> Iterator[str]:
    used: dict[tuple[int, int], tuple[Any, set[int]]] = {}
    for page in file.pdf.pages:
        fonts: Any = page.obj.Resources.get("/Font", {})
        font: Any = None
        steps: Any = pikepdf.parse_content_stream(page)
        for operands, operator in steps:
            if str(operator) == "Tf":
                font = fonts[str(operands[0])]
                used.setdefault(font.objgen, (font, set()))
            elif str(operator) in ("Tj", "TJ") and font is not None:
                strings = operands[0] if str(operator) == "TJ" else [operands[0]]
                for one in strings:
                    if isinstance(one, pikepdf.String):
                        raw = bytes(one)
                        codes = used[font.objgen][1]
                        codes.update(int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2))
    for font, codes in used.values():
        yield from _font(font, codes)


def _font(font: Any, codes: set[int]) -> Iterator[str]:
    name = str(font.BaseFont)
    inner = font.DescendantFonts[0]
    if "/FontFile2" not in inner.FontDescriptor:
        yield f"31-009: {name} is not embedded"
    glyphs = inner.CIDToGIDMap.read_bytes()
    if any(int.from_bytes(glyphs[2 * code : 2 * code + 2], "big") == 0 for code in codes):
        yield f"31-030: {name} shows a missing glyph"
    letters = _letters(font.ToUnicode.read_bytes().decode("ascii"))
    unknown = sorted(codes - letters.keys())
    if unknown:
        yield f"10-001: {name}: {len(unknown)} of {len(codes)} codes have no letters"
    if any(set(text) & {"\0", "\ufeff", "\ufffe"} for text in letters.values()):
        yield f"31-028: {name}: letters that are none"


def _letters(table: str) -> dict[int, str]:
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for code, text in re.findall(r"<([0-9A-F]{4})> <([0-9A-F]*)>\n", table)
        if text
    }
