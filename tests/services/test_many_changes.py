"""A long row of random changes against a plain model: the vault, its index and its journal agree with it at the end."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import pytest

from legalaid_desktop.domain.facts import Decision, DecisionReason, Event, Evidence, RouteLeg
from legalaid_desktop.domain.ids import CountryCode, LocalId
from legalaid_desktop.domain.person import NameSet, Person
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.case_bin import Removed
from tests.services.vaults import new_vault, opened

WORDS = [f"слово{n}" for n in range(40)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_vault_and_model_agree(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    vault = new_vault(tmp_path / "vault")
    ref = vault.cases.create(title="Дело").info.ref
    model: dict[str, list[object]] = {"events": [], "persons": [], "decisions": [], "evidence": [], "routes": []}
    bin_: list[tuple[str, int, object, Removed]] = []

    def made(section: str, key: LocalId) -> object:
        text = " ".join(chance.choices(WORDS, k=chance.randint(0, 6))) or None
        match section:
            case "events":
                return Event(id=key, text=text, evidence=chance.choice([None, (), (LocalId("x1"), LocalId("x2"))]))
            case "persons":
                return Person(id=key, note=text, names=NameSet(aliases=chance.choice([None, (), ("А", "Б")])))
            case "decisions":
                reasons = tuple(DecisionReason(n=n, says=text) for n in range(chance.randint(0, 3)))
                return Decision(id=key, ground=text, reasons=chance.choice([None, reasons]))
            case "evidence":
                return Evidence(id=key, title=text)
        return RouteLeg(status=text, country=CountryCode("XA"))

    kinds = {"events": "event", "persons": "person", "decisions": "decision", "evidence": "evidence", "routes": "route"}
    places: dict[str, list[int]] = {section: [] for section in model}
    next_place = dict.fromkeys(model, 0)
    for step in range(120):
        section = chance.choice(list(model))
        items = model[section]
        action = chance.choice(["add", "add", "change", "remove", "restore"])
        if action == "add":
            key = vault.cases.free_id(ref, kinds[section]) if section != "routes" else LocalId("")
            items.append(made(section, key))
            places[section].append(next_place[section])
            next_place[section] += 1
            vault.cases.save(ref, items[-1])
        elif action == "change" and items:
            at = chance.randrange(len(items))
            new = made(section, getattr(items[at], "id", LocalId("")))
            vault.cases.save(ref, new, at=at if section == "routes" else None, expected=items[at])
            items[at] = new
        elif action == "remove" and items:
            at = chance.randrange(len(items))
            key_of = at if section == "routes" else getattr(items[at], "id", "")
            bin_.append(
                (section, places[section].pop(at), items.pop(at), vault.cases.bin.remove(ref, kinds[section], key_of))
            )
        elif action == "restore" and bin_:
            section, place, item, removed = bin_.pop(chance.randrange(len(bin_)))
            at = sum(1 for other in places[section] if other < place)
            places[section].insert(at, place)
            model[section].insert(at, item)
            vault.cases.bin.restore(removed)
        if step % 40 == 39:
            vault.close()
            vault = opened(tmp_path / "vault")

    record = vault.cases.record(ref)
    for section, items in model.items():
        assert list(getattr(record, section) or ()) == items, section
    held = [" ".join(str(value) for value in flat(item)).split() for items in model.values() for item in items]
    for word in WORDS:
        assert exactly(vault, word) == sum(word in words for words in held), word
    assert len(vault.cases.bin.all()) == len(bin_)
    assert list(vault.vault.cases.damaged()) == []
    assert vault.journal.problems() == ()
    assert vault.vault.db.integrity_problems() == ()
    vault.close()


def flat(item: object) -> list[object]:
    if isinstance(item, tuple):
        return [part for one in item for part in flat(one)]
    if dataclasses.is_dataclass(item):
        return [part for field in dataclasses.fields(item) for part in flat(getattr(item, field.name))]
    return [item]


def exactly(vault: Briefcase, word: str) -> int:
    """How many records hold the word itself, not one that only begins with it: asked of the index directly."""
    return len(vault.vault.db.rows("SELECT rowid FROM search_words WHERE search_words MATCH ?", (f'"{word}"',)))
