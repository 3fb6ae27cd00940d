"""Every column of every table that holds content, altered behind the program's back: never shown, always found.

The attacker here has the database key (a raw connection without references kept), but writes no keyed hash. What
services then hand out must be what they handed out before, without the record concerned, or a refusal in words.
"""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from legalaid_desktop.domain.case_file import case_to_plain
from legalaid_desktop.domain.facts import Decision, Event
from legalaid_desktop.domain.hearings import Hearing
from legalaid_desktop.domain.ids import LanguageCode, LocalId
from legalaid_desktop.domain.office_records import Office, Outcome, Proceeding, Referral, Task
from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.storage.connection import connect
from legalaid_desktop.storage.migrations import MIGRATIONS
from legalaid_desktop.storage.office_records import BackupReceipt
from legalaid_desktop.vault.unlock import VaultKeys, unlock
from tests.data import make_vault
from tests.rounds import LONG
from tests.services.opened_at_once import noticed, opened_to_read
from tests.services.vaults import CLOCK, opened, passphrase

# Nothing of these is shown, or what they say is worked out anew and compared.
_NO_CONTENT = {"migration", "log_mark", "journal_day", "case_section_seal", "search_words", "library_words"}
_PREFIXES = ("search_words_", "library_words_", "sqlite_")
_HARMLESS = {
    # Order and bookkeeping that is not shown as such, or that is only compared with what is authentic.
    ("vault_state", "created_at"), ("vault_state", "law_version"), ("vault_state", "only_row"),
    ("vault_state", "vault_id"), ("vault_state", "generation"),
    ("custody_entry", "row"), ("note_revision", "row"), ("backup_receipt", "row"), ("backup_recipient", "position"),
    ("evidence_chunk", "row"), ("search_item", "row"), ("library_chunk", "row"),
    ("deadline", "decision"), ("deadline", "rule"), ("deadline", "reading"), ("deadline", "safe_day"),
    ("deadline", "confidence"), ("deadline", "unchecked"),
    ("case_allowed_role", "position"), ("case_also_output_language", "position"), ("case_document", "position"),
    ("case_feature", "position"), ("decision_reason_coi", "position"), ("decision_reason_evidence", "position"),
    ("decision_reason_fact", "position"), ("event_evidence", "position"), ("evidence_proves", "position"),
    ("evidence_risk_flag", "position"), ("office_language", "position"), ("person_health_need", "position"),
    ("person_alias", "position"), ("person_language", "position"), ("proceeding_decision", "position"),
    ("assurance_promise", "position"), ("country_information_risk_flag", "position"),
}  # fmt: skip
"""Order that stays the same order, and columns of the kept deadlines that nothing reads: the rows are counted anew."""
CHANGED = "чего не было"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("columns") / "v"
    make_vault.fill(folder)
    with opened(folder) as briefcase:
        vault = briefcase.vault
        briefcase.cases.save("T-1", Decision(id=LocalId("d9"), kind="refusal_protection", received=CLOCK.today()))
        (_, deadline), *_ = briefcase.deadlines.rows("T-1", CLOCK.today())
        briefcase.deadlines.mark("T-1", deadline.id, "done", CLOCK.today(), reason="подано")
        briefcase.cases.save("T-1", Event(id=LocalId("e77"), text="В корзину."))
        briefcase.cases.bin.remove("T-1", "event", "e77")
        briefcase.evidence.add_bytes("T-1", b"paper" * 900, title="Бумага")
        briefcase.evidence.get("T-1", "x1", folder.parent / "out")
        briefcase.office.set_office(Office(name="Офис", languages=(LanguageCode("ru"),)))
        with vault.change() as now:
            vault.office.keep_secret("own", bytearray(b"secret"), public="age1c", at=now)
            anchor = vault.journal.anchor().whole
            vault.office.add_receipt(BackupReceipt(now, now, "ab", 10, 2, 1, ("age1a", "age1b"), anchor))
    return folder


@pytest.fixture(scope="module")
def keys(original: Path) -> Iterator[VaultKeys]:
    with unlock(original, passphrase()) as keys:
        yield keys


def _connection(folder: Path, keys: VaultKeys) -> Any:
    with keys.subkey("database") as key:
        connection = connect(folder / "data", key, create=False)
    connection.execute("PRAGMA foreign_keys=0")
    return connection


def _columns(folder: Path, keys: VaultKeys) -> list[tuple[str, str, str]]:
    connection = _connection(folder, keys)
    found: list[tuple[str, str, str]] = []
    for (table,) in connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY name"
    ).fetchall():
        if table in _NO_CONTENT or table.startswith(_PREFIXES):
            continue
        if connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]:
            found += [
                (table, str(line[1]), str(line[2])) for line in connection.execute(f'PRAGMA table_info("{table}")')
            ]
    connection.close()
    return found


