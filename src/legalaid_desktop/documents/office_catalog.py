"""The shipped templates with the office's own editions over them: one of each paper is in use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from legalaid_desktop.documents.catalog import Catalog, Template, template_of
from legalaid_desktop.documents.template_fault import TemplateFault, Why
from legalaid_desktop.documents.word_source import WordSource
from legalaid_desktop.domain.ids import DocumentCode, LanguageCode
from legalaid_desktop.errors import NoTemplate, TemplateFaulty

InUse = Callable[[DocumentCode], Template | None]
"""The office's edition of a paper that drafts are made with; ``None``: what ships."""


class OfficeCatalog(Catalog):
    """Papers and their order are those of the shipped catalogue; older shipped versions are found as before."""

    def __init__(self, shipped: Catalog, in_use: InUse) -> None:
        super().__init__({}, {})
        self.shipped = shipped
        self._in_use = in_use

    def __iter__(self) -> Iterator[Template]:
        """One that cannot be read any more is listed as it ships; asked for by its code it says why."""
        for code in self.codes():
            try:
                yield self.template(code)
            except TemplateFaulty:
                yield self.shipped.template(code)

    def codes(self) -> tuple[DocumentCode, ...]:
        return self.shipped.codes()

    def __contains__(self, code: object) -> bool:
        return code in self.shipped

    def template(self, code: str) -> Template:
        id = DocumentCode(code.strip().upper())
        if id not in self.shipped:
            raise NoTemplate(kind="document", what=code)
        return self._in_use(id) or self.shipped.template(id)

    def older_versions(self, code: str) -> tuple[int, ...]:
        return self.shipped.older_versions(code)

    def version(self, code: str, number: int) -> Template:
        return self.shipped.version(code, number)


class TrialCatalog(OfficeCatalog):
    """A catalogue in which one template is tried out before it is kept."""

    def __init__(self, around: Catalog, trial: Template) -> None:
        super().__init__(around, lambda code: trial if code == trial.manifest.id else around.template(code))


def with_word(shipped: Template, source: WordSource, language: LanguageCode, n: int | None) -> Template:
    """A paper whose body in one language is an office's Word file; everything else of it is as it ships."""
    manifest = shipped.manifest
    if language not in manifest.languages:
        manifest = replace(manifest, languages=(*manifest.languages, language))
    return replace(shipped, manifest=manifest, word={language: source}, office=n)


def with_files(shipped: Template, files: Mapping[str, str], n: int | None) -> Template:
    """A paper from the files of a text edition. Raises TemplateFaulty."""
    template, faults = template_of(shipped.folder, files, shipped.shared)
    if template is None:
        raise TemplateFaulty(faults=faults, what=shipped.folder)
    if template.manifest.id != shipped.manifest.id:
        id = shipped.manifest.id
        why = Why("of_other", f"this is a template of {id}", id).under("id")
        raise TemplateFaulty(faults=(TemplateFault(f"{shipped.folder}/manifest.toml", 1, why),), what=shipped.folder)
    return replace(template, office=n)
