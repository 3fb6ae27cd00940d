"""Facts of the complaint against a refusal to open a case (documents.md F4): the gaps of the inquiry as its points."""

from __future__ import annotations

from typing import Final

from legalaid_desktop.documents.facts.office_words import clean_words
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.testimony import TESTIMONY, testimony
from legalaid_desktop.documents.notation import FactText, FieldTree


def refused(source: FactSource) -> dict[str, Fact]:
    """Facts of F4: those of the group, and the gaps of the inquiry that a person ticked, as points of the paper."""
    gaps = [FactText(words, f"answers.{name}") for name, words in GAPS.items() if source.answers.get(name) is True]
    typed = source.answer("gap_other")
    lines = [clean_words(line.strip(" -–•")) for line in (typed or "").splitlines()]
    gaps.extend(FactText(line, "answers.gap_other") for line in lines if line)
    asks = [FactText(words, f"answers.{name}") for name, words in ASKS.items() if source.answers.get(name) is True]
    return {
        **testimony(source),
        "gaps_found": gaps,
        "any_gaps": bool(gaps),
        "gap_asks": asks,
        "any_gap_asks": bool(asks),
    }


GAPS: Final = {
    "gap_not_questioned": "объяснения у меня не взяты либо взяты без переводчика",
    "gap_no_exam": "судебно-медицинская экспертиза не назначена",
    "gap_no_video": "записи камер наблюдения не изъяты и не просмотрены",
    "gap_no_witnesses": "лица, которые были рядом, не опрошены",
    "gap_only_officers": "выводы основаны на объяснениях одних только должностных лиц",
    "gap_no_scene": "место происшествия не осмотрено",
    "gap_no_injuries": "происхождение телесных повреждений не выяснено",
}
"""Question of F4 → the gap of the inquiry as the paper names it."""
ASKS: Final = {
    "gap_not_questioned": "взять у меня объяснения с участием переводчика",
    "gap_no_exam": "назначить судебно-медицинскую экспертизу",
    "gap_no_video": "истребовать и просмотреть записи камер наблюдения",
    "gap_no_witnesses": "опросить лиц, которые были рядом",
    "gap_only_officers": "проверить объяснения должностных лиц по другим источникам",
    "gap_no_scene": "осмотреть место происшествия",
    "gap_no_injuries": "выяснить происхождение телесных повреждений",
}
REFUSED: Final[FieldTree] = {
    **TESTIMONY, "gaps_found": ["text"], "any_gaps": "flag", "gap_asks": ["text"], "any_gap_asks": "flag",
}  # fmt: skip
GAP_QUESTIONS: Final = (*GAPS, "gap_other")
