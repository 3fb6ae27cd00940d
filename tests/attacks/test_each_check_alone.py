"""Checks that stand one behind the other: each of them is tried without the help of the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from legalaid_desktop.domain.case_record import CaseInfo, CaseMeta, CaseRecord
from legalaid_desktop.domain.ids import CaseRef
from legalaid_desktop.errors import DatabaseDamaged, EvidenceDamaged
from legalaid_desktop.host.clock import SystemClock
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import create_briefcase
from legalaid_desktop.storage.evidence_files import CHUNK
from legalaid_desktop.vault.secret import Secret


@pytest.fixture
def briefcase(tmp_path: Path) -> Iterator[Briefcase]:
    """A vault with one piece of evidence in two parts."""
    paper = tmp_path / "paper"
    paper.write_bytes(b"a" * CHUNK + b"b" * 100)
    phrase = Secret.from_passphrase("четыре слова на бумаге")
    with create_briefcase(tmp_path / "v", phrase, clock=SystemClock(), fast_kdf=True) as opened:
        info = CaseInfo(ref=CaseRef("P-1"), region="minsk", topic="ip.refusal", place="г. Примерск")
        opened.cases.add_record(CaseRecord(info=info, meta=CaseMeta(title="Дело"), stage="open"))
        opened.evidence.add("P-1", paper, title="Бумага")
        yield opened


def _pieces(briefcase: Briefcase) -> list[bytes]:
    """Return the pieces that were handed out before the damage was told."""
    (row,) = briefcase.vault.evidence_files.rows()
    given: list[bytes] = []
    with pytest.raises(EvidenceDamaged):
        given.extend(briefcase.vault.evidence_files.pieces(row))
    return given


def test_a_changed_piece_is_not_handed_out_at_all(briefcase: Briefcase) -> None:
    """The hash of the whole comes too late for whoever takes piece after piece."""
    briefcase.vault.db.run("UPDATE evidence_chunk SET data = ? WHERE n = 1", (b"c" * 100,))
    assert _pieces(briefcase) == [] or all(set(piece) <= {ord("a")} for piece in _pieces(briefcase))
    (row,) = briefcase.vault.evidence_files.rows()
    pieces = briefcase.vault.evidence_files.pieces(row)
    assert next(pieces) == b"a" * CHUNK
    with pytest.raises(EvidenceDamaged):
        next(pieces)


def test_pieces_that_are_each_good_must_be_those_of_the_whole(briefcase: Briefcase) -> None:
    """A piece with a true hash of its own, such as one of an earlier state of the same paper."""
    db, hashes = briefcase.vault.db, briefcase.vault.hashes
    row, n = db.rows("SELECT file_row, n FROM evidence_chunk WHERE n = 1")[0]
    other = b"c" * 100
    db.run(
        "UPDATE evidence_chunk SET data = ?, mac = ? WHERE file_row = ? AND n = ?",
        (other, hashes.of_bytes(["evidence_chunk", row, n], other), row, n),
    )
    _pieces(briefcase)
    with pytest.raises(EvidenceDamaged):
        briefcase.evidence.open_bytes("P-1", "x1")


@pytest.mark.parametrize("column", ["at", "who", "action", "kind", "case_id", "record", "fields"])
def test_a_changed_entry_is_not_shown(briefcase: Briefcase, column: str) -> None:
    """The journal is checked as it is read, not only when the whole chain is walked."""
    other = "2020-01-01T00:00:00+00:00" if column == "at" else "changed"
    briefcase.vault.db.run(f'UPDATE journal_entry SET "{column}" = ? WHERE seq = 2', (other,))
    with pytest.raises(DatabaseDamaged):
        briefcase.journal.entries()
    with pytest.raises(DatabaseDamaged):
        briefcase.journal_view.lines(newest=50)
