"""Traps of the markup that a template author falls into, found when the template is loaded.

The check reads a skeleton: every branch of the template once, every value a slot. Line numbers are those of the
source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jinja2 import nodes

from legalaid_desktop.documents.beside import LOOKS
from legalaid_desktop.documents.icons import ICONS
from legalaid_desktop.documents.marks import (
    BOXES,
    CLOSING,
    OPENING,
    OTHER_CONTAINERS,
    SLOT,
    SLOT_CLOSE,
    SLOT_OPEN,
    tokens,
)
from legalaid_desktop.documents.nearest import hint
from legalaid_desktop.documents.template_bounds import box_depth_faults, lines_faults, token_faults
from legalaid_desktop.documents.template_fault import Why

_ITEM = re.compile(r"^\s*(?:\d{1,9}[.)]|[-*+])(?:\s|$)")
_ITEM_NUMBER = re.compile(r"^\s*(\d{1,9})[.)]\s")
_LOGIC = re.compile(r"^\s*(?:\{%.*%\}|\{#.*#\})\s*$")
_NEEDS_ARGUMENT = frozenset({"section", "numbered", "icon"})
_MAY_HAVE_ARGUMENT = frozenset({"beside"})
_LINK = re.compile(r"\]\(|<[a-z/!]|`|https?:", re.IGNORECASE)


@dataclass
class Skeleton:
    """Text of all branches, with the source line of each of its lines; sections and boxes in order."""

    text: str
    lines: list[int]
    sections: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ()

    def source_line(self, line: int) -> int:
        """Source line of line ``line`` (from 0) of the text."""
        return self.lines[min(line, len(self.lines) - 1)] if self.lines else 1


@dataclass
class _Bones:
    parts: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=lambda: [1])
    slots: int = 0

    def text(self, text: str, line: int) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            pass
        else:
            self.lines[-1] = line
        for offset in range(text.count("\n")):
            self.lines.append(line + offset + 1)
        self.parts.append(text)

    def body(self, body: Sequence[nodes.Node]) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    if isinstance(part, nodes.TemplateData):
                        self.text(part.data, part.lineno)
                    else:
                        self.text(f"{SLOT_OPEN}{self.slots}{SLOT_CLOSE}", part.lineno)
                        self.slots += 1
            elif isinstance(node, nodes.If):
                self.body(node.body)
                for other in node.elif_:
                    self.body(other.body)
                self.body(node.else_)
            elif isinstance(node, nodes.For):
                self.body(node.body)
                self.body(node.else_)


def skeleton(tree: nodes.Template) -> Skeleton:
    """The skeleton of a body."""
    bones = _Bones()
    bones.body(tree.body)
    found = Skeleton("".join(bones.parts), bones.lines)
    opened = [match for line in found.text.split("\n") if (match := OPENING.match(line))]
    found.sections = tuple(dict.fromkeys(match[2] for match in opened if match[1] == "section" and match[2]))
    found.boxes = tuple(match[1] for match in opened if match[1] in BOXES or match[1] == "subtitle")
    return found


def lint(source: str, tree: nodes.Template, bones: Skeleton) -> Iterator[tuple[int, Why]]:
    """Faults of the markup as (line, why)."""
    yield from _containers(source)
    yield from lines_faults(source)
    deep = [(bones.source_line(at), why) for at, why in box_depth_faults(bones.text.split("\n"))]
    yield from deep
    yield from _balance(tree.body)
    yield from _blank_lines(source)
    if not deep:  # each box is looked through for its end: boxes without end would take long
        yield from _leftovers(bones)


def _containers(source: str) -> Iterator[tuple[int, Why]]:
    for number, line in enumerate(source.split("\n"), 1):
        if not line.lstrip().startswith(":::"):
            continue
        opening = OPENING.match(line)
        if opening is None:
            if not CLOSING.match(line):
                yield number, Why("box_line", "a box begins with ::: and its name, or ends with ::: alone")
            continue
        name, argument = opening[1], opening[2]
        if name not in BOXES | OTHER_CONTAINERS:
            near = hint(name, BOXES | OTHER_CONTAINERS | {"use name :::"})
            yield number, Why("box", f"unknown box {name}: {near}", name, near)
        elif name in _NEEDS_ARGUMENT and not argument:
            yield number, Why("box_name", f"::: {name} needs a name after it: ::: {name} facts", name)
        elif name == "icon" and argument not in ICONS:
            known = ", ".join(sorted(ICONS))
            yield number, Why("icon", f"no drawing is called {argument} (there are {known})", argument or "", known)
        elif name == "beside" and argument and argument not in LOOKS:
            known = ", ".join(sorted(LOOKS))
            yield number, Why("beside", f"::: beside knows {known}, not {argument}", argument, known)
        elif argument and name not in _NEEDS_ARGUMENT | _MAY_HAVE_ARGUMENT:
            yield number, Why("box_bare", f"::: {name} takes nothing after it: leave {argument} out", name, argument)


def _balance(body: Sequence[nodes.Node]) -> Iterator[tuple[int, Why]]:
    """Boxes open and close within the same branch, else leaving a branch out would turn the rest inside out."""
    opened: list[int] = []
    for node in body:
        if isinstance(node, nodes.Output):
            for part in node.nodes:
                if not isinstance(part, nodes.TemplateData):
                    continue
                for offset, line in enumerate(part.data.split("\n")):
                    if OPENING.match(line):
                        opened.append(part.lineno + offset)
                    elif CLOSING.match(line) and opened:
                        opened.pop()
                    elif CLOSING.match(line):
                        yield part.lineno + offset, Why("box_closed", "::: closes a box that is not open here")
        elif isinstance(node, nodes.If):
            yield from _balance(node.body)
            for other in node.elif_:
                yield from _balance(other.body)
            yield from _balance(node.else_)
        elif isinstance(node, nodes.For):
            yield from _balance(node.body)
            yield from _balance(node.else_)
    for line_number in opened:
        told = "a box is not closed with ::: in the part of the template where it was opened"
        yield line_number, Why("box_open", told)


def _kind(line: str) -> str:
    stripped = line.strip()
    if not stripped:
        return "blank"
    if stripped.startswith((":::", "#")) or stripped == "---":
        return "edge"
    if _ITEM.match(line):
        return "item"
    if stripped.startswith("|"):
        return "row"
    if stripped.startswith("[^") and "]:" in stripped:
        return "note"
    return "indented" if line.startswith((" ", "\t")) else "text"


def _blank_lines(source: str) -> Iterator[tuple[int, Why]]:
    """A list, a table and the paragraph after a list are set off by a blank line; else Markdown joins them."""
    before = above = "blank"
    for number, line in enumerate(source.split("\n"), 1):
        if _LOGIC.match(line):
            continue
        kind = _kind(line)
        if kind == "item" and before in ("text", "row"):
            yield number, Why("blank_list", "a list needs a blank line before it")
        elif kind == "row" and before in ("text", "item", "indented"):
            yield number, Why("blank_table", "a table needs a blank line before it")
        elif kind == "text" and before in ("item", "indented", "row"):
            yield number, Why("blank_text", "text after a list or a table needs a blank line before it")
        elif kind == "note" and before in ("text", "item", "row", "indented"):
            yield number, Why("blank_note", "a footnote needs a blank line before it")
        item = _ITEM_NUMBER.match(line)
        if item and above not in ("item", "indented") and item[1] != "1":
            yield number, Why("list_one", "a numbered list begins with 1")
        if kind == "indented" and above not in ("item", "indented") and line.startswith(("    ", "\t")):
            yield number, Why("indent", "text is indented only under an item of a list")
        before = kind
        if kind != "blank":
            above = kind


def _leftovers(bones: Skeleton) -> Iterator[tuple[int, Why]]:
    """Marks that Markdown did not understand and would print, and footnotes with two marks or none."""
    marks: dict[int, int] = {}
    defined: set[str] = set(re.findall(r"^\[\^([^\]]+)\]:", bones.text, re.MULTILINE))
    used: set[str] = set()
    in_note = False
    found = tokens(bones.text)
    yield from ((bones.source_line(at), why) for at, why in token_faults(found))
    for token in found:
        if token.type in ("footnote_open", "footnote_close"):
            in_note = token.type == "footnote_open"
        if token.type != "inline":
            continue
        line = bones.source_line((token.map or [0])[0])
        for child in token.children or ():
            if child.type == "footnote_ref":
                used.add(str(child.meta["label"]))
                marks[child.meta["id"]] = marks.get(child.meta["id"], 0) + 1
                if in_note:
                    yield line, Why("note_in_note", "a footnote cannot have a footnote")
                if marks[child.meta["id"]] == 2:
                    label = str(child.meta["label"])
                    yield line, Why("note_two", f"the footnote {label} has two marks", label)
            text = SLOT.sub("", child.content)
            if child.type != "text":
                continue
            if "**" in text or re.search(r"\w\*|\*\w", text):
                yield line, Why("star", "a * that opens or closes nothing")
            if "[^" in text:
                yield line, Why("note_lost", "a footnote mark without its footnote")
            if _LINK.search(text):
                yield line, Why("links", "links, code and HTML do not exist in a template")
    for label in sorted(label.replace("\\", "") for label in defined - used):
        yield 1, Why("note_unmarked", f"the footnote {label} has no mark", label)
