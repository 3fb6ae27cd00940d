"""Secrets do not print themselves, are wiped, and are the same however they were typed."""

from __future__ import annotations

import copy
import ctypes
import gc
import pickle
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legalaid_desktop.vault.secret import Secret

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def test_nothing_shows_the_bytes() -> None:
    secret = Secret(b"correct horse")
    assert "horse" not in f"{secret!r} {secret} {vars(type(secret))}"
    for way in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            way(secret)


def test_wiping_zeroes_the_very_bytes() -> None:
    data = bytearray(b"correct horse")
    secret = Secret(data)
    assert data == bytearray(13), "taken over"
    held = secret.view()
    assert held == b"correct horse" and held is secret.view()
    secret.wipe()
    assert held == bytearray(13)
    with pytest.raises(ValueError, match="wiped"):
        secret.view()
    secret.wipe()


def test_the_end_of_a_block_wipes() -> None:
    with Secret(b"one") as secret:
        held = secret.view()
    assert held == bytearray(3)


def test_a_view_outlives_its_secret_and_is_not_turned_into_zeros() -> None:
    assert Secret(b"two").view() == b"two"


def test_the_end_of_the_last_reference_wipes() -> None:
    secret = Secret(b"three" * 20)
    place = ctypes.addressof((ctypes.c_char * 100).from_buffer(secret.view()))
    gc.collect()
    assert ctypes.string_at(place, 100) == b"three" * 20
    kept = (ctypes.c_char * 100).from_buffer(secret.view())  # keeps the memory, not the Python object's life
    del kept
    del secret
    # Freed memory may be given to others at once, but what was there is gone.
    assert b"three" not in ctypes.string_at(place, 100)


def test_composed_and_decomposed_typing_are_one() -> None:
    composed, decomposed = "ёлка ў лесе é", unicodedata.normalize("NFD", "ёлка ў лесе é")
    assert composed != decomposed
    assert Secret.from_passphrase(decomposed).view() == Secret.from_passphrase(composed).view()
    assert Secret.from_utf8(bytearray(decomposed.encode())).view() == Secret.from_passphrase(composed).view()


@given(TEXTS)
def test_bytes_and_text_give_the_same_secret(text: str) -> None:
    expected = unicodedata.normalize("NFC", text).encode()
    typed = bytearray(text.encode())
    assert bytes(Secret.from_utf8(typed).view()) == expected == bytes(Secret.from_passphrase(text).view())
    assert typed == bytearray(len(typed))


@given(st.text("аеёиійўeéa\u0301\u0306\u0308\u0323\u1100\u1161\u11a8", max_size=12))
def test_marks_in_any_order_give_the_same_secret(text: str) -> None:
    assert bytes(Secret.from_utf8(bytearray(text.encode())).view()) == unicodedata.normalize("NFC", text).encode()


@given(st.binary(max_size=40))
def test_bytes_that_are_no_text_are_refused_and_wiped(data: bytes) -> None:
    typed = bytearray(data)
    try:
        data.decode()
    except UnicodeDecodeError:
        with pytest.raises(UnicodeDecodeError) as caught:
            Secret.from_utf8(typed)
        assert caught.value.object == b""
    else:
        Secret.from_utf8(typed)
    assert typed == bytearray(len(typed))


_SCAN = r"""
import ctypes, gc, sys
from pathlib import Path
from legalaid_desktop.vault.unlock import create_header, unlock
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.errors import WrongPassphrase

PIECE = 1 << 20
block = bytearray(PIECE + 256)
def place(data):
    return ctypes.addressof((ctypes.c_char * len(data)).from_buffer(data)), len(data)

def found(hidden):
    "How often the text hidden by xor 0xA5 lies in this process, outside of what the search itself holds."
    needle = bytearray(len(hidden))
    for at, byte in enumerate(hidden):
        needle[at] = byte ^ 0xA5
    mine = [place(needle), place(block)]
    hits = set()
    lines = Path("/proc/self/maps").read_text().splitlines()
    with open("/proc/self/mem", "rb", 0) as memory:
        for line in lines:
            parts = line.split()
            low, high = (int(value, 16) for value in parts[0].split("-"))
            if "rw" not in parts[1] or "[v" in line:
                continue
            for start in range(low, high, PIECE):
                try:
                    memory.seek(start)
                    length = memory.readinto(memoryview(block)[: min(PIECE + 256, high - start)])
                except (OSError, ValueError):
                    continue
                at = block.find(needle, 0, length)
                while at >= 0:
                    address = start + at
                    if not any(begin <= address < begin + size for begin, size in mine):
                        hits.add(address)
                    at = block.find(needle, at + 1, length)
            block[:] = bytes(len(block))
    needle[:] = bytes(len(needle))
    return len(hits)

folder, hidden = Path(sys.argv[1]), Path(sys.argv[2]).read_bytes()
typed = bytearray(len(hidden))
for at, byte in enumerate(hidden):
    typed[at] = byte ^ 0xA5
with Secret.from_utf8(typed) as secret:
    while_held = found(hidden)
    keys = create_header(folder, secret, fast=True)
    opened = unlock(folder, secret)
subkey = opened.subkey("database")
disguised = [bytes(byte ^ 0xA5 for byte in held.view()) for held in (keys._key, keys._records_key, subkey)]
subkey.wipe(); keys.close(); opened.close()
with Secret(b"something else") as wrong:
    try:
        unlock(folder, wrong)
    except WrongPassphrase:
        pass
gc.collect()
print(while_held, found(hidden), *(found(key) for key in disguised))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc/self/mem")
def test_no_passphrase_and_no_vault_key_stay_in_memory(tmp_path: Path) -> None:
    """The process searches its own memory; the needle is kept disguised so that it does not find itself."""
    hidden = tmp_path / "hidden"
    hidden.write_bytes(bytes(byte ^ 0xA5 for byte in "кніга-ліхтар-7391-паром".encode()))
    run = subprocess.run(
        [sys.executable, "-c", _SCAN, str(tmp_path / "v"), str(hidden)], capture_output=True, text=True, check=True
    )
    while_held, passphrase, *keys = (int(number) for number in run.stdout.split())
    assert while_held >= 1, "the search must be able to find what is there"
    assert (passphrase, keys) == (0, [0, 0, 0])
