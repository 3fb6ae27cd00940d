"""Make ``resources/layout/base.docx``: the styles, the page number and the settings every paper starts from.

Run it after a change of ``court_paper.toml`` (``python scripts/make_base_docx.py``); the same input gives the same
bytes. The stock template of python-docx brings an author, a thumbnail, old dates, theme fonts and custom XML: only
its style part is kept, emptied of all that, and the rest is written anew.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from lxml import etree

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from legalaid_desktop.documents.docx_parts import CHILDREN, zip_parts
from legalaid_desktop.documents.layout import Layout, Style, court_paper

_KEPT = ("Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid")
_ALIGN = {
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "start": WD_ALIGN_PARAGRAPH.LEFT,
}
_IDS = {"footnote text": "FootnoteText", "footnote reference": "FootnoteReference", "header": "Header"}
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def put(parent: Any, xml: str) -> None:
    """Insert a child where the schema wants it, in place of one of the same name."""
    name, _, rest = xml.removeprefix("<w:").partition(" ")
    name = name.rstrip("/>")
    child = parse_xml(f"<w:{name} {nsdecls('w')} {rest}" if rest else f"<w:{name} {nsdecls('w')}/>")
    order = CHILDREN[etree.QName(parent).localname]
    for old in parent.findall(child.tag):
        parent.remove(old)
    place = order.index(name)
    for index, sibling in enumerate(parent):
        if order.index(etree.QName(sibling).localname) > place:
            parent.insert(index, child)
            return
    parent.append(child)


def add_style(styles: Any, look: Style, layout: Layout) -> None:
    """One paragraph style from the layout's numbers."""
    style = styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH, builtin=look.name not in _OWN)
    style.base_style = styles["Normal"]
    style.quick_style, style.hidden, style.unhide_when_used = True, False, False
    if look.name in _IDS:
        style.element.set(qn("w:styleId"), _IDS[look.name])
    form = style.paragraph_format
    form.alignment = _ALIGN[look.align]
    form.left_indent, form.first_line_indent = Pt(look.left), Pt(look.first)
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.keep_with_next = look.keep_next or None
    if look.name.startswith("Heading"):
        form.keep_together = True
        put(style.element.get_or_add_pPr(), f'<w:outlineLvl w:val="{int(look.name[-1]) - 1}"/>')
    run = style.element.get_or_add_rPr()
    if look.bold:
        put(run, "<w:b/>")
        put(run, "<w:bCs/>")
    if look.italic:
        put(run, "<w:i/>")
        put(run, "<w:iCs/>")
    base = layout.styles["body"].size
    if look.size != base:
        put(run, f'<w:sz w:val="{round(look.size * 2)}"/>')
        put(run, f'<w:szCs w:val="{round(look.size * 2)}"/>')
    if len(run) == 0:
        style.element.remove(run)


_OWN = ("Addressee", "Annexes", "Receipt", "Table Text")


def styles_part(layout: Layout) -> bytes:
    """The style part: names and looks of this program, nothing of the stock template."""
    document = docx.Document()
    styles = document.styles
    root = styles.element
    for style in list(styles):
        if style.name not in _KEPT:
            root.remove(style.element)
    for latent in root.findall(qn("w:latentStyles")):
        root.remove(latent)
    base = layout.styles["body"]
    run = root.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(run):
        run.remove(child)
    font = layout.font
    put(run, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>')
    put(run, f'<w:sz w:val="{round(base.size * 2)}"/>')
    put(run, f'<w:szCs w:val="{round(base.size * 2)}"/>')
    put(run, '<w:lang w:val="ru-RU" w:eastAsia="ru-RU" w:bidi="ar-SA"/>')
    para = root.find(qn("w:docDefaults")).find(qn("w:pPrDefault"))
    for child in list(para):
        para.remove(child)
    para.append(
        parse_xml(f'<w:pPr {nsdecls("w")}><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>')
    )
    normal = styles["Normal"].element
    for tag in ("w:rPr", "w:pPr"):
        for child in normal.findall(qn(tag)):
            normal.remove(child)
    put(normal.get_or_add_pPr(), "<w:widowControl/>")
    table = styles["Table Grid"].element
    for tag in ("w:rPr", "w:pPr"):
        for child in table.findall(qn(tag)):
            table.remove(child)
    seen: set[str] = set()
    for look in layout.styles.values():
        if look.name not in seen:
            add_style(styles, look, layout)
            seen.add(look.name)
    mark = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    mark.element.set(qn("w:styleId"), _IDS["footnote reference"])
    mark.font.superscript = True
    for element in root.iter():
        for name in [name for name in element.attrib if "rsid" in name]:
            del element.attrib[name]
        for child in element.findall(qn("w:rsid")):
            element.remove(child)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w"])
    root.attrib.clear()
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def header_part() -> str:
    """The page number: a field, so that Word counts."""
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return f'{HEAD}<w:hdr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{field}</w:p></w:hdr>'


SETTINGS = (
    f'{HEAD}<w:settings xmlns:w="{W}"><w:removePersonalInformation/><w:removeDateAndTime/>'
    '<w:defaultTabStop w:val="709"/><w:autoHyphenation w:val="false"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_MAIN}.{kind}+xml"/>'
        for name, kind in (
            ("styles", "styles"), ("settings", "settings"), ("numbering", "numbering"),
            ("footnotes", "footnotes"), ("header1", "header"),
        )
    )
    + '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    '<Override PartName="/docProps/app.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
)  # fmt: skip
_RELATIONS = f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
ROOT_RELS = (
    f'{_RELATIONS}<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{R}/extended-properties" Target="docProps/app.xml"/></Relationships>'
)
DOCUMENT_RELS = (
    _RELATIONS
    + "".join(
        f'<Relationship Id="rId{index}" Type="{R}/{kind}" Target="{name}.xml"/>'
        for index, (name, kind) in enumerate(
            (("styles", "styles"), ("settings", "settings"), ("numbering", "numbering"),
             ("footnotes", "footnotes"), ("header1", "header")), 1,
        )
    )
    + "</Relationships>"
)  # fmt: skip
APP = (
    f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"></Properties>'
)


def main() -> None:
    layout = court_paper()
    parts = {
        "[Content_Types].xml": CONTENT_TYPES.encode(),
        "_rels/.rels": ROOT_RELS.encode(),
        "docProps/app.xml": APP.encode(),
        "word/_rels/document.xml.rels": DOCUMENT_RELS.encode(),
        "word/header1.xml": header_part().encode(),
        "word/settings.xml": SETTINGS.encode(),
        "word/styles.xml": styles_part(layout),
    }
    target = Path(__file__).resolve().parents[1] / "resources" / "layout" / "base.docx"
    data = zip_parts(parts)
    target.write_bytes(data)
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        print(target.name, len(data), "bytes,", len(made.namelist()), "parts")


if __name__ == "__main__":
    main()
