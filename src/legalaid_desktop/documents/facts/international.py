"""Facts of the papers that go abroad: to the special procedures (G1, G2, G4), UNHCR (G3), a lawyer in another country
(G5), the files commission of INTERPOL (D7).

What the case holds in another script prints in the words that a person wrote for it (``abroad``); whether the client
is named follows the consent (``consents``). Nothing is argued and no remedy is promised.
"""

from __future__ import annotations

import re
from typing import Final

from legalaid_desktop.documents.facts import consents
from legalaid_desktop.documents.facts.abroad import as_written, event_words, when_abroad
from legalaid_desktop.documents.facts.basics import FORMS, body_in_english, country, number_ranges, text
from legalaid_desktop.documents.facts.common import base
from legalaid_desktop.documents.facts.custody_table import CUSTODY_TABLE, custody_table
from legalaid_desktop.documents.facts.grounds import home_citizen, ill_treatment
from legalaid_desktop.documents.facts.office_words import clean_words
from legalaid_desktop.documents.facts.places_abroad import place_abroad
from legalaid_desktop.documents.facts.rulings import annexed
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.standing import feared_state, met_here, open_detention
from legalaid_desktop.documents.facts.statement import events_in_order
from legalaid_desktop.documents.facts.subject import SUBJECT, subject
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.ages import may_be_minor
from legalaid_desktop.domain.disclosed import DisclosedEvent
from legalaid_desktop.domain.facts import Decision
from legalaid_desktop.domain.library import pinpoint_in
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.grammar.dates import date_words
from legalaid_desktop.grammar.latin import is_latin

HAPPENED: Final[FieldTree] = {
    "n": "number", "when": "text", "has_when": "flag", "place": "text", "has_place": "flag", "text": "text",
    "written": "flag", "heard": "flag", "by_paper": "flag", "cites": ["text"], "cited": "flag",
}  # fmt: skip
STEP: Final[FieldTree] = {"what": "text", "dated": "text", "has_dated": "flag", "known": "text", "has_known": "flag"}
AGREED: Final[FieldTree] = {
    "holds": "flag", "dated": "text", "has_dated": "flag", "named": "flag", "public": "flag", "by_family": "flag",
}  # fmt: skip
COUNTRY_ROW: Final[FieldTree] = {"line": "text"}
FEAR: Final[FieldTree] = {"state": FORMS, "known": "flag", "extradition": "flag", "removal": "flag", "act": "text"}
ABROAD: Final[FieldTree] = {
    "subject": SUBJECT, "happened": [HAPPENED], "any_happened": "flag", "unmatched": "flag", "harm": "text",
    "has_harm": "flag", "harm_many": "flag", "steps": [STEP], "any_steps": "flag", "agreed": AGREED, "danger": FEAR,
    "mandates": ["text"], "any_mandates": "flag", "table": CUSTODY_TABLE, "pledges_abroad": ["text"],
    "any_pledges": "flag", "country_rows": [COUNTRY_ROW], "any_country_rows": "flag", "offence": "text",
    "has_offence": "flag", "absent": "flag", "wanted": "text", "has_wanted": "flag", "requested": "text",
    "has_requested": "flag", "injuries": ["text"], "any_injuries": "flag", "family": ["text"], "any_family": "flag",
    "route": ["text"], "any_route": "flag", "written_on": "text", "clock": "text", "has_clock": "flag",
}  # fmt: skip

MANDATES: Final = {
    "mandate_torture": "Special Rapporteur on torture and other cruel, inhuman or degrading treatment or punishment",
    "mandate_belarus": "Special Rapporteur on the situation of human rights in Belarus",
    "mandate_migrants": "Special Rapporteur on the human rights of migrants",
    "mandate_wgad": "Working Group on Arbitrary Detention",
    "mandate_health": "Special Rapporteur on the right of everyone to the enjoyment of the highest attainable standard "
    "of physical and mental health",
    "mandate_children": "Special Rapporteur on the sale, sexual exploitation and sexual abuse of children",
}
"""Question of G1 → the mandate. A tick decides; without one the facts propose (torture, Belarus, custody)."""


