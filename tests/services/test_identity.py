"""A new key is a file of the age format; what of it is shown can be compared by voice, in any language."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from pyrage import x25519

from legalaid_desktop.errors import DestinationExists, DestinationNotWritable, NotFound, WrongIdentity
from legalaid_desktop.host.paths import resources
from legalaid_desktop.services.identity import WORDS, new_identity, read_aloud, show_identity
from legalaid_desktop.vault.age_keys import identity_from, public_bytes
from legalaid_desktop.vault.secret import Secret


def test_the_file_is_an_age_identity_for_this_user_only(tmp_path: Path) -> None:
    made = new_identity(tmp_path / "key")
    lines = (tmp_path / "key").read_text("ascii").splitlines()
    assert lines[0] == f"# public key: {made.recipient}" and len(lines) == 2
    assert str(x25519.Identity.from_str(lines[1]).to_public()) == made.recipient
    if os.name == "posix":
        assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert made.path == tmp_path / "key"
    if shutil.which("age-keygen"):
        shown = subprocess.run(["age-keygen", "-y", tmp_path / "key"], capture_output=True, text=True, check=True)
        assert shown.stdout.strip() == made.recipient


def test_nothing_is_overwritten_and_no_folder_is_made(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("mine")
    with pytest.raises(DestinationExists):
        new_identity(tmp_path / "key")
    with pytest.raises(DestinationNotWritable):
        new_identity(tmp_path / "no" / "key")
    assert (tmp_path / "key").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_what_is_shown_holds_no_secret_and_is_the_same_each_time(tmp_path: Path) -> None:
    made = new_identity(tmp_path / "key")
    shown = show_identity(tmp_path / "key")
    assert shown == show_identity(tmp_path / "key") and shown.recipient == made.recipient
    assert len(shown.words.split()) == WORDS
    assert "SECRET" not in repr(shown)
    assert shown.words != show_identity(new_identity(tmp_path / "other").path).words


def test_the_words_mean_the_same_in_each_language(tmp_path: Path) -> None:
    lines = (resources() / "words" / "read_aloud.txt").read_text("utf-8").splitlines()
    table = [line.split() for line in lines if not line.startswith("#")]
    assert len(table) == 256 and all(len(row) == 3 for row in table)
    for column in range(3):
        assert len({row[column] for row in table}) == 256
    recipient = new_identity(tmp_path / "key").recipient
    spoken = [read_aloud(recipient, lang=lang).split() for lang in ("ru", "be", "en")]
    assert all(list(row) in table for row in zip(*spoken, strict=True))


def test_words_of_a_known_key_never_change() -> None:
    recipient = "age13aqvttdk3ujkyjh9kg2w5an6dmy5mq5a84a4uxk3hfhnugfc9p0sy5p2wh"
    assert read_aloud(recipient, lang="ru") == "ласточка берег танец полотенце ворона флейта кастрюля ложка дыня гитара"


def test_the_vaults_own_identity_comes_from_its_seed() -> None:
    """Checked against the age library: the key of the scalar 0, 1, 2 … 31."""
    identity = identity_from(Secret(bytes(range(32))))
    assert str(identity.to_public()) == "age13aqvttdk3ujkyjh9kg2w5an6dmy5mq5a84a4uxk3hfhnugfc9p0sy5p2wh"


def test_the_public_bytes_are_those_of_the_key() -> None:
    from nacl.bindings import crypto_scalarmult_base

    for seed in (bytes(range(32)), bytes(32 * [7]), os.urandom(32)):
        recipient = str(identity_from(Secret(seed)).to_public())
        assert public_bytes(recipient) == crypto_scalarmult_base(seed)


@pytest.mark.parametrize(
    "text", ["", "# only a comment\n", "AGE-SECRET-KEY-1QQQQ\n", "age1abc\n", "\xff\xfe", "x" * 70_000]
)
def test_files_without_a_key_are_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "key").write_bytes(text.encode("latin-1"))
    with pytest.raises(WrongIdentity):
        show_identity(tmp_path / "key")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        show_identity(tmp_path / "no")
    with pytest.raises(WrongIdentity):
        show_identity(tmp_path)


def test_comments_spaces_windows_line_ends_and_small_letters_are_read(tmp_path: Path) -> None:
    made = new_identity(tmp_path / "key")
    secret = (tmp_path / "key").read_text().splitlines()[1]
    for text in (f"# mine\r\n\r\n{secret}\r\n", f"  {secret}  ", f"AGE-SECRET-KEY-1BROKEN\n{secret}\n", secret.lower()):
        (tmp_path / "other").write_text(text)
        assert show_identity(tmp_path / "other").recipient == made.recipient
