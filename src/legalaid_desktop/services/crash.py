"""What may be told of a bug of ours: type and place, never a value (design/vault.md, Locking)."""

from __future__ import annotations

import traceback
from pathlib import Path


def describe_crash(bug: BaseException) -> str:
    """One line per frame of this program: ``TypeError: module.py:12 in name``. No message, no values, no home paths."""
    frames = traceback.extract_tb(bug.__traceback__)
    places = "\n".join(f"  {Path(f.filename).name}:{f.lineno} in {f.name}" for f in frames[-12:])
    return f"{type(bug).__name__}\n{places}"


def crash_place(bug: BaseException) -> str:
    """Type and innermost place in one line: ``TypeError module.py:12``."""
    frames = traceback.extract_tb(bug.__traceback__)
    return (
        f"{type(bug).__name__} {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else type(bug).__name__
    )
