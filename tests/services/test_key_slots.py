"""Ways into an open vault, as the window and the command line change them: header, database and journal together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from legalaid_desktop.errors import (
    CoordinatorUnknown,
    DiskFull,
    KeyFileNeeded,
    KeyFileUnusable,
    LastWayIn,
    LegalAidError,
    NotFound,
    RecoveryDoesNotFit,
    SharesMixed,
    SharesNotEnough,
    WrongPassphrase,
    WrongUse,
)
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.identity import new_identity
from legalaid_desktop.services.key_slots import (
    RecoverySet,
    make_key_file,
    open_with_coordinators,
    open_with_recovery,
    set_passphrase_after_recovery,
    shown_slots,
    write_part,
    write_part_request,
)
from legalaid_desktop.services.opening import create_briefcase, open_briefcase
from legalaid_desktop.services.vault_health import check_vault
from legalaid_desktop.storage.vault_state import read_state
from legalaid_desktop.vault.recovery_shares import Share
from legalaid_desktop.vault.secret import Secret
from tests.services.vaults import CLOCK, new_vault, opened, passphrase


def phrase(text: str) -> Secret:
    return Secret.from_passphrase(text)


def fingerprint(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def last_entry(briefcase: Briefcase) -> tuple[str, str, str | None]:
    (entry,) = briefcase.journal.entries(newest=1)
    return entry.action, entry.kind, entry.record


def no_generation_lost(briefcase: Briefcase) -> None:
    assert read_state(briefcase.vault.db).generation == briefcase.keys.generation
    assert briefcase.journal.problems() == ()


def test_a_second_passphrase_comes_and_goes(vault: Briefcase) -> None:
    folder = vault.folder
    made = vault.key_slots.add_passphrase(phrase("вторая"), label="заместитель", fast=True)
    assert (made.id, made.kind, made.label) == ("1", "passphrase", "заместитель")
    assert last_entry(vault) == ("added", "key_slot", "1")
    no_generation_lost(vault)
    vault.key_slots.change_passphrase("1", phrase("третья"), fast=True)
    assert last_entry(vault) == ("changed", "key_slot", "1")
    assert [slot.label for slot in vault.key_slots.all()] == ["", "заместитель"]
    vault.close()
    with pytest.raises(WrongPassphrase):
        open_briefcase(folder, phrase("вторая"), clock=CLOCK)
    with open_briefcase(folder, phrase("третья"), clock=CLOCK) as again:
        assert again.key_slots.opened_by == "1"
        again.key_slots.remove("0")
        assert last_entry(again) == ("removed", "key_slot", "0")
        with pytest.raises(LastWayIn):
            again.key_slots.remove("1")
        no_generation_lost(again)
    with pytest.raises(WrongPassphrase):
        opened(folder)
    assert check_vault(folder, phrase("третья"), clock=CLOCK).ok


def test_what_is_refused_leaves_no_trace(vault: Briefcase) -> None:
    head = (vault.folder / "head").read_bytes()
    entries = len(vault.journal.entries())
    for attempt in (
        lambda: vault.key_slots.remove("0"),
        lambda: vault.key_slots.remove("5"),
        lambda: vault.key_slots.change_passphrase("5", phrase("x"), fast=True),
        lambda: vault.key_slots.add_passphrase(phrase(""), fast=True),
        lambda: vault.key_slots.add_passphrase(phrase("x"), key_file=vault.folder / "none", fast=True),
        lambda: vault.key_slots.make_recovery(needed=1, shares=3),
        lambda: vault.key_slots.make_recovery(needed=4, shares=3),
        lambda: vault.key_slots.reissue_recovery(slot_id="0"),
        lambda: vault.key_slots.add_coordinators(("age1no", "age1no")),
    ):
        with pytest.raises(LegalAidError):
            attempt()
    assert (vault.folder / "head").read_bytes() == head and len(vault.journal.entries()) == entries
    no_generation_lost(vault)


def test_a_key_file_is_needed_and_remembered_while_open(tmp_path: Path) -> None:
    key = tmp_path / "stick" / "key"
    key.parent.mkdir()
    make_key_file(key)
    with new_vault(tmp_path / "v") as briefcase:
        assert briefcase.key_file is None
        briefcase.key_slots.add_passphrase(phrase("при ключе"), key_file=key, fast=True)
        briefcase.key_slots.remove("0")
    with pytest.raises(KeyFileNeeded):
        open_briefcase(tmp_path / "v", phrase("при ключе"), clock=CLOCK)
    with open_briefcase(tmp_path / "v", phrase("при ключе"), clock=CLOCK, key_file=key) as briefcase:
        assert briefcase.key_file == key
        with pytest.raises(KeyFileNeeded):
            briefcase.key_slots.change_passphrase("1", phrase("новая"), fast=True)
        briefcase.key_slots.change_passphrase("1", phrase("новая"), key_file=key, fast=True)
    assert check_vault(tmp_path / "v", phrase("новая"), clock=CLOCK, key_file=key).ok
    key.unlink()
    with pytest.raises(NotFound):
        open_briefcase(tmp_path / "v", phrase("новая"), clock=CLOCK, key_file=key)


def test_a_vault_can_begin_with_a_key_file(tmp_path: Path) -> None:
    make_key_file(tmp_path / "key")
    create_briefcase(tmp_path / "v", passphrase(), clock=CLOCK, fast_kdf=True, key_file=tmp_path / "key").close()
    assert [slot.kind for slot in shown_slots(tmp_path / "v")] == ["passphrase_and_key_file"]
    with pytest.raises(KeyFileNeeded):
        opened(tmp_path / "v")
    open_briefcase(tmp_path / "v", passphrase(), clock=CLOCK, key_file=tmp_path / "key").close()


def test_recovery_sheets_open_when_the_passphrase_is_forgotten(tmp_path: Path) -> None:
    with new_vault(tmp_path / "v") as briefcase:
        sheets = briefcase.key_slots.make_recovery(label="листы")
        assert (sheets.needed, len(sheets.shares), sheets.slot.set_number) == (2, 3, sheets.set_number)
        assert last_entry(briefcase) == ("added", "key_slot", "1")
    with open_with_recovery(tmp_path / "v", sheets.shares[::2], clock=CLOCK) as briefcase:
        assert briefcase.key_slots.opened_by == "1"
        made = set_passphrase_after_recovery(briefcase, phrase("вспомнил"), fast=True)
        assert made.id == "0", "the forgotten one goes in the same moment"
        no_generation_lost(briefcase)
    with pytest.raises(WrongPassphrase):
        opened(tmp_path / "v")
    open_briefcase(tmp_path / "v", phrase("вспомнил"), clock=CLOCK).close()
    open_with_recovery(tmp_path / "v", sheets.shares[1:], clock=CLOCK).close()


def test_somebody_elses_passphrase_is_not_taken_away_by_recovery(tmp_path: Path) -> None:
    with new_vault(tmp_path / "v") as briefcase:
        sheets = briefcase.key_slots.make_recovery()
        briefcase.key_slots.add_passphrase(phrase("другого человека"), fast=True)
    with open_with_recovery(tmp_path / "v", sheets.shares, clock=CLOCK) as briefcase:
        set_passphrase_after_recovery(briefcase, phrase("новая"), fast=True)
        assert [slot.kind for slot in briefcase.key_slots.all()].count("passphrase") == 3
        made = set_passphrase_after_recovery(briefcase, phrase("ещё"), replaces=("0", "3"), fast=True)
        assert [slot.id for slot in briefcase.key_slots.all()] == ["0", "1", "2"] and made.id == "0"
    open_briefcase(tmp_path / "v", phrase("другого человека"), clock=CLOCK).close()
    for gone in (passphrase(), phrase("новая")):
        with pytest.raises(WrongPassphrase):
            open_briefcase(tmp_path / "v", gone, clock=CLOCK)


def test_a_rehearsal_changes_nothing(vault: Briefcase) -> None:
    first = vault.key_slots.make_recovery()
    vault.checkpoint()
    before, generation = fingerprint(vault.folder), vault.keys.generation
    found = vault.key_slots.rehearse(first.shares[:2])
    assert (found.ok, found.set_number, found.current) == (True, first.set_number, True)
    with pytest.raises(SharesNotEnough):
        vault.key_slots.rehearse(first.shares[:1])
    assert fingerprint(vault.folder) == before and vault.keys.generation == generation


def test_a_new_set_takes_the_old_ones_place(tmp_path: Path) -> None:
    with new_vault(tmp_path / "v") as briefcase:
        old = briefcase.key_slots.make_recovery()
        new = briefcase.key_slots.reissue_recovery(needed=3, shares=5)
        assert [slot.kind for slot in briefcase.key_slots.all()] == ["passphrase", "recovery"]
        assert last_entry(briefcase) == ("changed", "key_slot", "1") and briefcase.keys.generation == 3
        stale = briefcase.key_slots.rehearse(old.shares)
        assert (stale.ok, stale.current, stale.set_number) == (False, False, old.set_number)
        assert briefcase.key_slots.rehearse(new.shares[2:]).ok
    with pytest.raises(RecoveryDoesNotFit) as caught:
        open_with_recovery(tmp_path / "v", old.shares, clock=CLOCK)
    assert caught.value.facts == {"set_number": f"{old.set_number:05d}"}
    with pytest.raises(SharesMixed):
        open_with_recovery(tmp_path / "v", [old.shares[0], new.shares[1], new.shares[2]], clock=CLOCK)
    open_with_recovery(tmp_path / "v", new.shares[1:4], clock=CLOCK).close()


def test_a_set_whose_sheets_cannot_be_kept_does_not_come_into_force(vault: Briefcase) -> None:
    old = vault.key_slots.make_recovery()
    head = (vault.folder / "head").read_bytes()
    given: list[Share] = []

    def full(shares: tuple[Share, ...]) -> None:
        given.extend(shares)
        raise DiskFull(path="stick")

    with pytest.raises(DiskFull):
        vault.key_slots.reissue_recovery(keep=full)
    assert (vault.folder / "head").read_bytes() == head
    assert vault.key_slots.rehearse(old.shares).ok and not vault.key_slots.rehearse(given).ok
    no_generation_lost(vault)


def test_when_the_database_cannot_note_a_change_the_header_goes_back(
    vault: Briefcase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk at the very end: told as a failure, so nothing may have changed."""
    sheets = vault.key_slots.make_recovery()
    from legalaid_desktop.services import ways_in

    def full(*_: object, **__: object) -> None:
        raise DiskFull(path="data")

    for attempt in (
        lambda: vault.key_slots.change_passphrase("0", phrase("новая"), fast=True),
        lambda: vault.key_slots.reissue_recovery(),
        lambda: vault.key_slots.remove("1"),
        lambda: vault.key_slots.add_passphrase(phrase("новая"), fast=True),
    ):
        shown = vault.key_slots.all()
        with monkeypatch.context() as patched:
            patched.setattr(ways_in, "adopt", full)
            with pytest.raises(DiskFull):
                attempt()
        assert vault.key_slots.all() == shown
        assert vault.key_slots.rehearse(sheets.shares).ok
    folder = vault.folder
    vault.close()
    with pytest.raises(WrongPassphrase):
        open_briefcase(folder, phrase("новая"), clock=CLOCK)
    with opened(folder) as again:
        assert not again.header_is_older
        no_generation_lost(again)
        again.key_slots.change_passphrase("0", phrase("новая"), fast=True)


