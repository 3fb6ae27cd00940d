"""Changing the header: the old passphrase or the new one opens it at every moment, also under kill -9."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from legalaid_desktop.errors import (
    DestinationNotWritable,
    DiskFull,
    HeaderHalfWritten,
    NotFound,
    WrongPassphrase,
    WrongUse,
)
from legalaid_desktop.vault.head_lock import hold_head
from legalaid_desktop.vault.header import BLOCK_BYTES, HEAD
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import change_passphrase, mend_header, slots, unlock
from tests.derivation import quick_derivation
from tests.rounds import LONG
from tests.vault.vault_files import new_head, passphrase

# A child changes the passphrase over and over and says each change that was confirmed. Key derivation is replaced by
# a cheap one, so that the kill falls into the writing and not into the derivation.
_CHANGE = """
import hashlib, sys
from pathlib import Path
from legalaid_desktop.vault import key_slot
from legalaid_desktop.vault.secret import Secret
def cheap(secret, salt, **costs):
    return Secret(hashlib.blake2b(bytes(secret.view()) + salt, digest_size=32).digest())
key_slot.derive_key = cheap
from legalaid_desktop.vault.head_lock import hold_head
from legalaid_desktop.vault.unlock import change_passphrase, unlock
folder, n = Path(sys.argv[1]), int(sys.argv[2])
if len(sys.argv) > 3:
    for candidate in (n, n + 1):
        try:
            keys = unlock(folder, Secret.from_passphrase(f"pass {candidate}"))
        except Exception as error:
            last = error
        else:
            print(candidate, keys.vault_id, bytes(keys.subkey("database").view()).hex())
            sys.exit()
    raise last
with hold_head(folder) as held, unlock(folder, Secret.from_passphrase(f"pass {n}")) as keys:
    while True:
        n += 1
        change_passphrase(held, keys, "0", Secret.from_passphrase(f"pass {n}"), fast=True)
        print(n, flush=True)
"""
_MAKE = (
    _CHANGE.split("folder, n =")[0]
    + """
from legalaid_desktop.vault.unlock import create_header
create_header(Path(sys.argv[1]), Secret.from_passphrase("pass 0"), fast=True)
"""
)


def _run(code: str, *arguments: str) -> str:
    return subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True).stdout


@pytest.fixture(autouse=True)
def derivation() -> Iterator[None]:
    """The children have a cheap one of their own, and vaults of their own."""
    with quick_derivation():
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new_head(tmp_path / "v")
    return tmp_path / "v"


def test_a_changed_passphrase_opens_and_the_old_one_does_not(folder: Path) -> None:
    with hold_head(folder) as held, unlock(folder, passphrase()) as keys:
        database = bytes(keys.subkey("database").view())
        change_passphrase(held, keys, "0", passphrase("новая фраза"), fast=True)
        assert keys.generation == 2
    with unlock(folder, passphrase("новая фраза")) as keys:
        assert (keys.generation, keys.damaged_copies) == (2, 0)
        assert bytes(keys.subkey("database").view()) == database
    with pytest.raises(WrongPassphrase):
        unlock(folder, passphrase())


def test_what_cannot_be_changed_changes_nothing(folder: Path) -> None:
    before = (folder / HEAD).read_bytes()
    with hold_head(folder) as held, unlock(folder, passphrase()) as keys:
        with pytest.raises(NotFound):
            change_passphrase(held, keys, "3", passphrase("x"), fast=True)
        with pytest.raises(WrongUse):
            change_passphrase(held, keys, "0", Secret(b""), fast=True)
    assert (folder / HEAD).read_bytes() == before


def test_an_interrupted_change_is_the_new_header_or_the_old_one(folder: Path) -> None:
    old = (folder / HEAD).read_bytes()
    with hold_head(folder) as held, unlock(folder, passphrase()) as keys:
        change_passphrase(held, keys, "0", passphrase("new"), fast=True)
    new = (folder / HEAD).read_bytes()
    for first in (0, BLOCK_BYTES):
        block = slice(first, first + BLOCK_BYTES)
        # One copy written whole: the new passphrase counts, the old one is not let in by the back door.
        half = bytearray(old)
        half[block] = new[block]
        (folder / HEAD).write_bytes(half)
        with unlock(folder, passphrase("new")) as keys:
            assert (keys.generation, keys.damaged_copies) == (2, 1)
        with pytest.raises(WrongPassphrase):
            unlock(folder, passphrase())
        # The same copy torn: the old header still stands.
        torn = bytearray(old)
        torn[first : first + 5000] = new[first : first + 5000]
        (folder / HEAD).write_bytes(torn)
        with unlock(folder, passphrase()) as keys:
            assert (keys.generation, keys.damaged_copies) == (1, 1)


def test_mending_makes_both_copies_whole_again(folder: Path) -> None:
    data = bytearray((folder / HEAD).read_bytes())
    data[100] ^= 1
    (folder / HEAD).write_bytes(data)
    with hold_head(folder) as held, unlock(folder, passphrase()) as keys:
        assert keys.damaged_copies == 1
        mend_header(held, keys)
    with unlock(folder, passphrase()) as keys:
        assert (keys.generation, keys.damaged_copies) == (2, 0)
    assert slots(folder)[0].id == "0"


def test_the_damaged_copy_is_written_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure after the first write must never leave two bad copies."""
    data = bytearray((folder / HEAD).read_bytes())
    data[BLOCK_BYTES + 100] ^= 1
    (folder / HEAD).write_bytes(data)

    def fails(number: int) -> None:
        raise OSError(28, "No space left on device")

    with hold_head(folder) as held, unlock(folder, passphrase()) as keys:
        monkeypatch.setattr(os, "fsync", fails)
        with pytest.raises(HeaderHalfWritten):
            mend_header(held, keys)
        monkeypatch.undo()
    after = (folder / HEAD).read_bytes()
    assert after[:BLOCK_BYTES] == bytes(data[:BLOCK_BYTES])
    unlock(folder, passphrase()).close()


