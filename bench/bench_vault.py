"""The vault at 10,000 cases with 100,000 notes, against plain SQLite with the same rows, in one run.

    .venv/bin/python bench/bench_vault.py [--cases N] [--notes N] [--rounds N]

Prints medians in milliseconds and, as the measure, ratios: machines differ and are noisy. "Plain" is Python's own
sqlite3 without encryption, on the same schema and rows, asked by the same code with the same checks of every row.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from legalaid_desktop.domain.case_record import CaseInfo, CaseMeta, CaseRecord
from legalaid_desktop.domain.facts import Decision, Event, Narrative
from legalaid_desktop.domain.ids import CaseRef, LocalId, NoteId
from legalaid_desktop.domain.note import ConsultationNote
from legalaid_desktop.domain.partial_date import PartialDate, Precision
from legalaid_desktop.domain.person import NameSet, Person
from legalaid_desktop.host.clock import SystemClock
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import create_briefcase, open_briefcase, open_under_keys
from legalaid_desktop.storage import migrations
from legalaid_desktop.storage.case_list import CaseList
from legalaid_desktop.storage.case_records import CaseStore
from legalaid_desktop.storage.random_ids import new_id
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import unlock

AS_OF = dt.date(2026, 11, 24)
WORDS = [
    "звонок", "клиент", "решение", "суд", "жалоба", "перевод", "язык", "опека", "паспорт", "свидетель", "событие",
    "граница", "справка", "приют", "врач", "адвокат", "срок", "дата", "письмо", "ответ", "брат", "сестра", "мать",
    "отец", "деревня", "город", "дорога", "поезд", "лагерь", "документ", "печать", "отказ", "защита",
]  # fmt: skip


class PlainDatabase:
    """The statements of ``Database`` on Python's own sqlite3."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None, cached_statements=512)
        self.connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        self.connection.execute("PRAGMA journal_mode=WAL")

    def run(self, sql: str, values: Any = ()) -> int:
        return self.connection.execute(sql, values).rowcount

    def row(self, sql: str, values: Any = ()) -> Any:
        return self.connection.execute(sql, values).fetchone()

    def rows(self, sql: str, values: Any = ()) -> list[Any]:
        return self.connection.execute(sql, values).fetchall()

    def one(self, sql: str, values: Any = ()) -> Any:
        return self.row(sql, values)[0]


def text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."


def a_case(chance: random.Random, number: int, notes: int) -> CaseRecord:
    received = AS_OF + dt.timedelta(days=chance.randint(-400, 30))
    return CaseRecord(
        info=CaseInfo(ref=CaseRef(f"B-{number:06d}"), region="minsk", topic="ip.refusal", place="г. Примерск"),
        meta=CaseMeta(title=f"Дело {number}: {text(chance, 3)}"),
        stage="open",
        opened_on=received,
        persons=(
            Person(
                id=LocalId("p1"),
                role="client",
                names=NameSet(ru_nom=f"Пробный{number} {chance.choice(WORDS)}", latin=f"PROBNY{number}"),
                birth=PartialDate(precision=Precision.YEAR, year=chance.randint(1950, 2010)),
                languages=(),
            ),
        ),
        events=tuple(Event(id=LocalId(f"e{n}"), text=text(chance, 30)) for n in range(1, 4)),
        decisions=(Decision(id=LocalId("d1"), kind="refusal_protection", received=received, procedure="ordinary"),),
        narratives=(Narrative(person=LocalId("p1"), text=text(chance, 80)),),
        notes=tuple(
            ConsultationNote(
                id=LocalId(f"n{n}"),
                uid=NoteId(new_id()),
                text=text(chance, 60),
                at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            )
            for n in range(1, notes + 1)
        ),
    )


def fill(briefcase: Briefcase, cases: int, notes: int) -> None:
    chance = random.Random(7)
    vault = briefcase.vault
    for start in range(0, cases, 500):
        with vault.change() as now:
            for number in range(start, min(start + 500, cases)):
                record = a_case(chance, number, notes)
                (row,) = placed = vault.cases.insert(record)
                file, _ = vault.cases.file(row)
                vault.index.put("case", row, file, row)
                for one in placed[row]:
                    vault.index.put(one.section, one.row, one.record, row)
                vault.case_list.refresh(row, record, now)
                vault.compute_deadlines(row, record)
                vault.journal.write("added", "case", now, case=vault.cases.id_of(row))
        print(f"\r{min(start + 500, cases)} cases", end="", file=sys.stderr)
    print(file=sys.stderr)


def plain_copy(briefcase: Briefcase, path: Path) -> None:
    plain = sqlite3.connect(path)
    for statement in (statement for step in migrations.MIGRATIONS for statement in step.statements):
        if "fts5" not in statement:  # Python's sqlite3 may be too old for it; search is compared elsewhere
            plain.execute(statement)
    for table in briefcase.vault.db.tables():
        if table in ("migration", "log_mark"):
            continue
        width = len(briefcase.vault.db.rows(f'PRAGMA table_info("{table}")'))
        plain.executemany(
            f'INSERT INTO "{table}" VALUES ({", ".join("?" * width)})',
            briefcase.vault.db.each(f'SELECT * FROM "{table}"'),
        )
    plain.commit()
    plain.close()


