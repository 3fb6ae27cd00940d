"""The PDF file itself: pages, embedded fonts, structure tree, outline. Built from reportlab's document objects.

Every glyph gets a code of its own for each text it shows, so that searching and copying give the letters and not the
shapes. Fonts are subsets made by HarfBuzz. The file holds a title and a language, fixed dates and nothing else about
its making.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from legalaid_desktop.documents.fonts import Face, Glyph
from legalaid_desktop.documents.layout import Sheet
from legalaid_desktop.documents.pdf_standards import metadata, srgb_profile
from legalaid_desktop.documents.setting import Item

_DROPPED_TABLES = (
    *("GSUB", "GPOS", "GDEF", "kern", "name", "post", "OS/2", "cmap", "DSIG", "gasp", "FFTM", "hdmx", "VDMX"),
    *("LTSH", "STAT", "BASE", "meta"),
)
"""Of no use in a PDF."""
_MOST_CODES = 65_000


@dataclass(eq=False)
class Element:
    """A node of the structure tree: ``tag`` such as P or TD; children are elements and (page, mark) pairs."""

    tag: str
    children: list[Element | tuple[int, int]] = field(default_factory=list)
    parent: Element | None = None
    attributes: str = ""
    language: str = ""
    """Tag of its own language, where that is not the paper's."""
    id: str = ""
    """Its own name in the file; notes must have one. Plain ASCII."""

    def add(self, tag: str, attributes: str = "") -> Element:
        child = Element(tag, parent=self, attributes=attributes)
        self.children.append(child)
        return child


@dataclass
class PdfPage:
    """One page while it is drawn: ``code`` are the lines of its content stream."""

    sheet: Sheet
    code: list[str] = field(default_factory=list)
    marks: list[Element] = field(default_factory=list)
    """Element of each marked piece of content; the place is its number."""


