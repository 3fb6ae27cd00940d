"""Ways into a vault: added, removed, changed in any order, exactly those open that should; nothing else does."""

from __future__ import annotations

import itertools
import os
import struct
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legalaid_desktop.errors import (
    DestinationExists,
    HeaderDamaged,
    KeyFileNeeded,
    KeyFileUnusable,
    LastWayIn,
    LegalAidError,
    NoRoomForWay,
    NoSuchWay,
    NotFound,
    WrongPassphrase,
    WrongPassphraseOrKeyFile,
    WrongUse,
)
from legalaid_desktop.vault import vault_keys
from legalaid_desktop.vault.head_lock import HeldLock, hold_head
from legalaid_desktop.vault.header import BLOCK_BYTES, HEAD, SLOTS
from legalaid_desktop.vault.key_file import make_key_file, read_key_file
from legalaid_desktop.vault.key_slot import SLOT_BYTES, make_slot
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import change_passphrase, change_slots, create_header, slots, unlock
from legalaid_desktop.vault.vault_keys import VaultKeys
from tests.rounds import rounds
from tests.vault.vault_files import PASSPHRASE, changed, passphrase, with_right_sum
from tests.vault.ways import KINDS, Held, cheap_derivation, fresh, head_of

FIRST = Held("passphrase", passphrase=PASSPHRASE.encode())


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with cheap_derivation():
        create_header(tmp_path / "v", passphrase(), fast=True).close()
        yield tmp_path / "v"


def add(folder: Path, *ways: Held, by: Held = FIRST, remove: tuple[str, ...] = ()) -> tuple[str, ...]:
    with hold_head(folder) as held, by.unlock(folder) as keys:
        return change_slots(held, keys, remove=remove, add=[way.added() for way in ways])


def whole(folder: Path) -> dict[str, Held]:
    """One slot of each kind."""
    ways = [fresh(kind, label=kind) for kind in KINDS[1:]]
    return {"0": FIRST, **dict(zip(add(folder, *ways), ways, strict=True))}


_STEP = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(KINDS)),
    st.tuples(st.just("remove"), st.integers(0, SLOTS - 1)),
    st.tuples(st.just("change"), st.integers(0, SLOTS - 1)),
    st.tuples(st.just("replace"), st.integers(0, SLOTS - 1)),
)