def mandates(source: FactSource) -> list[Fact]:
    """The mandates ticked; where nobody said, those that the facts of the case call for."""
    proposed = {
        "mandate_torture": bool(ill_treatment(source.case)) or source.case.extradition is not None,
        "mandate_belarus": True,
        "mandate_migrants": not home_citizen(source.case),
        "mandate_wgad": open_detention(source.case) is not None,
    }
    found: list[Fact] = []
    for name, words in MANDATES.items():
        said = source.answers.get(name)
        if said is True or (said is None and proposed.get(name, False)):
            found.append(FactText(words, f"answers.{name}"))
    return found


def happened(source: FactSource) -> tuple[list[Fact], bool]:
    """The facts in order of time, and whether the words that a person wrote could not be told apart by event."""
    events = events_in_order(source.case)
    english = source.language == "en"
    written = event_words(source, [event.id for event in events]) if english else {}
    answer = source.answer("facts") if english else None
    whole = answer is not None and not written
    return [_row(source, event, n, written.get(event.id)) for n, event in enumerate(events, 1)], whole


def _row(source: FactSource, event: DisclosedEvent, n: int, words: str | None) -> dict[str, Fact]:
    hidden = source.says("unnamed_abroad")
    own = as_written(source, event.text)
    told = words or own
    proofs = (*event.evidence, *(x.id for x in source.case.evidence if event.id in x.proves))
    cites = annexed(source, proofs)
    when = when_abroad(source, event.date, f"{event.id}.date", style="when")
    place = "" if hidden else place_abroad(source, event.place)
    return {
        "n": n,
        "when": when,
        "has_when": when is not None,
        "place": text(place, f"{event.id}.place"),
        "has_place": bool(place),
        "text": FactText(f"{told.rstrip('. ')}.", f"{event.id}.text")
        if told
        else FactText("", "answers.facts", label=f"event {n} in English"),
        "written": bool(told),
        "heard": event.how_known == "heard",
        "by_paper": event.how_known == "document",
        "cites": cites,
        "cited": bool(cites),
    }


def _moment(source: FactSource, decision: Decision) -> PartialDate | None:
    return PartialDate(precision=Precision.DAY, on=decision.dated) if decision.dated is not None else None


def steps(source: FactSource) -> list[Fact]:
    """Decisions of the case in order of time, with the day on which the client came to know of each."""
    hidden = source.says("unnamed_abroad")
    found: list[Fact] = []
    for item in sorted(source.case.decisions, key=lambda d: d.dated.isoformat() if d.dated else "9999"):
        kind = source.words.label("decision_kind", item.kind, "nom") if item.kind else None
        word = kind or {"ru": "решение", "be": "рашэнне"}.get(source.language, "decision")
        what = word[:1].upper() + word[1:]
        body = source.law.authorities.get(item.authority) if item.authority else None
        if body is not None and source.language == "en":
            # A regional body tells where the person is.
            name = body_in_english(body, {}) if not (body.template or (hidden and body.region)) else None
            what += f", {name}" if name else ""
        elif body is not None and not body.template:
            what += f", {body.forms.get(f'{source.language}_nom') or body.forms['ru_nom']}"
        number = (item.number or "").strip()
        if number and not hidden and (source.language != "en" or is_latin(number)):
            what += f", No.\u00a0{number}" if source.language == "en" else f", №\u00a0{number}"
        dated = when_abroad(source, _moment(source, item), f"{item.id}.dated")
        came = item.received_at or item.received or item.announced_at or item.announced
        known = None if came is None or hidden else date_words(came, "letter", source.language)
        found.append(
            {
                "what": FactText(what, f"{item.id}.kind"),
                "dated": dated,
                "has_dated": dated is not None,
                "known": text(known, f"{item.id}.received"),
                "has_known": known is not None,
            }
        )
    return found


