"""Both files say the same: read from the finished files alone, list numbers included."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legalaid_desktop.documents.blocks import Block, Span, plain
from legalaid_desktop.documents.docx_writer import write_docx
from legalaid_desktop.documents.pdf_writer import write_pdf
from legalaid_desktop.documents.typography import has_rtl, is_rtl
from tests.documents.demo_papers import IN_ONE_WORKER, demo_docx, demo_papers, demo_pdf
from tests.documents.finished_files import DocxReading, in_order, pdf_pages, pdf_words, words
from tests.documents.papers import paper
from tests.rounds import rounds


def compare(blocks: tuple[Block, ...], language: str = "ru") -> None:
    """Every word of the blocks in both files, in order and as often; the PDF shows Word's numbers."""
    compare_files(
        blocks,
        write_docx(blocks, title="Т", language=language),
        write_pdf(blocks, title="Т", language=language).data,
        language,
    )


def compare_files(blocks: tuple[Block, ...], docx: bytes, pdf: bytes, language: str) -> None:
    reading = DocxReading(docx)
    in_pdf = pdf_words(pdf)
    notes = [block for block in blocks if block.kind == "note"]
    wanted = words(plain([block for block in blocks if block.kind != "note"]))
    body = words("\n".join(reading.body))
    foot = words("\n".join(reading.notes))
    assert in_order(straight(wanted), straight(words(reading.unmarked))) is None
    assert in_order(words(plain(notes)), foot) is None
    # pdfium guesses the order of a whole line that holds a right-to-left word.
    certain = [text for text in reading.body if not has_rtl(text)]
    # In a paper read from the right it does so for every line, the Russian column beside it too.
    assert is_rtl(language) or in_order(words("\n".join(certain)), straight(in_pdf)) is None
    assert not Counter([*body, *foot]) - Counter(in_pdf)
    # Nothing in the PDF beyond the DOCX but the heads of tables that go on on another page.
    left = Counter(in_pdf) - Counter([*body, *foot])
    heads = {
        word
        for block in blocks
        for row in block.rows[: block.head_rows]
        for cell in row
        for word in words("".join(span.text for span in cell))
    }
    assert left.keys() <= heads


def straight(found: list[str]) -> list[str]:
    """Without right-to-left words: those who extract text from a PDF guess their order."""
    return [word for word in found if not re.search("[\u0590-\u08ff]", word)]


@IN_ONE_WORKER
def test_every_paper_of_the_practice_cases() -> None:
    papers = demo_papers()
    assert {document for _, document, _ in papers} >= {"A1", "A2", "A3", "A4", "C1", "C3", "C4", "C5", "D1", "D5"}
    for key, blocks in papers.items():
        compare_files(blocks, demo_docx(*key), demo_pdf(*key), key[2])


