"""``deadline export`` and ``deadline month``: days without a word of a case, in a new file."""

from __future__ import annotations

import datetime as dt

import icalendar
import pypdfium2

from tests.cli.desk import SAMPLES, Desk

S03 = "TEST-2026-S03"
DAY = ("--as-of", "2026-12-21")
NEVER = ("TEST", "S03", "S04", "legalaid", "desktop", "юрид", "отказ", "выдач", "жалоб", "суд", "refugee", "complaint")


def test_days_to_come_as_a_calendar_file(vault: Desk) -> None:
    assert vault.on_vault("case", "import", *SAMPLES.glob("S0[346]*.toml")).status == 0
    out = vault.folder / "days.ics"
    made = vault.on_vault("deadline", "export", "--out", out, *DAY)
    assert made.status == 0 and "не защищён" in made.err
    data = out.read_bytes()
    assert (made.json["bytes"], out.stat().st_mode & 0o777) == (len(data), 0o600)
    text = data.decode("utf-8")
    assert all(word.casefold() not in text.casefold() for word in NEVER)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")), "folded as RFC 5545 says"
    entries = list(icalendar.Calendar.from_ical(text).walk("VEVENT"))
    assert len(entries) == made.json["entries"] > 0
    assert {str(one["SUMMARY"]) for one in entries} == {f"срок {n}" for n in range(1, made.json["deadlines"] + 1)}
    assert not list(icalendar.Calendar.from_ical(text).walk("VALARM"))
    days = [one.decoded("DTSTART") for one in entries]
    assert all(type(day) is dt.date and day >= dt.date(2026, 12, 21) for day in days)
    open_rows = [
        row
        for row in vault.on_vault("deadline", "list", *DAY).json
        if row["primary"] and row["last_day"] and row["last_day"] >= "2026-12-21"
    ]
    assert open_rows and {row["last_day"] for row in open_rows} <= {day.isoformat() for day in days}

    one_case(vault, {str(one["UID"]) for one in entries})
    a_month_for_the_wall(vault)


def one_case(vault: Desk, seen: set[str]) -> None:
    """Two files have no identifier in common, and what went out stands in the journal."""
    out = vault.folder / "one.ics"
    assert vault.on_vault("deadline", "export", S03, "--out", out, "--language", "be", *DAY).status == 0
    assert "SUMMARY:тэрмін 1" in out.read_text("utf-8")
    assert seen.isdisjoint({str(one["UID"]) for one in icalendar.Calendar.from_ical(out.read_bytes()).walk("VEVENT")})
    newest = vault.on_vault("journal", "list").json[0]
    assert (newest["action"], newest["kind"], newest["case"]) == ("exported", "deadline", S03)


def a_month_for_the_wall(vault: Desk) -> None:
    out = vault.folder / "month.pdf"
    made = vault.on_vault("deadline", "month", "2026-12", "--out", out, "--language", "en", *DAY)
    assert made.status == 0 and made.json["entries"] > 0
    data = out.read_bytes()
    document = pypdfium2.PdfDocument(data)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    assert len(document) == 1 and "December 2026" in text and "deadline 1" in text
    assert "weekend" in text, "a day off is named, not only tinted"
    assert all(word.casefold() not in text.casefold() for word in NEVER)
    assert all(word.encode() not in data for word in ("legalaid", "LegalAid", "TEST-"))


def test_nothing_is_written_over_or_into_the_vault_or_empty(vault: Desk) -> None:
    out = vault.folder / "days.ics"
    nothing = vault.on_vault("deadline", "export", "--out", out, *DAY)
    assert (nothing.status, out.exists()) == (6, False) and "писать нечего" in nothing.json["error"]["message"]
    assert vault.on_vault("case", "import", *SAMPLES.glob("S03*.toml")).status == 0
    out.write_text("mine", "utf-8")
    assert vault.on_vault("deadline", "export", "--out", out, *DAY).status == 8
    assert vault.on_vault("deadline", "month", "--out", out, *DAY).status == 8
    assert out.read_text("utf-8") == "mine"
    assert vault.on_vault("deadline", "export", "--out", vault.vault / "days.ics", *DAY).status == 8
    assert vault.on_vault("deadline", "export", "NO-SUCH", "--out", vault.folder / "x", *DAY).status == 6
    for wrong in ("2026-13", "December", "0000-01", "9999-12"):
        assert vault.on_vault("deadline", "month", wrong, "--out", vault.folder / "x", *DAY).status == 2
    assert not (vault.folder / "x").exists()
