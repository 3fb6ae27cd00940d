"""Which templates exist, read and checked at once: a folder for each document, a body for each language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Final, TypeAlias

from legalaid_desktop.documents.conditions import all_names
from legalaid_desktop.documents.doors import DOOR_NAMES
from legalaid_desktop.documents.facts.common import BASE, base
from legalaid_desktop.documents.facts.register import FACTS, Facts
from legalaid_desktop.documents.manifest import Manifest
from legalaid_desktop.documents.manifest_reading import read_leniently
from legalaid_desktop.documents.nearest import hint
from legalaid_desktop.documents.notation import Body, FieldTree, compile_body
from legalaid_desktop.documents.shared_blocks import (
    FOLDER,
    NOT_UTF8,
    Expanded,
    Shared,
    expand,
    read_shared,
    shipped_shared,
)
from legalaid_desktop.documents.template_fault import TemplateFault, Why, faults_in
from legalaid_desktop.documents.template_syntax import parse
from legalaid_desktop.documents.word_body import WordBody, compile_word
from legalaid_desktop.documents.word_source import WordSource
from legalaid_desktop.domain.document_codes import order_of
from legalaid_desktop.domain.ids import DocumentCode, LanguageCode
from legalaid_desktop.errors import NoTemplate, TemplateFaulty
from legalaid_desktop.host import paths

ALWAYS_READABLE: Final = ("says", "answers", "answered")


@dataclass(frozen=True)
class Template:
    """A manifest, its facts and its bodies; a body is compiled when it is first asked for."""

    manifest: Manifest
    facts: Facts
    sources: Mapping[LanguageCode, str]
    folder: str
    shared: Shared = field(default_factory=shipped_shared)
    of_one_body: frozenset[LanguageCode] = frozenset()
    """Languages whose body is the one for all."""
    office: int | None = None
    """Number of the office's own edition; ``None`` for what ships."""
    word: Mapping[LanguageCode, WordSource] = field(default_factory=dict)
    """An office's Word file in the place of a body."""

    @property
    def edition(self) -> str:
        """How drafts remember what they were made with: the version, and after ``+`` the office's edition."""
        return f"{self.manifest.version}" if self.office is None else f"{self.manifest.version}+{self.office}"

    @cached_property
    def _compiled(self) -> dict[LanguageCode, Body]:
        return {}

    @cached_property
    def _compiled_word(self) -> dict[LanguageCode, WordBody]:
        return {}

    def body(self, language: LanguageCode) -> Body | WordBody:
        """Raises NoTemplate for a language that the template does not have, TemplateFaulty for a faulty body."""
        if language in self.word:
            if language not in self._compiled_word:
                self._compiled_word[language] = compile_word(
                    self.word[language],
                    fields=word_fields(self.facts, self.manifest),
                    filters=DOOR_NAMES,
                    file=f"{self.manifest.id}.docx",
                    sections=tuple(section.id for section in self.manifest.sections),
                )
            return self._compiled_word[language]
        if language not in self.sources:
            raise NoTemplate(kind="document", what=f"{self.manifest.id} ({language})", language=language)
        if language not in self._compiled and (same := self._same(language)) is not None:
            self._compiled[language] = same
        if language not in self._compiled:
            self._compiled[language] = self.compiled(self.expanded(language))
        return self._compiled[language]

    def compiled(self, whole: Expanded) -> Body:
        """A body of this template with its blocks in it, compiled. Raises TemplateFaulty."""
        return compile_body(
            whole.text,
            fields=field_tree(self.facts, self.manifest, self.shared, whole.used),
            filters=DOOR_NAMES,
            file=whole.map.file,
            origins=whole.map,
        )

    def file_of(self, language: LanguageCode) -> str:
        """The body's file, as faults name it."""
        return f"{self.folder}/{ONE_BODY if language in self.of_one_body else f'body.{language}.md'}"

    def _same(self, language: LanguageCode) -> Body | None:
        """The body that another language has compiled, where it is one for all."""
        if language not in self.of_one_body:
            return None
        text = self.expanded(language).text
        return next(
            (
                made
                for other, made in self._compiled.items()
                if other in self.of_one_body and self.expanded(other).text == text
            ),
            None,
        )

    def expanded(self, language: LanguageCode) -> Expanded:
        """The body with its shared blocks put in. Raises TemplateFaulty."""
        return expand(self.sources[language], file=self.file_of(language), language=language, shared=self.shared)


