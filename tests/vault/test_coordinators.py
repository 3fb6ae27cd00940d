"""Two coordinators, together or apart: one opens nothing, foreign and stale parts are refused in words."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legalaid_desktop.errors import (
    CoordinatorUnknown,
    LegalAidError,
    NoSuchWay,
    PartDoesNotFit,
    PartNotUnderstood,
    SecondCoordinatorNeeded,
)
from legalaid_desktop.vault.coordinators import (
    LONGEST_FILE,
    CoordinatorPart,
    part_bytes,
    read_part,
    read_request,
    request_bytes,
    request_of,
)
from legalaid_desktop.vault.head_lock import hold_head
from legalaid_desktop.vault.primitives import public_key, seal_to
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import change_slots, create_header, newest_header, unlock_with_parts
from tests.rounds import rounds
from tests.vault.vault_files import passphrase
from tests.vault.ways import Held, cheap_derivation, fresh, head_of

FIRST = Held("passphrase", passphrase=bytes(passphrase().view()))


@pytest.fixture(autouse=True)
def cheap() -> Iterator[None]:
    with cheap_derivation():
        yield


def vault(folder: Path, *ways: Held) -> Path:
    create_header(folder, passphrase(), fast=True).close()
    with hold_head(folder) as held, FIRST.unlock(folder) as keys:
        change_slots(held, keys, add=[way.added() for way in ways])
    return folder


def sent(folder: Path, sender: bytes, reader: bytes) -> bytes:
    request = read_request(request_bytes(request_of(newest_header(folder))))
    return part_bytes(request, [Secret(sender)], public_key(Secret(reader)))


def opened(folder: Path, scalars: Sequence[bytes], *files: bytes) -> str | None:
    keys = [Secret(scalar) for scalar in scalars]
    parts = [part for file in files for part in read_part(file, keys)]
    with unlock_with_parts(folder, keys, parts) as found:
        return found.opened_by


@pytest.fixture
def pair() -> Held:
    return fresh("coordinators")


@pytest.fixture
def folder(tmp_path: Path, pair: Held) -> Path:
    return vault(tmp_path / "v", pair)


def test_two_together_and_two_apart_open_in_any_order(folder: Path, pair: Held) -> None:
    one, two = pair.scalars
    stranger = os.urandom(32)
    assert opened(folder, [one, two]) == opened(folder, [two, stranger, one]) == "1"
    assert opened(folder, [one], sent(folder, two, one)) == "1"
    assert opened(folder, [two], sent(folder, one, two)) == "1"


def test_one_alone_opens_nothing_whatever_he_sends_himself(folder: Path, pair: Held) -> None:
    one, two = pair.scalars
    for scalars in ([one], [two], [one, one]):
        with pytest.raises(SecondCoordinatorNeeded):
            opened(folder, scalars)
    with pytest.raises(SecondCoordinatorNeeded):
        opened(folder, [one], sent(folder, one, one))
    with pytest.raises(CoordinatorUnknown):
        opened(folder, [os.urandom(32)])
    with pytest.raises(CoordinatorUnknown):
        sent(folder, os.urandom(32), one)
    with pytest.raises(PartDoesNotFit) as caught:
        opened(folder, [os.urandom(32)], sent(folder, two, one))
    assert caught.value.facts == {"kind": "reader"}


def test_parts_of_another_vault_are_refused_in_words(folder: Path, pair: Held, tmp_path: Path) -> None:
    """The same two coordinators look after two vaults, as they do in life."""
    other = vault(tmp_path / "other", pair)
    one, two = pair.scalars
    with pytest.raises(PartDoesNotFit) as caught:
        opened(folder, [one], sent(other, two, one))
    assert caught.value.facts == {"kind": "vault"}
    assert opened(folder, [one], sent(other, two, one), sent(folder, two, one)) == "1"


def test_parts_of_a_replaced_slot_are_refused_in_words(folder: Path, pair: Held) -> None:
    one, two = pair.scalars
    stale = sent(folder, two, one)
    with hold_head(folder) as held, FIRST.unlock(folder) as keys:
        change_slots(held, keys, remove=("1",), add=[pair.added()])
    with pytest.raises(PartDoesNotFit) as caught:
        opened(folder, [one], stale)
    assert caught.value.facts == {"kind": "way"}
    assert opened(folder, [one], sent(folder, two, one)) == "1"


def test_parts_of_two_slots_do_not_add_up(tmp_path: Path) -> None:
    """First part of one slot, second part of another: two people of two different pairs open nothing."""
    first, second = fresh("coordinators"), fresh("coordinators")
    folder = vault(tmp_path / "v", first, second)
    assert opened(folder, first.scalars) == "1" and opened(folder, second.scalars) == "2"
    for scalars in ((first.scalars[0], second.scalars[1]), (second.scalars[0], first.scalars[1])):
        with pytest.raises(SecondCoordinatorNeeded):
            opened(folder, scalars)
        with pytest.raises(SecondCoordinatorNeeded):
            opened(folder, scalars[:1], sent(folder, scalars[1], scalars[0]))
    # One person in both pairs sends both parts in one file, and it serves either.
    shared = Held("coordinators", scalars=(first.scalars[0], second.scalars[1]))
    with hold_head(folder) as held, FIRST.unlock(folder) as keys:
        change_slots(held, keys, add=[shared.added()])
    assert opened(folder, [second.scalars[1]], sent(folder, first.scalars[0], second.scalars[1])) == "3"


def test_a_part_under_a_false_flag_opens_nothing(folder: Path, pair: Held) -> None:
    """Whoever knows the request can make a part that looks right. It opens nothing, and says so."""
    one, _ = pair.scalars
    right = read_part(sent(folder, pair.scalars[1], one), [Secret(one)])[0]
    forged = CoordinatorPart(right.vault_id, right.slot_digest, right.number, Secret(os.urandom(24)))
    with pytest.raises(PartDoesNotFit):
        unlock_with_parts(folder, [Secret(one)], [forged])


def test_a_vault_without_coordinators_says_so(tmp_path: Path) -> None:
    create_header(tmp_path / "v", passphrase(), fast=True).close()
    with pytest.raises(NoSuchWay):
        opened(tmp_path / "v", [os.urandom(32), os.urandom(32)])
    with pytest.raises(NoSuchWay):
        request_of(newest_header(tmp_path / "v"))


def test_a_request_shows_nothing_that_the_header_does_not(folder: Path) -> None:
    head = head_of(folder)
    request = request_bytes(request_of(newest_header(folder)))
    body = request[25:-32]
    assert len(body) == 192 and body[:48] in head and body[48:] in head
    wrapped = head[64 + 512 + 72 : 64 + 512 + 120]
    assert wrapped not in request, "a request must not help anybody to guess"


def test_any_bit_of_request_or_part_is_refused(folder: Path, pair: Held) -> None:
    one, two = pair.scalars
    request, part = request_bytes(request_of(newest_header(folder))), sent(folder, two, one)
    assert len(request) < LONGEST_FILE and len(part) < LONGEST_FILE
    for at in range(len(request)):
        with pytest.raises(PartNotUnderstood):
            read_request(request[:at] + bytes([request[at] ^ 1 << at % 8]) + request[at + 1 :])
        with pytest.raises(PartNotUnderstood):
            read_request(request[:at])
    for at in range(len(part)):
        with pytest.raises((PartNotUnderstood, PartDoesNotFit)):
            read_part(part[:at] + bytes([part[at] ^ 1 << at % 8]) + part[at + 1 :], [Secret(one)])
        with pytest.raises((PartNotUnderstood, PartDoesNotFit)):
            read_part(part[:at], [Secret(one)])


@settings(max_examples=rounds(60, 5000), deadline=None)
@given(st.binary(max_size=400), st.binary(max_size=250))
def test_any_bytes_are_no_request_and_no_part(data: bytes, inner: bytes) -> None:
    scalar = Secret(bytes(range(32)))
    for read in (read_request, lambda data: read_part(data, [scalar])):
        for given_ in (data, b"LGLDASK\x01" + data, b"LGLDPRT\x01" + data):
            with pytest.raises((PartNotUnderstood, PartDoesNotFit)):
                read(given_)
    try:
        read_part(b"LGLDPRT\x01" + seal_to(public_key(scalar), bytearray(inner)), [scalar])
    except LegalAidError as error:
        assert isinstance(error, PartNotUnderstood)
    else:
        assert len(inner) % 73 == 0 and inner


def test_a_point_of_low_order_is_no_key_to_seal_to() -> None:
    for point in (bytes(32), b"\1" + bytes(31)):
        with pytest.raises(ValueError, match="no key"):
            seal_to(point, bytearray(24))
