"""What the clocks cost, and how often the engine and the plain implementation agree.

Run: ``python bench/bench_clocks.py [--days 20000] [--rounds 200]`` from the checkout. The cases are the practice cases
and made-up ones with a detention, papers that end, letters sent and days appointed. Nothing is written.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from legalaid_desktop.domain.case_file import parse_case_file
from legalaid_desktop.domain.clock_facts import ClockFacts
from legalaid_desktop.domain.clock_rules import rule_standings
from legalaid_desktop.domain.day_count import count
from legalaid_desktop.domain.deadline_engine import all_clocks
from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.deadline_words import row_text
from legalaid_desktop.services.law import shipped_law
from tests.domain.test_clock_rules import AS_OF, SUITABLE
from tests.domain.test_deadline_counting import FIRST, PERIODS, TEN_YEARS, plainly


def milliseconds(spent: list[float]) -> str:
    ordered = sorted(spent)
    p95 = ordered[max(0, len(ordered) * 95 // 100 - 1)]
    return f"median {statistics.median(ordered) * 1000:.2f} ms, 95th percentile {p95 * 1000:.2f} ms"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--days", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    law = shipped_law()

    chosen, differ = random.Random(options.days), 0
    for number in range(options.days):
        first = FIRST + dt.timedelta(days=chosen.randrange(TEN_YEARS))
        limit, unit, trigger_counts, moves = PERIODS[number % len(PERIODS)]
        start = "trigger_day" if trigger_counts else "day_after_trigger"
        counted = count(first, limit, unit, law, count_from=start, roll="yes" if moves else "no")
        differ += counted.last_day != plainly(first, limit, unit, trigger_counts, moves)
    print(f"{options.days} first days over ten years, {len(PERIODS)} ways of counting: {differ} differ")

    facts = [given for given, *_ in SUITABLE.values()]
    for path in sorted((resources() / "demo").glob("*.toml")):
        facts.append(ClockFacts(case=parse_case_file(path.read_text("utf-8"), path.name)))
    clocks, rules, words = [], [], []
    for number in range(options.rounds):
        given = facts[number % len(facts)]
        begun = time.perf_counter()
        rows = all_clocks(given, law, AS_OF)
        clocks.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        rule_standings(given, law, AS_OF)
        rules.append(time.perf_counter() - begun)
        for row in rows:
            begun = time.perf_counter()
            row_text(row, "T", "ru", law)
            words.append(time.perf_counter() - begun)
    print(f"every clock of a case: {milliseconds(clocks)}")
    print(f"every rule of the law for a case: {milliseconds(rules)}")
    print(f"one clock in words: {milliseconds(words)}")


if __name__ == "__main__":
    main()