def _harms(kind: str) -> Iterator[tuple[str, Any]]:
    if kind in ("TEXT", "ANY"):
        yield "changed", CHANGED
        yield "emptied", ""
    elif kind == "INTEGER":
        yield "changed", 987654
        yield "zeroed", 0
    else:
        yield "zeroed", b"\0" * 16
    yield "taken away", None


def shown(briefcase: Briefcase) -> dict[str, Any]:
    """All that services show of the vault, piece by piece; a refusal in words leaves its piece out."""
    pieces: dict[str, Any] = {}

    def piece(name: str, read: Any) -> None:
        try:
            pieces[name] = read()
        except LegalAidError:
            return

    today = CLOCK.today()
    for line in _safe(lambda: briefcase.cases.rows(today)):
        if not line.damaged:
            pieces[f"list {line.ref}"] = dataclasses.replace(line, changed_at=None)
    for ref in ("T-1", "T-0"):
        record = _one(lambda ref=ref: case_to_plain(briefcase.cases.record(ref)))
        for section, value in (record or {}).items():
            items = value if isinstance(value, list) else [value]
            if section == "other_cases":
                items = [one for other in items for part in other.values() if isinstance(part, list) for one in part]
            for item in items:
                pieces[f"{ref} {section} {item!r}"] = True
        for note in _safe(lambda ref=ref: briefcase.notes.of(ref)):
            piece(f"{ref} note {note!r}", lambda: True)
            piece(f"{ref} earlier {note.uid}", lambda note=note, ref=ref: briefcase.notes.revisions(ref, note.id))
        for kind in (Task, Referral, Proceeding, Outcome, Hearing):
            for one in _safe(lambda ref=ref, kind=kind: briefcase.office.of(ref, kind)):
                pieces[f"{ref} work {one!r}"] = True
        for draft in _safe(lambda ref=ref: briefcase.drafts.of(ref)):
            pieces[f"{ref} draft {draft!r}"] = True
            for version in _safe(lambda draft=draft: briefcase.drafts.versions(draft.id)):
                pieces[f"version {version!r}"] = True
                piece(f"text {version.n}", lambda d=draft, v=version: briefcase.drafts.version_body(d.id, v.n))
            for seen in _safe(lambda draft=draft: [briefcase.drafts.seen(draft.id)]):
                pieces |= {f"seen {seen!r}": True} if seen is not None else {}
        for evidence in (record or {}).get("evidence", []):
            name = f"{ref} {evidence['id']}"
            piece(f"bytes {name}", lambda ref=ref, e=evidence: briefcase.evidence.open_bytes(ref, e["id"]))
            piece(f"custody {name}", lambda ref=ref, e=evidence: briefcase.evidence.custody(ref, e["id"]))
            piece(f"file {name}", lambda ref=ref, e=evidence: briefcase.evidence.file(ref, e["id"]))
        for clock_ref, row in _safe(lambda ref=ref: briefcase.deadlines.rows(ref, today)):
            pieces[f"deadline {clock_ref} {row!r}"] = True
    for note in _safe(briefcase.notes.unfiled):
        pieces[f"unfiled {note!r}"] = True
    piece("typing", lambda: briefcase.notes.unsaved("quick"))
    piece("office", briefcase.office.office)
    piece("consultant", briefcase.office.consultant)
    for edition in _safe(briefcase.vault.office_templates.all):
        pieces[f"edition {edition!r}"] = True
        name = f"template {edition.code} {edition.n}"
        piece(name, lambda e=edition: briefcase.vault.office_templates.body(e.code, e.n))
    for language, word in _safe(briefcase.vault.own_words.all):
        pieces[f"own word {language} {word}"] = True
    for document in _safe(briefcase.library.all):
        pieces[f"library {document!r}"] = True
        piece(
            f"original {document.id}", lambda d=document: b"".join(briefcase.library.original(d.id, accept_risk=True))
        )
        for n in range(1, 3):
            piece(f"page {document.id} {n}", lambda d=document, n=n: briefcase.library.page(d.id, n))
    for hit in _safe(lambda: briefcase.library.search("беженца").hits):
        pieces[f"page hit {hit!r}"] = True
    for quote in _safe(lambda: briefcase.library_quotes.of_case("T-1")):
        pieces[f"quoted {quote!r}"] = True
    for pack in _safe(briefcase.law_packs.all):
        pieces[f"law pack {dataclasses.replace(pack, law=None)!r}"] = True
    for kept in _safe(briefcase.vault.law_packs.packs):
        piece(f"texts {kept.version} {kept.row}", lambda kept=kept: briefcase.vault.law_packs.files(kept.row))
    for pinned in _safe(briefcase.vault.law_packs.keys):
        pieces[f"signer {pinned!r}"] = True
    for case_id, row in _safe(lambda: briefcase.vault.law_packs.law_rows().items()):
        pieces[f"law of {case_id} {row}"] = True
    for one in _safe(briefcase.office.open_tasks):
        pieces[f"task {one!r}"] = True
    for receipt in _safe(lambda: briefcase.vault.office.receipts()):
        pieces[f"receipt {receipt!r}"] = True
    piece("kept key", lambda: briefcase.vault.office.kept_secret("own"))
    for word in ("зонта", "заметка", "записка", "чего"):
        for hit in _safe(lambda word=word: briefcase.search.find(word).hits):
            pieces[f"hit {word} {hit.kind} {hit.case} {hit.title} {hit.snippet}"] = True
    for entry in _safe(briefcase.cases.bin.all):
        pieces[f"bin {entry!r}"] = True
    for entry in _safe(briefcase.journal.entries):
        pieces[f"journal {entry!r}"] = True
    for step in _safe(briefcase.undo.last):
        pieces[f"undo {dataclasses.replace(step, case=None)!r}"] = True  # a case that is not readable is not named
    return pieces


