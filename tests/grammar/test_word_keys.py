"""Forms of one word meet under a key, other words do not."""

from __future__ import annotations

import pytest

from legalaid_desktop.grammar.word_keys import LONGEST_WORD, asked_keys, is_belarusian, word_keys
from legalaid_desktop.storage.folded_text import folded


@pytest.mark.parametrize(
    ("asked", "written", "belarusian"),
    [
        ("жалоба", "жалоб", False),
        ("год", "лет", False),
        ("уйти", "ушёл", False),
        ("вёл", "Вел", False),
        ("дети", "ребёнок", False),
        ("беженец", "беженцам", False),
        ("скарга", "скаргу", True),
        ("рука", "руцэ", True),
        ("лес", "лясах", True),
        ("старонка", "старонак", True),
        ("урад", "ўрад", True),
        ("шукаць", "шукаюць", True),
        ("бежанец", "бежанцаў", True),
        ("torture", "tortured", False),
        ("country", "countries", False),
        ("stop", "stopped", False),
    ],
)
def test_forms_of_one_word_meet(asked: str, written: str, belarusian: bool) -> None:
    assert asked_keys(asked, folded) & word_keys(written, folded, belarusian=belarusian)


@pytest.mark.parametrize(
    ("asked", "written", "belarusian"),
    [
        ("вера", "верить", False),
        ("лист", "листинг", False),
        ("род", "огород", False),
        ("пытка", "попытка", False),
        ("суд", "судноў", True),
        ("court", "courtesy", False),
        ("рука", "arm", False),
    ],
)
def test_other_words_do_not(asked: str, written: str, belarusian: bool) -> None:
    assert not asked_keys(asked, folded) & word_keys(written, folded, belarusian=belarusian)


def test_what_is_no_word_of_a_language_has_no_key() -> None:
    assert word_keys("KH7654321", folded) == frozenset()
    assert word_keys("شكوى", folded) == frozenset()
    assert word_keys("ы" * (LONGEST_WORD + 1), folded) == frozenset()
    assert word_keys("", folded) == frozenset()


def test_a_belarusian_text_shows_by_its_letters() -> None:
    assert is_belarusian(["скаргу", "падаў", "у", "тэрмін", "і", "чакае"])
    assert not is_belarusian(["жалобу", "подал", "в", "срок", "и", "ждёт"])
    assert not is_belarusian([])
