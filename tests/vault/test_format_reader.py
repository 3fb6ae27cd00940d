"""A second reader, written from docs/vault-format.md alone, opens what the program makes, in each way there is."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.identity import new_identity
from legalaid_desktop.services.key_slots import RecoverySet, make_key_file, write_part, write_part_request
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import unlock, unlock_with_parts, unlock_with_recovery
from tests.services.vaults import new_vault
from tests.vault import format_reader as reader
from tests.vault.vault_files import PASSPHRASE, new_head, passphrase

FOLDER = Path(__file__).parent / "vectors"
LABELS = ("database", "identity", "journal", "record hashes")
VAULT_PASSPHRASE = "пробная фраза"
WITH_KEY_FILE = "фраза при ключе"


def vector(name: str) -> tuple[bytes, dict[str, Any]]:
    return (FOLDER / f"{name}.head").read_bytes(), json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def test_the_reader_knows_nothing_of_the_program() -> None:
    tree = ast.parse(Path(reader.__file__).read_text("utf-8"))
    names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert not {name for name in names if name.startswith(("legalaid", "tests"))}


def test_it_opens_a_plain_header_and_finds_the_same_keys(tmp_path: Path) -> None:
    opened = reader.open_head(new_head(tmp_path / "v"), reader.by_passphrase(PASSPHRASE))
    with unlock(tmp_path / "v", passphrase()) as keys:
        assert (opened.generation, opened.vault_id.hex()) == (keys.generation, keys.vault_id)
        for label in LABELS:
            key = opened.vault_key if label in ("database", "identity") else opened.records_key
            assert reader.subkey(key, label) == keys.subkey(label).view()


@dataclass
class Everything:
    """A vault with every kind of slot, closed, and all that opens it."""

    folder: Path
    key_file: bytes
    sheets: RecoverySet
    identities: tuple[str, str]
    part: bytes
    marker: str
    keys: dict[str, bytes]
    slots: tuple[Any, ...]


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    base = tmp_path_factory.mktemp("kinds")
    briefcase: Briefcase = new_vault(base / "v")
    make_key_file(base / "key")
    recipients = [new_identity(base / name).recipient for name in ("one", "two")]
    with briefcase:
        slots = briefcase.key_slots
        slots.add_passphrase(Secret.from_passphrase(WITH_KEY_FILE), key_file=base / "key", label="флешка", fast=True)
        sheets = slots.make_recovery(label="листы")
        slots.add_coordinators((recipients[0], recipients[1]), label="двое")
        keys = {label: bytes(briefcase.keys.subkey(label).view()) for label in LABELS}
        shown = slots.all()
        marker = briefcase.vault.db.rows("SELECT vault_id FROM vault_state")[0][0]
    write_part_request(base / "v", base / "request")
    write_part(base / "request", base / "two", recipients[0], base / "part")
    texts = [
        next(line for line in (base / name).read_text("ascii").splitlines() if line.startswith("AGE-"))
        for name in ("one", "two")
    ]
    yield Everything(
        base / "v",
        (base / "key").read_bytes(),
        sheets,
        (texts[0], texts[1]),
        (base / "part").read_bytes(),
        marker,
        keys,
        shown,
    )


WAYS: dict[str, Callable[[Everything], reader.Wrapping]] = {
    "passphrase": lambda all_: reader.by_passphrase(VAULT_PASSPHRASE),
    "passphrase_and_key_file": lambda all_: reader.by_passphrase(WITH_KEY_FILE, all_.key_file),
    "recovery": lambda all_: reader.by_recovery_words([" ".join(share.words) for share in all_.sheets.shares[1:]]),
    "coordinators": lambda all_: reader.by_coordinators(all_.identities),
    "coordinators apart": lambda all_: reader.by_coordinators(all_.identities[:1], all_.part),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_opens_the_vault_in_each_way_and_reads_the_database(everything: Everything, way: str) -> None:
    opened = reader.open_head((everything.folder / "head").read_bytes(), WAYS[way](everything))
    for label in LABELS:
        key = opened.vault_key if label in ("database", "identity") else opened.records_key
        assert reader.subkey(key, label) == everything.keys[label]
    assert [slot.label for slot in opened.slots] == ["", "флешка", "листы", "двое"]
    assert [slot.kind for slot in opened.slots] == [1, 2, 3, 4]
    assert [slot.made for slot in opened.slots] == [int(slot.created_at.timestamp()) for slot in everything.slots]
    assert opened.slots[2].details == (everything.sheets.set_number, 2, 3)
    assert opened.slots[3].details == tuple(reader.public(identity) for identity in everything.identities)
    connection = reader.open_database(everything.folder, opened)
    try:
        ((vault_id,),) = connection.execute("SELECT vault_id FROM vault_state").fetchall()
        assert vault_id == everything.marker == opened.vault_id.hex()
        assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
    finally:
        connection.close()


def test_it_does_not_open_with_half_of_what_is_needed(everything: Everything) -> None:
    head = (everything.folder / "head").read_bytes()
    one, two = everything.identities
    for wrapping in (
        reader.by_passphrase(WITH_KEY_FILE),
        reader.by_passphrase(VAULT_PASSPHRASE, everything.key_file),
        reader.by_passphrase(WITH_KEY_FILE, everything.key_file[:-1]),
        reader.by_coordinators([one]),
        reader.by_coordinators([two]),
        reader.by_coordinators([two], everything.part),
    ):
        with pytest.raises(reader.Closed):
            reader.open_head(head, wrapping)


def test_the_first_published_header_opens_in_both(tmp_path: Path) -> None:
    head, expected = vector("version_1")
    opened = reader.open_head(head, reader.by_passphrase(expected["passphrase"]))
    assert opened.vault_key.hex() == expected["vault_key"] and opened.records_key.hex() == expected["records_key"]
    (shown,) = opened.slots
    assert shown.label == expected["label"]
    (tmp_path / "head").write_bytes(head)
    with unlock(tmp_path, Secret.from_passphrase(expected["passphrase"])) as keys:
        assert (keys.vault_id, keys.generation) == (expected["vault_id"], expected["generation"])
        (slot,) = keys.slots
        assert (slot.label, slot.created_at.isoformat()) == (expected["label"], expected["created_at"])
        assert slot.created_at.timestamp() == shown.made
        for label in LABELS:
            assert bytes(keys.subkey(label).view()).hex() == expected[label]


def test_the_published_header_with_every_kind_opens_in_both_and_in_each_way(tmp_path: Path) -> None:
    head, expected = vector("version_1_all_kinds")
    (tmp_path / "head").write_bytes(head)
    key_file = bytes.fromhex(expected["key_file"])
    identities = [one["identity"] for one in expected["coordinators"]]
    part = bytes.fromhex(expected["part_of_second_for_first"])
    words = expected["recovery"]["words"]
    for number, wrapping in (
        (0, reader.by_passphrase(expected["passphrase"])),
        (1, reader.by_passphrase(expected["key_file_passphrase"], key_file)),
        *((2, reader.by_recovery_words(pair)) for pair in (words[:2], words[1:], words[::2])),
        (3, reader.by_coordinators(identities)),
        (3, reader.by_coordinators(identities[:1], part)),
    ):
        opened = reader.open_head(head, wrapping)
        assert opened.opened_by == number
        assert opened.vault_key.hex() == expected["vault_key"] and opened.records_key.hex() == expected["records_key"]
    _opens_in_the_program(tmp_path, expected)


def _opens_in_the_program(folder: Path, expected: dict[str, Any]) -> None:
    from legalaid_desktop.vault.coordinators import read_part, read_request, request_bytes, request_of
    from legalaid_desktop.vault.key_file import read_key_file
    from legalaid_desktop.vault.recovery_shares import join, read_share
    from legalaid_desktop.vault.unlock import newest_header

    (folder / "key").write_bytes(bytes.fromhex(expected["key_file"]))
    scalars = [Secret(reader.scalar(one["identity"])) for one in expected["coordinators"]]
    sent = read_part(bytes.fromhex(expected["part_of_second_for_first"]), scalars[:1])
    shares = [read_share(words) for words in expected["recovery"]["words"]]
    assert {share.set_number for share in shares} == {expected["recovery"]["set_number"]}
    for keys in (
        unlock(folder, Secret.from_passphrase(expected["passphrase"])),
        unlock(folder, Secret.from_passphrase(expected["key_file_passphrase"]), key_file=read_key_file(folder / "key")),
        unlock_with_recovery(folder, join(shares[:2])),
        unlock_with_parts(folder, scalars),
        unlock_with_parts(folder, scalars[:1], sent),
    ):
        with keys:
            assert (keys.vault_id, keys.generation) == (expected["vault_id"], expected["generation"])
            for label in LABELS:
                assert bytes(keys.subkey(label).view()).hex() == expected[label]
            shown = [(s.id, s.kind, s.label, s.created_at.isoformat()) for s in keys.slots]
            assert shown == [tuple(slot.values()) for slot in expected["slots"]]
            assert (keys.slots[2].set_number, keys.slots[2].needed, keys.slots[2].shares) == (
                expected["recovery"]["set_number"],
                2,
                3,
            )
            assert keys.slots[3].holders == tuple(one["recipient"] for one in expected["coordinators"])
    request = request_bytes(request_of(newest_header(folder)))
    assert request.hex() == expected["request"]
    assert request_bytes(read_request(request)) == request


def test_vectors_are_there() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == ["version_1", "version_1_all_kinds"]
