"""Which word of a name is the family name, the given name, the patronymic or a particle that never changes.

The record says it where its parts are given; a bare name is read by endings, by lists of given names and by order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from legalaid_desktop.domain.person import NameSet, Sex
from legalaid_desktop.grammar.given_names import ATTRIBUTES, CLEAR_EAST_ASIAN_FAMILIES, EAST_ASIAN_FAMILIES, is_given
from legalaid_desktop.grammar.russian_names import Role
from legalaid_desktop.grammar.word_lists import word_set


@dataclass(frozen=True)
class NameWord:
    text: str
    role: Role


# Never change, however they are written.
_PARTICLES = word_set(
    """
    аль эль абу абуль ибн ібн бинт бінт аглы аглу задэ оглы оглу огли угли улы уулу улу кызы кизи гызы заде
    зода зада умм абд абдель ұлы
    қызы
    """
)
# Never change when written with a small letter (with a capital they may be names: Ван, Хан, Бек).
_SMALL_PARTICLES = word_set(
    """
    бин бен бін ад ас аш ар ан ат аз эд эс эш эр эн эт эз ад-дин уль ул уд ур ус уш ель хан бек хон бей ага де да ди
    дель делла дос ду дю ла ле лас лос фон ван дер ден тер цу цур и э з
    """
)
# Inside a name also with a capital: «Усама Бин Ладен».
_INNER_PARTICLES = word_set("бин бен фон ван дер дос душ дас дель")
_OF_THE_FAITH = re.compile(r"^(ад|эд|ед|уд|ид)-дз?[иі]н$|^(аль|эль|уль)-(ислам|хак)$")
_SHORT_RUSSIAN_NAMES = word_set("лев глеб марк петр карл фрол влад")
# The father's name before these words stays as it is: «Ильхама Гейдар оглы».
_SONS = word_set("аглы аглу оглы оглу огли угли улы уулу улу кызы кизи гызы ұлы қызы")

_PATRONYMIC_M = re.compile(
    r"(ович|евич|ёвич|авіч|овіч|евіч|ёвіч)$|^(ильич|кузьмич|фомич|лукич|никитич|саввич|ильич|ільіч|кузьміч|лукіч|мікіціч|фаміч)$"
)
_PATRONYMIC_F = re.compile(r"(овна|евна|ёвна|ична|аўна|оўна|еўна|ёўна|ічна)$")

_SURE_FAMILY = {
    Sex.MALE: re.compile(
        r"([оеё]в|ый|[аояеё]ў|[сц]кий|[сц]кой|[сц]кі|[гкшн]их|ых|енко|энка|енка|анка|дзе|швили|швілі|янц?|зода|зада|заде|задэ|зай|заи|заі|чук|юк|пур|нежад|нежад|оглу|лы)$"
    ),
    Sex.FEMALE: re.compile(
        r"([оеё]ва|[аояе]ва|[сц]кая|[сц]ка|[гкшн]их|ых|енко|энка|енка|анка|дзе|швили|швілі|янц?|зода|зада|заде|задэ|зай|заи|заі|чук|юк|пур|нежад|оглу)$"
    ),
}
_MAYBE_FAMILY = {
    Sex.MALE: re.compile(r"([иыі]н|ый|[нлтдрв]ы|ой|[гкхнш]ий|ко|ук|ак|ик|ік|як|ич|іч|ец|ус|ис|ия)$"),
    Sex.FEMALE: re.compile(r"([иыі]на|[нтдлр]ая|ко|ук|ак|ик|ік|як|ич|іч|ец|ус|ия)$"),
}


def _fold(word: str) -> str:
    return word.lower().replace("ё", "е").replace("ʼ", "’").replace("'", "’")


def _particles(words: list[str]) -> list[Role | None]:
    """The words that never change: particles, and what stands under their rule."""
    roles: list[Role | None] = [None] * len(words)
    for place, word in enumerate(words):
        low = word.lower()
        if (
            (low in _PARTICLES and len(words) > 1)
            or (word.islower() and low in _SMALL_PARTICLES)
            or (0 < place < len(words) - 1 and low in _INNER_PARTICLES)
            or (low in ("абдул", "абдель", "абду") and place + 1 < len(words) and _fold(words[place + 1]) in ATTRIBUTES)
        ):
            roles[place] = Role.FIXED
        elif place + 1 < len(words) and _OF_THE_FAITH.match(words[place + 1].lower()):
            # «Сейф ад-Дин» is one name, of which only the end changes.
            roles[place] = Role.FIXED
        if low in _SONS and place > 0:
            roles[place - 1] = Role.FIXED
    return roles


def _vowels(word: str) -> int:
    return sum(letter in "аеёиоуыэюя" for letter in word.lower())


def _east_asian(words: list[str]) -> bool:
    """Нгуен Ван Туан, Ким Чен Ир: a family name of the lists and only short words that are no other names."""
    if len(words) < 2 or _fold(words[0]) not in EAST_ASIAN_FAMILIES:
        return False
    if len(words) == 2 and _fold(words[0]) not in CLEAR_EAST_ASIAN_FAMILIES:
        return False
    for word in words[1:]:
        low = word.lower()
        if (is_given(word) and _vowels(word) > 1) or _fold(word) in _SHORT_RUSSIAN_NAMES or _vowels(word) > 3:
            return False
        if _PATRONYMIC_M.search(low) or _PATRONYMIC_F.search(low):
            return False
        if _vowels(word) > 1 and any(pattern.search(low) for pattern in _SURE_FAMILY.values()):
            return False
    return True


def _patronymic_place(words: list[str], free: list[int], sex: Sex | None) -> int | None:
    """The place of the patronymic among three or more words, or after a given name among two."""
    pattern = {Sex.MALE: _PATRONYMIC_M, Sex.FEMALE: _PATRONYMIC_F}
    patterns = [pattern[sex]] if sex is not None else list(pattern.values())
    hits = [place for place in free if any(one.search(words[place].lower()) for one in patterns)]
    hits = [place for place in hits if place != free[0]]
    if not hits:
        return None
    if len(free) == 2:
        woman = _PATRONYMIC_F.search(words[hits[0]].lower()) is not None
        return hits[0] if woman or is_given(words[free[0]]) else None
    # «Адамович Пётр Иванович» and «Пётр Иванович Адамович»: the one after a given name.
    for place in hits:
        before = free[free.index(place) - 1]
        if is_given(words[before]):
            return place
    return hits[-1] if hits[-1] == free[-1] else hits[0]


def _from_record(words: list[str], names: NameSet) -> list[Role | None]:
    """Roles that the parts of the record give."""
    roles: list[Role | None] = [None] * len(words)
    for value, role in (
        (names.patronymic, Role.PATRONYMIC),
        (names.family, Role.FAMILY),
        (names.given, Role.GIVEN),
    ):
        wanted = [_fold(part) for part in value.split()] if value else []
        for place, word in enumerate(words):
            if roles[place] is None and _fold(word) in wanted:
                wanted.remove(_fold(word))
                roles[place] = role
    return roles


def read_parts(text: str, sex: Sex | None, names: NameSet | None = None) -> tuple[NameWord, ...]:
    """The words of a name in their order, each with its role. ``names`` gives the parts where the record has them."""
    words = text.split()
    if not words:
        return ()
    fixed = _particles(words)
    roles: list[Role | None] = list(fixed)
    if names is not None:
        for place, role in enumerate(_from_record(words, names)):
            if roles[place] is None:
                roles[place] = role
    patronymic_given = names is not None and names.patronymic is not None
    if patronymic_given:
        # Only a word that looks like one declines as one; «Хасан» given as patronymic is a plain name.
        for place, word in enumerate(words):
            low = word.lower()
            if roles[place] is Role.PATRONYMIC and not (
                low.endswith(("ич", "іч")) or _PATRONYMIC_F.search(low) is not None
            ):
                roles[place] = Role.GIVEN
    if _east_asian(words) and (names is None or names.patronymic is None):
        shaped = [Role.FIXED] * (len(words) - 1) + [Role.GIVEN]
        return tuple(NameWord(word, role) for word, role in zip(words, shaped, strict=True))
    free = [place for place, role in enumerate(roles) if role is None]
    if names is not None and free:
        _fill_from_record(words, roles, free, names)
        free = [place for place, role in enumerate(roles) if role is None]
    if free:
        _guess(words, roles, free, sex, alone=len(words) == len(free))
    return tuple(NameWord(word, role or Role.UNKNOWN) for word, role in zip(words, roles, strict=True))


def _fill_from_record(words: list[str], roles: list[Role | None], free: list[int], names: NameSet) -> None:
    """A record without a family name leaves given names only, and a part that was found leaves the other one."""
    if names.mononym or (names.given and not names.family):
        for place in free:
            if roles[place] is None:
                roles[place] = Role.GIVEN
        return
    found = {role for role in roles if role is not None}
    if Role.GIVEN in found and Role.FAMILY not in found and names.family and len(free) == 1:
        roles[free[0]] = Role.FAMILY
    elif Role.FAMILY in found and Role.GIVEN not in found and names.given and len(free) == 1:
        roles[free[0]] = Role.GIVEN


def _guess(words: list[str], roles: list[Role | None], free: list[int], sex: Sex | None, *, alone: bool) -> None:
    """Fill the roles that nothing told. Several readings leave ``None``."""
    place = _patronymic_place(words, free, sex) if len(free) > 1 and Role.PATRONYMIC not in roles else None
    if place is not None:
        roles[place] = Role.PATRONYMIC
        order = free.index(place)
        if order == len(free) - 1 and len(free) > 2:
            # Family name first, unless the first word is a known given name and the second is not.
            family = 1 if is_given(words[free[0]]) and not is_given(words[free[1]]) else 0
            for number, other in enumerate(free[:order]):
                roles[other] = Role.FAMILY if number == family else Role.GIVEN
        else:
            for other in free[:order]:
                roles[other] = Role.GIVEN
            for other in free[order + 1 :]:
                roles[other] = Role.FAMILY
        return
    female = None if sex is None else sex is Sex.FEMALE
    known = [place for place in free if is_given(words[place], female=female) or _listed_double(words[place], female)]
    sure = [place for place in free if place not in known and _matches(_SURE_FAMILY, words[place], sex)]
    maybe = [place for place in free if place not in known and _matches(_MAYBE_FAMILY, words[place], sex)]
    if len(free) == 1 and alone:
        roles[free[0]] = Role.FAMILY if sure else Role.GIVEN
        return
    families = sure or maybe
    if families and len(families) < len(free):
        # Strong endings first; a weak one only when the rest can be given names.
        chosen = families if sure else families[:1] if known else []
        for one in free:
            if one in chosen:
                roles[one] = Role.FAMILY
            elif chosen:
                roles[one] = Role.GIVEN
        if chosen:
            return
    if families and len(families) == len(free) and sure and len(sure) == 1:
        for one in free:
            roles[one] = Role.FAMILY if one in sure else Role.GIVEN
        return
    if known and len(known) < len(free):
        rest = [one for one in free if one not in known]
        for one in known:
            roles[one] = Role.GIVEN
        # «Шерко Хама Нимуне»: what stands at an end next to known given names is the family name.
        if len(rest) == 1 and rest[0] in (free[0], free[-1]):
            roles[rest[0]] = Role.FAMILY
        return
    if known:
        # Every word is a given name, as with «Ахмад Хасан Омар»: all decline as given names.
        for one in free:
            roles[one] = Role.GIVEN
        return
    if Role.FIXED in roles:
        for one in free:
            roles[one] = Role.GIVEN


def _listed_double(word: str, female: bool | None) -> bool:
    parts = word.split("-")
    return len(parts) > 1 and all(is_given(part, female=female) for part in parts)


def _matches(patterns: dict[Sex, re.Pattern[str]], word: str, sex: Sex | None) -> bool:
    low = word.lower()
    if low.startswith(("аль-", "эль-")):
        return True
    if sex is None:
        return any(pattern.search(low) for pattern in patterns.values())
    return patterns[sex].search(low) is not None
