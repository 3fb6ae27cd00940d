"""One target under atheris, which steers by the branches that the bytes reach.

    python tests/fuzz/run_atheris.py TARGET SECONDS [FOLDER]

Begins with the corpus in ``tests/data/corpora/TARGET``; what it finds new is kept in FOLDER (nothing without one). A
find is written to FOLDER as ``crash-…`` and ends the run with a status that is not 0.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

with atheris.instrument_imports(include=["legalaid_desktop", "tomllib", "jinja2", "markdown_it", "json", "PIL"]):
    from tests.fuzz.targets import CORPORA, TARGETS

    name, seconds = sys.argv[1], int(sys.argv[2])
    target = TARGETS[name]
    for seed in (CORPORA / name).glob("*"):
        target(seed.read_bytes())  # what the target imports late is instrumented here


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="legalaid-fuzz-") as temporary:
        folder = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        atheris.Setup(
            [
                sys.argv[0],
                f"-max_total_time={seconds}",
                "-rss_limit_mb=1500",
                "-timeout=10",
                "-max_len=70000",
                f"-artifact_prefix={folder}/",
                "-print_final_stats=1",
                str(folder),
                str(CORPORA / name),
            ],
            target,
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
