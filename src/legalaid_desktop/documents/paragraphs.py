"""Blocks as paragraphs that can be known again, and own words put back among them.

A table is one paragraph: its cells follow the records and are not written by hand in the window. Footnotes and page
breaks are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from legalaid_desktop.documents.blocks import ANNEX_ORIGIN, Block, Box, Kind, Span, refs_of, with_edits
from legalaid_desktop.domain.draft_merge import OwnText, loose_place, placed
from legalaid_desktop.domain.draft_paragraphs import Paragraph, named

_NOT_TEXT: Final = ("note", "pagebreak")
_TWO_PARTS: Final = frozenset({"answers", "narrative", "law", "missed", "detention", "coi", "annex"})
"""Origins whose first part does not name a record yet."""
_POINTS: Final = re.compile(
    r"\b(?:пункт\w*|п\.|пп\.)\s*\d[\d\u2013,]*(?:(?:\s*[,иі]\s*|\s+)\d[\d\u2013]*)*", re.IGNORECASE
)
"""«пункты 1 и 3», «п. 2–4» of this very paper: numbers that only order made."""
_OLD_PLACE: Final = re.compile(r"^.*\.\d+(:\d+:\d+)?$")
"""How a paragraph was named before it could be known again: its section and its number there."""


def paragraphs_of(
    blocks: Sequence[Block], bases: Mapping[str, Paragraph] | None = None
) -> tuple[tuple[Paragraph, Block], ...]:
    """Each block that is text with its paragraph, in order. ``bases``: key of a block with own words → the paragraph
    they were written over, by which it is known."""
    kept = [block for block in blocks if block.kind not in _NOT_TEXT]
    known = bases or {}
    return tuple(zip(named(_paragraph(block, known.get(block.key)) for block in kept), kept, strict=True))


def _paragraph(block: Block, base: Paragraph | None = None) -> Paragraph:
    spans = [span for span in block.all_spans if span.note is None]
    own = " ".join(part for span in spans if span.origin is None for part in span.text.split())
    facts = {name for span in spans if not span.missing for name in _records(span)}
    # What is cited beside a fact comes and goes; a paragraph of citations alone is known by them.
    facts = {name for name in facts if not name.startswith(("annex:", "fact:"))} or facts
    look: dict[str, str | int | bool] = {
        "level": block.level, "ordered": block.ordered, "list_id": block.list_id, "box": block.box,
        "landscape": block.landscape,
    }  # fmt: skip
    return Paragraph(
        key="",
        section=block.section,
        kind=block.kind,
        text=block.text,
        sense=_POINTS.sub("{points}", _sense(block)),
        words=own if base is None else base.words,
        facts=tuple(sorted(facts)) if base is None else base.facts,
        refs=_references(block),
        look={name: value for name, value in look.items() if value},
    )


def _records(span: Span) -> Iterator[str]:
    """The records that a value came from: ``e1`` of ``e1.text``, every annex of a citation."""
    origin = (span.origin or "").rstrip("?")
    if not origin:
        return
    if origin.startswith(ANNEX_ORIGIN):
        yield from (f"{ANNEX_ORIGIN}{ref}" for ref in refs_of(origin))
        return
    parts = origin.split(".")
    yield ".".join(parts[:2]) if parts[0] in _TWO_PARTS else parts[0]


def _sense(block: Block) -> str:
    """The text with what is cited in the place of its number."""

    def said(spans: Sequence[Span]) -> str:
        return "".join(
            f"{{{span.origin.removeprefix('annex:')}}}"
            if span.origin and span.origin.startswith(("annex:", "fact:"))
            else span.text
            for span in spans
        )

    if block.kind == "table":
        return "\n".join("\t".join(said(cell) for cell in row) for row in block.rows)
    return said(block.spans)


def _references(block: Block) -> tuple[str, ...]:
    """Numbers of annexes and points as they print: own words that hold one must be told when it is another."""
    annexes = {span.text.strip() for span in block.all_spans if (span.origin or "").startswith("annex:")}
    return tuple(sorted({*annexes, *_POINTS.findall(block.text)} - {""}))


@dataclass(frozen=True, kw_only=True)
class Settled:
    """Blocks with own words in them; ``edits`` maps the key of a block to the own words in it, ``names`` the same key
    to the name of the own text."""

    blocks: tuple[Block, ...]
    edits: Mapping[str, str]
    names: Mapping[str, str]


def settle(blocks: Sequence[Block], own: Mapping[str, OwnText], edits: Mapping[str, str] | None = None) -> Settled:
    """Put own words where their paragraphs are now; those whose paragraph is gone stand after what stood before them.

    ``edits`` are own words by the key of the block itself.
    """
    placed_edits = dict(edits or {})
    names: dict[str, str] = {}
    if not own:
        return Settled(blocks=with_edits(blocks, placed_edits), edits=placed_edits, names=names)
    pairs = paragraphs_of(blocks)
    now = [paragraph for paragraph, _ in pairs]
    where = placed(own, now)
    for name, place in where.items():
        block = pairs[place][1]
        if block.kind != "table":
            placed_edits.setdefault(block.key, own[name].text)
            names[block.key] = name
    loose: dict[int, list[Block]] = {}
    for number, (name, mine) in enumerate((n, m) for n, m in own.items() if n not in where):
        if mine.base.kind == "table":
            continue
        key = f"{mine.base.section or 'body'}.own{number + 1}"
        placed_edits[key], names[key] = mine.text, name
        if mine.text.strip():
            loose.setdefault(loose_place(mine, now), []).append(_block(mine.base, key))
    out: list[Block] = list(loose.pop(0, ()))
    count = 0
    for block in blocks:
        out.append(block)
        if block.kind not in _NOT_TEXT:
            count += 1
            for extra in loose.pop(count, ()):
                # In the box of its neighbour, so that a letterhead or an annex list stays one.
                out.append(replace(extra, group=block.group if extra.box == block.box else 0))
    return Settled(blocks=with_edits(out, placed_edits), edits=placed_edits, names=names)


def _block(base: Paragraph, key: str) -> Block:
    """A block that looks as the paragraph did; the words are put in with the edits."""
    look: Mapping[str, Any] = base.look
    return Block(
        kind=cast(Kind, base.kind),
        level=int(look.get("level", 0)),
        ordered=bool(look.get("ordered", False)),
        list_id=str(look.get("list_id", "")),
        box=cast(Box, str(look.get("box", ""))),
        landscape=bool(look.get("landscape", False)),
        section=base.section,
        key=key,
    )


def is_old_place(key: str) -> bool:
    """Whether an own text is kept under the number of its block, as before schema 3."""
    return _OLD_PLACE.match(key) is not None


def cited_again(text: str, block: Block, cite: Mapping[str, str]) -> str:
    """Own words with the numbers of annexes that they took over from the program as citations, so that they follow.

    ``cite`` maps the words of a citation as printed to its notation.
    """
    for span in block.all_spans:
        words = span.text.strip()
        if span.origin and span.origin.startswith(("annex:", "fact:")) and words in cite:
            # An editor of plain text gives spaces back for no-break spaces.
            pattern = r"\s".join(re.escape(part) for part in words.split())
            text = re.sub(rf"(?<!\w){pattern}(?!\w)", cite[words].replace("\\", ""), text)
    return text
