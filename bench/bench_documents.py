"""C1 of practice case S03 as DOCX and PDF, against docxtpl plus LibreOffice, as ratios in one run.

Run: ``uv run --group bench python bench/bench_documents.py [rounds]``. The peer gets the same words: a Word template
is built from the same blocks with a tag for each value, docxtpl fills it, LibreOffice prints it. LibreOffice is
measured twice: called once for each file, and once for twenty files. Without LibreOffice the DOCX alone is compared.
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
from pathlib import Path

import docx
import psutil
from docxtpl import DocxTemplate

from legalaid_desktop.documents.blocks import Block, list_marks
from legalaid_desktop.documents.catalog import Catalog
from legalaid_desktop.documents.docx_writer import write_docx
from legalaid_desktop.documents.pdf_writer import write_pdf
from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.host.paths import resources, templates
from legalaid_desktop.services.draft_desk import Desk, lay_out
from legalaid_desktop.services.labels import shipped_labels
from legalaid_desktop.services.law import shipped_law

MANY = 20


def median_ms(work: Callable[[], object], rounds: int) -> float:
    """Median time of ``work`` in milliseconds, after one round to warm up."""
    work()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
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
    program = shutil.which("soffice")
    if program is None:
        print("LibreOffice is not installed: no PDF of the peer")
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
