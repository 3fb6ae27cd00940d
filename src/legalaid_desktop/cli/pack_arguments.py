"""How ``legalaid pack`` is written."""

from __future__ import annotations

from typing import Any

from legalaid_desktop.cli.argument_types import Leaf, may_read_only, path, sought


def pack_arguments(pack: Any, leaf: Leaf) -> None:
    """Law packs: the first five are for who takes them in, the others for who makes them."""
    verify = leaf(pack, "verify")
    verify.add_argument("file", type=path, metavar="FILE")
    verify.add_argument("--signer", type=sought, metavar="WORDS")
    for name in ("affected", "install"):
        parser = leaf(pack, name)
        parser.add_argument("file", type=path, metavar="FILE")
        parser.add_argument("--new-signer", type=sought, metavar="WORDS")
    may_read_only(leaf(pack, "list"))
    leaf(pack, "undo")
    leaf(pack, "check").add_argument("folder", type=path, metavar="FOLDER")
    build = leaf(pack, "build")
    build.add_argument("folder", type=path, metavar="FOLDER")
    build.add_argument("--out", type=path, required=True, metavar="F")
    keys = leaf(pack, "keys").add_subparsers(dest="step", metavar="ACTION", required=True)
    new = leaf(keys, "new")
    new.add_argument("--out", type=path, required=True, metavar="K")
    new.add_argument("--kdf", choices=("calibrated", "fast"), default="calibrated")
    leaf(keys, "show").add_argument("--key", type=path, required=True, metavar="K")
    sign = leaf(pack, "sign")
    sign.add_argument("file", type=path, metavar="F")
    sign.add_argument("--key", type=path, required=True, metavar="K")
    sign.add_argument("--out", type=path, metavar="F2")
    diff = leaf(pack, "diff")
    diff.add_argument("old", type=path, metavar="OLD")
    diff.add_argument("new", type=path, metavar="NEW")
