"""Template and facts → the draft: blocks, annex list with numbers, gaps, citations, names as printed.

Two passes. The first renders with every possible annex and no numbers, to see what is cited and in which order; the
second renders with the list as it will stand. A section whose named condition does not hold is left out whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from legalaid_desktop.documents.annexes import PagesOf, candidates, cited_in, listed, numbers_of
from legalaid_desktop.documents.blanks import with_words
from legalaid_desktop.documents.blocks import Block, Span, plain
from legalaid_desktop.documents.catalog import Template
from legalaid_desktop.documents.citing import expanded
from legalaid_desktop.documents.doors import doors
from legalaid_desktop.documents.facts.basics import BLANK, answered_day
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts_text import FactText
from legalaid_desktop.documents.paragraphs import Settled, settle
from legalaid_desktop.documents.parts import Annex, Citation, Gap, NameUse
from legalaid_desktop.domain.draft_merge import OwnText
from legalaid_desktop.domain.ids import DocumentCode, LanguageCode, LocalId
from legalaid_desktop.domain.visibility import Audience
from legalaid_desktop.grammar.dates import date_words

_NAME: Final = re.compile(r"^([^.]+)\.names\.(nom|gen|dat|acc|ins|prep|short)(\??)$")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A paper before it is DOCX or PDF."""

    document: DocumentCode
    language: LanguageCode
    title: str
    """Neutral title for the properties of the files."""
    blocks: tuple[Block, ...]
    plain: str
    printed: Mapping[str, bool]
    gaps: tuple[Gap, ...]
    annexes: tuple[Annex, ...]
    citations: tuple[Citation, ...]
    names: tuple[NameUse, ...]
    facts: Mapping[str, str]
    generated: tuple[Block, ...] = ()
    """What the program alone would write, without anything typed by hand."""
    edits: Mapping[str, str] = field(default_factory=dict)
    """Own words by the key of the block they stand in."""
    own: Mapping[str, str] = field(default_factory=dict)
    """Key of a block → name of the own text in it."""
    made_with: str = ""
    """The edition that a fixed text was made with; empty: that of the template it is made from now."""


def assemble(
    template: Template,
    source: FactSource,
    *,
    pages_of: PagesOf = lambda code: None,
    edits: Mapping[str, str] | None = None,
    own: Mapping[str, OwnText] | None = None,
) -> Draft:
    """The draft of ``template`` for ``source`` (whose ``annexes`` are ignored: they are made here).

    ``own`` is what a person wrote over paragraphs, put where these are now; ``edits`` the same by key of the block.
    Raises NoTemplate, TemplateFaulty.
    """
    body = template.body(source.language)
    manifest = template.manifest

    def standing(annexes: tuple[Annex, ...]) -> FactSource:
        """The source with its list, and with what the list says about itself."""
        return replace(source, annexes=annexes, conditions={**source.conditions, "has_annexes": bool(annexes)})

    def printed_of(source: FactSource) -> dict[str, bool]:
        return {
            section.id: section.when is None or section.when.holds(source.conditions) for section in manifest.sections
        }

    def rendered(annexes: tuple[Annex, ...], numbers: Mapping[str, int]) -> tuple[Settled, tuple[Block, ...]]:
        here = standing(annexes)
        facts, printed = _facts(template, here), printed_of(here)
        written = body.render(facts, doors(source.language, numbers), sections=printed)
        written = with_words(written, manifest.id, source.language, template.shared)
        generated = expanded(written, here, numbers)
        if manifest.audience is Audience.CLIENT_OWN:
            generated = tuple(replace(block, paper="client") for block in generated)
        settled = settle(generated, own or {}, edits)
        return replace(settled, blocks=expanded(settled.blocks, here, numbers)), generated

    possible = candidates(source, pages_of=pages_of)
    annexes = listed(source, possible, rendered(possible, {})[0].blocks)
    numbers = numbers_of(annexes)
    # With no annex at all the second pass must still know that it is the second.
    settled, generated = rendered(annexes, numbers or {"": 0})
    blocks = settled.blocks
    return Draft(
        document=manifest.id,
        language=source.language,
        title=manifest.title.get(source.language, manifest.title["ru"]),
        blocks=blocks,
        plain=plain(blocks),
        printed=printed_of(standing(annexes)),
        gaps=tuple(_gaps(blocks, template)),
        annexes=annexes,
        citations=tuple(_citations(blocks, numbers)),
        names=tuple(_names(blocks)),
        facts=_printed_facts(blocks),
        generated=generated,
        edits=settled.edits,
        own=settled.names,
    )


@dataclass(frozen=True, kw_only=True)
class FixedText:
    """A text that was approved: its blocks and annexes, and the names of the own texts by the key of their block."""

    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...]
    own: Mapping[str, str]
    made_with: str = ""
    """The edition of the template."""


