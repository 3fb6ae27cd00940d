"""``vault rekey``, ``vault destroy``, ``vault leave``, and the words that a coordinator reads back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import SAMPLES, Desk, Ran

pytestmark = pytest.mark.usefixtures("quick_vaults")


@pytest.fixture
def filled(vault: Desk) -> Desk:
    assert vault.on_vault("case", "import", sorted(SAMPLES.glob("*.toml"))[0]).status == 0
    return vault


def refused(ran: Ran, status: int, code: str) -> None:
    assert (ran.status, ran.json["error"]["code"]) == (status, code)
    assert ran.json["error"]["message"] and ran.json["error"]["advice"]


def phrase_file(desk: Desk, name: str, text: str) -> Path:
    path = desk.folder / name
    path.write_text(text + "\n", "utf-8")
    return path


def with_phrase(desk: Desk, phrase: Path, *args: str | Path) -> Ran:
    return desk.run(*args, "--vault", desk.vault, "--passphrase-file", phrase, "--json", "--lang", "ru")


def identity(desk: Desk, name: str) -> tuple[Path, str]:
    path = desk.folder / name
    return path, desk.run("identity", "new", "--out", path, "--json").json["recipient"]


def test_rekey_keeps_the_passphrase_that_opened(filled: Desk) -> None:
    before = filled.on_vault("case", "list").json
    slots = filled.on_vault("vault", "slots").json
    ran = filled.on_vault("vault", "rekey", "--kdf", "fast")
    assert ran.status == 0
    assert [(way["kind"], way["fate"]) for way in ran.json["ways"]] == [("passphrase", "stays")]
    assert ran.json["cases"] == 1 and ran.json["set_number"] is None and ran.json["files"] == []
    assert all(len(limit) > 40 for limit in ran.json["limits"])
    assert filled.on_vault("case", "list").json == before
    assert [slot["kind"] for slot in filled.on_vault("vault", "slots").json] == [slot["kind"] for slot in slots]
    assert filled.on_vault("vault", "check").json["ok"]
    assert sorted(path.name for path in filled.vault.iterdir()) == ["data", "head"]


def test_rekey_with_a_new_passphrase_and_new_sheets(filled: Desk) -> None:
    new = phrase_file(filled, "new", "совсем другая фраза")
    old_sheets = filled.folder / "old-sheets"
    assert filled.on_vault("vault", "recovery", "make", "--out", old_sheets, "--format", "txt").status == 0
    refused(filled.on_vault("vault", "rekey", "--new-passphrase-file", new, "--kdf", "fast"), 7, "ways_would_go")
    ran = filled.on_vault(
        "vault", "rekey", "--new-passphrase-file", new, "--kdf", "fast", "--sheets", filled.folder / "sheets",
        "--format", "txt",
    )  # fmt: skip
    assert ran.status == 0
    assert [way["fate"] for way in ran.json["ways"]] == ["gone", "renewed"]
    assert [slot["kind"] for slot in ran.json["slots"]] == ["passphrase", "recovery"]
    refused(filled.on_vault("case", "list"), 3, "wrong_passphrase")
    assert with_phrase(filled, new, "case", "list").status == 0
    for folder, ok in ((old_sheets, False), (filled.folder / "sheets", True)):
        shares = sorted(folder.glob("*.txt"))[:2]
        assert (
            filled.run("vault", "recovery", "rehearse", "--share", *shares, "--vault", filled.vault, "--json").json[
                "ok"
            ]
            is ok
        )


def test_rekey_names_the_other_passphrases_that_stay(filled: Desk) -> None:
    other = phrase_file(filled, "other", "вторая фраза")
    add = ("vault", "slot", "add", "passphrase", "--new-passphrase-file", other, "--kdf", "fast", "--label", "дома")
    assert filled.on_vault(*add).status == 0
    refused(filled.on_vault("vault", "rekey", "--kdf", "fast"), 7, "ways_would_go")
    assert filled.on_vault("vault", "rekey", "--kdf", "fast", "--also-passphrase-file", other).status == 0
    assert with_phrase(filled, other, "vault", "slots").json[1]["label"] == "дома"
    ran = filled.on_vault("vault", "rekey", "--kdf", "fast", "--drop-others")
    assert [way["fate"] for way in ran.json["ways"]] == ["stays", "gone"]
    refused(with_phrase(filled, other, "case", "list"), 3, "wrong_passphrase")


def test_sheets_that_cannot_be_written_change_nothing(filled: Desk) -> None:
    ran = filled.on_vault("vault", "rekey", "--kdf", "fast", "--sheets", filled.folder / "no" / "such")
    assert ran.status == 8
    assert filled.on_vault("vault", "check").json["ok"]
    assert [slot["kind"] for slot in filled.on_vault("vault", "slots").json] == ["passphrase"]


def test_destroy_is_deliberate(filled: Desk) -> None:
    refused(filled.on_vault("vault", "destroy"), 2, "wrong_use")
    refused(filled.on_vault("vault", "destroy", "--yes-destroy"), 7, "no_fresh_backup")
    refused(filled.on_vault("vault", "destroy", "--yes-destroy", "--without-backup", ""), 2, "wrong_use")
    other = phrase_file(filled, "wrong", "не та")
    wrong = with_phrase(filled, other, "vault", "destroy", "--yes-destroy", "--without-backup", "обыск")
    refused(wrong, 3, "wrong_passphrase")
    assert filled.on_vault("vault", "check").json["ok"]
    ran = filled.on_vault("vault", "destroy", "--yes-destroy", "--without-backup", "обыск")
    assert ran.status == 0
    assert ran.json["destroyed"] and ran.json["folder_removed"] and ran.json["backup"] is None
    assert len(ran.json["limits"]) == 3
    refused(filled.on_vault("case", "list"), 6, "vault_not_found")
    refused(filled.on_vault("vault", "destroy", "--yes-destroy"), 6, "vault_not_found")


def test_destroy_after_a_backup_and_back(filled: Desk) -> None:
    file, recipient = identity(filled, "id")
    copy = filled.folder / "copy.age"
    before = filled.on_vault("case", "list").json
    assert filled.on_vault("backup", "create", "--to", recipient, "--out", copy).status == 0
    assert filled.on_vault("vault", "destroy", "--yes-destroy").json["backup"]["recipients"] == [recipient]
    restored = filled.on_vault("backup", "restore", copy, "--into", filled.vault, "--identity", file, "--kdf", "fast")
    assert restored.status == 0
    assert filled.on_vault("case", "list").json == before


def test_leaving_with_nothing(filled: Desk) -> None:
    file, recipient = identity(filled, "id")
    copy = filled.folder / "copy.age"
    refused(filled.on_vault("vault", "leave", "--mode", "nothing"), 2, "wrong_use")
    for given in (("--read-back", "дом дом дом дом"), ("--without-receipt", "нет связи")):
        early = filled.on_vault("vault", "leave", "--mode", "nothing", "--yes-leave", *given)
        refused(early, 7, "no_fresh_backup")
        assert "--without-backup" not in early.json["error"]["advice"]  # this command has no such option
    first = filled.on_vault("vault", "leave", "--mode", "nothing", "--to", recipient, "--out", copy)
    assert first.status == 0 and first.json["left"] is False and first.json["backup"]["file"] == str(copy)
    words = filled.run("backup", "verify", copy, "--identity", file, "--json").json["check_phrase"]
    assert len(words.split()) == 4
    assert words not in first.out  # the traveller's own program does not tell them
    leave = ("vault", "leave", "--mode", "nothing", "--yes-leave")
    refused(filled.on_vault(*leave, "--read-back", "дом дом дом дом"), 7, "check_phrase_differs")
    refused(filled.on_vault(*leave[:-1], "--read-back", words), 2, "wrong_use")
    left = filled.on_vault(*leave, "--read-back", words)
    assert left.status == 0 and left.json["left"] and left.json["folder_removed"]
    refused(filled.on_vault("case", "list"), 6, "vault_not_found")


def test_leaving_to_two_coordinators_and_coming_back(filled: Desk) -> None:
    (anna, first), (boris, second) = identity(filled, "anna"), identity(filled, "boris")
    before = filled.on_vault("case", "list").json
    leave = ("vault", "leave", "--mode", "helpers", "--yes-leave")
    refused(filled.on_vault(*leave), 7, "no_helpers_way")
    assert filled.on_vault("vault", "recovery", "make", "--out", filled.folder / "s", "--format", "txt").status == 0
    # Sheets whose holders nobody named prove nothing.
    refused(filled.on_vault(*leave), 7, "no_helpers_way")
    assert filled.on_vault("vault", "slot", "add", "coordinators", "--to", first, second).status == 0
    refused(filled.on_vault(*leave[:-1]), 2, "wrong_use")
    left = filled.on_vault(*leave)
    assert left.status == 0
    assert [slot["kind"] for slot in left.json["stays"]] == ["coordinators"]
    assert [slot["kind"] for slot in left.json["removed"]] == ["passphrase", "recovery"]
    assert filled.on_vault("case", "list").status == 3
    sheets = sorted((filled.folder / "s").glob("*.txt"))[:2]
    new = phrase_file(filled, "back", "я вернулась")
    recover = ("vault", "recover", "--new-passphrase-file", new, "--kdf", "fast", "--vault", filled.vault, "--json")
    assert filled.run(*recover, "--share", *sheets).status != 0
    assert filled.run(*recover, "--identity", anna).status != 0
    assert filled.run(*recover, "--identity", anna, boris).status == 0
    assert with_phrase(filled, new, "case", "list").json == before


def test_leaving_to_the_holders_of_sheets(filled: Desk) -> None:
    for folder in ("old", "new"):
        assert (
            filled.on_vault("vault", "recovery", "make", "--out", filled.folder / folder, "--format", "txt").status == 0
        )
    leave = ("vault", "leave", "--mode", "helpers", "--yes-leave")
    read = sorted((filled.folder / "new").glob("*.txt"))
    assert filled.on_vault(*leave, "--share", read[0]).status != 0
    left = filled.on_vault(*leave, "--share", *read[:2])
    assert left.status == 0
    assert [slot["kind"] for slot in left.json["removed"]] == ["passphrase", "recovery"]
    assert filled.on_vault("case", "list").status == 3
    rehearse = ("vault", "recovery", "rehearse", "--vault", filled.vault, "--json", "--share")
    assert not filled.run(*rehearse, *sorted((filled.folder / "old").glob("*.txt"))[:2]).json["ok"]
    assert filled.run(*rehearse, read[0], read[2]).json["ok"]


def test_the_vaults_own_keys_open_what_it_made(filled: Desk) -> None:
    _, recipient = identity(filled, "id")
    copy = filled.folder / "copy.age"
    assert filled.on_vault("backup", "create", "--to", recipient, "--out", copy).status == 0
    assert filled.on_vault("vault", "rekey", "--kdf", "fast").status == 0
    assert filled.on_vault("backup", "verify", copy).json["ok"]
    new = phrase_file(filled, "new", "для восстановленного")
    ran = filled.on_vault(
        "backup", "restore", copy, "--into", filled.folder / "w", "--new-passphrase-file", new, "--kdf", "fast"
    )
    assert ran.status == 0 and ran.json["cases"] == 1
