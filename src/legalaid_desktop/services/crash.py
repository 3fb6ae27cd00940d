"""What may be told of a bug of ours: type and place, never a value (design/vault.md, Locking)."""

from __future__ import annotations

import traceback
from pathlib import Path


def describe_crash(bug: BaseException) -> str:
    """One line per frame of this program: ``TypeError: module.py:12 in name``. No message, no values, no home paths."""
    frames = traceback.extract_tb(bug.__traceback__)
    places = "\n".join(f"  {Path(f.filename).name}:{f.lineno} in {f.name}" for f in frames[-12:])
    return f"{type(bug).__name__}\n{places}"