def field_tree(facts: Facts, manifest: Manifest, shared: Shared | None = None, used: Sequence[str] = ()) -> FieldTree:
    """What a body of this template may read: shared facts, the builder's own, conditions and answers; and what the
    shared blocks read that it uses."""
    needs = (shared or Shared()).needed(used)
    whole: FieldTree = {
        **BASE,
        **facts.fields,
        "says": dict.fromkeys(sorted(all_names()), "flag"),
        # A question that a block needs and the manifest lacks is one fault of its own, not one at each place.
        "answers": {**dict.fromkeys(needs.questions, "line"), **{q.name: q.type for q in manifest.questions}},
        "answered": dict.fromkeys((*needs.questions, *(q.name for q in manifest.questions)), "flag"),
    }
    readable = {*manifest.uses, *needs.uses, *ALWAYS_READABLE}
    return {name: tree for name, tree in whole.items() if name in readable}


def word_fields(facts: Facts, manifest: Manifest) -> FieldTree:
    """What a Word file for this paper may read: all facts of the paper, whatever its own bodies use."""
    return field_tree(facts, replace(manifest, uses=(*BASE, *facts.fields)))


class Catalog:
    """The templates of one folder, by catalogue id, in the order of the catalogue.

    A manifest is read when its paper is first asked for (``open``), a body when it is first drafted: a command that
    makes one paper does not read seventy. A folder may keep older versions of its template in ``v1``, ``v2`` …
    """

    def __init__(self, templates: Mapping[DocumentCode, Template], places: Mapping[DocumentCode, Path]):
        self._templates = dict(templates)
        self._places = dict(places)
        self._order = sorted({*self._templates, *self._places}, key=order_of)
        self._older: dict[tuple[DocumentCode, int], Template] = {}

    @classmethod
    def open(cls, folder: Path) -> Catalog:
        """The templates of ``folder``, none of them read yet. A folder is named by the id of its paper."""
        return cls({}, {DocumentCode(place.name): place for place in template_folders(folder)})

    @classmethod
    def load(cls, folder: Path) -> Catalog:
        """Every manifest of ``folder`` read. Raises TemplateFaulty when one of them cannot be."""
        found: dict[DocumentCode, Template] = {}
        places: dict[DocumentCode, Path] = {}
        faults: list[TemplateFault] = []
        shared = shared_of(folder)
        for place in template_folders(folder):
            template, problems = template_of(place.name, texts_of(place), shared)
            faults.extend(problems)
            if template is not None and template.manifest.id in found:
                id = template.manifest.id
                why = Why("two_folders", f"{id} stands in two folders", id).under("id")
                faults.append(TemplateFault(f"{place.name}/manifest.toml", 1, why))
            elif template is not None:
                found[template.manifest.id] = template
                places[template.manifest.id] = place
        if faults:
            raise TemplateFaulty(faults=tuple(faults), what=folder.name)
        return cls(found, places)

    def __iter__(self) -> Iterator[Template]:
        return (self.template(code) for code in self._order)

    def codes(self) -> tuple[DocumentCode, ...]:
        """Ids in the order of the catalogue, without reading anything."""
        return tuple(self._order)

    def manifests(self) -> tuple[Manifest, ...]:
        """In the order of the catalogue. Raises TemplateFaulty."""
        return tuple(template.manifest for template in self)

    def __contains__(self, code: object) -> bool:
        return code in self._templates or code in self._places

    def template(self, code: str) -> Template:
        """By catalogue id, without regard to letter case. Raises NoTemplate, TemplateFaulty."""
        id = DocumentCode(code.strip().upper())
        place = self._places.get(id)
        if place is not None and id not in self._templates:
            template, faults = template_of(place.name, texts_of(place), shared_of(place.parent))
            if template is None:
                raise TemplateFaulty(faults=faults, what=place.name)
            if template.manifest.id != id:
                named = template.manifest.id
                why = Why("folder_named", f"the folder of {named} is named {id}", named, id).under("id")
                fault = TemplateFault(f"{place.name}/manifest.toml", 1, why)
                raise TemplateFaulty(faults=(fault,), what=place.name)
            self._templates[id] = template
        found = self._templates.get(id)
        if found is None:
            raise NoTemplate(kind="document", what=code)
        return found

    def older_versions(self, code: str) -> tuple[int, ...]:
        """Numbers of the older versions that are kept of a template, newest first."""
        place = self._places.get(DocumentCode(code.strip().upper()))
        return tuple(number for number, _ in older_places(place)) if place is not None else ()

    def version(self, code: str, number: int) -> Template:
        """The template as it was in one version: the present one or one that is kept. Raises NoTemplate,
        TemplateFaulty."""
        now = self.template(code)
        if now.manifest.version == number:
            return now
        id = now.manifest.id
        place = next((place for n, place in older_places(self._places[id]) if n == number), None)
        if place is None:
            raise NoTemplate(kind="document", what=f"{code} {number}")
        if (id, number) not in self._older:
            template, faults = older_template(now.folder, place, shared_of(place.parent.parent))
            if template is None or faults:
                raise TemplateFaulty(faults=faults, what=place.name)
            self._older[id, number] = template
        return self._older[id, number]


