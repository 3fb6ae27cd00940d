"""The grammar of the command line (design/cli.md): commands, options, and where they may stand.

Global options stand before or after the command. A parse failure is :class:`~legalaid_desktop.errors.WrongUse`,
and ``--help`` is :class:`~legalaid_desktop.cli.usage_words.HelpAsked`, never argparse's own exit, so that ``--json``
can print it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar, NoReturn

from legalaid_desktop.cli.library_arguments import library_arguments
from legalaid_desktop.cli.usage_words import HelpAsked, fault_words, help_text
from legalaid_desktop.domain.case_values import EARLIEST_YEAR, LATEST_YEAR
from legalaid_desktop.domain.clock_marks import MarkState
from legalaid_desktop.domain.draft import FILING_WAYS, ROLES, DraftState
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

PAPER_LANGUAGES = (
    *("ru", "be", "en", "uk", "ar", "fa", "prs", "ps", "tg", "ckb", "fr"),
    *("kmr", "tr", "so", "ti", "am", "uz", "ka", "hy", "ce", "ur"),
)
"""Languages that papers are or will be written in (documents.md §9); one without a template is exit 6, others 2."""

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST = 1_000_000
"""More hits than any vault gives; a number above SQLite's own largest would be a fault there."""

_MOST_PARTS = 16
_LONGEST_LABEL = 96
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


def _day(text: str) -> dt.date:
    """Only ``YYYY-MM-DD``: ``fromisoformat`` alone would take ``20261124`` and ``2026-W48-2`` too."""
    try:
        if not _ISO_DAY.fullmatch(text):
            raise ValueError(text)
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a date YYYY-MM-DD: {text}") from None
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:  # as in case files; ages and periods are counted from it
        raise argparse.ArgumentTypeError(f"not a year from {EARLIEST_YEAR} to {LATEST_YEAR}: {text}")
    return day


def _path(text: str) -> Path:
    """An empty one, as of a shell variable that is not set, would be the folder one stands in."""
    if not text:
        raise argparse.ArgumentTypeError("no file or folder is named")
    return Path(text)


def _words(text: str) -> str:
    """A text for the vault: on one line, without control characters, UTF-8 (other bytes came in as surrogates)."""
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
        raise argparse.ArgumentTypeError("a text on one line, in UTF-8, without control characters is needed")
    return text


