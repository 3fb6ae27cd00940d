"""The header survives damage to one copy, refuses damage to both, and tells its failures apart."""

from __future__ import annotations

import datetime as dt
import os
import random
import struct
import unicodedata
from pathlib import Path

import pytest

from legalaid_desktop.errors import (
    HeaderDamaged,
    LegalAidError,
    VaultExists,
    VaultNotFound,
    VaultTooNew,
    WrongPassphrase,
    WrongUse,
)
from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.vault.header import BLOCK_BYTES, HEAD, MAGIC, parse_head
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import create_header, slots, unlock
from tests.vault.vault_files import PASSPHRASE, changed, flipped, new_head, passphrase, with_right_sum

_SLOT_0 = 64
_PASSES, _MEMORY, _LANES = _SLOT_0 + 4, _SLOT_0 + 8, _SLOT_0 + 2


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return new_head(tmp_path_factory.mktemp("good") / "v")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "v"
    made.mkdir()
    return made


def put(folder: Path, data: bytes) -> Path:
    (folder / HEAD).write_bytes(data)
    return folder


def both(data: bytes, at: int, value: bytes, *, right_sum: bool = True) -> bytes:
    """The same change in both copies."""
    blocks = [changed(data[start : start + BLOCK_BYTES], at, value) for start in (0, BLOCK_BYTES)]
    return b"".join(with_right_sum(block) if right_sum else block for block in blocks)


def test_a_new_vault_opens_with_its_passphrase_and_gives_the_same_keys(tmp_path: Path) -> None:
    clock = FixedClock(dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC))
    with create_header(tmp_path / "v", passphrase(), fast=True, clock=clock) as made:
        with unlock(tmp_path / "v", passphrase()) as opened:
            labels = ("database", "journal", "identity", "records")
            for label in labels:
                assert opened.subkey(label).view() == made.subkey(label).view()
            assert len({bytes(made.subkey(label).view()) for label in labels}) == len(labels)
            assert (opened.vault_id, opened.generation, opened.damaged_copies) == (made.vault_id, 1, 0)
        (slot,) = slots(tmp_path / "v")
        assert (slot.id, slot.kind, slot.created_at) == ("0", "passphrase", clock.now())
    assert [path.name for path in (tmp_path / "v").iterdir()] == [HEAD]
    if os.name == "posix":
        assert (tmp_path / "v" / HEAD).stat().st_mode & 0o777 == 0o600


def test_two_vaults_share_nothing(tmp_path: Path) -> None:
    one, other = new_head(tmp_path / "a"), new_head(tmp_path / "b")
    same = sum(a == b for a, b in zip(one[16:BLOCK_BYTES], other[16:BLOCK_BYTES], strict=True))
    assert same < 150  # 8,176 random bytes agree in 32 by chance; a few fields are the same
    assert unlock(tmp_path / "a", passphrase()).subkey("database").view() != (
        unlock(tmp_path / "b", passphrase()).subkey("database").view()
    )


def test_a_closed_key_gives_nothing(tmp_path: Path) -> None:
    keys = create_header(tmp_path / "v", passphrase(), fast=True)
    keys.close()
    with pytest.raises(ValueError, match="wiped"):
        keys.subkey("database")


def test_composed_and_decomposed_passphrase_open_the_same_vault(tmp_path: Path) -> None:
    text = "ёўй-école-Ω"
    create_header(tmp_path / "v", Secret.from_utf8(bytearray(unicodedata.normalize("NFD", text).encode())), fast=True)
    unlock(tmp_path / "v", Secret.from_passphrase(unicodedata.normalize("NFC", text))).close()


@pytest.mark.parametrize(
    "near", ["", " " + PASSPHRASE, PASSPHRASE + "\n", PASSPHRASE.upper(), PASSPHRASE[:-1], PASSPHRASE.replace("ё", "е")]
)
def test_a_near_miss_does_not_open(good: bytes, folder: Path, near: str) -> None:
    with pytest.raises(WrongPassphrase):
        unlock(put(folder, good), passphrase(near))


