"""How one word of a Russian-spelt name declines (documents.md §5, Russian names).

A form that the rules cannot know (a moving stress, a surname with two possible paradigms) is ``None``: it is asked.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from pytrovich.enums import Case, Gender, NamePart
from pytrovich.maker import PetrovichDeclinationMaker

from legalaid_desktop.domain.person import Sex
from legalaid_desktop.grammar.given_names import is_given
from legalaid_desktop.grammar.word_lists import word_set


class Role(StrEnum):
    FAMILY = "family"
    GIVEN = "given"
    PATRONYMIC = "patronymic"
    FIXED = "fixed"
    """A particle, or a word that custom leaves as it is."""
    UNKNOWN = "unknown"
    """Family or given name: only what both readings share is proposed."""


Paradigm = tuple[str | None, str | None, str | None, str | None, str | None, str | None]
"""nom, gen, dat, acc, ins, prep"""

_VOWELS = "аеёиоуыэюяӣӯөүәії"
_HUSHING = "жшчщ"
_FOREIGN_LETTERS = re.compile(r"[іїєґў]")
_CYRILLIC_WORD = re.compile(r"^[\u0400-\u04ff]+(?:[’ʼ'ʻʿʾ`-][\u0400-\u04ff]+)*[’ʼ']?$")

# Prefixes that stay as they are before a hyphen.
_FIXED_PREFIXES = word_set(
    """
    аль эль ал ад ас аш ар ан ат аз ан аль- эд эс эш эр эн эт эз ель ул уль уд ус уш ур ут абу абул абуль абд абдул
    абдель ибн бин бен бинт бу умм ум дер ван фон де дю ля ла ле сен сент сан жан тер нур шах мир мак нур-ад бонч
    """
)
# Parts after a hyphen with which the whole word is fixed.
_FIXED_SUFFIXES = word_set("оглы оглу огли угли улы кызы кизи гызы заде зода зада заи")
_TITLES = word_set("хан бек хон шах бей ага паша")

# Men's family names in -ин that are not Russian formations: «Дарвином», not «Дарвиным».
_FOREIGN_IN = re.compile(
    r"(дд|ид|уд|ед)ин$"
    r"|^(дарвин|чаплин|франклин|мартин|грин|голдвин|кельвин|брин|бенджамин|бенжамин|остин"
    r"|амин|ясин|хусин|шахин|рамин|мухсин|мохсин|мубин|матин|абидин|муин|муйин|ярин|фарзин|арин|шарвин)$"
)
# Family names of both sexes that look like a woman's possessive one.
_NOUN_A = word_set(
    """
    щербина скорина сова голова корова дубина детина хвощина судьбина личина ибн-сина сина пандина
    """
)
_EITHER_A = word_set(
    """
    калина малина рябина былина глина картина долина корзина перина маслина смородина крушина
    """
)
_STRESSED_A = word_set("дюма тома дега петипа люка ферма гамарра делакруа труайя золя бриа камра")
_STRESSED_SOFT = word_set(
    """
    кобзарь шмель карась король коваль журавль ковыль снегирь пузырь богатырь москаль кисель глухарь косарь
    звонарь золотарь
    кушнирь кисляль лемиш скобарь сухарь фонарь секретарь вратарь бунчужарь
    """
)
_STRESSED_HUSHING = word_set(
    """
    лукаш палаш чабаш барыш малыш ковш карандаш лещ борщ хрущ плющ ерш ёрш чиж стриж морж ёж еж уж корж сыч бич кирпич
    """
)
_STRESSED_ETS = word_set("кравец купец жеребец молодец стрелец борец скупец гребец певец ловец")
_ZERO_VOWEL = {
    "лев": ("льв", "льв"), "павел": ("павл", "павл"), "петр": ("петр", "петр"), "орел": ("орл", "орл"),
    "козел": ("козл", "козл"), "заяц": ("зайц", "зайц"), "дятел": ("дятл", "дятл"), "осел": ("осл", "осл"),
    "котел": ("котл", "котл"),
}  # fmt: skip
_HARD_MALE_O = word_set("данило михайло гаврило петро павло левко марко иванко")
_SOFT_FEMALE = word_set("адель нинель жизель рашель рахиль агидель руфь юдифь эсфирь есфирь ассоль лебедь")
_STRESSED_YA = word_set("алия альфия асия галия гульфия зульфия")
# Турсунбой, Ахмадзой: nouns, unlike Голубой, Борзой.
_TURKIC_OY = re.compile(r"(?<!голу)(?<!ря)бой$|(?<!бор)зой$")
_YX = re.compile(r"(ых|[гкхжшчщн]их)$")
_NOUN_IX = re.compile(r"^(мюних|минних|шейних|генрих)$")


def is_cyrillic(word: str) -> bool:
    """Whether the whole word is Cyrillic, apostrophes and hyphens inside allowed."""
    return _CYRILLIC_WORD.match(word) is not None


def _syllables(word: str) -> int:
    return sum(letter in _VOWELS for letter in word.lower())


def _fixed(word: str) -> Paradigm:
    return (word, word, word, word, word, word)


def _unsaid(word: str) -> Paradigm:
    return (word, None, None, None, None, None)


def _forms(
    word: str, strip: int, endings: tuple[str | None, str | None, str | None, str | None, str | None]
) -> Paradigm:
    """Cut ``strip`` letters off and add the endings of gen, dat, acc, ins, prep; capitals stay capitals."""
    stem = word[: len(word) - strip] if strip else word
    upper = len(word) > 1 and word.isupper()
    made = [None if end is None else stem + (end.upper() if upper else end) for end in endings]
    return (word, made[0], made[1], made[2], made[3], made[4])


def _replaced(
    word: str, stem: str, endings: tuple[str | None, str | None, str | None, str | None, str | None]
) -> Paradigm:
    """Another stem than the nominative shows (Павел, Павл-), in the capitals of the word."""
    shaped = stem.upper() if len(word) > 1 and word.isupper() else stem[:1].upper() + stem[1:]
    upper = len(word) > 1 and word.isupper()
    made = [None if end is None else shaped + (end.upper() if upper else end) for end in endings]
    return (word, made[0], made[1], made[2], made[3], made[4])


@lru_cache(maxsize=1)
def _library() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()


def _by_library(word: str, part: NamePart, sex: Sex) -> Paradigm:
    """The proposal of pytrovich, for surnames with a fleeting vowel (Кравец, Стрелец)."""
    gender = Gender.MALE if sex is Sex.MALE else Gender.FEMALE
    cases = (Case.GENITIVE, Case.DATIVE, Case.ACCUSATIVE, Case.INSTRUMENTAL, Case.PREPOSITIONAL)
    made = [_library().make(part, gender, case, word) for case in cases]
    return (word, made[0], made[1], made[2], made[3], made[4])


def _noun_a(word: str) -> Paradigm:
    """-а, -я of both sexes."""
    low = word.lower()
    before = low[-2:-1]
    if low.endswith("а"):
        if before == "й":
            return _unsaid(word)
        if before in _VOWELS:
            return _fixed(word)
        if before in "гкх":
            return _forms(word, 1, ("и", "е", "у", "ой", "е"))
        if before in _HUSHING:
            return _forms(word, 1, ("и", "е", "у", "ой" if low in ("ходжа", "ханжа", "раджа") else "ей", "е"))
        if before == "ц":
            return _forms(word, 1, ("ы", "е", "у", "ей", "е"))
        return _forms(word, 1, ("ы", "е", "у", "ой", "е"))
    if low.endswith("ия"):
        if low in _STRESSED_YA:
            return _forms(word, 1, ("и", "е", "ю", "ёй", "е"))
        if _syllables(low) == 2:
            # Ия, Лия, Мия: a stem of one syllable keeps -е.
            return _forms(word, 1, ("и", "е", "ю", "ей", "е"))
        return _forms(word, 1, ("и", "и", "ю", "ей", "и"))
    if low == "илья":
        return _forms(word, 1, ("и", "е", "ю", "ёй", "е"))
    return _forms(word, 1, ("и", "е", "ю", "ей", "е"))


def _possessive_male(word: str) -> Paradigm:
    return _forms(word, 0, ("а", "у", "а", "ым", "е"))


def _possessive_female(word: str) -> Paradigm:
    return _forms(word, 1, ("ой", "ой", "у", "ой", "ой"))


def _adjective_male(word: str) -> Paradigm:
    low = word.lower()
    before = low[-3:-2]
    if low.endswith("ой"):
        ins = "им" if before in "гкхжшчщ" else "ым"
        return _forms(word, 2, ("ого", "ому", "ого", ins, "ом"))
    if low.endswith("ый"):
        return _forms(word, 2, ("ого", "ому", "ого", "ым", "ом"))
    if before in "гкх":
        return _forms(word, 2, ("ого", "ому", "ого", "им", "ом"))
    return _forms(word, 2, ("его", "ему", "его", "им", "ем"))


def _adjective_female(word: str) -> Paradigm:
    low = word.lower()
    if low.endswith("яя"):
        return _forms(word, 2, ("ей", "ей", "юю", "ей", "ей"))
    if low[-3:-2] in "жшчщ":
        return _forms(word, 2, ("ей", "ей", "ую", "ей", "ей"))
    return _forms(word, 2, ("ой", "ой", "ую", "ой", "ой"))


def _noun_male(word: str, *, family: bool) -> Paradigm:
    """A man's name on a consonant, -й or -ь."""
    low = word.lower()
    folded = low.replace("ё", "е")
    if folded in _ZERO_VOWEL and not (family and folded == "лев"):
        ins = "ем" if folded == "заяц" else "ом"
        return _replaced(word, _ZERO_VOWEL[folded][0], ("а", "у", "а", ins, "е"))
    if low.endswith("й"):
        if re.search(r"(лов|роб|рав|бь)ей$", low) and family:
            return _forms(word, 2, ("ья", "ью", "ья", "ьём", "ье"))
        if low.endswith("ий"):
            return _forms(word, 1, ("я", "ю", "я", "ем", "е" if _syllables(low) == 1 else "и"))
        return _forms(word, 1, ("я", "ю", "я", "ем", "е"))
    if low.endswith("ь"):
        if low in _STRESSED_SOFT:
            return _forms(word, 1, ("я", "ю", "я", "ём", "е"))
        if family and re.search(r"арь$", low):
            # Бо́ндарь or Бонда́рь: the stress is the family's own.
            return _forms(word, 1, ("я", "ю", "я", None, "е"))
        if family and _syllables(low) == 1 and low != "гусь":
            # Линём, but Лосем: short Slavic words differ.
            return _forms(word, 1, ("я", "ю", "я", None, "е"))
        return _forms(word, 1, ("я", "ю", "я", "ем", "е"))
    if low.endswith("ц"):
        if family and low.endswith("ец") and len(low) > 3:
            return _family_ets(word)
        return _forms(word, 0, ("а", "у", "а", "ем", "е"))
    if low[-1] in _HUSHING:
        if folded in _STRESSED_HUSHING or (family and re.search(r"[кгбдрплт]ач$", low)):
            return _forms(word, 0, ("а", "у", "а", "ом", "е"))
        return _forms(word, 0, ("а", "у", "а", "ем", "е"))
    if family and re.search(r"[бвгджзклмнпрстфхцчшщ](ок|ёк)$", low) and _syllables(low) > 1:
        # Волчок → Волчка, but Сачок, Новосток …: the family knows.
        return _unsaid(word)
    return _forms(word, 0, ("а", "у", "а", "ом", "е"))


