"""Random papers: every kind of block, box, script and depth that the notation can make, and some only hands can."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from legalaid_desktop.documents.blocks import Block, Span

_WORDS = st.sampled_from(
    ("слово", "Уголовно-процессуальный", "15\u00a0дней", "№\u00a012-3/2026", "Mar’yana", "ў", "محمدی احمد",
     "ظرف ۱۵ روز", "\u2067محمدی\u2069", "+375 17 123-45-67", "<w:t>&", "«кавычки»", "a" * 90, "ትግርኛ",
     "(скобки)", "\u200c", "—")
)  # fmt: skip
TEXTS = st.lists(_WORDS, min_size=1, max_size=30).map(" ".join)
_SPANS = st.lists(
    st.builds(
        Span,
        text=TEXTS,
        bold=st.booleans(),
        italic=st.booleans(),
        origin=st.sampled_from((None, "p1.name")),
        lang=st.sampled_from((None, None, "ru", "fa", "en")),
    ),
    min_size=1,
    max_size=3,
).map(tuple)
_BOXES = st.sampled_from(("", "", "", "addressee", "annexes", "signature", "keep", "receipt"))


def _table(cells: Any) -> st.SearchStrategy[Block]:
    return st.integers(1, 9).flatmap(
        lambda columns: st.builds(
            Block,
            kind=st.just("table"),
            rows=st.lists(st.lists(cells, min_size=columns, max_size=columns).map(tuple), min_size=1, max_size=6).map(
                tuple
            ),
            head_rows=st.integers(0, 1),
            plain=st.booleans(),
            tongues=st.booleans(),
        )
    )


_TEXTUAL = st.builds(
    Block,
    kind=st.sampled_from(("para", "para", "para", "heading", "title", "subtitle", "item", "item")),
    spans=_SPANS,
    level=st.integers(1, 3),
    ordered=st.booleans(),
    list_id=st.sampled_from(("a", "b")),
    box=_BOXES,
    group=st.integers(0, 4),
)


def _whole(blocks: list[Block], noted: int) -> tuple[Block, ...]:
    """Give lists their levels, some paragraphs a footnote, and each its section."""
    out: list[Block] = []
    notes: list[Block] = []
    for n, block in enumerate(blocks):
        changed: dict[str, Any] = {"key": f"s.{n}", "section": "s"}
        if block.kind == "item":
            changed |= {"level": block.level - 1, "list_id": f"{block.list_id}{block.ordered}"}
        if block.kind == "para" and len(notes) < noted:
            number = len(notes) + 1
            changed["spans"] = (*block.spans, Span(note=number))
            notes.append(Block(kind="note", note=number, spans=(Span(f"Сноска {number}. " + "слово " * 9 * number),)))
        out.append(replace(block, **changed))
    return (*out, *notes)


PAPERS = st.builds(
    _whole,
    st.lists(st.one_of(_TEXTUAL, _TEXTUAL, _TEXTUAL, _table(_SPANS), st.just(Block(kind="pagebreak"))), max_size=14),
    st.integers(0, 4),
)
"""Blocks of one paper."""
LANGUAGES = st.sampled_from(("ru", "ru", "be", "en", "fa", "ckb"))
