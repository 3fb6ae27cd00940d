"""Headers of papers: how the body that a rule chose is written at the top, from the law data or from a notice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from legalaid_desktop.documents.facts.basics import BLANK, filled
from legalaid_desktop.documents.parts import AddresseeInfo
from legalaid_desktop.domain.competence import named_body, type_of_name
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.ids import AuthorityId, LanguageCode
from legalaid_desktop.domain.law import Authority, LawPack
from legalaid_desktop.grammar.prepositions import preposition_form

_HEADER_START = re.compile(r"^(В|Во|У|Ва|Ў)\s", re.UNICODE)


def deciding_body(decision: Decision, law: LawPack, language: LanguageCode) -> AddresseeInfo | None:
    """The body that took the decision, in the form of an address block."""
    body = law.authorities.get(decision.authority) if decision.authority is not None else None
    form = body.forms.get(f"header_{language}") if body is not None else None
    if body is None or form is None:
        return None
    known = {
        key: value for key in _FILLED if (value := getattr(decision.authority_fill, key, None) or "").strip()
    }  # fmt: skip
    text = filled(form, {**dict.fromkeys(re.findall(r"\{(\w+)\}", form), BLANK), **known})
    return AddresseeInfo(
        text=text, authority=body.id, type=body.type, region=body.region, proposed=True, complete=BLANK not in text,
        reason="deciding_body",
    )  # fmt: skip


_FILLED: Final = (
    "district_gen", "district_gen_be", "city_gen", "city_gen_be", "owner_gen", "owner_gen_be", "number",
)  # fmt: skip


def of_notice(notice: str, law: LawPack, language: LanguageCode) -> AddresseeInfo:
    """The court or body as the decision's own notice names it: «суд Центрального района г. Гомеля» → «В суд …»."""
    body = named_body(notice, law)
    if body is not None:
        return AddresseeInfo(
            text=body.forms.get(f"header_{language}") or notice,
            authority=body.id,
            type=body.type,
            region=body.region,
            from_notice=True,
            reason="notice",
        )
    text = as_header(notice, language)
    return AddresseeInfo(text=text, type=type_of_name(notice), from_notice=True, reason="notice")


def as_header(name: str, language: LanguageCode) -> str:
    """«В суд …» from a court's name; any other name as it is, in the nominative."""
    if _HEADER_START.match(name) or not _is_court(name):
        return name
    lead = {"ru": "в", "be": "у"}.get(language, "в")
    preposition = preposition_form(lead, name, language)
    return f"{preposition[:1].upper()}{preposition[1:]} {name}"


def _is_court(name: str) -> bool:
    """Masculine head noun «суд» in the nominative: accusative and nominative are the same."""
    return re.search(r"(^|\s)суд(\s|$|,)", name, re.IGNORECASE) is not None


def of_answer(answer: str, law: LawPack, language: LanguageCode) -> AddresseeInfo:
    """What a person wrote: the id of a body of the law data, or the header itself."""
    body = law.authorities.get(AuthorityId(answer))
    if body is not None:
        found = of_body(body, language)
        if found is not None:
            return AddresseeInfo(
                text=found.text, authority=found.authority, type=found.type, region=found.region,
                complete=found.complete, reason="answer",
            )  # fmt: skip
    named = of_notice(answer, law, language)
    return AddresseeInfo(
        text=named.text, authority=named.authority, type=named.type, region=named.region, reason="answer"
    )


_HELD: Final[Mapping[str, tuple[str, str]]] = {
    "ru": ("В администрацию места содержания под стражей", "В администрацию места содержания задержанных"),
    "be": ("У адміністрацыю месца ўтрымання пад вартай", "У адміністрацыю месца ўтрымання затрыманых"),
}
"""The administration of a place whose kind nobody wrote down: of custody, of another detention."""
_PLACES: Final[Mapping[str, str]] = {
    "cip": r"центр\w*\s+изоляции\s+правонарушителей|цэнтр\w*\s+ізаляцыі\s+правапарушальнікаў|\bцип\b|\bціп\b",
    "ivs": r"изолятор\w*\s+временного\s+содержания|ізалятар\w*\s+часовага\s+ўтрымання|\bивс\b|\bічу\b",
    "sizo": r"следственн\w+\s+изолятор\w*|следч\w+\s+ізалятар\w*|\bсизо\b|\bсіза\b",
}
"""What the place calls itself → the body of the law data."""


def place_of_detention(place: str | None, law: LawPack, language: LanguageCode, *, guarded: bool) -> AddresseeInfo:
    """«В администрацию центра изоляции правонарушителей ГУВД Мингорисполкома»: by what the place calls itself.

    Whose it is, or its number, is taken from the words after its name; what is not written there is left out, the
    place itself stands in the block as «Место содержания».
    """
    words = " ".join((place or "").split()).rstrip(".;,")
    for id, pattern in _PLACES.items():
        body = law.authorities.get(AuthorityId(id))
        form = body.forms.get(f"header_{language}") if body is not None else None
        found = re.search(pattern, words, re.IGNORECASE)
        if body is None or form is None or found is None:
            continue
        rest = re.sub(r"\(.*?\)", "", words[found.end() :]).split(",")[0].strip()
        number = re.match(r"№\s*(\S+)", rest)
        if "{number}" in form:
            form = form.replace("{number}", number[1]) if number else form.replace(" № {number}", "")
        form = form.replace("{owner_gen}", rest).replace("{owner_gen_be}", rest).strip()
        return AddresseeInfo(text=form, authority=body.id, type=body.type, proposed=True, reason="detention")
    text = _HELD.get(language, _HELD["ru"])[0 if guarded else 1]
    return AddresseeInfo(text=text, type="detention", proposed=True, reason="detention")


def of_body(body: Authority | None, language: LanguageCode, *, reason: str = "fixed") -> AddresseeInfo | None:
    """The body with what is unknown of its name left blank; ``None`` where the data have no name in ``language``."""
    if body is None:
        return None
    form = body.forms.get(f"header_{language}") or body.forms.get(f"{language}_nom")
    if form is None:
        return None
    places = dict.fromkeys(re.findall(r"\{(\w+)\}", form), BLANK)
    text = filled(form, places)
    return AddresseeInfo(
        text=text,
        authority=body.id,
        type=body.type,
        region=body.region,
        proposed=True,
        complete=BLANK not in text,
        reason=reason if BLANK not in text else "district",
    )
