"""Words that already name the same person beside a name: «маму Ширин», «Надежда — моя сестра»; and naming itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from legalaid_desktop.domain.name_keys import CASES
from legalaid_desktop.domain.person import Person

_SAME: Final = {
    "mother": r"мам[аыеуо]\w*|мать|матер\w+|матушк\w+|маці|мацеры|mother|mum",
    "father": r"пап[аыеуо]\w*|отец|отц\w+|батюшк\w+|бацьк\w+|тат[ауы]\w*|father|dad",
    "wife": r"жен[аыеуо]\w*|жён\w*|супруг\w+|жонк\w+|жонц\w+|wife",
    "husband": r"муж|муж[ауе]\w*|супруг\w*|мужам|husband",
    "spouse": r"жен[аыеуо]\w*|супруг\w*|муж|муж[ауе]\w*|wife|husband|spouse",
    "brother": r"брат\w*|брац\w+|братишк\w+|brothers?",
    "sister": r"сестр\w+|сестёр|сестер|сёстр\w*|сястр\w+|sisters?",
    "son": r"сын\w*|son",
    "daughter": r"доч\w+|дачк\w+|дачц\w+|daughter",
    "uncle": r"дяд\w+|дзядзьк\w+|uncle",
    "aunt": r"тёт\w+|тет[яиеюк]\w*|цётк\w+|цётц\w+|aunt",
    "grandmother": r"бабушк\w+|бабул\w+|grandmother",
    "grandfather": r"дедушк\w+|дед\w{0,3}|дзед\w{0,3}|grandfather",
    "cousin": r"брат\w*|сестр\w+|кузин\w*|кузен\w*|cousin",
    "friend": r"друг(?:[ауе]|ом(?! (?:государств|стран|город|мест|дел|суд))|аў|і)?|друз\w+|подруг\w*|сяб[ар]\w+|friend",
    "neighbour": r"сосед\w*|сусед\w*|neighbou?r",
    "colleague": r"коллег\w*|калег\w*|сослужив\w+|colleague",
    "co_accused": r"подельник\w*|соучастник\w*",
    "lawyer": r"адвокат\w*|lawyer",
    "fiancee": r"невест\w+|нявест\w+",
    "fiance": r"жених\w*|жаніх\w*",
}
PLURAL: Final = re.compile(
    r"(?:брат[ьс]\w+|сёстр\w*|сест[её]р|сестр(?:ам|ами|ах)|дет\w+|дочер(?:и|ей|ям|ями|ях)|сынов\w+|друз\w+|родител\w+|"
    r"сосед(?:и|ей|ям|ями|ях)|коллег(?:ам|ами|ах)|браты|brothers|sisters)$",
    re.IGNORECASE,
)
MINE: Final = (
    r"(?:(?:мо[йяеёию]\w{0,2}|мая|маёй|майго|май\w+|наш\w*|сво\w+|его|её|ее|их|яго|яе|іх|my|our|his|her|a|the)\s+)?"
    r"(?:(?!не\b)\w+(?:ый|ий|ой|ая|яя|ого|его|ому|ему|ым|им|ом|ей|ую|юю|ою|ею)\s+){0,2}"
)
"""«моя », «мой старший »: what may stand before the role."""
NAMED: Final = re.compile(
    r"(?<!\w)(?:зовут|звать|зовётся|звали|назвали|назван[аы]?|завуць|звалі|назвалі|named|called|name\s+is|name\s+was|"
    r"(?<!от )(?<!на )(?<!ад )имя|імя|фамилия|прозвішча|прозвище|кличка)(?:\s+(?!и\b|з\b)\w+){0,2}"
    r"\s*(?:[:—–-]\s*)?[«\"“]?$",
    re.IGNORECASE,
)
NAMED_AFTER: Final = re.compile(
    r"^[»\"”]?\s+(?:меня\s+|её\s+|его\s+)?(?:зовут|звали|завуць|звалі)"
    r"(?=\s*[.,;]|\s+(?:мо\w+|ма[йёю]\w+|мат\w+|мам\w+|и(?!\w)))",
    re.IGNORECASE,
)
BY_NAME: Final = re.compile(r"\s*(?:,\s*)?(?:по имени|па імені|па імю|by the name of)\s*$", re.IGNORECASE)
CALLED_ME: Final = re.compile(
    r"(?:меня\s+(?:зовут|звали)|зовут\s+меня|мо[её]\s+имя\W*|моя\s+фамилия\W*|мяне\s+завуць|(?<!\w)я\s*[,—–-])\s*$",
    re.IGNORECASE,
)
FAMILY_OF: Final = re.compile(r"(?:семь\w+|сям\w+|род[аеу]?м?|дом\w{0,2}|супруг\w+|family)\s*$", re.IGNORECASE)
PLACE_BEFORE: Final = re.compile(
    r"(?:(?:^|[,(;]|(?<!\w)(?:[Вв]о?|[Ии]з|до|под|около|[Уу]|к|з))[\s\u00a0]*г\.|(?<!\w)ул\.|(?<!\w)(?:[Уу]|[Вв]у)лиц\w+)\s*$"
)
"""A name of a place follows; «в 2019 г. Надежду …» is none."""
CITY_BEFORE: Final = re.compile(r"(?<!\w)(?:город\w{0,2}|горад\w{0,2}|област\w+|район\w{0,2})\s*$", re.IGNORECASE)
"""«город Львов»: decides only where the word can be no plain case of the name."""


_MAN: Final = (
    r"друг|сосед|адвокат|устод|гражданин|господин|мальчик|учител|свидетел|студент|товарищ|имам|доктор|журналист"
)
_WOMAN: Final = r"подруг|соседк|гражданк|госпож|женщин|девушк|девочк|коллег|учительниц|студентк"
PERSON_BEFORE: Final = re.compile(rf"(?<!\w)((?:{_MAN}|{_WOMAN})\w{{0,3}})[\s\u00a0]+$", re.IGNORECASE)
"""«свидетель Хасан», «подруга Надежда»: a noun that stands for a person by itself."""
LADY: Final = re.compile(r"(?<!\w)(?:госпож\w{1,2}|гражданк\w{1,2}|г-ж\w)\s+$", re.IGNORECASE)


def cases_of_noun(word: str) -> set[str]:
    """The cases in which a noun of a person may stand, by its ending; empty where the ending says nothing."""
    low = word.casefold()
    woman = re.match(rf"(?:{_WOMAN}|мам|сестр|жен|тёт|тет|бабушк|дочк|папа|пап|дяд|дедушк)", low) is not None
    if low.endswith(("а", "я")):
        return {"nom"} if woman else {"gen", "acc"}
    if low.endswith(("ы", "и")):
        return {"gen"} if woman else set()
    if low.endswith(("у", "ю")):
        return {"acc"} if woman else {"dat"}
    if low.endswith("е"):
        return {"dat", "prep"}
    if low.endswith(("ой", "ей", "ою", "ею", "ом", "ем", "ём")):
        return {"ins"}
    if low.endswith("ь"):
        return {"nom"} if re.match(rf"(?:{_MAN})", low) else set()
    return {"nom"}


def same_role(person: Person, word: Callable[[Person, str], str]) -> str:
    """A pattern for all words that name the same relation as this person's role."""
    own = sorted({re.escape(form) for case in CASES if (form := word(person, case))}, key=len, reverse=True)
    more = role_pattern(person.relation)
    return "|".join([*own, more] if more else own)


