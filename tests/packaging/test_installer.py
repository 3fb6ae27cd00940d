"""The built program starts and proves itself where there is nothing but itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.shipped import ROOT, texts_of, traces

pytestmark = [pytest.mark.xdist_group("packaging"), pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("installer")
    subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"),
            *("--distpath", out / "dist", "--workpath", out / "work", ROOT / "build_installer.spec"),
        ],
        check=True,
        cwd=out,
        timeout=560,
    )
    return out / "dist" / "legalaid-desktop"


def test_the_folder_passes_its_own_self_test_in_an_empty_environment(program: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [program / "legalaid", "self-test", "--json"],
        cwd=tmp_path,
        env={"HOME": str(tmp_path)},
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()[-2000:]
    assert json.loads(done.stdout)["ok"] is True


def test_the_window_program_is_there_and_no_data_name_a_source(program: Path) -> None:
    assert (program / "legalaid-desktop").is_file()
    data = [p for p in program.rglob("_data/**/*") if p.is_file() and p.suffix in (".toml", ".md", ".txt", ".json")]
    assert len(data) > 30
    for path in data:
        assert traces(texts_of(path.read_bytes())) == [], path.name


def test_the_window_program_opens_a_window_and_stays_open(program: Path, tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(tmp_path)}
    window = subprocess.Popen([program / "legalaid-desktop"], cwd=tmp_path, env=env, stderr=subprocess.PIPE)
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            window.wait(timeout=6)
    finally:
        window.kill()
        _out, err = window.communicate(timeout=20)
    assert b"Traceback" not in err and b"Could not" not in err, err.decode()[-1500:]
