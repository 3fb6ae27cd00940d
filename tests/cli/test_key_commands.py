"""``vault slot|recovery|recover|key-file`` as scripts use them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from legalaid_desktop.vault.recovery_shares import read_share
from tests.cli.desk import Desk, Ran

pytestmark = pytest.mark.usefixtures("quick_vaults")


def phrase(vault: Desk, name: str, text: str) -> Path:
    path = vault.folder / name
    path.write_text(text + "\n", "utf-8")
    return path


def kinds(ran: Ran) -> list[str]:
    return [slot["kind"] for slot in ran.json["slots"]]


def plain(vault: Desk, *args: str | Path) -> Ran:
    """Without a passphrase."""
    return vault.run(*args, "--vault", vault.vault, "--json", "--lang", "en")


def by(vault: Desk, file: Path, *args: str | Path) -> Ran:
    return vault.run(*args, "--vault", vault.vault, "--passphrase-file", file, "--json", "--lang", "en")


def test_passphrases_come_and_go(vault: Desk) -> None:
    new, newer = phrase(vault, "new", "вторая фраза"), phrase(vault, "newer", "третья фраза")
    added = vault.on_vault(
        "vault", "slot", "add", "passphrase", "--new-passphrase-file", new, "--kdf", "fast", "--label", "Б"
    )
    assert added.status == 0 and added.json["slot"]["id"] == "1" and kinds(added) == ["passphrase", "passphrase"]
    assert set(added.json["slot"]) >= {"id", "kind", "label", "created_at"}
    assert [row["label"] for row in plain(vault, "vault", "slots").json] == ["", ""]
    assert [row["label"] for row in vault.on_vault("vault", "slots").json] == ["", "Б"]
    head = (vault.vault / "head").read_bytes()
    for again in (("add", "passphrase"), ("passphrase", "1")):
        twice = vault.on_vault("vault", "slot", *again, "--new-passphrase-file", vault.phrase, "--kdf", "fast")
        assert (twice.status, twice.json["error"]["code"]) == (7, "already_a_way_in")
        assert "уже открывает" in twice.json["error"]["message"]
    assert (vault.vault / "head").read_bytes() == head
    # Into its own slot it may go again: the work it costs may have changed.
    same = by(vault, new, "vault", "slot", "passphrase", "1", "--new-passphrase-file", new, "--kdf", "fast")
    assert same.status == 0
    changed = by(vault, new, "vault", "slot", "passphrase", "1", "--new-passphrase-file", newer, "--kdf", "fast")
    assert changed.status == 0 and changed.json["slot"]["label"] == "Б"
    assert by(vault, new, "case", "list").status == 3
    removed = by(vault, newer, "vault", "slot", "remove", "0")
    assert removed.status == 0 and removed.json["removed"] == "0" and kinds(removed) == ["passphrase"]
    last = by(vault, newer, "vault", "slot", "remove", "1")
    assert (last.status, last.json["error"]["code"]) == (7, "last_way_in")
    assert vault.on_vault("case", "list").json["error"]["code"] == "wrong_passphrase"


def test_a_key_file_serves_every_command_that_opens_a_vault(vault: Desk) -> None:
    key, new = vault.folder / "key", phrase(vault, "new", "при ключе")
    made = vault.run("vault", "key-file", "new", "--out", key, "--json")
    assert made.status == 0 and made.json == {"path": str(key)} and key.stat().st_mode & 0o777 == 0o600
    assert vault.run("vault", "key-file", "new", "--out", key, "--json").status == 8
    added = vault.on_vault(
        "vault", "slot", "add", "key-file", "--new-key-file", key, "--new-passphrase-file", new, "--kdf", "fast"
    )
    assert kinds(added) == ["passphrase", "passphrase_and_key_file"]
    assert vault.on_vault("vault", "slot", "remove", "0").status == 0
    for command in (
        ("case", "list"),
        ("vault", "check"),
        ("vault", "slots"),
        ("identity", "show"),
        ("backup", "status"),
    ):
        without = by(vault, new, *command)
        assert (without.status, without.json["error"]["code"]) == (3, "key_file_needed"), command
        assert by(vault, new, *command, "--key-file", key).status == 0, command
    key.write_bytes(key.read_bytes()[:-1])
    wrong = by(vault, new, "case", "list", "--key-file", key)
    assert (wrong.status, wrong.json["error"]["code"]) == (3, "wrong_passphrase_or_key_file")
    assert "passphrase or the key file" in wrong.json["error"]["message"]
    assert by(vault, new, "case", "list", "--key-file", vault.folder / "no").status == 6
    key.write_bytes(b"")
    assert by(vault, new, "case", "list", "--key-file", key).json["error"]["code"] == "key_file_unusable"


def test_a_vault_can_be_created_with_a_key_file(desk: Desk) -> None:
    assert desk.run("vault", "key-file", "new", "--out", desk.folder / "key").status == 0
    made = desk.on_vault("vault", "create", "--kdf", "fast", "--key-file", desk.folder / "key")
    assert kinds(made) == ["passphrase_and_key_file"]
    assert desk.on_vault("case", "list").status == 3
    assert desk.on_vault("case", "list", "--key-file", desk.folder / "key").status == 0


def sheets(vault: Desk, *more: str) -> Any:
    made = vault.on_vault("vault", "recovery", "make", "--out", vault.folder / "sheets", *more)
    assert made.status == 0, made.out
    return made.json


def text_files(made: Any) -> list[Path]:
    return [Path(file["path"]) for file in made["files"] if file["format"] == "txt"]


def test_recovery_from_sheets_to_a_new_passphrase(vault: Desk) -> None:
    made = sheets(vault)
    assert (made["needed"], made["shares"], made["slot"]["set_number"]) == (2, 3, made["set_number"])
    names = sorted(path.name for path in (vault.folder / "sheets").iterdir())
    assert names == [f"sheet-{number}.{form}" for number in (1, 2, 3) for form in ("pdf", "txt")]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in (vault.folder / "sheets").iterdir())
    one, _, three = text_files(made)
    new = phrase(vault, "new", "вспомнил")
    before = (vault.vault / "head").read_bytes()
    rehearsed = plain(vault, "vault", "recovery", "rehearse", "--share", three, "--share", one)
    assert (rehearsed.status, rehearsed.json) == (0, {"ok": True, "set_number": made["set_number"]})
    assert (vault.vault / "head").read_bytes() == before
    done = by(vault, new, "vault", "recover", "--share", one, three, "--kdf", "fast")
    assert done.status == 0 and done.json["opened_by"] == "recovery" and kinds(done) == ["passphrase", "recovery"]
    assert by(vault, new, "case", "list").status == 0
    assert vault.on_vault("case", "list").status == 3


def test_recovery_can_keep_the_old_passphrase(vault: Desk) -> None:
    files = text_files(sheets(vault))
    new = phrase(vault, "new", "вторая")
    assert by(vault, new, "vault", "recover", "--share", *files, "--kdf", "fast", "--keep-old").status == 0
    assert vault.on_vault("case", "list").status == by(vault, new, "case", "list").status == 0


@pytest.mark.parametrize("by_sheets", [True, False])
def test_recovery_warns_of_an_older_header_as_every_opening_does(vault: Desk, by_sheets: bool) -> None:
    """Setting the new passphrase makes the older one the newest: it is the last time that anybody could tell."""
    head, earlier = vault.vault / "head", vault.folder / "earlier"
    if by_sheets:
        files = text_files(sheets(vault))
        ways: tuple[str | Path, ...] = ("--share", *files[:2])
    else:
        keys = [vault.folder / "one", vault.folder / "two"]
        recipients = [vault.run("identity", "new", "--out", key, "--json").json["recipient"] for key in keys]
        assert vault.on_vault("vault", "slot", "add", "coordinators", "--to", *recipients).status == 0
        ways = ("--identity", *keys)
    shutil.copy(head, earlier)
    again = ("--format", "txt", "--out", vault.folder / "more")
    assert vault.on_vault("vault", "recovery", "make", *again).status == 0
    shutil.copy(earlier, head)
    warned = by(vault, vault.phrase, "case", "list").err
    assert "an old passphrase works again" in warned
    new = phrase(vault, "new", "вспомнил")
    done = by(vault, new, "vault", "recover", *ways, "--kdf", "fast")
    assert (done.status, done.err) == (0, warned) and done.json["opened_by"]
    assert by(vault, new, "case", "list").err == ""


def test_sheets_that_do_not_open_are_refused_in_words_and_change_nothing(vault: Desk) -> None:
    old = text_files(sheets(vault))
    new = phrase(vault, "new", "x")
    fresh = vault.on_vault("vault", "recovery", "reissue", "--out", vault.folder / "again", "--format", "txt").json
    assert [slot["kind"] for slot in fresh["slots"]] == ["passphrase", "recovery"]
    ours = text_files(fresh)
    before = (vault.vault / "head").read_bytes()

    def refused(*files: Path) -> tuple[int, str]:
        ran = by(vault, new, "vault", "recover", "--share", *files, "--kdf", "fast")
        return ran.status, ran.json["error"]["code"]

    assert refused(*old[:2]) == (3, "recovery_does_not_fit")
    assert refused(ours[0]) == (3, "shares_not_enough")
    assert refused(ours[0], ours[0]) == (3, "shares_repeated")
    assert refused(ours[0], old[1]) == (3, "shares_mixed")
    assert refused(vault.folder / "no") == (6, "not_found")
    words = ours[1].read_text("utf-8")
    ours[1].write_text(words.replace(words.split()[-1], "zzzz"), "utf-8")
    assert refused(ours[0], ours[1]) == (4, "share_not_understood")
    said = by(vault, new, "vault", "recover", "--share", ours[0], ours[1]).json["error"]["message"]
    assert str(ours[1]) in said and str(ours[0]) not in said and "Word" in said
    folder = by(vault, new, "vault", "recover", "--share", vault.folder / "again")
    assert folder.status == 2 and folder.json["error"]["message"].startswith("This is a folder")
    stale = plain(vault, "vault", "recovery", "rehearse", "--share", *old)
    assert stale.status == 3 and stale.json["ok"] is False
    assert (vault.vault / "head").read_bytes() == before


def test_all_sheets_or_none(vault: Desk) -> None:
    (vault.folder / "sheets").mkdir()
    (vault.folder / "sheets" / "sheet-2.txt").write_text("mine")
    before = (vault.vault / "head").read_bytes()
    made = vault.on_vault("vault", "recovery", "make", "--out", vault.folder / "sheets")
    assert (made.status, made.json["error"]["code"]) == (8, "destination_exists")
    assert [path.name for path in (vault.folder / "sheets").iterdir()] == ["sheet-2.txt"]
    assert (vault.vault / "head").read_bytes() == before
    assert vault.on_vault("vault", "recovery", "make", "--out", vault.folder / "no" / "sheets").status == 8
    assert not (vault.folder / "no").exists()


@pytest.mark.parametrize("unsure", [False, True])
def test_sheets_that_may_be_in_force_are_kept(vault: Desk, monkeypatch: pytest.MonkeyPatch, unsure: bool) -> None:
    """The disk fills up when the change is noted, and perhaps once more when the header is taken back."""
    from legalaid_desktop.errors import DiskFull
    from legalaid_desktop.services import ways_in

    def full(*_: object, **__: object) -> None:
        raise DiskFull(path="data")

    with monkeypatch.context() as patched:
        patched.setattr(ways_in, "adopt", full)
        if unsure:
            patched.setattr(ways_in, "put_back", full)
        failed = vault.on_vault("vault", "recovery", "make", "--out", vault.folder / "sheets", "--format", "txt")
    assert failed.status == 8
    assert failed.json["error"]["code"] == ("header_half_written" if unsure else "disk_full")
    files = sorted((vault.folder / "sheets").glob("*")) if unsure else []
    assert (vault.folder / "sheets").exists() is unsure
    tried = plain(vault, "vault", "recovery", "rehearse", "--share", *files) if files else None
    assert tried is None or (tried.status, len(files)) == (0, 3), "what is kept opens what was written"
    assert vault.on_vault("case", "list").status == 0


def test_other_counts_and_the_words_of_a_text_sheet(vault: Desk) -> None:
    made = sheets(vault, "--shares", "5", "--needed", "3", "--format", "txt", "--language", "be")
    shares = [read_share(path.read_text("utf-8").split("\n", 4)[4]) for path in text_files(made)]
    assert [(share.number, share.of, share.needed) for share in shares] == [(n, 5, 3) for n in range(1, 6)]
    assert text_files(made)[0].read_text("utf-8").startswith("# Аркуш аднаўлення")


@pytest.mark.parametrize(
    "args",
    [
        ("vault", "slot"),
        ("vault", "slot", "add"),
        ("vault", "slot", "add", "magic"),
        ("vault", "slot", "add", "coordinators", "--to", "age1x"),
        ("vault", "slot", "add", "recovery", "--needed", "4", "--out", "x"),
        ("vault", "recovery", "make", "--needed", "1", "--out", "x"),
        ("vault", "recovery", "make", "--shares", "17", "--out", "x"),
        ("vault", "recovery", "make", "--shares", "два", "--out", "x"),
        ("vault", "recovery", "make", "--format", "docx", "--out", "x"),
        ("vault", "recover"),
        ("vault", "recover", "--share", "a", "--identity", "b"),
        ("vault", "recover", "--share", "a", "--part", "b"),
        ("vault", "recover", "--part", "b"),
        ("vault", "recover", "--share", "a", "--keep-old", "--replace", "0"),
        ("vault", "slot", "add", "passphrase", "--label", "я" * 49),
        ("vault", "slot", "add", "passphrase"),
        ("vault", "key-file", "new"),
    ],
)
def test_wrong_use(vault: Desk, args: tuple[str, ...]) -> None:
    before = vault.files()
    ran = vault.on_vault(*args)
    assert ran.status == 2 and ran.json["error"]["message"], args
    assert vault.files() == before


def test_coordinators_at_one_computer_and_apart(vault: Desk) -> None:
    recipients = []
    for name in ("one", "two", "other"):
        recipients.append(vault.run("identity", "new", "--out", vault.folder / name, "--json").json["recipient"])
    one, two, other = (vault.folder / name for name in ("one", "two", "other"))
    own = vault.on_vault("identity", "show").json["recipient"]
    for pair, why in (
        ((recipients[0], recipients[0]), "один и тот же ключ"),
        ((recipients[0], own), "самого хранилища"),
    ):
        refused = vault.on_vault("vault", "slot", "add", "coordinators", "--to", *pair)
        assert (refused.status, refused.json["error"]["code"]) == (2, "wrong_use")
        assert why in refused.json["error"]["message"] and pair[1] in refused.json["error"]["message"]
    added = vault.on_vault("vault", "slot", "add", "coordinators", "--to", *recipients[:2], "--label", "двое")
    assert added.status == 0 and added.json["slot"]["holders"] == recipients[:2]
    assert [row["kind"] for row in plain(vault, "vault", "slots").json] == ["passphrase", "coordinators"]
    new = phrase(vault, "new", "новая")
    alone = by(vault, new, "vault", "recover", "--identity", one, "--kdf", "fast")
    assert (alone.status, alone.json["error"]["code"]) == (3, "second_coordinator_needed")
    foreign = by(vault, new, "vault", "recover", "--identity", other, "--kdf", "fast")
    assert (foreign.status, foreign.json["error"]["code"]) == (3, "coordinator_unknown")
    together = by(vault, new, "vault", "recover", "--identity", one, two, "--kdf", "fast")
    assert together.status == 0 and together.json["opened_by"] == "coordinators"
    request, part = vault.folder / "request", vault.folder / "part"
    assert plain(vault, "vault", "slot", "request", "--out", request).json == {"path": str(request)}
    sent = vault.run(
        "vault",
        "slot",
        "part",
        "--request",
        request,
        "--identity",
        two,
        "--for",
        recipients[0],
        "--out",
        part,
        "--json",
    )
    assert sent.json == {"path": str(part)} and part.stat().st_mode & 0o777 == 0o600
    newer = phrase(vault, "newer", "ещё новее")
    assert by(vault, newer, "vault", "recover", "--identity", one, "--part", part, "--kdf", "fast").status == 0
    assert by(vault, newer, "case", "list").status == 0
    stray = by(vault, newer, "vault", "recover", "--identity", other, "--part", part, "--kdf", "fast")
    assert (stray.status, stray.json["error"]["code"]) == (3, "part_does_not_fit")
    part.write_bytes(part.read_bytes()[:-5])
    cut = by(vault, newer, "vault", "recover", "--identity", one, "--part", part, "--kdf", "fast")
    assert (cut.status, cut.json["error"]["code"]) == (4, "part_not_understood")


def test_eight_ways_and_no_more(vault: Desk) -> None:
    for number in range(7):
        made = vault.on_vault(
            "vault", "recovery", "make", "--out", vault.folder / f"sheets {number}", "--format", "txt"
        )
        assert made.status == 0
    full = vault.on_vault("vault", "recovery", "make", "--out", vault.folder / "more", "--format", "txt")
    assert (full.status, full.json["error"]["code"]) == (7, "no_room_for_way")
    assert not (vault.folder / "more").exists()


def test_a_restored_vault_can_have_a_key_file(vault: Desk) -> None:
    recipient = vault.run("identity", "new", "--out", vault.folder / "id", "--json").json["recipient"]
    key, copy, back = vault.folder / "key", vault.folder / "copy", vault.folder / "back"
    assert vault.run("vault", "key-file", "new", "--out", key).status == 0
    assert vault.on_vault("backup", "create", "--to", recipient, "--out", copy).status == 0
    restored = vault.on_vault(
        "backup", "restore", copy, "--into", back, "--identity", vault.folder / "id", "--kdf", "fast", "--key-file", key
    )
    assert kinds(restored) == ["passphrase_and_key_file"]
    ask = ("case", "list", "--passphrase-file", vault.phrase, "--vault", back, "--json")
    assert vault.run(*ask).json["error"]["code"] == "key_file_needed"
    assert vault.run(*ask, "--key-file", key).status == 0


def test_a_way_without_a_key_file_does_not_take_one_in_silence(vault: Desk) -> None:
    """It would open without that file afterwards, and its owner would believe otherwise."""
    key, new = vault.folder / "key", phrase(vault, "new", "при ключе")
    assert vault.run("vault", "key-file", "new", "--out", key, "--json").status == 0
    head = (vault.vault / "head").read_bytes()
    refused = vault.on_vault(
        *("vault", "slot", "passphrase", "0", "--new-passphrase-file", new, "--new-key-file", key, "--kdf", "fast")
    )
    assert (refused.status, refused.json["error"]["code"]) == (2, "wrong_use")
    assert "slot add key-file" in refused.json["error"]["advice"]
    assert (vault.vault / "head").read_bytes() == head


def test_a_mended_copy_of_the_header_is_told(vault: Desk) -> None:
    head = vault.vault / "head"
    damaged = bytearray(head.read_bytes())
    damaged[8192 + 100] ^= 1
    head.write_bytes(damaged)
    told = vault.on_vault("case", "list")
    assert told.status == 0 and "head" in told.err
    assert vault.on_vault("case", "list").err == ""
