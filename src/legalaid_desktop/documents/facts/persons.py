"""A person as papers name one: forms, identity line, papers held, and the role where the name may not print."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from legalaid_desktop.documents.facts.abroad import as_written
from legalaid_desktop.documents.facts.basics import CASES, FORMS, country, dates, joined, labelled, language, text
from legalaid_desktop.documents.facts.office_words import own_place
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.ages import age_on, may_be_minor, stated_age, youngest_birth
from legalaid_desktop.domain.disclosed import DisclosedPerson
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.domain.person import CitizenshipStatus, IdentityPaper, NameSet
from legalaid_desktop.grammar.dates import birth_words, date_words, moment_words
from legalaid_desktop.grammar.latin import latin_name
from legalaid_desktop.grammar.names import name_forms, short_name
from legalaid_desktop.grammar.numbers import years

PAPER: Final[FieldTree] = {
    "kind": "text", "country": FORMS, "no": "text", "issuer": "text", "issued": "text", "expires": "text",
    "expired": "flag", "held_by": "text", "reason": "text", "line": "text",
}  # fmt: skip
CITIZENSHIP: Final[FieldTree] = {"country": FORMS, "contested": "flag", "proof": "text", "since": "text"}
PERSON: Final[FieldTree] = {
    "id": "text", "role": "text", "relation": FORMS, "named": "flag", "sex": "text", "forms": FORMS,
    "full": "text", "short": "text", "short_long": "flag", "family": "text", "given": "text", "patronymic": "text",
    "mononym": "flag",
    "unnamed": "flag", "latin": "text", "original": "text", "original_language": FORMS, "aliases": ["text"],
    "birth_line": "text", "birth": "text", "birth_place": "text", "age": "number", "age_line": "text",
    "minor": "flag", "dead": "flag", "death": "text",
    "citizenship_line": "text", "citizenships": [CITIZENSHIP], "stateless": "flag", "not_established": "flag",
    "several": "flag", "former_residence": FORMS, "ethnicity": "text", "languages": "text", "literacy": "text",
    "papers": [PAPER], "papers_line": "text", "passport_line": "text", "no_paper_reason": "text",
    "certificate_no": "text", "address": "text", "whereabouts": "text", "last_place": "text",
    "description": "text", "health_needs": "text", "in_custody": "flag", "included": "flag",
}  # fmt: skip

BESIDE_A_LINE: Final = 24
"""Characters of a name that fit beside a line to sign on; a longer one stands under it."""
BESIDE_A_DATE: Final = 12
"""The same of a passport's line in capital letters, beside the longer English date."""

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {
        "birth": "дата рождения", "age": "возраст со слов", "age_unknown": "дата рождения неизвестна",
        "citizenship": "гражданство", "citizenships": "гражданства", "stateless": "лицо без гражданства",
        "former": "прежнее постоянное место жительства", "not_established": "гражданство не установлено",
        "claimed": "утверждение о гражданстве {0} оспаривается",
        "no": "№", "issued": "выдан", "issuer": "орган, выдавший документ", "expires": "действителен до",
        "expired": "срок действия истёк", "held": "находится", "paper": "документ",
        "none": "документы, удостоверяющие личность, отсутствуют", "fled": "государство, указанное в деле",
        "child": "ребёнок", "no_name": "имя ребёнку не дано", "name_unknown": "имя неизвестно", "other": "иное лицо",
        "reason": "причина", "unknown": "неизвестно",
    },
    "be": {
        "birth": "дата нараджэння", "age": "узрост са слоў", "age_unknown": "дата нараджэння невядомая",
        "citizenship": "грамадзянства", "citizenships": "грамадзянствы", "stateless": "асоба без грамадзянства",
        "former": "ранейшае пастаяннае месца жыхарства", "not_established": "грамадзянства не ўстаноўлена",
        "claimed": "сцвярджэнне аб грамадзянстве {0} аспрэчваецца",
        "no": "№", "issued": "выдадзены", "issuer": "орган, які выдаў дакумент", "expires": "дзейнічае да",
        "expired": "тэрмін дзеяння скончыўся", "held": "знаходзіцца", "paper": "дакумент",
        "none": "дакументы, якія сведчаць асобу, адсутнічаюць", "fled": "дзяржава, указаная ў справе",
        "child": "дзіця", "no_name": "імя дзіцяці не дадзена", "name_unknown": "імя невядома", "other": "іншая асоба",
        "reason": "прычына", "unknown": "невядома",
    },
    "en": {
        "birth": "date of birth", "age": "age as stated", "age_unknown": "date of birth unknown",
        "citizenship": "citizenship", "citizenships": "citizenships", "stateless": "stateless person",
        "former": "country of former habitual residence", "not_established": "citizenship not established",
        "claimed": "a claimed citizenship of {0} is contested",
        "no": "No.", "issued": "issued", "issuer": "issued by", "expires": "valid until",
        "expired": "expired", "held": "held", "paper": "document",
        "none": "no identity documents", "fled": "the State named in the case file",
        "child": "child", "no_name": "the child has not been named", "name_unknown": "name unknown",
        "other": "another person", "reason": "reason", "unknown": "unknown",
    },
}  # fmt: skip
_SOMEBODY: Final[Mapping[str, tuple[str, ...]]] = {
    "ru": ("человек", "человека", "человеку", "человека", "человеком", "человеке"),
    "be": ("чалавек", "чалавека", "чалавеку", "чалавека", "чалавекам", "чалавеку"),
    "en": ("person",) * 6,
}
"""Who has neither a name nor a known relation, in the order of ``CASES``."""


