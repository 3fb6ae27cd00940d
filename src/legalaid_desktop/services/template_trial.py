"""What a person who writes a template has at hand: the tags that it may use, and its pages on any case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from legalaid_desktop.documents.catalog import field_tree
from legalaid_desktop.documents.doors import DOOR_NAMES
from legalaid_desktop.documents.facts.common import BASE
from legalaid_desktop.documents.facts.register import FACTS
from legalaid_desktop.documents.filters import BUILT_IN
from legalaid_desktop.documents.marks import BOXES
from legalaid_desktop.documents.office_catalog import TrialCatalog
from legalaid_desktop.documents.pdf_writer import write_pdf
from legalaid_desktop.documents.shared_blocks import shipped_shared
from legalaid_desktop.documents.template_checking import faults_of
from legalaid_desktop.services.draft_desk import lay_out
from legalaid_desktop.services.template_child import judged_in_child
from legalaid_desktop.services.templates import TemplateProblem, problem_of, shipped_catalog

if TYPE_CHECKING:
    from legalaid_desktop.documents.notation import FieldNode
    from legalaid_desktop.services.briefcase import Briefcase

_SOON: Final = 120_000
"""Letters up to which a template is judged where it is typed; a longer one goes to the child, which has bounds."""
_SINGULAR: Final = {"events": "event", "annexes": "annex", "children": "child", "reasons": "reason", "coi": "source"}
_DEEPEST: Final = 4


@dataclass(frozen=True, kw_only=True)
class Tag:
    """``group`` is field, condition, list, answer, filter, block, box, section or mark; ``path`` what it is about;
    ``inserted`` what is written, with the cursor at ``|`` where one stands in it."""

    group: str
    path: str
    inserted: str


@dataclass(frozen=True, kw_only=True)
class TrialPages:
    """A template on one case."""

    pdf: bytes
    pages: int
    gaps: int


def tags_of(code: str, language: str) -> tuple[Tag, ...]:
    """Everything that a body of this paper may use, the most needed first."""
    template = shipped_catalog().template(code)
    manifest = template.manifest
    facts = FACTS.get(manifest.id) or template.facts
    tree = field_tree(facts, replace(manifest, uses=(*BASE, *facts.fields)), template.shared)
    found: list[Tag] = [
        Tag(group="mark", path="if", inserted="{% if | %}\n{% else %}\n{% endif %}"),
        Tag(group="mark", path="for", inserted="{% for x in | %}\n- {{ x }}\n{% endfor %}"),
        Tag(group="mark", path="table", inserted="| | | |\n|---|---|\n| | |\n"),
        Tag(group="mark", path="list", inserted="1. |\n"),
        Tag(group="mark", path="note", inserted="[^1]"),
        Tag(group="mark", path="page", inserted="\n---\n"),
    ]
    found += [Tag(group="section", path=one.id, inserted=f"::: section {one.id}\n|\n:::") for one in manifest.sections]
    found += [
        Tag(group="block", path=name, inserted=f"::: use {name} :::")
        for name, texts in shipped_shared().blocks.items()
        if language in texts
    ]
    found += [Tag(group="box", path=name, inserted=f"::: {name}\n|\n:::") for name in sorted(BOXES)]
    found += list(_fields(tree, "", 0))
    found += [Tag(group="filter", path=name, inserted=f" | {name}") for name in sorted({*DOOR_NAMES, *BUILT_IN})]
    return tuple(found)


def _fields(node: Mapping[str, FieldNode], before: str, depth: int) -> Iterator[Tag]:
    for name, inner in node.items():
        path = f"{before}{name}"
        if path in ("attached", "has"):
            continue
        if path == "answered":
            continue
        if isinstance(inner, Mapping):
            if "forms" in inner:
                yield Tag(group="field", path=path, inserted=f"{{{{ {path} | name('nom') }}}}")
            elif "letter" in inner:
                yield Tag(group="field", path=path, inserted=f"{{{{ {path} | date }}}}")
                continue
            elif "nom" in inner:
                yield Tag(group="field", path=path, inserted=f"{{{{ {path} | case('nom') }}}}")
                continue
            if depth < _DEEPEST:
                yield from _fields({k: v for k, v in inner.items() if k != "forms"}, f"{path}.", depth + 1)
        elif isinstance(inner, Sequence) and not isinstance(inner, str):
            one = _SINGULAR.get(name, "item")
            loop = f"{{% for {one} in {path} %}}\n|\n{{% endfor %}}"
            yield Tag(group="list", path=path, inserted=loop)
            element = inner[0] if inner else None
            if isinstance(element, Mapping) and depth < 2:
                yield from _fields(element, f"{one}.", depth + 2)
        elif inner == "flag":
            group = "condition" if path.startswith("says.") else "field"
            yield Tag(group=group, path=path, inserted=f"{{% if {path} %}}|{{% endif %}}")
        else:
            yield Tag(
                group="answer" if path.startswith("answers.") else "field", path=path, inserted=f"{{{{ {path} }}}}"
            )


def problems_of(code: str, files: Mapping[str, str]) -> tuple[TemplateProblem, ...]:
    """Every fault of a template that is being typed."""
    if sum(map(len, files.values())) > _SOON:
        return tuple(map(problem_of, judged_in_child(code, files)))
    return tuple(map(problem_of, faults_of(code, files)))


def trial_pages(
    briefcase: Briefcase, code: str, files: Mapping[str, str], ref: str, language: str, as_of: dt.date
) -> TrialPages:
    """The pages of a template that is being typed, on a case; nothing is kept. Raises TemplateFaulty, NoTemplate,
    NotFound."""
    template = briefcase.office_templates.trial(code, files)
    desk = briefcase.drafting.desk
    desk = replace(desk, catalog=TrialCatalog(desk.catalog, template))
    sheet = lay_out(desk, briefcase.cases.record(ref, whole=True), code, as_of=as_of, language=language)
    pdf = write_pdf(sheet.draft.blocks, title=sheet.draft.title, language=language, archive=False)
    return TrialPages(pdf=pdf.data, pages=pdf.pages, gaps=len(sheet.draft.gaps))
