"""The same by the command line: every command that takes in, shows, makes, copies or ends something, each a process of
its own under strace, with passphrases from a file, a descriptor and the prompt of a terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

import pyrage

from legalaid_desktop.host.paths import resources
from tests.canaries import planted
from tests.canaries.planted import passphrase, text
from tests.canaries.stage import Stage
from tests.canaries.window_session import EVIDENCE

OWN, NEXT, RECOVERED = (planted.passphrase(number) for number in (5, 6, 7))
_TEXT: Final = re.compile(r'^(text|birth_place|note|place|court) = "[^"]*"$', re.MULTILINE)


class CommandSession:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.exports = stage.hand / "exports"
        self.exports.mkdir()
        self.shown = b""
        """All that went to standard output and error."""

    def run(self, *arguments: str | Path, phrase: str | None = OWN, fresh: str | None = None, status: int = 0) -> Any:
        """One command; passphrases come through descriptors. Its JSON."""
        command = [sys.executable, "-m", "legalaid_desktop", *map(str, arguments), "--json", "--lang", "ru"]
        command += ["--vault", str(self.stage.vault)]
        passed: list[int] = []
        for option, secret in (("--passphrase-fd", phrase), ("--new-passphrase-fd", fresh)):
            if secret is not None:
                read, write = os.pipe()
                os.write(write, secret.encode())
                os.close(write)
                passed.append(read)
                command += [option, str(read)]
        done = subprocess.run(
            self.stage.traced(command), stdin=subprocess.DEVNULL, capture_output=True, pass_fds=passed,
            env=self.stage.environment(), cwd=self.stage.home, timeout=300, check=False,
        )  # fmt: skip
        for number in passed:
            os.close(number)
        self.shown += done.stdout + done.stderr
        assert done.returncode == status, (arguments, done.returncode, done.stdout[-500:], done.stderr[-2000:])
        return json.loads(done.stdout) if done.stdout else None

    def run_at_a_terminal(self, *arguments: str, phrase: str) -> bytes:
        """One command that asks for the passphrase at a terminal; what stood on the screen."""
        command = [sys.executable, "-m", "legalaid_desktop", *arguments, "--vault", str(self.stage.vault), "--json"]
        pid, master = pty.fork()
        if pid == 0:
            os.chdir(self.stage.home)
            os.execvpe(command[0], command, self.stage.environment())
        screen, typed, until = b"", False, time.monotonic() + 120
        while time.monotonic() < until:
            if select.select([master], [], [], 0.5)[0]:
                try:
                    piece = os.read(master, 1 << 16)
                except OSError:
                    break
                if not piece:
                    break
                screen += piece
            if screen and not typed:
                time.sleep(0.3)  # the terminal is told to be silent before the prompt appears; be slower than it
                os.write(master, phrase.encode() + b"\n")
                typed = True
        os.close(master)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, screen[-300:]
        return screen

    def whole(self) -> None:
        hand = self.stage.hand
        self.run("demo", "--out", self.exports / "demo", phrase=None)
        self.run("vault", "create", "--kdf", "fast")
        case = (resources() / "demo" / "S03_refusal_apostrophe_holiday.toml").read_text("utf-8")
        # The note in it keeps its words: a paper that quotes a closed note would be refused.
        facts, sign, notes = case.partition("[[note]]")
        (hand / "case.toml").write_text(
            _TEXT.sub(lambda found: f'{found[1]} = "{text(40)}"', facts) + sign + notes, "utf-8"
        )
        self.run("case", "import", hand / "case.toml")
        ref = self.run("case", "list")[0]["ref"]
        (hand / "note.txt").write_text(text(41), "utf-8")
        self.run("note", "add", ref, "--text-file", hand / "note.txt")
        for name, data in EVIDENCE.items():
            (hand / name).write_bytes(data)
            added = self.run("evidence", "add", ref, hand / name, "--title", text(42))
        self.run("evidence", "get", ref, added["id"], "--out", self.exports / "got")
        assert self.run("search", planted.CYRILLIC)
        self.run("search", planted.LATIN, phrase=passphrase(9), status=3)
        self.run("case", "show", ref)
        self.run("note", "list", ref)
        reasons = [f"CHK-{check}={text(43)}" for check in ("LISTED", "DATE", "ANNEX")]
        overrides = [word for reason in reasons for word in ("--override", reason)]
        self.run("document", "check", ref, "C1")
        self.run("document", "make", ref, "C1", "--out", self.exports / "made", *overrides)
        identity = pyrage.x25519.Identity.generate()
        (hand / "identity").write_text(f"{identity}\n")
        self.run("backup", "create", "--to", str(identity.to_public()), "--out", self.exports / "copy.age")
        self.run("backup", "verify", self.exports / "copy.age", "--identity", hand / "identity", phrase=None)
        restored = self.stage.folder / "restored"
        self.run(
            "backup", "restore", self.exports / "copy.age", "--identity", hand / "identity", "--into", restored,
            "--kdf", "fast", phrase=NEXT,
        )  # fmt: skip
        self.run("vault", "recovery", "make", "--out", self.exports / "sheets")
        sheets = sorted((self.exports / "sheets").glob("*.txt"))[:2]
        self.run("vault", "recovery", "rehearse", "--share", *sheets)
        self.run("vault", "recover", "--share", *sheets, "--kdf", "fast", phrase=None, fresh=RECOVERED)
        self.run("journal", "list", phrase=RECOVERED)
        self.run("journal", "anchor", phrase=RECOVERED)
        self.run("vault", "check", phrase=RECOVERED)
        self.run("vault", "rekey", "--kdf", "fast", "--drop-others", phrase=RECOVERED, fresh=NEXT)
        self.run("vault", "salvage", "--into", self.stage.folder / "saved", "--kdf", "fast", phrase=NEXT)
        self.shown += self.run_at_a_terminal("search", planted.CYRILLIC, phrase=NEXT)

    def destroy(self) -> None:
        self.run("vault", "destroy", "--yes-destroy", "--without-backup", "-", phrase=NEXT)
