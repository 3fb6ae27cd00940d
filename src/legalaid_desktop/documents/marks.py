"""Which marks a template body has: the grammar of its text, read to Markdown tokens.

The marks are those of Markdown, and few: ``#`` title, ``##`` … ``####`` headings, ``1.`` and ``-`` lists, tables,
``**bold**``, ``*italic*``, ``[^1]`` footnotes, ``---`` page break, a backslash at the end of a line for a line break,
and boxes ``::: addressee`` … ``:::``. Links, pictures, HTML, code and quotes do not exist. ``_`` is a plain character,
because papers have lines to write on. What becomes of the tokens is ``markup.py``.
"""

from __future__ import annotations

import re
from typing import get_args

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from legalaid_desktop.documents.blocks import Box

SLOT_OPEN, SLOT_CLOSE = "\ue000", "\ue001"
SLOT = re.compile(f"{SLOT_OPEN}(\\d+){SLOT_CLOSE}")
BOXES: frozenset[str] = frozenset(get_args(Box)) - {""}
OTHER_CONTAINERS = frozenset({"subtitle", "section", "numbered", "landscape", "beside", "icon"})
OPENING = re.compile(r"^ {0,3}:{3,}[ \t]*([a-z]+)(?:[ \t]+([A-Za-z][\w.-]*))?[ \t]*$")
CLOSING = re.compile(r"^ {0,3}:{3,}[ \t]*$")


def _container_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``::: name argument`` … ``:::``, nested without counting colons."""

    def line(number: int) -> str:
        return state.src[state.bMarks[number] : state.eMarks[number]]

    opening = OPENING.match(line(start))
    if opening is None:
        return False
    if silent:
        return True
    depth, last = 1, start + 1
    while last < end:
        if OPENING.match(line(last)):
            depth += 1
        elif CLOSING.match(line(last)):
            depth -= 1
            if depth == 0:
                break
        last += 1
    token = state.push("box_open", "div", 1)
    token.meta = {"name": opening[1], "argument": opening[2] or ""}
    token.map = [start, last]
    before, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", last
    state.md.block.tokenize(state, start + 1, last)
    state.parentType, state.lineMax = before, line_max
    state.push("box_close", "div", -1).meta = token.meta
    state.line = min(last + 1, end)
    return True


def _page_break_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line of three hyphens alone; a line of underscores is a line to write on."""
    if state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]].strip() != "---":
        return False
    if not silent:
        token = state.push("page_break", "", 0)
        token.map = [start, start + 1]
        state.line = start + 1
    return True


def _parser() -> MarkdownIt:
    # What is nested deeper than the parser goes would vanish without a word: it goes deeper than a template may.
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 80}).enable("table").use(footnote_plugin)
    parser.disable(
        ["code", "fence", "blockquote", "hr", "lheading", "html_block", "reference",
         "link", "image", "autolink", "html_inline", "backticks", "footnote_inline", "entity"]
    )  # fmt: skip
    interrupts: RuleOptionsType = {"alt": ["paragraph", "list"]}
    parser.block.ruler.before("list", "box", _container_rule, interrupts)
    parser.block.ruler.before("list", "page_break", _page_break_rule, interrupts)
    return parser


_PARSER = _parser()


def tokens(text: str) -> list[Token]:
    """The Markdown tokens of a rendered body."""
    lines = text.split("\n")
    return _PARSER.parse("\n".join(line if ":::" in line else line.replace("_", "\\_") for line in lines))
