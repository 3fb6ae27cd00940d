"""Plurals, numbers, prepositions, agreement and letters of the wrong alphabet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalaid_desktop.domain.person import Sex
from legalaid_desktop.grammar.agreement import agree, declining_sex
from legalaid_desktop.grammar.homoglyphs import mixed_words
from legalaid_desktop.grammar.numbers import (
    calendar_days,
    children,
    minors,
    number_words,
    on_sheets,
    people,
    sheets,
    years,
)
from legalaid_desktop.grammar.plural import counted, plural, plural_key
from legalaid_desktop.grammar.prepositions import preposition_form, short_u, with_preposition


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("n", "key"),
    [(0, "many"), (1, "one"), (2, "few"), (4, "few"), (5, "many"), (11, "many"), (12, "many"), (14, "many"),
     (21, "one"), (22, "few"), (25, "many"), (101, "one"), (111, "many"), (112, "many"), (1001, "one"), (-1, "one")],
)  # fmt: skip
def test_plural_of_russian_and_belarusian(n: int, key: str) -> None:
    assert plural_key(n, "ru") == key
    assert plural_key(n, "be") == key


def test_plural_of_english_has_two_forms() -> None:
    assert [plural(n, "day", "days", "days", "en") for n in (0, 1, 2, 21)] == ["days", "day", "days", "days"]
    assert counted(5, "лист", "листа", "листов") == "5\u00a0листов"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (sheets(1), "1 лист"), (sheets(2), "2 листа"), (sheets(5), "5 листов"), (sheets(3, "be"), "3 аркушы"),
        (on_sheets(1), "на 1 листе"), (on_sheets(3), "на 3 листах"), (on_sheets(21), "на 21 листе"),
        (on_sheets(1, "be"), "на 1 аркушы"), (on_sheets(5, "be"), "на 5 аркушах"), (on_sheets(1, "en"), "on 1 sheet"),
        (people(9), "9 человек"), (people(2), "2 человека"), (people(9, words=True), "девять человек"),
        (people(22, "be"), "22 чалавекі"), (people(1, "en"), "1 person"),
        (children(1), "один ребёнок"), (children(2), "двое детей"), (children(6), "шестеро детей"),
        (children(8), "восемь детей"), (children(21), "двадцать один ребёнок"), (children(4, "be"), "чацвёра дзяцей"),
        (children(1, "be"), "адно дзіця"), (children(3, "en"), "three children"),
        (minors(6), "6 несовершеннолетних"), (minors(1), "1 несовершеннолетний"),
        (minors(2, "be"), "2 непаўналетнія"), (years(21), "21 год"), (years(22), "22 года"), (years(25), "25 лет"),
        (years(23, "be"), "23 гады"), (calendar_days(15), "15 дней"), (calendar_days(1, "be"), "1 дзень"),
    ],
)  # fmt: skip
def test_numbers_with_their_words(found: str, expected: str) -> None:
    assert plain(found) == expected


def test_numbers_written_out() -> None:
    assert number_words(0) == "ноль"
    assert number_words(21, "ru", "f") == "двадцать одна"
    assert number_words(342) == "триста сорок два"
    assert number_words(112, "be") == "сто дванаццаць"
    assert number_words(115, "en") == "one hundred and fifteen"
    assert number_words(42, "en") == "forty-two"
    with pytest.raises(ValueError, match="999"):
        number_words(1000)
    with pytest.raises(ValueError, match="no words"):
        number_words(1, "tg")


@given(st.integers(0, 999), st.sampled_from(["ru", "be", "en"]))
def test_every_number_has_words(n: int, lang: str) -> None:
    words = number_words(n, lang)
    assert words
    assert "  " not in words


@pytest.mark.parametrize(
    ("preposition", "phrase", "expected"),
    [
        ("в", "Фрунзенском районе", "во Фрунзенском районе"), ("в", "Верховный Суд", "в Верховный Суд"),
        ("в", "Вьетнаме", "во Вьетнаме"), ("в", "Фергане", "в Фергане"), ("в", "Франции", "во Франции"),
        ("в", "Львове", "во Львове"), ("в", "ВС", "в ВС"), ("в", "2-м отделе", "во 2-м отделе"),
        ("в", "2 случаях", "в 2 случаях"), ("в", "всех случаях", "во всех случаях"), ("во", "Минске", "в Минске"),
        ("в", "вторник", "во вторник"), ("в", "Витебске", "в Витебске"), ("в", "«Фрунзенском»", "во «Фрунзенском»"),
        ("с", "Столинским", "со Столинским"), ("с", "собой", "с собой"), ("с", "всеми", "со всеми"),
        ("с", "2 марта", "со 2 марта"), ("с", "3 марта", "с 3 марта"), ("с", "22 марта", "с 22 марта"),
        ("с", "мной", "со мной"), ("с", "Швецией", "со Швецией"), ("с", "Щорсом", "со Щорсом"),
        ("с", "законом", "с законом"), ("с", "СК", "с СК"),
        ("о", "отказе", "об отказе"), ("о", "юристе", "о юристе"), ("о", "ней", "о ней"), ("о", "мне", "обо мне"),
        ("о", "всём", "обо всём"), ("о", "его деле", "о его деле"), ("об", "депортации", "о депортации"),
        ("о", "МВД", "об МВД"), ("о", "США", "о США"), ("о", "ООН", "об ООН"), ("о", "СИЗО", "о СИЗО"),
        ("о", "ФСБ", "об ФСБ"), ("о", "1 обращении", "об 1 обращении"), ("о", "10 делах", "о 10 делах"),
        ("о", "11 делах", "об 11 делах"),
        ("к", "мне", "ко мне"), ("к", "всем", "ко всем"), ("к", "суду", "к суду"), ("из", "суда", "из суда"),
        ("при", "мне", "при мне"),
    ],
)  # fmt: skip
def test_russian_prepositions_follow_the_next_word(preposition: str, phrase: str, expected: str) -> None:
    assert plain(with_preposition(preposition, phrase)) == expected


@pytest.mark.parametrize(
    ("preposition", "phrase", "before", "expected"),
    [
        ("у", "суд", "", "у суд"), ("у", "суд", "скарга ", "ў суд"), ("у", "суд", "скарг ", "у суд"),
        ("у", "суд", "скарга, ", "у суд"), ("у", "Украіне", "была ", "ва Украіне"), ("у", "умовах", "", "ва ўмовах"),
        ("з", "сведкам", "", "са сведкам"), ("з", "законам", "", "з законам"), ("аб", "адмове", "", "аб адмове"),
        ("аб", "усім", "", "аба ўсім"), ("на", "усіх", "", "на ўсіх"),
    ],
)  # fmt: skip
def test_belarusian_prepositions(preposition: str, phrase: str, before: str, expected: str) -> None:
    assert plain(with_preposition(preposition, phrase, "be", before=before)) == expected


def test_other_languages_keep_their_preposition() -> None:
    assert preposition_form("in", "France", "en") == "in"
    assert short_u("суд", "умовы") == "умовы"


def test_agreement_never_guesses() -> None:
    assert agree(Sex.MALE, "подал", "подала", "подано") == "подал"
    assert agree("f", "подал", "подала", "подано") == "подала"
    for sex in (None, Sex.OTHER, Sex.NOT_STATED, "other", "x"):
        assert agree(sex, "подал", "подала", "подано") == "подано"
        assert declining_sex(sex) is None
    assert declining_sex("m") is Sex.MALE


def test_letters_of_the_wrong_alphabet_are_found_and_repaired() -> None:
    (found,) = mixed_words("Заявитель: Мнимoв Карим")
    assert (found.word, found.start, found.foreign, found.repaired) == ("Мнимoв", 11, "o", "Мнимов")
    (latin,) = mixed_words("NAVID MISАLI")
    assert (latin.foreign, latin.repaired) == ("А", "MISALI")
    (odd,) = mixed_words("Прuмеров")
    assert (odd.foreign, odd.repaired) == ("u", None)


def test_clean_texts_have_no_finding() -> None:
    assert mixed_words("Мар’яна Дем’янівна, NAVID, UNHCR-УВКБ, кв. 12а, نوید, Сара’ی") == ()


@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяіў -.", max_size=30))
def test_cyrillic_alone_is_never_mixed(text: str) -> None:
    assert mixed_words(text) == ()
