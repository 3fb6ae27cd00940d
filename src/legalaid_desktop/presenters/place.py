"""Where one was before the lock, kept inside the vault: after unlocking, the same word."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from legalaid_desktop.services.briefcase import Briefcase

_KEY = "window.place"


def remember_place(briefcase: Briefcase, page: str, params: Mapping[str, Any]) -> None:
    """``params`` are plain JSON values. A vault that is only read keeps nothing."""
    if briefcase.read_only:
        return
    briefcase.notes.keep_unsaved(_KEY, json.dumps({"page": page, "params": params}, ensure_ascii=False))


def recall_place(briefcase: Briefcase) -> tuple[str, dict[str, Any]] | None:
    """Page key and its params, or ``None`` in a new vault. What another version wrote and this one cannot read is
    no reason to stop a person at the door."""
    text = briefcase.notes.unsaved(_KEY)
    if not text:
        return None
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        return None
    if isinstance(found, dict) and isinstance(found.get("page"), str) and isinstance(found.get("params"), dict):
        return found["page"], found["params"]
    return None
