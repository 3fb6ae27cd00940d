"""What papers call themselves: «жалоба», «ходатайство» in their cases, with the gender for the words beside them.

The names are rows of the law data. What the code of civil procedure calls the paper that a person brings to court has
not been checked: one row (``code.kgs.paper``) decides it for all papers that say ``law.court_paper``.
"""

from __future__ import annotations

from typing import Final

from legalaid_desktop.documents.facts.basics import CASES, FORMS, text
from legalaid_desktop.documents.facts.rulings import noun
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.notation import FieldTree
from legalaid_desktop.domain.ids import DocumentCode

PAPER: Final[FieldTree] = {**FORMS, "title": "text", "feminine": "flag", "neuter": "flag", "against": "text"}

COURT_PAPER: Final = "code.kgs.paper"
"""Row of the law data: what the code of civil procedure calls the paper that a person brings to court."""
_ROWS: Final = {"court_paper": COURT_PAPER, "complaint": "paper.complaint", "motion": "paper.motion",
                "application": "paper.application", "appeal": "paper.appeal", "request": "paper.request"}  # fmt: skip
"""``paper`` of the manifest → row of the law data."""


_MAIN: Final = {"C1": "court_paper", "E2": "court_paper", "E3": "court_paper", "C2": "appeal",
                "A9": "court_paper"}  # fmt: skip
"""Main paper of a decision → what it is called; a complaint where the code of civil procedure has no say."""


def main_kind(code: DocumentCode | None) -> str:
    """The kind of name of the paper that a motion goes with."""
    return _MAIN.get(code or "", "complaint")


def paper_name(source: FactSource, kind: str, act: dict[str, Fact] | None = None) -> dict[str, Fact]:
    """«жалоба», «жалобы» … of the law data, its gender, and «на решение»: how it names what it is about.

    ``act`` is the noun of the act in its cases; that of the decision of this paper when it is not given.
    """
    act = act or noun(source, source.decision)
    row = source.law.sources.get(_ROWS[kind])
    forms = row.forms if row is not None else {}
    gender = forms.get(f"{source.language}_gender") or forms.get("ru_gender") or ""
    origin = f"law.{row.id}" if row is not None else f"law.{kind}"
    against = forms.get(f"{source.language}_against") or forms.get("ru_against") or ""
    for case in CASES:
        against = against.replace("{" + case + "}", str(act[case] or ""))
    return {
        "code": kind,
        **{case: text(forms.get(f"{source.language}_{case}") or forms.get(f"ru_{case}"), origin) for case in CASES},
        "title": source.manifest.title.get(source.language, source.manifest.title["ru"]),
        "feminine": gender == "f",
        "neuter": gender == "n",
        "against": against,
    }
