"""C1 of practice case S03 as DOCX and PDF, against docxtpl plus LibreOffice, as ratios in one run.

Run: ``uv run --group bench python bench/bench_documents.py [rounds]``. The peer gets the same words: a Word template
is built from the same blocks with a tag for each value, docxtpl fills it, LibreOffice prints it. LibreOffice is
measured twice: called once for each file, and once for twenty files. Without LibreOffice the DOCX alone is compared.
Typst sets the same blocks as a tagged PDF/A-2b with the same faces. Then a large case: a story of 30,000 letters, 40
annexes, a family of nine, from the record to both files of A1 and A2, the check for PDF/A included. ``quick`` as second
argument leaves LibreOffice out.
"""

from __future__ import annotations

import gc
import io
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import docx
import psutil
import typst
from docxtpl import DocxTemplate

from legalaid_desktop.documents.blocks import Block, Span, list_marks
from legalaid_desktop.documents.catalog import Catalog
from legalaid_desktop.documents.docx_writer import write_docx
from legalaid_desktop.documents.pdf_writer import write_pdf
from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.case_record import CaseRecord
from legalaid_desktop.domain.ids import LocalId
from legalaid_desktop.host.paths import resources, templates
from legalaid_desktop.services.archive_check import keeps_archive_rules
from legalaid_desktop.services.draft_desk import Desk, lay_out
from legalaid_desktop.services.labels import shipped_labels
from legalaid_desktop.services.law import shipped_law

MANY = 20


def median_ms(work: Callable[[], object], rounds: int, clock: Callable[[], float] = time.perf_counter) -> float:
    """Median time of ``work`` in milliseconds by ``clock``, after one round to warm up."""
    work()
    times = []
    for _ in range(rounds):
        started = clock()
        work()
        times.append((clock() - started) * 1000)
    return statistics.median(times)


def peer_template(blocks: tuple[Block, ...]) -> tuple[bytes, dict[str, str]]:
    """The same paper as a docxtpl template, and the values for its tags."""
    document = docx.Document()
    values: dict[str, str] = {}
    marks = list_marks(blocks)

    def tagged(block: Block) -> str:
        out = []
        for span in block.spans:
            if span.origin is None:
                out.append(span.text)
            else:
                name = f"v{len(values)}"
                values[name] = span.text
                out.append(f"{{{{ {name} }}}}")
        return "".join(out)

    for index, block in enumerate(blocks):
        if block.kind == "table":
            table = document.add_table(len(block.rows), len(block.rows[0]))
            for r, row in enumerate(block.rows):
                for c, cell in enumerate(row):
                    table.cell(r, c).text = "".join(span.text for span in cell)
        elif block.kind == "title":
            document.add_paragraph(tagged(block), style="Title")
        elif block.kind == "heading":
            document.add_paragraph(tagged(block), style=f"Heading {block.level}")
        elif block.kind != "pagebreak":
            document.add_paragraph(" ".join(filter(None, (marks.get(index), tagged(block)))))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue(), values


