"""Notes and evidence: recorded, kept while typed, handed out whole, damage noticed."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from legalaid_desktop.domain.facts import Evidence
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.errors import (
    DatabaseDamaged,
    DestinationExists,
    DestinationNotWritable,
    DiskFull,
    EvidenceDamaged,
    NotFound,
    WrongUse,
)
from legalaid_desktop.services.briefcase import Briefcase
from tests.services.vaults import NOW, opened


@pytest.fixture
def ref(vault: Briefcase) -> str:
    return vault.cases.create(title="Дело").info.ref


def test_a_note_is_recorded_found_and_listed(vault: Briefcase, ref: str) -> None:
    talk = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    note = vault.notes.record(ref, "Звонил брат.\nПросил ждать.", channel="phone", confidential=True, at=talk)
    assert (note.id, note.at, note.channel, note.confidential) == ("n1", talk, "phone", True)
    assert vault.notes.of(ref.lower()) == (note,)
    assert vault.notes.record(ref, "Ещё").at == NOW
    (hit,) = vault.search.find("просил ждать").hits
    assert (hit.kind, hit.id, hit.case) == ("note", "n1", ref)
    with pytest.raises(NotFound):
        vault.notes.record("нет такого", "текст")
    with pytest.raises(WrongUse):
        vault.notes.record(ref, " \n ")


def test_a_note_without_a_case_finds_one_later(vault: Briefcase, ref: str) -> None:
    vault.notes.record(ref, "уже есть")
    note = vault.notes.record(None, "Кто-то звонил из Сморгони")
    (hit,) = vault.search.find("сморгони").hits
    assert hit.case is None
    assert vault.notes.unfiled() == (note,)
    assert note.uid is not None
    filed = vault.notes.file_under(note.uid, ref)
    assert filed == replace(note, id=LocalId("n2"))
    assert vault.notes.unfiled() == ()
    assert vault.notes.of(ref)[1] == filed
    assert vault.search.find("сморгони").hits[0].case == ref
    assert list(vault.vault.cases.damaged()) == []
    with pytest.raises(NotFound):
        vault.notes.file_under(note.uid, ref)


def test_a_revised_note_keeps_its_earlier_texts(vault: Briefcase, ref: str) -> None:
    note = vault.notes.record(ref, "один")
    vault.notes.revise(ref, note.id, "два")
    vault.notes.revise(ref, note.id, "два")
    assert vault.notes.revise(ref, note.id, "три").text == "три"
    assert [(one.n, one.text) for one in vault.notes.revisions(ref, note.id)] == [(1, "один"), (2, "два")]
    assert vault.search.find("один").total == 0
    with pytest.raises(NotFound):
        vault.notes.revise(ref, "n7", "х")


def test_typed_text_is_kept_until_it_is_saved(vault: Briefcase, ref: str, tmp_path: Path) -> None:
    vault.notes.keep_unsaved("quick", "набрано")
    vault.notes.keep_unsaved("quick", "набрано и ещё")
    vault.close()
    again = opened(tmp_path / "vault")
    assert again.notes.unsaved("quick") == "набрано и ещё"
    assert again.notes.unsaved_keys() == ("quick",)
    assert again.search.find("набрано").total == 0
    again.notes.record(ref, "набрано и ещё", unsaved_key="quick")
    assert again.notes.unsaved("quick") is None
    again.notes.keep_unsaved("quick", "x")
    again.notes.keep_unsaved("quick", "")
    assert again.notes.unsaved_keys() == ()
    again.vault.db.run("INSERT INTO unsaved_text VALUES ('a', ?, 'b', x'00')", (NOW.isoformat(),))
    with pytest.raises(DatabaseDamaged):
        again.notes.unsaved("a")
    again.close()


def test_evidence_comes_out_as_it_went_in(vault: Briefcase, ref: str, tmp_path: Path) -> None:
    data = os.urandom(3 * 1024 * 1024 + 17)
    source = tmp_path / "снимок.jpg"
    source.write_bytes(data)
    added = vault.evidence.add(ref, source, title="Снимок зонта", pages=2)
    assert (added.id, added.size) == ("x1", len(data))
    assert added.sha256 == hashlib.sha256(data).hexdigest()
    assert vault.vault.db.rows("SELECT length(data) FROM evidence_chunk ORDER BY n") == [(1048576,)] * 3 + [(17,)]
    record = vault.cases.record(ref)
    assert record.evidence == (Evidence(id=LocalId("x1"), title="Снимок зонта", pages=2, file="снимок.jpg"),)
    out = tmp_path / "out.jpg"
    assert vault.evidence.get(ref, "x1", out) == added
    assert out.read_bytes() == data == vault.evidence.open_bytes(ref, "x1")
    assert out.stat().st_mode & 0o777 == 0o600
    assert [entry.what for entry in vault.evidence.custody(ref, "x1")] == ["taken_in", "handed_out"]
    with pytest.raises(DestinationExists):
        vault.evidence.get(ref, "x1", out)
    with pytest.raises(DestinationNotWritable):
        vault.evidence.get(ref, "x1", tmp_path / "nowhere" / "out")
    assert len(vault.evidence.custody(ref, "x1")) == 2
    assert vault.journal.entries(newest=1)[0].action == "handed_out"
    assert vault.search.find("зонта", kind="evidence").hits[0].id == "x1"


def test_nothing_goes_out_without_a_trace(
    vault: Briefcase, ref: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"1")
    vault.evidence.add(ref, tmp_path / "a", title="Бумага")

    def full(*_given: object, **_named: object) -> None:
        raise DiskFull(path="data")

    monkeypatch.setattr(vault.journal, "write", full)
    with pytest.raises(DiskFull):
        vault.evidence.get(ref, "x1", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert [entry.what for entry in vault.evidence.custody(ref, "x1")] == ["taken_in"]


def test_empty_and_exact_files_are_files(vault: Briefcase, ref: str, tmp_path: Path) -> None:
    for size in (0, 1, 1024 * 1024, 1024 * 1024 + 1):
        source = tmp_path / f"f{size}"
        source.write_bytes(b"z" * size)
        added = vault.evidence.add(ref, source, title="Бумага")
        assert vault.evidence.open_bytes(ref, added.id) == b"z" * size


def test_what_is_not_there_is_said(vault: Briefcase, ref: str, tmp_path: Path) -> None:
    before = vault.vault.db.counts()
    for wrong in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(NotFound):
            vault.evidence.add(ref, wrong, title="x")
    (tmp_path / "a").write_bytes(b"1")
    with pytest.raises(WrongUse):
        vault.evidence.add(ref, tmp_path / "a", title=" ")
    with pytest.raises(NotFound):
        vault.evidence.add("нет", tmp_path / "a", title="x")
    assert vault.vault.db.counts() == before
    vault.cases.save(ref, Evidence(id=LocalId("x5"), title="Только описано"))
    assert vault.evidence.file(ref, "x5") is None
    with pytest.raises(NotFound):
        vault.evidence.get(ref, "x5", tmp_path / "out")
    with pytest.raises(NotFound):
        vault.evidence.open_bytes(ref, "x9")
    vault.evidence.attach(ref, "x5", tmp_path / "a")
    assert vault.evidence.open_bytes(ref, "x5") == b"1"


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE evidence_chunk SET data = zeroblob(length(data)) WHERE n = 1",
        "UPDATE evidence_chunk SET data = substr(data, 1, length(data) - 1) WHERE n = 1",
        "DELETE FROM evidence_chunk WHERE n = 1",
        "UPDATE evidence_chunk SET n = n + 5 WHERE n = 0",
        "UPDATE evidence_file SET chunks = 1",
        "UPDATE evidence_file SET sha256 = 'x'",
    ],
)
def test_damaged_evidence_is_not_handed_out(vault: Briefcase, ref: str, tmp_path: Path, harm: str) -> None:
    source = tmp_path / "a"
    source.write_bytes(os.urandom(1024 * 1024 + 5000))
    vault.evidence.add(ref, source, title="Бумага")
    assert vault.vault.db.run(harm) == 1
    out = tmp_path / "out"
    with pytest.raises(EvidenceDamaged):
        vault.evidence.get(ref, "x1", out)
    with pytest.raises(EvidenceDamaged):
        vault.evidence.open_bytes(ref, "x1")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "vault"]


def test_what_is_replaced_is_gone(vault: Briefcase, ref: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old" * 1000)
    (tmp_path / "b").write_bytes(b"new")
    vault.evidence.add(ref, tmp_path / "a", title="Бумага")
    vault.evidence.attach(ref, "x1", tmp_path / "b")
    assert vault.evidence.open_bytes(ref, "x1") == b"new"
    assert vault.vault.db.one("SELECT count(*) FROM evidence_chunk") == 1
