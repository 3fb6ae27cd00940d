"""Several papers and their annexes as one PDF: a list with page numbers, the papers as they are filed, each annex with
a sheet before it and a stamp on each of its pages, bookmarks to all of it.

The papers are drawn by the same code as when they go out alone. Foreign pages are made a little smaller, so that the
stamp covers nothing. What could not be taken in stands in its place with a sentence that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from legalaid_desktop.documents.blocks import Block, Span, clean
from legalaid_desktop.documents.fonts import forget_words, serif
from legalaid_desktop.documents.languages import word_language
from legalaid_desktop.documents.layout import MM, Sheet, court_paper
from legalaid_desktop.documents.pdf_assembly import file_bytes
from legalaid_desktop.documents.pdf_file import Bookmark, Element, ForeignPages, PdfFile, Picture
from legalaid_desktop.documents.pdf_writer import Poured
from legalaid_desktop.errors import FileNotRead

Say = Callable[..., str]
"""Words of the bundle in its language: ``say("bundle.annex", number=3)``."""
Content = Picture | tuple[ForeignPages, int]


@dataclass(frozen=True, slots=True)
class TakenPage:
    """One foreign page: size in points as it is looked at, and what is drawn."""

    width: float
    height: float
    content: Content


@dataclass(frozen=True, kw_only=True)
class BundleAnnex:
    """An annex of a paper. One of ``pages`` (foreign), ``blocks`` (a paper or text of our own setting), ``same`` (it
    stands in this file already: the numbers of a paper and of its annex, both from 0, ``None`` for the paper itself);
    with none of them ``problem`` says why. ``note`` is one more sentence on its sheet."""

    number: int
    title: str
    pages: tuple[TakenPage, ...] = ()
    blocks: tuple[Block, ...] = ()
    language: str = ""
    same: tuple[int, int | None] | None = None
    problem: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class BundlePaper:
    title: str
    language: str
    blocks: tuple[Block, ...]
    annexes: tuple[BundleAnnex, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Where something stands: first page from 1, number of pages (of an annex without the sheet before it)."""

    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class WrittenBundle:
    data: bytes
    pages: int
    papers: tuple[Stretch, ...]
    annexes: tuple[tuple[Stretch, ...], ...]


_STAMP_SIZE: Final = 10.0
_COUNT_SIZE: Final = 9.0
_STAMP_FROM_TOP: Final = 8 * MM
_COUNT_FROM_FOOT: Final = 7 * MM
_FRAME: Final = (15 * MM, 10 * MM, 17 * MM, 14 * MM)
"""Left, right, top and bottom margin of a foreign page."""
_LARGEST_PICTURE: Final = 0.75
"""Points for a pixel at most: a small picture is not blown up."""
_ROUNDS: Final = 4


def write_bundle(
    papers: Sequence[BundlePaper],
    *,
    say: Say,
    language: str,
    archive: bool = True,
    step: Callable[[], None] | None = None,
) -> WrittenBundle:
    """The file; the same input gives the same bytes. ``language`` is that of the list and the sheets. ``step`` is
    called before each paper and annex is set, and may raise."""
    try:
        return _Binder(papers, say, language, step or (lambda: None)).write(archive)
    finally:
        forget_words()


