"""Facts of the application for protection (A1) and its annexes: statement (A2), chronology (A3), family sheet (A4).

Only what the case holds: an answer that nobody gave stays ``None`` and prints as a gap of its own question.
"""

from __future__ import annotations

from typing import Final

from legalaid_desktop.documents.facts.basics import CASES, FORMS, country, gap, labelled, number_ranges, text
from legalaid_desktop.documents.facts.chronology import (
    CHRONOLOGY,
    chronology,
    entry_point,
    heard_from,
    period,
)
from legalaid_desktop.documents.facts.common import annexed, base, event
from legalaid_desktop.documents.facts.family import FAMILY, family
from legalaid_desktop.documents.facts.grounds import ill_treatment
from legalaid_desktop.documents.facts.office_words import own_place
from legalaid_desktop.documents.facts.persons import person
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import valid_passports
from legalaid_desktop.documents.facts.statement import (
    STATE_LANGUAGES,
    account,
    account_length,
    account_paragraphs,
    events_in_order,
    first_event_number,
    imprecise,
    statement_numbers,
)
from legalaid_desktop.documents.facts.timeline import bounds
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.disclosed import DisclosedEvent
from legalaid_desktop.domain.disclosure import may_be_minor, stated_age
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.domain.person import CitizenshipStatus, Sex
from legalaid_desktop.grammar.dates import birth_words, date_words
from legalaid_desktop.grammar.numbers import people, years

SHORT_REASONS: Final = 1500
"""Characters of the reasons in A1; what is longer stands in A2 when A2 travels with it (documents.md A1)."""

TOLD: Final[FieldTree] = {
    "id": "text", "n": "number", "when": "text", "has_place": "flag", "place": "text", "text": "text",
    "knowledge": "text", "has_knowledge": "flag", "by_paper": "flag", "cites": ["text"], "cited": "flag",
    "injuries": "text", "has_injuries": "flag", "proofs": "text", "has_proofs": "flag",
    "paragraph": "number", "has_paragraph": "flag", "heard_from": "text",
}  # fmt: skip
"""An event as a paragraph of the client's own paper."""

IDENTITY: Final[FieldTree] = {
    "sex": "text", "birth": "text", "stated_age": "text", "has_stated_age": "flag", "other_ages": ["text"],
    "father": "text", "has_father": "flag", "original_same": "flag", "parts": "flag", "original_label": "text",
}  # fmt: skip
HOMELAND: Final[FieldTree] = {
    "states": [{"country": FORMS, "contested": "flag", "proof": "text", "has_proof": "flag", "first": "flag",
                "n": "number"}],
    "known": "flag", "several": "flag", "of_all": "text", "of_first": "text", "first": FORMS, "former": FORMS,
    "former_known": "flag",
}  # fmt: skip
WAY: Final[FieldTree] = {
    "legs": [{"country": FORMS, "period": "text", "has_period": "flag", "status": "text", "has_status": "flag",
              "asked": "flag", "not_asked": "flag", "result": "text", "has_result": "flag"}],
    "entries": [{"date": "text", "point": "text", "has_point": "flag", "lawful": "flag", "later": "flag",
                 "manner": "text", "has_manner": "flag", "document": "text", "has_document": "flag"}],
    "has_legs": "flag", "has_entries": "flag",
    "statuses": [{"country": FORMS, "kind": "text", "since": "text", "has_since": "flag", "cites": ["text"],
                  "cited": "flag"}],
    "has_statuses": "flag", "to_tell": "flag",
}  # fmt: skip
INTERPRETED: Final[FieldTree] = {"used": "flag", "read_back": "flag", "not_read_back": "flag", "unknown": "text"}
WANTED: Final[FieldTree] = {
    "state": FORMS, "requested": "text", "has_requested": "flag", "notice": "text", "has_notice": "flag",
    "in_absentia": "flag", "decision": "text", "has_decision": "flag",
}  # fmt: skip
NEEDS: Final[FieldTree] = {
    "health": [{"who": "text", "text": "text"}], "has_health": "flag", "cannot_read": "flag",
    "interpreter": "flag",
}  # fmt: skip
A1_FIELDS: Final[FieldTree] = {
    "identity": IDENTITY, "homeland": HOMELAND, "family": FAMILY, "way": WAY, "wanted": WANTED, "needs": NEEDS,
    "reasons": {"events": [TOLD], "has_events": "flag", "rest": "text", "has_rest": "flag", "harm": "text",
                "has_harm": "flag", "harm_paragraphs": "text"},
    "later": {"events": [TOLD], "has_events": "flag"},
    "joint": {"people": "text", "any": "flag", "adults": "flag"},
    "travel": {"no_valid": "flag", "has_papers": "flag", "none": "flag", "unknown": "flag"},
    "forward": {"any": "flag", "body": "text"}, "interpreted": INTERPRETED, "speech": FORMS,
}  # fmt: skip
A2_FIELDS: Final[FieldTree] = {
    "identity": IDENTITY, "homeland": HOMELAND, "way": WAY, "interpreted": INTERPRETED, "speech": FORMS,
    "story": {
        "profile": "text", "account": ["text"], "has_account": "flag", "foreign": "flag",
        "events": [TOLD], "has_events": "flag",
        "imprecise": "text", "has_imprecise": "flag", "later": "text", "has_later": "flag", "long": "flag",
        "foreign_language": FORMS, "paragraph_numbers": "text",
    },
}  # fmt: skip
A3_FIELDS: Final[FieldTree] = {"chronology": CHRONOLOGY}
A4_FIELDS: Final[FieldTree] = {"family": FAMILY}

