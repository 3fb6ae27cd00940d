"""The rules that Word enforces on a DOCX, as a list of faults: the schemas of Office Open XML, and what schemas cannot
say (numbers that must be there and be alone, parts that must be named, nothing from outside).

The schemas are those of ECMA-376, transitional, from ``tests/data/ooxml/schemas.zip``.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

from lxml import etree

from legalaid_desktop.documents.docx_parts import CHILDREN

_SCHEMAS = Path(__file__).parents[1] / "data" / "ooxml" / "schemas.zip"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_LEFT_OVER = ("rsid", "attachedTemplate", "docVars", "proofErr", "lastRenderedPageBreak", "bookmarkStart", "comment")


class _FromZip(etree.Resolver):
    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def resolve(self, *asked: Any) -> Any:
        url, context = asked[0], asked[2]
        return cast(Any, self).resolve_string(self.files[posixpath.basename(url)], context, base_url=url)


@cache
def _schema(name: str) -> etree.XMLSchema:
    with zipfile.ZipFile(_SCHEMAS) as kept:
        files = {entry: kept.read(entry) for entry in kept.namelist()}
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_FromZip(files))
    # The schema of the namespace "xml" itself: only xml:space and xml:lang are used.
    files["xml.xsd"] = (
        b'<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
        b'targetNamespace="http://www.w3.org/XML/1998/namespace"><xsd:attribute name="lang" type="xsd:string"/>'
        b'<xsd:attribute name="space"><xsd:simpleType><xsd:restriction base="xsd:string">'
        b'<xsd:enumeration value="default"/><xsd:enumeration value="preserve"/></xsd:restriction></xsd:simpleType>'
        b"</xsd:attribute></xsd:schema>"
    )
    anywhere = re.compile(rb'<(xsd?):import (id="xml" )?namespace="http://www.w3.org/XML/1998/namespace"\s*/>')
    for entry, text in list(files.items()):
        if entry.endswith(".xsd"):
            files[entry] = anywhere.sub(
                rb'<\1:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml.xsd"/>', text
            )
    return etree.XMLSchema(etree.fromstring(files[name], parser, base_url=name))


def faults(data: bytes) -> list[str]:
    """What Word would not open, would mend or would lose; empty for a good file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            parts = {name: package.read(name) for name in names}
    except zipfile.BadZipFile:
        return ["not a package"]
    found = [f"part twice: {name}" for name, count in Counter(name.lower() for name in names).items() if count > 1]
    if names[:1] != ["[Content_Types].xml"]:
        found.append("content types are not first")
    trees: dict[str, etree._Element] = {}
    for name, content in parts.items():
        if not name.endswith((".xml", ".rels")):
            continue
        if b"<!DOCTYPE" in content:
            found.append(f"{name}: document type")
        try:
            trees[name] = etree.fromstring(content)
        except etree.XMLSyntaxError as error:
            found.append(f"{name}: {error}")
    if found:
        return found
    rules = (_order, _schemas, _numbers, _notes, _styles, _texts, _left_overs)
    return [*_content_types(parts, trees), *_relations(parts, trees), *(one for rule in rules for one in rule(trees))]


def _schemas(trees: dict[str, etree._Element]) -> Iterator[str]:
    for name, tree in trees.items():
        if name == "[Content_Types].xml":
            schema = _schema("opc-contentTypes.xsd")
        elif name.endswith(".rels"):
            schema = _schema("opc-relationships.xsd")
        elif str(tree.tag).startswith(_W):
            schema = _schema("wml.xsd")
        elif name == "docProps/app.xml":
            schema = _schema("shared-documentPropertiesExtended.xsd")
        else:
            continue
        if not schema.validate(tree):
            yield from (f"{name}:{one.line}: {one.message}" for one in list(cast(Any, schema.error_log))[:5])


def _order(trees: dict[str, etree._Element]) -> Iterator[str]:
    """Properties of runs in their order: the schema of 2006 lets them stand in any, later ones and Word do not."""
    for name, tree in trees.items():
        for parent in tree.iter():
            kind = etree.QName(parent).localname if isinstance(parent.tag, str) else ""
            if not kind or not str(parent.tag).startswith(_W) or kind not in CHILDREN:
                continue
            children = [etree.QName(child).localname for child in parent]
            if not set(children) <= set(CHILDREN[kind]):
                continue  # for the schema to judge
            places = [CHILDREN[kind].index(child) for child in children]
            if places != sorted(places):
                yield f"{name}: order of {kind}: {children}"


