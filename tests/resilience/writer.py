"""A second person at the same vault: ``writer.py FOLDER NAME COUNT`` saves notes, opening and closing for each.

Whoever finds the vault open elsewhere tries again. Says on stdout how often it was refused, as JSON. With COUNT 0 it
opens once, says ``open`` and saves notes until its stdin ends.
"""

from __future__ import annotations

import json
import random
import select
import sys
import time
from pathlib import Path

from legalaid_desktop.errors import VaultInUse
from legalaid_desktop.services.error_words import explain
from tests.resilience.operations import REF, opened
from tests.resilience.quick_keys import quick_keys


def write_in_turns(folder: Path, name: str, count: int) -> None:
    chance = random.Random(name)
    refused = 0
    words: set[str] = set()
    for number in range(count):
        while True:
            try:
                briefcase = opened(folder)
            except VaultInUse as error:
                refused += 1
                words |= {explain(error, lang)[0] for lang in ("ru", "be", "en")}
                time.sleep(chance.uniform(0, 0.02))
                continue
            with briefcase:
                briefcase.notes.record(REF, f"{name} {number}")
            break
        time.sleep(chance.uniform(0, 0.02))
    print(json.dumps({"refused": refused, "words": sorted(words)}))


def write_on(folder: Path, name: str) -> None:
    with opened(folder) as briefcase:
        print("open", flush=True)
        number = 0
        while not select.select([sys.stdin], [], [], 0)[0]:
            briefcase.notes.record(REF, f"{name} {number} " + "слово " * 200)
            number += 1
            if number % 40 == 0:
                briefcase.checkpoint()
        print(number, flush=True)


def main() -> None:
    quick_keys()
    folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    if count:
        write_in_turns(folder, name, count)
    else:
        write_on(folder, name)


if __name__ == "__main__":
    main()
