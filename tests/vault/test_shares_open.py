"""Recovery parts against a real header: they open exactly when they should."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from shamir_mnemonic.wordlist import WORDLIST

from legalaid_desktop.errors import (
    LegalAidError,
    RecoveryDoesNotFit,
    ShareNotUnderstood,
    SharesDamaged,
    SharesMixed,
    SharesNotEnough,
    SharesRepeated,
)
from legalaid_desktop.host.wording import LANGUAGES
from legalaid_desktop.services.error_words import explain
from legalaid_desktop.vault.head_lock import hold_head
from legalaid_desktop.vault.recovery_shares import Share, join, read_share, split
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.slot_ways import RecoveryWay
from legalaid_desktop.vault.unlock import Added, change_slots, create_header, unlock, unlock_with_recovery
from tests.rounds import rounds
from tests.vault.vault_files import passphrase
from tests.vault.ways import cheap_derivation

SECRET = bytes(range(16))


def vault(folder: Path, secret: bytes = SECRET, *, needed: int = 2, shares: int = 3) -> tuple[Share, ...]:
    parts = split(Secret(secret), needed=needed, shares=shares)
    with cheap_derivation():
        create_header(folder, passphrase(), fast=True).close()
        with hold_head(folder) as held, unlock(folder, passphrase()) as keys:
            way = RecoveryWay(Secret(secret), parts[0].set_number, needed, shares)
            change_slots(held, keys, add=[Added(way)])
    return parts


def opens(folder: Path, parts: Sequence[Share]) -> bool:
    try:
        with join(parts) as secret:
            unlock_with_recovery(folder, secret).close()
    except (SharesNotEnough, RecoveryDoesNotFit, SharesMixed):
        return False
    return True


@pytest.mark.parametrize(("needed", "shares"), [(2, 2), (2, 3), (3, 3), (2, 5), (3, 5), (5, 5), (4, 7)])
def test_every_subset_opens_exactly_when_it_is_large_enough(tmp_path: Path, needed: int, shares: int) -> None:
    parts = vault(tmp_path / "v", needed=needed, shares=shares)
    tried = 0
    for size in range(1, shares + 1):
        for subset in itertools.combinations(parts, size):
            mixed = list(subset)
            random.Random(tried).shuffle(mixed)
            read = [read_share(" ".join(part.words)) for part in mixed]
            assert opens(tmp_path / "v", read) is (size >= needed)
            tried += 1
    assert tried == 2**shares - 1
    with pytest.raises(SharesRepeated):
        join([parts[0]] * needed)


def mistyped(source: random.Random, words: Sequence[str]) -> list[str]:
    """What goes wrong when words are read out and typed: letters, words, order, count."""
    words = list(words)
    at = source.randrange(len(words))
    match source.randrange(6):
        case 0:
            words[at] = source.choice(WORDLIST)
        case 1:
            letters = list(words[at])
            letters[source.randrange(len(letters))] = source.choice("abcdefghijklmnopqrstuvwxyz")
            words[at] = "".join(letters)
        case 2:
            other = source.randrange(len(words))
            words[at], words[other] = words[other], words[at]
        case 3:
            del words[at]
        case 4:
            words.insert(at, source.choice(words))
        case _:
            for _ in range(source.randrange(2, 6)):
                words[source.randrange(len(words))] = source.choice(WORDLIST)
    return words


@pytest.mark.soak
def test_typing_errors_are_never_taken(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    parts = vault(tmp_path / "v")
    source = random.Random(11)
    told: dict[str, int] = {}
    wanted, taken, same = rounds(100, 1000), 0, 0
    while sum(told.values()) < wanted:
        part = source.choice(parts)
        words = mistyped(source, part.words)
        try:
            read = read_share(" ".join(words))
        except ShareNotUnderstood as error:
            kind = str(error.facts["kind"])
            told[kind] = told.get(kind, 0) + 1
            continue
        # Only the very words of the sheet may be read: a letter behind the first four is not looked at.
        assert read.words == part.words, words
        same += 1
        taken += read.words != part.words
    with capfd.disabled():
        print(f"\n{wanted} typing errors: {taken} taken, told as {told}; {same} that leave the word as it is")
    assert taken == 0


@pytest.mark.soak
def test_parts_of_two_vaults_are_never_taken_and_said_in_words(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    here, there = vault(tmp_path / "here"), vault(tmp_path / "there", bytes(range(1, 17)))
    refused = 0
    for one, other in itertools.product(here, there):
        for mixed in ([one, other], [other, one], [one, other, here[0]], [one, other, there[0]]):
            with pytest.raises(SharesMixed) as caught:
                join(mixed)
            for lang in LANGUAGES:
                message, _ = explain(caught.value, lang)
                assert f"{here[0].set_number:05d}" in message and f"{there[0].set_number:05d}" in message
            refused += 1
    for pair in itertools.combinations(there, 2):
        assert not opens(tmp_path / "here", pair), "a whole set of another vault"
        refused += 1
    # The same number by chance, as in one of 32,768 sets: the words fit nothing, or they open nothing.
    for seed in range(rounds(30, 300)):
        twin = _same_number(here[0].set_number, seed)
        for mixed in ([here[0], twin[1]], [twin[0], here[2]], list(twin[:2])):
            try:
                with join(mixed) as secret, pytest.raises(RecoveryDoesNotFit):
                    unlock_with_recovery(tmp_path / "here", secret)
            except (SharesDamaged, SharesMixed):
                pass
            refused += 1
    with capfd.disabled():
        print(f"\nparts of two vaults: {refused} choices, 0 taken")


def _same_number(number: int, seed: int) -> tuple[Share, ...]:
    """Parts of another secret whose set has this number."""
    from unittest import mock

    with mock.patch("shamir_mnemonic.shamir._random_identifier", lambda: number):
        secret = random.Random(seed).randbytes(16)
        parts = split(Secret(secret), needed=2, shares=3)
    assert {part.set_number for part in parts} == {number}
    return parts


def test_a_longer_secret_of_another_program_is_refused_in_words(tmp_path: Path) -> None:
    vault(tmp_path / "v")
    parts = split(Secret(bytes(32)), needed=2, shares=3)
    with join(parts[:2]) as secret, pytest.raises(LegalAidError):
        unlock_with_recovery(tmp_path / "v", secret)