class Model:
    """What should be true of a vault after some changes, beside the vault itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = {"0": FIRST}
        self.gone: list[Held] = []
        self.writes = 0

    def step(self, held: HeldLock, keys: VaultKeys, step: str, what: int | str) -> None:
        slot_id = str(what)
        before = head_of(self.folder)
        try:
            if step == "add":
                way = fresh(str(what), label=f"new {self.writes}")
                (at,) = change_slots(held, keys, add=[way.added()])
                self.now[at] = way
            elif step == "remove":
                change_slots(held, keys, remove=(slot_id,))
                self.gone.append(self.now.pop(slot_id))
            elif step == "replace":
                way = fresh("recovery", label="again")
                assert change_slots(held, keys, remove=(slot_id,), add=[way.added()]) == (slot_id,)
                self.gone.append(self.now[slot_id])
                self.now[slot_id] = way
            else:
                self._change(held, keys, slot_id)
        except NotFound:
            assert slot_id not in self.now
        except NoRoomForWay:
            assert len(self.now) == SLOTS
        except LastWayIn:
            assert not {way.kind for at, way in self.now.items() if at != slot_id} - {"coordinators"}
        except WrongUse:
            assert self.now[slot_id].kind in ("recovery", "coordinators")
        else:
            self.writes += 1
            return
        assert head_of(self.folder) == before, "what was refused has changed something"

    def _change(self, held: HeldLock, keys: VaultKeys, slot_id: str) -> None:
        old = self.now.get(slot_id)
        kind = old.kind if old is not None and old.passphrase else "passphrase"
        way = fresh(kind, label=old.label if old is not None else "")
        key_file = Secret(way.key_file) if way.key_file else None
        change_passphrase(held, keys, slot_id, Secret(way.passphrase), fast=True, key_file=key_file)
        self.gone.append(self.now[slot_id])
        self.now[slot_id] = way


@pytest.mark.soak
@settings(max_examples=rounds(40, 2000), deadline=None)
@given(st.lists(_STEP, min_size=1, max_size=14))
def test_after_any_changes_exactly_the_ways_that_should_be_open(steps: list[tuple[str, int | str]]) -> None:
    with tempfile.TemporaryDirectory() as base, cheap_derivation():
        folder = Path(base) / "v"
        create_header(folder, passphrase(), fast=True).close()
        model = Model(folder)
        with hold_head(folder) as held, FIRST.unlock(folder) as keys:
            for step, what in steps:
                model.step(held, keys, step, what)
            assert keys.generation == 1 + model.writes
        for slot_id, way in model.now.items():
            assert way.opens(folder) == slot_id
        assert [way.opens(folder) for way in model.gone] == [None] * len(model.gone)
        with next(iter(model.now.values())).unlock(folder) as keys:
            assert {slot.id: (slot.kind, slot.label) for slot in keys.slots} == {
                slot_id: (way.kind, way.label) for slot_id, way in model.now.items()
            }
            assert keys.damaged_copies == 0
        assert {slot.id: slot.kind for slot in slots(folder)} == {at: way.kind for at, way in model.now.items()}


def test_what_is_sealed_is_shown_only_when_open(folder: Path) -> None:
    ways = whole(folder)
    for locked in slots(folder):
        assert (locked.label, locked.set_number, locked.needed, locked.shares, locked.holders) == (
            "",
            None,
            None,
            None,
            (),
        )
    assert [slot.kind for slot in slots(folder)] == list(KINDS), "coordinators are always to be seen"
    with FIRST.unlock(folder) as keys:
        _, _, recovery, coordinators = keys.slots
    assert (recovery.set_number, recovery.needed, recovery.shares) == (ways["2"].facts["set_number"], 2, 3)
    assert len(set(coordinators.holders)) == 2 and all(holder.startswith("age1") for holder in coordinators.holders)
    head = head_of(folder)
    assert KINDS[2].encode() not in head and ways["2"].facts["set_number"].to_bytes(4, "little") + b"\2\3" not in head


def test_no_slot_opens_in_another_place_or_twice(folder: Path) -> None:
    ways, head = whole(folder), head_of(folder)
    raw = [head[64 + SLOT_BYTES * n : 64 + SLOT_BYTES * (n + 1)] for n in range(SLOTS)]
    for at, to in itertools.permutations(range(5), 2):
        moved, copied = list(raw), list(raw)
        moved[at], moved[to] = raw[to], raw[at]
        copied[to] = raw[at]
        for slots_ in (moved, copied):
            block = with_right_sum(head[:64] + b"".join(slots_) + head[64 + SLOT_BYTES * SLOTS : BLOCK_BYTES])
            (folder / HEAD).write_bytes(block * 2)
            assert [way.opens(folder) for way in ways.values()] == [None] * 4, (at, to)


def test_slots_of_another_vault_open_nothing_here(folder: Path, tmp_path: Path) -> None:
    ways, head = whole(folder), head_of(folder)
    create_header(tmp_path / "other", passphrase(), fast=True).close()
    other = head_of(tmp_path / "other")
    for number in range(4):
        piece = head[64 + SLOT_BYTES * number : 64 + SLOT_BYTES * (number + 1)]
        block = with_right_sum(changed(other[:BLOCK_BYTES], 64 + SLOT_BYTES * number, piece))
        (tmp_path / "other" / HEAD).write_bytes(block * 2)
        assert [way.opens(tmp_path / "other") for way in ways.values()] == [None] * 4


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize(
    ("at", "value"),
    [
        (1, b"\0"),
        (1, b"\1"),
        (1, b"\2"),
        (2, b"\1"),
        (2, b"\2"),
        (3, b"\1"),
        (4, struct.pack("<I", 1)),
        (4, struct.pack("<I", 3)),
        (4, struct.pack("<I", 4)),
        (8, struct.pack("<I", 8)),
        (8, struct.pack("<I", 65536)),
        (8, struct.pack("<I", 65537)),
        (12, b"\0\0\0\0"),
        (20, b"salt"),
        (50, b"nonce"),
        (80, b"wrapped"),
        (150, b"label"),
        (300, b"the room of the kind"),
        (420, b"the room of the kind"),
        (510, b"!"),
    ],
)
def test_a_forged_slot_opens_nothing(folder: Path, number: int, at: int, value: bytes) -> None:
    """Neither costs nor anything else of a slot can be changed by who has no key, checksum put right or not."""
    ways, head = whole(folder), head_of(folder)
    place = 64 + SLOT_BYTES * number + at
    if head[place : place + len(value)] == value:
        value = bytes(byte ^ 0x80 for byte in value)  # these are its bytes
    block = changed(head[:BLOCK_BYTES], place, value)
    (folder / HEAD).write_bytes(with_right_sum(block) * 2)
    assert [way.opens(folder) for way in ways.values()] == [None] * 4
    (folder / HEAD).write_bytes(with_right_sum(block) + head[BLOCK_BYTES:])
    assert [way.opens(folder) for way in ways.values()] == list(ways)


def test_the_last_way_stays(folder: Path) -> None:
    with hold_head(folder) as held, FIRST.unlock(folder) as keys:
        with pytest.raises(LastWayIn):
            change_slots(held, keys, remove=("0",))
        (coordinators,) = change_slots(held, keys, add=[fresh("coordinators").added()])
        with pytest.raises(LastWayIn):
            change_slots(held, keys, remove=("0",))
        with pytest.raises(LastWayIn):
            change_slots(held, keys, remove=("0", coordinators), helpers_suffice=True)
        assert keys.generation == 2
        change_slots(held, keys, remove=("0",), helpers_suffice=True)
        assert [slot.kind for slot in keys.slots] == ["coordinators"]
    with pytest.raises(NoSuchWay):
        unlock(folder, passphrase())


def test_a_slot_that_this_program_cannot_open_is_no_last_way(folder: Path) -> None:
    with hold_head(folder) as held, FIRST.unlock(folder) as keys:
        strange = bytes([9]) + os.urandom(SLOT_BYTES - 1)
        costly = changed(keys.header.slots[0], 8, struct.pack("<I", 2**31))
        vault_keys.put_back(held, keys, [keys.header.slots[0], strange, costly, *keys.header.slots[3:]])
        with pytest.raises(LastWayIn):
            change_slots(held, keys, remove=("0",))
    assert [slot.kind for slot in slots(folder)] == ["passphrase", "kind_9", "passphrase"]


def test_a_fresh_slot_that_does_not_open_is_never_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = head_of(folder)
    real = make_slot

    def broken(*args: object, **kwargs: object) -> bytes:
        raw = real(*args, **kwargs)  # type: ignore[arg-type]
        return changed(raw, 75, bytes([raw[75] ^ 1]))

    monkeypatch.setattr(vault_keys, "make_slot", broken)
    for kind in KINDS:
        with pytest.raises(RuntimeError, match="did not open"):
            add(folder, fresh(kind))
    with hold_head(folder) as held, FIRST.unlock(folder) as keys, pytest.raises(RuntimeError, match="did not open"):
        change_passphrase(held, keys, "0", passphrase("x"), fast=True)
    assert head_of(folder) == before


def test_an_old_header_opens_by_the_old_ways_alone(folder: Path) -> None:
    """As SECURITY.md says: who kept ``head`` and an old passphrase still gets the same key."""
    old = head_of(folder)
    new = fresh("passphrase")
    add(folder, new, remove=("0",))
    assert FIRST.opens(folder) is None
    with new.unlock(folder) as keys:
        key = bytes(keys.subkey("database").view())
    (folder / HEAD).write_bytes(old)
    assert new.opens(folder) is None
    with FIRST.unlock(folder) as keys:
        assert bytes(keys.subkey("database").view()) == key and keys.generation == 1


def test_one_old_copy_is_no_back_door(folder: Path) -> None:
    """Half of the header from before a change: who knows only the old way is refused, whichever kind it is."""
    ways, old = whole(folder), head_of(folder)
    for number, way in ways.items():
        (folder / HEAD).write_bytes(old)
        by = next(other for other in ways.values() if other is not way)
        with hold_head(folder) as held, by.unlock(folder) as keys:
            change_slots(held, keys, remove=(number,))
        new = head_of(folder)
        for mixed in (old[:BLOCK_BYTES] + new[BLOCK_BYTES:], new[:BLOCK_BYTES] + old[BLOCK_BYTES:]):
            (folder / HEAD).write_bytes(mixed)
            assert way.opens(folder) is None
            with by.unlock(folder) as keys:
                assert keys.damaged_copies == 1


SAME_TEXTS = [
    "йод, ёлка, ўсё, їжак",
    "École façade Ångström",
    "آب إلى أمس مؤمن",
    "й",
    "Ω Å ﬁ",  # singletons change under NFC, ligatures do not
]


@pytest.mark.parametrize("text", SAME_TEXTS)
@pytest.mark.parametrize("kind", KINDS[:2])
def test_composed_and_decomposed_passphrases_are_the_same(folder: Path, text: str, kind: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert composed != decomposed
    key_file = os.urandom(32) if kind == KINDS[1] else b""

    def held(form: str) -> Held:
        """As the window and the command line take it in: bytes, normalised by :class:`Secret`."""
        return Held(kind, passphrase=bytes(Secret.from_utf8(bytearray(form.encode())).view()), key_file=key_file)

    for made, typed in ((composed, decomposed), (decomposed, composed)):
        (slot,) = add(folder, held(made))
        assert held(typed).opens(folder) == slot and held(made).opens(folder) == slot
        assert bytes(Secret.from_passphrase(typed).view()) == held(made).passphrase
        with hold_head(folder) as lock, FIRST.unlock(folder) as keys:
            change_slots(lock, keys, remove=(slot,))


def test_failures_of_key_files_are_told_apart(folder: Path) -> None:
    way = fresh("passphrase_and_key_file")
    add(folder, way)
    right, wrong = Secret(way.key_file), Secret(os.urandom(32))
    with pytest.raises(WrongPassphrase) as plain:
        unlock(folder, Secret(way.passphrase))
    assert type(plain.value) is WrongPassphrase, "there is a passphrase without a key file as well"
    for secret, key_file in ((way.passphrase, wrong), (b"no", right), (b"no", wrong)):
        with pytest.raises(WrongPassphraseOrKeyFile):
            unlock(folder, Secret(secret), key_file=key_file)
    with unlock(folder, passphrase(), key_file=wrong) as keys:
        assert keys.opened_by == "0", "a passphrase without a key file opens whatever file is given"
    with hold_head(folder) as held, FIRST.unlock(folder) as keys:
        change_slots(held, keys, remove=("0",))
    for secret in (way.passphrase, b"no"):
        with pytest.raises(KeyFileNeeded):
            unlock(folder, Secret(secret))
    with hold_head(folder) as held, way.unlock(folder) as keys, pytest.raises(KeyFileNeeded):
        change_passphrase(held, keys, "1", passphrase("x"), fast=True)


def test_the_real_derivation_takes_the_key_file(tmp_path: Path) -> None:
    make_key_file(tmp_path / "key")
    create_header(tmp_path / "v", passphrase(), fast=True, key_file=read_key_file(tmp_path / "key")).close()
    unlock(tmp_path / "v", passphrase(), key_file=read_key_file(tmp_path / "key")).close()
    (tmp_path / "near").write_bytes((tmp_path / "key").read_bytes()[:-1] + b"!")
    for file in (tmp_path / "near", Path(__file__)):
        with pytest.raises(WrongPassphraseOrKeyFile):
            unlock(tmp_path / "v", passphrase(), key_file=read_key_file(file))


def test_what_can_be_a_key_file(tmp_path: Path) -> None:
    make_key_file(tmp_path / "made")
    assert (tmp_path / "made").stat().st_size == 64
    assert os.name != "posix" or (tmp_path / "made").stat().st_mode & 0o777 == 0o600
    with pytest.raises(DestinationExists):
        make_key_file(tmp_path / "made")
    for size in (1, 1024 * 1024):
        (tmp_path / "file").write_bytes(os.urandom(size))
        assert len(read_key_file(tmp_path / "file")) == 32
    for size in (0, 1024 * 1024 + 1):
        (tmp_path / "file").write_bytes(bytes(size))
        with pytest.raises(KeyFileUnusable):
            read_key_file(tmp_path / "file")
    paths = [tmp_path, tmp_path / "a\0b"]
    if os.name == "posix":
        os.mkfifo(tmp_path / "pipe")
        paths += [tmp_path / "pipe", Path("/dev/zero"), Path("/dev/null")]
    for path in paths:
        with pytest.raises(KeyFileUnusable):
            read_key_file(path)
    with pytest.raises(NotFound):
        read_key_file(tmp_path / "gone")


def test_a_header_of_other_kinds_alone_says_so_and_costs_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recovery = fresh("recovery")
    add(folder, recovery, remove=("0",))

    def must_not_run(*_: object, **__: object) -> Secret:
        raise AssertionError("a passphrase was tried")

    monkeypatch.setattr("legalaid_desktop.vault.key_slot.derive_key", must_not_run)
    with pytest.raises(NoSuchWay) as caught:
        unlock(folder, passphrase())
    assert caught.value.facts == {"kind": "passphrase"}
    assert fresh("recovery").opens(folder) is None and recovery.opens(folder) == "0"
    with pytest.raises(NoSuchWay):
        fresh("coordinators").unlock(folder)


@pytest.mark.parametrize("kind", [1, 2])
def test_costly_slots_of_either_kind_are_refused_for_every_way(
    folder: Path, kind: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recovery and coordinators cost nothing, and a header that stalls the passphrase is refused for them too."""

    def must_not_run(*_: object, **__: object) -> Secret:
        raise AssertionError("a passphrase was tried")

    ways, head = whole(folder), head_of(folder)
    costly = struct.pack("<BBBxII", kind, 1, 8, 16, 1024 * 1024)
    slots_ = b"".join(head[64 + SLOT_BYTES * n : 64 + SLOT_BYTES * (n + 1)] for n in range(4))
    slots_ += b"".join(costly + os.urandom(SLOT_BYTES - len(costly)) for _ in range(4))
    (folder / HEAD).write_bytes(with_right_sum(head[:64] + slots_ + head[64 + len(slots_) : BLOCK_BYTES]) * 2)
    monkeypatch.setattr("legalaid_desktop.vault.key_slot.derive_key", must_not_run)
    for way in ways.values():
        with pytest.raises(HeaderDamaged):
            way.unlock(folder)


def test_any_bytes_in_the_place_of_slots_give_one_of_our_errors(folder: Path) -> None:
    ways, head = whole(folder), head_of(folder)

    @settings(max_examples=rounds(60, 3000), deadline=None)
    @given(st.lists(st.binary(min_size=16, max_size=512), min_size=1, max_size=SLOTS))
    def attack(pieces: list[bytes]) -> None:
        block = head[:BLOCK_BYTES]
        for number, piece in enumerate(pieces):
            block = changed(block, 64 + SLOT_BYTES * number, piece)
        (folder / HEAD).write_bytes(with_right_sum(block) * 2)
        for way in ways.values():
            with pytest.raises(LegalAidError):
                way.unlock(folder)
        slots(folder)

    attack()
