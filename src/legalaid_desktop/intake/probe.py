"""The child tries what it must not be able to do, and tells what happened: for the self-test and the tests."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

from legalaid_desktop.intake.worker import Parser, Reply


def load() -> Parser:
    import ctypes
    import subprocess

    files = _open_files()

    def connect() -> None:
        if sys.platform != "win32":
            number = ctypes.CDLL(None, use_errno=True).socket(2, 1, 0)  # AF_INET, SOCK_STREAM
            if number < 0:
                raise OSError(ctypes.get_errno(), "socket")
            os.close(number)

    def start() -> None:
        subprocess.run([sys.executable, "-c", ""], check=False)

    def write() -> None:
        os.close(os.open("probe", os.O_CREAT | os.O_WRONLY))

    def look() -> None:
        os.close(os.open(os.sep, os.O_RDONLY))

    def fork() -> None:
        if sys.platform != "win32" and os.fork() == 0:
            os._exit(0)

    def memory() -> None:
        held = [bytearray(64 * 1024 * 1024) for _ in range(64)]
        held.clear()

    def hang() -> None:
        while True:
            pass

    def crash() -> None:
        ctypes.string_at(0)

    def chatter() -> None:
        while True:
            os.write(1, b"B" * 65536)

    def garbage() -> None:
        os.write(1, b"\xffnonsense")
        os._exit(0)

    acts: dict[str, Callable[[], None]] = {
        "connect": connect, "start": start, "write": write, "look": look, "fork": fork, "memory": memory,
        "hang": hang, "crash": crash, "chatter": chatter, "garbage": garbage,
    }  # fmt: skip

    def read(data: bytes, params: Mapping[str, Any], reply: Reply) -> None:
        told: dict[str, str] = {}
        for name in str(params.get("acts", "")).split():
            try:
                acts[name]()
            except (OSError, MemoryError) as error:
                told[name] = type(error).__name__
            else:
                told[name] = "done"
        reply.plain = {
            "walls": list(reply.walls),
            "acts": told,
            "length": len(data),
            "environment": sorted(os.environ),
            "files": files,
        }

    return read


def _open_files() -> list[int]:
    found = []
    for number in range(64):
        try:
            os.fstat(number)
        except OSError:
            continue
        found.append(number)
    return found