def _family_ets(word: str) -> Paradigm:
    """Кравец → Кравца, Стрелец → Стрельца, but Кузнец → Кузнеца: after two consonants the vowel stays.

    The instrumental hangs on the stress, which spelling does not show: known words, then the library where its
    pattern is a sound one (-нец, -мец), else it is asked.
    """
    low = word.lower()
    before = low[:-2]
    if before[-1] in _VOWELS:
        return _by_library(word, NamePart.LASTNAME, Sex.MALE)
    if before[-1] not in "ьй" and before[-2:-1] not in (*_VOWELS, ""):
        return _forms(word, 0, ("а", "у", "а", "ом", "е"))
    soft = "ь" if before[-1] == "л" else ""
    if low in _STRESSED_ETS:
        ins: str | None = soft + "цом"
    elif low.endswith(("нец", "мец")) and (_by_library(word, NamePart.LASTNAME, Sex.MALE)[4] or "").endswith("цем"):
        ins = "цем"
    else:
        ins = None
    return _forms(word, 2, (soft + "ца", soft + "цу", soft + "ца", ins, soft + "це"))


def _male(word: str, role: Role) -> Paradigm:
    low = word.lower()
    family = role is Role.FAMILY
    if role is Role.PATRONYMIC:
        ins = "ом" if re.search(r"(ильич|кузьмич|фомич|лукич|саввич|ильинич)$", low) and "савв" not in low else "ем"
        return _forms(word, 0, ("а", "у", "а", ins, "е")) if low.endswith("ич") else _unsaid(word)
    if low in _HARD_MALE_O and not family:
        return _unsaid(word)
    if re.search(r"(ко|дзе|швили|заде)$", low) or low[-1] in "оеёиуыэюӣӯ":
        return _fixed(word)
    if re.search(r"(зода|зада)$", low) and len(low) > 4 and role is not Role.GIVEN:
        return _fixed(word)
    if low in _STRESSED_A or low == "шота":
        return _fixed(word)
    if low[-1] in "ая":
        return _noun_a(word)
    given = is_given(low, female=False)
    if re.search(r"([оеё]в)$", low) and _syllables(low) > 1 and not given:
        return _possessive_male(word)
    if family and re.search(r"[иы]н$", low) and _syllables(low) > 1 and not _FOREIGN_IN.search(low):
        return _possessive_male(word)
    if not given and re.search(r"[сц]к(ий|ой)$", low):
        return _adjective_male(word)
    if family and not given:
        if low == "третий":
            return _forms(word, 2, ("ьего", "ьему", "ьего", "ьим", "ьем"))
        if low.endswith("ый") or re.search(r"[гкхжшчщн]ий$", low):
            return _adjective_male(word)
        if low.endswith("ой") and _syllables(low) > 1 and not _TURKIC_OY.search(low):
            return _adjective_male(word)
        if _YX.search(low) and not _NOUN_IX.search(low):
            return _fixed(word)
    if low[-1] == "ъ":
        return _unsaid(word)
    return _noun_male(word, family=family)