def median(rounds: int, work: Callable[[], object]) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def line(what: str, ours: float, plain: float) -> None:
    print(f"{what:58} {ours:9.2f} ms {plain:9.2f} ms   ratio {ours / plain:5.2f}")


@contextmanager
def opened(folder: Path) -> Iterator[Briefcase]:
    with Secret.from_passphrase("bench") as secret:
        briefcase = open_briefcase(folder, secret, clock=SystemClock())
    try:
        yield briefcase
    finally:
        briefcase.close()


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--cases", type=int, default=10_000)
    options.add_argument("--notes", type=int, default=10, help="notes in each case")
    options.add_argument("--rounds", type=int, default=7)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder, plain_path = Path(place) / "vault", Path(place) / "plain.db"
        started = time.perf_counter()
        with Secret.from_passphrase("bench") as secret:
            briefcase = create_briefcase(folder, secret, clock=SystemClock(), fast_kdf=True)
        fill(briefcase, given.cases, given.notes)
        print(f"filled in {time.perf_counter() - started:.0f} s", file=sys.stderr)
        plain_copy(briefcase, plain_path)
        hashes = briefcase.vault.hashes
        briefcase.close()
        measure(folder, plain_path, hashes, given.rounds, given.cases, given.notes)


def measure(folder: Path, plain_path: Path, hashes: Any, rounds: int, cases: int, notes: int) -> None:
    def derive() -> None:
        with Secret.from_passphrase("bench") as secret:
            unlock(folder, secret).close()

    def open_and_list(limit: int | None) -> float:
        """All of an unlock but the key derivation, and the list."""
        times = []
        for _ in range(rounds):
            with Secret.from_passphrase("bench") as secret:
                keys = unlock(folder, secret)
            started = time.perf_counter()
            briefcase = open_under_keys(folder, keys, SystemClock(), create=False)
            assert briefcase.cases.rows(AS_OF, limit=limit)
            times.append((time.perf_counter() - started) * 1000)
            briefcase.close()
        return statistics.median(times)

    held: list[Any] = []

    def plain_open_and_list(limit: int | None) -> Callable[[], None]:
        def work() -> None:
            while held:
                held.pop().connection.close()
            plain: Any = PlainDatabase(plain_path)
            assert CaseList(plain, hashes).rows(AS_OF, limit=limit)
            held.append(plain)

        return work

    kdf = median(rounds, derive)
    print(f"{cases} cases, {cases * notes} notes; key derivation alone {kdf:.1f} ms (fast costs)")
    print(f"{'':58} {'vault':>12} {'plain':>12}")
    for limit, name in ((100, "first 100 cases"), (None, "all cases")):
        plain_time = median(rounds, plain_open_and_list(limit))
        line(f"unlock minus key derivation, to the list of {name}", open_and_list(limit), plain_time)
    while held:
        held.pop().connection.close()
    plain: Any = PlainDatabase(plain_path)
    chance = random.Random(3)
    refs = [f"B-{chance.randrange(cases):06d}" for _ in range(50)]
    with opened(folder) as briefcase:
        line(
            "list of 100, by last change",
            median(rounds, lambda: briefcase.cases.rows(AS_OF, limit=100)),
            median(rounds, lambda: CaseList(plain, hashes).rows(AS_OF, limit=100)),
        )
        line(
            "list of all, by last change",
            median(rounds, lambda: briefcase.cases.rows(AS_OF)),
            median(rounds, lambda: CaseList(plain, hashes).rows(AS_OF)),
        )
        line(
            "list, filtered by a word, by deadline",
            median(rounds, lambda: briefcase.cases.rows(AS_OF, words="пробный77", order="deadline")),
            median(rounds, lambda: CaseList(plain, hashes).rows(AS_OF, words="пробный77", order="deadline")),
        )
        store = CaseStore(plain, hashes)
        line(
            "case page: one case with all records (mean of 50)",
            median(rounds, lambda: [briefcase.cases.record(ref) for ref in refs]) / len(refs),
            median(rounds, lambda: [store.load(store.row_of(ref)) for ref in refs]) / len(refs),
        )
        note = median(rounds, lambda: briefcase.notes.record("B-000001", text(chance, 60)))
        rare = median(rounds, lambda: briefcase.search.find("пробный77 дело"))
        found = median(rounds, lambda: briefcase.search.find("звонок клиент решение"))
        print(f"{'one saved note, indexed and journalled':58} {note:9.2f} ms")
        print(f"{'search, two words, hits with snippets':58} {rare:9.2f} ms")
        print(f"{'search, three words that most notes hold, newest 50':58} {found:9.2f} ms")
    plain.connection.close()


if __name__ == "__main__":
    main()
