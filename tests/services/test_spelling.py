"""Dictionaries in processes of their own, and the words that a vault keeps."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from legalaid_desktop.domain.spelling import KnownWords
from legalaid_desktop.errors import NotFound, WrongUse
from legalaid_desktop.host.paths import resources, templates
from legalaid_desktop.services.spelling import Speller, Spot, spots
from tests.services.vaults import new_vault, opened


@pytest.fixture(scope="module")
def speller() -> Iterator[Speller]:
    made = Speller()
    yield made
    made.end()


def wrong(speller: Speller, text: str, **more: str) -> list[str]:
    return [spot.word for spot in speller.wrong(spots(text, **more))]


def test_three_languages_in_one_text(speller: Speller) -> None:
    text = (
        "Обжалую поставновление суда; её семья ждёт.\n"
        "Мая сям’я падала хадайніства аб прадастаўленні абароны.\n"
        "The appelant didn’t come back."
    )
    assert wrong(speller, text) == ["поставновление", "хадайніства", "appelant"]


def test_a_latin_word_in_a_russian_sentence_must_be_a_word_a_name_or_a_title(speller: Speller) -> None:
    text = "Адрес: Unknwn. He пришёл, Ghbdtn сказал. Asylum просил (Adress), видел Old Khujand и газету «Mediazona»."
    found = speller.wrong(spots(text, language="ru"))
    assert [spot.word for spot in found] == ["Unknwn", "He", "Ghbdtn", "Adress"]
    meant = {spot.word: speller.suggest(spot)[:3] for spot in found}
    assert "Unknown" in meant["Unknwn"] and meant["He"][0] == "Не" and meant["Ghbdtn"][0] == "Привет"


def test_the_sample_cases_are_marked_no_more_than_they_were(speller: Speller) -> None:
    """What people wrote there in Latin letters are the client’s own words and names."""
    words = set()
    for path in sorted((resources() / "demo").glob("*.toml")):
        for text in re.findall(r'"([^"]*[а-я][^"]*)"', path.read_text("utf-8")):
            words |= {spot.word for spot in speller.wrong(spots(text, language="ru")) if spot.among is not None}
    assert words == set()


@pytest.mark.parametrize("language", ["ru", "be"])
def test_the_words_of_our_own_papers_are_hardly_marked(speller: Speller, language: str) -> None:
    looked_at, found = 0, set()
    for body in sorted(templates().glob(f"[CD]*/body.{language}.md")):
        text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", " 0 ", body.read_text("utf-8"), flags=re.DOTALL)
        all_spots = spots(text, language=language)
        looked_at += len(all_spots)
        found |= {spot.word for spot in speller.wrong(all_spots)}
    assert looked_at > 500
    assert len(found) * 200 < looked_at, sorted(found)


def test_suggestions_keep_the_sign_that_was_written(speller: Speller) -> None:
    assert "постановление" in speller.suggest(Spot(0, 14, "поставновление", "ru"))
    assert "сям’я" in speller.suggest(Spot(0, 6, "сямь’я", "be"))
    assert speller.suggest(Spot(0, 5, "cлово", "ru", mixed=True)) == ("слово",)


def test_a_dictionary_that_died_is_started_anew(speller: Speller) -> None:
    assert wrong(speller, "ходотайство") == ["ходотайство"]
    for pid in speller.pids():
        os.kill(pid, signal.SIGKILL)
    assert wrong(speller, "кассацыя") == ["кассацыя"]


@pytest.mark.skipif(sys.platform != "linux", reason="the walls of Linux")
def test_a_dictionary_stands_behind_walls(speller: Speller) -> None:
    wrong(speller, "слово")
    for pid in speller.pids():
        status = Path(f"/proc/{pid}/status").read_text("ascii")
        assert "Seccomp:\t2" in status and "NoNewPrivs:\t1" in status
        # The three pipes and nothing else: no way to the vault's files.
        assert len(list(Path(f"/proc/{pid}").glob("task"))) == 1


def test_after_the_end_nothing_runs_and_nothing_is_kept() -> None:
    made = Speller()
    assert wrong(made, "ходотайство") == ["ходотайство"]
    pids = made.pids()
    made.end()
    assert made.pids() == () and pids
    assert wrong(made, "ходотайство") == []


def test_words_stay_in_the_vault_and_nowhere_else(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    with new_vault(folder) as vault:
        vault.own_words.add("ru", "зразковщина")
        vault.own_words.add("ru", "зразковщина")
        vault.own_words.add("be", "сям’ёўка")
        assert vault.own_words.all() == (("be", "сям'ёўка"), ("ru", "зразковщина"))
        vault.own_words.remove("be", "сям’ёўка")
        for bad in ("", " ", "два слова", "ы" * 61):
            with pytest.raises(WrongUse):
                vault.own_words.add("ru", bad)
        with pytest.raises(WrongUse):
            vault.own_words.add("fr", "mot")
        assert [entry.kind for entry in vault.journal.entries()].count("own_word") == 3
    with opened(folder) as vault:
        assert vault.own_words.all() == (("ru", "зразковщина"),)
    for path in folder.iterdir():
        assert "зразковщина".encode() not in path.read_bytes()


def test_an_added_word_can_be_taken_back(tmp_path: Path) -> None:
    with new_vault(tmp_path / "vault") as vault:
        before = vault.journal.length
        vault.own_words.add("ru", "зразковщина")
        vault.undo.undo_back_to(before)
        assert vault.own_words.all() == ()


def test_names_of_the_case_are_known_in_their_forms(tmp_path: Path) -> None:
    with new_vault(tmp_path / "vault") as vault:
        (case,) = vault.cases.import_files([next((resources() / "demo").glob("S03*.toml"))])
        known = vault.own_words.known(case.ref)
        record = vault.cases.record(case.ref)
        person = (record.persons or ())[0]
        family, given = person.names.family or "", person.names.given or ""
        assert family or given
        for form in (family, family + "у", given + "ом"):
            assert all(known.knows(spot) for spot in spots(form)), form
        assert isinstance(vault.own_words.known(None), KnownWords)
        with pytest.raises(NotFound):
            vault.own_words.known("нет такого")
