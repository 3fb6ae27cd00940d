"""The passphrase at a real terminal: nothing is echoed, nothing passes through a string, the terminal is as before."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="pseudo-terminals of POSIX systems")

import termios  # noqa: E402 - only where there are pseudo-terminals

_PROGRAM = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from legalaid_desktop.cli.main import main
status = main(sys.argv[1:])
flags = termios.tcgetattr(0)[3]
sys.stderr.write(f"<status {status} echo {bool(flags & termios.ECHO)}>")
sys.stderr.flush()
os._exit(0)
"""
PHRASE = "ёлка у моста 42"


class Terminal:
    """A program at a pseudo-terminal of its own."""

    def __init__(self, *arguments: str | Path, code: str = _PROGRAM) -> None:
        self._master, slave = pty.openpty()
        self.seen = b""
        with os.fdopen(slave, "r+b", buffering=0) as terminal:
            self._process = subprocess.Popen(
                [sys.executable, "-c", code, *map(str, arguments)],
                stdin=terminal,
                stdout=terminal,
                stderr=terminal,
                start_new_session=True,
                close_fds=True,
            )

    def wait_for(self, text: str) -> None:
        deadline = time.monotonic() + 60
        while text.encode() not in self.seen:
            assert time.monotonic() < deadline, self.seen.decode("utf-8", "replace")
            if select.select([self._master], [], [], 0.5)[0]:
                try:
                    self.seen += os.read(self._master, 4096)
                except OSError:  # the other side has gone
                    assert text.encode() in self.seen, self.seen.decode("utf-8", "replace")

    def send(self, data: bytes) -> None:
        # The prompt is shown when echo is off already.
        assert not termios.tcgetattr(self._master)[3] & termios.ECHO
        os.write(self._master, data)
        self.seen = b""

    def end(self) -> str:
        self.wait_for(">")
        self._process.wait(30)
        os.close(self._master)
        return self.seen.decode("utf-8", "replace")


def create(folder: Path) -> Terminal:
    return Terminal("vault", "create", "--kdf", "fast", "--vault", folder, "--lang", "en", "--json")


def test_a_passphrase_is_typed_twice_and_never_seen(tmp_path: Path) -> None:
    terminal = create(tmp_path / "v")
    terminal.wait_for("Passphrase:")
    terminal.send(PHRASE.encode() + b"\n")
    terminal.wait_for("Once more:")
    assert PHRASE.encode() not in terminal.seen
    terminal.send(PHRASE.encode() + b"\n")
    said = terminal.end()
    assert "<status 0 echo True>" in said and PHRASE not in said
    file = tmp_path / "phrase"
    file.write_text(PHRASE, "utf-8")
    from legalaid_desktop.cli.main import main

    assert main(["case", "list", "--vault", str(tmp_path / "v"), "--passphrase-file", str(file), "--json"]) == 0


def test_a_backspace_takes_one_letter(tmp_path: Path) -> None:
    """A Cyrillic letter has two bytes; half of one would be no UTF-8 and nobody could say why."""
    terminal = create(tmp_path / "v")
    terminal.wait_for("Passphrase:")
    terminal.send("ёлкы".encode() + b"\x7f" + "а".encode() + b"\n")
    terminal.wait_for("Once more:")
    terminal.send("ёлка".encode() + b"\n")
    assert "<status 0" in terminal.end()


def test_two_different_passphrases_are_refused(tmp_path: Path) -> None:
    terminal = create(tmp_path / "v")
    terminal.wait_for("Passphrase:")
    terminal.send(b"one\n")
    terminal.wait_for("Once more:")
    terminal.send(b"two\n")
    assert "differ" in (said := terminal.end()) and "<status 2 echo True>" in said
    assert not (tmp_path / "v").exists()


@pytest.mark.parametrize(("key", "status"), [(b"\x04", 2), (b"\n", 2), (b"\x03", 2)])
def test_ctrl_d_ctrl_c_and_nothing_change_nothing(tmp_path: Path, key: bytes, status: int) -> None:
    terminal = create(tmp_path / "v")
    terminal.wait_for("Passphrase:")
    terminal.send(key)
    said = terminal.end()
    assert f"<status {status} echo True>" in said and "Traceback" not in said
    assert not (tmp_path / "v").exists()


_DEAF_WHILE_READING = _PROGRAM.replace(
    "status = main",
    """
import signal, threading, time
threading.Thread(target=lambda: time.sleep(100), daemon=True).start()
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # the other thread takes it, and reading goes on
status = main""",
)


def test_a_ctrl_c_that_reading_does_not_notice_is_heard_all_the_same(tmp_path: Path) -> None:
    """As one does that comes in the moment before the terminal is read: it was heard at the next key only."""
    terminal = Terminal("vault", "create", "--vault", tmp_path / "v", code=_DEAF_WHILE_READING)
    terminal.wait_for(": ")
    time.sleep(0.3)
    terminal.send(b"\x03")
    assert "<status 2 echo True>" in terminal.end()


_MEMORY = """
import fcntl, gc, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from argparse import Namespace
from legalaid_desktop.cli.passphrase import passphrase
from legalaid_desktop.host.wording import wording
from tests.vault.memory_scan import found
hidden = open(sys.argv[1], "rb").read()
secret = passphrase(Namespace(), wording("en"))
held = found(hidden)
secret.wipe()
del secret
gc.collect()
sys.stderr.write(f"<held {held} left {found(hidden)}>")
sys.stderr.flush()
os._exit(0)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_nothing_of_what_was_typed_stays_in_memory(tmp_path: Path) -> None:
    """Where the prompt takes the bytes they are the only copy, and they are wiped."""
    from tests.vault.memory_scan import disguised

    word = os.urandom(9).hex().encode()
    (tmp_path / "hidden").write_bytes(disguised(bytearray(word)))
    terminal = Terminal(tmp_path / "hidden", code=_MEMORY)
    terminal.wait_for("Passphrase:")
    terminal.send(word + b"\n")
    said = terminal.end()
    assert "<held 1 left 0>" in said, said
