"""The child: its walls, and a parent that stays well whatever becomes of it."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import psutil
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from legalaid_desktop.errors import FileNotRead, FileNotUnderstood, FileRefused
from legalaid_desktop.host.wording import LANGUAGES, catalogue
from legalaid_desktop.intake import child, fence, wire
from legalaid_desktop.intake.child import REFUSALS, ask_child
from legalaid_desktop.intake.file_kind import FileKind
from legalaid_desktop.intake.limits import CHILD_CPU, CHILD_WALL, LARGEST_SHOWN
from legalaid_desktop.services.foreign_content import _pages

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the walls of Linux")


def probe(acts: str = "", data: bytes = b"") -> Any:
    return ask_child("probe", data, {"acts": acts}).plain


def test_the_child_starts_clean_and_gets_every_byte() -> None:
    seen = probe(data=bytes(range(256)) * 5000)
    assert seen["length"] == 256 * 5000
    assert seen["environment"] in ([], ["LC_CTYPE"], ["SYSTEMROOT"]), "nothing of the parent's environment"
    assert seen["files"] == [0, 1, 2], "no open file of the parent"


def test_no_file_of_the_parent_is_open_in_the_child(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    number = os.open(secret, os.O_RDONLY)
    try:
        os.set_inheritable(number, True)
        assert probe()["files"] == [0, 1, 2]
    finally:
        os.close(number)


@LINUX
def test_every_wall_stands() -> None:
    assert {"limits", "no_new_rights", "seccomp"} <= set(probe()["walls"])


@LINUX
@pytest.mark.parametrize("act", ["look", "write", "start", "fork"])
def test_what_the_child_must_not_do_fails(act: str) -> None:
    assert probe(act)["acts"] == {act: "PermissionError"}


@LINUX
def test_a_socket_ends_the_child() -> None:
    with pytest.raises(FileNotRead) as ended:
        probe("connect")
    assert ended.value.facts["kind"] == "broken"


_BEHIND_LANDLOCK_ALONE = """
import os, socket, sys
sys.path[:] = {places!a}
from legalaid_desktop.intake import fence
fence._seccomp = lambda: False  # the wall in front of it, taken away
fence._no_new_files = lambda: None
fence.put_up()
inside, listener = {inside!a}, {port}
def tried(act):
    try:
        act()
    except OSError as error:
        return error.errno
    return 0
def met():
    with socket.socket() as other:
        other.connect(("127.0.0.1", listener))
print([
    tried(lambda: os.open(os.path.join(inside, "secret"), os.O_RDONLY)),
    tried(lambda: os.open(os.path.join(inside, "new"), os.O_CREAT | os.O_WRONLY, 0o600)),
    tried(lambda: os.listdir(inside)),
    tried(lambda: os.unlink(os.path.join(inside, "secret"))),
    tried(lambda: os.rename(os.path.join(inside, "secret"), os.path.join(inside, "moved"))),
    tried(lambda: os.execv(sys.executable, [sys.executable, "-c", "print('started')"])),
    tried(met),
])
"""


def landlock_version() -> int:
    """Which interface of Landlock this kernel has; 0 or less where it has none."""
    asked = ctypes.CDLL(None, use_errno=True).syscall(444, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    return int(asked)


@LINUX
def test_landlock_alone_keeps_files_and_network_from_the_child(tmp_path: Path) -> None:
    """The filter of calls stands before it and would hide that it is gone."""
    version = landlock_version()
    if version <= 0:
        pytest.skip("this kernel has no Landlock: the filter of calls is all that keeps files from the child here")
    assert "landlock" in probe()["walls"]
    (tmp_path / "secret").write_text("x")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        program = _BEHIND_LANDLOCK_ALONE.format(places=sys.path, inside=str(tmp_path), port=listener.getsockname()[1])
        told = subprocess.run([sys.executable, "-I", "-B", "-c", program], capture_output=True, text=True, check=False)
    refused = json.loads(told.stdout)
    assert refused == [errno.EACCES] * (7 if version >= 4 else 6) + [0] * (version < 4)
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


@LINUX
def test_computing_is_bounded_not_the_time_that_a_busy_computer_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What loading the program took is left out, and a child that waits for its turn is waited for."""
    import resource

    limits: dict[int, int] = {}
    monkeypatch.setattr(fence, "_lower", limits.__setitem__)
    monkeypatch.setattr("signal.setitimer", lambda which, seconds: limits.__setitem__(-1, seconds))
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr("time.process_time", lambda: 20.0)
    fence._limit(CHILD_CPU)
    assert limits[resource.RLIMIT_CPU] > 20 + CHILD_CPU and limits[-1] == CHILD_CPU
    assert CHILD_WALL >= 30 * CHILD_CPU


@LINUX
def test_memory_is_bounded() -> None:
    assert probe("memory")["acts"] == {"memory": "MemoryError"}


@pytest.mark.parametrize(
    ("act", "kind"), [("hang", "time"), ("crash", "broken"), ("chatter", "answer"), ("garbage", "answer")]
)
@LINUX
def test_whatever_becomes_of_the_child_the_parent_gets_an_error_of_ours(act: str, kind: str) -> None:
    before = threading.active_count()
    with pytest.raises(FileNotRead) as ended:
        probe(act)
    assert ended.value.facts["kind"] == kind
    assert not psutil.Process().children(), "nothing is left running"
    assert threading.active_count() <= before + 1  # the timer that was called off may still be ending
    assert probe()["acts"] == {}, "and the next one is read as if nothing had been"