_SEX: Final = {Sex.MALE: "мужской", Sex.FEMALE: "женский", Sex.OTHER: "не указан", Sex.NOT_STATED: "не указан"}


def told(source: FactSource, item: DisclosedEvent, n: int) -> dict[str, Fact]:
    """An event in the client's paper: when (an unknown day said in words), where, what, how known, proofs."""
    shared = event(source, item, n)
    cites = shared["cites"]
    place = own_place(item.place)
    knowledge = _knowledge(source, item)
    injuries: list[str] = []
    for hurt in source.case.injuries:
        if hurt.event != item.id:
            continue
        parts = [hurt.part, hurt.size, hurt.colour and f"цвет: {hurt.colour}", hurt.then and f"тогда: {hurt.then}",
                 hurt.now and f"сейчас: {hurt.now}"]  # fmt: skip
        words = "; ".join(str(part).strip() for part in parts if part and str(part).strip())
        if words:
            injuries.append(words)
    proofs = proof_titles(source, item)
    return {
        "id": item.id,
        "n": n,
        "when": FactText(when_words(source, item), f"{item.id}.date"),
        "has_place": bool(place),
        "place": text(place, f"{item.id}.place"),
        "text": FactText(sentence(item.text), f"{item.id}.text"),
        "knowledge": text(knowledge, f"{item.id}.how_known"),
        "has_knowledge": knowledge is not None,
        "by_paper": item.how_known == "document",
        "cites": cites,
        "cited": shared["cited"],
        "injuries": text("; ".join(injuries), f"{item.id}.injuries"),
        "has_injuries": bool(injuries),
        "proofs": proofs,
        "has_proofs": proofs is not None,
        "heard_from": FactText(heard_from(source, item), f"{item.id}.how_known"),
        "paragraph": None,
        "has_paragraph": False,
    }


def proof_titles(source: FactSource, item: DisclosedEvent) -> FactText | None:
    """Titles of what proves an event: A2 and A3 travel with several papers, whose annex numbers differ."""
    pieces = [x for x in source.case.evidence if x.id in item.evidence or item.id in x.proves]
    titles = [" ".join((x.title or "").split()).rstrip(".;,") for x in pieces]
    return text("; ".join(title for title in titles if title), f"{item.id}.evidence")


def sentence(value: str | None) -> str:
    """In one line, with a full stop where the client put no end."""
    words = " ".join((value or "").split())
    return words if not words or words.endswith((".", "!", "?", "…", ".»", "!»", "?»", '."')) else f"{words}."


def _knowledge(source: FactSource, item: DisclosedEvent) -> str | None:
    """How the client knows it, after the kit of documents.md §8.0."""
    if item.how_known is None:
        return None
    known = source.words.label("how_known", item.how_known, "nom")
    return f"мне известно об этом {heard_from(source, item)}" if item.how_known == "heard" else known


