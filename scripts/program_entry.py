"""Entry of the frozen program: the name of the executable says whether a window or a command is wanted."""

from __future__ import annotations

import sys
from pathlib import Path

from legalaid_desktop.__main__ import command_line, window

if __name__ == "__main__":
    sys.exit(window() if Path(sys.executable).stem.startswith("legalaid-desktop") else command_line())
