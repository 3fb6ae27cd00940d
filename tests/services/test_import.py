"""What a case file holds is in the vault, key by key, and every text of it is found."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from legalaid_desktop.errors import CaseExists, FileNotUnderstood, NotFound
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.storage.folded_text import folded
from tests.services.vaults import NOW, SAMPLES, case_file, plain_file

PLURALS = {
    "person": "persons", "event": "events", "route": "routes", "entry": "entries", "detention": "detentions",
    "assurance": "assurances", "decision": "decisions", "evidence": "evidence", "coi": "coi", "consent": "consents",
    "note": "notes", "narrative": "narratives", "other_case": "other_cases", "missed": "missed", "injury": "injuries",
    "state_asked": "states_asked", "prior_status": "prior_statuses", "interview_record": "interview_records",
    "earlier_offence": "earlier_offences", "contradicting_age": "contradicting_ages", "extradition": "extradition",
}  # fmt: skip


def as_json(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return value


def differences(given: Any, shown: Any, path: str) -> Iterator[str]:
    """Yield every key path of the file that ``case show`` lacks or shows otherwise; the order of lists counts."""
    if isinstance(given, Mapping):
        if not isinstance(shown, Mapping):
            yield f"{path}: no table"
            return
        for key, value in given.items():
            name = key if key in shown else PLURALS.get(key, key)
            if name not in shown:
                yield f"{path}.{key}: missing"
            else:
                yield from differences(value, shown[name], f"{path}.{key}")
    elif isinstance(given, list):
        if not isinstance(shown, list) or len(shown) != len(given):
            yield f"{path}: another list"
            return
        for index, (one, other) in enumerate(zip(given, shown, strict=True)):
            yield from differences(one, other, f"{path}[{index}]")
    elif not same_value(as_json(given), shown):
        yield f"{path}: {given!r} became {shown!r}"


def same_value(given: Any, shown: Any) -> bool:
    if given == shown and isinstance(given, bool) == isinstance(shown, bool):
        return True
    # A time without a zone is of Minsk (documents.md §11); a bare day where a precision may stand is that day.
    if isinstance(given, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]+", given):
        return bool(shown == given + "+03:00")
    if isinstance(given, str) and isinstance(shown, Mapping):
        return shown.get("precision") == "day" and shown.get("date") == given
    return False


def compared(shown: Mapping[str, Any], plain: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    for table, value in plain.items():
        if table == "case":
            found += differences(value, shown, "case")
        elif table == "meta":
            found += differences(value, {**shown["meta"]}, "meta")
        else:
            name = table if table in ("expect",) else PLURALS[table]
            found += differences(value, shown[name], table)
    return found


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_case_show_equals_the_file_key_by_key(practice: Briefcase, path: Path) -> None:
    plain = plain_file(path)
    assert compared(practice.cases.show(plain["case"]["ref"].lower()), plain) == []


def test_the_comparison_itself_can_fail(practice: Briefcase) -> None:
    plain = plain_file(SAMPLES[4])
    plain["person"][1]["names"]["latin"] = "OTHER"
    plain["event"].reverse()
    plain["injury"][0]["left_out"] = "x"
    found = compared(practice.cases.show(plain["case"]["ref"]), plain)
    assert any("person[1].names.latin" in line for line in found)
    assert any("event[0].id" in line for line in found)
    assert any("injury[0].left_out: missing" in line for line in found)


WHOLE = Path(__file__).parents[1] / "data" / "whole_case.toml"
"""Every table and every key of documents.md §11 once."""


@pytest.fixture
def whole(vault: Briefcase, tmp_path: Path) -> dict[str, Any]:
    path = Path(shutil.copy(WHOLE, tmp_path))
    (tmp_path / "папка").mkdir()
    (tmp_path / "папка" / "зонт.jpg").write_bytes(b"\xff\xd8" + os.urandom(2_500_000))
    vault.cases.import_files([path])
    return plain_file(path)


def test_every_key_of_the_schema_comes_back(vault: Briefcase, whole: dict[str, Any], tmp_path: Path) -> None:
    assert compared(vault.cases.show("t-1"), whole) == []
    assert vault.evidence.open_bytes("T-1", "x1") == (tmp_path / "папка" / "зонт.jpg").read_bytes()


def texts_in(value: Any, key: str = "") -> Iterator[str]:
    skipped = {"id", "person", "facts", "proves", "event", "decision", "evidence", "precision", "season", "visibility"}
    if key in skipped | {"sex", "citizenship_status"} and not isinstance(value, Mapping | list):
        return
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from texts_in(item, name)
    elif isinstance(value, list):
        if key not in skipped or (value and isinstance(value[0], Mapping)):
            for item in value:
                yield from texts_in(item, "" if isinstance(item, Mapping) else key)
    elif isinstance(value, str):
        yield value


def not_found(briefcase: Briefcase, plain: Mapping[str, Any], refs: set[str]) -> list[str]:
    missed: list[str] = []
    for table, value in plain.items():
        if table == "expect":
            continue  # of test files only; the program does not use it
        for text in texts_in(value):
            if folded(text) and not any(hit.case in refs for hit in briefcase.search.find(text, limit=500).hits):
                missed.append(f"{table}: {text}")
    return missed


def test_every_text_of_the_schema_is_found(vault: Briefcase, whole: dict[str, Any]) -> None:
    assert len(list(texts_in({k: v for k, v in whole.items() if k != "expect"}))) > 110
    assert not_found(vault, whole, {"T-1", "T-0"}) == []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_text_of_a_sample_is_found(practice: Briefcase, path: Path) -> None:
    plain = plain_file(path)
    refs = {plain["case"]["ref"], *(other["ref"] for other in plain.get("other_case", []))}
    assert not_found(practice, plain, refs) == []


def test_the_search_for_texts_itself_can_fail(practice: Briefcase) -> None:
    assert not_found(practice, {"event": [{"text": "слово которого нет"}]}, {"TEST-2026-S01"}) != []


def test_no_table_keeps_the_text_of_the_file(vault: Briefcase, whole: dict[str, Any]) -> None:
    db = vault.vault.db
    marks = ("[[person]]", "ru_nom =", "precision =", 'ref = "T-1"', "[expect]")
    for table in db.tables():
        for row in db.rows(f'SELECT * FROM "{table}"'):
            for value in row:
                text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                assert not any(mark in text for mark in marks), table


def test_what_was_made_is_told(vault: Briefcase, tmp_path: Path) -> None:
    path = Path(shutil.copy(WHOLE, tmp_path))
    main, other = vault.cases.import_files([path], lang="en")
    assert (main.ref, main.case_id, main.persons, main.events, main.evidence, main.decisions) == (
        *("T-1", None, 1, 2, 1, 1),
    )
    assert (other.ref, other.case_id, other.persons, other.events) == ("T-0", None, 1, 1)
    assert main.warnings == (
        "Evidence x1: the file “папка/зонт.jpg” was not found beside the case file. "
        "The record was taken in without it; add the file later.",
    )
    with pytest.raises(NotFound):
        vault.evidence.open_bytes("T-1", "x1")
    rows = {str(row.ref): row for row in vault.cases.rows(dt.date(2026, 11, 24))}
    assert {ref: row.title for ref, row in rows.items()} == {"T-1": "Дело обо всём: зонты", "T-0": None}
    assert vault.cases.record("t-0").persons is not None


def snapshot(briefcase: Briefcase) -> dict[str, int]:
    return briefcase.vault.db.counts()


def test_several_files_are_all_or_none(vault: Briefcase, tmp_path: Path) -> None:
    good = case_file(tmp_path, "good.toml", "", ref="A")
    bad = case_file(tmp_path, "bad.toml", 'colour = "red"', ref="B")
    worse = case_file(tmp_path, "worse.toml", '[[person]]\nid = "p1"\nshoe = 43', ref="C")
    before = snapshot(vault)
    with pytest.raises(FileNotUnderstood) as raised:
        vault.cases.import_files([good, bad, worse])
    assert [fault.split(":")[0] for fault in raised.value.faults] == ["bad.toml", "worse.toml"]
    assert all(re.match(r"\w+\.toml:\d+: [\w.]+: ", fault) for fault in raised.value.faults)
    with pytest.raises(NotFound):
        vault.cases.import_files([good, tmp_path / "nowhere.toml"])
    with pytest.raises(NotFound):
        vault.cases.import_files([good, tmp_path])
    assert snapshot(vault) == before


def test_a_reference_that_exists_is_refused(vault: Briefcase, tmp_path: Path) -> None:
    first = case_file(tmp_path, "a.toml", '[[other_case]]\nref = "Ранее-1"', ref="Дело-1")
    vault.cases.import_files([first])
    before = snapshot(vault)
    for name, text, ref in [
        ("b.toml", "", "ДЕЛО-1"),
        ("c.toml", "", "ранее-1"),
        ("d.toml", '[[other_case]]\nref = "дело-1"', "Дело-2"),
    ]:
        with pytest.raises(CaseExists):
            vault.cases.import_files([case_file(tmp_path, name, text, ref=ref)])
    twice = [case_file(tmp_path, "e.toml", "", ref="X"), case_file(tmp_path, "f.toml", "", ref="x")]
    with pytest.raises(CaseExists):
        vault.cases.import_files(twice)
    assert snapshot(vault) == before


@pytest.mark.parametrize(
    "given", ["../secret", "/etc/hostname", "a/../../secret", "C:\\\\secret", "link", "~/secret", "folder/link"]
)
def test_evidence_outside_the_folder_is_refused(vault: Briefcase, tmp_path: Path, given: str) -> None:
    (tmp_path / "secret").write_text("тайна")
    folder = tmp_path / "cases"
    (folder / "folder").mkdir(parents=True)
    (folder / "link").symlink_to(tmp_path / "secret")
    (folder / "folder" / "link").symlink_to(tmp_path)
    path = case_file(folder, "a.toml", f'[[evidence]]\nid = "x1"\nfile = "{given}"')
    before = snapshot(vault)
    with pytest.raises(FileNotUnderstood) as raised:
        vault.cases.import_files([path])
    (fault,) = raised.value.faults
    assert fault.startswith("a.toml:7: evidence.file: ")
    assert snapshot(vault) == before


def test_an_import_is_journalled_record_by_record(vault: Briefcase, whole: dict[str, Any]) -> None:
    entries = vault.journal.entries()[::-1]
    told = {(entry.action, entry.kind, entry.record) for entry in entries}
    assert {
        ("added", "vault", None),
        ("imported", "case", None),
        ("imported", "person", "p1"),
        ("imported", "event", "e2"),
        ("imported", "route", "0"),
        ("imported", "decision", "d1"),
        ("imported", "note", "qn1"),
    } <= told
    assert len([entry for entry in entries if entry.kind == "case"]) == 2
    (decision,) = [entry for entry in entries if entry.kind == "decision"]
    assert {"authority_fill", "reasons", "notice_last_day"} <= set(decision.fields)
    assert all(entry.at == NOW and entry.case for entry in entries[1:])
    assert vault.journal.problems() == ()
