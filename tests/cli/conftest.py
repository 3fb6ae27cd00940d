from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.desk import Desk
from tests.derivation import quick_derivation


@pytest.fixture(scope="module")
def quick_vaults() -> Iterator[None]:
    """For modules that make and open vaults over and over, and whose vaults no other process opens."""
    with quick_derivation():
        yield


@pytest.fixture
def desk(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capfd)


@pytest.fixture
def vault(desk: Desk) -> Desk:
    """A desk with an empty vault."""
    return desk.made()
