"""A fault of a case file is said in the language of the person, with file, line and key as they are."""

from __future__ import annotations

import pytest

from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.errors import FileNotUnderstood
from legalaid_desktop.services.error_words import explain
from legalaid_desktop.services.fault_words import fault_text

TEXT = "[meta]\nas_of = 2026-11-24\n[case]\nref = 'T'\ntopic = 7\ncolour = 'red'\n"


@pytest.mark.parametrize(
    ("lang", "wrong_type", "unknown"),
    [
        ("ru", "здесь нужно другое: текст, а не целое число", "такого ключа нет"),
        ("be", "тут патрэбна іншае: тэкст, а не цэлы лік", "такога ключа няма"),
        ("en", "a text is needed here, not a whole number", "this key is not known"),
    ],
)
def test_faults_are_said_in_three_languages(lang: str, wrong_type: str, unknown: str) -> None:
    with pytest.raises(FileNotUnderstood) as caught:
        parse_case_file(TEXT, "T.toml")
    said = [fault_text(fault, lang) for fault in caught.value.faults]
    assert said == [f"T.toml:5: case.topic: {wrong_type}", f"T.toml:6: case.colour: {unknown}"]
    message, _ = explain(caught.value, lang)
    assert message.split("\n")[1:] == said


def test_a_plain_fault_stays_as_it_is() -> None:
    assert fault_text("body.ru.md:3: unknown word", "ru") == "body.ru.md:3: unknown word"