def test_an_empty_passphrase_and_a_full_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        create_header(tmp_path / "v", Secret(b""), fast=True)
    assert not (tmp_path / "v").exists()
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(VaultExists):
        create_header(tmp_path, passphrase(), fast=True)
    with pytest.raises(VaultExists):
        create_header(tmp_path / "mine.txt", passphrase(), fast=True)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_what_is_not_there_and_what_is_no_header_are_told_apart(tmp_path: Path) -> None:
    for missing in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(VaultNotFound):
            unlock(missing, passphrase())
    (tmp_path / "data").write_bytes(b"x")
    with pytest.raises(HeaderDamaged):
        unlock(tmp_path, passphrase())
    (tmp_path / HEAD).mkdir()
    with pytest.raises(HeaderDamaged):
        unlock(tmp_path, passphrase())


def test_each_byte_of_one_copy_may_be_damaged(good: bytes) -> None:
    for start in (0, BLOCK_BYTES):
        for at in range(BLOCK_BYTES):
            (left,) = parse_head(flipped(good, start + at)).newest_first()
            assert left.block == good[BLOCK_BYTES - start : 2 * BLOCK_BYTES - start]


@pytest.mark.parametrize("at", [0, 9, 17, 30, _SLOT_0, _MEMORY, _SLOT_0 + 20, _SLOT_0 + 80, 4170, 8000, 8130, 8191])
def test_with_one_copy_damaged_the_other_opens(good: bytes, folder: Path, at: int) -> None:
    for start in (0, BLOCK_BYTES):
        with unlock(put(folder, flipped(good, start + at)), passphrase()) as keys:
            assert keys.damaged_copies == 1


def test_the_same_damage_in_both_copies_is_refused_everywhere(good: bytes, folder: Path) -> None:
    for at in range(BLOCK_BYTES):
        with pytest.raises(HeaderDamaged):
            unlock(put(folder, flipped(flipped(good, at), BLOCK_BYTES + at)), passphrase())


def test_a_wrong_passphrase_over_one_good_copy_is_a_wrong_passphrase(good: bytes, folder: Path) -> None:
    with pytest.raises(WrongPassphrase):
        unlock(put(folder, flipped(good, 4000)), passphrase("no"))


@pytest.mark.parametrize("length", [0, 1, 8, 64, 4095, 8191])
def test_a_header_cut_within_its_first_copy_is_refused(good: bytes, folder: Path, length: int) -> None:
    with pytest.raises(HeaderDamaged):
        unlock(put(folder, good[:length]), passphrase())


@pytest.mark.parametrize("length", [8192, 8193, 12000, 16383])
def test_a_header_cut_within_its_second_copy_opens(good: bytes, folder: Path, length: int) -> None:
    assert unlock(put(folder, good[:length]), passphrase()).damaged_copies == 1


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (_MEMORY, struct.pack("<I", 64 * 1024 - 1)),
        (_MEMORY, struct.pack("<I", 8)),
        (_MEMORY, struct.pack("<I", 1024 * 1024 + 1)),
        (_MEMORY, struct.pack("<I", 0xFFFFFFFF)),
        (_PASSES, struct.pack("<I", 2)),
        (_PASSES, struct.pack("<I", 0)),
        (_PASSES, struct.pack("<I", 17)),
        (_PASSES, struct.pack("<I", 0xFFFFFFFF)),
        (_LANES, b"\0"),
        (_LANES, b"\x09"),
        (_SLOT_0 + 1, b"\0"),
        (_SLOT_0 + 1, b"\x02"),
        (_SLOT_0, b"\0"),
        (_SLOT_0, b"\x03"),
        (_SLOT_0, b"\xff"),
    ],
)
def test_costs_and_kinds_that_nobody_wrote_are_refused_before_any_work(
    good: bytes, folder: Path, at: int, value: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def must_not_run(*_: object, **__: object) -> Secret:
        raise AssertionError("the passphrase was tried")

    monkeypatch.setattr("legalaid_desktop.vault.key_slot.derive_key", must_not_run)
    with pytest.raises(HeaderDamaged):
        unlock(put(folder, both(good, at, value)), passphrase())


def test_eight_slots_that_ask_for_everything_are_refused_before_any_work(
    good: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def must_not_run(*_: object, **__: object) -> Secret:
        raise AssertionError("the passphrase was tried")

    monkeypatch.setattr("legalaid_desktop.vault.key_slot.derive_key", must_not_run)
    costly = struct.pack("<BBBxII", 1, 1, 8, 16, 1024 * 1024)
    slot = costly + os.urandom(512 - len(costly))
    with pytest.raises(HeaderDamaged):
        unlock(put(folder, both(good, _SLOT_0, slot * 8)), passphrase())


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (_MEMORY, struct.pack("<I", 65 * 1024)),
        (_PASSES, struct.pack("<I", 4)),
        (24, b"another vault id"),
        (12, b"\1"),
        (16, b"\2"),
        (45, b"fill"),
        (_SLOT_0 + 16, b"salt"),
        (_SLOT_0 + 48, b"nonce"),
        (_SLOT_0 + 72, b"wrapped"),
        (_SLOT_0 + 130, b"label"),
        (_SLOT_0 + 300, b"rest"),
        (_SLOT_0 + 512, b"\0 an empty slot"),
        (4160, b"records nonce"),
        (4190, b"records key"),
        (5000, b"fill"),
        (8128, b"the mac itself"),
    ],
)
def test_a_forger_who_corrects_the_checksum_is_refused(good: bytes, folder: Path, at: int, value: bytes) -> None:
    with pytest.raises((HeaderDamaged, WrongPassphrase)):
        unlock(put(folder, both(good, at, value)), passphrase())


