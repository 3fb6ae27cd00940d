"""``legalaid``: reads arguments, runs one command, prints one result (design/cli.md).

Everything a command does is a service; this room only asks for secrets, chooses words and sets the exit status.
``--help`` is an answer as any other: with ``--json`` it is ``{command, help}``, ``command`` the words of the command
that was asked about ("" for the program), ``help`` the text for people; ``--version`` is ``{version}``. Both exit 0.
"""

from __future__ import annotations

import json
import locale
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from legalaid_desktop.cli.arguments import NOT_BUILT, build_parser, command_words
from legalaid_desktop.cli.commands import COMMANDS
from legalaid_desktop.cli.context import Context, Outcome
from legalaid_desktop.cli.printing import to_text
from legalaid_desktop.cli.streams import forget_output, hold_standard_streams, say, write_result
from legalaid_desktop.cli.usage_words import HelpAsked
from legalaid_desktop.errors import DestinationNotWritable, LegalAidError, NotBuiltYet, WrongUse
from legalaid_desktop.host.clock import SystemClock
from legalaid_desktop.host.wording import Wording, wording
from legalaid_desktop.services.crash import describe_crash
from legalaid_desktop.services.error_words import explain


def main(argv: Sequence[str], *, window: Callable[[Path | None], int] | None = None) -> int:
    """Run one command; returns the exit status of ``cli.md``. ``window`` is what ``legalaid open`` calls."""
    hold_standard_streams()
    as_json = "--json" in argv
    words = wording(_language(argv))
    try:
        return _run(argv, words, as_json, window)
    except BrokenPipeError:
        # The reader has gone, as "head" does. The command itself is done; what waits for it must not fail at the end.
        forget_output()
        return 0
    except OSError:
        forget_output()
        message, advice = explain(DestinationNotWritable(path="stdout"), words.lang)
        say(f"{message}\n{advice}")
        return DestinationNotWritable.exit_status


def _run(argv: Sequence[str], words: Wording, as_json: bool, window: Callable[[Path | None], int] | None) -> int:
    try:
        options = _parse(argv, words)
        if options.version:
            _print(Outcome({"version": version("legalaid-desktop")}, text=version("legalaid-desktop")), words, as_json)
            return 0
        outcome = COMMANDS[options.command, getattr(options, "action", None)](
            Context(options, words, SystemClock(), window)
        )
    except HelpAsked as asked:
        outcome = Outcome({"command": asked.command, "help": asked.text}, text=asked.text.rstrip("\n"))
    except LegalAidError as error:
        return _fail(error, words, as_json)
    except KeyboardInterrupt:
        return _stopped("interrupted", words.say("cli.interrupted"), words.say("cli.again"), as_json, 2)
    except BrokenPipeError:
        raise
    except Exception as bug:
        return _stopped("bug", words.say("cli.our_bug"), describe_crash(bug), as_json, 1)
    _print(outcome, words, as_json)
    return outcome.status


def _parse(argv: Sequence[str], words: Wording) -> Namespace:
    given = command_words(argv)
    for path in NOT_BUILT:
        if given[: len(path)] == path:
            raise NotBuiltYet(what=" ".join(path))
    parser = build_parser(words)
    options = parser.parse_args(list(argv))
    if options.command is None and not options.version:
        raise WrongUse(what=words.say("cli.no_command"))
    return options


def _language(argv: Sequence[str]) -> str:
    for at, arg in enumerate(argv):
        if arg == "--lang" and at + 1 < len(argv) and argv[at + 1] in ("ru", "be", "en"):
            return argv[at + 1]
        if arg.startswith("--lang=") and arg[7:] in ("ru", "be", "en"):
            return arg[7:]
    system = (locale.getlocale()[0] or "").lower()
    for code in ("ru", "be", "en"):
        if system.startswith(code):
            return code
    return "ru"


def _fail(error: LegalAidError, words: Wording, as_json: bool) -> int:
    message, advice = explain(error, words.lang)
    return _stopped(error.code, message, advice, as_json, error.exit_status)


def _stopped(code: str, message: str, advice: str, as_json: bool, status: int) -> int:
    if as_json:
        _print_json({"error": {"code": code, "message": message, "advice": advice}})
    else:
        say(f"{message}\n{advice}")
    return status


def _print(outcome: Outcome, words: Wording, as_json: bool) -> None:
    if as_json:
        _print_json(outcome.result)
    else:
        text = outcome.text if outcome.text is not None else to_text(outcome.result, words)
        if text:
            write_result(text)


def _print_json(value: Any) -> None:
    write_result(json.dumps(value, ensure_ascii=False, indent=2))