def words(source: FactSource) -> Mapping[str, str]:
    """Fixed words of identity lines in the language of the paper; Russian where there are none."""
    return source.worded(_WORDS)


def person(source: FactSource, who: DisclosedPerson) -> dict[str, Fact]:
    """All that a paper may print of a person, by the shape ``PERSON``."""
    origin = who.id
    forms = _forms(source, who)
    short = _short(source, who, forms)
    return {
        "id": who.id,
        "role": who.role,
        # The words for somebody whose name nobody knows say the relation themselves.
        "relation": None
        if nameless(who)
        else labelled("relation", who.relation, f"{origin}.relation", source, sex=who.sex),
        "named": who.by_role is None,
        "sex": who.sex.value if who.sex else None,
        "forms": forms,
        "full": forms["nom"],
        "short": short,
        "short_long": isinstance(short, str)
        and len(short) > (BESIDE_A_DATE if source.language == "en" else BESIDE_A_LINE),
        "family": text(who.names.family, f"{origin}.names"),
        "given": text(who.names.given, f"{origin}.names"),
        "patronymic": text(who.names.patronymic, f"{origin}.names"),
        "mononym": bool(who.names.mononym),
        "unnamed": bool(who.names.unnamed),
        "latin": text(who.names.latin, f"{origin}.names.latin", lang="en"),
        "original": text(who.names.original, f"{origin}.names.original", lang=who.names.original_lang),
        "original_language": language(who.names.original_lang, f"{origin}.names.original_lang", source),
        "aliases": [FactText(alias, f"{origin}.names.aliases") for alias in who.names.aliases or ()],
        "birth_line": birth_line(source, who),
        "birth": FactText(birth_words(who.birth, source.language), f"{origin}.birth") if who.birth else None,
        "birth_place": text(who.birth_place, f"{origin}.birth_place"),
        "age": _age(source, who),
        "age_line": _age_line(source, who),
        "minor": may_be_minor(who, source.as_of),
        "dead": who.role == "deceased" or who.death is not None,
        "death": FactText(death_words(source, who.death), f"{origin}.death") if who.death else None,
        "citizenship_line": citizenship_line(source, who),
        "citizenships": [
            {
                "country": country(c.country, f"{origin}.citizenships", source),
                "contested": bool(c.contested),
                "proof": text(c.proof, f"{origin}.citizenships"),
                "since": FactText(date_words(c.since, "since", source.language), f"{origin}.citizenships")
                if c.since
                else None,
            }
            for c in who.citizenships or ()
        ],
        "stateless": who.citizenship_status is CitizenshipStatus.STATELESS,
        "not_established": who.citizenship_status is CitizenshipStatus.NOT_ESTABLISHED,
        "several": len({c.country for c in who.citizenships or () if c.country}) > 1,
        "former_residence": country(who.former_residence, f"{origin}.former_residence", source),
        "ethnicity": text(who.ethnicity, f"{origin}.ethnicity"),
        "languages": _languages(source, who),
        "literacy": who.literacy,
        "papers": [paper(source, item, f"{origin}.docs") for item in who.docs or ()],
        "papers_line": papers_line(source, who),
        "passport_line": _passport_line(source, who),
        "no_paper_reason": next(
            (text(item.reason, f"{origin}.docs") for item in who.docs or () if item.kind == "none" and item.reason),
            None,
        ),
        "certificate_no": text(who.certificate_no, f"{origin}.certificate_no"),
        "address": text(who.address_service, f"{origin}.address_service"),
        "whereabouts": text(who.whereabouts, f"{origin}.whereabouts"),
        "last_place": text(who.last_place, f"{origin}.last_place"),
        "description": text(who.description, f"{origin}.description"),
        "health_needs": text("; ".join(who.health_needs), f"{origin}.health_needs") if who.health_needs else None,
        "in_custody": bool(who.in_custody),
        "included": bool(who.included),
    }