@pytest.mark.parametrize("at", [12, 16, 24, 45, _PASSES, _SLOT_0 + 20, _SLOT_0 + 80, _SLOT_0 + 300, 4190, 5000, 8128])
def test_one_forged_copy_gives_way_to_the_other(good: bytes, folder: Path, at: int) -> None:
    forged = with_right_sum(flipped(good[:BLOCK_BYTES], at, 1))
    with unlock(put(folder, forged + good[BLOCK_BYTES:]), passphrase()) as keys:
        assert keys.damaged_copies == 1


def test_a_slot_does_not_open_in_another_place(good: bytes, folder: Path) -> None:
    slot = good[_SLOT_0 : _SLOT_0 + 512]
    moved = both(both(good, _SLOT_0, b"\0" + os.urandom(511)), _SLOT_0 + 512, slot)
    with pytest.raises(WrongPassphrase):
        unlock(put(folder, moved), passphrase())
    with pytest.raises(HeaderDamaged):  # opens in its own place, and the MAC shows the second one
        unlock(put(folder, both(good, _SLOT_0 + 512, slot)), passphrase())


def test_a_copy_from_another_vault_does_not_win(good: bytes, folder: Path, tmp_path: Path) -> None:
    foreign = new_head(tmp_path / "other")
    newer = with_right_sum(changed(foreign[:BLOCK_BYTES], 16, struct.pack("<Q", 99)))
    mine = unlock(put(folder, good), passphrase()).vault_id
    for mixed in (foreign[:BLOCK_BYTES] + good[BLOCK_BYTES:], newer + good[BLOCK_BYTES:]):
        if mixed[:BLOCK_BYTES] == newer:
            assert unlock(put(folder, mixed), passphrase()).vault_id == mine
    (tmp_path / "theirs").mkdir()
    assert unlock(put(tmp_path / "theirs", foreign), passphrase()).vault_id != mine


def test_a_newer_version_is_told_from_damage(good: bytes, folder: Path) -> None:
    for at, value in ((8, struct.pack("<H", 2)), (8, struct.pack("<H", 999)), (10, b"\1\0"), (10, b"\0\x80")):
        with pytest.raises(VaultTooNew):
            unlock(put(folder, both(good, at, value)), passphrase())
        with pytest.raises(VaultTooNew):
            slots(folder)
        with pytest.raises(HeaderDamaged):
            unlock(put(folder, both(good, at, value, right_sum=False)), passphrase())
        # One such copy beside a whole one of ours is a forgery, or a change that was never finished.
        forged = with_right_sum(changed(good[:BLOCK_BYTES], at, value))
        unlock(put(folder, forged + good[BLOCK_BYTES:]), passphrase()).close()


def test_another_magic_is_no_header(good: bytes, folder: Path) -> None:
    for value in (b"SQLite f", MAGIC[:-1] + b"\2", bytes(8)):
        with pytest.raises(HeaderDamaged):
            unlock(put(folder, both(good, 0, value)), passphrase())


def test_random_heads_are_refused(folder: Path) -> None:
    source = random.Random(7)
    for length in (0, 100, 8192, 16384, 40000):
        with pytest.raises(HeaderDamaged):
            unlock(put(folder, source.randbytes(length)), passphrase())


def test_failures_carry_no_secret(good: bytes, folder: Path) -> None:
    with pytest.raises(LegalAidError) as caught:
        unlock(put(folder, good), passphrase("very private words"))
    assert "private" not in repr(caught.value) + str(caught.value.facts)
