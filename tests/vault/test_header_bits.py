"""Each bit of the header, each cut, each mixture of copies: it opens where a copy is whole, else it is refused.

Bulk runs replace Argon2id by one hash, which changes nothing of what is compared; the real one is measured apart.
"""

from __future__ import annotations

import json
import random
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from legalaid_desktop.errors import HeaderDamaged, LegalAidError, WrongPassphrase
from legalaid_desktop.vault import vault_keys
from legalaid_desktop.vault.head_lock import hold_head
from legalaid_desktop.vault.header import BLOCK_BYTES, HEAD, HEAD_BYTES
from legalaid_desktop.vault.key_costs import calibrated_costs
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import change_passphrase, change_slots, create_header
from tests.rounds import LONG
from tests.vault.vault_files import passphrase, with_right_sum
from tests.vault.ways import KINDS, Held, cheap_derivation, fresh, head_of

FIRST = Held("passphrase", passphrase=bytes(passphrase().view()))
BITS = BLOCK_BYTES * 8


class Whole:
    """A header with every kind of way in, and the key it must give."""

    def __init__(self, folder: Path, first: Held = FIRST) -> None:
        create_header(folder, Secret(first.passphrase), fast=True).close()
        self.folder = folder
        self.ways = [first, *(fresh(kind) for kind in KINDS[1:])]
        with hold_head(folder) as held, first.unlock(folder) as keys:
            change_slots(held, keys, add=[way.added() for way in self.ways[1:]])
            self.key = bytes(keys.subkey("database").view())
        self.head = head_of(folder)

    def put(self, data: bytes) -> None:
        (self.folder / HEAD).write_bytes(data)

    def opens(self, way: Held) -> bool:
        """Whether this way opens the header as it lies there; never with another key."""
        try:
            with way.unlock(self.folder) as keys:
                assert bytes(keys.subkey("database").view()) == self.key, "a wrong key"
                return True
        except LegalAidError:
            return False


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Whole]:
    with cheap_derivation():
        yield Whole(tmp_path / "v")


