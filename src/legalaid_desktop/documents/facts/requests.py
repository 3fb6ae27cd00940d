"""Facts of the papers to any body: information and copies (I1), power of attorney (I3), a change of representative or
address (I4), withdrawal (I5), a complaint that no answer came (I6).

Letters sent have no table in a case: they are typed for I6, one a line. The days are counted here and nowhere else.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.documents.facts.common import base, law
from legalaid_desktop.documents.facts.paper_names import PAPER, paper_name
from legalaid_desktop.documents.facts.protection_rows import typed_rows
from legalaid_desktop.documents.facts.requests_dates import month_later, typed_day
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.calendar import is_working_day, next_working_day
from legalaid_desktop.domain.ids import RuleId
from legalaid_desktop.domain.law import LawPack
from legalaid_desktop.grammar.plural import plural

_ORDERS: Final[Mapping[str, str]] = {
    "deportation": "code.pikoap", "administrative": "code.pikoap", "detention": "code.pikoap",
    "extradition": "code.upk", "judgment_extradition": "code.upk", "criminal_case_refused": "code.upk",
    "detention_extended": "code.upk", "judgment_first_instance": "code.kgs", "judgment_appeal": "code.kgs",
    "refusal_protection": "law.354z", "loss_protection": "law.354z", "cancel_protection": "law.354z",
    "refusal_extension": "law.354z", "refusal_register": "law.354z", "expulsion": "law.105z", "stay_cut": "law.105z",
    "permit_annulled": "law.105z", "entry_ban": "law.105z", "procedure_refused": "law.433z",
    "citizenship_loss": "law.136z",
}  # fmt: skip
"""Kind of the decision → the act whose order the neutral wording names; every other request is a letter."""


def order(source: FactSource, row: str | None = None) -> Fact:
    """«в порядке, установленном …»: of ``row``, else of the act that governs the decision, else of the law on letters
    to state bodies."""
    kind = source.decision.kind if source.decision is not None else None
    found = law(source, row or _ORDERS.get(kind or "", "law.300z")) or law(source, "law.300z")
    return found["order"] if found is not None else None


ORDERED: Final[FieldTree] = {"order": "text", "letters": "text"}


def ordered(source: FactSource) -> Mapping[str, Fact]:
    """Facts of I1, I4 and I5: the order that the paper names."""
    row = "law.354z" if source.manifest.id == "I5" else None
    return {**base(source), "order": order(source, row), "letters": order(source, "law.300z")}


# I3

POWERS: Final = ("file", "receive", "read", "speak", "sign", "copies")
ATTORNEY: Final[FieldTree] = {"agents": [{"name": "text", "born": "text", "paper": "text", "address": "text"}],
                              "named": ["text"]}  # fmt: skip


def attorney(source: FactSource) -> Mapping[str, Fact]:
    """Facts of I3: the persons who get the power, with the data that a notary needs."""
    rows, told = typed_rows(source, "agents", ("name", "born", "paper", "address"), needed=("born", "paper", "address"))
    return {**base(source), "agents": rows, "named": told}


# I6


@dataclass(frozen=True)
class Letter:
    """A letter that was sent: when, and the last day for its answer by the rule that fits it."""

    sent: dt.date | None
    due: dt.date | None
    complex: bool

    def late(self, as_of: dt.date) -> int:
        """Days after the last day; 0 where the period runs or cannot be counted."""
        return max(0, (as_of - self.due).days) if self.due is not None else 0


_NEEDS_CHECKS: Final = ("месяц", "провер", "сложн", "дополнит", "праверк", "складан", "дадатков", "complex", "month")


def letter(cells: Mapping[str, str], pack: LawPack) -> Letter:
    """The clock of one row. A period that ends on a day off ends on the next working day (``roll``)."""
    sent = typed_day(cells.get("sent", ""))
    hard = any(word in cells.get("kind", "").casefold() for word in _NEEDS_CHECKS)
    rule = pack.rules.get(RuleId("ob.answer_complex" if hard else "ob.answer"))
    if sent is None or rule is None or rule.limit is None:
        return Letter(sent, None, hard)
    due = month_later(sent, rule.limit) if rule.unit == "month" else sent + dt.timedelta(days=rule.limit)
    if rule.roll == "yes" and not is_working_day(due, pack):
        due = next_working_day(due, pack)
    return Letter(sent, due, hard)


LETTER_COLUMNS: Final = ("sent", "number", "body", "proof", "kind")


def letters_of(source_rows: Sequence[Fact], pack: LawPack) -> list[Letter]:
    return [
        letter({name: str(row[name]) for name in LETTER_COLUMNS}, pack)
        for row in source_rows
        if isinstance(row, Mapping)
    ]


def typed_letters(text: str, pack: LawPack) -> list[Letter]:
    """The clocks of the letters as typed, for the check whether a period is over."""
    found = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) > 1 and any(cells):
            found.append(letter(dict(zip(LETTER_COLUMNS, cells, strict=False)), pack))
    return found


_DAYS: Final = {"ru": ("день", "дня", "дней"), "be": ("дзень", "дні", "дзён")}
_STILL: Final = {"ru": "срок идёт", "be": "тэрмін ідзе"}
_NO_DAY: Final = {"ru": "день не указан", "be": "дзень не ўказаны"}
SILENT: Final[FieldTree] = {
    "letters_sent": [{"sent": "text", "body": "text", "proof": "text", "due": "text", "late": "text"}],
    "told": ["text"],
    "longest": "text",
    "one": "flag",
    "order": "text",
    "to_court": "flag",
    "to_prosecutor": "flag",
    "paper": PAPER,
}


_PROSECUTOR: Final = re.compile(r"(?:г\w+ )?(?:прокур|пракур)|(?:в|у) пр[оа]кур", re.IGNORECASE)


def days_words(n: int, language: str) -> str:
    """«3 дня»."""
    one, few, many = _DAYS.get(language, _DAYS["ru"])
    return f"{n}\u00a0{plural(n, one, few, many, language)}"


def silence(source: FactSource) -> Mapping[str, Fact]:
    """Facts of I6: the table of letters with the last day for an answer and the days of delay, as counted today."""
    rows, told = typed_rows(source, "letters", LETTER_COLUMNS)
    clocks = letters_of(rows, source.law)
    lang = source.language if source.language in _DAYS else "ru"
    table: list[Fact] = []
    for row, clock in zip(rows, clocks, strict=True):
        assert isinstance(row, Mapping)
        late = clock.late(source.as_of)
        due = f"{clock.due:%d.%m.%Y}" if clock.due is not None else _NO_DAY[lang]
        delay = days_words(late, lang) if late else _STILL[lang] if clock.due is not None else "–"
        number = str(row["number"])
        sent = str(row["sent"]) if number == "–" else f"{row['sent']}, №\u00a0{number.lstrip('№ ')}"
        table.append(
            {
                **{name: row[name] for name in ("body", "proof")},
                "sent": FactText(sent, "answers.letters"),
                "due": FactText(due, "answers.letters"),
                "late": FactText(delay, "answers.letters"),
            }
        )
    longest = max((clock.late(source.as_of) for clock in clocks), default=0)
    to = source.addressee
    court = to is not None and (to.type or "").startswith("court")
    return {
        **base(source),
        "letters_sent": table,
        "told": told,
        "longest": FactText(days_words(longest, lang), "answers.letters") if longest else None,
        "one": len(table) == 1,
        "order": order(source, "code.kgs" if court else "law.300z"),
        "to_court": court,
        "to_prosecutor": to is not None and (to.type == "prosecution" or _PROSECUTOR.match(to.text) is not None),
        "paper": paper_name(source, "court_paper" if court else "complaint"),
    }
