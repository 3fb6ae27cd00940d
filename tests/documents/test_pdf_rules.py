"""Every PDF is an archive file and can be read aloud: PDF/A-2b by pikepdf's validator, PDF/UA-1 by our own rules; over
papers of the practice cases, client papers from right to left, random papers; and the rules can be broken."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import given, settings

from legalaid_desktop.documents.blocks import Block, Span
from legalaid_desktop.documents.pdf_writer import write_pdf
from legalaid_desktop.services.archive_check import holds_in_the_child, keeps_archive_rules
from tests.documents.demo_papers import IN_ONE_WORKER, demo_papers, demo_pdf
from tests.documents.papers import paper
from tests.documents.pdf_ua import faults
from tests.documents.random_blocks import LANGUAGES, PAPERS
from tests.rounds import LONG, rounds


@IN_ONE_WORKER
def test_papers_of_the_practice_cases() -> None:
    wrong: dict[tuple[str, str, str], list[str]] = {}
    for n, key in enumerate(demo_papers()):
        if n % 4 and not LONG and key[1][0] not in "KI":
            continue
        data = demo_pdf(*key)
        found = faults(data)
        if not keeps_archive_rules(data):
            found.append("no archive file")
        if found:
            wrong[key] = found
    assert not wrong


@settings(max_examples=rounds(10, 2_000), deadline=None)
@given(PAPERS, LANGUAGES)
def test_random_papers(blocks: tuple[Block, ...], language: str) -> None:
    data = write_pdf(blocks, title="Т & <т> (т)", language=language).data
    # A paper without a block is an empty page, and nobody makes one.
    assert [fault for fault in faults(data) if "Document is empty" not in fault] == []
    assert keeps_archive_rules(data)


def test_the_child_says_the_same() -> None:
    assert holds_in_the_child(write_pdf(paper(), title="Ж", language="ru").data)
    assert not holds_in_the_child(write_pdf(paper(), title="Ж", language="ru", archive=False).data)


def test_words_in_another_language_say_so() -> None:
    spans = (Span("Заявитель: "), Span("محمدی احمد", lang="fa"), Span(", "), Span("Mar’yana", lang="uk"))
    data = write_pdf((Block(kind="para", spans=spans),), title="Т", language="ru").data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        code = pdf.pages[0].Contents.read_bytes()
        # An element of the tree for each, not a mark within a mark: poppler loses what follows one.
        spans_told = [
            str(one.Lang)
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and "/Lang" in one and str(one.get("/S")) == "/Span"
        ]
    assert spans_told == ["fa-IR", "uk-UA"]
    assert code.count(b"/Span << /MCID") == 2
    assert faults(data) == []


def test_no_heading_level_is_left_out() -> None:
    blocks = [
        Block(kind="title", spans=(Span("Жалоба"),)),
        *(Block(kind="heading", level=level, spans=(Span("Часть"),)) for level in (3, 3, 1, 2)),
    ]
    with pikepdf.open(io.BytesIO(write_pdf(blocks, title="Т", language="ru").data)) as pdf:
        kinds = [str(one.S) for one in pdf.Root.StructTreeRoot.K.K]
    assert kinds == ["/H1", "/H2", "/H3", "/H2", "/H3"]


Change = Callable[[pikepdf.Pdf], None]


def _first(pdf: pikepdf.Pdf, kind: str) -> pikepdf.Object:
    return next(
        one
        for one in pdf.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == f"/{kind}" and "/P" in one
    )


def _code(old: bytes, new: bytes) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        content = pdf.pages[0].Contents.read_bytes()
        assert old in content
        pdf.pages[0].Contents = pdf.make_stream(content.replace(old, new, 1))

    return change


def _drop(kind: str, key: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        del _first(pdf, kind)[key]

    return change


def _untitled(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


def _no_letters(pdf: pikepdf.Pdf) -> None:
    font = next(iter(pdf.pages[0].Resources.Font.values()))
    font.ToUnicode = pdf.make_stream(b"")


def _linked(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([]))


def _renamed(pdf: pikepdf.Pdf) -> None:
    _first(pdf, "H2").S = pikepdf.Name.H4


def _loose_cell(pdf: pikepdf.Pdf) -> None:
    row = _first(pdf, "TR")
    row.K = pikepdf.Array(list(row.K)[:1])


@pytest.mark.parametrize(
    "change",
    [
        _untitled, _no_letters, _linked, _renamed, _loose_cell, _drop("Note", "/ID"), _drop("TH", "/A"),
        _drop("L", "/A"), _code(b"/P << /MCID 0 >> BDC", b"/P << >> BDC"), _code(b"/MCID 1 ", b"/MCID 0 "),
        _code(b"EMC", b""),
    ],
)  # fmt: skip
def test_a_broken_rule_is_found(change: Change) -> None:
    with pikepdf.open(io.BytesIO(write_pdf(paper(), title="Жалоба", language="ru").data)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
    assert faults(out.getvalue())


def test_lists_that_begin_a_level_down_stand_in_no_item() -> None:
    """Two lists at the first level down, with no item above them to stand in."""
    items = [Block(kind="item", level=1, list_id=name, spans=(Span("Пункт"),)) for name in ("a", "b")]
    assert faults(write_pdf(items, title="Т", language="ru").data) == []