def _content_types(parts: dict[str, bytes], trees: dict[str, etree._Element]) -> Iterator[str]:
    table = trees["[Content_Types].xml"]
    by_name = {str(one.get("PartName")): one.get("ContentType") for one in table.iter(f"{_TYPES}Override")}
    by_ending = {str(one.get("Extension")).lower() for one in table.iter(f"{_TYPES}Default")}
    for name in parts:
        if name != "[Content_Types].xml" and f"/{name}" not in by_name:
            if name.rpartition(".")[2].lower() not in by_ending:
                yield f"{name}: no content type"
            elif name.endswith(".xml"):
                yield f"{name}: only the content type of any XML"
    yield from (f"content type of no part: {name}" for name in by_name if name.lstrip("/") not in parts)


def _relations(parts: dict[str, bytes], trees: dict[str, etree._Element]) -> Iterator[str]:
    reached = {"[Content_Types].xml"}
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        reached.add(name)
        folder = posixpath.dirname(posixpath.dirname(name))
        owner = posixpath.join(folder, posixpath.basename(name).removesuffix(".rels"))
        ids = [str(one.get("Id")) for one in tree.iter(f"{_PACKAGE}Relationship")]
        yield from (f"{name}: id twice: {one}" for one, count in Counter(ids).items() if count > 1)
        for one in tree.iter(f"{_PACKAGE}Relationship"):
            target = str(one.get("Target"))
            if one.get("TargetMode") == "External" or "://" in target:
                yield f"{name}: leads outside: {target}"
                continue
            place = posixpath.normpath(posixpath.join(folder, target)) if not target.startswith("/") else target[1:]
            if place not in parts:
                yield f"{name}: leads nowhere: {target}"
            reached.add(place)
        used = set()
        if owner in trees:
            for element in trees[owner].iter():
                used |= {str(value) for key, value in element.attrib.items() if str(key).startswith(_R)}
        yield from (f"{owner}: no relationship {one}" for one in used - set(ids))
    yield from (f"{name}: no relationship leads to it" for name in parts if name not in reached)


def _numbers(trees: dict[str, etree._Element]) -> Iterator[str]:
    document, numbering = trees["word/document.xml"], trees.get("word/numbering.xml")
    if numbering is None:
        return
    abstract = [str(one.get(f"{_W}abstractNumId")) for one in numbering.iter(f"{_W}abstractNum")]
    nums = {
        str(one.get(f"{_W}numId")): [str(of.get(f"{_W}val")) for of in one.iter(f"{_W}abstractNumId")]
        for one in numbering.iter(f"{_W}num")
    }
    yield from (f"abstractNum twice: {one}" for one, count in Counter(abstract).items() if count > 1)
    if len(nums) != len(list(numbering.iter(f"{_W}num"))):
        yield "num twice"
    yield from (f"num {one}: no abstractNum" for one, of in nums.items() if not set(of) <= set(abstract))
    for one in document.iter(f"{_W}numId"):
        if str(one.get(f"{_W}val")) not in nums:
            yield f"numId {one.get(f'{_W}val')}: no such num"
    levels = [str(one.get(f"{_W}ilvl")) for kind in numbering.iter(f"{_W}abstractNum") for one in kind.iter(f"{_W}lvl")]
    yield from (f"level {one}" for one in levels if not 0 <= int(one) <= 8)
    drawn = [str(one.get("id")) for one in document.iter(f"{_WP}docPr")]
    yield from (f"docPr twice: {one}" for one, count in Counter(drawn).items() if count > 1)
    for one in document.iter(f"{_WP}docPr"):
        if not one.get("descr"):
            yield "drawing without words"


def _notes(trees: dict[str, etree._Element]) -> Iterator[str]:
    document, notes = trees["word/document.xml"], trees.get("word/footnotes.xml")
    marks = [str(one.get(f"{_W}id")) for one in document.iter(f"{_W}footnoteReference")]
    if notes is None:
        yield from (f"footnote {one}: no footnotes" for one in marks)
        return
    kept = {str(one.get(f"{_W}id")): one.get(f"{_W}type") for one in notes.iter(f"{_W}footnote")}
    if len(kept) != len(list(notes.iter(f"{_W}footnote"))):
        yield "footnote id twice"
    if {"separator", "continuationSeparator"} - {str(one) for one in kept.values()}:
        yield "separators of footnotes are missing"
    yield from (f"footnote {one} is not there" for one in marks if kept.get(one, "x") is not None)
    yield from (f"footnote {one} has no mark" for one, kind in kept.items() if kind is None and one not in marks)
    yield from (f"footnote {one} is marked twice" for one, count in Counter(marks).items() if count > 1)
    named = {str(one.get(f"{_W}id")) for one in trees["word/settings.xml"].iter(f"{_W}footnote")}
    if not named <= set(kept):
        yield "settings name separators that are not there"