def older_places(place: Path) -> tuple[tuple[int, Path], ...]:
    """Version → its folder ``v<version>`` below that of the template, newest first."""
    found = [(int(path.parent.name[1:]), path.parent) for path in place.glob("v*/manifest.toml")
             if re.fullmatch(r"v[1-9]\d{0,3}", path.parent.name)]  # fmt: skip
    return tuple(sorted(found, reverse=True))


def older_template(folder: str, place: Path, shared: Shared) -> tuple[Template | None, tuple[TemplateFault, ...]]:
    """A kept version, and what is wrong with it: above all its number."""
    name = f"{folder}/{place.name}"
    template, faults = template_of(name, texts_of(place), shared)
    if template is not None and f"v{template.manifest.version}" != place.name:
        why = Why("folder_says", f"the folder says {place.name[1:]}", place.name[1:]).under("version")
        faults = (*faults, TemplateFault(f"{name}/manifest.toml", 1, why))
    return template, faults


def template_folders(folder: Path) -> tuple[Path, ...]:
    """Folders below ``folder`` that hold a manifest, or ``folder`` itself if it holds one."""
    if (folder / "manifest.toml").is_file():
        return (folder,)
    return tuple(sorted(path.parent for path in folder.glob("*/manifest.toml")))


def shared_of(folder: Path) -> Shared:
    """The shared blocks beside the templates of ``folder``; those of the program where it has none of its own."""
    own = folder / FOLDER
    return read_shared(own) if own.is_dir() and folder != paths.templates() else shipped_shared()


ONE_BODY: Final = "body.md"
"""A body for every language that has none of its own."""
Texts: TypeAlias = Mapping[str, str | None]
"""Files of one template folder by name: their text, or ``None`` for one that cannot be read as UTF-8."""


def texts_of(place: Path) -> Texts:
    """The files of one of our own template folders."""
    found: dict[str, str | None] = {}
    for path in (place / "manifest.toml", *sorted(place.glob("body.*.md")), place / ONE_BODY):
        try:
            found[path.name] = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            if path.name != ONE_BODY:
                found[path.name] = None
        except (OSError, UnicodeDecodeError):
            found[path.name] = None
    return found


def template_of(
    name: str, texts: Texts, shared: Shared | None = None, *, lenient: bool = False
) -> tuple[Template | None, tuple[TemplateFault, ...]]:
    """The template in the folder ``name``, and every fault of its manifest; bodies are not compiled yet.

    A faulty one is ``None``; with ``lenient`` only where its manifest is no TOML at all, so that faults of its bodies
    can be told beside those of the manifest.
    """
    shared = shared if shared is not None else shipped_shared()
    text = texts.get("manifest.toml")
    if text is None:
        return None, (TemplateFault(f"{name}/manifest.toml", 1, NOT_UTF8),)
    try:
        manifest, told = read_leniently(text, f"{name}/manifest.toml", conditions=all_names(), shared=shared)
    except TemplateFaulty as faulty:
        return None, (*faults_in(faulty), *_syntax_faults(name, texts))
    faults = list(told)
    # A paper that the program has no facts of its own for is made from what every paper shares.
    facts = FACTS.get(manifest.id) or Facts(build=base, fields={})
    sources: dict[LanguageCode, str] = {}
    for language in manifest.languages:
        body = f"body.{language}.md"
        # A paper whose sentences are data needs one body for all languages.
        source = texts.get(body, texts.get(ONE_BODY))
        if source is not None:
            sources[language] = source
        elif body in texts:
            faults.append(TemplateFault(f"{name}/{body}", 1, NOT_UTF8))
        else:
            why = Why("missing", f"{body} is missing", body).under("languages")
            faults.append(TemplateFault(f"{name}/manifest.toml", 1, why))
    known = (*BASE, *facts.fields)
    lines = text.split("\n")
    for root in manifest.uses:
        if root not in known:
            line = next((n for n, words in enumerate(lines, 1) if f'"{root}"' in words), 1)
            near = hint(root, known)
            why = Why("facts", f"no facts called '{root}': {near}", root, near).under("uses")
            faults.append(TemplateFault(f"{name}/manifest.toml", line, why))
    if faults and not lenient:
        return None, tuple(faults)
    one = frozenset(language for language in sources if f"body.{language}.md" not in texts)
    return Template(manifest, facts, sources, name, shared, one), tuple(faults)


def _syntax_faults(name: str, texts: Texts) -> Iterator[TemplateFault]:
    """Faults that a body has whatever its manifest says: told beside those of a manifest that cannot be read."""
    for body, source in texts.items():
        if body == "manifest.toml" or source is None:
            continue
        try:
            parse(source, f"{name}/{body}")
        except TemplateFaulty as faulty:
            yield from faults_in(faulty)
