"""The labels that ship with the program, read once."""

from __future__ import annotations

from functools import cache

from legalaid_desktop.grammar.labels import Labels
from legalaid_desktop.host.paths import resources


@cache
def shipped_labels() -> Labels:
    """Every file of ``resources/labels``. Raises ``LabelDataFaulty`` for data of another shape."""
    folder = resources() / "labels"
    return Labels.from_toml({path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml"))})
