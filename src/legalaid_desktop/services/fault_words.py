"""Faults of a file in the consultant's language; the place stays as it is written everywhere: ``file:line: key``."""

from __future__ import annotations

from functools import lru_cache

from legalaid_desktop.domain.file_fault import FileFault
from legalaid_desktop.host.wording import catalogue, wording

_KIND = "case_file.kind."


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    """English name of a kind of value → its id."""
    return {str(entry["en"]): id for id, entry in catalogue().all().items() if id.startswith(_KIND)}


def fault_text(fault: str, lang: str) -> str:
    """One fault as a line of text; a plain string, from another reader of files, stays as it is."""
    if not isinstance(fault, FileFault):
        return fault
    words = wording(lang)
    params = {
        name: words.say(_kinds()[str(value)]) if name in ("needed", "found") and str(value) in _kinds() else value
        for name, value in fault.params.items()
    }
    why = words.say(f"case_file.{fault.code}", **params)
    return f"{fault.file}:{fault.line}: {fault.key}: {why}" if fault.key else f"{fault.file}:{fault.line}: {why}"