def _female(word: str, role: Role) -> Paradigm:
    low = word.lower()
    if role is Role.PATRONYMIC:
        return _forms(word, 1, ("ы", "е", "у", "ой", "е")) if low.endswith("на") else _unsaid(word)
    family = role is Role.FAMILY
    if low == "любовь" and not family:
        return _forms(word, 1, ("и", "и", "ь", "ью", "и"))
    if low in _SOFT_FEMALE and not family:
        return _forms(word, 1, ("и", "и", "ь", "ью", "и"))
    if low[-1] not in "ая":
        return _fixed(word)
    if re.search(r"(зода|зада)$", low) and len(low) > 4 and role is not Role.GIVEN:
        return _fixed(word)
    if low in _STRESSED_A and family:
        return _fixed(word)
    given = is_given(low, female=True)
    if role is Role.GIVEN or (given and not family):
        return _noun_a(word)
    if re.search(r"[сц]к(ая|а)$", low):
        return _adjective_female(word) if low.endswith("ая") else _forms(word, 1, ("ой", "ой", "ую", "ой", "ой"))
    if family and re.search(r"(ая|яя)$", low) and _syllables(low) > 2:
        return _adjective_female(word)
    if re.search(r"[оеё]ва$", low) and low not in _NOUN_A and _syllables(low) > 2:
        return _possessive_female(word)
    if family and re.search(r"[иы]на$", low) and _syllables(low) > 2:
        if low in _NOUN_A:
            return _noun_a(word)
        if low in _EITHER_A:
            return _common(_noun_a(word), _possessive_female(word))
        return _possessive_female(word)
    if family and re.search(r"[оеё]ва$", low):
        return _common(_noun_a(word), _possessive_female(word)) if low != "сова" else _noun_a(word)
    return _noun_a(word)


