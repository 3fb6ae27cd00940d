"""Nothing that was typed lies in the clear anywhere, during a session and after it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.services.canaries import forms, scan
from tests.services.session import CANARIES, TITLES


def test_no_text_in_the_clear_during_and_after_a_session(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    home = tmp_path / "home"
    places = {
        "HOME": home,
        "TMPDIR": tmp_path / "temp",
        "SQLITE_TMPDIR": tmp_path / "temp",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_STATE_HOME": home / "state",
        "XDG_RUNTIME_DIR": tmp_path / "run",
    }
    for place in places.values():
        place.mkdir(parents=True, exist_ok=True)
    env = {name: value for name, value in os.environ.items() if not name.startswith("XDG")}
    env |= {name: str(place) for name, place in places.items()}
    env["PYTHONPATH"] = os.pathsep.join([str(root), str(root / "src")])
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    process = subprocess.Popen(
        [sys.executable, str(root / "tests" / "services" / "session.py"), str(tmp_path / "vault")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
        cwd=home,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    wanted = [*CANARIES, *TITLES]
    for moment in ("middle\n", "open\n"):
        assert process.stdout.readline() == moment, process.communicate()
        assert {path.name for path in (tmp_path / "vault").iterdir()} == {"head", "data", "data-wal"}
        assert (tmp_path / "vault" / "data-wal").stat().st_size > 0
        assert scan([tmp_path], wanted) == []
        process.stdin.write("\n")
        process.stdin.flush()
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "", "")
    assert {path.name for path in (tmp_path / "vault").iterdir()} == {"head", "data"}
    assert scan([tmp_path], wanted) == []


@pytest.mark.parametrize("text", CANARIES)
def test_the_search_for_canaries_itself_finds_each_form(tmp_path: Path, text: str) -> None:
    assert {"utf-8", "utf-16-le", "base64+0"} <= set(forms(text))
    for name, form in forms(text).items():
        (tmp_path / name).write_bytes(b"\0\1" + form + b"\2")
    with zipfile.ZipFile(tmp_path / "zipped", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("part.xml", "<a>" + text + "</a>")
    hits = {line.split(": ")[0].rsplit("/", 1)[1] for line in scan([tmp_path], [text])}
    assert hits == {*forms(text), "zipped"}
