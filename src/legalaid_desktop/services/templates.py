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
    line: int
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
    wanted = list(folders) or [paths.templates()]
    odd = tuple(problem for folder in wanted for problem in _odd_files(folder))
    # A pipe or a device in place of a file would be waited for without end.
    sound = [folder for folder in wanted if not _odd_files(folder)]
    return (*odd, *_checked(sound))


def _checked(folders: Sequence[Path]) -> tuple[TemplateProblem, ...]:
    if not folders:
        return ()
    try:
        return tuple(_problem(fault) for fault in check_folders(folders))
    except RecursionError:
        if len(folders) > 1:
            return tuple(problem for folder in folders for problem in _checked([folder]))
        return (TemplateProblem(f"{folders[0].name}/manifest.toml", 1, "nested too deeply"),)


def _odd_files(folder: Path) -> list[TemplateProblem]:
    parts = (*folder.glob("manifest.toml"), *folder.glob("body.*"), *folder.glob("*/manifest.toml"))
    found = sorted({*parts, *folder.glob("*/body.*")})
    return [
        TemplateProblem(f"{path.parent.name}/{path.name}", 1, "this is not a file")
        for path in found
        if not path.is_file()
    ]


def _problem(fault: str) -> TemplateProblem:
    """A fault is written ``file:line: what is wrong``; one of the file as a whole has no line, and gets the first."""
    found = re.match(r"(?P<file>.*?):(?P<line>\d+):\s*(?P<message>.*)$", fault, re.DOTALL)
    if found is not None:
        return TemplateProblem(file=found["file"], line=int(found["line"]), message=found["message"])
    file, _, message = fault.rpartition(": ") if fault.count(": ") == 1 else ("", "", fault)
    return TemplateProblem(file=file, line=1, message=message)
