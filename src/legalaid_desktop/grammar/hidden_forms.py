"""Every form of a name that may have to be found in a text, whichever way the name declines (documents.md §5)."""

from __future__ import annotations

from collections.abc import Iterator

from legalaid_desktop.domain.name_keys import spellings
from legalaid_desktop.domain.person import Person, Sex
from legalaid_desktop.grammar.given_names import is_given
from legalaid_desktop.grammar.names import name_forms
from legalaid_desktop.grammar.russian_names import is_cyrillic
from legalaid_desktop.grammar.word_lists import word_set

_COMMON_TOO = word_set(
    """
    надежда вера любовь роза лев роман мир лилия слава злата майя марта март май август ислам иман султан мирза шах имам
    салам богдана света светлана ясмин лала нур ниса мариам нил иней рая рай алла ада ева ника ида рада лада мила заря
    венера аврора карим амин али азия сабр захар ким яна ян дина рим виола снежана победа радость искра гор арсен сон
    алмаз рубин гранат гиря камиль лола лоло дали дар зоря дана дано цветана клара роза калина малина полина марина
    мина пат паша коля саша маша поля толя валя галя варя соня петя миша тина гера лора кира карина гуля
    """
)
"""Given names that are common words as well: with a small letter they are taken for the word."""


def every_form(person: Person) -> Iterator[tuple[str, str]]:
    """(text, case) of all forms for both sexes, in Russian and Belarusian, of the whole name and of each part."""
    for sex in (Sex.FEMALE, Sex.MALE):
        for lang in ("ru", "be"):
            for case, text in name_forms(person.names, sex, lang).plain().items():
                if text and (person.sex is sex or person.sex not in (Sex.FEMALE, Sex.MALE) or case != "nom"):
                    # The forms of the other sex are found all the same; their case says nothing.
                    yield text, case if person.sex is sex else ""
    for text, _ in spellings(person.names):
        for word in text.split():
            if not is_cyrillic(word):
                continue
            for lang in ("ru", "be"):
                for case, form in name_forms(word, person.sex, lang).plain().items():
                    if form:
                        yield form, case


def only_a_name(folded: str) -> bool:
    """Whether a folded word is a given name and no common word, so that it is a name with a small letter too."""
    return len(folded) >= 4 and is_given(folded) and folded not in _COMMON_TOO
