"""The templates of this program as a catalogue, and the check that names every fault of a template at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from legalaid_desktop.documents.catalog import Catalog
from legalaid_desktop.documents.template_checking import check_templates as check_folders
from legalaid_desktop.documents.template_checking import no_manifest
from legalaid_desktop.documents.template_fault import TemplateFault
from legalaid_desktop.errors import NotFound
from legalaid_desktop.host import paths
from legalaid_desktop.services.template_child import foreign_template_faults, foreign_template_places


@dataclass(frozen=True)
class TemplateRow:
    id: str
    title: str
    tier: int
    languages: tuple[str, ...]
    as_of: dt.date
    reviewed: bool
    version: int
    older: tuple[int, ...]
    """Versions that are kept beside it."""
    checked_on: dt.date | None
    phrases_reviewed: bool
    translations: Mapping[str, str]
    """Language → who has checked the translation."""


@dataclass(frozen=True)
class TemplateProblem:
    file: str
    line: int
    message: str
    """Plain English, and a ``Why`` with its id and values (``template_fault_words`` words it)."""


@cache
def shipped_catalog() -> Catalog:
    """The templates that ship with the program, read once."""
    return Catalog.open(paths.templates())


def template_rows(lang: str) -> tuple[TemplateRow, ...]:
    rows = []
    for template in shipped_catalog():
        manifest = template.manifest
        title = manifest.title.get(lang) or manifest.title["ru"]
        rows.append(
            TemplateRow(
                id=manifest.id,
                title=title,
                tier=manifest.tier,
                languages=manifest.languages,
                as_of=manifest.as_of,
                reviewed=manifest.reviewed,
                version=manifest.version,
                older=shipped_catalog().older_versions(manifest.id),
                checked_on=manifest.review.on,
                phrases_reviewed=manifest.phrases_reviewed,
                translations=manifest.review.translations,
            )
        )
    return tuple(rows)


def check_templates(folders: Sequence[Path]) -> tuple[TemplateProblem, ...]:
    """Every fault of the templates in ``folders``; of the shipped ones when it is empty.

    Raises NotFound, FileRefused.
    """
    for folder in folders:
        if not folder.is_dir():
            raise NotFound(kind="file", what=str(folder))
    if not folders:
        return tuple(problem_of(fault) for fault in check_folders([paths.templates()]))
    return tuple(problem_of(fault) for folder in folders for fault in _foreign_faults(folder))


def _foreign_faults(folder: Path) -> tuple[TemplateFault, ...]:
    """Templates that are not ours: they are judged in the child."""
    places = foreign_template_places(folder)
    return foreign_template_faults(places) if places else (no_manifest(folder.name),)


def problem_of(fault: TemplateFault) -> TemplateProblem:
    return TemplateProblem(file=fault.file, line=fault.line, message=fault.why)
