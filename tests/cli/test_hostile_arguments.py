"""Arguments, names and texts that no careful person would give: the documented exit code, never a fault of ours."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.desk import SAMPLES, Desk

S01, S03 = SAMPLES / "S01_single_name_year_only.toml", SAMPLES / "S03_refusal_apostrophe_holiday.toml"
REF = "TEST-2026-S03"
BAD_BYTES = os.fsdecode(b"\xff\xfe")


@pytest.fixture
def cases(vault: Desk) -> Desk:
    assert vault.on_vault("case", "import", S03, S01).status == 0
    return vault


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (("case", "list", "--as-of", "20261124"), 2),
        (("case", "list", "--as-of", "2026-W48-2"), 2),
        (("document", "check", REF, "C1", "--as-of", "0001-01-01"), 2),
        (("document", "check", REF, "C1", "--as-of", "9999-12-31"), 2),
        (("case", "show", BAD_BYTES), 6),
        (("note", "list", BAD_BYTES), 6),
        (("deadline", "explain", REF, BAD_BYTES), 6),
        (("document", "check", REF, BAD_BYTES), 6),
        (("search", BAD_BYTES, "--kind", BAD_BYTES), 2),
        (("evidence", "add", REF, S01, "--title", BAD_BYTES), 2),
        (("evidence", "add", REF, S01, "--title", "один\x01два"), 2),
        (("evidence", "add", REF, S01, "--title", "один\nдва"), 2),
        (("note", "add", REF, "--text-file", S01, "--channel", BAD_BYTES), 2),
        (("note", "add", REF, "--text-file", S01.parent), 6),
        (("document", "make", REF, "C1", "--out", "o", "--override", f"CHK-DL-PAST={BAD_BYTES}"), 2),
        (("document", "make", REF, "C1", "--out", "o", "--name", BAD_BYTES), 2),
        (("name", "forms", BAD_BYTES, "--sex", "m"), 2),
    ],
)
def test_a_hostile_argument_is_refused_and_changes_nothing(
    cases: Desk, args: tuple[str | Path, ...], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(cases.folder)
    before = cases.on_vault("case", "show", REF).out
    ran = cases.on_vault(*args)
    assert (ran.status, set(ran.json)) == (status, {"error"})
    assert cases.on_vault("case", "show", REF).out == before


def test_a_limit_larger_than_any_vault_is_only_large(cases: Desk) -> None:
    assert cases.on_vault("search", "суд", "--limit", "9" * 30).json["total"] > 0


def test_a_note_that_is_no_text_is_not_understood(cases: Desk) -> None:
    paper = cases.folder / "picture"
    paper.write_bytes(b"\xff\xd8\xff\xe0")
    ran = cases.on_vault("note", "add", REF, "--text-file", paper)
    assert (ran.status, ran.json["error"]["code"]) == (4, "file_not_understood")
    assert "picture" in ran.json["error"]["message"]


def test_notes_name_the_case_by_its_own_reference(cases: Desk) -> None:
    text = cases.folder / "text"
    text.write_text("слова", "utf-8")
    inside = cases.on_vault("case", "show", REF).json["id"]
    for name in (REF.lower(), inside):
        assert cases.on_vault("note", "add", name, "--text-file", text).json["case"] == REF
        assert {note["case"] for note in cases.on_vault("note", "list", name).json} == {REF}


def test_the_list_of_cases_keeps_its_order_when_a_case_changes(cases: Desk) -> None:
    before = [row["ref"] for row in cases.on_vault("case", "list").json]
    text = cases.folder / "text"
    text.write_text("слова", "utf-8")
    for ref in reversed(before):
        assert cases.on_vault("note", "add", ref, "--text-file", text).status == 0
        assert [row["ref"] for row in cases.on_vault("case", "list").json] == before


@pytest.mark.skipif(os.name != "posix", reason="names of other bytes exist only there")
def test_evidence_from_a_file_whose_name_is_no_utf8(cases: Desk) -> None:
    paper = cases.folder / os.fsdecode(b"scan\xff\n.jpg")
    paper.write_bytes(b"picture")
    added = cases.on_vault("evidence", "add", REF, paper, "--title", "Скан")
    assert added.status == 0
    (shown,) = [x for x in cases.on_vault("case", "show", REF).json["evidence"] if x["id"] == added.json["id"]]
    assert shown["file"] == "scan\ufffd\ufffd.jpg"


@pytest.mark.skipif(os.name != "posix", reason="names of other bytes exist only there")
def test_a_path_of_other_bytes_stays_valid_json(desk: Desk) -> None:
    key = desk.folder / os.fsdecode(b"key\xff")
    made = desk.run("identity", "new", "--out", key, "--json")
    assert json.loads(made.out.encode("utf-8", "strict"))["path"] == str(key)


@pytest.mark.skipif(not Path("/proc/self/mem").is_file(), reason="needs a file that is there and cannot be read")
def test_a_file_that_cannot_be_read_is_not_called_missing(cases: Desk) -> None:
    before = cases.on_vault("case", "show", REF).out
    ran = cases.on_vault("evidence", "add", REF, "/proc/self/mem", "--title", "Скан")
    assert (ran.status, ran.json["error"]["code"]) == (4, "file_not_understood")
    assert cases.on_vault("case", "import", "/proc/self/mem").status == 4
    assert cases.on_vault("case", "show", REF).out == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="devices and pipes in folders are a thing of POSIX")
def test_evidence_that_is_no_ordinary_file_is_called_so(cases: Desk) -> None:
    pipe = cases.folder / "труба"
    os.mkfifo(pipe)
    before = cases.on_vault("case", "show", REF).out
    for odd in (pipe, Path("/dev/zero")):
        ran = cases.on_vault("evidence", "add", REF, odd, "--title", "Скан")
        assert (ran.status, ran.json["error"]["code"]) == (4, "file_refused")
        assert f"«{odd.name}» — не обычный файл." in ran.json["error"]["message"]
    assert cases.on_vault("case", "show", REF).out == before


def test_a_plain_date_is_shown_as_the_file_gave_it(vault: Desk) -> None:
    file = vault.folder / "plain.toml"
    file.write_text(
        '[meta]\nas_of = 2026-11-24\n[case]\nref = "PLAIN"\n[[event]]\nid = "e1"\ndate = 2026-10-05\n'
        '[[event]]\nid = "e2"\ndate = { precision = "day", date = 2026-10-05 }\n'
        '[[entry]]\ndate = 2026-10-04\n[[route]]\ncountry = "PL"\nfrom = 2026-10-01\n'
        '[[other_case]]\nref = "OTHER"\nrestricted = true\nallowed_roles = ["consultant"]\n',
        "utf-8",
    )
    assert vault.on_vault("case", "import", file).status == 0
    shown = vault.on_vault("case", "show", "plain").json
    assert shown["events"][0]["date"] == "2026-10-05"
    assert (shown["events"][1]["date"]["precision"], shown["events"][1]["date"]["date"]) == ("day", "2026-10-05")
    assert shown["entries"][0]["date"] == "2026-10-04"
    assert (shown["routes"][0]["from"], shown["routes"][0]["to"]) == ("2026-10-01", None)
    other = vault.on_vault("case", "show", "other").json
    assert (other["restricted"], other["allowed_roles"]) == (True, ["consultant"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes in folders are a thing of POSIX")
def test_odd_templates_are_faults_with_file_and_line(desk: Desk) -> None:
    shipped = SAMPLES.parents[1] / "templates" / "C5"
    pipe, deep, large = (desk.folder / name for name in ("pipe", "deep", "large"))
    for folder in (pipe, deep, large):
        folder.mkdir()
        for file in filter(Path.is_file, shipped.iterdir()):
            (folder / file.name).write_bytes(file.read_bytes())
    (pipe / "body.ru.md").unlink()
    os.mkfifo(pipe / "body.ru.md")
    (deep / "manifest.toml").write_text("x = " + "[" * 100_000, "utf-8")
    (large / "body.ru.md").write_text("слово " * 300_000, "utf-8")
    ran = desk.run("template", "check", pipe, deep, large, "--json")
    assert ran.status == 4
    found = {(problem["file"], type(problem["line"])) for problem in ran.json["problems"]}
    assert {("pipe/body.ru.md", int), ("deep/manifest.toml", int), ("large/body.ru.md", int)} <= found


def test_nothing_made_on_purpose_goes_into_the_vaults_folder(vault: Desk) -> None:
    """Sheets that lie beside the header open the vault for whoever takes the laptop."""
    own = vault.on_vault("identity", "show").json["recipient"]
    inside, key, copy = vault.vault, vault.folder / "key.txt", vault.folder / "copy.age"
    mine = vault.run("identity", "new", "--out", key, "--json").json["recipient"]
    assert vault.on_vault("backup", "create", "--to", mine, "--out", copy).status == 0
    for damaged, args in (
        (None, ("vault", "recovery", "make", "--out", inside)),
        (0, ("vault", "recovery", "make", "--format", "txt", "--out", inside / "new")),
        (8192, ("vault", "key-file", "new", "--out", inside / "key")),
        (None, ("identity", "new", "--out", inside / "identity")),
        (None, ("backup", "create", "--to", own, "--out", inside / "copy")),
        (None, ("evidence", "get", "R", "1", "--out", inside / "paper")),
        (None, ("vault", "salvage", "--kdf", "fast", "--into", inside / "saved")),
        (None, ("demo", "--out", inside / "practice")),
        (None, ("backup", "restore", copy, "--identity", key, "--kdf", "fast", "--into", inside / "deep" / "old")),
    ):
        head = (inside / "head").read_bytes()
        if damaged is not None:
            (inside / "head").write_bytes(head[:damaged] + b"damaged!" + head[damaged + 8 :])
        before = vault.files()
        ran = vault.on_vault(*args)
        assert (ran.status, ran.json["error"]["code"]) == (8, "destination_in_vault")
        assert vault.files() == before
        (inside / "head").write_bytes(head)
    second = vault.run(
        *("vault", "create", "--kdf", "fast", "--vault", inside / "second"),
        *("--passphrase-file", vault.phrase, "--json"),
    )
    assert (second.status, second.json["error"]["code"]) == (8, "destination_in_vault")
    assert sorted(path.name for path in inside.iterdir()) == ["data", "head"]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("vault", "destroy"), "навсегда"),
        (("vault", "leave", "--mode", "nothing", "--without-receipt", "проба"), "резервная копия"),
        (("vault", "leave", "--mode", "helpers"), "помощники"),
    ],
)
def test_what_is_for_good_says_what_it_does_before_it_wants_a_yes(
    vault: Desk, args: tuple[str, ...], told: str
) -> None:
    ran = vault.on_vault(*args)
    assert ran.status == 2 and told in ran.json["error"]["message"]