def agreed(source: FactSource) -> dict[str, Fact]:
    """The consent under which the paper goes out: its day, whether it names the client, to the public too."""
    consent = consents.holding(source.case)
    client = source.case.client
    return {
        "holds": consent is not None,
        "dated": text(date_words(consent.date, "letter", source.language), f"consent.{consent.scope}")
        if consent is not None and consent.date is not None
        else None,
        "has_dated": consent is not None and consent.date is not None,
        "named": consent is not None and not consents.unnamed(source.case),
        "public": consents.may_publish(source.case),
        "by_family": consent is not None
        and consent.person is not None
        and (client is None or consent.person != client.id),
    }


def danger(source: FactSource) -> dict[str, Fact]:
    """Where return would lead and by which act: extradition, deportation, expulsion."""
    kinds = {decision.kind for decision in source.case.decisions}
    state = country(feared_state(source.case), "danger.state", source)
    extradition = source.case.extradition is not None or bool(kinds & {"extradition", "judgment_extradition"})
    act = "extradition" if extradition else "deportation" if "deportation" in kinds else (
        "expulsion" if "expulsion" in kinds else "forced return")  # fmt: skip
    russian = {"extradition": "выдача", "deportation": "депортация", "expulsion": "высылка",
               "forced return": "принудительное возвращение"}  # fmt: skip
    return {
        "state": state,
        "known": state is not None,
        "extradition": extradition,
        "removal": bool(kinds & {"deportation", "expulsion"}),
        "act": act if source.language == "en" else russian[act],
    }


def _pledges(source: FactSource) -> list[Fact]:
    """Each assurance with what the case knows of it; its promises are words of another language and stay out."""
    found: list[Fact] = []
    for n, item in enumerate(source.case.assurances, 1):
        when = when_abroad(source, item.dated, f"assurance.{n}.dated")
        monitoring = clean_words(item.monitoring).casefold()
        watched = bool(monitoring) and not monitoring.startswith(("не ", "нет", "отсутств", "неизвест", "no", "not"))
        words = [
            f"Assurances dated {when}" if when else "Assurances, date not known",
            {True: "the text is in the file", False: "the text is not in the file"}.get(
                item.text_in_file, "it is not known whether the text is in the file"
            )
            if item.text_in_file is not None
            else "it is not known whether the text is in the file",
            "monitoring is spoken of" if watched else "no independent monitoring is stated",
        ]
        found.append(FactText("; ".join(words), f"assurance.{n}"))
    return found


def _country_rows(source: FactSource) -> list[Fact]:
    """Country information that can stand in an English paper as it is; the rest a person writes."""
    rows: list[Fact] = []
    for n, item in enumerate(source.case.coi, 1):
        head = [as_written(source, part) for part in (item.publisher, item.title)]
        point = as_written(source, item.point)
        if not (any(head) and point):
            continue
        dated = item.date is not None and item.date.precision is not Precision.UNKNOWN
        when = date_words(item.date, "letter", source.language) if item.date is not None and dated else ""
        pinpoint = as_written(source, pinpoint_in(item.pinpoint, source.language))
        lead = ", ".join(part for part in (". ".join(part for part in head if part), when, pinpoint) if part)
        rows.append({"line": FactText(f"{lead}: {point}", f"coi.{n}.point")})
    return rows


def _injuries(source: FactSource) -> list[Fact]:
    found: list[Fact] = []
    for n, hurt in enumerate(source.case.injuries, 1):
        told = re.search(r"лев|прав|left|right", hurt.part or "", re.IGNORECASE)
        side = source.words.label("side", hurt.side, "nom") if hurt.side and not told else None
        parts = [as_written(source, part) for part in (hurt.part, side, hurt.size, hurt.colour, hurt.then, hurt.now)]
        words = "; ".join(part for part in parts if part)
        if as_written(source, hurt.part) and words:
            found.append(FactText(words, f"injury.{n}"))
    return found