def typst_source(blocks: tuple[Block, ...], title: str) -> bytes:
    """The same paper for Typst: the same words, headings, lists, tables, notes, margins and page numbers."""
    notes = {block.note: block.text for block in blocks if block.kind == "note"}

    def said(text: str) -> str:
        quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "   ")
        return f'#"{quoted}"'

    def words(spans: tuple[Span, ...]) -> str:
        parts = []
        for span in spans:
            if span.note is not None:
                parts.append(f"#footnote[{said(notes.get(span.note, ''))}]")
            elif span.text:
                parts.append(f"#strong[{said(span.text)}]" if span.bold else said(span.text))
        return "".join(parts)

    out = [
        f'#set document(title: "{title}", date: datetime(year: 2000, month: 1, day: 1))',
        '#set text(font: "Liberation Serif", size: 14pt, lang: "ru", hyphenate: false)',
        '#set page(paper: "a4", margin: (left: 30mm, right: 10mm, top: 20mm, bottom: 20mm), header: context { '
        "if here().page() > 1 { align(center)[#here().page()] } })",
        "#set par(justify: true, first-line-indent: (amount: 12.5mm, all: true))",
        "#show heading: set align(center)",
    ]
    for block in blocks:
        if block.kind in ("title", "heading"):
            out.append(f"#heading(level: {1 if block.kind == 'title' else block.level + 1})[{words(block.spans)}]")
        elif block.kind == "item":
            out.append(f"#{'enum' if block.ordered else 'list'}[{words(block.spans)}]")
        elif block.kind == "table":
            cells = ", ".join(f"[{words(cell)}]" for row in block.rows[block.head_rows :] for cell in row)
            head = ", ".join(f"[{words(cell)}]" for row in block.rows[: block.head_rows] for cell in row)
            top = f"table.header({head}), " if head else ""
            out.append(f"#table(columns: {len(block.rows[0])}, {top}{cells})")
        elif block.kind == "pagebreak":
            out.append("#pagebreak()")
        elif block.kind != "note":
            out.append(f"{words(block.spans)}\n")
    return "\n".join(out).encode()


