"""Salvage where the table of contents, the salt, or the inner pages of a tree are lost: what is whole is saved."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from legalaid_desktop.errors import DatabaseDamaged
from legalaid_desktop.services.open_vault import record_hashes
from legalaid_desktop.services.opening import open_briefcase_read_only
from legalaid_desktop.services.salvage import PAGES, SalvageReport, salvage_vault
from legalaid_desktop.storage.database import Database, Row
from legalaid_desktop.storage.lone_pages import PAGE, LonePages, PageRows
from legalaid_desktop.storage.page_rescue import PageRescue
from legalaid_desktop.storage.row_shapes import Shapes
from legalaid_desktop.vault.header import parse_head
from legalaid_desktop.vault.secret import Secret
from legalaid_desktop.vault.unlock import VaultKeys, unlock
from tests.rounds import LONG, rounds
from tests.services.vaults import CLOCK, SAMPLES, new_vault, opened, passphrase

pytestmark = pytest.mark.usefixtures("quick_vaults")

V1 = Path(__file__).parents[1] / "data" / "vault_v1"
PAPER = bytes(range(256)) * 40


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three cases, notes in trees of two levels, papers that go on over pages, drafts; much changed and erased."""
    folder = tmp_path_factory.mktemp("alone") / "v"
    with new_vault(folder) as briefcase:
        briefcase.cases.import_files(SAMPLES[:3])
        refs = [row.ref for row in briefcase.cases.rows(CLOCK.today())]
        for ref in refs:
            notes = [
                briefcase.notes.record(ref, f"Заметка {number} к делу {ref}: " + "подробности, " * 20)
                for number in range(12)
            ]
            assert len(notes) == 12
            briefcase.evidence.add_bytes(ref, PAPER, title="Бумага")
            briefcase.drafts.begin(
                ref, document="D1", language="ru", template="D1", template_version="1", edits={"b": "текст " * 50}
            )
        briefcase.notes.keep_unsaved("quick", "Набранное и не сохранённое")
        erased = briefcase.cases.create(title="Будет стёрто").info.ref
        for number in range(12):
            briefcase.notes.record(erased, f"Стёртая {number}: " + "слова, " * 60)
        briefcase.cases.bin.remove(erased, "case", erased)
        briefcase.cases.bin.empty(older_than_days=0)
    return folder


@pytest.fixture(scope="module")
def keys(original: Path) -> Iterator[VaultKeys]:
    with unlock(original, passphrase()) as keys:
        yield keys


Rows = dict[str, set[Row]]


def in_tables(db: Database, shapes: Shapes) -> Rows:
    found: Rows = {}
    for name, shape in shapes.all.items():
        columns = ", ".join(f'"{column}"' for column in shape.columns)
        found[name] = set(db.rows(f'SELECT {columns} FROM "{name}"'))
    return found


def found_alone(data: Path, scratch: Path, keys: VaultKeys) -> tuple[Rows, frozenset[int]]:
    shapes = Shapes(record_hashes(keys))
    found: Rows = {name: set() for name in shapes.all}
    with (
        keys.subkey("database") as key,
        LonePages(data, scratch, key, keys.data_salt, lambda _: None) as pages,
    ):
        rescue = PageRescue(pages, shapes, lambda _: None)
        assert rescue.find_form() == 2
        for one in rescue.rows():
            found[one.shape.name].add(one.values)
        damaged = pages.damaged
    assert not list(scratch.parent.glob(f"{scratch.name}*"))
    return found, damaged


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def damaged_copy(original: Path, folder: Path, data: bytes) -> Path:
    folder.mkdir()
    shutil.copyfile(original / "head", folder / "head")
    (folder / "data").write_bytes(data)
    return folder


def flipped(data: bytes, page: int, at: int) -> bytes:
    made = bytearray(data)
    made[(page - 1) * PAGE + at] ^= 4
    return bytes(made)


def salvaged(folder: Path, into: Path) -> SalvageReport:
    before = hashes(folder)
    try:
        return salvage_vault(folder, passphrase(), into, clock=CLOCK, fast_kdf=True)
    finally:
        assert hashes(folder) == before


def rows_of(folder: Path) -> Rows:
    """The rows of a vault that are a person's records; what salvage makes anew (the journal's end) is left out."""
    with unlock(folder, passphrase()) as keys, keys.subkey("database") as key:
        shapes = Shapes(record_hashes(keys))
        db = Database.open_to_read(folder / "data", key)
        try:
            found = in_tables(db, shapes)
        finally:
            db.close()
    del found["journal_entry"]
    return found


