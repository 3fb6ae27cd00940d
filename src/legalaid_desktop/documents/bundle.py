"""Several papers and their annexes as one PDF: a list with page numbers, the papers as they are filed, each annex with
a sheet before it and a stamp on each of its pages, bookmarks to all of it. Of an annex that has no pages here, only the
words of its sheet stand in the file: together with those of its neighbours, on the sheet of the next that has pages.

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
    """Where something stands: first page from 1, number of pages. Of an annex the page of its sheet, and how many pages
    follow that."""

    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class WrittenBundle:
    data: bytes
    pages: int
    papers: tuple[Stretch, ...]
    annexes: tuple[tuple[Stretch, ...], ...]


@dataclass(frozen=True)
class _Places:
    """Where the papers and their annexes stand."""

    papers: Sequence[Stretch]
    annexes: Sequence[Sequence[Stretch]]


_SOME_PAGE: Final = "000"
"""As wide as most numbers of pages, for a first count."""
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
        # Pages are told in the list and on the sheets, and where they are follows from how long these are.
        fronts = [[self.front(p, run, None) for run in self.runs(p)] for p in range(len(self.papers))]
        cover, before = self.cover(None), (-1, -1)
        for _ in range(_ROUNDS):
            sizes = len(cover.pages), sum(len(front.pages) for row in fronts for front in row)
            if sizes == before:
                break
            before = sizes
            places = self.placed(sizes[0] + 1, fronts)
            cover = self.cover(places)
            fronts = [[self.front(p, run, places) for run in self.runs(p)] for p in range(len(self.papers))]
        return self.drawn(cover, fronts, places, archive)

    def runs(self, p: int) -> list[range]:
        """Annexes whose sheets are one: those without pages go with the next that has some."""
        out: list[range] = []
        begins = 0
        for a in range(len(self.papers[p].annexes)):
            if self.sheets(p, a) or a + 1 == len(self.papers[p].annexes):
                out.append(range(begins, a + 1))
                begins = a + 1
        return out

    def placed(self, at: int, fronts: Sequence[Sequence[Poured]]) -> _Places:
        papers: list[Stretch] = []
        annexes: list[list[Stretch]] = []
        for p in range(len(self.papers)):
            papers.append(Stretch(page=at, pages=len(self.poured[p].pages)))
            at += papers[-1].pages
            row: list[Stretch] = []
            for run, front in zip(self.runs(p), fronts[p], strict=True):
                headings = [
                    number
                    for number, page in enumerate(front.pages)
                    for strip, _ in page.strips
                    if strip.first and front.planned[strip.block].block.kind == "heading"
                ]
                row += [Stretch(page=at + headings[n], pages=self.sheets(p, a)) for n, a in enumerate(run)]
                at += len(front.pages) + row[-1].pages
            annexes.append(row)
        return _Places(papers, annexes)

    def sheets(self, p: int, a: int) -> int:
        text = self.texts.get((p, a))
        return len(text.pages) if text is not None else len(self.papers[p].annexes[a].pages)

    # The list

    def cover(self, places: _Places | None) -> Poured:
        say = self.say
        head = tuple((Span(say(f"bundle.{name}")),) for name in ("column_what", "column_sheets", "column_page"))
        rows = [head]
        for p, paper in enumerate(self.papers):
            at = str(places.papers[p].page) if places is not None else _SOME_PAGE
            rows.append(((Span(paper.title, bold=True),), (Span(str(len(self.poured[p].pages))),), (Span(at),)))
            for a, annex in enumerate(paper.annexes):
                at = str(places.annexes[p][a].page) if places is not None else _SOME_PAGE
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

    def front(self, p: int, run: range, places: _Places | None) -> Poured:
        """The sheet before the last annex of ``run``, with the words on those that have no pages here."""
        return Poured.of([block for a in run for block in self.words(p, a, places)], self.language)

    def words(self, p: int, a: int, places: _Places | None) -> list[Block]:
        say, paper = self.say, self.papers[p]
        annex = paper.annexes[a]
        lines = [annex.title, say("bundle.to_paper", title=paper.title)]
        sheets = self.sheets(p, a)
        if annex.same is not None:
            there, inner = annex.same
            what = self.papers[there].title
            if inner is None:
                page = places.papers[there].page if places is not None else _SOME_PAGE
                lines.append(say("bundle.same_paper", title=what, page=page))
            else:
                number = self.papers[there].annexes[inner].number
                page = places.annexes[there][inner].page if places is not None else _SOME_PAGE
                lines.append(say("bundle.same_annex", number=number, title=what, page=page))
        elif sheets:
            lines.append(say("bundle.sheets", n=sheets))
        else:
            lines.append(annex.problem)
        lines += [annex.note] if annex.note else []
        name = say("bundle.annex", number=annex.number)
        # What is said of one annex is not split between pages.
        heading = Block(kind="heading", level=1, spans=(Span(name),), key=f"sheet.{a}.0", box="keep", group=a + 1)
        body = [
            Block(kind="para", spans=(Span(text, bold=not n),), key=f"sheet.{a}.{n + 1}", box="keep", group=a + 1)
            for n, text in enumerate(line for line in lines if line)
        ]
        return [heading, *body]

    # Drawing

    def drawn(self, cover: Poured, fronts: Sequence[Sequence[Poured]], places: _Places, archive: bool) -> WrittenBundle:
        file = PdfFile(clean(self.say("bundle.title")), word_language(self.language), archive=archive)
        cover.drawn(file, file.root.add("Sect"), numbered=False)
        for p, paper in enumerate(self.papers):
            self.step()
            root = self.section(file, paper.language)
            begins = len(file.pages)
            self.poured[p].drawn(file, root, prefix=f"p{p}")
            if not any(block.kind == "title" for block in paper.blocks):
                file.bookmarks.append(Bookmark(0, paper.title, begins, file.pages[begins].sheet.height))
            for run, front in zip(self.runs(p), fronts[p], strict=True):
                self.annexes(file, p, run, front)
        for number, page in enumerate(file.pages, 1):
            _stamp(
                file, number - 1, self.say("bundle.page", page=number, total=len(file.pages)), _COUNT_SIZE,
                page.sheet.width - 10 * MM, _COUNT_FROM_FOOT,
            )  # fmt: skip
        return WrittenBundle(
            data=file_bytes(file),
            pages=len(file.pages),
            papers=tuple(places.papers),
            annexes=tuple(map(tuple, places.annexes)),
        )

    def section(self, file: PdfFile, language: str) -> Element:
        root = file.root.add("Sect")
        if language != self.language:
            root.language = word_language(language)
        return root

    def annexes(self, file: PdfFile, p: int, run: range, front: Poured) -> None:
        """The sheet of ``run`` and the pages of its last annex."""
        mark = len(file.bookmarks)
        root = file.root.add("Sect")
        # The count of all pages stands at its foot: a second number at the head would belong to no paper.
        front.drawn(file, root, numbered=False)
        pieces = [self.papers[p].annexes[a] for a in run]
        titles = [clean(self.say("bundle.annex_line", number=piece.number, title=piece.title)) for piece in pieces]
        file.bookmarks[mark:] = [
            replace(bookmark, level=1, title=" ".join(title.split()))
            for bookmark, title in zip(file.bookmarks[mark:], titles, strict=True)
        ]
        a, annex = run[-1], pieces[-1]
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
