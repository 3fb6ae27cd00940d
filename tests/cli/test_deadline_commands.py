"""``legalaid deadline list|explain|rules|mark``: what is printed, in JSON and for people."""

from __future__ import annotations

import datetime as dt

import pytest

from legalaid_desktop.cli import main as program
from legalaid_desktop.host.clock import FixedClock
from tests.cli.desk import SAMPLES, Desk

S04 = SAMPLES / "S04_extradition_two_citizenships.toml"
REF, ROW = "TEST-2026-S04", "d1-ex.complaint-rule"


@pytest.fixture
def vault(desk: Desk) -> Desk:
    desk.made()
    desk.on_vault("case", "import", S04)
    return desk


def test_marks_rules_and_further_clocks(vault: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    day = ("--as-of", "2026-12-16")
    assert [row["rule"] for row in vault.on_vault("deadline", "list", REF, *day).json] == ["ex.complaint"]
    every = vault.on_vault("deadline", "list", REF, "--all", *day).json
    assert {row["rule"] for row in every if row["further"]} >= {"ex.detention_max", "un.special_procedures"}

    in_words = ("--vault", vault.vault, "--passphrase-file", vault.phrase)
    told = vault.run("deadline", "list", REF, *in_words, "--lang", "be", *day).out
    assert "скарга на пастанову аб выдачы" in told and "апошні дзень паводле падліку пт 25 снежня 2026" in told
    assert "не праверана юрыстам" in told and "2026-12" not in told and "recalled" not in told
    told = vault.run("deadline", "rules", REF, *in_words, "--lang", "ru", *day).out
    assert "В деле нет решения об отказе в защите." in told
    assert not [code for code in ("client_act", "recalled", "None") if code in told]
    rules = {row["rule"]: row for row in vault.on_vault("deadline", "rules", REF, *day).json}
    assert len(rules) == 45
    assert all(row["why"] or row["last_day"] for row in rules.values())
    assert rules["ex.complaint"]["ids"] == [ROW] and rules["ex.complaint"]["why"] is None
    assert "8 февраля 2023" in rules["un.hrc"]["why"]
    assert rules["st.host_notice"]["ids"] == [] and "вручную" in rules["st.host_notice"]["why"]

    assert vault.on_vault("deadline", "mark", REF, ROW, "extended", "--day", "2027-01-15").status == 2
    said = ("deadline", "mark", REF, ROW, "extended", "--day", "2027-01-15", "--reason", "Определение суда")
    (mark,) = vault.on_vault(*said).json
    assert (mark["id"], mark["state"], mark["day"]) == ("d1-ex.complaint-!extended", "extended", "2027-01-15")
    explained = vault.on_vault("deadline", "explain", REF, "d1-ex.complaint-by_person", *day).json
    assert explained["last_day"] == "2027-01-15" and explained["marks"][0]["reason"] == "Определение суда"
    assert explained["changes"] and set(explained["changes"]) <= set(explained["explanation"])
    assert vault.on_vault("deadline", "mark", REF, ROW, "extended", "--take-back").json == []
    assert vault.on_vault("deadline", "mark", REF, "d9-ex.complaint-rule", "done").status == 6
    assert vault.on_vault("deadline", "mark", REF, ROW, "perhaps").status == 2

    shown = vault.run(
        "deadline", "explain", REF, ROW, *day, "--lang", "be", "--vault", vault.vault, "--passphrase-file", vault.phrase
    )
    assert shown.out.startswith(f"{REF} · {ROW}\n\nШто зрабіць: ")
    assert "пт 25 снежня 2026" in shown.out.splitlines()[-1], "the strip of days goes to the last one"
    assert "{" not in shown.out

    monkeypatch.setattr(program, "SystemClock", lambda: FixedClock(dt.datetime(2020, 1, 1, tzinfo=dt.UTC)))
    wrong = vault.on_vault("deadline", "list", REF, *day)
    assert wrong.json and "Часы компьютера" in wrong.err
