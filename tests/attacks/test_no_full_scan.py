"""What is done often must not slow down with the vault: no statement of it walks through a table that grows.

The plan of every statement is asked of the database itself (``EXPLAIN QUERY PLAN``). Times and memory at 10 GiB:
``bench/bench_scale.py``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from legalaid_desktop.domain.case_record import CaseInfo, CaseMeta, CaseRecord
from legalaid_desktop.domain.ids import CaseRef
from legalaid_desktop.host.clock import SystemClock
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import create_briefcase, open_briefcase
from legalaid_desktop.storage.database import Database
from legalaid_desktop.vault.secret import Secret

CLOCK = SystemClock()
DAY = dt.date(2026, 11, 24)
GROWING = {
    "case_file", "case_list_entry", "case_person", "case_section", "case_section_seal", "custody_entry", "deadline",
    "decision", "draft", "event", "evidence", "evidence_chunk", "evidence_file", "journal_entry", "narrative", "note",
    "note_revision", "person", "search_item",
}  # fmt: skip
# Indexes that hold nothing but what lies in the bin, and the order of the list, of which the first hundred are taken.
SHORT = re.compile(r"USING (?:COVERING )?INDEX (\w+_in_bin|case_list_by_change)\b")
Seen = list[tuple[str, Sequence[Any]]]


def phrase() -> Secret:
    return Secret.from_passphrase("четыре слова на бумаге")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans") / "v"
    paper = folder.with_name("paper")
    paper.write_bytes(b"paper" * 1000)
    with create_briefcase(folder, phrase(), clock=CLOCK, fast_kdf=True) as briefcase:
        for number in range(3):
            info = CaseInfo(ref=CaseRef(f"P-{number}"), region="minsk", topic="ip.refusal", place="г. Примерск")
            briefcase.cases.add_record(
                CaseRecord(info=info, meta=CaseMeta(title=f"Дело {number}"), stage="open", opened_on=DAY)
            )
            briefcase.notes.record(f"P-{number}", "Звонок клиента о переводе решения.")
        briefcase.evidence.add("P-1", paper, title="Бумага")
    return folder


@contextlib.contextmanager
def seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Seen]:
    """Collect every statement that goes through ``Database``."""
    found: Seen = []
    with monkeypatch.context() as patch:
        for name in ("run", "insert", "row", "rows", "each"):
            original = getattr(Database, name)

            def watched(self: Database, sql: str, values: Sequence[Any] = (), *, _on: Any = original) -> Any:
                found.append((sql, values))
                return _on(self, sql, values)

            patch.setattr(Database, name, watched)
        yield found


def walks(db: Database, statements: Seen) -> set[str]:
    """Return table, plan and statement of each walk through a table that grows."""
    found: set[str] = set()
    for sql, values in dict.fromkeys((sql, tuple(values)) for sql, values in statements):
        if not sql.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")):
            continue
        for *_, plan in db.rows(f"EXPLAIN QUERY PLAN {sql}", values):
            table = re.match(r"SCAN (\w+)", plan)
            if (
                table is not None
                and not _first_of_all(sql)
                and _table(sql, table[1]) in GROWING
                and not SHORT.search(plan)
            ):
                found.add(f"{plan}: {sql[:160]}")
    return found


def _first_of_all(sql: str) -> bool:
    """Whether a statement takes the first rows of a table in its own order and stops there."""
    return "WHERE" not in sql and re.search(r"ORDER BY e\.seq DESC LIMIT \?$", sql) is not None


def _table(sql: str, name: str) -> str:
    """Return the table of an alias."""
    alias = re.search(rf"(?:FROM|JOIN|,)\s+\"?(\w+)\"?\s+(?:AS\s+)?{re.escape(name)}\b", sql)
    return alias[1] if name not in GROWING and alias is not None else name


def _undo(briefcase: Briefcase) -> object:
    length = briefcase.journal.length
    briefcase.notes.record("P-0", "Это было лишним.")
    return briefcase.undo.undo_back_to(length)


def _get(briefcase: Briefcase) -> object:
    return briefcase.evidence.get("P-1", "x1", briefcase.folder.with_name(f"out{briefcase.journal.length}"))


OFTEN: dict[str, Callable[[Briefcase], object]] = {
    "the first cases of the list": lambda b: b.cases.rows(DAY, limit=100),
    "a case's page": lambda b: b.cases.record("P-1"),
    "a note": lambda b: b.notes.record("P-0", "Звонок."),
    "a note in no case": lambda b: b.notes.record(None, "Звонок."),
    "what is being typed": lambda b: b.notes.keep_unsaved("screen", "Зво"),
    "a search": lambda b: b.search.find("звонок клиента"),
    "a paper out of the vault": _get,
    "what can be undone": lambda b: b.undo.last(),
    "an undo": _undo,
    "images dropped": lambda b: b.undo.trim(),
    "old entries dropped": lambda b: b.journal_settings.remove_old(),
    "the journal's newest lines": lambda b: b.journal_view.lines(newest=50),
    "the journal's earlier lines": lambda b: b.journal_view.lines(newest=5, before=4),
    "the journal of a case": lambda b: b.journal_view.lines(case="P-1", newest=50),
    "a backup's age": lambda b: b.backups.status(),
}


def test_the_measure_sees_a_walk(folder: Path) -> None:
    with open_briefcase(folder, phrase(), clock=CLOCK) as briefcase:
        assert walks(briefcase.vault.db, [("SELECT n.text FROM note n WHERE n.text = ?", ("x",))])
        assert walks(briefcase.vault.db, [("SELECT count(*) FROM journal_entry", ())])
        assert not walks(briefcase.vault.db, [("SELECT text FROM note WHERE row = ?", (1,))])


def test_opening_walks_through_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with seen(monkeypatch) as statements:
        briefcase = open_briefcase(folder, phrase(), clock=CLOCK)
    with briefcase:
        assert len(statements) > 10
        assert walks(briefcase.vault.db, statements) == set()


@pytest.mark.parametrize("what", OFTEN)
def test_what_is_done_often_walks_through_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    with open_briefcase(folder, phrase(), clock=CLOCK) as briefcase:
        with seen(monkeypatch) as statements:
            OFTEN[what](briefcase)
        assert statements
        assert walks(briefcase.vault.db, statements) == set()
