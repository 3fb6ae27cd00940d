"""The law in use and what a pack moves, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from legalaid_desktop.errors import PackFaulty
from legalaid_desktop.host.wording import LANGUAGES, wording
from legalaid_desktop.presenters.error_words import error_words
from legalaid_desktop.presenters.law_pack_words import (
    age_words,
    areas_of,
    compiled_words,
    move_line,
    moves_told,
    recent_words,
    reviewed_words,
)
from legalaid_desktop.services.law import shipped_files, shipped_law
from legalaid_desktop.services.law_moves import Move, MoveReason, Urgency
from legalaid_desktop.services.law_pack_file import sound_law

RU = wording("ru")
TODAY = dt.date(2026, 11, 24)
LAW = replace(shipped_law(), as_of=dt.date(2026, 5, 24))


def move(**changes: Any) -> Move:
    return Move(
        **{
            "ref": "TEST-1",
            "title": "Дело",
            "id": "x.y-rule",
            "rule": "x.y",
            "act": {"ru": "жалоба в суд", "be": "скарга ў суд", "en": "complaint to court"},
            "old": dt.date(2026, 12, 20),
            "new": dt.date(2026, 12, 10),
            "old_alarm": None,
            "new_alarm": None,
            "urgency": Urgency.LATER,
            "by_hand": False,
            "reasons": (MoveReason(key="rule_new"),),
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("today", "id", "role"),
    [
        (dt.date(2026, 11, 23), "", ""),
        (dt.date(2026, 11, 24), "law_pack.age.old", "unchecked"),
        (dt.date(2027, 5, 23), "law_pack.age.old", "unchecked"),
        (dt.date(2027, 5, 24), "law_pack.age.expired", "harm"),
    ],
)
def test_six_months_are_a_mark_and_twelve_are_no_dates(today: dt.date, id: str, role: str) -> None:
    assert age_words(LAW, today, RU) == (RU.say(id) if id else "", role)


@pytest.mark.parametrize(
    ("today", "ago"),
    [
        (dt.date(2026, 5, 20), "дата ещё не наступила"),
        (dt.date(2026, 5, 24), "сегодня"),
        (dt.date(2026, 5, 26), "2 дня назад"),
        (dt.date(2026, 7, 10), "47 дней назад"),
        (dt.date(2026, 11, 24), "6 месяцев назад"),
    ],
)
def test_how_long_ago_it_was_compiled(today: dt.date, ago: str) -> None:
    told = compiled_words(LAW, today, RU)
    assert told.startswith("составлен 24 мая 2026, ")
    assert ago in told


def test_what_no_lawyer_checked_says_so() -> None:
    assert reviewed_words(LAW, RU) == ("не проверено юристом", "unchecked")
    assert reviewed_words(replace(LAW, reviewed_by_lawyer=True), RU) == ("проверено юристом", "done")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "2023-05-17 (headings of the Law in force); six-month rule from a 2016 official summary",
            "в данных названы: 2016, 17 мая 2023",
        ),
        ("2020 to 2023", "источники с 2020 по 2023 год"),
        ("undated law firm pages; regulations as amended in 2021", "в данных названы: 2021; часть источников без даты"),
        ("nobody wrote it down", "данные об этом молчат"),
    ],
)
def test_how_recent_the_sources_of_an_area_are(text: str, said: str) -> None:
    assert recent_words(text, RU) == said
    assert recent_words(text, wording("en")) == text.replace("2023-05-17", "17 May 2023")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_area_of_the_pack_that_ships_has_a_name(lang: str) -> None:
    words = wording(lang)
    assert {area for area in shipped_law().law_as_of if not words.has(f"law_pack.area.{area}")} == set()
    shown = areas_of(shipped_law(), words)
    assert len(shown) == len(shipped_law().law_as_of)
    said = dict(zip(shipped_law().law_as_of, (text for _, text in shown), strict=True))
    if lang != "en":  # whole sentences of the pack itself, not only the days that stand in the English ones
        assert {area: said[area] for area in said} == shipped_law().law_as_of_words[lang]
        assert "515" in said["extradition"] and "17 мая 2023 (" in said["international_protection"]


@pytest.mark.parametrize(
    ("changes", "word", "new"),
    [
        ({}, "", "чт 10 декабря 2026"),
        (
            {"new": dt.date(2026, 11, 22), "urgency": Urgency.PAST},
            "с новой датой просрочен на 2 дня",
            "вс 22 ноября 2026",
        ),
        ({"new": TODAY, "urgency": Urgency.SOON}, "подать сегодня: последний день", "вт 24 ноября 2026"),
        (
            {"new": dt.date(2026, 11, 27), "urgency": Urgency.SOON},
            "подать сегодня: остаётся 3 дня",
            "пт 27 ноября 2026",
        ),
        (
            {"new": None, "new_alarm": TODAY, "urgency": Urgency.SOON},
            RU.say("law_pack.move.alarm_now"),
            "напоминание офиса: вт 24 ноября 2026",
        ),
        ({"new": None}, "", "без даты"),
    ],
)
def test_a_move_says_what_is_grave_about_it(changes: dict[str, Any], word: str, new: str) -> None:
    line = move_line(move(**changes), RU, TODAY)
    assert (line.word, line.new) == (word, new)
    assert line.clock == "Жалоба в суд"
    for part in (word, "TEST-1", "Жалоба в суд", "Было: вс 20 декабря 2026", f"Станет: {new}"):
        assert part in line.spoken
    assert "поздно" not in line.spoken


def test_a_day_set_by_hand_says_that_it_stays() -> None:
    assert RU.say("law_pack.by_hand") in move_line(move(by_hand=True), RU, TODAY).why


def test_each_fault_of_a_pack_is_told_once_and_in_the_language_of_the_window() -> None:
    files = shipped_files()
    files["deadlines.toml"] = files["deadlines.toml"].replace("limit = 15\n", "limit = 10000\n")
    with pytest.raises(PackFaulty) as caught:
        sound_law(files)
    first, *lines = error_words(caught.value, RU).splitlines()
    assert "Ничего не изменилось" in first
    assert lines
    assert len(lines) == len(set(lines)) == len(caught.value.faults)
    assert all(line.startswith("deadlines.toml:") and "от 1 до 3650" in line for line in lines)


def test_how_many_move() -> None:
    assert moves_told((), RU) == "Ни один срок открытых дел не сдвигается."
    assert moves_told((move(),), RU) == "Сдвигается 1 срок."
    told = moves_told((move(urgency=Urgency.PAST), move(urgency=Urgency.SOON), move()), RU)
    assert told.startswith("Сдвигаются 3 срока. 2 из них")
