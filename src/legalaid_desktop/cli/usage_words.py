"""What a wrong command and ``--help`` say, in the language of the program: argparse itself speaks English only."""

from __future__ import annotations

import argparse
import re
import textwrap
from collections.abc import Iterable
from typing import Final

from legalaid_desktop.host.wording import Wording

_WIDTH: Final = 100
_INDENT: Final = 4

_FAULTS: Final = tuple(
    (re.compile(pattern, re.DOTALL), id)
    for pattern, id in (
        (r"the following arguments are required: (?P<what>.+)", "required"),
        (r"unrecognized arguments: (?P<what>.+)", "unrecognised"),
        (r"invalid choice: (?P<what>.+) \(choose from (?P<known>.+)\)", "choice"),
        (r"expected (?:one argument|at least one argument|\d+ arguments?)", "value_missing"),
        (r"ignored explicit argument (?P<what>.+)", "no_value"),
        (r"not allowed with argument (?P<what>.+)", "not_together"),
        (r"invalid \w+ value: (?P<what>.+)", "value"),
        (r"not a date YYYY-MM-DD: (?P<what>.*)", "date"),
        (r"not a year from (?P<first>\d+) to (?P<last>\d+): (?P<what>.*)", "year"),
        (r"a text on one line, in UTF-8, without control characters is needed", "text"),
        (r"a label of at most (?P<most>\d+) bytes is needed", "label"),
        (r"(?P<least>\d+) to (?P<most>\d+) are possible, not (?P<what>.*)", "count"),
        (r"unknown format: (?P<what>.*)", "format"),
        (r"needs CHK=reason with a reason: (?P<what>.*)", "override"),
        (r"not a file name: (?P<what>.*)", "stem"),
        (r"no file or folder is named", "path"),
    )
)
"""Sentences of argparse and of our own types, and the ends of ids ``usage.…`` that say the same."""

_ARGUMENT: Final = re.compile(r"argument (?P<name>\S+): (?P<rest>.+)", re.DOTALL)


class HelpAsked(Exception):
    """Somebody wants to know how a command is written: no failure, and an answer like that of any command.

    ``command`` is the command's words, empty for the program itself; ``text`` what ``--help`` prints.
    """

    def __init__(self, command: str, text: str) -> None:
        super().__init__(command)
        self.command = command
        self.text = text


def fault_words(message: str, words: Wording) -> str:
    """Say a fault of the command in the language of ``words``; one that is not known stays as it is."""
    name, rest = "", message
    if found := _ARGUMENT.fullmatch(message):
        name, rest = found["name"], found["rest"]
    for pattern, id in _FAULTS:
        if fits := pattern.fullmatch(rest):
            said = words.say(f"usage.{id}", **fits.groupdict())
            return f"{name}: {said}" if name else said
    return message


def help_text(parser: argparse.ArgumentParser, actions: Iterable[argparse.Action], words: Wording) -> str:
    """What ``--help`` prints: how the command is written, what it does, its actions and its options."""
    usage = parser.format_usage().partition(": ")[2].rstrip()
    blocks = [f"{words.say('help.usage')} {usage}"]
    if does := _does(parser.prog, words):
        blocks.append(textwrap.fill(does, _WIDTH))
    options: list[str] = []
    for action in actions:
        if isinstance(action, argparse._SubParsersAction):
            lines = [words.say("help.actions")]
            for name, child in action.choices.items():
                lines.extend(_entry(name, _does(child.prog, words)))
            blocks.append("\n".join(lines))
        else:
            shown = ", ".join(action.option_strings) or str(action.metavar or action.dest)
            if action.option_strings and action.nargs != 0:
                shown += f" {_value_of(action)}"
            options.extend(_entry(shown, _of_option(action.dest, words)))
    if options:
        blocks.append("\n".join((words.say("help.options"), *options)))
    return "\n\n".join(blocks) + "\n"


def _does(prog: str, words: Wording) -> str:
    """``legalaid vault slot add`` is said by ``help.command.vault_slot_add``."""
    name = "_".join(prog.split()[1:]).replace("-", "_") or "program"
    return words.say(f"help.command.{name}") if words.has(f"help.command.{name}") else ""


def _of_option(dest: str, words: Wording) -> str:
    return words.say(f"help.option.{dest}") if words.has(f"help.option.{dest}") else ""


def _value_of(action: argparse.Action) -> str:
    if action.metavar is not None:
        return str(action.metavar)
    return "|".join(str(choice) for choice in action.choices) if action.choices else action.dest.upper()


def _entry(name: str, does: str) -> list[str]:
    wrapped = textwrap.wrap(does, _WIDTH - 2 * _INDENT)
    return [" " * _INDENT + name, *(" " * 2 * _INDENT + line for line in wrapped)]
