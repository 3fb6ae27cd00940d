"""A foreign template folder, read through the gate and judged in the child."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from legalaid_desktop.documents.catalog import ONE_BODY
from legalaid_desktop.errors import FileNotRead, FileRefused, LegalAidError, NotFound, TemplateFaulty
from legalaid_desktop.intake.child import ask_child
from legalaid_desktop.intake.gate import read_foreign
from legalaid_desktop.intake.limits import MOST_TEMPLATE_FILES, Inlet
from legalaid_desktop.intake.worker import Parser, Reply
from legalaid_desktop.services.shown_text import printable

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
_LONGEST_FAULT: Final = 600
_MOST_FAULTS: Final = 500


def load() -> Parser:
    """The child's side: the files of one folder as JSON, name → text or ``null``."""
    from legalaid_desktop.documents.client_texts import AREAS, area
    from legalaid_desktop.documents.shared_blocks import shipped_shared
    from legalaid_desktop.documents.template_checking import faults_of

    # What the first use loads, and the first fault, is loaded before the walls stand.
    shipped_shared()
    for name in AREAS:
        area(name)
    warm_up()

    def read(data: bytes, params: Mapping[str, Any], reply: Reply) -> None:
        try:
            faults = faults_of(str(params["name"]), json.loads(data))
        except RecursionError:
            faults = (f"{params['name']}:1: nested too deeply",)
        reply.plain = [fault[:_LONGEST_FAULT] for fault in faults[:_MOST_FAULTS]]

    return read


def warm_up() -> None:
    """Compile every mark once, and a fault."""
    from legalaid_desktop.documents.notation import compile_body

    for source in (_EVERYTHING, "{% if"):
        with contextlib.suppress(TemplateFaulty):
            compile_body(source, fields={"a": "text", "b": [{"c": "text"}]}, file="")


def foreign_template_faults(place: Path) -> tuple[str, ...]:
    """Every fault of one template folder that is not ours, each ``file:line: why``.

    A file that cannot be taken in is a fault of its own; so is a template that the child could not come to an end
    with.
    """
    try:
        files = foreign_template_files(place)
    except FileRefused as refused:
        if refused.facts.get("kind") == "too_many_files":
            raise
        file = f"{_name(place.name)}/{_name(str(refused.facts.get('what', 'manifest.toml')))}"
        return (f"{file}:1: this is not a file of a template ({refused.facts.get('kind')})",)
    return judged_in_child(place.name, files)


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


def judged_in_child(name: str, files: Mapping[str, str | None]) -> tuple[str, ...]:
    """Every fault of a template whose files were read, each ``file:line: why``; found in a process of its own."""
    name = _name(name)
    try:
        plain = ask_child("templates", json.dumps(dict(files)).encode("ascii"), {"name": name}).plain
    except FileNotRead as ended:
        return (f"{name}:1: the template asks for too much ({ended.facts.get('kind')})",)
    if not isinstance(plain, list) or not all(isinstance(fault, str) for fault in plain):
        return (f"{name}:1: the template asks for too much (answer)",)
    return tuple(printable(one, lines=True) for one in plain)


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