def test_both_ways_give_the_same_of_a_whole_vault(original: Path, keys: VaultKeys, tmp_path: Path) -> None:
    shapes = Shapes(record_hashes(keys))
    with keys.subkey("database") as key:
        db = Database.open_to_read(original / "data", key)
        expected = in_tables(db, shapes)
        db.close()
    found, damaged = found_alone(original / "data", tmp_path / "scratch", keys)
    assert damaged == frozenset()
    assert found == expected
    filled = {name for name, rows in expected.items() if rows}
    assert len(filled) > 25
    assert {"note", "evidence_chunk", "journal_entry", "draft", "unsaved_text", "event_evidence"} <= filled


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda data: flipped(data, 1, 3), id="a bit of the salt"),
        pytest.param(lambda data: flipped(data, 1, 20), id="a bit of the database's own header"),
        pytest.param(lambda data: flipped(data, 1, 2000), id="a bit of the first page"),
        pytest.param(lambda data: bytes(16) + data[16:], id="the salt is of zeros"),
        pytest.param(lambda data: bytes(512) + data[512:], id="the first sector is of zeros"),
        pytest.param(lambda data: bytes(PAGE) + data[PAGE:], id="the first page is of zeros"),
    ],
)
def test_nothing_is_lost_with_the_first_page(original: Path, tmp_path: Path, harm: object) -> None:
    assert callable(harm)
    folder = damaged_copy(original, tmp_path / "v", harm((original / "data").read_bytes()))
    report = salvaged(folder, tmp_path / "saved")
    assert report.lost == ()
    assert rows_of(tmp_path / "saved") == rows_of(original)
    with opened(tmp_path / "saved") as briefcase:
        assert briefcase.damage() == ()
        assert briefcase.notes.unsaved("quick") == "Набранное и не сохранённое"


LEAVES = 12
"""Pages with the table of contents below the first one, which is the only inner page above them."""


@pytest.fixture(scope="module")
def contents(original: Path, keys: VaultKeys, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, ...]:
    """The pages that hold the table of contents: the inner one, then the leaves in order."""
    with (
        keys.subkey("database") as key,
        LonePages(
            original / "data", tmp_path_factory.mktemp("contents") / "s", key, keys.data_salt, lambda _: None
        ) as pages,
    ):
        leaves = [page for page in range(2, pages.count + 1) if _is_of_contents(pages.read(page))]
    assert len(leaves) == LEAVES
    return (1, *leaves)


def _is_of_contents(read: PageRows | None) -> bool:
    if read is None or not read.numbered or read.more:
        return False
    return any(row[1] in ("table", "index") and str(row[5]).startswith("CREATE ") for row in read.rows)


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(place, id="the inner page" if not place else f"leaf {place}", marks=pytest.mark.soak)
        for place in range(LEAVES + 1)
        if LONG or place == LEAVES  # the inner page is the first one, which the cases above are of
    ],
)
def test_no_record_is_lost_with_a_page_of_the_table_of_contents(
    original: Path, contents: tuple[int, ...], tmp_path: Path, place: int
) -> None:
    page = contents[place]
    folder = damaged_copy(original, tmp_path / "v", flipped((original / "data").read_bytes(), page, 1500))
    report = salvaged(folder, tmp_path / "saved")
    assert report.by_pages
    assert [(one.kind, one.where) for one in report.lost] == ([(PAGES, f"data {page}")] if place else [])
    assert rows_of(tmp_path / "saved") == rows_of(original)


def test_the_report_says_that_records_were_found_page_by_page(original: Path, tmp_path: Path) -> None:
    folder = damaged_copy(original, tmp_path / "v", flipped((original / "data").read_bytes(), 1, 2000))
    report = salvaged(folder, tmp_path / "saved")
    assert report.by_pages
    assert "Оглавление хранилища повреждено: записи найдены постранично." in report.lines("ru")
    assert "Змест сховішча пашкоджаны: запісы знойдзены пастаронкава." in report.lines("be")
    assert "The table of contents of the vault was damaged: records were found page by page." in report.lines("en")


def test_a_wrong_salt_still_opens_for_reading(original: Path, tmp_path: Path) -> None:
    folder = damaged_copy(original, tmp_path / "v", bytes(16) + (original / "data").read_bytes()[16:])
    before = hashes(folder)
    with pytest.raises(DatabaseDamaged):
        opened(folder)
    with open_briefcase_read_only(folder, passphrase(), clock=CLOCK) as briefcase:
        assert len(briefcase.cases.rows(CLOCK.today())) == 3
        assert briefcase.damage() == ()
    assert hashes(folder) == before


def test_the_header_keeps_the_salt_through_its_changes(original: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(original, tmp_path / "v"))
    salt = (folder / "data").read_bytes()[:16]
    with opened(folder) as briefcase:
        briefcase.key_slots.add_passphrase(Secret.from_passphrase("другая фраза"), label="вторая", fast=True)
    assert [copy and copy.data_salt for copy in parse_head((folder / "head").read_bytes()).copies] == [salt, salt]