def death_words(source: FactSource, value: PartialDate) -> str:
    """A day of death as it is known; a range is «между … и …», not a time in which somebody was dead."""
    if value.precision is Precision.RANGE:
        return moment_words(value, source.language)
    return date_words(value, "letter", source.language)


def _forms(source: FactSource, who: DisclosedPerson) -> dict[str, Fact]:
    """Case forms of the name; of the role where the name may not print or nobody knows it.

    The origin says who and which case, and ``?`` where only the program proposes the form.
    """
    say = words(source)
    if who.by_role is not None or not _has_name(who.names):
        if who.by_role is None and who.names.unnamed:
            return dict.fromkeys(CASES, FactText(say["no_name"], f"{who.id}.names"))
        role = labelled("relation", who.relation, f"{who.id}.role", source, sex=who.sex)
        if nameless(who):
            somebody = dict(zip(CASES, source.worded(_SOMEBODY), strict=True)) if role is None else role
            return {
                case: FactText(f"{somebody[case]} ({say['name_unknown']})", f"{who.id}.role")
                if somebody[case]
                else None
                for case in CASES
            }
        if role is not None:
            return {case: role[case] for case in CASES}
        if who.role == "client":
            return dict.fromkeys(CASES, None)
        return dict.fromkeys(CASES, FactText(say["other"], f"{who.id}.role"))
    if source.language == "en":
        latin = latin_name(who.names)
        mark = "" if latin is not None and latin.confirmed else "?"
        return dict.fromkeys(CASES, FactText(latin.text, f"{who.id}.names.nom{mark}") if latin is not None else None)
    found = name_forms(who.names, who.sex, source.language)
    forms: dict[str, Fact] = {}
    for case in CASES:
        form = getattr(found, case)
        mark = "" if form is None or form.confirmed else "?"
        forms[case] = FactText(form.text, f"{who.id}.names.{case}{mark}") if form else None
    if forms["nom"] is None:
        # The rules can say nothing: the parts as typed (Russian), else the passport's line, else the own script. A
        # person confirms it.
        names = who.names
        parts = [part for part in (names.family, names.given, names.patronymic) if part and source.language == "ru"]
        if other := " ".join(" ".join(parts or [names.latin or names.original or ""]).split()):
            lang = None if parts else "en" if names.latin else names.original_lang
            forms["nom"] = FactText(other, f"{who.id}.names.nom?", lang=lang)
    return forms


def nameless(who: DisclosedPerson) -> bool:
    """Somebody whose name nobody knows: not the client, not a child without a name yet, nobody who is told by role."""
    return who.role != "client" and who.by_role is None and not who.names.unnamed and not _has_name(who.names)


