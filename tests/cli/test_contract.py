"""The command line as ``cli.md`` fixes it: names, keys, exit codes, and what is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.desk import SAMPLES, Desk

S01, S03 = SAMPLES / "S01_single_name_year_only.toml", SAMPLES / "S03_refusal_apostrophe_holiday.toml"
REF = "TEST-2026-S03"


def test_global_options_stand_before_or_after_the_command(vault: Desk) -> None:
    before = vault.run("--vault", vault.vault, "--passphrase-file", vault.phrase, "--json", "case", "list")
    after = vault.run("case", "list", "--vault", vault.vault, "--json", "--passphrase-file", vault.phrase)
    assert (before.status, before.json) == (after.status, after.json) == (0, [])


@pytest.mark.parametrize(
    ("args", "status", "code"),
    [
        (("no-such-command",), 2, "wrong_use"),
        (("case", "list", "--no-such-option"), 2, "wrong_use"),
        (("case", "list", "--as-of", "2026-13-01"), 2, "wrong_use"),
        (("case",), 2, "wrong_use"),
        ((), 2, "wrong_use"),
        (("statistics", "--year", "2026", "--out", "x"), 2, "not_built_yet"),
        (("bundle", "give", "REF"), 2, "not_built_yet"),
        (("vault", "slot", "add"), 2, "wrong_use"),
        (("document", "bundle", "REF"), 2, "wrong_use"),
        (("document", "bundle", "nobody", "--documents", "C1", "--out", "b.pdf"), 6, "not_found"),
        (("pack", "verify", "missing.lapack"), 6, "not_found"),
        (("case", "show", "nobody"), 6, "not_found"),
        (("case", "import", "missing.toml"), 6, "not_found"),
        (("note", "list", "nobody"), 6, "not_found"),
        (("evidence", "get", "nobody", "x1", "--out", "f"), 6, "not_found"),
        (("document", "check", "nobody", "C1"), 6, "not_found"),
        (("deadline", "explain", "nobody", "d1"), 6, "not_found"),
        (("backup", "create", "--to", "nobody", "--out", "b.age"), 2, "wrong_use"),
    ],
)
def test_a_failure_has_its_code_and_leaves_nothing(
    vault: Desk, args: tuple[str, ...], status: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(vault.folder)
    before = vault.files()
    ran = vault.on_vault(*args)
    assert (ran.status, ran.json["error"]["code"]) == (status, code)
    assert ran.json["error"]["message"] and ran.json["error"]["advice"]
    assert vault.files() == before


def test_wrong_passphrase_damaged_header_and_missing_vault_are_told_apart(vault: Desk) -> None:
    wrong = vault.folder / "wrong"
    wrong.write_text("не та\n", "utf-8")
    ran = vault.run("case", "list", "--vault", vault.vault, "--passphrase-file", wrong, "--json")
    assert (ran.status, ran.json["error"]["code"]) == (3, "wrong_passphrase")
    ran = vault.run("case", "list", "--vault", vault.folder / "none", "--passphrase-file", vault.phrase, "--json")
    assert (ran.status, ran.json["error"]["code"]) == (6, "vault_not_found")
    head = vault.vault / "head"
    head.write_bytes(os.urandom(head.stat().st_size))
    assert vault.on_vault("case", "list").json["error"]["code"] == "header_damaged"
    assert vault.on_vault("vault", "check").status == 4


def test_without_a_terminal_and_without_a_file_the_passphrase_is_an_error(vault: Desk) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "legalaid_desktop", "case", "list", "--vault", vault.vault, "--json"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert b"secret_needed" in done.stdout


def test_the_passphrase_comes_from_a_descriptor_and_loses_one_line_end(vault: Desk) -> None:
    read, write = os.pipe()
    os.write(write, "четыре слова на бумаге\r\n".encode())
    os.close(write)
    try:
        ran = vault.run("case", "list", "--vault", vault.vault, "--passphrase-fd", str(read), "--json")
    finally:
        os.close(read)
    assert ran.status == 0


def test_vault_create_refuses_a_folder_with_something_in_it(desk: Desk) -> None:
    desk.vault.mkdir()
    (desk.vault / "mine").write_text("x")
    ran = desk.on_vault("vault", "create", "--kdf", "fast")
    assert (ran.status, ran.json["error"]["code"]) == (7, "vault_exists")
    assert [p.name for p in desk.vault.iterdir()] == ["mine"]


def test_several_files_are_taken_all_or_none(vault: Desk) -> None:
    bad = vault.folder / "bad.toml"
    bad.write_text('[meta]\nas_of = 2026-11-24\n[case]\nref = "X"\nunheard_of = 1\n', "utf-8")
    ran = vault.on_vault("case", "import", S01, bad)
    assert ran.status == 4
    assert "bad.toml" in str(ran.json) and "unheard_of" in str(ran.json)
    assert vault.on_vault("case", "list").json == []
    ran = vault.on_vault("case", "import", S01, S03)
    assert [row["case_id"] for row in ran.json] == ["S01", "S03"]
    assert set(ran.json[0]) == {"ref", "case_id", "persons", "events", "evidence", "decisions", "warnings"}
    assert vault.on_vault("case", "import", S03).status == 7


def test_notes_evidence_and_search(vault: Desk) -> None:
    vault.on_vault("case", "import", S03)
    text = vault.folder / "note.txt"
    text.write_text("Звонила в полночь, говорила шёпотом про колодец.", "utf-8")
    added = vault.on_vault("note", "add", REF.lower(), "--text-file", text, "--channel", "phone", "--confidential")
    assert added.status == 0 and set(added.json) == {"id", "case", "at"}
    notes = vault.on_vault("note", "list", REF).json
    assert notes[-1]["confidential"] is True and notes[-1]["channel"] == "phone"
    paper = vault.folder / "paper.bin"
    paper.write_bytes(os.urandom(3_000_000))
    got = vault.on_vault("evidence", "add", REF, paper, "--title", "Скан бумаги").json
    out = vault.folder / "back.bin"
    again = vault.on_vault("evidence", "get", REF, got["id"], "--out", out)
    assert out.read_bytes() == paper.read_bytes() and again.json["sha256"] == got["sha256"]
    assert vault.on_vault("evidence", "get", REF, got["id"], "--out", out).status == 8
    hits = vault.on_vault("search", "колодец").json["hits"]
    assert [(h["kind"], h["case"]) for h in hits] == [("note", REF)]
    assert vault.on_vault("note", "add", REF, "--text-file", os.devnull).status == 2


def test_a_document_is_checked_made_and_never_overwrites(vault: Desk) -> None:
    vault.on_vault("case", "import", S03)
    out = vault.folder / "out"
    as_of = ("--as-of", "2026-12-21")
    check = vault.on_vault("document", "check", REF, "C1", *as_of)
    assert check.status == 0 and check.json["blocked"] is True
    blocked = vault.on_vault("document", "make", REF, "C1", "--out", out, *as_of)
    assert (blocked.status, blocked.json["files"]) == (5, []) and not out.exists()
    lift = [f"{f['id']}=сверено по делу" for f in check.json["checks"] if f["severity"] == "O"]
    overrides = [part for reason in dict.fromkeys(lift) for part in ("--override", reason)]
    made = vault.on_vault("document", "make", REF, "c1", "--out", out, *as_of, *overrides)
    assert made.status == 0 and made.json["blocked"] is False
    assert [Path(f["path"]).name for f in made.json["files"]] == [
        "document-2026-12-21-1.docx",
        "document-2026-12-21-1.pdf",
    ]
    again = vault.on_vault("document", "make", REF, "C1", "--out", out, "--format", "pdf", *as_of, *overrides)
    assert [Path(f["path"]).name for f in again.json["files"]] == ["document-2026-12-21-2.pdf"]
    assert {f["overridden"] for f in made.json["checks"] if f["severity"] == "O"} == {"сверено по делу"}
    assert set(made.json["annexes"][0]) == {"number", "title", "kind", "ref", "pages"}


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (("--format", "odt"), 2),
        (("--override", "CHK-NONSENSE=x"), 2),
        (("--override", "CHK-ANNEX="), 2),
        (("--language", "zz"), 2),
        (("--language", "uk"), 6),
        (("--name", "../x"), 2),
    ],
)
def test_wrong_use_of_document_make(vault: Desk, args: tuple[str, ...], status: int) -> None:
    vault.on_vault("case", "import", S03)
    ran = vault.on_vault("document", "make", REF, "C1", "--out", vault.folder / "o", *args)
    assert ran.status == status
    assert not (vault.folder / "o").exists()


def test_document_make_does_not_make_parents(vault: Desk) -> None:
    vault.on_vault("case", "import", S01)
    out = vault.folder / "a" / "b"
    ran = vault.on_vault("document", "make", "TEST-2026-S01", "A3", "--out", out, "--override", "CHK-NAME=x")
    assert ran.status == 8 and not (vault.folder / "a").exists()


def test_an_unknown_document_and_one_without_template_are_not_found(vault: Desk) -> None:
    vault.on_vault("case", "import", S03)
    assert vault.on_vault("document", "check", REF, "C1", "--language", "en").status == 6
    assert vault.on_vault("document", "check", REF, "Z9").status == 6


def test_deadlines_have_the_keys_of_the_contract(vault: Desk) -> None:
    vault.on_vault("case", "import", S03)
    (row,) = vault.on_vault("deadline", "list", REF, "--as-of", "2026-12-21").json
    assert (row["last_day"], row["reading"], row["unchecked"], row["status"]) == ("2026-12-28", "notice", True, "due")
    explained = vault.on_vault("deadline", "explain", REF, row["id"], "--as-of", "2026-12-21").json
    assert {"days", "source", "note"} <= set(explained)
    assert sum(day["counted"] for day in explained["days"]) == 15


def test_what_needs_no_vault_ignores_it(desk: Desk) -> None:
    forms = desk.run("name", "forms", "Примерова", "Зоя", "Ильинична", "--sex", "f", "--json", "--vault", "nowhere")
    assert forms.json["dat"] == "Примеровой Зое Ильиничне"
    assert {row["id"] for row in desk.run("template", "list", "--json").json} >= {"A1", "C1", "D1", "D5"}
    assert desk.run("template", "check", "--json").json == {"ok": True, "problems": []}


def test_template_check_names_every_fault_with_file_and_line(desk: Desk) -> None:
    folder = desk.folder / "Z1"
    folder.mkdir()
    (folder / "manifest.toml").write_text('id = "Z1"\nunknown = 1\n', "utf-8")
    ran = desk.run("template", "check", folder, "--json")
    assert ran.status == 4 and ran.json["ok"] is False
    assert len(ran.json["problems"]) > 3
    assert all({"file", "line", "message"} == set(p) for p in ran.json["problems"])


def test_backup_is_made_verified_and_restored_under_a_new_passphrase(vault: Desk) -> None:
    vault.on_vault("case", "import", S01, S03)
    key = vault.folder / "key"
    identity = vault.run("identity", "new", "--out", key, "--json").json
    assert key.stat().st_mode & 0o777 == 0o600
    file = vault.folder / "copy.age"
    receipt = vault.on_vault("backup", "create", "--to", identity["recipient"], "--out", file)
    assert receipt.status == 0 and receipt.json["cases"] == 2
    assert vault.on_vault("backup", "create", "--to", identity["recipient"], "--out", file).status == 8
    verified = vault.run("backup", "verify", file, "--identity", key, "--json").json
    assert verified["ok"] is True and verified["sha256"] == receipt.json["sha256"]
    new = vault.folder / "new"
    new.write_text("другая фраза\n", "utf-8")
    into = vault.folder / "restored"
    restored = vault.run(
        *("backup", "restore", file, "--into", into, "--identity", key, "--kdf", "fast"),
        *("--passphrase-file", new, "--json"),
    )
    assert restored.json["cases"] == 2
    show = ("case", "show", REF, "--lang", "ru", "--json")
    listed = vault.run(*show, "--vault", into, "--passphrase-file", new).json
    assert listed == vault.on_vault("case", "show", REF).json
    other = vault.folder / "other"
    vault.run("identity", "new", "--out", other, "--json")
    assert vault.run("backup", "verify", file, "--identity", other, "--json").status == 3
    damaged = vault.folder / "damaged.age"
    damaged.write_bytes(file.read_bytes()[:-100])
    before = vault.files()
    ran = vault.run(
        *("backup", "restore", damaged, "--into", vault.folder / "no", "--identity", key),
        *("--passphrase-file", new, "--kdf", "fast", "--json"),
    )
    assert ran.status == 4 and vault.files() == before


def test_output_for_people_is_in_their_language(vault: Desk) -> None:
    vault.on_vault("case", "import", S03)
    args = ("case", "list", "--vault", vault.vault, "--passphrase-file", vault.phrase)
    assert "заявитель: Зразкова-Мнимова" in vault.run(*args, "--lang", "ru").out
    assert "заяўнік: Зразкова-Мнимова" in vault.run(*args, "--lang", "be").out
    assert "client: Зразкова-Мнимова" in vault.run(*args, "--lang", "en").out


def test_a_file_that_is_no_passphrase_is_said_to_be_too_long(vault: Desk) -> None:
    long = vault.folder / "long"
    long.write_bytes(b"a" * 70_000)
    ran = vault.run("case", "list", "--vault", vault.vault, "--passphrase-file", long, "--json", "--lang", "en")
    assert ran.status == 2 and "more than 65536 bytes" in ran.json["error"]["message"]
