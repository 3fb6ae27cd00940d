"""Small helpers for headers on disk."""

from __future__ import annotations

import hashlib
from pathlib import Path

from legalaid_desktop.vault.header import BLOCK_BYTES, HEAD, HEAD_BYTES
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import create_header

PASSPHRASE = "берёза-трамвай-7"


def passphrase(text: str = PASSPHRASE) -> Secret:
    return Secret.from_passphrase(text)


def new_head(folder: Path) -> bytes:
    """Make a vault's header in ``folder`` and return the bytes of ``head``."""
    create_header(folder, passphrase(), fast=True).close()
    data = (folder / HEAD).read_bytes()
    assert len(data) == HEAD_BYTES
    return data


def with_right_sum(block: bytes) -> bytes:
    """Return the block with its plain checksum corrected, as a forger without the key would do."""
    assert len(block) == BLOCK_BYTES
    return block[:-32] + hashlib.blake2b(block[:-32], digest_size=32).digest()


def changed(data: bytes, at: int, value: bytes) -> bytes:
    return data[:at] + value + data[at + len(value) :]


def flipped(data: bytes, at: int, bit: int | None = None) -> bytes:
    return changed(data, at, bytes([data[at] ^ 1 << (at % 8 if bit is None else bit)]))
