"""Which words the spelling check looks at, in which language, and what it never marks."""

from __future__ import annotations

import pytest

from legalaid_desktop.domain.spelling import KnownWords, in_one_script, spots, words_of


def looked_at(text: str, **more: str) -> list[tuple[str, str]]:
    return [(spot.word, spot.language) for spot in spots(text, **more)]


@pytest.mark.parametrize(
    "text",
    [
        "12.03.2026 № 45-1/2026 7-ми 5кг [^1] x1 e12",
        "anna@example.org C:\\дело ст_1",
        "ОГиМ УВД МВД СССР",
        "г. ст. ул. обл. т.д. п.1",
        "نوید 人 Դավիթ",
        "а и о",
    ],
)
def test_numbers_marks_capitals_and_other_scripts_are_left_alone(text: str) -> None:
    assert looked_at(text) == []


def test_the_language_goes_by_the_letters_of_each_paragraph() -> None:
    text = "Меня остановили и спросили.\nМяне спынілі ля дома.\nThey said so."
    languages = {language for _, language in looked_at(text.split("\n")[0])}
    assert languages == {"ru"}
    assert {language for _, language in looked_at(text.split("\n")[1])} == {"be"}
    assert {language for _, language in looked_at(text.split("\n")[2])} == {"en"}
    assert [s.language for s in spots(text) if s.word in ("спросили", "спынілі", "said")] == ["ru", "be", "en"]


def test_where_letters_do_not_tell_the_paper_decides_then_the_window() -> None:
    assert looked_at("права", language="be") == [("права", "be")]
    assert looked_at("права", window="be") == [("права", "be")]
    assert looked_at("права", language="ru", window="be") == [("права", "ru")]


def test_a_paper_without_a_dictionary_is_left_alone() -> None:
    assert looked_at("Je demande asile", language="fr") == []
    assert looked_at("Прошу їх відповісти", language="uk") == []


def test_a_latin_name_in_a_russian_sentence_is_known_in_its_case_and_doubtful_where_it_may_be_one() -> None:
    known = KnownWords(names=words_of(["Zrazkova Anna"]))
    (name,) = [spot for spot in spots("Подпись Zrazkova стоит внизу") if spot.language == "en"]
    assert (name.among, name.doubt, known.knows(name)) == ("ru", False, True)
    for text in ("Худжанд (Khujand) там", "газета «Khujand» там", "видел Khujand Post там", "видел Old Khujand"):
        assert all(spot.doubt for spot in spots(text) if spot.language == "en" and spot.word != "Post"), text
    assert ("Zrazkova", "en") in looked_at("Signed by Zrazkova", language="en")
    assert [word for word, language in looked_at("Пишите на Example.org в Telegram-канал") if language == "en"] == []


def test_letters_of_two_scripts_in_one_word_are_found_and_mended() -> None:
    (spot,) = [spot for spot in spots("Это cлово") if spot.mixed]
    assert (spot.word, in_one_script(spot.word)) == ("cлово", "слово")


def test_places_count_from_the_beginning_of_the_text() -> None:
    text = "Первая строка.\r\n\n  «Вторая» — сям’я"
    for spot in spots(text):
        assert text[spot.start : spot.end] == spot.word


def test_the_last_word_of_a_sentence_is_looked_at() -> None:
    assert [word for word, _ in looked_at("Он пришёл домой. Там был сын.")][-1] == "сын"


@pytest.mark.parametrize(
    "form", ["Шарипова", "Шариповой", "Шариповым", "Навид", "Навида", "Навидом", "Зразкова-Мнимова", "Примерске"]
)
def test_names_are_known_in_all_their_forms(form: str) -> None:
    known = KnownWords(names=words_of(["Шарипов Навид", "Зразкова-Мнимова", "г. Примерск"]))
    assert [spot.word for spot in spots(f"Видел {form} вчера") if not known.knows(spot)] == ["Видел", "вчера"]


@pytest.mark.parametrize("word", ["навигация", "Шаровары", "примерно"])
def test_a_word_that_begins_like_a_name_is_no_name(word: str) -> None:
    known = KnownWords(names=words_of(["Шарипов Навид", "г. Примерск"]))
    (spot,) = spots(word)
    assert not known.knows(spot)


def test_an_added_word_is_known_in_its_language_and_with_a_capital() -> None:
    known = KnownWords(own=frozenset({("ru", "апатрид"), ("ru", "апатрыд"), ("be", "сям'я")}))
    assert [known.knows(spot) for spot in spots("Апатрид апатрид апатридом")] == [True, True, False]
    assert [known.knows(spot) for spot in spots("сям’я", language="be")] == [True]
    assert [known.knows(spot) for spot in spots("апатрыд і іншыя")[:1]] == [False]


def test_a_long_text_is_bounded() -> None:
    assert len(spots("слово " * 30_000)) == 20_000
    assert spots("ы" * 61) == []
