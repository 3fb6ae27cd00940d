"""The library of a vault: taken in whole or not at all, found by any form of a word, quoted as it stands."""

from __future__ import annotations

import csv
import datetime as dt
import os
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from legalaid_desktop.domain.library import LibraryPage, PageUnit
from legalaid_desktop.errors import (
    DestinationExists,
    DocumentExists,
    EvidenceDamaged,
    NotFound,
    RiskNotAccepted,
    UndoNotPossible,
    VaultReadOnly,
    WrongUse,
)
from legalaid_desktop.host.clock import FixedClock
from legalaid_desktop.intake.file_kind import FileKind
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.identity import new_identity
from legalaid_desktop.services.library import About, LibraryKind, ReadFile, RiskKind, checked, proposed
from legalaid_desktop.services.opening import open_briefcase_read_only, open_under_keys
from legalaid_desktop.services.restoring import restore_backup
from legalaid_desktop.services.salvage import salvage_vault
from legalaid_desktop.vault.unlock import unlock
from tests.services.vaults import CLOCK, NOW, new_vault, opened, passphrase

LAW = ["Статья 1. Беженцем признаётся тот, кто бежал.", "Статья 2. Жалоба подаётся в суд.", ""]
REPORT = ["Суды не расследуют жалобы на пытки.", "Скаргу падаў у тэрмін, хаваўся ў лясах.", "Виза KH7654321."]


def read(pages: Sequence[str], *, name: str = "файл.pdf", seed: bytes = b"") -> ReadFile:
    """A file as it comes from the child."""
    content = seed + "\f".join(pages).encode()
    made = tuple(LibraryPage(n, "", text) for n, text in enumerate(pages, 1))
    return ReadFile(name=name, content=content, kind=FileKind.PDF, unit=PageUnit.PAGE, pages=made, told={})


