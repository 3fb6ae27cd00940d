"""The row of the issue: bombs, traversal, DTD, macros, 10,000 parts, a 1 GB attribute, template tricks: refused or
harmless, 2 s, 300 MB, 0 processes, 0 files outside. Every attack is made here and none is stored."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import pytest

from legalaid_desktop.errors import FileNotRead, FileNotUnderstood, FileRefused
from legalaid_desktop.host.wording import LANGUAGES, wording
from legalaid_desktop.intake.limits import CHILD_CPU
from legalaid_desktop.services.case_import import _read
from legalaid_desktop.services.error_words import explain
from legalaid_desktop.services.foreign_content import look_into
from legalaid_desktop.services.templates import check_templates
from tests.intake.hostile_archives import archives, stored_twice, word
from tests.intake.hostile_papers import ANY, others, papers, pictures
from tests.intake.hostile_texts import case_files, template_folders
from tests.intake.measured import MEGA, Watch, names_around, tree, watch
from tests.rounds import LONG

__all__ = ["watch"]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc, the walls are Linux's")

Attack = tuple[str, str, Callable[[], bytes]]
SLOW = {  # each takes the whole of its computing time; one of them is enough in CI
    *("image-65,535-squared", "forms-doubling", "lines-10,000,000", "png-of-16-bits", "png-chunks-without-end"),
    *("jpeg-scans-without-end", "elements-3,000,000", "body-stars", "manifest-sections", "headers-deep"),
    *("body-filters-stacked", "objects-1,000,000", "states-5,000,000", "text-1,000,000"),
}


def _sample(attacks: Iterator[Attack], step: int) -> list[Attack]:
    """All in the long run; in CI every ``step``-th, none of the slow ones."""
    found = list(attacks)
    return found if LONG else [one for number, one in enumerate(found) if number % step == 0 and one[0] not in SLOW]


def _outcome(content: bytes) -> str:
    try:
        found = look_into(content, width=900)
    except FileNotRead:
        return "not read"
    except FileRefused as refused:
        for lang in LANGUAGES:
            message, advice = explain(refused, lang)
            assert message and advice and message != explain(FileRefused(), lang)[0], (refused.facts, lang)
        return str(refused.facts["kind"])
    return "shown" if found.pages else "kept" if found.text is None else "text"


def _tell(watch: Watch, what: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Print the figures; the bounds are those of the row, the wall clock with room for a busy machine."""
    with capfd.disabled():
        seconds, computing, memory = (watch.worst.get(key, (0.0, "-")) for key in ("seconds", "computing", "memory"))
        print(
            f"\n{what}: {watch.count} attacks, 0 processes, 0 files outside; longest {seconds[0]:.2f} s ({seconds[1]}),"
            f" computing {computing[0]:.2f} s ({computing[1]}), memory {memory[0] / MEGA:.0f} MiB ({memory[1]})"
        )
    assert watch.peak("memory") <= 300 * MEGA
    assert watch.peak("computing") <= CHILD_CPU + 1.0  # and the start of the child itself, on a busy machine
    assert watch.peak("seconds") < 15


@pytest.mark.soak
def test_files_that_are_looked_at(watch: Watch, capfd: pytest.CaptureFixture[str]) -> None:
    before = names_around()
    assert _outcome(word()) == _outcome(stored_twice()) == "text", "a good file passes"
    for name, expected, make in chain(
        _sample(archives(), 2), _sample(papers(), 3), _sample(pictures(), 3), _sample(others(), 2)
    ):
        content = make()
        with watch.attack(name):
            outcome = _outcome(content)
        if expected != ANY:
            assert outcome == expected, name
    assert names_around() == before
    _tell(watch, "word files, PDF, pictures", capfd)


@pytest.mark.soak
def test_case_files(watch: Watch, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "case.toml"
    attacks: list[Attack] = [(name, "", make) for name, make in case_files()]
    for name, _, make in _sample(iter(attacks), 2):
        file.write_bytes(make())
        with watch.attack(name), pytest.raises(FileNotUnderstood) as refused:
            _read([file], wording("ru"))
        assert refused.value.faults or isinstance(refused.value, FileRefused), name
        assert len(refused.value.faults) <= 201, name
        assert all(len(fault) < 1_000 for fault in refused.value.faults), name
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case.toml"]
    _tell(watch, "case files", capfd)


@pytest.mark.soak
def test_template_folders(watch: Watch, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folders = list(template_folders(tmp_path))
    before = tree(tmp_path)
    for number, (name, folder) in enumerate(folders):
        if not LONG and (number % 4 or name in SLOW):
            continue
        with watch.attack(name):
            try:
                problems = check_templates([folder])
            except FileRefused as refused:
                assert refused.facts["kind"] == "too_many_files"
                continue
        assert problems, name
        assert all("root:" not in problem.message and len(problem.message) < 700 for problem in problems), name
    assert tree(tmp_path) == before
    _tell(watch, "templates", capfd)


def test_every_name_of_a_slow_attack_is_one_of_an_attack(tmp_path: Path) -> None:
    names = {name for name, _, _ in chain(archives(), papers(), pictures())} | {name for name, _ in case_files()}
    names |= {name for name, _ in template_folders(tmp_path)}
    assert names >= SLOW