def _sought(text: str) -> str:
    """What is only looked up: bytes that are no UTF-8 are simply never found."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _count(text: str) -> int:
    number = int(text) if len(text) < 20 else _MOST
    return min(number, _MOST)


def _label(text: str) -> str:
    """What a way into the vault is called: the header has room for 96 bytes."""
    if len(_words(text).encode("utf-8")) > _LONGEST_LABEL:
        raise argparse.ArgumentTypeError(f"a label of at most {_LONGEST_LABEL} bytes is needed")
    return text


def _part_count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 2 <= (number := int(text[:4])) <= _MOST_PARTS:
        raise argparse.ArgumentTypeError(f"2 to {_MOST_PARTS} are possible, not {text}")
    return number


def _sheet_formats(text: str) -> tuple[str, ...]:
    formats = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    if not formats or any(f not in ("pdf", "txt") for f in formats):
        raise argparse.ArgumentTypeError(f"unknown format: {text}")
    return formats


def _override(text: str) -> tuple[str, str]:
    check, sign, reason = _words(text).partition("=")
    if not sign or not reason.strip():
        raise argparse.ArgumentTypeError(f"needs CHK=reason with a reason: {text}")
    return check.strip(), reason.strip()


def _formats(text: str) -> tuple[str, ...]:
    formats = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [f for f in formats if f not in ("docx", "pdf")]
    if unknown or not formats:
        raise argparse.ArgumentTypeError(f"unknown format: {text}")
    return formats


def _papers(text: str) -> tuple[str, ...]:
    """``C1,C5``: the papers of one file, in this order."""
    papers = tuple(dict.fromkeys(part.strip().upper() for part in text.split(",") if part.strip()))
    if not papers:
        raise argparse.ArgumentTypeError("a text on one line, in UTF-8, without control characters is needed")
    return papers


def _stem(text: str) -> str:
    if not _words(text) or text != Path(text).name or text.startswith(".") or any(c in text for c in '\\/:*?"<>|\0'):
        raise argparse.ArgumentTypeError(f"not a file name: {text}")
    return text


def _global_options(parser_class: type[_Parser]) -> argparse.ArgumentParser:
    parent = parser_class(add_help=False, argument_default=argparse.SUPPRESS)
    parent.add_argument("--vault", type=_path, metavar="DIR")
    parent.add_argument("--passphrase-file", type=_path, metavar="FILE")
    parent.add_argument("--passphrase-fd", type=int, metavar="N")
    parent.add_argument("--key-file", type=_path, metavar="FILE")
    parent.add_argument("--json", action="store_true")
    parent.add_argument("--lang", choices=("ru", "be", "en"))
    parent.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD")
    return parent


def _may_read_only(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """For commands that change nothing a person wrote: a damaged vault, or one that cannot be written to, serves."""
    parser.add_argument("--read-only", action="store_true")
    return parser


def _edition(text: str) -> int | None:
    """``shipped``, or the number of an edition of the office."""
    if text == "shipped":
        return None
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= _MOST:
        raise argparse.ArgumentTypeError(f"unknown format: {text}")
    return int(text[:6])


def _templates(template: Any, leaf: Callable[..., argparse.ArgumentParser]) -> None:
    leaf(template, "list")
    check, add = leaf(template, "check"), leaf(template, "add")
    check.add_argument("folders", type=_path, nargs="*", metavar="DIR|FILE.docx")
    check.add_argument("--like", type=_sought, default="C1", metavar="DOC")
    add.add_argument("file", type=_path, metavar="FILE.docx|DIR")
    add.add_argument("--like", type=_sought, default="C1", metavar="DOC")
    add.add_argument("--aside", action="store_true")
    for parser in (check, add):
        parser.add_argument("--language", choices=PAPER_LANGUAGES, default="ru", metavar="CODE")
    leaf(template, "editions").add_argument("doc", nargs="?", type=_sought, metavar="DOC")
    for name in ("use", "remove", "export"):
        parser = leaf(template, name)
        parser.add_argument("doc", type=_sought, metavar="DOC")
        parser.add_argument("edition", type=_edition, metavar="N|shipped")
        if name == "export":
            parser.add_argument("--out", type=_path, required=True, metavar="DIR")


def _packs(pack: Any, leaf: Callable[..., argparse.ArgumentParser]) -> None:
    """Law packs: the first five are for who takes them in, the others for who makes them."""
    verify = leaf(pack, "verify")
    verify.add_argument("file", type=_path, metavar="FILE")
    verify.add_argument("--signer", type=_sought, metavar="WORDS")
    for name in ("affected", "install"):
        parser = leaf(pack, name)
        parser.add_argument("file", type=_path, metavar="FILE")
        parser.add_argument("--new-signer", type=_sought, metavar="WORDS")
    _may_read_only(leaf(pack, "list"))
    leaf(pack, "undo")
    leaf(pack, "check").add_argument("folder", type=_path, metavar="FOLDER")
    build = leaf(pack, "build")
    build.add_argument("folder", type=_path, metavar="FOLDER")
    build.add_argument("--out", type=_path, required=True, metavar="F")
    keys = leaf(pack, "keys").add_subparsers(dest="step", metavar="ACTION", required=True)
    new = leaf(keys, "new")
    new.add_argument("--out", type=_path, required=True, metavar="K")
    new.add_argument("--kdf", choices=("calibrated", "fast"), default="calibrated")
    leaf(keys, "show").add_argument("--key", type=_path, required=True, metavar="K")
    sign = leaf(pack, "sign")
    sign.add_argument("file", type=_path, metavar="F")
    sign.add_argument("--key", type=_path, required=True, metavar="K")
    sign.add_argument("--out", type=_path, metavar="F2")
    diff = leaf(pack, "diff")
    diff.add_argument("old", type=_path, metavar="OLD")
    diff.add_argument("new", type=_path, metavar="NEW")


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
    demo.add_argument("--out", type=_path, required=True, metavar="DIR")
    leaf(commands, "self-test")
    leaf(commands, "open")

    vault = family("vault")
    create = leaf(vault, "create")
    create.add_argument("--kdf", choices=("calibrated", "fast"), default="calibrated")
    leaf(vault, "check").add_argument("--anchor", metavar="TEXT")
    leaf(vault, "slots")
    salvage = leaf(vault, "salvage")
    salvage.add_argument("--into", type=_path, required=True, metavar="DIR")
    salvage.add_argument("--kdf", choices=("calibrated", "fast"), default="calibrated")
    salvage.add_argument("--new-passphrase-file", type=_path, metavar="FILE")
    salvage.add_argument("--new-passphrase-fd", type=int, metavar="N")
    _ways_into_a_vault(vault, leaf)
    _leaving_a_vault(vault, leaf)

    journal = family("journal")
    entries = leaf(journal, "list")
    entries.add_argument("ref", nargs="?", type=_sought, metavar="REF")
    entries.add_argument("--limit", type=_count, default=50)
    leaf(journal, "undo").add_argument("--to", dest="back_to", type=_count, required=True, metavar="SEQ")
    leaf(journal, "anchor")
    leaf(journal, "keep").add_argument("choice", choices=("days_90", "year", "all", "undo"))

    case = family("case")
    leaf(case, "import").add_argument("files", type=_path, nargs="+", metavar="FILE.toml")
    _may_read_only(leaf(case, "list"))
    _may_read_only(leaf(case, "show")).add_argument("ref", type=_sought, metavar="REF")
    _may_read_only(leaf(case, "remedies")).add_argument("ref", type=_sought, metavar="REF")
    body = _may_read_only(leaf(case, "body"))
    body.add_argument("ref", type=_sought, metavar="REF")
    body.add_argument("--for", dest="purpose", type=_sought, required=True, metavar="DOC")
    body.add_argument("--decision", type=_sought, metavar="ID")
    body.add_argument("--to", dest="addressee", type=_words, metavar="BODY")

    name = family("name")
    forms = leaf(name, "forms")
    forms.add_argument("name", nargs="+", type=_words, metavar="NAME")
    forms.add_argument("--sex", choices=("m", "f"), required=True)
    forms.add_argument("--language", choices=("ru", "be"), default="ru")

    note = family("note")
    add = leaf(note, "add")
    add.add_argument("ref", type=_sought, metavar="REF")
    add.add_argument("--text-file", required=True, metavar="F")
    add.add_argument("--channel", type=_words)
    add.add_argument("--confidential", action="store_true")
    _may_read_only(leaf(note, "list")).add_argument("ref", type=_sought, metavar="REF")

    evidence = family("evidence")
    add = leaf(evidence, "add")
    add.add_argument("ref", type=_sought, metavar="REF")
    add.add_argument("file", type=_path, metavar="FILE")
    add.add_argument("--title", type=_words, required=True)
    add.add_argument("--visibility", choices=tuple(map(str, Visibility)))
    get = _may_read_only(leaf(evidence, "get"))
    get.add_argument("ref", type=_sought, metavar="REF")
    get.add_argument("id", type=_sought, metavar="ID")
    get.add_argument("--out", type=_path, required=True, metavar="F")

    _templates(family("template"), leaf)
    library_arguments(family("library"), leaf, path=_path, words=_words, sought=_sought, day=_day, count=_count)

    document = family("document")
    check = leaf(document, "check")
    make = leaf(document, "make")
    state, history, compare = (leaf(document, name) for name in ("state", "history", "compare"))
    for parser in (check, make, state, history, compare):
        parser.add_argument("ref", type=_sought, metavar="REF")
        parser.add_argument("doc", type=_sought, metavar="DOC")
        parser.add_argument("--language", choices=PAPER_LANGUAGES, metavar="CODE")
    make.add_argument("--format", type=_formats, default=("docx", "pdf"), metavar="docx,pdf")
    make.add_argument("--out", type=_path, required=True, metavar="DIR")
    for parser in (make, state):
        parser.add_argument("--override", type=_override, action="append", default=[], metavar="CHK=REASON")
    make.add_argument("--name", type=_stem, metavar="STEM")
    binder = leaf(document, "bundle")
    binder.add_argument("ref", type=_sought, metavar="REF")
    binder.add_argument("--documents", type=_papers, required=True, metavar="C1,C5")
    binder.add_argument("--language", choices=PAPER_LANGUAGES, metavar="CODE")
    binder.add_argument("--out", type=_path, required=True, metavar="FILE.pdf")
    binder.add_argument("--override", type=_override, action="append", default=[], metavar="CHK=REASON")
    state.add_argument("state", nargs="?", choices=[one.value for one in DraftState], metavar="STATE")
    state.add_argument("--by", choices=ROLES, default=ROLES[0], metavar="ROLE")
    state.add_argument("--on", type=_day, metavar="YYYY-MM-DD")
    state.add_argument("--how", choices=FILING_WAYS, metavar="WAY")
    state.add_argument("--receipt", type=_sought, metavar="ID")
    compare.add_argument("--from", dest="before", type=_count, required=True, metavar="N")
    compare.add_argument("--to", dest="after", type=_count, default=0, metavar="N")
    compare.add_argument("--out", type=_path, required=True, metavar="FILE")

    deadline = family("deadline")
    clocks = leaf(deadline, "list")
    clocks.add_argument("ref", nargs="?", type=_sought, metavar="REF")
    clocks.add_argument("--all", action="store_true")
    explain, said = leaf(deadline, "explain"), leaf(deadline, "mark")
    for parser in (explain, said):
        parser.add_argument("ref", type=_sought, metavar="REF")
        parser.add_argument("id", type=_sought, metavar="ID")
    said.add_argument("state", choices=[one.value for one in MarkState], metavar="STATE")
    said.add_argument("--day", type=_day, metavar="YYYY-MM-DD")
    said.add_argument("--reason", type=_words, metavar="TEXT")
    said.add_argument("--take-back", action="store_true")
    leaf(deadline, "rules").add_argument("ref", type=_sought, metavar="REF")
    to_file = leaf(deadline, "export")
    to_file.add_argument("ref", nargs="?", type=_sought, metavar="REF")
    to_file.add_argument("--out", type=_path, required=True, metavar="FILE")
    sheet = leaf(deadline, "month")
    sheet.add_argument("month", nargs="?", type=_sought, metavar="YYYY-MM")
    sheet.add_argument("--case", dest="ref", type=_sought, metavar="REF")
    sheet.add_argument("--out", type=_path, required=True, metavar="FILE")
    for parser in (to_file, sheet):
        parser.add_argument("--language", choices=("ru", "be", "en"), metavar="CODE")

    search = leaf(commands, "search")
    search.add_argument("words", nargs="+", type=_sought, metavar="WORDS")
    search.add_argument("--kind", type=_sought)
    search.add_argument("--limit", type=_count, default=50)

    identity = family("identity")
    leaf(identity, "new").add_argument("--out", type=_path, required=True, metavar="F")
    leaf(identity, "show").add_argument("--identity", type=_path, metavar="F")

    _packs(family("pack"), leaf)

    backup = family("backup")
    create = leaf(backup, "create")
    create.add_argument("--to", nargs="+", action="extend", required=True, metavar="RECIPIENT")
    create.add_argument("--out", type=_path, required=True, metavar="FILE")
    verify = leaf(backup, "verify")
    restore = leaf(backup, "restore")
    for parser in (verify, restore):
        parser.add_argument("file", type=_path, metavar="FILE")
        parser.add_argument("--identity", type=_path, metavar="F")
    restore.add_argument("--into", type=_path, required=True, metavar="DIR")
    restore.add_argument("--new-passphrase-file", type=_path, metavar="FILE")
    restore.add_argument("--new-passphrase-fd", type=int, metavar="N")
    restore.add_argument("--kdf", choices=("calibrated", "fast"), default="calibrated")
    leaf(backup, "status")
    return top


_Leaf = Callable[..., argparse.ArgumentParser]


def _ways_into_a_vault(vault: Any, leaf: _Leaf) -> None:
    """``vault slot|recovery|recover|key-file``: their own actions are in ``step``, kinds of slots in ``kind``."""

    def steps(name: str, dest: str, parent: Any = vault) -> Any:
        return leaf(parent, name).add_subparsers(dest=dest, metavar="ACTION", required=True)

    def new_passphrase(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--new-passphrase-file", type=_path, metavar="FILE")
        parser.add_argument("--new-passphrase-fd", type=int, metavar="N")
        parser.add_argument("--kdf", choices=("calibrated", "fast"), default="calibrated")

    def sheets(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--shares", type=_part_count, default=3, metavar="N")
        parser.add_argument("--needed", type=_part_count, default=2, metavar="M")
        parser.add_argument("--out", type=_path, required=True, metavar="DIR")
        parser.add_argument("--format", type=_sheet_formats, default=("pdf", "txt"), metavar="pdf,txt")
        parser.add_argument("--language", choices=("ru", "be", "en"), metavar="CODE")
        parser.add_argument("--label", type=_label, default="")

    slot = steps("slot", "step")
    add = steps("add", "kind", slot)
    for kind in ("passphrase", "key-file"):
        parser = leaf(add, kind)
        new_passphrase(parser)
        parser.add_argument("--label", type=_label, default="")
    parser.add_argument("--new-key-file", type=_path, metavar="F")
    sheets(leaf(add, "recovery"))
    coordinators = leaf(add, "coordinators")
    coordinators.add_argument("--to", nargs="+", action="extend", required=True, metavar="RECIPIENT")
    coordinators.add_argument("--label", type=_label, default="")
    leaf(slot, "remove").add_argument("id", type=_sought, metavar="ID")
    change = leaf(slot, "passphrase")
    change.add_argument("id", type=_sought, metavar="ID")
    new_passphrase(change)
    change.add_argument("--new-key-file", type=_path, metavar="F")
    leaf(slot, "request").add_argument("--out", type=_path, required=True, metavar="FILE")
    part = leaf(slot, "part")
    part.add_argument("--request", type=_path, metavar="FILE")
    part.add_argument("--identity", type=_path, required=True, metavar="F")
    part.add_argument("--for", dest="reader", required=True, metavar="RECIPIENT")
    part.add_argument("--out", type=_path, required=True, metavar="PART")

    recovery = steps("recovery", "step")
    sheets(leaf(recovery, "make"))
    reissue = leaf(recovery, "reissue")
    sheets(reissue)
    reissue.add_argument("--slot", type=_sought, metavar="ID")
    rehearse = leaf(recovery, "rehearse")
    recover = leaf(vault, "recover")
    rehearse.add_argument("--share", type=_path, nargs="+", action="extend", required=True, metavar="FILE")
    recover.add_argument("--share", type=_path, nargs="+", action="extend", default=[], metavar="FILE")
    recover.add_argument("--identity", type=_path, nargs="+", action="extend", default=[], metavar="F")
    recover.add_argument("--part", type=_path, nargs="+", action="extend", default=[], metavar="FILE")
    new_passphrase(recover)
    which = recover.add_mutually_exclusive_group()
    which.add_argument("--keep-old", action="store_true")
    which.add_argument("--replace", type=_sought, nargs="+", action="extend", metavar="ID")
    recover.add_argument("--label", type=_label, default="")
    leaf(steps("key-file", "step"), "new").add_argument("--out", type=_path, required=True, metavar="F")


def _leaving_a_vault(vault: Any, leaf: _Leaf) -> None:
    """``vault rekey|destroy|leave``."""
    rekey = leaf(vault, "rekey")
    rekey.add_argument("--new-passphrase-file", type=_path, metavar="FILE")
    rekey.add_argument("--new-passphrase-fd", type=int, metavar="N")
    rekey.add_argument("--new-key-file", type=_path, metavar="F")
    rekey.add_argument("--also-passphrase-file", type=_path, nargs="+", action="extend", default=[], metavar="FILE")
    rekey.add_argument("--kdf", choices=("calibrated", "fast"), default="calibrated")
    rekey.add_argument("--sheets", type=_path, metavar="DIR")
    rekey.add_argument("--shares", type=_part_count, default=3, metavar="N")
    rekey.add_argument("--needed", type=_part_count, default=2, metavar="M")
    rekey.add_argument("--format", type=_sheet_formats, default=("pdf", "txt"), metavar="pdf,txt")
    rekey.add_argument("--language", choices=("ru", "be", "en"), metavar="CODE")
    rekey.add_argument("--drop-others", action="store_true")
    rekey.add_argument("--drop-coordinators", action="store_true")
    destroy = leaf(vault, "destroy")
    destroy.add_argument("--yes-destroy", action="store_true")
    destroy.add_argument("--without-backup", type=_words, metavar="REASON")
    leave = leaf(vault, "leave")
    leave.add_argument("--mode", choices=("nothing", "helpers"), required=True)
    leave.add_argument("--to", nargs="+", action="extend", default=[], metavar="RECIPIENT")
    leave.add_argument("--out", type=_path, metavar="FILE")
    said = leave.add_mutually_exclusive_group()
    said.add_argument("--read-back", type=_sought, metavar="WORDS")
    said.add_argument("--without-receipt", type=_words, metavar="REASON")
    leave.add_argument("--share", type=_path, nargs="+", action="extend", default=[], metavar="FILE")
    leave.add_argument("--yes-leave", action="store_true")


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
