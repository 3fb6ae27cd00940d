"""Printing by the system's own commands: the bytes go through a pipe, nothing else goes anywhere."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from legalaid_desktop.host import print_queue

PDF = b"%PDF-1.7 words of a sheet"


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A print system of two scripts and a listening socket; what ``lp`` was given lies in the folder."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "lpstat").write_text(
        '#!/bin/sh\necho "$CUPS_SERVER" >"' + f"{tmp_path}/server" + '"\n'
        'if [ "$1" = -d ]; then echo "system default destination: Second"; else echo First; echo Second; fi\n'
    )
    (folder / "lp").write_text(
        f'#!/bin/sh\nfor word in "$@"; do echo "$word"; done >"{tmp_path}/words"\ncat >"{tmp_path}/got"\n'
        f'[ ! -e "{tmp_path}/off" ]\n'
    )
    for script in folder.iterdir():
        script.chmod(0o700)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "cups.sock"))
    monkeypatch.setattr(print_queue, "_SOCKETS", (str(tmp_path / "cups.sock"),))
    yield tmp_path
    listening.close()


def test_printers_are_listed_the_usual_one_first(commands: Path) -> None:
    assert print_queue.has_print_commands()
    assert print_queue.queue_names() == ("Second", "First")
    assert (commands / "server").read_text().strip() == str(commands / "cups.sock"), "asked another than the local one"


def test_the_very_bytes_arrive_under_a_neutral_name(commands: Path) -> None:
    assert print_queue.send_to_queue("First", PDF, title="Документ")
    assert (commands / "got").read_bytes() == PDF
    words = (commands / "words").read_text().split("\n")
    assert words[words.index("-t") + 1] == "Документ" and words[words.index("-d") + 1] == "First"
    assert not any(
        b"words of" in path.read_bytes() for path in commands.iterdir() if path.is_file() and path.name != "got"
    )


def test_a_refusal_and_an_unknown_printer_are_told(commands: Path) -> None:
    (commands / "off").touch()
    assert not print_queue.send_to_queue("First", PDF, title="Документ")
    (commands / "off").unlink()
    (commands / "got").unlink()
    assert not print_queue.send_to_queue("-o evil", PDF, title="Документ")
    assert not (commands / "got").exists(), "a printer that was not offered is not used"


def test_without_a_print_service_nothing_is_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(print_queue, "_SOCKETS", (str(tmp_path / "none"),))
    assert not print_queue.has_print_commands()
    assert print_queue.queue_names() == ()
    assert not print_queue.send_to_queue("First", PDF, title="Документ")