class FontUse:
    """One face as this file uses it: a code for each glyph and the text it shows."""

    def __init__(self, face: Face, name: str) -> None:
        self.face, self.name = face, name
        self.codes: dict[tuple[int, str], int] = {}
        self.words: dict[str, str] = {}

    def hex(self, glyphs: tuple[Glyph, ...]) -> str:
        """The codes of ``glyphs`` as hexadecimal digits, without their offsets."""
        return "".join(f"{self.code(glyph):04X}" for glyph in glyphs)

    def word(self, item: Item) -> str:
        """The string operand of a word or space set letter by letter."""
        known = self.words.get(item.text)
        if known is None:
            known = self.words[item.text] = f"<{self.hex(item.glyphs)}>" if item.glyphs else ""
        return known

    def code(self, glyph: Glyph) -> int:
        key = (glyph.gid, glyph.text)
        code = self.codes.get(key)
        if code is None:
            code = self.codes[key] = min(len(self.codes) + 1, _MOST_CODES)
        return code


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: ``y`` in points from the lower edge of page ``page`` (from 0)."""

    level: int
    title: str
    page: int
    y: float


class PdfFile:
    """Collects pages, fonts, structure and outline; :meth:`data` writes the file."""

    def __init__(self, title: str, language: str, *, archive: bool = True) -> None:
        self.title, self.language, self.archive = title, language, archive
        self.pages: list[PdfPage] = []
        self.fonts: dict[Face, FontUse] = {}
        self.bookmarks: list[Bookmark] = []
        self.root = Element("Document")

    def page(self, sheet: Sheet) -> PdfPage:
        page = PdfPage(sheet)
        self.pages.append(page)
        return page

    def font(self, face: Face) -> FontUse:
        use = self.fonts.get(face)
        if use is None:
            use = self.fonts[face] = FontUse(face, f"F{len(self.fonts) + 1}")
        return use

    def mark(self, element: Element) -> int:
        """Number of a new piece of content of ``element`` on the page that is drawn now."""
        page = self.pages[-1]
        page.marks.append(element)
        number = len(page.marks) - 1
        element.children.append((len(self.pages) - 1, number))
        return number

    def data(self) -> bytes:
        """The bytes of the file; the same for the same content."""
        return _Assembly(self).data()


class _Assembly:
    """Turns the collected parts into reportlab's objects, once."""

    def __init__(self, file: PdfFile) -> None:
        from reportlab.pdfbase import pdfdoc

        self.lib: Any = pdfdoc
        self.file = file
        self.raw_kind: Any = type(
            "Raw", (pdfdoc.PDFObject,), {"format": lambda raw, document: raw.text.encode("ascii")}
        )
        self.doc: Any = pdfdoc.PDFDocument(invariant=1, compression=1, pdfVersion=(1, 7), lang=file.language)

    def ref(self, value: Any) -> Any:
        return self.doc.Reference(value)

    def dictionary(self, **entries: Any) -> Any:
        return self.lib.PDFDictionary(entries)

    def name(self, text: str) -> Any:
        return self.lib.PDFName(text)

    def array(self, values: list[Any]) -> Any:
        return self.lib.PDFArray(values)

    def text(self, value: str) -> Any:
        return self.lib.PDFString(value)

    def stream(self, content: bytes, **entries: Any) -> Any:
        return self.ref(self.lib.PDFStream(self.dictionary(**entries), content, filters=[self.lib.PDFZCompress]))

    def data(self) -> bytes:
        lib, doc, file = self.lib, self.doc, self.file
        fonts = self.dictionary(**{use.name: self.font(use) for use in file.fonts.values()})
        resources = self.ref(self.dictionary(Font=fonts, ProcSet=self.array([self.name("PDF"), self.name("Text")])))
        pages = []
        for number, drawn in enumerate(file.pages):
            page = lib.PDFPage()
            page.pagewidth, page.pageheight = round(drawn.sheet.width, 2), round(drawn.sheet.height, 2)
            page.Resources = resources
            page.Contents = lib.PDFStream(
                self.dictionary(), "\n".join(drawn.code).encode("ascii") + b"\n", filters=[lib.PDFZCompress]
            )
            page.__NoDefault__ = [key for key in page.__NoDefault__ if key != "Trans"] + ["StructParents", "Tabs"]
            page.StructParents, page.Tabs = number, self.name("S")
            doc.addPage(page)
            pages.append(doc.Reference(page))
        self.structure(pages)
        self.outline(pages)
        doc.info = self.dictionary(
            Title=self.text(file.title), CreationDate=self.text(_FIXED_DATE), ModDate=self.text(_FIXED_DATE)
        )
        catalog = doc.Catalog
        catalog.__NoDefault__ = [
            *catalog.__NoDefault__, "StructTreeRoot", "MarkInfo", "ViewerPreferences", "Metadata", "OutputIntents",
        ]  # fmt: skip
        packet = metadata(file.title, file.language, archive=file.archive)
        # Metadata are not compressed, so that a program that knows no PDF finds them.
        catalog.Metadata = self.ref(
            lib.PDFStream(self.dictionary(Type=self.name("Metadata"), Subtype=self.name("XML")), packet, filters=[])
        )
        catalog.OutputIntents = self.array([self.output_intent()])
        catalog.MarkInfo = self.dictionary(Marked="true")
        catalog.ViewerPreferences = self.dictionary(DisplayDocTitle="true")
        digest = hashlib.sha256(b"".join(line.encode("ascii") for page in file.pages for line in page.code))
        doc.signature = hashlib.md5(digest.digest(), usedforsecurity=False)
        return _without_names(bytes(doc.format()))

    def output_intent(self) -> Any:
        return self.dictionary(
            Type=self.name("OutputIntent"),
            S=self.name("GTS_PDFA1"),
            OutputConditionIdentifier=self.text("sRGB"),
            Info=self.text("sRGB IEC61966-2.1"),
            DestOutputProfile=self.stream(srgb_profile(), N=3),
        )

    # Fonts

    def font(self, use: FontUse) -> Any:
        """A composite font: two-byte codes, widths by the font's own table, and a map back to letters."""
        import uharfbuzz as hb

        face = use.face
        subset = hb.SubsetInput()
        subset.glyph_set.update({gid for gid, _ in use.codes})
        subset.flags = (
            hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
            | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        )  # fmt: skip
        for table in _DROPPED_TABLES:
            subset.drop_table_tag_set.add(int.from_bytes(table.encode(), "big"))
        program = bytes(hb.subset(face.face, subset).blob.data)
        letters = hashlib.sha256(program).digest()[:6]
        name = self.name("".join(chr(65 + byte % 26) for byte in letters) + "+" + face.name)
        metrics = face.metrics
        codes = sorted((code, gid) for (gid, _), code in use.codes.items())
        glyph_of = bytearray(2)
        for _, gid in codes:
            glyph_of += gid.to_bytes(2, "big")
        descriptor = self.ref(
            self.dictionary(
                Type=self.name("FontDescriptor"),
                FontName=name,
                Flags=4 | (2 if face.serif else 0) | (64 if face.italic else 0),
                FontBBox=self.array([round(edge) for edge in metrics.box]),
                ItalicAngle=round(metrics.angle, 1),
                Ascent=round(metrics.ascent),
                Descent=-round(metrics.descent),
                CapHeight=round(metrics.cap_height),
                StemV=120 if face.bold else 80,
                FontFile2=self.stream(program, Length1=len(program)),
            )
        )
        descendant = self.ref(
            self.dictionary(
                Type=self.name("Font"),
                Subtype=self.name("CIDFontType2"),
                BaseFont=name,
                CIDSystemInfo=self.dictionary(Registry="(Adobe)", Ordering="(Identity)", Supplement=0),
                FontDescriptor=descriptor,
                DW=0,
                W=f"[ 1 [ {' '.join(f'{face.own_width(gid):.2f}' for _, gid in codes)} ] ]",
                CIDToGIDMap=self.stream(bytes(glyph_of)),
            )
        )
        return self.ref(
            self.dictionary(
                Type=self.name("Font"),
                Subtype=self.name("Type0"),
                BaseFont=name,
                Encoding=self.name("Identity-H"),
                DescendantFonts=self.array([descendant]),
                ToUnicode=self.stream(_to_unicode(use).encode("ascii")),
            )
        )

    # Structure

    def structure(self, pages: list[Any]) -> None:
        root = self.dictionary(Type=self.name("StructTreeRoot"))
        root_ref = self.ref(root)
        made: dict[Element, Any] = {}
        root["K"] = self.element(self.file.root, root_ref, pages, made)
        numbers: list[Any] = []
        for number, page in enumerate(self.file.pages):
            if page.marks:
                owners = " ".join(self.number(made[element]) for element in page.marks)
                numbers += [number, self.ref(self.raw(f"[ {owners} ]"))]
        root["ParentTree"] = self.ref(self.dictionary(Nums=self.array(numbers)))
        root["ParentTreeNextKey"] = len(pages)
        self.doc.Catalog.StructTreeRoot = root_ref

    def element(self, element: Element, parent: Any, pages: list[Any], made: dict[Element, Any]) -> Any:
        """One node of the tree, written out: there are hundreds, and the library's dictionaries are slow."""
        node = self.raw("")
        ref = made[element] = self.ref(node)
        own_page: int | None = None
        kids: list[str] = []
        for child in element.children:
            if isinstance(child, Element):
                kids.append(self.number(self.element(child, ref, pages, made)))
                continue
            page, mark = child
            own_page = page if own_page is None else own_page
            if page == own_page:
                kids.append(str(mark))
            else:
                kids.append(f"<< /Type /MCR /Pg {self.number(pages[page])} /MCID {mark} >>")
        place = f" /Pg {self.number(pages[own_page])}" if own_page is not None else ""
        held = f" /K [ {' '.join(kids)} ]" if kids else ""
        about = f" /A {element.attributes}" if element.attributes else ""
        about += f" /Lang ({element.language})" if element.language else ""
        about += f" /ID ({element.id})" if element.id else ""
        node.text = f"<< /Type /StructElem /S /{element.tag} /P {self.number(parent)}{place}{held}{about} >>"
        return ref

    def number(self, ref: Any) -> str:
        """``12 0 R`` for a reference of the library."""
        number, generation = self.doc.idToObjectNumberAndVersion[ref.name]
        return f"{number} {generation} R"

    def raw(self, text: str) -> Any:
        """An object that is written as it is."""
        made = self.raw_kind()
        made.text = text
        return made

    # Outline

    def outline(self, pages: list[Any]) -> None:
        catalog = self.doc.Catalog
        catalog.Outlines = None
        if not self.file.bookmarks:
            return
        root = self.dictionary(Type=self.name("Outlines"))
        root_ref = self.ref(root)
        open_at: list[tuple[int, Any, Any]] = [(-1, root, root_ref)]
        last: dict[int, tuple[Any, Any]] = {}
        count: dict[int, int] = {}
        nodes = []
        for bookmark in self.file.bookmarks:
            while open_at[-1][0] >= bookmark.level:
                open_at.pop()
            _, parent, parent_ref = open_at[-1]
            node = self.dictionary(
                Title=self.text(bookmark.title),
                Parent=parent_ref,
                Dest=self.array([pages[bookmark.page], self.name("XYZ"), 0, round(bookmark.y, 1), "null"]),
            )
            ref = self.ref(node)
            before = last.get(id(parent))
            if before is None:
                parent["First"] = ref
            else:
                node["Prev"] = before[1]
                before[0]["Next"] = ref
            parent["Last"] = ref
            last[id(parent)] = (node, ref)
            for _, above, _ in open_at:
                count[id(above)] = count.get(id(above), 0) + 1
            open_at.append((bookmark.level, node, ref))
            nodes.append(node)
        for node in [root, *nodes]:
            if id(node) in count:
                node["Count"] = count[id(node)]
        catalog.Outlines = root_ref
        catalog.PageMode = self.name("UseOutlines") if len(self.file.bookmarks) > 1 else None


_FIXED_DATE = "D:20000101000000Z"


def _to_unicode(use: FontUse) -> str:
    """The map from codes to letters; a glyph that shows no letter of its own maps to nothing."""
    pairs = [
        f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        for (_, text), code in sorted(use.codes.items(), key=lambda entry: entry[1])
        if text
    ]
    blocks = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in _hundreds(pairs))
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{blocks}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    )


def _hundreds(pairs: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(pairs), 100):
        yield pairs[start : start + 100]


def _without_names(data: bytes) -> bytes:
    """Blank the two comments in which the library names itself; lengths stay, so offsets hold."""
    for mark in (
        b" ReportLab Generated PDF document (opensource)",
        b" ReportLab generated PDF document -- digest (opensource)",
    ):
        data = data.replace(mark, b" " * len(mark))
    return data
