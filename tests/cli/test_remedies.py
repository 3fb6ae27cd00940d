"""``case remedies`` and ``case body``: ladders and bodies as JSON and in words."""

from __future__ import annotations

import pytest

from tests.cli.desk import SAMPLES, Desk

S03 = SAMPLES / "S03_refusal_apostrophe_holiday.toml"
S04 = SAMPLES / "S04_extradition_two_citizenships.toml"
S06 = SAMPLES / "S06_stateless_missed_deadline.toml"


@pytest.fixture
def cases(vault: Desk) -> Desk:
    assert vault.on_vault("case", "import", S03, S04, S06).status == 0
    return vault


def test_the_ladder_as_json(cases: Desk) -> None:
    ran = cases.on_vault("case", "remedies", "test-2026-s04", "--as-of", "2026-12-17")
    assert ran.status == 0
    found = ran.json
    assert found["case"] == "TEST-2026-S04" and found["as_of"] == "2026-12-17"
    steps = {step["id"]: step for ladder in found["ladders"] for step in ladder["steps"]}
    court = steps["ex.court"]
    assert (court["status"], court["last_day"], court["paper"]) == ("running", "2026-12-25", "D1")
    assert court["deadlines"] == ["d1-ex.complaint-rule"]
    assert court["bodies"][0]["header_be"] == "У Гродзенскі абласны суд"
    assert court["bodies"][0]["by"] == "notice" and court["bodies"][0]["reason"]
    assert (court["suspends"], court["suspends_unchecked"]) == ("yes", True)
    closed = {door["id"]: door for door in found["closed"]}
    assert closed["un.hrc"]["since"] == "2023-02-08" and closed["echr"]["never"] is True


@pytest.mark.parametrize("lang", ["ru", "be", "en"])
def test_the_ladder_in_words(cases: Desk, lang: str) -> None:
    options = ("--vault", cases.vault, "--passphrase-file", cases.phrase, "--lang", lang)
    ran = cases.run("case", "remedies", "TEST-2026-S06", "--as-of", "2026-11-23", *options)
    assert ran.status == 0
    said = {"ru": ("депортац", "восстановить срок"), "be": ("дэпартацы", "аднавіць тэрмін"), "en": ("eport", "restore")}
    for word in said[lang]:
        assert word in ran.out
    assert "C3" in ran.out and "E1" in ran.out and "{" not in ran.out
    mark = {"ru": "не проверено юристом", "be": "не праверана юрыстам", "en": "not checked by a lawyer"}[lang]
    (choice,) = {line for line in ran.out.splitlines() if "; " in line and line.count(mark) > 1}
    assert choice.rstrip().endswith(f"({mark})"), "each of the bodies to choose from says that it is from memory"
    for word in ("поздно", "позна", "too late", "you have until"):
        assert word not in ran.out.casefold()


def test_a_body_with_its_reason_and_a_wrong_one(cases: Desk) -> None:
    ran = cases.on_vault("case", "body", "TEST-2026-S04", "--for", "D1")
    assert ran.json["question"] == "court_of_extradition" and ran.json["decision"] == "d1"
    assert ran.json["chosen"] == {"text": "Гродненский областной суд", "authority": "court.grodno"}
    assert ran.json["doubts"] == []
    wrong = cases.on_vault("case", "body", "TEST-2026-S04", "--for", "D1", "--to", "Брестский областной суд")
    assert {(doubt["id"], doubt["key"]) for doubt in wrong.json["doubts"]} == {
        ("CHK-ADDRESSEE", "notice"), ("CHK-ADDRESSEE", "region"),
    }  # fmt: skip
    two = cases.on_vault("case", "body", "TEST-2026-S06", "--for", "E1")
    assert [body["authority"] for body in two.json["bodies"]] == ["uvd.vitebsk", "court.district"]
    assert two.json["chosen"] is None, "of two ways the program puts in none by itself"
    asked = cases.on_vault("case", "body", "TEST-2026-S03", "--for", "prosecutor")
    assert [body["authority"] for body in asked.json["bodies"]] == ["prosecutor.gomel"]


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (("case", "remedies", "nobody"), 6),
        (("case", "body", "nobody", "--for", "C1"), 6),
        (("case", "body", "TEST-2026-S03", "--for", "Z9"), 6),
        (("case", "body", "TEST-2026-S03", "--for", "C1", "--decision", "d9"), 6),
        (("case", "body", "TEST-2026-S03"), 2),
    ],
)
def test_what_is_not_there(cases: Desk, args: tuple[str, ...], status: int) -> None:
    ran = cases.on_vault(*args)
    assert ran.status == status and ran.json["error"]["advice"]