def test_a_header_of_an_older_program_gets_the_salt_at_its_next_change(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(V1, tmp_path / "v"))
    (before, _) = parse_head((folder / "head").read_bytes()).copies
    salt = (folder / "data").read_bytes()[:16]
    assert before is not None
    assert before.data_salt != salt
    with opened(folder) as briefcase:
        assert parse_head((folder / "head").read_bytes()).copies[0] == before
        briefcase.key_slots.add_passphrase(Secret.from_passphrase("другая фраза"), label="вторая", fast=True)
    assert [copy and copy.data_salt for copy in parse_head((folder / "head").read_bytes()).copies] == [salt, salt]


@pytest.mark.soak
def test_every_record_on_a_whole_page_is_kept(
    original: Path, keys: VaultKeys, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The oracle: rows that are found on the pages of the whole file, page by page, less those whose own page, or
    what of it goes on elsewhere, is damaged."""
    data = (original / "data").read_bytes()
    count = len(data) // PAGE
    whole, _ = found_alone(original / "data", tmp_path / "scratch", keys)
    everything = rows_of(original)
    chance = random.Random(11)
    pages = chance.sample(range(2, count + 1), min(rounds(6, 2000), count - 1))
    kept = total = 0
    for page in pages:
        harmed = flipped(flipped(data, page, chance.randrange(PAGE)), 1, 1000)
        folder = damaged_copy(original, tmp_path / f"v{page}", harmed)
        alone, damaged = found_alone(folder / "data", tmp_path / "scratch", keys)
        assert damaged == {page}
        into = tmp_path / f"saved{page}"
        report = salvaged(folder, into)
        saved = rows_of(into)
        for name, rows in everything.items():
            assert alone[name] <= whole[name], (page, name)
            if name not in MENDED:
                # What belongs to a person whose own record is lost is nobody's any more: left out, and told.
                told = {one.where for one in report.lost}
                out = {row for row in (alone[name] & rows) - saved[name] if f"{name} {row[0]}" not in told}
                assert not out, (page, name, sorted(map(str, out))[:2])
                invented = {row for row in saved[name] - rows if name != "custody_entry" or row[3] != ""}
                assert not invented, (page, name)  # but how a paper came in, where the entry of it is lost
            kept += len(saved[name] & rows)
            total += len(rows)
            if rows - saved[name]:
                assert report.lost, (page, name)
        assert any(one.kind == PAGES and one.where == f"data {page}" for one in report.lost)
        shutil.rmtree(folder)
        shutil.rmtree(into)
    with capfd.disabled():
        print(f"\nfirst page and one more lost, {len(pages)} of {count}: kept {kept} of {total} rows, none invented")


def test_cut_swapped_and_zeroed(original: Path, keys: VaultKeys, tmp_path: Path) -> None:
    data = (original / "data").read_bytes()
    middle = len(data) // PAGE // 2 * PAGE
    everything = rows_of(original)
    for name, made in (("half", data[: middle + 100]), ("zeros", bytes(65536) + data[65536:])):
        folder = damaged_copy(original, tmp_path / name, made)
        alone, _ = found_alone(folder / "data", tmp_path / "scratch", keys)
        report = salvaged(folder, tmp_path / f"{name}-saved")
        saved = rows_of(tmp_path / f"{name}-saved")
        assert report.by_pages
        assert any(one.kind == PAGES for one in report.lost)
        for table in ("note", "evidence_chunk", "event"):
            if table != "evidence_chunk":
                assert alone[table] & everything[table] <= saved[table]
            assert saved[table] <= everything[table]
        with opened(tmp_path / f"{name}-saved") as briefcase:
            assert briefcase.damage() == ()
    folder = damaged_copy(original, tmp_path / "swapped", data[middle:] + data[:middle])
    with pytest.raises(DatabaseDamaged):
        salvaged(folder, tmp_path / "swapped-saved")
    assert not (tmp_path / "swapped-saved").exists()


def test_stopping_leaves_nothing(original: Path, tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    folder = damaged_copy(original, tmp_path / "v", flipped((original / "data").read_bytes(), 1, 2000))
    before = hashes(folder)
    told: list[int] = []
    for after in (1, 40, 200):

        def watch(done: int, total: int, after: int = after) -> None:
            told.append(done)
            if len(told) >= after:
                raise Stopped

        told.clear()
        with pytest.raises(Stopped):
            salvage_vault(folder, passphrase(), tmp_path / "saved", clock=CLOCK, fast_kdf=True, watch=watch)
        assert {path.name for path in tmp_path.iterdir()} == {"v"}
    assert hashes(folder) == before


MENDED = frozenset(
    {"case_file", "evidence", "evidence_file", "evidence_chunk", "person", "case_person", "case_section"}
)
"""Salvage itself changes rows of these: a case made for others, counts, papers that are not complete."""
