"""How often a harness repeats its attack: a short version in CI, a long one under ``scripts/soak``."""

from __future__ import annotations

import os

LONG = os.environ.get("LEGALAID_LONG") == "1"
"""Whether this is the long run."""


def rounds(short: int, long: int) -> int:
    """``short`` in CI, ``long`` under ``scripts/soak``."""
    return long if LONG else short
