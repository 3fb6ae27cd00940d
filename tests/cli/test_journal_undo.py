"""``legalaid journal undo`` says what came back, and what stays."""

from __future__ import annotations

from tests.cli.desk import SAMPLES, Desk


def test_a_changed_passphrase_is_not_claimed_to_be_taken_back(vault: Desk) -> None:
    imported = vault.on_vault("case", "import", sorted(SAMPLES.glob("*.toml"))[0])
    assert imported.status == 0, imported.out
    new = vault.folder / "new"
    new.write_text("новая фраза", "utf-8")
    changed = vault.on_vault("vault", "slot", "passphrase", "0", "--new-passphrase-file", new, "--kdf", "fast")
    assert changed.status == 0
    vault.phrase = new
    entries = vault.on_vault("journal", "list").json
    assert (entries[0]["kind"], entries[0]["undo_to"]) == ("key_slot", None)
    before = entries[1]["seq"]
    only_keys = vault.on_vault("journal", "undo", "--to", str(before))
    assert (only_keys.status, only_keys.json["error"]["code"]) == (6, "undo_not_possible")
    assert "остаётся как есть" in only_keys.json["error"]["message"]
    to = entries[1]["undo_to"]
    undone = vault.on_vault("journal", "undo", "--to", str(to))
    assert undone.status == 0 and (undone.json["changes"], undone.json["stays"]) == (1, 1)
    assert vault.on_vault("case", "list").json == []
    told = vault.run(
        *("journal", "undo", "--to", str(undone.json["redo"]), "--lang", "en"),
        *("--vault", vault.vault, "--passphrase-file", new),
    )
    assert told.status == 0 and "Changes taken back: 1" in told.out and "left as it is" not in told.out
    assert len(vault.on_vault("case", "list").json) == 1
