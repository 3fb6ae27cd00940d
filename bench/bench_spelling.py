"""What the spelling check costs: a dictionary's start and memory, a long text, one keystroke's look, suggestions.

Run: ``python bench/bench_spelling.py`` from the checkout, on Linux for the memory.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from legalaid_desktop.services.spelling import Speller, spots

SENTENCES = {
    "ru": "Меня остановили у дома и спросили о брате, потом составили протокол без переводчика. ",
    "be": "Мяне спынілі каля дома і спыталі пра брата, потым склалі пратакол без перакладчыка. ",
    "en": "They stopped me near the house and asked about my brother, then wrote a record without an interpreter. ",
}
WRONG = {"ru": "ходотайство", "be": "хадайніства", "en": "refugie"}
LETTERS = 30_000


def resident(pid: int) -> float:
    """MB of memory of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


def main() -> None:
    total = 0.0
    for language, sentence in SENTENCES.items():
        speller = Speller()
        began = time.perf_counter()
        speller.wrong(spots(sentence, language=language))
        start = time.perf_counter() - began
        text = sentence * (LETTERS // len(sentence))
        began = time.perf_counter()
        found = spots(text, language=language)
        looked = time.perf_counter() - began
        began = time.perf_counter()
        speller.wrong(found)
        checked = time.perf_counter() - began
        suggested = []
        (wrong,) = spots(WRONG[language], language=language)
        for _ in range(5):
            began = time.perf_counter()
            speller.suggest(wrong)
            suggested.append(time.perf_counter() - began)
        memory = sum(map(resident, speller.pids()))
        total += memory
        print(
            f"{language}: start and first answer {start * 1000:.0f} ms, {memory:.0f} MB; {len(text):,} characters: "
            f"words {looked * 1000:.0f} ms, check {checked * 1000:.0f} ms; "
            f"suggestions {statistics.median(suggested) * 1000:.0f} ms"
        )
        speller.end()
    print(f"all three: {total:.0f} MB in their own processes")


if __name__ == "__main__":
    main()
