"""Every target: its whole corpus again, mutated seeds by hypothesis, and (long) minutes of atheris."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import CORPORA, TARGETS
from tests.rounds import rounds

CORPUS = [(name, path) for name in TARGETS for path in sorted((CORPORA / name).glob("*"))]
SECONDS = rounds(0, 240)


def test_every_target_has_a_corpus_and_every_corpus_a_target() -> None:
    assert {name for name, _ in CORPUS} == set(TARGETS)
    assert {path.name for path in CORPORA.iterdir()} == set(TARGETS)
    assert all(path.stat().st_size < 70_000 for _, path in CORPUS)


@pytest.mark.parametrize(("name", "path"), CORPUS, ids=[f"{name}-{path.name}" for name, path in CORPUS])
def test_what_once_came_in_ends_well_again(name: str, path: Path) -> None:
    TARGETS[name](path.read_bytes())


@st.composite
def _mutants(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A seed with some pieces overwritten, cut out, doubled or put in."""
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        match draw(st.integers(0, 4)):
            case 0:
                piece = draw(st.binary(min_size=1, max_size=8))
                data[at : at + len(piece)] = piece
            case 1:
                del data[at : at + draw(st.integers(1, 64))]
            case 2:
                data[at:at] = data[at : at + draw(st.integers(1, 64))] * draw(st.integers(1, 8))
            case 3:
                data[at:at] = draw(st.sampled_from(_TOKENS))
            case _:
                if at < len(data):
                    data[at] ^= 1 << draw(st.integers(0, 7))
    return bytes(data)


_TOKENS = (
    *(
        b"\0",
        b"\xff\xff\xff\xff",
        b"\x7f\xff\xff\xff",
        b"\xed\xa0\x80",
        b"\xe2\x80\xae",
        b"\xef\xbb\xbf",
        b"\r",
        b"\x1a",
    ),
    *(b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"]]>", b"<?x?>", b"../", b"PK\x05\x06", b"PK\x01\x02", b"{{", b"{%"),
    *(b"{% raw %}", b"__class__", b"1e999", b"9" * 400, b"0x" + b"f" * 400, b"[" * 60, b"'''", b'"""', b"nan", b"-inf"),
    *(b"9999-12-31T23:59:60Z", b"0000-00-00", b"true", b"a.b.c.d = 1\n", b"[[person]]\n", b"endobj", b"/Kids[3 0 R]"),
)


@pytest.mark.parametrize("name", TARGETS)
def test_mutants_of_good_files_end_well(name: str) -> None:
    seeds = [path.read_bytes() for path in sorted((CORPORA / name).glob("*"))]
    target = TARGETS[name]

    @given(_mutants(seeds) | st.binary(max_size=200))
    @settings(
        max_examples=rounds(30, 5_000),
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )
    def attacked(data: bytes) -> None:
        target(data)

    attacked()


@pytest.mark.soak
@pytest.mark.skipif(SECONDS == 0 or sys.platform != "linux", reason="the long run: scripts/soak fuzz")
@pytest.mark.parametrize("name", TARGETS)
def test_fuzz_with_atheris(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    script = Path(__file__).with_name("run_atheris.py")
    command = [sys.executable, str(script), name, str(SECONDS), str(tmp_path / "found")]
    ran = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    runs = re.search(r"number_of_executed_units:\s*(\d+)", ran.stderr)
    finds = sorted(path for path in (tmp_path / "found").iterdir() if re.match("crash|timeout|oom|leak", path.name))
    with capfd.disabled():
        print(f"\n{name}: {runs[1] if runs else '?'} executions in {SECONDS} s, {len(finds)} finds")
    assert ran.returncode == 0 and not finds, f"{ran.stderr[-3000:]}\n{[path.read_bytes() for path in finds]}"
