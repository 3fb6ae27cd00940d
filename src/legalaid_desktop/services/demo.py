"""The main job in one command: a practice vault, the shipped cases, and every document they list."""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.finding import Severity
from legalaid_desktop.errors import FolderNotEmpty, NoTemplate
from legalaid_desktop.host.clock import Clock
from legalaid_desktop.host.files import make_folder
from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import create_briefcase
from legalaid_desktop.services.secrets import Secret
from legalaid_desktop.vault.outside import must_lie_outside

LIFTING_REASON = "practice case"

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class DemoFile:
    case: str
    document: str
    format: str
    path: Path


@dataclass(frozen=True)
class Lifted:
    """A check that a person would have had to lift with a reason of their own."""

    case: str
    document: str
    id: str


@dataclass(frozen=True)
class Skipped:
    case: str
    document: str
    reason: str


@dataclass(frozen=True)
class Demo:
    vault: Path
    passphrase: str
    cases: int
    files: tuple[DemoFile, ...]
    overridden: tuple[Lifted, ...]
    skipped: tuple[Skipped, ...]


def practice_cases() -> tuple[Path, ...]:
    """The case files that ship with the program, in order of name."""
    return tuple(sorted((resources() / "demo").glob("*.toml")))


def make_demo(out: Path, *, clock: Clock, progress: Progress | None = None) -> Demo:
    """Draft the practice cases into ``out``, which must be empty or absent.

    "Today" is each case's own ``as_of``. Checks that may be lifted are lifted with the reason "practice case" and
    listed. Raises FolderNotEmpty, DestinationInVault; on any failure the folder is as it was before.
    """
    must_lie_outside(out)
    existed = out.exists()
    if existed and (not out.is_dir() or any(out.iterdir())):
        raise FolderNotEmpty(what=str(out))
    make_folder(out)
    try:
        return _draft_all(out, clock, progress or (lambda done, total, what: None))
    except BaseException:
        for left in out.iterdir():
            shutil.rmtree(left, ignore_errors=True)
        if not existed:
            out.rmdir()
        raise


def _draft_all(out: Path, clock: Clock, progress: Progress) -> Demo:
    phrase = "practice-" + "-".join(secrets.token_hex(2) for _ in range(3))
    with Secret.from_passphrase(phrase) as secret:
        briefcase = create_briefcase(out / "vault", secret, clock=clock, fast_kdf=True)
    files: list[DemoFile] = []
    lifted: list[Lifted] = []
    skipped: list[Skipped] = []
    try:
        briefcase.cases.import_files(practice_cases())
        records = [r for r in _practice_records(briefcase) if r.info.documents]
        total = sum(len(r.info.documents or ()) for r in records)
        done = 0
        for record in records:
            case = record.meta.case_id or record.info.ref
            for document in record.info.documents or ():
                done += 1
                progress(done, total, f"{case} {document}")
                _draft(briefcase, record, case, document, out, clock.today(), files, lifted, skipped)
    finally:
        briefcase.close()
    return Demo(out / "vault", phrase, len(records), tuple(files), tuple(lifted), tuple(skipped))


def _practice_records(briefcase: Briefcase) -> list[CaseRecord]:
    rows = briefcase.cases.rows(dt.date.min)
    records = [briefcase.cases.record(row.ref) for row in rows]
    return sorted((r for r in records if r.meta.case_id), key=lambda r: r.meta.case_id or "")


def _draft(
    briefcase: Briefcase,
    record: CaseRecord,
    case: str,
    document: str,
    out: Path,
    today: dt.date,
    files: list[DemoFile],
    lifted: list[Lifted],
    skipped: list[Skipped],
) -> None:
    as_of = record.meta.as_of or today
    ref = record.info.ref
    try:
        report = briefcase.drafting.check(ref, document, language=None, as_of=as_of)
    except NoTemplate:
        skipped.append(Skipped(case, document, "no template yet"))
        return
    blocking = sorted({f.id for f in report.findings if f.severity is Severity.BLOCKS})
    if blocking:
        skipped.append(Skipped(case, document, "stopped by " + ", ".join(blocking)))
        return
    liftable = sorted({f.id for f in report.findings if f.severity is Severity.OVERRIDABLE})
    folder = out / case
    folder.mkdir(exist_ok=True)
    made = briefcase.drafting.make(
        ref,
        document,
        language=None,
        formats=("docx", "pdf"),
        out=folder / document,
        as_of=as_of,
        overrides=dict.fromkeys(liftable, LIFTING_REASON),
        stem=None,
    )
    lifted.extend(Lifted(case, document, check) for check in liftable)
    files.extend(DemoFile(case, document, f.format, f.path) for f in made.files)
