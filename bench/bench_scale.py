"""The vault at the size of the issue's table: 10 GiB, one million notes, 10,000 pieces of evidence.

    .venv/bin/python bench/bench_scale.py [--folder /tmp/scale_vault] [--cases N] [--notes N] [--evidence BYTES]
                                          [--only open,cli,check,backup,rekey]

Builds the vault once through the stores (bulk transactions; about 25 GB of room with a backup) and keeps it; every
figure is measured in a fresh process. Gates of the issue: open 0.5 s after key derivation, save one note 20 ms,
memory 400 MB. A line that misses its gate ends with ``MISSED``, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from bench_vault import AS_OF, a_case, text

from legalaid_desktop.domain.facts import Evidence
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.host.clock import SystemClock
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import create_briefcase, open_briefcase, open_under_keys
from legalaid_desktop.storage.case_items import Placed
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import unlock

PASSPHRASE = "bench"
_STATUS = Path("/proc/self/status")
_missed: list[str] = []


# --- building


def build(folder: Path, cases: int, notes: int, evidence_bytes: int) -> None:
    """One piece of evidence in each case. Written beside ``folder``, renamed when whole; goes on where it stopped."""
    part = folder.with_name(folder.name + ".part")
    started = time.perf_counter()
    with Secret.from_passphrase(PASSPHRASE) as secret:
        made = open_briefcase if part.exists() else create_briefcase
        briefcase = made(part, secret, clock=SystemClock())
    done = len(briefcase.vault.cases.every_row())
    chance = random.Random(11 + done)
    pool = random.Random(12).randbytes(16 * 1024 * 1024)
    batch = 50
    for start in range(done, cases, batch):
        _add_cases(briefcase, chance, range(start, min(start + batch, cases)), notes, pool, evidence_bytes)
        if start % 500 == 0:
            print(f"{start} cases, {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    briefcase.close()
    part.rename(folder)
    size = (folder / "data").stat().st_size / 1024**3
    print(f"built {cases} cases in {time.perf_counter() - started:.0f} s, {size:.2f} GiB", file=sys.stderr)


def _add_cases(
    briefcase: Briefcase, chance: random.Random, numbers: range, notes: int, pool: bytes, evidence_bytes: int
) -> None:
    """Rows, search words, list entries, deadlines and one journal entry for each note, as single changes leave them.

    Without images for undo: those live an hour, and this stands for years of work.
    """
    vault = briefcase.vault
    with vault.db.transaction():
        now = vault.clock.now()
        for number in numbers:
            record = a_case(chance, number, notes)
            (row,) = placed = vault.cases.insert(record)
            file, _ = vault.cases.file(row)
            case = vault.cases.id_of(row)
            vault.index.put("case", row, file, row)
            evidence: Placed = vault.cases.items.add(row, "evidence", Evidence(id=LocalId("x1"), title=text(chance, 4)))
            for one in (*placed[row], evidence):
                vault.index.put(one.section, one.row, one.record, row)
                vault.journal.write("added", "note" if one.section == "notes" else "case", now, case=case, record="r")
            at = chance.randrange(len(pool) // 2)
            pieces = (pool[at : at + evidence_bytes],)
            vault.evidence_files.put(evidence.row, pieces, at=now, who=vault.journal.who)
            vault.case_list.refresh(row, record, now)
            vault.compute_deadlines(row, record)


# --- measuring


def peak_mib() -> float:
    return int(_STATUS.read_text().split("VmHWM:")[1].split()[0]) / 1024


def reset_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def timed(work: Callable[[], object], rounds: int) -> list[float]:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return times


def p95(times: Sequence[float]) -> float:
    return sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]


def say(what: str, figure: float, unit: str, gate: float | None = None) -> None:
    judged = "" if gate is None else f"   gate {gate:g} {unit}" + ("" if figure <= gate else "   MISSED")
    if judged.endswith("MISSED"):
        _missed.append(what)
    print(f"{what:64} {figure:10.2f} {unit}{judged}", flush=True)


def open_and_work(folder: Path, cases: int, rounds: int) -> None:
    """In this process alone: unlock, list, case page, notes, search, evidence, undo; and the memory of all that."""
    with Secret.from_passphrase(PASSPHRASE) as secret:
        started = time.perf_counter()
        keys = unlock(folder, secret)
        derived = time.perf_counter() - started
    with_derivation = peak_mib()
    reset_peak()
    started = time.perf_counter()
    briefcase = open_under_keys(folder, keys, SystemClock(), create=False)
    first = len(briefcase.cases.rows(AS_OF, limit=100))
    opened = time.perf_counter() - started
    assert first == min(100, cases)
    say("key derivation", derived, "s")
    say("unlock minus key derivation, to the list of the first 100", opened, "s", 0.5)
    chance = random.Random(os.getpid())
    refs = iter([f"B-{chance.randrange(cases):06d}" for _ in range(10_000)])
    say("case list of all", statistics.median(timed(lambda: briefcase.cases.rows(AS_OF), 3)), "ms")
    pages = timed(lambda: briefcase.cases.record(next(refs)), rounds)
    say("case page with its notes, median", statistics.median(pages), "ms")
    saved = timed(lambda: briefcase.notes.record(next(refs), text(chance, 60)), rounds)
    say("save one note, median", statistics.median(saved), "ms", 20)
    say("save one note, p95", p95(saved), "ms", 20)
    rare = timed(lambda: briefcase.search.find(f"пробный{chance.randrange(cases)} дело"), rounds)
    say("search, two words, one of them rare, p95", p95(rare), "ms")
    common = timed(lambda: briefcase.search.find("звонок клиент"), max(3, rounds // 10))
    say("search, two words that most notes hold, p95", p95(common), "ms")
    out = folder.with_name(f"{folder.name}.out")

    def get() -> None:
        briefcase.evidence.get(next(refs), "x1", out)
        out.unlink()

    say("evidence out of the vault, median", statistics.median(timed(get, max(3, rounds // 10))), "ms")
    say("what can be undone, listed", statistics.median(timed(lambda: briefcase.undo.last(), 3)), "ms")
    say(
        "journal, newest 200 lines", statistics.median(timed(lambda: briefcase.journal_view.lines(newest=200), 3)), "ms"
    )

    def note_and_undo() -> None:
        length = briefcase.journal.length
        briefcase.notes.record(next(refs), text(chance, 60))
        briefcase.undo.undo_back_to(length)

    say("one note saved and undone", statistics.median(timed(note_and_undo, 3)), "ms")
    started = time.perf_counter()
    briefcase.close()
    say("lock: log brought in, closed", (time.perf_counter() - started) * 1000, "ms")
    say("memory peak of the open vault's services, key derivation apart", peak_mib(), "MiB", 400)
    say("memory peak at key derivation", with_derivation, "MiB", 400)


def rekeyed(folder: Path, passphrase_file: Path) -> None:
    """On a copy: the vault that others measure stays as it is."""
    copy = folder.with_name(folder.name + ".rekey")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    try:
        _command("vault rekey", copy, passphrase_file, "vault", "rekey", "--new-passphrase-file", str(passphrase_file))
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _command(name: str, folder: Path, passphrase_file: Path, *arguments: str, gate: float | None = 400) -> None:
    """Run ``legalaid`` once; print seconds and the peak of its memory as the system saw it."""
    command = [sys.executable, "-m", "legalaid_desktop", *arguments, "--vault", str(folder), "--json"]
    started = time.perf_counter()
    with subprocess.Popen(
        [*command, "--passphrase-file", str(passphrase_file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        peak = [0]

        def watch() -> None:
            while process.poll() is None:
                try:
                    status = Path(f"/proc/{process.pid}/status").read_text()
                except (FileNotFoundError, ProcessLookupError):
                    return
                if "VmHWM:" in status:
                    peak[0] = int(status.split("VmHWM:")[1].split()[0])
                time.sleep(0.01)

        watcher = threading.Thread(target=watch)
        watcher.start()
        out, err = process.communicate()
        watcher.join()
    if process.returncode:
        raise SystemExit(f"{name}: exit {process.returncode}: {out[:300]!r} {err[-300:]!r}")
    say(f"legalaid {name}: time", time.perf_counter() - started, "s")
    say(f"legalaid {name}: memory peak", peak[0] / 1024, "MiB", gate)


def commands(folder: Path, passphrase_file: Path) -> None:
    note = folder.with_name(folder.name + ".note")
    note.write_text("звонок клиента\n", encoding="utf-8")
    for arguments in (
        ("case", "list"),
        ("case", "show", "B-000001"),
        ("note", "add", "B-000001", "--text-file", str(note)),
        ("search", "пробный77", "дело"),
        ("deadline", "list"),
    ):
        _command(" ".join(arguments[:2]), folder, passphrase_file, *arguments)
    note.unlink()


def backed_up(folder: Path, passphrase_file: Path) -> None:
    out = folder.with_name(folder.name + ".backup")
    out.unlink(missing_ok=True)
    identity = folder.with_name(folder.name + ".identity")
    identity.unlink(missing_ok=True)
    made = subprocess.run(
        [sys.executable, "-m", "legalaid_desktop", "identity", "new", "--out", str(identity), "--json"],
        check=True,
        capture_output=True,
    )
    recipient = json.loads(made.stdout)["recipient"]
    try:
        _command("backup create", folder, passphrase_file, "backup", "create", "--to", recipient, "--out", str(out))
    finally:
        out.unlink(missing_ok=True)
        identity.unlink(missing_ok=True)


def _steps(given: argparse.Namespace, passphrase_file: Path) -> Iterator[tuple[str, Callable[[], Any]]]:
    folder = given.folder
    fresh = [sys.executable, __file__, "--folder", str(folder), "--cases", str(given.cases), "--inside"]
    yield "open", lambda: subprocess.run([*fresh, "--rounds", str(given.rounds)], check=False).returncode
    yield "cli", lambda: commands(folder, passphrase_file)
    yield "check", lambda: _command("vault check", folder, passphrase_file, "vault", "check")
    yield "backup", lambda: backed_up(folder, passphrase_file)
    yield "rekey", lambda: rekeyed(folder, passphrase_file)


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--folder", type=Path, default=Path("/tmp/scale_vault"))
    options.add_argument("--cases", type=int, default=10_000)
    options.add_argument("--notes", type=int, default=100, help="notes in each case")
    options.add_argument("--evidence", type=int, default=1_075_000, help="bytes of the evidence of each case")
    options.add_argument("--rounds", type=int, default=200)
    options.add_argument("--only", default="open,cli,check,backup,rekey")
    options.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.inside:
        open_and_work(given.folder, given.cases, given.rounds)
        return 1 if _missed else 0
    if not given.folder.exists():
        build(given.folder, given.cases, given.notes, given.evidence)
    passphrase_file = given.folder.with_name(given.folder.name + ".passphrase")
    passphrase_file.write_text(PASSPHRASE, encoding="utf-8")
    passphrase_file.chmod(0o600)
    for name, step in _steps(given, passphrase_file):
        if name in given.only.split(",") and step():
            _missed.append(name)
    return 1 if _missed else 0


if __name__ == "__main__":
    sys.exit(main())
