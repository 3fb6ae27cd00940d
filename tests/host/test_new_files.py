"""New files appear whole or not at all, never over another, and a failure leaves nothing behind."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from legalaid_desktop.errors import DestinationExists, DestinationNotWritable, DiskFailed, DiskFull, FolderNotEmpty
from legalaid_desktop.host import files
from legalaid_desktop.host.files import make_folder, new_file, write_new_file
from legalaid_desktop.host.scratch import whole_folder

posix = pytest.mark.skipif(os.name != "posix", reason="modes and limits of POSIX")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_there_whole_and_for_this_user_only(tmp_path: Path) -> None:
    write_new_file(tmp_path / "document.pdf", b"pages")
    assert (tmp_path / "document.pdf").read_bytes() == b"pages"
    assert names(tmp_path) == ["document.pdf"]
    if os.name == "posix":
        assert (tmp_path / "document.pdf").stat().st_mode & 0o777 == 0o600


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "mine"
    target.write_bytes(b"mine")
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    (tmp_path / "folder").mkdir()
    for path in (target, tmp_path / "link", tmp_path / "folder"):
        with pytest.raises(DestinationExists):
            write_new_file(path, b"other")
    assert target.read_bytes() == b"mine"
    assert names(tmp_path) == ["folder", "link", "mine"]


def test_a_name_taken_while_writing_is_not_overwritten(tmp_path: Path) -> None:
    with pytest.raises(DestinationExists), new_file(tmp_path / "a") as file:
        file.write(b"ours")
        (tmp_path / "a").write_bytes(b"theirs")
    assert (tmp_path / "a").read_bytes() == b"theirs"
    assert names(tmp_path) == ["a"]


def test_a_failure_inside_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError), new_file(tmp_path / "a") as file:
        file.write(b"half")
        raise KeyError
    assert names(tmp_path) == []


def test_what_was_written_can_be_read_back_before_it_gets_its_name(tmp_path: Path) -> None:
    with new_file(tmp_path / "a") as file:
        file.write(b"whole")
        file.seek(0)
        assert file.read() == b"whole"
        assert "a" not in names(tmp_path)
    assert names(tmp_path) == ["a"]


@pytest.mark.parametrize("where", ["no/parent/a", "file/a"])
def test_where_nothing_can_be_written_says_so(tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DestinationNotWritable) as caught:
        write_new_file(tmp_path / where, b"x")
    assert not isinstance(caught.value, DestinationExists)
    assert names(tmp_path) == ["file"]


def test_without_hard_links_the_name_is_taken_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    write_new_file(tmp_path / "a", b"whole")
    with pytest.raises(DestinationExists):
        write_new_file(tmp_path / "a", b"other")
    assert (tmp_path / "a").read_bytes() == b"whole"
    assert names(tmp_path) == ["a"]


@posix
def test_a_file_larger_than_the_disk_allows_leaves_nothing(tmp_path: Path) -> None:
    code = (
        "import resource, sys; from pathlib import Path; from legalaid_desktop.host.files import write_new_file;"
        "from legalaid_desktop.errors import DiskFull\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: write_new_file(Path(sys.argv[1]) / 'a', bytes(100_000))\n"
        "except DiskFull as error: print(error.code)"
    )
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert run.stdout == "disk_full\n"
    assert names(tmp_path) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB, where this process may make one."""
    place = tmp_path / "small"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode != 0:
        pytest.skip("mounting a small disk needs rights that this process does not have")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts a tmpfs")
def test_a_full_disk_leaves_nothing_and_works_again(small_disk: Path) -> None:
    with pytest.raises(DiskFull):
        write_new_file(small_disk / "a", bytes(400_000))
    assert names(small_disk) == []
    write_new_file(small_disk / "a", bytes(100_000))
    assert names(small_disk) == ["a"]


def test_a_folder_is_made_but_not_its_parents(tmp_path: Path) -> None:
    assert make_folder(tmp_path / "out") is True
    assert make_folder(tmp_path / "out") is False
    with pytest.raises(DestinationNotWritable):
        make_folder(tmp_path / "no" / "out")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DestinationNotWritable):
        make_folder(tmp_path / "file")
    assert names(tmp_path) == ["file", "out"]


def test_a_fresh_folder_goes_with_all_it_made_when_the_work_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyError), whole_folder(tmp_path / "a" / "b") as folder:
        (folder / "inner").mkdir()
        (folder / "inner" / "file").write_bytes(b"x")
        raise KeyError
    assert names(tmp_path) == []
    (tmp_path / "empty").mkdir()
    with pytest.raises(KeyError), whole_folder(tmp_path / "empty") as folder:
        (folder / "file").write_bytes(b"x")
        raise KeyError
    assert names(tmp_path) == ["empty"] and names(tmp_path / "empty") == []
    with whole_folder(tmp_path / "empty") as folder:
        (folder / "file").write_bytes(b"x")
    assert names(tmp_path / "empty") == ["file"]


def test_a_folder_with_something_in_it_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    for path in (tmp_path, tmp_path / "file"):
        with pytest.raises(FolderNotEmpty), whole_folder(path):
            raise AssertionError("must not begin")
    with pytest.raises(DestinationNotWritable), whole_folder(tmp_path / "file" / "below"):
        raise AssertionError("must not begin")
    assert (tmp_path / "file").read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EFBIG, DiskFull),
        (errno.EROFS, DestinationNotWritable),
        (errno.EACCES, DestinationNotWritable),
        (errno.EIO, DiskFailed),
        (errno.EEXIST, DestinationExists),
    ],
)
def test_errors_of_the_system_become_ours(number: int, kind: type[Exception]) -> None:
    assert type(files.destination_error(OSError(number, "x"), Path("a"))) is kind


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="only Linux has files without a name")
def test_a_killed_program_leaves_nothing_of_a_file_that_was_being_written(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from legalaid_desktop.host.files import new_file\n"
        "with new_file(Path(sys.argv[1])) as file:\n"
        "    file.write(b'a client' * 1000)\n"
        "    file.flush()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, tmp_path / "statement"], check=False, timeout=60)
    assert done.returncode == -9
    assert names(tmp_path) == []


def test_where_files_without_a_name_do_not_exist_the_result_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_OPEN_FILES", tmp_path / "no such place")
    write_new_file(tmp_path / "a", b"whole")
    assert (names(tmp_path), (tmp_path / "a").read_bytes()) == (["a"], b"whole")
