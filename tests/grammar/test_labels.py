"""Every code has words in three languages, in every case that papers need."""

from __future__ import annotations

import re

import pytest

from legalaid_desktop.grammar.labels import CASES, LabelDataFaulty, Labels, UnknownLabel
from legalaid_desktop.services.labels import shipped_labels

# Kinds that stand inside sentences and therefore need six forms in Russian and Belarusian.
DECLINED = (
    "country", "country_short", "language", "language_full", "relation", "relation_to_child", "document_kind",
    "decision_kind", "detention_kind", "citizenship_status", "prior_status", "role",
)  # fmt: skip
PRINTED_AS_THEY_STAND = {("document_kind", "none"), ("relation", "none"), ("relation", "unknown")}
INDECLINABLE = re.compile(r"([оеиіуюыэ]|США|ЗША|дэш|деш|уа|аа|Самоа|Конга|Тога|Лесота|Марока|Манака|Рыка|Марына|маці)$")
# «язык иврит», «язык дари»: a noun keeps its form beside the word "language"; an adjective does not.
ADJECTIVE = re.compile(r"(ий|ый|ая)$")


@pytest.fixture(scope="module")
def labels() -> Labels:
    return shipped_labels()


def test_every_label_has_words_in_three_languages(labels: Labels) -> None:
    missing = []
    for kind in labels.kinds():
        for code in labels.codes(kind):
            for lang in ("ru", "be", "en"):
                try:
                    labels.label(kind, code, lang)
                except UnknownLabel:
                    missing.append((kind, code, lang))
    assert missing == []


def test_every_declined_label_has_six_forms_unless_it_cannot_decline(labels: Labels) -> None:
    faulty = []
    for kind in DECLINED:
        assert labels.codes(kind), kind
        for code in labels.codes(kind):
            if (kind, code) in PRINTED_AS_THEY_STAND or (
                kind == "language" and not ADJECTIVE.search(labels.label(kind, code, "ru"))
            ):
                continue
            for lang in ("ru", "be"):
                forms = [labels.label(kind, code, lang, case) for case in CASES]
                if len(set(forms)) == 1 and not INDECLINABLE.search(re.sub(r" (мужа|і|и) .*$", "", forms[0])):
                    faulty.append((kind, code, lang, forms[0]))
    assert faulty == []


def test_words_are_clean_in_spelling_and_alphabet(labels: Labels) -> None:
    faulty = []
    for kind in labels.kinds():
        for code in labels.codes(kind):
            for lang, foreign in (("ru", "[A-Za-zіўґ']"), ("be", "[A-Za-zищъ']"), ("en", "[а-яА-ЯіўґІЎ]")):
                for case in CASES:
                    text = labels.label(kind, code, lang, case)
                    if re.search(foreign, text.replace("Côte d’Ivoire", "").replace("’s ", " ")) or text != " ".join(
                        text.split()
                    ):
                        faulty.append((kind, code, lang, text))
                    if lang == "be" and re.search(
                        "[аеёіоуыэюя] у(?!рду)([бвгджзйклмнпрстфхцчш]| )|[бвгджзйклмнпрстфхцчш] ў", text
                    ):
                        faulty.append((kind, code, lang, text))
    assert faulty == []


def test_every_state_is_there(labels: Labels) -> None:
    assert len(labels.codes("country")) == 250
    assert set(labels.codes("country")) == set(labels.codes("country_short"))
    assert all(re.fullmatch("[A-Z]{2}|fictional", code) for code in labels.codes("country"))


