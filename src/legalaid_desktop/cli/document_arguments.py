"""How ``legalaid template`` and ``legalaid document`` are written."""

from __future__ import annotations

from typing import Any

from legalaid_desktop.cli.argument_types import (
    PAPER_LANGUAGES,
    Leaf,
    count,
    day,
    edition,
    formats,
    override,
    papers,
    path,
    sought,
    stem,
)
from legalaid_desktop.domain.draft import FILING_WAYS, ROLES, DraftState


def template_arguments(template: Any, leaf: Leaf) -> None:
    leaf(template, "list")
    check, add = leaf(template, "check"), leaf(template, "add")
    check.add_argument("folders", type=path, nargs="*", metavar="DIR|FILE.docx")
    check.add_argument("--like", type=sought, default="C1", metavar="DOC")
    add.add_argument("file", type=path, metavar="FILE.docx|DIR")
    add.add_argument("--like", type=sought, default="C1", metavar="DOC")
    add.add_argument("--aside", action="store_true")
    for parser in (check, add):
        parser.add_argument("--language", choices=PAPER_LANGUAGES, default="ru", metavar="CODE")
    leaf(template, "editions").add_argument("doc", nargs="?", type=sought, metavar="DOC")
    for name in ("use", "remove", "export"):
        parser = leaf(template, name)
        parser.add_argument("doc", type=sought, metavar="DOC")
        parser.add_argument("edition", type=edition, metavar="N|shipped")
        if name == "export":
            parser.add_argument("--out", type=path, required=True, metavar="DIR")


def document_arguments(document: Any, leaf: Leaf) -> None:
    check = leaf(document, "check")
    make = leaf(document, "make")
    state, history, compare = (leaf(document, name) for name in ("state", "history", "compare"))
    for parser in (check, make, state, history, compare):
        parser.add_argument("ref", type=sought, metavar="REF")
        parser.add_argument("doc", type=sought, metavar="DOC")
        parser.add_argument("--language", choices=PAPER_LANGUAGES, metavar="CODE")
    make.add_argument("--format", type=formats, default=("docx", "pdf"), metavar="docx,pdf")
    make.add_argument("--out", type=path, required=True, metavar="DIR")
    for parser in (make, state):
        parser.add_argument("--override", type=override, action="append", default=[], metavar="CHK=REASON")
    make.add_argument("--name", type=stem, metavar="STEM")
    binder = leaf(document, "bundle")
    binder.add_argument("ref", type=sought, metavar="REF")
    binder.add_argument("--documents", type=papers, required=True, metavar="C1,C5")
    binder.add_argument("--language", choices=PAPER_LANGUAGES, metavar="CODE")
    binder.add_argument("--out", type=path, required=True, metavar="FILE.pdf")
    binder.add_argument("--override", type=override, action="append", default=[], metavar="CHK=REASON")
    state.add_argument("state", nargs="?", choices=[one.value for one in DraftState], metavar="STATE")
    state.add_argument("--by", choices=ROLES, default=ROLES[0], metavar="ROLE")
    state.add_argument("--on", type=day, metavar="YYYY-MM-DD")
    state.add_argument("--how", choices=FILING_WAYS, metavar="WAY")
    state.add_argument("--receipt", type=sought, metavar="ID")
    compare.add_argument("--from", dest="before", type=count, required=True, metavar="N")
    compare.add_argument("--to", dest="after", type=count, default=0, metavar="N")
    compare.add_argument("--out", type=path, required=True, metavar="FILE")
