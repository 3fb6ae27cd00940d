"""What a wrong command and ``--help`` say, in three languages."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

import pytest

from legalaid_desktop.cli.arguments import build_parser
from legalaid_desktop.host.wording import LANGUAGES, wording
from tests.cli.desk import Desk


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                yield from parsers(child)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_says_what_it_does(lang: str) -> None:
    words = wording(lang)
    top = build_parser(words)
    said = {}
    for parser in parsers(top):
        blocks = parser.format_help().split("\n\n")
        name = "_".join(parser.prog.split()[1:]).replace("-", "_") or "program"
        assert blocks[0].startswith(words.say("help.usage"))
        assert " ".join(blocks[1].split()) == words.say(f"help.command.{name}")
        said[name] = blocks[1]
        for action in parser._actions:
            if action.option_strings:
                known = words.has(f"help.option.{action.dest}")
                assert known or action.dest in ("sex", "kind", "channel", "name", "doc"), action.dest
    assert "vault_slot_add_key_file" in said and len(set(said.values())) == len(said)


def test_help_of_a_family_names_its_actions(desk: Desk) -> None:
    ran = desk.run("vault", "--help", "--lang", "ru")
    assert (ran.status, ran.err) == (0, "")
    assert "destroy\n        Уничтожить хранилище навсегда" in ran.out and "usage" not in ran.out


@pytest.mark.parametrize(
    ("args", "command"),
    [
        (("--json", "--help"), ""),
        (("-h", "--json"), ""),
        (("vault", "--json", "--help"), "vault"),
        (("vault", "slot", "add", "key-file", "-h", "--json"), "vault slot add key-file"),
    ],
)
def test_help_is_one_json_document_where_json_is_asked_for(desk: Desk, args: tuple[str, ...], command: str) -> None:
    ran = desk.run(*args, "--lang", "be")
    assert (ran.status, ran.err) == (0, "")
    assert ran.json["command"] == command
    assert ran.json["help"] == desk.run(*(one for one in args if one != "--json"), "--lang", "be").out


@pytest.mark.parametrize(
    "args",
    [
        ("frob",),
        ("vault",),
        ("vault", "frob"),
        ("case", "show"),
        ("vault", "check", "--frob"),
        ("vault", "check", "--anchor"),
        ("vault", "check", "--json=yes"),
        ("vault", "slots", "--passphrase-fd", "x"),
        ("vault", "recovery", "make", "--out", "o", "--shares", "1"),
        ("vault", "recovery", "make", "--out", "o", "--format", "doc"),
        ("vault", "recover", "--keep-old", "--replace", "0"),
        ("vault", "slot", "add", "passphrase", "--label", "ы" * 49),
        ("case", "list", "--as-of", "завтра"),
        ("case", "list", "--as-of", "0001-01-01"),
        ("note", "add", "R", "--text-file", "-", "--channel", "a\nb"),
        ("document", "make", "R", "C1", "--out", "o", "--override", "CHK"),
        ("document", "make", "R", "C1", "--out", "o", "--name", "a/b"),
    ],
)
def test_a_wrong_command_is_told_in_russian(desk: Desk, args: tuple[str, ...]) -> None:
    ran = desk.run(*args, "--lang", "ru")
    assert ran.status == 2 and ran.out == ""
    latin = re.sub(r"'[^']*'|--?[\w-]+|[A-Z_]{2,}(=\w+)?|UTF-8|doc\b|a/b|\d+", "", ran.err)
    assert not re.search(r"[A-Za-z]{3,}", latin), ran.err


@pytest.mark.parametrize("option", ["--vault", "--passphrase-file", "--key-file", "--out"])
def test_a_variable_of_the_shell_that_is_not_set_is_no_folder(desk: Desk, option: str) -> None:
    ran = desk.on_vault("vault", "recovery", "make", "--out", desk.folder / "o", option, "")
    assert (ran.status, ran.json["error"]["code"]) == (2, "wrong_use")
    assert desk.files() == {"phrase"}


def test_a_place_that_cannot_be_gone_back_to_is_no_fault_of_the_program(vault: Desk) -> None:
    ran = vault.on_vault("journal", "undo", "--to", "99999999")
    assert (ran.status, ran.json["error"]["code"]) == (6, "undo_not_possible")
    ran = vault.on_vault("vault", "check", "--anchor", "зонт")
    assert ran.status == 2 and "отметка журнала: зонт" in ran.json["error"]["message"]


def test_ways_in_are_shown_to_people_in_words(vault: Desk) -> None:
    out = vault.run("vault", "slots", "--vault", vault.vault, "--lang", "ru").out
    assert "вид: парольная фраза\n" in out and "метка" not in out


def test_a_place_in_the_journal_is_not_called_a_recipient(desk: Desk) -> None:
    said = desk.run("journal", "undo", "--help", "--lang", "en").out
    assert "undo_to" in said and "recipients" not in said
