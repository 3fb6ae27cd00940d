"""A vault that was salvaged opens no more easily than the damaged one, and says how it opens."""

from __future__ import annotations

from pathlib import Path

from tests.cli.desk import Desk, Ran


def by(desk: Desk, vault: Path, phrase: Path, *args: str | Path) -> Ran:
    return desk.run(*args, "--vault", vault, "--passphrase-file", phrase, "--lang", "en")


def test_a_key_file_stays_needed_and_what_no_longer_opens_is_told(desk: Desk) -> None:
    key, saved = desk.folder / "key", desk.folder / "saved"
    assert desk.run("vault", "key-file", "new", "--out", key).status == 0
    assert desk.on_vault("vault", "create", "--kdf", "fast", "--key-file", key).status == 0
    sheets = ("vault", "recovery", "make", "--format", "txt", "--out", desk.folder / "sheets")
    assert desk.on_vault(*sheets, "--key-file", key).status == 0
    salvage = ("vault", "salvage", "--kdf", "fast", "--key-file", key, "--into")
    found = by(desk, desk.vault, desk.phrase, *salvage, saved, "--json")
    assert found.status == 0, found.out
    assert [slot["kind"] for slot in found.json["slots"]] == ["passphrase_and_key_file"]
    assert found.json["ways_left_behind"] == ["recovery"]
    alone = by(desk, saved, desk.phrase, "case", "list", "--json")
    assert (alone.status, alone.json["error"]["code"]) == (3, "key_file_needed")
    assert by(desk, saved, desk.phrase, "case", "list", "--json", "--key-file", key).status == 0
    rehearsed = desk.run(
        *("vault", "recovery", "rehearse", "--vault", saved, "--json", "--share"),
        *sorted((desk.folder / "sheets").iterdir())[:2],
    )
    assert (rehearsed.status, rehearsed.json["error"]["code"]) == (3, "no_such_way")
    told = by(desk, desk.vault, desk.phrase, *salvage, desk.folder / "again").out
    assert "together with the same key file" in told
    assert "do not open the new one: recovery sheets" in told


def test_a_passphrase_alone_stays_alone(vault: Desk) -> None:
    saved, other = vault.folder / "saved", vault.folder / "other"
    other.write_text("другая фраза", "utf-8")
    key = vault.folder / "key"
    key.write_bytes(b"key that no way of this vault needs")
    found = by(
        *(vault, vault.vault, vault.phrase, "vault", "salvage", "--kdf", "fast", "--json"),
        *("--into", saved, "--new-passphrase-file", other, "--key-file", key),
    )
    assert found.status == 0, found.out
    assert [slot["kind"] for slot in found.json["slots"]] == ["passphrase"]
    assert found.json["ways_left_behind"] == []
    assert by(vault, saved, other, "case", "list", "--json").status == 0
    assert by(vault, saved, vault.phrase, "case", "list", "--json").status == 3
