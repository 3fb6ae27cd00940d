"""What a laboratory sees of a vault: nothing but the header's documented bytes differs from noise.

``head`` and ``data`` of vaults with one and with many records, after deletions, with every kind of way in, under a new
key, restored: no block of zeros, no 16 bytes twice, no magic number, page after page as evenly spread as random bytes;
two vaults with the same content share no block. What is allowed to be readable is what ``docs/vault-format.md`` says.
"""

from __future__ import annotations

import math
import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.new_key import WayIn, change_everything
from legalaid_desktop.services.opening import create_briefcase, open_briefcase
from legalaid_desktop.vault.header import BLOCK_BYTES, HEAD_BYTES, MAGIC
from legalaid_desktop.vault.key_slot import SLOT_BYTES
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.wiping import overwrite_head
from tests.canaries import planted
from tests.rounds import rounds
from tests.services.vaults import CLOCK, passphrase

pytestmark = pytest.mark.soak
PAGE = 4096
MANY = rounds(250, 20_000)
MAGICS = {
    b"SQLite format 3": "SQLite", b"age-encryption.org": "age", b"%PDF-": "PDF", b"\x89PNG\r\n": "PNG",
    b"PK\x03\x04": "ZIP", b"PK\x01\x02": "ZIP", b"\xff\xd8\xff\xe0": "JPEG", b"Rar!\x1a": "RAR",
    b"7z\xbc\xaf\x27": "7z", b"SQLCipher": "SQLCipher", b"LUKS\xba\xbe": "LUKS",
    b"Salted__": "openssl", b"\x28\xb5\x2f\xfd": "zstd",
    b"word/document.xml": "DOCX", b"CREATE TABLE": "SQL", b"[Content_Types]": "OOXML",
    b"-----BEGIN": "PEM", b"legalaid": "name", b"LegalAid": "name", b"ustar": "tar",
}  # fmt: skip
"""At least four bytes, since three stand in a megabyte of noise once in sixteen times."""
DOCUMENTED, FIRST_SLOT, AFTER_SLOTS = 40, 64, 4160


def chi_square(page: bytes) -> float:
    """Of the 256 values of bytes; for noise it lies around 255 with a spread of 22.6."""
    expected = len(page) / 256
    counted = Counter(page)
    return sum((counted.get(value, 0) - expected) ** 2 for value in range(256)) / expected


def bound(pages: int) -> float:
    """What one page among so many exceeds once in a million vaults of noise (Wilson and Hilferty's approximation)."""
    far = math.sqrt(2 * math.log(pages * 1e6))
    return 255 * float((1 - 2 / (9 * 255) + far * math.sqrt(2 / (9 * 255))) ** 3)


def repeats(data: bytes, start: int = 0) -> list[int]:
    """Places of blocks of 16 bytes that stood before; each block begins at a multiple of 16."""
    seen: set[bytes] = set()
    found = []
    for at in range(start, len(data) - 15, 16):
        block = data[at : at + 16]
        if block in seen:
            found.append(at)
        seen.add(block)
    return found


def blocks(data: bytes) -> set[bytes]:
    return {data[at : at + 16] for at in range(0, len(data) - 15, 16)}


def shared_blocks(first: Path, second: Path) -> set[bytes]:
    """Blocks of 16 bytes that stand in both, at whatever place that 16 divides."""
    contents = [path.read_bytes() for path in (first, second)]
    if first.name == "head":
        contents = [undocumented(content[:BLOCK_BYTES]) for content in contents]
    return blocks(contents[0]) & blocks(contents[1])


def looks_random(name: str, data: bytes) -> float:
    """The largest chi-square of a page; fails on whatever is not as noise is."""
    pages = [data[at : at + PAGE] for at in range(0, len(data), PAGE)]
    worst = max(chi_square(page) for page in pages if len(page) == PAGE)
    assert worst < bound(len(pages)), f"{name}: a page with {worst:.0f}"
    assert min(chi_square(page) for page in pages if len(page) == PAGE) > 140, "too even for noise"
    assert bytes(8) not in data and b"\xff" * 8 not in data, name
    assert repeats(data) == [], name
    assert [kind for magic, kind in MAGICS.items() if magic in data] == [], name
    return worst


def undocumented(block: bytes) -> bytes:
    """One copy of the header without what docs/vault-format.md calls readable."""
    left = block[DOCUMENTED:FIRST_SLOT]
    for slot in range(FIRST_SLOT, AFTER_SLOTS, SLOT_BYTES):
        # Kind, costs and time of a way in; an empty slot has the byte that says so.
        left += block[slot + (16 if block[slot] else 1) : slot + SLOT_BYTES]
    return left + block[AFTER_SLOTS:]


def head_looks_random(head: bytes) -> None:
    assert len(head) == HEAD_BYTES
    for at in range(0, HEAD_BYTES, BLOCK_BYTES):
        block = head[at : at + BLOCK_BYTES]
        assert block[: len(MAGIC)] == MAGIC
        noise = undocumented(block)
        assert bytes(4) not in noise and b"\xff" * 4 not in noise
        assert repeats(noise) == []
        assert [kind for magic, kind in MAGICS.items() if magic in noise] == []
        for page in (noise[:PAGE], noise[-PAGE:]):
            assert 140 < chi_square(page) < bound(4)


def fill(briefcase: Briefcase, count: int, paper: Path) -> None:
    paper.write_bytes(planted.paper_txt(1) * 20)
    ref = briefcase.cases.create(title=planted.text(1), client_name=planted.LATIN).info.ref
    briefcase.evidence.add(ref, paper, title=planted.text(2))
    for number in range(1, count):
        briefcase.notes.record(ref, planted.text(number % 7))


