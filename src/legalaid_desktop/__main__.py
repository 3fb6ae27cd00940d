"""Entry points: the window and the command line. Each loads only what it needs."""

from __future__ import annotations

import sys
from pathlib import Path

READ_FOREIGN_FILE = "--read-foreign-file"
"""Hidden first argument: this process is the child of ``intake/child.py``. Looked for before anything heavy loads."""

CHECK_SPELLING = "--check-spelling"
"""Hidden first argument: this process is the child of ``intake/spelling_child.py``."""


def read_foreign_file(parser: str) -> None:
    """The child that reads one foreign file and answers on its standard output. Does not return."""
    from legalaid_desktop.services.intake_parsers import PARSERS

    from legalaid_desktop.intake.worker import serve  # isort: skip

    serve(PARSERS, parser)


def check_spelling(language: str) -> None:
    """The child that knows one dictionary and answers on its standard output. Does not return."""
    from legalaid_desktop.intake.spelling_worker import serve

    serve(language)


def _serve_as_child() -> None:
    """Does not return when the first argument is one of the hidden ones."""
    from legalaid_desktop.bootstrap import LISTEN

    if len(sys.argv) == 3 and sys.argv[1] == READ_FOREIGN_FILE:
        read_foreign_file(sys.argv[2])
    if len(sys.argv) == 3 and sys.argv[1] == CHECK_SPELLING:
        check_spelling(sys.argv[2])
    if len(sys.argv) > 1 and sys.argv[1] == LISTEN:
        from legalaid_desktop.ui.lock_signals.bus_child import main as listen

        sys.exit(listen(sys.argv[2:]))


def _named_vault() -> Path | None:
    """The vault of ``open --vault FOLDER``, as a locked window is begun anew with it: found without the parser of the
    command line, which loads every service before the first picture."""
    if len(sys.argv) != 4 or sys.argv[1:3] != ["open", "--vault"] or not sys.argv[3] or sys.argv[3][0] == "-":
        return None
    return Path(sys.argv[3]).absolute()


def window(vault: Path | None = None) -> int:
    """``legalaid-desktop``: open the window, over ``vault`` when one is named; the exit status."""
    _serve_as_child()
    from legalaid_desktop.bootstrap import open_window
    from legalaid_desktop.host.process import keep_files_private

    keep_files_private()

    return open_window(sys.argv[:1] if vault else sys.argv, vault=vault)


def command_line() -> int:
    """``legalaid``: the command line; the exit status."""
    _serve_as_child()
    vault = _named_vault()
    if vault is not None:
        return window(vault)
    from legalaid_desktop.cli.main import main
    from legalaid_desktop.host.process import forbid_dumps, keep_files_private

    keep_files_private()
    forbid_dumps()
    return main(sys.argv[1:], window=window)


if __name__ == "__main__":
    # The frozen program and ``python -m``: with a command it is the command line, without one the window.
    sys.exit(command_line() if len(sys.argv) > 1 else window())
