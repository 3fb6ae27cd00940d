"""Words are found however they were typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalaid_desktop.storage.folded_text import folded, folded_with_places
from legalaid_desktop.storage.search_index import snippet


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ёлка", "ЕЛКА"),
        ("Ўладзімір", "уладзимир"),
        ("йод", "и\u0306од"),
        ("Аб'ява", "Аб’ява"),
        ("Аб'ява", "абява"),
        ("О’Коннор", "o'коннор"),
        ("MÜLLER", "muller"),
        ("İstanbul", "istanbul"),
        ("Straße", "STRASSE"),
        ("ڕێبوار", "رێبوار"),
        ("كردي", "کردی"),
        ("مُحَمَّد", "محمد"),
        ("кар\u00adтоф\u00adель", "картофель"),
        ("Cвета", "Света"),
        ("ﬁne", "fine"),
        ("TEST-2026-S05", "test 2026 s05"),
    ],
)
def test_two_ways_to_write_are_one_word(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("лес", "лис"), ("cat", "сат"), ("дом", "дым"), ("12", "13")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_folding_is_settled_and_every_letter_knows_its_place(text: str) -> None:
    plain, places = folded_with_places(text)
    assert len(plain) == len(places)
    assert all(0 <= place < len(text) for place in places)
    assert folded(folded(text)) == folded(text)


def test_a_snippet_shows_the_words_in_their_text() -> None:
    text = "Начало. " * 40 + "Приехал Джавід ў Гродна." + " Конец." * 40
    shown = snippet(iter(["другое", text]), ["джавид", "гродна"])
    assert "Приехал Джавід ў Гродна." in shown
    assert len(shown) < 180
    assert shown.startswith("… ")
    assert shown.endswith(" …")
