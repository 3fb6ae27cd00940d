"""Text that many papers share, written once: blocks of bodies and parts of manifests in ``templates/shared``.

``templates/shared/<name>.<language>.md`` is a block; a body takes it in by one line, ``::: use name :::``. It is put in
as text before the body is compiled, and a fault in it is told with the block's own file and line. A block may use
another (the signature has the lines of the interpreter), no deeper than ``DEEPEST_USE`` and never itself.

``templates/shared/parts.toml``::

    [section.signature]          # [[section]] number = "7"  use = "signature"
    id = "signature"
    title = { ru = "…", be = "…", en = "…" }
    [question.basis]             # [[question]] use = "basis"
    name = "basis"
    type = "line"
    …
    [block.signature]            # what the block reads: its roots of the facts come into ``uses`` by themselves
    uses = ["client", "signer"]
    questions = ["basis"]        # which questions the manifest must ask because the block prints their answers

A key that the manifest writes itself wins over the part's.

``templates/shared/blanks.toml`` says what is to be written on a blank that stands alone in its paragraph::

    [blank]
    facts = { ru = "…", be = "…", en = "…" }           # the question of this name in any paper
    "F4.facts" = { ru = "…", be = "…", en = "…" }      # in one paper; wins
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from legalaid_desktop.documents.manifest import INTERFACE
from legalaid_desktop.documents.nearest import unknown
from legalaid_desktop.documents.template_fault import Hint, TemplateFault, Why, faults_in
from legalaid_desktop.errors import TemplateFaulty
from legalaid_desktop.host import paths

FOLDER: Final = "shared"
"""The folder below ``templates`` that holds no paper."""
DEEPEST_USE: Final = 3
MOST_USES: Final = 100
LONGEST_EXPANDED: Final = 1 << 20

NOT_UTF8: Final = Why("not_utf8", "the file cannot be read as UTF-8 text")
_USE: Final = re.compile(r"^ {0,3}:::[ \t]*use(?:[ \t]+(?!:::)(\S+))?[ \t]*(:::)?[ \t]*$")
_BLOCK_FILE: Final = re.compile(r"^([a-z][a-z0-9_]*)\.([a-z]{2,3})\.md$")


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What a block reads: roots of the facts, and questions that the manifest must ask."""

    uses: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Shared:
    """The blocks by name and language, and the parts of manifests by kind and name."""

    blocks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    needs: Mapping[str, Needs] = field(default_factory=dict)
    sections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    questions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    blanks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Question, or paper and question → what is to be written on its blank, by language."""

    def blank(self, paper: str, question: str, language: str) -> str | None:
        """Words before a blank that stands alone; ``None`` where there are none in this language."""
        found = self.blanks.get(f"{paper}.{question}") or self.blanks.get(question) or {}
        return found.get(language)

    def needed(self, names: Sequence[str]) -> Needs:
        """What all blocks of ``names`` read together."""
        each = [self.needs[name] for name in names if name in self.needs]
        return Needs(
            uses=tuple(dict.fromkeys(root for needs in each for root in needs.uses)),
            questions=tuple(dict.fromkeys(name for needs in each for name in needs.questions)),
        )


@dataclass(frozen=True)
class SourceMap:
    """Where each line of an expanded body comes from: file and line, and the line of the body that called for it."""

    file: str
    lines: tuple[tuple[str, int, int], ...]
    """For each line: its file, its line there, and the line of the body (the same for the body's own lines)."""

    def told(self, fault: TemplateFault) -> TemplateFault:
        """A fault of the expanded text as one of the file that a person can mend."""
        if fault.file != self.file or not 1 <= fault.line <= len(self.lines):
            return fault
        file, line, caller = self.lines[fault.line - 1]
        why = fault.why if file == self.file else fault.why.used_in(f"{self.file}:{caller}")
        return TemplateFault(file, line, why)

    def all_told(self, faulty: TemplateFaulty) -> TemplateFaulty:
        return TemplateFaulty(tuple(dict.fromkeys(self.told(fault) for fault in faults_in(faulty))))


@dataclass(frozen=True)
class Expanded:
    text: str
    map: SourceMap
    used: tuple[str, ...]
    """Names of the blocks in it, those inside other blocks too, in order of first use."""
    uses: Mapping[str, int]
    """The same names → line of the body that calls for them."""
    faults: tuple[TemplateFault, ...] = ()


def expand(source: str, *, file: str, language: str, shared: Shared, strict: bool = True) -> Expanded:
    """``source`` with the text of each block in the place of its ``::: use`` line.

    Raises TemplateFaulty with every ``::: use`` that names no block, or a block that has no text in ``language``, and
    when blocks are used too often, too deep, in a circle, or make the text longer than 1 MiB. Not ``strict``: the
    faults come with the text, in which a wrong line is left empty, so that what else is wrong can be told beside them.
    """
    out: list[str] = []
    lines: list[tuple[str, int, int]] = []
    used: dict[str, int] = {}
    faults: list[TemplateFault] = []
    left = [MOST_USES, LONGEST_EXPANDED]

    def put(text: str, name: str, around: tuple[str, ...], caller: int | None) -> None:
        for number, line in enumerate(text.split("\n"), 1):
            of_body = number if caller is None else caller
            found = _USE.match(line)
            if found is None:
                left[1] -= len(line) + 1
                if left[1] < 0:
                    why = Why("body_long", "the body is longer than 1 MiB with its shared blocks")
                    raise TemplateFaulty((TemplateFault(file, of_body, why),))
                out.append(line)
                lines.append((name, number, of_body))
                continue
            wrong = _wrong_use(found[1], found[2], language, shared, around)
            if wrong is None:
                left[0] -= 1
                if left[0] < 0:
                    wrong = Why("use_many", f"shared blocks may be used {MOST_USES} times in a body", MOST_USES)
            if wrong is not None:
                faults.append(TemplateFault(name, number, wrong))
                out.append("")
                lines.append((name, number, of_body))
                continue
            used.setdefault(found[1], of_body)
            inner = shared.blocks[found[1]][language].rstrip("\n")
            put(inner, f"{FOLDER}/{found[1]}.{language}.md", (*around, found[1]), of_body)

    put(source.replace("\r\n", "\n").replace("\r", "\n"), file, (), None)
    told = tuple(dict.fromkeys(faults))
    if told and strict:
        raise TemplateFaulty(told)
    return Expanded("\n".join(out), SourceMap(file, tuple(lines)), tuple(used), used, told)


def _wrong_use(
    name: str | None, closing: str | None, language: str, shared: Shared, around: tuple[str, ...]
) -> Why | None:
    if name is None:
        known = sorted(block for block, texts in shared.blocks.items() if language in texts)
        there = Hint("there", f"there are {', '.join(known)}", known)
        return Why("use_name", f"no shared block is named: write ::: use name :::, {there}", hint=there)
    if closing is None:
        return Why("use_line", f"a shared block is one line that ends as it begins: write ::: use {name} :::")
    if name not in shared.blocks:
        return unknown("shared block", name, shared.blocks)
    if language not in shared.blocks[name]:
        told = f"the shared block {name} has no text in {language}: write {FOLDER}/{name}.{language}.md"
        return Why("use_language", told, name, language)
    if name in around:
        return Why("use_self", f"the shared block {name} uses itself", name)
    if len(around) >= DEEPEST_USE:
        return Why("use_deep", f"shared blocks may stand {DEEPEST_USE} deep in one another", DEEPEST_USE)
    return None


def read_shared(folder: Path) -> Shared:
    """The shared blocks and parts in ``folder``; nothing where it does not exist. Raises TemplateFaulty."""
    blocks: dict[str, dict[str, str]] = {}
    faults: list[TemplateFault] = []

    def wrong(name: str, why: Why) -> None:
        faults.append(TemplateFault(f"{FOLDER}/{name}", 1, why))

    for path in sorted(folder.glob("*.md")):
        found = _BLOCK_FILE.match(path.name)
        if found is None:
            wrong(path.name, Why("block_called", "a block is called name.language.md, such as signature.ru.md"))
            continue
        try:
            text = blocks.setdefault(found[1], {})[found[2]] = path.read_text(encoding="utf-8")
            if not text.strip():
                wrong(path.name, Why("block_empty", "the shared block is empty: write its text or remove the file"))
        except (OSError, UnicodeDecodeError):
            wrong(path.name, NOT_UTF8)
    parts = _table(folder, "parts.toml", faults)
    for kind in parts:
        if kind not in ("section", "question", "block"):
            wrong("parts.toml", Why("parts", "there are [section.…], [question.…] and [block.…]").under(kind))
    needs: dict[str, Needs] = {}
    for name, row in parts.get("block", {}).items():
        if name not in blocks:
            file = f"{name}.ru.md"
            wrong("parts.toml", Why("block_file", f"no file {file} stands beside it", file).under(f"block.{name}"))
        needs[name] = Needs(uses=tuple(row.get("uses", ())), questions=tuple(row.get("questions", ())))
    blanks = _table(folder, "blanks.toml", faults).get("blank", {})
    for name, texts in blanks.items():
        if not isinstance(texts, dict) or not {*INTERFACE} <= texts.keys():
            wrong("blanks.toml", Why("texts_needed", "a text in ru, be and en is needed here").under(name))
    if faults:
        raise TemplateFaulty(tuple(faults), what=FOLDER)
    return Shared(
        blocks=blocks,
        needs=needs,
        sections=parts.get("section", {}),
        questions=parts.get("question", {}),
        blanks=blanks,
    )


def _table(folder: Path, name: str, faults: list[TemplateFault]) -> dict[str, Any]:
    """A file of tables beside the blocks; nothing where there is none."""
    try:
        return tomllib.loads((folder / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as reason:
        line = re.search(r"at line (\d+)", str(reason))
        faults.append(TemplateFault(f"{FOLDER}/{name}", int(line[1]) if line else 1, Why("toml", str(reason))))
        return {}


@cache
def shipped_shared() -> Shared:
    """The shared blocks and parts of this program, read once."""
    return read_shared(paths.templates() / FOLDER)