def large_case() -> CaseRecord:
    """S02 (nine people) with a narrative of 30,000 letters and 40 pieces of evidence; all invented."""
    place = next((resources() / "demo").glob("S02*.toml"))
    record = parse_case_file(place.read_text(encoding="utf-8"), place.name)
    other = next((resources() / "demo").glob("S03*.toml"))
    pieces = parse_case_file(other.read_text(encoding="utf-8"), other.name).evidence or ()
    sentence = "Слово за словом рассказ идёт дальше, хотя в нём ничего не случилось и никого на самом деле не было. "
    paragraph = sentence * 7
    told = "\n\n".join([paragraph] * (30_000 // len(paragraph) + 1))[:30_000]
    narratives = record.narratives or ()
    if not narratives or not pieces:
        raise SystemExit("the practice cases have no narrative or no evidence")
    return replace(
        record,
        narratives=(replace(narratives[0], text=told), *narratives[1:]),
        evidence=tuple(
            replace(pieces[n % len(pieces)], id=LocalId(f"x{n + 1}"), title=f"Бумага № {n + 1}", proves=None)
            for n in range(40)
        ),
    )


def large(desk: Desk, rounds: int) -> None:
    record = large_case()
    as_of = record.meta.as_of
    if as_of is None:
        raise SystemExit("the practice case has no day")

    def whole() -> tuple[int, int, int]:
        letters = annexes = pages = 0
        for code in ("A1", "A2"):
            draft = lay_out(desk, record, code, as_of=as_of, language="ru").draft
            write_docx(draft.blocks, title=draft.title, language="ru")
            pdf = write_pdf(draft.blocks, title=draft.title, language="ru")
            if not keeps_archive_rules(pdf.data):
                raise SystemExit(f"{code} is no PDF/A-2b")
            letters += len(draft.plain)
            annexes = max(annexes, len(draft.annexes))
            pages += pdf.pages
        return letters, annexes, pages

    letters, annexes, pages = whole()
    took = median_ms(whole, rounds)
    print(
        f"large case: {letters} letters, {annexes} annexes, {len(record.persons or ())} people, {pages} pages: "
        f"A1 and A2 from the record, both formats, checked {took:8.1f} ms (gate 2,000)"
    )


def office(program: str, folder: Path, files: list[Path]) -> None:
    """One call of LibreOffice that prints ``files``."""
    command = [program, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), *map(str, files)], check=True, capture_output=True)
    for file in files:
        file.with_suffix(".pdf").unlink()


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    place = next((resources() / "demo").glob("S03*.toml"))
    record = parse_case_file(place.read_text(encoding="utf-8"), place.name)
    desk = Desk(catalog=Catalog.open(templates()), law=shipped_law(), labels=shipped_labels())
    as_of = record.meta.as_of
    if as_of is None:
        raise SystemExit("the practice case has no day")

    def draft() -> tuple[Block, ...]:
        return lay_out(desk, record, "C1", as_of=as_of, count_pages=False).draft.blocks

    blocks = draft()
    title = "Жалоба"
    pages = write_pdf(blocks, title=title, language="ru").pages

    def pair() -> None:
        write_docx(blocks, title=title, language="ru")
        write_pdf(blocks, title=title, language="ru")

    def whole() -> None:
        made = draft()
        write_docx(made, title=title, language="ru")
        write_pdf(made, title=title, language="ru")

    our_docx = median_ms(lambda: write_docx(blocks, title=title, language="ru"), rounds)
    our_pdf = median_ms(lambda: write_pdf(blocks, title=title, language="ru"), rounds)
    our_pair = median_ms(pair, rounds)
    our_whole = median_ms(whole, rounds)
    print(f"C1 of S03: {pages} pages, {len(blocks)} blocks; medians of {rounds} rounds")
    print(f"ours    DOCX {our_docx:8.1f} ms   PDF {our_pdf:8.1f} ms   pair {our_pair:8.1f} ms")
    print(f"ours    from the case record to both files {our_whole:8.1f} ms")

    template, values = peer_template(blocks)

    def fill() -> bytes:
        peer = DocxTemplate(io.BytesIO(template))
        peer.render(values, autoescape=True)
        out = io.BytesIO()
        peer.save(out)
        return out.getvalue()

    peer_docx = median_ms(fill, rounds)
    print(f"docxtpl DOCX {peer_docx:8.1f} ms   ratio {peer_docx / our_docx:6.1f} (gate 5, goal 15)")
    source = typst_source(blocks, title)
    fonts = [str(resources() / "fonts")]

    turn = count(1)

    def peer_pdf() -> object:
        # It keeps what it has set: each round gets words of its own, as each paper has.
        fresh = source.replace("о".encode(), f"о{next(turn)}".encode())
        return typst.compile(fresh, font_paths=fonts, ignore_system_fonts=True, format="pdf", pdf_standards="a-2b")

    def checked() -> None:
        if not keeps_archive_rules(write_pdf(blocks, title=title, language="ru").data):
            raise SystemExit("no PDF/A-2b")

    def once_more() -> None:
        write_pdf(blocks, title=title, language="ru")

    for name, clock in (("elapsed", time.perf_counter), ("computed, all threads", time.process_time)):
        peer, own = median_ms(peer_pdf, rounds, clock), median_ms(once_more, rounds, clock)
        print(f"Typst   tagged PDF/A-2b {peer:8.1f} ms, ours {own:8.1f} ms {name}: {peer / own:6.2f} (gate 1, goal 2)")
    print(f"ours    PDF with the check for PDF/A {median_ms(checked, rounds):8.1f} ms")
    large(desk, max(3, rounds // 4))
    program = None if "quick" in sys.argv else shutil.which("soffice")
    if program is None:
        print("LibreOffice is not installed or left out: no PDF of the peer")
    else:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            files = [folder / f"{n}.docx" for n in range(MANY)]
            for file in files:
                file.write_bytes(fill())
            one = median_ms(lambda: office(program, folder, files[:1]), 5)
            many = median_ms(lambda: office(program, folder, files), 3) / MANY
        print(f"LibreOffice PDF, a call each {one:8.1f} ms   {MANY} in a call {many:8.1f} ms a file")
        print(f"pair    a call each: {(peer_docx + one) / our_pair:6.1f} times as fast (gate 30, goal 60)")
        print(f"pair    {MANY} in a call: {(peer_docx + many) / our_pair:6.1f} times as fast")
        print(f"pair    with drafting, a call each: {(peer_docx + one) / our_whole:6.1f} times as fast")
    memory(pair)


def memory(pair: Callable[[], None]) -> None:
    """Resident memory after 200 pairs against that after 20."""
    process = psutil.Process()

    def after(count: int) -> int:
        for _ in range(count):
            pair()
        gc.collect()
        return int(process.memory_info().rss)

    early = after(20)
    late = after(180)
    print(f"memory after 200 pairs / after 20: {late / early:5.3f} (gate 1.10, goal 1.03)")


if __name__ == "__main__":
    main()
