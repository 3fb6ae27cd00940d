"""Foreign template folders, read through the gate and judged in the child: many in one, within its bounds."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

from legalaid_desktop.documents.catalog import ONE_BODY
from legalaid_desktop.documents.template_fault import TemplateFault, Why, fault_from_plain, fault_to_plain
from legalaid_desktop.errors import FileNotRead, FileRefused, LegalAidError, NotFound, TemplateFaulty
from legalaid_desktop.host.shown_text import printable
from legalaid_desktop.intake.child import ask_child
from legalaid_desktop.intake.gate import read_foreign
from legalaid_desktop.intake.limits import CHILD_CPU, MIB, MOST_TEMPLATE_FILES, WORK_SHARE, Inlet
from legalaid_desktop.intake.worker import Parser, Reply

_EVERYTHING: Final = """# {{ a | upper }}
{% for x in b %}{% if x.c is none or not (1 < 2) or a == "w" %}
{{ loop.index }}. **{{ x.c }}**[^1]{% else %}> z{% endif %}
{% endfor %}
::: section s
| a | b |
|---|---|
:::
{# remark #}
"""
_MOST_FAULTS: Final = 500
"""Of one template."""
_MOST_TOGETHER: Final = 50
_LARGEST_TOGETHER: Final = 4 * MIB
"""Templates, and letters of them, that one child is given at once."""

Files: TypeAlias = Mapping[str, str | None]
"""The files of one folder, name → text, ``None`` for one that is no text."""


def load() -> Parser:
    """The child's side: folders as JSON, each ``[name, files]``. The answer has the faults of each that it came to."""
    from legalaid_desktop.documents.client_texts import AREAS, area
    from legalaid_desktop.documents.shared_blocks import shipped_shared
    from legalaid_desktop.documents.template_checking import faults_of
    from legalaid_desktop.documents.template_syntax import TOO_DEEP

    # What the first use loads, and the first fault, is loaded before the walls stand.
    shipped_shared()
    for name in AREAS:
        area(name)
    warm_up()

    def read(data: bytes, params: Mapping[str, Any], reply: Reply) -> None:
        began = time.process_time()
        answer: list[list[Any]] = []
        for name, files in json.loads(data):
            try:
                faults: Sequence[TemplateFault] = faults_of(str(name), files)
            except RecursionError:
                faults = (TemplateFault(str(name), 1, TOO_DEEP),)
            answer.append([fault_to_plain(fault) for fault in faults[:_MOST_FAULTS]])
            # The bound on computing is that of one template: what is left is asked of another child.
            if time.process_time() - began > CHILD_CPU * WORK_SHARE or sum(map(len, answer)) > _MOST_FAULTS:
                break
        reply.plain = answer

    return read


def warm_up() -> None:
    """Compile every mark once, and a fault."""
    from legalaid_desktop.documents.notation import compile_body

    for source in (_EVERYTHING, "{% if"):
        with contextlib.suppress(TemplateFaulty):
            compile_body(source, fields={"a": "text", "b": [{"c": "text"}]}, file="")


def foreign_template_faults(places: Iterable[Path]) -> tuple[TemplateFault, ...]:
    """Every fault of template folders that are not ours, folder by folder.

    A file that cannot be taken in is a fault of its own; so is a template that the child could not come to an end
    with. Raises FileRefused where there are too many files.
    """
    found: list[TemplateFault] = []
    for together in _together(places):
        taken = [one for one in together if not isinstance(one, TemplateFault)]
        verdicts = iter(judged(taken))
        for one in together:
            found.extend([one] if isinstance(one, TemplateFault) else next(verdicts))
    return tuple(found)


def _together(places: Iterable[Path]) -> Iterator[list[tuple[str, Files] | TemplateFault]]:
    """Folders as they are read, as many as one child is given."""
    some: list[tuple[str, Files] | TemplateFault] = []
    letters = 0
    for place in places:
        try:
            files = foreign_template_files(place)
        except FileRefused as refused:
            if refused.facts.get("kind") == "too_many_files":
                raise
            file = f"{_name(place.name)}/{_name(str(refused.facts.get('what', 'manifest.toml')))}"
            kind = refused.facts.get("kind")
            some.append(TemplateFault(file, 1, Why("no_file", f"this is not a file of a template ({kind})")))
            continue
        size = sum(len(text or "") for text in files.values())
        if some and (letters + size > _LARGEST_TOGETHER or len(some) >= _MOST_TOGETHER):
            yield some
            some, letters = [], 0
        some.append((place.name, files))
        letters += size
    if some:
        yield some


def foreign_template_files(place: Path) -> dict[str, str | None]:
    """The files of one template folder through the gate; ``None`` for one that is no text. Raises FileRefused."""
    files: dict[str, str | None] = {}
    for path in _parts(place):
        try:
            files[path.name] = read_foreign(path, Inlet.TEMPLATE_PART, within=place).decode("utf-8-sig")
        except UnicodeDecodeError:
            files[path.name] = None
        except FileRefused as refused:
            raise FileRefused(kind=str(refused.facts.get("kind")), what=path.name) from None
        except LegalAidError:
            files[path.name] = None
    return files


def judged_in_child(name: str, files: Files) -> tuple[TemplateFault, ...]:
    """Every fault of a template whose files were read; found in a process of its own."""
    return judged([(name, files)])[0]


def judged(templates: Sequence[tuple[str, Files]]) -> list[tuple[TemplateFault, ...]]:
    """The faults of each template, found in as few processes as the bounds on one allow. Where a child does not come to
    an end, each of its templates gets one of its own, so that one alone is told to ask for too much."""
    found: list[tuple[TemplateFault, ...]] = []
    while len(found) < len(templates):
        left = templates[len(found) :]
        answered = _answer(left)
        if isinstance(answered, str) and len(left) > 1:
            for one in left:
                found.extend(judged([one]))
        elif isinstance(answered, str):
            why = Why("too_much", f"the template asks for too much ({answered})")
            found.append((TemplateFault(_name(left[0][0]), 1, why),))
        else:
            found.extend(answered)
    return found


def _answer(templates: Sequence[tuple[str, Files]]) -> list[tuple[TemplateFault, ...]] | str:
    """What one child says of the first of ``templates``, at least of one; else why it does not."""
    asked = json.dumps([[_name(name), dict(files)] for name, files in templates]).encode("ascii")
    try:
        plain = ask_child("templates", asked).plain
    except FileNotRead as ended:
        return str(ended.facts.get("kind"))
    if not isinstance(plain, list) or not 0 < len(plain) <= len(templates):
        return "answer"
    answered: list[tuple[TemplateFault, ...]] = []
    for one in plain:
        faults = [fault_from_plain(fault, _lines) for fault in one] if isinstance(one, list) else [None]
        if any(fault is None for fault in faults):
            return "answer"
        answered.append(tuple(fault for fault in faults if fault is not None))
    return answered


def _lines(text: str) -> str:
    return printable(text, lines=True)


def _name(text: str) -> str:
    """The name of a file as it may be shown."""
    return printable(text)[:200]


def _parts(place: Path) -> tuple[Path, ...]:
    parts = (place / "manifest.toml", *sorted(place.glob("body.*.md")), *place.glob(ONE_BODY))
    if len(parts) > MOST_TEMPLATE_FILES:
        raise FileRefused(kind="too_many_files", limit=MOST_TEMPLATE_FILES)
    return parts


def foreign_template_places(folder: Path) -> tuple[Path, ...]:
    """Template folders in ``folder``, or itself. Raises :class:`NotFound`, :class:`FileRefused`."""
    if not folder.is_dir():
        raise NotFound(kind="file", what=str(folder))
    if (folder / "manifest.toml").exists() or (folder / "manifest.toml").is_symlink():
        return (folder,)
    places: list[Path] = []
    for path in folder.glob("*/manifest.toml"):
        places.append(path.parent)
        if len(places) > MOST_TEMPLATE_FILES:
            raise FileRefused(kind="too_many_files", limit=MOST_TEMPLATE_FILES)
    return tuple(sorted(places))
