"""Keys that sign law packs: only under their passphrase, only their own signatures, nothing changed in their file."""

from __future__ import annotations

import pytest

from legalaid_desktop.errors import LegalAidError, PackKeyUnusable, WrongPassphrase
from legalaid_desktop.vault.pack_signing import (
    NewSigningKey,
    new_signing_key,
    open_signing_key,
    public_in,
    public_of,
    sign,
    verifies,
)
from legalaid_desktop.vault.secret import Secret

MESSAGE = b'{"format":"legalaid law pack 1"}\n'


@pytest.fixture(scope="module")
def key() -> NewSigningKey:
    return new_signing_key(Secret(b"the phrase"), fast=True)


def test_a_signature_holds_for_its_message_and_its_key_alone(key: NewSigningKey) -> None:
    with open_signing_key(key.file, Secret(b"the phrase")) as seed:
        assert public_of(seed) == key.public == public_in(key.file)
        signature = sign(seed, MESSAGE)
    assert verifies(key.public, MESSAGE, signature)
    for at in range(64):
        assert not verifies(key.public, MESSAGE, signature[:at] + bytes([signature[at] ^ 1]) + signature[at + 1 :])
    assert not verifies(key.public, MESSAGE + b" ", signature)
    assert not verifies(public_of(Secret(bytes(32))), MESSAGE, signature)
    assert not verifies(key.public[:31], MESSAGE, signature)
    assert not verifies(key.public, MESSAGE, signature[:63])


def test_keys_of_low_order_and_second_forms_are_refused(key: NewSigningKey) -> None:
    """With the neutral point as key, one signature would hold for every message."""
    neutral = b"\x01" + bytes(31)
    assert not verifies(neutral, MESSAGE, neutral + bytes(32))
    order = 2**252 + 27742317777372353535851937790883648493
    with open_signing_key(key.file, Secret(b"the phrase")) as seed:
        signature = sign(seed, MESSAGE)
    second = (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")
    assert not verifies(key.public, MESSAGE, signature[:32] + second)


def test_vectors_of_the_standard() -> None:
    """RFC 8032, 7.1, the first and the third test."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    assert public_of(Secret(seed)).hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert sign(Secret(seed), b"").hex().startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155")
    seed = bytes.fromhex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")
    assert sign(Secret(seed), bytes.fromhex("af82")).hex().startswith("6291d657deec24024827e69c3abe01a3")


def test_another_passphrase_opens_nothing(key: NewSigningKey) -> None:
    with pytest.raises(WrongPassphrase):
        open_signing_key(key.file, Secret(b"another phrase"))


def test_whatever_is_changed_in_the_file_is_noticed(key: NewSigningKey) -> None:
    seen = set()
    places = {line: key.file.index(line) for line in (b"pack key", b"public:", b"argon2id")}
    for at in (*places.values(), len(b"# legalaid pack key 1\n# public: ") + 3, len(key.file) - 70, len(key.file) - 2):
        other = b"0" if key.file[at : at + 1] != b"0" else b"1"
        with pytest.raises(LegalAidError) as caught:
            open_signing_key(key.file[:at] + other + key.file[at + 1 :], Secret(b"the phrase"))
        seen.add(type(caught.value))
    assert seen == {PackKeyUnusable, WrongPassphrase}


def test_costs_of_a_stranger_do_not_stall_the_computer(key: NewSigningKey) -> None:
    for costs in (b"argon2id 99999999 3 1 ", b"argon2id 65536 999 1 ", b"argon2id 8 1 1 "):
        changed = key.file.replace(b"argon2id 65536 3 1 ", costs)
        assert changed != key.file
        with pytest.raises(PackKeyUnusable):
            open_signing_key(changed, Secret(b"the phrase"))


@pytest.mark.parametrize("data", [b"", b"AGE-SECRET-KEY-1XYZ", b"# legalaid pack key 1\n", b"\0" * 300])
def test_other_files_are_no_keys(data: bytes) -> None:
    with pytest.raises(PackKeyUnusable):
        public_in(data)


def test_the_file_survives_a_mail(key: NewSigningKey) -> None:
    with open_signing_key(key.file.replace(b"\n", b"\r\n"), Secret(b"the phrase")) as seed:
        assert public_of(seed) == key.public


def test_the_seed_stands_nowhere_in_the_file(key: NewSigningKey) -> None:
    with open_signing_key(key.file, Secret(b"the phrase")) as seed:
        assert bytes(seed.view()).hex().encode() not in key.file
