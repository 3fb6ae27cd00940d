"""Internal ids: 32 lower-case hex digits, random."""

from __future__ import annotations

import secrets


def new_id() -> str:
    return secrets.token_hex(16)
