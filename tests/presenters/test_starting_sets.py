"""What a topic begins with, what the facts of a case add, and which doors are told of as closed."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import replace

import pytest

from legalaid_desktop.domain.document_codes import CODES
from legalaid_desktop.host.paths import resources
from legalaid_desktop.host.wording import wording
from legalaid_desktop.presenters.case_rows import closed_lines
from legalaid_desktop.presenters.starting_sets import CONDITIONS, first_question, starting_set
from legalaid_desktop.services.document_catalogue import shipped_catalogue
from legalaid_desktop.services.law import shipped_law
from tests.documents.case_texts import DECISION, case_of


def set_of(topic: str, *, decision: str = "", person: str = "", today: dt.date = dt.date(2026, 12, 5)) -> set[str]:
    record = case_of(decision, person=person)
    info = record.info
    return set(starting_set(replace(record, info=replace(info, topic=topic, documents=None)), today=today))


def test_the_whole_catalogue_has_titles_in_three_languages() -> None:
    catalogue = shipped_catalogue()
    assert tuple(catalogue.entries) == CODES
    for entry in catalogue.entries.values():
        for language in ("ru", "be", "en"):
            assert catalogue.title(entry.id, language).strip(), entry.id
        assert not re.search("[ищъ]", entry.title["be"].lower()), "letters that Belarusian does not have"


def test_every_condition_of_the_sets_is_known_and_every_topic_is_one_of_the_taxonomy() -> None:
    catalogue = shipped_catalogue()
    taxonomy = tomllib.loads((resources() / "law" / "by" / "taxonomy.toml").read_text("utf-8"))
    topics = {row["id"] for row in taxonomy["topic"]}
    for topic, usual in catalogue.sets.items():
        assert topic in topics
        assert {name for name, _ in usual.when} <= set(CONDITIONS)
    assert {name for usual in catalogue.sets.values() for name, _ in usual.when} == set(CONDITIONS)


@pytest.mark.parametrize("topic", ["ip.application", "ip.refusal", "ex.wanted", "rm.deportation", "br.dead", "ct.loss"])
def test_consent_and_summary_belong_to_every_set(topic: str) -> None:
    assert {"I2", "K1"} <= set_of(topic)


def test_the_facts_of_the_case_add_papers() -> None:
    assert "D6" not in set_of("ip.application")
    assert {"C4", "D6"} <= set_of("ip.application", person="in_custody = true")
    assert "C3" not in set_of("ip.refusal", decision=DECISION)
    assert "C3" in set_of("ip.refusal", decision=DECISION.replace("received = 2026-12-04\n", ""))
    assert {"A1", "D5"} <= set_of("rm.deportation", person="fears_home_state = true")
    assert "A1" not in set_of("rm.deportation")


def test_a_topic_says_what_to_ask_first() -> None:
    assert first_question(case_of(), "ru").startswith("Когда получено решение?")


@pytest.mark.parametrize("language", ["ru", "be", "en"])
def test_closed_doors_have_a_reason_and_a_date(language: str) -> None:
    lines = closed_lines(shipped_law(), dt.date(2026, 11, 23), wording(language))
    assert len(lines) == 7
    for line in lines:
        assert line.title and line.second
        assert re.search(r"20\d\d|никогда|ніколі|never", line.word), line
    by_key = {line.key: line.word for line in lines}
    assert "2023" in by_key["un.hrc"] and "20" not in by_key["echr"]
    assert "un.hrc" not in {one.key for one in closed_lines(shipped_law(), dt.date(2023, 2, 7), wording(language))}