class _Binder:
    def __init__(self, papers: Sequence[BundlePaper], say: Say, language: str, step: Callable[[], None]) -> None:
        self.papers, self.say, self.language = papers, say, language
        self.poured: list[Poured] = []
        self.texts: dict[tuple[int, int], Poured] = {}
        for paper in papers:
            step()
            self.poured.append(Poured.of(paper.blocks, paper.language))
        for p, paper in enumerate(papers):
            for a, annex in enumerate(paper.annexes):
                if annex.blocks:
                    step()
                    self.texts[p, a] = Poured.of(annex.blocks, annex.language or language)
        self.step = step

    def write(self, archive: bool) -> WrittenBundle:
        papers: list[Stretch] = []
        annexes: list[list[Stretch]] = []
        cover, before = self.cover([], []), -1
        for _ in range(_ROUNDS):
            # The list tells pages of what comes after it; its own length follows from how many lines it has.
            if len(cover.pages) == before:
                break
            before = len(cover.pages)
            papers, annexes = self.placed(before + 1)
            cover = self.cover(papers, annexes)
        return self.drawn(cover, papers, annexes, archive)

    def placed(self, at: int) -> tuple[list[Stretch], list[list[Stretch]]]:
        papers: list[Stretch] = []
        annexes: list[list[Stretch]] = []
        for p, paper in enumerate(self.papers):
            papers.append(Stretch(page=at, pages=len(self.poured[p].pages)))
            at += papers[-1].pages
            row: list[Stretch] = []
            for a in range(len(paper.annexes)):
                row.append(Stretch(page=at, pages=self.sheets(p, a)))
                at += 1 + row[-1].pages
            annexes.append(row)
        return papers, annexes

    def sheets(self, p: int, a: int) -> int:
        text = self.texts.get((p, a))
        return len(text.pages) if text is not None else len(self.papers[p].annexes[a].pages)

    # The list

    def cover(self, papers: Sequence[Stretch], annexes: Sequence[Sequence[Stretch]]) -> Poured:
        say = self.say
        head = tuple((Span(say(f"bundle.{name}")),) for name in ("column_what", "column_sheets", "column_page"))
        rows = [head]
        for p, paper in enumerate(self.papers):
            at, count = (
                ("000", str(len(self.poured[p].pages))) if not papers else (str(papers[p].page), str(papers[p].pages))
            )
            rows.append(((Span(paper.title, bold=True),), (Span(count),), (Span(at),)))
            for a, annex in enumerate(paper.annexes):
                at = "000" if not papers else str(annexes[p][a].page)
                sheets = self.sheets(p, a)
                text = say("bundle.annex_line", number=annex.number, title=annex.title)
                if not sheets and annex.same is None:
                    text += f" {say('bundle.not_in')}"
                rows.append(((Span(text),), (Span(str(sheets) if sheets else "–"),), (Span(at),)))
        blocks = (
            Block(kind="title", spans=(Span(say("bundle.title")),), key="cover.title"),
            Block(
                kind="table", rows=tuple(rows), head_rows=1, aligns=("", "center", "center"), shares=(0.72, 0.14, 0.14),
                key="cover.list",
            ),
        )  # fmt: skip
        return Poured.of(blocks, self.language)

    # The sheet before an annex

    def before(self, p: int, a: int, papers: Sequence[Stretch], annexes: Sequence[Sequence[Stretch]]) -> Poured:
        say, paper = self.say, self.papers[p]
        annex = paper.annexes[a]
        lines = [annex.title, say("bundle.to_paper", title=paper.title)]
        sheets = self.sheets(p, a)
        if annex.same is not None:
            there, inner = annex.same
            what = self.papers[there].title
            if inner is None:
                lines.append(say("bundle.same_paper", title=what, page=papers[there].page))
            else:
                number = self.papers[there].annexes[inner].number
                page = annexes[there][inner].page
                lines.append(say("bundle.same_annex", number=number, title=what, page=page))
        elif sheets:
            lines.append(say("bundle.sheets", n=sheets))
        else:
            lines.append(annex.problem)
        lines += [annex.note] if annex.note else []
        heading = Block(kind="heading", level=1, spans=(Span(say("bundle.annex", number=annex.number)),), key="sheet.0")
        body = [
            Block(kind="para", spans=(Span(text, bold=not n),), key=f"sheet.{n + 1}")
            for n, text in enumerate(line for line in lines if line)
        ]
        return Poured.of((heading, *body), self.language)

    # Drawing

    def drawn(
        self, cover: Poured, papers: Sequence[Stretch], annexes: Sequence[Sequence[Stretch]], archive: bool
    ) -> WrittenBundle:
        file = PdfFile(clean(self.say("bundle.title")), word_language(self.language), archive=archive)
        cover.drawn(file, file.root.add("Sect"))
        for p, paper in enumerate(self.papers):
            self.step()
            root = self.section(file, paper.language)
            begins = len(file.pages)
            self.poured[p].drawn(file, root, prefix=f"p{p}")
            if not any(block.kind == "title" for block in paper.blocks):
                file.bookmarks.append(Bookmark(0, paper.title, begins, file.pages[begins].sheet.height))
            for a in range(len(paper.annexes)):
                self.annex(file, p, a, papers, annexes)
        for number, page in enumerate(file.pages, 1):
            _stamp(
                file, number - 1, self.say("bundle.page", page=number, total=len(file.pages)), _COUNT_SIZE,
                page.sheet.width - 10 * MM, _COUNT_FROM_FOOT,
            )  # fmt: skip
        return WrittenBundle(
            data=file_bytes(file), pages=len(file.pages), papers=tuple(papers), annexes=tuple(map(tuple, annexes))
        )

    def section(self, file: PdfFile, language: str) -> Element:
        root = file.root.add("Sect")
        if language != self.language:
            root.language = word_language(language)
        return root

    def annex(
        self, file: PdfFile, p: int, a: int, papers: Sequence[Stretch], annexes: Sequence[Sequence[Stretch]]
    ) -> None:
        annex = self.papers[p].annexes[a]
        mark = len(file.bookmarks)
        root = file.root.add("Sect")
        self.before(p, a, papers, annexes).drawn(file, root)
        title = clean(self.say("bundle.annex_line", number=annex.number, title=annex.title))
        file.bookmarks[mark:] = [replace(file.bookmarks[mark], level=1, title=" ".join(title.split()))]
        begins = len(file.pages)
        text = self.texts.get((p, a))
        if text is not None:
            text.drawn(file, self.section(file, annex.language or self.language), below=2, prefix=f"p{p}a{a}")
        else:
            for n, page in enumerate(annex.pages, 1):
                _foreign(file, root, page, self.stamp_words(annex, n, len(annex.pages)))
        for n in range(begins, len(file.pages)):
            words = self.stamp_words(annex, n - begins + 1, len(file.pages) - begins)
            sheet = file.pages[n].sheet
            _stamp(file, n, words, _STAMP_SIZE, sheet.width - 10 * MM, sheet.height - _STAMP_FROM_TOP)

    def stamp_words(self, annex: BundleAnnex, sheet: int, total: int) -> str:
        return self.say("bundle.stamp", number=annex.number, sheet=sheet, total=total)


