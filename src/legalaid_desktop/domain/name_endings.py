"""Endings of names in Russian and Belarusian: which stems a written word may have, and in which case it stands.

Broader than the rules that decline a name for print: here a form that is only possible must be found too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from legalaid_desktop.domain.name_spelling import belarusian, script_of, skeleton, sound

ALL: Final = frozenset(("nom", "gen", "dat", "acc", "ins", "prep"))


@dataclass(frozen=True)
class Reading:
    """How one written part may be read: key of the stem, cases, number, sexes; «Надеждин» is a possessive."""

    key: str
    cases: frozenset[str] = ALL
    plural: bool = False
    possessive: bool = False
    sexes: str = "fm"
    rough: bool = False
    """Alike by sound only, across scripts or spellings."""


def _row(text: str) -> tuple[tuple[str, frozenset[str], bool, str], ...]:
    """«ой:gen,dat:f» → endings with cases, number and sexes."""
    made = []
    for item in text.split():
        ending, cases, *rest = item.split(":")
        flags = rest[0] if rest else "fm"
        made.append(
            (ending.replace("0", ""), frozenset(cases.split(",")), "p" in flags, flags.replace("p", "") or "fm")
        )
    return tuple(made)


_ENDINGS: Final = {
    # a noun on a consonant: Камран; of a woman's only the bare form (Ширин), for every case
    "N": _row(
        "0:nom:m 0:nom,gen,dat,acc,ins,prep:f а:gen,acc:m у:dat,prep:m ом:ins:m ем:ins:m ам:ins:m е:prep:m "
        "я:gen,acc:m ю:dat:m ы:nom:p и:nom:p ов:gen,acc:p ев:gen,acc:p ей:gen,acc:p ам:dat:p ами:ins:p ах:prep:p "
        "ау:gen:p"
    ),
    # on -а, -я: Роза, Мустафа, Мария, Илья
    "V": _row(
        "а:nom я:nom ы:gen и:gen,dat,prep е:dat,prep у:acc ю:acc ой:ins ей:ins ою:ins ею:ins ай:ins яй:ins аю:ins "
        "яю:ins ьи:gen 0:gen:p ам:dat:p ям:dat:p ами:ins:p ями:ins:p ах:prep:p ях:prep:p"
    ),
    # on -ь, -й: Игорь, Любовь, Сергей
    "S": _row(
        "ь:nom:m ь:nom,acc:f й:nom:m я:gen,acc:m ю:dat:m ем:ins:m ом:ins:m ям:ins:m е:prep:m и:prep:m и:gen,dat,prep:f "
        "ью:ins:f ею:ins:f ей:ins:f и:nom:p ев:gen,acc:p ей:gen,acc:p ям:dat:p ями:ins:p ях:prep:p"
    ),
    # family names on -ов, -ин: both sexes
    "O": _row(
        "0:nom:m а:gen,acc:m а:nom:f у:dat:m у:acc:f ым:ins:m ом:ins:m е:prep:m ой:gen,dat,ins,prep:f ою:ins:f "
        "ай:gen,dat,ins,prep:f аю:ins:f ы:nom:p ых:gen,acc,prep:p ым:dat:p ыми:ins:p"
    ),
    # adjectives: Полевой, Полевая, Синий
    "A": _row(
        "ый:nom:m ий:nom:m ой:nom:m и:nom:m ы:nom:m ого:gen,acc:m его:gen,acc:m ага:gen,acc:m яга:gen,acc:m ому:dat:m "
        "ему:dat:m аму:dat:m яму:dat:m ым:ins:m им:ins:m ом:prep:m ем:prep:m ая:nom:f яя:nom:f ой:gen,dat,ins,prep:f "
        "ей:gen,dat,ins,prep:f ай:gen,dat,ins,prep:f яй:gen,dat,ins,prep:f ою:ins:f ею:ins:f ую:acc:f юю:acc:f "
        "а:nom:f у:acc:f ое:nom ее:nom ые:nom:p ие:nom:p ыя:nom:p ия:nom:p ых:gen,acc,prep:p их:gen,acc,prep:p "
        "ым:dat:p им:dat:p ыми:ins:p ими:ins:p"
    ),
    # one form for all cases
    "X": _row("0:nom,gen,dat,acc,ins,prep"),
}
_POSSESSIVE: Final = ("ов", "ев", "ин", "ын", "нин", "ау", "еу")
_POSSESSIVE_ENDS: Final = (
    "", "а", "о", "ы", "у", "е", "ого", "ому", "ым", "ом", "ой", "ою", "ых", "ыми", "ага", "аму", "ай", "ая", "ое", "ую"
)  # fmt: skip
_LATIN_ENDS: Final = {
    "": ALL, "s": frozenset(("gen",)), "a": frozenset(("gen",)), "u": frozenset(("dat",)), "om": frozenset(("ins",)),
    "em": frozenset(("ins",)), "e": frozenset(("prep",)), "y": frozenset(("gen",)), "i": frozenset(("gen",)),
    "oy": frozenset(("ins",)), "oi": frozenset(("ins",)), "oj": frozenset(("ins",)), "ey": frozenset(("ins",)),
    "oyu": frozenset(("ins",)), "oiu": frozenset(("ins",)), "uyu": frozenset(("acc",)), "oju": frozenset(("ins",)),
    "yu": frozenset(("dat",)), "ya": frozenset(("gen",)), "aya": frozenset(("nom",)),
}  # fmt: skip
_ARABIC_BEFORE: Final = ("", "و", "ب", "ل", "ک", "ف", "ال", "وال", "بال", "لل")
_FLEETING: Final = frozenset("еоия")
_VOWELS: Final = "аеиоуыюя"


def stems_of(word: str) -> frozenset[str]:
    """Keys of one folded word of a name: all readings under which it may be written in a text."""
    script = script_of(word)
    if script == "l":
        return frozenset(_latin_keys(word))
    if script == "o":
        return frozenset({f"o:{word}"})
    keys: set[str] = set()
    stems = set(_cyrillic_stems(word))
    for kind, stem in stems:
        keys.add(f"{kind}:{stem}")
        keys.add(f"b{kind}:{belarusian(stem)}")
        spoken = sound(stem)
        if len(spoken) >= 3:
            keys.add(f"s:{spoken}")
        if len(skeleton(spoken)) >= 4:
            keys.add(f"k:{skeleton(spoken)}")
    for other in _BELARUSIAN_NAMES.get(word, ()):
        keys |= {f"b{kind}:{belarusian(stem)}" for kind, stem in _cyrillic_stems(other)}
    keys.add(f"s:{sound(word)}")
    return frozenset(keys)


def _latin_keys(word: str) -> Iterator[str]:
    yield f"l:{word}"
    for cut in (0, 1):
        # «Roza» is written «Rozu» too.
        if cut and word[-1] not in "aeiouy":
            continue
        stem = word[: len(word) - cut]
        if len(stem) < 3:
            continue
        yield f"l:{stem}"
        spoken = sound(stem)
        yield f"t:{spoken}"
        if len(skeleton(spoken)) >= 4:
            yield f"u:{skeleton(spoken)}"


def _cyrillic_stems(word: str) -> Iterator[tuple[str, str]]:
    yield "X", word
    if len(word) < 2:
        return
    last = word[-1]
    if len(word) > 3 and word[-2:] in ("ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие"):
        yield "A", word[:-2]
    if len(word) > 4 and word.endswith(("ска", "цка")):
        yield "A", word[:-1]
    if len(word) > 4 and word.endswith(("ски", "цки")):
        yield "A", word[:-1]
    base = word[:-1] if last == "а" else word
    if len(base) > 3 and base[-2:] in ("ов", "ев", "ин", "ын", "ау", "оу", "еу"):
        yield "O", base[:-1] + "в" if base[-1] == "у" else base
    if last in "ая":
        yield "V", word[:-1]
        if word.endswith("ия") and len(word) > 3:
            # Наталия, Наталья
            yield "V", word[:-2] + "ь"
    elif last in "ьй":
        yield "S", word[:-1]
        if word.endswith("ий"):
            yield "S", word[:-2] + "ь"
        if word.endswith(("лей", "бей", "вей", "рей")):
            yield "S", word[:-2] + "ь"
    elif last == "о" and len(word) > 3:
        # Марко, Шевченко: spoken language declines them.
        yield "V", word[:-1]
        yield "N", word[:-1]
    elif last not in _VOWELS:
        yield "N", word
    elif len(word) > 4 and not word.endswith(("глы", "зы")) and (last == "ы" or word.endswith(("ки", "ги", "хи"))):
        # Belarusian adjectives: Палявы, Шаўчэўскі
        yield "A", word[:-1]
    if last not in _VOWELS + "йь" and len(word) >= 3 and word[-2] in _FLEETING:
        for put in ("", "ь", "й"):
            yield "N", word[:-2] + put + last
    if last == "ь" and len(word) > 3 and word[-3] in "ео":
        yield "S", word[:-3] + word[-2]


def readings(part: str, *, belarusian_text: bool = False) -> tuple[Reading, ...]:
    """All readings of one folded part of a word."""
    script = script_of(part)
    if script == "l":
        return tuple(_latin_readings(part))
    if script == "o":
        return tuple(_other_readings(part))
    made: list[Reading] = []
    for kind, rows in _ENDINGS.items():
        for ending, cases, plural, sexes in rows:
            left = len(part) - len(ending)
            # «Ию», «Ии» of Ия; but «И» alone is no form of it, nor «Ад» of Ада.
            if not part.endswith(ending) or left < (3 if kind == "V" and not ending else 1 if kind in "VS" else 2):
                continue
            stem = part[:left]
            made.append(Reading(f"{kind}:{stem}", cases, plural, False, sexes))
            if belarusian_text:
                for bare in {stem, _hardened(stem)}:
                    made.append(Reading(f"b{kind}:{belarusian(bare)}", cases, plural, False, sexes))
            if len(stem) >= 3 and not plural:
                spoken = sound(stem)
                made.append(Reading(f"t:{spoken}", cases, rough=True))
                if len(skeleton(spoken)) >= 4:
                    made.append(Reading(f"u:{skeleton(spoken)}", cases, rough=True))
    for suffix in _POSSESSIVE:
        for end in _POSSESSIVE_ENDS:
            tail = suffix + end
            if part.endswith(tail) and len(part) - len(tail) >= 3:
                stem = part[: len(part) - len(tail)]
                kinds = "NSO" if suffix[-1] in "ву" else "VS"
                made += [Reading(f"{kind}:{stem}", frozenset(("gen",)), False, True) for kind in kinds]
                if belarusian_text:
                    made += [Reading(f"b{kind}:{belarusian(stem)}", frozenset(("gen",)), False, True) for kind in kinds]
    return tuple(made)


class Reader:
    """``readings`` that remembers; it lives no longer than the paper whose words it has read."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bool], tuple[Reading, ...]] = {}

    def __call__(self, part: str, *, belarusian_text: bool) -> tuple[Reading, ...]:
        known = self._known.get((part, belarusian_text))
        if known is None:
            known = self._known[(part, belarusian_text)] = readings(part, belarusian_text=belarusian_text)
        return known


