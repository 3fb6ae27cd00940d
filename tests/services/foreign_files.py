"""Files as people bring them, for tests of annexes: photographs, scans, PDFs good and bad. Nothing of a real person."""

from __future__ import annotations

import io
import random

import pikepdf
from PIL import Image, ImageDraw

from legalaid_desktop.documents.blocks import Block, Span
from legalaid_desktop.documents.pdf_writer import write_pdf

GPS = b"GPS-MARK-7731"
"""What a camera would write about the place; must be in no file of ours."""


def photograph(*, turned: int = 1, size: tuple[int, int] = (900, 1200)) -> bytes:
    """A JPEG with EXIF: a place, a camera, a thumbnail-like comment, and an orientation."""
    image = Image.new("RGB", size, (180, 40, 30))
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=(20, 20, 220))
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010F] = GPS.decode()
    exif[0x9286] = GPS.decode()
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=GPS)
    return out.getvalue()


def scan(pages: int = 2) -> bytes:
    """A black and white TIFF of several pages."""
    sheets = []
    for number in range(pages):
        sheet = Image.new("1", (830, 1170), 1)
        ImageDraw.Draw(sheet).rectangle((100, 100 + 100 * number, 700, 160 + 100 * number), fill=0)
        sheets.append(sheet)
    out = io.BytesIO()
    sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:], compression="group4")
    return out.getvalue()


def plain_pdf(words: str = "Справка от врача", pages: int = 2) -> bytes:
    blocks: list[Block] = []
    for number in range(pages):
        blocks += [Block(kind="pagebreak")] if number else []
        blocks.append(Block(kind="para", spans=(Span(f"{words}, страница {number + 1}"),)))
    return write_pdf(blocks, title="Справка", language="ru").data


def busy_pdf() -> bytes:
    """A PDF with all that must stay behind: scripts, links, a form field with a value, a note, a file, metadata."""
    pdf = pikepdf.open(io.BytesIO(plain_pdf("Живой файл", 2)))
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('SCRIPT-MARK')")
    pdf.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(
            Names=[pikepdf.String("a"), pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="SCRIPT-MARK")]
        )
    )
    page = pdf.pages[0]
    look = pdf.make_stream(b"BT /F1 12 Tf 2 4 Td (FIELDVALUE) Tj ET")
    look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    look.BBox = [0, 0, 120, 20]
    helvetica = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    look.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=helvetica))
    field = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="f", V="FIELDVALUE", F=4,
            Rect=[100, 500, 220, 520], AP=pikepdf.Dictionary(N=look), AA=pikepdf.Dictionary(
                K=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="SCRIPT-MARK")),
        )
    )  # fmt: skip
    link = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 99, 99],
            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="http://LINK-MARK.example"),
        )
    )  # fmt: skip
    page.Annots = pdf.make_indirect(pikepdf.Array([field, link]))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
    pdf.attachments["secret.txt"] = b"ATTACHED-MARK" * 20
    page.obj.PieceInfo = pikepdf.Dictionary(X=pikepdf.String("PIECE-MARK"))
    with pdf.open_metadata() as meta:
        meta["dc:creator"] = ["AUTHOR-MARK"]
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


MARKS = ("SCRIPT-MARK", "LINK-MARK", "ATTACHED-MARK", "PIECE-MARK", "AUTHOR-MARK")


def turned_pdf() -> bytes:
    """Three pages: turned by a quarter, cropped, and lying."""
    pdf = pikepdf.open(io.BytesIO(plain_pdf("Повёрнутая", 3)))
    pdf.pages[0].obj.Rotate = 90
    pdf.pages[1].obj.CropBox = [60, 500, 560, 842]
    pdf.pages[2].obj.MediaBox = [0, 0, 900, 500]
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def closed_pdf() -> bytes:
    pdf = pikepdf.open(io.BytesIO(plain_pdf()))
    out = io.BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def damaged_pdf() -> bytes:
    good = plain_pdf()
    return good[: len(good) // 3] + bytes(random.Random(5).randbytes(400))


def layered_pdf() -> bytes:
    """With a layer that is switched off: its words must not come to light."""
    pdf = pikepdf.open(io.BytesIO(plain_pdf("Слои", 1)))
    group = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("off")))
    pdf.Root.OCProperties = pikepdf.Dictionary(
        OCGs=pikepdf.Array([group]), D=pikepdf.Dictionary(OFF=pikepdf.Array([group]), Order=pikepdf.Array([]))
    )
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def thick_pdf(pages: int) -> bytes:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()
