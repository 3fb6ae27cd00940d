"""What the caller does with the three standard streams: closed, full, not read to the end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.desk import SAMPLES, Desk

pytestmark = pytest.mark.skipif(os.name != "posix", reason="streams are closed by a POSIX shell")
S03 = SAMPLES / "S03_refusal_apostrophe_holiday.toml"


def _shell(desk: Desk, command: str, *, secret: bool = True) -> subprocess.CompletedProcess[bytes]:
    """Run ``command``, in which ``$L`` is the program and ``$O`` its options for the desk's vault."""
    options = f"--vault {desk.vault} --json --lang en" + (f" --passphrase-file {desk.phrase}" if secret else "")
    return subprocess.run(
        ["/bin/bash", "-c", f"set -o pipefail; {command}"],
        env={**os.environ, "L": f"{sys.executable} -m legalaid_desktop", "O": options},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )


def test_a_reader_that_goes_away_is_no_failure(vault: Desk) -> None:
    vault.on_vault("case", "import", S03)
    text = vault.folder / "long"
    text.write_text("слово " * 200_000, "utf-8")
    vault.on_vault("note", "add", "TEST-2026-S03", "--text-file", text)
    ran = _shell(vault, "$L case show TEST-2026-S03 $O | head -c 1")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"{", b"")


@pytest.mark.parametrize("where", [">&-", ">/dev/full"])
def test_a_result_that_cannot_be_written_is_said(vault: Desk, where: str) -> None:
    if "full" in where and not Path("/dev/full").exists():
        pytest.skip("this system has no full device")
    ran = _shell(vault, f"$L case list $O {where}")
    assert ran.returncode == 8
    assert b"stdout" in ran.stderr and b"Traceback" not in ran.stderr


def test_a_closed_input_is_no_terminal(vault: Desk) -> None:
    ran = _shell(vault, "$L case list $O <&-", secret=False)
    assert (ran.returncode, json.loads(ran.stdout)["error"]["code"]) == (2, "secret_needed")
    ran = _shell(vault, "$L note add X --text-file - $O <&-")
    assert (ran.returncode, json.loads(ran.stdout)["error"]["code"]) == (2, "wrong_use")


def test_messages_without_standard_error_harm_nothing(vault: Desk) -> None:
    assert _shell(vault, "$L case list --vault nowhere --passphrase-file /dev/null 2>&-").returncode == 6
    assert _shell(vault, f"$L case import {S03} $O <&- 2>&-").returncode == 0
    assert vault.on_vault("vault", "check").json == {"ok": True, "problems": []}


def test_the_version_is_json_where_json_is_asked_for(desk: Desk) -> None:
    assert list(desk.run("--version", "--json").json) == ["version"]
