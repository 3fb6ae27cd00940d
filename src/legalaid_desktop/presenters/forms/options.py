"""The codes that a form offers, with their words. Runs on the vault's lane: labels and law are read there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.facts import Decision, Event, Evidence
from legalaid_desktop.domain.person import NameSet, Person
from legalaid_desktop.host.wording import Wording
from legalaid_desktop.presenters.day_words import day_words, partial_date_words
from legalaid_desktop.presenters.forms.spec import FormSpec

if TYPE_CHECKING:
    from legalaid_desktop.domain.law import LawPack
    from legalaid_desktop.grammar.labels import Labels

Options = tuple[tuple[str, str], ...]

_OWN_WORDS: Final = {
    "visibility": ("internal", "client", "authority", "un", "family_separate"),
    "yes_no": ("yes", "no", "unknown"),
    "urgency": ("u0", "u1", "u2", "u3"),
    "paper_language": ("ru", "be"),
}
"""Codes whose words are in the locale, because a plain sentence says what each means."""
_COMMON_LANGUAGES: Final = ("ru", "be", "uk", "en", "prs", "ps", "fa", "ar", "ckb", "kmr", "tr", "so", "am", "ti", "tg")
_SECTIONS: Final = ("persons", "events", "evidence", "decisions")


def shown_name(names: NameSet) -> str:
    """The name by which people know a person on the screen; empty when there is none."""
    parts = [part for part in (names.family, names.given, names.patronymic) if part]
    return names.ru_nom or " ".join(parts) or names.be_nom or names.latin or names.original or ""


def person_words(person: Person, words: Wording) -> str:
    return shown_name(person.names) or words.say("case.nameless", id=person.id)


def event_words(event: Event, words: Wording) -> str:
    when = partial_date_words(event.date, words) if event.date is not None else ""
    return cut(" · ".join(part for part in (when, event.text or "") if part) or str(event.id))


def evidence_words(evidence: Evidence) -> str:
    return cut(evidence.title or str(evidence.id))


def decision_words(decision: Decision, labels: Labels, words: Wording) -> str:
    kind = labels.label_or("decision_kind", decision.kind, words.lang) if decision.kind else None
    number = words.say("case.number", number=decision.number) if decision.number else ""
    day = day_words(decision.dated, words, weekday=False) if decision.dated else ""
    return capital(" ".join(part for part in (kind or "", number) if part)) + (f", {day}" if day else "") or str(
        decision.id
    )


def cut(text: str, most: int = 90) -> str:
    """A text on one line, not longer than ``most`` letters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def sources_of(form: FormSpec) -> frozenset[str]:
    """Every source that the fields of a form, and those of their parts, choose from."""
    found = {field.source for field in form.fields if field.source}
    for field in form.fields:
        if field.parts is not None:
            found |= sources_of(field.parts)
    return frozenset(found)


def options(
    sources: Iterable[str], record: CaseRecord, labels: Labels, law: LawPack, words: Wording
) -> dict[str, Options]:
    """Source → its ``(code, words)``."""
    return {source: _options(source, record, labels, law, words) for source in sources}


def _options(source: str, record: CaseRecord, labels: Labels, law: LawPack, words: Wording) -> Options:
    lang = words.lang
    if source in _OWN_WORDS:
        return tuple((code, words.say(f"choice.{source}.{code}")) for code in _OWN_WORDS[source])
    if source in _SECTIONS:
        return _records(source, record, labels, words)
    match source:
        case "topic":
            return topic_options(law, lang)
        case "region":
            return tuple((code, forms.get(f"{_cyrillic(lang)}_nom", code)) for code, forms in law.regions.items())
        case "authority":
            return tuple(
                (str(one.id), capital(_no_blanks(one.forms.get(f"{_cyrillic(lang)}_nom") or str(one.id))))
                for one in law.authorities.values()
            )
        case "country":
            return _sorted(labels, "country_short", lang, but=("fictional",))
        case "language" | "evidence_language":
            return _languages(labels, words, picture=source == "evidence_language")
        case _:
            return _labels(labels, source, lang)


def topic_options(law: LawPack, lang: str) -> Options:
    return tuple((code, forms.get(lang) or forms["ru"]) for code, forms in law.topics.items())


def _cyrillic(lang: str) -> str:
    """Names of bodies stand in the language of their papers."""
    return "be" if lang == "be" else "ru"


def _no_blanks(text: str) -> str:
    """A templated name with its blanks as dots."""
    out, depth = "", 0
    for letter in text:
        if letter == "{":
            depth, out = depth + 1, out + "…"
        elif letter == "}":
            depth -= 1
        elif depth == 0:
            out += letter
    return out


def _labels(labels: Labels, kind: str, lang: str) -> Options:
    """Codes of a kind in the order of the data; a code that says the same as an earlier one is left out."""
    found: dict[str, str] = {}
    for code in labels.codes(kind):
        text = labels.label_or(kind, code, lang)
        if text and text not in found.values() and not code.endswith(("_f", "_m")):
            found[code] = text
    return tuple((code, capital(text)) for code, text in found.items())


def _sorted(labels: Labels, kind: str, lang: str, *, but: tuple[str, ...] = ()) -> Options:
    found = [(code, labels.label_or(kind, code, lang) or code) for code in labels.codes(kind) if code not in but]
    return tuple(sorted(((code, capital(text)) for code, text in found), key=lambda pair: pair[1].casefold()))


def _languages(labels: Labels, words: Wording, *, picture: bool) -> Options:
    """The languages that clients speak most come first, the rest by name."""
    every = dict(_sorted(labels, "language", words.lang))
    every.pop("none", None)
    first = [(code, every.pop(code)) for code in _COMMON_LANGUAGES if code in every]
    none = [("none", words.say("choice.no_language"))] if picture else []
    return (*none, *first, *every.items())


def _records(section: str, record: CaseRecord, labels: Labels, words: Wording) -> Options:
    match section:
        case "persons":
            return tuple((str(one.id), person_words(one, words)) for one in record.persons or ())
        case "events":
            return tuple((str(one.id), event_words(one, words)) for one in record.events or ())
        case "evidence":
            return tuple((str(one.id), evidence_words(one)) for one in record.evidence or ())
        case _:
            return tuple((str(one.id), decision_words(one, labels, words)) for one in record.decisions or ())
