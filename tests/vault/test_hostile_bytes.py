"""Whatever bytes come, the parsers of header and container answer with our own errors, and quickly."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyrage import x25519

from legalaid_desktop.errors import BackupDamaged, BackupTooNew, LegalAidError, WrongIdentity
from legalaid_desktop.services.backup_copy import Manifest
from legalaid_desktop.vault.header import BLOCK_BYTES, HEAD_BYTES, parse_head
from legalaid_desktop.vault.sealed_file import guard_header, read_sealed, write_sealed
from legalaid_desktop.vault.secret import Secret

IDENTITY = x25519.Identity.generate()
DATABASE = bytes(range(256)) * 600


def _sealed() -> bytes:
    target = io.BytesIO()
    write_sealed(
        target,
        [IDENTITY.to_public(), x25519.Identity.generate().to_public()],
        manifest=b"{}",
        database_key=Secret(b"d" * 32),
        records_key=Secret(b"r" * 32),
        database=io.BytesIO(DATABASE),
    )
    return target.getvalue()


GOOD = _sealed()
BODY = GOOD.index(b"\n---")


def test_what_goes_in_comes_out() -> None:
    out = io.BytesIO()
    sealed = read_sealed(io.BytesIO(GOOD), [IDENTITY], out)
    assert (sealed.manifest, out.getvalue()) == (b"{}", DATABASE)
    assert bytes(sealed.database_key.view() + sealed.records_key.view()) == b"d" * 32 + b"r" * 32


@given(st.binary(max_size=300) | st.binary(min_size=BLOCK_BYTES, max_size=BLOCK_BYTES + 9))
@settings(max_examples=50)
@example(b"LGLDVLT\x01" * (HEAD_BYTES // 8))
@example(bytes(HEAD_BYTES))
def test_any_bytes_are_no_header(data: bytes) -> None:
    assert parse_head(data).newest_first() == ()


@given(st.binary(max_size=400), st.booleans())
@settings(max_examples=100)
def test_any_bytes_are_no_container(data: bytes, started: bool) -> None:
    with pytest.raises(BackupDamaged):
        guard_header(io.BytesIO(b"age-encryption.org/v1\n" + data if started else data))


@given(
    st.lists(
        st.tuples(
            st.integers(0, BODY + 60),
            st.integers(0, 80),
            st.binary(max_size=4) | st.sampled_from([b"\n", b"-> X25519 ", b"-> scrypt a 30\n", b"A" * 64 + b"\n"]),
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=150, deadline=None)
def test_an_altered_beginning_gives_one_of_our_errors(edits: list[tuple[int, int, bytes]]) -> None:
    data = GOOD
    for at, gone, put in edits:
        data = data[:at] + put + data[at + gone :]
    if data == GOOD:
        return
    out = io.BytesIO()
    try:
        read_sealed(io.BytesIO(data), [IDENTITY], out)
    except (BackupDamaged, WrongIdentity):
        return
    # Only an edit of another recipient's stanza could be harmless, and the MAC of the header covers even that.
    raise AssertionError("an altered container was taken")


@given(st.integers(0, len(GOOD) - 1))
@settings(max_examples=80, deadline=None)
def test_a_cut_container_is_never_taken(length: int) -> None:
    with pytest.raises(BackupDamaged):
        read_sealed(io.BytesIO(GOOD[:length]), [IDENTITY], io.BytesIO())


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_KEYS = (
    *("format", "version", "created_at", "vault_id", "generation", "schema"),
    *("cases", "counts", "database", "recipients", "own_recipient"),
)


@given(st.dictionaries(st.sampled_from(_KEYS), _JSON), _JSON)
@settings(max_examples=150)
def test_any_manifest_gives_one_of_our_errors(changes: dict[str, Any], whole: Any) -> None:
    good: dict[str, Any] = {
        "format": "legalaid-desktop backup",
        "version": 1,
        "created_at": "2026-11-24T09:30:00+00:00",
        "vault_id": "00",
        "generation": 1,
        "schema": 1,
        "cases": 0,
        "counts": {},
        "database": {"bytes": 0, "sha256": ""},
        "recipients": [],
        "own_recipient": "age1" + "q" * 58,
    }
    assert Manifest.from_json(json.dumps(good).encode()).schema == 1
    for plain in ({**good, **changes}, whole):
        try:
            Manifest.from_json(json.dumps(plain).encode())
        except LegalAidError as error:
            assert isinstance(error, (BackupDamaged, BackupTooNew))
