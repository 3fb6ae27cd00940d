"""A library that is older than known good, or one that must not be there, is refused at start and in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from legalaid_desktop.errors import UnsafeBinding
from legalaid_desktop.host.clock import SystemClock
from legalaid_desktop.services import known_good
from legalaid_desktop.services.error_words import explain
from legalaid_desktop.services.foreign_content import look_into
from legalaid_desktop.services.known_good import KEYS, PARSERS, REFUSED, installed, unsafe, unsafe_libraries
from legalaid_desktop.services.opening import create_briefcase, open_briefcase
from legalaid_desktop.services.secrets import Secret
from legalaid_desktop.services.self_test import run_self_test


def test_what_is_installed_here_is_known_good() -> None:
    assert unsafe_libraries() == ()
    assert all(installed(library.distribution) for library in (*KEYS, *PARSERS)), (
        "a name that nothing has proves nothing"
    )


@pytest.mark.parametrize("library", [*KEYS, *PARSERS], ids=lambda library: library.distribution)
def test_an_older_or_missing_library_is_refused_and_a_newer_one_is_not(library: known_good.Library) -> None:
    def old(name: str) -> str | None:
        return "0.0.1" if name == library.distribution else installed(name)

    def gone(name: str) -> str | None:
        return None if name == library.distribution else installed(name)

    def newer(name: str) -> str | None:
        return "999.1.post2" if name == library.distribution else installed(name)

    for find in (old, gone):
        (error,) = unsafe((*KEYS, *PARSERS), find)
        assert error.facts["library"] == library.distribution
        for lang, word in (("ru", "Библиотека"), ("be", "Бібліятэка"), ("en", "library")):
            message, advice = explain(error, lang)
            assert word in message and library.distribution in message and advice
    assert unsafe((*KEYS, *PARSERS), newer) == ()


@pytest.mark.parametrize("name", REFUSED)
def test_a_distribution_that_puts_another_database_library_in_place_is_refused(name: str) -> None:
    (error,) = unsafe(KEYS, lambda asked: "0.5.4" if asked == name else installed(asked))
    assert error.facts["library"] == name


def test_numbers_are_compared_as_numbers() -> None:
    assert known_good._numbers("1.10") > known_good._numbers("1.6.2")
    assert known_good._numbers("1.6.2rc1") == (1, 6, 2)
    assert known_good._numbers("rc") == ()


def test_neither_a_vault_nor_a_foreign_file_is_opened_with_an_unsafe_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "vault"
    with Secret.from_passphrase("шесть слов которых нет нигде больше") as secret:
        create_briefcase(folder, secret, clock=SystemClock(), fast_kdf=True).close()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    found = (UnsafeBinding(library="PyNaCl", found="1.4.0", needed="≥ 1.6.2"),)
    monkeypatch.setattr(known_good, "_of_this_run", lambda libraries: found)
    with (
        Secret.from_passphrase("шесть слов которых нет нигде больше") as secret,
        pytest.raises(UnsafeBinding, match="unsafe_binding"),
    ):
        open_briefcase(folder, secret, clock=SystemClock())
    with pytest.raises(UnsafeBinding), Secret.from_passphrase("другая фраза из шести слов тут") as secret:
        create_briefcase(tmp_path / "other", secret, clock=SystemClock(), fast_kdf=True)
    with pytest.raises(UnsafeBinding):
        look_into(b"%PDF-1.7", width=100)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert not (tmp_path / "other").exists()
    checks = {check.name: check for check in run_self_test()}
    assert not checks["libraries"].ok and "PyNaCl" in checks["libraries"].message
