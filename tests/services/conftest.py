"""Vaults shared by the tests of services. A test that changes one takes ``vault``; readers share ``practice``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from legalaid_desktop.services.briefcase import Briefcase
from tests.derivation import quick_derivation
from tests.services.vaults import SAMPLES, new_vault


@pytest.fixture(scope="module")
def quick_vaults() -> Iterator[None]:
    """For modules that make and open vaults over and over, and whose vaults no other process opens."""
    with quick_derivation():
        yield


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Briefcase]:
    briefcase = new_vault(tmp_path / "vault")
    yield briefcase
    briefcase.close()


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Briefcase]:
    briefcase = new_vault(tmp_path_factory.mktemp("practice") / "vault")
    briefcase.cases.import_files(SAMPLES)
    yield briefcase
    briefcase.close()
