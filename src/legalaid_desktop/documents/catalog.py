"""Which templates exist, read and checked at once: a folder for each document, a body for each language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, TypeAlias

from legalaid_desktop.documents.conditions import all_names
from legalaid_desktop.documents.doors import DOOR_NAMES
from legalaid_desktop.documents.facts.common import BASE, base
from legalaid_desktop.documents.facts.register import FACTS, Facts
from legalaid_desktop.documents.manifest import Manifest, read_manifest
from legalaid_desktop.documents.notation import Body, FieldTree, compile_body
from legalaid_desktop.domain.ids import DocumentCode, LanguageCode
from legalaid_desktop.errors import NoTemplate, TemplateFaulty

ALWAYS_READABLE: Final = ("says", "answers", "answered")


@dataclass(frozen=True)
class Template:
    """A manifest, its facts and its bodies; a body is compiled when it is first asked for."""

    manifest: Manifest
    facts: Facts
    sources: Mapping[LanguageCode, str]
    folder: str

    @cached_property
    def _compiled(self) -> dict[LanguageCode, Body]:
        return {}

    def body(self, language: LanguageCode) -> Body:
        """Raises NoTemplate for a language that the template does not have, TemplateFaulty for a faulty body."""
        if language not in self.sources:
            raise NoTemplate(kind="document", what=f"{self.manifest.id} ({language})", language=language)
        if language not in self._compiled:
            self._compiled[language] = compile_body(
                self.sources[language],
                fields=field_tree(self.facts, self.manifest),
                filters=DOOR_NAMES,
                file=f"{self.folder}/body.{language}.md",
            )
        return self._compiled[language]


def field_tree(facts: Facts, manifest: Manifest) -> FieldTree:
    """What a body of this template may read: shared facts, the builder's own, conditions and answers."""
    whole: FieldTree = {
        **BASE,
        **facts.fields,
        "says": dict.fromkeys(sorted(all_names()), "flag"),
        "answers": {question.name: question.type for question in manifest.questions},
        "answered": {question.name: "flag" for question in manifest.questions},
    }
    return {name: tree for name, tree in whole.items() if name in (*manifest.uses, *ALWAYS_READABLE)}


class Catalog:
    """The templates of one folder. Raises TemplateFaulty on ``load`` when a manifest cannot be read."""

    def __init__(self, templates: Mapping[DocumentCode, Template]) -> None:
        self._templates = templates

    @classmethod
    def load(cls, folder: Path) -> Catalog:
        found: dict[DocumentCode, Template] = {}
        faults: list[str] = []
        for place in template_folders(folder):
            template, problems = template_of(place.name, texts_of(place))
            faults.extend(problems)
            if template is not None and template.manifest.id in found:
                faults.append(f"{place.name}/manifest.toml:1: id: {template.manifest.id} stands in two folders")
            elif template is not None:
                found[template.manifest.id] = template
        if faults:
            raise TemplateFaulty(faults=tuple(faults), what=folder.name)
        return cls(dict(sorted(found.items(), key=lambda pair: _order(pair[0]))))

    def __iter__(self) -> Iterator[Template]:
        return iter(self._templates.values())

    def manifests(self) -> tuple[Manifest, ...]:
        """In the order of the catalogue."""
        return tuple(template.manifest for template in self._templates.values())

    def __contains__(self, code: object) -> bool:
        return code in self._templates

    def template(self, code: str) -> Template:
        """By catalogue id, without regard to letter case. Raises NoTemplate."""
        found = self._templates.get(DocumentCode(code.strip().upper()))
        if found is None:
            raise NoTemplate(kind="document", what=code)
        return found


def template_folders(folder: Path) -> tuple[Path, ...]:
    """Folders below ``folder`` that hold a manifest, or ``folder`` itself if it holds one."""
    if (folder / "manifest.toml").is_file():
        return (folder,)
    return tuple(sorted(path.parent for path in folder.glob("*/manifest.toml")))


