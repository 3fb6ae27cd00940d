"""Secrets do not print themselves, are wiped, and are the same however they were typed."""

from __future__ import annotations

import copy
import ctypes
import gc
import pickle
import subprocess
import sys
import unicodedata

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


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
def test_secrets_are_kept_out_of_swap_and_take_no_more_room_with_time() -> None:
    script = """
import re
from pathlib import Path
from legalaid_desktop.vault.secret import Secret
def locked():
    return int(re.search(r"VmLck:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
before = locked()
kept = Secret(bytes(range(32)))
first = locked()
for n in range(20_000):
    Secret.from_passphrase("a passphrase of some length " + str(n % 7)).wipe()
print(before, first, locked(), kept.view() == bytes(range(32)))
"""
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    before, first, last = map(int, told[:3])
    assert told[3] == "True"
    assert before == 0
    if first == 0:
        pytest.skip("this system locks no memory for us")
    assert last < 256, "kB"
