"""The gate: plain files of bounded size, the very ones that were asked for; nothing is waited for or followed."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from legalaid_desktop.errors import FileNotUnderstood, FileRefused, NotFound
from legalaid_desktop.host.first_look import LONGEST_FILE
from legalaid_desktop.host.preferences import PreferenceFile
from legalaid_desktop.intake.gate import foreign_file, pieces_of_foreign, read_foreign, read_given, shown_name
from legalaid_desktop.intake.limits import Inlet

POSIX = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes and devices as files are a thing of POSIX")


def refused(path: Path, inlet: Inlet = Inlet.CASE_FILE, within: Path | None = None) -> str:
    with pytest.raises(FileRefused) as error:
        read_foreign(path, inlet, within=within)
    return str(error.value.facts["kind"])


def test_a_plain_file_comes_in_whole_and_in_pieces(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(bytes(range(256)) * 10_000)
    assert read_foreign(file, Inlet.CASE_FILE) == file.read_bytes()
    assert [len(piece) for piece in pieces_of_foreign(file, Inlet.EVIDENCE)] == [
        1 << 20,
        1 << 20,
        2_560_000 - (2 << 20),
    ]
    file.write_bytes(b"")
    assert read_foreign(file, Inlet.CASE_FILE) == b""


@POSIX
def test_pipes_devices_sockets_and_folders_are_no_files(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert refused(pipe) == "not_a_file"  # and nobody waits for a writer
    assert refused(Path("/dev/zero")) == "not_a_file"
    assert refused(Path("/dev/null")) == "not_a_file"
    assert refused(tmp_path) == "not_a_file"
    endless = tmp_path / "endless"
    endless.symlink_to("/dev/zero")
    assert refused(endless) == "not_a_file"
    with socket.socket(socket.AF_UNIX) as own:
        own.bind(str(tmp_path / "s"))
        assert refused(tmp_path / "s") == "not_a_file"


@POSIX
def test_a_file_of_the_kernel_that_promises_no_bytes_is_not_read_on() -> None:
    with pytest.raises(FileRefused) as error:
        read_foreign(Path("/proc/self/status"), Inlet.CASE_FILE)
    assert error.value.facts["kind"] == "changed"


def test_the_size_is_asked_of_the_open_file(tmp_path: Path) -> None:
    file = tmp_path / "a"
    with file.open("wb") as out:
        out.truncate(Inlet.EVIDENCE.most + 1)  # takes no room on the disk
    assert refused(file, Inlet.EVIDENCE) == "too_large"
    with file.open("wb") as out:
        out.truncate(Inlet.IDENTITY.most)
    assert len(read_foreign(file, Inlet.IDENTITY)) == Inlet.IDENTITY.most
    with file.open("ab") as out:
        out.write(b"x")
    assert refused(file, Inlet.IDENTITY) == "too_large"


def test_a_file_that_grows_or_shrinks_meanwhile_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a"
    for change in (b"x" * (3 << 20), b"x"):
        file.write_bytes(b"x" * (2 << 20))
        pieces = pieces_of_foreign(file, Inlet.EVIDENCE)
        next(pieces)
        file.write_bytes(change)
        with pytest.raises(FileRefused, match="file_refused"):
            list(pieces)


@POSIX
def test_what_a_file_names_stays_in_its_folder(tmp_path: Path) -> None:
    folder, outside = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    outside.mkdir()
    (folder / "sub").mkdir()
    (folder / "sub" / "good").write_text("x")
    (outside / "secret").write_text("s")
    (folder / "link").symlink_to(outside / "secret")
    (folder / "way").symlink_to(outside)
    (folder / "own").symlink_to(folder / "sub" / "good")
    assert read_foreign(folder / "sub" / "good", Inlet.EVIDENCE, within=folder) == b"x"
    for path in ("link", "way/secret", "own", "sub/../../out/secret"):
        assert refused(folder / path, Inlet.EVIDENCE, folder) == "outside", path
    assert refused(outside / "secret", Inlet.EVIDENCE, folder) == "outside"
    assert read_foreign(folder / "link", Inlet.EVIDENCE) == b"s", "a person's own choice may be a link"


@POSIX
def test_a_folder_swapped_for_a_link_after_the_look_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "a").write_text("mine")
    (tmp_path / "a").write_text("theirs")
    place = (folder / "sub" / "a").resolve()  # looked at: it lies inside
    (folder / "sub" / "a").unlink()
    (folder / "sub").rmdir()
    (folder / "sub").symlink_to(tmp_path)
    assert refused(place, Inlet.EVIDENCE, folder) == "outside"


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "no", tmp_path / "file" / "x", tmp_path / ("n" * 300), tmp_path / "a\0b"):
        with pytest.raises(NotFound):
            read_foreign(path, Inlet.CASE_FILE)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("x")
    file.chmod(0)
    with pytest.raises(FileNotUnderstood), foreign_file(file, Inlet.CASE_FILE):
        pass


@POSIX
def test_a_pipe_of_the_shell_is_read_and_one_without_a_writer_is_empty(tmp_path: Path) -> None:
    out, into = os.pipe()
    os.write(into, b"words")
    os.close(into)
    try:
        assert read_given(Path(f"/dev/fd/{out}"), Inlet.IDENTITY) == b"words"
    finally:
        os.close(out)
    assert read_given(Path("/dev/null"), Inlet.IDENTITY) == b""
    os.mkfifo(tmp_path / "pipe")
    assert read_given(tmp_path / "pipe", Inlet.IDENTITY) == b"", "nobody waits"
    (tmp_path / "a").write_bytes(b"x" * Inlet.IDENTITY.most)
    assert len(read_given(tmp_path / "a", Inlet.IDENTITY)) == Inlet.IDENTITY.most
    (tmp_path / "a").write_bytes(b"x" * (Inlet.IDENTITY.most + 1))
    for path, kind in ((tmp_path / "a", "too_large"), (Path("/dev/zero"), "too_large"), (tmp_path, "not_a_file")):
        with pytest.raises(FileRefused) as error:
            read_given(path, Inlet.IDENTITY)
        assert error.value.facts["kind"] == kind
    with pytest.raises(NotFound):
        read_given(tmp_path / "no", Inlet.IDENTITY)


def test_a_name_goes_into_a_message_as_one_printable_line() -> None:
    assert shown_name(Path("a\n\x1b[31m\u202eb.pdf")) == "a\ufffd\ufffd[31m\ufffdb.pdf"
    assert len(shown_name(Path("x" * 250))) == 200


@POSIX
def test_settings_in_the_place_of_which_stands_something_else_are_the_usual_ones(tmp_path: Path) -> None:
    usual = PreferenceFile(tmp_path).current
    place = tmp_path / "settings.toml"
    long = b'language = "be"\n#' + b"x" * LONGEST_FILE
    for content in (b"x = " + b"[" * 60_000, b"\xff\xfe", b"language = " + b"9" * 6_000, long):
        place.write_bytes(content)
        assert PreferenceFile(tmp_path).current == usual
    place.unlink()
    os.mkfifo(place)
    assert PreferenceFile(tmp_path).current == usual
    place.unlink()
    place.symlink_to("/dev/zero")
    assert PreferenceFile(tmp_path).current == usual
