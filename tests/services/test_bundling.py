"""One PDF of papers and annexes: what stands where, what stays behind, what is named; all or nothing is left."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa

from legalaid_desktop.documents.blocks import Block, Span
from legalaid_desktop.documents.bundle import BundleAnnex, BundlePaper, write_bundle
from legalaid_desktop.errors import DestinationExists, NoTemplate, NotFound, WrongUse
from legalaid_desktop.host.wording import wording
from legalaid_desktop.services.annex_content import read_annex
from legalaid_desktop.services.briefcase import Briefcase
from legalaid_desktop.services.bundling import MadeBundle, bundle_json
from legalaid_desktop.services.page_pictures import render_pages
from tests.documents.finished_files import pdf_pages
from tests.intake.hostile_papers import papers
from tests.rounds import LONG
from tests.services import foreign_files
from tests.services.vaults import SAMPLES, new_vault

REF = "TEST-2026-S03"
DAY = dt.date(2026, 12, 21)


def lifted(desk: Briefcase, *documents: str) -> dict[str, str]:
    found = {}
    for code in documents:
        for finding in desk.drafting.check(REF, code, as_of=DAY).findings:
            if finding.severity.value == "O":
                found[finding.id] = "practice case"
    return found


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Briefcase]:
    folder = tmp_path_factory.mktemp("bundle")
    briefcase = new_vault(folder / "vault")
    briefcase.cases.import_files([place for place in SAMPLES if "S03" in place.name])
    files = {
        "x1": foreign_files.busy_pdf(),
        "x2": foreign_files.turned_pdf(),
        "x3": foreign_files.photograph(turned=6),
        "x4": foreign_files.closed_pdf(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
        briefcase.evidence.attach(REF, name, folder / name)
    yield briefcase
    briefcase.close()


@pytest.fixture(scope="module")
def made(desk: Briefcase, tmp_path_factory: pytest.TempPathFactory) -> tuple[MadeBundle, bytes]:
    out = tmp_path_factory.mktemp("out") / "bundle.pdf"
    bundle = desk.bundling.make(REF, ["C1", "C5"], out=out, as_of=DAY, overrides=lifted(desk, "C1", "C5"))
    return bundle, out.read_bytes()


def test_everything_stands_where_the_list_says(made: tuple[MadeBundle, bytes]) -> None:
    bundle, data = made
    pages = [" ".join(text.split()) for text in pdf_pages(data)]
    assert bundle.files[0].pages == len(pages)
    for paper in bundle.papers:
        assert {"C1": "ЖАЛОБА", "C5": "ХОДАТАЙСТВО"}[paper.document] in pages[paper.page - 1]
    for annex in bundle.annexes:
        assert f"Приложение {annex.annex.number}" in pages[annex.page - 1]
        for sheet in range(annex.pages or 0):
            stamp = f"Приложение {annex.annex.number}, лист {sheet + 1} из {annex.pages}"
            assert stamp in pages[annex.page + sheet]
    for number, text in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in text
    listed = [int(n) for n in re.findall(r"[–\d]+ (\d+)(?= Приложение| Ходатайство| 1 /)", pages[0])]
    assert listed == [*(paper.page for paper in bundle.papers[:1]),
                      *(one.page for one in bundle.annexes if one.document == "C1"),
                      bundle.papers[1].page, bundle.annexes[-1].page]  # fmt: skip


def test_bookmarks_lead_to_papers_and_annexes(made: tuple[MadeBundle, bytes]) -> None:
    bundle, data = made
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_outline() as outline:
        tops = [str(entry.title) for entry in outline.root]
        inner = [str(entry.title) for entry in outline.root[1].children]
        places = [pdf.pages.index(entry.destination[0]) + 1 for entry in outline.root]  # type: ignore[index]
    assert tops == ["Документы и приложения", "ЖАЛОБА", "ХОДАТАЙСТВО"]
    assert places[1:] == [paper.page for paper in bundle.papers]
    assert [title for title in inner if title.startswith("Приложение ")] == [
        f"Приложение {one.annex.number}. {' '.join(one.annex.title.split())}"
        for one in bundle.annexes
        if one.document == "C1"
    ]


def test_what_acts_or_tells_stays_behind(made: tuple[MadeBundle, bytes]) -> None:
    _, data = made
    with pikepdf.open(io.BytesIO(data)) as pdf:
        everything = b"".join(
            one.unparse(resolved=False) + (one.read_bytes() if isinstance(one, pikepdf.Stream) and "/Filter" in one
                                           and "DCT" not in str(one.Filter) else b"")
            for one in pdf.objects
        )  # fmt: skip
        assert not {"/AcroForm", "/Names", "/OpenAction", "/AA"} & set(pdf.Root.keys())
        assert all("/Annots" not in page.obj for page in pdf.pages)
    for mark in (*foreign_files.MARKS, foreign_files.GPS.decode()):
        assert mark.encode() not in everything
        assert mark.encode() not in data
    assert "FIELDVALUE" in "".join(pdf_pages(data))  # what a filled field shows is part of the paper


def test_annexes_that_cannot_be_taken_in_are_named(made: tuple[MadeBundle, bytes]) -> None:
    bundle, data = made
    by_ref = {one.annex.ref: one for one in bundle.annexes if one.document == "C1"}
    assert by_ref["x4"].problem == "encrypted"
    assert by_ref["x4"].pages is None
    assert by_ref["d1"].problem == "no_file"
    assert "закрыт паролем" in pdf_pages(data)[by_ref["x4"].page - 1]
    # What has no pages here fills none: its words stand on the sheet of the next that has some.
    row = [one for one in bundle.annexes if one.document == "C1"]
    for one, following in pairwise(row):
        assert following.page == one.page + (1 + one.pages if one.pages else 0)
    told = bundle_json(bundle, "en")["annexes"]
    assert [one["problem"] for one in told] == ["no_file", None, None, "encrypted", None, "no_file"]
    assert "password" in told[3]["message"]
    assert by_ref["x1"].other_count  # its list says one sheet, the file has two


def test_pages_are_turned_and_cut_as_a_viewer_shows_them(made: tuple[MadeBundle, bytes]) -> None:
    bundle, data = made
    by_ref = {one.annex.ref: one for one in bundle.annexes if one.document == "C1"}
    picture = render_pages(data, scale=0.3, first=by_ref["x3"].page + 1, last=by_ref["x3"].page + 1)[0]
    assert picture.width > picture.height
    blue = [
        (n % picture.width, n // picture.width)
        for n in range(picture.width * picture.height)
        if picture.rgba[4 * n + 2] > 150 and picture.rgba[4 * n] < 90
    ]
    assert min(x for x, _ in blue) > picture.width * 0.5  # upper left of the sensor is upper right of the page
    with pikepdf.open(io.BytesIO(data)) as pdf:
        first = by_ref["x2"].page
        shapes = [float(page.mediabox[2]) > float(page.mediabox[3]) for page in list(pdf.pages)[first : first + 3]]
    assert shapes == [True, True, True]


def test_many_annexes_without_pages_share_sheets_that_have_no_number_of_their_own() -> None:
    text = (Block(kind="para", spans=(Span("Текст."),), key="t"),)
    annexes = tuple(BundleAnnex(number=n, title=f"Справка {n}", problem="Файла нет.") for n in range(1, 14))
    paper = BundlePaper(title="Жалоба", language="ru", blocks=text, annexes=annexes)
    written = write_bundle([paper], say=wording("ru").say, language="ru")
    assert written.pages == 4
    assert {one.page for one in written.annexes[0]} == {3, 4}
    last = " ".join(pdf_pages(written.data)[3].split())
    assert last.startswith("Приложение ") and "Приложение 13 Справка 13 К документу: Жалоба Файла нет." in last


def test_nothing_covers_the_stamp(made: tuple[MadeBundle, bytes]) -> None:
    """The frame of a foreign page ends below the stamp and above the page count."""
    _, data = made
    with pikepdf.open(io.BytesIO(data)) as pdf:
        boxes = [
            (float(pdf_page.mediabox[3]), [float(edge) for edge in figure.A.BBox])
            for figure in pdf.objects
            if isinstance(figure, pikepdf.Dictionary) and figure.get("/S") == "/Figure"
            for pdf_page in [pikepdf.Page(figure.Pg)]
        ]
    assert len(boxes) == 6
    for height, (x, y, right, top) in boxes:
        assert x > 0 < y
        assert y > 30
        assert top < height - 40
        assert right > x


def test_an_unfit_foreign_page_makes_the_claim_fall_and_a_fit_one_keeps_it(
    made: tuple[MadeBundle, bytes], desk: Briefcase, tmp_path: Path
) -> None:
    bundle, data = made
    assert bundle.files[0].standard is None  # the field of x1 is set in a font that is not embedded
    assert b"pdfaid" not in data
    out = tmp_path / "one.pdf"
    (tmp_path / "plain.pdf").write_bytes(foreign_files.plain_pdf())
    with new_vault(tmp_path / "vault") as other:
        other.cases.import_files([place for place in SAMPLES if "S03" in place.name])
        other.evidence.attach(REF, "x1", tmp_path / "plain.pdf")
        fit = other.bundling.make(REF, ["c1"], out=out, as_of=DAY, overrides=lifted(other, "C1"))
        again = other.bundling.make(REF, ["C1"], out=tmp_path / "two.pdf", as_of=DAY, overrides=lifted(other, "C1"))
        custody = other.evidence.custody(REF, "x1")
    assert fit.files[0].standard == "PDF/A-2b"
    assert pdfa.validate_written(io.BytesIO(out.read_bytes()), "2b").passed
    assert fit.files[0].sha256 == again.files[0].sha256
    assert [entry.what for entry in custody].count("handed_out") == 2


class _Enough(Exception):
    pass


def test_all_or_nothing(desk: Briefcase, tmp_path: Path) -> None:
    out = tmp_path / "b.pdf"

    def stop(done: int, total: int) -> None:
        if done >= 4:
            raise _Enough

    with pytest.raises(_Enough):
        desk.bundling.make(REF, ["C1"], out=out, as_of=DAY, overrides=lifted(desk, "C1"), step=stop)
    assert not list(tmp_path.iterdir())
    out.write_bytes(b"mine")
    with pytest.raises(DestinationExists):
        desk.bundling.make(REF, ["C5"], out=out, as_of=DAY, overrides=lifted(desk, "C5"))
    assert out.read_bytes() == b"mine"
    with pytest.raises(WrongUse):
        desk.bundling.make(REF, [" "], out=tmp_path / "c.pdf", as_of=DAY)
    with pytest.raises(NoTemplate):
        desk.bundling.make(REF, ["C1", "Z9"], out=tmp_path / "c.pdf", as_of=DAY)
    with pytest.raises(NotFound):
        desk.bundling.make("nobody", ["C1"], out=tmp_path / "c.pdf", as_of=DAY)


def test_a_check_that_stops_one_paper_stops_the_file(desk: Briefcase, tmp_path: Path) -> None:
    blocked = desk.bundling.make(REF, ["C1", "C5"], out=tmp_path / "b.pdf", as_of=DAY)
    if not lifted(desk, "C1", "C5"):
        pytest.skip("nothing to lift in this case")
    assert blocked.blocked
    assert blocked.files == ()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("content", "pages", "blocks", "problem"),
    [
        (foreign_files.scan(), 2, 0, ""),
        (foreign_files.layered_pdf(), 1, 0, ""),
        (foreign_files.damaged_pdf(), 0, 0, "damaged"),
        (foreign_files.thick_pdf(401), 0, 0, "too_large"),
        ("Первая строка\n\nВторая строка\n".encode(), 0, 2, ""),
        (b"\x00\x01\x02junk" * 30, 0, 0, "kind"),
    ],
    ids=["scan", "layers", "damaged", "thick", "text", "junk"],
)
def test_kinds_of_annexes(content: bytes, pages: int, blocks: int, problem: str) -> None:
    found = read_annex(content)
    assert (len(found.pages), len(found.blocks), found.problem) == (pages, blocks, problem)


@pytest.mark.soak
def test_hostile_files_stop_nothing() -> None:
    """Each gives pages or a problem; the pages can be put into a file that others open."""
    short = {"page-of-one-row", "forms-doubling"}
    for name, _, make in papers():
        if name not in short and not LONG:
            continue
        found = read_annex(make())
        assert bool(found.pages) != bool(found.problem), name
        if not found.pages:
            continue
        annex = BundleAnnex(number=1, title="А", pages=found.pages[:3])
        block = Block(kind="title", spans=(Span("Т"),))
        paper = BundlePaper(title="Т", language="ru", blocks=(block,), annexes=(annex,))
        data = write_bundle([paper], say=wording("ru").say, language="ru").data
        assert len(pdf_pages(data)) == 3 + len(annex.pages)
        assert not any(mark in data for mark in (b"/JavaScript", b"/Launch", b"/URI", b"/AA", b"/JBIG2Decode")), name
