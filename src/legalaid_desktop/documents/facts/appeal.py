"""Facts of the papers to a court of second instance and above (C2, C7), of motions to a court (C6), and of remarks on a
record of a hearing with new evidence (C8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from legalaid_desktop.documents.facts.basics import AUTHORITY, FORMS, authority, joined, text
from legalaid_desktop.documents.facts.common import base, law
from legalaid_desktop.documents.facts.danger import REMOVAL, WAY, dangerous, removal, where_to
from legalaid_desktop.documents.facts.removal import lodged
from legalaid_desktop.documents.facts.rulings import decision as decision_facts
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.grammar.dates import date_words

JUDGED: Final[FieldTree] = {
    "first": {"known": "flag", "title": "text", "noun": FORMS, "kind": FORMS, "authority": AUTHORITY},
    "earlier_judgments": ["text"],
    "later_open": "flag",
    "danger": WAY,
    "way_back": WAY,
    "removal": REMOVAL,
    "lodged": {"certificate": "text", "applied": "flag"},
    "order": "text",
}
_JUDGMENTS: Final = ("judgment_first_instance", "judgment_appeal")


def judgment(source: FactSource) -> Mapping[str, Fact]:
    """Facts of C2 and C7: the judgment, the act that it was about, and which reading of the period is still open."""
    mid = dangerous(source)["to_mid"]
    row = law(source, "code.kgs")
    return {
        **base(source),
        "first": _first(source),
        "earlier_judgments": _judgments(source),
        "later_open": later_open(source),
        "danger": dangerous(source),
        "way_back": where_to(source),
        "removal": removal(source, str(mid) if mid else None),
        "lodged": lodged(source),
        "order": row["order"] if row is not None else None,
    }


def _age(item: Decision) -> str:
    return item.dated.isoformat() if item.dated is not None else ""


def _first(source: FactSource) -> dict[str, Fact]:
    """The act of a body that the court had to judge: the latest one that is no judgment and not of a later day."""
    made = source.decision
    before = [
        d
        for d in source.other_decisions
        if d.kind not in (*_JUDGMENTS, "extradition", "judgment_extradition")
        and (made is None or made.dated is None or d.dated is None or d.dated <= made.dated)
    ]
    if not before:
        return {"known": False, "title": None, "noun": None, "kind": None, "authority": None}
    item = max(before, key=_age)
    told = decision_facts(source, item)
    return {
        "known": True,
        "title": told["title"],
        "noun": told["noun"],
        "kind": told["kind"],
        "authority": authority(item.authority, item.authority_fill, f"{item.id}.authority", source),
    }


def _judgments(source: FactSource) -> list[Fact]:
    """Judgments before the one that the paper is about, in order of time: «решение суда первой инстанции от …»."""
    found: list[Fact] = []
    for item in sorted((d for d in source.other_decisions if d.kind in _JUDGMENTS), key=_age):
        kind = source.words.label("decision_kind", item.kind or "", "nom") or ""
        court = authority(item.authority, item.authority_fill, f"{item.id}.authority", source)
        name = str(court["nom"]) if court is not None and court["nom"] else ""
        title = str(decision_facts(source, item)["title"])
        found.append(FactText(f"{kind} {title}" + (f" ({name})" if name else ""), f"{item.id}.number"))
    return found


def later_open(source: FactSource) -> bool:
    """The earliest reading of the period has passed, a later one (from the full text) has not."""
    made = source.decision
    return source.says("late") and any(
        row.last_day is not None and row.last_day >= source.as_of
        for row in source.deadlines
        if made is not None and row.decision == made.id
    )


MOTION_FIELDS: Final[FieldTree] = {
    "motions": {"subtitle": "text", "several": "flag", "cited": "flag", "cites": ["text"]},
}
_TITLES: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {
        "closed": "о закрытом судебном заседании", "file": "об ознакомлении с материалами дела",
        "witness": "о вызове свидетеля", "expert": "о назначении экспертизы",
        "bodyfile": "об истребовании материалов", "join": "о приобщении доказательств",
        "adjourn": "об отложении разбирательства", "fee": "об освобождении от государственной пошлины",
        "presence": "об обеспечении участия в заседании", "video": "об участии по видеосвязи",
    },
    "be": {
        "closed": "аб закрытым судовым пасяджэнні", "file": "аб азнаямленні з матэрыяламі справы",
        "witness": "аб выкліку сведкі", "expert": "аб прызначэнні экспертызы",
        "bodyfile": "аб запатрабаванні матэрыялаў", "join": "аб далучэнні доказаў",
        "adjourn": "аб адкладанні разбіральніцтва", "fee": "аб вызваленні ад дзяржаўнай пошліны",
        "presence": "аб забеспячэнні ўдзелу ў пасяджэнні", "video": "аб удзеле па відэасувязі",
    },
}  # fmt: skip
"""Motion of C6 → how the paper is called when it holds one or two of them."""
SPELLED_OUT: Final = 2
"""Beyond so many motions the title only says that there are several."""


def motions(source: FactSource) -> Mapping[str, Fact]:
    """Facts of C6: which motions were chosen, and the evidence that one of them joins."""
    titles = source.worded(_TITLES)
    chosen = [words for name, words in titles.items() if source.says(f"motion_{name}")]
    named = joined(chosen, source) if chosen and len(chosen) <= SPELLED_OUT else ""
    cites = [annex.ref for annex in source.annexes if annex.kind == "evidence"]
    return {
        **base(source),
        "motions": {
            "subtitle": text(named, "motions"),
            "several": len(chosen) > SPELLED_OUT,
            "cited": bool(cites),
            "cites": list(cites),
        },
    }


REMARKS: Final[FieldTree] = {
    "remarks": [{"page": "text", "recorded": "text", "said": "text", "proof": "text"}],
    "told": ["text"],
    "interviews": ["text"],
}
_COLUMNS: Final = 4


def remarks(source: FactSource) -> Mapping[str, Fact]:
    """Facts of C8. The answer ``remarks`` has one remark a line, «стр. | записано | сказано | чем подтверждается»;
    a line without the sign «|» is told as a paragraph."""
    rows: list[Fact] = []
    told: list[Fact] = []
    for line in (source.answer("remarks") or "").splitlines():
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) < 2:
            told.append(FactText(line.strip(), "answers.remarks"))
            continue
        cells = [*cells[: _COLUMNS - 1], "; ".join(c for c in cells[_COLUMNS - 1 :] if c)]
        cells += [""] * (_COLUMNS - len(cells))
        page, recorded, said, proof = (FactText(cell or "–", "answers.remarks") for cell in cells)
        rows.append({"page": page, "recorded": recorded, "said": said, "proof": proof})
    days = [
        date_words(record.date, "when", source.language)
        for record in source.case.interview_records
        if record.date is not None
    ]
    return {
        **base(source),
        "remarks": rows,
        "told": told,
        "interviews": [FactText(day, "interview.date") for day in dict.fromkeys(days)],
    }
