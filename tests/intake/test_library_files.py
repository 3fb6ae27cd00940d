"""Files of the library are read for their text, page by page; hostile ones are refused or harmless."""

from __future__ import annotations

import io
import time

import pytest

from legalaid_desktop.domain.library import PageUnit
from legalaid_desktop.errors import FileRefused
from legalaid_desktop.intake import read_epub, read_html, read_pdf_text
from legalaid_desktop.intake.file_kind import FileKind
from legalaid_desktop.intake.text_coding import decoded
from legalaid_desktop.intake.text_parts import PART_LETTERS, gathered, packed, plain_text, unpacked
from legalaid_desktop.intake.worker import Reply
from legalaid_desktop.services.library_reading import read_content
from tests.intake.hostile_archives import zeros
from tests.intake.library_files import epub, pdf, section


class Told(Reply):
    """A parser's answer, asked for in this process: the walls are tried elsewhere."""

    def __init__(self) -> None:
        super().__init__(())
        self.blobs: list[bytes] = []

    def blob(self, content: bytes | memoryview) -> None:
        self.blobs.append(bytes(content))


def book(data: bytes) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    first = 0
    while True:  # this process has long used up what a child has: each answer is one section
        told = Told()
        read_epub.load()(data, {"first": first}, told)
        parts, first, _, _ = unpacked(told.plain, told.blobs)
        found += parts
        if not first:
            return found


def page(data: bytes) -> list[tuple[str, str]]:
    told = Told()
    read_html.load()(data, {}, told)
    return unpacked(told.plain, told.blobs)[0]


# --- through the child


def test_a_pdf_gives_its_pages_with_what_is_printed_on_them() -> None:
    read = read_content(pdf(["A com-\nplaint was filed.", "", "Third page."]), "report.pdf")
    assert read.unit is PageUnit.PAGE
    assert [one.label for one in read.pages] == ["i", "ii", "iii"]
    assert read.pages[0].text == "A complaint was filed."
    assert read.blank == 1
    assert read.told["title"] == "Report on samples"


def test_a_book_gives_its_sections_and_what_it_says_of_itself() -> None:
    read = read_content(epub([section("Первый"), section("Второй")]), "book.epub")
    assert read.unit is PageUnit.SECTION
    assert [(one.n, one.label) for one in read.pages] == [(1, "1 Первый"), (2, "2 Второй")]
    assert read.told == {"title": "Книга образцов", "publisher": "Издатель", "date": "2021-04", "language": "ru"}


def test_a_word_file_gives_its_paragraphs_and_rows() -> None:
    import docx

    made = docx.Document()
    for n in range(1, 4):
        made.add_paragraph(f"Статья {n}. " + "Слово закона. " * 150)
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "срок", "15 дней"
    out = io.BytesIO()
    made.save(out)
    read = read_content(out.getvalue(), "закон.docx")
    assert (read.kind, read.unit) == (FileKind.WORD, PageUnit.PARAGRAPH)
    assert [one.label for one in read.pages] == ["1", "2", "3"]
    assert read.pages[-1].text.endswith("\n\nсрок\t15 дней")


def test_work_that_nobody_waits_for_ends() -> None:
    class Gone(Exception):
        pass

    def watch(done: int, total: int) -> None:
        raise Gone

    with pytest.raises(Gone):
        read_content("Один абзац.".encode(), "a.txt", watch)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "a.pdf", "wrong_kind"),
        (b" \n \n", "a.txt", "no_text"),
        (b"<html><script>let a = 1</script></html>", "a.html", "no_text"),
        (b"%PDF-1.7\nnothing", "a.pdf", "pdf_damaged"),
    ],
    ids=["picture", "blanks", "script", "pdf"],
)
def test_what_holds_no_text_is_refused(data: bytes, name: str, kind: str) -> None:
    with pytest.raises(FileRefused) as caught:
        read_content(data, name)
    assert caught.value.facts["kind"] == kind


# --- web pages


def test_a_page_says_what_it_says_and_does_nothing() -> None:
    data = """<html><head><title>Закон</title><style>p{}</style><script>alert("скрипт")</script></head>
    <body onload="x()"><h1>Статья 1</h1><p>Беженец &mdash; тот,&nbsp;кто бежал.<br>Новая строка.
    <iframe src="file:///etc/passwd">рамка</iframe><object data="x">объект</object><template>шаблон</template>
    <img src="http://образец/x" alt="снимок"><a href="javascript:x()">ссылка</a>
    <table><tr><td>ячейка</td><td>вторая</td></tr></table><!-- примечание --></body></html>"""
    ((label, text),) = page(data.encode())
    assert label == "1"
    assert "Беженец — тот, кто бежал.\nНовая строка." in text
    assert "ячейка вторая" in text.replace("\t", " ")
    for hidden in ("скрипт", "рамка", "объект", "шаблон", "passwd", "образец", "примечание", "снимок"):
        assert hidden not in text


def test_the_old_encodings_of_the_region_are_told() -> None:
    words = "Решение об отказе в защите было вручено под расписку. " * 3
    for name in ("cp1251", "koi8-r", "cp866", "utf-8", "utf-16"):
        assert decoded(words.encode(name), declared=False).strip() == words.strip(), name
    declared = b'<meta charset="koi8-r">' + "Аб".encode("koi8-r")
    assert decoded(declared, declared=True).endswith("Аб")
    assert decoded(b'<meta charset="zip">\xc0\xe1', declared=True).endswith("Аб")