def _safe(read: Any) -> Any:
    try:
        return tuple(read())
    except LegalAidError:
        return ()


def _one(read: Any) -> Any:
    try:
        return read()
    except LegalAidError:
        return None


@pytest.mark.soak
def test_nothing_that_was_altered_is_shown(
    original: Path, keys: VaultKeys, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with opened_to_read(original, keys) as briefcase:
        before = shown(briefcase)
    assert len(before) > 150
    wrong: list[str] = []
    unnoticed: list[str] = []
    tried = 0
    columns = _columns(original, keys)
    folder = tmp_path / "v"
    shutil.copytree(original, folder)
    for number, (table, column, kind) in enumerate(columns):
        for name, value in _harms(kind):
            if not LONG and (number + len(name)) % 24:
                continue
            shutil.copyfile(original / "data", folder / "data")
            connection = _connection(folder, keys)
            try:
                changed = connection.execute(
                    f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" IS NOT ? AND rowid IN '
                    f'(SELECT rowid FROM "{table}" WHERE "{column}" IS NOT ? LIMIT 1)'
                    if _has_rowid(connection, table)
                    else f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" IS NOT ?',
                    (value, value, value) if _has_rowid(connection, table) else (value, value),
                ).rowcount
                if connection.in_transaction:
                    connection.commit()
            except Exception:
                continue
            finally:
                connection.close()
            if not changed:
                continue
            tried += 1
            what = f"{table}.{column} {name}"
            try:
                with opened_to_read(folder, keys) as briefcase:
                    after = shown(briefcase)
            except LegalAidError:
                after = {}
            if extra := [key for key in after if not _is_part(key, after[key], before, table)]:
                wrong.append(f"{what}: {extra[:1]}")
            lost = set(before) - set(after)
            if (table, column) not in _HARMLESS and not noticed(folder, keys):
                unnoticed.append(f"{what} ({len(lost)} pieces gone)")
    with capfd.disabled():
        print(f"\n{tried} alterations of {len(columns)} columns: {len(wrong)} shown, {len(unnoticed)} unnoticed")
        print("\n".join((*wrong, *unnoticed)))
    assert wrong == []
    assert unnoticed == []


def _is_part(key: str, value: Any, before: dict[str, Any], table: str) -> bool:
    """Whether a piece is as it was, or a part of it: what cannot be read is left out, never made up."""
    if value is None or key.endswith(" None") or (table == "deadline_mark" and key.startswith("deadline")):
        return True  # a deadline whose mark cannot be read shows as open, which is the safe side
    was = before.get(key)
    if isinstance(value, tuple) and isinstance(was, tuple) and not hasattr(value, "_fields"):
        return all(item in was for item in value)
    return bool(value == was)


def _has_rowid(connection: Any, table: str) -> bool:
    (without,) = connection.execute("SELECT wr FROM pragma_table_list WHERE name = ?", (table,)).fetchone()
    return not without


def test_every_schema_is_attacked() -> None:
    """A new migration needs a look at this file: what its tables hold, and what checks it."""
    assert MIGRATIONS[-1].version == 4