def _styles(trees: dict[str, etree._Element]) -> Iterator[str]:
    styles = {str(one.get(f"{_W}styleId")): one for one in trees["word/styles.xml"].iter(f"{_W}style")}
    if len(styles) != len(list(trees["word/styles.xml"].iter(f"{_W}style"))):
        yield "style twice"
    for name, tree in trees.items():
        for tag, kind in (("pStyle", "paragraph"), ("rStyle", "character"), ("tblStyle", "table")):
            for one in tree.iter(f"{_W}{tag}"):
                style = styles.get(str(one.get(f"{_W}val")))
                if style is None or style.get(f"{_W}type") != kind:
                    yield f"{name}: no {kind} style {one.get(f'{_W}val')}"
    for tag in ("basedOn", "next", "link"):
        for one in trees["word/styles.xml"].iter(f"{_W}{tag}"):
            if str(one.get(f"{_W}val")) not in styles:
                yield f"styles: {tag} {one.get(f'{_W}val')}"
    if "Normal" not in styles or styles["Normal"].get(f"{_W}default") is None:
        yield "no default paragraph style"


def _texts(trees: dict[str, etree._Element]) -> Iterator[str]:
    for name, tree in trees.items():
        if not str(tree.tag).startswith(_W):
            continue
        for cell in tree.iter(f"{_W}tc"):
            if str(cell[-1].tag) != f"{_W}p":
                yield f"{name}: a cell does not end with a paragraph"
        for table in tree.iter(f"{_W}tbl"):
            columns = len(list(table.iterfind(f"{_W}tblGrid/{_W}gridCol")))
            if any(len(row.findall(f"{_W}tc")) != columns for row in table.iterfind(f"{_W}tr")):
                yield f"{name}: a row has other columns than the grid"
            after = table.getnext()
            if after is None or str(after.tag) not in (f"{_W}p", f"{_W}tbl"):
                yield f"{name}: nothing after a table"
            elif str(after.tag) == f"{_W}tbl":
                yield f"{name}: two tables run together"
        for text in tree.iter(f"{_W}t"):
            if text.text and text.text != text.text.strip() and text.get(_SPACE) is None:
                yield f"{name}: spaces at the edge of a text are lost"
        for lang in tree.iter(f"{_W}lang"):
            for value in map(str, cast(Any, lang.attrib).values()):
                if not _LANGUAGE.fullmatch(value):
                    yield f"{name}: no language: {value}"
    body = trees["word/document.xml"][0]
    if str(body[-1].tag) != f"{_W}sectPr":
        yield "the body does not end with its section"
    fields = [str(one.get(f"{_W}fldCharType")) for tree in trees.values() for one in tree.iter(f"{_W}fldChar")]
    if fields.count("begin") != fields.count("end"):
        yield "a field is not closed"


def _left_overs(trees: dict[str, etree._Element]) -> Iterator[str]:
    for name, tree in trees.items():
        nodes: Any = tree.iter()
        for element in nodes:
            if not isinstance(element.tag, str):
                yield f"{name}: a comment or an instruction"
                continue
            names = [etree.QName(element).localname, *(etree.QName(str(key)).localname for key in element.attrib)]
            for one in names:
                if any(one.lower().startswith(mark.lower()) for mark in _LEFT_OVER):
                    yield f"{name}: {one}"
    core = trees["docProps/core.xml"]
    kept = {etree.QName(one).localname for one in core if one.text}
    if kept - {"title", "language", "revision", "created", "modified"}:
        yield f"core properties: {sorted(kept)}"
    if "docProps/app.xml" in trees:
        told = {etree.QName(one).localname for one in trees["docProps/app.xml"] if one.text}
        if told & {"Application", "AppVersion", "Company", "Manager", "Template", "TotalTime"}:
            yield f"app properties: {sorted(told)}"
