"""Checks of the words on the paper: gaps, left-over marks, leaks, tone, length, glyphs (documents.md §6)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from legalaid_desktop.documents.blocks import refs_of
from legalaid_desktop.documents.checks.context import CheckContext, words_of
from legalaid_desktop.documents.checks.reading import (
    excerpt,
    finding,
    is_given,
    paragraphs,
    printed_records,
    section_number,
    sentences,
)
from legalaid_desktop.documents.fonts import missing_glyphs
from legalaid_desktop.domain.finding import Finding, Severity
from legalaid_desktop.domain.visibility import Audience, Visibility

_MARKERS = re.compile(
    r"\{\{|\}\}|\{%|%\}|\[\[|\]\]|XXX|ХХХ|\?\?\?|\bNone\b|\bnan\b|\bNaN\b|01\.01\.1900|"
    r"\bundefined\b"
)
_DOUBLE_SPACE = re.compile(r"\S[  ]{2,}\S")
_EMPTY_QUOTES = re.compile(r"«\s*»|“\s*”|„\s*“|\"\"")
_INSULTS = re.compile(
    r"\b(негодя\w*|подон\w*|мерзав\w*|фашист\w*|идиот\w*|сволоч\w*|палач\w*|бандит\w* в погонах|оборотн\w* в погонах|"
    r"садист\w*|ублюд\w*|преступники в форме|нягоднік\w*|вырадк\w*)",
    re.IGNORECASE,
)
_PROVED = re.compile(
    r"\b(?:судья|следовател\w*|прокурор\w*|офицер\w*|сотрудник\w*|начальник\w*|полицейск\w*|"
    r"милиционер\w*)\b[^.;]{0,60}"
    r"\b(?:совершил\w* преступлени\w*|преступник\w*|взяточник\w*|берёт взятк\w*|берет взятк\w*|коррупционер\w*)",
    re.IGNORECASE,
)
_SHOUTING = re.compile(r"(?:\b[А-ЯЁЎІ]{4,}\b[\s,!–-]+){2,}\b[А-ЯЁЎІ]{4,}\b")
_LINK = re.compile(r"https?://\S+|\bwww\.\S+|\bt\.me/\S+|(?<![\w.])@[A-Za-z_]\w{4,}|\bQR[- ]?код\w*", re.IGNORECASE)
_LISTED = re.compile(r"телеграм-канал|телеграм канал|telegram-канал|\btelegram\b|тэлеграм-канал", re.IGNORECASE)
LONG_NARRATIVE = 12_000
"""Characters of an account beyond which a summary is proposed (documents.md A2)."""


def required(context: CheckContext) -> Iterator[Finding]:
    """CHK-REQ: every gap on the paper is named; urgent mode lowers all but those that stop the clock. W too for
    what the paper should say and nobody was asked about. A blank that a citation left is told of by CHK-ANNEX or
    CHK-VIS alone."""
    nowhere = {citation.ref for citation in context.citations if citation.number is None}
    for gap in context.gaps:
        if nowhere.intersection(refs_of(gap.field)):
            continue
        severity = Severity.OVERRIDABLE
        if not gap.required or (context.urgent and not gap.urgent):
            severity = Severity.WARNS
        question = next((q for q in context.manifest.questions if q.name == gap.question), None)
        asked = {f"ask_{lang}": text for lang, text in question.ask.items()} if question else {}
        yield finding(
            "CHK-REQ",
            severity,
            "question" if question else "gap",
            section=section_number(context, gap.section) if gap.section else None,
            record=gap.field,
            text=gap.text,
            around=excerpt(gap.text),
            **asked,
        )

    shown = {gap.question for gap in context.gaps}
    for question in context.manifest.questions:
        asked_here = question.wanted and (question.when is None or question.when.holds(context.conditions))
        if asked_here and question.name not in shown and not context.conditions.get(f"answered_{question.name}"):
            yield finding(
                "CHK-REQ",
                Severity.WARNS,
                "unsaid",
                section=section_number(context, question.section) if question.section else None,
                record=f"answers.{question.name}",
                **{f"ask_{lang}": text for lang, text in question.ask.items()},
            )


def placeholder(context: CheckContext) -> Iterator[Finding]:
    """CHK-PLACEHOLDER: marks of unfinished text, parts that came out empty, empty rows."""
    for part in paragraphs(context.blocks):
        section = section_number(context, part.block.section)
        if found := _MARKERS.search(part.text):
            yield finding(
                "CHK-PLACEHOLDER", Severity.BLOCKS, "marker", section=section, text=part.text, mark=found.group()
            )
        if _DOUBLE_SPACE.search(part.text):
            yield finding("CHK-PLACEHOLDER", Severity.BLOCKS, "spaces", section=section, text=part.text)
        if _EMPTY_QUOTES.search(part.text):
            yield finding("CHK-PLACEHOLDER", Severity.BLOCKS, "quotes", section=section, text=part.text)
    for block in context.blocks:
        if block.kind == "table" and any(not any(s.text.strip() for c in row for s in c) for row in block.rows):
            yield finding("CHK-PLACEHOLDER", Severity.BLOCKS, "row", section=section_number(context, block.section))


def confidential(context: CheckContext) -> Iterator[Finding]:
    """CHK-CONF: text of an internal note, exactly or by eight words in a row; in file names too."""
    if not context.internal:
        return
    parts = [(section_number(context, p.block.section), words_of(p.text)) for p in paragraphs(context.blocks)]
    parts += [(None, words_of(name)) for name in context.file_names]
    for print_ in context.internal:
        for section, words in parts:
            if print_.found_in_words(words):
                severity = Severity.WARNS if print_.short else Severity.BLOCKS
                yield finding(
                    "CHK-CONF", severity, "short" if print_.short else "note", section=section, record=print_.record
                )
                break


def office(context: CheckContext) -> Iterator[Finding]:
    """CHK-OFFICE: the office, a consultant or the program named in a paper for a Belarusian body."""
    if context.case.audience is not Audience.BELARUSIAN_BODY:
        return
    for part in paragraphs(context.blocks):
        folded = part.text.casefold()
        for word in context.office_words:
            if word and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded):
                yield finding(
                    "CHK-OFFICE",
                    Severity.BLOCKS,
                    "named",
                    section=section_number(context, part.block.section),
                    text=part.text,
                )
                break


def visibility(context: CheckContext) -> Iterator[Finding]:
    """CHK-VIS and CHK-SPOUSE: what the audience may not see stands in the paper, is cited, or was left out."""
    closed = {item.record: item for item in context.withheld}
    read = [(part, words_of(part.text)) for part in paragraphs(context.blocks)] if context.hidden else []
    for print_ in context.hidden:
        for part, words in read:
            if print_.found_in_words(words):
                item = closed.get(print_.record)
                separate = item is not None and item.visibility is Visibility.FAMILY_SEPARATE
                yield finding(
                    "CHK-SPOUSE" if separate else "CHK-VIS",
                    Severity.BLOCKS,
                    "person" if print_.source == "person" else "text",
                    section=section_number(context, part.block.section),
                    record=print_.record,
                )
                break
    yield from _names_in_the_paper(context)
    cited = {citation.ref for citation in context.citations}
    for citation in context.citations:
        if citation.ref in closed:
            yield finding(
                "CHK-VIS", Severity.BLOCKS, "cited", section=citation.section, record=citation.ref, what=citation.ref
            )
    for item in context.withheld:
        if item.kind == "person":
            continue
        if item.record not in cited:
            yield finding("CHK-VIS", Severity.INFORMS, "left_out", record=item.record, what=item.record)
        if item.visibility is Visibility.FAMILY_SEPARATE:
            yield finding("CHK-SPOUSE", Severity.INFORMS, "left_out", record=item.record, what=item.record)


_OFFICIALS = re.compile(r"(?:^|\.)(?:signed_by|given_by|post|publisher|authority|addressee|court)(?:\.|$)")
"""Origins that name officials and bodies: another person of the same family name."""


def _names_in_the_paper(context: CheckContext) -> Iterator[Finding]:
    """CHK-VIS: the last guard found a name that may not print; the message never shows the words."""
    for guard in context.guards:
        for part in paragraphs(context.blocks):
            given = " ".join(s.text for s in part.spans if is_given(s) and not _OFFICIALS.search(s.origin or ""))
            if given and guard.found_in(given):
                section = section_number(context, part.block.section)
                yield finding("CHK-VIS", Severity.BLOCKS, "person", section=section, record=guard.record)
                break
        else:
            titles = (annex.title for annex in context.annexes)
            if any(map(guard.found_in, titles)) or any(guard.found_in(name, small=True) for name in context.file_names):
                yield finding("CHK-VIS", Severity.BLOCKS, "person", record=guard.record)


def listed(context: CheckContext) -> Iterator[Finding]:
    """CHK-LISTED: links, channels, media and organisations that are dangerous to hold or spread, titles included."""
    for annex in context.annexes:
        if any(flag.startswith("listed") or flag in ("logo", "qr", "channel", "link") for flag in annex.risk_flags):
            yield finding(
                "CHK-LISTED", Severity.OVERRIDABLE, "annex", record=annex.ref, text=annex.title, number=annex.number
            )
    for part in paragraphs(context.blocks):
        folded = part.text.casefold()
        hit = _LINK.search(part.text) or _LISTED.search(part.text)
        word = hit.group() if hit else next((w for w in context.listed_words if w and w in folded), None)
        if word:
            yield finding(
                "CHK-LISTED",
                Severity.OVERRIDABLE,
                "text",
                section=section_number(context, part.block.section),
                text=part.text,
            )
    printed = printed_records(context, "coi")
    for n, source in enumerate(context.case.coi, 1):
        if source.risk_flags and n in printed:
            yield finding("CHK-LISTED", Severity.OVERRIDABLE, "coi", record=f"coi{n}", text=source.title)


def tone(context: CheckContext) -> Iterator[Finding]:
    """CHK-TONE: insults and shouting in words that a person wrote."""
    for part in paragraphs(context.blocks):
        given = " ".join(span.text for span in part.spans if is_given(span))
        if found := _INSULTS.search(given):
            yield finding(
                "CHK-TONE",
                Severity.WARNS,
                "insult",
                section=section_number(context, part.block.section),
                text=next((s for s in sentences(given) if found.group() in s), given),
                word=found.group(),
            )
        if found := _PROVED.search(given):
            yield finding(
                "CHK-TONE",
                Severity.WARNS,
                "proved",
                section=section_number(context, part.block.section),
                text=next((s for s in sentences(given) if found.group() in s), given),
            )
        if part.block.kind in ("para", "item") and (found := _SHOUTING.search(given)):
            yield finding(
                "CHK-TONE",
                Severity.WARNS,
                "capitals",
                section=section_number(context, part.block.section),
                text=found.group(),
            )


def length(context: CheckContext) -> Iterator[Finding]:
    """CHK-LEN: longer than such papers are; a summary is proposed, nothing is cut."""
    usual = context.manifest.usual_pages
    if usual is not None and context.pdf_pages is not None and context.pdf_pages > usual:
        yield finding("CHK-LEN", Severity.INFORMS, "pages", n=context.pdf_pages, usual=usual)
    if context.document == "A2" and sum(len(n.text) for n in context.case.narratives) > LONG_NARRATIVE:
        yield finding("CHK-LEN", Severity.INFORMS, "narrative")


_OPENS = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
_CLOSES = {"\u202c": "\u202a\u202b\u202d\u202e", "\u2069": "\u2066\u2067\u2068"}


def broken_direction(text: str) -> bool:
    """Whether marks of direction in a text do not come in pairs: all that follows would run the wrong way. Overrides
    turn letters round even in pairs, so that what is read is not what stands there."""
    if "\u202d" in text or "\u202e" in text:
        return True
    open_marks: list[str] = []
    for sign in text:
        if sign in _OPENS:
            open_marks.append(sign)
        elif sign in _CLOSES and (not open_marks or open_marks.pop() not in _CLOSES[sign]):
            return True
    return bool(open_marks)


def glyphs(context: CheckContext) -> Iterator[Finding]:
    """CHK-FONT: a letter that no shipped face can print, marks of direction that break a right-to-left run."""
    for part in paragraphs(context.blocks):
        if any(broken_direction(span.text) for span in part.spans):
            yield finding(
                "CHK-FONT",
                Severity.BLOCKS,
                "direction",
                section=section_number(context, part.block.section),
                text=excerpt(part.text),
            )
        if missing := missing_glyphs(part.text):
            yield finding(
                "CHK-FONT",
                Severity.BLOCKS,
                "glyph",
                section=section_number(context, part.block.section),
                text=excerpt(part.text),
                signs=" ".join(f"U+{ord(sign):04X}" for sign in sorted(set(missing))[:8]),
            )
