"""To whom a paper goes: the court named in the notice first, else the body that the rule proposes, else a gap.

Rules of ``manifest.addressee``:

* ``court_of_decision``: the court in the decision's own notice; else the district court, its name to be filled in;
* ``court_of_extradition``: the same, else the oblast court of the region (or Minsk City Court);
* ``main_paper``: motions. Where the main paper of the decision goes; where that is not known and no main paper is
  under way, the body that decided; without a decision, where an application for protection would go;
* ``migration_unit``: the unit of the region for citizenship and migration;
* ``protection_body``: who takes an application for protection: the administration of the place of detention, the
  border service from somebody it holds, else the migration unit of the region;
* ``parent``: none of its own (annexes).

An answer ``addressee`` (an authority's id, or the header as typed) wins over every rule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from legalaid_desktop.documents.facts.basics import BLANK, filled
from legalaid_desktop.documents.facts.standing import open_detention, under_guard
from legalaid_desktop.documents.parts import AddresseeInfo
from legalaid_desktop.domain.disclosed import DisclosedCase
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.ids import AuthorityId, DocumentCode, LanguageCode
from legalaid_desktop.domain.law import Authority, LawPack
from legalaid_desktop.grammar.prepositions import preposition_form

MAIN_PAPER: Final[Mapping[str, tuple[DocumentCode, str]]] = {
    "refusal_protection": (DocumentCode("C1"), "court_of_decision"),
    "procedure_refused": (DocumentCode("A12"), "court_of_decision"),
    "judgment_first_instance": (DocumentCode("C2"), "notice"),
    "extradition": (DocumentCode("D1"), "court_of_extradition"),
    "judgment_extradition": (DocumentCode("D2"), "court_supreme"),
    "deportation": (DocumentCode("E1"), "notice"),
    "expulsion": (DocumentCode("E2"), "notice"),
    "stay_cut": (DocumentCode("E3"), "notice"),
    "permit_annulled": (DocumentCode("E3"), "notice"),
    "administrative": (DocumentCode("E1"), "notice"),
}
"""Kind of decision → the paper that challenges it, and that paper's rule of address."""

_HEADER_START = re.compile(r"^(В|Во|У|Ва|Ў)\s", re.UNICODE)
_COURT = re.compile(r"\bсуд(а|у|е|ом)?\b", re.IGNORECASE)


def main_paper(decision: Decision | None) -> DocumentCode | None:
    """The paper that a motion about this decision travels with."""
    found = MAIN_PAPER.get(decision.kind or "") if decision is not None else None
    return found[0] if found else None


def find_addressee(
    rule: str | None,
    *,
    case: DisclosedCase,
    decision: Decision | None,
    law: LawPack,
    language: LanguageCode,
    answers: Mapping[str, object],
    joined: bool = False,
) -> AddresseeInfo | None:
    """``None`` where the rule knows no body, or the paper has none of its own. ``joined``: the main paper of the
    decision is planned, drafted or exported."""
    if rule is None or rule == "parent":
        return None
    answer = answers.get("addressee")
    if isinstance(answer, str) and answer.strip():
        return _answered(answer.strip(), law, language)
    if rule == "main_paper":
        if decision is None:
            rule = "protection_body" if (case.topic or "").startswith("ip.") else "notice"
        else:
            known = MAIN_PAPER.get(decision.kind or "")
            court = find_addressee(
                known[1] if known else "notice", case=case, decision=decision, law=law, language=language, answers={}
            )
            if court is not None and (court.complete or joined):
                return court
            return deciding_body(decision, law, language) or court
    if rule == "protection_body":
        return _protection_body(case, law, language)
    if rule == "migration_unit":
        return _of_region("migration_regional", case.region, law, language)
    if decision is not None and decision.notice_court and decision.notice_court.strip():
        return of_notice(decision.notice_court.strip(), law, language)
    if rule == "court_of_extradition":
        return _of_region("court_oblast", case.region, law, language)
    if rule == "court_supreme":
        return _one(law.authorities.get(AuthorityId("court.supreme")), language)
    if rule == "court_of_decision":
        district = law.authorities.get(AuthorityId("court.district"))
        return _one(district, language)
    return None


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
        text=text, authority=body.id, type=body.type, region=body.region, proposed=True, complete=BLANK not in text
    )


_FILLED: Final = (
    "district_gen", "district_gen_be", "city_gen", "city_gen_be", "owner_gen", "owner_gen_be", "number",
)  # fmt: skip


def of_notice(notice: str, law: LawPack, language: LanguageCode) -> AddresseeInfo:
    """The court or body as the decision's own notice names it: «суд Центрального района г. Гомеля» → «В суд …»."""
    folded = _fold(notice)
    for body in law.authorities.values():
        names = {body.forms.get(key) for key in ("ru_nom", "be_nom", "header_ru", "header_be")}
        if any(name and "{" not in name and _fold(name) == folded for name in names):
            header = body.forms.get(f"header_{language}")
            return AddresseeInfo(
                text=header or notice,
                authority=body.id,
                type=body.type,
                region=body.region,
                from_notice=True,
            )
    return AddresseeInfo(text=as_header(notice, language), type=_type_of(notice), from_notice=True)


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


def _type_of(name: str) -> str | None:
    low = name.casefold()
    if not _COURT.search(low):
        return "prosecution" if "прокурат" in low else None
    if "верховн" in low or "вярхоўн" in low:
        return "court_supreme"
    if "областн" in low or "минский городской" in low or "абласн" in low or "мінскі гарадскі" in low:
        return "court_oblast"
    return "court_district"


def _answered(answer: str, law: LawPack, language: LanguageCode) -> AddresseeInfo:
    body = law.authorities.get(AuthorityId(answer))
    if body is not None:
        found = _one(body, language)
        if found is not None:
            return AddresseeInfo(
                text=found.text, authority=found.authority, type=found.type, region=found.region,
                complete=found.complete,
            )  # fmt: skip
    named = of_notice(answer, law, language)
    return AddresseeInfo(text=named.text, authority=named.authority, type=named.type, region=named.region)


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
_BORDER_DETENTION: Final = frozenset({"border", "border_detention", "transit", "transit_zone", "checkpoint"})


def _protection_body(case: DisclosedCase, law: LawPack, language: LanguageCode) -> AddresseeInfo | None:
    held = open_detention(case)
    if held is not None and held.kind in _BORDER_DETENTION:
        return _one(law.authorities.get(AuthorityId("gpk")), language)
    if held is not None or (case.client is not None and case.client.in_custody):
        place = held.place if held is not None else case.client.whereabouts if case.client is not None else None
        return place_of_detention(place, law, language, guarded=under_guard(case, held))
    return _of_region("migration_regional", case.region, law, language)


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
        return AddresseeInfo(text=form, authority=body.id, type=body.type, proposed=True)
    text = _HELD.get(language, _HELD["ru"])[0 if guarded else 1]
    return AddresseeInfo(text=text, type="detention", proposed=True)


def _of_region(type: str, region: str | None, law: LawPack, language: LanguageCode) -> AddresseeInfo | None:
    for body in law.authorities.values():
        if body.type == type and body.region == region and region is not None:
            return _one(body, language)
    return None


def _one(body: Authority | None, language: LanguageCode) -> AddresseeInfo | None:
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
    )


def _fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold().replace("ё", "е")
