"""Good files of every kind come out as they are; kinds are told by bytes."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from PIL import Image, ImageDraw

from legalaid_desktop.documents.blocks import Block, Span
from legalaid_desktop.documents.pdf_writer import write_pdf
from legalaid_desktop.intake.file_kind import FileKind, ending_disagrees, kind_of
from legalaid_desktop.intake.zip_directory import read_directory, unpack
from legalaid_desktop.services.foreign_content import look_into
from legalaid_desktop.services.page_pictures import render_pages
from tests.intake.hostile_archives import relations, stored_twice, word
from tests.intake.hostile_papers import PAGE, pdf


def picture(kind: str, mode: str = "RGB", **more: Any) -> bytes:
    image = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 149, 199), fill=(200, 0, 0))
    target = io.BytesIO()
    image.convert(mode).save(target, kind, **more)
    return target.getvalue()


def pixel(page: Any, x: int, y: int) -> tuple[int, ...]:
    at = 4 * (y * page.width + x)
    return tuple(page.rgba[at : at + 4])


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGB"), ("PNG", "P"), ("PNG", "RGBA"), ("PNG", "L"), ("PNG", "1"), ("JPEG", "RGB"),
     ("JPEG", "CMYK"), ("JPEG", "L"), ("GIF", "P"), ("WEBP", "RGB"), ("TIFF", "RGB"), ("TIFF", "1"), ("BMP", "RGB")],
)  # fmt: skip
def test_a_picture_is_shown_as_it_is(kind: str, mode: str) -> None:
    (page,) = look_into(picture(kind, mode), width=150).pages
    assert (page.width, page.height) == (150, 100)
    left, right = pixel(page, 20, 50), pixel(page, 130, 50)
    assert right[0] > 240 and left[3] == right[3] == 255
    assert left[1] < 120 or mode == "1", "the left half is darker"
    assert left != right


def test_sixteen_bits_of_a_scanner_are_shown_by_their_upper_eight() -> None:
    target = io.BytesIO()
    Image.new("I;16", (300, 200), 0x8000).save(target, "PNG")
    (page,) = look_into(target.getvalue(), width=150).pages
    assert pixel(page, 5, 5) == (128, 128, 128, 255)


def test_a_photo_stands_upright_as_its_camera_says() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    (page,) = look_into(picture("JPEG", exif=turned), width=1000).pages
    assert (page.width, page.height) == (200, 300)


def test_a_large_photo_is_made_smaller_while_it_is_read() -> None:
    target = io.BytesIO()
    Image.new("RGB", (9000, 6000), "green").save(target, "JPEG")
    (page,) = look_into(target.getvalue(), width=900).pages
    assert (page.width, page.height) == (900, 600)


def test_pages_of_a_scan_come_by_parts() -> None:
    sheets = [Image.new("L", (1600, 2200), shade) for shade in range(0, 240, 20)]
    target = io.BytesIO()
    sheets[0].save(target, "TIFF", save_all=True, append_images=sheets[1:], compression="tiff_deflate")
    first, shades = 0, []
    while first < len(sheets):
        part = look_into(target.getvalue(), width=1600, first=first)
        assert (part.total, part.first) == (12, first) and part.pages
        shades += [pixel(page, 5, 5)[0] for page in part.pages]
        first += len(part.pages)
    assert shades == list(range(0, 240, 20))


def test_a_pdf_is_drawn_as_in_this_process() -> None:
    blocks = (Block(kind="title", spans=(Span("ПРИМЕР"),)), Block(kind="para", spans=(Span("Слова", origin="t"),)))
    data = write_pdf(blocks, title="x", language="ru").data
    (page,) = look_into(data, width=595).pages
    (own,) = render_pages(data, scale=595 / 595.2756)
    dark = [sum(value < 100 for value in one.rgba[::4]) for one in (page, own)]
    assert dark[0] > 50 and abs(dark[0] - dark[1]) < 0.1 * dark[1] + 20


def test_a_pdf_without_fonts_of_its_own_is_drawn_with_ours() -> None:
    font = b"<</Font<</F<</Type/Font/Subtype/TrueType/BaseFont/Arial/Encoding/WinAnsiEncoding>>>>>>"
    empty, worded = (
        look_into(pdf(content=content, resources=font), width=400).pages[0].rgba
        for content in (b"q Q", b"BT /F 40 Tf 10 30 Td (Hello) Tj ET")
    )
    assert sum(value < 100 for value in worded[::4]) > 300
    assert set(empty) == {255}


def test_many_pages_come_by_parts() -> None:
    tree = b"<</Type/Pages/Kids[%s]/Count 40>>" % (b"3 0 R " * 40)
    seen, first = 0, 0
    while first < 40:
        part = look_into(pdf(PAGE.replace(b"200 100", b"600 800"), tree=tree), width=1200, first=first)
        assert part.total == 40 and part.pages
        seen += len(part.pages)
        first += len(part.pages)
    assert seen == 40


def test_a_word_file_of_the_usual_library_is_read() -> None:
    made = docx.Document()
    made.add_heading("Жалоба", 1)
    made.add_paragraph("Первый\tабзац")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "лево", "право"
    target = io.BytesIO()
    made.save(target)
    found = look_into(target.getvalue(), width=100)
    assert found.kind is FileKind.WORD
    assert found.text is not None and found.text.split("\n")[:3] == ["Жалоба", "Первый\tабзац", "лево\tправо"]


def test_a_link_that_a_person_clicks_is_no_reason_to_refuse() -> None:
    hyperlink = relations(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", "https://example.org/a"
    )
    assert look_into(word(more={"word/_rels/document.xml.rels": hyperlink}), width=100).text == "слово"


def test_an_archive_of_the_standard_library_passes_the_guard() -> None:
    data = stored_twice()
    parts = {part.name: unpack(data, part) for part in read_directory(data)}
    assert parts["word/media/слово.txt"] == b"x" * 1000


def test_texts_are_read_in_the_encodings_of_the_region() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1251"):
        assert look_into("Повестка № 5".encode(encoding), width=100).text == "Повестка № 5", encoding


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7", FileKind.PDF), (b"\n\n%PDF-1.4", FileKind.PDF), (b"\xff\xd8\xff\xe0", FileKind.JPEG),
        (b"II*\0", FileKind.TIFF), (b"\0\0\0\x18ftypheic", FileKind.HEIC), (b"\0\0\0\x18ftypisom", FileKind.MP4),
        (b"RIFF\0\0\0\0WEBP", FileKind.WEBP), (b"RIFF\0\0\0\0WAVE", FileKind.WAV), (b"OggS", FileKind.OGG),
        (b"ID3\4", FileKind.MP3), (b"\xff\xfb\x90\0", FileKind.MP3), (b"{\\rtf1", FileKind.RTF),
        (b"age-encryption.org/v1\n", FileKind.AGE), (b"\x7fELF", FileKind.PROGRAM), (b"MZ\x90", FileKind.PROGRAM),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.OLE2), (b"PK\3\4", FileKind.ZIP), (b"", FileKind.EMPTY),
        (b"<?xml version='1.0'?><svg>", FileKind.SVG), (b"<!DOCTYPE html>", FileKind.HTML), (b"a\0b", FileKind.UNKNOWN),
        ("слова".encode("cp1251"), FileKind.TEXT), (b"\1\2\3\4", FileKind.UNKNOWN),
        (b"PK\3\4" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text", FileKind.ODF),
    ],
)  # fmt: skip
def test_kinds_are_told_by_bytes(head: bytes, kind: FileKind) -> None:
    assert kind_of(head) is kind


def test_a_name_that_promises_another_kind_is_noticed() -> None:
    assert kind_of(b"PK\3\4", ("[Content_Types].xml", "word/a")) is FileKind.WORD
    assert ending_disagrees(FileKind.PROGRAM, "photo.jpg")
    assert ending_disagrees(FileKind.PDF, "photo.jpg") and ending_disagrees(FileKind.ZIP, "a.docx")
    assert ending_disagrees(FileKind.UNKNOWN, "a.pdf") and ending_disagrees(FileKind.TEXT, "a.pdf")
    agreeing = [(FileKind.PDF, "A.PDF"), (FileKind.PDF, "scan"), (FileKind.PDF, "a.b"), (FileKind.EMPTY, "a.pdf")]
    for kind, name in (*agreeing, (FileKind.TEXT, "a.toml"), (FileKind.RTF, "a.doc")):
        assert not ending_disagrees(kind, name), name
