"""What ships names no source and nobody real: the same scan as on the wheel, on the folders that go into it.

The built wheel and the built program are scanned as well (``test_wheel.py``, ``test_installer.py``); this one takes a
second and tells of a slip before anything is built.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from legalaid_desktop.services.law_pack_file import pack_bytes
from tests.packaging.shipped import ROOT, source_hosts, texts_of, traces

_LETTERS = (".ttf", ".otf", ".pyc", ".aff", ".dic")


def shipped_folders() -> set[str]:
    """The folders of data that the wheel takes in, and the same ones that the installer collects."""
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    collected = re.findall(
        r'root / "(\w+)"\), "legalaid_desktop/_data', (ROOT / "build_installer.spec").read_text("utf-8")
    )
    assert set(wheel["force-include"]) == set(collected), "wheel and installer ship the same data"
    return set(collected)


def test_no_folder_that_ships_names_a_source_or_a_real_person() -> None:
    folders = shipped_folders()
    assert folders == {"templates", "resources"}
    seen = 0
    for folder in (*sorted(folders), "src"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix not in _LETTERS:
                assert traces(texts_of(path.read_bytes())) == [], path.relative_to(ROOT)
                seen += 1
    assert seen > 500


def test_docs_and_tests_do_not_ship() -> None:
    """Addresses of sources stand in the docs; neither wheel nor installer may take them in."""
    spec = (ROOT / "build_installer.spec").read_text("utf-8")
    assert "docs" not in re.sub(r"#.*", "", spec)
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert not [name for name in wheel["force-include"] if name.startswith(("docs", "tests"))]


def test_a_pack_file_names_no_source() -> None:
    folder = ROOT / "resources" / "law" / "by"
    files = {path.name: path.read_bytes() for path in folder.glob("*.toml")}
    assert traces(texts_of(pack_bytes(files, "by", "2026.11.23"))) == []


def test_the_scan_knows_the_sources_that_are_written_without_a_scheme() -> None:
    hosts = source_hosts()
    written = Path(ROOT / "docs" / "law-sources.md").read_text("utf-8")
    assert sum(f"http://{host}" not in written and f"https://{host}" not in written for host in hosts) > 20
    for host in sorted(hosts):
        assert host in traces(f"см. {host}/page")
