"""Shipped data are found in a checkout, in a wheel and in a frozen program; portable programs keep all beside them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from legalaid_desktop.host import paths


@pytest.fixture(autouse=True)
def no_memory() -> Iterator[None]:
    paths._data.cache_clear()
    yield
    paths._data.cache_clear()


def test_a_checkout_has_its_data_at_the_top() -> None:
    assert (paths.resources() / "locale" / "errors.toml").is_file()
    assert paths.templates().parent == paths.resources().parent


def test_a_wheel_has_them_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "legalaid_desktop"
    (package / "_data" / "resources").mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(package / "host" / "paths.py"))
    assert paths.resources() == package / "_data" / "resources"
    assert paths.templates() == package / "_data" / "templates"
    assert paths.portable_folder() is None


@pytest.mark.parametrize("inside", ["legalaid_desktop/_data", "."])
def test_a_frozen_program_has_them_in_its_folder(inside: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = tmp_path / "LegalAid" / "_internal"
    (bundle / inside / "resources").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(bundle), raising=False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "LegalAid" / "LegalAid"))
    assert paths.resources() == bundle / inside / "resources"
    assert paths.portable_folder() is None
    (tmp_path / "LegalAid" / "portable").touch()
    assert paths.portable_folder() == tmp_path / "LegalAid"
    assert paths.default_vault() == tmp_path / "LegalAid" / "vault"
    assert paths.settings_folder() == tmp_path / "LegalAid" / "settings"


def test_a_program_without_its_data_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "a" / "b" / "host" / "paths.py"))
    with pytest.raises(RuntimeError):
        paths.resources()


def test_the_default_vault_is_in_the_users_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("XDG folders")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert paths.default_vault() == tmp_path / "data" / "legalaid-desktop" / "vault"
    assert paths.settings_folder() == tmp_path / "config" / "legalaid-desktop"
    assert not (tmp_path / "data").exists()