def read_by_pypdf(data: bytes, folder: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def read_by_poppler(mode: str) -> Callable[[bytes, Path], str]:
    def read(data: bytes, folder: Path) -> str:
        program = shutil.which("pdftotext")
        if program is None:
            pytest.skip("pdftotext is not installed")
        (folder / "paper.pdf").write_bytes(data)
        done = subprocess.run([program, mode, folder / "paper.pdf", "-"], check=True, capture_output=True)
        return done.stdout.decode()

    return read


READERS = {
    "pypdf": (read_by_pypdf, True),
    "pdftotext in order": (read_by_poppler("-raw"), True),
    "pdftotext by place": (read_by_poppler("-layout"), False),
}


@IN_ONE_WORKER
@pytest.mark.parametrize(("read", "ordered"), READERS.values(), ids=READERS)
@pytest.mark.parametrize("paper_of", ["S06 C3 ru", "S06 C3 be", "S03 C1 ru", "S02 A4 ru", "S04 D1 ru", "S05 A3 ru"])
def test_other_readers_find_the_same(
    paper_of: str, read: Callable[[bytes, Path], str], ordered: bool, tmp_path: Path
) -> None:
    """Words, numbers and annexes of the DOCX in the PDF, as others extract them; page numbers are left over."""
    case, document, language = paper_of.split()
    reading = DocxReading(demo_docx(case, document, language))
    wanted = straight(words("\n".join([*reading.body, *reading.notes])))
    found = straight(words(read(demo_pdf(case, document, language), tmp_path)))
    assert not Counter(wanted) - Counter(found)
    if ordered and not reading.notes:
        assert in_order(wanted, found) is None


def test_two_letters_in_a_narrow_cell_stay_two_words(tmp_path: Path) -> None:
    cell = (Span("приложения 1\nи\u00a02\nа б в"),)
    table = Block(kind="table", rows=((cell, (Span("слово " * 80),)),))
    written = write_pdf((table,), title="", language="ru").data
    for read, _ in READERS.values():
        text = read(written, tmp_path)
        assert "\u200b" not in text
        found = words(text)
        assert "и2" not in found
        assert {"и", "2", "а", "б", "в"} <= set(found)


def test_a_whole_paper() -> None:
    compare(paper())


def test_a_paper_of_many_pages() -> None:
    story = "\n".join(
        f"Абзац {n}: приходили люди, спрашивали о брате, об учениках и о том, кто что-либо видел {n}-го числа."
        for n in range(150)
    )
    compare(paper(None, story=story))


def test_a_table_of_many_pages_and_a_row_higher_than_a_page() -> None:
    events = [{"date": f"{n}.01.2025", "what": f"событие {n}, о котором рассказали соседи"} for n in range(1, 120)]
    events[5]["what"] = " ".join(f"слово{n}" for n in range(900))
    compare(paper(None, events=events))


def test_belarusian_and_english() -> None:
    blocks = (
        Block(kind="title", spans=(Span("СКАРГА"),)),
        Block(kind="para", spans=(Span("Дар’я Ўладзіміраўна, п. 3, 5 снежня 2026 г., сям'я ў г. Мінску."),)),
        Block(kind="item", ordered=True, list_id="a", spans=(Span("першы пункт;"),)),
    )
    compare(blocks, "be")
    compare((Block(kind="para", spans=(Span("The applicant was born on 5 March 1990."),)),), "en")


_CYRILLIC = st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВЎіўґ0123456789.,;:()«»№—", min_size=2, max_size=14)
_SHORT = st.text(alphabet="абвгд012", min_size=2, max_size=5)
_SENTENCE = st.lists(_CYRILLIC, min_size=1, max_size=25).map(" ".join)
_BLOCK = st.one_of(
    st.builds(
        lambda t, bold: Block(kind="para", spans=(Span(t, bold), Span(" и "), Span(t))), _SENTENCE, st.booleans()
    ),
    st.builds(
        lambda t, level, ordered, number: Block(
            kind="item", spans=(Span(t),), level=level, ordered=ordered, list_id=f"{number}{ordered}"
        ),
        _SENTENCE,
        st.integers(0, 2),
        st.booleans(),
        st.integers(0, 2),
    ),
    st.builds(lambda t, level: Block(kind="heading", spans=(Span(t),), level=level), _SENTENCE, st.integers(1, 3)),
    st.builds(
        lambda cells: Block(kind="table", head_rows=1, rows=tuple(tuple((Span(c),) for c in row) for row in cells)),
        st.integers(1, 4).flatmap(
            lambda n: st.lists(st.lists(_CYRILLIC, min_size=n, max_size=n), min_size=1, max_size=4)
        ),
    ),
    st.builds(lambda t: Block(kind="para", spans=(Span(t),), box="addressee", group=1), _SENTENCE),
    st.just(Block(kind="pagebreak")),
)


@pytest.mark.soak
@settings(max_examples=rounds(30, 1_000), deadline=None)
@given(st.lists(_BLOCK, min_size=1, max_size=14))
def test_any_blocks(blocks: list[Block]) -> None:
    compare(tuple(blocks))


@pytest.mark.parametrize("width", [40, 400])
def test_a_word_longer_than_a_line_is_broken_and_complete(width: int) -> None:
    word = "".join(chr(0x430 + n % 32) for n in range(width))
    written = write_pdf((Block(kind="para", spans=(Span(word),)),), title="", language="ru")
    assert "".join(pdf_words(written.data)) == word


def test_no_line_ends_at_a_hyphen_of_a_word() -> None:
    for filler in range(40):
        text = "а" * filler + " Уголовно-процессуальный кодекс, кто-либо и № 12-3/2026 " * 6
        written = write_pdf((Block(kind="para", spans=(Span(text),)),), title="", language="ru")
        for page in pdf_pages(written.data):
            assert not any(line.rstrip().endswith(("-", "\ufffe", "\x02")) for line in page.split("\n"))