def when_words(source: FactSource, item: DisclosedEvent) -> str:
    """«март 2024 г., день не помню»; the day of what was only heard is «неизвестен»."""
    value = item.date
    if value is None or value.precision is Precision.UNKNOWN:
        return "неизвестна" if item.how_known in ("heard", "document") else "не помню"
    words = date_words(value, "letter", source.language)
    by_others = item.how_known in ("heard", "document")
    match value.precision:
        case Precision.MONTH | Precision.APPROX if value.month is not None or value.precision is Precision.MONTH:
            return f"{words}, {'день неизвестен' if by_others else 'день не помню'}"
        case Precision.SEASON | Precision.YEAR | Precision.APPROX:
            return f"{words}, {'точная дата неизвестна' if by_others else 'точную дату не помню'}"
        case _:
            return words


def identity(source: FactSource) -> dict[str, Fact] | None:
    client = source.case.client
    if client is None:
        return None
    birth = client.birth
    born: Fact = FactText(birth_words(birth, source.language), f"{client.id}.birth") if birth is not None else None
    if birth is not None and birth.precision is Precision.UNKNOWN:
        born = FactText("неизвестна", f"{client.id}.birth")
    age = stated_age(client.age_stated)
    stated = None
    if age is not None:
        no_papers = not [d for d in client.docs or () if d.kind != "none"]
        tail = ", документов нет" if no_papers else ""
        stated = FactText(f"возраст со слов: {years(age, source.language)}{tail}", f"{client.id}.age_stated")
        if born is None or (birth is not None and birth.precision is Precision.UNKNOWN):
            born = FactText("неизвестна", f"{client.id}.birth")
    names = client.names
    other_ages: list[Fact] = []
    for n, item in enumerate(source.case.contradicting_ages, 1):
        parts = [str(part).strip() for part in (item.source, item.value) if part is not None and str(part).strip()]
        if parts:
            other_ages.append(FactText(": ".join(parts), f"contradicting_age.{n}"))
    language = source.words.label("language", names.original_lang, "nom") if names.original_lang else None
    return {
        "sex": FactText(_SEX[client.sex], f"{client.id}.sex") if client.sex is not None else None,
        "birth": born,
        "stated_age": stated,
        "has_stated_age": stated is not None,
        "other_ages": other_ages,
        "father": text(names.father_name, f"{client.id}.names.father_name"),
        "has_father": bool((names.father_name or "").strip()),
        "original_same": bool(names.original) and names.original == names.ru_nom,
        "parts": bool(names.family or names.given),
        "original_label": f"Написание на языке оригинала ({language})" if language else "Написание на языке оригинала",
    }


def homeland(source: FactSource) -> dict[str, Fact]:
    """States of citizenship, each once; of a stateless person the state of former residence."""
    client = source.case.client
    empty: dict[str, Fact] = {
        "states": [], "known": False, "several": False, "of_all": None, "of_first": None, "first": None,
        "former": None, "former_known": False,
    }  # fmt: skip
    if client is None:
        return empty
    states: list[Fact] = []
    seen: set[str] = set()
    names_of: list[str] = []
    for item in client.citizenships or ():
        if item.country is None or item.country in seen:
            continue
        seen.add(item.country)
        forms = country(item.country, f"{client.id}.citizenships", source)
        if forms is None:
            continue
        proof = (item.proof or "").strip().rstrip(". ")
        states.append(
            {
                "country": forms,
                "contested": bool(item.contested),
                "proof": text(proof, f"{client.id}.citizenships"),
                "has_proof": bool(proof),
                "first": not states,
                "n": len(states) + 1,
            }
        )
        if forms["gen"]:
            same = str(forms["gen"]) in names_of
            names_of.append(f"другого {forms['gen']}" if same else str(forms["gen"]))
    if client.citizenship_status is not None and client.citizenship_status is not CitizenshipStatus.NOT_ESTABLISHED:
        states = []
        names_of = []
    first = states[0] if states else None
    former = country(client.former_residence, f"{client.id}.former_residence", source)
    origin = f"{client.id}.citizenships"
    of_all = _all_of(names_of) if len(names_of) > 1 else None
    return {
        "states": states,
        "known": bool(states),
        "several": len(states) > 1,
        "of_all": FactText(of_all, origin) if of_all else None,
        "of_first": FactText(names_of[0], origin) if names_of else None,
        "first": first["country"] if isinstance(first, dict) else None,
        "former": former,
        "former_known": former is not None,
    }


