"""The library, the worker and the folder in memory, made once for all tests of this folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.resilience.quick_keys import quick_keys
from tests.resilience.staging import Stage, build_library, fast_folder


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if sys.platform != "linux":
        pytest.skip("the failing disk is preloaded as Linux does it")
    built = build_library(tmp_path_factory.mktemp("fault"))
    if built is None:
        pytest.skip("NO C COMPILER: no kill, fault or power cut was tried. Install gcc and libc6-dev.")
    return built


@pytest.fixture(scope="module")
def memory() -> Iterator[Path]:
    with fast_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def quick() -> Iterator[None]:
    back = quick_keys()
    yield
    back()


@pytest.fixture(scope="module")
def stage(library: Path, memory: Path, quick: None) -> Iterator[Stage]:
    with Stage(library, memory) as stage:
        yield stage
