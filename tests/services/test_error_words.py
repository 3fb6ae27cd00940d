"""Every expected failure has words in three languages, and they name the thing when it is known."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from legalaid_desktop.errors import (
    BlockedByChecks,
    FileNotUnderstood,
    LegalAidError,
    NoFreshBackup,
    NotFound,
    VaultInUse,
    WrongPassphrase,
    WrongUse,
)
from legalaid_desktop.host.wording import LANGUAGES, catalogue, placeholders
from legalaid_desktop.services.error_words import explain


def _classes(base: type[LegalAidError]) -> Iterator[type[LegalAidError]]:
    yield base
    for child in base.__subclasses__():
        yield from _classes(child)


_ALL = tuple({kind.code: kind for kind in _classes(LegalAidError)}.values())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", _ALL)
def test_each_failure_without_facts_has_message_and_advice(kind: type[LegalAidError], lang: str) -> None:
    message, advice = explain(kind(), lang)
    assert message.endswith(".") and advice.endswith((".", "»."))
    assert "{" not in message + advice
    assert "!" not in message + advice  # tone: no exclamation marks


def test_words_exist_in_all_languages_with_the_same_facts() -> None:
    seen = 0
    for id, values in catalogue().all().items():
        if id.split(".")[0] in {"error", "advice", "named", "problem"}:
            seen += 1
            assert set(values) == set(LANGUAGES), id
            assert len({placeholders(values[lang]) for lang in LANGUAGES}) == 1, id
            for lang, letters in (("ru", "а-яё"), ("be", "а-яёіў"), ("en", "a-z")):
                assert re.search(f"[{letters}]{{3}}", str(values[lang]), re.IGNORECASE), (id, lang)
            assert not set("ищъ") & set(str(values["be"]).lower()), (id, "letters that Belarusian does not have")
    assert seen > 60


def test_the_thing_is_named_when_it_is_known() -> None:
    assert "S03" in explain(NotFound(kind="case", what="S03"), "ru")[0]
    assert "Дела" in explain(NotFound(kind="case", what="S03"), "ru")[0]
    assert "4711" in explain(VaultInUse(pid=4711), "en")[0]
    assert "--limit" in explain(WrongUse(what="--limit"), "be")[0]


def test_advice_fits_what_is_missing() -> None:
    assert "list" in explain(NotFound(kind="case", what="S03"), "en")[1]
    advice = explain(NotFound(kind="file", what="a.toml"), "en")[1]
    assert "list" not in advice and "folder" in advice
    assert "--without-backup" in explain(NoFreshBackup(), "en")[1]
    assert "--without-backup" not in explain(NoFreshBackup(kind="leave"), "en")[1]


def test_every_advice_of_a_kind_says_what_became_of_the_data() -> None:
    own = [id for id in catalogue().all() if id.startswith("advice.") and id.count(".") == 2]
    assert len(own) >= 4
    for id in own:
        assert re.search("nothing (has|was)|not changed|safe", str(catalogue().all()[id]["en"]).lower()), id


def test_braces_in_a_fact_mean_nothing() -> None:
    assert "{x!r}" in explain(NotFound(kind="case", what="{x!r}"), "en")[0]


def test_faults_of_a_file_follow_the_message() -> None:
    message, _ = explain(FileNotUnderstood(("a.toml:7: person.born_on: no date",), what="a.toml"), "en")
    assert message.splitlines()[1] == "a.toml:7: person.born_on: no date"


def test_nothing_blames_the_passphrase_for_damage_and_all_say_what_became_of_the_data() -> None:
    assert "фраз" in explain(WrongPassphrase(), "ru")[0]
    for kind in set(_ALL) - {WrongUse, BlockedByChecks}:
        advice = explain(kind(), "en")[1].lower()
        assert re.search(
            "not changed|has changed nothing|nothing has changed|safe|as it was|changed and deleted nothing"
            "|neither version|nothing was (taken|written)|has not changed",
            advice,
        ), kind