def _all_of(names: list[str]) -> str:
    """«Республики А и Республики Б»; after «государства, указанного в деле» a comma closes the words before «и»."""
    link = ", и " if "," in names[-2] else " и "
    return f"{', '.join(names[:-1])}{link}{names[-1]}"


def way(source: FactSource) -> dict[str, Fact]:
    """Journey, entries and protection elsewhere. An entry is described without a confession: how it was is printed
    only for one that was lawful; else the client tells it in the interview."""
    case = source.case
    legs: list[Fact] = []
    for k in sorted(
        range(len(case.routes)), key=lambda k: _place_in_time(case.routes[k].from_on or case.routes[k].to_on)
    ):
        leg = case.routes[k]
        origin = f"route.{k + 1}"
        words = period(source, leg)
        status = stay_words(source, leg.status)
        result = (leg.result or "").strip().rstrip(".")
        legs.append(
            {
                "country": country(leg.country, origin, source),
                "period": text(words, origin),
                "has_period": words is not None,
                "status": text(status, origin),
                "has_status": bool(status),
                "asked": leg.asked_protection is True,
                "not_asked": leg.asked_protection is False,
                "result": text(result, origin),
                "has_result": bool(result) and leg.asked_protection is not False,
            }
        )
    entries: list[Fact] = []
    for k in sorted(range(len(case.entries)), key=lambda k: _place_in_time(case.entries[k].date)):
        entry = case.entries[k]
        origin = f"entry.{k + 1}"
        lawful = entry.lawful == "yes"
        point = (entry_point(entry.point, entry.lawful) or "").strip().rstrip(".")
        manner = (entry.manner or "").strip().rstrip(".") if lawful else ""
        paper = (entry.document or "").strip().rstrip(".") if lawful else ""
        entries.append(
            {
                "date": FactText(date_words(entry.date, "letter", source.language), origin)
                if entry.date is not None and entry.date.precision is not Precision.UNKNOWN
                else FactText("дату не помню" if entry.date is not None else "", origin, label="дата въезда"),
                "point": text(point, origin),
                "has_point": bool(point),
                "lawful": lawful,
                "later": not lawful,
                "manner": text(manner, origin),
                "has_manner": bool(manner),
                "document": text(paper, origin),
                "has_document": bool(paper),
            }
        )
    statuses: list[Fact] = []
    for n, given in enumerate(case.prior_statuses, 1):
        origin = f"prior_status.{n}"
        kind = status_words(source, given.kind)
        cites = annexed(source, (given.evidence,))
        statuses.append(
            {
                "country": country(given.state, origin, source),
                "kind": FactText(kind, origin),
                "since": FactText(date_words(given.since, "since", source.language), origin) if given.since else None,
                "has_since": given.since is not None and given.since.precision is not Precision.UNKNOWN,
                "cites": cites,
                "cited": bool(cites),
            }
        )
    return {
        "legs": legs, "entries": entries, "has_legs": bool(legs), "has_entries": bool(entries),
        "statuses": statuses, "has_statuses": bool(statuses), "to_tell": any(e.lawful != "yes" for e in case.entries),
    }  # fmt: skip


def stay_words(source: FactSource, status: str | None) -> str:
    """What the client was in a state on the way, in words; a code that nobody has words for prints nothing."""
    if status == "transit":
        return "проезд"
    known = source.words.label("prior_status", status, "nom") if status else None
    return (known or "").strip().rstrip(".")


def _place_in_time(value: PartialDate | None) -> tuple[bool, str]:
    known = bounds(value)
    return known is None, known[0].isoformat() if known else ""


def status_words(source: FactSource, kind: str | None) -> str:
    """«статус беженца»; for a kind that the labels do not know, «международная защита»."""
    known = source.words.label("prior_status", kind, "nom") if kind else None
    return known or "международная защита"