def test_a_change_that_was_not_noted_is_noted_at_the_next_opening(vault: Briefcase) -> None:
    """Killed between header and database: the header counts, the journal says that it changed."""
    from legalaid_desktop.vault.vault_keys import change_passphrase

    folder = vault.folder
    change_passphrase(vault.lock, vault.keys, "0", phrase("новая"), fast=True)
    vault.close()
    with open_briefcase(folder, phrase("новая"), clock=CLOCK) as again:
        assert last_entry(again) == ("changed", "header", None)
        no_generation_lost(again)


def test_a_change_made_over_an_older_header_is_the_newest(vault: Briefcase) -> None:
    folder = vault.folder
    old = (folder / "head").read_bytes()
    for number in range(3):
        vault.key_slots.change_passphrase("0", phrase(f"фраза {number}"), fast=True)
    vault.close()
    (folder / "head").write_bytes(old)
    with opened(folder) as again:
        assert again.header_is_older
        again.key_slots.add_passphrase(phrase("после"), fast=True)
        assert again.keys.generation == 5
    with open_briefcase(folder, phrase("после"), clock=CLOCK) as again:
        assert not again.header_is_older
        no_generation_lost(again)


class Office:
    """A vault with two coordinators, and a stranger."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.folder = base / "v"
        self.recipients = [new_identity(base / name).recipient for name in ("one", "two", "stranger")]
        with new_vault(self.folder) as briefcase:
            made = briefcase.key_slots.add_coordinators((self.recipients[0], self.recipients[1]), label="двое")
            assert made.holders == (self.recipients[0], self.recipients[1])

    def file(self, name: str) -> Path:
        return self.base / name


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_two_coordinators_open_at_one_computer_or_apart(office: Office) -> None:
    assert [slot.kind for slot in shown_slots(office.folder)] == ["passphrase", "coordinators"], "always to be seen"
    with open_with_coordinators(office.folder, [office.file("two"), office.file("one")], clock=CLOCK) as briefcase:
        assert briefcase.key_slots.opened_by == "1"
    write_part_request(office.folder, office.file("request"))
    for source, name in ((office.file("request"), "a"), (office.folder, "b")):
        write_part(source, office.file("two"), office.recipients[0], office.file(name))
        parts = [office.file(name)]
        with open_with_coordinators(office.folder, [office.file("one")], clock=CLOCK, parts=parts) as briefcase:
            set_passphrase_after_recovery(briefcase, phrase(name), fast=True)
        open_briefcase(office.folder, phrase(name), clock=CLOCK).close()
    with pytest.raises(CoordinatorUnknown):
        open_with_coordinators(office.folder, [office.file("stranger")], clock=CLOCK)


def test_coordinators_are_two_people_and_not_the_vault_itself(office: Office) -> None:
    one, two, _ = office.recipients
    with opened(office.folder) as briefcase:
        own = briefcase.backups.own_identity().recipient
        for pair in ((one, one), (one, own), (own, two), (one, "age1"), ("", "")):
            with pytest.raises(WrongUse):
                briefcase.key_slots.add_coordinators(pair)
        with pytest.raises(LastWayIn):
            briefcase.key_slots.remove("0")
        briefcase.key_slots.remove("0", helpers_suffice=True)
    with open_with_coordinators(office.folder, [office.file("one"), office.file("two")], clock=CLOCK) as briefcase:
        set_passphrase_after_recovery(briefcase, passphrase(), fast=True)
    opened(office.folder).close()


def test_a_passphrase_shows_what_is_sealed(office: Office) -> None:
    locked = shown_slots(office.folder)
    assert [(slot.label, slot.holders) for slot in locked] == [("", ()), ("", ())]
    known = shown_slots(office.folder, passphrase())
    assert known[1].label == "двое" and known[1].holders == tuple(office.recipients[:2])
    with pytest.raises(WrongPassphrase):
        shown_slots(office.folder, phrase("no"))


def test_shares_do_not_print_themselves(vault: Briefcase) -> None:
    made: RecoverySet = vault.key_slots.make_recovery()
    text = repr(made) + str(made)
    assert not any(word in text.split() for share in made.shares for word in share.words)


@pytest.mark.parametrize("name", ["head", "data", "beside", "link_to_head", "second_name"])
def test_what_lies_in_the_vaults_folder_never_becomes_a_key_file(vault: Briefcase, tmp_path: Path, name: str) -> None:
    """``head`` changes with the writing that makes it one: the way would be dead from its first moment."""
    chosen = vault.folder / name
    if name == "beside":
        chosen.write_bytes(b"key")
    elif name == "link_to_head":
        chosen = tmp_path / name
        chosen.symlink_to(vault.folder / "head")
    elif name == "second_name":
        chosen = tmp_path / name
        chosen.hardlink_to(vault.folder / "head")
    before, ways = (vault.folder / "head").read_bytes(), vault.key_slots.all()
    changes: tuple[Callable[[Secret], object], ...] = (
        lambda new: vault.key_slots.add_passphrase(new, key_file=chosen, fast=True),
        lambda new: vault.key_slots.replace_passphrases(new, ("0",), key_file=chosen, fast=True),
    )
    for change in changes:
        with phrase("another") as new, pytest.raises(KeyFileUnusable) as told:
            change(new)
        assert told.value.facts["kind"] == "in_vault"
    assert (vault.folder / "head").read_bytes() == before and vault.key_slots.all() == ways


def test_a_passphrase_that_may_need_its_key_file_is_told_so(vault: Briefcase, tmp_path: Path) -> None:
    make_key_file(tmp_path / "stick")
    with phrase("with a stick") as new:
        vault.key_slots.add_passphrase(new, key_file=tmp_path / "stick", fast=True)
    vault.close()
    with phrase("with a stick") as typed, pytest.raises(WrongPassphrase) as told:
        open_briefcase(vault.folder, typed, clock=CLOCK)
    assert told.value.facts["kind"] == "without_key_file"
