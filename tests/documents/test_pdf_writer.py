"""The PDF: fonts, order of pages, what stays together, structure, and digits that are never turned around."""

from __future__ import annotations

import io
import re
import time

import pypdf
import pytest

from legalaid_desktop.documents.blocks import Block, Box, Span
from legalaid_desktop.documents.docx_writer import write_docx
from legalaid_desktop.documents.fonts import missing_glyphs, serif
from legalaid_desktop.documents.pages import page_sizes, render_pages
from legalaid_desktop.documents.pdf_writer import WrittenPdf, page_count, write_pdf
from tests.documents.finished_files import pdf_pages, pdf_words
from tests.documents.papers import paper


def para(text: str, box: Box = "", group: int = 0) -> Block:
    return Block(kind="para", spans=(Span(text),), box=box, group=group)


def made(*blocks: Block, language: str = "ru") -> WrittenPdf:
    return write_pdf(blocks, title="Жалоба", language=language)


def reader(written: WrittenPdf) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(written.data))


LINE = "Слово за словом идёт строка, в которой ничего не сказано, кроме того, что она есть"


def test_every_font_is_embedded_and_a_subset() -> None:
    pdf = reader(made(*paper()))
    fonts = {}
    for page in pdf.pages:
        fonts.update(page["/Resources"]["/Font"])  # type: ignore[index]
    assert len(fonts) >= 3
    for font in fonts.values():
        name = str(font.get_object()["/BaseFont"])
        assert re.fullmatch(r"/[A-Z]{6}\+(Liberation|Noto).*", name)
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        assert "/FontFile2" in descendant["/FontDescriptor"].get_object()
        assert "/ToUnicode" in font.get_object()


def test_title_language_and_nothing_about_the_maker() -> None:
    written = made(*paper())
    pdf = reader(written)
    assert {str(key): str(value) for key, value in (pdf.metadata or {}).items()} == {
        "/Title": "Жалоба",
        "/CreationDate": "D:20000101000000Z",
        "/ModDate": "D:20000101000000Z",
    }
    assert pdf.trailer["/Root"]["/Lang"] == "ru-RU"  # type: ignore[index]
    for trace in (b"reportlab", b"python", b"legalaid", b"opensource", b"producer", b"helvetica"):
        assert trace not in written.data.lower()


def test_the_same_paper_gives_the_same_bytes() -> None:
    first = made(*paper()).data
    time.sleep(1.1)
    assert made(*paper()).data == first


def test_pages_are_numbered_from_the_second() -> None:
    written = made(*[para(LINE * 3) for _ in range(60)])
    assert written.pages > 3
    texts = pdf_pages(written.data)
    assert [text.split("\n")[0].strip() for text in texts[1:]] == [str(n) for n in range(2, written.pages + 1)]
    assert not texts[0].startswith("1")


def test_the_outline_has_the_headings_in_their_order() -> None:
    pdf = reader(made(*paper()))

    def titles(entries: object) -> list[object]:
        out: list[object] = []
        for entry in entries:  # type: ignore[attr-defined]
            out.append(titles(entry) if isinstance(entry, list) else entry.title)
        return out

    assert titles(pdf.outline) == ["ЖАЛОБА", ["Обстоятельства", ["События"], "ПРОШУ:"]]


def test_structure_is_nested() -> None:
    pdf = reader(made(*paper()))
    root = pdf.trailer["/Root"]["/StructTreeRoot"]["/K"].get_object()  # type: ignore[index]

    def shape(node: pypdf.generic.DictionaryObject) -> str:
        kids = node.get("/K", [])
        kids = kids if isinstance(kids, list) else [kids]
        inner = [shape(kid.get_object()) for kid in kids if not isinstance(kid.get_object(), int)]
        inner = [text for text in inner if text]
        return str(node.get("/S", "")).strip("/") + (f"({' '.join(inner)})" if inner else "")

    tree = shape(root)
    assert tree.startswith("Document(P P P H1 P H2 P(Note) ")
    assert "L(LI(Lbl LBody) LI(Lbl LBody) LI(Lbl LBody))" in tree
    assert "L(LI(Lbl LBody(L(LI(Lbl LBody) LI(Lbl LBody)))) LI(Lbl LBody))" in tree
    assert "Table(TR(TH TH) TR(TD TD) TR(TD TD) TR(TD TD))" in tree


