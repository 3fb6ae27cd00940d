"""The three lists keep their rules, and what is drawn from them is drawn evenly."""

from __future__ import annotations

import gc
import importlib.util
import itertools
import random
import re
import secrets
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from legalaid_desktop.host.paths import resources
from legalaid_desktop.host.wording import LANGUAGES
from legalaid_desktop.intake.child import ask_child
from legalaid_desktop.services import passphrase_words
from legalaid_desktop.services.passphrase_strength import Strength, strength, strength_apart
from legalaid_desktop.services.passphrase_words import BITS_A_WORD, LIST_LENGTH, new_passphrase, word_list

ROOT = Path(__file__).resolve().parents[2]
ALPHABETS = {
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "be": "абвгдежзійклмнопрстуўфхцчшыьэюя",
    "en": "abcdefghijklmnopqrstuvwxyz",
}


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_word_lists", ROOT / "scripts" / "make_word_lists.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_word_lists"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_is_whole_and_typeable(lang: str) -> None:
    raw = (resources() / "words" / f"passphrase_{lang}.txt").read_bytes()
    words = word_list(lang)
    assert raw == ("\n".join(words) + "\n").encode("utf-8"), "one word a line, nothing else"
    assert len(words) == 7776 == LIST_LENGTH and len(set(words)) == 7776
    assert list(words) == sorted(words)
    for word in words:
        assert 4 <= len(word) <= 10, word
        assert not set(word) - set(ALPHABETS[lang]), word
        assert unicodedata.normalize("NFC", word) == word == unicodedata.normalize("NFKC", word), word


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_is_taken_for_another(lang: str) -> None:
    words = word_list(lang)
    for one, next_ in itertools.pairwise(words):
        assert not next_.startswith(one), (one, next_)
    owners: dict[str, str] = {}
    whole = set(words)
    for word in words:
        for at in range(len(word)):
            shorter = word[:at] + word[at + 1 :]
            assert shorter not in whole, (word, shorter)
            changed = f"{word[:at]}*{word[at + 1 :]}"
            assert owners.setdefault(changed, word) == word, (owners[changed], word)
            if at and word[at] != word[at - 1]:
                assert word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] not in whole, word
    for pair in (("ё", "е"), ("ў", "у"), ("і", "и")):
        assert len({word.replace(*pair) for word in words}) == len(words)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_blocked_word_is_in_the_list(lang: str, maker: ModuleType) -> None:
    is_blocked = maker.blocked(lang)
    assert is_blocked({"ru": "убийца", "be": "забойства", "en": "murder"}[lang]), "the block list blocks nothing"
    assert [word for word in word_list(lang) if is_blocked(word)] == []


def test_the_languages_are_not_mixed() -> None:
    ru, be = set(word_list("ru")), set(word_list("be"))
    assert not {word for word in be if set(word) & set("ищъ")}
    assert not {word for word in ru if set(word) & set("іў")}
    assert len(ru & be) < 900, "words of one spelling in both languages are few"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_passphrase_is_six_words_with_single_spaces(lang: str) -> None:
    made = new_passphrase(lang)
    assert type(made) is bytearray
    text = made.decode("utf-8")
    assert re.fullmatch(r"\w+( \w+){5}", text) and text == unicodedata.normalize("NFC", text)
    assert set(text.split(" ")) <= set(word_list(lang))
    assert len(new_passphrase(lang, words=9).decode().split(" ")) == 9
    assert new_passphrase(lang) != made


@pytest.mark.parametrize("words", [-1, 0, 3, 25])
def test_too_few_or_too_many_words_are_refused(words: int) -> None:
    with pytest.raises(ValueError, match="4 to 24"):
        new_passphrase("ru", words=words)
    with pytest.raises(ValueError, match="xx"):
        new_passphrase("xx")


def test_every_word_is_drawn_as_often_as_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chi-square over 7,775 degrees of freedom, with seeded numbers; room for six deviations."""
    seeded = random.Random(20261124)
    monkeypatch.setattr(secrets, "randbelow", seeded.randrange)
    counts: Counter[str] = Counter()
    for _ in range(6500):
        counts.update(new_passphrase("en", words=12).decode().split(" "))
    expected = sum(counts.values()) / LIST_LENGTH
    chi = sum((counts[word] - expected) ** 2 / expected for word in word_list("en"))
    assert abs(chi - (LIST_LENGTH - 1)) < 6 * (2 * (LIST_LENGTH - 1)) ** 0.5


def test_the_numbers_are_the_system_s() -> None:
    assert vars(passphrase_words)["secrets"] is secrets


def test_nothing_of_a_passphrase_is_left_once_it_is_wiped() -> None:
    made = new_passphrase("ru")
    copy = bytes(made)
    made[:] = bytes(len(made))
    gc.collect()
    assert not [held for held in gc.get_objects() if isinstance(held, bytearray) and bytes(held) == copy]
    for held in (passphrase_words.word_list("ru"), passphrase_words._encoded("ru")):
        assert all(len(word) < len(copy) for word in held)


# The estimate


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_made_passphrase_counts_by_its_construction(lang: str) -> None:
    found = strength(new_passphrase(lang))
    assert found.score == 4 and found.bits >= 5 * BITS_A_WORD and found.reasons[0] in ("generated", "same_word")
    assert abs(6 * BITS_A_WORD - 77.5) < 0.1


@pytest.mark.parametrize(
    ("text", "most", "reason"),
    [
        ("", 0, "short"), ("а", 0, "short"), ("пароль", 0, "common"), ("пароль123", 0, "common"),
        ("йцукен", 0, "short"),
        ("йцукенгшщзхъ", 0, "common"), ("фывапролд", 0, "short"), ("qwertyuiop", 0, "common"), ("ghbdtn", 0, "layout"),
        ("privet", 0, "latin"),
        ("прывітанне", 0, "common"), ("24.11.1998", 1, "date"), ("ляляляляля", 0, "repeat"), ("абвгдежз", 1, "short"),
        ("мама мыла раму", 2, "few_words"), ("наташа1985", 1, "common"), ("x" * 5000, 0, "repeat"),
        ("Беларусь2024", 1, "common"), ("лампа лампа лампа лампа лампа лампа", 2, "few_words"),
    ],
)  # fmt: skip
def test_what_people_choose_is_seen_for_what_it_is(text: str, most: int, reason: str) -> None:
    typed = bytearray(text.encode())
    found = strength(typed)
    assert found.score <= most, found
    assert reason in found.reasons, found
    assert typed.decode() == text, "what was typed stays as it is"
    for lang in LANGUAGES:
        assert all(found.said(lang))


def test_random_letters_and_bytes_have_an_answer() -> None:
    assert strength(bytearray(b"k7Gw-2pQz-9xVb-4mTn-8sLd")).score == 4
    for data in (b"\xff\xfe\x00", b"\x00" * 50, "🦊🦊🦊".encode(), "ё".encode()[:1], b" " * 9):
        assert 0 <= strength(bytearray(data)).score <= 2


@pytest.mark.parametrize(
    "text",
    [
        "мама мыла раму вчера утром 1999",
        "correct horse battery staple apple",
        "цгжбщ 3 qyxwk صغظشط",
        "é" * 300,
        "\0",
        "",
    ],
)
def test_the_process_apart_comes_to_the_same(text: str) -> None:
    typed = bytearray(text.encode())
    plain = ask_child("passphrase_strength", typed).plain
    assert Strength(plain["score"], plain["bits"], tuple(plain["reasons"])) == strength(typed) == strength_apart(typed)
    assert typed.decode() == text
