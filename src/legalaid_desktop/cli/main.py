"""``legalaid``: reads arguments, runs one command, prints one result (design/cli.md).

Everything a command does is a service; this room only asks for secrets, chooses words and sets the exit status.
"""

from __future__ import annotations

import json
import locale
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from legalaid_desktop.cli.arguments import NOT_BUILT, build_parser, command_words
from legalaid_desktop.cli.commands import COMMANDS
from legalaid_desktop.cli.context import Context, Outcome
from legalaid_desktop.cli.printing import to_text
from legalaid_desktop.errors import LegalAidError, NotBuiltYet, WrongUse
from legalaid_desktop.host.clock import SystemClock
from legalaid_desktop.host.wording import Wording, wording
from legalaid_desktop.services.crash import describe_crash
from legalaid_desktop.services.error_words import explain


def main(argv: Sequence[str], *, window: Callable[[Path | None], int] | None = None) -> int:
    """Run one command; returns the exit status of ``cli.md``. ``window`` is what ``legalaid open`` calls."""
    as_json = "--json" in argv
    words = wording(_language(argv))
    try:
        options = _parse(argv, words)
        if options is None:
            return 0
        outcome = COMMANDS[options.command, getattr(options, "action", None)](
            Context(options, words, SystemClock(), window)
        )
    except LegalAidError as error:
        return _fail(error, words, as_json)
    except KeyboardInterrupt:
        _say(words.say("cli.interrupted"))
        return 2
    except BrokenPipeError:
        return 0
    except Exception as bug:
        report = describe_crash(bug)
        message = words.say("cli.our_bug")
        if as_json:
            _print_json({"error": {"code": "bug", "message": message, "advice": report}})
        else:
            _say(f"{message}\n{report}")
        return 1
    _print(outcome, words, as_json)
    return outcome.status


def _parse(argv: Sequence[str], words: Wording) -> Namespace | None:
    given = command_words(argv)
    for path in NOT_BUILT:
        if given[: len(path)] == path:
            raise NotBuiltYet(what=" ".join(path))
    parser = build_parser()
    options = parser.parse_args(list(argv))
    if getattr(options, "version", False):
        from importlib.metadata import version

        _out(version("legalaid-desktop"))
        return None
    if options.command is None:
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
    if as_json:
        _print_json({"error": {"code": error.code, "message": message, "advice": advice}})
    else:
        _say(f"{message}\n{advice}")
    return error.exit_status


def _print(outcome: Outcome, words: Wording, as_json: bool) -> None:
    if as_json:
        _print_json(outcome.result)
    else:
        text = outcome.text if outcome.text is not None else to_text(outcome.result, words)
        if text:
            _out(text)


def _print_json(value: Any) -> None:
    _out(json.dumps(value, ensure_ascii=False, indent=2))


def _out(text: str) -> None:
    # A path of other bytes than UTF-8 has lone surrogates: in JSON they become its own escapes, so it stays UTF-8.
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
