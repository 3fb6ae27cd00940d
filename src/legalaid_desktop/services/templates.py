"""The templates of this program as a catalogue, and the check that names every fault of a template at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from legalaid_desktop.documents.catalog import Catalog
from legalaid_desktop.documents.catalog import check_templates as check_folders
from legalaid_desktop.errors import NotFound
from legalaid_desktop.host import paths


@dataclass(frozen=True)
class TemplateRow:
    id: str
    title: str
    tier: int
    languages: tuple[str, ...]
    as_of: dt.date
    reviewed: bool


@dataclass(frozen=True)
class TemplateProblem:
    file: str
    line: int | None
    message: str


@cache
def shipped_catalog() -> Catalog:
    """The templates that ship with the program, read once."""
    return Catalog.load(paths.templates())


def template_rows(lang: str) -> tuple[TemplateRow, ...]:
    rows = []
    for template in shipped_catalog():
        manifest = template.manifest
        title = manifest.title.get(lang) or manifest.title["ru"]
        rows.append(
            TemplateRow(manifest.id, title, manifest.tier, manifest.languages, manifest.as_of, manifest.reviewed)
        )
    return tuple(rows)


def check_templates(folders: Sequence[Path]) -> tuple[TemplateProblem, ...]:
    """Every fault of the templates in ``folders``; of the shipped ones when it is empty. Raises NotFound."""
    for folder in folders:
        if not folder.is_dir():
            raise NotFound(kind="file", what=str(folder))
    return tuple(_problem(fault) for fault in check_folders(folders or [paths.templates()]))


def _problem(fault: str) -> TemplateProblem:
    """A fault is written ``file:line: what is wrong``."""
    found = re.match(r"(?P<file>.*?):(?P<line>\d+):\s*(?P<message>.*)$", fault, re.DOTALL)
    if found is None:
        return TemplateProblem(file="", line=None, message=fault)
    return TemplateProblem(file=found["file"], line=int(found["line"]), message=found["message"])