RISKY = About(
    title="Доклад о местах содержания",
    publisher="Комитет образцов",
    kind=LibraryKind.COUNTRY,
    retrieved_on=dt.date(2026, 5, 5),
    risks=(RiskKind.LISTED,),
    risk_reason="в списке",
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library") / "v"
    with new_vault(folder) as vault:
        vault.cases.create(title="Дело", ref="Д-1")
        vault.library.add(read(LAW), About(title="Закон о беженцах", kind=LibraryKind.LAW))
        vault.library.add(read(REPORT), RISKY)
    return folder


@pytest.fixture
def vault(kept: Path, tmp_path: Path) -> Iterator[Briefcase]:
    folder = Path(shutil.copytree(kept, tmp_path / "v"))
    with opened(folder) as briefcase:
        yield briefcase


def hits(vault: Briefcase, words: str) -> list[tuple[str, int]]:
    return [(hit.document.about.title, hit.n) for hit in vault.library.search(words).hits]


def one(vault: Briefcase, title: str) -> str:
    return next(document.id for document in vault.library.all() if document.about.title.startswith(title))


# --- finding


def test_every_form_of_a_word_is_found_on_its_page(vault: Briefcase) -> None:
    assert hits(vault, "беженца") == [("Закон о беженцах", 1)]
    assert set(hits(vault, "жалобами")) == {("Закон о беженцах", 2), ("Доклад о местах содержания", 1)}
    assert hits(vault, "скарга") == hits(vault, "лес") == [("Доклад о местах содержания", 2)]
    assert hits(vault, "суд пытка") == [("Доклад о местах содержания", 1)]
    assert hits(vault, "КН7654321") == [("Доклад о местах содержания", 3)]
    assert hits(vault, '"жалобы на пытки"') == [("Доклад о местах содержания", 1)]
    assert hits(vault, '"пытки на жалобы"') == []
    assert hits(vault, "рассл*") == [("Доклад о местах содержания", 1)]
    assert hits(vault, " ") == []


def test_what_is_found_is_marked_in_the_snippet(vault: Briefcase) -> None:
    (hit,) = vault.library.search("пытками суда").hits
    assert [hit.snippet[begin:end] for begin, end in hit.marks] == ["Суды", "пытки"]


def test_a_slip_finds_what_was_meant_and_says_so(vault: Briefcase) -> None:
    result = vault.library.search("беженецц")
    assert [hit.n for hit in result.hits] == [1]
    assert result.near == (("беженецц", ("беженцем",)),)
    assert vault.library.search("пистон").total == 0


def test_the_recall_sample(tmp_path: Path) -> None:
    sample = Path(__file__).parent / "data" / "search_recall_sample.tsv"
    with new_vault(tmp_path / "v") as vault:
        for number, row in enumerate(csv.DictReader(sample.read_text("utf-8").splitlines(), delimiter="\t")):
            text = read([row["text"]], seed=str(number).encode())
            document = vault.library.add(text, About(title=row["id"]))
            result = vault.library.search(row["query"], document=document.id)
            assert len(result.hits) == result.total == int(row["expect"]), row
            vault.library.remove(document.id)
            vault.library.erase(document.id)
        assert vault.library.counts().documents == 0
        assert vault.vault.db.one("SELECT count(*) FROM library_term") == 0, "a word outlived the text it stood in"


def test_kind_and_document_narrow_a_search(vault: Briefcase) -> None:
    assert vault.library.search("жалоба", kind=LibraryKind.LAW).total == 1
    assert vault.library.search("жалоба", document=one(vault, "Доклад").lower()).total == 1
    with pytest.raises(NotFound):
        vault.library.search("жалоба", document="L-НЕТ")
    with pytest.raises(WrongUse):
        vault.library.search("жалоба", limit=-1)


# --- all or nothing


def test_stopping_leaves_nothing(vault: Briefcase) -> None:
    class Gone(Exception):
        pass

    def watch(done: int, total: int) -> None:
        if done == total:  # the very last moment
            raise Gone

    before = vault.vault.db.counts()
    with pytest.raises(Gone):
        vault.library.add(read(["новоеслово"] * 40), About(title="Т"), watch)
    assert vault.vault.db.counts() == before
    assert hits(vault, "новоеслово") == []
    vault.library.add(read(["новоеслово"] * 40), About(title="Т"))  # what was learned was forgotten
    assert len(hits(vault, "новоеслово")) == 40
    assert vault.damage() == ()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")
def test_killed_in_the_middle_nothing_is_there(kept: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(kept, tmp_path / "v"))
    with unlock(folder, passphrase()) as keys:
        child = os.fork()
        if child == 0:  # pragma: no cover - ends by a signal

            def watch(done: int, total: int) -> None:
                if done > total // 2:
                    os.kill(os.getpid(), signal.SIGKILL)

            vault = open_under_keys(folder, keys, CLOCK, create=False)
            vault.library.add(read(["слово " * 900] * 400), About(title="Убитое"), watch)
            os._exit(3)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    with opened(folder) as vault:
        assert [document.about.title for document in vault.library.all()] == [RISKY.title, "Закон о беженцах"]
        assert vault.vault.db.one("SELECT count(*) FROM library_page") == len(LAW) + len(REPORT)
        assert vault.damage() == ()


def test_the_same_file_is_not_taken_in_twice(vault: Briefcase) -> None:
    again = read(LAW)
    assert vault.library.known(again) is not None
    with pytest.raises(DocumentExists):
        vault.library.add(again, About(title="Ещё раз"))
    vault.library.remove(one(vault, "Закон"))
    vault.library.add(again, About(title="Ещё раз"))
    (removed,) = vault.library.all(removed=True)
    with pytest.raises(DocumentExists):
        vault.library.restore(removed.id)


@pytest.mark.parametrize(
    ("about", "what"),
    [
        (About(title="  "), "title"),
        (About(title="x" * 501), "title"),
        (About(title="x", risks=(RiskKind.NAMES,)), "risk_reason"),
        (About(title="x", publisher="a\x07b"), "publisher"),
    ],
)
def test_a_description_that_cannot_be_is_refused(about: About, what: str) -> None:
    with pytest.raises(WrongUse) as caught:
        checked(about)
    assert caught.value.facts["what"] == what


def test_a_form_begins_with_what_the_file_says(vault: Briefcase) -> None:
    told = {"title": "Книга", "publisher": "Издатель", "date": "2021-04-09T00:00", "language": "en-GB"}
    found = proposed(ReadFile(**{**read(LAW).__dict__, "told": told}), dt.date(2026, 11, 24))
    assert (found.title, found.publisher, found.language) == ("Книга", "Издатель", "en")
    assert found.published is not None
    assert found.published.on == dt.date(2021, 4, 9)
    assert proposed(read(LAW, name="Закон.v2.pdf"), dt.date(2026, 11, 24)).title == "Закон.v2"


# --- the bin, undo, erasing


def test_what_is_removed_is_not_found_and_comes_back(vault: Briefcase) -> None:
    id = one(vault, "Закон")
    vault.library.remove(id)
    assert hits(vault, "беженец") == []
    assert vault.library.search("жалоба").total == 1
    with pytest.raises(NotFound):
        vault.library.page(id, 1)
    vault.library.restore(id)
    assert hits(vault, "беженец") == [("Закон о беженцах", 1)]
    assert vault.damage() == ()


def test_undo_takes_a_document_away_and_gives_it_back(vault: Briefcase) -> None:
    added = vault.library.add(read(["уникальнейшее"], seed=b"u"), About(title="Новый"))
    back = vault.undo.undo_back_to(vault.undo.last()[0].back_to)
    assert hits(vault, "уникальнейшее") == []
    assert vault.library.search("уникальнейшее").total == 0
    vault.checkpoint()  # what undo may still give back stays
    other = vault.library.add(read(["другое"], seed=b"o"), About(title="Другой"))
    assert other.row > added.row, "its pages would be taken for those of the other"
    vault.undo.undo_back_to(back.redo)
    assert hits(vault, "уникальнейшее") == [("Новый", 1)]
    assert vault.library.original(added.id).__next__().startswith(b"u")
    assert vault.damage() == ()


def test_pages_that_nothing_gives_back_are_swept(vault: Briefcase, tmp_path: Path) -> None:
    vault.library.add(read(["уникальнейшее"], seed=b"u"), About(title="Новый"))
    vault.undo.undo_back_to(vault.undo.last()[0].back_to)
    vault.close()
    later = FixedClock(NOW + dt.timedelta(hours=3))
    with opened(tmp_path / "v", later) as briefcase:
        briefcase.notes.record(None, "прошло время")
        briefcase.checkpoint()
        db = briefcase.vault.db
        assert db.one("SELECT count(*) FROM library_page") == len(LAW) + len(REPORT)
        assert db.one("SELECT count(*) FROM library_chunk") == 2
        assert briefcase.damage() == ()


def test_erasing_leaves_no_word_and_no_way_back(vault: Briefcase) -> None:
    id = one(vault, "Доклад")
    with pytest.raises(NotFound):
        vault.library.erase(id)  # only what lies in the bin
    vault.library.remove(id)
    vault.library.erase(id)
    db = vault.vault.db
    assert db.one("SELECT count(*) FROM library_document") == 1
    assert db.one("SELECT count(*) FROM library_page") == len(LAW)
    assert db.one("SELECT count(*) FROM library_term WHERE term LIKE 'скарг%'") == 0
    with pytest.raises(UndoNotPossible):
        vault.undo.undo_back_to(0)
    assert vault.damage() == ()


def test_the_bin_is_emptied_after_thirty_days(kept: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(kept, tmp_path / "v"))
    with opened(folder) as vault:
        vault.library.remove(one(vault, "Закон"))
    for days in (15, 31):
        with opened(folder, FixedClock(NOW + dt.timedelta(days=days))) as vault:
            vault.notes.record(None, "работа")
            vault.cases.bin.empty()
            assert bool(vault.library.all(removed=True)) == (days != 31)


def test_a_description_changes_and_the_journal_says_which_part(vault: Briefcase) -> None:
    id = one(vault, "Закон")
    document = vault.library.describe(id, About(title="Закон", risks=(RiskKind.OTHER,), risk_reason="почему"))
    assert vault.library.document(id).about == document.about
    entry = vault.journal.entries(newest=1)[0]
    assert (entry.action, entry.kind, entry.record) == ("changed", "library", id)
    assert set(entry.fields) == {"title", "kind", "risks", "risk_reason"}
    assert "почему" not in repr(vault.journal.entries())


# --- handing out


def test_the_original_goes_out_as_it_came(vault: Briefcase, tmp_path: Path) -> None:
    id = one(vault, "Закон")
    vault.library.get(id, tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == read(LAW).content
    assert vault.journal.entries(newest=1)[0].action == "handed_out"
    with pytest.raises(DestinationExists):
        vault.library.get(id, tmp_path / "out.pdf")


def test_what_is_dangerous_asks_before_it_goes_out(vault: Briefcase, tmp_path: Path) -> None:
    id = one(vault, "Доклад")
    with pytest.raises(RiskNotAccepted):
        vault.library.get(id, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()
    vault.library.get(id, tmp_path / "out.pdf", accept_risk=True)
    assert (tmp_path / "out.pdf").read_bytes() == read(REPORT).content


def test_a_damaged_original_is_refused_and_a_damaged_page_told(vault: Briefcase, tmp_path: Path) -> None:
    db = vault.vault.db
    law, report = (vault.library.document(one(vault, title)) for title in ("Закон", "Доклад"))
    db.run("UPDATE library_chunk SET data = x'00' WHERE document_row = ?", (law.row,))
    db.run("UPDATE library_page SET data = x'00' WHERE document_row = ? AND n = 1", (report.row,))
    with pytest.raises(EvidenceDamaged):
        vault.library.get(law.id, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert hits(vault, "пытки") == []  # the index alone is not believed
    assert {(one.kind, one.table) for one in vault.damage()} == {
        ("library", "library_chunk"),
        ("library", "library_page"),
    }


def test_a_vault_that_is_only_read_gives_out_and_takes_nothing_in(kept: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(kept, tmp_path / "v"))
    with open_briefcase_read_only(folder, passphrase(), clock=CLOCK) as vault:
        assert hits(vault, "беженец") == [("Закон о беженцах", 1)]
        vault.library.get(one(vault, "Закон"), tmp_path / "out")
        with pytest.raises(VaultReadOnly):
            vault.library.add(read(["x"]), About(title="x"))


# --- quoting


def test_a_quotation_goes_into_the_case_with_its_source(vault: Briefcase) -> None:
    id = one(vault, "Доклад")
    with pytest.raises(RiskNotAccepted):
        vault.library_quotes.into_case("Д-1", id, 1, "не расследуют жалобы")
    made = vault.library_quotes.into_case("Д-1", id, 1, "НЕ  расследуют\nжалобы", accept_risk=True)
    assert made.quoted.text == "не расследуют жалобы"
    assert made.quoted.line.replace("\u00a0", " ") == (
        "«не расследуют жалобы» («Доклад о местах содержания», Комитет образцов, дата не указана, с. 1 "
        "(получено 5 мая 2026 г.))"
    )
    again = vault.library_quotes.into_case("Д-1", id, 1, "не расследуют жалобы", accept_risk=True)
    assert made.coi == again.coi == 1
    (row,) = vault.cases.record("Д-1").coi or ()
    assert row.title == RISKY.title
    assert row.pinpoint == "с.\u00a01"
    assert row.risk_flags == ("listed_material",)
    assert vault.library.quoted(id) == 2
    vault.library_quotes.drop("Д-1", made.quotation.id)
    assert vault.library.quoted(id) == 1
    assert vault.damage() == ()


def test_a_source_is_named_without_its_words(vault: Briefcase) -> None:
    id = one(vault, "Закон")
    number = vault.library_quotes.source_into_case("Д-1", id, 2, "Жалоба идёт в суд.")
    assert number == vault.library_quotes.source_into_case("Д-1", id, 2, "Жалоба идёт в суд.") == 1
    (row,) = vault.cases.record("Д-1").coi or ()
    assert (row.title, row.pinpoint, row.point) == ("Закон о беженцах", "с.\u00a02", "Жалоба идёт в суд.")
    with pytest.raises(WrongUse):
        vault.library_quotes.source_into_case("Д-1", id, 2, " ")
    with pytest.raises(RiskNotAccepted):
        vault.library_quotes.source_into_case("Д-1", one(vault, "Доклад"), 1, "Пытки.")


def test_words_that_do_not_stand_there_are_not_quoted(vault: Briefcase) -> None:
    id = one(vault, "Закон")
    for n, text in ((1, "Жалоба подаётся в суд"), (2, "Жалоба подаётся в полицию"), (1, "…")):
        with pytest.raises(NotFound) as caught:
            vault.library_quotes.quote(id, n, text)
        assert caught.value.facts["kind"] == "quotation"
    with pytest.raises(NotFound):
        vault.library_quotes.quote(id, 4, "Жалоба")
    with pytest.raises(WrongUse):
        vault.library_quotes.quote(id, 1, "Беженцем", language="fr")


def test_a_quotation_goes_with_its_case_and_undo_brings_it_back(vault: Briefcase) -> None:
    vault.library_quotes.into_case("Д-1", one(vault, "Закон"), 1, "Беженцем признаётся")
    vault.undo.undo_back_to(vault.undo.last()[0].back_to)
    assert vault.library_quotes.of_case("Д-1") == ()
    assert not vault.cases.record("Д-1").coi
    vault.undo.undo_back_to(vault.undo.last()[0].back_to)
    assert [quote.text for quote in vault.library_quotes.of_case("Д-1")] == ["Беженцем признаётся"]


# --- backups and rescue


def test_a_backup_brings_the_library_back(vault: Briefcase, tmp_path: Path) -> None:
    key = new_identity(tmp_path / "id")
    vault.library_quotes.into_case("Д-1", one(vault, "Закон"), 1, "Беженцем признаётся")
    vault.backups.create([key.recipient], tmp_path / "backup.age")
    restore_backup(tmp_path / "backup.age", tmp_path / "new", tmp_path / "id", passphrase(), clock=CLOCK, fast_kdf=True)
    with opened(tmp_path / "new") as restored:
        assert set(hits(restored, "жалобами")) == {("Закон о беженцах", 2), ("Доклад о местах содержания", 1)}
        assert b"".join(restored.library.original(one(restored, "Закон"))) == read(LAW).content
        assert len(restored.library_quotes.of_case("Д-1")) == 1
        assert restored.damage() == ()


def test_a_rescue_keeps_what_is_whole_of_the_library(vault: Briefcase, tmp_path: Path) -> None:
    big = vault.library.add(read([f"страница {n} " + "текст " * 40 for n in range(40)], seed=b"b"), About(title="Том"))
    vault.library.remove(one(vault, "Закон"))
    db = vault.vault.db
    report = vault.library.document(one(vault, "Доклад"))
    db.run("UPDATE library_page SET data = x'00' WHERE document_row = ? AND n = 7", (big.row,))
    db.run("UPDATE library_chunk SET data = x'00' WHERE document_row = ?", (report.row,))
    vault.close()
    told = salvage_vault(tmp_path / "v", passphrase(), tmp_path / "saved", clock=CLOCK, fast_kdf=True)
    assert {(lost.kind, lost.reason) for lost in told.lost} == {("library", "lost_rows")}
    assert told.kept["library"] == 3
    with opened(tmp_path / "saved") as saved:
        assert len(hits(saved, "текстом")) == 39
        assert saved.library.page(big.id, 7).text == ""
        assert saved.library.document(big.id).blank == 1
        assert b"".join(saved.library.original(big.id)).startswith(b"b")
        assert hits(saved, "пытки") == [("Доклад о местах содержания", 1)]
        with pytest.raises(NotFound):
            saved.library.original(report.id, accept_risk=True)
        (binned,) = saved.library.all(removed=True)
        saved.library.restore(binned.id)
        assert hits(saved, "беженец") == [("Закон о беженцах", 1)]
        assert saved.damage() == ()


def test_a_rescue_page_by_page_finds_the_library(vault: Briefcase, tmp_path: Path) -> None:
    vault.close()
    data = bytearray((tmp_path / "v" / "data").read_bytes())
    data[0:4096] = os.urandom(4096)  # the table of contents is lost
    (tmp_path / "v" / "data").write_bytes(bytes(data))
    told = salvage_vault(tmp_path / "v", passphrase(), tmp_path / "saved", clock=CLOCK, fast_kdf=True)
    assert told.by_pages
    with opened(tmp_path / "saved") as saved:
        assert set(hits(saved, "жалобами")) == {("Закон о беженцах", 2), ("Доклад о местах содержания", 1)}
        assert b"".join(saved.library.original(one(saved, "Закон"))) == read(LAW).content