def one(folder: Path, paper: Path) -> None:
    with create_briefcase(folder, passphrase(), clock=CLOCK, fast_kdf=True) as briefcase:
        fill(briefcase, 1, paper)


def many(folder: Path, paper: Path) -> None:
    with create_briefcase(folder, passphrase(), clock=CLOCK, fast_kdf=True) as briefcase:
        fill(briefcase, MANY, paper)


def emptied(folder: Path, paper: Path) -> None:
    many(folder, paper)
    with open_briefcase(folder, passphrase(), clock=CLOCK) as briefcase:
        (ref,) = [row.ref for row in briefcase.cases.rows(CLOCK.now().date())]
        for note in briefcase.notes.of(ref):
            briefcase.cases.bin.remove(ref, "note", note.id)
        for piece in briefcase.cases.record(ref).evidence or ():
            briefcase.cases.bin.remove(ref, "evidence", piece.id)


def every_way(folder: Path, paper: Path) -> None:
    one(folder, paper)
    recipients = [str(pyrage.x25519.Identity.generate().to_public()) for _ in range(2)]
    key_file = paper.with_name("key file")
    key_file.write_bytes(bytes(4096))
    with (
        open_briefcase(folder, passphrase(), clock=CLOCK) as briefcase,
        Secret.from_passphrase("другая фраза 77") as other,
        Secret.from_passphrase("вместе с файлом 78") as with_file,
    ):
        slots = briefcase.key_slots
        slots.add_passphrase(other, label="а" * 48, fast=True)
        slots.add_passphrase(with_file, key_file=key_file, fast=True)
        slots.make_recovery()
        slots.add_coordinators((recipients[0], recipients[1]))
        assert len(slots.all()) == 5


VAULTS: dict[str, Callable[[Path, Path], None]] = {
    "one record": one, "many records": many, "emptied": emptied, "every way in": every_way,
}  # fmt: skip


@pytest.mark.parametrize("name", VAULTS)
def test_a_vault_is_noise(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    vault = tmp_path / "vault"
    VAULTS[name](vault, tmp_path / "paper")
    assert {path.name for path in vault.iterdir()} == {"head", "data"}
    data = (vault / "data").read_bytes()
    worst = looks_random(name, data)
    head_looks_random((vault / "head").read_bytes())
    with capfd.disabled():
        pages = len(data) // PAGE
        print(
            f"\nlooks of a vault, {name}: {pages} pages, chi-square up to {worst:.0f} of {bound(pages):.0f}, 0 repeats"
        )


def test_an_open_vault_and_its_log_are_noise(tmp_path: Path) -> None:
    """But for the heads of the log's frames, which hold numbers of pages and sums, and the random salt of the file
    that stands before each version of its first page."""
    vault = tmp_path / "vault"
    with create_briefcase(vault, passphrase(), clock=CLOCK, fast_kdf=True) as briefcase:
        fill(briefcase, 40, tmp_path / "paper")
        log = (vault / "data-wal").read_bytes()
    frames = []
    for at in range(32, len(log) - PAGE - 23, PAGE + 24):
        number = int.from_bytes(log[at : at + 4], "big")
        frames.append(log[at + 24 + (16 if number == 1 else 0) : at + 24 + PAGE])
    assert len(frames) > 30
    worst = max(map(chi_square, frames))
    assert worst < bound(len(frames))
    assert repeats(b"".join(frames)) == []
    assert all(magic not in frame for frame in frames for magic in MAGICS)


def test_two_vaults_with_the_same_content_share_no_block(tmp_path: Path) -> None:
    for name in ("a", "b"):
        one(tmp_path / name, tmp_path / "paper")
    for file in ("head", "data"):
        assert not shared_blocks(tmp_path / "a" / file, tmp_path / "b" / file)


def test_a_new_key_shares_no_block_with_the_old(tmp_path: Path) -> None:
    one(tmp_path / "vault", tmp_path / "paper")
    shutil.copytree(tmp_path / "vault", tmp_path / "before")
    with passphrase() as phrase:
        opened, _ = change_everything(
            open_briefcase(tmp_path / "vault", phrase, clock=CLOCK), [WayIn(phrase)], fast=True
        )
        opened.close()
    for file in ("head", "data"):
        assert not shared_blocks(tmp_path / "before" / file, tmp_path / "vault" / file)
    looks_random("new key", (tmp_path / "vault" / "data").read_bytes())
    head_looks_random((tmp_path / "vault" / "head").read_bytes())


def test_a_destroyed_header_is_noise(tmp_path: Path) -> None:
    one(tmp_path / "vault", tmp_path / "paper")
    before = (tmp_path / "vault" / "head").read_bytes()
    with (tmp_path / "vault" / "head").open("r+b", buffering=0) as file:
        overwrite_head(file)
    after = (tmp_path / "vault" / "head").read_bytes()
    assert blocks(before) & blocks(after) == set()


def test_this_test_can_fail(tmp_path: Path) -> None:
    noise = random.Random(3).randbytes(PAGE * 20)
    looks_random("noise", noise)
    for wrong in (
        noise[:500] + bytes(16) + noise[516:],
        noise[:PAGE] + noise[16:32] + noise[PAGE + 16 :],
        noise[:700] + b"SQLite format 3\0" + noise[716:],
        noise[:PAGE] + planted.paper_txt(1)[:PAGE].ljust(PAGE, b"x") + noise[2 * PAGE :],
        noise[:PAGE] + bytes(byte % 250 for byte in noise[PAGE : 2 * PAGE]) + noise[2 * PAGE :],
    ):
        with pytest.raises(AssertionError):
            looks_random("wrong", wrong)