def flip(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def bits_to_try(source: random.Random) -> list[int]:
    """All of them in the long run; else a sample with the edges of every field."""
    if LONG:
        return list(range(BITS))
    edges: tuple[int, ...] = (0, 8, 10, 12, 16, 24, 40, 64, 66, 68, 72, 76, 80, 112, 136, 184, 208, 320, 575)
    edges += (4160, 4184, 4232, 8128, 8160)
    return sorted({edge * 8 + at for edge in edges for at in (0, 7)} | {source.randrange(BITS) for _ in range(250)})


@pytest.mark.soak
def test_each_bit_of_one_copy_and_of_both(whole: Whole, capfd: pytest.CaptureFixture[str]) -> None:
    source = random.Random(5)
    opened = refused = forged = 0
    slowest = 0.0
    for bit in bits_to_try(source):
        way = source.choice(whole.ways)
        for copy in (0, BITS):
            whole.put(flip(whole.head, bit + copy))
            start = time.perf_counter()
            assert whole.opens(way), f"bit {bit} of one copy"
            slowest = max(slowest, time.perf_counter() - start)
            opened += 1
        for other in (bit, source.randrange(BITS)):
            whole.put(flip(flip(whole.head, bit), other + BITS))
            start = time.perf_counter()
            with pytest.raises(HeaderDamaged):
                way.unlock(whole.folder)
            slowest = max(slowest, time.perf_counter() - start)
            refused += 1
        # The same bit by somebody who can correct the checksum, in both copies: no way opens.
        whole.put(with_right_sum(flip(whole.head[:BLOCK_BYTES], bit)) * 2)
        if bit < BITS - 256:
            assert not any(whole.opens(one) for one in whole.ways), f"bit {bit} forged"
            forged += 1
    with capfd.disabled():
        print(
            f"\nheader bits: one copy {opened} of {opened} open, both copies {refused} of {refused} refused, "
            f"{forged} of {forged} refused with the checksum put right; slowest {slowest * 1000:.0f} ms, Argon2id aside"
        )


@pytest.mark.soak
def test_cut_at_any_length(whole: Whole) -> None:
    classes = {0, 1, 8, 63, 64, 65, 575, 576, 4095, 4160, 8127, 8160, 8191, 8192, 8193, 12288, 16352, 16383, 16384}
    lengths = range(HEAD_BYTES + 1) if LONG else sorted(classes | set(range(0, HEAD_BYTES, 997)))
    for length in lengths:
        whole.put(whole.head[:length])
        if length < BLOCK_BYTES:
            with pytest.raises(HeaderDamaged):
                FIRST.unlock(whole.folder)
        else:
            assert all(whole.opens(way) for way in whole.ways)
        # Filled with zeros to its length, as some file systems do after a crash, and grown by foreign bytes.
        whole.put(whole.head[:length] + bytes(HEAD_BYTES - length))
        assert whole.opens(FIRST) is not any(whole.head[length:BLOCK_BYTES])  # its last bytes may be zeros themselves
    whole.put(whole.head + random.Random(1).randbytes(5000))
    assert whole.opens(FIRST)


@pytest.mark.soak
def test_mixed_copies_of_generations_and_vaults(whole: Whole, tmp_path: Path) -> None:
    """Whatever copies of two generations and two vaults stand together, each person gets their own key or none."""
    other = Whole(tmp_path / "other", fresh("passphrase"))
    newer = fresh("passphrase")
    with hold_head(whole.folder) as held, FIRST.unlock(whole.folder) as keys:
        change_slots(held, keys, remove=("0",), add=[newer.added()])
    older, now = whole.head[:BLOCK_BYTES], head_of(whole.folder)[:BLOCK_BYTES]
    foreign = other.head[:BLOCK_BYTES]
    loud = with_right_sum(foreign[:16] + struct.pack("<Q", 2**63) + foreign[24:])
    pieces = {"older": older, "now": now, "foreign": foreign, "loud": loud, "zeros": bytes(BLOCK_BYTES)}
    for first, one in pieces.items():
        for second, two in pieces.items():
            whole.put(one + two)
            names = {first, second}
            assert whole.opens(newer) is ("now" in names), names
            assert whole.opens(FIRST) is ("older" in names and "now" not in names), names
            assert all(whole.opens(way) is bool(names & {"older", "now"}) for way in whole.ways[1:]), names
            for way in other.ways:
                other.put(one + two)
                assert other.opens(way) is ("foreign" in names), names


_MEASURED = """
import json, sys, time
from pathlib import Path
from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import unlock
start = time.perf_counter()
try:
    unlock(Path(sys.argv[1]), Secret.from_passphrase(sys.argv[2])).close()
    result = "opened"
except LegalAidError as error:
    result = error.code
seconds = time.perf_counter() - start
# Not ru_maxrss: that survives exec and is the largest this process or its parent ever was.
status = Path("/proc/self/status").read_text()
peak = int(status.split("VmHWM:")[1].split()[0])
print(json.dumps([result, seconds, peak]))
"""


@pytest.mark.soak
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")
def test_what_the_worst_headers_cost(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the real derivation at the costs that this computer gets, one process for each header."""
    monkeypatch.setattr(vault_keys, "calibrated_costs", cache(calibrated_costs))  # measured once for all headers
    folder = tmp_path / "v"
    create_header(folder, passphrase(), fast=False).close()
    old = head_of(folder)
    with hold_head(folder) as held, FIRST.unlock(folder) as keys:
        change_passphrase(held, keys, "0", passphrase("between"), fast=True)
        change_passphrase(held, keys, "0", passphrase(), fast=False)
    mine, text = head_of(folder), passphrase().view().decode()
    create_header(tmp_path / "other", passphrase("another"), fast=not LONG).close()
    foreign = head_of(tmp_path / "other")
    one, other = old[:BLOCK_BYTES], mine[BLOCK_BYTES:]
    cases = {
        "whole": (old, text, "opened"),
        "one copy damaged": (flip(old, 4000), text, "opened"),
        "both damaged": (flip(flip(old, 4000), BITS + 4000), text, "header_damaged"),
        "cut": (old[:5000], text, "header_damaged"),
        "two generations": (one + other, text, "opened"),
        "two generations, wrong passphrase": (one + other, "no", "wrong_passphrase"),
        "two vaults": (one + foreign[BLOCK_BYTES:], text, "opened"),
        "two vaults, wrong passphrase": (one + foreign[BLOCK_BYTES:], "no", "wrong_passphrase"),
    }
    worst, most, lines = 0.0, 0, []
    if not LONG:  # each is a derivation at full costs in a process of its own
        kept = ("both damaged", "two generations, wrong passphrase")
        cases = {name: cases[name] for name in kept}
    if LONG:  # the most memory that a header may ask for; only a much faster computer would have written it
        block = old[:72] + struct.pack("<I", 1024 * 1024) + old[76:BLOCK_BYTES]
        cases["one slot of 1 GiB"] = (with_right_sum(block) * 2, text, "wrong_passphrase")
    for name, (data, phrase, expected) in cases.items():
        (folder / HEAD).write_bytes(data)
        done = subprocess.run(
            [sys.executable, "-c", _MEASURED, str(folder), phrase], check=True, capture_output=True, text=True
        )
        result, seconds, peak = json.loads(done.stdout)
        assert result == expected, name
        worst, most = max(worst, seconds), max(most, peak)
        lines.append(f"{name}: {result}, {seconds:.2f} s, {peak / 1024:.0f} MiB")
    with capfd.disabled():
        print("\n" + "\n".join(lines))
        print(f"worst header: {worst:.2f} s, {most / 1024:.0f} MiB")
    assert most < 1.1 * 1024 * 1024
    assert worst < 60, "3 s on a computer that does nothing else; a slot of 1 GiB is nothing that it made itself"


def test_a_wrong_passphrase_is_not_called_damage(whole: Whole) -> None:
    whole.put(whole.head)
    with pytest.raises(WrongPassphrase):
        Held("passphrase", passphrase=b"no").unlock(whole.folder)