def _family(source: FactSource) -> list[Fact]:
    """Relatives concerned by role, country and whether missing: a paper abroad names nobody but the client."""
    found: list[Fact] = []
    for who in source.case.persons:
        if who.role not in ("family", "missing", "deceased") or not who.relation:
            continue
        relation = source.words.label("relation", who.relation, "nom", sex=who.sex)
        if relation is None:
            continue
        marks: list[str] = []
        if who.role == "missing":
            marks.append(
                {"en": "missing", "be": "прапаў без вестак"}.get(source.language, "местонахождение неизвестно")
            )
        elif who.role == "deceased":
            marks.append({"en": "deceased", "be": "памёр"}.get(source.language, "нет в живых"))
        if may_be_minor(who, source.as_of):
            marks.append({"en": "may be a child", "be": "магчыма, дзіця"}.get(source.language, "возможно, ребёнок"))
        found.append(FactText(f"{relation} ({', '.join(marks)})" if marks else relation, f"{who.id}.relation"))
    return found


def _route(source: FactSource) -> list[Fact]:
    found: list[Fact] = []
    for n, leg in enumerate(source.case.routes, 1):
        where = country(leg.country, f"route.{n}", source)
        if where is None:
            continue
        words = str(where["nom"])
        asked = {True: "asked for protection", False: "did not ask for protection"}
        if source.language != "en":
            asked = {True: "защита запрашивалась", False: "защита не запрашивалась"}
        if leg.asked_protection is not None:
            words += f" ({asked[leg.asked_protection]})"
        found.append(FactText(words, f"route.{n}"))
    return found


def nearest_clock(source: FactSource) -> FactText | None:
    """The earliest last day of the case that has not passed, as computed; the paper says that it is a computation."""
    days = [row.last_day for row in source.deadlines if row.primary and row.last_day is not None]
    ahead = [day for day in days if day >= source.as_of]
    return FactText(date_words(min(ahead), "letter", source.language), "deadline") if ahead else None


def abroad(source: FactSource) -> dict[str, Fact]:
    """Facts of every paper of this group, by the shapes ``BASE`` and ``ABROAD``."""
    rows, whole = happened(source)
    events = events_in_order(source.case)
    harmed, here = ill_treatment(source.case), met_here(source.case)
    hurt = [n for n, event in enumerate(events, 1) if event in harmed and event not in here]
    asked = source.case.extradition
    offence = as_written(source, asked.offence) if asked is not None else ""
    wanted = as_written(source, asked.wanted_notice) if asked is not None else ""
    requested = when_abroad(source, asked.requested, "extradition.requested") if asked is not None else None
    chosen = mandates(source)
    step_rows = steps(source)
    pledges = _pledges(source)
    country_rows = _country_rows(source)
    injuries = _injuries(source)
    family = _family(source)
    route = _route(source)
    clock = nearest_clock(source)
    return {
        **base(source),
        "subject": subject(source),
        "happened": rows,
        "any_happened": bool(rows),
        "unmatched": whole,
        "harm": text(number_ranges(hurt, " and "), "events"),
        "harm_many": len(hurt) > 1,
        "has_harm": bool(hurt),
        "steps": step_rows,
        "any_steps": bool(step_rows),
        "agreed": agreed(source),
        "danger": danger(source),
        "mandates": chosen,
        "any_mandates": bool(chosen),
        "table": custody_table(source),
        "pledges_abroad": pledges,
        "any_pledges": bool(pledges),
        "country_rows": country_rows,
        "any_country_rows": bool(country_rows),
        "offence": text(offence, "extradition.offence"),
        "has_offence": bool(offence),
        "absent": asked is not None and asked.in_absentia is True,
        "wanted": text(wanted, "extradition.wanted_notice"),
        "has_wanted": bool(wanted),
        "requested": requested,
        "has_requested": requested is not None,
        "injuries": injuries,
        "any_injuries": bool(injuries),
        "family": family,
        "any_family": bool(family),
        "route": route,
        "any_route": bool(route),
        "clock": clock,
        "has_clock": clock is not None,
        "written_on": FactText(date_words(source.as_of, "letter", source.language), "today"),
    }