def test_a_child_that_waits_is_ended_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "command", lambda parser: [sys.executable, "-c", "import time; time.sleep(60)"])
    with pytest.raises(FileNotRead) as ended:
        ask_child("probe", b"x" * 1_000_000, wall=0.5)
    assert ended.value.facts["kind"] == "time"


def test_a_child_that_cannot_start_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "command", lambda parser: ["/nowhere/at/all"])
    with pytest.raises(FileNotRead) as ended:
        ask_child("probe", b"")
    assert ended.value.facts["kind"] == "start"


def test_an_unknown_parser_reads_nothing() -> None:
    with pytest.raises(FileNotRead):
        ask_child("../../etc/passwd", b"x")


def test_more_than_fits_is_refused_before_a_child_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_run", lambda *_: pytest.fail("started"))
    with pytest.raises(FileRefused) as refused:
        ask_child("pdf", bytes(LARGEST_SHOWN + 1))
    assert refused.value.facts["kind"] == "too_large"


@LINUX
def test_the_child_dies_with_its_parent(tmp_path: Path) -> None:
    import signal
    import time

    script = (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        "from legalaid_desktop.intake.child import ask_child\n"
        "ask_child('probe', b'', {'acts': 'hang'}, started=lambda pid: print(pid, flush=True))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        status = Path(f"/proc/{pid}/status")
        while "Seccomp:\t2" not in status.read_text():
            time.sleep(0.005)  # until the walls are up: then it hangs in the parser
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        for _ in range(100):
            if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                break
            time.sleep(0.01)
        else:
            pytest.fail("the child outlived its parent")


# --- what a child answers is as hostile as the file


def frames(*pairs: tuple[bytes, bytes]) -> bytes:
    return b"".join(bytes(piece) for letter, content in pairs for piece in wire.frame(letter, content))


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
@example(b"")
@example(b"P\xff\xff\xff\xff")
@example(frames((b"P", b"[" * 100_000)))
@example(frames((b"P", b"[" * 80 + b"]" * 80)))
@example(frames((b"P", b"NaN")))
@example(frames((b"P", b"{}"), (b"P", b"{}")))
@example(frames((b"B", b"x")))
@example(frames((b"Q", b"{}")))
@example(frames((b"P", b"9" * 5000)))
@example(b"B\0\0\0\0" * 1_200 + frames((b"P", b"{}")))
def test_nonsense_is_no_answer(raw: bytes) -> None:
    with pytest.raises(wire.BadAnswer):
        wire.read_answer(raw)


def test_an_answer_comes_back_as_it_was_sent() -> None:
    answer = wire.read_answer(frames((b"B", b"\0\1"), (b"B", b""), (b"P", json.dumps({"a": [1, None, "я"]}).encode())))
    assert (answer.blobs, answer.plain, answer.refused) == ((b"\0\1", b""), {"a": [1, None, "я"]}, False)


@pytest.mark.parametrize(
    "plain",
    [
        None, [], {}, {"total": 1, "first": 0, "pages": [[2, 2]]}, {"total": 0, "pages": [[1, 1]]},
        {"total": 1, "pages": [[-1, -1]]}, {"total": 1, "pages": [[True, True]]}, {"total": 10**9, "pages": [[1, 1]]},
        {"total": 1, "pages": [[1, 1], [1, 1]]}, {"total": 1, "pages": "ab"}, {"total": 1, "pages": [[65536, 65536]]},
    ],
)  # fmt: skip
def test_sizes_that_do_not_fit_the_bytes_are_not_believed(plain: Any) -> None:
    with pytest.raises(FileNotRead):
        _pages(FileKind.PDF, wire.Answer(plain, (b"abc",), False), 0)


@pytest.mark.parametrize(
    "plain", [None, {"kind": "own"}, {"kind": "dtd", "facts": {"a": []}}, {"kind": "dtd", "facts": {"X y": 1}},
              {"kind": "faults", "faults": [1]}, {"kind": ["dtd"]}, {"kind": {}}],
)  # fmt: skip
def test_a_refusal_that_is_none_of_ours_is_not_believed(plain: Any) -> None:
    with pytest.raises(wire.BadAnswer):
        raise child._refusal(plain)


def test_a_refusal_is_cut_and_printable() -> None:
    refusal = child._refusal({"kind": "dtd", "facts": {"what": "a\x1b\u202e" + "b" * 9_000, "n": 10**40}})
    assert str(refusal.facts["what"]).startswith("a\ufffd\ufffdb") and len(str(refusal.facts["what"])) == 400
    assert refusal.facts["n"] == 2**53
    assert isinstance(child._refusal({"kind": "faults", "faults": ["a.toml:1: x"]}), FileNotUnderstood)


def test_every_refusal_has_its_words() -> None:
    all_words = catalogue().all()
    for kind in REFUSALS:
        assert set(all_words[f"named.file_refused.{kind}"]) == set(LANGUAGES), kind