def role_pattern(relation: str | None) -> str | None:
    """A pattern for the words that people use for a relation («мама», «мать»); ``None`` where none are known."""
    code = (relation or "").removesuffix("_m").removesuffix("_f")
    return next((_SAME[key] for key in (code, code.rsplit("_", 1)[-1]) if key in _SAME), None)


_BEFORE: Final = {
    "prep": "о об обо при аб аба пры",
    "ins": "с со перед над под между з са перад пад паміж над",
    "dat": "к ко благодаря вопреки согласно",
    "gen": "у от из для без до после около против кроме ради вокруг возле насчёт вместо среди ад пасля каля супраць",
    "acc": "через про сквозь праз пра",
    "acc,ins": "за",
    "prep,acc": "в во на",
}
_PREPOSITIONS: Final = {one: frozenset(cases.split(",")) for cases, row in _BEFORE.items() for one in row.split()}
_MINE_CASES: Final = {
    "мой": "nom", "моя": "nom", "моего": "gen,acc", "моему": "dat", "моим": "ins", "моём": "prep", "моем": "prep",
    "моей": "gen,dat,ins,prep", "мою": "acc", "наш": "nom", "наша": "nom", "нашу": "acc", "нашего": "gen,acc",
}  # fmt: skip
_TO_WHOM: Final = re.compile(
    r"(?:сказ|говор|перед|отд|да|дав|звон|помог|помоч|угрож|сообщ|напис|вер|вел|приказ|отказ|обещ|рассказ|объясн|ответ|"
    r"присл|куп|показ|гроз)[аяиуеы]*(?:л|ў|ла|ли|ло|ть|ю|у|ет|ит|ем|им|ют|ят)\s*$",
    re.IGNORECASE,
)
_FOR_WHOM: Final = re.compile(
    r"(?:бо[юия]\w*|пережива\w*|молюсь|молил\w*|страшно|тревож\w*|отвечаю|замуж|заступ\w*|прошу|просил\w*|хвата\w*)\s+за\s*$",
    re.IGNORECASE,
)
_VERB_END: Final = re.compile(r"(?<!\w)\w{2,}(?:л|ла|ло|ли|лся|лась|лись|ть|ют|ут|ят|ат|ит|ет|ем|им|ю|ешь|ый|ая)\s*$")
_PAST_NEXT: Final = re.compile(r"^\s+(?:не\s+|уже\s+|тоже\s+)?\w+(?:л|ла|лся|лась|ет|ит|ла́|ў)(?!\w)")
_MANY_NEXT: Final = re.compile(r"^[\s\w]*?\w+ли(?!\w)")


