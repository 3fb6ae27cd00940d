"""The worker: runs one operation for each request, in a fresh process by fork, with ``fault.c`` preloaded.

A request is a line of JSON on stdin: ``operation``, ``folder``, ``fault``, ``record`` (a file, or null), ``kill_after``
(seconds, or null). Answers are lines of JSON on stdout: what the operation says of itself, then ``{"ended": status}``.
What an operation says: ``confirmed`` (a name), ``told`` (the code of one of our errors, and whether it has words in
three languages), ``bug`` (a traceback: never right), ``done`` with the number of calls that were counted.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any, NoReturn

from legalaid_desktop.errors import LegalAidError
from legalaid_desktop.services.error_words import explain
from tests.resilience.fault_control import Disk, Fault
from tests.resilience.operations import OPERATIONS, Report
from tests.resilience.quick_keys import quick_keys

LANGUAGES = ("ru", "be", "en")


class Saying(Report):
    """Writes to a pipe what an operation reports, at once and unbuffered."""

    def __init__(self, pipe: int, disk: Disk) -> None:
        self._pipe = pipe
        self._disk = disk
        self._confirmed = 0

    def confirmed(self, what: str) -> None:
        self._confirmed += 1
        self._disk.mark(self._confirmed)
        self.say(confirmed=what)

    def told(self, error: LegalAidError) -> None:
        texts = [explain(error, lang) for lang in LANGUAGES]
        whole = all(message.strip() and advice.strip() for message, advice in texts) and len(set(texts)) == 3
        self.say(told=error.code, status=error.exit_status, words=whole, facts=error.facts)

    def say(self, **said: Any) -> None:
        os.write(self._pipe, (json.dumps(said) + "\n").encode())


def run(request: dict[str, Any], pipe: int) -> NoReturn:
    disk = Disk()
    report = Saying(pipe, disk)
    operation = OPERATIONS[request["operation"]]
    folder = Path(request["folder"])
    record = -1
    if request["record"]:
        record = os.open(request["record"], os.O_CREAT | os.O_WRONLY | os.O_TRUNC | os.O_APPEND, 0o600)
    disk.arm(str(folder), Fault.from_json(request["fault"]), record_to=record)
    try:
        try:
            operation.run(folder, report)
        except LegalAidError as error:
            report.told(error)
    except BaseException:
        report.say(bug=traceback.format_exc())
    fired = disk.fired()
    counted = disk.counted()
    disk.disarm()
    report.say(done=True, counted=counted, fired=fired)
    os._exit(0)


def main() -> None:
    quick_keys()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin:
        request = json.loads(line)
        if "warm" in request:
            OPERATIONS[request["warm"]].warm(Path(request["folder"]))
            os.write(1, b'{"warm": true}\n')
            continue
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(ours)
            run(request, theirs)
        os.close(theirs)
        due = None if request["kill_after"] is None else time.monotonic() + request["kill_after"]
        while True:
            if due is not None and not select.select([ours], [], [], max(0.0, due - time.monotonic()))[0]:
                os.kill(child, signal.SIGKILL)  # not waited for yet, so the number is still its own
                due = None
                continue
            piece = os.read(ours, 65536)
            if not piece:
                break
            os.write(1, piece)
        os.close(ours)
        _, status = os.waitpid(child, 0)
        os.write(1, b'{"ended": %d}\n' % os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