Texts: TypeAlias = Mapping[str, str | None]
"""Files of one template folder by name: their text, or ``None`` for one that cannot be read as UTF-8."""


def texts_of(place: Path) -> Texts:
    """The files of one of our own template folders."""
    found: dict[str, str | None] = {}
    for path in (place / "manifest.toml", *sorted(place.glob("body.*.md"))):
        try:
            found[path.name] = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            found[path.name] = None
    return found


def template_of(name: str, texts: Texts) -> tuple[Template | None, tuple[str, ...]]:
    """The template in the folder ``name``, and every fault of its manifest; bodies are not compiled yet."""
    text = texts.get("manifest.toml")
    if text is None:
        return None, (f"{name}/manifest.toml:1: the file cannot be read as UTF-8 text",)
    try:
        manifest = read_manifest(text, f"{name}/manifest.toml", conditions=all_names())
    except TemplateFaulty as faulty:
        return None, faulty.faults
    faults: list[str] = []
    # A paper that the program has no facts of its own for is made from what every paper shares.
    facts = FACTS.get(manifest.id) or Facts(build=base, fields={})
    sources: dict[LanguageCode, str] = {}
    for language in manifest.languages:
        body = f"body.{language}.md"
        source = texts.get(body)
        if source is not None:
            sources[language] = source
        elif body in texts:
            faults.append(f"{name}/{body}:1: the file cannot be read as UTF-8 text")
        else:
            faults.append(f"{name}/manifest.toml:1: languages: {body} is missing")
    known = (*BASE, *facts.fields)
    faults.extend(
        f"{name}/manifest.toml:1: uses: no facts called '{root}'" for root in manifest.uses if root not in known
    )
    if faults:
        return None, tuple(faults)
    return Template(manifest, facts, sources, name), ()


def check_templates(folders: Iterable[Path]) -> tuple[str, ...]:
    """Every fault of every template below ``folders``, each ``file:line: why``."""
    faults: list[str] = []
    for folder in folders:
        places = template_folders(folder)
        if not places:
            faults.append(f"{folder.name}:1: no manifest.toml in this folder or in a folder below it")
        for place in places:
            faults.extend(faults_of(place.name, texts_of(place)))
    return tuple(faults)


def faults_of(name: str, texts: Texts) -> tuple[str, ...]:
    """Every fault of the template in the folder ``name``, of its manifest and its bodies."""
    template, problems = template_of(name, texts)
    return (*problems, *_body_faults(template)) if template is not None else problems


def _body_faults(template: Template) -> list[str]:
    faults: list[str] = []
    manifest = template.manifest
    bodies: list[Body] = []
    for language in manifest.languages:
        try:
            bodies.append(template.body(language))
        except TemplateFaulty as faulty:
            faults.extend(faulty.faults)
    for body in bodies:
        known = {section.id for section in manifest.sections}
        faults.extend(f"{body.file}:1: section {id} is not in the manifest" for id in body.sections if id not in known)
        faults.extend(
            f"{body.file}:1: section {section.id} of the manifest has no place in the body"
            for section in manifest.sections
            if section.id not in body.sections
        )
        asked = {f"answers.{question.name}" for question in manifest.questions if question.name != "addressee"}
        used = {field for field in body.fields if field.startswith(("answers.", "answered."))}
        faults.extend(
            f"{body.file}:1: the question {name.removeprefix('answers.')} is asked and never used"
            for name in sorted(asked)
            if name not in used and name.replace("answers.", "answered.") not in used
        )
    for other in bodies[1:]:
        first = bodies[0]
        if other.fields != first.fields:
            differing = ", ".join(sorted(other.fields ^ first.fields))
            faults.append(f"{other.file}:1: other fields than in {first.file}: {differing}")
        if other.sections != first.sections or other.boxes != first.boxes:
            faults.append(f"{other.file}:1: other sections or boxes than in {first.file}")
    return faults


def _order(code: str) -> tuple[str, int]:
    return code[:1], int(code[1:]) if code[1:].isdigit() else 0