def case_here(possible: set[str], before: str, after: str, *, start: bool) -> str:
    """The case in which a name most likely stands, of those its form allows."""
    options = possible or set(CASES)
    word = re.search(r"([\w-]+)\s*$", before)
    last = word[1].casefold() if word else ""
    asked = _PREPOSITIONS.get(last) or (frozenset(_MINE_CASES[last].split(",")) if last in _MINE_CASES else None)
    if asked:
        if both := options & asked:
            options = both
        elif not possible:
            options = set(asked)
        if last in ("с", "со", "з") and "ins" not in options and "gen" in possible:
            return "gen"
        if last == "за" and "acc" in options and _FOR_WHOM.search(before):
            return "acc"
        return next(case for case in ("prep", "ins", "dat", "acc", "gen", "nom") if case in options)
    if len(options) == 1:
        return next(iter(options))
    many = _MANY_NEXT.search(after.split(".")[0]) is not None
    if "nom" in options and (_PAST_NEXT.search(after) or (start and not many)):
        return "nom"
    if "dat" in options and _TO_WHOM.search(before):
        return "dat"
    verb = _VERB_END.search(before) is not None
    if "acc" in options and (verb or (start and many)):
        return "acc"
    if "nom" in options and (
        not before.strip() or re.search(r"[,;:(«—–-]\s*$|(?<!\w)(?:и|но|а|что|как|and|but|that|і|але|што)\s+$", before)
    ):
        return "nom"
    order = (
        ("gen", "acc", "nom", "dat", "prep", "ins")
        if last and not verb
        else ("nom", "acc", "gen", "dat", "prep", "ins")
    )
    return next(case for case in order if case in options)


_COMMON: Final = (
    # Words that begin a sentence as plain nouns, with what no person can be followed by.
    (r"надежд\w*", r"\s+на\s+(?:лучшее|справедлив|спасени|защит|помощ|возвращени|жизнь)"),
    (r"вер[аыеуо]\w?", r"\s+в\s+(?:бог|справедлив|лучшее|аллах)"),
    (r"любов\w+", r"\s+к\s+(?:родин|дет|жизн|бог|ближн)"),
    (r"роз[аыеуо]?\w?|лил\w+", r",?\s+(?:растущ|раст[уё]т|цветущ|цветут|цвели|зацвел)"),
    (r"мир\w{0,2}", r"\s+между(?!\w)"),
)
_COMMON_PATTERNS: Final = tuple((re.compile(rf"(?:{a})$", re.IGNORECASE), re.compile(rf"^{b}")) for a, b in _COMMON)


def plainly_common(word: str, after: str) -> bool:
    """«Надежда на суд», «Роза, растущая в саду»: a sentence that begins with the noun, not with the name."""
    return any(noun.match(word) and then.match(after) for noun, then in _COMMON_PATTERNS)
