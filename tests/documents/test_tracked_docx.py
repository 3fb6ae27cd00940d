"""A comparison as DOCX: accepting everything gives the new text, rejecting everything the old one."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from legalaid_desktop.documents.blocks import Block, Span, plain
from legalaid_desktop.documents.docx_parts import CHILDREN
from legalaid_desktop.documents.paragraphs import paragraphs_of
from legalaid_desktop.documents.tracked_docx import AT, AUTHOR, write_tracked
from legalaid_desktop.domain.text_compare import word_marks
from tests.documents.papers import paper
from tests.rounds import rounds

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WARNING = "Сравнение версий. Не подавать."


def tracked(old: tuple[Block, ...], new: tuple[Block, ...]) -> dict[str, bytes]:
    data = write_tracked(paragraphs_of(old), paragraphs_of(new), title="Сравнение", language="ru", warning=WARNING)
    assert data == write_tracked(
        paragraphs_of(old), paragraphs_of(new), title="Сравнение", language="ru", warning=WARNING
    )
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def settled(body: ElementTree.Element, *, accepted: bool) -> str:
    """The text after all changes are accepted or rejected, as the format defines it: paragraph marks and rows that
    came or went take their paragraphs with them."""
    stays, goes = (f"{W}ins", f"{W}del") if accepted else (f"{W}del", f"{W}ins")

    def words(node: ElementTree.Element) -> str:
        out = ""
        for child in node:
            if child.tag == goes or child.tag in (f"{W}pPr", f"{W}rPr"):
                continue
            if child.tag in (f"{W}t", f"{W}delText"):
                out += child.text or ""
            elif child.tag == f"{W}br":
                out += "\n"
            elif child.tag == f"{W}tab":
                out += "\t"
            else:
                out += words(child)
        return out

    lines: list[str] = []
    carried = ""

    def walk(node: ElementTree.Element) -> None:
        nonlocal carried
        for child in node:
            if child.tag == f"{W}tr" and child.find(f"{W}trPr/{goes}") is not None:
                continue
            if child.tag == f"{W}p":
                text = carried + words(child)
                carried = ""
                if child.find(f"{W}pPr/{W}rPr/{goes}") is not None:
                    carried = text
                else:
                    lines.append(text)
            else:
                walk(child)

    walk(body)
    assert stays != goes and not carried
    return "\n".join(line for line in lines if line)


def body_of(parts: dict[str, bytes]) -> ElementTree.Element:
    return ElementTree.fromstring(parts["word/document.xml"])


def text(blocks: tuple[Block, ...]) -> str:
    kept = tuple(block for block in blocks if block.kind != "note")
    return "\n".join(line for line in plain(kept).split("\n") if line)


def marks_fit(body: ElementTree.Element) -> None:
    """A paragraph that came or went as a whole has its mark with it, or an empty line would be left behind."""
    for node in body.iter(f"{W}p"):
        runs = {child.tag for child in node if child.tag != f"{W}pPr"}
        mark = {child.tag for child in node.findall(f"{W}pPr/{W}rPr/*")}
        if mark:
            assert runs <= mark
        elif len(runs) == 1:
            assert runs == {f"{W}r"}


def check(old: tuple[Block, ...], new: tuple[Block, ...]) -> dict[str, bytes]:
    parts = tracked(old, new)
    body = body_of(parts)
    marks_fit(body)
    assert settled(body, accepted=True) == text(new)
    assert settled(body, accepted=False) == text(old)
    return parts


def edited(blocks: tuple[Block, ...], change: dict[str, str]) -> tuple[Block, ...]:
    return tuple(
        replace(block, spans=(Span(change[block.key], origin="edit"),)) if block.key in change else block
        for block in blocks
    )


def test_words_paragraphs_rows_and_moves() -> None:
    old = paper()
    events = [{"date": "2024", "what": "задержание в г. Герат"}, {"date": "2023", "what": "<первый> & обыск"}]
    new = edited(
        paper(events=events, story="Родился в городе, где работал учителем.\n\nЕщё абзац."), {"facts.1": "Иначе"}
    )
    check(old, new)
    check(new, old)
    check(old, tuple(reversed(new)))
    check(old, ())
    check((), new)


def test_nothing_changed_has_no_changes() -> None:
    parts = check(paper(), paper())
    assert b"<w:ins" not in parts["word/document.xml"] and b"<w:del" not in parts["word/document.xml"]


def test_nobody_and_no_time_can_be_read_off_and_each_page_warns() -> None:
    parts = check(paper(), paper(signer="Другой Подписавший"))
    body = body_of(parts)
    changes = [node for node in body.iter() if node.tag in (f"{W}ins", f"{W}del")]
    assert changes
    assert {node.get(f"{W}author") for node in changes} == {AUTHOR}
    assert {node.get(f"{W}date") for node in changes} == {AT}
    ids = [node.get(f"{W}id") for node in changes]
    assert len(ids) == len(set(ids))
    assert WARNING in parts["word/header1.xml"].decode()
    assert b"titlePg" not in parts["word/document.xml"]
    assert b"comments" not in b"".join(name.encode() for name in parts)


def test_children_stand_in_the_order_of_the_schema() -> None:
    for node in body_of(check(paper(), paper(story="Другое.", court="Иной суд"))).iter():
        order = CHILDREN.get(node.tag.removeprefix(W))
        names = [child.tag.removeprefix(W) for child in node]
        if node.tag == f"{W}pPr" and order:
            assert names == sorted(names, key=order.index)


@given(st.text(alphabet="аб вг.,\n1", max_size=40), st.text(alphabet="аб вг.,\n1", max_size=40))
@settings(max_examples=rounds(60, 3000), deadline=None)
def test_marks_give_both_texts_back(old: str, new: str) -> None:
    pieces = word_marks(old, new)
    assert "".join(piece.text for piece in pieces if piece.op != "in") == old
    assert "".join(piece.text for piece in pieces if piece.op != "out") == new
    assert all(piece.text for piece in pieces)
