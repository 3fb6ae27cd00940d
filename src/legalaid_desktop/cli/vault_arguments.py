"""How ``legalaid vault`` is written: making, checking, ways in, leaving."""

from __future__ import annotations

import argparse
from typing import Any

from legalaid_desktop.cli.argument_types import Leaf, label, part_count, path, sheet_formats, sought, text_line


def vault_arguments(vault: Any, leaf: Leaf) -> None:
    create = leaf(vault, "create")
    create.add_argument("--kdf", choices=("calibrated", "fast"), default="calibrated")
    leaf(vault, "check").add_argument("--anchor", metavar="TEXT")
    leaf(vault, "slots")
    salvage = leaf(vault, "salvage")
    salvage.add_argument("--into", type=path, required=True, metavar="DIR")
    salvage.add_argument("--kdf", choices=("calibrated", "fast"), default="calibrated")
    salvage.add_argument("--new-passphrase-file", type=path, metavar="FILE")
    salvage.add_argument("--new-passphrase-fd", type=int, metavar="N")
    _ways_into_a_vault(vault, leaf)
    _leaving_a_vault(vault, leaf)


def _ways_into_a_vault(vault: Any, leaf: Leaf) -> None:
    """``vault slot|recovery|recover|key-file``: their own actions are in ``step``, kinds of slots in ``kind``."""

    def steps(name: str, dest: str, parent: Any = vault) -> Any:
        return leaf(parent, name).add_subparsers(dest=dest, metavar="ACTION", required=True)

    def new_passphrase(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--new-passphrase-file", type=path, metavar="FILE")
        parser.add_argument("--new-passphrase-fd", type=int, metavar="N")
        parser.add_argument("--kdf", choices=("calibrated", "fast"), default="calibrated")

    def sheets(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--shares", type=part_count, default=3, metavar="N")
        parser.add_argument("--needed", type=part_count, default=2, metavar="M")
        parser.add_argument("--out", type=path, required=True, metavar="DIR")
        parser.add_argument("--format", type=sheet_formats, default=("pdf", "txt"), metavar="pdf,txt")
        parser.add_argument("--language", choices=("ru", "be", "en"), metavar="CODE")
        parser.add_argument("--label", type=label, default="")

    slot = steps("slot", "step")
    add = steps("add", "kind", slot)
    for kind in ("passphrase", "key-file"):
        parser = leaf(add, kind)
        new_passphrase(parser)
        parser.add_argument("--label", type=label, default="")
    parser.add_argument("--new-key-file", type=path, metavar="F")
    sheets(leaf(add, "recovery"))
    coordinators = leaf(add, "coordinators")
    coordinators.add_argument("--to", nargs="+", action="extend", required=True, metavar="RECIPIENT")
    coordinators.add_argument("--label", type=label, default="")
    leaf(slot, "remove").add_argument("id", type=sought, metavar="ID")
    change = leaf(slot, "passphrase")
    change.add_argument("id", type=sought, metavar="ID")
    new_passphrase(change)
    change.add_argument("--new-key-file", type=path, metavar="F")
    leaf(slot, "request").add_argument("--out", type=path, required=True, metavar="FILE")
    part = leaf(slot, "part")
    part.add_argument("--request", type=path, metavar="FILE")
    part.add_argument("--identity", type=path, required=True, metavar="F")
    part.add_argument("--for", dest="reader", required=True, metavar="RECIPIENT")
    part.add_argument("--out", type=path, required=True, metavar="PART")

    recovery = steps("recovery", "step")
    sheets(leaf(recovery, "make"))
    reissue = leaf(recovery, "reissue")
    sheets(reissue)
    reissue.add_argument("--slot", type=sought, metavar="ID")
    rehearse = leaf(recovery, "rehearse")
    recover = leaf(vault, "recover")
    rehearse.add_argument("--share", type=path, nargs="+", action="extend", required=True, metavar="FILE")
    recover.add_argument("--share", type=path, nargs="+", action="extend", default=[], metavar="FILE")
    recover.add_argument("--identity", type=path, nargs="+", action="extend", default=[], metavar="F")
    recover.add_argument("--part", type=path, nargs="+", action="extend", default=[], metavar="FILE")
    new_passphrase(recover)
    which = recover.add_mutually_exclusive_group()
    which.add_argument("--keep-old", action="store_true")
    which.add_argument("--replace", type=sought, nargs="+", action="extend", metavar="ID")
    recover.add_argument("--label", type=label, default="")
    leaf(steps("key-file", "step"), "new").add_argument("--out", type=path, required=True, metavar="F")


def _leaving_a_vault(vault: Any, leaf: Leaf) -> None:
    """``vault rekey|destroy|leave``."""
    rekey = leaf(vault, "rekey")
    rekey.add_argument("--new-passphrase-file", type=path, metavar="FILE")
    rekey.add_argument("--new-passphrase-fd", type=int, metavar="N")
    rekey.add_argument("--new-key-file", type=path, metavar="F")
    rekey.add_argument("--also-passphrase-file", type=path, nargs="+", action="extend", default=[], metavar="FILE")
    rekey.add_argument("--kdf", choices=("calibrated", "fast"), default="calibrated")
    rekey.add_argument("--sheets", type=path, metavar="DIR")
    rekey.add_argument("--shares", type=part_count, default=3, metavar="N")
    rekey.add_argument("--needed", type=part_count, default=2, metavar="M")
    rekey.add_argument("--format", type=sheet_formats, default=("pdf", "txt"), metavar="pdf,txt")
    rekey.add_argument("--language", choices=("ru", "be", "en"), metavar="CODE")
    rekey.add_argument("--drop-others", action="store_true")
    rekey.add_argument("--drop-coordinators", action="store_true")
    destroy = leaf(vault, "destroy")
    destroy.add_argument("--yes-destroy", action="store_true")
    destroy.add_argument("--without-backup", type=text_line, metavar="REASON")
    leave = leaf(vault, "leave")
    leave.add_argument("--mode", choices=("nothing", "helpers"), required=True)
    leave.add_argument("--to", nargs="+", action="extend", default=[], metavar="RECIPIENT")
    leave.add_argument("--out", type=path, metavar="FILE")
    said = leave.add_mutually_exclusive_group()
    said.add_argument("--read-back", type=sought, metavar="WORDS")
    said.add_argument("--without-receipt", type=text_line, metavar="REASON")
    leave.add_argument("--share", type=path, nargs="+", action="extend", default=[], metavar="FILE")
    leave.add_argument("--yes-leave", action="store_true")