def wanted(source: FactSource) -> dict[str, Fact] | None:
    request = source.case.extradition
    if request is None:
        return None
    decided = next((d for d in source.case.decisions if d.kind == "extradition"), None)
    words = None
    if decided is not None:
        parts = ["постановление о выдаче"]
        if decided.dated:
            parts.append(f"от {date_words(decided.dated, 'of', source.language)}")
        if decided.number:
            parts.append(f"№\u00a0{decided.number}")
        words = " ".join(parts)
    requested = request.requested
    known = requested is not None and requested.precision is not Precision.UNKNOWN
    return {
        "state": country(request.state, "extradition.state", source),
        "requested": FactText(date_words(requested, "letter", source.language), "extradition.requested")
        if known and requested is not None
        else None,
        "has_requested": known,
        "notice": text((request.wanted_notice or "").strip().rstrip("."), "extradition.wanted_notice"),
        "has_notice": bool((request.wanted_notice or "").strip()),
        "in_absentia": request.in_absentia is True,
        "decision": text(words, f"{decided.id}.number" if decided else "decision"),
        "has_decision": words is not None,
    }


def needs(source: FactSource) -> dict[str, Fact]:
    case = source.case
    rows: list[Fact] = []
    for who in case.persons:
        if not who.health_needs or not (who.role == "client" or (who.included and who.by_role is None)):
            continue
        kin = (
            "заявитель"
            if who.role == "client"
            else (source.words.label("relation", who.relation or "", "nom") or "член семьи")
        )
        rows.append(
            {
                "who": FactText(kin, f"{who.id}.relation"),
                "text": FactText("; ".join(h.strip().rstrip(".") for h in who.health_needs), f"{who.id}.health_needs"),
            }
        )
    client = case.client
    return {
        "health": rows,
        "has_health": bool(rows),
        "cannot_read": client is not None and client.literacy == "none",
        "interpreter": case.interpreter_used is True or case.language not in (None, "ru", "be"),
    }


def a1(source: FactSource) -> dict[str, Fact]:
    """Facts of A1 beside the shared ones, by the shape ``A1_FIELDS``."""
    from legalaid_desktop.documents.conditions import after_departure

    case = source.case
    kin = family(source)
    numbers = statement_numbers(case)
    ordered = events_in_order(case)
    has_a2 = "A2" in {annex.ref for annex in source.annexes if annex.kind == "document"}
    shown: list[DisclosedEvent] = []
    length = 0
    for item in ordered:
        length += len(item.text or "")
        if has_a2 and shown and length > SHORT_REASONS:
            break
        shown.append(item)
    rest = [numbers[item.id] for item in ordered[len(shown) :]]
    hurt = ill_treatment(case)
    later = after_departure(case)
    joined = [p for p in case.persons if p.included and p.role != "client"]
    client = case.client
    docs = (client.docs if client else None) or ()
    return {
        **base(source),
        "identity": identity(source),
        "homeland": homeland(source),
        "family": kin,
        "way": way(source),
        "wanted": wanted(source),
        "needs": needs(source),
        "reasons": {
            "events": [told(source, item, numbers[item.id]) for item in shown],
            "has_events": bool(shown),
            "rest": _spread(rest),
            "has_rest": bool(rest),
            "harm": text("; ".join(_short_date(source, item) for item in hurt), "events"),
            "has_harm": bool(hurt),
            "harm_paragraphs": _spread([numbers[item.id] for item in hurt]),
        },
        "later": {
            "events": [told(source, item, numbers[item.id]) for item in later if item.id in numbers],
            "has_events": bool(later),
        },
        "joint": {
            "people": FactText(people(len(joined) + 1, source.language), "persons"),
            "any": bool(joined),
            "adults": any(not may_be_minor(p, source.as_of) for p in joined),
        },
        "travel": {
            "no_valid": client is not None and not valid_passports(client.docs, source.as_of),
            "has_papers": any(d.kind != "none" for d in docs),
            "none": any(d.kind == "none" for d in docs),
            "unknown": not docs,
        },
        "forward": forward(source),
        "interpreted": interpreted(source),
        "speech": speech(source),
    }


def forward(source: FactSource) -> dict[str, Fact]:
    """The migration unit of the region, to which a place of detention or the border service passes the application."""
    to = source.addressee
    unit = next(
        (
            body
            for body in source.law.authorities.values()
            if body.type == "migration_regional" and body.region == source.case.region and source.case.region
        ),
        None,
    )
    apart = to is not None and to.type in ("detention", "border")
    name = unit.forms.get(f"{source.language}_nom") if unit is not None else None
    return {"any": apart and name is not None, "body": text(name, "addressee.forward")}