def test_a_heading_does_not_stand_at_the_foot() -> None:
    for count in range(30, 60):
        blocks = [para("Строка.") for _ in range(count)]
        blocks += [Block(kind="heading", level=1, spans=(Span("Заголовок"),)), para(LINE * 4)]
        pages = pdf_pages(made(*blocks).data)
        (page,) = (text for text in pages if "Заголовок" in text)
        assert LINE[:20] in page


@pytest.mark.parametrize("last", [LINE * 6, "Короткая."])
def test_a_signature_is_never_alone(last: str) -> None:
    for count in range(25, 60):
        blocks = [para("Строка.") for _ in range(count)]
        blocks += [para(last), para("дата\tИ. Имя", "signature", 5), para("Представитель", "signature", 5)]
        pages = pdf_pages(made(*blocks).data)
        (page,) = (text for text in pages if "И. Имя" in text.replace("\u00a0", " "))
        lines = [line for line in page.split("\n") if line.strip() and not line.strip().isdigit()]
        assert len(lines) >= 5, (count, lines)


def test_no_line_stands_alone_at_head_or_foot() -> None:
    for count in range(40, 50):
        blocks = [para("Строка.") for _ in range(count)] + [para(f"Начало {LINE * 3} конец.")]
        pages = pdf_pages(made(*blocks).data)
        if len(pages) == 1:
            continue
        first = [line for line in pages[0].split("\n") if "Строка." not in line and line.strip()]
        second = [line for line in pages[1].split("\n")[1:] if line.strip()]
        assert len(first) != 1
        assert len(second) >= 2


def test_boxes_stay_together() -> None:
    for count in range(30, 48):
        blocks = [para("Строка.") for _ in range(count)]
        blocks += [para(f"Вместе {n}", "keep", 3) for n in range(6)]
        pages = pdf_pages(made(*blocks).data)
        (page,) = (text for text in pages if "Вместе 0" in text)
        assert "Вместе 5" in page


def test_a_table_repeats_its_head_on_each_page() -> None:
    rows = ((Span("Шапка"),),), *(((Span(f"ряд{n}"),),) for n in range(120))
    written = made(Block(kind="table", rows=tuple(rows), head_rows=1))
    pages = pdf_pages(written.data)
    assert len(pages) >= 3
    assert all("Шапка" in page for page in pages)
    assert re.findall(r"ряд(\d+)", "\n".join(pages)) == [str(n) for n in range(120)]


def test_footnotes_stand_on_the_page_of_their_mark() -> None:
    blocks: list[Block] = []
    for n in range(1, 31):
        blocks.append(Block(kind="para", spans=(Span(f"Утверждение{n}:"), Span(note=n), Span(". " + LINE * 4))))
    blocks += [Block(kind="note", note=n, spans=(Span(f"Источник{n}. {LINE}"),)) for n in range(1, 31)]
    pages = pdf_pages(made(*blocks).data)
    assert len(pages) > 3
    for page in pages:
        assert re.findall(r"Утверждение(\d+)", page) == re.findall(r"Источник(\d+)", page)


def test_a_footnote_longer_than_a_page_goes_on() -> None:
    blocks = [
        Block(kind="para", spans=(Span("Текст"), Span(note=1), Span("."))),
        para("Дальше."),
        Block(kind="note", note=1, spans=(Span(" ".join(f"слово{n}" for n in range(2500))),)),
    ]
    written = made(*blocks)
    found = pdf_words(written.data)
    assert [word for word in found if word.startswith("слово")] == [f"слово{n}" for n in range(2500)]
    assert "Дальше" in found