def with_fixed(draft: Draft, template: Template, fixed: FixedText) -> Draft:
    """The draft with a text that was fixed before (approved, filed) in the place of what would be written now."""
    blocks, annexes = fixed.blocks, fixed.annexes
    numbers = numbers_of(annexes)
    return replace(
        draft,
        blocks=blocks,
        plain=plain(blocks),
        gaps=tuple(_gaps(blocks, template)),
        annexes=annexes,
        citations=tuple(_citations(blocks, numbers)),
        names=tuple(_names(blocks)),
        facts=_printed_facts(blocks),
        edits={block.key: block.text for block in blocks if any(span.origin == "edit" for span in block.all_spans)},
        own=fixed.own,
        made_with=fixed.made_with,
    )


def _facts(template: Template, source: FactSource) -> dict[str, Fact]:
    """The builder's facts and the answers; a question without an answer is a gap that carries its words."""
    facts = dict(template.facts.build(source))
    answers: dict[str, Fact] = {}
    answered: dict[str, Fact] = {}
    for question in template.manifest.questions:
        value = source.answers.get(question.name)
        words = question.ask.get(source.language, question.ask["ru"])
        origin = f"answers.{question.name}"
        chosen = question.type == "choice" and isinstance(value, str) and value in question.choices
        day = answered_day(value) if question.type == "date" else None
        if day is not None:
            answers[question.name] = FactText(date_words(day, "letter", source.language), origin)
            answered[question.name] = True
        elif isinstance(value, bool) or chosen:
            answers[question.name] = value if isinstance(value, bool | str) else None
            answered[question.name] = True
        elif isinstance(value, str) and value.strip() and question.type != "choice":
            answers[question.name] = FactText(value.strip(), origin)
            answered[question.name] = True
        else:
            empty = question.type in ("bool", "choice")
            answers[question.name] = None if empty else FactText("", origin, label=words)
            answered[question.name] = False
    return {**facts, "answers": answers, "answered": answered}


def _citations(blocks: Sequence[Block], numbers: Mapping[str, int]) -> Iterator[Citation]:
    for block in blocks:
        for ref in cited_in((block,)):
            yield Citation(ref=ref, section=block.section or None, number=numbers.get(ref))


def _gaps(blocks: Sequence[Block], template: Template) -> Iterator[Gap]:
    """Gap spans, and blanks that stand inside a longer text of a fact."""
    questions = {f"answers.{question.name}": question for question in template.manifest.questions}
    for block in blocks:
        for span in block.all_spans:
            blank = span.origin is not None and BLANK in span.text and span.origin != "edit"
            if not (span.missing or blank):
                continue
            question = questions.get(span.origin or "")
            if span.origin == "addressee":
                question = questions.get("answers.addressee")
            yield Gap(
                field=span.origin or span.label or "",
                section=block.section or None,
                text=_around(block, span),
                required=not (span.origin or "").startswith(_MAY_BE_EMPTY) and (question is None or question.required),
                urgent=question.urgent if question else block.section in _NEVER_LOWERED,
                question=question.name if question else None,
            )


_NO_FACTS: Final = ("annex", "fact:", "act.", "paper.", "body.")
"""Origins of words that say nothing about the case: another paper may print another word there."""
_MAY_BE_EMPTY: Final = ("missed.reason", "annex.")
"""Warned of, not required: days that no reason covers (documents.md C3), a blank in a line of the annex list."""
_NEVER_LOWERED: Final = (
    *("address", "heading", "title", "request", "identity", "decision", "act", "period", "ask", "signature"),
)
"""Sections of addressee, identity line, decision, request and signature: urgent mode never lowers a gap there."""


def _around(block: Block, span: Span) -> str:
    if block.kind != "table":
        return block.text
    for row in block.rows:
        if any(one is span for cell in row for one in cell):
            return " | ".join("".join(one.text for one in cell) for cell in row)
    return span.text


def _names(blocks: Sequence[Block]) -> Iterator[NameUse]:
    for block in blocks:
        for span in block.all_spans:
            found = _NAME.match(span.origin or "")
            if found:
                yield NameUse(person=LocalId(found[1]), case=found[2], text=span.text, confirmed=not found[3])


def _printed_facts(blocks: Sequence[Block]) -> dict[str, str]:
    """Origin → text as printed, the first time it stands in the paper; ``edit.<key>`` for what was typed by hand."""
    facts: dict[str, str] = {}
    for block in blocks:
        for span in block.all_spans:
            if span.origin == "edit":
                facts.setdefault(f"edit.{block.key}", span.text)
            elif span.origin and not span.missing and not span.origin.startswith(_NO_FACTS):
                facts.setdefault(span.origin.rstrip("?"), span.text)
    return facts
