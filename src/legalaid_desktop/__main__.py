"""Entry points: the window and the command line. Each loads only what it needs."""

from __future__ import annotations

import sys


def window() -> int:
    """``legalaid-desktop``: open the window; the exit status."""
    from legalaid_desktop.bootstrap import open_window

    return open_window(sys.argv)


def command_line() -> int:
    """``legalaid``: the command line; the exit status."""
    from legalaid_desktop.cli.main import main
    from legalaid_desktop.host.process import forbid_dumps

    forbid_dumps()
    return main(sys.argv[1:], window=window)


if __name__ == "__main__":
    # The frozen program and ``python -m``: with a command it is the command line, without one the window.
    sys.exit(command_line() if len(sys.argv) > 1 else window())
