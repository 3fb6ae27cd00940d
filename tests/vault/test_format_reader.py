"""A second reader of the header, written from docs/vault-format.md alone, opens what the program makes."""

from __future__ import annotations

import hashlib
import json
import struct
import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from argon2.low_level import Type, hash_secret_raw
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt

from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import unlock
from tests.vault.vault_files import PASSPHRASE, new_head, passphrase

VECTORS = sorted((Path(__file__).parent / "vectors").glob("*.json"))


class Opened(NamedTuple):
    generation: int
    vault_id: str
    vault_key: bytes
    records_key: bytes
    label: str
    created_at: int


def subkey(key: bytes, label: str) -> bytes:
    return hashlib.blake2b(label.encode("ascii"), key=key, digest_size=32).digest()


def read(head: bytes, text: str) -> Opened:
    """Open the first slot of the first copy."""
    assert len(head) == 16384 and head[:8192] == head[8192:]
    copy = head[:8192]
    assert hashlib.blake2b(copy[:8160], digest_size=32).digest() == copy[8160:]
    magic, version, flags, zero, generation, vault_id = struct.unpack_from("<8sHHIQ16s", copy)
    assert (magic, version, flags, zero) == (b"LGLDVLT\x01", 1, 0, 0)
    slot = copy[64:576]
    kind, derivation, lanes, nought, passes, memory, made = struct.unpack_from("<BBBBIII", slot)
    assert (kind, derivation, nought) == (1, 1, 0)
    wrapping = hash_secret_raw(
        unicodedata.normalize("NFC", text).encode(), slot[16:48], passes, memory, lanes, 32, Type.ID
    )
    bound = magic + vault_id + b"\0" + slot[:48]
    vault_key = decrypt(slot[72:120], bound, slot[48:72], wrapping)
    assert hashlib.blake2b(copy[:8128], key=subkey(vault_key, "header mac"), digest_size=32).digest() == copy[8128:8160]
    records_key = decrypt(copy[4184:4232], magic + vault_id, copy[4160:4184], subkey(vault_key, "records key"))
    label = decrypt(slot[144:256], bound, slot[120:144], subkey(vault_key, "slot labels"))
    return Opened(generation, vault_id.hex(), vault_key, records_key, label.rstrip(b"\0").decode(), made)


def test_the_second_reader_opens_what_the_program_makes(tmp_path: Path) -> None:
    opened = read(new_head(tmp_path / "v"), PASSPHRASE)
    with unlock(tmp_path / "v", passphrase()) as keys:
        assert (opened.generation, opened.vault_id) == (keys.generation, keys.vault_id)
        for label, key in (("database", opened.vault_key), ("identity", opened.vault_key)):
            assert subkey(key, label) == keys.subkey(label).view()
        for label in ("journal", "record hashes"):
            assert subkey(opened.records_key, label) == keys.subkey(label).view()


@pytest.mark.parametrize("vector", VECTORS, ids=lambda path: path.stem)
def test_every_header_ever_published_opens_in_both(vector: Path, tmp_path: Path) -> None:
    expected: dict[str, Any] = json.loads(vector.read_text("utf-8"))
    head = vector.with_suffix(".head").read_bytes()
    opened = read(head, expected["passphrase"])
    assert opened.vault_key.hex() == expected["vault_key"] and opened.records_key.hex() == expected["records_key"]
    assert opened.label == expected["label"]
    (tmp_path / "head").write_bytes(head)
    with unlock(tmp_path, Secret.from_passphrase(expected["passphrase"])) as keys:
        assert (keys.vault_id, keys.generation) == (expected["vault_id"], expected["generation"])
        (slot,) = keys.slots
        assert (slot.label, slot.created_at.isoformat()) == (expected["label"], expected["created_at"])
        assert slot.created_at.timestamp() == opened.created_at
        for label in ("database", "identity", "journal", "record hashes"):
            assert bytes(keys.subkey(label).view()).hex() == expected[label]


def test_vectors_are_there() -> None:
    assert [path.stem for path in VECTORS] == ["version_1"]
