"""Which papers go with a paper, in which order and under which number (documents.md §7).

Groups: A own papers, B decisions, C personal proof, D medical, E country information; inside a group by first
citation, then as the case has them. Numbers run through all groups.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from legalaid_desktop.documents.blocks import Block, refs_of
from legalaid_desktop.documents.catalogue import shipped_catalogue
from legalaid_desktop.documents.facts.abroad import when_abroad, written_title
from legalaid_desktop.documents.facts.basics import authority, language
from legalaid_desktop.documents.facts.missed import received_on
from legalaid_desktop.documents.facts.source import FactSource
from legalaid_desktop.documents.parts import Annex
from legalaid_desktop.domain.disclosed import DisclosedEvidence
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.ids import DocumentCode, LanguageCode
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.grammar.dates import date_words
from legalaid_desktop.grammar.latin import is_latin

GROUPS: Final = ("A", "B", "C", "D", "E")
PLANNED_ARE_ANNEXES: Final = frozenset({"A1", "A2", "A3", "A4", "A7", "C3", "D5"})
"""Papers that travel as soon as the case plans them; other motions only once they are drafted."""
TRANSLATION_NEEDED: Final = frozenset({None, "none", "ru", "be"})
"""Languages of evidence that need no translation for a Belarusian body."""

_GROUP_OF_KIND: Final[Mapping[str, str]] = {
    "decision": "B", "ruling": "B", "judgment": "B", "notice": "B", "proof_of_receipt": "B", "envelope": "B",
    "medical": "D", "medical_report": "D", "medical_certificate": "D", "hospital": "D", "psychological": "D",
    "country_report": "E", "coi": "E", "country_information": "E",
}  # fmt: skip
_MEDICAL: Final = re.compile(
    r"(заключени\w* (врач|медиц|психо)|выписк\w* из (больниц|госпитал|стационар|медиц|истории|амбулатор)|"
    r"медицинск\w+ (справк|заключен|карт|документ|освидетельств|выписк)|справк\w* (врач|из больниц|о здоровь|о травм)|"
    r"судебно-медицин|эпикриз|диагноз|рентген|истори\w* болезни|заключэнн\w* (урач|ўрач)|выпіск\w* з бальніц|"
    r"медыцынск\w+ (даведк|заключэнн))",
    re.IGNORECASE,
)
_DECISION: Final = re.compile(
    r"^(копия |копии )?(решени|постановлени|определени|уведомлени\w+ об отказе|приговор)|отметк\w+ о вручении|"
    r"почтов\w+ конверт|конверт\w* (с решени|с уведомлени|из суда|суда|от суда)",
    re.IGNORECASE,
)
_COUNTRY: Final = re.compile(
    r"(страноведческ|о стране происхождения|докла\w+ о положении|country report)", re.IGNORECASE
)

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {
        "copy": "копия", "sheets": "на {0}\u00a0л. в\u00a01\u00a0экз.", "unknown": "___", "paper": "Документ",
        "translated": "с переводом", "untranslated": "без перевода", "copy_of": "Копия решения",
    },
    "be": {
        "copy": "копія", "sheets": "на {0}\u00a0арк. у\u00a01\u00a0экз.", "unknown": "___", "paper": "Дакумент",
        "translated": "з перакладам", "untranslated": "без перакладу", "copy_of": "Копія рашэння",
    },
    "en": {
        "copy": "copy", "sheets": "{0}\u00a0pages", "unknown": "___", "paper": "Document",
        "translated": "with a translation", "untranslated": "no translation", "copy_of": "Copy of the decision",
    },
}  # fmt: skip

PagesOf = Callable[[DocumentCode], int | None]
"""Sheets of a paper of this case as the PDF writer sets it; ``None`` where it cannot be made."""


def group_of(piece: DisclosedEvidence) -> str:
    """The group of a piece of evidence: by its kind, else by what its title plainly says."""
    if piece.kind and (known := _GROUP_OF_KIND.get(piece.kind)):
        return known
    title = piece.title or ""
    if _MEDICAL.search(title):
        return "D"
    if _DECISION.search(title):
        return "B"
    return "E" if _COUNTRY.search(title) else "C"


def candidates(source: FactSource, *, pages_of: PagesOf, unchecked: bool = False) -> tuple[Annex, ...]:
    """Everything that may be cited, before numbers are given (``number`` 0)."""
    found = [_document(source, code, pages_of) for code in travelling(source)]
    copy = file_of_decision(source)
    if source.manifest.challenges and source.decision is not None and (source.decision.copy_given or copy is not None):
        found.append(_decision(source, source.decision, copy))
    else:
        copy = None
    taken = [copy]
    for made in also_challenged(source):
        other = file_of_decision(source, made)
        if made.copy_given or other is not None:
            found.append(_decision(source, made, other))
            taken.append(other)
    if source.manifest.annexes_evidence != "none":
        found.extend(_evidence(source, piece) for piece in source.case.evidence if piece not in taken)
    return tuple(found)


_ACTS: Final = frozenset({"decision", "ruling", "judgment"})


def also_challenged(source: FactSource) -> tuple[Decision, ...]:
    """The act that the court had to judge, where the paper asks to set it aside too (D2): the latest extradition
    decision."""
    if source.manifest.id != "D2":
        return ()
    made = [d for d in source.other_decisions if d.kind == "extradition"]
    return (max(made, key=lambda d: d.dated or dt.date.min),) if made else ()


def file_of_decision(source: FactSource, which: Decision | None = None) -> DisclosedEvidence | None:
    """The copy of the challenged decision (or of ``which``) among the evidence: of that kind, and with its number or
    its day.

    Only where one piece alone fits; a title that says a notice or an envelope is another paper.
    """
    decision = which or source.decision
    if decision is None:
        return None

    def fits(piece: DisclosedEvidence) -> bool:
        title = " ".join((piece.title or "").split()).casefold()
        if piece.kind not in _ACTS and not (piece.kind is None and _ACT_TITLE.match(title)):
            return False
        if re.match(r"отметк|конверт|уведомлен|адзнак|канверт|апавяшчэн", title):
            return False
        number = (decision.number or "").strip().casefold()
        if number and re.search(rf"(?<![\w-]){re.escape(number)}(?![\w-])", title):
            return True
        day = piece.date.on if piece.date is not None and piece.date.precision is Precision.DAY else None
        if decision.dated is None or (number and "№" in title):
            return False
        if day == decision.dated or f"{decision.dated:%d.%m.%Y}" in title:
            return True
        # A copy with the mark of service bears the day on which it was received.
        return day is not None and day == received_on(decision) and _ACT_TITLE.match(title) is not None

    found = [piece for piece in source.case.evidence if fits(piece)]
    return found[0] if len(found) == 1 else None


_ACT_TITLE: Final = re.compile(r"(копи[яи] |копі[яі] )?(решени|постановлени|определени|рашэнн|пастанов|вызначэнн)")


def travelling(source: FactSource) -> tuple[DocumentCode, ...]:
    """Papers of the case that the catalogue lists as annexes of this one."""
    found = []
    for code in source.manifest.annexes_documents:
        state = source.states.get(code)
        attached = state is not None and state.attached
        planned = code in source.case.documents and code in PLANNED_ARE_ANNEXES
        if (code == "C3" and not source.says("has_c3_joined")) or (code == "A7" and not source.case.coi):
            continue
        if code == "C4" and not source.says("interpreter_needed"):
            continue
        if attached or planned:
            found.append(code)
    return tuple(found)


def numbered(source: FactSource, possible: Sequence[Annex], cited: Sequence[str]) -> tuple[Annex, ...]:
    """The list: papers and the decision always, evidence that is cited, and evidence tied to nothing (uncited)."""
    place = {ref: n for n, ref in enumerate(cited)}
    loose = source.manifest.annexes_evidence == "all"
    kept: list[tuple[tuple[int, int, int], Annex]] = []
    for n, annex in enumerate(possible):
        is_cited = annex.ref in place
        if annex.kind == "evidence" and not is_cited:
            piece = next((x for x in source.case.evidence if x.id == annex.ref), None)
            if not loose or piece is None or piece.tied:
                continue
        order = (GROUPS.index(annex.group), place.get(annex.ref, len(place)), n)
        kept.append((order, replace(annex, cited=is_cited)))
    kept.sort(key=lambda pair: pair[0])
    return tuple(replace(annex, number=n) for n, (_, annex) in enumerate(kept, 1))


def listed(source: FactSource, possible: Sequence[Annex], blocks: Iterable[Block]) -> tuple[Annex, ...]:
    """The list of a paper with these blocks: evidence in the order in which they cite it."""
    of_same = {id: annex.ref for annex in possible for id in annex.same}
    return numbered(source, possible, list(dict.fromkeys(of_same.get(ref, ref) for ref in cited_in(blocks))))


def cited_in(blocks: Iterable[Block]) -> Iterator[str]:
    """What blocks cite, in order."""
    for block in blocks:
        for span in block.all_spans:
            yield from refs_of(span.origin)


def numbers_of(annexes: Iterable[Annex]) -> dict[str, int]:
    """The number of each annex, by its id and by those of records that are the same annex."""
    return {id: annex.number for annex in annexes for id in (annex.ref, *annex.same)}


def _words(source: FactSource) -> Mapping[str, str]:
    return source.worded(_WORDS)


def document_title(code: str, language: str) -> str:
    """The neutral title of a paper of the client as an annex."""
    return shipped_catalogue().title(code, language)


def _line(source: FactSource, title: str, details: Sequence[str], pages: int | None) -> str:
    say = _words(source)
    inner = f" ({', '.join(details)})" if details else ""
    sheets = say["sheets"].format(pages if pages is not None else say["unknown"])
    if source.language == "en":
        return f"{title}{inner}, {sheets.removesuffix('s') if pages == 1 else sheets}"
    return f"{title}{inner} {sheets}"


def _document(source: FactSource, code: DocumentCode, pages_of: PagesOf) -> Annex:
    pages = pages_of(code)
    title = document_title(code, source.language)
    return Annex(
        number=0,
        group="E" if code == "A7" else "A",
        kind="document",
        ref=code,
        title=title,
        date="",
        copy=False,
        pages=pages,
        language=source.language,
        translated=None,
        line=_line(source, title, (), pages),
    )


def _decision(source: FactSource, decision: Decision, copy: DisclosedEvidence | None) -> Annex:
    say = _words(source)
    if source.language == "en":
        return _decision_abroad(source, decision, copy)
    body = authority(decision.authority, decision.authority_fill, decision.id, source)
    kind = source.words.label("decision_kind", decision.kind, "gen") if decision.kind else None
    noun, _, subject = (kind or say["copy_of"].split(" ", 1)[1]).partition(" ")
    title = f"{say['copy'].capitalize()} {noun}"
    if body is not None and body["gen"]:
        title += f" {body['gen']}"
    if decision.dated is not None:
        lead = "ад" if source.language == "be" else "от"
        title += f" {lead} {date_words(decision.dated, 'of', source.language)}"
    if decision.number:
        title += f" №\u00a0{decision.number}"
    if subject:
        # «постановления Минского городского суда … по жалобе …»: the court stands there by its name.
        title += f" {subject.removeprefix('суда ') if body is not None else subject}"
    pages = copy.pages if copy is not None else None
    translated = True if copy is not None and copy.translated else decision.translated
    details = _language(source, decision.language, translated)
    return Annex(
        number=0,
        group="B",
        kind="decision",
        ref=decision.id,
        title=title,
        date="",
        copy=True,
        pages=pages,
        language=decision.language,
        translated=translated,
        risk_flags=copy.risk_flags if copy is not None else (),
        line=_line(source, title, details, pages),
        same=(copy.id,) if copy is not None else (),
    )


def _decision_abroad(source: FactSource, decision: Decision, copy: DisclosedEvidence | None) -> Annex:
    """«Copy of the extradition decision of 10 December 2026, No. TEST-0401 (in Russian, no translation), 3 pages»"""
    kind = source.words.label("decision_kind", decision.kind, "nom") if decision.kind else None
    title = f"Copy of the {kind or 'decision'}"
    if not source.says("unnamed_abroad"):
        title += f" of {date_words(decision.dated, 'letter', 'en')}" if decision.dated else ""
        title += f", No.\u00a0{decision.number}" if decision.number and is_latin(decision.number) else ""
    pages = copy.pages if copy is not None else None
    translated = True if copy is not None and copy.translated else decision.translated
    return Annex(
        number=0, group="B", kind="decision", ref=decision.id, title=title, date="", copy=True, pages=pages,
        language=decision.language, translated=translated,
        risk_flags=copy.risk_flags if copy is not None else (),
        line=_line(source, title, _language(source, decision.language, translated), pages),
        same=(copy.id,) if copy is not None else (),
    )  # fmt: skip


def _evidence(source: FactSource, piece: DisclosedEvidence) -> Annex:
    say = _words(source)
    title = re.sub(r"\s+", " ", piece.title or "").strip().rstrip(".;,") or say["paper"]
    date = ""
    if source.language == "en":
        title = written_title(source, piece)
        date = when_abroad(source, piece.date, piece.id) or ""
    elif piece.date is not None and piece.date.precision is not Precision.UNKNOWN:
        date = date_words(piece.date, "letter", source.language, original=False)
    shown = date if date and not _dated_already(title, piece.date) else ""
    details = [say["copy"], *([shown] if shown else []), *_language(source, piece.language, piece.translated)]
    if re.match(r"(копи[яи]|копі[яі])\b", title, re.IGNORECASE) or re.search(
        r"\((?:[^()]*\b)?(копи[яи]|копі[яі])\b[^()]*\)\s*$", title, re.IGNORECASE
    ):
        details.remove(say["copy"])
    return Annex(
        number=0,
        group=group_of(piece),
        kind="evidence",
        ref=piece.id,
        title=title,
        date=date,
        copy=True,
        pages=piece.pages,
        language=piece.language,
        translated=piece.translated,
        risk_flags=piece.risk_flags,
        line=_line(source, title, details, piece.pages),
    )


def _dated_already(title: str, date: PartialDate | None) -> bool:
    """Whether the title says the date itself: «Повестка от 12.09.2025»."""
    if date is None:
        return False
    if isinstance(date.on, dt.date):
        return f"{date.on:%d.%m.%Y}" in title or date_words(date.on, "of", "ru").replace("\u00a0", " ").removesuffix(
            " г."
        ) in title.replace("\u00a0", " ")
    return date.year is not None and str(date.year) in title


def _language(source: FactSource, code: LanguageCode | None, translated: bool | None) -> list[str]:
    """«на украинском языке, с переводом»; nothing for a paper in a state language or a picture."""
    say = _words(source)
    if code in TRANSLATION_NEEDED if source.language != "en" else code in (None, "none", "en"):
        return []
    spoken = language(code, "annex", source)
    return [
        *([str(spoken["on"])] if spoken is not None and spoken["on"] else []),
        say["translated" if translated else "untranslated"],
    ]
