"""Pages damaged, cut, zeroed, doubled, and logs of others: found, nothing wrong shown, the rest saved."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from legalaid_desktop.domain.case_file import case_to_plain
from legalaid_desktop.errors import DatabaseDamaged, LegalAidError, VaultReadOnly
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.opening import open_briefcase, open_briefcase_read_only
from legalaid_desktop.services.salvage import salvage_vault
from legalaid_desktop.services.vault_health import check_vault
from legalaid_desktop.vault.unlock import VaultKeys, unlock
from tests.rounds import LONG, rounds
from tests.services.opened_at_once import noticed, opened_to_read
from tests.services.vaults import CLOCK, SAMPLES, new_vault, opened, passphrase

pytestmark = pytest.mark.usefixtures("quick_vaults")

PAGE = 4096
PAPER = bytes(range(256)) * 40


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "v"
    with new_vault(folder) as briefcase:
        briefcase.cases.import_files(SAMPLES)
        for row in briefcase.cases.rows(CLOCK.today()):
            for number in range(20):
                briefcase.notes.record(row.ref, f"Заметка {number} к делу {row.ref}: " + "подробности, " * 20)
            briefcase.evidence.add_bytes(row.ref, PAPER, title="Бумага")
            briefcase.drafts.begin(
                row.ref, document="D1", language="ru", template="D1", template_version="1", edits={"b": "текст " * 50}
            )
    return folder


@pytest.fixture(scope="module")
def keys(original: Path) -> Iterator[VaultKeys]:
    with unlock(original, passphrase()) as keys:
        yield keys


def texts(briefcase: Briefcase) -> set[str]:
    """Everything that the vault shows, as pieces; what is refused in words is no piece."""
    found: set[str] = set()
    try:
        rows = briefcase.cases.rows(CLOCK.today())
    except LegalAidError:
        return found
    for row in rows:
        if row.damaged:
            continue
        found.add(f"list {row.ref} {row.title} {row.client} {row.next_deadline} {row.next_alarm}")
        try:
            plain = case_to_plain(briefcase.cases.record(row.ref))
        except LegalAidError:
            continue
        for section, value in plain.items():
            items = value if isinstance(value, list) else [] if value is None else [value]
            if section == "other_cases":
                items = [one for other in items for part in other.values() if isinstance(part, list) for one in part]
            found |= {f"{row.ref} {section} {item!r}" for item in items}
        for evidence in plain.get("evidence", []):
            try:
                found.add(f"{row.ref} {evidence['id']} {briefcase.evidence.open_bytes(row.ref, evidence['id'])!r}")
            except LegalAidError:
                continue
        try:
            found |= {f"{row.ref} draft {draft!r}" for draft in briefcase.drafts.of(row.ref)}
        except LegalAidError:
            continue
    return found


def damaged_copies(original: Path, into: Path, count: int) -> Iterator[tuple[str, Path]]:
    data = (original / "data").read_bytes()
    pages = len(data) // PAGE
    chance = random.Random(4)
    for number in range(count):
        page = number if count >= pages and number < pages else chance.randrange(pages)
        harm = ("bit", "zero", "bit", "double", "bit", "cut", "bit")[number % 7]
        made = bytearray(data)
        match harm:
            case "bit":
                made[page * PAGE + chance.randrange(PAGE)] ^= 1 << chance.randrange(8)
            case "zero":
                made[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
            case "double":
                other = (page + 1) % pages
                made[page * PAGE : (page + 1) * PAGE] = data[other * PAGE : (other + 1) * PAGE]
            case "cut":
                del made[max(page, 1) * PAGE + chance.choice([0, 100]) :]
        folder = into / f"{harm}-{page}-{number}"
        folder.mkdir()
        shutil.copyfile(original / "head", folder / "head")
        (folder / "data").write_bytes(made)
        yield f"{harm} page {page}", folder


@pytest.mark.soak
def test_damage_is_found_and_the_rest_is_saved(
    original: Path, keys: VaultKeys, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with opened_to_read(original, keys) as briefcase:
        whole = texts(briefcase)
    tried = opened_count = kept = saved_none = saved_some = 0
    total = 0
    for what, folder in damaged_copies(original, tmp_path, rounds(14, 2000)):
        tried += 1
        before = hashes(folder)
        assert noticed(folder, keys), what
        try:
            with opened_to_read(folder, keys) as briefcase:
                shown = texts(briefcase)
                opened_count += 1
        except DatabaseDamaged:
            shown = set()
        assert shown <= whole, (what, sorted(shown - whole)[:1])
        if not LONG and tried % 7 != 1:
            assert hashes(folder) == before, what
            shutil.rmtree(folder)
            continue
        into = folder.with_name(folder.name + "-saved")
        try:
            report = salvage_vault(folder, passphrase(), into, clock=CLOCK, fast_kdf=True, lang="ru")
        except DatabaseDamaged:
            saved_none += 1
            assert not into.exists()
            assert (folder / "data").stat().st_size < 2 * PAGE, "the first page alone has no record"
        else:
            with open_briefcase_read_only(into, passphrase(), clock=CLOCK) as briefcase:
                saved = texts(briefcase)
                assert briefcase.damage() == ()
            # What is readable is saved: all that could be shown, but lines of the list, which are made anew.
            missing = {piece for piece in shown - saved if not piece.startswith("list ")}
            assert not missing or report.lost, (what, sorted(missing)[:1])
            saved_some += 1
            kept += len(saved & whole)
            total += len(whole)
            if whole - saved:
                assert report.lost, (what, sorted(whole - saved)[:2])
            shutil.rmtree(into)
        assert hashes(folder) == before, what
        shutil.rmtree(folder)
    with capfd.disabled():
        print(
            f"\n{tried} damaged vaults: all found, 0 wrong shown, {opened_count} opened to read; "
            f"{saved_some} saved: kept {100 * kept / max(total, 1):.2f} % of {total} pieces, {saved_none} unreadable"
        )


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_one_damaged_record_hides_only_itself(original: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(original, tmp_path / "v"))
    with opened(folder) as briefcase:
        (ref, *_) = [row.ref for row in briefcase.cases.rows(CLOCK.today())]
        before = briefcase.notes.of(ref)
        briefcase.vault.db.run("UPDATE note SET text = 'чего не было' WHERE row = (SELECT min(row) FROM note "
                               "WHERE case_row = ?)", (briefcase.vault.cases.row_of(ref),))  # fmt: skip
        assert briefcase.notes.of(ref) == before[1:]
        assert briefcase.damaged.line_of_case(ref, lang="en") == "1 record of this case cannot be read"
        assert briefcase.damaged.line_of_case(ref, lang="ru") == "1 запись этого дела не читается"
        ((kind, case),) = [(one.kind, one.case) for one in briefcase.damage() if one.kind == "note"]
        assert (kind, case) == ("note", ref)
        with pytest.raises(DatabaseDamaged):
            briefcase.cases.record(ref, whole=True)
        # Work goes on beside it, and it is not erased, mended or hidden by that.
        briefcase.notes.record(ref, "Ещё одна.")
        assert briefcase.notes.of(ref)[-1].text == "Ещё одна."
        assert len([one for one in briefcase.damage() if one.kind == "note"]) == 1


def test_a_vault_opened_to_read_refuses_changes_in_words(original: Path) -> None:
    before = hashes(original)
    with open_briefcase_read_only(original, passphrase(), clock=CLOCK) as briefcase:
        assert briefcase.read_only
        ref = briefcase.cases.rows(CLOCK.today())[0].ref
        for change in (
            lambda: briefcase.cases.create(title="нет"),
            lambda: briefcase.notes.record(ref, "нет"),
            lambda: briefcase.notes.keep_unsaved("quick", "нет"),
            lambda: briefcase.cases.bin.empty(older_than_days=0) or briefcase.cases.bin.remove(ref, "case", ref),
            lambda: briefcase.undo.undo_back_to(1),
            lambda: briefcase.journal_settings.set_keep("all"),
            lambda: briefcase.evidence.add_bytes(ref, b"x", title="нет"),
        ):
            with pytest.raises(VaultReadOnly):
                change()
        assert briefcase.search.find("заметка", limit=5).total > 100
        briefcase.checkpoint()
    assert hashes(original) == before


# --- logs


def with_log(folder: Path, into: Path, change: str) -> tuple[bytes, bytes]:
    """Return the file as it was with its log beside it, right after a change."""
    briefcase = opened(folder)
    briefcase.notes.record(None, change)
    data, log = (folder / "data").read_bytes(), (folder / "data-wal").read_bytes()
    assert log
    briefcase.close()
    into.mkdir(exist_ok=True)
    return data, log


def test_an_own_log_is_read(original: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(original, tmp_path / "v"))
    data, log = with_log(folder, tmp_path / "kept", "Только в журнале записи.")
    (folder / "data").write_bytes(data)
    (folder / "data-wal").write_bytes(log)
    before = hashes(folder)
    with open_briefcase_read_only(folder, passphrase(), clock=CLOCK) as briefcase:
        assert [note.text for note in briefcase.notes.unfiled()] == ["Только в журнале записи."]
    assert hashes(folder) == before
    with opened(folder) as briefcase:
        assert [note.text for note in briefcase.notes.unfiled()] == ["Только в журнале записи."]


def test_a_log_of_another_vault_never_comes_near_the_data(original: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(original, tmp_path / "v"))
    with new_vault(tmp_path / "other"):
        pass
    _, log = with_log(tmp_path / "other", tmp_path / "kept", "Чужая запись.")
    (folder / "data-wal").write_bytes(log)
    before = hashes(folder)
    with pytest.raises(DatabaseDamaged) as raised:
        open_briefcase(folder, passphrase(), clock=CLOCK)
    assert raised.value.facts == {"where": "data-wal", "reason": "foreign_log"}
    assert [one.code for one in check_vault(folder, passphrase(), clock=CLOCK).problems] == ["log_not_ours"]
    with open_briefcase_read_only(folder, passphrase(), clock=CLOCK) as briefcase:
        assert briefcase.notes.unfiled() == ()
        assert briefcase.damage() == ()
    report = salvage_vault(folder, passphrase(), tmp_path / "saved", clock=CLOCK, fast_kdf=True)
    assert report.lost == ()
    assert hashes(folder) == before
    (folder / "data-wal").unlink()
    with opened(folder) as briefcase:
        assert briefcase.damage() == ()


def test_a_stale_log_never_brings_old_states_back(original: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(original, tmp_path / "v"))
    _, log = with_log(folder, tmp_path / "kept", "Первая.")
    with opened(folder) as briefcase:
        briefcase.notes.record(None, "Вторая.")
    (folder / "data-wal").write_bytes(log)
    before = hashes(folder)
    with pytest.raises(DatabaseDamaged) as raised:
        open_briefcase(folder, passphrase(), clock=CLOCK)
    assert raised.value.facts["reason"] == "stale_log"
    assert [one.code for one in check_vault(folder, passphrase(), clock=CLOCK).problems] == ["log_not_ours"]
    with open_briefcase_read_only(folder, passphrase(), clock=CLOCK) as briefcase:
        assert [note.text for note in briefcase.notes.unfiled()] == ["Первая.", "Вторая."]
    assert hashes(folder) == before


def test_a_log_whose_end_is_damaged_is_told(original: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(original, tmp_path / "v"))
    briefcase = opened(folder)
    for number in range(3):
        briefcase.notes.record(None, f"Запись {number}.")
    data, log = (folder / "data").read_bytes(), bytearray((folder / "data-wal").read_bytes())
    briefcase.close()
    log[len(log) // 2] ^= 1
    (folder / "data").write_bytes(data)
    (folder / "data-wal").write_bytes(log)
    codes = [one.code for one in check_vault(folder, passphrase(), clock=CLOCK).problems]
    assert codes[0] == "log_cut"
    with unlock(folder, passphrase()) as keys:
        assert keys.damaged_copies == 0


def test_records_of_a_lost_case_are_kept_under_one_made_for_them(original: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(original, tmp_path / "v"))
    with opened(folder) as briefcase:
        ref = briefcase.cases.rows(CLOCK.today())[0].ref
        row = briefcase.vault.cases.row_of(ref)
        notes = [note.text for note in briefcase.notes.of(ref)]
        briefcase.vault.db.run("UPDATE case_file SET region = 'другая' WHERE row = ?", (row,))
    report = salvage_vault(folder, passphrase(), tmp_path / "saved", clock=CLOCK, fast_kdf=True, lang="ru")
    assert report.made_cases == 1
    assert [(one.kind, one.reason) for one in report.lost] == [("case", "keyed_hash")]
    assert report.lines("ru")[-1] == "Проверенной резервной копии у этого хранилища не было."
    with opened(tmp_path / "saved") as briefcase:
        (made,) = [line.ref for line in briefcase.cases.rows(CLOCK.today()) if line.ref.startswith("СПАСЕНО")]
        assert [note.text for note in briefcase.notes.of(made)] == notes
        assert briefcase.damage() == ()
        assert briefcase.search.find("заметка", limit=1).total > 100


def test_a_paper_is_saved_without_the_record_of_how_it_came_in(original: Path, tmp_path: Path) -> None:
    """What is lost beside the bytes of a paper costs neither the bytes nor the rest of the vault."""
    folder = Path(shutil.copytree(original, tmp_path / "v"))
    with opened(folder) as briefcase:
        ref = briefcase.cases.rows(CLOCK.today())[0].ref
        paper = str(briefcase.evidence.add_bytes(ref, PAPER, title="Ещё бумага").id)
        row = int(briefcase.vault.db.one("SELECT max(evidence_row) FROM evidence_file"))
        briefcase.vault.db.run("DELETE FROM custody_entry WHERE evidence_row = ?", (row,))
    report = salvage_vault(folder, passphrase(), tmp_path / "saved", clock=CLOCK, fast_kdf=True, lang="ru")
    assert [(one.kind, one.case_ref is not None, one.where) for one in report.lost] == [
        ("custody_entry", True, f"custody_entry {row}")
    ]
    with opened(tmp_path / "saved") as briefcase:
        assert briefcase.damage() == ()
        (entry,) = briefcase.evidence.custody(ref, paper)
        assert (entry.what, entry.who) == ("taken_in", "")
        assert briefcase.evidence.open_bytes(ref, paper) == PAPER


def test_a_file_that_was_cut_says_how_much_is_gone(original: Path, tmp_path: Path) -> None:
    """Where all that is left is the beginning, no record tells of those that followed; the first page does."""
    data = (original / "data").read_bytes()
    folder = tmp_path / "cut"
    folder.mkdir()
    shutil.copyfile(original / "head", folder / "head")
    (folder / "data").write_bytes(data[: 12 * PAGE])
    report = salvage_vault(folder, passphrase(), tmp_path / "saved", clock=CLOCK, fast_kdf=True)
    assert f"data 13-{len(data) // PAGE}" in {one.where for one in report.lost}
    assert sorted(path.name for path in (tmp_path / "saved").iterdir()) == ["data", "head"]
