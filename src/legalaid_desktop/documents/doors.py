"""The doors of grammar as template filters, and the book of citations (documents.md §5, §7).

A template declines nothing itself: ``{{ client | name('gen') }}``, ``{{ decision.authority | auth('gen') }}``,
``{{ decision.received | date }}``, ``{{ event.cites | annex }}``. The filters pick a form that the facts hold already;
a form that is not there is a gap with the word for what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from legalaid_desktop.documents.facts.basics import number_ranges
from legalaid_desktop.documents.facts_text import FactText, like
from legalaid_desktop.documents.filters import Filter
from legalaid_desktop.grammar.agreement import agree
from legalaid_desktop.grammar.plural import plural
from legalaid_desktop.grammar.prepositions import preposition_form

DOOR_NAMES = frozenset(
    {"name", "short_name", "auth", "country", "language", "case", "date", "annex", "annexes_at", "plural", "agree",
     "prep", "numbers"}
)  # fmt: skip

_ANNEX = {
    "ru": ("приложение", "приложения", "приложении", "приложениях"),
    "be": ("дадатак", "дадаткі", "дадатку", "дадатках"),
    "en": ("annex", "annexes", "annex", "annexes"),
}


@dataclass
class Citations:
    """Annexes in order of first citation (first pass), their numbers (second pass)."""

    numbers: Mapping[str, int] = field(default_factory=dict)
    """Evidence, decision or document id → annex number; empty in the first pass."""
    order: list[str] = field(default_factory=list)
    """What was cited, in order of first citation."""

    def cite(self, refs: Sequence[str]) -> list[int]:
        for ref in refs:
            if ref not in self.order:
                self.order.append(ref)
        return [self.numbers[ref] for ref in refs if ref in self.numbers]


def doors(language: str, citations: Citations) -> dict[str, Filter]:
    """The filters of one rendering. ``language`` is ru, be or en."""

    def form(value: object, case: str = "nom") -> object:
        if isinstance(value, Mapping):
            found = value.get(case)
            if found is None:
                label = value.get("nom")
                return FactText("", getattr(label, "origin", None), label=f"{label or ''} ({case})")
            return found
        return value if isinstance(value, str) else None

    def name(value: object, case: str = "nom") -> object:
        """The name in a case, or the role of a person who may not be named."""
        if isinstance(value, Mapping) and isinstance(value.get("forms"), Mapping):
            return form(value["forms"], case)
        return form(value, case)

    def short_name(value: object) -> object:
        return value.get("short") if isinstance(value, Mapping) else value

    def date(value: object, style: str = "letter") -> object:
        return form(value, style)

    def annex(value: object, case: str = "nom") -> object:
        """«приложение 4», «приложения 4–6»; empty refs print nothing, refs that are no annex print a gap."""
        refs = [value] if isinstance(value, str) else [ref for ref in value or () if isinstance(ref, str)]  # type: ignore[attr-defined]
        if not refs:
            return FactText("", "annex", label="приложение")
        numbers = citations.cite([str(ref) for ref in refs])
        origin = "annex:" + ",".join(str(ref) for ref in refs)
        if not numbers:
            return FactText("" if citations.numbers else "приложение", origin, label="приложение")
        one, many, one_at, many_at = _ANNEX[language]
        word = (one if len(numbers) == 1 else many) if case == "nom" else (one_at if len(numbers) == 1 else many_at)
        return FactText(f"{word}\u00a0{number_ranges(numbers)}", origin)

    def plural_word(value: object, one: str, few: str, many: str) -> object:
        return plural(value, one, few, many, language) if isinstance(value, int) else None

    def agreed(value: object, masculine: str, feminine: str, neutral: str) -> object:
        sex = value.get("sex") if isinstance(value, Mapping) else value
        return agree(str(sex) if sex else None, masculine, feminine, neutral)

    def prep(value: object, preposition: str) -> object:
        """The preposition that the text asks for, and the text: «во Фрунзенском»."""
        if not isinstance(value, str) or not value:
            return value
        lead = preposition_form(preposition.lower(), value, language)
        if preposition[:1].isupper():
            lead = lead[:1].upper() + lead[1:]
        return like(value, f"{lead} {value}")

    def numbers_of(value: object) -> object:
        return number_ranges([n for n in value if isinstance(n, int)]) if isinstance(value, list | tuple) else None

    return {
        "name": name,
        "short_name": short_name,
        "auth": form,
        "country": form,
        "language": form,
        "case": form,
        "date": date,
        "annex": annex,
        "annexes_at": lambda value: annex(value, "prep"),
        "plural": plural_word,
        "agree": agreed,
        "prep": prep,
        "numbers": numbers_of,
    }