@pytest.mark.parametrize(
    "data",
    [
        b"<html>" + b"<div>" * 200_000 + "дно".encode(),
        b"<html><p>" + b"<b" * 300_000,
        b"<html><p " + b"a=b " * 200_000 + ">дно".encode(),
        b"<html><!DOCTYPE" + b"[" * 300_000,
        b"<!DOCTYPE html [" + b'<!ENTITY a "&a;&a;">' * 5_000 + b"]><html><p>&a;" + "дно".encode(),
        b"<html>" + b"<script/>" * 100_000 + "<p>дно".encode(),
        b"<html><title>" + b"&lt;" * 500_000,
    ],
    ids=["deep", "unclosed", "attributes", "brackets", "entities", "scripts", "title"],
)
def test_a_hostile_page_ends_soon(data: bytes) -> None:
    started = time.process_time()
    try:
        parts = page(data)
    except FileRefused as refused:
        assert refused.facts["kind"] in ("xml_bounds", "text_too_long")
    else:
        assert sum(len(text) for _, text in parts) <= len(data)
    assert time.process_time() - started < 20  # the child ends it long before; a hang would not


# --- books


def test_scripts_and_entities_of_a_book_are_not_text() -> None:
    body = (
        '<p>Видно.</p><script>скрыто()</script><p>&boom;</p><svg><text>рисунок</text></svg><a href="http://x/">так</a>'
    )
    ((label, text),) = book(epub([section("Глава", body)]))
    assert label == "1 Глава"
    assert text.startswith("Глава\n\nВидно.")
    for hidden in ("скрыто", "ВЗРЫВ", "рисунок", "http", "ENTITY"):
        assert hidden not in text


def test_a_section_is_read_once_and_only_from_inside_the_book() -> None:
    spine = [1, 1, 0, 0, 1] * 2_000
    parts = book(epub([section("Ноль"), section("Один")], spine=spine))
    assert [label for label, _ in parts] == ["1 Один", "2 Ноль"]
    for href in ("../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "http://x/s0.xhtml", "..\\s0.xhtml"):
        with pytest.raises(FileRefused):
            book(epub([section("Ноль")], hrefs={0: href}))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (lambda: epub([section("x")] * 4_100), "zip_parts"),
        (lambda: epub([section("x")] * 3_100), "zip_parts"),
        (lambda: epub([section("x")], head='<!DOCTYPE p [<!ENTITY a "b">]>'), "dtd"),
        (lambda: epub([section("x")], package="OEBPS/other.opf"), "wrong_kind"),
        (lambda: epub([section("x")], spine=[]), "wrong_kind"),
        (lambda: epub([section("x")], extra={"OEBPS/inner.zip": b"PK\3\4" + b"\0" * 30}), "zip_nested"),
        (
            lambda: epub(
                [section("x")],
                extra={"META-INF/encryption.xml": b'<e xmlns:n="u"><n:EncryptionMethod Algorithm="aes"/></e>'},
            ),
            "zip_encrypted",
        ),
    ],
    ids=["parts", "sections", "entities", "package", "empty", "nested", "locked"],
)
def test_a_hostile_book_is_refused(data: object, kind: str) -> None:
    assert callable(data)
    with pytest.raises(FileRefused) as caught:
        book(data())
    assert caught.value.facts["kind"] == kind


def test_a_book_that_unpacks_without_end_is_refused() -> None:
    from tests.intake.hostile_archives import archive

    bomb = zeros(200 << 20, b" ")
    data = archive({"mimetype": b"application/epub+zip", "META-INF/container.xml": (bomb, 200 << 20)})
    with pytest.raises(FileRefused) as caught:
        book(data)
    assert caught.value.facts["kind"] == "zip_size"


# --- parts


def test_paragraphs_are_gathered_and_keep_their_numbers() -> None:
    paragraphs = [f"Абзац {n}. " + "слово " * 200 for n in range(1, 8)]
    parts = list(gathered([*paragraphs, " ", "я" * (3 * PART_LETTERS)]))
    assert parts[0][0] == "1"
    assert all(len(text) <= 2 * PART_LETTERS for _, text in parts)
    for label, text in parts[:-3]:
        assert text.startswith(f"Абзац {label}.")
    assert [label for label, _ in parts[-2:]] == ["8", "8"]
    told = Told()
    told.blob(packed(parts))
    back, _, _, _ = unpacked({"count": len(parts), "next": 0, "total": 9, "told": {}}, told.blobs)
    assert back == parts


def test_control_signs_and_odd_spaces_are_no_text() -> None:
    assert plain_text("а\x00\x1b[31m\u00a0\u2028б\r\nв\x0cг\u00ad\u202e \ufffe") == "а[31m\nб\nв\nг"


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("за-\nщита", "защита"),
        ("юго-\nвосток", "юго-восток"),
        ("кто-\nлибо", "кто-либо"),
        ("Нью-\nЙорк", "Нью-\nЙорк"),
        ("12-\nго", "12-\nго"),
    ],
)
def test_a_word_parted_at_the_end_of_a_line_is_one_again(text: str, joined: str) -> None:
    assert read_pdf_text.mended(text) == joined


def test_a_parser_of_pdf_does_not_read_other_files() -> None:
    with pytest.raises(FileRefused):
        read_pdf_text.load()(b"plain", {}, Told())
