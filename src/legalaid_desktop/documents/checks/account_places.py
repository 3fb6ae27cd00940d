"""Places, names and the way of the journey in an account, against the facts (CHK-CONTRA, CHK-CROSSDOC)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from legalaid_desktop.documents.checks.account_reading import city_mentions, date_mentions, stems
from legalaid_desktop.documents.checks.name_checks import capital_words, known_names, other_spelling
from legalaid_desktop.documents.checks.reading import sentences
from legalaid_desktop.documents.checks.spoken_numbers import month_of
from legalaid_desktop.documents.facts.timeline import bounds
from legalaid_desktop.domain.disclosed import DisclosedCase, DisclosedEvent, DisclosedPerson
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.domain.name_endings import Reader
from legalaid_desktop.domain.name_keys import name_words

_ALIKE: Final = 2
_IN_PLACE: Final = re.compile(
    r"(?<!\w)(?:[Вв]о?|[Уу]|[Пп]од|[Пп]ад|[Оо]коло|[Кк]аля|[Вв]озле|[Лл]я|"
    r"[Бб]лиз)\s+(?P<name>[А-ЯЁЎІ][а-яёўі]{2,}(?:-[А-ЯЁЎІ]?[а-яёўі]+)?)"
)
"""«в Мисале», «под Минском»: a place named without the word city."""
_BORN: Final = re.compile(r"(?<!\w)(?:родил(?:ся|ась)|нарадзі(?:ўся|лася))(?!\w)", re.IGNORECASE)
_NOT_PLACES: Final = frozenset({"Республик", "Рэспублі", "Верховн", "Суд", "Беларус", "Комитет", "Мин", "Бог"})


def places_told(case: DisclosedCase, text: str) -> Iterator[tuple[str, str, str]]:
    """(field, structured, sentence) of every place that differs from where the case has the same thing."""
    for sentence in sentences(text):
        named = list(_places(sentence))
        if not named:
            continue
        client = case.client
        if _BORN.search(sentence) and client is not None and client.birth_place:
            home = _keys(client.birth_place)
            if home and not any(_one_place(name, home) for name in named) and "я" in sentence.casefold().split()[:3]:
                yield "place", client.birth_place, sentence
            continue
        for event in _meant(case, sentence):
            known = _keys(event.place or "")
            elsewhere = {key for other in case.events if other.id != event.id for key in _keys(other.place or "")}
            if (
                known
                and not any(_one_place(name, known) for name in named)
                and not (len(named) > 1 or any(_one_place(name, elsewhere) for name in named if _many(case, sentence)))
            ):
                yield "place", f"{event.id}: {event.place}", sentence
                break


def _many(case: DisclosedCase, sentence: str) -> bool:
    """The sentence may as well tell another event."""
    return len(_meant(case, sentence)) > 1


def _places(sentence: str) -> Iterator[str]:
    """Names of places in a sentence, each once, as written."""
    seen: set[str] = set()
    for _, name in city_mentions(sentence):
        seen.add(name)
        yield name
    for found in _IN_PLACE.finditer(sentence):
        name = found["name"]
        if name in seen or name.startswith(tuple(_NOT_PLACES)) or month_of(name) is not None:
            continue
        seen.add(name)
        yield name


def _keys(place: str) -> frozenset[str]:
    """The named words of a place, shortened so that a case ending does not matter."""
    return frozenset(word[:4].casefold() for word in re.findall(r"(?<!\w)[А-ЯЁЎІ][а-яёўі]{2,}", place))


def _one_place(name: str, keys: frozenset[str] | set[str]) -> bool:
    return name[:4].casefold() in keys


def _meant(case: DisclosedCase, sentence: str) -> list[DisclosedEvent]:
    """Events that the sentence tells: by the words they share, or one word and the same date."""
    said = stems(sentence)
    days = [one for one in date_mentions(sentence) if one.first is not None]
    best: list[tuple[int, DisclosedEvent]] = []
    for event in case.events:
        common = len(said & stems(event.text or ""))
        known = bounds(event.date)
        same_time = known is not None and any(
            one.first and one.last and one.first <= known[1] and known[0] <= one.last for one in days
        )
        if common >= _ALIKE or (common == 1 and same_time):
            best.append((common + same_time, event))
    most = max((n for n, _ in best), default=0)
    return [event for n, event in best if n == most]


_RELATIONS: Final = {
    "brother": r"брат\w*|брац\w*", "sister": r"сестр\w*|сястр\w*", "wife": r"жен[аыеуо]\w*|жонк\w*|супруг[аиеу]\w*",
    "husband": r"муж(?:а|у|ем|е)?", "son": r"сын(?:а|у|ом|е)?", "daughter": r"доч(?:ь|ери|ерью|ка|ки|ке|ку|кой)|"
        r"дачк\w*|дачц\w*",
    "mother": r"мат(?:ь|ери|ерью)|мам[аыеуо]\w*|маці", "father": r"от(?:ец|ц\w+)|бацьк\w*",
    "uncle": r"дяд[яиеюё]\w*|дзядзьк\w*",
    "aunt": r"т[её]т[яиеюй]\w*|цётк\w*",
}  # fmt: skip
_NAME: Final = r"(?P<name>[А-ЯЁЎІ][а-яёўі]{2,})"
_OLDER: Final = r"(?:(?:старш|младш|средн|родн|двоюродн|малодш|старэйш)\w+\s+)?"


def names_told(case: DisclosedCase, text: str) -> Iterator[tuple[str, str]]:
    """(names of the case, words of the account): a relative under another name, a name in another spelling."""
    told: set[str] = set()
    read = Reader()
    keys_of: dict[LocalId, frozenset[str]] = {}
    for relation, pattern in _RELATIONS.items():
        named = [p for p in case.persons if p.relation == relation and p.names.given and p.by_role is None]
        if not named:
            continue
        before = rf"(?<!\w){_OLDER}(?:{pattern})\s+{_NAME}"
        after = rf"(?<!\w){_NAME},?\s+(?:мо[йяеию]\w{{0,2}}|ма[йяёю]\w{{0,2}}|наш\w*)\s+{_OLDER}(?:{pattern})(?!\w)"
        for found in (*re.finditer(before, text), *re.finditer(after, text)):
            if found["name"] not in told and not any(_of(found["name"], person, keys_of, read) for person in named):
                told.add(found["name"])
                yield ", ".join(p.names.given or "" for p in named), found.group()
    known, keys = known_names(case)
    for sentence in sentences(text):
        for word, lead in capital_words(sentence):
            if word in told or not lead.strip():
                continue
            one = other_spelling(word, known, keys, read, belarusian="ў" in text or "і" in text)
            if one is not None:
                told.add(word)
                yield one.text, sentence


def _of(word: str, person: DisclosedPerson, keys_of: dict[LocalId, frozenset[str]], read: Reader) -> bool:
    """Whether a written word may be a name of this person: the same beginning, or a form of it."""
    if person.id not in keys_of:
        keys_of[person.id] = frozenset(key for name in name_words(person.names) for key in name.keys)
    given = (person.names.given or "").casefold().replace("ё", "е")
    folded = word.casefold().replace("ё", "е")
    known = keys_of[person.id]
    return folded[:3] == given[:3] or any(reading.key in known for reading in read(folded, belarusian_text=False))


_TRAVEL: Final = re.compile(
    r"(?<!\w)(?:поеха|уеха|приеха|перееха|въеха|прилет|улет|переш|пересек|пересёк|добра|бежа|сбежа|отправи|"
    r"через|затем|потом|оттуда|"
    r"путь|маршрут|паеха|выеха|прыеха|пераеха|праз|потым|адтуль|шлях|транзит)",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(r"(?<!\w)(?:не|никогда|ніколі)\s+(?:был|быў|въезжа|ехал|заезжа|уязджа)", re.IGNORECASE)


def route_told(case: DisclosedCase, text: str, countries: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(the route of the case, the sentence): states in another order, or one that the route does not have."""
    legs = [(str(leg.country), bounds(leg.from_on)) for leg in case.routes if leg.country]
    if not legs or not countries:
        return
    if all(day is not None for _, day in legs):
        legs.sort(key=lambda leg: leg[1] or (case.as_of, case.as_of))
    route = list(dict.fromkeys(code for code, _ in legs))
    client = case.client
    homes = {str(c.country) for c in (client.citizenships or ()) if c.country} if client is not None else set()
    if client is not None and client.former_residence:
        homes.add(str(client.former_residence))
    for sentence in sentences(text):
        if not _TRAVEL.search(sentence) or _DENIED.search(sentence):
            continue
        # A clause without a word of travel speaks of something else: «в Грузии живёт дядя».
        clauses = [part for part in re.split(r"[,;:]", sentence) if _TRAVEL.search(part) or _THROUGH.search(part)]
        said = list(dict.fromkeys(code for part in clauses for code in _countries(part, countries)))
        on_way = [code for code in said if code in route]
        more = [code for code in said if code not in route and code not in homes and code != "BY"]
        wrong_order = on_way != [code for code in route if code in on_way]
        if wrong_order or (more and _THROUGH.search(sentence)):
            yield " → ".join(route), sentence


_THROUGH: Final = re.compile(
    r"(?<!\w)(?:через|праз|затем|потом|потым|оттуда|адтуль|сначала|спачатку)(?!\w)", re.IGNORECASE
)


def _countries(sentence: str, countries: Mapping[str, str]) -> Iterator[str]:
    """Codes of the states that a sentence names, in its order. «из России в Турцию» stands as it is travelled."""
    words = list(re.finditer(r"(?<!\w)[А-ЯЁЎІ][а-яёўі]+(?:-[А-ЯЁЎІа-яёўі]+)?", sentence))
    for at, found in enumerate(words):
        follower = words[at + 1] if at + 1 < len(words) else None
        pair = f"{found.group()} {follower.group()}" if follower and follower.start() == found.end() + 1 else ""
        code = countries.get(pair.casefold()) or countries.get(found.group().casefold())
        if code is not None:
            yield code
