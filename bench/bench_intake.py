"""What it costs to read a foreign file in a process of its own.

    .venv/bin/python bench/bench_intake.py

Prints the median of some runs in ms: the bare start of the child, and usual files from bytes to pixels or text.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable

from PIL import Image

from legalaid_desktop.documents.blocks import Block, Span
from legalaid_desktop.documents.docx_writer import write_docx
from legalaid_desktop.documents.pdf_writer import write_pdf
from legalaid_desktop.intake.child import ask_child
from legalaid_desktop.services.foreign_content import look_into

RUNS = 9


def median(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - begin))
    return statistics.median(taken)


def photo() -> bytes:
    """Twelve million pixels, as a telephone takes them."""
    target = io.BytesIO()
    Image.effect_noise((4000, 3000), 40).convert("RGB").save(target, "JPEG", quality=85)
    return target.getvalue()


def main() -> None:
    blocks = tuple(Block(kind="para", spans=(Span("Слово и дело. " * 40, origin="b"),)) for _ in range(60))
    pdf = write_pdf(blocks, title="x", language="ru").data
    word = write_docx(blocks, title="x", language="ru")
    picture = photo()
    print(f"child, nothing to read: {median(lambda: ask_child('probe', b'')):.0f} ms")
    print(f"photo of 12 megapixels, {len(picture) >> 10} KiB: {median(lambda: look_into(picture, width=900)):.0f} ms")
    shown = look_into(pdf, width=900)
    per = median(lambda: look_into(pdf, width=900))
    print(f"PDF, {len(shown.pages)} of {shown.total} pages: {per:.0f} ms")
    print(f"Word file, {len(word) >> 10} KiB: {median(lambda: look_into(word, width=900)):.0f} ms")


if __name__ == "__main__":
    main()
