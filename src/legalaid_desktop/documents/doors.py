"""The doors of grammar as template filters, and the words of a citation (documents.md §5, §7).

A template declines nothing itself: ``{{ client | name('gen') }}``, ``{{ decision.authority | auth('gen') }}``,
``{{ decision.received | date }}``, ``{{ event.cites | annex }}``. The filters pick a form that the facts hold already;
a form that is not there is a gap with the word for what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from legalaid_desktop.documents.blocks import ANNEX_ORIGIN
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

_AND = {"ru": "и", "be": "і", "en": "and"}
_ANNEX = {
    "ru": ("приложение", "приложения", "приложении", "приложениях"),
    "be": ("дадатак", "дадаткі", "дадатку", "дадатках"),
    "en": ("annex", "annexes", "annex", "annexes"),
}


def cited(
    refs: Sequence[str], language: str, numbers: Mapping[str, int], *, case: str = "nom", page: str = ""
) -> FactText:
    """«приложение 4», «приложения 4–6», «приложение 4, с. 2»; empty (a gap) where none of ``refs`` is an annex."""
    origin = ANNEX_ORIGIN + ",".join(refs)
    found = [numbers[ref] for ref in refs if ref in numbers]
    if not found:
        return FactText("" if numbers else "приложение", origin, label="приложение")
    one, many, one_at, many_at = _ANNEX[language]
    word = (one if len(found) == 1 else many) if case == "nom" else (one_at if len(found) == 1 else many_at)
    link = f" {_AND[language]}\u00a0"
    return FactText(f"{word}\u00a0{number_ranges(found, link)}{page}", origin)


def doors(language: str, numbers: Mapping[str, int]) -> dict[str, Filter]:
    """The filters of one rendering. ``language`` is ru, be or en.

    ``numbers`` gives the annex number of an evidence, decision or document id; it is empty in the first pass, in
    which citations only leave their mark (origin ``annex:x1,x2``) at the place where they stand.
    """

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
        return cited([str(ref) for ref in refs], language, numbers, case=case)

    def plural_word(value: object, one: str, few: str, many: str) -> object:
        return plural(value, one, few, many, language) if isinstance(value, int) else None

    def agreed(value: object, masculine: str, feminine: str, neutral: str) -> object:
        sex = value.get("sex") if isinstance(value, Mapping) else value
        return agree(str(sex) if sex else None, masculine, feminine, neutral)

    def prep(value: object, preposition: str) -> object:
        """The preposition that the text asks for, and the text: «во Фрунзенском»; «ў» after a vowel."""
        if not isinstance(value, str) or not value:
            return value
        before = "а" if preposition.lower() == "ў" else ""
        lead = preposition_form(preposition.lower(), value, language, before=before)
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
