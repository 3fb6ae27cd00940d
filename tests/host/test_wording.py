"""Words by id and language."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from legalaid_desktop.host.wording import Catalogue, Wording, placeholders, plural_category

SOURCE = """
[room.title]
ru = "Дело {ref}"
be = "Справа {ref}"
en = "Case {ref}"

[room.days]
ru = { one = "{n} день", few = "{n} дня", many = "{n} дней" }
be = { one = "{n} дзень", few = "{n} дні", many = "{n} дзён" }
en = { one = "{n} day", many = "{n} days" }

[other.deep.er]
ru = "глубже"
be = "глыбей"
en = "deeper"
"""


@pytest.fixture
def words(tmp_path: Path) -> Catalogue:
    (tmp_path / "ui_room.toml").write_text(SOURCE, "utf-8")
    return Catalogue(tmp_path)


def test_an_entry_speaks_each_language_and_is_filled(words: Catalogue) -> None:
    assert Wording(words, "ru").say("room.title", ref="Д-7") == "Дело Д-7"
    assert Wording(words, "en").say("room.title", ref="{x}{}") == "Case {x}{}"
    assert Wording(words, "be").say("other.deep.er") == "глыбей"


@pytest.mark.parametrize(
    ("n", "ru", "be", "en"),
    [
        (0, "0 дней", "0 дзён", "0 days"),
        (1, "1 день", "1 дзень", "1 day"),
        (3, "3 дня", "3 дні", "3 days"),
        (11, "11 дней", "11 дзён", "11 days"),
        (14, "14 дней", "14 дзён", "14 days"),
        (21, "21 день", "21 дзень", "21 days"),
        (112, "112 дней", "112 дзён", "112 days"),
        (-2, "-2 дня", "-2 дні", "-2 days"),
    ],
)
def test_counted_things_agree_with_their_number(words: Catalogue, n: int, ru: str, be: str, en: str) -> None:
    for lang, expected in (("ru", ru), ("be", be), ("en", en)):
        assert Wording(words, lang).say("room.days", n=n) == expected


def test_an_unknown_id_or_a_missing_parameter_is_loud(words: Catalogue) -> None:
    ru = Wording(words, "ru")
    with pytest.raises(KeyError):
        ru.say("room.nothing")
    with pytest.raises(KeyError):
        ru.say("nowhere.at.all")
    with pytest.raises(KeyError):
        ru.say("room.title")
    assert ru.has("room.title")
    assert not ru.has("room")


def test_one_id_may_live_in_one_file_only(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(SOURCE, "utf-8")
    (tmp_path / "b.toml").write_text(SOURCE, "utf-8")
    with pytest.raises(ValueError, match=r"room\.title"):
        Catalogue(tmp_path).all()


def test_placeholders_are_named_over_all_forms() -> None:
    assert placeholders({"one": "{n} из {all}", "many": "{n}"}) == {"n", "all"}
    assert plural_category(22, "ru") == "few"


def test_several_threads_may_speak_at_once(tmp_path: Path) -> None:
    for number in range(20):
        lines = (f'[area{number}.w{word}]\nru = "р"\nbe = "б"\nen = "e"\n' for word in range(60))
        (tmp_path / f"{number}.toml").write_text("".join(lines), "utf-8")
    words = Wording(Catalogue(tmp_path), "ru")
    ready = threading.Barrier(6)

    def speak(_: int) -> int:
        ready.wait()
        return sum(words.say(f"area{number}.w{number}") == "р" for number in range(20))

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(speak, range(6))) == [20] * 6
