"""Every fault of a template at once: its manifest, each body, and how they fit each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from legalaid_desktop.documents.catalog import (
    Template,
    Texts,
    older_places,
    older_template,
    shared_of,
    template_folders,
    template_of,
    texts_of,
)
from legalaid_desktop.documents.conditions import all_names
from legalaid_desktop.documents.facts.basics import CASES
from legalaid_desktop.documents.manifest import Manifest
from legalaid_desktop.documents.nearest import hint
from legalaid_desktop.documents.notation import Body
from legalaid_desktop.documents.shared_blocks import Expanded, Shared, expand
from legalaid_desktop.documents.template_fault import TemplateFault, Why, faults_in
from legalaid_desktop.domain.ids import LanguageCode
from legalaid_desktop.errors import TemplateFaulty


def check_templates(folders: Iterable[Path]) -> tuple[TemplateFault, ...]:
    """Every fault of every template below ``folders``, each ``file:line: why``."""
    faults: list[TemplateFault] = []
    for folder in folders:
        places = template_folders(folder)
        if not places:
            faults.append(no_manifest(folder.name))
        shared = shared_of(folder)
        for place in places:
            faults.extend(faults_of(place.name, texts_of(place), shared))
            for _, older in older_places(place):
                faults.extend(older_template(place.name, older, shared)[1])
    return tuple(faults)


def no_manifest(folder: str) -> TemplateFault:
    """A folder that was to hold templates and holds none."""
    return TemplateFault(folder, 1, Why("no_manifest", "no manifest.toml in this folder or in a folder below it"))


def faults_of(name: str, texts: Texts, shared: Shared | None = None) -> tuple[TemplateFault, ...]:
    """Every fault of the template in the folder ``name``, of its manifest and its bodies, each with its line."""
    template, problems = template_of(name, texts, shared, lenient=True)
    if template is None:
        return problems
    faults: list[TemplateFault] = list(problems)
    bodies: list[Body] = []
    for language in template.sources:
        whole, body = _body(template, language, faults)
        if whole is None or body is None:
            continue
        bodies.append(body)
        if not problems:
            faults.extend(_section_faults(whole, body, template.manifest))
            faults.extend(_unasked(template, whole))
    if not problems and len(bodies) == len(template.manifest.languages):
        faults.extend(_unused_questions(template, bodies, (texts.get("manifest.toml") or "").split("\n")))
    faults.extend(_unlike(template, bodies))
    return _in_order(faults)


def _in_order(faults: list[TemplateFault]) -> tuple[TemplateFault, ...]:
    """Each fault once, file by file as they came, and in each by its line."""
    files = list(dict.fromkeys(fault.file for fault in faults))
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: (files.index(fault.file), fault.line)))


def _body(
    template: Template, language: LanguageCode, faults: list[TemplateFault]
) -> tuple[Expanded | None, Body | None]:
    """The body with its blocks and compiled, as far as that goes; what is wrong is added to ``faults``."""
    file = template.file_of(language)
    try:
        whole = expand(template.sources[language], file=file, language=language, shared=template.shared, strict=False)
    except TemplateFaulty as faulty:
        faults.extend(faults_in(faulty))
        return None, None
    faults.extend(whole.faults)
    try:
        return whole, template.compiled(whole)
    except TemplateFaulty as faulty:
        faults.extend(faults_in(faulty))
        return whole, None


def _unasked(template: Template, whole: Expanded) -> Iterator[TemplateFault]:
    """Questions that a shared block needs and the manifest does not ask."""
    asked = {question.name for question in template.manifest.questions}
    for block, line in whole.uses.items():
        needs = template.shared.needs.get(block)
        for name in needs.questions if needs else ():
            if name not in asked:
                told = f"the block {block} needs the question {name}: "
                told += f'write [[question]] use = "{name}" in the manifest'
                yield TemplateFault(whole.map.file, line, Why("block_question", told, block, name))


def _unlike(template: Template, bodies: Sequence[Body]) -> Iterator[TemplateFault]:
    """Bodies of several languages that read other facts, or have other sections or boxes, than the first."""
    differ = {*template.facts.differ, *_SPOKEN}
    for other in bodies[1:]:
        first = bodies[0]
        if odd := _read_by(other, differ) ^ _read_by(first, differ):
            named = ", ".join(sorted(odd))
            told = f"other fields than in {first.file}: {named}: every language prints the same facts"
            yield TemplateFault(other.file, 1, Why("other_fields", told, first.file, named))
        if other.sections != first.sections or other.boxes != first.boxes:
            named = ", ".join(sorted({*other.sections} ^ {*first.sections})) or "their order"
            told = f"other sections or boxes than in {first.file}: {named}"
            yield TemplateFault(other.file, 1, Why("other_boxes", told, first.file, named))


def _section_faults(whole: Expanded, body: Body, manifest: Manifest) -> Iterator[TemplateFault]:
    """Sections of the body that the manifest does not know, and the other way round."""
    known = [section.id for section in manifest.sections]
    lines = whole.text.split("\n")
    for id in body.sections:
        if id not in known:
            line = next((n for n, text in enumerate(lines, 1) if text.split() == [":::", "section", id]), 1)
            free = [name for name in known if name not in body.sections]
            near = hint(id, free or known)
            why = Why("section_unknown", f"section {id} is not in the manifest: {near}", id, near)
            yield whole.map.told(TemplateFault(whole.map.file, line, why))
    for id in known:
        if id not in body.sections:
            told = (
                f"section {id} of the manifest has no place in the body: write ::: section {id} and ::: around its text"
            )
            yield TemplateFault(whole.map.file, len(lines), Why("section_place", told, id))


def _unused_questions(template: Template, bodies: Sequence[Body], lines: list[str]) -> Iterator[TemplateFault]:
    """Questions whose answer goes nowhere: no body prints or asks it, no condition and no builder reads it."""
    manifest = template.manifest
    conditions = all_names()
    whens = [when for when in (*(s.when for s in manifest.sections), *(q.when for q in manifest.questions)) if when]
    branched = {name for when in whens for name in when.names}
    for question in manifest.questions:
        name = question.name
        if (
            name in ("addressee", "act")
            or question.by_facts
            or name in (*template.facts.answers, *conditions)
            or f"answered_{name}" in branched
        ):
            continue
        if any(f"{root}.{name}" in body.fields for body in bodies for root in ("answers", "answered")):
            continue
        written = (f'name = "{name}"', f'use = "{name}"')
        line = next((n for n, text in enumerate(lines, 1) if text.strip() in written), 1)
        told = (
            f"the question {name} is asked and never used: print {{{{ answers.{name} }}}}, "
            "or say by_facts = true where the program reads it"
        )
        yield TemplateFault(f"{template.folder}/manifest.toml", line, Why("question", told, name))


_SPOKEN: Final = frozenset({"speech", "interpreter_language", "client_language"})
"""Roots that name the same language: the one that fits the grammar of the text is used."""


def _read_by(body: Body, differ: Collection[str]) -> set[str]:
    """The fields of a body without the case or gender at their end, which each language needs in its own way, and
    without the roots that may differ."""
    form = (*CASES, "feminine", "neuter")
    told = {field.rpartition(".")[0] if field.rpartition(".")[2] in form else field for field in body.fields}
    return {field for field in told if field.split(".")[0] not in differ}