def speech(source: FactSource) -> dict[str, Fact] | None:
    """The client's language with its noun: «язык дари», «арабский язык»; a gap where nobody asked."""
    forms = labelled("language_full", source.case.language, "case.language", source)
    return forms or {**dict.fromkeys(CASES, gap("case.language", "язык заявителя"))}


def interpreted(source: FactSource) -> dict[str, Fact]:
    """Whether the text was read back: yes, no, or nobody wrote it down (a gap)."""
    return {
        "used": source.case.interpreter_used is True,
        "read_back": source.case.read_back is True,
        "not_read_back": source.case.read_back is False,
        "unknown": gap("case.read_back", "прочитан ли текст в переводе"),
    }


def _short_date(source: FactSource, item: DisclosedEvent) -> str:
    """«март 2024 г.»; with the place where the date is not known."""
    if item.date is None or bounds(item.date) is None:
        place = own_place(item.place)
        return f"дата неизвестна, {place}" if place else "дата неизвестна"
    return date_words(item.date, "letter", source.language, original=False, time=False)


def _spread(numbers: list[int]) -> FactText | None:
    return FactText(number_ranges(numbers), "A2") if numbers else None


def a2(source: FactSource) -> dict[str, Fact]:
    """Facts of A2, by the shape ``A2_FIELDS``: the account as given, then the events with their numbers."""
    from legalaid_desktop.documents.conditions import after_departure

    case = source.case
    numbers = statement_numbers(case)
    paragraphs: list[Fact] = []
    foreign: str | None = None
    for k, narrative in enumerate(account(case), 1):
        if narrative.language not in STATE_LANGUAGES:
            foreign = narrative.language
        for part in account_paragraphs(narrative):
            paragraphs.append(FactText(part, f"narrative.{k}", lang=narrative.language))
    later = [numbers[item.id] for item in after_departure(case) if item.id in numbers]
    unsure = [numbers[item.id] for item in imprecise(case)]
    return {
        **base(source),
        "identity": identity(source),
        "homeland": homeland(source),
        "way": way(source),
        "interpreted": interpreted(source),
        "speech": speech(source),
        "story": {
            "profile": profile(source),
            "account": paragraphs,
            "has_account": bool(paragraphs),
            "foreign": foreign is not None,
            "foreign_language": labelled("language_full", foreign, "narrative", source),
            "events": [told(source, item, numbers[item.id]) for item in events_in_order(case)],
            "has_events": bool(numbers),
            "imprecise": _spread(unsure),
            "has_imprecise": bool(unsure),
            "later": _spread(later),
            "has_later": bool(later),
            "long": account_length(case) > 12_000,
            "paragraph_numbers": str(first_event_number(case)),
        },
    }


def profile(source: FactSource) -> FactText | None:
    """Who the client is, in one paragraph."""
    client = source.case.client
    if client is None:
        return None
    facts = person(source, client)
    mononym = " (единственное, фамилии нет)" if client.names.mononym else ""
    parts = [
        f"Имя: {facts['full']}{mononym}" if facts["full"] else None,
        facts["birth_line"],
        f"место рождения: {client.birth_place.strip().rstrip('.')}" if client.birth_place else None,
        facts["citizenship_line"],
        f"этническая принадлежность: {client.ethnicity.strip()}" if client.ethnicity else None,
        f"языки: {facts['languages']}" if facts["languages"] else None,
    ]
    words = "; ".join(str(part) for part in parts if part)
    return text(f"{words.rstrip('.')}." if words else "", f"{client.id}.profile")


def a3(source: FactSource) -> dict[str, Fact]:
    """Facts of A3, by the shape ``A3_FIELDS``."""
    return {**base(source), "chronology": chronology(source)}


def a4(source: FactSource) -> dict[str, Fact]:
    """Facts of A4, by the shape ``A4_FIELDS``."""
    return {**base(source), "family": family(source)}


__all__ = [
    "A1_FIELDS", "A2_FIELDS", "A3_FIELDS", "A4_FIELDS", "a1", "a2", "a3", "a4", "homeland", "identity", "told", "way",
]  # fmt: skip