class FaultyFile:
    """A disk that fails: the n-th write or sync raises, or writes half of what it was given first."""

    def __init__(self, file: BinaryIO, fail_at: int, *, torn: bool) -> None:
        self._file = file
        self._left = fail_at
        self._torn = torn

    def _fails(self) -> bool:
        self._left -= 1
        return self._left < 0

    def write(self, data: bytes) -> int:
        if self._fails():
            if self._torn:
                self._file.write(bytes(data)[: len(data) // 2])
            raise OSError(errno.EIO, "Input/output error")
        return self._file.write(bytes(data)[:5000])  # and never more at once than a small piece

    def flush(self) -> None:
        if self._fails():
            raise OSError(errno.ENOSPC, "No space left on device")
        self._file.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


@pytest.mark.parametrize("torn", [False, True] if LONG else [True])
def test_a_fault_at_any_write_leaves_the_old_header_or_the_new_one(folder: Path, torn: bool) -> None:
    old = (folder / HEAD).read_bytes()
    finished = 0
    for fail_at in range(20):
        (folder / HEAD).write_bytes(old)
        with hold_head(folder) as held, unlock(folder, passphrase()) as keys:
            held.file = FaultyFile(held.file, fail_at, torn=torn)  # type: ignore[assignment]
            try:
                change_passphrase(held, keys, "0", passphrase("new"), fast=True)
            except (DiskFull, DestinationNotWritable):
                assert keys.generation == 1
            else:
                finished += 1
        opened = []
        for text in (None, "new"):
            try:
                unlock(folder, passphrase(text) if text else passphrase()).close()
            except WrongPassphrase:
                continue
            opened.append(text)
        assert len(opened) == 1, f"fault {fail_at}"
        if finished:
            assert opened == ["new"]
            break
    assert finished == 1 and fail_at >= 6, "two writes in pieces and two syncs can each fail"


def test_a_change_after_a_failed_one_is_the_newest(folder: Path) -> None:
    with hold_head(folder) as held, unlock(folder, passphrase()) as keys:
        whole = held.file
        held.file = FaultyFile(whole, 4, torn=False)  # type: ignore[assignment]  # one copy is written and synced
        with pytest.raises(DestinationNotWritable):
            change_passphrase(held, keys, "0", passphrase("failed"), fast=True)
        held.file = FaultyFile(whole, 4, torn=False)  # type: ignore[assignment]
        with pytest.raises(DestinationNotWritable):
            change_passphrase(held, keys, "0", passphrase("failed again"), fast=True)
    unlock(folder, passphrase("failed again")).close()
    for gone in ("failed", None):
        with pytest.raises(WrongPassphrase):
            unlock(folder, passphrase(gone) if gone else passphrase())


def test_kill_while_the_passphrase_changes_loses_no_vault(tmp_path: Path) -> None:
    folder = tmp_path / "v"
    _run(_MAKE, str(folder))
    _, vault, database = _run(_CHANGE, str(folder), "0", "check").split()
    source = random.Random(3)
    n = confirmed = 0
    for _ in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", _CHANGE, str(folder), str(n)], stdout=subprocess.PIPE, text=True
        ) as child:
            assert child.stdout is not None
            first = child.stdout.readline()
            time.sleep(source.uniform(0, 0.05))
            child.send_signal(signal.SIGKILL)
            lines = [line for line in (first + child.stdout.read()).splitlines(keepends=True) if line.endswith("\n")]
            child.wait()
        confirmed += len(lines)
        last = int(lines[-1]) if lines else n
        opened, same_vault, same_key = _run(_CHANGE, str(folder), str(last), "check").split()
        assert (same_vault, same_key) == (vault, database)
        assert int(opened) >= last, "a confirmed change was lost"
        n = int(opened)
    print(f"8 kills in {confirmed} confirmed changes of the passphrase")
    assert confirmed >= 8