def name_beside(source: FactSource, who: DisclosedPerson, full: Fact) -> Fact:
    """The name where the relation stands beside it: «имя неизвестно» and not «брат (имя неизвестно)»."""
    return FactText(words(source)["name_unknown"], f"{who.id}.role") if nameless(who) else full


def name_after_label(source: FactSource, who: DisclosedPerson, full: Fact) -> Fact:
    """The name after the word «имя»: «неизвестно (брат)»."""
    if not nameless(who):
        return full
    role = source.words.label("relation", who.relation, "nom", sex=who.sex) if who.relation else None
    return FactText(words(source)["unknown"] + (f" ({role})" if role else ""), f"{who.id}.role")


def _has_name(names: NameSet) -> bool:
    return any((names.family, names.given, names.patronymic, names.ru_nom, names.be_nom, names.latin, names.original))


def _short(source: FactSource, who: DisclosedPerson, forms: Mapping[str, Fact]) -> Fact:
    """«М. Д. Зразкова-Мнимова» by the door of grammar; the whole name where it cannot tell the parts apart."""
    whole = forms["nom"]
    if who.by_role is not None or not isinstance(whole, str) or not _has_name(who.names) or source.language == "en":
        return whole
    short = short_name(who.names, source.language)
    return FactText(short, f"{who.id}.names.short") if short else whole


def birth_line(source: FactSource, who: DisclosedPerson) -> FactText | None:
    """«дата рождения: 3 мая 1990 г.»; a stated child «возраст со слов: 15 лет»; ``None`` where nothing is known."""
    say = words(source)
    if who.birth is not None and who.birth.precision is not Precision.UNKNOWN:
        known = birth_words(who.birth, source.language)
        # «1998 год рождения, число и месяц неизвестны» says itself what it is.
        bare_year = who.birth.precision is Precision.YEAR or (
            who.birth.precision is Precision.APPROX and who.birth.month is None
        )
        return FactText(known if bare_year else f"{say['birth']}: {known}", f"{who.id}.birth")
    age = stated_age(who.age_stated)
    if age is not None:
        return FactText(f"{say['age']}: {years(age, source.language)}", f"{who.id}.age_stated")
    return FactText(say["age_unknown"], f"{who.id}.birth") if who.birth is not None else None


def _age(source: FactSource, who: DisclosedPerson) -> int | None:
    if who.birth is not None and who.birth.precision is Precision.DAY and who.birth.on is not None:
        return age_on(who.birth.on, source.as_of)
    return stated_age(who.age_stated) if youngest_birth(who.birth) is None else None


def _age_line(source: FactSource, who: DisclosedPerson) -> FactText | None:
    age = _age(source, who)
    return FactText(years(age, source.language), f"{who.id}.birth") if age is not None else None


def citizenship_line(source: FactSource, who: DisclosedPerson) -> FactText | None:
    """«гражданство: Украина»; «лицо без гражданства; прежнее постоянное место жительства: …»; two states named both.

    A contested citizenship is never a fact: «утверждение о гражданстве … оспаривается».
    """
    say = words(source)
    origin = f"{who.id}.citizenships"
    if who.citizenship_status is CitizenshipStatus.STATELESS:
        former = source.words.label("country", who.former_residence, "nom") if who.former_residence else None
        tail = f"; {say['former']}: {former}" if former else ""
        return FactText(say["stateless"] + tail, origin)
    if who.citizenship_status is CitizenshipStatus.NOT_ESTABLISHED:
        return FactText(say["not_established"], origin)
    certain: list[str] = []
    claimed: list[str] = []
    for item in who.citizenships or ():
        name = source.words.label("country", item.country, "nom") if item.country else None
        if name and not item.contested:
            certain.append(name)
        elif name:
            genitive = source.words.label("country", item.country or "", "gen") or name
            claimed.append(genitive + ("," if "," in genitive else ""))
    parts = []
    if certain:
        parts.append(f"{say['citizenship' if len(certain) == 1 else 'citizenships']}: {joined(certain, source)}")
    parts.extend(say["claimed"].format(name) for name in claimed)
    return FactText("; ".join(parts), origin) if parts else None


