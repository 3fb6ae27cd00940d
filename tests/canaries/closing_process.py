"""A process that opens a vault, works in it, closes it and stays: what does it still hold? Run as a program.

    closing_process.py VAULT

The passphrase comes in disguise on standard input. A word on standard output marks each moment; a line lets it go on.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    sys.path[:0] = [str(Path(__file__).resolve().parents[2])]
    from legalaid_desktop.host.clock import SystemClock
    from legalaid_desktop.services.opening import open_briefcase
    from legalaid_desktop.services.secrets import Secret
    from tests.canaries.driven_window import MASK

    line = sys.stdin.buffer.readline().strip()
    typed = bytearray(int(line[at : at + 2], 16) ^ MASK for at in range(0, len(line), 2))
    with Secret.from_utf8(typed) as secret:
        briefcase = open_briefcase(Path(sys.argv[1]), secret, clock=SystemClock())
    for row in briefcase.cases.rows(SystemClock().now().date()):
        print("case", len(briefcase.notes.of(row.ref)), flush=True)
    print("open", flush=True)
    sys.stdin.readline()
    briefcase.close()
    print("closed", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    main()
