"""Facts of A7: country information grouped by issue, each item tied to a fact of the client and to a reason of the
decision that it answers.

Which issue an item is about is proposed from its own words; a person decides by an answer (``issues``). Twelve items
are enough for a court (documents.md A7): where there are more, those that answer a reason of the decision come first,
then the findings of the United Nations, then the newest; the rest stays out, and a finding says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from legalaid_desktop.documents.facts.basics import paragraph_numbers, text
from legalaid_desktop.documents.facts.common import base
from legalaid_desktop.documents.facts.rulings import COI, coi, coi_indexes
from legalaid_desktop.documents.facts.source import Fact, FactSource
from legalaid_desktop.documents.facts.statement import statement_numbers
from legalaid_desktop.documents.facts.timeline import bounds
from legalaid_desktop.documents.notation import FactText, FieldTree
from legalaid_desktop.domain.facts import CountryInformation
from legalaid_desktop.grammar.dates import date_words

MOST: Final = 12
"""Items of the list (documents.md A7)."""

ISSUES: Final = ("group", "impunity", "prisons", "return", "law", "other")
"""In the order of the paper."""

_SIGNS: Final[Mapping[str, re.Pattern[str]]] = {
    "return": re.compile(
        r"возвра[тщ]|верн[уё]|высланн|депортирован|вярн|вярт|высланы|дэпартаван|returnee|forced return",
        re.IGNORECASE,
    ),
    "prisons": re.compile(
        r"тюр[ье]м|тюремн|изолятор|под страж|мест\w* (?:лишения|содержания)|колони[яиюей]|пытк|пыта|жесток|"
        r"турм|ізалятар|пад варт|калоні|катаван|prison|detention|torture",
        re.IGNORECASE,
    ),
    "impunity": re.compile(
        r"безнаказан|не расслед|расследован|не привлека|не наказ|суд[ыаеов]* |судеб|правосуд|беспакаран|не расслед|"
        r"не прыцяг|судов|impunity|investigat|courts?\b",
        re.IGNORECASE,
    ),
    "law": re.compile(r"закон|кодекс|статья|уголовн\w+ ответственн|наказани|артыкул|пакаранн|\blaw\b", re.IGNORECASE),
    "group": re.compile(
        r"преследов|журналист|активист|меньшинств|оппозиц|женщин|верующ|групп|этническ|призыв|дезертир|пераслед|"
        r"актывіст|меншасц|апазіц|жанчын|вернік|груп|persecut|minorit|activist",
        re.IGNORECASE,
    ),
}
"""What an item says → its issue; the first that fits."""

_NAMED: Final[Mapping[str, re.Pattern[str]]] = {
    "group": re.compile(r"^(group|групп|груп|пресл|перасл)"),
    "impunity": re.compile(r"^(impun|безнак|беспак)"),
    "prisons": re.compile(r"^(prison|тюр|турм|содерж|утрым|пыт|катав)"),
    "return": re.compile(r"^(return|возвр|верн|вярт|вярн)"),
    "law": re.compile(r"^(law|закон)"),
    "other": re.compile(r"^(other|друг|інш)"),
}
"""How a person names an issue in an answer, in any of the three languages."""

_HEADS: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {
        "group": "Обращение с людьми в таком же положении",
        "impunity": "Безнаказанность, отсутствие защиты со стороны государства",
        "prisons": "Места содержания под стражей, жестокое обращение",
        "return": "Обращение с теми, кого вернули",
        "law": "Законодательство и его применение",
        "other": "Другие сведения",
    },
    "be": {
        "group": "Абыходжанне з людзьмі ў такім самым становішчы",
        "impunity": "Беспакаранасць, адсутнасць абароны з боку дзяржавы",
        "prisons": "Месцы ўтрымання пад вартай, жорсткае абыходжанне",
        "return": "Абыходжанне з тымі, каго вярнулі",
        "law": "Заканадаўства і яго прымяненне",
        "other": "Іншыя звесткі",
    },
}

_OFFICIAL: Final = re.compile(
    r"\bООН\b|\bААН\b|\bUN\b|United Nations|Объедин[её]нных Наций|Аб’яднаных Нацый|УВКБ|УВКПЧ|OHCHR|UNHCR|"
    r"Специальн\w+ докладчик|Комитет\w* против пыток|Комитет\w* по правам человека|Special Rapporteur|"
    r"Совет\w* по правам человека|Human Rights Council|Спецыяльн\w+ дакладчык|Камітэт\w* супраць катаванняў",
    re.IGNORECASE,
)
"""Publishers that are bodies of the United Nations."""

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {"no_date": "дата не указана", "reason": "довод решения {0}", "reasons": "доводы решения {0}",
           "paragraph": "п. {0} изложения", "paragraphs": "пп. {0} изложения"},
    "be": {"no_date": "дата не ўказана", "reason": "довад рашэння {0}", "reasons": "довады рашэння {0}",
           "paragraph": "п. {0} выкладу", "paragraphs": "пп. {0} выкладу"},
}  # fmt: skip

ITEM: Final[FieldTree] = {
    **COI, "n": "number", "head": "text", "on": "text", "link": "text", "linked": "flag", "tongue": "text",
    "foreign": "flag", "has_pinpoint": "flag", "retrieved": "text", "has_retrieved": "flag",
}  # fmt: skip
COUNTRY: Final[FieldTree] = {
    "groups": [{"title": "text", "items": [ITEM]}],
    "any": "flag",
    "oldest": "text",
    "dated": "flag",
    "undated": "flag",
    "left_out": "number",
    "foreign": "flag",
    "states": "text",
    "linked": "flag",
}


def is_official(item: CountryInformation) -> bool:
    """Whether a body of the United Nations published it."""
    return _OFFICIAL.search(item.publisher or "") is not None


def issue_of(item: CountryInformation, chosen: str | None = None) -> str:
    """The issue an item is about: as a person chose, else by its own words."""
    for issue, name in _NAMED.items():
        if chosen and name.search(chosen):
            return issue
    for words in (f"{item.point or ''} ", f"{item.title or ''} "):
        for issue, sign in _SIGNS.items():
            if sign.search(words):
                return issue
    return "other"


def _pairs(answer: str | None) -> dict[int, str]:
    """Lines «2: prisons» or «c2: e1, e3» of an answer, by the number of the item."""
    found: dict[int, str] = {}
    for line in (answer or "").splitlines():
        match = re.match(r"\s*(?:coi|c|№)?\s*(\d{1,3})\s*[:.=–-]\s*(.+)", line)
        if match:
            found[int(match[1])] = match[2].strip().rstrip(".;")
    return found


def chosen_items(source: FactSource) -> tuple[list[int], int]:
    """Indexes of the items that the list prints, and how many stay out."""
    rows = source.case.coi
    answering = {
        index
        for reason in (source.decision.reasons if source.decision is not None else None) or ()
        for index in coi_indexes(source, reason.coi or ())
    }

    def newest(index: int) -> int:
        known = bounds(rows[index].date)
        return -known[1].toordinal() if known else 0

    ranked = sorted(
        range(len(rows)),
        key=lambda k: (k not in answering, not is_official(rows[k]), bounds(rows[k].date) is None, newest(k), k),
    )
    told = [k for k in ranked if (rows[k].point or rows[k].title or rows[k].publisher or "").strip()]
    return told[:MOST], max(len(told) - MOST, 0)


def country_information(source: FactSource) -> Mapping[str, Fact]:
    """Facts of A7, by the shape ``COUNTRY``."""
    shared = base(source)
    rows = source.case.coi
    heads = source.worded(_HEADS)
    kept, left_out = chosen_items(source)
    by_hand = {n: words.casefold() for n, words in _pairs(source.answer("issues")).items()}
    links = _links(source)
    grouped: dict[str, list[int]] = {}
    for k in kept:
        grouped.setdefault(issue_of(rows[k], by_hand.get(k + 1)), []).append(k)
    n = 0
    groups: list[Fact] = []
    for issue in ISSUES:
        items: list[Fact] = []
        # The findings of the United Nations stand first, then the newest.
        for k in sorted(
            grouped.get(issue, ()),
            key=lambda k: (not is_official(rows[k]), bounds(rows[k].date) is None, kept.index(k)),
        ):
            n += 1
            items.append(_item(source, k, n, links.get(k, "")))
        if items:
            groups.append({"title": heads[issue], "items": items})
    dated = [(known[0], rows[k].date) for k in kept if (known := bounds(rows[k].date)) is not None]
    oldest = min(dated, key=lambda pair: pair[0])[1] if dated else None
    states = shared["return_states"]
    return {
        **shared,
        "groups": groups,
        "any": bool(groups),
        "oldest": FactText(date_words(oldest, "letter", source.language), "coi.date") if oldest is not None else None,
        "dated": oldest is not None,
        "undated": any(bounds(rows[k].date) is None for k in kept),
        "left_out": left_out,
        "linked": any(k in links for k in kept),
        "foreign": any(rows[k].language not in (None, "ru", "be") for k in kept),
        "states": text(
            "; ".join(str(state["nom"]) for state in states if isinstance(state, Mapping) and state["nom"])
            if isinstance(states, Sequence)
            else None,
            "client.citizenships",
        ),
    }


def _item(source: FactSource, index: int, n: int, link: str) -> dict[str, Fact]:
    """One row: «издатель. Название», date, pinpoint, the point in own words, to which fact it belongs."""
    say = source.worded(_WORDS)
    row = source.case.coi[index]
    facts = coi(source, index)
    origin = f"coi.{index + 1}"
    known = bounds(row.date) is not None and row.date is not None
    head = ". ".join(
        words[:1].upper() + words[1:]
        for part in (row.publisher, row.title)
        if (words := " ".join((part or "").split()).rstrip("."))
    )
    foreign = row.language not in (None, "none", "ru", "be")
    tongue = source.words.label("language", row.language, "nom") if foreign and row.language else None
    return {
        **facts,
        "n": n,
        "head": text(head, f"{origin}.title"),
        "on": FactText(date_words(row.date, "letter", source.language), f"{origin}.date")  # type: ignore[arg-type]
        if known
        else FactText(say["no_date"], f"{origin}.date"),
        "has_pinpoint": bool((row.pinpoint or "").strip()),
        "retrieved": FactText(date_words(row.retrieved, "letter", source.language), f"{origin}.retrieved")
        if row.retrieved is not None
        else None,
        "has_retrieved": row.retrieved is not None,
        "link": text(link, f"{origin}.link"),
        "linked": bool(link),
        "tongue": text(tongue, f"{origin}.language"),
        "foreign": bool(tongue),
    }


def _links(source: FactSource) -> dict[int, str]:
    """Index of an item → «довод решения 2; пп. 4 и 5 изложения»: from the reasons, and from the answer ``links``.

    The paragraphs are those of A2, which travels with the same paper; where it does not, only the reason is named.
    """
    say = source.worded(_WORDS)
    with_statement = "A2" in source.case.documents or any(
        code == "A2" and state.attached for code, state in source.states.items()
    )
    numbers = statement_numbers(source.case) if with_statement else {}
    reasons: dict[int, list[int]] = {}
    facts: dict[int, list[int]] = {}
    for place, reason in enumerate((source.decision.reasons if source.decision is not None else None) or (), 1):
        for index in coi_indexes(source, reason.coi or ()):
            reasons.setdefault(index, []).append(reason.n if reason.n is not None else place)
            facts.setdefault(index, []).extend(numbers[e] for e in reason.facts or () if e in numbers)
    for n, words in _pairs(source.answer("links")).items():
        ids = re.findall(r"e\d+", words)
        facts.setdefault(n - 1, []).extend(numbers[e] for e in ids if e in numbers)
    found: dict[int, str] = {}
    for index in {*reasons, *facts}:
        parts = []
        if which := sorted(set(reasons.get(index, ()))):
            parts.append(say["reason" if len(which) == 1 else "reasons"].format(paragraph_numbers(which, source)))
        if told := sorted(set(facts.get(index, ()))):
            parts.append(say["paragraph" if len(told) == 1 else "paragraphs"].format(paragraph_numbers(told, source)))
        if parts:
            found[index] = "; ".join(parts)
    return found