def _hardened(stem: str) -> str:
    """Вользе → Вольг-, Марце → Март-: what a Belarusian dative softened."""
    for soft, hard in (("дз", "д"), ("з", "г"), ("с", "х")):
        if stem.endswith(soft):
            return stem[: -len(soft)] + hard
    return stem


def _latin_readings(part: str) -> Iterator[Reading]:
    for end, cases in _LATIN_ENDS.items():
        if not part.endswith(end) or len(part) - len(end) < 2:
            continue
        stem = part[: len(part) - len(end)]
        yield Reading(f"l:{stem}", cases)
        spoken = sound(stem)
        if len(spoken) >= 3 and (len(spoken) >= 4 or end):
            yield Reading(f"s:{spoken}", cases, rough=True)
        if len(skeleton(spoken)) >= 4:
            yield Reading(f"k:{skeleton(spoken)}", cases, rough=True)


def _other_readings(part: str) -> Iterator[Reading]:
    """Other scripts join articles, prepositions and endings to a name: any piece of three signs is a reading."""
    seen = {part}
    seen |= {part[len(lead) :] for lead in _ARABIC_BEFORE if part.startswith(lead)}
    seen |= {part[a:b] for a in range(len(part)) for b in range(a + 3, min(len(part), a + 24) + 1)}
    if part and "\u3040" <= part[0] <= "\uffdc":
        seen |= {part[a : a + 2] for a in range(len(part) - 1)}
    yield from (Reading(f"o:{one}") for one in seen if one)


_BELARUSIAN_NAMES: Final = {
    "надежда": ("надзея",), "николай": ("микалай",), "елена": ("алена",), "ольга": ("вольга",), "анна": ("ганна",),
    "владимир": ("уладзимир",), "екатерина": ("кацярына",), "евгений": ("яуген",), "евгения": ("яугения",),
    "григорий": ("рыгор",), "василий": ("василь",), "иосиф": ("язеп", "иосиф"), "степан": ("сцяпан",),
    "федор": ("хведар", "федар"), "дмитрий": ("дзмитрый", "змицер"), "татьяна": ("таццяна",), "иван": ("ян",),
    "любовь": ("любоу",), "вера": ("вера",), "павел": ("павел", "паул"), "яков": ("якуб", "якау"),
    "алексей": ("аляксей",), "наталья": ("наталля",), "наталия": ("наталля",), "софия": ("зоф'я", "сафия"),
    "михаил": ("михаил", "михась"), "антон": ("антон",), "мария": ("марыя",), "юлия": ("юлия",), "лев": ("леу", "льву"),
    "егор": ("ягор",), "виктор": ("виктар",), "матвей": ("мацвей",), "тимофей": ("цимафей",), "никита": ("микита",),
}  # fmt: skip