def test_landscape_only_where_a_table_is_wide() -> None:
    table = Block(kind="table", rows=(tuple((Span(f"к{n}"),) for n in range(8)),) * 3, head_rows=1)
    sizes = page_sizes(made(para("До"), table, para("После")).data)
    assert [width > height for width, height in sizes] == [False, True, False]


def test_places_lead_to_each_block() -> None:
    blocks = paper()
    written = made(*blocks)
    keys = [block.key for block in blocks if block.kind not in ("note", "pagebreak")]
    assert [place.key for place in written.places] == keys
    assert all(1 <= place.page <= written.pages and 0 < place.top < 842 for place in written.places)
    order = [(place.page, place.top) for place in written.places]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("لديك الحق في الطعن خلال ۱۵ يومًا", "۱۵"),
        ("ظرف ۱۵ روز می‌توانید شکایت کنید", "۱۵"),
        ("تاسو ۱۵ ورځې لرئ", "۱۵"),
        ("لە ماوەی ١٥ ڕۆژدا", "١٥"),
        ("خلال 15 يوما حتى 05.03.2026", "05.03.2026"),
    ],
)
@pytest.mark.parametrize("language", ["ar", "ru"])
def test_digits_keep_their_order_in_right_to_left_text(text: str, digits: str, language: str) -> None:
    written = made(Block(kind="para", spans=(Span(text, origin="x"),)), language=language)
    page = pypdf.PdfReader(io.BytesIO(written.data)).pages[0].extract_text()
    assert digits in page or digits in "".join(pdf_pages(written.data))


def test_names_in_arabic_script_can_be_searched() -> None:
    name = "محمدی احمد رضا"
    written = made(Block(kind="para", spans=(Span("Заявитель: "), Span(name, origin="p1"), Span(", 12.03.1990"))))
    text = "".join(pdf_pages(written.data))
    assert set(name.split()) <= set(re.findall("[\u0600-\u06ff]+", text))
    assert "12.03.1990" in text


def test_characters_that_no_font_has_are_named() -> None:
    assert missing_glyphs("Ahmad Әли ѓ ўі محمدی ትግርኛ საქართველო Հայ עברית हिन्दी தமிழ் বাংলা සිංහල ਪੰਜਾਬੀ — №") == ""
    assert missing_glyphs("漢 a 漢 한") == "漢한"
    assert missing_glyphs("a\u2067b\u200c\n\t ") == ""


def test_pictures_show_the_pages() -> None:
    written = made(*paper())
    pictures = render_pages(written.data, scale=0.5)
    assert len(pictures) == written.pages
    first = pictures[0]
    assert (first.width, first.height) == (298, 421)
    assert len(first.rgba) == first.width * first.height * 4
    dark = sum(value < 100 for value in first.rgba[::4])
    assert dark > 300
    assert len(render_pages(written.data, scale=0.2, first=2, last=2)) == 1


def test_a_tint_marks_gaps_on_the_screen_only() -> None:
    blocks = paper()
    plain_page = render_pages(write_pdf(blocks, title="", language="ru").data, scale=1)[0].rgba
    marked = render_pages(write_pdf(blocks, title="", language="ru", mark_gaps=True).data, scale=1)[0].rgba

    def coloured(rgba: bytes) -> int:
        return sum(abs(rgba[i] - rgba[i + 2]) > 60 for i in range(0, len(rgba), 4))

    assert coloured(plain_page) == 0
    assert coloured(marked) > 200


def test_an_empty_paper_is_one_empty_page() -> None:
    assert made().pages == 1


def test_no_word_of_a_paper_stays_in_the_measurer() -> None:
    made(*paper())
    write_docx(paper(), title="", language="ru")
    for bold in (False, True):
        for italic in (False, True):
            face = serif(bold, italic)
            assert not face._words
            assert not face._shaped


def test_pages_are_counted_without_drawing_them() -> None:
    for blocks in (paper(), tuple(para(LINE) for _ in range(120)), ()):
        assert page_count(blocks, "ru") == made(*blocks).pages
