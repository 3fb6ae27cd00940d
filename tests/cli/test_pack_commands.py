"""``legalaid pack``: exit codes and words as ``cli.md`` and the table of ``pack_commands`` pin them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.law_packs import key_words
from tests.cli.desk import SAMPLES, Desk
from tests.services.law_packs import NEWER, key_of, pack, put, rezipped, rule_changed, texts, without_a_child

RULE = "ip.refusal_appeal"


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    without_a_child(monkeypatch)


@pytest.fixture
def maker(desk: Desk) -> Path:
    """A pack folder as a lawyer has it, one period changed."""
    folder = desk.folder / "by"
    folder.mkdir()
    for name, content in rule_changed(RULE, "limit = 15", "limit = 10").items():
        (folder / name).write_bytes(content)
    (desk.folder / "key phrase").write_text("ключ на бумаге\n", "utf-8")
    return folder


def test_from_a_lawyers_folder_to_a_case_and_back(desk: Desk, maker: Path) -> None:
    phrase = ("--passphrase-file", desk.folder / "key phrase")
    file, key = desk.folder / "by-2026.11.24.lapack", desk.folder / "key"
    assert desk.run("pack", "check", maker, "--json").json == {"ok": True, "problems": []}
    built = desk.run("pack", "build", maker, "--out", file, "--json").json
    assert (built["pack"], built["version"], built["signed"]) == ("by", NEWER, False)
    assert desk.run("pack", "build", maker, "--out", file, "--json").status == 8
    assert desk.run("pack", "verify", file, "--json").json["error"]["code"] == "pack_unsigned"
    made = desk.run("pack", "keys", "new", "--out", key, "--kdf", "fast", *phrase, "--json", "--lang", "en").json
    assert key.stat().st_mode & 0o077 == 0
    shown = desk.run("pack", "keys", "show", "--key", key, "--json", "--lang", "en").json
    assert shown == {"key": made["key"], "words": made["words"]}
    wrong = desk.run("pack", "sign", file, "--key", key, "--passphrase-file", maker / "pack.toml", "--json")
    assert (wrong.status, wrong.json["error"]["code"]) == (3, "wrong_passphrase")
    before = file.read_bytes()
    signed = desk.run("pack", "sign", file, "--key", key, *phrase, "--json", "--lang", "en").json
    assert signed["words"] == made["words"]
    assert file.read_bytes() != before
    verified = desk.run("pack", "verify", file, "--signer", made["words"], "--json").json
    assert (verified["ok"], verified["key"], verified["newer_than_shipped"]) == (True, made["key"], True)
    stranger = desk.run("pack", "verify", file, "--signer", "sun sun", "--json")
    assert (stranger.status, stranger.json["error"]["code"]) == (3, "pack_from_stranger")
    assert [path.name for path in desk.folder.glob("*.part*")] == []

    vault = desk.made()
    assert vault.on_vault("case", "import", SAMPLES / "S03_refusal_apostrophe_holiday.toml").status == 0
    told = vault.on_vault("pack", "affected", file, "--as-of", "2026-12-16").json
    assert (told["version"], told["in_use"], told["signer"]) == (NEWER, "2026.11.23", "first")
    (move,) = told["moves"]
    assert (move["old"], move["new"], move["urgency"]) == ("2026-12-28", "2026-12-18", "soon")
    assert move["reason"] == "Срок по правилу: был 15 рабочих дней, стал 10 рабочих дней."
    assert len(vault.on_vault("pack", "list").json) == 1
    asked = vault.on_vault("pack", "install", file, "--as-of", "2026-12-16")
    assert (asked.status, asked.json["error"]["code"]) == (3, "pack_signer_new"), "nobody is pinned unasked"
    assert told["words"] in asked.json["error"]["message"]
    assert len(vault.on_vault("pack", "list").json) == 1
    heard = ("--new-signer", told["words"])
    taken = vault.on_vault("pack", "install", file, *heard, "--as-of", "2026-12-16").json
    assert (taken["installed"], taken["moves"]) == (True, told["moves"])
    rows = vault.on_vault("deadline", "list", "--as-of", "2026-12-16").json
    assert next(row["last_day"] for row in rows if row["primary"]) == "2026-12-18"
    again = vault.on_vault("pack", "install", file)
    assert (again.status, again.json["installed"]) == (0, False)
    listed = vault.on_vault("pack", "list").json
    assert [(row["version"], row["in_use"], row["state"]) for row in listed] == [
        (NEWER, True, "used"),
        ("2026.11.23", False, "shipped"),
    ]
    shown = desk.run("pack", "list", "--vault", vault.vault, "--passphrase-file", vault.phrase, "--lang", "be").out
    assert "прыйшоў з праграмай" in shown and not {"shipped", "fresh"} & set(shown.split()), "words, no codes"
    back = vault.on_vault("pack", "undo", "--as-of", "2026-12-16").json
    assert (back["version"], back["undone"]) == ("2026.11.23", NEWER)
    assert [(row["old"], row["new"]) for row in back["moves"]] == [("2026-12-18", "2026-12-28")]
    none = vault.on_vault("pack", "undo")
    assert (none.status, none.json["error"]["code"]) == (6, "no_pack_to_undo")


def test_refusals_have_their_exit_codes(vault: Desk) -> None:
    def tried(data: bytes, *more: str) -> tuple[int, str]:
        ran = vault.on_vault("pack", "install", put(vault.folder, data), *more)
        return ran.status, ran.json["error"]["code"] if ran.status else "done"

    def longer(parts: dict[str, bytes]) -> None:
        parts["deadlines.toml"] = parts["deadlines.toml"].replace(b"limit = 15", b"limit = 90", 1)

    assert tried(pack(texts("2026.11.22.1"), "2026.11.22.1"))[0] == 4  # before the day it was compiled: faulty
    assert tried(pack(texts("2026.11.23.1"), "2026.11.23.1")) == (3, "pack_signer_new")
    first = key_words(key_of("lawyer"), "be")
    assert tried(pack(texts("2026.11.23.1"), "2026.11.23.1"), "--new-signer", first) == (0, "done")
    assert tried(pack(texts("2026.11.25"), "2026.11.25")) == (0, "done")
    assert tried(pack(texts())) == (7, "pack_older")
    later = "2026.11.26"
    assert tried(pack(texts(later), later, maker="stranger")) == (3, "pack_from_stranger")
    assert tried(pack(texts(later), later, maker="stranger"), "--new-signer", "sun moon") == (2, "wrong_use")
    assert tried(rezipped(pack(texts(later), later), longer)) == (4, "pack_altered")
    assert tried(pack(texts(later), later, maker=None)) == (4, "pack_unsigned")
    assert tried(b"PK nothing") == (4, "pack_malformed")
    assert vault.on_vault("pack", "install", vault.folder / "none").status == 6
    assert vault.on_vault("pack", "list").json[0]["version"] == "2026.11.25"
    heard = key_words(key_of("stranger"), "ru")
    assert tried(pack(texts(later), later, maker="stranger"), "--new-signer", heard) == (0, "done")


def test_every_fault_of_a_folder_at_once(desk: Desk, maker: Path) -> None:
    for name, old, new in (
        ("deadlines.toml", 'unit = "working_day"', 'unit = "moon"'),
        ("glossary.toml", 'be = "адмова"', 'be = ""'),
        ("pack.toml", "[law_as_of]", "[law_as_of"),
    ):
        text = (maker / name).read_text("utf-8")
        assert old in text
        (maker / name).write_text(text.replace(old, new, 1), "utf-8")
    (maker / "sources.toml").write_bytes(b"# \xff\n")
    (maker / "more.toml").write_text("", "utf-8")
    ran = desk.run("pack", "check", maker, "--json", "--lang", "be")
    assert ran.status == 4
    found = {(one["file"], one["line"]) for one in ran.json["problems"]}
    assert {name for name, _ in found} >= {
        *("deadlines.toml", "glossary.toml", "pack.toml", "sources.toml", "more.toml"),
    }
    lines = (maker / "glossary.toml").read_text("utf-8").splitlines()
    assert ("glossary.toml", lines.index('be = ""') + 1) in found
    built = desk.run("pack", "build", maker, "--out", desk.folder / "p", "--json")
    assert (built.status, built.json["error"]["code"]) == (4, "pack_faulty")
    assert not (desk.folder / "p").exists()


def test_links_and_missing_folders(desk: Desk, maker: Path) -> None:
    assert desk.run("pack", "check", desk.folder / "none", "--json").status == 6
    shutil.copy(maker / "glossary.toml", desk.folder / "outside.toml")
    (maker / "glossary.toml").unlink()
    (maker / "glossary.toml").symlink_to(desk.folder / "outside.toml")
    assert desk.run("pack", "check", maker, "--json").status == 4


def test_what_differs_between_two_packs(desk: Desk, maker: Path) -> None:
    result = desk.run("pack", "diff", "shipped", maker, "--json").json
    assert [(one["file"], one["row"], one["change"]) for one in result["changes"]] == [
        ("pack.toml", "pack", "changed"),
        ("deadlines.toml", f"deadline {RULE}", "changed"),
    ]
    assert result["changes"][1]["values"] == [{"name": "limit", "old": "15", "new": "10"}]
    same = desk.run("pack", "diff", resources() / "law" / "by", "shipped", "--lang", "ru")
    assert same.out.strip() == "Пакеты не отличаются."


def test_a_person_is_told_what_moves_and_who_signed(vault: Desk) -> None:
    vault.on_vault("case", "import", SAMPLES / "S03_refusal_apostrophe_holiday.toml")
    file = put(vault.folder, pack(rule_changed(RULE, "limit = 15", "limit = 10")))
    for lang, parts in (
        ("ru", ("Сверьте эти слова по телефону", "Сдвигается 1 дата", "пн 28 декабря 2026 → пт 18 декабря 2026")),
        ("be", ("Зверце гэтыя словы", "Зрушваецца 1 дата", "пн 28 снежня 2026 → пт 18 снежня 2026")),
        ("en", ("Compare these words", "1 date of open cases moves", "Mon 28 December 2026 → Fri 18 December 2026")),
    ):
        ran = vault.run(
            *("pack", "affected", file, "--vault", vault.vault, "--passphrase-file", vault.phrase),
            *("--lang", lang, "--as-of", "2026-12-10"),
        )
        assert all(part in ran.out for part in parts), ran.out
