"""The parent's side of the spelling check: one child for each language, started when a word of it is first met."""

from __future__ import annotations

import contextlib
import json
import subprocess
import threading
from collections.abc import Sequence
from typing import Any, Final

from legalaid_desktop.domain.spelling import LONGEST
from legalaid_desktop.intake.child import begin, command
from legalaid_desktop.intake.spelling_worker import LONGEST_LINE

FLAG: Final = "--check-spelling"
_PATIENCE: Final = 10.0
"""s until a child that does not answer is ended: a slow disk reads a dictionary for a while."""
_STARTS: Final = 4
"""Times that a child is started in all; then its language goes unchecked until the next opening."""
_AT_ONCE: Final = 2_000
"""Words of one request: more would fill the pipes of both sides."""


class DictionaryChild:
    """One language. Used on one thread, but for :meth:`end`."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._process: subprocess.Popen[bytes] | None = None
        self._starts = 0
        self._ended = False
        self._lock = threading.Lock()

    @property
    def pid(self) -> int:
        """Of the child, 0 when none runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else 0

    def wrong(self, words: Sequence[str]) -> frozenset[str] | None:
        """Those of ``words`` that the dictionary does not know; ``None`` where nobody answers."""
        found: set[str] = set()
        for start in range(0, len(words), _AT_ONCE):
            part = words[start : start + _AT_ONCE]
            answer = self._ask({"check": list(part)})
            if answer is None:
                return None
            found.update(part[n] for n in answer if isinstance(n, int) and 0 <= n < len(part))
        return frozenset(found)

    def suggest(self, word: str) -> tuple[str, ...]:
        """Words like ``word``, the likeliest first; none where nobody answers."""
        return tuple(
            one for one in self._ask({"suggest": word}) or () if isinstance(one, str) and len(one) <= 2 * LONGEST
        )

    def end(self) -> None:
        """End the child, from any thread; none is started any more."""
        with self._lock:
            self._ended = True
            self._drop()

    def _ask(self, request: dict[str, Any]) -> list[Any] | None:
        for _ in range(2):  # once more where the child had died, or used up its time
            process = self._running()
            if process is None:
                return None
            timer = threading.Timer(_PATIENCE, process.kill)
            timer.daemon = True
            timer.start()
            try:
                return self._exchange(process, request)
            except (OSError, ValueError):
                with self._lock:
                    self._drop()
            finally:
                timer.cancel()
        return None

    def _exchange(self, process: subprocess.Popen[bytes], request: dict[str, Any]) -> list[Any]:
        assert process.stdin is not None and process.stdout is not None
        left = memoryview(json.dumps(request).encode("ascii") + b"\n")
        while len(left):
            left = left[process.stdin.write(left) :]
        line = bytearray()
        while not line.endswith(b"\n"):
            piece = process.stdout.read(65_536)
            if not piece or len(line) > LONGEST_LINE:
                raise OSError("no answer")
            line += piece
        answer = json.loads(line)
        if not isinstance(answer, list):
            raise ValueError("no list")
        return answer

    def _running(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                return self._process
            self._drop()
            if self._ended or self._starts >= _STARTS:
                return None
            self._starts += 1
            try:
                self._process = begin(command(self._language, flag=FLAG, entry="check_spelling"))
            except OSError:
                return None
            return self._process

    def _drop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()
