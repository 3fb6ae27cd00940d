"""Names in the right case, and no form that nobody can know."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legalaid_desktop.domain.person import NameSet, Sex
from legalaid_desktop.grammar.names import CASES, Form, name_forms, propose, short_name, sort_key
from legalaid_desktop.host.paths import resources

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("row", rows("names_ru.tsv"), ids=lambda row: row[1])
def test_russian_names_from_the_nominative_alone(row: list[str]) -> None:
    sex, nominative, *expected = row
    found = propose(nominative, sex, "ru")
    assert found["nom"] == nominative
    assert [found[case] for case in CASES[1:5]] == [
        found[case] if form == "-" else form for case, form in zip(CASES[1:5], expected, strict=True)
    ]


@pytest.mark.parametrize("row", rows("names_be.tsv"), ids=lambda row: row[1])
def test_belarusian_names_are_right_or_asked(row: list[str]) -> None:
    sex, nominative, *expected = row
    found = propose(nominative, sex, "be")
    for case, form in zip(CASES[1:5], expected, strict=True):
        assert found[case] in (form, None) or form == "-", (case, found[case])


def test_belarusian_is_asked_seldom() -> None:
    asked = [
        nominative
        for sex, nominative, *expected in rows("names_be.tsv")
        for case, form in zip(CASES[1:5], expected, strict=True)
        if form != "-" and propose(nominative, sex, "be")[case] is None
    ]
    assert asked == []


def _sample_forms() -> list[tuple[str, str, str, str, str]]:
    """Language, sex, nominative, case and form of every name of the practice cases, expected or stored."""
    found: list[tuple[str, str, str, str, str]] = []
    for path in sorted((resources() / "demo").glob("*.toml")):
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        told = [(row["lang"], row["sex"], row["nom"], row) for row in case["expect"].get("name_form", [])]
        for person in case["person"]:
            names = person.get("names", {})
            for lang in ("ru", "be"):
                forms = {
                    key.removeprefix(f"{lang}_"): form for key, form in names.items() if key.startswith(f"{lang}_")
                }
                if "nom" in forms and person.get("sex") in ("m", "f"):
                    told.append((lang, person["sex"], forms["nom"], forms))
        for lang, sex, nominative, forms in told:
            found += [(lang, sex, nominative, key, forms[key]) for key in CASES[1:] if key in forms]
    return found


def test_every_form_of_the_practice_cases_is_found_from_the_nominative() -> None:
    rows_found = _sample_forms()
    assert len(rows_found) > 40
    assert [row for row in rows_found if propose(row[2], row[1], row[0])[row[3]] != row[4]] == []


def test_six_forms_of_one_name() -> None:
    assert propose(["Примерова", "Зоя", "Ильинична"], Sex.FEMALE) == {
        "nom": "Примерова Зоя Ильинична",
        "gen": "Примеровой Зои Ильиничны",
        "dat": "Примеровой Зое Ильиничне",
        "acc": "Примерову Зою Ильиничну",
        "ins": "Примеровой Зоей Ильиничной",
        "prep": "Примеровой Зое Ильиничне",
    }


def test_stored_forms_are_confirmed_and_the_rest_is_proposed() -> None:
    names = NameSet(
        given="Шерко Хама", family="Нимуне", ru_nom="Шерко Хама Нимуне", ru_gen="Шерко Хамы Нимуне", be_nom="Шэрко"
    )
    forms = name_forms(names, Sex.MALE)
    assert forms.nom == Form("Шерко Хама Нимуне", True)
    assert forms.gen == Form("Шерко Хамы Нимуне", True)
    assert forms.ins == Form("Шерко Хамой Нимуне", False)
    assert not forms.all_confirmed


def test_a_stored_form_against_the_rules_teaches_the_rest() -> None:
    """A family that declines its name by another pattern is believed, and nothing is proposed against it."""
    fixed = NameSet(family="Мисалзай", given="Ахмад", ru_nom="Ахмад Мисалзай", ru_gen="Ахмада Мисалзай")
    assert name_forms(fixed, "m").dat == Form("Ахмаду Мисалзай", False)
    strange = NameSet(family="Проб", given="Ахмад", ru_nom="Ахмад Проб", ru_gen="Ахмада Пробеса")
    assert name_forms(strange, "m").gen == Form("Ахмада Пробеса", True)
    assert name_forms(strange, "m").dat is None
    other_words = NameSet(given="Ахмад", family="Проб", ru_nom="Ахмад Проб", ru_gen="Проба")
    assert name_forms(other_words, "m").dat is None


def test_parts_of_the_record_decide_what_is_a_family_name() -> None:
    as_given = NameSet(given="Шахина Мина", mononym=True)
    as_family = NameSet(given="Шахина", family="Мина-Пробина")
    assert name_forms(as_given, "f").gen == Form("Шахины Мины", False)
    assert name_forms(as_family, "f").nom == Form("Мина-Пробина Шахина", False)
    assert (form := name_forms(as_family, "f").gen) is not None and form.text.endswith("Пробиной Шахины")


def test_without_a_stated_sex_only_common_forms_are_proposed() -> None:
    for sex in (None, "other", "not_stated", Sex.OTHER):
        assert propose("Мнимов Салам", sex)["gen"] is None
        assert propose("Нино Пробадзе", sex)["gen"] == "Нино Пробадзе"
        assert propose("Женя Придуменко", sex)["gen"] == "Жени Придуменко"


def test_latin_and_mixed_spelling_is_never_declined() -> None:
    assert propose("NAVID MISALI", "m")["gen"] is None
    assert propose("Nавид", "m") == {"nom": "Nавид", "gen": None, "dat": None, "acc": None, "ins": None, "prep": None}
    assert name_forms(NameSet(latin="NAVID"), "m").nom == Form("NAVID", False)
    assert name_forms(NameSet(family="Misali", given="Navid", latin="NAVID MISALI"), "m").gen is None


def test_russian_spelling_is_no_belarusian_one() -> None:
    names = NameSet(given="Навид", ru_nom="Навид")
    assert name_forms(names, "m", "be").nom is None
    assert propose("Примерова Зоя", "f", "be")["gen"] is None


def test_a_missing_patronymic_leaves_no_trace() -> None:
    names = NameSet(family="Мнимов", given="Карим", father_name="Гулам", patronymic="")
    forms = name_forms(names, "m")
    assert forms.gen == Form("Мнимова Карима", False)
    assert "  " not in str(forms.plain()) and "Гулам" not in str(forms.plain())


def test_nothing_known_gives_nothing() -> None:
    assert name_forms(NameSet(unnamed=True), "f").plain() == dict.fromkeys(CASES)
    assert propose("   ", "f") == dict.fromkeys(CASES)
    assert short_name(NameSet()) is None
    assert sort_key(NameSet()) == ""


def test_other_languages_and_cases_are_refused() -> None:
    with pytest.raises(ValueError, match="ru and be"):
        name_forms("Навид", "m", "en")
    with pytest.raises(ValueError, match="grammatical case"):
        name_forms("Навид", "m").get("voc")


@pytest.mark.parametrize(
    ("names", "lang", "expected"),
    [
        (NameSet(family="Мнимов", given="Карим", patronymic="Саидович"), "ru", "К. С. Мнимов"),
        (NameSet(family="аль-Мисали", given="Юсеф", ru_nom="Юсеф аль-Мисали"), "ru", "Ю. аль-Мисали"),
        (NameSet(family="Нимуне", given="Шерко Хама", ru_nom="Шерко Хама Нимуне"), "ru", "Ш. Х. Нимуне"),
        (NameSet(given="Навид", mononym=True, ru_nom="Навид"), "ru", "Навид"),
        (NameSet(family="Мнимба", given="Жан-Пьер"), "ru", "Ж.-П. Мнимба"),
        (
            NameSet(
                family="Примерова",
                given="Зоя",
                patronymic="Ильинична",
                ru_nom="Примерова Зоя Ильинична",
                be_nom="Прымерава Зоя Ільінічна",
            ),
            "be",
            "З. І. Прымерава",
        ),
        (NameSet(family="Мнимов", ru_nom="Мнимов"), "ru", "Мнимов"),
        (NameSet(family="Мисали", given="Абдул Рахман", ru_nom="Абдул Рахман Мисали"), "ru", "А. Мисали"),
        (NameSet(family="аль-Мисали", given="Нур ад-Дин"), "ru", "Н. аль-Мисали"),
        (NameSet(family="Мнимов", given="Эльчин", ru_nom="Мнимов Эльчин Гейдар оглы"), "ru", "Э. Мнимов"),
    ],
)
def test_short_form_needs_both_parts(names: NameSet, lang: str, expected: str) -> None:
    found = short_name(names, lang)
    assert found is not None
    assert found.replace("\u00a0", " ") == expected
    assert " " not in found or expected == found


def test_lists_are_sorted_by_the_family_name_without_the_article() -> None:
    assert sort_key(NameSet(family="аль-Мисали", given="Юсеф", ru_nom="Юсеф аль-Мисали")) == "мисали юсеф"
    assert sort_key(NameSet(family="Мнимов", given="Фёдор")) == "мнимов федор"


_LETTERS = st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюяёіў’-", min_size=1, max_size=9)
_WORDS = st.lists(_LETTERS, min_size=1, max_size=4).map(lambda words: " ".join(word.title() for word in words))


@settings(max_examples=150, deadline=None)
@given(_WORDS, st.sampled_from(["m", "f", None]), st.sampled_from(["ru", "be"]))
def test_any_word_gives_clean_forms_of_as_many_words(text: str, sex: str | None, lang: str) -> None:
    found = propose(text, sex, lang)
    for form in found.values():
        if form is not None:
            assert len(form.split()) == len(text.split())
            assert form == " ".join(form.split())
    if sex is None:
        for case in CASES[1:]:
            common = found[case]
            assert common is None or common == propose(text, "m", lang)[case] == propose(text, "f", lang)[case]
