"""Facts of the further extradition papers: to the Supreme Court (D2), on custody (D3), to the Prosecutor General's
Office (D4), the notice of a pending application (D6). They stand on the facts of D1; nothing is argued here."""

from __future__ import annotations

from typing import Final

from legalaid_desktop.documents.facts import extradition
from legalaid_desktop.documents.facts.application import INTERPRETED, interpreted, speech
from legalaid_desktop.documents.facts.basics import FORMS, gap
from legalaid_desktop.documents.facts.common import base
from legalaid_desktop.documents.facts.custody import HELD, held
from legalaid_desktop.documents.facts.custody_table import CUSTODY_TABLE, custody_table
from legalaid_desktop.documents.facts.grounds import GROUNDS, ticked
from legalaid_desktop.documents.facts.lodged import oral_requests
from legalaid_desktop.documents.facts.rulings import DECISION, decision
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.told import TOLD, told
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.facts import Decision

ANSWERED: Final[FieldTree] = {"n": "number", "head": "text", "answer": "text", "said": "flag"}
"""A ground of the complaint and what the court said to it."""
D2_FIELDS: Final[FieldTree] = {
    **extradition.D1_FIELDS, "first": DECISION, "has_first": "flag", "heads": [ANSWERED], "has_heads": "flag",
}  # fmt: skip
D3_FIELDS: Final[FieldTree] = {
    "held": HELD, "table": CUSTODY_TABLE, "interpreted": INTERPRETED, "speech": FORMS, "ruling": DECISION,
    "has_ruling": "flag", "request": extradition.REQUEST, "health": "text", "has_health": "flag", "kin": "text",
    "has_kin": "flag", "kin_children": "flag", "recognised": "flag",
}  # fmt: skip
D4_FIELDS: Final[FieldTree] = {**extradition.D1_FIELDS, "decided": "flag"}
D6_FIELDS: Final[FieldTree] = {
    "held": HELD, "spoken": [TOLD], "any_spoken": "flag", "request": extradition.REQUEST, "has_request": "flag",
    "first": DECISION, "has_first": "flag",
}  # fmt: skip

_HEADS: Final = {
    "ru": {
        "protection": "Международная защита", "torture": "Риск пыток и жестокого обращения",
        "motive": "Мотив преследования", "penalty": "Наказание после выдачи",
        "trial": "Справедливое разбирательство", "double": "Наказуемость деяния и наказание",
        "limitation": "Давность, прежнее решение", "citizenship": "Гражданство и личность",
        "papers": "Недостатки бумаг запроса", "person": "Здоровье, возраст, семья",
        "specialty": "Другое деяние, скрытая цель",
    },
    "be": {
        "protection": "Міжнародная абарона", "torture": "Рызыка катаванняў і жорсткага абыходжання",
        "motive": "Матыў пераследу", "penalty": "Пакаранне пасля выдачы", "trial": "Справядлівы разгляд",
        "double": "Караемасць дзеяння і пакаранне", "limitation": "Даўнасць, ранейшае рашэнне",
        "citizenship": "Грамадзянства і асоба", "papers": "Недахопы папер запыту",
        "person": "Здароўе, узрост, сям’я", "specialty": "Іншае дзеянне, схаваная мэта",
    },
}  # fmt: skip
COURT_ANSWERS: Final = tuple(f"court_on_{name}" for name in GROUNDS)
"""Questions of D2: what the court said to each ground."""


def _of_kind(source: FactSource, *kinds: str) -> Decision | None:
    """The latest decision of the client of one of these kinds."""
    found = [d for d in source.case.decisions if d.kind in kinds]
    return max(found, key=lambda d: d.dated.isoformat() if d.dated else "", default=None)


def _heads(source: FactSource) -> list[Fact]:
    words = source.worded(_HEADS)
    rows: list[Fact] = []
    for n, name in enumerate(ticked(source.case, source.answers), 1):
        said = source.answer(f"court_on_{name}")
        origin = f"answers.court_on_{name}"
        rows.append(
            {
                "n": n,
                "head": words[name],
                "answer": FactText(said, origin) if said else gap(origin, f"ответ суда: {words[name]}"),
                "said": said is not None,
            }
        )
    return rows


def d2(source: FactSource) -> dict[str, Fact]:
    """Facts of D2, by the shapes ``BASE`` and ``D2_FIELDS``."""
    first = _of_kind(source, "extradition")
    heads = _heads(source)
    return {
        **extradition.d1(source),
        "first": decision(source, first) if first is not None else None,
        "has_first": first is not None,
        "heads": heads,
        "has_heads": bool(heads),
    }


def d3(source: FactSource) -> dict[str, Fact]:
    """Facts of D3, by the shapes ``BASE`` and ``D3_FIELDS``."""
    whole = extradition.d1(source)
    personal = whole["personal"]
    assert isinstance(personal, dict)
    act = _of_kind(source, "detention", "detention_extended")
    return {
        **base(source),
        "held": held(source),
        "table": custody_table(source),
        "interpreted": interpreted(source),
        "speech": speech(source),
        "ruling": decision(source, act) if act is not None else None,
        "has_ruling": act is not None,
        "request": extradition.request(source),
        "health": personal["health"],
        "has_health": personal["has_health"],
        "kin": personal["family"],
        "has_kin": personal["has_family"],
        "kin_children": personal["children"],
        "recognised": whole["recognised"],
    }


def d4(source: FactSource) -> dict[str, Fact]:
    """Facts of D4, by the shapes ``BASE`` and ``D4_FIELDS``."""
    return {**extradition.d1(source), "decided": _of_kind(source, "extradition") is not None}


def d6(source: FactSource) -> dict[str, Fact]:
    """Facts of D6, by the shapes ``BASE`` and ``D6_FIELDS``."""
    spoken = oral_requests(source.case)
    first = _of_kind(source, "extradition", "deportation", "expulsion")
    return {
        **base(source),
        "held": held(source),
        "spoken": [told(source, event, n) for n, event in enumerate(spoken, 1)],
        "any_spoken": bool(spoken),
        "request": extradition.request(source),
        "has_request": source.case.extradition is not None,
        "first": decision(source, first) if first is not None else None,
        "has_first": first is not None,
    }
