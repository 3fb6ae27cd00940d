"""Case files in, records out: nothing dropped, every fault named with its line."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legalaid_desktop.domain.case_file import case_to_plain, decode_case_file, parse_case_file, read_case_file
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.file_fault import WHY, FileFault
from legalaid_desktop.domain.toml_lines import Path as TomlPath
from legalaid_desktop.domain.toml_lines import lines_of_keys
from legalaid_desktop.errors import FileNotUnderstood
from legalaid_desktop.host.paths import resources
from legalaid_desktop.host.wording import LANGUAGES, catalogue, placeholders
from tests.rounds import rounds
from tests.strategies_cases import Plain, record_of, valid_files
from tests.toml_writer import toml_text

SAMPLES = sorted((resources() / "demo").glob("*.toml"))
PLURAL = {
    **{
        name: f"{name}s"
        for name in ("person", "event", "route", "detention", "assurance", "decision", "consent", "note")
    },
    "entry": "entries",
    "evidence": "evidence",
    "coi": "coi",
    "narrative": "narratives",
    "other_case": "other_cases",
    "missed": "missed",
    "injury": "injuries",
    "state_asked": "states_asked",
    "prior_status": "prior_statuses",
    "interview_record": "interview_records",
    "earlier_offence": "earlier_offences",
    "contradicting_age": "contradicting_ages",
}
SMALL = """[meta]
as_of = 2026-11-24
[case]
ref = "TEST-1"
"""


def json_form(given: Any) -> Any:
    """A TOML value as ``case show`` must print it."""
    match given:
        case dt.datetime():
            zoned = given if given.tzinfo else given.replace(tzinfo=dt.timezone(dt.timedelta(hours=3)))
            return zoned.isoformat()
        case dt.date():
            return given.isoformat()
        case list():
            return [json_form(entry) for entry in given]
        case dict():
            return {key: json_form(entry) for key, entry in given.items()}
    return given


def missing_from(shown: Any, file: Any, where: str = "") -> list[str]:
    """Every place where the shown case lacks or changes what the file says."""
    if isinstance(file, dict):
        if not isinstance(shown, dict):
            return [where]
        return [fault for key, entry in file.items() for fault in missing_from(shown.get(key), entry, f"{where}.{key}")]
    if isinstance(file, list):
        if not isinstance(shown, list) or len(shown) != len(file):
            return [where]
        return [fault for n, entry in enumerate(file) for fault in missing_from(shown[n], entry, f"{where}[{n}]")]
    return [] if shown == file and type(shown) is type(file) else [f"{where}: {shown!r} is not {file!r}"]


def compare(file: Plain, shown: dict[str, Any]) -> list[str]:
    plain = json_form(file)
    faults = missing_from(shown, plain["case"]) + missing_from(shown["meta"], plain["meta"])
    faults += missing_from(shown["case_id"], plain["meta"].get("case_id"))
    for name, value in plain.items():
        if name in PLURAL:
            faults += missing_from(shown[PLURAL[name]], value, name)
        elif name in ("extradition", "expect"):
            faults += missing_from(shown[name], value, name)
    return faults


def faults_of(text: str) -> list[str]:
    with pytest.raises(FileNotUnderstood) as caught:
        parse_case_file(text, "made.toml")
    assert caught.value.faults
    return list(caught.value.faults)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_shown_key_by_key(path: Path) -> None:
    text = path.read_text("utf-8")
    shown = case_to_plain(parse_case_file(text, path.name))
    assert compare(tomllib.loads(text), shown) == []
    json.dumps(shown)


def test_there_are_samples() -> None:
    assert len(SAMPLES) == 6


@pytest.mark.soak
@settings(max_examples=rounds(10, 400), deadline=None, suppress_health_check=list(HealthCheck))
@given(valid_files(), st.data())
def test_any_file_in_any_spelling_comes_back_whole(file: Plain, data: st.DataObject) -> None:
    text = toml_text(file, lambda n: data.draw(st.integers(0, n - 1)))
    assert tomllib.loads(text) == json_free(file), "the test's own writer is wrong"
    record = parse_case_file(text, "made.toml")
    assert compare(file, case_to_plain(record)) == []
    assert record == record_of(file)


def json_free(file: Any) -> Any:
    if isinstance(file, dict):
        return {key: json_free(entry) for key, entry in file.items()}
    return [json_free(entry) for entry in file] if isinstance(file, list | tuple) else file


def paths_of(value: Any, path: TomlPath = ()) -> set[TomlPath]:
    found: set[TomlPath] = {path}
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in children:
        found |= paths_of(entry, (*path, key))
    return found


@pytest.mark.soak
@settings(max_examples=rounds(10, 400), deadline=None, suppress_health_check=list(HealthCheck))
@given(valid_files(), st.data())
def test_every_key_has_its_own_line(file: Plain, data: st.DataObject) -> None:
    """Both ways: each key is found, and the line really holds its last name."""
    text = toml_text(file, lambda n: data.draw(st.integers(0, n - 1)))
    lines = lines_of_keys(text)
    assert set(lines) == paths_of(tomllib.loads(text))
    rows = text.split("\n")
    for path, line in lines.items():
        names = [part for part in path if isinstance(part, str)]
        if names and isinstance(path[-1], str):
            assert names[-1] in rows[line - 1], (path, line)


FAULTS: list[tuple[str, int, str, str]] = []


def fault(line: int, key: str, code: str, added: str) -> None:
    FAULTS.append((added, line, key, code))


fault(5, "person", "missing_key", "[[person]]\nsex = 'm'\n")
fault(7, "person.birth", "pdate_needs", "[[person]]\nid='p1'\nbirth = { precision = 'day' }\n")
fault(
    7,
    "person.birth.month",
    "pdate_extra",
    "[[person]]\nid='p1'\nbirth = { precision = 'year', year = 1990, month = 2 }\n",
)
fault(
    10,
    "person.birth.date",
    "absurd_year",
    "[[person]]\nid='p1'\n[person.birth]\nprecision = 'day'\n\ndate = 1203-01-01\n",
)
fault(7, "person.birth", "wrong_type", "[[person]]\nid='p1'\nbirth = 1990-01-01\n")
fault(7, "person.names.family", "wrong_type", "[[person]]\nid='p1'\nnames.family = 7\n")
fault(8, "person.names.familly", "unknown_key", "[[person]]\nid='p1'\n[person.names]\nfamilly = 'Примеров'\n")
fault(8, "person.id", "duplicate_id", "[[person]]\nid='p1'\n[[person]]\nid='p1'\n")
fault(7, "person.sex", "not_one_of", "[[person]]\nid='p1'\nsex = 'male'\n")
fault(6, "person.id", "id_shape", "[[person]]\nid='p 1'\n")
fault(
    10,
    "person.docs.number",
    "unknown_key",
    "[[person]]\nid='p1'\ndocs = [\n  { kind = 'passport' },\n\n  { kind = 'id', number = 'T' },\n]\n",
)
fault(5, "person", "array_needed", "[person]\nid='p1'\n")
fault(5, "extradition", "table_needed", "[[extradition]]\nstate='TJ'\n")
fault(
    7,
    "event.date.to",
    "date_order",
    "[[event]]\nid='e1'\ndate = { precision = 'range', from = 2026-02-01, to = 2026-01-01 }\n",
)
fault(6, "event.visibility", "not_one_of", "[[event]]\nvisibility = 'public'\n")
fault(6, "entry.lawful", "wrong_type", "[[entry]]\nlawful = true\n")
fault(7, "decision.received", "wrong_type", "[[decision]]\nid='d1'\nreceived = 'вчера'\n")
fault(
    10,
    "decision.reason.n",
    "wrong_type",
    "[[decision]]\nid='d1'\n[[decision.reason]]\nn=1\n[[decision.reason]]\nn='2'\n",
)
fault(6, "missed.reason", "not_one_of", "[[missed]]\nreason='forgot'\n")
fault(6, "note.visibility", "note_internal", "[[note]]\nvisibility='authority'\ntext='x'\n")
fault(6, "narrative.text", "control_character", '[[narrative]]\ntext="a\\u0000b"\n')
fault(6, "evidence.pages", "bad_number", "[[evidence]]\npages = -1\n")
fault(6, "evidence.pages", "wrong_type", "[[evidence]]\npages = 2.5\n")
fault(5, "other_case", "missing_key", "[[other_case]]\nrestricted = true\n")
fault(6, "other_case.ref", "duplicate_ref", "[[other_case]]\nref = 'test-1'\n")
fault(5, "weather", "unknown_table", "[weather]\nrain = true\n")
fault(7, "expect.document.colour", "unknown_key", "[[expect.document]]\ndoc='A1'\ncolour='red'\n")
fault(7, "person.names.given", "line_break", "[[person]]\nid='p1'\nnames={family='а\\nб', given=\"а\\nб\"}\n")


@pytest.mark.parametrize(("added", "line", "key", "code"), FAULTS)
def test_a_fault_names_its_line_and_key(added: str, line: int, key: str, code: str) -> None:
    with pytest.raises(FileNotUnderstood) as caught:
        parse_case_file(SMALL + added, "made.toml")
    found = [(fault.line, fault.key, fault.code) for fault in caught.value.faults if isinstance(fault, FileFault)]
    assert found == [(line, key, code)]
    assert str(caught.value.faults[0]).startswith(f"made.toml:{line}: {key}: ")


def test_all_faults_come_at_once_in_order_of_lines() -> None:
    text = (
        SMALL.replace("as_of = 2026-11-24", "as_of = 7") + "[[person]]\nid='p1'\nsex='x'\nbirth=3\n[[event]]\ntext=[]\n"
    )
    assert [int(fault.split(":")[1]) for fault in faults_of(text)] == [2, 7, 8, 10]


def test_a_file_without_its_required_tables_says_so() -> None:
    assert len(faults_of("")) == 2
    assert "made.toml:1: case.ref" not in faults_of("[meta]\n[case]\n")[0]
    assert {fault.split(": ")[1] for fault in faults_of("[meta]\n[case]\n")} == {"meta", "case"}


def test_no_value_of_the_file_stands_in_a_message() -> None:
    text = SMALL + "[[person]]\nid='p1'\nsex='Канарейка-9'\nrole=['Канарейка-9']\nbirth={precision='Канарейка-9'}\n"
    text += "[[event]]\nid='Канарейка-9 и пробел'\nevidence=['Канарейка-9']\n"
    assert not [fault for fault in faults_of(text) if "Канарейка" in fault]


def test_a_syntax_error_keeps_its_line() -> None:
    assert faults_of(SMALL + "[[person]]\nid = \n")[0].startswith("made.toml:6: ")
    assert faults_of(SMALL + "[case]\n")[0].startswith("made.toml:5: ")
    assert faults_of(SMALL + "[[note]]\ntext = '''\nбез конца\n")[0].startswith("made.toml:7: ")


@pytest.mark.parametrize(
    "text",
    [
        "a=" + "[" * 100_000,
        "a = " + "{ b = " * 5_000,
        "a" + ".a" * 100_000 + " = 1",
        "a = " + "9" * 10_000,
        "[" + "a." * 5_000 + "a]",
        "\x00",
        "﻿﻿",
        "a = 1\r b = 2",
        SMALL + "[[event]]\n" * 5_001,
        SMALL + "[[event]]\ntext = '" + "а" * 400_001 + "'",
        "x" * (4 * 1024 * 1024 + 1),
        SMALL + "".join(f"k{n} = 1\n" for n in range(100_000)),
        SMALL + "a = [" + "1," * 100_000,
    ],
    ids=range(13),
)
def test_an_absurd_file_is_refused_in_words(text: str) -> None:
    assert faults_of(text)[0].startswith("made.toml:")


def test_a_newer_schema_is_refused() -> None:
    assert "schema version 2" in faults_of(SMALL.replace("[meta]", "[meta]\nschema_version = 2"))[0]


def test_faults_are_counted_not_listed_without_end() -> None:
    faults = faults_of(SMALL + "[[event]]\nid = 1\n" * 1_000)
    assert len(faults) == 201
    assert "800 more faults" in faults[-1]


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(FileNotUnderstood) as caught:
        decode_case_file(b"[meta]\n\xff\xfe", "made.toml")
    assert caught.value.faults == ("made.toml:2: the file is not UTF-8 text",)
    assert decode_case_file(b"[meta]\n", "made.toml") == "[meta]\n"


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    text = "\ufeff" + (SMALL + "[[event]]\ntext = '''\nа\nб'''\nevidence = ['x1']\n").replace("\n", "\r\n")
    assert [fault.line for fault in read_case_file(text, "made.toml")[1]] == [9]
    assert parse_case_file(text, "made.toml").events


def test_names_are_kept_exactly_as_written() -> None:
    decomposed = "Мари\u0438\u0306"
    record = parse_case_file(SMALL + f"[[person]]\nid='p1'\nnames={{ family = '{decomposed}', given=' Ян ' }}\n", "m")
    assert record.persons is not None
    assert record.persons[0].names.family == decomposed
    assert record.persons[0].names.given == " Ян "


def test_an_id_is_made_where_a_table_came_without() -> None:
    record = parse_case_file(SMALL + "[[event]]\ntext='а'\n[[event]]\nid='e1'\n[[event]]\ntext='б'\n", "m")
    assert record.events is not None
    assert [event.id for event in record.events] == ["e2", "e1", "e3"]


def test_absent_and_empty_stay_two_answers() -> None:
    with_empty = parse_case_file(SMALL + "[[person]]\nid='p1'\ncitizenships=[]\n[[person]]\nid='p2'\n", "m")
    assert with_empty.persons is not None
    assert [person.citizenships for person in with_empty.persons] == [(), None]
    assert with_empty.events is None
    shown = case_to_plain(with_empty)
    assert [person["citizenships"] for person in shown["persons"]] == [[], None]


def test_a_time_without_a_zone_is_minsk_and_another_zone_stays() -> None:
    text = SMALL + "[[detention]]\nfrom = 2026-10-05T14:20:00\nto = 2026-10-06T10:00:00+05:00\n"
    shown = case_to_plain(parse_case_file(text, "m"))["detentions"][0]
    assert (shown["from"], shown["to"]) == ("2026-10-05T14:20:00+03:00", "2026-10-06T10:00:00+05:00")


_MUTATION = st.tuples(
    st.integers(0, 10**6),
    st.integers(0, 3),
    st.sampled_from(('"', "[", "]", "=", "{", "\n", "7", "й", ".", "'", "\\", "}", "\x01", "#")),
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(range(6)), st.lists(_MUTATION, min_size=1, max_size=6))
def test_a_damaged_file_is_read_or_refused_never_a_crash(sample: int, mutations: list[tuple[int, int, str]]) -> None:
    text = SAMPLES[sample].read_text("utf-8")
    for place, kind, char in mutations:
        at = place % len(text)
        text = text[:at] + (char if kind else "") + text[at + (kind != 1) :]
    try:
        record = parse_case_file(text, "made.toml")
    except FileNotUnderstood as err:
        last_line = text.count("\n") + 1
        for fault in err.faults:
            place_given = re.match(r"made\.toml:(\d+): ", fault)
            assert place_given is not None
            assert 1 <= int(place_given[1]) <= last_line
    else:
        assert isinstance(record, CaseRecord)
        assert compare(tomllib.loads(text), case_to_plain(record)) == []


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("[]{}=\"'.,#\n\\ab1-: _т"), max_size=60))
def test_the_line_finder_never_fails_and_agrees_with_the_parser(text: str) -> None:
    lines = lines_of_keys(text)
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(lines) == paths_of(plain)


def test_every_fault_has_words_in_three_languages() -> None:
    entries = catalogue().all()
    for code, why in WHY.items():
        entry = entries[f"case_file.{code}"]
        assert set(entry) == set(LANGUAGES), code
        assert entry["en"] == why
        for lang in LANGUAGES:
            assert placeholders(entry[lang]) == placeholders(why), (code, lang)


def test_a_citation_of_an_unknown_id_is_kept_and_told_with_its_line() -> None:
    """CHK-ANNEX names it before export; refusing the file would hide the rest of the case from the consultant."""
    text = SMALL + "[[event]]\nid='e1'\ntext='''\nа\nб'''\nevidence=['x1']\n[[decision]]\nid='d1'\nperson='p9'\n"
    record = parse_case_file(text, "made.toml")
    assert record.events and record.events[0].evidence == ("x1",)
    told = read_case_file(text, "made.toml")[1]
    assert [(fault.line, fault.key, fault.code) for fault in told] == [
        (10, "event.evidence", "bad_reference"),
        (13, "decision.person", "bad_reference"),
    ]