def _n(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _stamp(file: PdfFile, page: int, words: str, size: float, right: float, y: float) -> None:
    """Words that end at ``right``; page furniture, not text of the paper."""
    face = serif(False, False)
    glyphs, width = face.word(words) or face.shape(words, False)
    use = file.font(face)
    text = f"BT /{use.name} {_n(size)} Tf {_n(right - width * size / 1000)} {_n(y)} Td <{use.hex(glyphs)}> Tj ET"
    file.pages[page].code.append(f"/Artifact << /Type /Pagination >> BDC\n{text}\nEMC")


def _foreign(file: PdfFile, root: Element, taken: TakenPage, words: str) -> None:
    """A page with a foreign page in its frame, not smaller than it must be."""
    layout = court_paper()
    sheet: Sheet = layout.sheet(taken.width > taken.height * 1.05)
    left, right, top, bottom = _FRAME
    room = sheet.width - left - right, sheet.height - top - bottom
    most = _LARGEST_PICTURE if isinstance(taken.content, Picture) else 1.0
    scale = min(room[0] / taken.width, room[1] / taken.height, most)
    wide, high = taken.width * scale, taken.height * scale
    x = left + (room[0] - wide) / 2
    y = bottom + room[1] - high
    page = file.page(sheet)
    name = file.drawing(taken.content)
    if isinstance(taken.content, Picture):
        matrix = f"{_n(wide)} 0 0 {_n(high)} {_n(x)} {_n(y)}"
    else:
        lower = _corner(taken.content)
        matrix = f"{_n(scale)} 0 0 {_n(scale)} {_n(x - lower[0] * scale)} {_n(y - lower[1] * scale)}"
    box = f"{_n(x)} {_n(y)} {_n(x + wide)} {_n(y + high)}"
    figure = root.add("Figure", f"<< /O /Layout /Placement /Block /BBox [{box}] >>")
    figure.alt = words
    page.code.append(f"/Figure << /MCID {file.mark(figure)} >> BDC\nq {matrix} cm /{name} Do Q\nEMC")


def stands(pages: ForeignPages, root: int) -> bool:
    """Whether a form says where it is, in numbers that a page can have."""
    try:
        _corner((pages, root))
    except FileNotRead:
        return False
    return True


def _corner(content: tuple[ForeignPages, int]) -> tuple[float, float]:
    """The lower left corner of a form as it is drawn: its box after its own matrix."""
    pages, root = content
    entries = pages.objects[root]["d"]
    box, matrix = _numbers(entries.get("BBox"), 4), _numbers(entries.get("Matrix", [1, 0, 0, 1, 0, 0]), 6)
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    return min(x for x, _ in corners), min(y for _, y in corners)


def _numbers(value: object, count: int) -> list[float]:
    if not isinstance(value, list) or len(value) != count:
        raise FileNotRead(kind="answer")
    if not all(isinstance(one, int | float) and abs(one) < 1e6 for one in value):
        raise FileNotRead(kind="answer")
    return [float(one) for one in value]