def _languages(source: FactSource, who: DisclosedPerson) -> FactText | None:
    found = [word for code in who.languages if (word := source.words.label("language", code, "nom"))]
    return FactText(", ".join(found), f"{who.id}.languages") if found else None


def paper(source: FactSource, item: IdentityPaper, origin: str) -> dict[str, Fact]:
    """One identity paper; ``line`` is «паспорт № TEST000301, действителен до 8 августа 2031 г.»."""
    say = words(source)
    kind = source.words.label("document_kind", item.kind, "nom") if item.kind else None
    plain = source.language != "en"
    issued = date_words(item.issued, "when", source.language, original=plain, time=plain) if item.issued else None
    issuer = as_written(source, own_place(item.issuer))
    holder = as_written(source, own_place(item.held_by))
    expires = date_words(item.expires, "of", source.language, original=plain, time=plain) if item.expires else None
    end = youngest_birth(item.expires) if not hasattr(item.expires, "isoformat") else item.expires
    expired = end is not None and end < source.as_of  # type: ignore[operator]
    parts = [kind or say["paper"]]
    if item.country and (of := source.words.label("country", item.country, "gen")):
        parts[0] += f" of {of}" if source.language == "en" else f" {of}"
    if item.no:
        parts[0] += f" {say['no']}\u00a0{item.no}"
    if issued:
        parts.append(f"{say['issued']} {issued}")
    if issuer:
        parts.append(f"{say['issuer']}: {issuer}")
    if expires:
        parts.append(f"{say['expires']} {expires}" + (f" ({say['expired']})" if expired else ""))
    if holder:
        # What was typed is in any case («изъят полицией», «Управление …», «у матери»): a label needs none.
        parts.append(holder if _TAKEN.search(holder) else f"{say['held']}: {holder}")
    line = ", ".join(parts) if item.kind != "none" else None
    return {
        "kind": kind or say["paper"] if item.kind != "none" else None,
        "country": country(item.country, origin, source),
        "no": text(item.no, origin),
        "issuer": text(issuer, origin),
        "issued": text(issued, origin),
        "expires": text(expires, origin),
        "expired": expired,
        "held_by": text(holder, origin),
        "reason": text(item.reason, origin),
        "line": text(line, origin),
    }


_TAKEN: Final = re.compile(
    r"^(?:не |был[ао]?\s)?(?:изъят|отобран|забран|утер|потер|украд|сдан|оста|находит|хран|конфиск|уничт|"
    r"адабран|знаходз)",
    re.IGNORECASE,
)
"""Words that say themselves what became of a paper."""


def papers_line(source: FactSource, who: DisclosedPerson) -> FactText | None:
    """All papers in one line, or the reason why there are none; ``None`` when nobody said."""
    say = words(source)
    origin = f"{who.id}.docs"
    lines = [str(line) for item in who.docs or () if (line := paper(source, item, origin)["line"])]
    if lines:
        return FactText("; ".join(lines), origin)
    reasons = [item.reason.rstrip(". ") for item in who.docs or () if item.kind == "none" and item.reason]
    if reasons := [reason for reason in reasons if as_written(source, reason)]:
        return FactText(f"{say['none']}; {say['reason']}: {'; '.join(reasons)}", origin)
    if who.docs is not None:
        return FactText(say["none"], origin)
    return None


def _passport_line(source: FactSource, who: DisclosedPerson) -> FactText | None:
    """Kind and number alone, for an address block: «паспорт № TEST000301»."""
    say = words(source)
    found = []
    for item in who.docs or ():
        if item.kind == "none":
            continue
        kind = (source.words.label("document_kind", item.kind, "nom") if item.kind else None) or say["paper"]
        of = source.words.label("country", item.country, "gen") if item.country else None
        of = f"of {of}" if of and source.language == "en" else of
        number = f"{say['no']}\u00a0{item.no}" if item.no else None
        found.append(" ".join(part for part in (kind, of, number) if part))
    return FactText("; ".join(found), f"{who.id}.docs") if found else None


__all__ = [
    "CITIZENSHIP", "PAPER", "PERSON", "birth_line", "citizenship_line", "dates", "paper", "papers_line", "person",
    "words",
]  # fmt: skip