def _common(first: Paradigm, second: Paradigm) -> Paradigm:
    """What two readings share; ``None`` where they differ."""
    same = [a if a == b else None for a, b in zip(first, second, strict=True)]
    return (same[0], same[1], same[2], same[3], same[4], same[5])


def decline_word(word: str, role: Role, sex: Sex | None) -> Paradigm:
    """The six forms of one word; ``sex`` unknown: only what men's and women's forms share."""
    if role is Role.FIXED:
        return _fixed(word)
    if not is_cyrillic(word):
        return (word, None, None, None, None, None)
    if sex is None:
        return _common(decline_word(word, role, Sex.MALE), decline_word(word, role, Sex.FEMALE))
    if "-" in word:
        return _decline_hyphenated(word, role, sex)
    if role is Role.UNKNOWN:
        return _common(decline_word(word, Role.FAMILY, sex), decline_word(word, Role.GIVEN, sex))
    if len(word) < 2 or _FOREIGN_LETTERS.search(word.lower()):
        return (word, None, None, None, None, None)
    return _male(word, role) if sex is Sex.MALE else _female(word, role)


def _decline_hyphenated(word: str, role: Role, sex: Sex) -> Paradigm:
    pieces = word.split("-")
    if pieces[-1].lower() in _FIXED_SUFFIXES:
        return _fixed(word)
    if pieces[-1].lower() in _TITLES and pieces[-1].islower() and sex is Sex.MALE:
        return (word, None, None, None, None, None)
    columns: list[Paradigm] = []
    particle = False
    for place, piece in enumerate(pieces):
        if place < len(pieces) - 1 and piece.lower() in _FIXED_PREFIXES:
            columns.append(_fixed(piece))
            particle = particle or piece.lower() not in ("тер", "жан", "сен", "сент", "сан", "бонч")
        else:
            # After аль- even a family name in -ин or -ий is a plain noun: «аль-Амином».
            columns.append(decline_word(piece, Role.GIVEN if particle and role is not Role.FIXED else role, sex))
    joined: list[str | None] = []
    for case in range(6):
        parts = [column[case] for column in columns]
        joined.append(None if any(part is None for part in parts) else "-".join(part for part in parts if part))
    return (joined[0], joined[1], joined[2], joined[3], joined[4], joined[5])
