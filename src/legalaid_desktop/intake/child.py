"""The parent's side: give the bytes of a foreign file to a fresh process and take back plain data.

The child is this program started anew (a checkout, an installed wheel or the frozen folder), with an empty
environment, no open files but its three pipes, and the walls of ``fence.py``. Whatever it does (dies, hangs, talks
nonsense or too much), the caller gets a :class:`FileRefused` and stays well.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from legalaid_desktop.errors import FileNotRead, FileNotUnderstood, FileRefused
from legalaid_desktop.host.shown_text import printable
from legalaid_desktop.intake import wire
from legalaid_desktop.intake.limits import CHILD_WALL, LARGEST_ANSWER, LARGEST_SHOWN, MIB
from legalaid_desktop.intake.wire import Answer, BadAnswer, Params

FLAG: Final = "--read-foreign-file"
"""First argument of the hidden entry; the parser's name follows."""

REFUSALS: Final = frozenset(
    {
        *("not_a_file", "outside", "changed", "too_large", "wrong_kind", "too_many_files"),
        *("zip_damaged", "zip_odd", "zip_parts", "zip_size", "zip_names", "zip_encrypted", "zip_nested"),
        *("macros", "external", "embedded", "dtd", "xml_bounds", "xml_odd", "xml_damaged"),
        "text_too_long",
        *("picture_damaged", "picture_size", "pdf_damaged", "pdf_encrypted", "pdf_empty", "pdf_pages"),
    }
)
"""Words of ``named.file_refused.<kind>``; what the child calls otherwise is not believed."""
_NOT_READ: Final = frozenset({"memory", "broken"})
_CHUNK: Final = 1 * MIB
_TIME_SIGNALS: Final = frozenset(
    int(number) for name in ("SIGPROF", "SIGXCPU") if (number := getattr(signal, name, None)) is not None
)
_FACT: Final = re.compile(r"[a-z_]{1,30}")


def ask_child(
    parser: str,
    data: bytes | bytearray | memoryview,
    params: Params | None = None,
    *,
    wall: float = CHILD_WALL,
    started: Callable[[int], None] | None = None,
) -> Answer:
    """Let the parser named ``parser`` read ``data`` in a process of its own; at most 96 MiB.

    ``wall`` is in seconds. ``started`` is told the number of the process. The answer's ``plain`` and ``blobs`` are
    within the bounds of ``limits.py`` and otherwise as hostile as the file: the caller checks what it uses.

    Raises :class:`FileRefused` (the child's judgement), :class:`FileNotUnderstood` (faults in lines),
    :class:`FileNotRead` (``time``, ``memory``, ``broken``, ``answer``, ``start``).
    """
    if len(data) > LARGEST_SHOWN:
        raise FileRefused(kind="too_large", limit=LARGEST_SHOWN // MIB)
    raw, status, late = _run(parser, data, params or {}, wall, started)
    if late or -status in _TIME_SIGNALS:
        raise FileNotRead(kind="time")
    if raw is None:
        raise FileNotRead(kind="answer")
    if status != 0:
        raise FileNotRead(kind="memory" if -status == getattr(signal, "SIGKILL", 9) else "broken")
    try:
        answer = wire.read_answer(raw)
        if answer.refused:
            raise _refusal(answer.plain)
    except BadAnswer:
        raise FileNotRead(kind="answer") from None
    return answer


def command(parser: str, *, flag: str = FLAG, entry: str = "read_foreign_file") -> list[str]:
    """How this program is started as a child: the function ``entry`` of ``__main__``, with ``parser``."""
    if getattr(sys, "frozen", False):
        return [sys.executable, flag, parser]
    # Isolated, without site: only the folders that this very process imports from, none of them the current one.
    root = str(Path(__file__).resolve().parents[2])
    ours = tuple(str(Path(prefix)) + os.sep for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix})
    places = [root, *(place for place in sys.path if place != root and place.startswith(ours))]
    start = f"import sys;sys.path[:]={places!a};from legalaid_desktop.__main__ import {entry};{entry}({parser!r})"
    return [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", start]


def _environment() -> dict[str, str]:
    """Nothing, but what Windows needs to load its own libraries."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if sys.platform == "win32" and name in os.environ}


def begin(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a child with pipes for what it is told and answers, nowhere to write errors to, and none of our
    environment. Raises :class:`OSError`."""
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        close_fds=True,
        cwd="/" if sys.platform != "win32" else _environment().get("SYSTEMROOT"),
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _run(
    parser: str,
    data: bytes | bytearray | memoryview,
    params: Params,
    wall: float,
    started: Callable[[int], None] | None,
) -> tuple[bytes | None, int, bool]:
    """Raw answer (``None``: too long), exit status, whether the time was up."""
    try:
        process = begin(command(parser))
    except OSError:
        raise FileNotRead(kind="start") from None
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(wall, end)
    timer.daemon = True
    timer.start()
    try:
        with _bound(process), process:
            if started is not None:
                started(process.pid)
            _give(process, data, params)
            raw = _take(process)
            if raw is None:
                process.kill()
    except BaseException:
        process.kill()
        process.wait()
        raise
    finally:
        timer.cancel()
    return raw, process.returncode, late.is_set()


@contextlib.contextmanager
def _bound(process: subprocess.Popen[bytes]) -> Any:
    """On Windows the child is put into a job before it gets a byte of the file."""
    if sys.platform == "win32":
        from legalaid_desktop.intake.windows_job import bounded

        with bounded(process):
            yield
    else:
        yield


def _give(process: subprocess.Popen[bytes], data: bytes | bytearray | memoryview, params: Params) -> None:
    assert process.stdin is not None  # asked for above
    number = process.stdin.fileno()
    with contextlib.suppress(OSError):  # the child has gone already; its answer or its end says why
        for content in (wire.request(params), data):
            left = memoryview(content)
            while len(left):
                left = left[os.write(number, left[:_CHUNK]) :]
    with contextlib.suppress(OSError):
        process.stdin.close()


def _take(process: subprocess.Popen[bytes]) -> bytes | None:
    assert process.stdout is not None  # asked for above
    number = process.stdout.fileno()
    taken: list[bytes] = []
    room = LARGEST_ANSWER
    while piece := os.read(number, _CHUNK):
        room -= len(piece)
        if room < 0:
            return None
        taken.append(piece)
    return b"".join(taken)


def _refusal(plain: Any) -> FileNotUnderstood:
    """The child's refusal, believed only as far as it is one of ours."""
    if not isinstance(plain, dict):
        raise BadAnswer
    kind, facts, faults = plain.get("kind"), plain.get("facts", {}), plain.get("faults", [])
    if not isinstance(kind, str):
        raise BadAnswer
    if kind == "faults" and isinstance(faults, list) and all(isinstance(one, str) for one in faults):
        return FileNotUnderstood(tuple(_line(one) for one in faults[:200]))
    if kind in _NOT_READ:
        return FileNotRead(kind=kind)
    if kind not in REFUSALS or not isinstance(facts, dict):
        raise BadAnswer
    kept: dict[str, str | int] = {}
    for key, value in facts.items():
        if not _FACT.fullmatch(key) or not isinstance(value, str | int) or key == "kind":
            raise BadAnswer
        kept[key] = _line(value) if isinstance(value, str) else min(max(value, -(2**53)), 2**53)
    return FileRefused((), kind=kind, **kept)


def _line(text: str) -> str:
    return printable(text[:400])
