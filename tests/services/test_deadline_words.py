"""A clock in words: complete in three languages, readable by a person who knows no law."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.deadline_engine import deadline_rows
from legalaid_desktop.host.paths import resources
from legalaid_desktop.host.wording import LANGUAGES, catalogue, placeholders
from legalaid_desktop.services.deadlines import row_json
from legalaid_desktop.services.law import shipped_law
from tests.strategies_cases import KINDS, valid_cases

SOURCE = Path(__file__).parents[2] / "src" / "legalaid_desktop" / "domain"
LIST_KEYS = (
    *("case", "id", "decision", "rule", "reading", "primary", "trigger", "starts_on", "last_day", "safe_day"),
    *("alarm_on", "confidence", "stale", "unchecked", "status", "explanation"),
)


def sample(start: str) -> CaseRecord:
    path = next((resources() / "demo").glob(f"{start}*.toml"))
    return parse_case_file(path.read_text("utf-8"), path.name)


def shown(record: CaseRecord, lang: str, days: bool = True) -> list[dict[str, object]]:
    assert record.meta.as_of is not None
    rows = deadline_rows(record, shipped_law(), record.meta.as_of)
    return [row_json(row, record.info.ref, lang, days=days) for row in rows]


def test_the_keys_of_the_contract() -> None:
    row = shown(sample("S03"), "ru", days=False)[0]
    assert tuple(row) == LIST_KEYS
    explained = shown(sample("S03"), "ru")[0]
    assert tuple(explained) == (*LIST_KEYS, "days", "source", "note", "kind", "last_moment", "changes", "marks")
    days = explained["days"]
    assert isinstance(days, list)
    assert tuple(days[0]) == ("date", "counted", "number", "why")
    assert json.loads(json.dumps(row))["last_day"] == "2026-12-28"


def test_the_refusal_of_s03_explains_itself() -> None:
    text = "\n".join(map(str, shown(sample("S03"), "ru")[0]["explanation"]))  # type: ignore[call-overload]
    for part in (
        "жалоба в суд на решение об отказе в защите",
        "решение получено: пт 4 декабря 2026",
        "15 рабочих дней",
        "День 1 — пн 7 декабря 2026",
        "7 нерабочих дней",
        "пт 25 декабря 2026 — праздник",
        "Последний день по этому счёту: пн 28 декабря 2026",
        "Не проверено юристом",
        "Это не срок по закону",
        "Подайте сегодня",
    ):
        assert part in text


def test_the_missed_deportation_of_s06_is_not_called_too_late() -> None:
    for lang, way_out in (
        ("ru", "восстановлении срока (C3)"),
        ("be", "аднаўленні тэрміну (C3)"),
        ("en", "restore the period (C3)"),
    ):
        text = "\n".join(map(str, shown(sample("S06"), lang)[0]["explanation"]))  # type: ignore[call-overload]
        assert way_out in text
        assert not re.search(r"поздно|позна|too late", text)


def test_an_application_has_only_the_office_alarm() -> None:
    row = shown(sample("S01"), "ru")[0]
    assert row["last_day"] is None
    text = "\n".join(map(str, row["explanation"]))  # type: ignore[call-overload]
    assert "Напоминание офиса: ср 4 ноября 2026. Этот день офис назначил себе сам. Это не срок по закону." in text
    assert not re.search(r"\b\d+ (?:дн|рабоч|суток|месяц)", text)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(KINDS).flatmap(lambda kind: valid_cases(decision_kind=kind)), st.sampled_from(LANGUAGES))
def test_any_clock_has_words(record: CaseRecord, lang: str) -> None:
    for row in shown(record, lang):
        sentences = [str(line) for line in row["explanation"]]  # type: ignore[attr-defined]
        assert sentences
        for sentence in sentences:
            assert sentence[-1] in ".»", sentence
            assert "None" not in sentence
            assert not re.search(r"\{|\}|  |\d{4}-\d{2}-\d{2}", sentence), sentence


def test_every_line_and_day_that_the_engine_can_say_has_words() -> None:
    """Ids are looked up in the source, so that a new line without words fails here and not on a bad day."""
    source = "".join((SOURCE / f"{name}.py").read_text("utf-8") for name in ("deadline_explanation", "clock_triggers"))
    entries = catalogue().all()
    said = set(re.findall(r'say\("([a-z_.]+)"', source)) | set(re.findall(r'Line\(key="([a-z_.]+)"', source))
    assert len(said) > 20
    assert sorted(key for key in said if f"deadline.explain.{key}" not in entries) == []
    own = tomllib.loads((resources() / "locale" / "deadline.toml").read_text("utf-8"))
    assert set(own) == {"deadline"}
    for id, entry in entries.items():
        if id.startswith("deadline."):
            assert set(entry) == set(LANGUAGES), id
            assert len({placeholders(value) for value in entry.values()}) == 1, id


def test_words_do_not_depend_on_the_machine() -> None:
    assert dt.date(2026, 12, 28).isoweekday() == 1
    assert "Mon 28 December 2026" in "\n".join(map(str, shown(sample("S03"), "en")[0]["explanation"]))  # type: ignore[call-overload]
