"""Checks of what travels with the paper and of the finished file (documents.md §6, §7)."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator

from legalaid_desktop.documents.checks.context import CheckContext
from legalaid_desktop.documents.checks.reading import finding, printed_records
from legalaid_desktop.documents.facts.timeline import bounds
from legalaid_desktop.domain.finding import Finding, Severity
from legalaid_desktop.domain.ids import DocumentCode
from legalaid_desktop.domain.visibility import Audience

_MEDICAL = re.compile(
    r"медицин|врач|выписк|эпикриз|больниц|диагноз|клиник|травм|экспертиз|медыцын|лекар|бальніц", re.IGNORECASE
)
_OLD_REPORT_MONTHS = 24
_OLD_CONSENT_MONTHS = 12


def annexes(context: CheckContext) -> Iterator[Finding]:
    """CHK-ANNEX: cited but absent, gaps in numbers, translation missing, never cited, pages not known. What may not be
    seen is told of by CHK-VIS, and what a record cites at that record: one cause, one finding."""
    numbers = [annex.number for annex in context.annexes]
    if numbers != list(range(1, len(numbers) + 1)):
        yield finding("CHK-ANNEX", Severity.BLOCKS, "numbers")
    told = {cited for _, cited in context.loose}
    if context.case.audience is not Audience.OFFICE:  # its memo is not asked about what may be seen
        told |= {item.record for item in context.withheld}
    for citation in context.citations:
        if citation.number is None and citation.ref not in told:
            yield finding(
                "CHK-ANNEX", Severity.BLOCKS, "absent", section=citation.section, record=citation.ref, what=citation.ref
            )
    for record, cited in context.loose:
        yield finding("CHK-ANNEX", Severity.BLOCKS, "absent", record=record, what=cited)
    for annex in context.annexes:
        if not annex.cited:
            yield finding(
                "CHK-ANNEX", Severity.WARNS, "uncited", record=annex.ref, text=annex.title, number=annex.number
            )
        if annex.kind == "document":
            continue
        foreign = annex.language not in (None, "ru", "be", "none", context.language)
        if foreign and not annex.translated:
            yield finding(
                "CHK-ANNEX",
                Severity.OVERRIDABLE,
                "translation",
                record=annex.ref,
                text=annex.title,
                number=annex.number,
            )
        if annex.pages is None:
            yield finding("CHK-ANNEX", Severity.WARNS, "pages", record=annex.ref, text=annex.title, number=annex.number)


def age(context: CheckContext) -> Iterator[Finding]:
    """CHK-AGE: country report older than 24 months, medical paper without a date, consent older than 12 months."""
    printed = printed_records(context, "coi")
    limit = _months_before(context.as_of, _OLD_REPORT_MONTHS)
    for n, source in enumerate(context.case.coi, 1):
        known = bounds(source.date)
        if n in printed and known is not None and known[1] < limit:
            yield finding("CHK-AGE", Severity.WARNS, "report", record=f"coi{n}", text=source.title)
    pieces = {piece.id: piece for piece in context.case.evidence}
    for annex in context.annexes:
        piece = next((p for key, p in pieces.items() if key == annex.ref), None)
        if piece is None or bounds(piece.date) is not None:
            continue
        if (piece.kind or "").startswith("medical") or _MEDICAL.search(piece.title or ""):
            yield finding("CHK-AGE", Severity.WARNS, "medical", record=annex.ref, text=annex.title)
    for consent in context.case.consents:
        living = consent.given and consent.withdrawn is None
        if living and consent.date and consent.date < _months_before(context.as_of, _OLD_CONSENT_MONTHS):
            yield finding("CHK-AGE", Severity.WARNS, "consent", record=consent.scope)


def _months_before(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, 28))


def copies(context: CheckContext) -> Iterator[Finding]:
    """CHK-COPY: what a person must still do by hand before the paper is filed: sign, copy, pay, hand in, prove it."""
    if context.filed or context.manifest.signer != "client" or context.manifest.addressee is None:
        return
    if context.case.audience is not Audience.BELARUSIAN_BODY or context.manifest.addressee == "parent":
        return
    to = context.addressee
    court = ((to.type if to else None) or "").startswith("court")
    # One for whoever decides, one for the body whose act is challenged, one that comes back with the stamp.
    n = 3 if court or context.manifest.challenges else 2
    yield finding("CHK-COPY", Severity.INFORMS, "court" if court else "body", n=n)
    if court:
        paid = context.answers.get("fee")
        if paid in ("exempt", "relief", "paid"):
            joined = paid == "relief" and _joined(context, "C6")
            yield finding("CHK-COPY", Severity.INFORMS, f"fee_{paid}" if not joined else "fee_motion")
        elif context.document not in _NO_FEE:
            yield finding("CHK-COPY", Severity.INFORMS, "fee_open")
    if context.document == "C2":
        yield finding("CHK-COPY", Severity.INFORMS, "through_first")
    if context.conditions.get("in_custody"):
        yield finding("CHK-COPY", Severity.INFORMS, "in_custody")
    else:
        yield finding("CHK-COPY", Severity.INFORMS, "proof")


_NO_FEE = frozenset({"C3", "C4", "C5", "C6", "C8", "D1", "D2", "D3", "D6", "E5"})
"""Motions inside a case, and complaints of criminal procedure and of custody: nobody asks for a fee there."""


def _joined(context: CheckContext, code: str) -> bool:
    state = context.states.get(DocumentCode(code))
    return state is not None and state.attached


_CORE = re.compile(
    rb"<(?:\w+:)?(creator|lastModifiedBy|description|keywords|category|subject)\b[^>]*>([^<]+)</", re.IGNORECASE
)
_APP = re.compile(rb"<(?:\w+:)?(Company|Manager|Template)\b[^>]*>([^<]+)</")
_PROPERTIES = {"docProps/core.xml": _CORE, "docProps/app.xml": _APP}
_PDF_INFO = re.compile(rb"/(Author|Creator|Producer|Keywords|Subject)\s*(?:\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f]*)>)")
_TRACKED = re.compile(rb"<w:(ins|del|moveFrom|moveTo|comment|vanish)\b|\bw:rsid|<w:attachedTemplate|<w:docVars")


def metadata(context: CheckContext) -> Iterator[Finding]:
    """CHK-META: traces of the writer in the finished bytes."""
    docx = context.made.get("docx")
    if docx is not None:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            for name in archive.namelist():
                data = archive.read(name)
                trace = None
                if re.search(r"comments|customXml|thumbnail|people\.xml", name):
                    trace = name
                elif (pattern := _PROPERTIES.get(name)) and (found := pattern.search(data)):
                    trace = found[1].decode()
                elif name.startswith("word/") and name.endswith(".xml") and (hit := _TRACKED.search(data)):
                    trace = hit.group().decode()
                if trace:
                    yield finding("CHK-META", Severity.BLOCKS, "docx", what=trace)
    pdf = context.made.get("pdf")
    if pdf is not None:
        for found in _PDF_INFO.finditer(pdf):
            if found[2] or found[3]:
                yield finding("CHK-META", Severity.BLOCKS, "pdf", what=found[1].decode())
