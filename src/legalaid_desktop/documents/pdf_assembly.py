"""The collected parts of a PDF as reportlab's document objects, written once."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

from legalaid_desktop.documents.fonts import forget_words
from legalaid_desktop.documents.layout import Sheet
from legalaid_desktop.documents.pdf_file import Element, FontUse, ForeignPages, PdfFile, Picture
from legalaid_desktop.documents.pdf_standards import metadata, srgb_profile
from legalaid_desktop.intake import pdf_graph

_DROPPED_TABLES: Final = (
    *("GSUB", "GPOS", "GDEF", "kern", "name", "post", "OS/2", "cmap", "DSIG", "gasp", "FFTM", "hdmx", "VDMX"),
    *("LTSH", "STAT", "BASE", "meta"),
)
"""Of no use in a PDF."""


def file_bytes(file: PdfFile) -> bytes:
    """The bytes of the file; the same for the same content."""
    return Assembly(file).data()


def one_page(title: str, lang: str, page: Sheet, draw: Callable[[PdfFile], None]) -> bytes:
    """A file of one page, drawn by ``draw``; no word of it stays behind."""
    try:
        file = PdfFile(title, lang)
        file.page(page)
        draw(file)
        return file_bytes(file)
    finally:
        forget_words()


class Assembly:
    """Turns the collected parts into reportlab's objects, once."""

    def __init__(self, file: PdfFile) -> None:
        from reportlab.pdfbase import pdfdoc

        self.lib: Any = pdfdoc
        self.file = file
        self.raw_kind: Any = type(
            "Raw", (pdfdoc.PDFObject,), {"format": lambda raw, document: raw.content or raw.text.encode("ascii")}
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

    def stream(self, content: bytes, **entries: int) -> Any:
        return self.ref(self.packed(zlib.compress(content), **entries))

    def packed(self, content: bytes, **entries: int) -> Any:
        """A stream whose content is compressed already."""
        about = "".join(f"/{key} {value} " for key, value in entries.items())
        return self.raw_stream(f"{about}/Filter /FlateDecode", content)

    def data(self) -> bytes:
        lib, doc, file = self.lib, self.doc, self.file
        fonts = self.dictionary(**{use.name: self.font(use) for use in file.fonts.values()})
        shared = {"Font": fonts, "ProcSet": self.array([self.name("PDF"), self.name("Text")])}
        if file.drawings:
            shared["XObject"] = self.dictionary(**self.drawings())
        resources = self.ref(self.dictionary(**shared))
        pages = []
        for number, drawn in enumerate(file.pages):
            page = lib.PDFPage()
            page.pagewidth, page.pageheight = round(drawn.sheet.width, 2), round(drawn.sheet.height, 2)
            page.Resources = resources
            code = "\n".join(drawn.code).encode("ascii") + b"\n"
            page.Contents = self.ref(self.packed(zlib.compress(code, _FAST)))
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
        return self.written()

    def written(self) -> bytes:
        """Header, objects, their places, trailer. The library's own way takes twice as long: most objects are written
        out already. Nothing names who wrote the file."""
        doc, lib = self.doc, self.lib
        root, info = (self.number(doc.Reference(thing)) for thing in (doc.Catalog, doc.info))
        head = b"%PDF-1.7\n%\x93\x8c\x8b\x9e\n"
        out, at = [head], len(head)
        places = [b"0000000000 65535 f \n"]
        # Objects may ask for others while they are written.
        while (name := doc.numberToId.get(len(places))) is not None:
            thing = doc.idToObject[name]
            if isinstance(thing, self.raw_kind):
                said = thing.content or thing.text.encode("ascii")
            else:
                said = lib.format(thing, doc, toplevel=1)
            piece = b"%d 0 obj\n%b\nendobj\n" % (len(places), said)
            places.append(b"%010d 00000 n \n" % at)
            out.append(piece)
            at += len(piece)
        same = doc.signature.hexdigest()
        out += [b"xref\n0 %d\n" % len(places), *places]
        out.append(f"trailer\n<< /Size {len(places)} /Root {root} /Info {info} /ID [<{same}><{same}>] >>\n".encode())
        out.append(b"startxref\n%d\n%%%%EOF\n" % at)
        return b"".join(out)

    def output_intent(self) -> Any:
        return self.dictionary(
            Type=self.name("OutputIntent"),
            S=self.name("GTS_PDFA1"),
            OutputConditionIdentifier=self.text("sRGB"),
            Info=self.text("sRGB IEC61966-2.1"),
            DestOutputProfile=self.ref(self.packed(_packed_profile(), N=3)),
        )

    # Pictures and foreign pages

    def drawings(self) -> dict[str, Any]:
        """Names of drawings and their objects; of foreign pages each object is written once."""
        made: dict[str, Any] = {}
        places: dict[int, dict[int, Any]] = {}
        for number, what in enumerate(self.file.drawings):
            if isinstance(what, Picture):
                made[f"X{number}"] = self.picture(what)
                continue
            pages, root = what
            if id(pages) not in places:
                places[id(pages)] = self.foreign(pages)
            made[f"X{number}"] = places[id(pages)][root]
        return made

    def picture(self, picture: Picture) -> Any:
        about = (
            f"/Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} /BitsPerComponent 8 "
            f"/ColorSpace /{'DeviceGray' if picture.colours == 1 else 'DeviceRGB'} /Filter /DCTDecode"
        )
        return self.ref(self.raw_stream(about, picture.jpeg))

    def foreign(self, pages: ForeignPages) -> dict[int, Any]:
        places = {n: self.ref(self.raw("")) for n in range(len(pages.objects))}
        numbers = {n: self.number(place) for n, place in places.items()}
        for n, thing in enumerate(pages.objects):
            about = pdf_graph.entries(thing["d"], numbers)
            node = self.doc.idToObject[places[n].name]
            if "at" in thing:
                start, length = thing["at"]
                node.content = self.raw_stream(about, pages.streams[start : start + length]).content
            else:
                node.text = f"<< {about} >>"
        return places

    def raw_stream(self, about: str, content: bytes) -> Any:
        made = self.raw("")
        made.content = f"<< {about} /Length {len(content)} >>\nstream\n".encode("ascii") + content + b"\nendstream"
        return made

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
        about += f" /Alt <FEFF{element.alt.encode('utf-16-be').hex().upper()}>" if element.alt else ""
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
        made.text, made.content = text, b""
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


_FAST: Final = 4
"""How hard to compress pages: a tenth larger than the usual, in half the time."""
_FIXED_DATE: Final = "D:20000101000000Z"


@cache
def _packed_profile() -> bytes:
    return zlib.compress(srgb_profile())


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
