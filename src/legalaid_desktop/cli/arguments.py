"""The grammar of the command line (design/cli.md): commands, options, and where they may stand.

Global options stand before or after the command. A parse failure is :class:`~legalaid_desktop.errors.WrongUse`,
and ``--help`` is :class:`~legalaid_desktop.cli.usage_words.HelpAsked`, never argparse's own exit, so that ``--json``
can print it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, ClassVar, NoReturn

from legalaid_desktop.cli.argument_types import count, day, may_read_only, path, sought, text_line
from legalaid_desktop.cli.document_arguments import document_arguments, template_arguments
from legalaid_desktop.cli.library_arguments import library_arguments
from legalaid_desktop.cli.pack_arguments import pack_arguments
from legalaid_desktop.cli.usage_words import HelpAsked, fault_words, help_text
from legalaid_desktop.cli.vault_arguments import vault_arguments
from legalaid_desktop.domain.clock_marks import MarkState
from legalaid_desktop.domain.visibility import Visibility
from legalaid_desktop.errors import WrongUse
from legalaid_desktop.host.wording import Wording

NOT_BUILT: tuple[tuple[str, ...], ...] = (
    ("case", "close"),
    ("case", "erase"),
    ("bundle",),
    ("statistics",),
)
"""Commands of the contract that later versions bring."""

_GLOBALS_WITH_VALUE = ("--vault", "--passphrase-file", "--passphrase-fd", "--key-file", "--lang", "--as-of")


class _Parser(argparse.ArgumentParser):
    words: ClassVar[Wording]

    def error(self, message: str) -> NoReturn:
        raise WrongUse(what=fault_words(message, self.words))

    def format_help(self) -> str:
        return help_text(self, self._actions, self.words)

    def print_help(self, file: Any = None) -> NoReturn:
        """argparse would print it itself and end the process: no JSON then, and a closed output unnoticed."""
        raise HelpAsked(" ".join(self.prog.split()[1:]), self.format_help())

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        raise WrongUse(what=(message or "").strip())


def _global_options(parser_class: type[_Parser]) -> argparse.ArgumentParser:
    parent = parser_class(add_help=False, argument_default=argparse.SUPPRESS)
    parent.add_argument("--vault", type=path, metavar="DIR")
    parent.add_argument("--passphrase-file", type=path, metavar="FILE")
    parent.add_argument("--passphrase-fd", type=int, metavar="N")
    parent.add_argument("--key-file", type=path, metavar="FILE")
    parent.add_argument("--json", action="store_true")
    parent.add_argument("--lang", choices=("ru", "be", "en"))
    parent.add_argument("--as-of", type=day, metavar="YYYY-MM-DD")
    return parent


def build_parser(words: Wording) -> argparse.ArgumentParser:
    spoken: type[_Parser] = type("_SpokenParser", (_Parser,), {"words": words})
    shared = _global_options(spoken)
    top: argparse.ArgumentParser = spoken(prog="legalaid", parents=[shared], allow_abbrev=False)
    top.add_argument("--version", action="store_true")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=spoken)

    def leaf(group: Any, name: str, **kwargs: Any) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = group.add_parser(name, parents=[shared], allow_abbrev=False, **kwargs)
        return parser

    def family(name: str) -> Any:
        parent = leaf(commands, name)
        return parent.add_subparsers(dest="action", metavar="ACTION", required=True, parser_class=spoken)

    demo = leaf(commands, "demo")
    demo.add_argument("--out", type=path, required=True, metavar="DIR")
    leaf(commands, "self-test")
    leaf(commands, "open")

    vault_arguments(family("vault"), leaf)

    journal = family("journal")
    entries = leaf(journal, "list")
    entries.add_argument("ref", nargs="?", type=sought, metavar="REF")
    entries.add_argument("--limit", type=count, default=50)
    leaf(journal, "undo").add_argument("--to", dest="back_to", type=count, required=True, metavar="SEQ")
    leaf(journal, "anchor")
    leaf(journal, "keep").add_argument("choice", choices=("days_90", "year", "all", "undo"))

    case = family("case")
    leaf(case, "import").add_argument("files", type=path, nargs="+", metavar="FILE.toml")
    may_read_only(leaf(case, "list"))
    may_read_only(leaf(case, "show")).add_argument("ref", type=sought, metavar="REF")
    may_read_only(leaf(case, "remedies")).add_argument("ref", type=sought, metavar="REF")
    body = may_read_only(leaf(case, "body"))
    body.add_argument("ref", type=sought, metavar="REF")
    body.add_argument("--for", dest="purpose", type=sought, required=True, metavar="DOC")
    body.add_argument("--decision", type=sought, metavar="ID")
    body.add_argument("--to", dest="addressee", type=text_line, metavar="BODY")

    name = family("name")
    forms = leaf(name, "forms")
    forms.add_argument("name", nargs="+", type=text_line, metavar="NAME")
    forms.add_argument("--sex", choices=("m", "f"), required=True)
    forms.add_argument("--language", choices=("ru", "be"), default="ru")

    note = family("note")
    add = leaf(note, "add")
    add.add_argument("ref", type=sought, metavar="REF")
    add.add_argument("--text-file", required=True, metavar="F")
    add.add_argument("--channel", type=text_line)
    add.add_argument("--confidential", action="store_true")
    may_read_only(leaf(note, "list")).add_argument("ref", type=sought, metavar="REF")

    evidence = family("evidence")
    add = leaf(evidence, "add")
    add.add_argument("ref", type=sought, metavar="REF")
    add.add_argument("file", type=path, metavar="FILE")
    add.add_argument("--title", type=text_line, required=True)
    add.add_argument("--visibility", choices=tuple(map(str, Visibility)))
    get = may_read_only(leaf(evidence, "get"))
    get.add_argument("ref", type=sought, metavar="REF")
    get.add_argument("id", type=sought, metavar="ID")
    get.add_argument("--out", type=path, required=True, metavar="F")

    template_arguments(family("template"), leaf)
    library_arguments(family("library"), leaf, path=path, words=text_line, sought=sought, day=day, count=count)

    document_arguments(family("document"), leaf)
    deadline = family("deadline")
    clocks = leaf(deadline, "list")
    clocks.add_argument("ref", nargs="?", type=sought, metavar="REF")
    clocks.add_argument("--all", action="store_true")
    explain, said = leaf(deadline, "explain"), leaf(deadline, "mark")
    for parser in (explain, said):
        parser.add_argument("ref", type=sought, metavar="REF")
        parser.add_argument("id", type=sought, metavar="ID")
    said.add_argument("state", choices=[one.value for one in MarkState], metavar="STATE")
    said.add_argument("--day", type=day, metavar="YYYY-MM-DD")
    said.add_argument("--reason", type=text_line, metavar="TEXT")
    said.add_argument("--take-back", action="store_true")
    leaf(deadline, "rules").add_argument("ref", type=sought, metavar="REF")
    to_file = leaf(deadline, "export")
    to_file.add_argument("ref", nargs="?", type=sought, metavar="REF")
    to_file.add_argument("--out", type=path, required=True, metavar="FILE")
    sheet = leaf(deadline, "month")
    sheet.add_argument("month", nargs="?", type=sought, metavar="YYYY-MM")
    sheet.add_argument("--case", dest="ref", type=sought, metavar="REF")
    sheet.add_argument("--out", type=path, required=True, metavar="FILE")
    for parser in (to_file, sheet):
        parser.add_argument("--language", choices=("ru", "be", "en"), metavar="CODE")

    search = leaf(commands, "search")
    search.add_argument("words", nargs="+", type=sought, metavar="WORDS")
    search.add_argument("--kind", type=sought)
    search.add_argument("--limit", type=count, default=50)

    identity = family("identity")
    leaf(identity, "new").add_argument("--out", type=path, required=True, metavar="F")
    leaf(identity, "show").add_argument("--identity", type=path, metavar="F")

    pack_arguments(family("pack"), leaf)

    backup = family("backup")
    create = leaf(backup, "create")
    create.add_argument("--to", nargs="+", action="extend", required=True, metavar="RECIPIENT")
    create.add_argument("--out", type=path, required=True, metavar="FILE")
    verify = leaf(backup, "verify")
    restore = leaf(backup, "restore")
    for parser in (verify, restore):
        parser.add_argument("file", type=path, metavar="FILE")
        parser.add_argument("--identity", type=path, metavar="F")
    restore.add_argument("--into", type=path, required=True, metavar="DIR")
    restore.add_argument("--new-passphrase-file", type=path, metavar="FILE")
    restore.add_argument("--new-passphrase-fd", type=int, metavar="N")
    restore.add_argument("--kdf", choices=("calibrated", "fast"), default="calibrated")
    leaf(backup, "status")
    return top


def command_words(argv: Sequence[str]) -> tuple[str, ...]:
    """The first two words that are not global options, to recognise commands that are not built."""
    words: list[str] = []
    rest = iter(argv)
    for arg in rest:
        if arg in _GLOBALS_WITH_VALUE:
            next(rest, None)
        elif not arg.startswith("-"):
            words.append(arg)
        if len(words) == 2:
            break
    return tuple(words)
