"""The wheel carries all that the program needs, works far from the checkout, and names no source and nobody."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.packaging.shipped import ROOT, source_hosts, texts_of, traces

pytestmark = pytest.mark.xdist_group("packaging")


@pytest.fixture(scope="module")
def uv() -> str:
    found = os.environ.get("UV") or shutil.which("uv") or str(ROOT / ".tools" / "uv")
    assert Path(found).exists() or shutil.which(found), "scripts/check brings uv"
    return found


@pytest.fixture(scope="module")
def wheel(uv: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    subprocess.run([uv, "build", "--wheel", "--quiet", "--out-dir", out, ROOT], check=True, timeout=240)
    (made,) = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(uv: str, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel and the locked dependencies; gives its ``bin`` folder."""
    place = tmp_path_factory.mktemp("env")
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, place / "venv"], check=True, timeout=120)
    locked = place / "locked.txt"
    subprocess.run(
        [uv, "export", "--quiet", "--locked", "--no-dev", "--no-emit-project", "--project", ROOT, "-o", locked],
        check=True,
        timeout=120,
    )
    python = place / "venv" / "bin" / "python"
    subprocess.run([uv, "pip", "install", "--quiet", "--python", python, "-r", locked, wheel], check=True, timeout=400)
    return python.parent


def far_from_the_checkout(bin: Path, tmp_path: Path, *args: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command in another folder with an empty environment, so that nothing of the checkout is in reach."""
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    env = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TMPDIR": str(tmp_path)}
    return subprocess.run([bin / "legalaid", *args], cwd=tmp_path, env=env, capture_output=True, timeout=280)


def test_demo_drafts_the_practice_cases_from_an_installed_wheel(installed: Path, tmp_path: Path) -> None:
    done = far_from_the_checkout(installed, tmp_path, "demo", "--out", str(tmp_path / "out"), "--json")
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    result = json.loads(done.stdout)
    assert result["cases"] == 6
    made = {(f["case"], f["document"], f["format"]) for f in result["files"]}
    assert {("S03", "C1", "docx"), ("S03", "C1", "pdf"), ("S01", "A1", "pdf"), ("S04", "D1", "docx")} <= made
    for file in result["files"]:
        data = Path(file["path"]).read_bytes()
        assert data[:4] in (b"PK\x03\x04", b"%PDF")
        assert traces(texts_of(data)) == []


def test_self_test_proves_the_installed_wheel(installed: Path, tmp_path: Path) -> None:
    done = far_from_the_checkout(installed, tmp_path, "self-test", "--json")
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()[-2000:]
    assert json.loads(done.stdout)["ok"] is True
    where = subprocess.run(
        [installed / "python", "-c", "import legalaid_desktop.host.paths as p; print(p.templates())"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        env={"PATH": "/usr/bin:/bin"},
    )
    assert str(ROOT) not in where.stdout.decode(), "the data must come from the wheel"


def test_nothing_in_the_wheel_names_a_source_or_a_real_person(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        for name in names:
            if name.endswith((".ttf", ".otf", "METADATA", "RECORD", "LICENSE")):
                continue
            assert traces(texts_of(archive.read(name))) == [], name
    data = [name for name in names if "/_data/" in name]
    for part in ("templates/C1/", "resources/fonts/", "resources/law/", "resources/demo/", "resources/locale/"):
        assert any(part in name for name in data), part


def test_the_scan_would_find_a_source_and_a_real_name() -> None:
    host = min(source_hosts())
    assert traces(f"см. https://{host}/page") == [host]
    assert traces("Вымышленный Пример Самир") == []
