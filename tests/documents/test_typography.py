"""Spaces that must not break, and isolates."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legalaid_desktop.documents.blocks import Block, Span, span_text
from legalaid_desktop.documents.no_break import no_break
from legalaid_desktop.documents.typography import is_rtl, set_type

N = "\u00a0"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Решение № 12-3/2026", "Решение №~12-3/2026"),
        ("ст. 5, п. 3, ч. 2", "ст.~5, п.~3, ч.~2"),
        ("Суд г. Минска", "Суд г.~Минска"),
        ("5 марта 2026 г. Суд решил", "5~марта 2026~г. Суд решил"),
        ("март 2019 г.", "март 2019~г."),
        ("в течение 15 дней", "в течение 15~дней"),
        ("на працягу 15 дзён", "на працягу 15~дзён"),
        ("7 лістапада 2026 г.", "7~лістапада 2026~г."),
        ("А. Р. Мохаммади", "А.~Р.~Мохаммади"),
        ("Мохаммади А. Р. и другие", "Мохаммади~А.~Р. и другие"),
        ("1 250 000 руб. и 20 %", "1~250~000~руб. и 20~%"),
        ("на 3 л. в 1 экз.", "на 3~л. в 1~экз."),
        ("приложение 4, с. 2", "приложение~4, с.~2"),
        ("слово — слово", "слово~— слово"),
        ("21 год, 22 года, 25 лет", "21~год, 22~года, 25~лет"),
        ("ул. Лесная, д. 5, кв. 7", "ул.~Лесная, д.~5, кв.~7"),
        ("в 2019 мы уехали", "в 2019 мы уехали"),
        ("он и я", "он и я"),
        ("пункта А. Следующее", "пункта А.~Следующее"),
        ("Суд. Он решил", "Суд. Он решил"),
        ("приложения 4–6 (п. 3)", "приложения~4–6 (п.~3)"),
        ("и т. д.", "и~т.~д."),
        ("№ 5", "№~5"),
        ("конец —", "конец —"),
        ("1000 человек", "1000~человек"),
        ("кот. Мы", "кот. Мы"),
        ("пункты 1 и 2 раздела", "пункты~1~и~2 раздела"),
        ("дадаткі 3 і 4", "дадаткі~3~і~4"),
        ("section 4, points 1 and 2.", "section~4, points~1~and~2."),
        ("было 2 и они ушли", "было 2 и они ушли"),
    ],
)
def test_spaces_that_do_not_break(typed: str, shown: str) -> None:
    assert no_break(typed).replace(N, "~") == shown


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="абв АБ.№5 гст\u00a0—", max_size=40))
def test_nothing_but_spaces_changes(text: str) -> None:
    out = no_break(text)
    assert out.replace(N, " ") == text.replace(N, " ")
    assert no_break(out) == out or len(no_break(out)) == len(out)


def test_a_space_between_template_and_value_is_bound_too() -> None:
    block = Block(
        kind="para", spans=(Span("от 5 "), Span("марта", origin="d"), Span(" 2026 г. № "), Span("7", origin="n"))
    )
    (out,) = set_type([block], "ru")
    assert span_text(out.spans).replace(N, "~") == "от 5~марта 2026~г. №~7"
    assert [span.origin for span in out.spans] == [None, "d", None, "n"]


def isolated(text: str, language: str, origin: str | None = "x") -> str:
    (out,) = set_type([Block(kind="para", spans=(Span(text, origin=origin),))], language)
    return span_text(out.spans).translate({0x2066: "<", 0x2067: "[", 0x2069: ">"})


def test_right_to_left_words_are_isolated_in_russian_text() -> None:
    assert isolated("Мохаммади (محمدی احمد) 15", "ru") == "Мохаммади ([محمدی احمد>) 15"
    assert isolated("محمدی, потом احمد", "ru") == "[محمدی>, потом [احمد>"
    assert isolated("Иванов", "ru") == "Иванов"


def test_numbers_and_latin_are_isolated_in_arabic_text() -> None:
    assert isolated("12-3/2026", "ar") == "<12-3/2026>"
    assert isolated("القضية 12-3/2026 اليوم", "ar", None) == "القضية <12-3/2026> اليوم"
    assert isolated("محمد", "ar") == "محمد"


def test_directions_of_languages() -> None:
    assert [is_rtl(code) for code in ("ar", "fa", "ps", "ckb", "prs", "ru", "be", "en", "ku")] == [True] * 5 + [
        False
    ] * 4