@pytest.mark.parametrize(
    ("kind", "code", "lang", "case", "expected"),
    [
        ("country", "AF", "ru", "gen", "Исламской Республики Афганистан"),
        ("country", "TJ", "ru", "gen", "Республики Таджикистан"),
        ("country", "RU", "ru", "gen", "Российской Федерации"),
        ("country", "SY", "ru", "acc", "Сирийскую Арабскую Республику"),
        ("country", "XB", "ru", "gen", "государства, указанного в деле"),
        ("country", "xa", "be", "dat", "дзяржаве, названай у справе"),
        ("country", "TJ", "be", "gen", "Рэспублікі Таджыкістан"),
        ("country", "US", "ru", "ins", "Соединёнными Штатами Америки"),
        ("country_short", "EG", "ru", "prep", "Египте"),
        ("country_short", "UA", "be", "prep", "Украіне"),
        ("language", "prs", "ru", "gen", "дари"),
        ("language_full", "prs", "ru", "prep", "языке дари"),
        ("language", "he", "ru", "prep", "иврит"),
        ("language", "ar", "ru", "prep", "арабском"),
        ("language", "ckb", "be", "gen", "сарані"),
        ("language_full", "ru", "ru", "gen", "русского языка"),
        ("language_full", "uk", "be", "acc", "украінскую мову"),
        ("relation", "wife", "ru", "gen", "жены"),
        ("relation", "brother", "be", "dat", "брату"),
        ("relation", "uncle", "ru", "ins", "дядей"),
        ("document_kind", "driving_licence", "ru", "nom", "водительское удостоверение"),
        ("document_kind", "residence_permit", "be", "gen", "віду на жыхарства"),
        ("citizenship_status", "stateless", "ru", "ins", "лицом без гражданства"),
        ("citizenship_status", "stateless", "be", "ins", "асобай без грамадзянства"),
        ("decision_kind", "deportation", "ru", "gen", "постановления о депортации"),
        ("country", "TJ", "en", "gen", "the Republic of Tajikistan"),
    ],
)
def test_forms_print(labels: Labels, kind: str, code: str, lang: str, case: str, expected: str) -> None:
    assert labels.label(kind, code, lang, case) == expected


def test_citizenship_is_said_without_a_word_for_man_or_woman(labels: Labels) -> None:
    assert labels.citizenship_of("AF", "ru") == "гражданство Исламской Республики Афганистан"
    assert labels.citizenship_of("AF", "ru", "gen") == "гражданства Исламской Республики Афганистан"
    assert labels.citizenship_of("TJ", "be", "prep") == "грамадзянстве Рэспублікі Таджыкістан"
    assert labels.citizenship_of("XA", "en") == "citizenship of the State named in the case file"
    with pytest.raises(UnknownLabel):
        labels.citizenship_of("ZZ", "ru")


def test_sex_chooses_between_two_words(labels: Labels) -> None:
    assert labels.label("relation", "cousin", "ru", "gen", sex="f") == "двоюродной сестры"
    assert labels.label("relation", "cousin", "ru", "gen", sex="m") == "двоюродного брата"
    assert labels.label("relation", "cousin", "ru", sex="other") == "двоюродный брат (двоюродная сестра)"


def test_a_code_that_is_unknown_is_an_error_without_the_clients_words(labels: Labels) -> None:
    with pytest.raises(UnknownLabel) as caught:
        labels.label("document_kind", "Секретная справка", "ru")
    assert "Секретная" not in str(caught.value)
    assert "document_kind" in str(caught.value)


def test_free_text_prints_as_typed_and_an_unknown_code_does_not(labels: Labels) -> None:
    assert labels.label_or("document_kind", "вид  на жительство", "ru") == "вид на жительство"
    assert labels.label_or("document_kind", "вид на жительство", "ru", case="gen") is None
    assert labels.label_or("document_kind", "вид на жительство", "en") is None
    assert labels.label_or("document_kind", "bus_pass", "ru") is None
    assert labels.label_or("document_kind", "bus_pass", "ru", "иной документ") == "иной документ"
    assert labels.words("ru").label("relation", "son", "ins") == "сыном"
    assert labels.words("ru").label("relation", "cousin", "gen", sex="f") == "двоюродной сестры"
    assert labels.words("ru").label("no_such_kind", "son") is None


@pytest.mark.parametrize(
    "text",
    [
        '[relation.wife]\nru = ["жена", "жены"]',
        '[relation.wife]\nru = ""',
        '[relation.wife]\nfr = "femme"',
        "[relation]\nwife = 3",
        "not toml",
    ],
)
def test_faulty_data_are_refused_with_the_name_of_the_file(text: str) -> None:
    with pytest.raises(LabelDataFaulty, match=r"^relations\.toml"):
        Labels.from_toml({"relations.toml": text})


def test_a_code_given_twice_is_refused() -> None:
    table = '[relation.wife]\nru = "жена"'
    with pytest.raises(LabelDataFaulty, match="twice"):
        Labels.from_toml({"a.toml": table, "b.toml": table})
