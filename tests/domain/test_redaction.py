"""No form of a hidden name stays in a text, what stands for it is a sentence, and nothing else is touched."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legalaid_desktop.documents.checks.name_guard import name_guard
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.domain.name_keys import PARTICLES
from legalaid_desktop.domain.name_spelling import fold, words_in
from legalaid_desktop.domain.person import NameSet, Person, Sex
from legalaid_desktop.domain.redaction import Redactor
from legalaid_desktop.domain.voice import Voice
from legalaid_desktop.grammar.hidden_forms import every_form, only_a_name
from legalaid_desktop.grammar.prepositions import preposition_form
from tests.domain.hidden_names import CASES, persons, role
from tests.rounds import rounds

VOICE = Voice(
    word=role,
    preposition=lambda before, phrase: preposition_form(before, phrase, "ru"),
    forms=every_form,
    plain=only_a_name,
)
FRAMES = {
    "": ["Об этом: {}."],
    "nom": ["{} кричит утром.", "Утром {} кричит.", "В 2019 г. {} кричит."],
    "gen": ["Письмо {} пропало.", "У {} нет причин."],
    "dat": ["Я дал {} ключ.", "К {} пришли."],
    "acc": ["Я видел {} там.", "{} увезли ночью."],
    "ins": ["Мы шли с {} домой."],
    "prep": ["О {} ничего не знаю."],
}
KEY = b"k" * 16
HIDDEN = persons()
SONS = re.compile(r"^(?:огл|аглы|угл|ул[ыу]|кыз|кіз|ибн|ібн)")


@cache
def redactor(person: Person) -> Redactor:
    """One of each person; what it has read before changes nothing in what it does to a text."""
    return Redactor([person], [], VOICE)


@cache
def forms_of(person: Person) -> list[tuple[str, str]]:
    return sorted(written(person))


def shapes(form: str) -> set[str]:
    """The ways in which a form may be hidden from a plain search."""
    made = {form, form.upper(), form.replace(" ", "\u00a0"), "\u00ad".join(form), form[:3] + "\u0301" + form[3:]}
    if re.search("[б-я]", form):
        made.add(form.translate(str.maketrans("аоер", "aoep")))
    return made | {form.replace("ё", "е")}


def stems(names: NameSet) -> set[str]:
    """Beginnings that no capital word may have afterwards; made without the rules under test."""
    found: set[str] = set()
    for text in (names.family, names.given, names.patronymic, names.latin, names.original):
        parts = [part for word in words_in(text or "") for part in word.parts]
        found |= {p if len(p) < 4 else p[: max(3, len(p) - 2)] for p in parts if len(p) > 1 and p not in PARTICLES}
    return found


def written(person: Person) -> set[tuple[str, str]]:
    names = person.names
    forms = {
        (text, case)
        for text, case in every_form(person)
        if not (SONS.match(text.lower()) or all(part in PARTICLES for word in words_in(text) for part in word.parts))
    }
    for text in (names.latin, names.original):
        if text:
            forms |= {(text, "nom"), (text.split()[0], "prep"), (text.title(), "acc")}
    if names.family and names.given:
        forms |= {(f"{names.given[0]}. {names.family}", "nom"), (f"{names.family} {names.given[0]}.", "nom")}
    return forms


def leaked(text: str, person: Person) -> list[str]:
    roles = [role(person, case) for case in CASES]
    marks = stems(person.names)
    return [
        word.text
        for word in words_in(text)
        for part in word.parts
        if word.capital
        and not any(one.startswith(fold(word.text)) for one in roles)
        and any(part.startswith(mark) if len(mark) > 2 else part == mark for mark in marks)
    ]


def test_the_names_are_of_many_kinds() -> None:
    assert len(HIDDEN) >= 60


@pytest.mark.parametrize("person", HIDDEN, ids=lambda p: f"{p.names.family} {p.names.given or p.names.latin}")
def test_no_form_of_a_name_stays(person: Person) -> None:
    redact, guard = redactor(person), name_guard(person, [], KEY)
    assert guard is not None
    for form, case in forms_of(person):
        for n, frame in enumerate(FRAMES[case]):
            for shape in shapes(form) if n == 0 else {form}:
                text = frame.format(shape)
                left = redact.needed(text)
                assert not leaked(left, person), (text, left)
                assert not re.search(r"(?i)\b(\w{3,})\s+\1\b", left), left
                assert any(re.search(rf"(?i)\b{role(person, one)}\b", left) for one in CASES), (text, left)
                assert guard.found_in(text), f"the guard would not see {text}"
                assert not guard.found_in(left), left


@pytest.mark.parametrize(
    "person", [p for p in HIDDEN if p.names.given and p.names.family], ids=lambda p: p.names.family
)
@pytest.mark.parametrize("case", CASES)
def test_the_role_stands_in_the_case_of_the_name(person: Person, case: str) -> None:
    forms = [text for text, of in every_form(person) if of == case and text.count(" ") >= 1]
    for form in forms:
        for frame in FRAMES[case]:
            left = redactor(person).needed(frame.format(form))
            word = role(person, case)
            assert re.search(rf"(?i)\b{word}\b", left), (frame.format(form), left)


@given(
    st.sampled_from(HIDDEN),
    st.data(),
    st.sampled_from(
        ["«{}»", "({})", "{},", "{}!", "—{}—", "\n{}\n", "{}-то", "x {} y", "Он сказал: {}", "1. {}", "{}/{}"]
    ),
)
@pytest.mark.soak
@settings(max_examples=rounds(80, 5_000), deadline=None)
def test_no_mark_around_a_name_saves_it(person: Person, data: st.DataObject, frame: str) -> None:
    form, _ = data.draw(st.sampled_from(forms_of(person)))
    shape = data.draw(st.sampled_from(sorted(shapes(form))))
    left = redactor(person).needed(frame.replace("{}", shape))
    assert not leaked(left, person), left


def person_of(id: str, relation: str, sex: Sex, **names: str) -> Person:
    return Person(id=LocalId(id), relation=relation, sex=sex, in_danger=True, names=NameSet(**names))  # type: ignore[arg-type]


CLIENT = Person(
    id=LocalId("p1"), role="client", sex=Sex.MALE,
    names=NameSet(family="Салех-Заде", given="Мирза Али", ru_nom="Салех-Заде Мирза Али", aliases=("Йылдыз Сердар",)),
)  # fmt: skip
FAMILY = [
    person_of("p2", "sister", Sex.FEMALE, given="Надежда", family="Полевая", latin="NADEZHDA POLEVAYA"),
    person_of("p3", "wife", Sex.FEMALE, given="Роза", family="Йылдыз", latin="ROZA YILDIZ"),
    person_of("p4", "father", Sex.MALE, given="Роман", family="Лев"),
    person_of("p5", "brother", Sex.MALE, given="Фархад", family="Салех-Заде", original="فرهاد صالح‌زاده"),
    person_of("p6", "colleague", Sex.FEMALE, given="Любовь", family="Петренко"),
    person_of("p7", "friend", Sex.MALE, given="Азад", family="Хасан"),
    person_of("p8", "mother", Sex.FEMALE, given="Ширин"),
]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("показания сестры Полевой противоречат", "показания сестры противоречат"),
        ("Надеждой Полевой написано письмо.", "Сестрой написано письмо."),
        ("Сестра Надежда сказала.", "Сестра сказала."),
        ("Надежда — моя сестра. Надеждин дом сожгли.", "Это моя сестра. Дом сестры сожгли."),
        ("Моя сестра — Надежда.", "Моя сестра — (имя не указано)."),
        ("Надежда, моя сестра, ушла. Моя сестра, Надежда, ушла.", "Моя сестра ушла. Моя сестра ушла."),
        ("Сестра (Надежда) ушла. Надежда (моя сестра) ушла.", "Сестра ушла. Моя сестра ушла."),
        ("Сестра (Надежда, 12 лет) ушла.", "Сестра (12 лет) ушла."),
        ("Девушка по имени Надежда ушла.", "Девушка ушла."),
        ("Жену Йылдыз вызвали.", "Жену вызвали."),
        ("Заключение, Роза Йылдыз", "Заключение, жена"),
        ("Йылдыз Роза и Йылдыз Сердар.", "Жена и Йылдыз Сердар."),
        ("Сердару Йылдызу отказали. Йылдыз пояснил.", "Сердару Йылдызу отказали. Йылдыз пояснил."),
        ("Мой дядя из семьи Салех-Заде, Фархадов друг, ушёл.", "Мой дядя из семьи Салех-Заде, друг брата, ушёл."),
        ("Фархада Салех-Заде били. Ф. Салех-Заде ушёл.", "Брата били. Брат ушёл."),
        ("М. Салех-Заде ушёл. Меня зовут Мирза Али.", "М. Салех-Заде ушёл. Меня зовут Мирза Али."),
        ("брат فرهاد ушёл", "брат ушёл"),
        ("Фархада и его коллегу Любовь Петренко задержали.", "Брата и его коллегу задержали."),
        ("о Любови ничего не знаю", "о коллеге ничего не знаю"),
        ("об отце Льве, отца Льва, роман о льве", "об отце, отца, роман о льве"),
        ("О Романе молчат. Со Львом говорили.", "Об отце молчат. С отцом говорили."),
        ("Маму зовут Ширин. Маму Ширин увезли.", "Маму зовут (имя не указано). Маму увезли."),
        ("Я видел Ширин. Письмо Ширин. Я дал Ширин хлеб.", "Я видел мать. Письмо матери. Я дал матери хлеб."),
        ("Я боюсь за Ширин. Мы с Ширин ушли.", "Я боюсь за мать. Мы с матерью ушли."),
        ("Полевые уехали. Дом Полевых сожгли.", "Близкие сестры уехали. Дом сестры сожгли."),
        ("Азада Хасана и меня пытали.", "Друга и меня пытали."),
        ("Видел Полевую Н. Она ушла.", "Видел сестру. Она ушла."),
        ("Надя звонила. Наде-\nжда ушла. Н а д е ж д а ушла.", "Сестра звонила. Сестра ушла. Сестра ушла."),
        ("Надзею забралі. Сказаў Палявой.", "Сестру забралі. Сказаў сестре."),
        ("В 2019  г. Надежду увезли, 5 марта 2019 г. Розу.", "В 2019  г. сестру увезли, 5 марта 2019 г. жену."),
        ("Хасановы ушли. Фархадовы дети.", "Близкие друга ушли. Дети брата."),
        ("Сестра моя, Надежда Полевая, 1990 г.р., ушла.", "Сестра моя, 1990 г.р., ушла."),
        ("Машина села. Надежду толкнули.", "Машина села. Сестру толкнули."),
        ("Жена моя Роза плакала. Надежда это моя сестра.", "Жена моя плакала. Это моя сестра."),
        ("Свидетель Хасан А. ушёл. Друг Азад ушёл.", "Свидетель ушёл. Друг ушёл."),
        ("Подруга Надежды ушла.", "Подруга сестры ушла."),
        ("Сестра Надежды ушла. Показания Полевой Н. и мои.", "Сестра сестры ушла. Показания сестры и мои."),
        ("Надежда на суд не пришла. Надежда была дома.", "Сестра на суд не пришла. Сестра была дома."),
        ("Роман о войне рассказал. Ширин ханум ушла.", "Отец о войне рассказал. Мать ушла."),
        ("Господин Салех-Заде и госпожа Йылдыз.", "Господин Салех-Заде и госпожа."),
        ("полевая надежда сказала", "Сестра сказала"),
        ("позвонил фархад", "позвонил брат"),
        ("почта nadezhda_polevaya@", "почта сестры_сестры@"),
    ],
)  # fmt: skip
def test_what_stands_for_a_name(text: str, left: str) -> None:
    assert Redactor(FAMILY, [CLIENT], VOICE).needed(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "с надеждой жду решения", "моя любовь к родине", "роза в саду", "роман о льве", "полевой командир",
        "Надежда на справедливость осталась.", "Роза, растущая в саду.", "Любовь к родине.", "в г. Львов",
        "город Львов", "улица Полевая", "Образцов Самир ушёл.", "Камран ушёл.", "Российская Федерация",
        "Исламская Республика Иран", "Минский городской суд", "Я надеюсь.", "Розыск объявлен.", "Романовский район",
    ],
)  # fmt: skip
def test_what_is_no_name_stays(text: str) -> None:
    assert Redactor(FAMILY, [CLIENT], VOICE).needed(text) == text
    for person in FAMILY:
        guard = name_guard(person, [CLIENT], KEY)
        assert guard is not None
        assert not guard.found_in(text)


def test_the_sentence_and_its_record_are_kept_for_reading() -> None:
    redact = Redactor(FAMILY, [CLIENT], VOICE)
    redact.of("e1").needed("Я ушёл. Надежду увезли; меня били. Я вернулся.")
    assert redact.sentences == {"p2": {("e1", "Сестру увезли; меня били."): None}}
    assert redact.named_in == {"p2": {"e1"}}


def test_the_guard_reads_file_names_in_small_letters_and_keeps_no_name() -> None:
    guard = name_guard(FAMILY[0], [CLIENT], KEY)
    assert guard is not None
    assert guard.found_in("zayavlenie_nadezhda-polevaya.docx", small=True)
    assert not guard.found_in("TEST-2026-K04_C1_ru.docx", small=True)
    assert "надежд" not in repr(guard)
